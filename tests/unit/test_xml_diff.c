#include "test_tables.h"
#include "xml/diff.h"
#include "xml/own.h"
#include "xml/read.h"

#include <json-c/json.h>
#include <string.h>

static struct plan *plan(const char *text)
{
    g_autoptr(report_t) report = report_new("plan.xml");
    struct plan *root = document_read(&plan_document, text, strlen(text), report);
    g_autofree char *complaints = report_text(report);

    g_assert_cmpstr(complaints, ==, "");
    return root;
}

static char *differences(const char *old_text, const char *new_text, bool abi_only)
{
    struct plan *a = plan(old_text), *b = plan(new_text);
    g_autoptr(GPtrArray) found = document_diff(&plan_document, a, b);

    element_free(&plan_element, a);
    element_free(&plan_element, b);
    return diff_text(found, abi_only);
}

#define ASSERT_DIFFERENCES(old_, new_, expected_)                                                                      \
    do {                                                                                                               \
        g_autofree char *found_ = differences(old_, new_, false);                                                      \
        g_assert_cmpstr(found_, ==, expected_);                                                                        \
    } while (0)

#define PLAN(content_) "<plan><name>n</name>" content_ "</plan>"
#define PORTS(content_) PLAN("<ports>" content_ "</ports>")
#define FILE_PORT(file_) "<port type='file'><source file='" file_ "'/></port>"
#define NET_PORT(name_, mac_) "<port type='net'><source><host name='" name_ "'/></source><mac>" mac_ "</mac></port>"
#define MAC_A "52:54:00:00:00:0a"
#define MAC_B "52:54:00:00:00:0b"

static void equal_documents_have_no_difference(void)
{
    ASSERT_DIFFERENCES(PORTS(FILE_PORT("/a")), PORTS(FILE_PORT("/a")), "");
}

static void order_and_blanks_that_mean_nothing_are_no_difference(void)
{
    ASSERT_DIFFERENCES("<plan><uuid>45cccd8c9a584dd88c4600004c2b3a57</uuid><name>n</name></plan>",
                       "<plan>\n<name>n</name> <uuid>45CCCD8C-9A58-4DD8-8C46-00004C2B3A57</uuid></plan>", "");
}

static void a_value_that_changed_came_or_went_is_told(void)
{
    ASSERT_DIFFERENCES(PLAN("<title>one</title>"), PLAN("<title>two</title>"), "title: 'one' -> 'two'\n");
    ASSERT_DIFFERENCES(PLAN(""), PLAN("<title>two</title>"), "title: added 'two'\n");
    ASSERT_DIFFERENCES(PLAN("<title>one</title>"), PLAN(""), "title: removed 'one'\n");
}

static void an_empty_value_is_not_an_absent_one(void)
{
    ASSERT_DIFFERENCES(PLAN("<title></title>"), PLAN(""), "title: removed ''\n");
}

static void a_value_is_shown_with_its_unit(void)
{
    ASSERT_DIFFERENCES(PLAN("<memory unit='MiB'>1</memory>"), PLAN("<memory>2048</memory>"),
                       "memory: '1024 KiB' -> '2048 KiB' (guest ABI)\n");
    ASSERT_DIFFERENCES(PLAN("<limit>64</limit>"), PLAN("<limit>65</limit>"),
                       "limit/text(): '64 KiB' -> '65 KiB' (guest ABI)\n");
}

static void sizes_that_are_written_alike_are_equal(void)
{
    ASSERT_DIFFERENCES(PLAN("<memory unit='bytes'>1025</memory>"), PLAN("<memory unit='bytes'>2048</memory>"), "");
}

static void a_value_inside_an_inline_child_has_its_path(void)
{
    ASSERT_DIFFERENCES(PORTS(FILE_PORT("/a")), PORTS(FILE_PORT("/b")), "ports/port[1]/source/@file: '/a' -> '/b'\n");
}

static void another_discriminant_shows_what_came_with_it_and_what_went(void)
{
    ASSERT_DIFFERENCES(PORTS("<port type='file' label='same'><source file='/a'/></port>"),
                       PORTS("<port type='block' label='same'><source dev='/a'/></port>"),
                       "ports/port[1]/@type: 'file' -> 'block'\n"
                       "ports/port[1]/source/@file: removed '/a'\n"
                       "ports/port[1]/source/@dev: added '/a'\n");
}

