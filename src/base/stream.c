#include "base/stream.h"

#include "base/fd.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>

enum {
    READ_SIZE = 4096,            /* lines are short; a larger one is put together */
    RAW_READ_SIZE = 128 * 1024,  /* raw bytes come in great numbers */
    LAST_WORDS_SIZE = 64 * 1024, /* what is still read from a peer that takes nothing any more */
    FDS_AT_ONCE = 8,
};

struct chunk {
    char *bytes;
    size_t length, sent;
    int fd; /* goes with the first byte; -1: none */
};

struct stream {
    unsigned references;
    int in, out;
    GMainContext *context;
    struct stream_limits limits;
    const struct stream_handlers *handlers;
    void *data;

    GSource *in_source, *out_source, *later; /* NULL: not waited for */
    GByteArray *buffer;                      /* read, from `begin` on not handled */
    size_t begin, scanned, expected;
    GQueue chunks;
    size_t pending;
    GQueue fds; /* descriptors + 1, as a NULL is no element */
    GError *broken;
    bool held, full, finishing, ended, closed;
    bool has_last_words; /* broken, but what it sent before may be read */
};

static gboolean on_later(gpointer data);

static void chunk_free(gpointer data)
{
    struct chunk *chunk = data;

    close_fd(&chunk->fd);
    g_free(chunk->bytes);
    g_free(chunk);
}

static void drop_source(GSource **source)
{
    if (!*source)
        return;
    g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void drop_output(struct stream *stream)
{
    drop_source(&stream->out_source);
    g_queue_clear_full(&stream->chunks, chunk_free);
    stream->pending = 0;
}

static void unref(struct stream *stream)
{
    if (--stream->references > 0)
        return;
    g_byte_array_unref(stream->buffer);
    g_main_context_unref(stream->context);
    g_clear_error(&stream->broken);
    g_free(stream);
}

/* From here on the owner hears nothing any more. */
static void shut(struct stream *stream)
{
    stream->closed = true;
    drop_source(&stream->in_source);
    drop_source(&stream->later);
    drop_output(stream);
    while (!g_queue_is_empty(&stream->fds))
        close(GPOINTER_TO_INT(g_queue_pop_head(&stream->fds)) - 1);
    if (stream->out == stream->in)
        stream->out = -1;
    close_fd(&stream->in);
    close_fd(&stream->out);
}

void stream_free(struct stream *stream)
{
    if (!stream)
        return;
    shut(stream);
    unref(stream);
}

static void tell_closed(struct stream *stream, const GError *error)
{
    if (stream->closed)
        return;
    shut(stream);
    stream->handlers->closed(error, stream->data);
}

static GSource *attach(struct stream *stream, GSource *source, GSourceFunc function)
{
    g_source_set_callback(source, function, stream, NULL);
    g_source_attach(source, stream->context);
    return source;
}

/* The owner is called from the main context, not from within its own call. */
static void do_later(struct stream *stream)
{
    if (!stream->later && !stream->closed)
        stream->later = attach(stream, g_idle_source_new(), on_later);
}

static void G_GNUC_PRINTF(2, 3) break_stream(struct stream *stream, const char *format, ...)
{
    va_list args;

    if (!stream->broken) {
        g_autofree char *text = NULL;

        va_start(args, format);
        text = g_strdup_vprintf(format, args);
        va_end(args);
        fail(&stream->broken, TANDEM_ERROR_HOST, "%s", text);
    }
    drop_source(&stream->in_source);
    drop_output(stream);
    do_later(stream);
}

/* ---- sending ---- */

static ssize_t send_some(struct stream *stream, const struct chunk *chunk)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct iovec piece = {.iov_base = chunk->bytes + chunk->sent, .iov_len = chunk->length - chunk->sent};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};

    if (stream->out != stream->in)
        return write(stream->out, piece.iov_base, piece.iov_len);
    if (chunk->fd >= 0) {
        struct cmsghdr *header = &control.align;

        message.msg_control = control.bytes;
        message.msg_controllen = sizeof(control.bytes);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &chunk->fd, sizeof(int));
    }
    return sendmsg(stream->out, &message, MSG_NOSIGNAL);
}

static void finish_now(struct stream *stream)
{
    if (stream->out == stream->in)
        shutdown(stream->out, SHUT_WR);
    else
        close_fd(&stream->out);
}

static gboolean on_output(gint fd, GIOCondition condition, gpointer data);

