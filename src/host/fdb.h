/* host/fdb.h - the forwarding entries of a bridge: which MAC is behind which port.
 *
 * What `bridge fdb` does.  An entry belongs to a MAC and a bridge (and VLAN): putting it on one port takes it
 * from another.  A static entry does not age; frames from its MAC that come in at another port that learns
 * move it all the same.
 */
#pragma once

#include "host/netlink.h"

enum fdb_table {
    FDB_BRIDGE, /* of the bridge that the device is a port of */
    FDB_SELF,   /* of the device itself: the MACs that a PF lets through to the host */
};

/* A static entry for the MAC at that port, in place of one at another port (`bridge fdb replace MAC dev PORT
 * master static`, or `self`).  On a bridge that filters VLANs: in each VLAN of the port. */
bool fdb_put(struct netlink *netlink, enum fdb_table table, const char *port, const char *mac, GError **error);

/* Removes the MAC's entry if it is at that port, learned or put; another port's stays.  True also if there
 * was none. */
bool fdb_remove(struct netlink *netlink, enum fdb_table table, const char *port, const char *mac, GError **error);

enum fdb_kind {
    FDB_NONE,
    FDB_LEARNED, /* by frames from that MAC */
    FDB_STATIC,  /* put */
    FDB_LOCAL,   /* the port's own address */
};

/* What entry the bridge has for the MAC at that port. */
bool fdb_look(struct netlink *netlink, const char *port, const char *mac, enum fdb_kind *ret_kind, GError **error);
