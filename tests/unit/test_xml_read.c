#include "test_tables.h"
#include "xml/own.h"
#include "xml/read.h"
#include "xml/write.h"

#include <string.h>

/* What the reader says about a document; `ret` gets the struct, which may be NULL. */
static char *read_bytes(const char *text, size_t length, struct plan **ret)
{
    g_autoptr(report_t) report = report_new("plan.xml");

    *ret = document_read(&plan_document, text, length, report);
    return report_text(report);
}

static struct plan *read_plan(const char *text)
{
    struct plan *plan;
    g_autofree char *says = read_bytes(text, strlen(text), &plan);

    g_assert_cmpstr(says, ==, "");
    return plan;
}

static void assert_says_bytes(const char *text, size_t length, const char *expected)
{
    struct plan *plan;
    g_autofree char *says = read_bytes(text, length, &plan);

    g_assert_cmpstr(says, ==, expected);
    element_free(&plan_element, plan);
}

static void assert_says(const char *text, const char *expected)
{
    assert_says_bytes(text, strlen(text), expected);
}

/* A document that is read without a complaint and written like this. */
static void assert_becomes(const char *text, const char *expected)
{
    struct plan *plan = read_plan(text);
    g_autofree char *written = document_write(&plan_document, plan);

    g_assert_cmpstr(written, ==, expected);
    element_free(&plan_element, plan);
}

#define PLAN(content_) "<plan><name>n</name>" content_ "</plan>"
#define PORT(content_) PLAN("<ports>" content_ "</ports>")
#define WRITTEN(content_) "<plan>\n  <name>n</name>\n" content_ "</plan>\n"

/* ---- right documents ---- */

static void values_of_each_kind_are_read(void)
{
    struct plan *plan = read_plan("<plan kind='large' tag='a.b'><name>web &amp; more</name>"
                                  "<uuid>45CCCD8C9A584DD88C4600004C2B3A57</uuid><title></title>"
                                  "<memory unit='MiB'>3</memory><cpus>4,0-2,^1</cpus><partner>ua-x</partner>"
                                  "<ready>no</ready><sealed/></plan>");

    g_assert_cmpint(plan->kind, ==, PLAN_LARGE);
    g_assert_cmpstr(plan->tag, ==, "a.b");
    g_assert_cmpstr(plan->name, ==, "web & more");
    g_assert_cmpstr(plan->uuid, ==, "45cccd8c-9a58-4dd8-8c46-00004c2b3a57");
    g_assert_cmpstr(plan->title, ==, "");
    g_assert_true(plan->memory.given);
    g_assert_cmpuint(plan->memory.value, ==, 3 * 1024 * 1024);
    g_assert_cmpstr(plan->cpus, ==, "0,2,4");
    g_assert_cmpstr(plan->partner, ==, "ua-x");
    g_assert_cmpint(plan->ready, ==, NO);
    g_assert_true(plan->sealed);
    g_assert_null(plan->limit);
    g_assert_false(plan->count.given);
    element_free(&plan_element, plan);
}

static void children_lists_and_inline_children_are_read(void)
{
    struct plan *plan = read_plan(
        PORT("<port type='net' label='one'><source><host name='h' port='80'/></source><mac>52:54:0:A:b:1</mac>"
             "<slot bus='0x1f' function='07'/></port>"
             "<port type='block'><slot type='usb' order='-4'/><source dev='/dev/x'/><shared/>"
             "<backing type='file'><source file='/a'/></backing></port>"));
    struct port *one = plan->ports->port->pdata[0], *two = plan->ports->port->pdata[1];

    g_assert_cmpuint(plan->ports->port->len, ==, 2);
    g_assert_cmpstr(one->host_name, ==, "h");
    g_assert_cmpuint(one->host_port.value, ==, 80);
    g_assert_cmpstr(one->mac, ==, "52:54:00:0a:0b:01");
    g_assert_cmpint(one->slot_type, ==, SLOT_PCI); /* the initial value */
    g_assert_cmpuint(one->slot_bus.value, ==, 0x1f);
    g_assert_cmpuint(one->slot_function.value, ==, 7);
    g_assert_cmpint(two->slot_type, ==, SLOT_USB);
    g_assert_cmpint(two->slot_order.value, ==, -4);
    g_assert_cmpstr(two->source_path, ==, "/dev/x");
    g_assert_true(two->shared);
    g_assert_cmpstr(two->backing->source_path, ==, "/a");
    g_assert_cmpint(two->backing->slot_type, ==, SLOT_TYPE_ABSENT); /* there is no slot, so it has no type */
    element_free(&plan_element, plan);
}

