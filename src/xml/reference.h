/* xml/reference.h - the manual of a document type, in Markdown, made from the tables.
 *
 * One chapter for each element that has a struct of its own, with all paths at which it may stand; what
 * INLINE children hold is in the chapter of their parent.  What is known and not supported is listed as such.
 */
#pragma once

#include "xml/field.h"

/* The whole manual.  The caller frees it. */
char *document_reference(const struct document_type *type);