static void an_item_of_which_nothing_is_left_is_shown_whole(void)
{
    ASSERT_DIFFERENCES(PORTS(FILE_PORT("/a")), PORTS("<port type='block'><source dev='/a'/></port>"),
                       "ports/port[1]:\n"
                       "  - <port type='file'>\n"
                       "  -   <driver/>\n"
                       "  -   <source file='/a'/>\n"
                       "  - </port>\n"
                       "  + <port type='block'>\n"
                       "  +   <driver/>\n"
                       "  +   <source dev='/a'/>\n"
                       "  + </port>\n");
}

static void a_child_that_came_is_shown_whole(void)
{
    ASSERT_DIFFERENCES(PLAN(""), PLAN("<limit hard='on'>64</limit>"),
                       "limit: added (guest ABI)\n"
                       "  + <limit hard='on' unit='KiB'>64</limit>\n");
}

static void an_item_that_was_put_in_does_not_move_the_others(void)
{
    ASSERT_DIFFERENCES(PORTS(FILE_PORT("/a") FILE_PORT("/c")), PORTS(FILE_PORT("/a") FILE_PORT("/b") FILE_PORT("/c")),
                       "ports/port[2]: added\n"
                       "  + <port type='file'>\n"
                       "  +   <driver/>\n"
                       "  +   <source file='/b'/>\n"
                       "  + </port>\n");
}

static void an_item_that_was_changed_is_paired_with_what_it_was(void)
{
    ASSERT_DIFFERENCES(PORTS(FILE_PORT("/a") NET_PORT("h", MAC_A)), PORTS(NET_PORT("h", MAC_B)),
                       "ports/port[1]: removed\n"
                       "  - <port type='file'>\n"
                       "  -   <driver/>\n"
                       "  -   <source file='/a'/>\n"
                       "  - </port>\n"
                       "ports/port[2]/mac: '" MAC_A "' -> '" MAC_B "' (guest ABI)\n");
}

static void items_in_another_order_are_a_difference(void)
{
    g_autofree char *found =
        differences(PORTS(FILE_PORT("/a") FILE_PORT("/b")), PORTS(FILE_PORT("/b") FILE_PORT("/a")), false);

    g_assert_cmpstr(found, !=, "");
}

static void a_value_of_an_embedded_struct_has_its_path(void)
{
    ASSERT_DIFFERENCES(PORTS("<port type='net' label='ab'><source><host name='h'/></source><rate burst='1'/></port>"),
                       PORTS("<port type='net' label='ab'><source><host name='h'/></source><rate burst='2'/></port>"),
                       "ports/port[1]/rate/@burst: '1' -> '2'\n");
}

static void raw_content_is_compared_as_it_stands(void)
{
    ASSERT_DIFFERENCES(PLAN("<metadata><a/></metadata>"), PLAN("<metadata><b/></metadata>"),
                       "metadata: '<a/>' -> '<b/>'\n");
}

static void only_what_the_guest_can_see_is_told_when_asked_for(void)
{
    g_autofree char *found = differences(PLAN("<title>one</title><sealed/>"), PLAN("<title>two</title>"), true);

    g_assert_cmpstr(found, ==, "sealed: removed '' (guest ABI)\n");
}

static void the_guest_sees_nothing_below_a_host_only_child(void)
{
    g_autofree char *found =
        differences(PORTS("<port type='net'><source><host name='h'/></source><backing type='net'><source><host "
                          "name='i'/></source><mac>" MAC_A "</mac></backing></port>"),
                    PORTS("<port type='net'><source><host name='h'/></source><backing type='net'><source><host "
                          "name='i'/></source><mac>" MAC_B "</mac></backing></port>"),
                    false);

    g_assert_cmpstr(found, ==, "ports/port[1]/backing/mac: '" MAC_A "' -> '" MAC_B "'\n");
    g_free(found);
    found = differences(PORTS(FILE_PORT("/a")),
                        PORTS("<port type='file'><source file='/a'/><backing type='net'><source><host "
                              "name='i'/></source><mac>" MAC_A "</mac></backing></port>"),
                        true);
    g_assert_cmpstr(found, ==, "");
}

static void an_item_with_something_the_guest_sees_is_seen(void)
{
    g_autofree char *found = differences(PORTS(""), PORTS(FILE_PORT("/a") NET_PORT("h", MAC_A)), true);

    g_assert_true(g_str_has_prefix(found, "ports/port[2]: added (guest ABI)\n"));
}