static void an_embedded_struct_is_read_and_hangs_on_its_parents_type(void)
{
    struct plan *plan = read_plan(PORT("<port type='net'><source><host name='h'/></source><rate average='1' burst='2'/>"
                                       "<reverse average='3'/></port>"));
    struct port *port = plan->ports->port->pdata[0];

    g_assert_cmpuint(port->rate.average.value, ==, 1);
    g_assert_cmpuint(port->rate.burst.value, ==, 2);
    g_assert_cmpuint(port->reverse.average.value, ==, 3);
    g_assert_cmpuint(port->reverse.where.column, ==, 107);
    g_assert_cmpuint(port->where.column, ==, 28);
    element_free(&plan_element, plan);
    assert_says(PORT("<port type='file'><source file='/a'/><rate burst='2'/></port>"),
                "plan.xml:1:71: error: <rate> has no attribute 'burst' when <port> has type='file' [xml.not-here]\n");
}

static void what_is_not_kept_is_read_and_not_written(void)
{
    assert_becomes(
        PORT("<port type='file'><source file='/a'/><state>running</state></port>"),
        WRITTEN("  <ports>\n    <port type='file'>\n      <driver/>\n      <source file='/a'/>\n    </port>\n"
                "  </ports>\n"));
    assert_says(PORT("<port type='file'><source file='/a'/><state>not a word</state></port>"),
                "plan.xml:1:65: error: <state> has the value 'not a word', expected letters, digits and _ . : + - only "
                "[xml.value]\n");
}

static void each_struct_has_its_place(void)
{
    struct plan *plan = read_plan("<?xml version='1.0'?>\n<plan>\n<name>\xc3\xa4</name><limit>64</limit>\n  <ports>\n"
                                  "\t<port type='file'><source file='/a'/>\n</port></ports></plan>");
    struct port *port = plan->ports->port->pdata[0];

    g_assert_cmpuint(plan->where.line, ==, 2);
    g_assert_cmpuint(plan->where.column, ==, 1);
    g_assert_cmpuint(plan->limit->where.line, ==, 3);
    g_assert_cmpuint(plan->limit->where.column, ==, 15); /* characters, not bytes */
    g_assert_cmpuint(port->where.line, ==, 5);
    g_assert_cmpuint(port->where.column, ==, 2);
    element_free(&plan_element, plan);
}

static void text_may_come_as_cdata_entities_and_between_comments(void)
{
    assert_becomes(PLAN("<title>a<![CDATA[<b>&]]>&lt;c<!-- no -->&#x64;<?pi no?>e</title>"),
                   WRITTEN("  <title>a&lt;b&gt;&amp;&lt;cde</title>\n"));
}

static void blanks_in_attributes_and_text_are_kept(void)
{
    assert_becomes("<plan xmlns:q='urn:example:plan-extra'><name> n </name><title> a\n b </title><q:extra><q:arg "
                   "value='a&#10;b&#9;c d'/></q:extra></plan>",
                   "<plan xmlns:q='urn:example:plan-extra'>\n  <name> n </name>\n  <title> a\n b </title>\n"
                   "  <q:extra>\n    <q:arg value='a&#10;b&#9;c d'/>\n  </q:extra>\n</plan>\n");
}

static void a_name_space_counts_and_not_its_prefix(void)
{
    assert_becomes("<plan><name>n</name><extra xmlns='urn:example:plan-extra'><arg value='1'/></extra></plan>",
                   "<plan xmlns:q='urn:example:plan-extra'>\n  <name>n</name>\n  <q:extra>\n    <q:arg value='1'/>\n"
                   "  </q:extra>\n</plan>\n");
}

static void an_old_spelling_is_read_into_the_new_place(void)
{
    assert_becomes(PORT("<port type='file'><source file='/a'/><driver nqueues='4'/></port>"),
                   WRITTEN("  <ports>\n    <port type='file'>\n      <driver queues='4'/>\n      <source "
                           "file='/a'/>\n    </port>\n  </ports>\n"));
}

