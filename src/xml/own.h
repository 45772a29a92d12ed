/* xml/own.h - make, free and copy any element by its table.
 *
 * A struct made here owns all that hangs from it; strings in it come from g_malloc.  Nobody writes
 * a free or a copy function for an element.
 */
#pragma once

#include "xml/field.h"

/* An empty element: everything "not given", lists made and empty.  Free with element_free. */
void *element_new(const struct element *element);

/* Clears what the rows of this name hold, as if the document had not said it. */
void element_clear(const struct element *element, void *base, const char *name);

/* Frees the struct and all below it.  NULL is allowed. */
void element_free(const struct element *element, void *base);

/* A copy that shares nothing with the original.  NULL gives NULL. */
void *element_copy(const struct element *element, const void *base);
