#include "xml/diff.h"
#include "cli/document.h"
#include "cli/verb.h"

#include <stdio.h>

static gboolean as_json, abi_only, as_written;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON array", NULL},
    {"guest", 0, 0, G_OPTION_ARG_NONE, &abi_only, "Only what the guest would notice", NULL},
    {"as-written", 0, 0, G_OPTION_ARG_NONE, &as_written,
     "Compare the documents as they stand, without defaults, default devices and addresses", NULL},
    {0},
};

static bool read_one(struct document *document, const char *file, GError **error)
{
    return document_read_file(document, file, PURPOSE_FORMAT) && (as_written || document_complete(document, error));
}

static void print_differences(const struct document *a, const struct document *b)
{
    g_autoptr(GPtrArray) differences = document_diff(&domain_document, a->domain, b->domain);

    if (as_json) {
        struct json_object *json = diff_json(differences, abi_only);

        puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
        json_object_put(json);
    } else {
        g_autofree char *text = diff_text(differences, abi_only);

        fputs(text, stdout);
    }
}

static int run(char **files)
{
    struct document_reports reports = document_reports_begin(false);
    struct document documents[2] = {0};
    g_autoptr(GError) error = NULL;
    bool readable = true;
    int status = 0;

    for (unsigned i = 0; i < 2 && !error; i++) {
        readable &= read_one(&documents[i], files[i], &error);
        status = document_worse_status(status, document_report(&documents[i], &reports));
    }
    if (readable && !error)
        print_differences(&documents[0], &documents[1]);
    for (unsigned i = 0; i < 2; i++)
        document_clear(&documents[i]);
    return error ? verb_fail(g_steal_pointer(&error)) : status;
}

const struct verb diff_verb = {
    .name = "diff",
    .arguments = "A B",
    .summary = "what differs between two documents, and what of it the guest would notice",
    .description = "Both are completed first, so that only a difference between the machines is one.  What the guest\n"
                   "would notice keeps it from being migrated from one to the other.",
    .options = options,
    .takes_document = true,
    .least_arguments = 2,
    .most_arguments = 2,
    .run = run,
};
