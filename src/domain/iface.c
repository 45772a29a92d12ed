#include "domain/iface.h"

ENUM_NAMES(
    iface_type, IFACE_TYPE_COUNT, [IFACE_USER] = "user", [IFACE_ETHERNET] = "ethernet", [IFACE_VHOSTUSER] = "vhostuser",
    [IFACE_SERVER] = "server", [IFACE_CLIENT] = "client", [IFACE_MCAST] = "mcast", [IFACE_NETWORK] = "network",
    [IFACE_BRIDGE] = "bridge", [IFACE_INTERNAL] = "internal", [IFACE_DIRECT] = "direct", [IFACE_HOSTDEV] = "hostdev",
    [IFACE_UDP] = "udp", [IFACE_VDPA] = "vdpa", [IFACE_NULL] = "null", [IFACE_VDS] = "vds");
ENUM_NAMES(macvtap_mode, MACVTAP_MODE_COUNT, [MACVTAP_VEPA] = "vepa", [MACVTAP_PRIVATE] = "private",
           [MACVTAP_BRIDGE] = "bridge", [MACVTAP_PASSTHROUGH] = "passthrough");
ENUM_NAMES(socket_mode, SOCKET_MODE_COUNT, [SOCKET_SERVER] = "server", [SOCKET_CLIENT] = "client");
ENUM_NAMES(mac_type, MAC_TYPE_COUNT, [MAC_GENERATED] = "generated", [MAC_STATIC] = "static");
ENUM_NAMES(link_state, LINK_STATE_COUNT, [LINK_UP] = "up", [LINK_DOWN] = "down");
ENUM_NAMES(iface_driver, IFACE_DRIVER_COUNT, [IFACE_DRIVER_QEMU] = "qemu", [IFACE_DRIVER_VHOST] = "vhost",
           [IFACE_DRIVER_KVM] = "kvm", [IFACE_DRIVER_VFIO] = "vfio", [IFACE_DRIVER_XEN] = "xen");
ENUM_NAMES(iface_txmode, IFACE_TXMODE_COUNT, [IFACE_TXMODE_IOTHREAD] = "iothread", [IFACE_TXMODE_TIMER] = "timer");
ENUM_NAMES(iface_backend, IFACE_BACKEND_COUNT, [IFACE_BACKEND_DEFAULT] = "default", [IFACE_BACKEND_PASST] = "passt");
ENUM_NAMES(port_forward_protocol, PORT_FORWARD_COUNT, [PORT_FORWARD_TCP] = "tcp", [PORT_FORWARD_UDP] = "udp");
ENUM_NAMES(host_nic_bus, HOST_NIC_BUS_COUNT, [HOST_NIC_PCI] = "pci", [HOST_NIC_USB] = "usb");

/* ---- <source> ---- */

#define SOCKETS (BIT(IFACE_SERVER) | BIT(IFACE_CLIENT) | BIT(IFACE_MCAST) | BIT(IFACE_UDP))
#define HOST_SIDE .only_if = BIT(IFACE_ETHERNET)

