#include "qemu/probe_schema.h"

#include "base/json.h"

/* Of which commands, and how many structs deep.  A command whose answer is looked at has `answer`. */
static const struct described {
    const char *command;
    unsigned depth;
    bool answer;
} described[] = {
    {"blockdev-add", 1, false},         {"chardev-add", 3, false}, {"migrate-set-parameters", 1, false},
    {"netdev_add", 1, false},           {"object-add", 1, false},  {"query-audiodevs", 1, true},
    {"query-display-options", 1, true}, {"screendump", 1, false},  {"set-action", 1, false},
};

struct schema {
    struct profile *profile;
    GHashTable *types; /* the schema's own name of a type -> its object, borrowed */
};

static void keep(struct profile *profile, const char *path)
{
    g_hash_table_add(profile->qmp, (char *)profile_intern(profile, path));
}

static void describe(const struct schema *schema, const char *type, const char *path, unsigned depth);

static void describe_enum(const struct schema *schema, struct json_object *values, const char *path)
{
    for (size_t i = 0; i < json_object_array_length(values); i++) {
        const char *value = json_object_get_string(json_object_array_get_idx(values, i));
        g_autofree char *full = g_strdup_printf("%s=%s", path, value);

        keep(schema->profile, full);
    }
}

static void describe_members(const struct schema *schema, struct json_object *members, const char *path, unsigned depth)
{
    for (size_t i = 0; i < json_object_array_length(members); i++) {
        struct json_object *member = json_object_array_get_idx(members, i);
        const char *name = json_peek_string(member, "name"), *type = json_peek_string(member, "type");
        g_autofree char *full = g_strdup_printf("%s.%s", path, name ? name : "");

        keep(schema->profile, full);
        describe(schema, type, full, depth - 1);
    }
}

static void describe_variants(const struct schema *schema, struct json_object *variants, const char *tag,
                              const char *path, unsigned depth)
{
    for (size_t i = 0; i < json_object_array_length(variants); i++) {
        struct json_object *variant = json_object_array_get_idx(variants, i);
        const char *value = json_peek_string(variant, "case"), *type = json_peek_string(variant, "type");
        g_autofree char *full = g_strdup_printf("%s.%s=%s", path, tag, value ? value : "");

        describe(schema, type, full, depth);
    }
}

/* Keeps what a value of the type may hold.  The depth ends it: types of block nodes hold block nodes. */
static void describe(const struct schema *schema, const char *type, const char *path, unsigned depth)
{
    struct json_object *object = type ? g_hash_table_lookup(schema->types, type) : NULL;
    struct json_object *list = NULL;
    const char *tag;

    if (!object)
        return;
    if (json_get(object, "values", json_type_array, true, &list, NULL))
        describe_enum(schema, list, path);
    else if (json_peek_string(object, "element-type"))
        describe(schema, json_peek_string(object, "element-type"), path, depth);
    if (depth == 0)
        return;
    if (json_get(object, "members", json_type_array, true, &list, NULL)) {
        describe_members(schema, list, path, depth);
        tag = json_peek_string(object, "tag");
        if (tag && json_get(object, "variants", json_type_array, true, &list, NULL))
            describe_variants(schema, list, tag, path, depth);
    }
}

static void take_command(const struct schema *schema, struct json_object *command, const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(described); i++) {
        if (g_str_equal(described[i].command, name))
            describe(schema, json_peek_string(command, described[i].answer ? "ret-type" : "arg-type"), name,
                     described[i].depth);
    }
}

bool probe_schema_take(struct profile *profile, struct json_object *list, GError **error)
{
    g_autoptr(GHashTable) types = g_hash_table_new(g_str_hash, g_str_equal);
    struct schema schema = {profile, types};

    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *object = json_object_array_get_idx(list, i);
        const char *name;

        if (!json_get_string(object, "name", true, &name, error))
            return false;
        g_hash_table_insert(types, (char *)name, object);
    }
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *object = json_object_array_get_idx(list, i);
        const char *name = json_peek_string(object, "name"), *sort = json_peek_string(object, "meta-type");

        if (g_strcmp0(sort, "command") == 0 || g_strcmp0(sort, "event") == 0)
            keep(profile, name);
        if (g_strcmp0(sort, "command") == 0)
            take_command(&schema, object, name);
    }
    return true;
}
