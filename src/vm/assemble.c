#include "vm/assemble.h"

#include "host/netlink.h"
#include "host/tap.h"
#include "host/vhost.h"
#include "qemu/argv.h"
#include "qemu/clock_options.h"
#include "qemu/resources.h"
#include "qemu/start_steps.h"
#include "qemu/unsupported.h"
#include "vm/launch.h"
#include "vm/nvram.h"

#include "domain/devices.h"

#include <string.h>
#include <unistd.h>

/* What is gathered while the host's part of a command line is opened. */
struct gathering {
    struct assembly *assembly;
    const struct domain *domain;
    const struct state *state;
    struct resources *resources;
    struct report *report; /* for what the host has not got and the machine can do without */
    GHashTable *ports;     /* alias of a NIC -> name of its tap */
    GPtrArray *names;      /* for a QEMU that runs: the names of its descriptors (char *); NULL: it inherits them */
};

static void own_descriptor(struct assembly *assembly, int fd)
{
    g_array_append_val(assembly->descriptors, fd);
    if (assembly->plan)
        plan_add_descriptor(assembly->plan, fd);
}

/* What stands for the descriptors on the command line: their numbers, or the names they will have (QEMU: a name
 * may not begin with a digit). */
static void give_descriptors(struct gathering *gathering, const struct resource_need *need, const int *fds)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (unsigned i = 0; i < need->n_fds; i++)
        own_descriptor(gathering->assembly, fds[i]);
    if (!gathering->names) {
        resources_set_fds(gathering->resources, need->key, fds, need->n_fds);
        return;
    }
    for (unsigned i = 0; i < need->n_fds; i++) {
        char *name = g_strdelimit(g_strdup_printf("%s-%u", need->key, i), ":", '-');

        g_string_append_printf(text, "%s%s", i > 0 ? ":" : "", name);
        g_ptr_array_add(gathering->names, name);
    }
    resources_set_text(gathering->resources, need->key, text->str);
}

static const struct iface *find_nic(const struct domain *domain, const char *alias)
{
    for (unsigned i = 0; i < domain->devices->interfaces->len; i++) {
        const struct iface *nic = domain->devices->interfaces->pdata[i];

        if (g_strcmp0(nic->info.alias, alias) == 0)
            return nic;
    }
    return NULL;
}

/* ---- what a command line needs of the host ---- */

static bool open_qmp(struct gathering *gathering, GError **error)
{
    int fd = launch_listen(gathering->state, error);

    if (fd < 0)
        return false;
    own_descriptor(gathering->assembly, fd);
    resources_set_fds(gathering->resources, "qmp", &fd, 1);
    return true;
}

static bool connect_tap(const struct iface *nic, const char *port, GError **error)
{
    g_autoptr(netlink_t) netlink = netlink_open(error);

    if (!netlink)
        return false;
    if (nic->mtu.given && !netlink_link_set_mtu(netlink, port, (unsigned)nic->mtu.value, error))
        return false;
    if (nic->type == IFACE_BRIDGE && !netlink_bridge_add_port(netlink, nic->source.bridge, port, error))
        return false;
    return nic->link == LINK_DOWN || netlink_link_set_up(netlink, port, true, error);
}

static bool open_tap(struct gathering *gathering, const struct resource_need *need, const char *alias, GError **error)
{
    const struct iface *nic = find_nic(gathering->domain, alias);
    g_autofree int *fds = g_new(int, need->n_fds);
    char *port = NULL;

    if (!nic || (nic->type != IFACE_BRIDGE && nic->type != IFACE_ETHERNET))
        return fail(error, TANDEM_ERROR_UNSUPPORTED, "the NIC '%s' (line %u): tandem cannot make its tap yet", alias,
                    need->where.line);
    if (nic->port_isolated == YES)
        return fail(error, TANDEM_ERROR_UNSUPPORTED, "the NIC '%s' (line %u): tandem cannot isolate its port yet",
                    alias, need->where.line);
    if (!tap_open(nic->target_dev, need->n_fds, iface_is_virtio(nic), fds, &port, error)) {
        g_prefix_error(error, "the tap of the NIC '%s' (line %u): ", alias, need->where.line);
        return false;
    }
    g_hash_table_replace(gathering->ports, g_strdup(alias), port);
    give_descriptors(gathering, need, fds);
    if (!connect_tap(nic, port, error)) {
        g_prefix_error(error, "the tap '%s' of the NIC '%s' (line %u): ", port, alias, need->where.line);
        return false;
    }
    return true;
}

