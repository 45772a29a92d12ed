#include "qemu/resources.h"

struct resources {
    GHashTable *texts; /* key -> text */
};

struct resources *resources_new(void)
{
    struct resources *resources = g_new0(struct resources, 1);

    resources->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return resources;
}

void resources_free(struct resources *resources)
{
    if (!resources)
        return;
    g_hash_table_unref(resources->texts);
    g_free(resources);
}

void resources_set_text(struct resources *resources, const char *key, const char *text)
{
    g_hash_table_insert(resources->texts, g_strdup(key), g_strdup(text));
}

void resources_set_fds(struct resources *resources, const char *key, const int *fds, unsigned n_fds)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (unsigned i = 0; i < n_fds; i++)
        g_string_append_printf(text, "%s%d", i > 0 ? ":" : "", fds[i]);
    resources_set_text(resources, key, text->str);
}

const char *resources_get(const struct resources *resources, const char *key)
{
    return resources ? g_hash_table_lookup(resources->texts, key) : NULL;
}

void resource_need_free(struct resource_need *need)
{
    if (!need)
        return;
    g_free(need->key);
    g_free(need->stand_in);
    g_free(need);
}

char *resource_placeholder(const char *key)
{
    return g_strdup_printf("{%s}", key);
}