static void a_byte_order_mark_is_passed_over(void)
{
    struct plan *plan =
        read_plan("\xef\xbb\xbf<plan><name>n</name><metadata> <a/> </metadata><limit>64</limit></plan>");

    g_assert_cmpstr(plan->metadata, ==, "<a/>");
    g_assert_cmpuint(plan->where.line, ==, 1);
    element_free(&plan_element, plan);
    assert_says("\xef\xbb\xbf<plan>\n<name>n</name><limit hard='x'>64</limit></plan>",
                "plan.xml:2:22: error: attribute 'hard' of <limit> has the value 'x', expected one of on, off "
                "[xml.value]\n");
}

/* ---- raw content ---- */

static void raw_content_is_kept_as_it_stands(void)
{
    assert_becomes(PLAN("<metadata> <a b=\"1\"/>text &amp; <![CDATA[<]]><!-- c --><b><c/></b> </metadata>"),
                   WRITTEN("  <metadata>\n    <a b=\"1\"/>text &amp; <![CDATA[<]]><!-- c --><b><c/></b>\n  "
                           "</metadata>\n"));
    assert_becomes(PLAN("<metadata/>"), WRITTEN("  <metadata/>\n"));
    assert_becomes(PLAN("<metadata> </metadata>"), WRITTEN("  <metadata/>\n"));
}

static void raw_content_takes_its_prefixes_along(void)
{
    assert_becomes("<plan xmlns:x='urn:x' xmlns:y='urn:y'><name>n</name><metadata><x:a/><b y:c='1'/><x:d><x:e/></x:d>"
                   "</metadata></plan>",
                   WRITTEN("  <metadata>\n    <x:a xmlns:x='urn:x'/><b xmlns:y='urn:y' y:c='1'/><x:d "
                           "xmlns:x='urn:x'><x:e/></x:d>\n  </metadata>\n"));
    /* declared on the raw child itself */
    assert_becomes(PLAN("<metadata xmlns:x='urn:x'><x:a/></metadata>"),
                   WRITTEN("  <metadata>\n    <x:a xmlns:x='urn:x'/>\n  </metadata>\n"));
    /* used only deep inside */
    assert_becomes(PLAN("<metadata xmlns:x='urn:x&lt;&apos;'><a><x:b/></a></metadata>"),
                   WRITTEN("  <metadata>\n    <a xmlns:x='urn:x&lt;&apos;'><x:b/></a>\n  </metadata>\n"));
    /* the nearest declaration counts, one that has ended does not */
    assert_becomes("<plan xmlns:x='urn:outer'><name>n</name><metadata xmlns:x='urn:inner'><x:a/></metadata></plan>",
                   WRITTEN("  <metadata>\n    <x:a xmlns:x='urn:inner'/>\n  </metadata>\n"));
    assert_becomes("<plan xmlns:x='urn:outer'><name>n</name><limit xmlns:x='urn:other'>64</limit><metadata><x:a/>"
                   "</metadata></plan>",
                   WRITTEN("  <limit unit='KiB'>64</limit>\n  <metadata>\n    <x:a xmlns:x='urn:outer'/>\n  "
                           "</metadata>\n"));
    /* declared by the content itself, and not used at all */
    assert_becomes("<plan xmlns:x='urn:outer' xmlns:z='urn:z'><name>n</name><metadata><x:a xmlns:x='urn:own'/><b><x:c "
                   "xmlns:x='urn:own'/></b></metadata></plan>",
                   WRITTEN("  <metadata>\n    <x:a xmlns:x='urn:own'/><b><x:c xmlns:x='urn:own'/></b>\n  "
                           "</metadata>\n"));
}

static void what_looks_like_a_prefix_in_raw_text_is_left_alone(void)
{
    assert_becomes("<plan xmlns:x='urn:x'><name>n</name><metadata><![CDATA[<x:a/>]]><!-- <x:b> --><c d='&lt;x:e '/>"
                   "</metadata></plan>",
                   WRITTEN("  <metadata>\n    <![CDATA[<x:a/>]]><!-- <x:b> --><c d='&lt;x:e '/>\n  </metadata>\n"));
}

/* ---- complaints, with their places ---- */

