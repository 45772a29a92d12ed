#include "qemu/unsupported.h"

#include "xml/visit.h"

#include <string.h>

/* By the id of the table and the row's step: "@name" for an attribute, "name" for a child, "text()". */
const char *const unsupported_rows[] = {
    NULL,
};

static bool is_listed(const char *row)
{
    for (unsigned i = 0; unsupported_rows[i]; i++) {
        if (g_str_equal(unsupported_rows[i], row))
            return true;
    }
    return false;
}

static void check_row(const struct visited *visited, void *data)
{
    struct report *report = data;
    g_autofree char *step = field_step(visited->field);
    g_autofree char *row = g_strdup_printf("%s/%s", visited->element->id, step);

    if (is_listed(row))
        complain(report, SEVERITY_UNSUPPORTED, "argv.unsupported", visited->where, NULL, "%s is not supported yet",
                 visited->path);
}

void unsupported_check(const struct domain *domain, struct report *report)
{
    if (unsupported_rows[0])
        document_visit(&domain_document, domain, check_row, report);
}
