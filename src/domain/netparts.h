/* domain/netparts.h - what NICs and networks share: addresses and routes, VLANs, bandwidth, port profiles. */
#pragma once

#include "xml/field.h"

enum ip_family { IP_FAMILY_ABSENT, IPV4, IPV6, IP_FAMILY_COUNT };
extern const struct enum_names ip_family_names;

/* Who fills a bridge's table of MACs. */
enum mac_table_manager { MAC_TABLE_MANAGER_ABSENT, MAC_TABLE_KERNEL, MAC_TABLE_LIBVIRT, MAC_TABLE_MANAGER_COUNT };
extern const struct enum_names mac_table_manager_names;

/* <ip address='172.17.2.0' family='ipv4' prefix='24' peer='…'/> */
struct nic_ip {
    struct place where;
    char *address, *peer;
    enum ip_family family; /* not given = ipv4 */
    struct number prefix;
};

struct route {
    struct place where;
    enum ip_family family;
    char *address, *netmask, *gateway;
    struct number prefix, metric;
};

enum vlan_native_mode { VLAN_NATIVE_MODE_ABSENT, VLAN_DEFAULT, VLAN_TAGGED, VLAN_UNTAGGED, VLAN_NATIVE_MODE_COUNT };
extern const struct enum_names vlan_native_mode_names;

struct vlan_tag {
    struct place where;
    struct number id;
    enum vlan_native_mode native_mode;
};

struct vlan {
    struct place where;
    enum yes_no trunk;
    GPtrArray *tags; /* struct vlan_tag * */
};

/* KiB a second, `burst` KiB. */
struct bandwidth_rate {
    struct place where;
    struct number average, peak, burst, floor;
};

struct bandwidth {
    struct place where;
    struct number class_id;
    struct bandwidth_rate *inbound, *outbound;
};

enum virtualport_type {
    VIRTUALPORT_TYPE_ABSENT,
    VIRTUALPORT_NONE,
    VIRTUALPORT_8021QBG,
    VIRTUALPORT_8021QBH,
    VIRTUALPORT_OPENVSWITCH,
    VIRTUALPORT_MIDONET,
    VIRTUALPORT_TYPE_COUNT,
};
extern const struct enum_names virtualport_type_names;

struct virtualport {
    struct place where;
    enum virtualport_type type;
    struct number managerid, typeid, typeidversion; /* 802.1Qbg */
    char *instanceid;                               /* 802.1Qbg */
    char *interfaceid;                              /* openvswitch, midonet */
    char *profileid;                                /* 802.1Qbh, openvswitch */
};

extern const struct element nic_ip_element, route_element, vlan_element, bandwidth_element, virtualport_element;
