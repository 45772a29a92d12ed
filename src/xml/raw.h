/* xml/raw.h - the content of a RAW child: kept as it stands, but able to stand alone.
 *
 * A prefix that is declared further out in the document has to be declared in the kept text, too: whoever
 * writes it again does not know of it.  The declaration goes to the outermost kept element that
 * needs it.  Prefixes in attribute values (xsi:type='a:b') are not seen.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The declarations of name spaces that are open, outermost first. */
struct raw_scope {
    GPtrArray *declarations; /* prefix ("" for the default name space), URI, prefix, URI … */
};

void raw_scope_init(struct raw_scope *scope);
void raw_scope_clear(struct raw_scope *scope);
/* prefix and uri are NULL as expat gives them: the default name space, none. */
void raw_scope_push(struct raw_scope *scope, const char *prefix, const char *uri);
void raw_scope_pop(struct raw_scope *scope);

/* Content that is being read. */
struct raw {
    const char *text; /* of the document */
    size_t start;     /* where the content begins in it */
    unsigned outside; /* declarations that were open there */
    size_t name_end;  /* of the outermost kept element that is open */
    GArray *inserts;  /* struct raw_insert, in the order of their places */
    unsigned first;   /* of them that belongs to that element */
};

/* The content begins at text[start]. */
void raw_begin(struct raw *raw, const struct raw_scope *scope, const char *text, size_t start);
/* A start tag stands at text[tag] to text[tag + length - 1]; its own declarations are in the scope already. */
void raw_start_tag(struct raw *raw, const struct raw_scope *scope, size_t tag, size_t length, bool outermost);
/* The content ends before text[end].  Gives it without blanks around it; the caller frees it. */
char *raw_end(struct raw *raw, size_t end);
/* Frees what is left of content that did not end. */
void raw_clear(struct raw *raw);
