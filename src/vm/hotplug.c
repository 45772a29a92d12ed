#include "vm/hotplug.h"

#include "base/fd.h"
#include "vm/pairs.h"

#include <string.h>

enum { RECORD_VERSION = 1, RECORD_DEPTH = 32, DETACH_SECONDS = 10, SECONDS_MAX = 1000000, DESCRIPTORS_MAX = 16 };

enum device_state { DEVICE_PLUGGING, DEVICE_PRESENT, DEVICE_REMOVING, DEVICE_REMOVED, DEVICE_STATE_COUNT };
static const char *const device_state_names[DEVICE_STATE_COUNT] = {
    [DEVICE_PLUGGING] = "plugging",
    [DEVICE_PRESENT] = "present",
    [DEVICE_REMOVING] = "removing",
    [DEVICE_REMOVED] = "removed",
};

#define CHANGED "the devices of the machine have changed meanwhile; try again"

struct entry {
    struct hotplug *hotplug;
    char *alias;
    char *xml; /* NULL: it stands in domain.xml */
    enum device_state state;
    GPtrArray *plug, *after, *unplug; /* struct qmp_step * */
    struct json_object *descriptors;  /* the names under which QEMU was given them; NULL: none */

    struct request *request; /* NULL: nobody waits */
    GError *failure;         /* what the request will be told when all is undone */
    struct qmp_run_steps *run;
    guint timer;
    unsigned seconds;
};

struct hotplug {
    struct monitor *monitor;
    GPtrArray *entries;
    int64_t generation;
};

static void entry_free(gpointer data)
{
    struct entry *entry = data;

    if (entry->timer)
        g_source_remove(entry->timer);
    qmp_run_steps_free(entry->run);
    if (entry->hotplug->monitor->qmp)
        qmp_forget(entry->hotplug->monitor->qmp, entry);
    g_clear_error(&entry->failure);
    json_object_put(entry->descriptors);
    g_ptr_array_unref(entry->plug);
    g_ptr_array_unref(entry->after);
    g_ptr_array_unref(entry->unplug);
    g_free(entry->alias);
    g_free(entry->xml);
    g_free(entry);
}

static struct entry *find(const struct hotplug *hotplug, const char *alias)
{
    for (unsigned i = 0; i < hotplug->entries->len; i++) {
        struct entry *entry = hotplug->entries->pdata[i];

        if (g_strcmp0(entry->alias, alias) == 0)
            return entry;
    }
    return NULL;
}

static struct entry *add(struct hotplug *hotplug, const char *alias, enum device_state state)
{
    struct entry *entry = g_new0(struct entry, 1);

    entry->hotplug = hotplug;
    entry->alias = g_strdup(alias);
    entry->state = state;
    entry->plug = qmp_steps_new();
    entry->after = qmp_steps_new();
    entry->unplug = qmp_steps_new();
    g_ptr_array_add(hotplug->entries, entry);
    return entry;
}

/* ---- devices.json ---- */

static struct json_object *entry_to_json(const struct entry *entry)
{
    struct json_object *json = json_pair("alias", entry->alias);

    json_add_string(json, "state", device_state_names[entry->state]);
    json_add_string(json, "xml", entry->xml);
    if (entry->descriptors)
        json_object_object_add(json, "descriptors", json_object_get(entry->descriptors));
    json_object_object_add(json, "plug", qmp_steps_to_json(entry->plug));
    json_object_object_add(json, "after", qmp_steps_to_json(entry->after));
    json_object_object_add(json, "unplug", qmp_steps_to_json(entry->unplug));
    return json;
}

static bool save(struct hotplug *hotplug, GError **error)
{
    g_autoptr(json_object) json = json_object_new_object();
    struct json_object *list = json_object_new_array();

    hotplug->generation++;
    json_object_object_add(json, "version", json_object_new_int(RECORD_VERSION));
    json_object_object_add(json, "generation", json_object_new_int64(hotplug->generation));
    json_object_object_add(json, "devices", list);
    for (unsigned i = 0; i < hotplug->entries->len; i++)
        json_object_array_add(list, entry_to_json(hotplug->entries->pdata[i]));
    return state_write(hotplug->monitor->state, "devices.json",
                       json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE),
                       error);
}

