#include "qemu/networks.h"

#include "domain/devices.h"
#include "xml/own.h"

#include <string.h>

struct networks {
    GPtrArray *list; /* struct network * */
};

/* ---- reading ---- */

void networks_free(struct networks *networks)
{
    if (!networks)
        return;
    g_ptr_array_unref(networks->list);
    g_free(networks);
}

const struct network *networks_find(const struct networks *networks, const char *name)
{
    for (unsigned i = 0; networks && name && i < networks->list->len; i++) {
        const struct network *network = networks->list->pdata[i];

        if (g_strcmp0(network->name, name) == 0)
            return network;
    }
    return NULL;
}

static bool read_file(struct networks *networks, const char *path, GError **error)
{
    g_autoptr(report_t) report = report_new(path);
    g_autoptr(network_t) network = NULL;
    g_autofree char *text = NULL, *complaints = NULL;
    size_t length;

    if (!g_file_get_contents(path, &text, &length, error))
        return false;
    network = network_read(text, length, report);
    if (report_failures(report) > 0 || !network) {
        complaints = report_text(report);
        g_strchomp(complaints);
        return fail(error, TANDEM_ERROR_INPUT, "a network document is wrong:\n%s", complaints);
    }
    if (!networks_find(networks, network->name))
        g_ptr_array_add(networks->list, g_steal_pointer(&network));
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The files in the order of their names, so that two networks of one name are the same one every time. */
static GPtrArray *list_files(const char *directory)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (g_str_has_suffix(name, ".xml"))
            g_ptr_array_add(paths, g_build_filename(directory, name, NULL));
    }
    g_ptr_array_sort(paths, compare_paths);
    return paths;
}

struct networks *networks_read(const char *const *directories, GError **error)
{
    g_autoptr(networks_t) networks = g_new0(struct networks, 1);

    networks->list = g_ptr_array_new_with_free_func((GDestroyNotify)network_free);
    for (; *directories; directories++) {
        g_autoptr(GPtrArray) paths = list_files(*directories);

        for (unsigned i = 0; i < paths->len; i++) {
            if (!read_file(networks, paths->pdata[i], error))
                return NULL;
        }
    }
    return g_steal_pointer(&networks);
}

char **networks_directories(void)
{
    char **directories = g_new0(char *, 3);

    directories[0] = g_build_filename(g_get_user_config_dir(), "tandem", "networks", NULL);
    directories[1] = g_strdup("/etc/tandem/networks");
    return directories;
}

/* ---- resolving ---- */

bool networks_are_wanted(const struct domain *domain)
{
    const GPtrArray *nics = domain->devices ? domain->devices->interfaces : NULL;

    for (unsigned i = 0; nics && i < nics->len; i++) {
        if (((const struct iface *)nics->pdata[i])->type == IFACE_NETWORK)
            return true;
    }
    return false;
}

/* What the NIC does not say itself it has from the port group, else from the network. */
static void inherit(struct iface *nic, const struct network *network, const struct portgroup *group)
{
    const struct vlan *vlan = group && group->vlan ? group->vlan : network->vlan;
    const struct virtualport *port = group && group->virtualport ? group->virtualport : network->virtualport;
    const struct bandwidth *bandwidth = group ? group->bandwidth : NULL;

    if (!nic->vlan && vlan)
        nic->vlan = element_copy(&vlan_element, vlan);
    if (!nic->virtualport && port)
        nic->virtualport = element_copy(&virtualport_element, port);
    if (!nic->bandwidth && bandwidth)
        nic->bandwidth = element_copy(&bandwidth_element, bandwidth);
    if (!nic->mtu.given)
        nic->mtu = network->mtu;
    if (!nic->port_isolated)
        nic->port_isolated = network->port_isolated;
    if (!nic->trust_guest_rx_filters)
        nic->trust_guest_rx_filters =
            group && group->trust_guest_rx_filters ? group->trust_guest_rx_filters : network->trust_guest_rx_filters;
    if (!nic->source.mac_table_manager)
        nic->source.mac_table_manager = network->mac_table_manager;
}

static void become_bridge(struct iface *nic, const struct network *network, struct report *report)
{
    if (!network->bridge) {
        complain(report, SEVERITY_ERROR, "network.no-bridge", nic->info.where, "add <bridge name='…'/> to the network",
                 "network '%s' does not say which bridge it is", network->name);
        return;
    }
    nic->type = IFACE_BRIDGE;
    g_free(nic->source.bridge);
    nic->source.bridge = g_strdup(network->bridge);
}

