#include "domain/network.h"

#include "xml/own.h"
#include "xml/read.h"
#include "xml/write.h"

ENUM_NAMES(forward_mode, FORWARD_MODE_COUNT, [FORWARD_NAT] = "nat", [FORWARD_ROUTE] = "route", [FORWARD_OPEN] = "open",
           [FORWARD_BRIDGE] = "bridge", [FORWARD_PRIVATE] = "private", [FORWARD_VEPA] = "vepa",
           [FORWARD_PASSTHROUGH] = "passthrough", [FORWARD_HOSTDEV] = "hostdev");
ENUM_NAMES_PARTLY(forward_driver, FORWARD_DRIVER_COUNT,
                  BIT(FORWARD_KVM), [FORWARD_VFIO] = "vfio", [FORWARD_KVM] = "kvm");
ENUM_NAMES(forward_address_type, FORWARD_ADDRESS_TYPE_COUNT, [FORWARD_ADDRESS_PCI] = "pci");
ENUM_NAMES(lease_unit,
           LEASE_UNIT_COUNT, [LEASE_SECONDS] = "seconds", [LEASE_MINUTES] = "minutes", [LEASE_HOURS] = "hours");

/* ---- <forward> ---- */

static const struct field nat_address_fields[] = {
    ATTR(string, "start", struct nat, address_start, HOST_ONLY | REQUIRED, .doc = "The first address."),
    ATTR(string, "end", struct nat, address_end, HOST_ONLY | REQUIRED, .doc = "The last address."),
};
static ELEMENT(nat_address_element, "nat-address", struct nat, nat_address_fields,
               "The addresses that stand for the guests'.");

static const struct field nat_port_fields[] = {
    ATTR(uint, "start", struct nat, port_start, HOST_ONLY | REQUIRED, .min = 1, .max = 65535, .doc = "The first port."),
    ATTR(uint, "end", struct nat, port_end, HOST_ONLY | REQUIRED, .min = 1, .max = 65535, .doc = "The last port."),
};
static ELEMENT(nat_port_element, "nat-port", struct nat, nat_port_fields, "The ports that stand for the guests'.");

static const struct field nat_fields[] = {
    ATTR_ENUM("ipv6", struct nat, ipv6, yes_no, HOST_ONLY, .doc = "Whether IPv6 addresses are translated, too."),
    INLINE("address", nat_address, 0, .doc = "The addresses that stand for the guests'."),
    INLINE("port", nat_port, 0, .doc = "The ports that stand for the guests'."),
};
static ELEMENT(nat_element, "nat", struct nat, nat_fields, "How addresses are translated.");

static const struct field forward_driver_fields[] = {
    ATTR_ENUM("name", struct forward, driver, forward_driver, HOST_ONLY, .doc = "Who assigns the devices: VFIO."),
    ATTR(token, "model", struct forward, driver_model, HOST_ONLY, .doc = "The variant of the host's VFIO driver."),
};
static ELEMENT(forward_driver_element, "forward-driver", struct forward, forward_driver_fields,
               "How devices are assigned.");

static const struct field forward_pf_fields[] = {
    ATTR(token, "dev", struct forward, pf, HOST_ONLY | REQUIRED, .doc = "Name of the physical function's interface."),
};
static ELEMENT(forward_pf_element, "forward-pf", struct forward, forward_pf_fields,
               "All virtual functions of a physical function.");

static const struct field forward_device_fields[] = {
    ATTR(token, "dev", struct forward_device, dev, HOST_ONLY | REQUIRED, .doc = "Name of the host's interface."),
    ATTR(uint, "connections", struct forward_device, connections, HOST_ONLY | NOT_KEPT,
         .doc = "How many guests use it now; libvirt notes it."),
};
static ELEMENT(forward_device_element, "forward-interface", struct forward_device, forward_device_fields,
               "One interface of the pool.");