static void json_has_the_same_facts_and_the_lines(void)
{
    struct plan *a = plan("<plan>\n<name>n</name>\n<limit>64</limit><sealed/></plan>");
    struct plan *b = plan("<plan>\n<name>n</name>\n\n<limit>65</limit></plan>");
    g_autoptr(GPtrArray) found = document_diff(&plan_document, a, b);
    struct json_object *list = diff_json(found, false);

    g_assert_cmpstr(json_object_to_json_string_ext(list, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE), ==,
                    "[{\"path\":\"sealed\",\"old\":\"\",\"new\":null,\"guest_abi\":true,\"old_line\":1,\"new_line\":1},"
                    "{\"path\":\"limit/text()\",\"old\":\"64 KiB\",\"new\":\"65 KiB\",\"guest_abi\":true,\"old_line\":"
                    "3,\"new_line\":4}]");
    g_assert_cmpuint(diff_abi_count(found), ==, 2);
    json_object_put(list);
    element_free(&plan_element, a);
    element_free(&plan_element, b);
}

static char *many_ports(unsigned n, unsigned step)
{
    GString *text = g_string_new("<plan><name>n</name><ports>");

    for (unsigned i = 0; i < n; i++)
        g_string_append_printf(text, "<port type='file'><source file='/%u'/></port>", i * step);
    g_string_append(text, "</ports></plan>");
    return g_string_free(text, FALSE);
}

static void long_lists_are_compared_in_bounded_time(void)
{
    g_autofree char *a = many_ports(3000, 1), *b = many_ports(3000, 2);
    gint64 start = g_get_monotonic_time();
    g_autofree char *found = differences(a, b, false);

    g_assert_cmpstr(found, !=, "");
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/diff/equal-documents-have-no-difference", equal_documents_have_no_difference);
    g_test_add_func("/xml/diff/order-and-blanks-that-mean-nothing-are-no-difference",
                    order_and_blanks_that_mean_nothing_are_no_difference);
    g_test_add_func("/xml/diff/a-value-that-changed-came-or-went-is-told", a_value_that_changed_came_or_went_is_told);
    g_test_add_func("/xml/diff/an-empty-value-is-not-an-absent-one", an_empty_value_is_not_an_absent_one);
    g_test_add_func("/xml/diff/a-value-is-shown-with-its-unit", a_value_is_shown_with_its_unit);
    g_test_add_func("/xml/diff/sizes-that-are-written-alike-are-equal", sizes_that_are_written_alike_are_equal);
    g_test_add_func("/xml/diff/a-value-inside-an-inline-child-has-its-path",
                    a_value_inside_an_inline_child_has_its_path);
    g_test_add_func("/xml/diff/another-discriminant-shows-what-came-with-it-and-what-went",
                    another_discriminant_shows_what_came_with_it_and_what_went);
    g_test_add_func("/xml/diff/an-item-of-which-nothing-is-left-is-shown-whole",
                    an_item_of_which_nothing_is_left_is_shown_whole);
    g_test_add_func("/xml/diff/a-child-that-came-is-shown-whole", a_child_that_came_is_shown_whole);
    g_test_add_func("/xml/diff/an-item-that-was-put-in-does-not-move-the-others",
                    an_item_that_was_put_in_does_not_move_the_others);
    g_test_add_func("/xml/diff/an-item-that-was-changed-is-paired-with-what-it-was",
                    an_item_that_was_changed_is_paired_with_what_it_was);
    g_test_add_func("/xml/diff/items-in-another-order-are-a-difference", items_in_another_order_are_a_difference);
    g_test_add_func("/xml/diff/a-value-of-an-embedded-struct-has-its-path", a_value_of_an_embedded_struct_has_its_path);
    g_test_add_func("/xml/diff/raw-content-is-compared-as-it-stands", raw_content_is_compared_as_it_stands);
    g_test_add_func("/xml/diff/only-what-the-guest-can-see-is-told-when-asked-for",
                    only_what_the_guest_can_see_is_told_when_asked_for);
    g_test_add_func("/xml/diff/the-guest-sees-nothing-below-a-host-only-child",
                    the_guest_sees_nothing_below_a_host_only_child);
    g_test_add_func("/xml/diff/an-item-with-something-the-guest-sees-is-seen",
                    an_item_with_something_the_guest_sees_is_seen);
    g_test_add_func("/xml/diff/json-has-the-same-facts-and-the-lines", json_has_the_same_facts_and_the_lines);
    g_test_add_func("/xml/diff/long-lists-are-compared-in-bounded-time", long_lists_are_compared_in_bounded_time);
    return g_test_run();
}