/* The kernel moves the packets of a NIC where it can; a document that asks for that is not given less. */
static bool open_vhost(struct gathering *gathering, const struct resource_need *need, const char *alias, GError **error)
{
    const struct iface *nic = find_nic(gathering->domain, alias);
    g_autofree int *fds = g_new(int, need->n_fds);
    g_autoptr(GError) problem = NULL;

    if (!nic) /* another kind of device, whose QEMU opens it */
        return true;
    if (vhost_open(VHOST_NET_DEVICE, need->n_fds, fds, &problem)) {
        give_descriptors(gathering, need, fds);
        return true;
    }
    if (nic->driver == IFACE_DRIVER_VHOST)
        return fail(
            error, TANDEM_ERROR_HOST,
            "the NIC '%s' (line %u) has <driver name='vhost'>: %s; load the module (modprobe vhost_net), or leave "
            "the name out",
            alias, need->where.line, problem->message);
    complain(gathering->report, SEVERITY_WARNING, "host.vhost", need->where,
             "load the module (modprobe vhost_net); <driver name='qemu'/> says that QEMU is to do it",
             "QEMU itself moves the packets of the NIC '%s', which is slower: %s", alias, problem->message);
    resources_set_text(gathering->resources, need->key, RESOURCE_NONE);
    return true;
}

static bool open_need(struct gathering *gathering, const struct resource_need *need, GError **error)
{
    if (strcmp(need->key, "qmp") == 0)
        return open_qmp(gathering, error);
    if (strcmp(need->key, "rundir") == 0) {
        g_autofree char *directory = state_path(gathering->state, NULL);

        resources_set_text(gathering->resources, "rundir", directory);
        return true;
    }
    if (g_str_has_prefix(need->key, "tap:"))
        return open_tap(gathering, need, need->key + strlen("tap:"), error);
    if (g_str_has_prefix(need->key, "vhost:"))
        return open_vhost(gathering, need, need->key + strlen("vhost:"), error);
    if (strcmp(need->key, "rtc") == 0) {
        g_autofree char *start = clock_start(gathering->domain->clock, g_get_real_time() / G_USEC_PER_SEC);

        resources_set_text(gathering->resources, "rtc", start);
        return true;
    }
    if (strcmp(need->key, "spice-open") == 0) {
        resources_set_text(gathering->resources, "spice-open", "yes");
        return true;
    }
    if (need->optional)
        return true;
    return fail(error, TANDEM_ERROR_UNSUPPORTED, "line %u: QEMU needs %s of the host, which tandem cannot give it yet",
                need->where.line, need->key);
}

/* Builds the command line twice: first to hear what it needs. */
static bool build_command_line(struct gathering *gathering, const struct profile *profile, GPtrArray *argv,
                               struct report *report, GError **error)
{
    g_autoptr(GPtrArray) draft = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) needs = g_ptr_array_new_with_free_func((GDestroyNotify)resource_need_free);

    unsupported_check(gathering->domain, true, report);
    if (report_failures(report) > 0 ||
        !argv_build(gathering->domain, profile, gathering->resources, draft, needs, report))
        return false;
    for (unsigned i = 0; i < needs->len; i++)
        if (!open_need(gathering, needs->pdata[i], error))
            return false;
    return argv_build(gathering->domain, profile, gathering->resources, argv, NULL, report);
}

/* ---- the plan ---- */

static enum plan_on plan_on_event(enum on_event on, enum plan_on otherwise)
{
    switch (on) {
    case ON_EVENT_DESTROY:
    case ON_EVENT_COREDUMP_DESTROY:
        return PLAN_ON_DESTROY;
    case ON_EVENT_RESTART:
    case ON_EVENT_RENAME_RESTART:
    case ON_EVENT_COREDUMP_RESTART:
        return PLAN_ON_RESTART;
    case ON_EVENT_PRESERVE:
        return PLAN_ON_PRESERVE;
    case ON_EVENT_ABSENT:
    case ON_EVENT_COUNT:
        break;
    }
    return otherwise;
}

/* The JSON of the -device with this id, as it stands in the command line; NULL if there is none. */
static struct json_object *find_device(const GPtrArray *argv, const char *id)
{
    for (unsigned i = 0; i + 1 < argv->len; i++) {
        const char *text = argv->pdata[i + 1];
        struct json_object *device;

        if (strcmp(argv->pdata[i], "-device") != 0)
            continue;
        device = json_parse(text, strlen(text), 8, NULL);
        if (device && g_strcmp0(json_peek_string(device, "id"), id) == 0)
            return device;
        json_object_put(device);
    }
    return NULL;
}

static void describe_nic(const struct gathering *gathering, const char *alias, struct plan_nic *nic)
{
    const struct iface *iface = find_nic(gathering->domain, alias);

    nic->id = g_strdup(alias);
    nic->port = g_strdup(g_hash_table_lookup(gathering->ports, alias));
    nic->bridge = nic->port && iface ? g_strdup(iface->source.bridge) : NULL;
}

