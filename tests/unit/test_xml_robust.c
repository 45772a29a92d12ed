#include "test_tables.h"
#include "xml/own.h"
#include "xml/read.h"
#include "xml/sample.h"
#include "xml/write.h"

#include <string.h>

/* Whatever the bytes are, there is a right reading or a complaint with a place that the document has. */

static unsigned count_lines(const char *text, size_t length)
{
    unsigned lines = 1;

    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    return lines;
}

static void check_complaint(const struct complaint *complaint, const char *text, size_t length)
{
    g_assert_true(g_utf8_validate(complaint->message, -1, NULL));
    g_assert_cmpuint(strlen(complaint->message), <, 2000);
    g_assert_true(g_str_has_prefix(complaint->rule, "xml."));
    g_assert_cmpuint(complaint->where.line, >=, 1);
    g_assert_cmpuint(complaint->where.line, <=, count_lines(text, length));
    g_assert_cmpuint(complaint->where.column, >=, 1);
    g_assert_cmpuint(complaint->where.column, <=, length + 1);
}

static void check_fixed_point(const void *plan)
{
    g_autofree char *once = document_write(&plan_document, plan), *twice = NULL;
    g_autoptr(report_t) report = report_new("again.xml");
    void *again = document_read(&plan_document, once, strlen(once), report);
    g_autofree char *says = report_text(report);

    g_assert_cmpstr(says, ==, "");
    twice = document_write(&plan_document, again);
    g_assert_cmpstr(once, ==, twice);
    element_free(&plan_element, again);
}

/* Gives whether the document was read without a complaint. */
static bool try_bytes(const char *text, size_t length)
{
    /* exactly as long as it says, so that a sanitizer sees a byte read beyond */
    g_autofree char *exact = g_memdup2(text, length ? length : 1);
    g_autoptr(report_t) report = report_new("plan.xml");
    void *plan = document_read(&plan_document, exact, length, report);
    bool clean = report->complaints->len == 0;

    for (unsigned i = 0; i < report->complaints->len; i++)
        check_complaint(report->complaints->pdata[i], exact, length);
    g_assert_true(plan || report_failures(report) > 0);
    if (clean)
        check_fixed_point(plan);
    element_free(&plan_element, plan);
    return clean;
}

static char *sample_text(GRand *dice)
{
    void *plan = document_sample(&plan_document, dice, SAMPLE_USUAL);
    char *text = document_write(&plan_document, plan);

    element_free(&plan_element, plan);
    return text;
}

/* One with everything in it. */
static char *full_text(void)
{
    return g_strdup("<?xml version='1.0' encoding='UTF-8'?>\n"
                    "<plan kind='large' tag='t' xmlns:q='urn:example:plan-extra' xmlns:m='urn:m'>\n"
                    "  <name>n\xc3\xa4&amp;&#x20ac;</name><!-- c --><?pi x?>\n"
                    "  <title><![CDATA[<t>]]></title><memory unit='MiB'>1</memory><cpus>0-3,^1</cpus>\n"
                    "  <ready>yes</ready><sealed/><limit hard='on' unit='KiB'>64</limit>\n"
                    "  <ports><port type='net' label='ab'><driver cache='none' nqueues='2'/><source><host name='h' "
                    "port='1'/></source><mac>52:54:00:00:00:01</mac><slot bus='0x1'/>\n"
                    "    <backing type='file'><source file='/a'/></backing></port></ports>\n"
                    "  <metadata><m:a m:b='1'>t<![CDATA[x]]></m:a></metadata>\n"
                    "  <q:extra><q:arg value=''/></q:extra>\n"
                    "</plan>\n");
}

static void a_document_cut_off_at_any_byte_is_refused(void)
{
    g_autofree char *text = full_text();
    size_t length = strlen(text);

    g_assert_true(try_bytes(text, length));
    g_assert_true(try_bytes(text, length - 1)); /* only the last newline */
    for (size_t cut = 0; cut < length - 1; cut++)
        g_assert_false(try_bytes(text, cut));
}

static void any_byte_may_be_another(void)
{
    g_autofree char *text = full_text();
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        static const char others[] = {'\0', '<', '>', '&', '\'', '"', '/', ' ', '\n', '\x80', '\xff', ']', 'x', '='};
        char was = text[i];

        for (unsigned j = 0; j < sizeof(others); j++) {
            text[i] = others[j];
            try_bytes(text, length);
        }
        text[i] = was;
    }
}

static void any_byte_may_be_missing_or_doubled(void)
{
    g_autofree char *text = full_text();
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        g_autofree char *missing = g_strdup_printf("%.*s%s", (int)i, text, text + i + 1);
        g_autofree char *doubled = g_strdup_printf("%.*s%s", (int)i + 1, text, text + i);

        try_bytes(missing, length - 1);
        try_bytes(doubled, length + 1);
    }
}