static void what_no_row_names_is_refused(void)
{
    assert_says("<plan>\n  <name>n</name>\n  <limt>64</limt>\n  <nothing-like-it><name/></nothing-like-it>\n</plan>",
                "plan.xml:3:3: unsupported: <plan> has no child <limt> [xml.unknown-element]\n"
                "    hint: did you mean <limit>?\n"
                "plan.xml:4:3: unsupported: <plan> has no child <nothing-like-it> [xml.unknown-element]\n");
    assert_says("<plan\n   kin='large' colour='red'><name>n</name></plan>",
                "plan.xml:2:4: unsupported: <plan> has no attribute 'kin' [xml.unknown-attribute]\n"
                "    hint: did you mean 'kind'?\n"
                "plan.xml:2:16: unsupported: <plan> has no attribute 'colour' [xml.unknown-attribute]\n");
}

static void a_name_of_another_name_space_is_refused(void)
{
    assert_says("<plan xmlns:z='urn:other'><name>n</name><z:limit/></plan>",
                "plan.xml:1:41: unsupported: <plan> has no child <limit (of name space urn:other)> "
                "[xml.unknown-element]\n");
    assert_says(
        "<plan xmlns='urn:other'/>",
        "plan.xml:1:1: error: the document is a <plan (of name space urn:other)>, expected <plan> [xml.root]\n");
}

static void what_another_value_would_allow_is_told_so(void)
{
    assert_says(PORT("<port type='file'><source dev='/a' file='/b'/><mac>52:54:00:00:00:01</mac></port>"),
                "plan.xml:1:54: error: <source> has no attribute 'dev' when <port> has type='file' [xml.not-here]\n"
                "plan.xml:1:74: error: <port> has no child <mac> when <port> has type='file' [xml.not-here]\n");
    assert_says(
        PLAN("<cpus>1</cpus>"),
        "plan.xml:1:21: error: <plan> has no child <cpus> when <plan> has no attribute 'kind' [xml.not-here]\n");
}

static void a_wrong_value_is_told_with_what_was_expected(void)
{
    assert_says(PLAN("<count>10</count>"),
                "plan.xml:1:21: error: <count> has the value '10', expected a whole number from 0 to 9 [xml.value]\n");
    assert_says(PLAN("<ready>yess</ready>"),
                "plan.xml:1:21: error: <ready> has the value 'yess', expected one of yes, no [xml.value]\n"
                "    hint: did you mean 'yes'?\n");
    assert_says(PLAN("<limit hard='maybe'>0</limit>"),
                "plan.xml:1:21: error: <limit> has the value '0', expected a size in bytes from 1024 to 1099511627776 "
                "[xml.value]\n"
                "plan.xml:1:28: error: attribute 'hard' of <limit> has the value 'maybe', expected one of on, off "
                "[xml.value]\n");
    assert_says(PLAN("<memory unit='stone'>1</memory>"),
                "plan.xml:1:21: error: <memory> has the value '1', expected a unit such as bytes, KB, KiB, MiB or GiB "
                "instead of 'stone' [xml.value]\n");
}

static void a_long_wrong_value_is_cut_between_characters(void)
{
    g_autoptr(GString) text = g_string_new("<plan><name>n</name>");
    struct plan *plan;
    g_autofree char *says = NULL;

    for (unsigned i = 0; i < 100000; i++)
        g_string_append(text, "\xc3\xa4");
    g_string_append(text, "<ready>");
    for (unsigned i = 0; i < 100000; i++)
        g_string_append(text, "\xc3\xa4");
    g_string_append(text, "</ready></plan>");
    says = read_bytes(text->str, text->len, &plan);
    element_free(&plan_element, plan);
    g_assert_true(g_utf8_validate(says, -1, NULL));
    g_assert_cmpuint(strlen(says), <, 1000);
}

static void what_is_required_is_missed(void)
{
    assert_says("<plan>\n<limit hard='on'/></plan>",
                "plan.xml:1:1: error: <plan> lacks the child <name> [xml.missing]\n"
                "plan.xml:2:1: error: <limit> is empty, expected a size [xml.missing]\n");
    assert_says(PORT("<port/>"), "plan.xml:1:28: error: <port> lacks the attribute 'type' [xml.missing]\n");
    assert_says(PORT("<port type='net'/>"), "plan.xml:1:28: error: <port> lacks the child <source> [xml.missing]\n");
    assert_says(PORT("<port type='net'><source/></port>"),
                "plan.xml:1:45: error: <source> lacks the child <host> [xml.missing]\n");
}

