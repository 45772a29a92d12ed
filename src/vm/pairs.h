/* vm/pairs.h - the pairs of a machine: where team/pair.h's pure machine meets QEMU, the switch and the clock.
 *
 * Feeds QEMU's events into the machine of each pair and carries out the actions that come back.  The
 * status and the event stream get what the machines tell.  A wish (release, give back) is for all pairs
 * at once; one wish at a time.
 */
#pragma once

#include "team/pair.h"
#include "vm/monitor.h"

struct pairs;

/* One machine for each pair of the plan.  Borrows the monitor, whose QMP connection has to be ready before
 * anything is fed in. */
struct pairs *pairs_new(struct monitor *monitor);
void pairs_free(struct pairs *pairs);

/* QEMU has just been started by us.  detached: the pairs (by their transient NIC's id) that were detached by
 * wish where an incoming guest came from, an array of strings; NULL: none. */
void pairs_begin(struct pairs *pairs, struct json_object *detached);

/* QEMU was started by another monitor, whose status file is in monitor->status. */
void pairs_adopt(struct pairs *pairs, bool running);

/* An event of QEMU's. */
void pairs_on_event(struct pairs *pairs, const char *name, struct json_object *data);

/* The incoming guest runs here now. */
void pairs_guest_arrived(struct pairs *pairs);

/* The guest runs elsewhere, or QEMU has ended. */
void pairs_guest_gone(struct pairs *pairs, const char *text);

/* Called once with NULL when QEMU has none of the transient NICs any more, or with the reason why one of
 * them stays; then the others have been given back. */
typedef void (*pairs_done)(const GError *error, void *data);

/* Asks the guest to let the transient NICs go, within that time (0: the pairs' own). */
void pairs_release(struct pairs *pairs, enum pair_cause cause, unsigned milliseconds, pairs_done done, void *data);

/* The release is called off, or what it was for is over.  A release under way is not answered any more. */
void pairs_give_back(struct pairs *pairs, enum pair_cause cause, const char *text);

/* One transient NIC, by wish: out, until it is attached again, and back.  done is called once, as above.  The
 * guest gets that many milliseconds (0: the pair's own). */
bool pairs_has_transient(const struct pairs *pairs, const char *id);
void pairs_detach(struct pairs *pairs, const char *id, unsigned milliseconds, pairs_done done, void *data);
void pairs_attach(struct pairs *pairs, const char *id, pairs_done done, void *data);

/* True if no pair is on its way from one state to another; a guest that has not negotiated is waited for by
 * nobody. */
bool pairs_at_rest(const struct pairs *pairs);

/* Called each time a pair has changed its state.  NULL: nobody. */
void pairs_on_change(struct pairs *pairs, void (*changed)(void *data), void *data);

/* For the status and the events: an array with an object for each pair.  The caller owns it. */
struct json_object *pairs_to_json(const struct pairs *pairs);

/* The ids of the transient NICs that were detached by wish, an array of strings.  The caller owns it. */
struct json_object *pairs_detached(const struct pairs *pairs);

unsigned pairs_count(const struct pairs *pairs);
