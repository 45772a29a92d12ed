/* What the guest does by itself, and what follows from it. */
#include "vm/monitor.h"

#include <string.h>

/* The guest has ended its work in one way or another, and `on` says what is to be done.  QEMU has stopped it
 * and waits (-no-shutdown). */
static void act(struct monitor *monitor, enum plan_on on, enum end_reason reason, enum machine_state kept,
                const char *what)
{
    switch (on) {
    case PLAN_ON_RESTART:
        monitor_log("%s; it is restarted", what);
        monitor->restarting = true;
        qmp_execute(monitor->qmp, "system_reset", NULL, NULL, NULL);
        break;
    case PLAN_ON_PRESERVE:
        monitor_set_state(monitor, kept, what);
        break;
    default:
        monitor_end(monitor, reason, "%s", what);
    }
}

static void on_powered_off(struct monitor *monitor)
{
    if (monitor->stopping)
        monitor_end(monitor, END_STOPPED, "the guest powered down as it was asked to");
    else
        act(monitor, monitor->plan->on_poweroff, END_POWERED_OFF, MACHINE_POWERED_OFF, "the guest powered down");
}

static void on_panicked(struct monitor *monitor)
{
    act(monitor, monitor->plan->on_crash, END_CRASHED, MACHINE_CRASHED, "the guest crashed");
}

static void on_shutdown(struct monitor *monitor, struct json_object *data)
{
    const char *reason = data ? json_peek_string(data, "reason") : NULL;

    if (monitor->end)
        return;
    if (g_strcmp0(reason, "guest-reset") == 0) /* only where on_reboot is not 'restart': -no-reboot */
        act(monitor, monitor->plan->on_reboot, END_REBOOTED, MACHINE_POWERED_OFF, "the guest rebooted");
    else if (g_strcmp0(reason, "guest-panic") == 0)
        on_panicked(monitor);
    else if (g_strcmp0(reason, "host-qmp-quit") == 0 || g_strcmp0(reason, "host-signal") == 0)
        monitor_end(monitor, END_KILLED, "QEMU was told to quit");
    else
        on_powered_off(monitor);
}

static void on_guest_panicked(struct monitor *monitor, struct json_object *data)
{
    /* With 'poweroff' a SHUTDOWN follows, with 'run' the guest goes on. */
    if (!monitor->end && data && g_strcmp0(json_peek_string(data, "action"), "pause") == 0)
        on_panicked(monitor);
}

static void on_stop(struct monitor *monitor)
{
    enum machine_state state = monitor->status->state;

    if (state == MACHINE_RUNNING || state == MACHINE_STARTING)
        monitor_set_state(monitor, MACHINE_PAUSED, NULL);
}

static void on_reset(struct monitor *monitor)
{
    if (monitor->resetting)
        qmp_execute(monitor->qmp, "set-action", json_pair("reboot", "shutdown"), NULL, NULL);
    monitor->resetting = false;
    if (!monitor->restarting)
        return;
    monitor->restarting = false;
    monitor_let_run(monitor);
}

void guest_on_event(struct monitor *monitor, const char *name, struct json_object *data)
{
    if (strcmp(name, "SHUTDOWN") == 0)
        on_shutdown(monitor, data);
    else if (strcmp(name, "GUEST_PANICKED") == 0)
        on_guest_panicked(monitor, data);
    else if (strcmp(name, "STOP") == 0)
        on_stop(monitor);
    else if (strcmp(name, "RESUME") == 0 && !monitor->end)
        monitor_set_state(monitor, MACHINE_RUNNING, NULL);
    else if (strcmp(name, "RESET") == 0)
        on_reset(monitor);
}

void guest_on_taken_over(struct monitor *monitor, struct json_object *query_status)
{
    const char *now = json_peek_string(query_status, "status");

    if (!now)
        return;
    if (strcmp(now, "shutdown") == 0 && monitor->status->state != MACHINE_POWERED_OFF)
        on_powered_off(monitor);
    else if (strcmp(now, "guest-panicked") == 0 && monitor->status->state != MACHINE_CRASHED)
        on_panicked(monitor);
    else if (strcmp(now, "running") == 0)
        monitor_set_state(monitor, MACHINE_RUNNING, NULL);
    else if (monitor->status->custody == CUSTODY_HERE && monitor->status->wants_to_run)
        monitor_let_run(monitor); /* the monitor before us died on the way to it */
    else if (monitor->status->custody == CUSTODY_HERE)
        monitor_set_state(monitor, MACHINE_PAUSED, NULL);
}
