#include "qemu/probe_reply.h"

#include "qemu/probe_schema.h"
#include "qemu/profile_data.h"

#include <string.h>

/* QMP's schema is the deepest thing QEMU says. */
enum { REPLY_DEPTH = 32 };

struct probe_reply {
    struct profile *profile;
    GHashTable *taken; /* questions answered, as "COMMAND ARGUMENTS" */
};

typedef bool (*take_function)(struct profile *, struct json_object *value, const char *about, GError **error);

/* ---- reading the answers ---- */

static bool take_version(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    struct json_object *qemu;
    int64_t major, minor, micro;
    const char *package = "";

    if (!json_get(value, "qemu", json_type_object, true, &qemu, error) ||
        !json_get_int(qemu, "major", true, 0, 9999, &major, error) ||
        !json_get_int(qemu, "minor", true, 0, 9999, &minor, error) ||
        !json_get_int(qemu, "micro", true, 0, 9999, &micro, error) ||
        !json_get_string(value, "package", false, &package, error))
        return false;
    profile_set_version(profile, (unsigned)major, (unsigned)minor, (unsigned)micro);
    profile->package = g_strdup(package);
    return true;
}

static bool take_target(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    const char *arch;

    if (!json_get_string(value, "arch", true, &arch, error))
        return false;
    profile->arch = g_strdup(arch);
    return true;
}

static bool take_kvm(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    return json_get_bool(value, "enabled", true, &profile->kvm, error);
}

static bool take_schema(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    return probe_schema_take(profile, value, error);
}

static bool take_types(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        const char *name;

        if (!json_get_string(json_object_array_get_idx(value, i), "name", true, &name, error))
            return false;
        profile_add_type(profile, name);
    }
    return true;
}

static bool take_properties(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    GHashTable *properties = profile_add_properties(profile, about);

    for (size_t i = 0; i < json_object_array_length(value); i++) {
        const char *name;

        if (!json_get_string(json_object_array_get_idx(value, i), "name", true, &name, error))
            return false;
        g_hash_table_add(properties, (char *)profile_intern(profile, name));
    }
    return true;
}

static bool take_text(struct profile *profile, struct json_object *object, const char *name, const char **ret,
                      GError **error)
{
    const char *text = NULL;

    if (!json_get_string(object, name, false, &text, error))
        return false;
    *ret = profile_intern(profile, text);
    return true;
}

static bool take_machine(struct profile *profile, struct json_object *object, GError **error)
{
    struct profile_machine *machine = profile_add_machine(profile);
    int64_t max_cpus;
    const char *name;

    machine->acpi = true; /* said since 8.0 */
    if (!json_get_string(object, "name", true, &name, error) ||
        !take_text(profile, object, "alias", &machine->alias, error) ||
        !take_text(profile, object, "default-cpu-type", &machine->default_cpu, error) ||
        !take_text(profile, object, "default-ram-id", &machine->default_ram_id, error) ||
        !json_get_int(object, "cpu-max", true, 0, G_MAXINT, &max_cpus, error) ||
        !json_get_bool(object, "hotpluggable-cpus", false, &machine->hotpluggable_cpus, error) ||
        !json_get_bool(object, "numa-mem-supported", false, &machine->numa_memory, error) ||
        !json_get_bool(object, "acpi", false, &machine->acpi, error) ||
        !json_get_bool(object, "deprecated", false, &machine->deprecated, error) ||
        !json_get_bool(object, "is-default", false, &machine->is_default, error))
        return false;
    machine->name = profile_intern(profile, name);
    machine->max_cpus = (unsigned)max_cpus;
    return true;
}

static bool take_machines(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        if (!take_machine(profile, json_object_array_get_idx(value, i), error))
            return false;
    }
    return true;
}

static bool take_cpus(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        struct json_object *object = json_object_array_get_idx(value, i), *lacking = NULL;
        struct profile_cpu *cpu = profile_add_cpu(profile);
        const char *name;

        if (!json_get_string(object, "name", true, &name, error) ||
            !json_get_bool(object, "deprecated", false, &cpu->deprecated, error) ||
            !json_get_bool(object, "migration-safe", false, &cpu->migration_safe, error) ||
            !json_get(object, "unavailable-features", json_type_array, false, &lacking, error))
            return false;
        cpu->name = profile_intern(profile, name);
        cpu->usable = !lacking || json_object_array_length(lacking) == 0;
    }
    return true;
}

