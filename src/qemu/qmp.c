#include "qemu/qmp.h"

#include "base/fd.h"
#include "base/stream.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

G_DEFINE_QUARK(tandem - qmp - error - quark, qmp_error)

enum {
    LINE_MAX_BYTES = 8 * 1024 * 1024, /* query-qmp-schema, the longest reply, has 0.2 MB in QEMU 7.2 */
    OUT_MAX_BYTES = 8 * 1024 * 1024,
    DEPTH_MAX = 64,
    NEGOTIATION_ID = 0, /* commands are counted from 1 */
};

static const char *const class_names[] = {
    [QMP_ERROR_GENERIC] = "GenericError",
    [QMP_ERROR_COMMAND_NOT_FOUND] = "CommandNotFound",
    [QMP_ERROR_DEVICE_NOT_ACTIVE] = "DeviceNotActive",
    [QMP_ERROR_DEVICE_NOT_FOUND] = "DeviceNotFound",
    [QMP_ERROR_KVM_MISSING_CAP] = "KVMMissingCap",
};
G_STATIC_ASSERT(G_N_ELEMENTS(class_names) == QMP_ERROR_COUNT);

struct command {
    int64_t id;
    char *name;
    char *text; /* until it is sent */
    int fd;
    qmp_reply reply;
    void *data;
};

struct qmp {
    unsigned references;
    struct stream *stream;
    GMainContext *context;
    const struct qmp_handlers *handlers;
    void *data;
    GQueue commands; /* struct command *, given and not answered, in order */
    int64_t next_id;
    GSource *refusal; /* answers commands given after the end */
    GError *ended;
    bool greeted, ready, freed;
};

const char *qmp_error_class(const GError *error)
{
    return error->code >= 0 && error->code < QMP_ERROR_COUNT ? class_names[error->code] : class_names[0];
}

static void command_free(gpointer data)
{
    struct command *command = data;

    close_fd(&command->fd);
    g_free(command->name);
    g_free(command->text);
    g_free(command);
}

static void unref(struct qmp *qmp)
{
    if (--qmp->references > 0)
        return;
    g_main_context_unref(qmp->context);
    g_clear_error(&qmp->ended);
    g_free(qmp);
}

void qmp_free(struct qmp *qmp)
{
    if (!qmp)
        return;
    qmp->freed = true;
    g_clear_pointer(&qmp->stream, stream_free);
    if (qmp->refusal) {
        g_source_destroy(qmp->refusal);
        g_clear_pointer(&qmp->refusal, g_source_unref);
    }
    g_queue_clear_full(&qmp->commands, command_free);
    unref(qmp);
}

/* ---- the end ---- */

static void answer(struct command *command, struct json_object *result, const GError *error)
{
    if (command->reply)
        command->reply(result, error, command->data);
    command_free(command);
}

static void refuse_all(struct qmp *qmp)
{
    while (!qmp->freed && !g_queue_is_empty(&qmp->commands)) {
        struct command *command = g_queue_pop_head(&qmp->commands);
        g_autoptr(GError) error =
            g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST, "no reply to '%s': %s", command->name, qmp->ended->message);

        answer(command, NULL, error);
    }
}

/* Takes error. */
static void end(struct qmp *qmp, GError *error)
{
    if (qmp->freed || qmp->ended) {
        g_error_free(error);
        return;
    }
    qmp->references++;
    qmp->ended = error;
    qmp->ready = false;
    g_clear_pointer(&qmp->stream, stream_free);
    refuse_all(qmp);
    if (!qmp->freed && qmp->handlers && qmp->handlers->closed)
        qmp->handlers->closed(qmp->ended, qmp->data);
    unref(qmp);
}

static void on_closed(const GError *error, void *data)
{
    end(data,
        error ? g_error_copy(error) : g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST, "QEMU closed its QMP connection"));
}

static gboolean on_refusal(gpointer data)
{
    struct qmp *qmp = data;

    qmp->references++;
    g_clear_pointer(&qmp->refusal, g_source_unref);
    refuse_all(qmp);
    unref(qmp);
    return G_SOURCE_REMOVE;
}

/* ---- what comes ---- */

static GError *error_from_reply(const char *command, struct json_object *reply)
{
    const char *class = json_peek_string(reply, "class"), *description = json_peek_string(reply, "desc");
    int code = QMP_ERROR_GENERIC;

    for (int i = 0; class && i < QMP_ERROR_COUNT; i++)
        if (strcmp(class, class_names[i]) == 0)
            code = i;
    return g_error_new(QMP_ERROR, code, "QEMU refused '%s': %s", command,
                       description ? description : "no reason given");
}

