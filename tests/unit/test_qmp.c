#include "base/fd.h"
#include "qemu/qmp.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* What the handlers of one connection heard. */
struct heard {
    struct qmp *qmp;
    GString *text; /* a word for each call */
    GError *error;
    int64_t event_time;
    bool free_at_event;
};

static void on_ready(void *data)
{
    g_string_append(((struct heard *)data)->text, "ready ");
}

static void on_event(const char *name, struct json_object *event, int64_t microseconds, void *data)
{
    struct heard *heard = data;

    g_string_append_printf(heard->text, "%s ", name);
    heard->event_time = microseconds;
    if (heard->free_at_event)
        g_clear_pointer(&heard->qmp, qmp_free);
}

static void on_closed(const GError *error, void *data)
{
    struct heard *heard = data;

    g_string_append(heard->text, "closed ");
    g_clear_error(&heard->error);
    heard->error = g_error_copy(error);
}

static void on_reply(struct json_object *result, const GError *error, void *data)
{
    struct heard *heard = data;

    g_string_append(heard->text, error ? "refused " : "answered ");
    g_assert_true(!result == !!error);
}

static const struct qmp_handlers handlers = {on_ready, on_event, on_closed};

/* A connection to a peer that says what the test makes it say. */
static int connect_to_script(struct heard *heard)
{
    int ends[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    heard->text = g_string_new(NULL);
    heard->qmp = qmp_new(ends[0], NULL, &handlers, heard);
    return ends[1];
}

static void forget(struct heard *heard)
{
    qmp_free(heard->qmp);
    g_string_free(heard->text, TRUE);
    g_clear_error(&heard->error);
}

static void say(int peer, const char *text)
{
    g_assert_cmpint(write(peer, text, strlen(text)), ==, (gssize)strlen(text));
}

static void wait_until_heard(struct heard *heard, const char *word)
{
    while (!strstr(heard->text->str, word))
        g_main_context_iteration(NULL, TRUE);
}

static const char greeting[] = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n";

/* Reads one line that the connection sent. */
static char *next_command(int peer)
{
    GString *line = g_string_new(NULL);

    for (;;) {
        char byte;

        g_main_context_iteration(NULL, FALSE);
        if (recv(peer, &byte, 1, MSG_DONTWAIT) != 1)
            continue;
        if (byte == '\n')
            return g_string_free(line, FALSE);
        g_string_append_c(line, byte);
    }
}

static void greet(struct heard *heard, int peer)
{
    g_autofree char *command = NULL;

    say(peer, greeting);
    command = next_command(peer);
    g_assert_cmpstr(command, ==, "{\"execute\":\"qmp_capabilities\",\"id\":0}");
    say(peer, "{\"return\": {}, \"id\": 0}\r\n");
    wait_until_heard(heard, "ready");
}

static void commands_wait_for_the_negotiation(void)
{
    struct heard heard = {0};
    AUTO_FD int peer = connect_to_script(&heard);
    g_autofree char *command = NULL;

    qmp_execute(heard.qmp, "stop", NULL, on_reply, &heard);
    g_assert_false(qmp_is_ready(heard.qmp));
    greet(&heard, peer);
    command = next_command(peer);
    g_assert_cmpstr(command, ==, "{\"execute\":\"stop\",\"id\":1}");
    forget(&heard);
}

static void an_event_comes_with_its_time(void)
{
    struct heard heard = {0};
    AUTO_FD int peer = connect_to_script(&heard);

    greet(&heard, peer);
    say(peer, "{\"timestamp\": {\"seconds\": 5, \"microseconds\": 7}, \"event\": \"RESUME\"}\r\n");
    wait_until_heard(&heard, "RESUME");
    g_assert_cmpint(heard.event_time, ==, 5000007);
    forget(&heard);
}

static void a_handler_may_free_the_connection(void)
{
    struct heard heard = {.free_at_event = true};
    AUTO_FD int peer = connect_to_script(&heard);

    greet(&heard, peer);
    say(peer, "{\"event\": \"STOP\"}\r\n{\"event\": \"RESUME\"}\r\n");
    wait_until_heard(&heard, "STOP");
    g_assert_null(heard.qmp);
    g_assert_cmpstr(heard.text->str, ==, "ready STOP ");
    forget(&heard);
}

static void what_is_asked_after_the_end_is_refused(void)
{
    struct heard heard = {0};
    int peer = connect_to_script(&heard);

    greet(&heard, peer);
    qmp_execute(heard.qmp, "stop", NULL, on_reply, &heard);
    close(peer);
    wait_until_heard(&heard, "closed");
    g_assert_cmpstr(heard.text->str, ==, "ready refused closed ");
    qmp_execute(heard.qmp, "cont", NULL, on_reply, &heard);
    g_assert_cmpstr(heard.text->str, ==, "ready refused closed "); /* not from within the call */
    wait_until_heard(&heard, "closed refused");
    forget(&heard);
}

static void a_silent_peer_is_waited_for_no_longer_than_told(void)
{
    struct heard heard = {0};
    AUTO_FD int peer = connect_to_script(&heard);
    g_autoptr(GError) error = NULL;

    g_assert_null(qmp_run(heard.qmp, "query-status", NULL, 20, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_TIMEOUT);
    g_clear_error(&error);
    greet(&heard, peer);
    say(peer, "{\"return\": {\"late\": true}, \"id\": 1}\r\n{\"event\": \"STOP\"}\r\n");
    forget(&heard);
}

/* Each is sent after the greeting and has to end the connection with an error. */
static const struct {
    const char *name, *text;
    bool then_end;
} hostile[] = {
    {"garbage", "\x80\xff garbage\n"},
    {"no-object", "[1, 2]\n"},
    {"two-in-a-line", "{\"event\": \"A\"} {\"event\": \"B\"}\n"},
    {"half-a-line", "{\"event\": \"A", .then_end = true},
    {"an-end", "", .then_end = true},
    {"an-unknown-id", "{\"return\": {}, \"id\": 77}\n"},
    {"an-id-that-is-no-number", "{\"return\": {}, \"id\": \"1\"}\n"},
    {"a-huge-id", "{\"return\": {}, \"id\": 99999999999999999999999}\n"},
    {"no-id", "{\"return\": {}}\n"},
    {"reply-and-error", "{\"return\": {}, \"error\": {\"class\": \"x\"}, \"id\": 1}\n"},
    {"an-error-that-is-no-object", "{\"error\": \"no\", \"id\": 1}\n"},
    {"an-event-that-is-no-string", "{\"event\": {\"name\": \"A\"}}\n"},
    {"event-data-that-is-no-object", "{\"event\": \"A\", \"data\": [1]}\n"},
    {"a-time-that-is-no-object", "{\"event\": \"A\", \"timestamp\": 5}\n"},
    {"a-time-out-of-range", "{\"event\": \"A\", \"timestamp\": {\"seconds\": 1e300, \"microseconds\": 0}}\n"},
    {"a-syntax-error-of-ours", "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error\"}}\n"},
    {"a-second-greeting", "{\"QMP\": {}}\n"},
    {"a-null-reply", "{\"return\": null, \"id\": 1}\n"},
};

static void a_hostile_peer_ends_the_connection(gconstpointer which)
{
    unsigned i = GPOINTER_TO_UINT(which);
    struct heard heard = {0};
    AUTO_FD int peer = connect_to_script(&heard);

    greet(&heard, peer);
    qmp_execute(heard.qmp, "query-status", NULL, on_reply, &heard); /* id 1 */
    say(peer, hostile[i].text);
    if (hostile[i].then_end)
        close_fd(&peer);
    wait_until_heard(&heard, "closed");
    g_assert_cmpstr(heard.text->str, ==, "ready refused closed ");
    g_assert_error(heard.error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    forget(&heard);
}

static void a_peer_that_is_no_qemu_is_told_from_one(void)
{
    struct heard heard = {0};
    AUTO_FD int peer = connect_to_script(&heard);

    say(peer, "{\"hello\": \"world\"}\n");
    wait_until_heard(&heard, "closed");
    g_assert_nonnull(strstr(heard.error->message, "does not speak QMP properly"));
    forget(&heard);
}

static void deep_nesting_ends_the_connection(void)
{
    struct heard heard = {0};
    AUTO_FD int peer = connect_to_script(&heard);
    g_autofree char *brackets = g_strnfill(100 * 1000, '[');
    g_autofree char *text = g_strconcat("{\"event\": \"A\", \"data\": ", brackets, "\n", NULL);

    greet(&heard, peer);
    say(peer, text);
    wait_until_heard(&heard, "closed");
    forget(&heard);
}

static gpointer send_a_long_line(gpointer data)
{
    g_autofree char *block = g_strnfill(1 << 20, ' ');

    for (unsigned i = 0; i < 100; i++)
        if (send(GPOINTER_TO_INT(data), block, 1 << 20, MSG_NOSIGNAL) < 0)
            return GUINT_TO_POINTER(i);
    return GUINT_TO_POINTER(100);
}

static void a_line_of_100_megabytes_ends_the_connection(void)
{
    struct heard heard = {0};
    AUTO_FD int peer = connect_to_script(&heard);
    GThread *sender;

    greet(&heard, peer);
    sender = g_thread_new("sender", send_a_long_line, GINT_TO_POINTER(peer));
    wait_until_heard(&heard, "closed");
    g_assert_cmpuint(GPOINTER_TO_UINT(g_thread_join(sender)), <, 12); /* it was not all taken in */
    forget(&heard);
}

/* ---- a real QEMU ---- */

struct machine {
    GPid pid;
    GMainContext *context;
    struct qmp *qmp;
    struct heard heard;
};

static void keep_peer_open(gpointer data)
{
    int fd = GPOINTER_TO_INT(data);

    fcntl(fd, F_SETFD, 0);
}

static void start_qemu(struct machine *machine, gconstpointer unused)
{
    g_autofree char *chardev = NULL;
    g_autoptr(GError) error = NULL;
    int ends[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    chardev = g_strdup_printf("socket,id=m,fd=%d", ends[1]);
    {
        const char *argv[] = {"qemu-system-x86_64",
                              "-machine",
                              "none",
                              "-nodefaults",
                              "-display",
                              "none",
                              "-chardev",
                              chardev,
                              "-mon",
                              "chardev=m,mode=control",
                              NULL};

        g_assert_true(g_spawn_async(NULL, (char **)argv, NULL,
                                    G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN,
                                    keep_peer_open, GINT_TO_POINTER(ends[1]), &machine->pid, &error));
    }
    g_assert_no_error(error);
    close(ends[1]);
    machine->heard.text = g_string_new(NULL);
    machine->context = g_main_context_new();
    machine->qmp = qmp_new(ends[0], machine->context, &handlers, &machine->heard);
}

static void end_qemu(struct machine *machine, gconstpointer unused)
{
    qmp_free(machine->qmp);
    kill(machine->pid, SIGKILL);
    waitpid(machine->pid, NULL, 0);
    g_main_context_unref(machine->context);
    g_string_free(machine->heard.text, TRUE);
    g_clear_error(&machine->heard.error);
}

static void qemu_answers(struct machine *machine, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) version = qmp_run(machine->qmp, "query-version", NULL, 60000, &error);
    struct json_object *number = NULL;
    int64_t major = 0;

    g_assert_no_error(error);
    g_assert_true(json_get(version, "qemu", json_type_object, true, &number, &error));
    g_assert_true(json_get_int(number, "major", true, 0, 1000, &major, &error));
    g_assert_cmpint(major, >=, 6);
}

static void qemu_refuses_with_a_class_and_a_reason(struct machine *machine, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(qmp_run(machine->qmp, "make-tea", NULL, 60000, &error));
    g_assert_error(error, QMP_ERROR, QMP_ERROR_COMMAND_NOT_FOUND);
    g_assert_cmpstr(qmp_error_class(error), ==, "CommandNotFound");
    g_assert_nonnull(strstr(error->message, "make-tea"));
    g_assert_cmpint(error_exit_status(error), ==, TANDEM_ERROR_HOST);
    g_clear_error(&error);
    g_assert_null(qmp_run(machine->qmp, "device_del", json_pair("id", "nobody"), 60000, &error));
    g_assert_error(error, QMP_ERROR, QMP_ERROR_DEVICE_NOT_FOUND);
}

static void the_longest_reply_is_understood(struct machine *machine, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) schema = qmp_run(machine->qmp, "query-qmp-schema", NULL, 60000, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(json_object_array_length(schema), >, 500);
}

static void a_descriptor_reaches_qemu(struct machine *machine, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = NULL;
    int ends[2];
    char byte;

    g_assert_cmpint(pipe2(ends, O_CLOEXEC), ==, 0);
    qmp_execute_fd(machine->qmp, "getfd", json_pair("fdname", "pipe"), ends[1], NULL, NULL);
    result = qmp_run(machine->qmp, "closefd", json_pair("fdname", "pipe"), 60000, &error);
    g_assert_no_error(error); /* it had the descriptor to close */
    g_assert_cmpint(read(ends[0], &byte, 1), ==, 0);
    close(ends[0]);
}

static void the_death_of_qemu_is_told(struct machine *machine, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    json_object_put(qmp_run(machine->qmp, "query-status", NULL, 60000, &error));
    g_assert_no_error(error);
    kill(machine->pid, SIGKILL);
    g_assert_null(qmp_run(machine->qmp, "query-status", NULL, 60000, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(machine->heard.text->str, "closed"));
}

#define ADD_REAL(name_, test_) g_test_add("/qmp/real/" name_, struct machine, NULL, start_qemu, test_, end_qemu)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/qmp/commands-wait-for-the-negotiation", commands_wait_for_the_negotiation);
    g_test_add_func("/qmp/an-event-comes-with-its-time", an_event_comes_with_its_time);
    g_test_add_func("/qmp/a-handler-may-free-the-connection", a_handler_may_free_the_connection);
    g_test_add_func("/qmp/what-is-asked-after-the-end-is-refused", what_is_asked_after_the_end_is_refused);
    g_test_add_func("/qmp/a-silent-peer-is-waited-for-no-longer-than-told",
                    a_silent_peer_is_waited_for_no_longer_than_told);
    g_test_add_func("/qmp/a-peer-that-is-no-qemu-is-told-from-one", a_peer_that_is_no_qemu_is_told_from_one);
    for (unsigned i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *path = g_strconcat("/qmp/the-connection-ends-at/", hostile[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), a_hostile_peer_ends_the_connection);
    }
    g_test_add_func("/qmp/the-connection-ends-at/deep-nesting", deep_nesting_ends_the_connection);
    g_test_add_func("/qmp/the-connection-ends-at/a-line-of-100-megabytes", a_line_of_100_megabytes_ends_the_connection);
    ADD_REAL("qemu-answers", qemu_answers);
    ADD_REAL("qemu-refuses-with-a-class-and-a-reason", qemu_refuses_with_a_class_and_a_reason);
    ADD_REAL("the-longest-reply-is-understood", the_longest_reply_is_understood);
    ADD_REAL("a-descriptor-reaches-qemu", a_descriptor_reaches_qemu);
    ADD_REAL("the-death-of-qemu-is-told", the_death_of_qemu_is_told);
    return g_test_run();
}