static void what_stands_twice_is_refused(void)
{
    assert_says(PLAN("<name>m</name>"), "plan.xml:1:21: error: <name> stands a second time in <plan> [xml.duplicate]\n"
                                        "    hint: leave one of them out\n");
    assert_says(PLAN("<metadata>a</metadata><metadata>b</metadata>"),
                "plan.xml:1:43: error: <metadata> stands a second time in <plan> [xml.duplicate]\n"
                "    hint: leave one of them out\n");
    assert_says("<plan tag='a' tag='b'/>", "plan.xml:1:15: error: not well-formed: duplicate attribute [xml.syntax]\n");
}

static void an_old_and_a_new_spelling_may_not_differ(void)
{
    assert_says(
        PORT("<port type='file'><source file='/a'/><driver queues='4' nqueues='5'/></port>"),
        "plan.xml:1:84: error: attribute 'nqueues' of <driver> has the value '5', but the same thing has the value "
        "'4' under another name [xml.duplicate]\n"
        "    hint: leave one of them out\n");
    assert_says(PORT("<port type='file'><source file='/a'/><driver nqueues='4' queues='4'/></port>"), "");
}

static void text_where_none_belongs_is_refused(void)
{
    assert_says(PLAN("some text <ports/>"),
                "plan.xml:1:1: error: <plan> holds the text 'some text', expected none [xml.text]\n");
    assert_says(PLAN("<sealed>x</sealed>"),
                "plan.xml:1:21: error: <sealed> has the value 'x', expected no text [xml.value]\n");
}

static void a_child_or_attribute_of_a_text_child_is_refused(void)
{
    assert_says("<plan><name lang='en'>n<b/></name></plan>",
                "plan.xml:1:13: unsupported: <name> has no attribute 'lang' [xml.unknown-attribute]\n"
                "plan.xml:1:24: unsupported: <name> has no child <b> [xml.unknown-element]\n");
}

static void an_attribute_of_a_raw_child_is_refused(void)
{
    assert_says(PLAN("<metadata lang='en'/>"),
                "plan.xml:1:31: unsupported: <metadata> has no attribute 'lang' [xml.unknown-attribute]\n");
}

static void a_unit_without_a_value_is_refused(void)
{
    assert_says(PLAN("<limit unit='KiB' hard='on'/>"),
                "plan.xml:1:21: error: <limit> is empty, expected a size [xml.missing]\n");
}

static void what_is_known_and_not_supported_is_told_so(void)
{
    assert_says("<plan mood='good'><name>n</name><dream><of>x</of></dream></plan>",
                "plan.xml:1:7: unsupported: attribute 'mood' of <plan>: known, not supported yet [xml.unsupported]\n"
                "plan.xml:1:33: unsupported: <dream> in <plan>: known, not supported yet [xml.unsupported]\n");
    assert_says("<plan kind='huge'><name>n</name></plan>",
                "plan.xml:1:7: unsupported: attribute 'kind' of <plan> has the value 'huge': known, not supported yet "
                "[xml.unsupported]\n");
}

static void what_hangs_on_an_unsupported_or_wrong_value_is_passed_over(void)
{
    assert_says(
        PORT("<port type='dream'><source file='/a'/><mac>52:54:00:00:00:01</mac></port>"),
        "plan.xml:1:34: unsupported: attribute 'type' of <port> has the value 'dream': known, not supported yet "
        "[xml.unsupported]\n");
    assert_says(PORT("<port type='flie'><source dev='/a'/></port>"),
                "plan.xml:1:34: error: attribute 'type' of <port> has the value 'flie', expected one of file, block, "
                "net, dream [xml.value]\n"
                "    hint: did you mean 'file'?\n");
}

static void all_complaints_come_at_once_in_order(void)
{
    g_autoptr(report_t) report = report_new("plan.xml");
    static const char text[] = "<plan mood='good'>\n<limit>x</limit>\n<nonsense/>\n<ready>7</ready></plan>";
    void *plan = document_read(&plan_document, text, strlen(text), report);
    g_autoptr(GString) rules = g_string_new(NULL);

    for (unsigned i = 0; i < report->complaints->len; i++)
        g_string_append_printf(rules, "%s ", ((struct complaint *)report->complaints->pdata[i])->rule);
    g_assert_cmpstr(rules->str, ==, "xml.missing xml.unsupported xml.value xml.unknown-element xml.value ");
    g_assert_nonnull(plan);
    element_free(&plan_element, plan);
}