static void send_command(struct qmp *qmp, struct command *command)
{
    stream_send_fd(qmp->stream, command->text, strlen(command->text), steal_fd(&command->fd));
    g_clear_pointer(&command->text, g_free);
}

static void on_negotiated(struct json_object *result, const GError *error, void *data)
{
    struct qmp *qmp = data;

    if (error) {
        end(qmp, g_error_copy(error));
        return;
    }
    qmp->ready = true;
    for (GList *item = qmp->commands.head; item; item = item->next)
        send_command(qmp, item->data);
    if (qmp->handlers && qmp->handlers->ready)
        qmp->handlers->ready(qmp->data);
}

static struct command *command_new(int64_t id, const char *name, struct json_object *arguments, int fd, qmp_reply reply,
                                   void *data)
{
    struct command *command = g_new0(struct command, 1);
    g_autoptr(json_object) text = json_object_new_object();

    command->id = id;
    command->name = g_strdup(name);
    command->fd = fd;
    command->reply = reply;
    command->data = data;
    json_object_object_add(text, "execute", json_object_new_string(name));
    if (arguments)
        json_object_object_add(text, "arguments", arguments);
    json_object_object_add(text, "id", json_object_new_int64(command->id));
    command->text = g_strconcat(json_object_to_json_string_ext(text, JSON_C_TO_STRING_PLAIN), "\n", NULL);
    return command;
}

static bool take_greeting(struct qmp *qmp, struct json_object *message, GError **error)
{
    struct json_object *greeting;
    struct command *command;

    if (!json_get(message, "QMP", json_type_object, true, &greeting, error))
        return false;
    qmp->greeted = true;
    command = command_new(NEGOTIATION_ID, "qmp_capabilities", NULL, -1, on_negotiated, qmp);
    send_command(qmp, command);
    g_queue_push_head(&qmp->commands, command);
    return true;
}

static bool take_event(struct qmp *qmp, struct json_object *message, GError **error)
{
    struct json_object *data = NULL, *timestamp = NULL;
    int64_t seconds = 0, microseconds = 0;
    const char *name;

    if (!json_get_string(message, "event", true, &name, error) ||
        !json_get(message, "data", json_type_object, false, &data, error) ||
        !json_get(message, "timestamp", json_type_object, false, &timestamp, error))
        return false;
    if (timestamp && (!json_get_int(timestamp, "seconds", true, -1, INT64_MAX / G_USEC_PER_SEC - 1, &seconds, error) ||
                      !json_get_int(timestamp, "microseconds", true, -1, G_USEC_PER_SEC - 1, &microseconds, error)))
        return false;
    if (qmp->handlers && qmp->handlers->event)
        qmp->handlers->event(name, data, MAX(seconds * G_USEC_PER_SEC + microseconds, 0), qmp->data);
    return true;
}

static struct command *take_command(struct qmp *qmp, int64_t id)
{
    for (GList *item = qmp->commands.head; item; item = item->next) {
        struct command *command = item->data;

        if (command->id == id && !command->text) {
            g_queue_delete_link(&qmp->commands, item);
            return command;
        }
    }
    return NULL;
}

static bool take_reply(struct qmp *qmp, struct json_object *message, GError **error)
{
    struct json_object *result = NULL, *failure = NULL;
    struct command *command;
    int64_t id = -1;

    if (!json_get(message, "error", json_type_object, false, &failure, error) ||
        !json_get_int(message, "id", false, 0, INT64_MAX, &id, error))
        return false;
    json_object_object_get_ex(message, "return", &result);
    if (!failure == !result)
        return fail(error, TANDEM_ERROR_HOST, "neither a reply nor an event");
    if (failure && id < 0) {
        g_autoptr(GError) reason = error_from_reply("a command", failure);

        return fail(error, TANDEM_ERROR_HOST, "%s", reason->message);
    }
    command = take_command(qmp, id);
    if (!command)
        return fail(error, TANDEM_ERROR_HOST, "a reply to a command that was not given");
    if (failure) {
        g_autoptr(GError) reason = error_from_reply(command->name, failure);

        answer(command, NULL, reason);
    } else {
        answer(command, result, NULL);
    }
    return true;
}

