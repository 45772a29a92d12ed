#include "vm/control_client.h"

#include "base/fd.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>

enum { LINE_MAX_BYTES = 16 << 20, READ_SIZE = 16384, DEPTH_MAX = 64, FDS_MAX = CONTROL_FDS_MAX };

struct control_client {
    int fd;
    int64_t last_number;
    GString *buffer;
    control_event handler;
    void *data;
};

struct control_client *control_client_new(int fd)
{
    struct control_client *client = g_new0(struct control_client, 1);

    client->fd = fd;
    client->buffer = g_string_new(NULL);
    return client;
}

void control_client_free(struct control_client *client)
{
    if (!client)
        return;
    close_fd(&client->fd);
    g_string_free(client->buffer, TRUE);
    g_free(client);
}

void control_client_on_event(struct control_client *client, control_event handler, void *data)
{
    client->handler = handler;
    client->data = data;
}

static ssize_t send_some(struct control_client *client, const char *text, size_t length, const int *fds, unsigned n)
{
    union {
        char bytes[CMSG_SPACE(FDS_MAX * sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct iovec piece = {.iov_base = (char *)text, .iov_len = length};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};

    if (n > 0) {
        struct cmsghdr *header = &control.align;

        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(n * sizeof(int));
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(n * sizeof(int));
        memcpy(CMSG_DATA(header), fds, n * sizeof(int));
    }
    return sendmsg(client->fd, &message, MSG_NOSIGNAL);
}

int64_t control_client_send(struct control_client *client, const char *verb, struct json_object *arguments,
                            const int *fds, unsigned n_fds, GError **error)
{
    g_autoptr(json_object) request = json_object_new_object();
    g_autofree char *line = NULL;
    size_t length, sent = 0;

    g_assert(n_fds <= FDS_MAX);
    json_object_object_add(request, "id", json_object_new_int64(++client->last_number));
    json_object_object_add(request, "verb", json_object_new_string(verb));
    if (arguments)
        json_object_object_add(request, "arguments", arguments);
    line = g_strconcat(json_object_to_json_string_ext(request, JSON_C_TO_STRING_PLAIN), "\n", NULL);
    length = strlen(line);
    while (sent < length) {
        ssize_t n = send_some(client, line + sent, length - sent, fds, sent == 0 ? n_fds : 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            fail(error, TANDEM_ERROR_HOST, "cannot ask the monitor: %s", g_strerror(errno));
            return -1;
        }
        sent += (size_t)n;
    }
    return client->last_number;
}

/* When milliseconds will have passed; 0: never. */
static int64_t deadline_in(unsigned milliseconds)
{
    return milliseconds ? g_get_monotonic_time() + (int64_t)milliseconds * 1000 : 0;
}

static bool wait_for_input(struct control_client *client, int64_t deadline, GError **error)
{
    for (;;) {
        int64_t left = deadline ? (deadline - g_get_monotonic_time() + 999) / 1000 : -1;
        struct pollfd item = {.fd = client->fd, .events = POLLIN};
        int ready = deadline && left <= 0 ? 0 : poll(&item, 1, (int)left);

        if (ready > 0)
            return true;
        if (ready == 0)
            return fail(error, TANDEM_ERROR_TIMEOUT, "the monitor did not answer in time");
        if (errno != EINTR)
            return fail(error, TANDEM_ERROR_HOST, "cannot wait for the monitor: %s", g_strerror(errno));
    }
}

/* The next message.  NULL with an error; NULL without one at the end of the connection. */
static struct json_object *next_message(struct control_client *client, int64_t deadline, GError **error)
{
    size_t scanned = 0;

    for (;;) {
        char *end = memchr(client->buffer->str + scanned, '\n', client->buffer->len - scanned);
        char block[READ_SIZE];
        ssize_t got;

        if (end) {
            size_t length = (size_t)(end - client->buffer->str);
            struct json_object *message = json_parse(client->buffer->str, length, DEPTH_MAX, error);

            g_string_erase(client->buffer, 0, (gssize)length + 1);
            return message;
        }
        scanned = client->buffer->len;
        if (scanned > LINE_MAX_BYTES)
            return fail_null(error, TANDEM_ERROR_HOST, "the monitor sent more than %d bytes in one line",
                             LINE_MAX_BYTES);
        if (!wait_for_input(client, deadline, error))
            return NULL;
        got = recv(client->fd, block, sizeof(block), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno != ECONNRESET)
            return fail_null(error, TANDEM_ERROR_HOST, "cannot hear the monitor: %s", g_strerror(errno));
        if (got <= 0)
            return NULL;
        g_string_append_len(client->buffer, block, got);
    }
}

static bool is_event(struct control_client *client, struct json_object *message)
{
    if (!json_object_object_get_ex(message, "event", NULL))
        return false;
    if (client->handler)
        client->handler(message, client->data);
    return true;
}

struct json_object *control_client_wait(struct control_client *client, int64_t number, unsigned milliseconds,
                                        GError **error)
{
    int64_t deadline = deadline_in(milliseconds);

    for (;;) {
        g_autoptr(GError) problem = NULL;
        g_autoptr(json_object) message = next_message(client, deadline, &problem);
        struct json_object *result = NULL, *failure = NULL;
        int64_t id = -1;

        if (problem) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return NULL;
        }
        if (!message)
            return fail_null(error, TANDEM_ERROR_HOST, "the monitor went away without an answer");
        if (is_event(client, message) || !json_get_int(message, "id", true, 0, INT64_MAX, &id, NULL) || id != number)
            continue;
        if (!json_get(message, "error", json_type_object, false, &failure, error))
            return NULL;
        if (failure) {
            json_to_error(failure, error);
            return NULL;
        }
        if (!json_object_object_get_ex(message, "result", &result) || !result)
            return fail_null(error, TANDEM_ERROR_HOST, "the monitor gave an answer without a result");
        return json_object_get(result);
    }
}

struct json_object *control_client_call(struct control_client *client, const char *verb, struct json_object *arguments,
                                        unsigned milliseconds, GError **error)
{
    int64_t number = control_client_send(client, verb, arguments, NULL, 0, error);

    return number < 0 ? NULL : control_client_wait(client, number, milliseconds, error);
}

bool control_client_serve(struct control_client *client, int fd, GError **error)
{
    for (;;) {
        struct pollfd items[] = {{.fd = fd, .events = POLLIN}, {.fd = client->fd, .events = POLLIN}};
        g_autoptr(GError) problem = NULL;
        g_autoptr(json_object) message = NULL;

        if (!memchr(client->buffer->str, '\n', client->buffer->len)) {
            if (poll(items, G_N_ELEMENTS(items), -1) < 0 && errno != EINTR)
                return fail(error, TANDEM_ERROR_HOST, "cannot wait for the monitor: %s", g_strerror(errno));
            if (items[0].revents)
                return true;
            if (!items[1].revents)
                continue;
        }
        message = next_message(client, 0, &problem);
        if (problem)
            g_propagate_error(error, g_steal_pointer(&problem));
        if (!message)
            return false;
        is_event(client, message);
    }
}

bool control_client_listen(struct control_client *client, GError **error)
{
    for (;;) {
        g_autoptr(GError) problem = NULL;
        g_autoptr(json_object) message = next_message(client, 0, &problem);

        if (problem) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return false;
        }
        if (!message)
            return true;
        is_event(client, message);
    }
}
