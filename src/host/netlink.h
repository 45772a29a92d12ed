/* host/netlink.h - the host's network devices and bridges, through the kernel's route netlink.
 *
 * One connection, in the network namespace of the caller at the time of netlink_open.  Every change is
 * acknowledged by the kernel before the call comes back.  Devices are named; one that does not exist is
 * TANDEM_ERROR_HOST with its name.  Names are looked up at each call: a device that was deleted and made
 * again under its name is another one.  Sysfs is not asked: in a container it may show another network
 * namespace than the one the process is in.
 */
#pragma once

#include "base/error.h"

#include <stdint.h>

struct nl_sock;

#define MAC_TEXT_SIZE 18 /* "52:54:00:12:34:56" with its end */

struct netlink;
typedef struct netlink netlink_t;

struct netlink *netlink_open(GError **error);
void netlink_free(struct netlink *netlink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(netlink_t, netlink_free)

/* The socket, for the files beside this one. */
struct nl_sock *netlink_socket(struct netlink *netlink);

/* A failure of libnl (code, negative) as an error.  doing is what was tried: "move 52:54:... to 'tnd0'".
 * Says what is missing when the kernel refuses for want of rights.  Always false. */
bool netlink_fail(GError **error, int code, const char *doing, ...) G_GNUC_PRINTF(3, 4);

struct netlink_link {
    int index;
    int master; /* index of the bridge or bond that it is a port of; 0: none */
    bool up;    /* administratively */
    unsigned mtu;
    char mac[MAC_TEXT_SIZE]; /* small letters */
    char type[16];           /* "bridge", "tun", "veth"...; empty for hardware */
    uint64_t sent;           /* frames that left through it; of a tap: that its owner has read */
};

bool netlink_link_get(struct netlink *netlink, const char *name, struct netlink_link *ret_link, GError **error);

/* The index of a device, 0 if there is none of that name. */
unsigned netlink_link_index(struct netlink *netlink, const char *name, GError **error);

bool netlink_link_set_up(struct netlink *netlink, const char *name, bool up, GError **error);
bool netlink_link_set_mtu(struct netlink *netlink, const char *name, unsigned mtu, GError **error);

/* Makes a device a port of a bridge (`ip link set PORT master BRIDGE`). */
bool netlink_bridge_add_port(struct netlink *netlink, const char *bridge, const char *port, GError **error);

/* Takes a device out of the bridge or bond that it is a port of, if any. */
bool netlink_link_release(struct netlink *netlink, const char *name, GError **error);

bool netlink_link_delete(struct netlink *netlink, const char *name, GError **error);

/* How a bridge treats a port. */
enum port_flag {
    PORT_LEARNING = 1 << 0, /* the sender of a frame that comes in gets a forwarding entry */
    PORT_FLOOD = 1 << 1,    /* frames for a MAC without an entry go out here too */
    PORT_ISOLATED = 1 << 2, /* no frames to other isolated ports */
};

/* Gives the flags in mask the values that they have in flags (`bridge link set dev PORT learning off`...). */
bool netlink_port_set(struct netlink *netlink, const char *port, unsigned mask, unsigned flags, GError **error);
