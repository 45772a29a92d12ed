#include "vm/pairs.h"

#include "vm/steering.h"

#include <string.h>

struct entry {
    struct pairs *pairs;
    const struct plan_pair *plan;
    struct pair pair;
    struct steering *steering;
    guint timer;
    guint finding; /* the answer to FIND_DEVICE, which comes from the main loop like all others */
    bool released; /* by the wish under way */
};

struct pairs {
    struct monitor *monitor;
    struct entry *entries;
    unsigned count;
    void (*changed)(void *data);
    void *changed_data;

    /* The release under way. */
    pairs_done done; /* NULL: there is none */
    void *done_data;
    enum pair_cause cause;
    unsigned unanswered;
    GError *failure;
};

static void feed(struct entry *entry, const struct pair_event *event);

static void feed_type(struct entry *entry, enum pair_event_type type, const char *text)
{
    feed(entry, &(struct pair_event){.type = type, .text = text});
}

static int64_t now(void)
{
    return g_get_real_time() / 1000;
}

/* ---- what is seen of them ---- */

static struct json_object *entry_to_json(const struct entry *entry)
{
    struct pair_view view = pair_view(&entry->pair);
    struct pair_record record = pair_record(&entry->pair);
    struct json_object *json = json_pair("persistent", entry->plan->persistent.id);

    json_add_string(json, "transient", entry->plan->transient.id);
    json_add_string(json, "mac", entry->plan->mac);
    json_add_string(json, "state", pair_state_name(view.state));
    json_add_string(json, "cause", view.cause);
    json_object_object_add(json, "since", json_object_new_int64(view.state_since));
    json_add_string(json, "path", pair_path_name(view.path));
    json_object_object_add(json, "path_since", json_object_new_int64(view.path_since));
    json_add_string(json, "device", view.device);
    json_object_object_add(json, "plugged", json_object_new_boolean(view.plugged));
    json_add_string(json, "away_for", pair_cause_name(record.away_for));
    json_object_object_add(json, "negotiated", json_object_new_boolean(record.negotiated));
    json_object_object_add(json, "here", json_object_new_boolean(record.here));
    json_object_object_add(json, "hidden", json_object_new_boolean(record.hidden));
    json_object_object_add(json, "del_pending", json_object_new_boolean(record.del_pending));
    return json;
}

struct json_object *pairs_to_json(const struct pairs *pairs)
{
    struct json_object *list = json_object_new_array();

    for (unsigned i = 0; i < pairs->count; i++)
        json_object_array_add(list, entry_to_json(&pairs->entries[i]));
    return list;
}

/* Written down before anything is done about it. */
static void save(struct pairs *pairs)
{
    struct status *status = pairs->monitor->status;

    json_object_put(status->pairs);
    status->pairs = pairs_to_json(pairs);
    monitor_save(pairs->monitor);
}

static bool is_detached(const struct entry *entry)
{
    struct pair_record record = pair_record(&entry->pair);

    return (record.state == PAIR_AWAY || record.state == PAIR_RELEASING) && record.away_for == PAIR_FOR_DETACH;
}

struct json_object *pairs_detached(const struct pairs *pairs)
{
    struct json_object *list = json_object_new_array();

    for (unsigned i = 0; i < pairs->count; i++)
        if (is_detached(&pairs->entries[i]))
            json_object_array_add(list, json_object_new_string(pairs->entries[i].plan->transient.id));
    return list;
}

unsigned pairs_count(const struct pairs *pairs)
{
    return pairs->count;
}

bool pairs_at_rest(const struct pairs *pairs)
{
    for (unsigned i = 0; i < pairs->count; i++) {
        struct pair_record record = pair_record(&pairs->entries[i].pair);

        if (record.state == PAIR_RELEASING || record.state == PAIR_HEALING ||
            (record.state == PAIR_WAITING && record.negotiated))
            return false;
    }
    return true;
}

void pairs_on_change(struct pairs *pairs, void (*changed)(void *data), void *data)
{
    pairs->changed = changed;
    pairs->changed_data = data;
}

/* ---- what they want done ---- */

