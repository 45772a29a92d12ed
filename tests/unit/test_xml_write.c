#include "test_tables.h"
#include "xml/own.h"
#include "xml/write.h"

#include <string.h>

static struct plan *new_plan(void)
{
    struct plan *plan = element_new(&plan_element);

    plan->name = g_strdup("n");
    return plan;
}

static void assert_written(struct plan *plan, const char *expected)
{
    g_autofree char *text = document_write(&plan_document, plan);

    g_assert_cmpstr(text, ==, expected);
    element_free(&plan_element, plan);
}

static void only_what_is_given_is_written(void)
{
    assert_written(element_new(&plan_element), "<plan/>\n");
    assert_written(new_plan(), "<plan>\n  <name>n</name>\n</plan>\n");
}

static void the_order_is_that_of_the_table(void)
{
    struct plan *plan = new_plan();

    plan->sealed = true;
    plan->memory = number(1024 * 1024);
    plan->tag = g_strdup("t");
    plan->kind = PLAN_LARGE;
    assert_written(plan, "<plan kind='large' tag='t'>\n  <name>n</name>\n  <memory unit='KiB'>1024</memory>\n"
                         "  <sealed/>\n</plan>\n");
}

static void what_does_not_apply_is_not_written(void)
{
    struct plan *plan = new_plan();

    plan->kind = PLAN_LARGE;
    plan->count = number(3); /* of a small plan */
    assert_written(plan, "<plan kind='large'>\n  <name>n</name>\n</plan>\n");
}

static void text_is_escaped_where_it_has_to_be(void)
{
    struct plan *plan = new_plan();
    struct arg *arg = element_new(&arg_element);

    plan->title = g_strdup("<a & 'b' \"c\">\n\t]]>");
    plan->extra = element_new(&extra_element);
    arg->value = g_strdup("<a & 'b' \"c\">\n\t\r");
    g_ptr_array_add(plan->extra->args, arg);
    assert_written(plan,
                   "<plan xmlns:q='urn:example:plan-extra'>\n  <name>n</name>\n"
                   "  <title>&lt;a &amp; 'b' \"c\"&gt;\n\t]]&gt;</title>\n  <q:extra>\n"
                   "    <q:arg value='&lt;a &amp; &apos;b&apos; \"c\"&gt;&#10;&#9;&#13;'/>\n  </q:extra>\n</plan>\n");
}

static void a_name_space_is_declared_only_when_it_is_used(void)
{
    struct plan *plan = new_plan();

    plan->extra = element_new(&extra_element);
    assert_written(plan, "<plan xmlns:q='urn:example:plan-extra'>\n  <name>n</name>\n  <q:extra/>\n</plan>\n");
}

static void inline_children_are_written_when_something_is_in_them(void)
{
    struct plan *plan = new_plan();
    struct port *port = element_new(&port_element);

    port->type = PORT_NET;
    port->host_name = g_strdup("h");
    port->slot_type = SLOT_USB;
    plan->ports = element_new(&ports_element);
    g_ptr_array_add(plan->ports->port, port);
    assert_written(plan, "<plan>\n  <name>n</name>\n  <ports>\n    <port type='net'>\n"
                         "      <driver/>\n" /* KEEP_EMPTY */
                         "      <source>\n        <host name='h'/>\n      </source>\n"
                         "      <slot type='usb'/>\n    </port>\n  </ports>\n</plan>\n");
}

static void an_empty_child_is_one_tag(void)
{
    struct plan *plan = new_plan();

    plan->ports = element_new(&ports_element);
    plan->title = g_strdup("");
    plan->metadata = g_strdup("");
    assert_written(plan, "<plan>\n  <name>n</name>\n  <title/>\n  <ports/>\n  <metadata/>\n</plan>\n");
}

static void a_size_is_rounded_up_to_its_unit(void)
{
    struct plan *plan = new_plan();

    plan->memory = number(1025);
    assert_written(plan, "<plan>\n  <name>n</name>\n  <memory unit='KiB'>2</memory>\n</plan>\n");
}

/* ---- own.c ---- */

static struct plan *rich_plan(void)
{
    struct plan *plan = new_plan();
    struct port *port = element_new(&port_element);

    plan->where = (struct place){3, 4};
    plan->uuid = g_strdup("45cccd8c-9a58-4dd8-8c46-00004c2b3a57");
    plan->metadata = g_strdup("<a/>");
    plan->limit = element_new(&limit_element);
    plan->limit->size = number(4096);
    plan->limit->where = (struct place){5, 6};
    port->type = PORT_FILE;
    port->source_path = g_strdup("/a");
    port->reverse.average = number(7);
    port->reverse.where = (struct place){7, 8};
    port->mac_where = (struct place){9, 10};
    port->backing = element_new(&port_element);
    port->backing->type = PORT_BLOCK;
    port->backing->source_path = g_strdup("/b");
    plan->ports = element_new(&ports_element);
    g_ptr_array_add(plan->ports->port, port);
    return plan;
}

static void a_new_element_is_empty_and_has_its_lists(void)
{
    struct ports *ports = element_new(&ports_element);

    g_assert_nonnull(ports->port);
    g_assert_cmpuint(ports->port->len, ==, 0);
    element_free(&ports_element, ports);
    element_free(&ports_element, NULL);
    g_assert_null(element_copy(&ports_element, NULL));
}

static void a_copy_is_equal_and_outlives_the_original(void)
{
    struct plan *plan = rich_plan(), *copy = element_copy(&plan_element, plan);
    g_autofree char *before = document_write(&plan_document, plan), *after = NULL;
    struct port *original_port = plan->ports->port->pdata[0], *port = copy->ports->port->pdata[0];

    g_assert_true(port != original_port);
    g_assert_true(port->backing != original_port->backing);
    g_assert_true(port->source_path != original_port->source_path);
    g_assert_cmpuint(copy->where.line, ==, 3);
    g_assert_cmpuint(copy->limit->where.column, ==, 6);
    g_assert_cmpuint(port->reverse.where.column, ==, 8);
    g_assert_cmpuint(port->mac_where.column, ==, 10);
    element_free(&plan_element, plan);
    after = document_write(&plan_document, copy);
    g_assert_cmpstr(before, ==, after);
    element_free(&plan_element, copy);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/write/only-what-is-given-is-written", only_what_is_given_is_written);
    g_test_add_func("/xml/write/the-order-is-that-of-the-table", the_order_is_that_of_the_table);
    g_test_add_func("/xml/write/what-does-not-apply-is-not-written", what_does_not_apply_is_not_written);
    g_test_add_func("/xml/write/text-is-escaped-where-it-has-to-be", text_is_escaped_where_it_has_to_be);
    g_test_add_func("/xml/write/a-name-space-is-declared-only-when-it-is-used",
                    a_name_space_is_declared_only_when_it_is_used);
    g_test_add_func("/xml/write/inline-children-are-written-when-something-is-in-them",
                    inline_children_are_written_when_something_is_in_them);
    g_test_add_func("/xml/write/an-empty-child-is-one-tag", an_empty_child_is_one_tag);
    g_test_add_func("/xml/write/a-size-is-rounded-up-to-its-unit", a_size_is_rounded_up_to_its_unit);
    g_test_add_func("/xml/own/a-new-element-is-empty-and-has-its-lists", a_new_element_is_empty_and_has_its_lists);
    g_test_add_func("/xml/own/a-copy-is-equal-and-outlives-the-original", a_copy_is_equal_and_outlives_the_original);
    return g_test_run();
}
