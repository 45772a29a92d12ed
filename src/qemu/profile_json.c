#include "base/json.h"
#include "qemu/profile_data.h"

#include <stdio.h>

#include <string.h>

/* The number that a reader of another layout would trip over first. */
enum { PROFILE_FORMAT = 1 };
/* How deep its JSON goes, and a bound that keeps a number of CPUs a number of CPUs. */
enum { PROFILE_DEPTH = 5, MAX_CPUS = 1000000 };

/* ---- writing ---- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct json_object *write_set(GHashTable *set)
{
    struct json_object *list = json_object_new_array();
    unsigned count;
    g_autofree char **names = (char **)g_hash_table_get_keys_as_array(set, &count);

    qsort(names, count, sizeof(*names), compare_names);
    for (unsigned i = 0; i < count; i++)
        json_object_array_add(list, json_object_new_string(names[i]));
    return list;
}

static struct json_object *write_sets(GHashTable *table)
{
    struct json_object *object = json_object_new_object();
    unsigned count;
    g_autofree char **names = (char **)g_hash_table_get_keys_as_array(table, &count);

    qsort(names, count, sizeof(*names), compare_names);
    for (unsigned i = 0; i < count; i++) {
        GHashTable *set = g_hash_table_lookup(table, names[i]);

        json_object_object_add(object, names[i], set ? write_set(set) : NULL);
    }
    return object;
}

static void write_text(struct json_object *object, const char *key, const char *text)
{
    if (text)
        json_object_object_add(object, key, json_object_new_string(text));
}

static void write_flag(struct json_object *object, const char *key, bool value)
{
    if (value)
        json_object_object_add(object, key, json_object_new_boolean(true));
}

static struct json_object *write_machine(const struct profile_machine *machine)
{
    struct json_object *object = json_object_new_object();

    write_text(object, "name", machine->name);
    write_text(object, "alias", machine->alias);
    write_text(object, "default-cpu", machine->default_cpu);
    write_text(object, "default-ram-id", machine->default_ram_id);
    json_object_object_add(object, "max-cpus", json_object_new_int64(machine->max_cpus));
    write_flag(object, "hotpluggable-cpus", machine->hotpluggable_cpus);
    write_flag(object, "numa-memory", machine->numa_memory);
    write_flag(object, "acpi", machine->acpi);
    write_flag(object, "deprecated", machine->deprecated);
    write_flag(object, "default", machine->is_default);
    return object;
}

static struct json_object *write_cpu(const struct profile_cpu *cpu)
{
    struct json_object *object = json_object_new_object();

    write_text(object, "name", cpu->name);
    write_flag(object, "deprecated", cpu->deprecated);
    write_flag(object, "migration-safe", cpu->migration_safe);
    write_flag(object, "usable", cpu->usable);
    return object;
}

static struct json_object *write_lists(struct json_object *root, const struct profile *profile)
{
    struct json_object *machines = json_object_new_array(), *cpus = json_object_new_array();

    for (unsigned i = 0; i < profile->machines->len; i++)
        json_object_array_add(machines, write_machine(profile->machines->pdata[i]));
    for (unsigned i = 0; i < profile->cpus->len; i++)
        json_object_array_add(cpus, write_cpu(profile->cpus->pdata[i]));
    json_object_object_add(root, "machines", machines);
    json_object_object_add(root, "cpus", cpus);
    if (profile->host_features) {
        struct json_object *features = json_object_new_array();

        for (unsigned i = 0; profile->host_features->pdata[i]; i++)
            json_object_array_add(features, json_object_new_string(profile->host_features->pdata[i]));
        json_object_object_add(root, "host-features", features);
    }
    return root;
}

char *profile_write(const struct profile *profile)
{
    struct json_object *root = json_object_new_object();
    char *text;

    json_object_object_add(root, "tandem-profile", json_object_new_int(PROFILE_FORMAT));
    write_flag(root, "assumed", profile->assumed);
    write_text(root, "binary", profile->binary);
    write_text(root, "version", profile->version);
    write_text(root, "package", profile->package);
    write_text(root, "arch", profile->arch);
    json_object_object_add(root, "kvm", json_object_new_boolean(profile->kvm));
    write_lists(root, profile);
    json_object_object_add(root, "types", write_sets(profile->types));
    json_object_object_add(root, "options", write_sets(profile->options));
    json_object_object_add(root, "qmp", write_set(profile->qmp));
    json_object_object_add(root, "migration", write_set(profile->migration));
    text = g_strconcat(json_object_to_json_string_ext(root, JSON_C_TO_STRING_NOSLASHESCAPE | JSON_C_TO_STRING_PRETTY),
                       "\n", NULL);
    json_object_put(root);
    return text;
}

/* ---- reading ---- */

static bool wrong(const char *key, const char *expected, GError **error)
{
    return fail(error, TANDEM_ERROR_INPUT, "'%s' is wrong, expected %s", key, expected);
}

static bool read_text(struct profile *profile, struct json_object *object, const char *key, bool need, const char **ret,
                      GError **error)
{
    const char *text = NULL;

    if (!json_get_string(object, key, need, &text, error))
        return false;
    *ret = profile_intern(profile, text);
    return true;
}

static bool read_names(struct profile *profile, const char *key, struct json_object *list, GHashTable *set,
                       GError **error)
{
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *name = json_object_array_get_idx(list, i);

        if (json_object_get_type(name) != json_type_string)
            return wrong(key, "an array of strings", error);
        g_hash_table_add(set, (char *)profile_intern(profile, json_object_get_string(name)));
    }
    return true;
}