static bool take_options(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        struct json_object *object = json_object_array_get_idx(value, i), *list;
        const char *option, *name;
        GHashTable *parameters;

        if (!json_get_string(object, "option", true, &option, error) ||
            !json_get(object, "parameters", json_type_array, true, &list, error))
            return false;
        parameters = profile_add_option(profile, option);
        for (size_t j = 0; j < json_object_array_length(list); j++) {
            if (!json_get_string(json_object_array_get_idx(list, j), "name", true, &name, error))
                return false;
            g_hash_table_add(parameters, (char *)profile_intern(profile, name));
        }
    }
    return true;
}

static bool take_migration(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        const char *name;

        if (!json_get_string(json_object_array_get_idx(value, i), "capability", true, &name, error))
            return false;
        g_hash_table_add(profile->migration, (char *)profile_intern(profile, name));
    }
    return true;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool take_host(struct profile *profile, struct json_object *value, const char *about, GError **error)
{
    struct json_object *model, *props;
    GPtrArray *features;

    if (!json_get(value, "model", json_type_object, true, &model, error) ||
        !json_get(model, "props", json_type_object, true, &props, error))
        return false;
    features = profile->host_features = g_ptr_array_new();
    json_object_object_foreach(props, name, setting)
    {
        if (json_object_is_type(setting, json_type_boolean) && json_object_get_boolean(setting))
            g_ptr_array_add(features, (char *)profile_intern(profile, name));
    }
    g_ptr_array_sort(features, compare_names);
    g_ptr_array_add(features, NULL);
    return true;
}

/* ---- the questions ---- */

enum needed { OPTIONAL, NEEDED };

/* The commands whose answers are read, in the order of asking.  `about` is the argument that says what the
 * answer is about; the rows with one stand last. */
static const struct answer {
    const char *command;
    const char *about;
    enum json_type type;
    enum needed needed;
    take_function take;
} answers[] = {
    {"query-version", NULL, json_type_object, NEEDED, take_version},
    {"query-target", NULL, json_type_object, NEEDED, take_target},
    {"query-kvm", NULL, json_type_object, OPTIONAL, take_kvm},
    {"query-qmp-schema", NULL, json_type_array, NEEDED, take_schema},
    {"qom-list-types", NULL, json_type_array, NEEDED, take_types},
    {"query-machines", NULL, json_type_array, NEEDED, take_machines},
    {"query-cpu-definitions", NULL, json_type_array, OPTIONAL, take_cpus},
    {"query-command-line-options", NULL, json_type_array, NEEDED, take_options},
    {"query-migrate-capabilities", NULL, json_type_array, OPTIONAL, take_migration},
    {"query-cpu-model-expansion", NULL, json_type_object, OPTIONAL, take_host},
    {"device-list-properties", "typename", json_type_array, OPTIONAL, take_properties},
    {"qom-list-properties", "typename", json_type_array, OPTIONAL, take_properties},
};

/* The types whose properties are asked: those where the command line depends on a property that some
 * supported QEMU lacks.  Abstract types answer, too. */
static const char *const devices[] = {
    "ICH9-LPC",
    "PIIX4_PM",
    "VGA",
    "ide-hd",
    "intel-iommu",
    "mch",
    "nvdimm",
    "pcie-root-port",
    "qxl",
    "scsi-hd",
    "usb-host",
    "usb-redir",
    "usb-storage",
    "vfio-pci",
    "vhost-user-fs-device",
    "virtio-balloon-pci",
    "virtio-blk-pci",
    "virtio-gpu-pci",
    "virtio-iommu-pci",
    "virtio-mem-pci",
    "virtio-net-pci",
    "virtio-scsi-pci",
    "vmware-svga",
};
static const char *const objects[] = {"generic-pc-machine", "memory-backend-file", "memory-backend-memfd"};

enum { PLAIN_QUESTIONS = G_N_ELEMENTS(answers) - 2 };

static const struct answer *answer_of(const char *command)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(answers); i++) {
        if (g_str_equal(answers[i].command, command))
            return &answers[i];
    }
    return NULL;
}

static struct json_object *host_model(const struct probe_reply *probe)
{
    struct json_object *arguments = json_pair("type", "static");

    json_object_object_add(arguments, "model", json_pair("name", probe->profile->kvm ? "host" : "max"));
    return arguments;
}

