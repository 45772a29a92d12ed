#include "vm/source.h"

#include "base/fd.h"
#include "vm/pairs.h"
#include "vm/peer.h"
#include "vm/relay.h"

#include <string.h>

enum {
    ACCEPT_SECONDS = 120, /* the other side starts a QEMU */
    CANCEL_SECONDS = 30,
    LOADED_SECONDS = 60,  /* after the last byte */
    CONFIRM_SECONDS = 60, /* it only has to say `cont` */
    SETTLED_SECONDS = 45, /* longer than a guest may take to take up its NIC */
};

/* No limit of QEMU's own: the channel has one. */
static const int64_t max_bandwidth = INT64_C(1) << 40;

enum step {
    STEP_ASKING,
    STEP_RELEASING,
    STEP_MIGRATING,
    STEP_LOADING,
    STEP_HANDING_OVER,
    STEP_SETTLING,
    STEP_GIVING_UP,
    STEP_COUNT
};

static const char *const step_names[STEP_COUNT] = {
    [STEP_ASKING] = "asking",       [STEP_RELEASING] = "releasing",       [STEP_MIGRATING] = "migrating",
    [STEP_LOADING] = "loading",     [STEP_HANDING_OVER] = "handing-over", [STEP_SETTLING] = "settling",
    [STEP_GIVING_UP] = "giving-up",
};

struct source {
    struct monitor *monitor;
    struct request *request; /* NULL: answered, or gone */
    struct peer *peer;       /* NULL: the channel has ended */
    struct relay *relay;
    enum step step;
    guint timer;
    unsigned release_ms;
    struct json_object *parameters, *wishes;
    bool qemu_migrates;       /* `migrate` was accepted, and no end of it has been told */
    bool sent, ended, loaded; /* QEMU has sent all, closed its end, and the other side has it */
    bool counted;             /* QEMU has said how much it was, before it may have to end */
    int64_t begun, stopped;   /* microseconds, monotonic; stopped 0: not yet */
    struct json_object *result;
    GError *failure;
};

static void give_up(struct source *source, const GError *why);

/* ---- telling ---- */

static void tell(struct source *source, const char *outcome, const GError *error)
{
    struct monitor *monitor = source->monitor;
    struct json_object *json = json_pair("direction", "out");

    json_add_string(json, "step", outcome ? outcome : step_names[source->step]);
    if (error)
        json_object_object_add(json, "error", json_from_error(error));
    json_object_put(monitor->status->migration);
    monitor->status->migration = json_object_get(json);
    monitor_save(monitor);
    control_tell(monitor->control, "migration", json);
}

static void drop_timer(struct source *source)
{
    if (source->timer)
        g_source_remove(source->timer);
    source->timer = 0;
}

static void set_step(struct source *source, enum step step, unsigned seconds, GSourceFunc time_up)
{
    drop_timer(source);
    source->step = step;
    if (seconds)
        source->timer = g_timeout_add_seconds(seconds, time_up, source);
    monitor_log("migration: %s", step_names[step]);
    tell(source, NULL, NULL);
}

static void answer(struct source *source, const GError *error)
{
    struct request *request = g_steal_pointer(&source->request);

    if (!request)
        return;
    if (error)
        request_fail(request, error);
    else
        request_reply(request, json_object_get(source->result));
}

static void end(struct source *source)
{
    source->monitor->source = NULL;
    source->monitor->lingers = false;
    source_free(source);
}

void source_free(struct source *source)
{
    if (!source)
        return;
    if (source->request)
        request_refuse(source->request, TANDEM_ERROR_HOST, "the migration was broken off");
    drop_timer(source);
    if (source->monitor->qmp)
        qmp_forget(source->monitor->qmp, source);
    relay_free(source->relay);
    peer_part(source->peer, &source->monitor->parting);
    json_object_put(source->parameters);
    json_object_put(source->wishes);
    json_object_put(source->result);
    g_clear_error(&source->failure);
    g_free(source);
}

static void G_GNUC_PRINTF(3, 4) give_up_for(struct source *source, enum tandem_error code, const char *format, ...)
{
    g_autoptr(GError) why = NULL;
    va_list args;

    va_start(args, format);
    why = g_error_new_valist(TANDEM_ERROR, (int)code, format, args);
    va_end(args);
    give_up(source, why);
}

static bool can_stay(const struct source *source)
{
    return source->step < STEP_HANDING_OVER;
}