static void on_line(char *text, size_t length, void *data)
{
    struct qmp *qmp = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) message = json_parse(text, length, DEPTH_MAX, &error);
    bool fine = message;

    qmp->references++;
    if (fine && !qmp->greeted)
        fine = take_greeting(qmp, message, &error);
    else if (fine && json_object_object_get_ex(message, "event", NULL))
        fine = take_event(qmp, message, &error);
    else if (fine)
        fine = take_reply(qmp, message, &error);
    if (!fine)
        end(qmp,
            g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST, "QEMU's end does not speak QMP properly: %s", error->message));
    unref(qmp);
}

/* ---- what is asked ---- */

void qmp_execute_fd(struct qmp *qmp, const char *name, struct json_object *arguments, int fd, qmp_reply reply,
                    void *data)
{
    struct command *command = command_new(qmp->next_id++, name, arguments, fd, reply, data);

    g_queue_push_tail(&qmp->commands, command);
    if (qmp->ready) {
        send_command(qmp, command);
    } else if (qmp->ended && !qmp->refusal) {
        qmp->refusal = g_idle_source_new();
        g_source_set_callback(qmp->refusal, on_refusal, qmp, NULL);
        g_source_attach(qmp->refusal, qmp->context);
    }
}

void qmp_execute(struct qmp *qmp, const char *command, struct json_object *arguments, qmp_reply reply, void *data)
{
    qmp_execute_fd(qmp, command, arguments, -1, reply, data);
}

void qmp_forget(struct qmp *qmp, const void *data)
{
    for (GList *item = qmp->commands.head; item; item = item->next) {
        struct command *command = item->data;

        if (command->data == data)
            command->reply = NULL;
    }
}

struct run {
    struct json_object *result;
    GError *error;
    bool done;
};

static void on_run_reply(struct json_object *result, const GError *error, void *data)
{
    struct run *run = data;

    run->done = true;
    run->result = json_object_get(result);
    run->error = error ? g_error_copy(error) : NULL;
}

static gboolean on_time_up(gpointer data)
{
    *(bool *)data = true;
    return G_SOURCE_REMOVE;
}

struct json_object *qmp_run(struct qmp *qmp, const char *command, struct json_object *arguments, unsigned milliseconds,
                            GError **error)
{
    GSource *timer = g_timeout_source_new(milliseconds);
    bool time_up = false;
    struct run run = {0};

    g_source_set_callback(timer, on_time_up, &time_up, NULL);
    g_source_attach(timer, qmp->context);
    qmp_execute(qmp, command, arguments, on_run_reply, &run);
    while (!run.done && !time_up)
        g_main_context_iteration(qmp->context, TRUE);
    g_source_destroy(timer);
    g_source_unref(timer);
    if (!run.done) {
        qmp_forget(qmp, &run);
        return fail_null(error, TANDEM_ERROR_TIMEOUT, "QEMU did not answer '%s' within %u ms", command, milliseconds);
    }
    if (run.error)
        g_propagate_error(error, run.error);
    return run.result;
}

bool qmp_is_ready(const struct qmp *qmp)
{
    return qmp->ready;
}

static const struct stream_handlers stream_handlers = {.line = on_line, .closed = on_closed};

struct qmp *qmp_new(int fd, GMainContext *context, const struct qmp_handlers *handlers, void *data)
{
    static const struct stream_limits limits = {.line_max = LINE_MAX_BYTES, .out_max = OUT_MAX_BYTES};
    struct qmp *qmp = g_new0(struct qmp, 1);

    qmp->references = 1;
    qmp->context = g_main_context_ref(context ? context : g_main_context_default());
    qmp->handlers = handlers;
    qmp->data = data;
    qmp->next_id = 1;
    g_queue_init(&qmp->commands);
    qmp->stream = stream_new(fd, fd, qmp->context, &limits, &stream_handlers, qmp);
    return qmp;
}

struct qmp *qmp_connect(const char *path, GMainContext *context, const struct qmp_handlers *handlers, void *data,
                        GError **error)
{
    AUTO_FD int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (fd < 0)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot make a socket: %s", g_strerror(errno));
    if (strlen(path) >= sizeof(address.sun_path))
        return fail_null(error, TANDEM_ERROR_HOST, "'%s' is too long for a socket, %zu bytes are possible", path,
                         sizeof(address.sun_path) - 1);
    strcpy(address.sun_path, path);
    if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot connect to QEMU at '%s': %s", path, g_strerror(errno));
    return qmp_new(steal_fd(&fd), context, handlers, data);
}