static void send_waiting(struct stream *stream)
{
    while (!g_queue_is_empty(&stream->chunks)) {
        struct chunk *chunk = g_queue_peek_head(&stream->chunks);
        ssize_t sent = send_some(stream, chunk);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        if (sent < 0) {
            stream->has_last_words = true;
            break_stream(stream, "the peer takes nothing any more: %s", g_strerror(errno));
            return;
        }
        close_fd(&chunk->fd);
        chunk->sent += (size_t)sent;
        stream->pending -= (size_t)sent;
        if (chunk->sent == chunk->length)
            chunk_free(g_queue_pop_head(&stream->chunks));
    }
    if (g_queue_is_empty(&stream->chunks)) {
        drop_source(&stream->out_source);
        if (stream->finishing)
            finish_now(stream);
    } else if (!stream->out_source) {
        stream->out_source = attach(stream, g_unix_fd_source_new(stream->out, G_IO_OUT), G_SOURCE_FUNC(on_output));
    }
}

static gboolean on_output(gint fd, GIOCondition condition, gpointer data)
{
    struct stream *stream = data;

    stream->references++;
    send_waiting(stream);
    if (stream->full && stream->pending < stream->limits.out_max / 4 && !stream->broken) {
        stream->full = false;
        if (stream->handlers->drained)
            stream->handlers->drained(stream->data);
    }
    unref(stream);
    return G_SOURCE_CONTINUE; /* where it was dropped meanwhile it is destroyed already */
}

void stream_send_fd(struct stream *stream, const char *bytes, size_t length, int fd)
{
    struct chunk *chunk;

    if (stream->closed || stream->broken || stream->finishing || length == 0) {
        close_fd(&fd);
        return;
    }
    if (length > stream->limits.out_max - stream->pending) {
        close_fd(&fd);
        break_stream(stream, "the peer does not read: more than %zu bytes wait for it", stream->limits.out_max);
        return;
    }
    chunk = g_new0(struct chunk, 1);
    chunk->bytes = g_memdup2(bytes, length);
    chunk->length = length;
    chunk->fd = fd;
    g_queue_push_tail(&stream->chunks, chunk);
    stream->pending += length;
    if (!stream->out_source)
        send_waiting(stream);
    if (stream->pending >= stream->limits.out_max / 4)
        stream->full = true;
}

void stream_send(struct stream *stream, const char *bytes, size_t length)
{
    stream_send_fd(stream, bytes, length, -1);
}

void stream_finish(struct stream *stream)
{
    if (stream->closed || stream->broken || stream->finishing)
        return;
    stream->finishing = true;
    if (g_queue_is_empty(&stream->chunks))
        finish_now(stream);
}

size_t stream_pending(const struct stream *stream)
{
    return stream->pending;
}

/* ---- receiving ---- */

static void keep_fds(struct stream *stream, struct msghdr *message)
{
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);

        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        for (size_t i = 0; i < count; i++) {
            int fd;

            memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
            g_queue_push_tail(&stream->fds, GINT_TO_POINTER(fd + 1));
        }
    }
    if (g_queue_get_length(&stream->fds) > stream->limits.fd_max)
        break_stream(stream, "the peer sent more than %u descriptors", stream->limits.fd_max);
}