/* ---- giving up: the guest stays ---- */

static void given_up(struct source *source)
{
    monitor_log("migration given up: %s", source->failure->message);
    tell(source, "given-up", source->failure);
    answer(source, source->failure);
    end(source);
}

static void on_cont(struct json_object *result, const GError *error, void *data)
{
    struct source *source = data;

    if (error)
        monitor_log("the guest cannot go on: %s", error->message);
    given_up(source);
}

/* QEMU has nothing to do with the migration any more; it may have stopped the guest for it. */
static void on_status(struct json_object *result, const GError *error, void *data)
{
    struct source *source = data;
    struct monitor *monitor = source->monitor;
    bool running = true;

    if (!error)
        json_get_bool(result, "running", true, &running, NULL);
    if (!running && monitor->status->wants_to_run && monitor->status->state != MACHINE_POWERED_OFF &&
        monitor->status->state != MACHINE_CRASHED && !monitor->end)
        qmp_execute(monitor->qmp, "cont", NULL, on_cont, source);
    pairs_give_back(monitor->pairs, PAIR_FOR_MIGRATION, source->failure->message);
    if (running || !monitor->status->wants_to_run || monitor->end)
        given_up(source);
}

static void take_back(struct source *source)
{
    struct monitor *monitor = source->monitor;

    drop_timer(source);
    if (monitor->qmp && !monitor->gone)
        qmp_execute(monitor->qmp, "query-status", NULL, on_status, source);
    else
        given_up(source);
}

static gboolean on_cancel_time(gpointer data)
{
    struct source *source = data;

    source->timer = 0;
    monitor_log("QEMU does not end its migration within %d s", CANCEL_SECONDS);
    take_back(source);
    return G_SOURCE_REMOVE;
}

static void give_up(struct source *source, const GError *why)
{
    struct monitor *monitor = source->monitor;

    if (source->step == STEP_GIVING_UP)
        return;
    source->failure = g_error_copy(why);
    set_step(source, STEP_GIVING_UP, CANCEL_SECONDS, on_cancel_time);
    if (source->peer)
        peer_send_error(source->peer, PEER_CANCEL, why);
    g_clear_pointer(&source->relay, relay_free);
    if (source->qemu_migrates && monitor->qmp)
        qmp_execute(monitor->qmp, "migrate_cancel", NULL, NULL, NULL);
    else
        take_back(source);
}

/* ---- handing over ---- */

static void settled(struct source *source)
{
    monitor_log("migrated");
    tell(source, "migrated", NULL);
    answer(source, NULL);
    end(source);
}

static gboolean on_settle_time(gpointer data)
{
    struct source *source = data;

    source->timer = 0;
    settled(source);
    return G_SOURCE_REMOVE;
}

static void on_running(struct source *source)
{
    struct monitor *monitor = source->monitor;

    if (source->stopped)
        json_object_object_add(source->result, "pause_ms",
                               json_object_new_int64((g_get_monotonic_time() - source->stopped) / 1000));
    json_object_object_add(source->result, "total_ms",
                           json_object_new_int64((g_get_monotonic_time() - source->begun) / 1000));
    json_object_object_add(source->result, "settled", json_object_new_boolean(false));
    monitor->lingers = true;
    set_step(source, STEP_SETTLING, SETTLED_SECONDS, on_settle_time);
    pairs_guest_gone(monitor->pairs, "the guest runs on another host");
    monitor_end(monitor, END_MIGRATED, "the guest runs on another host");
}

/* Nobody here can know where the guest is. */
static void doubt(struct source *source, enum tandem_error code, const char *why)
{
    struct monitor *monitor = source->monitor;
    g_autoptr(GError) error =
        g_error_new(TANDEM_ERROR, (int)code,
                    "%s after the guest was handed over; look whether machine '%s' runs on the other host: if it does, "
                    "kill it here, if it does not, resume it here with force",
                    why, monitor->plan->name);

    monitor_log("%s", error->message);
    monitor_set_state(monitor, MACHINE_HANDED_OVER, error->message);
    answer(source, error);
}

static gboolean on_confirm_time(gpointer data)
{
    struct source *source = data;

    source->timer = 0;
    doubt(source, TANDEM_ERROR_TIMEOUT, "the other host says nothing");
    return G_SOURCE_REMOVE; /* its word is still waited for */
}

