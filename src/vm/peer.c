#include "vm/peer.h"

#include "base/stream.h"

#include <string.h>

enum {
    LINE_MAX_BYTES = 4 << 20, /* a domain document and some */
    OUT_MAX_BYTES = 16 << 20,
    FULL_BYTES = 4 << 20, /* a quarter of it, where the stream says `drained` */
    BYTES_MAX = 1 << 20,  /* in one message */
    DEPTH_MAX = 32,
    PART_SECONDS = 5,
};

const char *const peer_type_names[PEER_TYPE_COUNT] = {
    [PEER_HELLO] = "hello",           [PEER_ACCEPT] = "accept", [PEER_STREAM] = "stream",
    [PEER_STREAM_END] = "stream-end", [PEER_LOADED] = "loaded", [PEER_HAND_OVER] = "hand-over",
    [PEER_RUNNING] = "running",       [PEER_FAILED] = "failed", [PEER_SETTLED] = "settled",
    [PEER_CANCEL] = "cancel",
};

struct peer {
    unsigned references;
    struct stream *stream;
    const struct peer_handlers *handlers;
    void *data;
    bool freed;
    unsigned *parting;
    guint part_timer;
};

static void unref(struct peer *peer)
{
    if (--peer->references == 0)
        g_free(peer);
}

void peer_free(struct peer *peer)
{
    if (!peer)
        return;
    peer->freed = true;
    g_clear_pointer(&peer->stream, stream_free);
    unref(peer);
}

/* Takes error. */
static void end(struct peer *peer, GError *error)
{
    g_clear_pointer(&peer->stream, stream_free);
    peer->handlers->closed(error, peer->data);
    g_error_free(error);
}

static void on_closed(const GError *error, void *data)
{
    end(data, error ? g_error_copy(error)
                    : g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST, "the other side closed the channel"));
}

static bool take_message(struct peer *peer, struct json_object *message, GError **error)
{
    unsigned type = 0;
    int64_t bytes = 0;

    if (!json_get_enum(message, "type", true, peer_type_names, PEER_TYPE_COUNT, &type, error) ||
        !json_get_int(message, "bytes", type == PEER_STREAM, 1, BYTES_MAX, &bytes, error))
        return false;
    if (type == PEER_STREAM)
        stream_expect(peer->stream, (size_t)bytes);
    else
        peer->handlers->message((enum peer_type)type, message, peer->data);
    return true;
}

static void on_line(char *text, size_t length, void *data)
{
    struct peer *peer = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) message = json_parse(text, length, DEPTH_MAX, &error);

    peer->references++;
    if ((!message || !take_message(peer, message, &error)) && !peer->freed)
        end(peer, g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST,
                              "what came over the channel is no message of tandem's: %s", error->message));
    unref(peer);
}

static void on_raw(const char *bytes, size_t length, void *data)
{
    struct peer *peer = data;

    peer->handlers->bytes(bytes, length, peer->data);
}

static void on_drained(void *data)
{
    struct peer *peer = data;

    if (peer->handlers->drained)
        peer->handlers->drained(peer->data);
}

static const struct stream_handlers stream_handlers = {on_line, on_raw, on_drained, on_closed};

struct peer *peer_new(int in, int out, const struct peer_handlers *handlers, void *data)
{
    static const struct stream_limits limits = {.line_max = LINE_MAX_BYTES, .out_max = OUT_MAX_BYTES};
    struct peer *peer = g_new0(struct peer, 1);

    peer->references = 1;
    peer->handlers = handlers;
    peer->data = data;
    peer->stream = stream_new(in, out, NULL, &limits, &stream_handlers, peer);
    return peer;
}

void peer_send(struct peer *peer, enum peer_type type, struct json_object *members)
{
    g_autoptr(json_object) message = members ? members : json_object_new_object();
    g_autofree char *line = NULL;

    if (!peer->stream)
        return;
    json_object_object_add(message, "type", json_object_new_string(peer_type_names[type]));
    line = g_strconcat(json_object_to_json_string_ext(message, JSON_C_TO_STRING_PLAIN), "\n", NULL);
    stream_send(peer->stream, line, strlen(line));
}

void peer_send_error(struct peer *peer, enum peer_type type, const GError *error)
{
    struct json_object *members = json_object_new_object();

    json_object_object_add(members, "error", json_from_error(error));
    peer_send(peer, type, members);
}

void peer_send_bytes(struct peer *peer, const char *bytes, size_t length)
{
    while (length > 0) {
        size_t part = MIN(length, BYTES_MAX);
        struct json_object *members = json_object_new_object();

        json_object_object_add(members, "bytes", json_object_new_int64((int64_t)part));
        peer_send(peer, PEER_STREAM, members);
        if (!peer->stream)
            return;
        stream_send(peer->stream, bytes, part);
        bytes += part;
        length -= part;
    }
}

bool peer_is_full(const struct peer *peer)
{
    return peer->stream && stream_pending(peer->stream) >= FULL_BYTES;
}

void peer_hold(struct peer *peer, bool held)
{
    if (peer->stream)
        stream_hold(peer->stream, held);
}

/* ---- parting ---- */

static void on_parting_message(enum peer_type type, struct json_object *message, void *data)
{
}

static void on_parting_bytes(const char *bytes, size_t length, void *data)
{
}

static void parted(struct peer *peer)
{
    if (peer->part_timer)
        g_source_remove(peer->part_timer);
    --*peer->parting;
    peer_free(peer);
}

static void on_parting_closed(const GError *error, void *data)
{
    parted(data);
}

static gboolean on_part_time(gpointer data)
{
    struct peer *peer = data;

    peer->part_timer = 0;
    parted(peer);
    return G_SOURCE_REMOVE;
}

void peer_part(struct peer *peer, unsigned *parting)
{
    static const struct peer_handlers handlers = {on_parting_message, on_parting_bytes, NULL, on_parting_closed};

    if (!peer)
        return;
    if (!peer->stream || stream_pending(peer->stream) == 0) {
        peer_free(peer); /* what has been written arrives */
        return;
    }
    peer->handlers = &handlers;
    peer->data = peer;
    peer->parting = parting;
    ++*parting;
    peer->part_timer = g_timeout_add_seconds(PART_SECONDS, on_part_time, peer);
    stream_hold(peer->stream, false);
    stream_finish(peer->stream);
}