static void become_direct(struct iface *nic, const struct network *network, enum macvtap_mode mode,
                          struct report *report)
{
    const struct forward *forward = network->forward;
    const char *dev = forward->dev;

    if (!dev && forward->devices->len > 0)
        dev = ((const struct forward_device *)forward->devices->pdata[0])->dev;
    if (!dev) {
        complain(report, SEVERITY_ERROR, "network.no-device", nic->info.where,
                 "add <interface dev='…'/> to the network's <forward>", "network '%s' has no device for macvtap",
                 network->name);
        return;
    }
    nic->type = IFACE_DIRECT;
    g_free(nic->source.dev);
    nic->source.dev = g_strdup(dev);
    nic->source.macvtap_mode = mode;
}

static void become_assigned(struct iface *nic, const struct network *network)
{
    nic->type = IFACE_HOSTDEV;
    nic->managed = network->forward->managed;
    nic->driver = IFACE_DRIVER_VFIO;
    if (!nic->driver_model)
        nic->driver_model = g_strdup(network->forward->driver_model);
}

static void become(struct iface *nic, const struct network *network, struct report *report)
{
    switch (network->forward ? network->forward->mode : FORWARD_NAT) {
    case FORWARD_HOSTDEV:
        become_assigned(nic, network);
        break;
    case FORWARD_PRIVATE:
        become_direct(nic, network, MACVTAP_PRIVATE, report);
        break;
    case FORWARD_VEPA:
        become_direct(nic, network, MACVTAP_VEPA, report);
        break;
    case FORWARD_PASSTHROUGH:
        become_direct(nic, network, MACVTAP_PASSTHROUGH, report);
        break;
    case FORWARD_BRIDGE:
        if (network->bridge)
            become_bridge(nic, network, report);
        else
            become_direct(nic, network, MACVTAP_BRIDGE, report);
        break;
    default:
        become_bridge(nic, network, report);
    }
}

/* Only an assigned NIC can be the fast half of a pair. */
static void check_pair(const struct iface *nic, const struct network *network, struct report *report)
{
    if (nic->teaming && nic->teaming->type == TEAMING_TRANSIENT && nic->type != IFACE_HOSTDEV)
        complain(report, SEVERITY_ERROR, "team.transient-network", nic->info.where,
                 "name a network with <forward mode='hostdev'>",
                 "network '%s' gives the transient NIC no device of its own", network->name);
}

static void resolve(const struct networks *networks, struct iface *nic, bool must, struct report *report)
{
    const struct network *network = networks_find(networks, nic->source.network);
    const struct portgroup *group;

    if (!network && !must && nic->teaming && nic->teaming->type == TEAMING_TRANSIENT) {
        complain(report, SEVERITY_WARNING, "network.unknown", nic->info.where,
                 "put its document into the directory that --networks names",
                 "network '%s' is not known here; it is taken for a pool of VFs", nic->source.network);
        nic->type = IFACE_HOSTDEV;
        return;
    }
    if (!network) {
        complain(report, must ? SEVERITY_ERROR : SEVERITY_WARNING, "network.unknown", nic->info.where,
                 "put its document into the directory that --networks names", "network '%s' is not known here%s",
                 nic->source.network ? nic->source.network : "", must ? "" : "; it is taken for a bridge");
        return;
    }
    group = network_portgroup(network, nic->source.portgroup);
    if (!group && nic->source.portgroup) {
        complain(report, SEVERITY_ERROR, "network.portgroup", nic->info.where, NULL,
                 "network '%s' has no port group '%s'", network->name, nic->source.portgroup);
        return;
    }
    inherit(nic, network, group);
    become(nic, network, report);
    check_pair(nic, network, report);
}

void networks_resolve(const struct networks *networks, struct domain *domain, bool must, struct report *report)
{
    const GPtrArray *nics = domain->devices ? domain->devices->interfaces : NULL;

    for (unsigned i = 0; nics && i < nics->len; i++) {
        struct iface *nic = nics->pdata[i];

        if (nic->type == IFACE_NETWORK)
            resolve(networks, nic, must, report);
    }
}