static const struct field host_nic_address_fields[] = {
    ATTR_ENUM("type", struct host_nic_address, type, host_nic_bus, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "What the NIC is plugged into."),
    ATTR(hex, "domain", struct host_nic_address, domain, HOST_ONLY, .only_if = BIT(HOST_NIC_PCI), .digits = 4,
         .max = 0xffffffff, .doc = "The PCI domain."),
    ATTR(hex, "bus", struct host_nic_address, bus, HOST_ONLY, .only_if = BIT(HOST_NIC_PCI), .digits = 2, .max = 0xff,
         .doc = "The bus."),
    ATTR(hex, "slot", struct host_nic_address, slot, HOST_ONLY, .only_if = BIT(HOST_NIC_PCI), .digits = 2, .max = 0x1f,
         .doc = "The slot on the bus."),
    ATTR(hex, "function", struct host_nic_address, function, HOST_ONLY, .only_if = BIT(HOST_NIC_PCI), .digits = 1,
         .max = 7, .doc = "The function of the slot."),
    ATTR_ENUM("multifunction", struct host_nic_address, multifunction, on_off, NOT_KEPT, .only_if = BIT(HOST_NIC_PCI),
              .doc = "Means nothing for a device of the host."),
    ATTR(uint, "bus", struct host_nic_address, bus, HOST_ONLY, .only_if = BIT(HOST_NIC_USB), .max = G_MAXUINT32,
         .doc = "The bus."),
    ATTR(uint, "device", struct host_nic_address, device, HOST_ONLY, .only_if = BIT(HOST_NIC_USB), .max = G_MAXUINT32,
         .doc = "The device on the bus."),
};
static ELEMENT(host_nic_address_element, "host-nic-address", struct host_nic_address, host_nic_address_fields,
               "A NIC of the host.");

static const struct field source_local_fields[] = {
    ATTR(string, "address", struct iface_source, local_address, HOST_ONLY, .doc = "The address."),
    ATTR(uint, "port", struct iface_source, local_port, HOST_ONLY | REQUIRED, .min = 1, .max = 65535,
         .doc = "The port."),
};
static ELEMENT(source_local_element, "interface-source-local", struct iface_source, source_local_fields,
               "Where packets of the other side arrive.");

