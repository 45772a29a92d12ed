#include "cli/live_machine.h"
#include "cli/verb.h"

#include <stdio.h>
#include <string.h>

static gboolean as_json;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON object with the device's alias", NULL},
    {0},
};

/* Sends what was made, with the descriptors that were opened for it. */
static struct json_object *send_request(struct live_machine *machine, struct json_object *arguments,
                                        const struct assembly *assembly, GError **error)
{
    const GArray *fds = assembly->descriptors;
    int64_t number;

    if (fds && fds->len > CONTROL_FDS_MAX) {
        json_object_put(arguments);
        return fail_null(error, TANDEM_ERROR_UNSUPPORTED, "the device needs %u descriptors, %d can be handed over",
                         fds->len, CONTROL_FDS_MAX);
    }
    json_object_object_add(arguments, "generation", json_object_new_int64(machine->live.generation));
    number = control_client_send(machine->client, "attach", arguments, fds ? (const int *)(void *)fds->data : NULL,
                                 fds ? fds->len : 0, error);
    return number < 0 ? NULL : control_client_wait(machine->client, number, 0, error);
}

static struct json_object *attach_device(struct live_machine *machine, struct document *document, const char *name,
                                         enum device_kind kind, struct device_info *device, GError **error)
{
    g_autoptr(domain_t) without = NULL;
    struct assembly assembly = {0};
    struct json_object *result = NULL, *arguments = NULL;

    if (live_machine_complete(machine, document, name, kind, device, &without, error))
        arguments = plug_attach(document->domain, without, kind, device, document->profile, machine->state, &assembly,
                                document->report, error);
    if (arguments)
        result = send_request(machine, arguments, &assembly, error);
    assembly_clear(&assembly);
    if (result)
        live_machine_settle_again(machine);
    return result;
}

/* Reads the device; NULL after the complaints have been printed, with their status. */
static struct device_info *read_device(const char *name, const char *text, size_t length, enum device_kind *kind,
                                       int *status)
{
    struct document_reports reports = document_reports_begin(false);
    struct document document = {.file = g_strdup(name), .report = report_new(name)};
    struct device_info *device = fragment_read(text, length, kind, document.report);

    if (device && report_failures(document.report) > 0)
        fragment_free(*kind, g_steal_pointer(&device));
    if (!device)
        *status = document_report(&document, &reports);
    document_clear(&document);
    return device;
}

/* A device out of a file. */
static struct json_object *attach_file(struct live_machine *machine, const char *file, int *status, GError **error)
{
    const char *name = strcmp(file, "-") == 0 ? "standard input" : file;
    struct document_reports reports = document_reports_begin(false);
    struct document document = {0};
    size_t length = 0;
    g_autofree char *text = live_machine_read_file(file, &length, error);
    enum device_kind kind;
    struct device_info *device = text ? read_device(name, text, length, &kind, status) : NULL;
    struct json_object *result = NULL;

    if (device) {
        result = attach_device(machine, &document, name, kind, device, error);
        *status = document_report(&document, &reports);
    }
    document_clear(&document);
    return result;
}

/* The transient NIC of a pair, which the machine knows. */
static struct json_object *attach_again(struct live_machine *machine, const char *alias, GError **error)
{
    return control_client_call(machine->client, "attach", json_pair("alias", alias), 0, error);
}

static bool names_a_device(const struct live_machine *machine, const char *text)
{
    return devices_find_alias(machine->live.domain->devices, text, NULL) != NULL;
}

static int run(char **arguments)
{
    struct live_machine machine = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = NULL;
    int status = 0;

    if (live_machine_open(&machine, arguments[0], &error))
        result = names_a_device(&machine, arguments[1]) ? attach_again(&machine, arguments[1], &error)
                                                        : attach_file(&machine, arguments[1], &status, &error);
    if (result && as_json)
        machine_print_json(result, true);
    else if (result && json_peek_string(result, "alias"))
        puts(json_peek_string(result, "alias"));
    live_machine_close(&machine);
    return error ? verb_fail(g_steal_pointer(&error)) : status;
}

const struct verb attach_verb = {
    .name = "attach",
    .arguments = "NAME FILE|ALIAS",
    .summary = "plug a device into a machine that runs",
    .description = "FILE has one <interface>, <disk> or <hostdev> ('-': standard input); its alias is printed.\n"
                   "ALIAS is the transient NIC of a pair that was detached or had no device.",
    .options = options,
    .takes_document = true,
    .takes_machine = true,
    .least_arguments = 2,
    .most_arguments = 2,
    .run = run,
};
