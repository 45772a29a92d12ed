/* What a client can ask the monitor for; docs/control-socket.md has it for the clients. */
#include "vm/monitor.h"

#include "base/fd.h"
#include "vm/hotplug.h"
#include "vm/pairs.h"
#include "vm/source.h"

#include <string.h>

enum { SECONDS_MAX = 1000000 };

static bool is_controllable(struct monitor *monitor, struct request *request)
{
    if (monitor->end) {
        request_refuse(request, TANDEM_ERROR_HOST, "machine '%s' is ending", monitor->plan->name);
        return false;
    }
    if (!monitor->qmp || !qmp_is_ready(monitor->qmp) || monitor->preparing) {
        request_refuse(request, TANDEM_ERROR_HOST, "the QEMU of machine '%s' does not answer%s", monitor->plan->name,
                       monitor->status->state == MACHINE_STARTING ? " yet" : "; only `kill` is left");
        return false;
    }
    return true;
}

/* For what lets the guest run or changes it: it has to be ours. */
static bool is_ours(struct monitor *monitor, struct request *request)
{
    static const char *const reasons[CUSTODY_COUNT] = {
        [CUSTODY_COMING] = "is being received from another host",
        [CUSTODY_HANDED_OVER] = "was handed over to another host, which has not confirmed it",
    };

    if (!is_controllable(monitor, request))
        return false;
    if (monitor->source) {
        request_refuse(request, TANDEM_ERROR_USAGE, "machine '%s' is being migrated", monitor->plan->name);
        return false;
    }
    if (monitor->status->custody == CUSTODY_HERE)
        return true;
    request_refuse(request, TANDEM_ERROR_USAGE, "machine '%s' %s", monitor->plan->name,
                   reasons[monitor->status->custody]);
    return false;
}

static void on_simple_reply(struct json_object *result, const GError *error, void *data)
{
    if (error)
        request_fail(data, error);
    else
        request_reply(data, NULL);
}

/* ---- looking ---- */

static void verb_status(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;

    request_reply(request, status_to_json(monitor->status));
}

static void verb_events(struct request *request, struct json_object *arguments, void *data)
{
    request_subscribe(request);
    request_reply(request, NULL);
}

static void on_qmp_reply(struct json_object *result, const GError *error, void *data)
{
    if (error)
        request_fail(data, error);
    else
        request_reply(data, json_object_get(result));
}

static void verb_qmp(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;
    struct json_object *command_arguments = NULL;
    g_autoptr(GError) error = NULL;
    const char *command = NULL;

    if (!json_get_string(arguments, "command", true, &command, &error) ||
        !json_get(arguments, "arguments", json_type_object, false, &command_arguments, &error))
        request_fail(request, error);
    else if (is_controllable(monitor, request))
        qmp_execute(monitor->qmp, command, json_object_get(command_arguments), on_qmp_reply, request);
}

/* ---- running ---- */

static void verb_pause(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;

    if (!is_ours(monitor, request))
        return;
    monitor->status->wants_to_run = false;
    monitor_save(monitor);
    qmp_execute(monitor->qmp, "stop", NULL, on_simple_reply, request);
}

/* By a person who knows that the other host does not have the guest. */
static void take_custody_back(struct monitor *monitor)
{
    monitor_log("the guest is taken back by force");
    g_clear_pointer(&monitor->source, source_free);
    monitor->status->custody = CUSTODY_HERE;
    pairs_give_back(monitor->pairs, PAIR_FOR_MIGRATION, "it was taken back by force");
}

static void verb_resume(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;
    g_autoptr(GError) error = NULL;
    bool force = false;

    if (!json_get_bool(arguments, "force", false, &force, &error)) {
        request_fail(request, error);
        return;
    }
    if (force && monitor->status->custody == CUSTODY_HANDED_OVER && is_controllable(monitor, request))
        take_custody_back(monitor);
    else if (!is_ours(monitor, request))
        return;
    monitor->status->wants_to_run = true;
    monitor_save(monitor);
    qmp_execute(monitor->qmp, "cont", NULL, on_simple_reply, request);
}

static void verb_reset(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;
    struct json_object *action;
    enum machine_state state = monitor->status->state;

    if (!is_ours(monitor, request))
        return;
    monitor->stopping = false;
    monitor->restarting = state == MACHINE_POWERED_OFF || state == MACHINE_CRASHED;
    if (monitor->plan->on_reboot == PLAN_ON_RESTART) {
        qmp_execute(monitor->qmp, "system_reset", NULL, on_simple_reply, request);
        return;
    }
    /* -no-reboot holds for a reset from outside, too. */
    action = json_pair("reboot", "reset");
    monitor->resetting = true;
    qmp_execute(monitor->qmp, "set-action", action, NULL, NULL);
    qmp_execute(monitor->qmp, "system_reset", NULL, on_simple_reply, request);
}

/* ---- ending ---- */