const char *probe_reply_question(const struct probe_reply *probe, unsigned i, struct json_object **arguments)
{
    *arguments = NULL;
    if (i < PLAIN_QUESTIONS) {
        if (answers[i].take == take_host)
            *arguments = host_model(probe);
        return answers[i].command;
    }
    i -= PLAIN_QUESTIONS;
    if (i < G_N_ELEMENTS(devices)) {
        *arguments = json_pair("typename", devices[i]);
        return "device-list-properties";
    }
    i -= G_N_ELEMENTS(devices);
    if (i < G_N_ELEMENTS(objects)) {
        *arguments = json_pair("typename", objects[i]);
        return "qom-list-properties";
    }
    return NULL;
}

/* ---- taking them ---- */

struct probe_reply *probe_reply_new(void)
{
    struct probe_reply *probe = g_new0(struct probe_reply, 1);

    probe->profile = profile_new();
    probe->taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return probe;
}

void probe_reply_free(struct probe_reply *probe)
{
    if (!probe)
        return;
    profile_free(probe->profile);
    g_hash_table_unref(probe->taken);
    g_free(probe);
}

static char *question_key(const char *command, const char *about)
{
    return g_strdup_printf("%s %s", command, about ? about : "");
}

bool probe_reply_take(struct probe_reply *probe, const char *command, struct json_object *arguments,
                      struct json_object *reply, GError **error)
{
    const struct answer *answer = answer_of(command);
    struct json_object *value = NULL;
    const char *about = NULL;

    if (!answer || !json_object_object_get_ex(reply, "return", &value))
        return true;
    if (answer->about && !json_get_string(arguments, answer->about, true, &about, error))
        return false;
    if (!g_hash_table_add(probe->taken, question_key(command, about)))
        return true;
    if (!json_object_is_type(value, answer->type))
        return fail(error, TANDEM_ERROR_HOST, "QEMU answered '%s' with a value of type '%s', expected '%s'", command,
                    json_type_to_name(json_object_get_type(value)), json_type_to_name(answer->type));
    if (!answer->take(probe->profile, value, about, error)) {
        g_prefix_error(error, "cannot understand QEMU's answer to '%s': ", command);
        return false;
    }
    return true;
}

struct profile *probe_reply_finish(struct probe_reply *probe, const char *binary, GError **error)
{
    for (unsigned i = 0; i < PLAIN_QUESTIONS; i++) {
        g_autofree char *key = question_key(answers[i].command, NULL);

        if (answers[i].needed && !g_hash_table_contains(probe->taken, key))
            return fail_null(error, TANDEM_ERROR_HOST, "QEMU did not answer '%s'; tandem needs QEMU 6.2 or newer",
                             answers[i].command);
    }
    probe->profile->binary = g_strdup(binary);
    return g_steal_pointer(&probe->profile);
}

/* ---- a recorded conversation ---- */

/* The next JSON value; NULL at the end. */
static struct json_object *next_value(struct json_tokener *tokener, const char **text, size_t *length)
{
    struct json_object *value;
    size_t used;

    while (*length > 0 && g_ascii_isspace(**text)) {
        (*text)++;
        (*length)--;
    }
    if (*length == 0)
        return NULL;
    json_tokener_reset(tokener);
    value = json_tokener_parse_ex(tokener, *text, (int)MIN(*length, G_MAXINT));
    used = json_tokener_get_parse_end(tokener);
    *text += used;
    *length -= used;
    return value;
}

struct profile *probe_reply_recorded(const char *text, size_t length, const char *source, GError **error)
{
    g_autoptr(probe_reply_t) probe = probe_reply_new();
    struct json_tokener *tokener = json_tokener_new_ex(REPLY_DEPTH);
    unsigned greetings = 0;
    bool right = true;

    while (right && length > 0) {
        g_autoptr(json_object) question = next_value(tokener, &text, &length);
        g_autoptr(json_object) reply = next_value(tokener, &text, &length);
        struct json_object *arguments = NULL;
        const char *command = NULL;

        if (!question && length == 0)
            break;
        right = reply ? json_get_string(question, "execute", true, &command, error) &&
                            json_get(question, "arguments", json_type_object, false, &arguments, error)
                      : fail(error, TANDEM_ERROR_INPUT, "a command without an answer, or no JSON");
        if (right && g_str_equal(command, "qmp_capabilities") && greetings++ > 0)
            break;
        right = right && probe_reply_take(probe, command, arguments, reply, error);
    }
    json_tokener_free(tokener);
    if (!right) {
        g_prefix_error(error, "%s: ", source);
        return NULL;
    }
    return probe_reply_finish(probe, NULL, error);
}
