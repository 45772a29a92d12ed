#include "domain/rule_parts.h"

#include <arpa/inet.h>
#include <string.h>

/* "the <interface> with the MAC …", newly made. */
static char *name_of(const struct iface *nic)
{
    if (nic->info.alias)
        return g_strdup_printf("<interface> '%s'", nic->info.alias);
    if (nic->mac)
        return g_strdup_printf("<interface> with the MAC %s", nic->mac);
    return g_strdup_printf("<interface type='%s'>", enum_name(&iface_type_names, nic->type));
}

/* Types whose host's end is a tap. */
#define TAPS (BIT(IFACE_NETWORK) | BIT(IFACE_BRIDGE) | BIT(IFACE_ETHERNET))

struct iface_ability {
    const char *what;
    bool given;
    uint64_t types;
};

static void complain_abilities(const struct iface *nic, const struct iface_ability *abilities, unsigned n,
                               const struct rule *rule, struct report *report)
{
    g_autofree char *name = name_of(nic);

    for (unsigned i = 0; i < n; i++) {
        g_autofree char *types = rule_names(&iface_type_names, abilities[i].types);

        if (abilities[i].given && !(abilities[i].types & BIT(nic->type)))
            rule_error(rule, report, nic->info.where, "remove it", "%s has %s and type='%s', expected %s", name,
                       abilities[i].what, enum_name(&iface_type_names, nic->type), types);
    }
}

static void ability(const struct domain *domain, const void *device, const struct rule *rule,
                    const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    const bool built = options->purpose != PURPOSE_FORMAT; /* libvirt writes these down wherever they stand */
    const struct iface_ability abilities[] = {
        {"'tap' in <backend>", built && nic->backend_tap, TAPS | BIT(IFACE_DIRECT) | BIT(IFACE_INTERNAL)},
        {"'vhost' in <backend>", built && nic->backend_vhost, TAPS | BIT(IFACE_DIRECT) | BIT(IFACE_INTERNAL)},
        {"<downscript>", nic->downscript != NULL, BIT(IFACE_ETHERNET)},
        {"<script>", nic->script != NULL, BIT(IFACE_ETHERNET) | BIT(IFACE_BRIDGE)},
        {"'managed' in <target>", nic->target_managed != 0, BIT(IFACE_ETHERNET)},
        {"<coalesce>", nic->coalesce_rx_frames.given, TAPS | BIT(IFACE_DIRECT)},
        {"<port isolated=…>", nic->port_isolated != 0, BIT(IFACE_NETWORK) | BIT(IFACE_BRIDGE)},
        {"<portForward>", nic->port_forwards->len > 0, BIT(IFACE_USER) | BIT(IFACE_VHOSTUSER)},
        {"<backend type='passt'>", nic->backend == IFACE_BACKEND_PASST, BIT(IFACE_USER) | BIT(IFACE_VHOSTUSER)},
    };

    complain_abilities(nic, abilities, G_N_ELEMENTS(abilities), rule, report);
}

static void passt(const struct domain *domain, const void *device, const struct rule *rule,
                  const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    g_autofree char *name = name_of(nic);
    const struct {
        const char *what;
        bool given;
    } parts[] = {
        {"<portForward>", nic->port_forwards->len > 0},
        {"'logFile' in <backend>", nic->backend_log != NULL},
        {"'hostname' in <backend>", nic->backend_hostname != NULL},
        {"'fqdn' in <backend>", nic->backend_fqdn != NULL},
        {"'dev' in <source>", nic->source.dev != NULL},
    };

    if ((nic->type != IFACE_USER && nic->type != IFACE_VHOSTUSER) || nic->backend == IFACE_BACKEND_PASST)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].given)
            rule_error(rule, report, nic->info.where, "add <backend type='passt'/>",
                       "%s has %s, which only passt can do", name, parts[i].what);
}

/* ---- MAC and model ---- */

static void mac(const struct domain *domain, const void *device, const struct rule *rule,
                const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    unsigned first = nic->mac ? (unsigned)g_ascii_strtoull(nic->mac, NULL, 16) : 0;

    if (first & 1)
        rule_error(rule, report, nic->info.where, "use one that begins with 52:54:00",
                   "<interface> has the MAC %s, which is for groups, expected one for a single NIC", nic->mac);
}