static void on_del_reply(struct json_object *result, const GError *error, void *data)
{
    if (error)
        feed_type(data, PAIR_EVENT_DEL_REFUSED, error->message);
}

static void on_add_reply(struct json_object *result, const GError *error, void *data)
{
    feed_type(data, error ? PAIR_EVENT_PLUG_FAILED : PAIR_EVENT_ADDED, error ? error->message : NULL);
}

static void on_announce_reply(struct json_object *result, const GError *error, void *data)
{
    if (error)
        monitor_log("%s", error->message);
}

static void on_list_reply(struct json_object *result, const GError *error, void *data)
{
    struct entry *entry = data;
    bool present = false;

    for (size_t i = 0; json_object_is_type(result, json_type_array) && i < json_object_array_length(result); i++) {
        struct json_object *property = json_object_array_get_idx(result, i);

        if (json_object_is_type(property, json_type_object) &&
            g_strcmp0(json_peek_string(property, "name"), entry->plan->transient.id) == 0)
            present = true;
    }
    if (error)
        monitor_log("pair %s: %s", entry->plan->transient.id, error->message);
    else
        feed_type(entry, present ? PAIR_EVENT_PRESENT : PAIR_EVENT_ABSENT, NULL);
}

/* The device as the plan has it, on the host device that the pair has now. */
static struct json_object *device_to_add(const struct entry *entry)
{
    const char *host = pair_view(&entry->pair).device;
    struct json_object *device = NULL;

    json_object_deep_copy(entry->plan->device, &device, NULL);
    if (host && json_object_object_get_ex(device, "host", NULL))
        json_object_object_add(device, "host", json_object_new_string(host));
    return device;
}

static const char *host_device(const struct plan_pair *plan)
{
    if (!plan->device)
        return NULL;
    return plan->host_device ? plan->host_device : plan->transient.id; /* an emulated one is always there */
}

static gboolean on_found(gpointer data)
{
    struct entry *entry = data;

    entry->finding = 0;
    feed(entry, &(struct pair_event){.type = PAIR_EVENT_DEVICE_APPEARED, .device = host_device(entry->plan)});
    return G_SOURCE_REMOVE;
}

static void drop_source(guint *source)
{
    if (*source)
        g_source_remove(*source);
    *source = 0;
}

static gboolean on_time_up(gpointer data)
{
    struct entry *entry = data;

    entry->timer = 0;
    feed_type(entry, PAIR_EVENT_TIME_UP, NULL);
    return G_SOURCE_REMOVE;
}

static void answer_release(struct pairs *pairs)
{
    g_autoptr(GError) failure = g_steal_pointer(&pairs->failure);
    pairs_done done = pairs->done;

    pairs->done = NULL;
    for (unsigned i = 0; failure && i < pairs->count; i++)
        if (pairs->entries[i].released)
            feed(&pairs->entries[i], &(struct pair_event){.type = PAIR_EVENT_GIVE_BACK,
                                                          .cause = pairs->cause,
                                                          .text = "another pair was not released"});
    done(failure, pairs->done_data);
}

/* One pair's answer to the release under way. */
static void on_answer(struct entry *entry, const struct pair_action *action)
{
    struct pairs *pairs = entry->pairs;

    if (!pairs->done || pairs->unanswered == 0)
        return;
    if (action->news == PAIR_NEWS_RELEASED)
        entry->released = true;
    else if (!pairs->failure)
        pairs->failure =
            g_error_new(TANDEM_ERROR, (int)action->code, "the NIC '%s': %s", entry->plan->transient.id, action->text);
    if (--pairs->unanswered == 0)
        answer_release(pairs);
}

static void tell(struct entry *entry, const struct pair_action *action)
{
    struct pairs *pairs = entry->pairs;
    struct json_object *data = json_pair("pair", entry->plan->persistent.id);

    json_add_string(data, "news", pair_news_name(action->news));
    json_add_string(data, "state", pair_state_name(pair_view(&entry->pair).state));
    json_add_string(data, "text", action->text);
    control_tell(pairs->monitor->control, "pair", data);
    monitor_log("pair %s: %s: %s: %s", entry->plan->persistent.id, pair_news_name(action->news),
                pair_state_name(pair_view(&entry->pair).state), action->text);
    if (action->news == PAIR_NEWS_CHANGED && pairs->changed)
        pairs->changed(pairs->changed_data);
    if (action->news == PAIR_NEWS_RELEASED || action->news == PAIR_NEWS_RELEASE_FAILED)
        on_answer(entry, action);
}

