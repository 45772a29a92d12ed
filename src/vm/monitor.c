#include "vm/monitor.h"

#include "base/fd.h"
#include "vm/hotplug.h"
#include "vm/pairs.h"
#include "vm/ready.h"
#include "vm/socket.h"
#include "vm/source.h"
#include "vm/target.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>

enum {
    QUIT_SECONDS = 5, /* from `quit` to SIGKILL */
    FLUSH_MS = 1000,
    RECONNECTS_MAX = 3,
    RECONNECT_MS = 50, /* if it is ending, the watch tells before that */
};

const char *const end_reason_names[END_REASON_COUNT] = {
    [END_NONE] = "none",
    [END_POWERED_OFF] = "powered-off",
    [END_REBOOTED] = "rebooted",
    [END_CRASHED] = "crashed",
    [END_STOPPED] = "stopped",
    [END_KILLED] = "killed",
    [END_TIMED_OUT] = "killed-after-timeout",
    [END_MIGRATED] = "migrated",
    [END_FAILED] = "failed",
};

void monitor_log(const char *format, ...)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    fprintf(stderr, "%s %s\n", time, text);
}

void monitor_save(struct monitor *monitor)
{
    g_autoptr(GError) error = NULL;

    if (!monitor->gone && !status_save(monitor->status, monitor->state, &error))
        monitor_log("%s", error->message);
}

void monitor_set_state(struct monitor *monitor, enum machine_state state, const char *detail)
{
    struct status *status = monitor->status;
    struct json_object *data;

    if (status->state == state && g_strcmp0(status->detail, detail) == 0)
        return;
    if (status->state != state)
        status->since = g_get_real_time() / 1000;
    status->state = state;
    g_free(status->detail);
    status->detail = g_strdup(detail);
    monitor_save(monitor);
    data = json_pair("state", machine_state_names[state]);
    json_add_string(data, "detail", detail);
    control_tell(monitor->control, "state", data);
}

static void drop_source(guint *source)
{
    if (*source)
        g_source_remove(*source);
    *source = 0;
}

/* ---- the end ---- */

static gboolean on_kill_time(gpointer data)
{
    struct monitor *monitor = data;

    monitor->kill_timer = 0;
    monitor_log("QEMU does not end within %d s, it is killed", QUIT_SECONDS);
    qemu_process_kill(&monitor->qemu);
    return G_SOURCE_REMOVE;
}

static bool note_end(struct monitor *monitor, enum end_reason reason, const char *text)
{
    if (monitor->end)
        return false;
    monitor->end = reason;
    monitor->end_text = g_strdup(text);
    monitor_log("the machine ends (%s): %s", end_reason_names[reason], text);
    monitor_set_state(monitor, MACHINE_ENDING, text);
    return true;
}

void monitor_end(struct monitor *monitor, enum end_reason reason, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    if (!note_end(monitor, reason, text))
        return;
    if (monitor->qmp && qmp_is_ready(monitor->qmp)) {
        qmp_execute(monitor->qmp, "quit", NULL, NULL, NULL);
        monitor->kill_timer = g_timeout_add_seconds(QUIT_SECONDS, on_kill_time, monitor);
    } else {
        qemu_process_kill(&monitor->qemu);
    }
}

void monitor_kill(struct monitor *monitor, enum end_reason reason, const char *text)
{
    note_end(monitor, reason, text);
    qemu_process_kill(&monitor->qemu);
}

static int exit_status_of(enum end_reason reason)
{
    switch (reason) {
    case END_FAILED:
    case END_CRASHED:
        return TANDEM_ERROR_HOST;
    case END_TIMED_OUT:
        return TANDEM_ERROR_TIMEOUT;
    default:
        return 0;
    }
}

static struct json_object *end_to_json(const struct monitor *monitor, const char *last_words)
{
    struct json_object *data = json_pair("reason", end_reason_names[monitor->end]);