static void attributes_have_their_own_places(void)
{
    assert_says("<plan kind\n=\n'large'\n  tag = \"kind='\xc3\xa4'\" \xc3\xa4='1'   mood=''><name>n</name></plan>",
                "plan.xml:4:3: error: attribute 'tag' of <plan> has the value 'kind='\xc3\xa4'', expected letters, "
                "digits and _ . : + - only [xml.value]\n"
                "plan.xml:4:20: unsupported: <plan> has no attribute '\xc3\xa4' [xml.unknown-attribute]\n"
                "plan.xml:4:28: unsupported: attribute 'mood' of <plan>: known, not supported yet [xml.unsupported]\n");
}

/* ---- what is no document ---- */

static void what_is_not_well_formed_is_refused(void)
{
    assert_says("", "plan.xml:1:1: error: the document is empty, expected <plan> [xml.syntax]\n");
    assert_says("   \n ", "plan.xml:2:2: error: the document is empty, expected <plan> [xml.syntax]\n");
    assert_says("plan", "plan.xml:1:1: error: not well-formed: syntax error [xml.syntax]\n");
    assert_says("<plan>\n<name>n</nmae></plan>",
                "plan.xml:2:10: error: not well-formed: expected </name> here [xml.syntax]\n");
    assert_says("<plan><name>n</name>",
                "plan.xml:1:21: error: not well-formed: the document ends within <plan> [xml.syntax]\n");
    assert_says("<plan><name>n</name></plan><plan/>",
                "plan.xml:1:28: error: not well-formed: junk after document element [xml.syntax]\n");
    assert_says("<plan><z:name/></plan>", "plan.xml:1:7: error: not well-formed: unbound prefix [xml.syntax]\n");
}

static void another_root_is_refused(void)
{
    assert_says("<network><name/></network>",
                "plan.xml:1:1: error: the document is a <network>, expected <plan> [xml.root]\n");
}

static void document_types_and_entities_are_refused(void)
{
    static const char *const bombs[] = {
        "<!DOCTYPE plan>\n<plan/>",
        "<!DOCTYPE plan SYSTEM 'file:///etc/passwd'>\n<plan/>",
        "<!DOCTYPE plan [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>\n<plan><name>&x;</name></plan>",
        ("<!DOCTYPE plan [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>"
         "<!ENTITY d '&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;'>]>\n<plan><name>&e;</name></plan>"),
        "<!DOCTYPE plan [<!ENTITY % p SYSTEM 'http://example.invalid/x'> %p;]>\n<plan/>",
        "<!DOCTYPE plan [<!ATTLIST plan kind CDATA 'large'>]>\n<plan/>",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(bombs); i++)
        assert_says(bombs[i], "plan.xml:1:1: error: the document has a document type declaration, which is not read "
                              "[xml.doctype]\n    hint: remove it; domain XML needs none\n");
    assert_says("<plan><name>&x;</name></plan>",
                "plan.xml:1:13: error: not well-formed: undefined entity [xml.syntax]\n");
}

static void only_utf8_is_read(void)
{
    static const char utf16[] = "\xff\xfe<\0p\0l\0a\0n\0/\0>\0";
    static const char nul[] = "<plan>\n<name>a\0b</name></plan>";

    assert_says("<?xml version='1.0' encoding='ISO-8859-1'?>\n<plan><name>M\xfcller</name></plan>",
                "plan.xml:2:14: error: the byte 0xfc is not UTF-8, which is the only encoding that is read "
                "[xml.encoding]\n    hint: save the document as UTF-8\n");
    assert_says("<?xml version='1.0' encoding='ISO-8859-1'?>\n<plan><name>n</name></plan>", "");
    assert_says_bytes(utf16, sizeof(utf16) - 1,
                      "plan.xml:1:1: error: the byte 0xff is not UTF-8, which is the only encoding that is read "
                      "[xml.encoding]\n    hint: save the document as UTF-8\n");
    assert_says_bytes(nul, sizeof(nul) - 1,
                      "plan.xml:2:8: error: there is a byte 0, which no text has [xml.encoding]\n    hint: save the "
                      "document as UTF-8\n");
    assert_says("<plan><name>\xc3\xa4\xed\xa0\x80</name></plan>",
                "plan.xml:1:14: error: the byte 0xed is not UTF-8, which is the only encoding that is read "
                "[xml.encoding]\n    hint: save the document as UTF-8\n");
}

