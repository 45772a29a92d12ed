#include "vm/control.h"

#include "base/fd.h"
#include "base/stream.h"

#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>

enum {
    LINE_MAX_BYTES = 1 << 20,
    OUT_MAX_BYTES = 1 << 20,
    FDS_MAX = 16,
    DEPTH_MAX = 32,
    CLIENTS_MAX = 256,
    REQUESTS_MAX = 64, /* of one client, not answered */
};

struct control {
    int listening;
    guint accepting;
    const struct control_verb *verbs;
    void *data;
    GList *clients;
};

struct client {
    struct control *control;
    struct stream *stream;
    GList *requests;
    bool wants_events;
};

struct request {
    struct client *client; /* NULL: gone */
    struct json_object *id;
    void (*gone)(struct request *request, void *data);
    void *gone_data;
};

static void send_object(struct client *client, struct json_object *message)
{
    const char *text = json_object_to_json_string_ext(message, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    g_autofree char *line = g_strconcat(text, "\n", NULL);

    stream_send(client->stream, line, strlen(line));
}

/* ---- requests ---- */

static void request_end(struct request *request)
{
    if (request->client)
        request->client->requests = g_list_remove(request->client->requests, request);
    json_object_put(request->id);
    g_free(request);
}

/* Takes value. */
static void answer(struct request *request, const char *member, struct json_object *value)
{
    g_autoptr(json_object) message = json_object_new_object();

    json_object_object_add(message, "id", json_object_get(request->id));
    json_object_object_add(message, member, value);
    if (request->client)
        send_object(request->client, message);
    request_end(request);
}

void request_reply(struct request *request, struct json_object *result)
{
    answer(request, "result", result ? result : json_object_new_object());
}

void request_fail(struct request *request, const GError *error)
{
    answer(request, "error", json_from_error(error));
}

void request_refuse(struct request *request, enum tandem_error code, const char *format, ...)
{
    g_autoptr(GError) error = NULL;
    va_list args;

    va_start(args, format);
    error = g_error_new_valist(TANDEM_ERROR, (int)code, format, args);
    va_end(args);
    request_fail(request, error);
}

void request_subscribe(struct request *request)
{
    if (request->client)
        request->client->wants_events = true;
}

int request_take_fd(struct request *request)
{
    return request->client ? stream_take_fd(request->client->stream) : -1;
}

void request_on_gone(struct request *request, void (*gone)(struct request *request, void *data), void *data)
{
    request->gone = gone;
    request->gone_data = data;
}

/* ---- clients ---- */

static void client_free(struct client *client)
{
    client->control->clients = g_list_remove(client->control->clients, client);
    stream_free(client->stream);
    while (client->requests) {
        struct request *request = client->requests->data;

        client->requests = g_list_delete_link(client->requests, client->requests);
        request->client = NULL;
        if (request->gone)
            request->gone(request, request->gone_data);
    }
    g_free(client);
}

static void on_closed(const GError *error, void *data)
{
    client_free(data);
}

static const struct control_verb *find_verb(const struct control *control, const char *name)
{
    for (const struct control_verb *verb = control->verbs; verb->name; verb++)
        if (strcmp(verb->name, name) == 0)
            return verb;
    return NULL;
}

/* Fails only for what is wrong with the message itself; then its id may be unknown. */
static bool handle(struct client *client, struct json_object *message, GError **error)
{
    struct json_object *id = NULL, *arguments = NULL;
    g_autoptr(json_object) none = json_object_new_object();
    const struct control_verb *verb;
    struct request *request;
    const char *name = NULL;

    if (!json_get_string(message, "verb", true, &name, error) ||
        !json_get(message, "arguments", json_type_object, false, &arguments, error))
        return false;
    if (g_list_length(client->requests) >= REQUESTS_MAX)
        return fail(error, TANDEM_ERROR_USAGE, "more than %d requests wait for an answer", REQUESTS_MAX);
    json_object_object_get_ex(message, "id", &id);
    request = g_new0(struct request, 1);
    request->client = client;
    request->id = json_object_get(id);
    client->requests = g_list_prepend(client->requests, request);
    verb = find_verb(client->control, name);
    if (verb)
        verb->handle(request, arguments ? arguments : none, client->control->data);
    else
        request_refuse(request, TANDEM_ERROR_USAGE, "the monitor knows no verb '%s'", name);
    return true;
}

static void on_line(char *text, size_t length, void *data)
{
    struct client *client = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) message = json_parse(text, length, DEPTH_MAX, &error);
    struct json_object *id = NULL;

    if (message && handle(client, message, &error))
        return;
    {
        g_autoptr(json_object) reply = json_object_new_object();

        if (message)
            json_object_object_get_ex(message, "id", &id);
        json_object_object_add(reply, "id", json_object_get(id));
        json_object_object_add(reply, "error", json_from_error(error));
        send_object(client, reply);
    }
}