static const struct field forward_address_fields[] = {
    ATTR_ENUM("type", struct forward_address, type, forward_address_type, HOST_ONLY | REQUIRED,
              .doc = "The sort of address."),
    ATTR(hex, "domain", struct forward_address, pci.domain, HOST_ONLY, .digits = 4, .max = 0xffffffff,
         .doc = "The PCI domain."),
    ATTR(hex, "bus", struct forward_address, pci.bus, HOST_ONLY, .digits = 2, .max = 0xff, .doc = "The bus."),
    ATTR(hex, "slot", struct forward_address, pci.slot, HOST_ONLY, .digits = 2, .max = 0x1f, .doc = "The slot."),
    ATTR(hex, "function", struct forward_address, pci.function, HOST_ONLY, .digits = 1, .max = 7,
         .doc = "The function."),
    ATTR(uint, "connections", struct forward_address, connections, HOST_ONLY | NOT_KEPT,
         .doc = "How many guests use it now; libvirt notes it."),
};
static ELEMENT(forward_address_element, "forward-address", struct forward_address, forward_address_fields,
               "One PCI device of the pool.");

static const struct field forward_fields[] = {
    ATTR_ENUM("mode", struct forward, mode, forward_mode, HOST_ONLY,
              .doc = "How guests reach the world; 'nat' if not given.  'bridge' is a bridge of the host or macvtap, "
                     "'hostdev' a pool of devices that are assigned."),
    ATTR(token, "dev", struct forward, dev, HOST_ONLY, .doc = "The host's interface through which packets leave."),
    ATTR_ENUM("managed", struct forward, managed, yes_no, HOST_ONLY,
              .doc = "Whether a device is bound to VFIO when a guest takes it, and back when it gives it up."),
    INLINE("driver", forward_driver, 0, .doc = "How devices are assigned."),
    CHILD("nat", struct forward, nat, nat, 0, .doc = "How addresses are translated."),
    INLINE("pf", forward_pf, 0, .doc = "All virtual functions of a physical function."),
    LIST("interface", struct forward, devices, forward_device, 0, .doc = "One interface of the pool."),
    LIST("address", struct forward, addresses, forward_address, 0, .doc = "One PCI device of the pool."),
};
static ELEMENT(forward_element, "forward", struct forward, forward_fields, "How guests reach the world.");

/* ---- <bridge>, <portgroup> ---- */

static const struct field bridge_fields[] = {
    ATTR(string, "name", struct network, bridge, HOST_ONLY, .max = 15, .min = 1, .doc = "Name of the host's bridge."),
    ATTR(token, "zone", struct network, bridge_zone, HOST_ONLY, .doc = "The firewall zone it belongs to."),
    ATTR_ENUM("stp", struct network, bridge_stp, on_off, HOST_ONLY, .doc = "Whether it takes part in spanning trees."),
    ATTR(uint, "delay", struct network, bridge_delay, HOST_ONLY, .doc = "Its forwarding delay in seconds."),
    ATTR_ENUM("macTableManager", struct network, mac_table_manager, mac_table_manager, HOST_ONLY,
              .doc = "Who fills its forwarding table: the kernel by learning, or libvirt, which knows its guests."),
};
static ELEMENT(bridge_element, "bridge", struct network, bridge_fields, "The host's bridge.");

static const struct field portgroup_fields[] = {
    ATTR(string, "name", struct portgroup, name, HOST_ONLY | REQUIRED, .doc = "Name by which a NIC asks for it."),
    ATTR_ENUM("default", struct portgroup, is_default, yes_no, HOST_ONLY,
              .doc = "Whether it is for NICs that ask for none."),
    ATTR_ENUM("trustGuestRxFilters", struct portgroup, trust_guest_rx_filters, yes_no, HOST_ONLY,
              .doc = "Whether the guest may change its MAC and its filters."),
    CHILD("vlan", struct portgroup, vlan, vlan, 0, .doc = "VLANs of the port."),
    CHILD("virtualport", struct portgroup, virtualport, virtualport, 0, .doc = "What the switch is told of the port."),
    CHILD("bandwidth", struct portgroup, bandwidth, bandwidth, 0, .doc = "Bounds of the traffic of each guest."),
};
static ELEMENT(portgroup_element, "portgroup", struct portgroup, portgroup_fields, "A class of connections.");

/* ---- <dns> ---- */

static const struct field dns_forwarder_fields[] = {
    ATTR(string, "domain", struct dns_forwarder, domain, HOST_ONLY, .doc = "The domain whose names are asked there."),
    ATTR(string, "addr", struct dns_forwarder, addr, HOST_ONLY, .doc = "The server; the host's own if not given."),
};
static ELEMENT(dns_forwarder_element, "dns-forwarder", struct dns_forwarder, dns_forwarder_fields,
               "A DNS server for names that the network does not know.");