static bool read_set(struct profile *profile, struct json_object *root, const char *key, GHashTable *set,
                     GError **error)
{
    struct json_object *list;

    return json_get(root, key, json_type_array, true, &list, error) && read_names(profile, key, list, set, error);
}

static bool read_sets(struct profile *profile, struct json_object *root, const char *key,
                      GHashTable *(*add)(struct profile *, const char *), GError **error)
{
    struct json_object *object;

    if (!json_get(root, key, json_type_object, true, &object, error))
        return false;
    json_object_object_foreach(object, name, names)
    {
        if (!names)
            profile_add_type(profile, name);
        else if (json_object_get_type(names) != json_type_array)
            return wrong(name, "an array of strings or null", error);
        else if (!read_names(profile, name, names, add(profile, name), error))
            return false;
    }
    return true;
}

static bool read_machine(struct profile *profile, struct json_object *object, GError **error)
{
    struct profile_machine *machine = profile_add_machine(profile);
    int64_t max_cpus;

    if (!read_text(profile, object, "name", true, &machine->name, error) ||
        !read_text(profile, object, "alias", false, &machine->alias, error) ||
        !read_text(profile, object, "default-cpu", false, &machine->default_cpu, error) ||
        !read_text(profile, object, "default-ram-id", false, &machine->default_ram_id, error) ||
        !json_get_int(object, "max-cpus", true, 0, MAX_CPUS, &max_cpus, error))
        return false;
    machine->max_cpus = (unsigned)max_cpus;
    return json_get_bool(object, "hotpluggable-cpus", false, &machine->hotpluggable_cpus, error) &&
           json_get_bool(object, "numa-memory", false, &machine->numa_memory, error) &&
           json_get_bool(object, "acpi", false, &machine->acpi, error) &&
           json_get_bool(object, "deprecated", false, &machine->deprecated, error) &&
           json_get_bool(object, "default", false, &machine->is_default, error);
}

static bool read_cpu(struct profile *profile, struct json_object *object, GError **error)
{
    struct profile_cpu *cpu = profile_add_cpu(profile);

    return read_text(profile, object, "name", true, &cpu->name, error) &&
           json_get_bool(object, "deprecated", false, &cpu->deprecated, error) &&
           json_get_bool(object, "migration-safe", false, &cpu->migration_safe, error) &&
           json_get_bool(object, "usable", false, &cpu->usable, error);
}

static bool read_list(struct profile *profile, struct json_object *root, const char *key,
                      bool (*read)(struct profile *, struct json_object *, GError **), GError **error)
{
    struct json_object *list;

    if (!json_get(root, key, json_type_array, true, &list, error))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *object = json_object_array_get_idx(list, i);

        if (json_object_get_type(object) != json_type_object)
            return wrong(key, "an array of objects", error);
        if (!read(profile, object, error))
            return false;
    }
    return true;
}

static bool read_host_features(struct profile *profile, struct json_object *root, GError **error)
{
    struct json_object *list = NULL;

    if (!json_get(root, "host-features", json_type_array, false, &list, error))
        return false;
    if (!list)
        return true;
    profile->host_features = g_ptr_array_new();
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *name = json_object_array_get_idx(list, i);

        if (json_object_get_type(name) != json_type_string)
            return wrong("host-features", "an array of strings", error);
        g_ptr_array_add(profile->host_features, (char *)profile_intern(profile, json_object_get_string(name)));
    }
    g_ptr_array_add(profile->host_features, NULL);
    return true;
}

static bool read_head(struct profile *profile, struct json_object *root, GError **error)
{
    const char *version, *binary = NULL, *package = NULL, *arch;
    unsigned major, minor, micro;
    int64_t format;

    if (!json_get_int(root, "tandem-profile", true, PROFILE_FORMAT, PROFILE_FORMAT, &format, error) ||
        !json_get_string(root, "version", true, &version, error) ||
        !json_get_string(root, "binary", false, &binary, error) ||
        !json_get_string(root, "package", false, &package, error) ||
        !json_get_string(root, "arch", true, &arch, error) ||
        !json_get_bool(root, "kvm", false, &profile->kvm, error) ||
        !json_get_bool(root, "assumed", false, &profile->assumed, error))
        return false;
    if (sscanf(version, "%5u.%5u.%5u", &major, &minor, &micro) != 3)
        return wrong("version", "three numbers such as 9.2.0", error);
    profile_set_version(profile, major, minor, micro);
    profile->binary = g_strdup(binary);
    profile->package = g_strdup(package ? package : "");
    profile->arch = g_strdup(arch);
    return true;
}

static bool read_root(struct profile *profile, struct json_object *root, GError **error)
{
    return read_head(profile, root, error) && read_list(profile, root, "machines", read_machine, error) &&
           read_list(profile, root, "cpus", read_cpu, error) && read_host_features(profile, root, error) &&
           read_sets(profile, root, "types", profile_add_properties, error) &&
           read_sets(profile, root, "options", profile_add_option, error) &&
           read_set(profile, root, "qmp", profile->qmp, error) &&
           read_set(profile, root, "migration", profile->migration, error);
}

struct profile *profile_read(const char *text, size_t length, const char *source, GError **error)
{
    g_autoptr(profile_t) profile = profile_new();
    g_autoptr(json_object) root = json_parse(text, length, PROFILE_DEPTH, error);

    if (!root || !read_root(profile, root, error)) {
        g_prefix_error(error, "%s is no profile of this version of tandem ('tandem probe' makes one): ", source);
        return NULL;
    }
    return g_steal_pointer(&profile);
}

struct profile *profile_read_file(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    size_t length;

    if (!g_file_get_contents(path, &text, &length, error))
        return NULL;
    return profile_read(text, length, path, error);
}
