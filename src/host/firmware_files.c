#include "host/firmware_files.h"

#include <string.h>

static void file_free(gpointer data)
{
    struct firmware_file *file = data;

    g_free(file->name);
    g_free(file->text);
    g_free(file);
}

char **firmware_directories(void)
{
    GStrvBuilder *builder = g_strv_builder_new();
    g_autofree char *own = g_build_filename(g_get_user_config_dir(), "qemu", "firmware", NULL);
    char **directories;

    g_strv_builder_add_many(builder, "/usr/share/qemu/firmware", "/etc/qemu/firmware", own, NULL);
    directories = g_strv_builder_end(builder);
    g_strv_builder_unref(builder);
    return directories;
}

static bool add_file(GHashTable *files, const char *directory, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    struct firmware_file *file = g_new0(struct firmware_file, 1);

    file->name = g_strdup(name);
    if (!g_file_get_contents(path, &file->text, &file->length, error)) {
        file_free(file);
        return false;
    }
    g_hash_table_replace(files, file->name, file);
    return true;
}

static bool add_directory(GHashTable *files, const char *directory, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) listing = g_dir_open(directory, 0, &cause);
    const char *name;

    if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return true;
    if (!listing)
        return fail(error, TANDEM_ERROR_HOST, "cannot read '%s': %s", directory, cause->message);
    while ((name = g_dir_read_name(listing)))
        if (g_str_has_suffix(name, ".json") && !add_file(files, directory, name, error))
            return false;
    return true;
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp((*(struct firmware_file *const *)a)->name, (*(struct firmware_file *const *)b)->name);
}

GPtrArray *firmware_files(const char *const *directories, GError **error)
{
    g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, file_free);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new_with_free_func(file_free);
    GHashTableIter iter;
    gpointer value;

    for (; *directories; directories++)
        if (!add_directory(files, *directories, error))
            return NULL;
    g_hash_table_iter_init(&iter, files);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct firmware_file *file = value;

        g_hash_table_iter_steal(&iter);
        if (file->length > 0)
            g_ptr_array_add(sorted, file);
        else
            file_free(file);
    }
    g_ptr_array_sort(sorted, compare_names);
    return g_steal_pointer(&sorted);
}
