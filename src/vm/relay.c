#include "vm/relay.h"

#include "base/stream.h"

#include <string.h>
#include <sys/socket.h>

enum { OUT_MAX_BYTES = 16 << 20, FULL_BYTES = 4 << 20 };

struct relay {
    struct peer *peer;
    struct stream *stream;
    relay_ended ended;
    void *data;
    uint64_t count;
};

static void on_line(char *text, size_t length, void *data)
{
    g_assert_not_reached(); /* all of it is raw */
}

static void on_raw(const char *bytes, size_t length, void *data)
{
    struct relay *relay = data;

    relay->count += length;
    peer_send_bytes(relay->peer, bytes, length);
    if (peer_is_full(relay->peer))
        stream_hold(relay->stream, true);
}

static void on_drained(void *data)
{
    struct relay *relay = data;

    peer_hold(relay->peer, false);
}

static void on_closed(const GError *error, void *data)
{
    struct relay *relay = data;

    relay->ended(relay->data);
}

static const struct stream_handlers stream_handlers = {on_line, on_raw, on_drained, on_closed};

struct relay *relay_new(struct peer *peer, relay_ended ended, void *data, int *ret_qemu_end, GError **error)
{
    static const struct stream_limits limits = {.line_max = 1, .out_max = OUT_MAX_BYTES};
    struct relay *relay;
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot make a pair of sockets: %s", g_strerror(errno));
    relay = g_new0(struct relay, 1);
    relay->peer = peer;
    relay->ended = ended;
    relay->data = data;
    relay->stream = stream_new(ends[0], ends[0], NULL, &limits, &stream_handlers, relay);
    stream_expect(relay->stream, STREAM_ALL);
    *ret_qemu_end = ends[1];
    return relay;
}

void relay_free(struct relay *relay)
{
    if (!relay)
        return;
    stream_free(relay->stream);
    g_free(relay);
}

void relay_take(struct relay *relay, const char *bytes, size_t length)
{
    stream_send(relay->stream, bytes, length);
    if (stream_pending(relay->stream) >= FULL_BYTES)
        peer_hold(relay->peer, true);
}

void relay_finish(struct relay *relay)
{
    stream_finish(relay->stream);
}

void relay_go_on(struct relay *relay)
{
    stream_hold(relay->stream, false);
}

uint64_t relay_count(const struct relay *relay)
{
    return relay->count;
}
