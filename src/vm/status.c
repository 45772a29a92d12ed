#include "vm/status.h"

#include "vm/socket.h"

#include <string.h>

enum { STATUS_VERSION = 1, DEPTH_MAX = 32 };

const char *const machine_state_names[MACHINE_STATE_COUNT] = {
    [MACHINE_STARTING] = "starting",       [MACHINE_RECEIVING] = "receiving",     [MACHINE_RUNNING] = "running",
    [MACHINE_PAUSED] = "paused",           [MACHINE_POWERED_OFF] = "powered-off", [MACHINE_CRASHED] = "crashed",
    [MACHINE_HANDED_OVER] = "handed-over", [MACHINE_ENDING] = "ending",
};

const char *const custody_names[CUSTODY_COUNT] = {
    [CUSTODY_HERE] = "here",
    [CUSTODY_COMING] = "coming",
    [CUSTODY_HANDED_OVER] = "handed-over",
};

struct status *status_new(const char *name, const char *uuid)
{
    struct status *status = g_new0(struct status, 1);

    status->name = g_strdup(name);
    status->uuid = g_strdup(uuid);
    return status;
}

void status_free(struct status *status)
{
    if (!status)
        return;
    g_free(status->name);
    g_free(status->uuid);
    g_free(status->detail);
    json_object_put(status->pairs);
    json_object_put(status->migration);
    g_free(status);
}

static void add_process(struct json_object *json, const char *name, const struct process *process)
{
    struct json_object *member;

    if (!process->pid)
        return;
    member = json_object_new_object();
    json_object_object_add(member, "pid", json_object_new_int(process->pid));
    json_object_object_add(member, "start_time", json_object_new_uint64(process->start_time));
    json_object_object_add(json, name, member);
}

struct json_object *status_to_json(const struct status *status)
{
    struct json_object *json = json_object_new_object();

    json_object_object_add(json, "version", json_object_new_int(STATUS_VERSION));
    json_add_string(json, "name", status->name);
    json_add_string(json, "uuid", status->uuid);
    json_add_string(json, "state", machine_state_names[status->state]);
    json_add_string(json, "detail", status->detail);
    json_object_object_add(json, "since", json_object_new_int64(status->since));
    json_object_object_add(json, "started", json_object_new_int64(status->started));
    json_add_string(json, "custody", custody_names[status->custody]);
    json_object_object_add(json, "prepared", json_object_new_boolean(status->prepared));
    json_object_object_add(json, "wants_to_run", json_object_new_boolean(status->wants_to_run));
    add_process(json, "qemu", &status->qemu);
    add_process(json, "monitor", &status->monitor);
    json_add_string(json, "boot_id", status->scope.boot_id);
    json_object_object_add(json, "pid_namespace", json_object_new_uint64(status->scope.pid_namespace));
    if (status->pairs)
        json_object_object_add(json, "pairs", json_object_get(status->pairs));
    if (status->migration)
        json_object_object_add(json, "migration", json_object_get(status->migration));
    return json;
}

static bool read_process(struct json_object *json, const char *name, struct process *process, GError **error)
{
    struct json_object *member = NULL;
    int64_t pid = 0, start_time = 0;

    if (!json_get(json, name, json_type_object, false, &member, error))
        return false;
    if (!member)
        return true;
    if (!json_get_int(member, "pid", true, 1, G_MAXINT, &pid, error) ||
        !json_get_int(member, "start_time", true, 0, INT64_MAX, &start_time, error))
        return false;
    process->pid = (pid_t)pid;
    process->start_time = (uint64_t)start_time;
    return true;
}

static bool read_head(struct json_object *json, struct status *status, GError **error)
{
    const char *name = NULL, *uuid = NULL, *detail = NULL;
    unsigned state = 0, custody = 0;
    int64_t version;

    if (!json_get_int(json, "version", true, STATUS_VERSION, STATUS_VERSION, &version, error) ||
        !json_get_string(json, "name", true, &name, error) || !json_get_string(json, "uuid", true, &uuid, error) ||
        !json_get_enum(json, "state", true, machine_state_names, MACHINE_STATE_COUNT, &state, error) ||
        !json_get_enum(json, "custody", true, custody_names, CUSTODY_COUNT, &custody, error) ||
        !json_get_string(json, "detail", false, &detail, error) ||
        !json_get_bool(json, "prepared", true, &status->prepared, error) ||
        !json_get_bool(json, "wants_to_run", true, &status->wants_to_run, error))
        return false;
    status->name = g_strdup(name);
    status->uuid = g_strdup(uuid);
    status->detail = g_strdup(detail);
    status->state = (enum machine_state)state;
    status->custody = (enum custody)custody;
    return true;
}

struct status *status_from_json(struct json_object *json, GError **error)
{
    g_autoptr(status_t) status = status_new(NULL, NULL);
    struct json_object *pairs = NULL, *migration = NULL;
    const char *boot_id = "";
    int64_t namespace = 0;

    if (!read_head(json, status, error) || !json_get_int(json, "since", true, 0, INT64_MAX, &status->since, error) ||
        !json_get_int(json, "started", true, 0, INT64_MAX, &status->started, error) ||
        !read_process(json, "qemu", &status->qemu, error) || !read_process(json, "monitor", &status->monitor, error) ||
        !json_get_string(json, "boot_id", false, &boot_id, error) ||
        !json_get_int(json, "pid_namespace", true, 0, INT64_MAX, &namespace, error) ||
        !json_get(json, "pairs", json_type_array, false, &pairs, error) ||
        !json_get(json, "migration", json_type_object, false, &migration, error))
        return NULL;
    g_strlcpy(status->scope.boot_id, boot_id, sizeof(status->scope.boot_id));
    status->scope.pid_namespace = (uint64_t) namespace;
    status->pairs = json_object_get(pairs);
    status->migration = json_object_get(migration);
    return g_steal_pointer(&status);
}

bool status_save(const struct status *status, const struct state *state, GError **error)
{
    g_autoptr(json_object) json = status_to_json(status);
    const char *text = json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE);

    return state_write(state, "status.json", text, error);
}

struct status *status_load(const struct state *state, GError **error)
{
    g_autofree char *text = state_read(state, "status.json", true, error);
    g_autoptr(json_object) json = text ? json_parse(text, strlen(text), DEPTH_MAX, error) : NULL;
    struct status *status = json ? status_from_json(json, error) : NULL;

    if (text && !status)
        g_prefix_error(error, "status.json of '%s': ", state->name);
    return status;
}

bool status_qemu_runs(const struct status *status, const struct state *state)
{
    struct process_scope here = process_scope();

    if (!status->qemu.pid || !process_scope_same_boot(&here, &status->scope))
        return false;
    if (here.pid_namespace && here.pid_namespace != status->scope.pid_namespace)
        return socket_answers(state, "qmp.sock");
    return process_runs(&status->qemu);
}
