#include "test_tables.h"
#include "xml/reference.h"

#include <string.h>

static char *manual;

/* Asserts that the manual has the line, and shows the chapter's lines if it has not. */
static void assert_line(const char *line)
{
    g_auto(GStrv) lines = g_strsplit(manual, "\n", -1);

    if (!g_strv_contains((const char *const *)lines, line))
        g_error("no line '%s' in:\n%s", line, manual);
}

static void each_element_with_a_struct_has_a_chapter_and_a_link(void)
{
    assert_line("## plan");
    assert_line("## port");
    assert_line("- [limit](#limit): A limit of memory.");
    g_assert_null(strstr(manual, "## port.source")); /* INLINE: in the chapter of its parent */
}

static void a_chapter_tells_where_the_element_stands(void)
{
    assert_line("Stands at `plan/ports/port`, `plan/ports/port/backing`.");
    assert_line("Stands at `plan/q:extra/q:arg`.");
}

static void a_row_tells_name_value_need_class_and_meaning(void)
{
    assert_line("| `name` | string | yes | no | Name of the plan. |");
    assert_line("| `title` | string, may be empty | no | no | A title \\| for people. |");
    assert_line("| `@label` | string, 2 to 20 characters | no | no | A label for people. |");
    assert_line("| `sealed` | nothing: it is there or not | no | yes | Whether it is sealed. |");
    assert_line("| `metadata` | any XML, kept as it stands | no | no | What other programs keep here. |");
    assert_line("| `limit` | [limit](#limit) | no |  | Its limit. |");
    assert_line("| `port` | any number of [port](#port) | no |  | A port. |");
    assert_line("| `text()` | size, 1024 to 1099511627776 bytes, in KiB or with `unit` | yes | yes | The limit. |");
}

static void a_row_tells_what_it_depends_on(void)
{
    assert_line("| `cpus` | set of numbers | no; only if `kind` is `large` | no | Its processors. |");
    assert_line("| `count` | number, 0 to 9 | no; only if `kind` is `small` or not given | yes | How many, when it is "
                "small. |");
    assert_line("| `source/@file` | path | yes; only if `type` is `file` | no | The file that a port of type file "
                "reads. |");
    assert_line("| `slot/@type` | `pci`, `usb` | no; `pci` if not given | yes | The bus. |");
}

static void an_old_spelling_is_told_with_the_row_it_stands_for(void)
{
    assert_line("| `driver/@queues` | number, 0 to 256 | no | yes | Number of queues. Old spelling: "
                "`driver/@nqueues`. |");
}

static void what_is_not_supported_is_listed_as_such(void)
{
    assert_line("- `dream`: What is not done yet.");
    assert_line("- `source/@startupPolicy`: What to do when the source is missing.");
    assert_line("- `@type` with the value `dream`");
    g_assert_null(strstr(manual, "| `dream`"));
}

int main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/reference/each-element-with-a-struct-has-a-chapter-and-a-link",
                    each_element_with_a_struct_has_a_chapter_and_a_link);
    g_test_add_func("/xml/reference/a-chapter-tells-where-the-element-stands",
                    a_chapter_tells_where_the_element_stands);
    g_test_add_func("/xml/reference/a-row-tells-name-value-need-class-and-meaning",
                    a_row_tells_name_value_need_class_and_meaning);
    g_test_add_func("/xml/reference/a-row-tells-what-it-depends-on", a_row_tells_what_it_depends_on);
    g_test_add_func("/xml/reference/an-old-spelling-is-told-with-the-row-it-stands-for",
                    an_old_spelling_is_told_with_the_row_it_stands_for);
    g_test_add_func("/xml/reference/what-is-not-supported-is-listed-as-such", what_is_not_supported_is_listed_as_such);
    manual = document_reference(&plan_document);
    status = g_test_run();
    g_free(manual);
    return status;
}
