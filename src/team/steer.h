/* team/steer.h - the switch follows the pair: which bridge port has the MAC.
 *
 * Linux's net_failover drops what arrives on the persistent NIC from the moment that the transient one is
 * registered, and nobody tells the bridge.  A bridge that learns by itself loses a second or two at each
 * change (docs/failover.md has the measurements), so the monitor moves the MAC's forwarding entry:
 *
 * - Neither port learns.  The entry is static, put on the port of the NIC that is in use.  It does not
 *   age, and no frame that the guest or QEMU sends out of the other NIC moves it.
 * - While the guest changes over there is no entry: the bridge floods, both NICs are served, and a
 *   frame waits in the queue of the one that is not read yet.
 * - While the transient NIC arrives its port learns.  Its first frame, or the guest reading from it, says
 *   that the change is over (steer_heard).  QEMU must not announce on it then: announce-rounds 0 for an
 *   incoming migration, and announce-self with the persistent NIC's netdev only.
 *
 * A transient NIC that is no port of ours (a VF) takes its frames past the bridge.  While it is away, its
 * PF has to let the MAC through to the bridge: pf names it.
 *
 * Borrows the connection; owns copies of the names.  No port that went away with its QEMU is an error
 * for PAIR_PATH_NONE.
 */
#pragma once

#include "host/netlink.h"
#include "team/pair.h"

struct steer;

/* transient_port and pf may be NULL. */
struct steer *steer_new(const char *mac, const char *persistent_port, const char *transient_port, const char *pf);
void steer_free(struct steer *steer);
typedef struct steer steer_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(steer_t, steer_free)

/* What a path means for the switch: the decision, apart from its execution. */
struct steer_plan {
    bool entry_at_persistent, entry_at_transient; /* at most one; none: the bridge floods */
    bool transient_learns;
    bool mac_at_pf;
};
struct steer_plan steer_plan(enum pair_path path, bool transient_is_port);

/* Once, before the first steering: how the bridge is to treat the ports.  Both must be ports of a bridge. */
bool steer_prepare(struct steer *steer, struct netlink *netlink, GError **error);

/* Makes the switch follow that path.  After an error the switch floods at worst: it may be called again. */
bool steer_apply(struct steer *steer, struct netlink *netlink, enum pair_path path, GError **error);

/* Whether the guest uses the transient NIC, since steer_apply of PAIR_PATH_ARRIVING: its frames came in at its
 * port, or it has read what was sent there.  To be asked every 50 ms or so while that path holds. */
bool steer_heard(struct steer *steer, struct netlink *netlink, bool *ret_heard, GError **error);
