#include "vm_fixture.h"

#include "base/fd.h"
#include "vm/socket.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

static struct json_object *number(const char *name, int64_t value)
{
    struct json_object *object = json_object_new_object();

    json_object_object_add(object, name, json_object_new_int64(value));
    return object;
}

static char *state_of(struct vm_fixture *f, const char *name)
{
    g_autoptr(json_object) status = vm_ask(f, name, "status", NULL);

    return g_strdup(json_peek_string(status, "state"));
}

static void assert_state(struct vm_fixture *f, const char *name, const char *expected)
{
    g_autofree char *state = state_of(f, name);

    g_assert_cmpstr(state, ==, expected);
}

/* What a connection that listens to events has heard. */
struct listener {
    struct control_client *client;
    GString *heard; /* "state:running qemu:RESUME …" */
    char *log;
    char *message;
};

static void on_event(struct json_object *event, void *data)
{
    struct listener *listener = data;
    const char *name = json_peek_string(event, "event"), *word;
    struct json_object *about = NULL;
    int64_t time = 0;

    g_assert_true(json_get(event, "data", json_type_object, true, &about, NULL));
    g_assert_true(json_get_int(event, "time", true, 1, INT64_MAX, &time, NULL));
    word = json_peek_string(about, strcmp(name, "qemu") == 0    ? "name"
                                   : strcmp(name, "ended") == 0 ? "reason"
                                                                : "state");
    g_string_append_printf(listener->heard, "%s:%s ", name, word);
    if (strcmp(name, "ended") == 0) {
        listener->message = g_strdup(json_peek_string(about, "message"));
        listener->log = g_strdup(json_peek_string(about, "log"));
    }
}

static struct listener *listen_to(struct vm_fixture *f, const char *name)
{
    struct listener *listener = g_new0(struct listener, 1);
    g_autoptr(GError) error = NULL;

    listener->heard = g_string_new(NULL);
    listener->client = vm_client(f, name);
    control_client_on_event(listener->client, on_event, listener);
    json_object_put(control_client_call(listener->client, "events", NULL, 60000, &error));
    g_assert_no_error(error);
    return listener;
}

static void hear_to_the_end(struct listener *listener)
{
    g_autoptr(GError) error = NULL;

    control_client_listen(listener->client, &error);
    g_assert_no_error(error);
}

static void forget(struct listener *listener)
{
    control_client_free(listener->client);
    g_string_free(listener->heard, TRUE);
    g_free(listener->log);
    g_free(listener->message);
    g_free(listener);
}

/* ---- life ---- */

static void it_runs_and_is_killed(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) status = NULL;
    g_autofree char *file = g_build_filename(f->root, "vm", "qmp.sock", NULL);
    struct stat about;

    vm_run(f, "vm", GUEST_IDLES);
    assert_state(f, "vm", "running");
    status = vm_status(f, "vm");
    g_assert_true(process_runs(&status->qemu));
    g_assert_true(process_runs(&status->monitor));
    g_assert_cmpint(stat(f->root, &about), ==, 0);
    g_assert_cmpuint(about.st_mode & 0777, ==, 0700);
    g_assert_cmpint(stat(file, &about), ==, 0);
    g_assert_cmpuint(about.st_mode & 0777, ==, 0600);
    vm_kill(f, "vm");
    g_assert_false(process_runs(&status->qemu));
    g_assert_false(g_file_test(file, G_FILE_TEST_EXISTS));
}