static const struct field dns_txt_fields[] = {
    ATTR(string, "name", struct dns_txt, name, HOST_ONLY | REQUIRED, .doc = "The name."),
    ATTR(string, "value", struct dns_txt, value, HOST_ONLY | EMPTY_OK, .doc = "The text."),
};
static ELEMENT(dns_txt_element, "dns-txt", struct dns_txt, dns_txt_fields, "A DNS TXT record.");

static const struct field dns_srv_fields[] = {
    ATTR(string, "service", struct dns_srv, service, HOST_ONLY | REQUIRED, .doc = "The service."),
    ATTR(string, "protocol", struct dns_srv, protocol, HOST_ONLY | REQUIRED, .doc = "Its protocol: tcp or udp."),
    ATTR(string, "domain", struct dns_srv, domain, HOST_ONLY, .doc = "The domain."),
    ATTR(string, "target", struct dns_srv, target, HOST_ONLY, .doc = "The host that serves."),
    ATTR(uint, "port", struct dns_srv, port, HOST_ONLY, .max = G_MAXUINT16, .doc = "The port."),
    ATTR(uint, "priority", struct dns_srv, priority, HOST_ONLY, .max = G_MAXUINT16, .doc = "The priority."),
    ATTR(uint, "weight", struct dns_srv, weight, HOST_ONLY, .max = G_MAXUINT16, .doc = "The weight."),
};
static ELEMENT(dns_srv_element, "dns-srv", struct dns_srv, dns_srv_fields, "A DNS SRV record.");

static const struct field dns_hostname_fields[] = {
    CONTENT(string, struct dns_hostname, name, HOST_ONLY | REQUIRED, .doc = "The name."),
};
static ELEMENT(dns_hostname_element, "dns-hostname", struct dns_hostname, dns_hostname_fields, "A host's name.");

static const struct field dns_host_fields[] = {
    ATTR(string, "ip", struct dns_host, ip, HOST_ONLY | REQUIRED, .doc = "The address."),
    LIST("hostname", struct dns_host, hostnames, dns_hostname, REQUIRED, .doc = "A name of this address."),
};
static ELEMENT(dns_host_element, "dns-host", struct dns_host, dns_host_fields, "An address and its names.");

static const struct field network_dns_fields[] = {
    ATTR_ENUM("enable", struct network_dns, enable, yes_no, HOST_ONLY, .doc = "Whether the network has a DNS server."),
    ATTR_ENUM("forwardPlainNames", struct network_dns, forward_plain_names, yes_no, HOST_ONLY,
              .doc = "Whether names without a dot are asked elsewhere, too."),
    LIST("forwarder", struct network_dns, forwarders, dns_forwarder, 0, .doc = "Who is asked for other names."),
    LIST("txt", struct network_dns, txts, dns_txt, 0, .doc = "A TXT record."),
    LIST("host", struct network_dns, hosts, dns_host, 0, .doc = "An address and its names."),
    LIST("srv", struct network_dns, srvs, dns_srv, 0, .doc = "An SRV record."),
};
static ELEMENT(network_dns_element, "network-dns", struct network_dns, network_dns_fields, "The network's DNS server.");

/* ---- <ip> ---- */

static const struct field dhcp_lease_fields[] = {
    ATTR(uint, "expiry", struct dhcp_lease, expiry, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "How long an address is lent; 0 for ever."),
    ATTR_ENUM("unit", struct dhcp_lease, unit, lease_unit, HOST_ONLY, .doc = "Unit of the time; minutes if not given."),
};
static ELEMENT(dhcp_lease_element, "dhcp-lease", struct dhcp_lease, dhcp_lease_fields, "How long an address is lent.");

static const struct field dhcp_range_fields[] = {
    ATTR(string, "start", struct dhcp_range, start, HOST_ONLY | REQUIRED, .doc = "The first address."),
    ATTR(string, "end", struct dhcp_range, end, HOST_ONLY | REQUIRED, .doc = "The last address."),
    CHILD("lease", struct dhcp_range, lease, dhcp_lease, 0, .doc = "How long an address is lent."),
};
static ELEMENT(dhcp_range_element, "dhcp-range", struct dhcp_range, dhcp_range_fields, "Addresses to be lent.");

