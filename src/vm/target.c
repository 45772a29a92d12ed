#include "vm/target.h"

#include "base/fd.h"
#include "vm/pairs.h"
#include "vm/peer.h"
#include "vm/relay.h"

#include <malloc.h>
#include <string.h>

enum { SETTLE_SECONDS = 40, DEPTH_MAX = 32 };

enum step {
    STEP_LOADING,  /* QEMU is told where the stream comes from, and reads it */
    STEP_HELD,     /* all has come, and is not ours */
    STEP_TAKING,   /* handed over; QEMU is told to let it run */
    STEP_SETTLING, /* it runs */
};

struct target {
    struct monitor *monitor;
    struct peer *peer; /* NULL: the channel has ended */
    struct relay *relay;
    enum step step;
    bool refused; /* QEMU did not let it run */
    guint timer;
};

static void tell(struct monitor *monitor, const char *step)
{
    struct json_object *json = json_pair("direction", "in");

    json_add_string(json, "step", step);
    json_object_put(monitor->status->migration);
    monitor->status->migration = json_object_get(json);
    monitor_save(monitor);
    control_tell(monitor->control, "migration", json);
    monitor_log("migration: %s", step);
}

void target_free(struct target *target)
{
    if (!target)
        return;
    if (target->timer)
        g_source_remove(target->timer);
    if (target->monitor->qmp)
        qmp_forget(target->monitor->qmp, target);
    pairs_on_change(target->monitor->pairs, NULL, NULL);
    relay_free(target->relay);
    peer_part(target->peer, &target->monitor->parting);
    g_free(target);
}

static bool is_ours(const struct target *target)
{
    return target->step >= STEP_TAKING;
}

/* ---- it runs here ---- */

static void settled(struct target *target)
{
    struct monitor *monitor = target->monitor;
    struct json_object *members = json_object_new_object();

    json_object_object_add(members, "pairs", pairs_to_json(monitor->pairs));
    if (target->peer)
        peer_send(target->peer, PEER_SETTLED, members);
    else
        json_object_put(members);
    tell(monitor, "migrated");
    monitor->target = NULL;
    target_free(target);
    monitor_is_up(monitor);
    malloc_trim(0); /* the stream's buffers are not needed for the rest of its life */
}

static void on_pair_change(void *data)
{
    struct target *target = data;

    if (target->step == STEP_SETTLING && pairs_at_rest(target->monitor->pairs))
        settled(target);
}

static gboolean on_settle_time(gpointer data)
{
    struct target *target = data;

    target->timer = 0;
    settled(target);
    return G_SOURCE_REMOVE;
}

static void taken(struct target *target)
{
    struct monitor *monitor = target->monitor;

    target->step = STEP_SETTLING;
    tell(monitor, "settling");
    if (target->peer)
        peer_send(target->peer, PEER_RUNNING, NULL);
    target->timer = g_timeout_add_seconds(SETTLE_SECONDS, on_settle_time, target);
    pairs_on_change(monitor->pairs, on_pair_change, target);
    pairs_guest_arrived(monitor->pairs);
    on_pair_change(target);
}

static void on_cont(struct json_object *result, const GError *error, void *data)
{
    struct target *target = data;

    if (!error) {
        taken(target);
        return;
    }
    /* A guest that QEMU refused to start has not run.  If QEMU died instead, it may have. */
    target->refused = error->domain == QMP_ERROR;
    monitor_end(target->monitor, END_FAILED, "the guest cannot be let run here: %s", error->message);
}

static void on_hand_over(struct target *target, struct json_object *message)
{
    struct monitor *monitor = target->monitor;
    bool run = true;

    if (!monitor->qmp || !process_runs(&monitor->qemu.id))
        return; /* its end, which is about to be noticed, will be told: it has not run here */
    json_get_bool(message, "run", false, &run, NULL);
    target->step = STEP_TAKING;
    monitor->status->custody = CUSTODY_HERE;
    monitor->status->wants_to_run = run;
    monitor_save(monitor); /* before it runs: a monitor that takes over has to know */
    if (run) {
        qmp_execute(monitor->qmp, "cont", NULL, on_cont, target);
    } else {
        monitor_set_state(monitor, MACHINE_PAUSED, NULL);
        taken(target);
    }
}

/* ---- it comes ---- */

static void refuse(struct target *target, const char *why)
{
    monitor_end(target->monitor, END_FAILED, "the guest did not come: %s", why);
}

static void on_message(enum peer_type type, struct json_object *message, void *data)
{
    struct target *target = data;

    if (target->monitor->end)
        return;
    if (type == PEER_HAND_OVER && target->step == STEP_HELD) {
        on_hand_over(target, message);
    } else if (type == PEER_STREAM_END) { /* it may come after QEMU has said that it has all */
        if (target->relay)
            relay_finish(target->relay);
    } else if (type == PEER_CANCEL && !is_ours(target)) {
        struct json_object *error = NULL;
        g_autoptr(GError) why = NULL;

        json_get(message, "error", json_type_object, false, &error, NULL);
        json_to_error(error ? error : message, &why);
        refuse(target, why->message);
    } else if (!is_ours(target)) {
        refuse(target, "the other host does not keep to the order of messages");
    }
}

