#include "vm/receive.h"

#include "vm/peer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4 << 20, DEPTH_MAX = 32 };

static bool wait_for_input(int fd, int64_t deadline, GError **error)
{
    for (;;) {
        int64_t left = (deadline - g_get_monotonic_time() + 999) / 1000;
        struct pollfd item = {.fd = fd, .events = POLLIN};
        int ready = left > 0 ? poll(&item, 1, (int)left) : 0;

        if (ready > 0)
            return true;
        if (ready == 0)
            return fail(error, TANDEM_ERROR_TIMEOUT, "the other host said nothing in time");
        if (errno != EINTR)
            return fail(error, TANDEM_ERROR_HOST, "cannot wait for the other host: %s", g_strerror(errno));
    }
}

/* After its hello the source says nothing before it is answered, so nothing behind the line is lost. */
static GString *read_line(int fd, int64_t deadline, GError **error)
{
    GString *line = g_string_new(NULL);

    while (!memchr(line->str, '\n', line->len)) {
        char block[4096];
        ssize_t got;

        if (line->len > LINE_MAX_BYTES) {
            fail(error, TANDEM_ERROR_HOST, "the other host's first line has more than %d bytes", LINE_MAX_BYTES);
            break;
        }
        if (!wait_for_input(fd, deadline, error))
            break;
        got = read(fd, block, sizeof(block));
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0) {
            fail(error, TANDEM_ERROR_HOST, "the other host went away without a hello");
            break;
        }
        g_string_append_len(line, block, got);
    }
    if (memchr(line->str, '\n', line->len))
        return line;
    g_string_free(line, TRUE);
    return NULL;
}

static bool check(struct json_object *hello, GError **error)
{
    const char *type = NULL, *text = NULL;
    struct json_object *member = NULL;
    int64_t protocol = 0;

    if (!json_get_string(hello, "type", true, &type, error) ||
        !json_get_int(hello, "protocol", true, 0, INT64_MAX, &protocol, error))
        return false;
    if (strcmp(type, "hello") != 0)
        return fail(error, TANDEM_ERROR_HOST, "it begins with '%s', not with 'hello'", type);
    if (protocol != PEER_PROTOCOL)
        return fail(error, TANDEM_ERROR_HOST,
                    "it speaks protocol %" G_GINT64_FORMAT " and we speak %d; use the same version of tandem on both "
                    "hosts",
                    protocol, PEER_PROTOCOL);
    return json_get_string(hello, "version", true, &text, error) &&
           json_get_string(hello, "name", true, &text, error) && json_get_string(hello, "uuid", true, &text, error) &&
           json_get_string(hello, "xml", false, &text, error) &&
           json_get(hello, "detached", json_type_array, true, &member, error) &&
           json_get(hello, "wishes", json_type_object, false, &member, error);
}

struct json_object *receive_hello(int channel_in, unsigned milliseconds, GError **error)
{
    g_autoptr(GString) line = read_line(channel_in, g_get_monotonic_time() + (int64_t)milliseconds * 1000, error);
    g_autoptr(json_object) hello = NULL;
    g_autoptr(GError) problem = NULL;

    if (!line)
        return NULL;
    hello = json_parse(line->str, line->len, DEPTH_MAX, &problem);
    if (!hello || !check(hello, &problem))
        return fail_null(error, TANDEM_ERROR_HOST, "the other host: %s", problem->message);
    return g_steal_pointer(&hello);
}

void receive_refuse(int channel_out, const GError *why)
{
    g_autoptr(json_object) message = json_pair("type", "failed");
    g_autofree char *line = NULL;
    ssize_t written;

    json_object_object_add(message, "error", json_from_error(why));
    line = g_strconcat(json_object_to_json_string_ext(message, JSON_C_TO_STRING_PLAIN), "\n", NULL);
    written = write(channel_out, line, strlen(line));
    (void)written; /* then it notices the end of the channel */
}