static ssize_t receive(struct stream *stream, void *to, size_t size)
{
    union {
        char bytes[CMSG_SPACE(FDS_AT_ONCE * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec piece = {.iov_base = to, .iov_len = size};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    ssize_t got;

    if (stream->limits.fd_max == 0)
        return read(stream->in, to, size);
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof(control.bytes);
    got = recvmsg(stream->in, &message, MSG_CMSG_CLOEXEC);
    if (got >= 0)
        keep_fds(stream, &message);
    return got;
}

/* Reads once.  Bytes, 0 at the end, -1 if there is nothing now or the stream broke. */
static ssize_t read_some(struct stream *stream)
{
    size_t size = stream->expected > 0 ? RAW_READ_SIZE : READ_SIZE, have = stream->buffer->len;
    ssize_t got;

    g_byte_array_set_size(stream->buffer, (guint)(have + size + 1)); /* room for the NUL behind a line */
    do
        got = receive(stream, stream->buffer->data + have, size);
    while (got < 0 && errno == EINTR);
    g_byte_array_set_size(stream->buffer, (guint)(have + (size_t)MAX(got, 0)));
    if (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
        break_stream(stream, "cannot read from the peer: %s", g_strerror(errno));
    return got;
}

static bool may_go_on(const struct stream *stream)
{
    return !stream->closed && !stream->held;
}

static void hand_over_raw(struct stream *stream)
{
    size_t length = MIN(stream->expected, stream->buffer->len - stream->begin);
    const char *bytes = (const char *)stream->buffer->data + stream->begin;

    if (stream->expected != STREAM_ALL)
        stream->expected -= length;
    stream->begin += length;
    stream->scanned = stream->begin;
    stream->handlers->raw(bytes, length, stream->data);
}

/* false if there is no whole line. */
static bool hand_over_line(struct stream *stream)
{
    char *start = (char *)stream->buffer->data + stream->begin;
    char *from = (char *)stream->buffer->data + stream->scanned;
    char *end = memchr(from, '\n', stream->buffer->len - stream->scanned);
    size_t length = end ? (size_t)(end - start) : stream->buffer->len - stream->begin;

    if (length > stream->limits.line_max) {
        break_stream(stream, "the peer sent a line of more than %zu bytes", stream->limits.line_max);
        stream->begin = stream->scanned = stream->buffer->len;
        return false;
    }
    if (!end) {
        stream->scanned = stream->buffer->len;
        return false;
    }
    stream->begin += length + 1;
    stream->scanned = stream->begin;
    if (length > 0 && start[length - 1] == '\r')
        length--;
    start[length] = '\0';
    stream->handlers->line(start, length, stream->data);
    return true;
}

static void handle_buffer(struct stream *stream)
{
    while (may_go_on(stream) && stream->begin < stream->buffer->len) {
        if (stream->expected > 0)
            hand_over_raw(stream);
        else if (!hand_over_line(stream))
            break;
    }
    if (stream->begin > 0) {
        g_byte_array_remove_range(stream->buffer, 0, (guint)stream->begin);
        stream->scanned -= stream->begin;
        stream->begin = 0;
    }
    if (stream->buffer->len == 0 &&
        (stream->expected == 0 || stream->expected == STREAM_ALL)) { /* GLib's arrays never shrink */
        g_byte_array_unref(stream->buffer);
        stream->buffer = g_byte_array_new();
    }
}

static void handle_end(struct stream *stream)
{
    drop_source(&stream->in_source);
    if (!may_go_on(stream))
        return;
    if (!stream->broken && (stream->buffer->len > 0 || (stream->expected > 0 && stream->expected != STREAM_ALL)))
        fail(&stream->broken, TANDEM_ERROR_HOST, "the peer ended in the middle of a message");
    tell_closed(stream, stream->broken);
}

static gboolean on_input(gint fd, GIOCondition condition, gpointer data)
{
    struct stream *stream = data;
    ssize_t got;

    stream->references++;
    got = read_some(stream);
    if (got > 0 && !stream->broken)
        handle_buffer(stream);
    if (got == 0) {
        stream->ended = true;
        handle_end(stream);
    }
    unref(stream);
    return G_SOURCE_CONTINUE;
}

static void wait_for_input(struct stream *stream)
{
    if (!stream->in_source && !stream->closed && !stream->held && !stream->broken && !stream->ended)
        stream->in_source = attach(stream, g_unix_fd_source_new(stream->in, G_IO_IN), G_SOURCE_FUNC(on_input));
}

/* A peer that left may have said why before: what can be read at once is still handed on. */
static void hear_last_words(struct stream *stream)
{
    for (size_t total = 0; may_go_on(stream) && !stream->ended && total < LAST_WORDS_SIZE;) {
        ssize_t got = read_some(stream);

        if (got <= 0)
            break;
        total += (size_t)got;
        handle_buffer(stream);
    }
}

static gboolean on_later(gpointer data)
{
    struct stream *stream = data;

    stream->references++;
    g_clear_pointer(&stream->later, g_source_unref);
    if (may_go_on(stream))
        handle_buffer(stream);
    if (stream->broken) {
        if (stream->has_last_words)
            hear_last_words(stream);
        tell_closed(stream, stream->broken);
    } else if (stream->ended) {
        handle_end(stream);
    } else {
        wait_for_input(stream);
    }
    unref(stream);
    return G_SOURCE_REMOVE;
}

int stream_take_fd(struct stream *stream)
{
    return GPOINTER_TO_INT(g_queue_pop_head(&stream->fds)) - 1;
}

void stream_expect(struct stream *stream, size_t length)
{
    stream->expected = length;
}

void stream_hold(struct stream *stream, bool held)
{
    if (stream->held == held || stream->closed)
        return;
    stream->held = held;
    if (held)
        drop_source(&stream->in_source);
    else
        do_later(stream);
}

struct stream *stream_new(int in, int out, GMainContext *context, const struct stream_limits *limits,
                          const struct stream_handlers *handlers, void *data)
{
    struct stream *stream = g_new0(struct stream, 1);

    g_unix_set_fd_nonblocking(in, TRUE, NULL);
    g_unix_set_fd_nonblocking(out, TRUE, NULL);
    stream->references = 1;
    stream->in = in;
    stream->out = out;
    stream->context = g_main_context_ref(context ? context : g_main_context_default());
    stream->limits = *limits;
    stream->handlers = handlers;
    stream->data = data;
    stream->buffer = g_byte_array_new();
    g_queue_init(&stream->chunks);
    g_queue_init(&stream->fds);
    wait_for_input(stream);
    return stream;
}
