#include "domain/netparts.h"

ENUM_NAMES(ip_family, IP_FAMILY_COUNT, [IPV4] = "ipv4", [IPV6] = "ipv6");
ENUM_NAMES(vlan_native_mode,
           VLAN_NATIVE_MODE_COUNT, [VLAN_DEFAULT] = "default", [VLAN_TAGGED] = "tagged", [VLAN_UNTAGGED] = "untagged");
ENUM_NAMES(
    virtualport_type, VIRTUALPORT_TYPE_COUNT, [VIRTUALPORT_NONE] = "none", [VIRTUALPORT_8021QBG] = "802.1Qbg",
    [VIRTUALPORT_8021QBH] = "802.1Qbh", [VIRTUALPORT_OPENVSWITCH] = "openvswitch", [VIRTUALPORT_MIDONET] = "midonet");
ENUM_NAMES(mac_table_manager, MAC_TABLE_MANAGER_COUNT, [MAC_TABLE_KERNEL] = "kernel", [MAC_TABLE_LIBVIRT] = "libvirt");

static const struct field nic_ip_fields[] = {
    ATTR(string, "address", struct nic_ip, address, HOST_ONLY | REQUIRED, .doc = "The address."),
    ATTR_ENUM("family", struct nic_ip, family, ip_family, HOST_ONLY,
              .doc = "The address's family; 'ipv4' if not given."),
    ATTR(uint, "prefix", struct nic_ip, prefix, HOST_ONLY, .max = 128, .doc = "How many of its bits name the network."),
    ATTR(string, "peer", struct nic_ip, peer, HOST_ONLY, .doc = "The address of the other end."),
};
ELEMENT(nic_ip_element, "nic-ip", struct nic_ip, nic_ip_fields, "An IP address.");

static const struct field route_fields[] = {
    ATTR_ENUM("family", struct route, family, ip_family, HOST_ONLY, .doc = "The family; 'ipv4' if not given."),
    ATTR(string, "address", struct route, address, HOST_ONLY | REQUIRED, .doc = "The network's address."),
    ATTR(string, "netmask", struct route, netmask, HOST_ONLY,
         .doc = "The network's mask (IPv4); either this or 'prefix'."),
    ATTR(uint, "prefix", struct route, prefix, HOST_ONLY, .max = 128,
         .doc = "How many bits of the address name the network."),
    ATTR(string, "gateway", struct route, gateway, HOST_ONLY | REQUIRED, .doc = "The gateway's address."),
    ATTR(uint, "metric", struct route, metric, HOST_ONLY, .min = 1, .max = G_MAXUINT32, .doc = "How dear the way is."),
};
ELEMENT(route_element, "route", struct route, route_fields, "A way to a network.");

static const struct field vlan_tag_fields[] = {
    ATTR(uint, "id", struct vlan_tag, id, HOST_ONLY | REQUIRED, .max = 4095, .doc = "The VLAN's number."),
    ATTR_ENUM("nativeMode", struct vlan_tag, native_mode, vlan_native_mode, HOST_ONLY,
              .doc = "Makes it the VLAN of packets without a tag; whether they leave with one."),
};
static ELEMENT(vlan_tag_element, "vlan-tag", struct vlan_tag, vlan_tag_fields, "A VLAN.");

static const struct field vlan_fields[] = {
    ATTR_ENUM("trunk", struct vlan, trunk, yes_no, HOST_ONLY,
              .doc = "Whether the guest sees the tags of several VLANs."),
    LIST("tag", struct vlan, tags, vlan_tag, HOST_ONLY | REQUIRED, .doc = "A VLAN."),
};
ELEMENT(vlan_element, "vlan", struct vlan, vlan_fields, "The VLANs of the NIC's traffic.");

static const struct field bandwidth_rate_fields[] = {
    ATTR(uint, "average", struct bandwidth_rate, average, HOST_ONLY, .min = 1, .doc = "KiB a second over time."),
    ATTR(uint, "peak", struct bandwidth_rate, peak, HOST_ONLY, .min = 1, .doc = "KiB a second in a burst."),
    ATTR(uint, "burst", struct bandwidth_rate, burst, HOST_ONLY, .min = 1, .doc = "KiB that a burst may have."),
    ATTR(uint, "floor", struct bandwidth_rate, floor, HOST_ONLY, .min = 1,
         .doc = "KiB a second that are always there."),
};
static ELEMENT(bandwidth_rate_element, "bandwidth-rate", struct bandwidth_rate, bandwidth_rate_fields,
               "A limit in one direction.");

static const struct field bandwidth_fields[] = {
    ATTR(uint, "classID", struct bandwidth, class_id, HOST_ONLY, .min = 1, .max = G_MAXUINT32,
         .doc = "A number of libvirt's."),
    CHILD("inbound", struct bandwidth, inbound, bandwidth_rate, HOST_ONLY,
          .doc = "The limit on what the guest receives."),
    CHILD("outbound", struct bandwidth, outbound, bandwidth_rate, HOST_ONLY,
          .doc = "The limit on what the guest sends."),
};
ELEMENT(bandwidth_element, "bandwidth", struct bandwidth, bandwidth_fields, "Limits on the NIC's traffic.");

static const struct field virtualport_parameters_fields[] = {
    ATTR(uint, "managerid", struct virtualport, managerid, HOST_ONLY, .max = 255,
         .doc = "802.1Qbg: the database of port profiles."),
    ATTR(uint, "typeid", struct virtualport, typeid, HOST_ONLY, .max = 0xffffff, .doc = "802.1Qbg: the profile."),
    ATTR(uint, "typeidversion", struct virtualport, typeidversion, HOST_ONLY, .max = 255,
         .doc = "802.1Qbg: its version."),
    ATTR(uuid, "instanceid", struct virtualport, instanceid, HOST_ONLY, .doc = "802.1Qbg: the guest's NIC."),
    ATTR(uuid, "interfaceid", struct virtualport, interfaceid, HOST_ONLY,
         .doc = "openvswitch and midonet: the guest's NIC."),
    ATTR(string, "profileid", struct virtualport, profileid, HOST_ONLY, .max = 39,
         .doc = "802.1Qbh and openvswitch: the profile."),
};
static ELEMENT(virtualport_parameters_element, "virtualport-parameters", struct virtualport,
               virtualport_parameters_fields, "What the switch is told.");

static const struct field virtualport_fields[] = {
    ATTR_ENUM("type", struct virtualport, type, virtualport_type, HOST_ONLY, .doc = "What sort of switch it is."),
    INLINE("parameters", virtualport_parameters, 0, .doc = "What the switch is told."),
};
ELEMENT(virtualport_element, "virtualport", struct virtualport, virtualport_fields,
        "Tells a switch of which profile the NIC's port is.");
