#include "test_tables.h"
#include "xml/own.h"
#include "xml/read.h"
#include "xml/sample.h"
#include "xml/visit.h"
#include "xml/write.h"

#include <string.h>

static char *sample_text(guint32 seed, struct sample_options options)
{
    GRand *dice = g_rand_new_with_seed(seed);
    void *plan = document_sample(&plan_document, dice, options);
    char *text = document_write(&plan_document, plan);

    element_free(&plan_element, plan);
    g_rand_free(dice);
    return text;
}

static void the_same_dice_give_the_same_document(void)
{
    g_autofree char *a = sample_text(7, SAMPLE_USUAL), *b = sample_text(7, SAMPLE_USUAL),
                    *c = sample_text(8, SAMPLE_USUAL);

    g_assert_cmpstr(a, ==, b);
    g_assert_cmpstr(a, !=, c);
}

static void probability_0_gives_only_what_is_required(void)
{
    struct sample_options none = SAMPLE_USUAL;
    bool with_kind = false, without_kind = false;

    none.probability = 0;
    for (guint32 seed = 0; seed < 50; seed++) {
        g_autofree char *text = sample_text(seed, none);

        /* <plan>, with or without its discriminant, and <name> */
        g_assert_true(g_str_has_prefix(text, "<plan"));
        g_assert_nonnull(strstr(text, "\n  <name>"));
        g_assert_cmpint(strchr(strchr(strchr(text, '\n') + 1, '\n') + 1, '\n') - text, ==, (gssize)strlen(text) - 1);
        with_kind |= strstr(text, "kind=") != NULL;
        without_kind |= !strstr(text, "kind=");
    }
    g_assert_true(with_kind && without_kind);
}

static void probability_1_gives_all_that_applies(void)
{
    struct sample_options all = SAMPLE_USUAL;
    static const char *const rows[] = {
        "tag=",    "<uuid>",      "<title>",   "<memory", "<partner>", "<ready>",  "<seal", "<limit",
        "<ports>", "<port type=", "<metadata", "<q:arg",  "<backing",  "<driver ", "<slot "};

    all.probability = 4; /* more than 1 for the thin elements, too */
    for (guint32 seed = 0; seed < 20; seed++) {
        g_autofree char *text = sample_text(seed, all);

        for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
            if (!strstr(text, rows[i]))
                g_error("no %s in %s", rows[i], text);
    }
}

static void depth_items_and_size_are_bounded(void)
{
    struct sample_options options = {.probability = 4, .max_depth = 5, .max_items = 2, .max_rows = 60};

    for (guint32 seed = 0; seed < 50; seed++) {
        g_autofree char *text = sample_text(seed, options);

        /* five levels of structs, and INLINE children of the last two levels deep */
        g_assert_null(strstr(text, "\n                <"));
        g_assert_cmpuint(strlen(text), <, 20000);
    }
}

/* An INLINE child that is required, all in it optional. */
struct wanting {
    struct place where;
    char *one, *two;
};
static const struct field wanting_inner_fields[] = {
    ATTR(token, "one", struct wanting, one, HOST_ONLY, .doc = "One."),
    ATTR(token, "two", struct wanting, two, HOST_ONLY, .doc = "Two."),
};
static ELEMENT(wanting_inner_element, "wanting-inner", struct wanting, wanting_inner_fields, "Inner.");
static const struct field wanting_fields[] = {
    INLINE("inner", wanting_inner, REQUIRED, .doc = "It has to be there."),
};
static ELEMENT(wanting_element, "wanting", struct wanting, wanting_fields, "Wanting.");

static void a_required_inline_child_is_there_when_all_else_is_used_up(void)
{
    const struct document_type type = {.root_name = "wanting", .root = &wanting_element};
    const struct sample_options nothing = {0};

    for (guint32 seed = 0; seed < 50; seed++) {
        GRand *dice = g_rand_new_with_seed(seed);
        struct wanting *wanting = document_sample(&type, dice, nothing);

        g_assert_true(wanting->one || wanting->two);
        element_free(&wanting_element, wanting);
        g_rand_free(dice);
    }
}

static void nothing_that_is_not_supported_is_made(void)
{
    struct sample_options all = SAMPLE_USUAL;

    all.probability = 1;
    for (guint32 seed = 0; seed < 100; seed++) {
        g_autofree char *text = sample_text(seed, all);

        g_assert_null(strstr(text, "dream"));
        g_assert_null(strstr(text, "huge"));
        g_assert_null(strstr(text, "mood"));
        g_assert_null(strstr(text, "nqueues"));
    }
}

