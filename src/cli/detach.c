#include "cli/live_machine.h"
#include "cli/verb.h"
#include "qemu/alias.h"

#include <stdio.h>
#include <string.h>

static int timeout = 10;
static gboolean as_json;

static const GOptionEntry options[] = {
    {"timeout", 0, 0, G_OPTION_ARG_INT, &timeout, "How long the guest may take to let it go (default 10)", "SECONDS"},
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON object with the device's alias", NULL},
    {0},
};

/* ---- which device a file means: by what is its own ---- */

static bool same_pci(const struct hostdev_address *a, const struct hostdev_address *b)
{
    return a->domain.value == b->domain.value && a->bus.value == b->bus.value && a->slot.value == b->slot.value &&
           a->function.value == b->function.value && g_strcmp0(a->uuid, b->uuid) == 0;
}

static bool is_meant(enum device_kind kind, const struct device_info *meant, const struct device_info *device)
{
    if (meant->alias && alias_is_chosen(meant->alias))
        return g_strcmp0(meant->alias, device->alias) == 0;
    switch (kind) {
    case DEVICE_DISK:
        return g_strcmp0(((const struct disk *)meant)->target, ((const struct disk *)device)->target) == 0;
    case DEVICE_INTERFACE: {
        const char *mac = ((const struct iface *)meant)->mac;

        return mac && g_ascii_strcasecmp(mac, ((const struct iface *)device)->mac) == 0;
    }
    default:
        return ((const struct hostdev *)meant)->type == ((const struct hostdev *)device)->type &&
               same_pci(&((const struct hostdev *)meant)->source.address,
                        &((const struct hostdev *)device)->source.address);
    }
}

struct search {
    enum device_kind kind;
    const struct device_info *meant;
    const char *alias;
    unsigned found;
};

static void look(enum device_kind kind, void *device, void *data)
{
    struct search *search = data;

    if (kind != search->kind || !is_meant(kind, search->meant, device))
        return;
    search->alias = ((const struct device_info *)device)->alias;
    search->found++;
}

static char *alias_from_file(const struct live_machine *machine, const char *file, GError **error)
{
    g_autoptr(report_t) report = report_new(file);
    size_t length = 0;
    g_autofree char *text = live_machine_read_file(file, &length, error);
    struct search search = {0};
    struct device_info *meant;

    if (!text)
        return NULL;
    meant = fragment_read(text, length, &search.kind, report);
    if (!meant || report_failures(report) > 0) {
        g_autofree char *complaints = report_text(report);

        if (meant)
            fragment_free(search.kind, meant);
        return fail_null(error, TANDEM_ERROR_INPUT, "%s", g_strchomp(complaints));
    }
    search.meant = meant;
    devices_foreach(machine->live.domain->devices, look, &search);
    fragment_free(search.kind, meant);
    if (search.found != 1)
        return fail_null(
            error, TANDEM_ERROR_INPUT,
            "'%s' describes %u devices of machine '%s', expected one; a disk is found by its target, a NIC "
            "by its MAC, an assigned device by its address on the host",
            file, search.found, machine->state->name);
    return g_strdup(search.alias);
}

static char *which(const struct live_machine *machine, const char *given, GError **error)
{
    if (devices_find_alias(machine->live.domain->devices, given, NULL))
        return g_strdup(given);
    if (strcmp(given, "-") == 0 || strchr(given, '/') || g_file_test(given, G_FILE_TEST_EXISTS))
        return alias_from_file(machine, given, error);
    return fail_null(error, TANDEM_ERROR_INPUT, "machine '%s' has no device '%s'; 'tandem dumpxml' has the aliases",
                     machine->state->name, given);
}

/* ---- taking it out ---- */

/* What it stands on in QEMU goes with it. */
static struct json_object *make_request(struct live_machine *machine, const char *alias, GError **error)
{
    struct document document = {0};
    g_autoptr(domain_t) without = NULL;
    struct json_object *arguments = NULL;
    enum device_kind kind;
    struct device_info *device;

    if (live_machine_complete(machine, &document, "domain.xml", 0, NULL, &without, error)) {
        device = fragment_take(without->devices, alias, &kind);
        if (!device)
            fail(error, TANDEM_ERROR_UNSUPPORTED, "'%s' is no NIC, disk or assigned device, and cannot be detached",
                 alias);
        else
            arguments = plug_detach(document.domain, without, alias, document.profile, document.report);
        if (device)
            fragment_free(kind, device);
    }
    if (!arguments && !*error) {
        g_autofree char *text = report_text(document.report);

        fail(error, TANDEM_ERROR_HOST, "the machine's document cannot be read back:\n%s", g_strchomp(text));
    }
    document_clear(&document);
    return arguments;
}

static struct json_object *detach(struct live_machine *machine, const char *given, GError **error)
{
    g_autofree char *alias = which(machine, given, error);
    struct json_object *arguments = alias ? make_request(machine, alias, error) : NULL;
    struct json_object *result;

    if (!arguments)
        return NULL;
    json_object_object_add(arguments, "timeout", json_object_new_int(timeout));
    result = control_client_call(machine->client, "detach", arguments, 0, error);
    if (result)
        live_machine_settle_again(machine);
    return result;
}

static int run(char **arguments)
{
    struct live_machine machine = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = NULL;

    if (timeout < 1)
        return verb_fail(g_error_new(TANDEM_ERROR, TANDEM_ERROR_USAGE, "--timeout is %d, expected 1 or more", timeout));
    if (live_machine_open(&machine, arguments[0], &error))
        result = detach(&machine, arguments[1], &error);
    if (result && as_json)
        machine_print_json(result, true);
    live_machine_close(&machine);
    return error ? verb_fail(g_steal_pointer(&error)) : 0;
}

const struct verb detach_verb = {
    .name = "detach",
    .arguments = "NAME ALIAS|FILE",
    .summary = "take a device out of a machine that runs",
    .description = "Comes back when the guest has let it go.  FILE is the device's element; a disk is found by its\n"
                   "target, a NIC by its MAC.  The transient NIC of a pair stays away until it is attached again.",
    .options = options,
    .takes_document = true,
    .takes_machine = true,
    .least_arguments = 2,
    .most_arguments = 2,
    .run = run,
};
