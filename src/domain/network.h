/* domain/network.h - a <network> document: to what <interface type='network'> connects.
 *
 * tandem makes no networks: it uses a bridge, a device for macvtap or a pool of VFs that the host has, and
 * the document says which.  What libvirt would set up around it (addresses, DHCP, DNS, NAT) is read and kept,
 * so that libvirt's own documents can be handed over as they are; who set up the network has done it.
 */
#pragma once

#include "domain/address.h"
#include "domain/netparts.h"

/* What libvirt calls forwarding: how guests on the network reach the world. */
enum forward_mode {
    FORWARD_MODE_ABSENT, /* <forward/> without mode: nat */
    FORWARD_NAT,
    FORWARD_ROUTE,
    FORWARD_OPEN,
    FORWARD_BRIDGE,      /* a bridge of the host, or macvtap on a device */
    FORWARD_PRIVATE,     /* macvtap */
    FORWARD_VEPA,        /* macvtap */
    FORWARD_PASSTHROUGH, /* macvtap, one device for one guest */
    FORWARD_HOSTDEV,     /* a pool of PCI devices, mostly VFs */
    FORWARD_MODE_COUNT,
};
extern const struct enum_names forward_mode_names;

enum forward_driver { FORWARD_DRIVER_ABSENT, FORWARD_VFIO, FORWARD_KVM, FORWARD_DRIVER_COUNT };
extern const struct enum_names forward_driver_names;

struct forward_device {
    struct place where;
    char *dev;
    struct number connections; /* libvirt notes it while the network runs */
};

enum forward_address_type { FORWARD_ADDRESS_ABSENT, FORWARD_ADDRESS_PCI, FORWARD_ADDRESS_TYPE_COUNT };
extern const struct enum_names forward_address_type_names;

struct forward_address {
    struct place where;
    enum forward_address_type type;
    struct pci_address pci;
    struct number connections;
};

struct nat {
    struct place where;
    enum yes_no ipv6;
    char *address_start, *address_end;
    struct number port_start, port_end;
};

struct forward {
    struct place where;
    enum forward_mode mode;
    char *dev;
    enum yes_no managed;
    enum forward_driver driver;
    char *driver_model;
    struct nat *nat;
    char *pf;             /* all VFs of this device */
    GPtrArray *devices;   /* struct forward_device *: <interface> */
    GPtrArray *addresses; /* struct forward_address * */
};

struct portgroup {
    struct place where;
    char *name;
    enum yes_no is_default, trust_guest_rx_filters;
    struct vlan *vlan;
    struct virtualport *virtualport;
    struct bandwidth *bandwidth;
};

/* ---- what libvirt's dnsmasq does ---- */

struct dns_forwarder {
    struct place where;
    char *domain, *addr;
};

struct dns_txt {
    struct place where;
    char *name, *value;
};

struct dns_srv {
    struct place where;
    char *service, *protocol, *domain, *target;
    struct number port, priority, weight;
};

struct dns_hostname {
    struct place where;
    char *name;
};

struct dns_host {
    struct place where;
    char *ip;
    GPtrArray *hostnames; /* struct dns_hostname * */
};

struct network_dns {
    struct place where;
    enum yes_no enable, forward_plain_names;
    GPtrArray *forwarders; /* struct dns_forwarder * */
    GPtrArray *txts;       /* struct dns_txt * */
    GPtrArray *hosts;      /* struct dns_host * */
    GPtrArray *srvs;       /* struct dns_srv * */
};

enum lease_unit { LEASE_UNIT_ABSENT, LEASE_SECONDS, LEASE_MINUTES, LEASE_HOURS, LEASE_UNIT_COUNT };
extern const struct enum_names lease_unit_names;

struct dhcp_lease {
    struct place where;
    struct number expiry; /* 0 = never */
    enum lease_unit unit; /* not given = minutes */
};

struct dhcp_range {
    struct place where;
    char *start, *end;
    struct dhcp_lease *lease;
};

struct dhcp_host {
    struct place where;
    char *id, *mac, *name, *ip;
    struct dhcp_lease *lease;
};

struct dhcp {
    struct place where;
    GPtrArray *ranges; /* struct dhcp_range * */
    GPtrArray *hosts;  /* struct dhcp_host * */
    char *bootp_file, *bootp_server;
};

struct network_ip {
    struct place where;
    char *address, *netmask;
    struct number prefix;
    enum ip_family family;
    enum yes_no local_ptr;
    char *tftp_root;
    struct dhcp *dhcp;
};

struct dnsmasq_option {
    struct place where;
    char *value;
};

struct network {
    struct place where;
    struct number connections;
    enum yes_no ipv6, trust_guest_rx_filters;
    char *name, *uuid, *title, *description, *metadata;
    struct forward *forward; /* NULL: the network is isolated */
    char *bridge, *bridge_zone;
    enum on_off bridge_stp;
    struct number bridge_delay;
    enum mac_table_manager mac_table_manager;
    struct number mtu;
    char *mac;
    char *domain_name;
    enum yes_no domain_local_only, domain_register;
    struct network_dns *dns;
    struct vlan *vlan;
    struct bandwidth *bandwidth;
    enum yes_no port_isolated;
    GPtrArray *ips;    /* struct network_ip * */
    GPtrArray *routes; /* struct route * */
    struct virtualport *virtualport;
    GPtrArray *portgroups;      /* struct portgroup * */
    GPtrArray *dnsmasq_options; /* struct dnsmasq_option * */
};

extern const struct element network_element;
extern const struct document_type network_document;

/* A rule over a whole network, as those of domains (rule.h). */
struct network_rule {
    const char *id;
    void (*check)(const struct network *network, const struct network_rule *rule, struct report *report);
};
extern const struct network_rule network_rules[];

/* Reads a network document and runs its rules.  Complaints go to the report.  NULL if it is not XML or no
 * <network>.  Free with network_free or g_autoptr(network_t). */
struct network *network_read(const char *text, size_t length, struct report *report);

/* The document of a network, newly made. */
char *network_write(const struct network *network);

void network_free(struct network *network);
typedef struct network network_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(network_t, network_free)

/* The port group of this name, the default one for NULL; NULL if there is none. */
const struct portgroup *network_portgroup(const struct network *network, const char *name);