static const struct field dhcp_host_fields[] = {
    ATTR(string, "id", struct dhcp_host, id, HOST_ONLY, .doc = "The host's DHCP id (IPv6)."),
    ATTR(mac, "mac", struct dhcp_host, mac, HOST_ONLY, .doc = "The host's MAC."),
    ATTR(string, "name", struct dhcp_host, name, HOST_ONLY, .doc = "The host's name."),
    ATTR(string, "ip", struct dhcp_host, ip, HOST_ONLY, .doc = "The address it gets."),
    CHILD("lease", struct dhcp_host, lease, dhcp_lease, 0, .doc = "How long the address is lent."),
};
static ELEMENT(dhcp_host_element, "dhcp-host", struct dhcp_host, dhcp_host_fields, "A host and its address.");

static const struct field bootp_fields[] = {
    ATTR(string, "file", struct dhcp, bootp_file, HOST_ONLY | REQUIRED, .doc = "The file to boot."),
    ATTR(string, "server", struct dhcp, bootp_server, HOST_ONLY, .doc = "The server that has it."),
};
static ELEMENT(bootp_element, "bootp", struct dhcp, bootp_fields, "What a guest boots from the network.");

static const struct field dhcp_fields[] = {
    LIST("range", struct dhcp, ranges, dhcp_range, 0, .doc = "Addresses to be lent."),
    LIST("host", struct dhcp, hosts, dhcp_host, 0, .doc = "A host and its address."),
    INLINE("bootp", bootp, 0, .doc = "What a guest boots from the network."),
};
static ELEMENT(dhcp_element, "dhcp", struct dhcp, dhcp_fields, "The network's DHCP server.");

static const struct field tftp_fields[] = {
    ATTR(string, "root", struct network_ip, tftp_root, HOST_ONLY | REQUIRED, .doc = "The directory that is served."),
};
static ELEMENT(tftp_element, "tftp", struct network_ip, tftp_fields, "The network's TFTP server.");

static const struct field network_ip_fields[] = {
    ATTR_ENUM("family", struct network_ip, family, ip_family, HOST_ONLY, .doc = "The family; IPv4 if not given."),
    ATTR(string, "address", struct network_ip, address, HOST_ONLY, .doc = "The host's address on the bridge."),
    ATTR(string, "netmask", struct network_ip, netmask, HOST_ONLY, .doc = "Its mask, or 'prefix'."),
    ATTR(uint, "prefix", struct network_ip, prefix, HOST_ONLY, .max = 128, .doc = "The bits of the network."),
    ATTR_ENUM("localPtr", struct network_ip, local_ptr, yes_no, HOST_ONLY,
              .doc = "Whether names of these addresses are asked nowhere else."),
    INLINE("tftp", tftp, 0, .doc = "The network's TFTP server."),
    CHILD("dhcp", struct network_ip, dhcp, dhcp, 0, .doc = "The network's DHCP server."),
};
static ELEMENT(network_ip_element, "network-ip", struct network_ip, network_ip_fields,
               "An address of the host on the network.");

/* ---- <network> ---- */

static const struct field network_mtu_fields[] = {
    ATTR(uint, "size", struct network, mtu, HOST_ONLY | REQUIRED, .max = G_MAXUINT16, .doc = "The size in bytes."),
};
static ELEMENT(network_mtu_element, "network-mtu", struct network, network_mtu_fields, "The largest packet.");

static const struct field network_mac_fields[] = {
    ATTR(mac, "address", struct network, mac, HOST_ONLY | REQUIRED, .doc = "The MAC."),
};
static ELEMENT(network_mac_element, "network-mac", struct network, network_mac_fields, "The bridge's MAC.");

static const struct field network_domain_fields[] = {
    ATTR(string, "name", struct network, domain_name, HOST_ONLY, .doc = "The domain's name."),
    ATTR_ENUM("localOnly", struct network, domain_local_only, yes_no, HOST_ONLY,
              .doc = "Whether its names are asked nowhere else."),
    ATTR_ENUM("register", struct network, domain_register, yes_no, HOST_ONLY,
              .doc = "Whether the host's resolver asks here for its names."),
};
static ELEMENT(network_domain_element, "network-domain", struct network, network_domain_fields,
               "The DNS domain of the guests.");