/* After the act: a failure to write must not undo what QEMU has done. */
static void save_or_log(struct hotplug *hotplug)
{
    g_autoptr(GError) error = NULL;

    if (!hotplug->monitor->gone && !save(hotplug, &error))
        monitor_log("%s", error->message);
}

static bool read_steps(struct json_object *json, const char *name, bool need, GPtrArray **steps, GError **error)
{
    struct json_object *list = NULL;
    GPtrArray *read;

    if (!json_get(json, name, json_type_array, need, &list, error))
        return false;
    read = qmp_steps_from_json(list, error);
    if (!read)
        return false;
    g_ptr_array_unref(*steps);
    *steps = read;
    return true;
}

/* The members that a record and a request have in common. */
static bool read_entry(struct entry *entry, struct json_object *json, GError **error)
{
    const char *xml = NULL;

    if (!json_get_string(json, "xml", false, &xml, error) || !read_steps(json, "plug", false, &entry->plug, error) ||
        !read_steps(json, "after", false, &entry->after, error) ||
        !read_steps(json, "unplug", false, &entry->unplug, error) ||
        !json_get(json, "descriptors", json_type_array, false, &entry->descriptors, error))
        return false;
    json_object_get(entry->descriptors);
    if (xml) {
        g_free(entry->xml);
        entry->xml = g_strdup(xml);
    }
    return true;
}

static bool load_entry(struct hotplug *hotplug, struct json_object *json, GError **error)
{
    const char *alias = NULL;
    unsigned state = 0;

    return json_get_string(json, "alias", true, &alias, error) &&
           json_get_enum(json, "state", true, device_state_names, DEVICE_STATE_COUNT, &state, error) &&
           read_entry(add(hotplug, alias, (enum device_state)state), json, error);
}

static bool load(struct hotplug *hotplug, GError **error)
{
    g_autofree char *text = state_read(hotplug->monitor->state, "devices.json", true, error);
    g_autoptr(json_object) json = text ? json_parse(text, strlen(text), RECORD_DEPTH, error) : NULL;
    struct json_object *list = NULL;

    if (!text)
        return !*error;
    if (!json || !json_get_int(json, "generation", true, 0, INT64_MAX, &hotplug->generation, error) ||
        !json_get(json, "devices", json_type_array, true, &list, error))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++)
        if (!load_entry(hotplug, json_object_array_get_idx(list, i), error))
            return false;
    return true;
}

/* ---- answers and events ---- */

static void tell(struct entry *entry, const char *news)
{
    struct json_object *data = json_pair("alias", entry->alias);

    json_add_string(data, "news", news);
    control_tell(entry->hotplug->monitor->control, "device", data);
    monitor_log("device %s: %s", entry->alias, news);
}

static void answer(struct entry *entry, const GError *error)
{
    struct request *request = g_steal_pointer(&entry->request);

    if (entry->timer)
        g_source_remove(entry->timer);
    entry->timer = 0;
    if (request && error)
        request_fail(request, error);
    else if (request)
        request_reply(request, json_pair("alias", entry->alias));
}

/* ---- it has gone ---- */

/* Nothing is left of it: an entry of its own is dropped, one of domain.xml is remembered as not there. */
static void forget(struct entry *entry)
{
    struct hotplug *hotplug = entry->hotplug;
    g_autoptr(GError) failure = g_steal_pointer(&entry->failure);

    entry->state = DEVICE_REMOVED;
    answer(entry, failure);
    if (entry->xml)
        g_ptr_array_remove(hotplug->entries, entry);
    save_or_log(hotplug);
}

static void on_unplugged(const GError *error, unsigned done, void *data)
{
    struct entry *entry = data;

    g_clear_pointer(&entry->run, qmp_run_steps_free);
    if (error && !entry->failure) /* after a failed start some of it was never made */
        monitor_log("%s", error->message);
    forget(entry);
}