static bool reaches(GHashTable *reach, const struct field *fields, unsigned count, const char *name)
{
    for (unsigned i = 0; i < count; i++)
        if (g_strcmp0(fields[i].name, name) == 0)
            return g_hash_table_contains(reach, &fields[i]);
    g_error("no row %s", name);
}

static void the_reach_is_told(void)
{
    g_autoptr(GHashTable) reach = sample_reach(&plan_document);

    g_assert_true(reaches(reach, plan_fields, G_N_ELEMENTS(plan_fields), "cpus"));
    g_assert_true(reaches(reach, port_host_fields, G_N_ELEMENTS(port_host_fields), "port"));
    g_assert_false(reaches(reach, plan_fields, G_N_ELEMENTS(plan_fields), "dream"));
    g_assert_false(reaches(reach, port_driver_fields, G_N_ELEMENTS(port_driver_fields), "nqueues"));
}

/* ---- visit.c ---- */

static void append_visited(const struct visited *visited, void *data)
{
    bool is_struct = visited->field->form == FORM_CHILD || visited->field->form == FORM_LIST;
    g_autofree char *text = is_struct ? NULL : field_text(visited->field, visited->base);

    g_string_append_printf(data, "%u: %s%s%s\n", visited->where.line, visited->path, text ? "=" : "", text ? text : "");
}

static void each_given_row_is_visited_with_path_and_place(void)
{
    static const char text[] = "<plan kind='small'>\n<name>n</name>\n<limit>64</limit>\n<ports>\n"
                               "<port type='file'><source\n file='/a'/></port>\n"
                               "<port type='net'><source><host name='h'/></source>\n<mac>52:54:00:00:00:01</mac>\n"
                               "<rate burst='3'/></port>\n</ports></plan>";
    g_autoptr(report_t) report = report_new("plan.xml");
    void *plan = document_read(&plan_document, text, strlen(text), report);
    g_autoptr(GString) seen = g_string_new(NULL);

    document_visit(&plan_document, plan, append_visited, seen);
    g_assert_cmpstr(seen->str, ==,
                    "1: @kind=small\n"
                    "1: name=n\n"
                    "3: limit\n"
                    "3: limit/text()=64 KiB\n"
                    "4: ports\n"
                    "5: ports/port[1]\n"
                    "5: ports/port[1]/@type=file\n"
                    "5: ports/port[1]/source/@file=/a\n"
                    "7: ports/port[2]\n"
                    "7: ports/port[2]/@type=net\n"
                    "7: ports/port[2]/source/host/@name=h\n"
                    "8: ports/port[2]/mac=52:54:00:00:00:01\n"
                    "9: ports/port[2]/rate/@burst=3\n");
    element_free(&plan_element, plan);
}

static void all_tables_are_found_once_and_those_with_structs_among_them(void)
{
    g_autoptr(GPtrArray) elements = document_elements(&plan_document), structs = document_structs(&plan_document);
    g_autoptr(GString) ids = g_string_new(NULL), struct_ids = g_string_new(NULL);

    for (unsigned i = 0; i < elements->len; i++)
        g_string_append_printf(ids, "%s ", ((const struct element *)elements->pdata[i])->id);
    for (unsigned i = 0; i < structs->len; i++)
        g_string_append_printf(struct_ids, "%s ", ((const struct element *)structs->pdata[i])->id);
    g_assert_cmpstr(ids->str, ==, "plan limit ports extra port arg port.driver port.source rate port.slot port.host ");
    g_assert_cmpstr(struct_ids->str, ==, "plan limit ports extra port arg ");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/sample/the-same-dice-give-the-same-document", the_same_dice_give_the_same_document);
    g_test_add_func("/xml/sample/probability-0-gives-only-what-is-required", probability_0_gives_only_what_is_required);
    g_test_add_func("/xml/sample/probability-1-gives-all-that-applies", probability_1_gives_all_that_applies);
    g_test_add_func("/xml/sample/depth-items-and-size-are-bounded", depth_items_and_size_are_bounded);
    g_test_add_func("/xml/sample/a-required-inline-child-is-there-when-all-else-is-used-up",
                    a_required_inline_child_is_there_when_all_else_is_used_up);
    g_test_add_func("/xml/sample/nothing-that-is-not-supported-is-made", nothing_that_is_not_supported_is_made);
    g_test_add_func("/xml/sample/the-reach-is-told", the_reach_is_told);
    g_test_add_func("/xml/visit/each-given-row-is-visited-with-path-and-place",
                    each_given_row_is_visited_with_path_and_place);
    g_test_add_func("/xml/visit/all-tables-are-found-once-and-those-with-structs-among-them",
                    all_tables_are_found_once_and_those_with_structs_among_them);
    return g_test_run();
}
