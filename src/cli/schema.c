#include "cli/verb.h"
#include "domain/domain.h"
#include "xml/rng.h"

#include <stdio.h>

static int run(char **arguments)
{
    g_autofree char *schema = document_schema(&domain_document);

    fputs(schema, stdout);
    return 0;
}

const struct verb schema_verb = {
    .name = "schema",
    .arguments = "",
    .summary = "print the RELAX NG schema of the domain XML that is understood",
    .run = run,
};
