/* domain/iface.h - the guest's NICs that the host sees as interfaces or sockets: <interface>.
 *
 * Type hostdev is a NIC of the host that is assigned to the guest; <hostdev> (hostdev.h) is the other way
 * to say that.
 */
#pragma once

#include "domain/device.h"
#include "domain/netparts.h"
#include "domain/teaming.h"

enum iface_type {
    IFACE_TYPE_ABSENT,
    IFACE_USER,
    IFACE_ETHERNET,
    IFACE_VHOSTUSER,
    IFACE_SERVER,
    IFACE_CLIENT,
    IFACE_MCAST,
    IFACE_NETWORK,
    IFACE_BRIDGE,
    IFACE_INTERNAL,
    IFACE_DIRECT,
    IFACE_HOSTDEV,
    IFACE_UDP,
    IFACE_VDPA,
    IFACE_NULL,
    IFACE_VDS,
    IFACE_TYPE_COUNT,
};
extern const struct enum_names iface_type_names;

/* How a macvtap sees the others on the same device. */
enum macvtap_mode {
    MACVTAP_MODE_ABSENT,
    MACVTAP_VEPA,
    MACVTAP_PRIVATE,
    MACVTAP_BRIDGE,
    MACVTAP_PASSTHROUGH,
    MACVTAP_MODE_COUNT,
};
extern const struct enum_names macvtap_mode_names;

enum socket_mode { SOCKET_MODE_ABSENT, SOCKET_SERVER, SOCKET_CLIENT, SOCKET_MODE_COUNT };
extern const struct enum_names socket_mode_names;

enum mac_type { MAC_TYPE_ABSENT, MAC_GENERATED, MAC_STATIC, MAC_TYPE_COUNT };
extern const struct enum_names mac_type_names;

enum link_state { LINK_STATE_ABSENT, LINK_UP, LINK_DOWN, LINK_STATE_COUNT };
extern const struct enum_names link_state_names;

/* <driver name=…>: who moves the packets; for an assigned NIC, who assigns it. */
enum iface_driver {
    IFACE_DRIVER_ABSENT,
    IFACE_DRIVER_QEMU,
    IFACE_DRIVER_VHOST,
    IFACE_DRIVER_KVM,
    IFACE_DRIVER_VFIO,
    IFACE_DRIVER_XEN,
    IFACE_DRIVER_COUNT,
};
extern const struct enum_names iface_driver_names;

enum iface_txmode { IFACE_TXMODE_ABSENT, IFACE_TXMODE_IOTHREAD, IFACE_TXMODE_TIMER, IFACE_TXMODE_COUNT };
extern const struct enum_names iface_txmode_names;

enum iface_backend { IFACE_BACKEND_ABSENT, IFACE_BACKEND_DEFAULT, IFACE_BACKEND_PASST, IFACE_BACKEND_COUNT };
extern const struct enum_names iface_backend_names;

enum port_forward_protocol { PORT_FORWARD_ABSENT, PORT_FORWARD_TCP, PORT_FORWARD_UDP, PORT_FORWARD_COUNT };
extern const struct enum_names port_forward_protocol_names;

struct iface_source {
    struct place where;
    char *network, *portgroup, *portid; /* network */
    char *bridge;                       /* bridge; what a network was resolved to */
    enum mac_table_manager mac_table_manager;
    char *dev;                      /* direct, vdpa, user with passt */
    enum macvtap_mode macvtap_mode; /* direct */
    char *name;                     /* internal */
    char *address;                  /* server, client, mcast, udp */
    struct number port;
    char *local_address; /* udp */
    struct number local_port;
    enum socket_type socket_type; /* vhostuser */
    char *socket_path;            /* vhostuser */
    enum socket_mode socket_mode;
    struct reconnect *reconnect;
    struct host_nic_address *host_address; /* hostdev */
    char *vds_switchid, *vds_portgroupid;  /* vds */
    struct integer vds_portid, vds_connectionid;
    GPtrArray *ips;    /* struct nic_ip *: of the host's side */
    GPtrArray *routes; /* struct route *: of the host's side */
};

enum host_nic_bus { HOST_NIC_BUS_ABSENT, HOST_NIC_PCI, HOST_NIC_USB, HOST_NIC_BUS_COUNT };
extern const struct enum_names host_nic_bus_names;

/* <address type='pci' domain=… /> of the NIC that is assigned. */
struct host_nic_address {
    struct place where;
    enum host_nic_bus type;
    struct number domain, bus, slot, function; /* pci; bus: usb too */
    enum on_off multifunction;                 /* pci: means nothing here */
    struct number device;                      /* usb */
};

struct port_range {
    struct place where;
    struct number start, end, to;
    enum yes_no exclude;
};

struct port_forward {
    struct place where;
    enum port_forward_protocol protocol;
    char *address, *dev;
    GPtrArray *ranges; /* struct port_range * */
};

struct filter_parameter {
    struct place where;
    char *name, *value;
};

struct filterref {
    struct place where;
    char *filter;
    GPtrArray *parameters; /* struct filter_parameter * */
};

/* Offloads; `host` is what the device takes from the guest, `guest` what it gives. */
struct iface_offloads {
    enum on_off csum, gso, tso4, tso6, ecn, ufo, mrg_rxbuf;
};

struct iface {
    struct device_info info;
    enum iface_type type;
    enum yes_no managed; /* hostdev */
    enum yes_no trust_guest_rx_filters;
    char *mac;
    enum mac_type mac_type;
    enum yes_no mac_check;
    struct iface_source source;
    struct virtualport *virtualport;
    struct vlan *vlan;
    struct bandwidth *bandwidth;
    enum yes_no port_isolated;
    GPtrArray *ips;           /* struct nic_ip *: of the guest's side */
    GPtrArray *routes;        /* struct route * */
    GPtrArray *port_forwards; /* struct port_forward * */
    char *script, *downscript, *backenddomain;
    char *target_dev; /* the host's side, a tap */
    enum yes_no target_managed;
    char *guest_dev, *guest_actual;
    char *model; /* "virtio", "e1000e", … */

    /* <driver> */
    enum iface_driver driver;
    char *driver_model; /* hostdev: the VFIO variant driver */
    enum iface_txmode txmode;
    enum on_off ioeventfd, event_idx, rss, rss_hash_report;
    struct number queues, rx_queue_size, tx_queue_size;
    struct virtio_options virtio;
    struct iface_offloads host, guest;

    /* <backend> */
    enum iface_backend backend;
    char *backend_tap, *backend_vhost, *backend_log, *backend_hostname, *backend_fqdn;

    struct filterref *filterref;
    struct number sndbuf; /* <tune> */
    enum link_state link;
    struct number mtu;
    struct number coalesce_rx_frames;
    struct teaming *teaming;
};
extern const struct element iface_element;

/* Whether the model is virtio in any of its forms. */
bool iface_is_virtio(const struct iface *nic);