static void damage(GString *text, GRand *dice, const char *other)
{
    static const char *const pieces[] = {"<",
                                         ">",
                                         "/>",
                                         "</",
                                         "<name>",
                                         "</name>",
                                         "<plan>",
                                         "&amp;",
                                         "&#0;",
                                         "&x;",
                                         "<!--",
                                         "-->",
                                         "<![CDATA[",
                                         "]]>",
                                         "<?",
                                         "?>",
                                         " xmlns='urn:x'",
                                         " xmlns:q=''",
                                         " type='net'",
                                         "'",
                                         "\"",
                                         "<port type='block'>",
                                         "\xed\xa0\x80",
                                         "<!DOCTYPE x [<!ENTITY a 'b'>]>",
                                         "\xef\xbb\xbf",
                                         "<metadata>",
                                         "</metadata>",
                                         "18446744073709551616",
                                         "-1"};
    gsize at = (gsize)g_rand_int_range(dice, 0, (gint32)text->len + 1);
    gsize some = (gsize)g_rand_int_range(dice, 0, 20);

    switch (g_rand_int_range(dice, 0, 5)) {
    case 0:
        if (at < text->len)
            text->str[at] = (char)g_rand_int(dice);
        break;
    case 1:
        g_string_insert(text, (gssize)at, pieces[g_rand_int_range(dice, 0, G_N_ELEMENTS(pieces))]);
        break;
    case 2:
        g_string_erase(text, (gssize)at, (gssize)MIN(text->len - at, some));
        break;
    case 3:
        g_string_insert_len(text, (gssize)at, text->str, (gssize)MIN(text->len, 40));
        break;
    default: /* a piece of another document */
        g_string_insert_len(text, (gssize)at, other + strlen(other) / 3, (gssize)(strlen(other) / 3));
        break;
    }
}

static void damaged_documents_never_crash_the_reader(void)
{
    GRand *dice = g_rand_new_with_seed(g_test_rand_int());
    unsigned clean = 0, count = g_test_quick() ? 4000 : 100000;

    for (unsigned i = 0; i < count; i++) {
        g_autofree char *sampled = sample_text(dice), *other = sample_text(dice);
        GString *text = g_string_new(sampled);

        for (int n = g_rand_int_range(dice, 1, 4); n > 0; n--)
            damage(text, dice, other);
        clean += try_bytes(text->str, text->len);
        g_string_free(text, TRUE);
    }
    g_test_message("%u of %u damaged documents were still right", clean, count);
    g_assert_cmpuint(clean, <, count);
    g_rand_free(dice);
}

static void plain_noise_never_crashes_the_reader(void)
{
    GRand *dice = g_rand_new_with_seed(g_test_rand_int());

    for (unsigned i = 0; i < 5000; i++) {
        char noise[200];
        size_t length = (size_t)g_rand_int_range(dice, 0, sizeof(noise));

        for (size_t j = 0; j < length; j++)
            noise[j] = (char)g_rand_int(dice);
        try_bytes(noise, length);
    }
    g_rand_free(dice);
}

static void assert_refused(const char *text, size_t length)
{
    gint64 start = g_get_monotonic_time();

    g_assert_false(try_bytes(text, length));
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

static void repeat(GString *text, const char *piece, unsigned times)
{
    for (unsigned i = 0; i < times; i++)
        g_string_append(text, piece);
}

static void large_strange_documents_are_refused_in_bounded_time(void)
{
    static const struct {
        const char *start, *piece, *end;
    } shapes[] = {
        {"<plan><name>", "<b>", ""},
        {"<plan ", "a='1' ", "/>"},
        {"<plan tag='", "x", "'/>"},
        {"<plan><ready>", "y", "</ready></plan>"},
        {"<plan><ready>", "&amp;", "</ready></plan>"},
        {"<plan><", "n", "/></plan>"},
        {"<plan><cpus>", "1,", "</cpus></plan>"},
        {"<plan><uuid>", "-", "</uuid></plan>"},
        {"<plan><metadata>", "<a/>", "</plan>"},
        {"<plan><metadata>", "<a xmlns:b='urn:c'>", "</plan>"},
        {"<plan", " xmlns:b='urn:c'", "/>"},
        {"<plan>", "<!-- c -->", "</plan>"},
        {"<plan>", "<?p i?>", "</plan>"},
        {"<plan>", "<nonsense/>\n", "</plan>"},
        {"<plan>", "<name>n</name>", "</plan>"},
        {"<!DOCTYPE plan [", "<!ENTITY a 'b'>", "]><plan/>"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(shapes); i++) {
        g_autoptr(GString) text = g_string_new(shapes[i].start);

        repeat(text, shapes[i].piece, 300000);
        g_string_append(text, shapes[i].end);
        assert_refused(text->str, text->len);
    }
}

static void a_large_right_document_is_read(void)
{
    g_autoptr(GString) text = g_string_new("<plan><name>n</name><ports>");

    repeat(text, "<port type='file' label='label'><source file='/a/b/c'/></port>\n", 20000);
    g_string_append(text, "</ports><metadata>");
    repeat(text, "<a b='c'>d</a>\n", 20000);
    g_string_append(text, "</metadata></plan>");
    g_assert_true(try_bytes(text->str, text->len));
}

#define ADD(path_, function_) g_test_add_func("/xml/robust/" path_, function_)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("a-document-cut-off-at-any-byte-is-refused", a_document_cut_off_at_any_byte_is_refused);
    ADD("any-byte-may-be-another", any_byte_may_be_another);
    ADD("any-byte-may-be-missing-or-doubled", any_byte_may_be_missing_or_doubled);
    ADD("damaged-documents-never-crash-the-reader", damaged_documents_never_crash_the_reader);
    ADD("plain-noise-never-crashes-the-reader", plain_noise_never_crashes_the_reader);
    ADD("large-strange-documents-are-refused-in-bounded-time", large_strange_documents_are_refused_in_bounded_time);
    ADD("a-large-right-document-is-read", a_large_right_document_is_read);
    return g_test_run();
}
