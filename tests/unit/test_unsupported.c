#include "qemu/unsupported.h"

#include "xml/visit.h"

#include <string.h>

static void the_list_is_sorted_and_has_nothing_twice(void)
{
    for (unsigned i = 1; i < n_unsupported_rows; i++)
        g_assert_cmpint(strcmp(unsupported_rows[i - 1].row, unsupported_rows[i].row), <, 0);
}

/* Whether a table has this row. */
static bool exists(const GPtrArray *elements, const char *row)
{
    for (unsigned i = 0; i < elements->len; i++) {
        const struct element *element = elements->pdata[i];

        for (unsigned j = 0; j < element->n_fields; j++) {
            g_autofree char *name = NULL, *step = NULL;

            if (element->fields[j].form == FORM_INLINE)
                continue;
            step = field_step(&element->fields[j]);
            name = g_strdup_printf("%s/%s", element->id, step);
            if (g_str_equal(name, row))
                return true;
        }
    }
    return false;
}

static void every_row_of_the_list_is_in_a_table(void)
{
    g_autoptr(GPtrArray) elements = document_elements(&domain_document);

    for (unsigned i = 0; i < n_unsupported_rows; i++) {
        if (!exists(elements, unsupported_rows[i].row))
            g_error("no table has the row '%s'", unsupported_rows[i].row);
    }
}

static void what_is_of_the_host_stops_a_run_only(void)
{
    const char *text =
        "<domain type='qemu'><name>a</name><memory>1</memory><memtune><hard_limit>9</hard_limit></memtune>"
        "<os><type arch='x86_64' machine='pc'>hvm</type></os></domain>";
    g_autoptr(report_t) shown = report_new("a.xml"), run = report_new("a.xml");
    g_autoptr(domain_t) domain = domain_read(text, strlen(text), shown);

    g_assert_cmpuint(report_failures(shown), ==, 0);
    unsupported_check(domain, false, shown);
    g_assert_cmpint(report_exit_status(shown), ==, 0);
    g_assert_cmpuint(shown->complaints->len, ==, 1);
    unsupported_check(domain, true, run);
    g_assert_cmpint(report_exit_status(run), ==, TANDEM_ERROR_UNSUPPORTED);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/unsupported/the-list-is-sorted-and-has-nothing-twice", the_list_is_sorted_and_has_nothing_twice);
    g_test_add_func("/unsupported/every-row-of-the-list-is-in-a-table", every_row_of_the_list_is_in_a_table);
    g_test_add_func("/unsupported/what-is-of-the-host-stops-a-run-only", what_is_of_the_host_stops_a_run_only);
    return g_test_run();
}
