/* xml/rng.h - the RELAX NG schema of a document type, in XML syntax, made from the tables.
 *
 * For editors and for checks from outside.  It takes what document_read takes, in any order of
 * attributes and children, old spellings included; what is UNSUPPORTED is not in it.  Tables say more than
 * RELAX NG can (the exact ranges of hexadecimal numbers) and rules more than tables, so a valid document may still be
 * refused.
 *
 * All rows of an element stand in one <interleave>: libxml2 tries every subset of optional attributes otherwise, and
 * an element with fifteen attributes would take it minutes.
 */
#pragma once

#include "xml/field.h"

/* The schema, one <define> for each element that has a struct of its own; INLINE tables stand where they are used.
 * The caller frees it. */
char *document_schema(const struct document_type *type);