static void virtio_only(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    g_autofree char *name = name_of(nic);

    if (!nic->model || iface_is_virtio(nic))
        return;
    rule_no_virtio_options(rule, report, nic->info.where, &nic->virtio, name);
    if (nic->type == IFACE_VHOSTUSER || nic->type == IFACE_VDPA)
        rule_error(rule, report, nic->info.where, "use <model type='virtio'/>",
                   "%s has type='%s' and the model '%s', expected virtio", name,
                   enum_name(&iface_type_names, nic->type), nic->model);
}

static bool is_power_of_two(uint64_t value)
{
    return value && (value & (value - 1)) == 0;
}

static void queues(const struct domain *domain, const void *device, const struct rule *rule,
                   const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    g_autofree char *name = name_of(nic);
    const struct {
        const char *what;
        struct number size;
        uint64_t most;
    } sizes[] = {
        {"rx_queue_size", nic->rx_queue_size, 1024},
        {"tx_queue_size", nic->tx_queue_size, 1024},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++)
        if (sizes[i].size.given && !is_power_of_two(sizes[i].size.value))
            rule_error(rule, report, nic->info.where, NULL,
                       "%s has %s='%" G_GUINT64_FORMAT "', expected a power of two", name, sizes[i].what,
                       sizes[i].size.value);
}

/* ---- what type needs what ---- */

static void vhostuser(const struct domain *domain, const void *device, const struct rule *rule,
                      const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    g_autofree char *name = name_of(nic);

    if (nic->type != IFACE_VHOSTUSER)
        return;
    if (!rule_memory_is_shared(domain))
        rule_error(rule, report, nic->info.where, "add <memoryBacking><access mode='shared'/></memoryBacking>",
                   "%s has type='vhostuser', which needs memory that another program can map", name);
    if (nic->backend == IFACE_BACKEND_PASST)
        return;
    if (!nic->source.socket_path)
        rule_error(rule, report, nic->info.where, "add <source type='unix' path='…' mode='client'/>",
                   "%s has type='vhostuser', but no socket in <source>", name);
    else if (!nic->source.socket_mode)
        rule_error(rule, report, nic->source.where, "add mode='client', or 'server'",
                   "<source> of %s says neither mode='client' nor 'server'", name);
    if (nic->source.reconnect && nic->source.socket_mode == SOCKET_SERVER)
        rule_error(rule, report, nic->source.where, "remove <reconnect>",
                   "<source> of %s has <reconnect> and mode='server'; only a client connects again", name);
}

static void source_address(const struct domain *domain, const void *device, const struct rule *rule,
                           const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    const struct host_nic_address *address = nic->source.host_address;
    bool whole;

    if (nic->type != IFACE_HOSTDEV || !address)
        return;
    whole = address->type == HOST_NIC_PCI ? address->bus.given && address->slot.given
                                          : address->bus.given && address->device.given;
    if (!whole)
        rule_error(rule, report, address->where, NULL, "<address> of the assigned NIC lacks %s",
                   address->type == HOST_NIC_PCI ? "'bus' or 'slot'" : "'bus' or 'device'");
}

static void hostdev_driver(const struct domain *domain, const void *device, const struct rule *rule,
                           const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    bool assigned = nic->type == IFACE_HOSTDEV;
    enum iface_driver driver = nic->driver;
    g_autofree char *name = name_of(nic);

    if (assigned && (driver == IFACE_DRIVER_KVM || driver == IFACE_DRIVER_XEN))
        rule_error(rule, report, nic->info.where, "use name='vfio', or remove it",
                   "%s has name='%s' in <driver>, expected 'vfio': the others are no longer in the kernel", name,
                   enum_name(&iface_driver_names, driver));
    if (!assigned && nic->type != IFACE_NETWORK && driver > IFACE_DRIVER_VHOST)
        rule_error(rule, report, nic->info.where, "remove it",
                   "%s has name='%s' in <driver> and type='%s'; only an assigned NIC has such a driver", name,
                   enum_name(&iface_driver_names, driver), enum_name(&iface_type_names, nic->type));
}