static void on_heard(void *data)
{
    feed_type(data, PAIR_EVENT_HEARD, NULL);
}

static void ask(struct entry *entry, const char *command, struct json_object *arguments, qmp_reply reply)
{
    struct qmp *qmp = entry->pairs->monitor->qmp;

    if (qmp)
        qmp_execute(qmp, command, arguments, reply, entry);
    else
        json_object_put(arguments);
}

static void announce(struct entry *entry, enum pair_path path)
{
    static const struct {
        const char *name;
        int milliseconds;
    } times[] = {{"initial", 50}, {"max", 550}, {"rounds", 5}, {"step", 100}};
    struct json_object *arguments = json_object_new_object(), *interfaces = json_object_new_array();

    for (unsigned i = 0; i < G_N_ELEMENTS(times); i++)
        json_object_object_add(arguments, times[i].name, json_object_new_int(times[i].milliseconds));
    json_object_array_add(interfaces, json_object_new_string(path == PAIR_PATH_PERSISTENT ? entry->plan->persistent.id
                                                                                          : entry->plan->transient.id));
    json_object_object_add(arguments, "interfaces", interfaces);
    ask(entry, "announce-self", arguments, on_announce_reply);
}

static void carry_out(struct entry *entry, const struct pair_action *action)
{
    switch (action->type) {
    case PAIR_DO_DEVICE_DEL:
        ask(entry, "device_del", json_pair("id", entry->plan->transient.id), on_del_reply);
        break;
    case PAIR_DO_DEVICE_ADD:
        ask(entry, "device_add", device_to_add(entry), on_add_reply);
        break;
    case PAIR_DO_ASK:
        ask(entry, "qom-list", json_pair("path", "/machine/peripheral"), on_list_reply);
        break;
    case PAIR_DO_FIND_DEVICE:
        if (host_device(entry->plan) && !entry->finding)
            entry->finding = g_idle_add(on_found, entry);
        break;
    case PAIR_DO_STEER:
        steering_follow(entry->steering, action->path);
        break;
    case PAIR_DO_ANNOUNCE:
        announce(entry, action->path);
        break;
    case PAIR_DO_ARM_TIMER:
        drop_source(&entry->timer);
        entry->timer = g_timeout_add(action->milliseconds, on_time_up, entry);
        break;
    case PAIR_DO_CANCEL_TIMER:
        drop_source(&entry->timer);
        break;
    case PAIR_DO_TELL:
        tell(entry, action);
        break;
    }
}

static void carry_all_out(struct entry *entry, const struct pair_actions *actions)
{
    save(entry->pairs);
    for (unsigned i = 0; i < actions->n; i++)
        carry_out(entry, &actions->item[i]);
}

static void feed(struct entry *entry, const struct pair_event *event)
{
    struct pair_actions actions;

    pair_handle(&entry->pair, event, now(), &actions);
    carry_all_out(entry, &actions);
}

static void feed_all(struct pairs *pairs, const struct pair_event *event)
{
    for (unsigned i = 0; i < pairs->count; i++)
        feed(&pairs->entries[i], event);
}

/* ---- what happens ---- */