static const struct field iface_source_fields[] = {
    ATTR(string, "network", struct iface_source, network, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_NETWORK),
         .doc = "The network's name."),
    ATTR(string, "portgroup", struct iface_source, portgroup, HOST_ONLY, .only_if = BIT(IFACE_NETWORK),
         .doc = "The port group of the network."),
    ATTR(uuid, "portid", struct iface_source, portid, NOT_KEPT, .only_if = BIT(IFACE_NETWORK),
         .doc = "The port's id while the domain runs."),
    ATTR(string, "bridge", struct iface_source, bridge, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_BRIDGE),
         .doc = "The bridge's name."),
    ATTR(string, "bridge", struct iface_source, bridge, NOT_KEPT, .only_if = BIT(IFACE_NETWORK),
         .doc = "The bridge of the network while the domain runs."),
    ATTR_ENUM("macTableManager", struct iface_source, mac_table_manager, mac_table_manager, NOT_KEPT,
              .only_if = BIT(IFACE_BRIDGE) | BIT(IFACE_NETWORK), .doc = "Who fills the bridge's table of addresses."),
    ATTR(string, "dev", struct iface_source, dev, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_DIRECT) | BIT(IFACE_VDPA),
         .doc = "The host's interface, or the vhost-vdpa character device."),
    ATTR(string, "dev", struct iface_source, dev, HOST_ONLY, .only_if = BIT(IFACE_USER) | BIT(IFACE_VHOSTUSER),
         .doc = "The host's interface whose addresses passt takes."),
    ATTR(string, "dev", struct iface_source, dev, NOT_KEPT, .only_if = BIT(IFACE_NETWORK),
         .doc = "The interface of the network while the domain runs."),
    ATTR_ENUM("mode", struct iface_source, macvtap_mode, macvtap_mode, HOST_ONLY, .only_if = BIT(IFACE_DIRECT),
              .doc = "How the guest sees others on the same interface; 'vepa' if not given."),
    ATTR_ENUM("mode", struct iface_source, macvtap_mode, macvtap_mode, NOT_KEPT, .only_if = BIT(IFACE_NETWORK),
              .doc = "The mode of the network while the domain runs."),
    ATTR(string, "name", struct iface_source, name, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_INTERNAL),
         .doc = "The network's name."),
    ATTR_ENUM("type", struct iface_source, socket_type, socket_type, HOST_ONLY, .only_if = BIT(IFACE_VHOSTUSER),
              .doc = "The sort of socket."),
    ATTR(path, "path", struct iface_source, socket_path, HOST_ONLY, .only_if = BIT(IFACE_VHOSTUSER),
         .doc = "The socket."),
    ATTR_ENUM("mode", struct iface_source, socket_mode, socket_mode, HOST_ONLY, .only_if = BIT(IFACE_VHOSTUSER),
              .doc = "Whether QEMU is the socket's server or client."),
    ATTR(string, "address", struct iface_source, address, HOST_ONLY, .only_if = SOCKETS, .doc = "The IP address."),
    ATTR(uint, "port", struct iface_source, port, HOST_ONLY | REQUIRED, .only_if = SOCKETS, .min = 1, .max = 65535,
         .doc = "The port."),
    ATTR(uuid, "switchid", struct iface_source, vds_switchid, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_VDS),
         .doc = "The distributed switch."),
    ATTR(int, "portid", struct iface_source, vds_portid, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_VDS),
         .doc = "The port."),
    ATTR(string, "portgroupid", struct iface_source, vds_portgroupid, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_VDS),
         .doc = "The group of ports."),
    ATTR(int, "connectionid", struct iface_source, vds_connectionid, HOST_ONLY | REQUIRED, .only_if = BIT(IFACE_VDS),
         .doc = "The connection."),
    UNSUPPORTED_ATTR("missing", .only_if = BIT(IFACE_HOSTDEV), .doc = "Whether a USB NIC was missing at the start."),
    UNSUPPORTED_CHILD("vendor", .only_if = BIT(IFACE_HOSTDEV), .doc = "The vendor of a USB NIC."),
    UNSUPPORTED_CHILD("product", .only_if = BIT(IFACE_HOSTDEV), .doc = "The product of a USB NIC."),
    CHILD("address", struct iface_source, host_address, host_nic_address, HOST_ONLY | REQUIRED,
          .only_if = BIT(IFACE_HOSTDEV), .doc = "The NIC of the host."),
    INLINE("local", source_local, 0, .only_if = BIT(IFACE_UDP), .doc = "Where packets of the other side arrive."),
    CHILD("reconnect", struct iface_source, reconnect, reconnect, HOST_ONLY, .only_if = BIT(IFACE_VHOSTUSER),
          .doc = "What follows when the connection is lost."),
    LIST("ip", struct iface_source, ips, nic_ip, HOST_ONLY, HOST_SIDE, .doc = "An address of the host's end."),
    LIST("route", struct iface_source, routes, route, HOST_ONLY, HOST_SIDE, .doc = "A route of the host's end."),
};
static ELEMENT(iface_source_element, "interface-source", struct iface_source, iface_source_fields,
               "What the NIC is connected to.");

/* ---- <portForward>, <filterref> ---- */

static const struct field port_range_fields[] = {
    ATTR(uint, "start", struct port_range, start, HOST_ONLY | REQUIRED, .min = 1, .max = 65535,
         .doc = "The first port of the host."),
    ATTR(uint, "end", struct port_range, end, HOST_ONLY, .min = 1, .max = 65535, .doc = "The last port of the host."),
    ATTR(uint, "to", struct port_range, to, HOST_ONLY, .min = 1, .max = 65535,
         .doc = "The first port of the guest; the same if not given."),
    ATTR_ENUM("exclude", struct port_range, exclude, yes_no, HOST_ONLY, .doc = "Whether these ports are left out."),
};
static ELEMENT(port_range_element, "port-range", struct port_range, port_range_fields, "Ports that are forwarded.");

static const struct field port_forward_fields[] = {
    ATTR_ENUM("proto", struct port_forward, protocol, port_forward_protocol, HOST_ONLY | REQUIRED,
              .doc = "The protocol."),
    ATTR(string, "address", struct port_forward, address, HOST_ONLY, .doc = "The host's address; all if not given."),
    ATTR(string, "dev", struct port_forward, dev, HOST_ONLY, .doc = "The host's interface; all if not given."),
    LIST("range", struct port_forward, ranges, port_range, HOST_ONLY, .doc = "Ports; all if not given."),
};
static ELEMENT(port_forward_element, "port-forward", struct port_forward, port_forward_fields,
               "Connections to the host that are forwarded to the guest (passt).");