static void hand_over(struct source *source)
{
    struct monitor *monitor = source->monitor;
    struct json_object *members;

    /* The end of the stream goes first, or a channel that breaks before it would have handed the guest over. */
    if (!source->sent || !source->ended || !source->counted || !source->loaded || source->step != STEP_LOADING)
        return;
    monitor->status->custody = CUSTODY_HANDED_OVER;
    monitor_set_state(monitor, MACHINE_HANDED_OVER, NULL); /* written before the other side can know */
    set_step(source, STEP_HANDING_OVER, CONFIRM_SECONDS, on_confirm_time);
    members = json_object_new_object();
    json_object_object_add(members, "run", json_object_new_boolean(monitor->status->wants_to_run));
    peer_send(source->peer, PEER_HAND_OVER, members);
}

/* It has ended its QEMU without having let the guest run. */
static void on_handed_back(struct source *source, struct json_object *message)
{
    struct monitor *monitor = source->monitor;
    struct json_object *error = NULL;
    g_autoptr(GError) why = NULL;

    json_get(message, "error", json_type_object, false, &error, NULL);
    json_to_error(error ? error : message, &why);
    g_prefix_error(&why, "the other host could not let the guest run: ");
    monitor->status->custody = CUSTODY_HERE;
    monitor_set_state(monitor, MACHINE_PAUSED, NULL);
    give_up(source, why);
}

/* ---- QEMU sends the guest ---- */

static void on_statistics(struct json_object *result, const GError *error, void *data)
{
    struct source *source = data;
    struct json_object *ram = NULL;
    int64_t value = 0;

    if (!error && json_get(result, "ram", json_type_object, true, &ram, NULL) &&
        json_get_int(ram, "transferred", true, 0, INT64_MAX, &value, NULL))
        json_object_object_add(source->result, "transferred_bytes", json_object_new_int64(value));
    if (!error && json_get_int(result, "downtime", true, 0, INT64_MAX, &value, NULL))
        json_object_object_add(source->result, "downtime_ms", json_object_new_int64(value));
    source->counted = true;
    hand_over(source);
}

static gboolean on_load_time(gpointer data)
{
    struct source *source = data;

    source->timer = 0;
    give_up_for(source, TANDEM_ERROR_TIMEOUT, "the other host did not say within %d s that it has the whole guest",
                LOADED_SECONDS);
    return G_SOURCE_REMOVE;
}

static void on_sent(struct source *source)
{
    source->sent = true;
    set_step(source, STEP_LOADING, LOADED_SECONDS, on_load_time);
    qmp_execute(source->monitor->qmp, "query-migrate", NULL, on_statistics, source);
}

static void on_reason(struct json_object *result, const GError *error, void *data)
{
    struct source *source = data;
    const char *reason = result ? json_peek_string(result, "error-desc") : NULL;

    give_up_for(source, TANDEM_ERROR_HOST, "QEMU could not send the guest: %s", reason ? reason : "it says no more");
}

static void on_migration(struct source *source, const char *status)
{
    bool completed = strcmp(status, "completed") == 0, failed = strcmp(status, "failed") == 0;

    if (!completed && !failed && strcmp(status, "cancelled") != 0)
        return;
    source->qemu_migrates = false;
    if (source->step == STEP_GIVING_UP)
        take_back(source);
    else if (source->step != STEP_MIGRATING)
        return;
    else if (completed)
        on_sent(source);
    else if (failed)
        qmp_execute(source->monitor->qmp, "query-migrate", NULL, on_reason, source);
    else
        give_up_for(source, TANDEM_ERROR_HOST, "the migration was cancelled in QEMU");
}

void source_on_event(struct source *source, const char *name, struct json_object *data)
{
    const char *status = data ? json_peek_string(data, "status") : NULL;

    if (strcmp(name, "MIGRATION") == 0 && status)
        on_migration(source, status);
    else if (strcmp(name, "STOP") == 0 && source->step == STEP_MIGRATING)
        source->stopped = g_get_monotonic_time();
    else if (strcmp(name, "RESUME") == 0 && source->sent && can_stay(source))
        give_up_for(source, TANDEM_ERROR_USAGE, "somebody let the guest go on in QEMU");
}

static void on_relay_ended(void *data)
{
    struct source *source = data;

    source->ended = true;
    if (source->peer)
        peer_send(source->peer, PEER_STREAM_END, NULL);
    hand_over(source);
}