void pairs_on_event(struct pairs *pairs, const char *name, struct json_object *data)
{
    static const struct {
        const char *name;
        enum pair_event_type type;
        const char *member; /* of the data: the id it is about; NULL: all */
        bool names_persistent;
    } events[] = {
        {"FAILOVER_NEGOTIATED", PAIR_EVENT_NEGOTIATED, "device-id", true},
        {"DEVICE_DELETED", PAIR_EVENT_DELETED, "device", false},
        {"DEVICE_UNPLUG_GUEST_ERROR", PAIR_EVENT_UNPLUG_ERROR, "device", false},
        {"UNPLUG_PRIMARY", PAIR_EVENT_UNPLUG_PRIMARY, "device-id", false},
        {"RESET", PAIR_EVENT_GUEST_RESET, NULL, false},
        {"STOP", PAIR_EVENT_GUEST_STOPPED, NULL, false},
        {"RESUME", PAIR_EVENT_GUEST_RUNNING, NULL, false},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(events); i++) {
        const char *id = events[i].member && data ? json_peek_string(data, events[i].member) : NULL;

        if (strcmp(name, events[i].name) != 0)
            continue;
        for (unsigned k = 0; k < pairs->count; k++) {
            struct entry *entry = &pairs->entries[k];
            const char *own = events[i].names_persistent ? entry->plan->persistent.id : entry->plan->transient.id;

            if (!events[i].member || g_strcmp0(id, own) == 0)
                feed_type(entry, events[i].type, NULL);
        }
    }
}

void pairs_guest_arrived(struct pairs *pairs)
{
    feed_all(pairs, &(struct pair_event){.type = PAIR_EVENT_GUEST_ARRIVED});
}

void pairs_guest_gone(struct pairs *pairs, const char *text)
{
    feed_all(pairs, &(struct pair_event){.type = PAIR_EVENT_GUEST_GONE, .text = text});
}

void pairs_release(struct pairs *pairs, enum pair_cause cause, unsigned milliseconds, pairs_done done, void *data)
{
    if (pairs->count == 0) {
        done(NULL, data);
        return;
    }
    pairs->done = done;
    pairs->done_data = data;
    pairs->cause = cause;
    pairs->unanswered = pairs->count;
    g_clear_error(&pairs->failure);
    for (unsigned i = 0; i < pairs->count; i++)
        pairs->entries[i].released = false;
    feed_all(pairs, &(struct pair_event){.type = PAIR_EVENT_RELEASE, .cause = cause, .milliseconds = milliseconds});
}

static struct entry *find(const struct pairs *pairs, const char *id)
{
    for (unsigned i = 0; i < pairs->count; i++)
        if (g_strcmp0(pairs->entries[i].plan->transient.id, id) == 0)
            return &pairs->entries[i];
    return NULL;
}

bool pairs_has_transient(const struct pairs *pairs, const char *id)
{
    return find(pairs, id) != NULL;
}

void pairs_detach(struct pairs *pairs, const char *id, unsigned milliseconds, pairs_done done, void *data)
{
    if (pairs->done) {
        g_autoptr(GError) error = g_error_new(TANDEM_ERROR, TANDEM_ERROR_USAGE, "'%s' is being released already", id);

        done(error, data);
        return;
    }
    pairs->done = done;
    pairs->done_data = data;
    pairs->cause = PAIR_FOR_DETACH;
    pairs->unanswered = 1;
    g_clear_error(&pairs->failure);
    for (unsigned i = 0; i < pairs->count; i++)
        pairs->entries[i].released = false;
    feed(find(pairs, id),
         &(struct pair_event){.type = PAIR_EVENT_RELEASE, .cause = PAIR_FOR_DETACH, .milliseconds = milliseconds});
}

void pairs_attach(struct pairs *pairs, const char *id, pairs_done done, void *data)
{
    struct entry *entry = find(pairs, id);
    g_autoptr(GError) error = NULL;

    if (!is_detached(entry) && pair_view(&entry->pair).state != PAIR_DEGRADED)
        fail(&error, TANDEM_ERROR_USAGE, "'%s' is not detached: its pair is %s", id,
             pair_state_name(pair_view(&entry->pair).state));
    else if (!host_device(entry->plan))
        fail(&error, TANDEM_ERROR_USAGE, "'%s' has no device on this host", id);
    else
        feed(entry,
             &(struct pair_event){.type = PAIR_EVENT_GIVE_BACK, .cause = PAIR_FOR_DETACH, .text = "it was attached"});
    done(error, data);
}

void pairs_give_back(struct pairs *pairs, enum pair_cause cause, const char *text)
{
    pairs->done = NULL;
    feed_all(pairs, &(struct pair_event){.type = PAIR_EVENT_GIVE_BACK, .cause = cause, .text = text});
}

/* ---- the beginning ---- */

struct pairs *pairs_new(struct monitor *monitor)
{
    struct pairs *pairs = g_new0(struct pairs, 1);

