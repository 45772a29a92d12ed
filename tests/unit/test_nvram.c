#include "vm/nvram.h"

#include <glib/gstdio.h>
#include <string.h>

struct fixture {
    char *directory, *template_path, *file;
    struct os os;
    struct nvram nvram;
    struct domain domain;
};

static void begin(struct fixture *f, gconstpointer unused)
{
    f->directory = g_dir_make_tmp("tandem-nvram-XXXXXX", NULL);
    f->template_path = g_build_filename(f->directory, "template", NULL);
    f->file = g_build_filename(f->directory, "below", "web_VARS.fd", NULL);
    g_assert_true(g_file_set_contents(f->template_path, "keys", -1, NULL));
    f->nvram = (struct nvram){.template_path = f->template_path, .path = f->file, .format = FIRMWARE_RAW};
    f->os.nvram = &f->nvram;
    f->domain.os = &f->os;
}

static void end(struct fixture *f, gconstpointer unused)
{
    g_autofree char *below = g_path_get_dirname(f->file);

    g_unlink(f->file);
    g_unlink(f->template_path);
    g_rmdir(below);
    g_rmdir(f->directory);
    g_free(f->directory);
    g_free(f->template_path);
    g_free(f->file);
}

static void a_missing_file_is_made_from_its_template(struct fixture *f, gconstpointer unused)
{
    g_autofree char *text = NULL;
    GStatBuf status;
    g_autoptr(GError) error = NULL;

    g_assert_true(nvram_ensure(&f->domain, &error));
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(f->file, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "keys");
    g_assert_cmpint(g_stat(f->file, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
}

static void variables_that_are_there_stay(struct fixture *f, gconstpointer unused)
{
    g_autofree char *text = NULL;

    g_assert_true(nvram_ensure(&f->domain, NULL));
    g_assert_true(g_file_set_contents(f->file, "the guest's own", -1, NULL));
    g_assert_true(nvram_ensure(&f->domain, NULL));
    g_assert_true(g_file_get_contents(f->file, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "the guest's own");
}

static void without_template_the_file_has_to_be_there(struct fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    f->nvram.template_path = NULL;
    g_assert_false(nvram_ensure(&f->domain, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(error->message, f->file));
}

static void another_format_is_not_converted(struct fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    f->nvram.template_format = FIRMWARE_QCOW2;
    g_assert_false(nvram_ensure(&f->domain, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_UNSUPPORTED);
    g_assert_false(g_file_test(f->file, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/nvram/made-from-its-template", struct fixture, NULL, begin, a_missing_file_is_made_from_its_template,
               end);
    g_test_add("/nvram/what-is-there-stays", struct fixture, NULL, begin, variables_that_are_there_stay, end);
    g_test_add("/nvram/without-template", struct fixture, NULL, begin, without_template_the_file_has_to_be_there, end);
    g_test_add("/nvram/another-format", struct fixture, NULL, begin, another_format_is_not_converted, end);
    return g_test_run();
}