static void on_step_reply(struct json_object *result, const GError *error, void *data)
{
    struct source *source = data;

    if (error && can_stay(source))
        give_up(source, error);
}

static void on_migrate_reply(struct json_object *result, const GError *error, void *data)
{
    struct source *source = data;

    if (error)
        source->qemu_migrates = false;
    on_step_reply(result, error, data);
}

static struct json_object *capabilities(void)
{
    struct json_object *arguments = json_object_new_object(), *list = json_object_new_array(),
                       *events = json_pair("capability", "events");

    json_object_object_add(events, "state", json_object_new_boolean(true));
    json_object_array_add(list, events);
    json_object_object_add(arguments, "capabilities", list);
    return arguments;
}

static struct json_object *parameters(const struct source *source)
{
    struct json_object *all = json_object_new_object();

    json_object_object_add(all, "max-bandwidth", json_object_new_int64(max_bandwidth));
    if (source->parameters) {
        json_object_object_foreach(source->parameters, name, value)
        {
            json_object_object_add(all, name, json_object_get(value));
        }
    }
    return all;
}

static void migrate(struct source *source)
{
    struct qmp *qmp = source->monitor->qmp;
    g_autoptr(GError) error = NULL;
    int qemu_end = -1;

    if (!qmp) {
        give_up_for(source, TANDEM_ERROR_HOST, "QEMU does not answer");
        return;
    }
    source->relay = relay_new(source->peer, on_relay_ended, source, &qemu_end, &error);
    if (!source->relay) {
        give_up(source, error);
        return;
    }
    set_step(source, STEP_MIGRATING, 0, NULL);
    source->qemu_migrates = true;
    qmp_execute(qmp, "migrate-set-capabilities", capabilities(), on_step_reply, source);
    qmp_execute(qmp, "migrate-set-parameters", parameters(source), on_step_reply, source);
    qmp_execute_fd(qmp, "getfd", json_pair("fdname", "tandem-migration"), qemu_end, on_step_reply, source);
    qmp_execute(qmp, "migrate", json_pair("uri", "fd:tandem-migration"), on_migrate_reply, source);
}

static void on_released(const GError *error, void *data)
{
    struct source *source = data;

    if (source->step != STEP_RELEASING)
        return;
    if (error)
        give_up(source, error);
    else
        migrate(source);
}

/* ---- the other side ---- */

static void on_refused(struct source *source, struct json_object *message)
{
    struct json_object *error = NULL;
    g_autoptr(GError) why = NULL;

    json_get(message, "error", json_type_object, false, &error, NULL);
    json_to_error(error ? error : message, &why);
    g_prefix_error(&why, "the other host: ");
    give_up(source, why);
}

static void on_settled(struct source *source, struct json_object *message)
{
    struct json_object *pairs = NULL;

    json_object_object_add(source->result, "settled", json_object_new_boolean(true));
    if (json_get(message, "pairs", json_type_array, false, &pairs, NULL) && pairs)
        json_object_object_add(source->result, "pairs", json_object_get(pairs));
    settled(source);
}

static void on_message(enum peer_type type, struct json_object *message, void *data)
{
    struct source *source = data;

    if (type == PEER_ACCEPT && source->step == STEP_ASKING) {
        set_step(source, STEP_RELEASING, 0, NULL);
        pairs_release(source->monitor->pairs, PAIR_FOR_MIGRATION, source->release_ms, on_released, source);
    } else if (type == PEER_LOADED && (source->step == STEP_MIGRATING || source->step == STEP_LOADING)) {
        source->loaded = true;
        hand_over(source);
    } else if (type == PEER_RUNNING && source->step == STEP_HANDING_OVER) {
        on_running(source);
    } else if (type == PEER_FAILED && source->step == STEP_HANDING_OVER) {
        on_handed_back(source, message);
    } else if (type == PEER_FAILED && can_stay(source)) {
        on_refused(source, message);
    } else if (type == PEER_SETTLED && source->step == STEP_SETTLING) {
        on_settled(source, message);
    } else if (type != PEER_STREAM_END && can_stay(source)) {
        give_up_for(source, TANDEM_ERROR_HOST, "the other host says '%s', which does not fit here",
                    peer_type_names[type]);
    }
}

