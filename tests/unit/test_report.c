#include "base/report.h"

#include <json-c/json.h>

static void a_report_prints_place_rule_and_hint(void)
{
    g_autoptr(report_t) report = report_new("vm.xml");
    g_autofree char *text = NULL;

    complain(report, SEVERITY_ERROR, "team.partner", (struct place){7, 3}, "name a persistent NIC", "no NIC '%s'",
             "ua-x");
    text = report_text(report);
    g_assert_cmpstr(text, ==, "vm.xml:7:3: error: no NIC 'ua-x' [team.partner]\n    hint: name a persistent NIC\n");
}

static void an_error_outweighs_what_is_unsupported(void)
{
    g_autoptr(report_t) report = report_new("vm.xml");

    g_assert_cmpint(report_exit_status(report), ==, 0);
    complain(report, SEVERITY_WARNING, "a", (struct place){1, 1}, NULL, "w");
    g_assert_cmpint(report_exit_status(report), ==, 0);
    complain(report, SEVERITY_UNSUPPORTED, "b", (struct place){1, 1}, NULL, "u");
    g_assert_cmpint(report_exit_status(report), ==, TANDEM_ERROR_UNSUPPORTED);
    complain(report, SEVERITY_ERROR, "c", (struct place){1, 1}, NULL, "e");
    g_assert_cmpint(report_exit_status(report), ==, TANDEM_ERROR_INPUT);
    g_assert_cmpuint(report_failures(report), ==, 2);
}

static void complaints_are_sorted_by_place(void)
{
    g_autoptr(report_t) report = report_new("vm.xml");
    g_autofree char *text = NULL;

    complain(report, SEVERITY_ERROR, "r", (struct place){0, 0}, NULL, "nowhere");
    complain(report, SEVERITY_ERROR, "r", (struct place){9, 1}, NULL, "late");
    complain(report, SEVERITY_ERROR, "r", (struct place){2, 5}, NULL, "early");
    report_sort(report);
    text = report_text(report);
    g_assert_cmpstr(text, ==,
                    "vm.xml:2:5: error: early [r]\nvm.xml:9:1: error: late [r]\nvm.xml: error: nowhere [r]\n");
}

static void merging_keeps_each_complaint_once(void)
{
    g_autoptr(report_t) report = report_new("vm.xml"), again = report_new("vm.xml");
    g_autofree char *text = NULL;

    complain(report, SEVERITY_WARNING, "a.b", (struct place){1, 1}, NULL, "machine pc");
    complain(again, SEVERITY_WARNING, "a.b", (struct place){1, 1}, NULL, "machine pc-i440fx-7.2");
    complain(again, SEVERITY_ERROR, "a.b", (struct place){1, 2}, NULL, "new");
    report_merge(report, again);
    text = report_text(report);
    g_assert_cmpstr(text, ==, "vm.xml:1:1: warning: machine pc [a.b]\nvm.xml:1:2: error: new [a.b]\n");
    g_assert_cmpuint(again->complaints->len, ==, 0);
}

static void a_report_as_json_has_the_same_facts(void)
{
    g_autoptr(report_t) report = report_new("vm.xml");
    struct json_object *list;

    complain(report, SEVERITY_UNSUPPORTED, "xml.unsupported", (struct place){3, 4}, NULL, "a \"b\"");
    list = report_json(report);
    g_assert_cmpstr(json_object_to_json_string_ext(list, JSON_C_TO_STRING_PLAIN), ==,
                    "[{\"file\":\"vm.xml\",\"line\":3,\"column\":4,\"severity\":\"unsupported\","
                    "\"rule\":\"xml.unsupported\",\"message\":\"a \\\"b\\\"\"}]");
    json_object_put(list);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/prints-place-rule-and-hint", a_report_prints_place_rule_and_hint);
    g_test_add_func("/report/an-error-outweighs-what-is-unsupported", an_error_outweighs_what_is_unsupported);
    g_test_add_func("/report/complaints-are-sorted-by-place", complaints_are_sorted_by_place);
    g_test_add_func("/report/merging-keeps-each-complaint-once", merging_keeps_each_complaint_once);
    g_test_add_func("/report/json-has-the-same-facts", a_report_as_json_has_the_same_facts);
    return g_test_run();
}
