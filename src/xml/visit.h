/* xml/visit.h - walk over all that a document holds, and over all tables it can be made of.
 *
 * For code that asks about a whole document without knowing its elements: which given rows a
 * command-line builder has no answer for, which rows random documents reach.  The document is not
 * changed and must not be changed by what is called.
 */
#pragma once

#include "xml/field.h"

/* One given row.  Everything is borrowed for the time of the call. */
struct visited {
    const char *path;              /* below the root, items counted from 1: "devices/disk[2]/target/@dev" */
    struct place where;            /* of the innermost child around it that notes its place */
    const struct element *element; /* the table that the row stands in */
    const struct field *field;
    const void *base; /* the struct; see field_text, field_at_const */
};
typedef void (*visit_function)(const struct visited *visited, void *data);

/* Calls visit for each row that is given and applies, in the order in which they are written: ATTR, CONTENT,
 * TEXT, RAW once, CHILD and each item of a LIST before what is in them.  INLINE rows have no value
 * of their own and are not visited, the rows in them are. */
void document_visit(const struct document_type *type, const void *root, visit_function visit, void *data);

/* All tables that a document of this type can be made of, each once, the root first and parents before
 * children as far as they do not contain each other.  Free the array, not the tables. */
GPtrArray *document_elements(const struct document_type *type);

/* Those of them that a struct of its own is made of: the root and each that is a CHILD or in a LIST somewhere;
 * the others are only INLINE.  Free the array, not the tables. */
GPtrArray *document_structs(const struct document_type *type);

/* The last part of a path: "@dev" for an attribute, "text()" for CONTENT, else the name. */
char *field_step(const struct field *field);

/* As strcmp(field_step(field), text), without making the string. */
int field_step_compare(const struct field *field, const char *text);