static void a_control_character_is_refused(void)
{
    assert_says("<plan><name>a\x01</name></plan>",
                "plan.xml:1:14: error: not well-formed: not well-formed (invalid token) [xml.syntax]\n");
    assert_says("<plan><name>a&#1;</name></plan>",
                "plan.xml:1:14: error: not well-formed: reference to invalid character number [xml.syntax]\n");
    assert_says(PLAN("<title>a&#13;b</title>"),
                "plan.xml:1:21: error: <title> has the value 'a\rb', expected text without control characters "
                "[xml.value]\n");
}

/* ---- limits ---- */

static char *nested(unsigned depth, const char *open, const char *close)
{
    GString *text = g_string_new("<plan><name>n</name>");

    for (unsigned i = 0; i < depth; i++)
        g_string_append(text, open);
    for (unsigned i = 0; i < depth; i++)
        g_string_append(text, close);
    g_string_append(text, "</plan>");
    return g_string_free(text, FALSE);
}

static void depth_is_limited(void)
{
    static const char *const ways[][2] = {
        {"<nonsense>", "</nonsense>"}, {"<dream>", "</dream>"}, {"<metadata>", "</metadata>"}};

    for (unsigned i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *text = nested(100000, ways[i][0], ways[i][1]), *says = NULL;
        struct plan *plan;

        says = read_bytes(text, strlen(text), &plan);
        g_assert_null(plan);
        g_assert_nonnull(strstr(says, "error: elements are nested more than 256 deep [xml.limit]\n"));
    }
}

static void the_deepest_allowed_document_is_read_and_written(void)
{
    GString *text = g_string_new("<plan><name>n</name><ports>");
    struct plan *plan;
    g_autofree char *written = NULL;

    for (unsigned i = 0; i < READ_MAX_DEPTH - 3; i++)
        g_string_append(text, i ? "<backing type='file'><source file='/a'/>" : "<port type='file'><source file='/a'/>");
    for (unsigned i = 0; i < READ_MAX_DEPTH - 3; i++)
        g_string_append(text, i == READ_MAX_DEPTH - 4 ? "</port>" : "</backing>");
    g_string_append(text, "</ports></plan>");
    plan = read_plan(text->str);
    written = document_write(&plan_document, plan);
    element_free(&plan_element, plan);
    element_free(&plan_element, read_plan(written));
    g_string_free(text, TRUE);
}

static void the_size_is_limited(void)
{
    g_autofree char *text = g_malloc(READ_MAX_BYTES + 1);

    memset(text, ' ', READ_MAX_BYTES + 1);
    assert_says_bytes(text, READ_MAX_BYTES + 1,
                      "plan.xml: error: the document has 16777217 bytes, at most 16777216 are read [xml.limit]\n");
}

static void the_number_of_complaints_is_limited(void)
{
    g_autoptr(GString) text = g_string_new("<plan>");
    g_autoptr(report_t) report = report_new("plan.xml");
    struct complaint *last;

    for (unsigned i = 0; i < 5000; i++)
        g_string_append(text, "<nonsense/>\n");
    g_string_append(text, "</plan>");
    g_assert_null(document_read(&plan_document, text->str, text->len, report));
    g_assert_cmpuint(report->complaints->len, ==, READ_MAX_COMPLAINTS + 1);
    last = report->complaints->pdata[READ_MAX_COMPLAINTS];
    g_assert_cmpstr(last->rule, ==, "xml.limit");
    g_assert_cmpuint(last->where.line, ==, READ_MAX_COMPLAINTS + 1);
}

static void complaints_about_another_document_do_not_count(void)
{
    g_autoptr(report_t) report = report_new("plan.xml");
    static const char text[] = PLAN("<nonsense/>");
    void *plan;

    for (unsigned i = 0; i < 2 * READ_MAX_COMPLAINTS; i++)
        complain(report, SEVERITY_WARNING, "other", (struct place){1, 1}, NULL, "about something else");
    plan = document_read(&plan_document, text, strlen(text), report);
    g_assert_nonnull(plan);
    element_free(&plan_element, plan);
}

