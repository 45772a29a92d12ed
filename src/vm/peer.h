/* vm/peer.h - the other tandem, in a migration.
 *
 * The channel is whatever the user's command or ssh gives: two descriptors, bytes in order, no datagrams.
 * Both sides send messages, JSON objects with a "type", one a line; a message with "bytes": N is followed
 * by N raw bytes, a part of QEMU's migration stream.  docs/control-socket.md has the messages and their
 * order.  What comes is another host's and trusted with nothing: sizes and depth are limited, and what is
 * no message ends the channel.
 *
 * Order: source says hello; target accepts or refuses; the stream; target says loaded; source hands over;
 * target says running (or failed), later settled.  Before it hands over, either may cancel or just go.
 */
#pragma once

#include "base/json.h"

enum { PEER_PROTOCOL = 1 };

enum peer_type {
    PEER_HELLO,      /* source: what it has; read by `receive`, not by a monitor */
    PEER_ACCEPT,     /* target: QEMU waits for the stream */
    PEER_STREAM,     /* both: raw bytes follow */
    PEER_STREAM_END, /* both: there will be no more of them */
    PEER_LOADED,     /* target: the whole guest has come, and is held */
    PEER_HAND_OVER,  /* source: it is yours; the source does not let it run any more */
    PEER_RUNNING,    /* target: it is mine */
    PEER_FAILED,     /* target: I do not have it and never will */
    PEER_SETTLED,    /* target: its pairs have come to rest */
    PEER_CANCEL,     /* source: it stays here */
    PEER_TYPE_COUNT
};

struct peer;

struct peer_handlers {
    /* message is the peer's; for STREAM it comes before its bytes. */
    void (*message)(enum peer_type type, struct json_object *message, void *data);
    /* A part of QEMU's stream. */
    void (*bytes)(const char *bytes, size_t length, void *data);
    /* peer_is_full was true, and is no more. */
    void (*drained)(void *data);
    /* The channel has ended; error says how and is never NULL. */
    void (*closed)(const GError *error, void *data);
};

/* Takes the descriptors, which may be the same one.  Handlers may free the peer. */
struct peer *peer_new(int in, int out, const struct peer_handlers *handlers, void *data);
void peer_free(struct peer *peer);

/* Sends a message of that type with the members of `members` (taken; NULL: none). */
void peer_send(struct peer *peer, enum peer_type type, struct json_object *members);

/* Sends FAILED, CANCEL or another with the error as its "error". */
void peer_send_error(struct peer *peer, enum peer_type type, const GError *error);

/* Sends a part of the stream. */
void peer_send_bytes(struct peer *peer, const char *bytes, size_t length);

/* Bytes are waiting; whoever makes more of them should wait, too, until `drained`. */
bool peer_is_full(const struct peer *peer);

/* Reads nothing while held. */
void peer_hold(struct peer *peer, bool held);

/* Parts with the other side: what waits is still sent, then the channel is closed, after some seconds in any
 * case.  No handler is called any more.  Instead of peer_free.  *parting counts the peers that have not
 * finished; it has to stay. */
void peer_part(struct peer *peer, unsigned *parting);

extern const char *const peer_type_names[PEER_TYPE_COUNT];
