#include "cli/document.h"
#include "cli/verb.h"

#include <stdio.h>

static int run(char **files)
{
    struct document_reports reports = document_reports_begin(false);
    struct document document = {0};
    g_autoptr(GError) error = NULL;
    bool complete = document_read_file(&document, files[0], PURPOSE_FORMAT) && document_complete(&document, &error);
    int status = document_report(&document, &reports);

    if (complete) {
        g_autofree char *text = domain_write(document.domain);

        fputs(text, stdout);
    }
    document_clear(&document);
    return error ? verb_fail(g_steal_pointer(&error)) : status;
}

const struct verb format_verb = {
    .name = "format",
    .arguments = "FILE",
    .summary = "print a document in its canonical form: defaults, default devices, addresses",
    .takes_document = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run,
};