static void clean_up(struct entry *entry)
{
    struct qmp *qmp = entry->hotplug->monitor->qmp;

    if (entry->run || !qmp)
        return;
    /* of a start that failed before they were used; what was used is no longer known by its name */
    for (size_t i = 0;
         entry->state == DEVICE_PLUGGING && entry->descriptors && i < json_object_array_length(entry->descriptors);
         i++) {
        struct json_object *name = json_object_array_get_idx(entry->descriptors, i);

        qmp_execute(qmp, "closefd", json_pair("fdname", json_object_get_string(name)), NULL, NULL);
    }
    if (!entry->run)
        entry->run = qmp_steps_run(qmp, entry->unplug, true, on_unplugged, entry);
}

static void on_deleted(struct hotplug *hotplug, const char *alias)
{
    struct entry *entry = find(hotplug, alias);

    if (pairs_has_transient(hotplug->monitor->pairs, alias))
        return;
    if (!entry) /* nobody asked: the guest threw it out, or somebody used QMP */
        entry = add(hotplug, alias, DEVICE_PRESENT);
    if (entry->state == DEVICE_REMOVED || entry->state == DEVICE_PLUGGING)
        return;
    entry->state = DEVICE_REMOVING;
    tell(entry, "detached");
    clean_up(entry);
}

/* ---- attach ---- */

static void on_after(const GError *error, unsigned done, void *data)
{
    struct entry *entry = data;

    g_clear_pointer(&entry->run, qmp_run_steps_free);
    if (!error) {
        entry->state = DEVICE_PRESENT;
        save_or_log(entry->hotplug);
        tell(entry, "attached");
        answer(entry, NULL);
        return;
    }
    entry->state = DEVICE_REMOVING; /* it is in the guest already and has to be asked for */
    save_or_log(entry->hotplug);
    if (entry->hotplug->monitor->qmp)
        qmp_execute(entry->hotplug->monitor->qmp, "device_del", json_pair("id", entry->alias), NULL, NULL);
    answer(entry, error);
}

static void do_after(struct entry *entry)
{
    entry->run = qmp_steps_run(entry->hotplug->monitor->qmp, entry->after, false, on_after, entry);
}

static void on_plugged(const GError *error, unsigned done, void *data)
{
    struct entry *entry = data;

    g_clear_pointer(&entry->run, qmp_run_steps_free);
    if (!error) {
        do_after(entry);
    } else {
        entry->failure = g_error_copy(error);
        clean_up(entry);
    }
}

/* The descriptors of its tap, under the names that its steps use. */
static bool hand_over_descriptors(struct entry *entry, GError **error)
{
    struct json_object *names = entry->descriptors;

    for (size_t i = 0; names && i < json_object_array_length(names); i++) {
        struct json_object *name = json_object_array_get_idx(names, i);
        int fd = request_take_fd(entry->request);

        if (fd < 0 || i >= DESCRIPTORS_MAX || !json_object_is_type(name, json_type_string)) {
            close_fd(&fd);
            return fail(error, TANDEM_ERROR_USAGE, "'descriptors' names %u, expected as many as came with the request",
                        (unsigned)json_object_array_length(names));
        }
        qmp_execute_fd(entry->hotplug->monitor->qmp, "getfd", json_pair("fdname", json_object_get_string(name)), fd,
                       NULL, NULL);
    }
    return true;
}

