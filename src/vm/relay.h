/* vm/relay.h - QEMU's migration stream, between QEMU and the channel.
 *
 * QEMU gets one end of a socket pair; what it writes goes to the peer in messages, what the peer sends
 * goes to QEMU.  Neither end can fill up the monitor: QEMU is not read while the channel is full, and the
 * channel is not read while QEMU does not take it.  Borrows the peer.
 */
#pragma once

#include "vm/peer.h"

struct relay;

/* QEMU has closed its end: after the last byte, or because it gave up. */
typedef void (*relay_ended)(void *data);

/* Makes the pair; *ret_qemu_end is the caller's, to be given to QEMU. */
struct relay *relay_new(struct peer *peer, relay_ended ended, void *data, int *ret_qemu_end, GError **error);

/* Closes our end: a migration that goes on fails in QEMU. */
void relay_free(struct relay *relay);

/* Bytes from the peer. */
void relay_take(struct relay *relay, const char *bytes, size_t length);

/* There will be no more of them: QEMU reads an end. */
void relay_finish(struct relay *relay);

/* The peer's buffer has drained. */
void relay_go_on(struct relay *relay);

/* Bytes that QEMU has written so far. */
uint64_t relay_count(const struct relay *relay);