/* Where the transient NIC comes from, for people: the host's PCI address or the emulated model. */
static char *host_device_of(struct json_object *device)
{
    const char *host = json_peek_string(device, "host");

    return g_strdup(host ? host : json_peek_string(device, "driver"));
}

/* A pair is a -device that names its persistent NIC: however the document said it, that is what QEMU does. */
static void describe_pairs(const struct gathering *gathering, const GPtrArray *argv)
{
    for (unsigned i = 0; i + 1 < argv->len; i++) {
        const char *text = argv->pdata[i + 1], *persistent_id;
        g_autoptr(json_object) device = NULL, persistent = NULL;
        struct plan_pair *pair;

        if (strcmp(argv->pdata[i], "-device") != 0 || !(device = json_parse(text, strlen(text), 8, NULL)))
            continue;
        persistent_id = json_peek_string(device, "failover_pair_id");
        if (!persistent_id || !(persistent = find_device(argv, persistent_id)))
            continue;
        pair = plan_add_pair(gathering->assembly->plan);
        pair->mac = g_strdup(json_peek_string(persistent, "mac"));
        describe_nic(gathering, persistent_id, &pair->persistent);
        describe_nic(gathering, json_peek_string(device, "id"), &pair->transient);
        pair->device = json_object_get(device);
        pair->host_device = host_device_of(device);
    }
}

static void complete_plan(const struct gathering *gathering, const struct assemble_options *options, GPtrArray *argv)
{
    struct plan *plan = gathering->assembly->plan;
    const struct domain *domain = gathering->domain;

    if (options->incoming) {
        g_ptr_array_add(argv, g_strdup("-incoming"));
        g_ptr_array_add(argv, g_strdup("defer"));
    }
    describe_pairs(gathering, argv);
    g_ptr_array_unref(plan->steps);
    plan->steps = start_steps(domain, options->incoming);
    plan->incoming = options->incoming;
    plan->foreground = options->foreground;
    plan->on_poweroff = plan_on_event(domain->on_poweroff, PLAN_ON_DESTROY);
    plan->on_reboot = plan_on_event(domain->on_reboot, PLAN_ON_RESTART);
    plan->on_crash = plan_on_event(domain->on_crash, PLAN_ON_DESTROY);
    if (options->stop_seconds)
        plan->stop_seconds = options->stop_seconds;
    g_ptr_array_add(argv, NULL);
    g_strfreev(plan->argv); /* plan_new makes an empty list */
    plan->argv = (char **)g_ptr_array_steal(argv, NULL);
}

bool assemble(struct assembly *assembly, const struct domain *domain, const struct profile *profile,
              const struct state *state, const struct assemble_options *options, struct report *report, GError **error)
{
    g_autoptr(resources_t) resources = resources_new();
    g_autoptr(GHashTable) ports = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    struct gathering gathering = {.assembly = assembly,
                                  .domain = domain,
                                  .state = state,
                                  .resources = resources,
                                  .report = report,
                                  .ports = ports};

    assembly->plan = plan_new(domain->name, domain->uuid);
    assembly->descriptors = g_array_new(FALSE, FALSE, sizeof(int));
    if (!nvram_ensure(domain, error) || !build_command_line(&gathering, profile, argv, report, error))
        return false;
    complete_plan(&gathering, options, argv);
    return true;
}

bool assemble_needs(struct assembly *assembly, const struct domain *domain, const struct state *state,
                    const GPtrArray *needs, struct resources *resources, struct report *report, GError **error)
{
    struct gathering gathering = {.assembly = assembly,
                                  .domain = domain,
                                  .state = state,
                                  .resources = resources,
                                  .report = report,
                                  .ports = assembly->ports,
                                  .names = assembly->names};

    for (unsigned i = 0; i < needs->len; i++)
        if (!open_need(&gathering, needs->pdata[i], error))
            return false;
    return true;
}

void assembly_begin(struct assembly *assembly)
{
    assembly->descriptors = g_array_new(FALSE, FALSE, sizeof(int));
    assembly->names = g_ptr_array_new_with_free_func(g_free);
    assembly->ports = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

void assembly_clear(struct assembly *assembly)
{
    g_clear_pointer(&assembly->names, g_ptr_array_unref);
    g_clear_pointer(&assembly->ports, g_hash_table_unref);
    for (unsigned i = 0; assembly->descriptors && i < assembly->descriptors->len; i++)
        close(g_array_index(assembly->descriptors, int, i));
    g_clear_pointer(&assembly->descriptors, g_array_unref);
    g_clear_pointer(&assembly->plan, plan_free);
}
