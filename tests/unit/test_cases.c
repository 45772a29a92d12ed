/* Each folder of tests/data/cases has a document (in.xml) and what becomes of it: out.xml, its canonical form, or
 * report, the complaints about it.  machine.xml, where there is one, is the form from which a machine is built:
 * with USB ports and aliases.  With TANDEM_REGENERATE=1 the expectations that are there are written anew. */
#include "domain/domain.h"
#include "domain/rule.h"
#include "qemu/address.h"
#include "qemu/alias.h"
#include "qemu/defaults.h"

#include <string.h>

static char *cases_folder(void)
{
    return g_build_filename(g_getenv("TANDEM_TEST_DATA"), "cases", NULL);
}

static struct domain *complete(const char *text, struct report *report)
{
    g_autoptr(domain_t) domain = domain_read(text, strlen(text), report);
    g_autoptr(profile_t) profile = NULL;

    if (!domain || report_failures(report) > 0)
        return NULL;
    profile = profile_assumed(domain->os && domain->os->arch == ARCH_AARCH64 ? "aarch64" : "x86_64");
    domain_defaults(domain, profile, report);
    if (report_failures(report) == 0)
        address_assign(domain, profile, report);
    return report_failures(report) == 0 ? g_steal_pointer(&domain) : NULL;
}

/* The canonical form; NULL if there is none. */
static char *canonical(const char *text, struct report *report)
{
    g_autoptr(domain_t) domain = complete(text, report);

    return domain ? domain_write(domain) : NULL;
}

static char *machine(const char *text, struct report *report)
{
    g_autoptr(domain_t) domain = complete(text, report);

    if (!domain)
        return NULL;
    address_usb(domain, report);
    alias_assign(domain);
    return report_failures(report) == 0 ? domain_write(domain) : NULL;
}

/* Compares with the file, or writes it anew. */
static void assert_file(const char *folder, const char *name, const char *actual)
{
    g_autofree char *path = g_build_filename(folder, name, NULL), *expected = NULL;

    if (g_getenv("TANDEM_REGENERATE")) {
        g_assert_true(g_file_set_contents(path, actual, -1, NULL));
        return;
    }
    g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
    g_assert_cmpstr(actual, ==, expected);
}

static bool has_file(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void check_canonical(const char *folder, const char *text)
{
    g_autoptr(report_t) report = report_new("in.xml"), again = report_new("out.xml");
    g_autofree char *out = canonical(text, report), *complaints = report_text(report), *out_again = NULL;

    g_assert_cmpstr(complaints, ==, "");
    assert_file(folder, "out.xml", out);
    out_again = canonical(out, again); /* nothing is left to be filled in */
    g_assert_cmpstr(out_again, ==, out);
}

static void check_machine(const char *folder, const char *text)
{
    g_autoptr(report_t) report = report_new("in.xml");
    g_autofree char *out = machine(text, report), *complaints = report_text(report);

    g_assert_cmpstr(complaints, ==, "");
    assert_file(folder, "machine.xml", out);
}

static void check_report(const char *folder, const char *text)
{
    g_autoptr(report_t) report = report_new("in.xml");
    g_autofree char *out = machine(text, report), *complaints = NULL;

    g_assert_null(out);
    report_sort(report);
    complaints = report_text(report);
    assert_file(folder, "report", complaints);
}

static void a_document_becomes_what_its_folder_says(gconstpointer data)
{
    const char *folder = data;
    g_autofree char *path = g_build_filename(folder, "in.xml", NULL), *text = NULL;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_true(has_file(folder, "out.xml") != has_file(folder, "report"));
    if (has_file(folder, "report"))
        check_report(folder, text);
    else
        check_canonical(folder, text);
    if (has_file(folder, "machine.xml"))
        check_machine(folder, text);
}

int main(int argc, char **argv)
{
    g_autofree char *cases = cases_folder();
    g_autoptr(GDir) dir = NULL;
    const char *name;

    g_test_init(&argc, &argv, NULL);
    dir = g_dir_open(cases, 0, NULL);
    g_assert_nonnull(dir);
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *test = g_strdup_printf("/cases/%s", name);

        g_test_add_data_func_full(test, g_build_filename(cases, name, NULL), a_document_becomes_what_its_folder_says,
                                  g_free);
    }
    return g_test_run();
}