    pairs->monitor = monitor;
    pairs->count = monitor->plan->n_pairs;
    pairs->entries = g_new0(struct entry, pairs->count);
    for (unsigned i = 0; i < pairs->count; i++) {
        pairs->entries[i].pairs = pairs;
        pairs->entries[i].plan = &monitor->plan->pairs[i];
    }
    return pairs;
}

void pairs_free(struct pairs *pairs)
{
    if (!pairs)
        return;
    for (unsigned i = 0; i < pairs->count; i++) {
        drop_source(&pairs->entries[i].timer);
        drop_source(&pairs->entries[i].finding);
        steering_free(pairs->entries[i].steering);
    }
    g_clear_error(&pairs->failure);
    g_free(pairs->entries);
    g_free(pairs);
}

static bool has_string(struct json_object *list, const char *text)
{
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        struct json_object *item = json_object_array_get_idx(list, i);

        if (json_object_is_type(item, json_type_string) && strcmp(json_object_get_string(item), text) == 0)
            return true;
    }
    return false;
}

static struct pair_config config_of(const struct entry *entry, struct json_object *detached)
{
    return (struct pair_config){
        .device = host_device(entry->plan),
        .incoming = entry->pairs->monitor->plan->incoming,
        .detached = has_string(detached, entry->plan->transient.id),
        .port_is_heard = steering_hears(entry->steering),
    };
}

/* The machine's ports exist from here on. */
static void have_steering(struct entry *entry)
{
    if (!entry->steering)
        entry->steering = steering_new(entry->pairs->monitor, entry->plan, on_heard, entry);
}

/* All of them are made before anything is done for one: what is saved is always the whole. */
static void carry_all_out_for_all(struct pairs *pairs, const struct pair_actions *actions)
{
    for (unsigned i = 0; i < pairs->count; i++)
        carry_all_out(&pairs->entries[i], &actions[i]);
}

void pairs_begin(struct pairs *pairs, struct json_object *detached)
{
    g_autofree struct pair_actions *actions = g_new0(struct pair_actions, pairs->count);

    for (unsigned i = 0; i < pairs->count; i++) {
        struct pair_config config;

        have_steering(&pairs->entries[i]);
        config = config_of(&pairs->entries[i], detached);
        pair_init(&pairs->entries[i].pair, &config, now(), &actions[i]);
    }
    carry_all_out_for_all(pairs, actions);
}

static bool read_record(struct json_object *list, const char *id, struct pair_record *record, const char **device)
{
    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        struct json_object *item = json_object_array_get_idx(list, i);
        const char *state = json_peek_string(item, "state"), *cause = json_peek_string(item, "away_for");

        if (g_strcmp0(json_peek_string(item, "transient"), id) != 0)
            continue;
        *device = json_peek_string(item, "device");
        return state && cause && pair_state_from_name(state, &record->state) &&
               pair_cause_from_name(cause, &record->away_for) &&
               json_get_bool(item, "negotiated", true, &record->negotiated, NULL) &&
               json_get_bool(item, "here", true, &record->here, NULL) &&
               json_get_bool(item, "hidden", true, &record->hidden, NULL) &&
               json_get_bool(item, "del_pending", true, &record->del_pending, NULL);
    }
    return false;
}

void pairs_adopt(struct pairs *pairs, bool running)
{
    g_autofree struct pair_actions *actions = g_new0(struct pair_actions, pairs->count);

    for (unsigned i = 0; i < pairs->count; i++) {
        struct entry *entry = &pairs->entries[i];
        struct pair_config config;
        struct pair_record record = {.state = PAIR_WAITING, .here = true};

        drop_source(&entry->timer);
        have_steering(entry);
        config = config_of(entry, NULL);
        if (!read_record(pairs->monitor->status->pairs, entry->plan->transient.id, &record, &config.device))
            monitor_log("pair %s: the status file does not say how it stood", entry->plan->persistent.id);
        pair_init(&entry->pair, &config, now(), &actions[i]);
        pair_adopt(&entry->pair, &record, running, now(), &actions[i]);
    }
    carry_all_out_for_all(pairs, actions);
}