static void on_bytes(const char *bytes, size_t length, void *data)
{
    struct target *target = data;

    if (target->relay)
        relay_take(target->relay, bytes, length);
}

static void on_drained(void *data)
{
    struct target *target = data;

    if (target->relay)
        relay_go_on(target->relay);
}

static void on_closed(const GError *error, void *data)
{
    struct target *target = data;

    g_clear_pointer(&target->peer, peer_free);
    if (!is_ours(target) && !target->monitor->end)
        refuse(target, error->message);
}

static const struct peer_handlers peer_handlers = {on_message, on_bytes, on_drained, on_closed};

static void on_relay_ended(void *data)
{
    /* QEMU has read all it wants; whether that was all, its event says. */
}

void target_on_event(struct target *target, const char *name, struct json_object *data)
{
    const char *status = data ? json_peek_string(data, "status") : NULL;

    if (strcmp(name, "MIGRATION") != 0 || !status || target->step != STEP_LOADING)
        return;
    if (strcmp(status, "completed") == 0) {
        target->step = STEP_HELD;
        g_clear_pointer(&target->relay, relay_free);
        tell(target->monitor, "held");
        if (target->peer)
            peer_send(target->peer, PEER_LOADED, NULL);
    } else if (strcmp(status, "failed") == 0) {
        refuse(target, "QEMU could not take it in");
    }
}

static void on_step_reply(struct json_object *result, const GError *error, void *data)
{
    struct target *target = data;

    if (error)
        refuse(target, error->message);
}

static void on_listening(struct json_object *result, const GError *error, void *data)
{
    struct target *target = data;

    if (error) {
        refuse(target, error->message);
        return;
    }
    tell(target->monitor, "loading");
    if (target->peer)
        peer_send(target->peer, PEER_ACCEPT, NULL);
}

static struct json_object *capabilities(void)
{
    /* With late-block-activate the disks stay the source's until `cont`. */
    static const char *const names[] = {"events", "late-block-activate"};
    struct json_object *arguments = json_object_new_object(), *list = json_object_new_array();

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        struct json_object *capability = json_pair("capability", names[i]);

        json_object_object_add(capability, "state", json_object_new_boolean(true));
        json_object_array_add(list, capability);
    }
    json_object_object_add(arguments, "capabilities", list);
    return arguments;
}

/* The pairs that were detached by wish, as the source's hello says. */
static struct json_object *detached(const struct state *state)
{
    g_autofree char *text = state_read(state, "hello.json", true, NULL);
    g_autoptr(json_object) hello = text ? json_parse(text, strlen(text), DEPTH_MAX, NULL) : NULL;
    struct json_object *list = NULL;

    return hello && json_get(hello, "detached", json_type_array, false, &list, NULL) ? json_object_get(list) : NULL;
}

/* By itself QEMU announces the guest on both NICs of a pair, and the switch would take that for the guest's
 * first word on the transient one; the pair has it announced on the one in use. */
static struct json_object *no_announcement(void)
{
    struct json_object *parameters = json_object_new_object();

    json_object_object_add(parameters, "announce-rounds", json_object_new_int(0));
    return parameters;
}

void target_begin(struct monitor *monitor)
{
    struct target *target = g_new0(struct target, 1);
    g_autoptr(json_object) away = detached(monitor->state);
    g_autoptr(GError) error = NULL;
    int qemu_end = -1;

    target->monitor = monitor;
    monitor->target = target;
    target->peer = peer_new(steal_fd(&monitor->options.channel_in), steal_fd(&monitor->options.channel_out),
                            &peer_handlers, target);
    target->relay = relay_new(target->peer, on_relay_ended, target, &qemu_end, &error);
    if (!target->relay) {
        refuse(target, error->message);
        return;
    }
    pairs_begin(monitor->pairs, away);
    monitor_set_state(monitor, MACHINE_RECEIVING, NULL);
    qmp_execute(monitor->qmp, "migrate-set-capabilities", capabilities(), on_step_reply, target);
    if (pairs_count(monitor->pairs) > 0)
        qmp_execute(monitor->qmp, "migrate-set-parameters", no_announcement(), on_step_reply, target);
    qmp_execute_fd(monitor->qmp, "getfd", json_pair("fdname", "tandem-migration"), qemu_end, on_step_reply, target);
    qmp_execute(monitor->qmp, "migrate-incoming", json_pair("uri", "fd:tandem-migration"), on_listening, target);
}

void target_qemu_gone(struct target *target, const char *text)
{
    /* Once it was told to go on, the guest may have run, and must not run again from where it was. */
    bool may_have_run = target->step == STEP_TAKING && !target->refused;
    g_autoptr(GError) error = g_error_new_literal(TANDEM_ERROR, TANDEM_ERROR_HOST, text);

    if (target->peer && target->step < STEP_SETTLING && !may_have_run)
        peer_send_error(target->peer, PEER_FAILED, error);
}
