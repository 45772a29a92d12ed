/* vm/steering.h - what a pair's path means outside the state machine: the switch, and QEMU's queue.
 *
 * Carries a path out on the bridge (team/steer.h) and asks, while the transient NIC arrives, whether the guest
 * uses it already.  While it leaves, a QEMU filter-buffer keeps what comes for the persistent NIC: from the
 * moment that the guest's driver closes the transient NIC until it is unregistered, net_failover drops
 * what comes in by either.  The buffer is let go when the path changes, and each second, so that a guest that
 * does not release costs no memory.
 *
 * A pair whose persistent NIC is on no bridge of ours, or a monitor without the rights to steer, does none
 * of the former; the log says so.
 */
#pragma once

#include "team/pair.h"
#include "vm/monitor.h"

struct steering;

/* Prepares the ports.  heard is called with data when the guest has begun to use the transient NIC, from the
 * main loop.  Borrows monitor and plan. */
struct steering *steering_new(struct monitor *monitor, const struct plan_pair *plan, void (*heard)(void *data),
                              void *data);
void steering_free(struct steering *steering);

/* Whether heard will ever be called: the transient NIC is on a port that can be watched. */
bool steering_hears(const struct steering *steering);

/* Makes switch and queue follow the path.  What cannot be done is logged: the guest runs on. */
void steering_follow(struct steering *steering, enum pair_path path);
