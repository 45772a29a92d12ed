/* The command lines of the documents in tests/data/cases that have a file `argv`.  With TANDEM_REGENERATE=1
 * the files that are there are written anew. */
#include "domain/domain.h"
#include "qemu/address.h"
#include "qemu/alias.h"
#include "qemu/argv.h"
#include "qemu/defaults.h"
#include "qemu/networks.h"
#include "qemu/resources.h"

#include <string.h>

static char *command_line(const char *text, const struct resources *resources)
{
    g_autoptr(report_t) report = report_new("in.xml");
    g_autoptr(domain_t) domain = domain_read(text, strlen(text), report);
    g_autoptr(profile_t) profile = profile_assumed("x86_64");
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *line = NULL, *complaints = NULL;

    domain_defaults(domain, profile, report);
    address_assign(domain, profile, report);
    networks_resolve(NULL, domain, false, report);
    address_usb(domain, report);
    alias_assign(domain);
    argv_build(domain, profile, resources, argv, NULL, report);
    complaints = report_text(report);
    line = argv_shell(argv);
    return g_strconcat(complaints, line, "\n", NULL);
}

static void a_document_becomes_the_command_line_of_its_folder(gconstpointer data)
{
    const char *path = data;
    g_autofree char *folder = g_path_get_dirname(path), *in = g_build_filename(folder, "in.xml", NULL);
    g_autofree char *text = NULL, *expected = NULL, *line = NULL;

    g_assert_true(g_file_get_contents(in, &text, NULL, NULL));
    line = command_line(text, NULL);
    if (g_getenv("TANDEM_REGENERATE"))
        g_assert_true(g_file_set_contents(path, line, -1, NULL));
    g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
    g_assert_cmpstr(line, ==, expected);
}

static void a_nic_does_without_vhost_where_the_host_has_none(void)
{
    static const char text[] = "<domain type='kvm'><name>m</name><memory>262144</memory>"
                               "<os><type arch='x86_64' machine='q35'>hvm</type></os><devices><interface type='bridge'>"
                               "<mac address='52:54:00:00:00:01'/><source bridge='br0'/><model type='virtio'/>"
                               "</interface></devices></domain>";
    g_autoptr(resources_t) resources = resources_new();
    g_autofree char *with = command_line(text, resources), *without = NULL;

    resources_set_text(resources, "vhost:net0", RESOURCE_NONE);
    without = command_line(text, resources);
    g_assert_nonnull(strstr(with, "\"vhost\":true"));
    g_assert_null(strstr(without, "vhost"));
}

int main(int argc, char **argv)
{
    g_autofree char *cases = g_build_filename(g_getenv("TANDEM_TEST_DATA"), "cases", NULL);
    g_autoptr(GDir) dir = NULL;
    const char *name;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/argv/a-nic-does-without-vhost-where-the-host-has-none",
                    a_nic_does_without_vhost_where_the_host_has_none);
    dir = g_dir_open(cases, 0, NULL);
    g_assert_nonnull(dir);
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(cases, name, "argv", NULL);
        g_autofree char *test = g_strdup_printf("/argv/%s", name);

        if (g_file_test(path, G_FILE_TEST_EXISTS))
            g_test_add_data_func_full(test, g_steal_pointer(&path), a_document_becomes_the_command_line_of_its_folder,
                                      g_free);
    }
    return g_test_run();
}