static const struct field network_port_fields[] = {
    ATTR_ENUM("isolated", struct network, port_isolated, yes_no, HOST_ONLY,
              .doc = "Whether guests cannot reach each other."),
};
static ELEMENT(network_port_element, "network-port", struct network, network_port_fields, "The ports of the bridge.");

static const struct field dnsmasq_option_fields[] = {
    ATTR(string, "value", struct dnsmasq_option, value, HOST_ONLY | REQUIRED, .doc = "The option."),
};
static ELEMENT(dnsmasq_option_element, "dnsmasq-option", struct dnsmasq_option, dnsmasq_option_fields,
               "An option for dnsmasq.");

static const struct field dnsmasq_options_fields[] = {
    LIST("dnsmasq:option", struct network, dnsmasq_options, dnsmasq_option, 0, .doc = "An option for dnsmasq."),
};
static ELEMENT(dnsmasq_options_element, "dnsmasq-options", struct network, dnsmasq_options_fields,
               "Options for dnsmasq that libvirt passes on unread.");

/* In the order in which libvirt writes them. */
static const struct field network_fields[] = {
    ATTR(uint, "connections", struct network, connections, HOST_ONLY | NOT_KEPT,
         .doc = "How many guests use the network now; libvirt notes it."),
    ATTR_ENUM("ipv6", struct network, ipv6, yes_no, HOST_ONLY,
              .doc = "Whether guests may speak IPv6 to each other without an IPv6 address here."),
    ATTR_ENUM("trustGuestRxFilters", struct network, trust_guest_rx_filters, yes_no, HOST_ONLY,
              .doc = "Whether guests may change their MACs and filters."),
    TEXT(string, "name", struct network, name, HOST_ONLY | REQUIRED,
         .doc = "The name by which <interface> asks for it."),
    TEXT(uuid, "uuid", struct network, uuid, HOST_ONLY, .doc = "The network's UUID."),
    TEXT(string, "title", struct network, title, HOST_ONLY, .doc = "A line for people."),
    TEXT(string, "description", struct network, description, HOST_ONLY | EMPTY_OK, .doc = "A text for people."),
    RAW("metadata", struct network, metadata, HOST_ONLY, .doc = "What other programs keep here."),
    CHILD("forward", struct network, forward, forward, 0,
          .doc = "How guests reach the world; not at all if not given."),
    INLINE("bridge", bridge, 0, .doc = "The host's bridge."),
    INLINE("mtu", network_mtu, 0, .doc = "The largest packet."),
    INLINE("mac", network_mac, 0, .doc = "The bridge's MAC."),
    INLINE("domain", network_domain, 0, .doc = "The DNS domain of the guests."),
    CHILD("dns", struct network, dns, network_dns, 0, .doc = "The network's DNS server."),
    CHILD("vlan", struct network, vlan, vlan, 0, .doc = "VLANs of all ports."),
    CHILD("bandwidth", struct network, bandwidth, bandwidth, 0, .doc = "Bounds of the traffic of all guests together."),
    INLINE("port", network_port, 0, .doc = "The ports of the bridge."),
    LIST("ip", struct network, ips, network_ip, 0, .doc = "An address of the host on the network."),
    LIST("route", struct network, routes, route, 0, .doc = "A route of the host into the network."),
    CHILD("virtualport", struct network, virtualport, virtualport, 0, .doc = "What the switch is told of ports."),
    LIST("portgroup", struct network, portgroups, portgroup, 0, .doc = "A class of connections."),
    INLINE("dnsmasq:options", dnsmasq_options, 0, .doc = "Options for dnsmasq."),
};
ELEMENT(network_element, "network", struct network, network_fields, "A network of the host to which NICs connect.");

static const struct xml_namespace network_namespaces[] = {
    {"dnsmasq", "http://libvirt.org/schemas/network/dnsmasq/1.0"},
};
const struct document_type network_document = {
    .root_name = "network",
    .root = &network_element,
    .namespaces = network_namespaces,
    .n_namespaces = G_N_ELEMENTS(network_namespaces),
};

/* ---- rules ---- */