    json_add_string(data, "message", monitor->end_text);
    if (monitor->end == END_FAILED && *last_words)
        json_add_string(data, "log", last_words);
    return data;
}

static void tell_starter(struct monitor *monitor, const char *last_words)
{
    g_autoptr(GError) error =
        g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST, "%s%s%s", monitor->end_text, *last_words ? ":\n" : "", last_words);

    ready_tell(&monitor->options.ready, error);
}

/* QEMU is gone: so is the machine. */
static void clear_away(struct monitor *monitor)
{
    g_autofree char *last_words = qemu_process_last_words(monitor->state);
    g_autoptr(GError) error = NULL;

    if (!monitor->end) {
        g_autofree char *how = qemu_process_end_text(&monitor->qemu);
        g_autofree char *text = g_strdup_printf("QEMU ended unexpectedly (%s)", how);

        note_end(monitor, END_FAILED, text);
    }
    monitor->gone = true;
    monitor->exit_status = exit_status_of(monitor->end);
    if (monitor->end == END_FAILED && *last_words)
        monitor_log("QEMU's last words:\n%s", last_words);
    g_clear_pointer(&monitor->preparing, qmp_run_steps_free);
    hotplug_qemu_gone(monitor->hotplug, monitor->end_text);
    g_clear_pointer(&monitor->qmp, qmp_free);
    if (monitor->end != END_MIGRATED)
        pairs_guest_gone(monitor->pairs, monitor->end_text);
    if (monitor->target) {
        target_qemu_gone(monitor->target, monitor->end_text);
        g_clear_pointer(&monitor->target, target_free);
    }
    if (monitor->source)
        source_qemu_gone(monitor->source, monitor->end_text);
    /* The name is free before anybody hears of the end. */
    if (!state_remove(monitor->state, &error))
        monitor_log("%s", error->message);
    tell_starter(monitor, last_words);
    control_tell(monitor->control, "ended", end_to_json(monitor, last_words));
    waiters_reply(monitor->end_waiters, end_to_json(monitor, last_words));
}

static gboolean on_qemu_gone(gint fd, GIOCondition condition, gpointer data)
{
    struct monitor *monitor = data;

    monitor->watch = 0;
    qemu_process_reap(&monitor->qemu);
    clear_away(monitor);
    return G_SOURCE_REMOVE;
}

/* ---- QMP ---- */

static void on_ready(void *data)
{
    struct monitor *monitor = data;

    monitor_log("QEMU answers");
    drop_source(&monitor->start_timer);
    start_on_ready(monitor);
}

static void on_event(const char *name, struct json_object *event, int64_t microseconds, void *data)
{
    struct monitor *monitor = data;
    struct json_object *told = json_pair("name", name);

    if (event)
        json_object_object_add(told, "data", json_object_get(event));
    control_tell(monitor->control, "qemu", told);
    pairs_on_event(monitor->pairs, name, event);
    hotplug_on_event(monitor->hotplug, name, event);
    guest_on_event(monitor, name, event);
    if (monitor->source)
        source_on_event(monitor->source, name, event);
    if (monitor->target)
        target_on_event(monitor->target, name, event);
}

static bool connect_qmp(struct monitor *monitor, GError **error);

/* QEMU dropped us and runs on: we connect again, a few times. */
static gboolean on_reconnect_time(gpointer data)
{
    struct monitor *monitor = data;
    g_autoptr(GError) error = NULL;

    monitor->reconnect_timer = 0;
    monitor->takes_over = monitor->status->state != MACHINE_STARTING;
    if (monitor->reconnects++ < RECONNECTS_MAX && connect_qmp(monitor, &error))
        return G_SOURCE_REMOVE;
    monitor_log("QEMU cannot be controlled any more%s%s", error ? ": " : "", error ? error->message : "");
    if (monitor->options.ready >= 0)
        monitor_kill(monitor, END_FAILED, "QEMU does not answer");
    else
        monitor_set_state(monitor, monitor->status->state, "QEMU does not answer; it can only be killed");
    return G_SOURCE_REMOVE;
}

