#include "xml/reference.h"
#include "cli/verb.h"
#include "domain/domain.h"

#include <stdio.h>

static int run(char **arguments)
{
    g_autofree char *text = document_reference(&domain_document);

    fputs(text, stdout);
    return 0;
}

const struct verb reference_verb = {
    .name = "reference",
    .arguments = "",
    .summary = "print the reference of all elements and attributes",
    .run = run,
};
