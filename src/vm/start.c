/* From QEMU's first answer until the guest runs, or is found running. */
#include "vm/monitor.h"

#include "vm/hotplug.h"
#include "vm/pairs.h"
#include "vm/ready.h"
#include "vm/target.h"

#include <string.h>

void monitor_is_up(struct monitor *monitor)
{
    ready_tell(&monitor->options.ready, NULL);
}

static void on_let_run(struct json_object *result, const GError *error, void *data)
{
    struct monitor *monitor = data;

    if (error)
        monitor_end(monitor, END_FAILED, "the guest cannot be started: %s", error->message);
    else
        monitor_is_up(monitor);
}

void monitor_let_run(struct monitor *monitor)
{
    monitor->status->wants_to_run = true;
    monitor->status->custody = CUSTODY_HERE;
    monitor_save(monitor);
    qmp_execute(monitor->qmp, "cont", NULL, on_let_run, monitor);
}

/* The monitor before this one died while the guest was leaving, and had not handed it over. */
static bool migration_was_cut_off(const struct monitor *monitor)
{
    struct json_object *migration = monitor->status->migration;
    const char *step = migration ? json_peek_string(migration, "step") : NULL;

    return step && g_strcmp0(json_peek_string(migration, "direction"), "out") == 0 && !monitor->source &&
           monitor->status->custody == CUSTODY_HERE && strcmp(step, "given-up") != 0 && strcmp(step, "migrated") != 0;
}

static void on_status(struct json_object *result, const GError *error, void *data)
{
    struct monitor *monitor = data;
    bool cut_off = migration_was_cut_off(monitor), running = false;

    if (error) { /* the connection is lost again */
        monitor_log("%s", error->message);
        return;
    }
    json_get_bool(result, "running", false, &running, NULL);
    if (cut_off)
        qmp_execute(monitor->qmp, "migrate_cancel", NULL, NULL, NULL);
    pairs_adopt(monitor->pairs, running);
    hotplug_adopt(monitor->hotplug);
    guest_on_taken_over(monitor, result);
    if (cut_off)
        pairs_give_back(monitor->pairs, PAIR_FOR_MIGRATION, "the migration was cut off");
    monitor_is_up(monitor);
}

static void begin(struct monitor *monitor)
{
    pairs_begin(monitor->pairs, NULL);
    if (monitor->status->wants_to_run) {
        monitor_let_run(monitor);
    } else {
        monitor_set_state(monitor, MACHINE_PAUSED, NULL);
        monitor_is_up(monitor);
    }
}

static void go_on(struct monitor *monitor)
{
    if (monitor->takes_over)
        qmp_execute(monitor->qmp, "query-status", NULL, on_status, monitor);
    else if (monitor->plan->incoming)
        target_begin(monitor);
    else
        begin(monitor);
}

static void on_prepared(const GError *error, unsigned done, void *data)
{
    struct monitor *monitor = data;

    g_clear_pointer(&monitor->preparing, qmp_run_steps_free);
    if (error && !qmp_is_ready(monitor->qmp)) { /* the connection was lost: a new one begins anew */
        monitor_log("%s", error->message);
    } else if (error) {
        monitor_end(monitor, END_FAILED, "the guest cannot be started: %s", error->message);
    } else {
        monitor->status->prepared = true;
        monitor_save(monitor);
        go_on(monitor);
    }
}

void start_on_ready(struct monitor *monitor)
{
    if (monitor->status->prepared || monitor->plan->steps->len == 0)
        go_on(monitor);
    else if (!monitor->preparing)
        monitor->preparing = qmp_steps_run(monitor->qmp, monitor->plan->steps, false, on_prepared, monitor);
}