static void on_closed(const GError *error, void *data)
{
    struct monitor *monitor = data;

    monitor_log("%s", error->message);
    g_clear_pointer(&monitor->qmp, qmp_free);
    if (!monitor->end)
        monitor->reconnect_timer = g_timeout_add(RECONNECT_MS, on_reconnect_time, monitor);
}

static const struct qmp_handlers qmp_handlers = {on_ready, on_event, on_closed};

static bool connect_qmp(struct monitor *monitor, GError **error)
{
    int fd = socket_connect(monitor->state, "qmp.sock", NULL, error);

    if (fd < 0)
        return false;
    monitor->qmp = qmp_new(fd, NULL, &qmp_handlers, monitor);
    return true;
}

/* ---- signals and timers ---- */

static gboolean on_stop_time(gpointer data)
{
    struct monitor *monitor = data;

    monitor->stop_timer = 0;
    monitor_end(monitor, END_TIMED_OUT, "the guest did not power down in time");
    return G_SOURCE_REMOVE;
}

void monitor_power_down(struct monitor *monitor, unsigned kill_after)
{
    monitor->stopping = true;
    qmp_execute(monitor->qmp, "system_powerdown", NULL, NULL, NULL);
    if (kill_after && !monitor->stop_timer)
        monitor->stop_timer = g_timeout_add_seconds(kill_after, on_stop_time, monitor);
}

/* The first wish to end is the guest's to fulfil; the second is an order. */
static void on_end_signal(struct monitor *monitor, int signal)
{
    g_autofree char *text = g_strdup_printf("signal %d (%s)", signal, g_strsignal(signal));

    monitor_log("%s", text);
    if (monitor->stopping || monitor->status->state != MACHINE_RUNNING || !monitor->qmp)
        monitor_end(monitor, monitor->stopping ? END_KILLED : END_STOPPED, "%s", text);
    else
        monitor_power_down(monitor, monitor->plan->stop_seconds);
}

static gboolean on_signal(gint fd, GIOCondition condition, gpointer data)
{
    struct monitor *monitor = data;
    struct signalfd_siginfo info;

    if (read(fd, &info, sizeof(info)) != sizeof(info))
        return G_SOURCE_CONTINUE;
    if (info.ssi_signo == SIGCHLD)
        qemu_process_reap(&monitor->qemu);
    else if (info.ssi_signo != SIGHUP || monitor->plan->foreground)
        on_end_signal(monitor, (int)info.ssi_signo);
    return G_SOURCE_CONTINUE;
}

