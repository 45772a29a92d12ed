/* xml/reader.h - what the files of the reader share: where it stands, and how it complains.
 *
 * Private to read.c (documents and elements) and read_row.c (attributes and values).  Frames are reused: one
 * that is left keeps its buffers for the next element of that depth.
 */
#pragma once

#include "xml/raw.h"
#include "xml/read.h"

#include <expat.h>

/* Between the name space and the name in what expat reports; no XML document can have this character. */
#define READ_NAMESPACE_SEPARATOR '\x01'

/* An open element.  For a TEXT child, element is NULL and field is its row. */
struct frame {
    const struct element *element;
    const struct field *field; /* the row by which it was entered; NULL for the root */
    void *base;
    const char *name; /* as in the row, so borrowed from the table */
    struct place where;
    const struct field *discriminant_row; /* of its own table, NULL if that has none */
    unsigned discriminant;
    bool discriminant_wrong;           /* complained about: what hangs on it would only confuse */
    bool has_content, has_requirement; /* whether the table has such rows at all */
    unsigned next;                     /* the row to look at first: documents mostly keep the order of the tables */
    GString *text;
    char *companion; /* of a value in the text */
    bool *seen;      /* for each row of element */
    unsigned room;   /* in seen */
};

struct reader {
    const struct document_type *type;
    XML_Parser parser;
    const char *text;
    size_t length;
    struct report *report;
    void *root;
    struct frame *frames[READ_MAX_DEPTH]; /* those beyond depth are left or NULL */
    unsigned depth;
    unsigned skipped; /* depth inside an element that is passed over after a complaint */
    bool stopped;
    unsigned complaints; /* about this document */
    GString *name;       /* room for one name, see reader_name */

    /* lines and columns counted so far: expat counts byte by byte, which is slow */
    size_t counted, line_start;
    unsigned line, column; /* of the byte at counted */

    /* a RAW child whose content is being passed over to be kept as it stands */
    struct raw_scope scope;
    unsigned raw_depth;
    const struct field *raw_field;
    void *raw_base;
    struct raw raw;
};

/* The innermost open element. */
static inline struct frame *reader_top(const struct reader *reader)
{
    return reader->frames[reader->depth - 1];
}

/* A frame for an element that begins here; depth is below its limit. */
struct frame *reader_push(struct reader *reader, const struct element *element, const struct field *field, void *base,
                          const char *name);
void reader_pop(struct reader *reader);
void reader_init(struct reader *reader);
/* Frees frames and buffers, not the root. */
void reader_clear(struct reader *reader);

/* The place of the event that the parser reports. */
struct place reader_here(struct reader *reader);
/* The place of a byte, wherever it is. */
struct place reader_place_of(const char *text, size_t offset);
/* The place of an attribute of the start tag that is being reported. */
struct place reader_attribute_place(struct reader *reader, const char *name);

/* The name as rows write it: with the prefix that the document type gives to its name space.  Names of other name
 * spaces become what no row has.  Lasts until the next call. */
const char *reader_name(struct reader *reader, const char *expanded);

/* Nothing more is read, and the document counts as unreadable. */
void reader_stop(struct reader *reader);
/* complain(), but not without end. */
void reader_object(struct reader *reader, enum severity severity, const char *rule, struct place where,
                   const char *hint, const char *format, ...) G_GNUC_PRINTF(6, 7);
/* A text as a message shows it: not more than a line of it.  The caller frees it. */
char *reader_shown(const char *text);
/* Says that the element has no attribute or child of this name. */
void reader_object_no_such(struct reader *reader, const char *element, const char *name, bool attribute,
                           struct place where, const char *hint);

/* ---- read_row.c ---- */

/* What looking a name up among the rows of a table gives. */
struct lookup {
    const struct field *field; /* the row that applies, NULL if none does */
    bool known;                /* there is a row of this name, for other values of the discriminant */
};
struct lookup read_find_row(struct frame *frame, const char *name, bool attribute);
/* Says why the lookup gave no row. */
void read_object_lookup(struct reader *reader, const struct frame *frame, const char *name, bool attribute,
                        struct lookup found);

/* Reads text into the row's place, which is left as "not given" if the text is wrong.  attribute is NULL for the text
 * of the frame's element itself.  False if the value is wrong or not supported. */
bool read_value(struct reader *reader, const struct field *field, const struct frame *frame, const char *attribute,
                const char *text, const char *companion);

/* Reads all attributes of an element that was just entered, the discriminant first. */
void read_attributes(struct reader *reader, struct frame *frame, const char **attributes);
