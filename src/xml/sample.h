/* xml/sample.h - random documents, made from the tables.
 *
 * They are right as far as tables can say: required rows are there, rows that depend on a
 * discriminant only with it, values are what their kinds take; nothing UNSUPPORTED, nothing in an old
 * spelling.  Rules know more than tables, so a sample may still break a rule.  The same dice give the
 * same document.
 */
#pragma once

#include "xml/field.h"

struct sample_options {
    double probability; /* of an optional row, 0 to 1; some elements get more, some less */
    unsigned max_depth; /* optional children are not made below it, counted from the root */
    unsigned max_items; /* of a list */
    unsigned max_rows;  /* given in all; only required rows come after that */
};

/* Documents of a page or so. */
#define SAMPLE_USUAL                                                                                                   \
    (struct sample_options)                                                                                            \
    {                                                                                                                  \
        .probability = 0.3, .max_depth = 8, .max_items = 3, .max_rows = 400                                            \
    }

/* A new random struct of the root element.  Free it with element_free. */
void *document_sample(const struct document_type *type, GRand *dice, struct sample_options options);

/* The rows (const struct field *, each once) with a value, a child or a list that a sample can have.  Free the set. */
GHashTable *sample_reach(const struct document_type *type);
