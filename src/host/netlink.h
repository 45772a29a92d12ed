/* host/netlink.h - the host's network devices and bridges, through the kernel's route netlink.
 *
 * One connection, in the network namespace of the caller at the time of netlink_open.  Every change is
 * acknowledged by the kernel before the call comes back.  Devices are named; one that does not exist is
 * TANDEM_ERROR_HOST with its name.
 */
#pragma once

#include "base/error.h"

struct netlink;
typedef struct netlink netlink_t;

struct netlink *netlink_open(GError **error);
void netlink_free(struct netlink *netlink);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(netlink_t, netlink_free)

/* The index of a device, 0 if there is none of that name. */
unsigned netlink_link_index(struct netlink *netlink, const char *name, GError **error);

bool netlink_link_set_up(struct netlink *netlink, const char *name, bool up, GError **error);
bool netlink_link_set_mtu(struct netlink *netlink, const char *name, unsigned mtu, GError **error);

/* Makes a device a port of a bridge (`ip link set PORT master BRIDGE`). */
bool netlink_bridge_add_port(struct netlink *netlink, const char *bridge, const char *port, GError **error);