/* ---- VLANs, bandwidth, ports of a switch ---- */

static void vlan(const struct domain *domain, const void *device, const struct rule *rule,
                 const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    const GPtrArray *tags = nic->vlan ? nic->vlan->tags : NULL;
    unsigned native = 0;

    if (!tags)
        return;
    if (tags->len > 1 && nic->vlan->trunk == NO)
        rule_error(rule, report, nic->vlan->where, "use trunk='yes'", "<vlan> has trunk='no' and %u tags, expected one",
                   tags->len);
    for (unsigned i = 0; i < tags->len; i++) {
        const struct vlan_tag *tag = tags->pdata[i];

        if (!tag->native_mode)
            continue;
        if (nic->vlan->trunk == NO)
            rule_error(rule, report, tag->where, "use trunk='yes'",
                       "<tag> has 'nativeMode' and <vlan> trunk='no'; only a trunk has a native VLAN");
        if (++native > 1)
            rule_error(rule, report, tag->where, "keep one of them", "two tags of <vlan> have 'nativeMode'");
    }
}

static void bandwidth(const struct domain *domain, const void *device, const struct rule *rule,
                      const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    const struct bandwidth_rate *in = nic->bandwidth ? nic->bandwidth->inbound : NULL;
    const struct bandwidth_rate *out = nic->bandwidth ? nic->bandwidth->outbound : NULL;

    if (in && !in->average.given && !in->floor.given)
        rule_error(rule, report, in->where, "add average='…'", "<inbound> has neither 'average' nor 'floor'");
    if (in && in->floor.given && nic->type != IFACE_NETWORK)
        rule_error(rule, report, in->where, "remove it",
                   "<inbound> has 'floor' and the NIC type='%s', expected network: a network keeps the sum",
                   enum_name(&iface_type_names, nic->type));
    if (out && !out->average.given)
        rule_error(rule, report, out->where, "add average='…'", "<outbound> has no 'average'");
    if (out && out->floor.given)
        rule_error(rule, report, out->where, "remove it", "<outbound> has 'floor', which only <inbound> has");
}

static void virtualport(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct virtualport *port = ((const struct iface *)device)->virtualport;

    if (!port || !port->type)
        return;
    const struct {
        const char *name;
        bool given;
        uint64_t types;
    } parts[] = {
        {"managerid", port->managerid.given, BIT(VIRTUALPORT_8021QBG)},
        {"typeid", port->typeid.given, BIT(VIRTUALPORT_8021QBG)},
        {"typeidversion", port->typeidversion.given, BIT(VIRTUALPORT_8021QBG)},
        {"instanceid", port->instanceid != NULL, BIT(VIRTUALPORT_8021QBG)},
        {"interfaceid", port->interfaceid != NULL, BIT(VIRTUALPORT_OPENVSWITCH) | BIT(VIRTUALPORT_MIDONET)},
        {"profileid", port->profileid != NULL, BIT(VIRTUALPORT_8021QBH) | BIT(VIRTUALPORT_OPENVSWITCH)},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *types = rule_names(&virtualport_type_names, parts[i].types);

        if (parts[i].given && !(parts[i].types & BIT(port->type)))
            rule_error(rule, report, port->where, "remove it", "<virtualport> has '%s' and type='%s', expected %s",
                       parts[i].name, enum_name(&virtualport_type_names, port->type), types);
    }
    if (port->type == VIRTUALPORT_MIDONET && !port->interfaceid)
        rule_error(rule, report, port->where, "add <parameters interfaceid='…'/>",
                   "<virtualport type='midonet'> has no 'interfaceid'");
    if (port->type == VIRTUALPORT_8021QBH && !port->profileid)
        rule_error(rule, report, port->where, "add <parameters profileid='…'/>",
                   "<virtualport type='802.1Qbh'> has no 'profileid'");
}

/* ---- addresses ---- */

/* The family of an address in its usual notation; absent if it is none. */
static enum ip_family family_of(const char *text)
{
    struct in6_addr bytes;