static void pool(const struct network *network, const struct network_rule *rule, struct report *report)
{
    const struct forward *forward = network->forward;
    unsigned sources;

    if (!forward)
        return;
    sources = (forward->pf != NULL) + (forward->devices->len > 0) + (forward->addresses->len > 0);
    if (sources > 1)
        complain(report, SEVERITY_ERROR, rule->id, forward->where, "keep one of them",
                 "<forward> has several of <pf>, <interface> and <address>, expected one sort");
    else if (forward->mode == FORWARD_HOSTDEV && sources == 0)
        complain(report, SEVERITY_ERROR, rule->id, forward->where, "add <pf dev='…'/> or <address type='pci' …/>",
                 "<forward mode='hostdev'> names no device that could be assigned");
    else if (forward->mode != FORWARD_HOSTDEV && forward->addresses->len > 0)
        complain(report, SEVERITY_ERROR, rule->id, forward->where, "use mode='hostdev'",
                 "<address> names devices to be assigned, but the mode is '%s'",
                 enum_name(&forward_mode_names, forward->mode) ?: "nat");
}

static void bridge(const struct network *network, const struct network_rule *rule, struct report *report)
{
    const struct forward *forward = network->forward;

    if (!network->bridge || !forward)
        return;
    switch (forward->mode) {
    case FORWARD_PRIVATE:
    case FORWARD_VEPA:
    case FORWARD_PASSTHROUGH:
    case FORWARD_HOSTDEV:
        complain(report, SEVERITY_ERROR, rule->id, forward->where, "remove <bridge>",
                 "<bridge name='%s'> is given, but a network of mode '%s' has none", network->bridge,
                 enum_name(&forward_mode_names, forward->mode));
        break;
    case FORWARD_BRIDGE:
        if (forward->dev || forward->pf || forward->devices->len > 0)
            complain(report, SEVERITY_ERROR, rule->id, forward->where, "keep one of the two",
                     "both <bridge name='%s'> and devices for macvtap are given", network->bridge);
        break;
    default:
        break;
    }
}

static void portgroups(const struct network *network, const struct network_rule *rule, struct report *report)
{
    const struct portgroup *standard = NULL;

    for (unsigned i = 0; i < network->portgroups->len; i++) {
        const struct portgroup *group = network->portgroups->pdata[i];

        for (unsigned j = 0; j < i; j++)
            if (g_strcmp0(((const struct portgroup *)network->portgroups->pdata[j])->name, group->name) == 0)
                complain(report, SEVERITY_ERROR, rule->id, group->where, "remove one of the two",
                         "there are two port groups named '%s'", group->name ?: "");
        if (group->is_default == YES && standard)
            complain(report, SEVERITY_ERROR, rule->id, group->where, "use default='no'",
                     "the port groups '%s' and '%s' are both the default", standard->name ?: "", group->name ?: "");
        if (group->is_default == YES)
            standard = group;
    }
}

static void nat(const struct network *network, const struct network_rule *rule, struct report *report)
{
    const struct forward *forward = network->forward;

    if (forward && forward->nat && forward->mode && forward->mode != FORWARD_NAT)
        complain(report, SEVERITY_ERROR, rule->id, forward->nat->where, "remove <nat>, or use mode='nat'",
                 "<nat> is given, but the mode is '%s'", enum_name(&forward_mode_names, forward->mode));
}

const struct network_rule network_rules[] = {
    {"network.pool", pool}, {"network.bridge", bridge}, {"network.portgroup", portgroups}, {"network.nat", nat}, {NULL},
};

struct network *network_read(const char *text, size_t length, struct report *report)
{
    struct network *network = document_read(&network_document, text, length, report);

    if (!network)
        return NULL;
    for (const struct network_rule *rule = network_rules; rule->id; rule++)
        rule->check(network, rule, report);
    report_sort(report);
    return network;
}

char *network_write(const struct network *network)
{
    return document_write(&network_document, network);
}

void network_free(struct network *network)
{
    element_free(&network_element, network);
}

const struct portgroup *network_portgroup(const struct network *network, const char *name)
{
    for (unsigned i = 0; i < network->portgroups->len; i++) {
        const struct portgroup *group = network->portgroups->pdata[i];

        if (name ? g_strcmp0(group->name, name) == 0 : group->is_default == YES)
            return group;
    }
    return NULL;
}