void hotplug_attach(struct hotplug *hotplug, struct request *request, struct json_object *arguments)
{
    g_autoptr(GError) error = NULL;
    const char *alias = NULL;
    int64_t generation = 0;
    struct entry *entry;

    if (!json_get_string(arguments, "alias", true, &alias, &error) ||
        !json_get_int(arguments, "generation", true, 0, INT64_MAX, &generation, &error)) {
        request_fail(request, error);
        return;
    }
    entry = find(hotplug, alias);
    if (entry) {
        request_refuse(request, TANDEM_ERROR_USAGE, "'%s' is %s already", alias, device_state_names[entry->state]);
        return;
    }
    if (generation != hotplug->generation) {
        request_refuse(request, TANDEM_ERROR_USAGE, CHANGED);
        return;
    }
    entry = add(hotplug, alias, DEVICE_PLUGGING);
    entry->request = request;
    if (!read_entry(entry, arguments, &error) || !save(hotplug, &error) || !hand_over_descriptors(entry, &error)) {
        entry->failure = g_steal_pointer(&error);
        clean_up(entry);
        return;
    }
    entry->run = qmp_steps_run(hotplug->monitor->qmp, entry->plug, false, on_plugged, entry);
}

/* ---- detach ---- */

static gboolean on_time_up(gpointer data)
{
    struct entry *entry = data;
    g_autoptr(GError) error = g_error_new(
        TANDEM_ERROR, TANDEM_ERROR_TIMEOUT,
        "the guest did not let '%s' go within %u s; it may still do so, and is asked again by another detach",
        entry->alias, entry->seconds);

    entry->timer = 0;
    answer(entry, error);
    return G_SOURCE_REMOVE;
}

/* The guest or QEMU says no; all is as it was. */
static void keep(struct entry *entry, const GError *error)
{
    entry->state = DEVICE_PRESENT;
    save_or_log(entry->hotplug);
    answer(entry, error);
}

static void on_del_reply(struct json_object *result, const GError *error, void *data)
{
    struct entry *entry = data;

    if (!entry->request || entry->run || entry->timer) /* it has gone before the reply came */
        return;
    if (error && !strstr(error->message, "already in the process of unplug"))
        keep(entry, error);
    else
        entry->timer = g_timeout_add_seconds(entry->seconds, on_time_up, entry);
}

static bool read_detach(struct entry *entry, struct json_object *arguments, GError **error)
{
    int64_t seconds = DETACH_SECONDS;

    if (!json_get_int(arguments, "timeout", false, 1, SECONDS_MAX, &seconds, error) ||
        !read_steps(arguments, "unplug", false, &entry->unplug, error))
        return false;
    entry->seconds = (unsigned)seconds;
    return true;
}

void hotplug_detach(struct hotplug *hotplug, struct request *request, struct json_object *arguments)
{
    g_autoptr(GError) error = NULL;
    const char *alias = NULL;
    struct entry *entry;

    if (!json_get_string(arguments, "alias", true, &alias, &error)) {
        request_fail(request, error);
        return;
    }
    entry = find(hotplug, alias);
    if (entry && (entry->state == DEVICE_PLUGGING || entry->state == DEVICE_REMOVED || entry->request)) {
        request_refuse(request, TANDEM_ERROR_USAGE, "'%s' is %s", alias, device_state_names[entry->state]);
        return;
    }
    if (!entry)
        entry = add(hotplug, alias, DEVICE_REMOVING);
    entry->state = DEVICE_REMOVING;
    if (!read_detach(entry, arguments, &error) || !save(hotplug, &error)) {
        entry->state = DEVICE_PRESENT;
        request_fail(request, error);
        return;
    }
    entry->request = request;
    qmp_execute(hotplug->monitor->qmp, "device_del", json_pair("id", alias), on_del_reply, entry);
}

/* ---- fold ---- */

/* The document has all that was changed: what was added stands in it, what is gone does not. */
static void take_into_document(struct hotplug *hotplug)
{
    for (unsigned i = hotplug->entries->len; i-- > 0;) {
        struct entry *entry = hotplug->entries->pdata[i];

        if (entry->state == DEVICE_REMOVED)
            g_ptr_array_remove_index(hotplug->entries, i);
        else if (entry->state != DEVICE_PLUGGING)
            g_clear_pointer(&entry->xml, g_free);
    }
}

