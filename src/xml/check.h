/* xml/check.h - faults in tables, found before a document meets them.
 *
 * The compiler sees that a row's member has the right type; all else that can be wrong with a table
 * is looked for here: no doc, an enum with a hole, a row that can never exist, two rows of one name
 * at once, places that overlap.  A test runs it over the real tables.
 */
#pragma once

#include "xml/field.h"

/* Walks all tables of the document type.  Gives one text for each fault, "ELEMENT/ROW: what is wrong", each
 * once; an empty array when there is none.  The caller unrefs it, the texts go with it. */
GPtrArray *check_tables(const struct document_type *type);
