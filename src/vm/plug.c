#include "vm/plug.h"

#include "qemu/argv.h"
#include "qemu/hotplug.h"
#include "qemu/start_steps.h"

#include <string.h>

/* ---- aliases ---- */

static void note(enum device_kind kind, void *device, void *data)
{
    const struct device_info *info = device;

    if (info->alias)
        g_hash_table_insert(data, device, g_strdup(info->alias));
}

GHashTable *plug_note_aliases(const struct domain *domain)
{
    GHashTable *aliases = g_hash_table_new_full(NULL, NULL, NULL, g_free);

    devices_foreach(domain->devices, note, aliases);
    return aliases;
}

struct keeping {
    GHashTable *aliases;
    GHashTable *taken; /* set of char *, borrowed */
};

static void restore(enum device_kind kind, void *device, void *data)
{
    struct device_info *info = device;
    struct keeping *keeping = data;
    const char *alias = g_hash_table_lookup(keeping->aliases, device);

    if (!alias)
        return;
    g_free(info->alias);
    info->alias = g_strdup(alias);
    g_hash_table_add(keeping->taken, info->alias);
}

/* "net0" is taken: "net1", "net2", … */
static void name_anew(enum device_kind kind, void *device, void *data)
{
    struct device_info *info = device;
    struct keeping *keeping = data;
    g_autofree char *stem = NULL;

    if (g_hash_table_contains(keeping->aliases, device) || !info->alias)
        return;
    stem = g_strdup(info->alias);
    stem[strcspn(stem, "0123456789")] = '\0';
    for (unsigned i = 0; g_hash_table_contains(keeping->taken, info->alias); i++) {
        g_free(info->alias);
        info->alias = g_strdup_printf("%s%u", stem, i);
    }
    g_hash_table_add(keeping->taken, info->alias);
}

void plug_keep_aliases(struct domain *domain, GHashTable *aliases)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
    struct keeping keeping = {aliases, taken};

    devices_foreach(domain->devices, restore, &keeping);
    devices_foreach(domain->devices, name_anew, &keeping);
}

/* ---- steps ---- */

static bool build(const struct domain *domain, const struct profile *profile, const struct resources *resources,
                  GPtrArray **argv, GPtrArray **needs, struct report *report)
{
    *argv = g_ptr_array_new_with_free_func(g_free);
    *needs = g_ptr_array_new_with_free_func((GDestroyNotify)resource_need_free);
    return argv_build(domain, profile, resources, *argv, *needs, report);
}

static bool has_need(const GPtrArray *needs, const char *key)
{
    for (unsigned i = 0; i < needs->len; i++)
        if (strcmp(((const struct resource_need *)needs->pdata[i])->key, key) == 0)
            return true;
    return false;
}

/* Leaves what only the device needs. */
static void drop_common_needs(GPtrArray *needs, const GPtrArray *others)
{
    for (unsigned i = needs->len; i-- > 0;)
        if (has_need(others, ((const struct resource_need *)needs->pdata[i])->key))
            g_ptr_array_remove_index(needs, i);
}

static struct json_object *names_to_json(const GPtrArray *names)
{
    struct json_object *list = json_object_new_array();

    for (unsigned i = 0; i < names->len; i++)
        json_object_array_add(list, json_object_new_string(names->pdata[i]));
    return list;
}

static struct json_object *to_arguments(const struct hotplug_steps *steps, const struct domain *with,
                                        enum device_kind kind, const struct device_info *device,
                                        const struct assembly *assembly)
{
    struct json_object *arguments = json_pair("alias", device->alias);
    g_autoptr(GPtrArray) after = start_steps_for(with, device);
    g_autofree char *xml = fragment_write(kind, device);

    json_add_string(arguments, "xml", xml);
    json_object_object_add(arguments, "plug", qmp_steps_to_json(steps->plug));
    json_object_object_add(arguments, "after", qmp_steps_to_json(after));
    json_object_object_add(arguments, "unplug", qmp_steps_to_json(steps->unplug));
    json_object_object_add(arguments, "descriptors", names_to_json(assembly->names));
    return arguments;
}

struct json_object *plug_attach(const struct domain *with, const struct domain *without, enum device_kind kind,
                                const struct device_info *device, const struct profile *profile,
                                const struct state *state, struct assembly *assembly, struct report *report,
                                GError **error)
{
    g_autoptr(resources_t) resources = resources_new();
    g_autoptr(GPtrArray) old = NULL, old_needs = NULL, draft = NULL, needs = NULL, final = NULL, rest = NULL;
    struct hotplug_steps steps = {0};
    struct json_object *arguments = NULL;
    bool fits = build(without, profile, NULL, &old, &old_needs, report) &&
                build(with, profile, NULL, &draft, &needs, report) &&
                hotplug_steps_make(&steps, draft, old, device->alias, device->where, report);

    hotplug_steps_clear(&steps);
    if (!fits) /* before anything of the host is touched */
        return NULL;
    drop_common_needs(needs, old_needs);
    assembly_begin(assembly);
    if (assemble_needs(assembly, with, state, needs, resources, report, error) &&
        build(with, profile, resources, &final, &rest, report) &&
        hotplug_steps_make(&steps, final, old, device->alias, device->where, report))
        arguments = to_arguments(&steps, with, kind, device, assembly);
    hotplug_steps_clear(&steps);
    return arguments;
}

struct json_object *plug_detach(const struct domain *with, const struct domain *without, const char *alias,
                                const struct profile *profile, struct report *report)
{
    g_autoptr(GPtrArray) old = NULL, old_needs = NULL, fewer = NULL, fewer_needs = NULL;
    struct hotplug_steps steps = {0};
    struct json_object *arguments;

    if (!build(with, profile, NULL, &old, &old_needs, report) ||
        !build(without, profile, NULL, &fewer, &fewer_needs, report))
        return NULL;
    hotplug_steps_make(&steps, old, fewer, alias, (struct place){0}, NULL);
    arguments = json_pair("alias", alias);
    json_object_object_add(arguments, "unplug", qmp_steps_to_json(steps.unplug));
    hotplug_steps_clear(&steps);
    return arguments;
}