static const struct field filter_parameter_fields[] = {
    ATTR(string, "name", struct filter_parameter, name, HOST_ONLY | REQUIRED, .doc = "The variable's name."),
    ATTR(string, "value", struct filter_parameter, value, HOST_ONLY | REQUIRED, .doc = "The variable's value."),
};
static ELEMENT(filter_parameter_element, "filter-parameter", struct filter_parameter, filter_parameter_fields,
               "A variable of the filter.");

static const struct field filterref_fields[] = {
    ATTR(string, "filter", struct filterref, filter, HOST_ONLY | REQUIRED, .doc = "The filter's name."),
    LIST("parameter", struct filterref, parameters, filter_parameter, HOST_ONLY, .doc = "A variable of the filter."),
};
static ELEMENT(filterref_element, "filterref", struct filterref, filterref_fields,
               "A filter of the host for the NIC's packets.");

/* ---- <driver> ---- */

static const struct field iface_host_fields[] = {
    ATTR_ENUM("csum", struct iface, host.csum, on_off, GUEST_ABI,
              .doc = "Whether packets without a checksum are taken."),
    ATTR_ENUM("gso", struct iface, host.gso, on_off, GUEST_ABI, .doc = "Whether large packets of any kind are taken."),
    ATTR_ENUM("tso4", struct iface, host.tso4, on_off, GUEST_ABI,
              .doc = "Whether large packets of TCP over IPv4 are taken."),
    ATTR_ENUM("tso6", struct iface, host.tso6, on_off, GUEST_ABI,
              .doc = "Whether large packets of TCP over IPv6 are taken."),
    ATTR_ENUM("ecn", struct iface, host.ecn, on_off, GUEST_ABI, .doc = "Whether large packets with ECN are taken."),
    ATTR_ENUM("ufo", struct iface, host.ufo, on_off, GUEST_ABI, .doc = "Whether large packets of UDP are taken."),
    ATTR_ENUM("mrg_rxbuf", struct iface, host.mrg_rxbuf, on_off, GUEST_ABI,
              .doc = "Whether a received packet may fill several buffers."),
};
static ELEMENT(iface_host_element, "interface-host-offloads", struct iface, iface_host_fields,
               "What a virtio NIC takes from the guest.");

static const struct field iface_guest_fields[] = {
    ATTR_ENUM("csum", struct iface, guest.csum, on_off, GUEST_ABI,
              .doc = "Whether the guest gets packets without a checksum."),
    ATTR_ENUM("tso4", struct iface, guest.tso4, on_off, GUEST_ABI,
              .doc = "Whether it gets large packets of TCP over IPv4."),
    ATTR_ENUM("tso6", struct iface, guest.tso6, on_off, GUEST_ABI,
              .doc = "Whether it gets large packets of TCP over IPv6."),
    ATTR_ENUM("ecn", struct iface, guest.ecn, on_off, GUEST_ABI, .doc = "Whether it gets large packets with ECN."),
    ATTR_ENUM("ufo", struct iface, guest.ufo, on_off, GUEST_ABI, .doc = "Whether it gets large packets of UDP."),
};
static ELEMENT(iface_guest_element, "interface-guest-offloads", struct iface, iface_guest_fields,
               "What a virtio NIC may give to the guest.");