static void verb_stop(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;
    int64_t seconds = monitor->plan->stop_seconds;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    if (!json_get_int(arguments, "timeout", false, 1, SECONDS_MAX, &seconds, &error)) {
        request_fail(request, error);
        return;
    }
    if (monitor->end) {
        waiters_add(monitor->end_waiters, request, 0, NULL);
        return;
    }
    if (!is_ours(monitor, request))
        return;
    switch (monitor->status->state) {
    case MACHINE_RUNNING:
        monitor_power_down(monitor, 0);
        break;
    case MACHINE_POWERED_OFF:
    case MACHINE_CRASHED:
        monitor_end(monitor, END_STOPPED, "it was stopped after the guest had ended");
        break;
    default:
        request_refuse(request, TANDEM_ERROR_USAGE,
                       "machine '%s' is %s, so its guest cannot power down; resume it first, or kill it",
                       monitor->plan->name, machine_state_names[monitor->status->state]);
        return;
    }
    text = g_strdup_printf("the guest did not power down within %d s; it may still do so, `kill` ends it at once",
                           (int)seconds);
    waiters_add(monitor->end_waiters, request, (unsigned)seconds, text);
}

static void verb_kill(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;

    if (monitor->end) /* it does not end fast enough */
        monitor_kill(monitor, END_KILLED, "it was killed");
    else
        monitor_end(monitor, END_KILLED, "it was killed");
    waiters_add(monitor->end_waiters, request, 0, NULL);
}

/* ---- devices ---- */

static void on_pair_wish(const GError *error, void *data)
{
    if (error)
        request_fail(data, error);
    else
        request_reply(data, NULL);
}

static void verb_attach(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;
    const char *alias = json_peek_string(arguments, "alias");

    if (!is_ours(monitor, request))
        return;
    if (pairs_has_transient(monitor->pairs, alias))
        pairs_attach(monitor->pairs, alias, on_pair_wish, request);
    else
        hotplug_attach(monitor->hotplug, request, arguments);
}

static void detach_transient(struct monitor *monitor, struct request *request, const char *alias,
                             struct json_object *arguments)
{
    g_autoptr(GError) error = NULL;
    int64_t seconds = 0;

    if (json_get_int(arguments, "timeout", false, 1, SECONDS_MAX, &seconds, &error))
        pairs_detach(monitor->pairs, alias, (unsigned)seconds * 1000, on_pair_wish, request);
    else
        request_fail(request, error);
}

static void verb_detach(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;
    const char *alias = json_peek_string(arguments, "alias");

    if (!is_ours(monitor, request))
        return;
    if (pairs_has_transient(monitor->pairs, alias))
        detach_transient(monitor, request, alias, arguments);
    else
        hotplug_detach(monitor->hotplug, request, arguments);
}

static void verb_fold(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;

    if (is_ours(monitor, request))
        hotplug_fold(monitor->hotplug, request, arguments);
}

/* ---- moving ---- */

/* The other host builds the machine from its document, which must not change on the way. */
static bool is_quiet(struct monitor *monitor, struct request *request)
{
    if (!hotplug_is_busy(monitor->hotplug))
        return true;
    request_refuse(request, TANDEM_ERROR_USAGE, "a device of machine '%s' is being attached or detached",
                   monitor->plan->name);
    return false;
}

static void verb_migrate(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;
    struct source_options options = {0};
    AUTO_FD int channel_in = request_take_fd(request);
    AUTO_FD int channel_out = request_take_fd(request);
    g_autoptr(GError) error = NULL;
    int64_t release_ms = 0;

    if (!json_get_int(arguments, "release_ms", false, 1, G_MAXINT, &release_ms, &error) ||
        !json_get(arguments, "parameters", json_type_object, false, &options.parameters, &error) ||
        !json_get(arguments, "wishes", json_type_object, false, &options.wishes, &error)) {
        request_fail(request, error);
        return;
    }
    options.release_ms = (unsigned)release_ms;
    if (channel_out < 0)
        request_refuse(request, TANDEM_ERROR_USAGE,
                       "a migration needs two descriptors, to hear the other side and to "
                       "speak to it");
    else if (is_ours(monitor, request) && is_quiet(monitor, request))
        source_begin(monitor, request, steal_fd(&channel_in), steal_fd(&channel_out), &options);
}

static void verb_migrate_cancel(struct request *request, struct json_object *arguments, void *data)
{
    struct monitor *monitor = data;

    if (!monitor->source)
        request_refuse(request, TANDEM_ERROR_USAGE, "machine '%s' is not being migrated", monitor->plan->name);
    else if (!source_cancel(monitor->source, "it was cancelled"))
        request_refuse(request, TANDEM_ERROR_USAGE, "it is too late to cancel: the guest has been handed over");
    else
        request_reply(request, NULL);
}

const struct control_verb monitor_verbs[] = {
    {"status", verb_status},
    {"events", verb_events},
    {"qmp", verb_qmp},
    {"pause", verb_pause},
    {"resume", verb_resume},
    {"reset", verb_reset},
    {"stop", verb_stop},
    {"kill", verb_kill},
    {"attach", verb_attach},
    {"detach", verb_detach},
    {"fold", verb_fold},
    {"migrate", verb_migrate},
    {"migrate-cancel", verb_migrate_cancel},
    {NULL, NULL},
};
