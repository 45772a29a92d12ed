#include "qemu/argv.h"
#include "cli/document.h"
#include "cli/verb.h"

#include <stdio.h>

static gboolean as_json;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON array of arguments (several files: an array of arrays)",
     NULL},
    {0},
};

static struct json_object *argv_json(const GPtrArray *argv)
{
    struct json_object *array = json_object_new_array();

    for (unsigned i = 0; i < argv->len; i++)
        json_object_array_add(array, json_object_new_string(argv->pdata[i]));
    return array;
}

static void print_json(struct json_object *object)
{
    puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(object);
}

/* What a placeholder stands for is said, so that nobody takes the line for one that can be run as it is. */
static void print_needs(const struct document *document, const GPtrArray *needs)
{
    for (unsigned i = 0; i < needs->len; i++) {
        const struct resource_need *need = needs->pdata[i];

        if (!need->optional)
            fprintf(stderr, "%s:%u:%u: note: {%s} stands for what only the host has (%s)\n", document->file,
                    need->where.line, need->where.column, need->key, need->n_fds ? "a descriptor" : "a name");
    }
}

/* The command line of one file; NULL if there is none, *status says why. */
static GPtrArray *build(const char *file, struct document_reports *reports, int *status)
{
    struct document document = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) needs = g_ptr_array_new_with_free_func((GDestroyNotify)resource_need_free);
    bool built = document_read_file(&document, file, PURPOSE_ARGV) && document_complete(&document, &error) &&
                 argv_build(document.domain, document.profile, NULL, argv, needs, document.report);

    *status = document_report(&document, reports);
    if (built)
        print_needs(&document, needs);
    document_clear(&document);
    if (error)
        *status = verb_fail(g_steal_pointer(&error));
    return built && !*status ? g_steal_pointer(&argv) : NULL;
}

static int run(char **files)
{
    struct document_reports reports = document_reports_begin(false);
    struct json_object *all = as_json && files[1] ? json_object_new_array() : NULL;
    int worst = 0;

    for (; *files; files++) {
        int status;
        g_autoptr(GPtrArray) argv = build(*files, &reports, &status);

        worst = document_worse_status(worst, status);
        if (argv && all) {
            json_object_array_add(all, argv_json(argv));
        } else if (argv && as_json) {
            print_json(argv_json(argv));
        } else if (argv) {
            g_autofree char *text = argv_shell(argv);

            puts(text);
        }
    }
    if (all)
        print_json(all);
    return worst;
}

const struct verb argv_verb = {
    .name = "argv",
    .arguments = "FILE…",
    .summary = "print QEMU's command line for a document, as a shell command",
    .description = "What only the host has (a tap's descriptor, a VF of a pool) stands in the line as {tap:net0}, and\n"
                   "is named on standard error.",
    .options = options,
    .takes_document = true,
    .least_arguments = 1,
    .most_arguments = -1,
    .run = run,
};