static void many_attributes_are_read_in_bounded_time(void)
{
    g_autoptr(GString) text = g_string_new("<plan");
    gint64 start = g_get_monotonic_time();
    g_autofree char *says = NULL;
    struct plan *plan;

    for (unsigned i = 0; i < 200000; i++)
        g_string_append_printf(text, " a%u=''", i);
    g_string_append(text, "/>");
    says = read_bytes(text->str, text->len, &plan);
    g_assert_null(plan);
    g_assert_nonnull(strstr(says, "more than 100 complaints"));
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

#define ADD(path_, function_) g_test_add_func("/xml/read/" path_, function_)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("values-of-each-kind-are-read", values_of_each_kind_are_read);
    ADD("children-lists-and-inline-children-are-read", children_lists_and_inline_children_are_read);
    ADD("an-embedded-struct-is-read-and-hangs-on-its-parents-type",
        an_embedded_struct_is_read_and_hangs_on_its_parents_type);
    ADD("what-is-not-kept-is-read-and-not-written", what_is_not_kept_is_read_and_not_written);
    ADD("each-struct-has-its-place", each_struct_has_its_place);
    ADD("text-may-come-as-cdata-entities-and-between-comments", text_may_come_as_cdata_entities_and_between_comments);
    ADD("blanks-in-attributes-and-text-are-kept", blanks_in_attributes_and_text_are_kept);
    ADD("a-name-space-counts-and-not-its-prefix", a_name_space_counts_and_not_its_prefix);
    ADD("an-old-spelling-is-read-into-the-new-place", an_old_spelling_is_read_into_the_new_place);
    ADD("a-byte-order-mark-is-passed-over", a_byte_order_mark_is_passed_over);
    ADD("raw-content-is-kept-as-it-stands", raw_content_is_kept_as_it_stands);
    ADD("raw-content-takes-its-prefixes-along", raw_content_takes_its_prefixes_along);
    ADD("what-looks-like-a-prefix-in-raw-text-is-left-alone", what_looks_like_a_prefix_in_raw_text_is_left_alone);
    ADD("what-no-row-names-is-refused", what_no_row_names_is_refused);
    ADD("a-name-of-another-name-space-is-refused", a_name_of_another_name_space_is_refused);
    ADD("what-another-value-would-allow-is-told-so", what_another_value_would_allow_is_told_so);
    ADD("a-wrong-value-is-told-with-what-was-expected", a_wrong_value_is_told_with_what_was_expected);
    ADD("a-long-wrong-value-is-cut-between-characters", a_long_wrong_value_is_cut_between_characters);
    ADD("what-is-required-is-missed", what_is_required_is_missed);
    ADD("what-stands-twice-is-refused", what_stands_twice_is_refused);
    ADD("an-old-and-a-new-spelling-may-not-differ", an_old_and_a_new_spelling_may_not_differ);
    ADD("text-where-none-belongs-is-refused", text_where_none_belongs_is_refused);
    ADD("a-child-or-attribute-of-a-text-child-is-refused", a_child_or_attribute_of_a_text_child_is_refused);
    ADD("an-attribute-of-a-raw-child-is-refused", an_attribute_of_a_raw_child_is_refused);
    ADD("a-unit-without-a-value-is-refused", a_unit_without_a_value_is_refused);
    ADD("what-is-known-and-not-supported-is-told-so", what_is_known_and_not_supported_is_told_so);
    ADD("what-hangs-on-an-unsupported-or-wrong-value-is-passed-over",
        what_hangs_on_an_unsupported_or_wrong_value_is_passed_over);
    ADD("all-complaints-come-at-once-in-order", all_complaints_come_at_once_in_order);
    ADD("attributes-have-their-own-places", attributes_have_their_own_places);
    ADD("what-is-not-well-formed-is-refused", what_is_not_well_formed_is_refused);
    ADD("another-root-is-refused", another_root_is_refused);
    ADD("document-types-and-entities-are-refused", document_types_and_entities_are_refused);
    ADD("only-utf8-is-read", only_utf8_is_read);
    ADD("a-control-character-is-refused", a_control_character_is_refused);
    ADD("depth-is-limited", depth_is_limited);
    ADD("the-deepest-allowed-document-is-read-and-written", the_deepest_allowed_document_is_read_and_written);
    ADD("the-size-is-limited", the_size_is_limited);
    ADD("the-number-of-complaints-is-limited", the_number_of_complaints_is_limited);
    ADD("complaints-about-another-document-do-not-count", complaints_about_another_document_do_not_count);
    ADD("many-attributes-are-read-in-bounded-time", many_attributes_are_read_in_bounded_time);
    return g_test_run();
}
