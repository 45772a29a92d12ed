/* xml/write.h - a struct becomes a document, in the order of the tables, two blanks a level. */
#pragma once

#include "xml/field.h"

/* The document as text with a newline at its end.  What is not given is not written.  The caller frees it. */
char *document_write(const struct document_type *type, const void *root);
