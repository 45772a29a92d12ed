#include "cli/document.h"
#include "cli/verb.h"

#include <stdio.h>

static gboolean as_json;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print the complaints as a JSON array", NULL},
    {0},
};

static int run(char **files)
{
    struct document_reports reports = document_reports_begin(as_json);
    int status = 0;

    for (; *files; files++) {
        struct document document = {0};

        document_read_file(&document, *files, PURPOSE_FORMAT);
        status = document_worse_status(status, document_report(&document, &reports));
        document_clear(&document);
    }
    document_reports_end(&reports);
    return status;
}

const struct verb validate_verb = {
    .name = "validate",
    .arguments = "FILE…",
    .summary = "check documents; every complaint with its place, cause and hint",
    .description = "FILE may be '-' for standard input.  Warnings change no exit status.",
    .options = options,
    .takes_document = true,
    .least_arguments = 1,
    .most_arguments = -1,
    .run = run,
};
