#include "host/firmware_files.h"

#include <glib/gstdio.h>

static char *write_file(const char *directory, const char *name, const char *text)
{
    char *path = g_build_filename(directory, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static void remove_all(const char *directory)
{
    g_autoptr(GDir) listing = g_dir_open(directory, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(listing))) {
        g_autofree char *path = g_build_filename(directory, name, NULL);

        g_unlink(path);
    }
    g_rmdir(directory);
}

static void later_directories_replace_and_hide(void)
{
    g_autofree char *general = g_dir_make_tmp("tandem-firmware-XXXXXX", NULL);
    g_autofree char *special = g_dir_make_tmp("tandem-firmware-XXXXXX", NULL);
    const char *directories[] = {general, "/nonexistent/firmware", special, NULL};
    g_autofree char *a = write_file(general, "50-a.json", "general"), *b = write_file(general, "40-b.json", "b");
    g_autofree char *c = write_file(general, "30-c.json", "c"), *note = write_file(general, "README", "no description");
    g_autofree char *replaces = write_file(special, "50-a.json", "special"),
                    *hides = write_file(special, "30-c.json", "");
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) files = firmware_files(directories, &error);

    remove_all(general);
    remove_all(special);
    g_assert_no_error(error);
    g_assert_cmpuint(files->len, ==, 2);
    g_assert_cmpstr(((struct firmware_file *)files->pdata[0])->name, ==, "40-b.json");
    g_assert_cmpstr(((struct firmware_file *)files->pdata[1])->text, ==, "special");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/firmware-files/later-directories-replace-and-hide", later_directories_replace_and_hide);
    return g_test_run();
}