static const struct stream_handlers stream_handlers = {.line = on_line, .closed = on_closed};

static bool may_connect(int fd)
{
    struct ucred peer;
    socklen_t length = sizeof(peer);

    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && (peer.uid == geteuid() || peer.uid == 0);
}

static gboolean on_connection(gint listening, GIOCondition condition, gpointer data)
{
    static const struct stream_limits limits = {
        .line_max = LINE_MAX_BYTES, .out_max = OUT_MAX_BYTES, .fd_max = FDS_MAX};
    struct control *control = data;
    AUTO_FD int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct client *client;

    if (fd < 0 || !may_connect(fd) || g_list_length(control->clients) >= CLIENTS_MAX)
        return G_SOURCE_CONTINUE;
    client = g_new0(struct client, 1);
    client->control = control;
    client->stream = stream_new(fd, fd, NULL, &limits, &stream_handlers, client);
    fd = -1;
    control->clients = g_list_prepend(control->clients, client);
    return G_SOURCE_CONTINUE;
}

/* ---- the whole ---- */

struct control *control_new(int listening, const struct control_verb *verbs, void *data)
{
    struct control *control = g_new0(struct control, 1);

    g_unix_set_fd_nonblocking(listening, TRUE, NULL);
    control->listening = listening;
    control->verbs = verbs;
    control->data = data;
    control->accepting = g_unix_fd_add(listening, G_IO_IN, on_connection, control);
    return control;
}

static void accept_nobody(struct control *control)
{
    if (control->accepting)
        g_source_remove(control->accepting);
    control->accepting = 0;
    close_fd(&control->listening);
}

void control_free(struct control *control)
{
    if (!control)
        return;
    accept_nobody(control);
    while (control->clients) {
        struct client *client = control->clients->data;

        while (client->requests)
            request_end(client->requests->data);
        client_free(client);
    }
    g_free(control);
}

void control_tell(struct control *control, const char *name, struct json_object *data)
{
    g_autoptr(json_object) message = json_object_new_object();

    json_object_object_add(message, "event", json_object_new_string(name));
    json_object_object_add(message, "time", json_object_new_int64(g_get_real_time() / 1000));
    json_object_object_add(message, "data", data ? data : json_object_new_object());
    for (GList *item = control->clients; item; item = item->next) {
        struct client *client = item->data;

        if (client->wants_events)
            send_object(client, message);
    }
}

void control_refuse_all(struct control *control, const char *text)
{
    for (GList *item = control->clients; item; item = item->next) {
        struct client *client = item->data;

        while (client->requests)
            request_refuse(client->requests->data, TANDEM_ERROR_HOST, "%s", text);
    }
}

static gboolean on_time_up(gpointer data)
{
    *(bool *)data = true;
    return G_SOURCE_CONTINUE;
}

static size_t bytes_waiting(const struct control *control)
{
    size_t waiting = 0;

    for (const GList *item = control->clients; item; item = item->next)
        waiting += stream_pending(((struct client *)item->data)->stream);
    return waiting;
}

void control_flush(struct control *control, unsigned milliseconds)
{
    bool time_up = false;
    guint timer = g_timeout_add(milliseconds, on_time_up, &time_up);

    accept_nobody(control);
    while (!time_up && bytes_waiting(control) > 0)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(timer);
}