static void a_second_of_the_same_name_is_refused(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    vm_run(f, "vm", GUEST_IDLES);
    g_assert_null(launch_claim(f->root, "vm", &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_cmpstr(error->message, ==, "machine 'vm' runs already");
    assert_state(f, "vm", "running");
    vm_kill(f, "vm");
}

static void it_pauses_and_goes_on(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(json_object) status = NULL;
    bool running = true;

    vm_run(f, "vm", GUEST_IDLES);
    json_object_put(vm_ask(f, "vm", "pause", NULL));
    assert_state(f, "vm", "paused");
    status = vm_ask(f, "vm", "qmp", json_pair("command", "query-status"));
    g_assert_true(json_get_bool(status, "running", true, &running, NULL));
    g_assert_false(running);
    json_object_put(vm_ask(f, "vm", "resume", NULL));
    assert_state(f, "vm", "running");
    vm_kill(f, "vm");
}

static void a_guest_that_obeys_is_stopped(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(json_object) result = NULL;

    vm_run(f, "vm", GUEST_OBEYS);
    result = vm_ask(f, "vm", "stop", number("timeout", 50));
    g_assert_cmpstr(json_peek_string(result, "reason"), ==, "stopped");
    g_assert_null(vm_status(f, "vm")); /* all is gone when the answer comes */
}

static void a_guest_that_does_not_obey_is_waited_for_no_longer_than_told(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(control_client_t) client = NULL;
    g_autoptr(GError) error = NULL;

    vm_run(f, "vm", GUEST_IDLES);
    client = vm_client(f, "vm");
    g_assert_null(control_client_call(client, "stop", number("timeout", 1), 60000, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_TIMEOUT);
    assert_state(f, "vm", "running");
    vm_kill(f, "vm");
}

static void a_paused_guest_is_not_asked_to_stop(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(control_client_t) client = NULL;
    g_autoptr(GError) error = NULL;

    vm_run(f, "vm", GUEST_IDLES);
    json_object_put(vm_ask(f, "vm", "pause", NULL));
    client = vm_client(f, "vm");
    g_assert_null(control_client_call(client, "stop", NULL, 60000, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_USAGE);
    vm_kill(f, "vm");
}

static void a_signal_to_the_monitor_stops_the_guest(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) status = NULL;
    struct listener *listener;

    vm_run(f, "vm", GUEST_OBEYS);
    status = vm_status(f, "vm");
    listener = listen_to(f, "vm");
    kill(status->monitor.pid, SIGTERM);
    hear_to_the_end(listener);
    g_assert_nonnull(strstr(listener->heard->str, "ended:stopped"));
    forget(listener);
    vm_wait_for_end(&status->monitor);
}

static void a_signal_ends_a_guest_that_does_not_obey_in_time(struct vm_fixture *f, gconstpointer unused)
{
    struct vm vm = vm_prepare(f, "vm", GUEST_IDLES);
    g_autoptr(status_t) status = NULL;
    g_autoptr(GError) error = NULL;
    struct listener *listener;

    vm.plan->stop_seconds = 1;
    vm_start(&vm, &error);
    g_assert_no_error(error);
    status = vm_status(f, "vm");
    listener = listen_to(f, "vm");
    kill(status->monitor.pid, SIGTERM);
    hear_to_the_end(listener);
    g_assert_nonnull(strstr(listener->heard->str, "ended:killed-after-timeout"));
    forget(listener);
    vm_wait_for_end(&status->monitor);
}

static void twenty_machines_run_at_once(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(GPtrArray) machines = NULL;

    for (unsigned i = 0; i < 20; i++) {
        g_autofree char *name = g_strdup_printf("vm%02u", i);

        vm_run(f, name, GUEST_IDLES);
    }
    machines = launch_list(f->root, NULL);
    g_assert_cmpuint(machines->len, ==, 20);
    for (unsigned i = 0; i < 20; i++) {
        const struct launch_machine *machine = machines->pdata[i];

        g_assert_true(machine->qemu_runs && machine->monitor_runs);
        g_assert_cmpint(machine->status->state, ==, MACHINE_RUNNING);
        vm_kill(f, machine->name);
    }
}

/* ---- how the guest ends ---- */

static void set_on(struct plan *plan, enum plan_on on)
{
    plan->on_poweroff = plan->on_reboot = plan->on_crash = on;
}

/* Runs a guest that ends by itself, held until somebody listens; the events up to the end of the machine. */
static struct listener *run_to_the_end(struct vm_fixture *f, enum guest guest, enum plan_on on, const char *argument)
{
    struct vm vm = vm_prepare(f, "vm", guest);
    g_autoptr(GError) error = NULL;
    struct listener *listener;

    set_on(vm.plan, on);
    if (argument)
        vm_add_argument(&vm, argument);
    vm.plan->paused = true;
    vm_start(&vm, &error);
    g_assert_no_error(error);
    listener = listen_to(f, "vm");
    json_object_put(control_client_call(listener->client, "resume", NULL, 60000, &error));
    g_assert_no_error(error);
    hear_to_the_end(listener);
    return listener;
}

static void a_guest_that_powers_off_ends_the_machine(struct vm_fixture *f, gconstpointer unused)
{
    struct listener *listener = run_to_the_end(f, GUEST_POWERS_OFF, PLAN_ON_DESTROY, NULL);

    g_assert_nonnull(strstr(listener->heard->str, "qemu:SHUTDOWN"));
    g_assert_nonnull(strstr(listener->heard->str, "ended:powered-off"));
    forget(listener);
}

static void a_guest_that_reboots_ends_the_machine_if_told_so(struct vm_fixture *f, gconstpointer unused)
{
    struct listener *listener = run_to_the_end(f, GUEST_REBOOTS, PLAN_ON_DESTROY, "-no-reboot");

    g_assert_nonnull(strstr(listener->heard->str, "ended:rebooted"));
    forget(listener);
}

static void a_guest_that_panics_ends_the_machine(struct vm_fixture *f, gconstpointer unused)
{
    struct listener *listener = run_to_the_end(f, GUEST_PANICS, PLAN_ON_DESTROY, NULL);

    g_assert_nonnull(strstr(listener->heard->str, "qemu:GUEST_PANICKED"));
    g_assert_nonnull(strstr(listener->heard->str, "ended:crashed"));
    forget(listener);
}

static void run_with(struct vm_fixture *f, enum guest guest, enum plan_on on, const char *argument)
{
    struct vm vm = vm_prepare(f, "vm", guest);
    g_autoptr(GError) error = NULL;

    set_on(vm.plan, on);
    if (argument)
        vm_add_argument(&vm, argument);
    vm_start(&vm, &error);
    g_assert_no_error(error);
}

static bool is_in_state(struct vm_fixture *f, enum machine_state state)
{
    g_autoptr(status_t) status = vm_status(f, "vm");

    return status && status->state == state;
}

static void a_guest_is_preserved_if_told_so(struct vm_fixture *f, gconstpointer unused)
{
    run_with(f, GUEST_POWERS_OFF, PLAN_ON_PRESERVE, NULL);
    VM_WAIT_UNTIL(is_in_state(f, MACHINE_POWERED_OFF));
    json_object_put(vm_ask(f, "vm", "stop", NULL));
    g_assert_null(vm_status(f, "vm"));
    run_with(f, GUEST_REBOOTS, PLAN_ON_PRESERVE, "-no-reboot");
    VM_WAIT_UNTIL(is_in_state(f, MACHINE_POWERED_OFF));
    vm_kill(f, "vm");
    run_with(f, GUEST_PANICS, PLAN_ON_PRESERVE, NULL);
    VM_WAIT_UNTIL(is_in_state(f, MACHINE_CRASHED));
    vm_kill(f, "vm");
}

static void expect_restart(struct vm_fixture *f, enum guest guest, const char *event)
{
    struct listener *listener;
    const char *ended;

    run_with(f, guest, PLAN_ON_RESTART, NULL);
    listener = listen_to(f, "vm");
    while (!(ended = strstr(listener->heard->str, event)) || !strstr(ended, "qemu:RESUME"))
        json_object_put(control_client_call(listener->client, "status", NULL, 60000, NULL));
    vm_kill(f, "vm");
    forget(listener);
}

static void a_guest_is_restarted_if_told_so(struct vm_fixture *f, gconstpointer unused)
{
    expect_restart(f, GUEST_POWERS_OFF, "qemu:SHUTDOWN");
    expect_restart(f, GUEST_PANICS, "qemu:GUEST_PANICKED");
}

static void a_reset_by_wish_is_no_end(struct vm_fixture *f, gconstpointer unused)
{
    run_with(f, GUEST_IDLES, PLAN_ON_DESTROY, "-no-reboot");
    for (unsigned i = 0; i < 2; i++)
        json_object_put(vm_ask(f, "vm", "reset", NULL));
    assert_state(f, "vm", "running");
    vm_kill(f, "vm");
}

/* ---- accidents ---- */

static void the_death_of_qemu_is_told_with_its_last_words(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) status = NULL;
    g_autofree char *path = g_build_filename(f->root, "vm", "qemu.log", NULL);
    AUTO_FD int log = -1;
    struct listener *listener;

    vm_run(f, "vm", GUEST_IDLES);
    log = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    g_assert_cmpint(write(log, "farewell\n", 9), ==, 9);
    status = vm_status(f, "vm");
    listener = listen_to(f, "vm");
    kill(status->qemu.pid, SIGKILL);
    hear_to_the_end(listener);
    g_assert_nonnull(strstr(listener->heard->str, "ended:failed"));
    g_assert_nonnull(strstr(listener->message, "signal 9"));
    g_assert_cmpstr(listener->log, ==, "farewell");
    forget(listener);
    vm_wait_for_end(&status->monitor);
    g_assert_null(vm_status(f, "vm"));
}

static void a_qemu_that_refuses_its_arguments_is_quoted(struct vm_fixture *f, gconstpointer unused)
{
    struct vm vm = vm_prepare(f, "vm", GUEST_IDLES);
    g_autoptr(GError) error = NULL;

    vm_add_argument(&vm, "-make-tea");
    g_assert_false(vm_start(&vm, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(error->message, "exit status 1"));
    g_assert_nonnull(strstr(error->message, "-make-tea: invalid option"));
}

static void a_qemu_that_is_not_there_is_named(struct vm_fixture *f, gconstpointer unused)
{
    struct vm vm = vm_prepare(f, "vm", GUEST_IDLES);
    g_autoptr(GError) error = NULL;

    g_free(vm.plan->argv[0]);
    vm.plan->argv[0] = g_strdup("/nonexistent/qemu");
    g_assert_false(vm_start(&vm, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(error->message, "/nonexistent/qemu"));
}

static void a_qemu_that_does_not_answer_is_given_up(struct vm_fixture *f, gconstpointer unused)
{
    struct vm vm = vm_prepare(f, "vm", GUEST_IDLES);
    g_autoptr(GError) error = NULL;
    char **argv = vm.plan->argv;

    vm.plan->argv = g_strdupv((char *[]){(char *)"/bin/sleep", (char *)"1000", NULL});
    g_strfreev(argv);
    vm.plan->start_seconds = 1;
    g_assert_false(vm_start(&vm, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(error->message, "did not answer within 1 s"));
}

static void another_monitor_takes_over(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) before = NULL;
    g_autoptr(status_t) after = NULL;

    vm_run(f, "vm", GUEST_OBEYS);
    before = vm_status(f, "vm");
    kill(before->monitor.pid, SIGKILL);
    vm_wait_for_end(&before->monitor);
    g_assert_true(process_runs(&before->qemu));
    assert_state(f, "vm", "running");
    after = vm_status(f, "vm");
    g_assert_cmpint(after->qemu.pid, ==, before->qemu.pid);
    g_assert_cmpint(after->monitor.pid, !=, before->monitor.pid);
    g_assert_cmpint(after->started, ==, before->started);
    json_object_put(vm_ask(f, "vm", "stop", NULL)); /* it has the guest in hand */
    vm_wait_for_end(&after->monitor);
    g_assert_false(process_runs(&before->qemu));
}

static void a_paused_guest_stays_paused_when_another_monitor_takes_over(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) before = NULL;

    vm_run(f, "vm", GUEST_IDLES);
    json_object_put(vm_ask(f, "vm", "pause", NULL));
    before = vm_status(f, "vm");
    kill(before->monitor.pid, SIGKILL);
    vm_wait_for_end(&before->monitor);
    assert_state(f, "vm", "paused");
    vm_kill(f, "vm");
}

static void what_a_guest_did_while_nobody_looked_has_its_consequences(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) before = NULL;
    static const char commands[] = "{\"execute\":\"qmp_capabilities\"}{\"execute\":\"system_powerdown\"}";
    g_autoptr(state_t) state = NULL;
    AUTO_FD int held = -1;
    char text[4096] = "";
    size_t length = 0;

    vm_run(f, "vm", GUEST_OBEYS);
    before = vm_status(f, "vm");
    state = state_open(f->root, "vm", NULL);
    kill(before->monitor.pid, SIGKILL);
    vm_wait_for_end(&before->monitor);
    /* Somebody else presses the button. */
    held = socket_connect(state, "qmp.sock", NULL, NULL);
    g_assert_cmpint(write(held, commands, strlen(commands)), ==, (gssize)strlen(commands));
    while (!strstr(text, "SHUTDOWN")) {
        ssize_t got = read(held, text + length, sizeof(text) - 1 - length);

        g_assert_cmpint(got, >, 0);
        length += (size_t)got;
    }
    close_fd(&held);
    close(launch_reach(f->root, "vm", NULL));
    vm_wait_for_end(&before->qemu);
    VM_WAIT_UNTIL(vm_is_gone(f, "vm"));
}

static void what_both_dead_processes_left_is_cleared(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) status = NULL;
    g_autoptr(GPtrArray) machines = NULL;
    g_autoptr(GError) error = NULL;

    vm_run(f, "vm", GUEST_IDLES);
    status = vm_status(f, "vm");
    kill(status->monitor.pid, SIGKILL);
    vm_wait_for_end(&status->monitor);
    kill(status->qemu.pid, SIGKILL);
    vm_wait_for_end(&status->qemu);
    machines = launch_list(f->root, NULL);
    g_assert_cmpuint(machines->len, ==, 1);
    g_assert_false(((struct launch_machine *)machines->pdata[0])->qemu_runs);
    g_assert_cmpint(launch_reach(f->root, "vm", &error), ==, -1);
    g_assert_nonnull(strstr(error->message, "has ended"));
    g_assert_null(vm_status(f, "vm"));
}

/* A pid that is used again is another process: after a restart of the host, for instance. */
static void a_stale_directory_is_no_machine(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(state_t) state = state_claim(f->root, "vm", NULL);
    g_autoptr(status_t) status = status_new("vm", "6d3b0f4c-0000-4000-8000-000000000001");

    g_assert_true(process_find(getpid(), &status->qemu));
    status->qemu.start_time++;
    status->scope = process_scope();
    g_assert_true(status_save(status, state, NULL));
    g_clear_pointer(&state, state_free);
    state = launch_claim(f->root, "vm", NULL);
    g_assert_nonnull(state);
    status->qemu.start_time--;
    g_strlcpy(status->scope.boot_id, "an earlier one", sizeof(status->scope.boot_id));
    g_assert_true(status_save(status, state, NULL));
    g_clear_pointer(&state, state_free);
    state = launch_claim(f->root, "vm", NULL);
    g_assert_nonnull(state);
    g_assert_null(state_read(state, "status.json", true, NULL));
    launch_abandon(state);
}

static void a_qemu_without_a_monitor_is_not_started_again(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(status_t) status = NULL;
    g_autoptr(GError) error = NULL;

    vm_run(f, "vm", GUEST_IDLES);
    status = vm_status(f, "vm");
    kill(status->monitor.pid, SIGKILL);
    vm_wait_for_end(&status->monitor);
    g_assert_null(launch_claim(f->root, "vm", &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_true(process_runs(&status->qemu));
    vm_kill(f, "vm");
}

static void a_root_of_any_length_will_do(struct vm_fixture *f, gconstpointer unused)
{
    g_autofree char *part = g_strnfill(100, 'x');
    g_autofree char *outer = g_build_filename(f->folder, part, NULL);

    g_free(f->root);
    f->root = g_build_filename(outer, part, NULL);
    vm_run(f, "vm", GUEST_IDLES);
    assert_state(f, "vm", "running");
    vm_kill(f, "vm");
    g_assert_cmpint(rmdir(f->root), ==, 0);
    g_assert_cmpint(rmdir(outer), ==, 0);
}

/* ---- clients ---- */

static void a_broken_client_harms_nobody(struct vm_fixture *f, gconstpointer unused)
{
    g_autofree char *block = g_strnfill(1 << 20, 'x');
    g_autoptr(state_t) state = NULL;
    AUTO_FD int garbage = -1;
    AUTO_FD int endless = -1;
    AUTO_FD int silent = -1;
    AUTO_FD int cut = -1;
    char reply[512] = "";

    vm_run(f, "vm", GUEST_IDLES);
    state = state_open(f->root, "vm", NULL);
    silent = socket_connect(state, "control.sock", NULL, NULL);
    cut = socket_connect(state, "control.sock", NULL, NULL);
    g_assert_cmpint(write(cut, "{\"verb\": \"sta", 13), ==, 13);
    close_fd(&cut);
    garbage = socket_connect(state, "control.sock", NULL, NULL);
    g_assert_cmpint(write(garbage, "tea\n", 4), ==, 4);
    g_assert_cmpint(read(garbage, reply, sizeof(reply) - 1), >, 0);
    g_assert_nonnull(strstr(reply, "\"error\":{\"code\":1,"));
    endless = socket_connect(state, "control.sock", NULL, NULL);
    while (send(endless, block, 1 << 20, MSG_NOSIGNAL) > 0) /* until it is dropped */
        ;
    assert_state(f, "vm", "running");
    vm_kill(f, "vm");
}

static void a_client_that_does_not_read_is_dropped(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(state_t) state = NULL;
    AUTO_FD int deaf = -1;
    ssize_t sent = 0;

    vm_run(f, "vm", GUEST_IDLES);
    state = state_open(f->root, "vm", NULL);
    deaf = socket_connect(state, "control.sock", NULL, NULL);
    for (unsigned i = 0; i < 200000 && sent >= 0; i++)
        sent = send(deaf, "{\"verb\":\"status\"}\n", 18, MSG_NOSIGNAL);
    g_assert_cmpint(sent, <, 0);
    assert_state(f, "vm", "running");
    vm_kill(f, "vm");
}

static void an_unknown_verb_and_wrong_arguments_are_refused(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(control_client_t) client = NULL;
    g_autoptr(GError) error = NULL;

    vm_run(f, "vm", GUEST_IDLES);
    client = vm_client(f, "vm");
    g_assert_null(control_client_call(client, "tea", NULL, 60000, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_USAGE);
    g_clear_error(&error);
    g_assert_null(control_client_call(client, "stop", json_pair("timeout", "soon"), 60000, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_INPUT);
    g_clear_error(&error);
    g_assert_null(control_client_call(client, "qmp", json_pair("command", "tea"), 60000, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    vm_kill(f, "vm");
}

static void many_requests_are_answered_each_with_its_number(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(control_client_t) client = NULL;
    int64_t numbers[30];

    vm_run(f, "vm", GUEST_IDLES);
    client = vm_client(f, "vm");
    for (unsigned i = 0; i < 30; i++)
        numbers[i] = control_client_send(client, i % 2 ? "status" : "qmp",
                                         i % 2 ? NULL : json_pair("command", "query-name"), NULL, 0, NULL);
    for (unsigned i = 1; i < 30; i += 2) { /* those from QEMU come later, and were passed over here */
        g_autoptr(json_object) result = control_client_wait(client, numbers[i], 60000, NULL);

        g_assert_cmpstr(json_peek_string(result, "name"), ==, "vm");
    }
    vm_kill(f, "vm");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(struct vm_fixture *f, gconstpointer unused);
    } tests[] = {
        {"it-runs-and-is-killed", it_runs_and_is_killed},
        {"a-second-of-the-same-name-is-refused", a_second_of_the_same_name_is_refused},
        {"it-pauses-and-goes-on", it_pauses_and_goes_on},
        {"a-guest-that-obeys-is-stopped", a_guest_that_obeys_is_stopped},
        {"a-guest-that-does-not-obey-is-waited-for-no-longer-than-told",
         a_guest_that_does_not_obey_is_waited_for_no_longer_than_told},
        {"a-paused-guest-is-not-asked-to-stop", a_paused_guest_is_not_asked_to_stop},
        {"a-signal-to-the-monitor-stops-the-guest", a_signal_to_the_monitor_stops_the_guest},
        {"a-signal-ends-a-guest-that-does-not-obey-in-time", a_signal_ends_a_guest_that_does_not_obey_in_time},
        {"twenty-machines-run-at-once", twenty_machines_run_at_once},
        {"a-guest-that-powers-off-ends-the-machine", a_guest_that_powers_off_ends_the_machine},
        {"a-guest-that-reboots-ends-the-machine-if-told-so", a_guest_that_reboots_ends_the_machine_if_told_so},
        {"a-guest-that-panics-ends-the-machine", a_guest_that_panics_ends_the_machine},
        {"a-guest-is-preserved-if-told-so", a_guest_is_preserved_if_told_so},
        {"a-guest-is-restarted-if-told-so", a_guest_is_restarted_if_told_so},
        {"a-reset-by-wish-is-no-end", a_reset_by_wish_is_no_end},
        {"the-death-of-qemu-is-told-with-its-last-words", the_death_of_qemu_is_told_with_its_last_words},
        {"a-qemu-that-refuses-its-arguments-is-quoted", a_qemu_that_refuses_its_arguments_is_quoted},
        {"a-qemu-that-is-not-there-is-named", a_qemu_that_is_not_there_is_named},
        {"a-qemu-that-does-not-answer-is-given-up", a_qemu_that_does_not_answer_is_given_up},
        {"another-monitor-takes-over", another_monitor_takes_over},
        {"a-paused-guest-stays-paused-when-another-monitor-takes-over",
         a_paused_guest_stays_paused_when_another_monitor_takes_over},
        {"what-a-guest-did-while-nobody-looked-has-its-consequences",
         what_a_guest_did_while_nobody_looked_has_its_consequences},
        {"what-both-dead-processes-left-is-cleared", what_both_dead_processes_left_is_cleared},
        {"a-stale-directory-is-no-machine", a_stale_directory_is_no_machine},
        {"a-qemu-without-a-monitor-is-not-started-again", a_qemu_without_a_monitor_is_not_started_again},
        {"a-root-of-any-length-will-do", a_root_of_any_length_will_do},
        {"a-broken-client-harms-nobody", a_broken_client_harms_nobody},
        {"a-client-that-does-not-read-is-dropped", a_client_that_does_not_read_is_dropped},
        {"an-unknown-verb-and-wrong-arguments-are-refused", an_unknown_verb_and_wrong_arguments_are_refused},
        {"many-requests-are-answered-each-with-its-number", many_requests_are_answered_each_with_its_number},
    };

    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/monitor/", tests[i].path, NULL);

        g_test_add(path, struct vm_fixture, NULL, vm_set_up, tests[i].test, vm_tear_down);
    }
    return g_test_run();
}
