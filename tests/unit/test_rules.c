/* Each rule has a folder tests/data/invalid/ID with a document that breaks it (in.xml) and the report that
 * then comes (report).  A file `options` may hold "argv" or "run", what the document is wanted for, and "lab".
 * A rule without a folder fails, and a folder without a rule. */
#include "domain/network.h"
#include "domain/rule.h"
#include "team/rules.h"

#include <string.h>

static const char *const engine_ids[] = {
    "xml.syntax",
    "xml.doctype",
    "xml.encoding",
    "xml.root",
    "xml.unknown-element",
    "xml.unknown-attribute",
    "xml.not-here",
    "xml.duplicate",
    "xml.missing",
    "xml.value",
    "xml.text",
    "xml.unsupported",
    "xml.limit",
};

static char *fixtures(void)
{
    return g_build_filename(g_getenv("TANDEM_TEST_DATA"), "invalid", NULL);
}

static char *read_file(const char *directory, const char *name)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}

static struct rule_options read_options(const char *directory)
{
    g_autofree char *text = read_file(directory, "options");
    struct rule_options options = {.purpose = PURPOSE_FORMAT};

    if (text && strstr(text, "argv"))
        options.purpose = PURPOSE_ARGV;
    if (text && strstr(text, "run"))
        options.purpose = PURPOSE_RUN;
    options.lab = text && strstr(text, "lab");
    return options;
}

static char *report_of(const char *directory)
{
    g_autofree char *text = read_file(directory, "in.xml");
    struct rule_options options = read_options(directory);
    g_autoptr(report_t) report = report_new("in.xml");
    g_autoptr(domain_t) domain = NULL;

    if (!text)
        return g_strdup("there is no in.xml\n");
    if (strstr(directory, "/network.")) {
        g_autoptr(network_t) network = network_read(text, strlen(text), report);

        return report_text(report);
    }
    domain = domain_read(text, strlen(text), report);
    if (domain && report_failures(report) == 0) {
        domain_rules(domain, &options, report);
        rules_run(team_rules, domain, &options, report);
    }
    report_sort(report);
    return report_text(report);
}

static void breaks_exactly(const char *id, const char *report)
{
    g_autofree char *mark = g_strdup_printf("[%s]", id);
    g_auto(GStrv) lines = g_strsplit(report, "\n", -1);
    unsigned complaints = 0;

    for (unsigned i = 0; lines[i]; i++) {
        if (!g_str_has_prefix(lines[i], "in.xml"))
            continue;
        complaints++;
        if (!g_str_has_suffix(lines[i], mark))
            g_test_message("another rule is broken, too: %s", lines[i]);
        g_assert_true(g_str_has_suffix(lines[i], mark));
    }
    g_assert_cmpuint(complaints, >, 0);
}

static void a_document_that_breaks_the_rule_gets_its_report(const void *data)
{
    const char *id = data;
    g_autofree char *all = fixtures(), *directory = g_build_filename(all, id, NULL), *report = report_of(directory);
    g_autofree char *expected = NULL;

    breaks_exactly(id, report);
    if (g_getenv("TANDEM_REGENERATE")) {
        g_autofree char *path = g_build_filename(directory, "report", NULL);

        g_assert_true(g_file_set_contents(path, report, -1, NULL));
    }
    expected = read_file(directory, "report");
    g_assert_cmpstr(report, ==, expected);
}

static GPtrArray *rule_ids(void)
{
    GPtrArray *ids = g_ptr_array_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(engine_ids); i++)
        g_ptr_array_add(ids, (void *)engine_ids[i]);
    for (unsigned i = 0; domain_rule_tables[i]; i++)
        for (const struct rule *rule = domain_rule_tables[i]; rule->id; rule++)
            g_ptr_array_add(ids, (void *)rule->id);
    for (const struct rule *rule = team_rules; rule->id; rule++)
        g_ptr_array_add(ids, (void *)rule->id);
    for (const struct network_rule *rule = network_rules; rule->id; rule++)
        g_ptr_array_add(ids, (void *)rule->id);
    return ids;
}

static void no_rule_has_the_id_of_another(void)
{
    g_autoptr(GPtrArray) ids = rule_ids();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (unsigned i = 0; i < ids->len; i++) {
        if (!g_hash_table_add(seen, ids->pdata[i]))
            g_test_message("twice: %s", (const char *)ids->pdata[i]);
        g_assert_cmpuint(g_hash_table_size(seen), ==, i + 1);
    }
}

static void every_folder_belongs_to_a_rule(void)
{
    g_autoptr(GPtrArray) ids = rule_ids();
    g_autofree char *all = fixtures();
    g_autoptr(GDir) folder = g_dir_open(all, 0, NULL);
    const char *name;

    g_assert_nonnull(folder);
    while ((name = g_dir_read_name(folder))) {
        bool known = false;

        for (unsigned i = 0; i < ids->len; i++)
            known |= strcmp(ids->pdata[i], name) == 0;
        if (!known)
            g_test_message("no rule has the id '%s'", name);
        g_assert_true(known);
    }
}

int main(int argc, char **argv)
{
    g_autoptr(GPtrArray) ids = rule_ids();

    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rules/no-rule-has-the-id-of-another", no_rule_has_the_id_of_another);
    g_test_add_func("/rules/every-folder-belongs-to-a-rule", every_folder_belongs_to_a_rule);
    for (unsigned i = 0; i < ids->len; i++) {
        g_autofree char *path = g_strdup_printf("/rules/%s", (const char *)ids->pdata[i]);

        g_test_add_data_func(path, ids->pdata[i], a_document_that_breaks_the_rule_gets_its_report);
    }
    return g_test_run();
}
