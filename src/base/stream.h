/* base/stream.h - lines, and bytes between them, over a socket or a pair of pipes, without ever blocking.
 *
 * QMP, the control socket and the channel between two hosts all speak lines; the channel also carries
 * runs of raw bytes.  A stream lives on a GLib main context, buffers both ways with limits, and passes
 * descriptors over UNIX sockets.  Nothing that a peer sends can block, crash or fill up the process: a
 * line or an outgoing buffer over its limit breaks the stream.
 *
 * Handlers are called from the main context only, never from within a call into the stream.  Any of them
 * may free the stream.  A stream that broke or ended calls `closed` once, then nothing any more; it still
 * has to be freed.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct stream;

struct stream_handlers {
    /* A line without its end (LF, or CR LF).  The text is followed by a NUL, may hold NULs and belongs to
     * the stream. */
    void (*line)(char *text, size_t length, void *data);
    /* A part of what stream_expect asked for.  NULL if the stream never expects raw bytes. */
    void (*raw)(const char *bytes, size_t length, void *data);
    /* What waited to be sent has been sent but for less than a quarter of out_max.  May be NULL. */
    void (*drained)(void *data);
    /* error is NULL if the peer ended properly, between two lines. */
    void (*closed)(const GError *error, void *data);
};

struct stream_limits {
    size_t line_max; /* bytes in a line */
    size_t out_max;  /* bytes that may wait to be sent */
    unsigned fd_max; /* received descriptors that may wait to be taken; 0: none are accepted */
};

/* Takes both descriptors (the same one twice for a socket) and makes them non-blocking.  context NULL is
 * the default one.  handlers must stay.  The process must ignore SIGPIPE if `out` is a pipe. */
struct stream *stream_new(int in, int out, GMainContext *context, const struct stream_limits *limits,
                          const struct stream_handlers *handlers, void *data);

/* What is not sent yet is lost; see stream_pending.  NULL is let pass. */
void stream_free(struct stream *stream);

/* Sends a copy of the bytes.  Passing out_max breaks the stream. */
void stream_send(struct stream *stream, const char *bytes, size_t length);

/* The same; with the first of them goes the descriptor, which is taken. */
void stream_send_fd(struct stream *stream, const char *bytes, size_t length, int fd);

/* Sends no more after what is waiting: the peer reads an end.  Reading goes on. */
void stream_finish(struct stream *stream);

/* Bytes that wait to be sent. */
size_t stream_pending(const struct stream *stream);

/* The oldest descriptor that came with what was read so far, now the caller's; -1 if there is none. */
int stream_take_fd(struct stream *stream);

/* The next `length` bytes are raw, lines go on behind them.  Call it from `line`, or before anything has
 * been read.  STREAM_ALL: there are no lines at all, and the peer may end anywhere. */
#define STREAM_ALL SIZE_MAX
void stream_expect(struct stream *stream, size_t length);

/* Reads nothing more while held, so that a slow consumer slows the sender. */
void stream_hold(struct stream *stream, bool held);
