#include "vm/plan.h"

#include <string.h>

enum { PLAN_VERSION = 1, START_SECONDS = 120, STOP_SECONDS = 60, DEPTH_MAX = 32 };

const char *const plan_on_names[PLAN_ON_COUNT] = {
    [PLAN_ON_DESTROY] = "destroy",
    [PLAN_ON_RESTART] = "restart",
    [PLAN_ON_PRESERVE] = "preserve",
};

struct plan *plan_new(const char *name, const char *uuid)
{
    struct plan *plan = g_new0(struct plan, 1);

    plan->name = g_strdup(name);
    plan->uuid = g_strdup(uuid);
    plan->argv = g_new0(char *, 1);
    plan->steps = qmp_steps_new();
    plan->on_reboot = PLAN_ON_RESTART;
    plan->start_seconds = START_SECONDS;
    plan->stop_seconds = STOP_SECONDS;
    return plan;
}

static void nic_clear(struct plan_nic *nic)
{
    g_free(nic->id);
    g_free(nic->port);
    g_free(nic->bridge);
}

void plan_free(struct plan *plan)
{
    if (!plan)
        return;
    for (unsigned i = 0; i < plan->n_pairs; i++) {
        struct plan_pair *pair = &plan->pairs[i];

        g_free(pair->mac);
        g_free(pair->host_device);
        nic_clear(&pair->persistent);
        nic_clear(&pair->transient);
        json_object_put(pair->device);
    }
    g_free(plan->pairs);
    g_ptr_array_unref(plan->steps);
    g_free(plan->name);
    g_free(plan->uuid);
    g_free(plan->descriptors);
    g_strfreev(plan->argv);
    g_free(plan);
}

void plan_add_descriptor(struct plan *plan, int fd)
{
    plan->descriptors = g_renew(int, plan->descriptors, plan->n_descriptors + 1);
    plan->descriptors[plan->n_descriptors++] = fd;
}

struct plan_pair *plan_add_pair(struct plan *plan)
{
    plan->pairs = g_renew(struct plan_pair, plan->pairs, plan->n_pairs + 1);
    plan->pairs[plan->n_pairs] = (struct plan_pair){0};
    return &plan->pairs[plan->n_pairs++];
}

/* ---- to JSON ---- */

static struct json_object *strings_to_json(char *const *strings)
{
    struct json_object *list = json_object_new_array();

    for (; *strings; strings++)
        json_object_array_add(list, json_object_new_string(*strings));
    return list;
}

static struct json_object *nic_to_json(const struct plan_nic *nic)
{
    struct json_object *json = json_pair("id", nic->id);

    json_add_string(json, "port", nic->port);
    json_add_string(json, "bridge", nic->bridge);
    return json;
}

static struct json_object *pair_to_json(const struct plan_pair *pair)
{
    struct json_object *json = json_pair("mac", pair->mac);

    json_object_object_add(json, "persistent", nic_to_json(&pair->persistent));
    json_object_object_add(json, "transient", nic_to_json(&pair->transient));
    if (pair->device)
        json_object_object_add(json, "device", json_object_get(pair->device));
    json_add_string(json, "host_device", pair->host_device);
    return json;
}

struct json_object *plan_to_json(const struct plan *plan)
{
    struct json_object *json = json_object_new_object(), *list;

    json_object_object_add(json, "version", json_object_new_int(PLAN_VERSION));
    json_add_string(json, "name", plan->name);
    json_add_string(json, "uuid", plan->uuid);
    json_object_object_add(json, "argv", strings_to_json(plan->argv));
    json_object_object_add(json, "descriptors", list = json_object_new_array());
    for (unsigned i = 0; i < plan->n_descriptors; i++)
        json_object_array_add(list, json_object_new_int(plan->descriptors[i]));
    json_object_object_add(json, "steps", qmp_steps_to_json(plan->steps));
    json_object_object_add(json, "incoming", json_object_new_boolean(plan->incoming));
    json_object_object_add(json, "paused", json_object_new_boolean(plan->paused));
    json_object_object_add(json, "foreground", json_object_new_boolean(plan->foreground));
    json_add_string(json, "on_poweroff", plan_on_names[plan->on_poweroff]);
    json_add_string(json, "on_reboot", plan_on_names[plan->on_reboot]);
    json_add_string(json, "on_crash", plan_on_names[plan->on_crash]);
    json_object_object_add(json, "start_seconds", json_object_new_int64(plan->start_seconds));
    json_object_object_add(json, "stop_seconds", json_object_new_int64(plan->stop_seconds));
    json_object_object_add(json, "pairs", list = json_object_new_array());
    for (unsigned i = 0; i < plan->n_pairs; i++)
        json_object_array_add(list, pair_to_json(&plan->pairs[i]));
    return json;
}

/* ---- from JSON ---- */

static bool copy_string(struct json_object *json, const char *name, bool need, char **ret, GError **error)
{
    const char *text = NULL;

    if (!json_get_string(json, name, need, &text, error))
        return false;
    *ret = g_strdup(text);
    return true;
}