static const struct field iface_driver_fields[] = {
    ATTR_ENUM("name", struct iface, driver, iface_driver, HOST_ONLY,
              .doc = "Who moves the packets, 'qemu' or 'vhost'; for an assigned NIC who assigns it, 'vfio'."),
    ATTR(token, "model", struct iface, driver_model, HOST_ONLY, .doc = "The VFIO driver of an assigned NIC."),
    ATTR_ENUM("txmode", struct iface, txmode, iface_txmode, HOST_ONLY, .doc = "How QEMU sends packets."),
    ATTR_ENUM("ioeventfd", struct iface, ioeventfd, on_off, HOST_ONLY,
              .doc = "Whether requests are handled outside of the vCPU."),
    ATTR_ENUM("event_idx", struct iface, event_idx, on_off, GUEST_ABI,
              .doc = "Whether guest and host tell each other less often."),
    ATTR(uint, "queues", struct iface, queues, GUEST_ABI, .max = G_MAXUINT32, .doc = "The number of pairs of queues."),
    ATTR(uint, "rx_queue_size", struct iface, rx_queue_size, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The packets that a receiving queue holds, a power of two."),
    ATTR(uint, "tx_queue_size", struct iface, tx_queue_size, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The packets that a sending queue holds, a power of two."),
    ATTR_ENUM("rss", struct iface, rss, on_off, GUEST_ABI,
              .doc = "Whether packets are spread over the queues as the guest says."),
    ATTR_ENUM("rss_hash_report", struct iface, rss_hash_report, on_off, GUEST_ABI,
              .doc = "Whether the guest is told each packet's hash."),
    VIRTIO_OPTIONS(struct iface, virtio),
    INLINE("host", iface_host, 0, .doc = "What a virtio NIC takes from the guest."),
    INLINE("guest", iface_guest, 0, .doc = "What a virtio NIC may give to the guest."),
};
static ELEMENT(iface_driver_element, "interface-driver", struct iface, iface_driver_fields, "How the NIC is handled.");

/* ---- smaller children ---- */

static const struct field iface_mac_fields[] = {
    ATTR(mac, "address", struct iface, mac, GUEST_ABI | REQUIRED, .doc = "The address."),
    ATTR_ENUM("type", struct iface, mac_type, mac_type, HOST_ONLY, .doc = "Where the address comes from (VMware)."),
    ATTR_ENUM("check", struct iface, mac_check, yes_no, HOST_ONLY,
              .doc = "Whether an address in a vendor's range is refused (VMware)."),
};
static ELEMENT(iface_mac_element, "interface-mac", struct iface, iface_mac_fields, "The NIC's MAC address.");

static const struct field iface_port_fields[] = {
    ATTR_ENUM("isolated", struct iface, port_isolated, yes_no, HOST_ONLY,
              .doc = "Whether the port reaches only ports that are not isolated."),
};
static ELEMENT(iface_port_element, "interface-port", struct iface, iface_port_fields, "The port of the bridge.");

static const struct field iface_script_fields[] = {
    ATTR(string, "path", struct iface, script, HOST_ONLY | REQUIRED, .doc = "The program."),
};
static ELEMENT(iface_script_element, "interface-script", struct iface, iface_script_fields,
               "A program that sets the tap up.");

static const struct field iface_downscript_fields[] = {
    ATTR(string, "path", struct iface, downscript, HOST_ONLY | REQUIRED, .doc = "The program."),
};
static ELEMENT(iface_downscript_element, "interface-downscript", struct iface, iface_downscript_fields,
               "A program that takes the tap down.");

static const struct field iface_backenddomain_fields[] = {
    ATTR(string, "name", struct iface, backenddomain, HOST_ONLY | REQUIRED, .doc = "The domain."),
};
static ELEMENT(iface_backenddomain_element, "interface-backenddomain", struct iface, iface_backenddomain_fields,
               "The Xen domain that has the network.");

static const struct field iface_target_fields[] = {
    ATTR(string, "dev", struct iface, target_dev, HOST_ONLY, .doc = "The tap's name; chosen if not given."),
    ATTR_ENUM("managed", struct iface, target_managed, yes_no, HOST_ONLY, .doc = "'no': the tap is there already."),
};
static ELEMENT(iface_target_element, "interface-target", struct iface, iface_target_fields, "The host's end, a tap.");

static const struct field iface_guest_name_fields[] = {
    ATTR(string, "dev", struct iface, guest_dev, HOST_ONLY, .doc = "The name that a container sees."),
    ATTR(string, "actual", struct iface, guest_actual, NOT_KEPT, .doc = "The name while the container runs."),
};
static ELEMENT(iface_guest_name_element, "interface-guest-name", struct iface, iface_guest_name_fields,
               "The guest's end, for containers.");

static const struct field iface_model_fields[] = {
    ATTR(token, "type", struct iface, model, GUEST_ABI | REQUIRED, .doc = "QEMU's NIC, such as virtio or e1000e."),
};
static ELEMENT(iface_model_element, "interface-model", struct iface, iface_model_fields, "What NIC the guest sees.");

static const struct field iface_backend_fields[] = {
    ATTR_ENUM("type", struct iface, backend, iface_backend, HOST_ONLY,
              .doc = "What connects the NIC to the host without privileges."),
    ATTR(path, "tap", struct iface, backend_tap, HOST_ONLY, .doc = "The tap driver's character device."),
    ATTR(path, "vhost", struct iface, backend_vhost, HOST_ONLY, .doc = "The vhost driver's character device."),
    ATTR(path, "logFile", struct iface, backend_log, HOST_ONLY, .doc = "Where passt writes its log."),
    ATTR(string, "hostname", struct iface, backend_hostname, HOST_ONLY,
         .doc = "The name that passt gives the guest by DHCP."),
    ATTR(string, "fqdn", struct iface, backend_fqdn, HOST_ONLY,
         .doc = "The full name that passt gives the guest by DHCP."),
};
static ELEMENT(iface_backend_element, "interface-backend", struct iface, iface_backend_fields,
               "What moves the packets on the host.");

static const struct field iface_tune_fields[] = {
    TEXT(uint, "sndbuf", struct iface, sndbuf, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "Bytes that may wait in the tap; 0 for no limit."),
};
static ELEMENT(iface_tune_element, "interface-tune", struct iface, iface_tune_fields, "Sizes of the host's buffers.");

static const struct field iface_link_fields[] = {
    ATTR_ENUM("state", struct iface, link, link_state, HOST_ONLY | REQUIRED, .doc = "Whether the cable is plugged in."),
};
static ELEMENT(iface_link_element, "interface-link", struct iface, iface_link_fields, "The NIC's cable.");

static const struct field iface_mtu_fields[] = {
    ATTR(uint, "size", struct iface, mtu, GUEST_ABI | REQUIRED, .max = 65535, .doc = "Bytes."),
};
static ELEMENT(iface_mtu_element, "interface-mtu", struct iface, iface_mtu_fields, "The largest packet.");

static const struct field coalesce_frames_fields[] = {
    ATTR(uint, "max", struct iface, coalesce_rx_frames, HOST_ONLY, .max = G_MAXUINT32, .doc = "The most packets."),
};
static ELEMENT(coalesce_frames_element, "coalesce-frames", struct iface, coalesce_frames_fields,
               "How many packets an interrupt may stand for.");
static const struct field coalesce_rx_fields[] = {
    INLINE("frames", coalesce_frames, 0, .doc = "How many packets an interrupt may stand for."),
};
static ELEMENT(coalesce_rx_element, "coalesce-rx", struct iface, coalesce_rx_fields, "For received packets.");
static const struct field coalesce_fields[] = {
    INLINE("rx", coalesce_rx, 0, .doc = "For received packets."),
};
static ELEMENT(coalesce_element, "coalesce", struct iface, coalesce_fields, "How interrupts of the tap are gathered.");

/* ---- <interface> ---- */

#define MAY_HAVE_SOURCE (BIT(IFACE_USER) | BIT(IFACE_ETHERNET) | BIT(IFACE_VHOSTUSER) | BIT(IFACE_NULL))
#define NEEDS_SOURCE ((BIT(IFACE_TYPE_COUNT) - 2) & ~MAY_HAVE_SOURCE)

static const struct field iface_fields[] = {
    ATTR_ENUM("type", struct iface, type, iface_type, DISCRIMINANT | REQUIRED | HOST_ONLY,
              .doc = "What the NIC is connected to."),
    ATTR_ENUM("managed", struct iface, managed, yes_no, HOST_ONLY, .only_if = BIT(IFACE_HOSTDEV) | BIT(IFACE_NETWORK),
              .doc = "Whether an assigned NIC is taken from its driver for the guest, and given back."),
    ATTR_ENUM("trustGuestRxFilters", struct iface, trust_guest_rx_filters, yes_no, HOST_ONLY,
              .doc = "Whether the host follows the guest when it changes the MAC address or filters."),
    INLINE("mac", iface_mac, 0, .doc = "The NIC's MAC address; made up if not given."),
    EMBED("source", struct iface, source, iface_source, REQUIRED, .only_if = NEEDS_SOURCE,
          .doc = "What the NIC is connected to."),
    EMBED("source", struct iface, source, iface_source, 0, .only_if = MAY_HAVE_SOURCE,
          .doc = "What the NIC is connected to."),
    CHILD("vlan", struct iface, vlan, vlan, HOST_ONLY, .doc = "The VLANs of its traffic."),
    CHILD("virtualport", struct iface, virtualport, virtualport, HOST_ONLY, .doc = "What the switch is told."),
    CHILD("bandwidth", struct iface, bandwidth, bandwidth, HOST_ONLY, .doc = "Limits on its traffic."),
    INLINE("port", iface_port, 0, .doc = "The port of the bridge."),
    INLINE("script", iface_script, 0, .doc = "A program that sets the tap up."),
    INLINE("downscript", iface_downscript, 0, .doc = "A program that takes the tap down."),
    INLINE("backenddomain", iface_backenddomain, 0, .doc = "The Xen domain that has the network."),
    INLINE("target", iface_target, 0, .doc = "The host's end, a tap."),
    INLINE("guest", iface_guest_name, 0, .doc = "The guest's end, for containers."),
    LIST("ip", struct iface, ips, nic_ip, HOST_ONLY, .doc = "An address of the guest's end."),
    LIST("route", struct iface, routes, route, HOST_ONLY, .doc = "A route of the guest's end."),
    LIST("portForward", struct iface, port_forwards, port_forward, HOST_ONLY,
         .doc = "Connections to the host that are forwarded to the guest (passt)."),
    INLINE("model", iface_model, 0, .doc = "What NIC the guest sees."),
    INLINE("driver", iface_driver, 0, .doc = "How the NIC is handled."),
    INLINE("backend", iface_backend, 0, .doc = "What moves the packets on the host."),
    CHILD("filterref", struct iface, filterref, filterref, HOST_ONLY, .doc = "A filter of the host for its packets."),
    INLINE("tune", iface_tune, 0, .doc = "Sizes of the host's buffers."),
    INLINE("link", iface_link, 0, .doc = "The NIC's cable."),
    INLINE("mtu", iface_mtu, 0, .doc = "The largest packet."),
    INLINE("coalesce", coalesce, 0, .doc = "How interrupts of the tap are gathered."),
    CHILD("teaming", struct iface, teaming, teaming, 0, .doc = "Makes the NIC one half of a pair."),
    DEVICE_BOOT(struct iface),
    DEVICE_ALIAS(struct iface),
    DEVICE_ROM(struct iface),
    DEVICE_ACPI(struct iface),
    DEVICE_ADDRESS(struct iface),
};
ELEMENT(iface_element, "interface", struct iface, iface_fields, "A NIC of the guest.");

bool iface_is_virtio(const struct iface *nic)
{
    return nic->model && enum_value(&virtio_model_names, nic->model) != VIRTIO_MODEL_ABSENT;
}