static void on_bytes(const char *bytes, size_t length, void *data)
{
    struct source *source = data;

    if (source->relay)
        relay_take(source->relay, bytes, length);
}

static void on_drained(void *data)
{
    struct source *source = data;

    if (source->relay)
        relay_go_on(source->relay);
}

static void on_closed(const GError *error, void *data)
{
    struct source *source = data;

    g_clear_pointer(&source->peer, peer_free);
    if (can_stay(source)) {
        give_up(source, error);
    } else if (source->step == STEP_HANDING_OVER) {
        doubt(source, TANDEM_ERROR_HOST, "the channel broke");
        end(source);
    } else if (source->step == STEP_SETTLING) {
        settled(source);
    }
}

static const struct peer_handlers peer_handlers = {on_message, on_bytes, on_drained, on_closed};

/* ---- from outside ---- */

bool source_cancel(struct source *source, const char *why)
{
    if (!can_stay(source))
        return false;
    give_up_for(source, TANDEM_ERROR_HOST, "%s", why);
    return true;
}

static void on_client_gone(struct request *request, void *data)
{
    struct source *source = data;

    source->request = NULL;
    request_reply(request, NULL);
    source_cancel(source, "the client that asked for the migration went away");
}

void source_qemu_gone(struct source *source, const char *text)
{
    source->qemu_migrates = false;
    if (can_stay(source))
        give_up_for(source, TANDEM_ERROR_HOST, "%s", text);
    else if (source->step == STEP_GIVING_UP)
        take_back(source);
    else if (source->step == STEP_HANDING_OVER)
        source->monitor->lingers = true; /* for the word of the other side */
}

static bool may_leave(struct monitor *monitor, GError **error)
{
    enum machine_state state = monitor->status->state;

    if (state != MACHINE_RUNNING && state != MACHINE_PAUSED)
        return fail(error, TANDEM_ERROR_USAGE, "machine '%s' is %s; there is no guest to migrate", monitor->plan->name,
                    machine_state_names[state]);
    if (state == MACHINE_PAUSED && pairs_count(monitor->pairs) > 0)
        return fail(error, TANDEM_ERROR_USAGE,
                    "machine '%s' is paused, and a paused guest cannot let go of its transient NIC; resume it first",
                    monitor->plan->name);
    return true;
}

static struct json_object *hello(struct monitor *monitor, const struct source *source, GError **error)
{
    g_autofree char *xml = state_read(monitor->state, "domain.xml", true, error);
    struct json_object *members;

    if (!xml && error && *error)
        return NULL;
    members = json_object_new_object();
    json_object_object_add(members, "protocol", json_object_new_int(PEER_PROTOCOL));
    json_add_string(members, "version", TANDEM_VERSION);
    json_add_string(members, "name", monitor->plan->name);
    json_add_string(members, "uuid", monitor->plan->uuid);
    json_add_string(members, "xml", xml);
    json_object_object_add(members, "detached", pairs_detached(monitor->pairs));
    if (source->wishes)
        json_object_object_add(members, "wishes", json_object_get(source->wishes));
    return members;
}

static gboolean on_accept_time(gpointer data)
{
    struct source *source = data;

    source->timer = 0;
    give_up_for(source, TANDEM_ERROR_TIMEOUT, "the other host did not answer within %d s", ACCEPT_SECONDS);
    return G_SOURCE_REMOVE;
}

void source_begin(struct monitor *monitor, struct request *request, int channel_in, int channel_out,
                  const struct source_options *options)
{
    struct source *source = g_new0(struct source, 1);
    struct json_object *members = NULL;
    g_autoptr(GError) error = NULL;

    source->monitor = monitor;
    source->release_ms = options->release_ms;
    source->parameters = json_object_get(options->parameters);
    source->wishes = json_object_get(options->wishes);
    source->result = json_object_new_object();
    source->begun = g_get_monotonic_time();
    if (!may_leave(monitor, &error) || !(members = hello(monitor, source, &error))) {
        close_fd(&channel_in);
        close_fd(&channel_out);
        request_fail(request, error);
        source_free(source);
        return;
    }
    monitor->source = source;
    source->request = request;
    request_on_gone(request, on_client_gone, source);
    source->peer = peer_new(channel_in, channel_out, &peer_handlers, source);
    set_step(source, STEP_ASKING, ACCEPT_SECONDS, on_accept_time);
    peer_send(source->peer, PEER_HELLO, members);
}