static bool read_strings(struct json_object *json, const char *name, char ***ret, GError **error)
{
    struct json_object *list = NULL;
    size_t count;

    if (!json_get(json, name, json_type_array, true, &list, error))
        return false;
    count = json_object_array_length(list);
    g_strfreev(*ret);
    *ret = g_new0(char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct json_object *text = json_object_array_get_idx(list, i);

        if (!json_object_is_type(text, json_type_string))
            return fail(error, TANDEM_ERROR_INPUT, "'%s' has an element that is no string", name);
        (*ret)[i] = g_strdup(json_object_get_string(text));
    }
    return true;
}

static bool read_descriptors(struct json_object *json, struct plan *plan, GError **error)
{
    struct json_object *list = NULL;

    if (!json_get(json, "descriptors", json_type_array, true, &list, error))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *number = json_object_array_get_idx(list, i);
        int64_t fd = json_object_get_int64(number);

        if (!json_object_is_type(number, json_type_int) || fd < 3 || fd > 1 << 20)
            return fail(error, TANDEM_ERROR_INPUT, "'descriptors' has an element that is no descriptor above 2");
        plan_add_descriptor(plan, (int)fd);
    }
    return true;
}

static bool read_nic(struct json_object *json, const char *name, struct plan_nic *nic, GError **error)
{
    struct json_object *member = NULL;

    return json_get(json, name, json_type_object, true, &member, error) &&
           copy_string(member, "id", true, &nic->id, error) && copy_string(member, "port", false, &nic->port, error) &&
           copy_string(member, "bridge", false, &nic->bridge, error);
}

static bool read_pairs(struct json_object *json, struct plan *plan, GError **error)
{
    struct json_object *list = NULL;

    if (!json_get(json, "pairs", json_type_array, true, &list, error))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *member = json_object_array_get_idx(list, i);
        struct plan_pair *pair = plan_add_pair(plan);
        struct json_object *device = NULL;

        if (!copy_string(member, "mac", true, &pair->mac, error) ||
            !read_nic(member, "persistent", &pair->persistent, error) ||
            !read_nic(member, "transient", &pair->transient, error) ||
            !copy_string(member, "host_device", false, &pair->host_device, error) ||
            !json_get(member, "device", json_type_object, false, &device, error))
            return false;
        pair->device = json_object_get(device);
    }
    return true;
}

static bool read_steps(struct json_object *json, struct plan *plan, GError **error)
{
    struct json_object *list = NULL;
    GPtrArray *steps;

    if (!json_get(json, "steps", json_type_array, true, &list, error))
        return false;
    steps = qmp_steps_from_json(list, error);
    if (!steps)
        return false;
    g_ptr_array_unref(plan->steps);
    plan->steps = steps;
    return true;
}

static bool read_seconds(struct json_object *json, const char *name, unsigned *ret, GError **error)
{
    int64_t seconds = *ret;

    if (!json_get_int(json, name, false, 1, G_MAXINT / 1000, &seconds, error))
        return false;
    *ret = (unsigned)seconds;
    return true;
}

static bool read_on(struct json_object *json, const char *name, enum plan_on *ret, GError **error)
{
    unsigned value = *ret;

    if (!json_get_enum(json, name, false, plan_on_names, PLAN_ON_COUNT, &value, error))
        return false;
    *ret = (enum plan_on)value;
    return true;
}

struct plan *plan_from_json(struct json_object *json, GError **error)
{
    g_autoptr(plan_t) plan = plan_new(NULL, NULL);
    int64_t version = 0;

    if (!json_get_int(json, "version", true, PLAN_VERSION, PLAN_VERSION, &version, error) ||
        !copy_string(json, "name", true, &plan->name, error) || !copy_string(json, "uuid", true, &plan->uuid, error) ||
        !read_strings(json, "argv", &plan->argv, error) || !read_descriptors(json, plan, error) ||
        !read_steps(json, plan, error) || !json_get_bool(json, "incoming", false, &plan->incoming, error) ||
        !json_get_bool(json, "paused", false, &plan->paused, error) ||
        !json_get_bool(json, "foreground", false, &plan->foreground, error) ||
        !read_on(json, "on_poweroff", &plan->on_poweroff, error) ||
        !read_on(json, "on_reboot", &plan->on_reboot, error) || !read_on(json, "on_crash", &plan->on_crash, error) ||
        !read_seconds(json, "start_seconds", &plan->start_seconds, error) ||
        !read_seconds(json, "stop_seconds", &plan->stop_seconds, error) || !read_pairs(json, plan, error))
        return NULL;
    if (!plan->argv[0])
        return fail_null(error, TANDEM_ERROR_INPUT, "'argv' is empty");
    return g_steal_pointer(&plan);
}

bool plan_save(const struct plan *plan, const struct state *state, GError **error)
{
    g_autoptr(json_object) json = plan_to_json(plan);
    const char *text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);

    return state_write(state, "machine.json", text, error);
}

struct plan *plan_load(const struct state *state, GError **error)
{
    g_autofree char *text = state_read(state, "machine.json", false, error);
    g_autoptr(json_object) json = text ? json_parse(text, strlen(text), DEPTH_MAX, error) : NULL;
    struct plan *plan = json ? plan_from_json(json, error) : NULL;

    if (text && !plan)
        g_prefix_error(error, "machine.json of '%s': ", state->name);
    return plan;
}