/* By signalfd: GLib's own way would cost a thread. */
static bool catch_signals(struct monitor *monitor, GError **error)
{
    sigset_t set;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    monitor->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (monitor->signal_fd < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot catch signals: %s", g_strerror(errno));
    monitor->signals = g_unix_fd_add(monitor->signal_fd, G_IO_IN, on_signal, monitor);
    return true;
}

static gboolean on_start_time(gpointer data)
{
    struct monitor *monitor = data;
    g_autofree char *text = g_strdup_printf("QEMU did not answer within %u s", monitor->plan->start_seconds);

    monitor->start_timer = 0;
    monitor_kill(monitor, END_FAILED, text);
    return G_SOURCE_REMOVE;
}

/* ---- the beginning ---- */

static bool listen_for_clients(struct monitor *monitor, GError **error)
{
    int fd = socket_listen(monitor->state, "control.sock", error);

    if (fd < 0)
        return false;
    monitor->control = control_new(fd, monitor_verbs, monitor);
    return true;
}

static void watch_qemu(struct monitor *monitor)
{
    monitor->watch = g_unix_fd_add(monitor->qemu.watch, G_IO_IN, on_qemu_gone, monitor);
    monitor->start_timer = g_timeout_add_seconds(monitor->plan->start_seconds, on_start_time, monitor);
}

static bool start(struct monitor *monitor, GError **error)
{
    struct status *status = monitor->status = status_new(monitor->plan->name, monitor->plan->uuid);

    status->started = status->since = g_get_real_time() / 1000;
    status->scope = process_scope();
    status->wants_to_run = !monitor->plan->paused;
    status->custody = monitor->plan->incoming ? CUSTODY_COMING : CUSTODY_HERE;
    process_find(getpid(), &status->monitor);
    if (!qemu_process_start(&monitor->qemu, monitor->plan, monitor->state, error))
        return false;
    status->qemu = monitor->qemu.id;
    if (!status_save(status, monitor->state, error) || !listen_for_clients(monitor, error))
        return false;
    /* Before QEMU runs, so that there is no time at which it could have been missed. */
    if (!connect_qmp(monitor, error))
        return false;
    qemu_process_go(&monitor->qemu, monitor->plan);
    watch_qemu(monitor);
    return true;
}

static bool take_over(struct monitor *monitor, GError **error)
{
    monitor->status = status_load(monitor->state, error);
    if (!monitor->status || !qemu_process_adopt(&monitor->qemu, &monitor->status->qemu, error))
        return false;
    monitor_log("taking over from process %d", (int)monitor->status->monitor.pid);
    process_find(getpid(), &monitor->status->monitor);
    if (!listen_for_clients(monitor, error) || !connect_qmp(monitor, error))
        return false;
    monitor_save(monitor);
    watch_qemu(monitor);
    return true;
}

static void monitor_clear(struct monitor *monitor)
{
    drop_source(&monitor->start_timer);
    drop_source(&monitor->stop_timer);
    drop_source(&monitor->kill_timer);
    drop_source(&monitor->reconnect_timer);
    drop_source(&monitor->watch);
    source_free(monitor->source);
    target_free(monitor->target);
    pairs_free(monitor->pairs);
    drop_source(&monitor->signals);
    close_fd(&monitor->signal_fd);
    qmp_run_steps_free(monitor->preparing);
    hotplug_free(monitor->hotplug);
    qmp_free(monitor->qmp);
    control_free(monitor->control);
    qemu_process_clear(&monitor->qemu);
    waiters_free(monitor->end_waiters);
    status_free(monitor->status);
    plan_free(monitor->plan);
    state_free(monitor->state);
    g_free(monitor->end_text);
    close_fd(&monitor->options.ready);
    close_fd(&monitor->options.channel_in);
    close_fd(&monitor->options.channel_out);
}

/* Where nothing runs yet there is nobody to tell but the one who waits. */
static int give_up(struct monitor *monitor, const GError *error)
{
    monitor_log("%s", error->message);
    if (!monitor->takes_over) { /* closing `held` ends the QEMU that waits for it */
        qemu_process_clear(&monitor->qemu);
        state_remove(monitor->state, NULL);
    }
    ready_tell(&monitor->options.ready, error);
    return error_exit_status(error);
}

int monitor_run(struct state *state, const struct monitor_options *options)
{
    struct monitor monitor = {.state = state, .options = *options, .qemu = QEMU_PROCESS_NONE, .signal_fd = -1};
    g_autoptr(GError) error = NULL;

    monitor.takes_over = options->takes_over;
    monitor.end_waiters = waiters_new();
    monitor.plan = plan_load(state, &error);
    if (monitor.plan)
        monitor.pairs = pairs_new(&monitor);
    if (monitor.plan)
        monitor.hotplug = hotplug_new(&monitor);
    if (monitor.plan && catch_signals(&monitor, &error) &&
        (options->takes_over ? take_over(&monitor, &error) : start(&monitor, &error))) {
        while (!monitor.gone || monitor.lingers || monitor.parting > 0)
            g_main_context_iteration(NULL, TRUE);
        control_refuse_all(monitor.control, monitor.end_text);
        control_flush(monitor.control, FLUSH_MS);
    } else {
        monitor.exit_status = give_up(&monitor, error);
    }
    monitor_clear(&monitor);
    return monitor.exit_status;
}