void hotplug_fold(struct hotplug *hotplug, struct request *request, struct json_object *arguments)
{
    g_autoptr(GError) error = NULL;
    const char *document = NULL;
    int64_t generation = 0;

    if (!json_get_string(arguments, "document", true, &document, &error) ||
        !json_get_int(arguments, "generation", true, 0, INT64_MAX, &generation, &error)) {
        request_fail(request, error);
        return;
    }
    if (generation != hotplug->generation) {
        request_refuse(request, TANDEM_ERROR_USAGE, CHANGED);
        return;
    }
    if (!state_write(hotplug->monitor->state, "domain.xml", document, &error)) {
        request_fail(request, error);
        return;
    }
    take_into_document(hotplug);
    save_or_log(hotplug);
    request_reply(request, NULL);
}

/* ---- QEMU ---- */

void hotplug_on_event(struct hotplug *hotplug, const char *name, struct json_object *data)
{
    const char *alias = data ? json_peek_string(data, "device") : NULL;
    struct entry *entry;

    if (!alias)
        return;
    if (strcmp(name, "DEVICE_DELETED") == 0) {
        on_deleted(hotplug, alias);
    } else if (strcmp(name, "DEVICE_UNPLUG_GUEST_ERROR") == 0 && (entry = find(hotplug, alias)) &&
               entry->state == DEVICE_REMOVING) {
        g_autoptr(GError) error =
            g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST, "the guest refuses to let '%s' go", alias);

        keep(entry, error);
    }
}

static bool is_listed(struct json_object *list, const char *alias)
{
    for (size_t i = 0; json_object_is_type(list, json_type_array) && i < json_object_array_length(list); i++) {
        struct json_object *item = json_object_array_get_idx(list, i);

        if (json_object_is_type(item, json_type_object) && g_strcmp0(json_peek_string(item, "name"), alias) == 0)
            return true;
    }
    return false;
}

static void on_list(struct json_object *result, const GError *error, void *data)
{
    struct hotplug *hotplug = data;
    g_autoptr(GPtrArray) entries = g_ptr_array_copy(hotplug->entries, NULL, NULL);

    if (error) {
        monitor_log("%s", error->message);
        return;
    }
    g_ptr_array_set_free_func(entries, NULL);
    for (unsigned i = 0; i < entries->len; i++) {
        struct entry *entry = entries->pdata[i];
        bool present = is_listed(result, entry->alias);

        if (entry->run)
            continue;
        if (entry->state == DEVICE_PLUGGING && present)
            do_after(entry);
        else if (entry->state != DEVICE_REMOVED && !present)
            clean_up(entry);
    }
}

void hotplug_adopt(struct hotplug *hotplug)
{
    if (hotplug->entries->len > 0)
        qmp_execute(hotplug->monitor->qmp, "qom-list", json_pair("path", "/machine/peripheral"), on_list, hotplug);
}

void hotplug_qemu_gone(struct hotplug *hotplug, const char *text)
{
    g_autoptr(GError) error = g_error_new_literal(TANDEM_ERROR, TANDEM_ERROR_HOST, text ? text : "QEMU has ended");

    for (unsigned i = 0; i < hotplug->entries->len; i++) {
        struct entry *entry = hotplug->entries->pdata[i];

        g_clear_pointer(&entry->run, qmp_run_steps_free);
        answer(entry, error);
    }
}

bool hotplug_is_busy(const struct hotplug *hotplug)
{
    for (unsigned i = 0; i < hotplug->entries->len; i++) {
        const struct entry *entry = hotplug->entries->pdata[i];

        if (entry->request || entry->run)
            return true;
    }
    return false;
}

/* ---- the beginning ---- */

struct hotplug *hotplug_new(struct monitor *monitor)
{
    struct hotplug *hotplug = g_new0(struct hotplug, 1);
    g_autoptr(GError) error = NULL;

    hotplug->monitor = monitor;
    hotplug->entries = g_ptr_array_new_with_free_func(entry_free);
    if (!load(hotplug, &error))
        monitor_log("devices.json: %s", error->message);
    return hotplug;
}

void hotplug_free(struct hotplug *hotplug)
{
    if (!hotplug)
        return;
    g_ptr_array_unref(hotplug->entries);
    g_free(hotplug);
}