    if (text && inet_pton(AF_INET, text, &bytes) == 1)
        return IPV4;
    return text && inet_pton(AF_INET6, text, &bytes) == 1 ? IPV6 : IP_FAMILY_ABSENT;
}

static void check_ip(const struct nic_ip *ip, const struct rule *rule, struct report *report)
{
    enum ip_family family = family_of(ip->address);

    if (!family)
        rule_error(rule, report, ip->where, NULL, "<ip> has address='%s', which is no IP address", ip->address);
    else if (ip->family && ip->family != family)
        rule_error(rule, report, ip->where, NULL, "<ip> has family='%s' and address='%s'",
                   enum_name(&ip_family_names, ip->family), ip->address);
    else if (family == IPV4 && ip->prefix.value > 32)
        rule_error(rule, report, ip->where, NULL,
                   "<ip> has prefix='%" G_GUINT64_FORMAT "', expected at most 32 for IPv4", ip->prefix.value);
}

static void check_route(const struct route *route, const struct rule *rule, struct report *report)
{
    if (route->netmask && route->prefix.given)
        rule_error(rule, report, route->where, "keep one of them", "<route> has 'netmask' and 'prefix'");
    if (route->netmask && route->family == IPV6)
        rule_error(rule, report, route->where, "use prefix='…'", "<route> has family='ipv6' and 'netmask'");
}

static void ip(const struct domain *domain, const void *device, const struct rule *rule,
               const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    const GPtrArray *ips[] = {nic->ips, nic->source.ips}, *routes[] = {nic->routes, nic->source.routes};

    for (unsigned side = 0; side < 2; side++) {
        for (unsigned i = 0; i < ips[side]->len; i++)
            check_ip(ips[side]->pdata[i], rule, report);
        for (unsigned i = 0; i < routes[side]->len; i++)
            check_route(routes[side]->pdata[i], rule, report);
    }
}

static void check_range(const struct port_range *range, const struct rule *rule, struct report *report)
{
    if (range->end.given && range->end.value < range->start.value)
        rule_error(rule, report, range->where, NULL,
                   "<range> goes from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ", expected the lower number first",
                   range->start.value, range->end.value);
    if (range->exclude == YES && range->to.given)
        rule_error(rule, report, range->where, "remove 'to'",
                   "<range> has exclude='yes' and 'to', but what is left out goes nowhere");
    if (range->to.given && range->to.value + (range->end.given ? range->end.value - range->start.value : 0) > 65535)
        rule_error(rule, report, range->where, NULL, "<range> reaches beyond port 65535 of the guest");
}

static void port_forward(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;

    for (unsigned i = 0; i < nic->port_forwards->len; i++) {
        const struct port_forward *forward = nic->port_forwards->pdata[i];

        for (unsigned j = 0; j < forward->ranges->len; j++)
            check_range(forward->ranges->pdata[j], rule, report);
    }
}

const struct rule iface_rules[] = {
    {"interface.ability", .kind = DEVICE_INTERFACE, .check_device = ability},
    {"interface.passt", .kind = DEVICE_INTERFACE, .check_device = passt},
    {"interface.mac", .kind = DEVICE_INTERFACE, .check_device = mac},
    {"interface.virtio-only", .kind = DEVICE_INTERFACE, .check_device = virtio_only},
    {"interface.queues", .kind = DEVICE_INTERFACE, .check_device = queues},
    {"interface.vhostuser", .kind = DEVICE_INTERFACE, .check_device = vhostuser},
    {"interface.source-address", .kind = DEVICE_INTERFACE, .check_device = source_address},
    {"interface.driver", .kind = DEVICE_INTERFACE, .check_device = hostdev_driver},
    {"interface.vlan", .kind = DEVICE_INTERFACE, .check_device = vlan},
    {"interface.bandwidth", .kind = DEVICE_INTERFACE, .check_device = bandwidth},
    {"interface.virtualport", .kind = DEVICE_INTERFACE, .check_device = virtualport},
    {"interface.ip", .kind = DEVICE_INTERFACE, .check_device = ip},
    {"interface.port-forward", .kind = DEVICE_INTERFACE, .check_device = port_forward},
    {NULL},
};
