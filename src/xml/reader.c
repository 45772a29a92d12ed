#include "xml/reader.h"

#include <string.h>

/* ---- frames ---- */

static struct frame *new_frame(void)
{
    struct frame *frame = g_new0(struct frame, 1);

    frame->text = g_string_new(NULL);
    return frame;
}

/* Finds out in one walk what the table has. */
static void look_at_table(struct frame *frame)
{
    const struct element *element = frame->element;

    if (frame->room < element->n_fields) {
        frame->room = element->n_fields;
        frame->seen = g_realloc(frame->seen, frame->room * sizeof(bool));
    }
    memset(frame->seen, 0, element->n_fields * sizeof(bool));
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        frame->has_content |= field->form == FORM_CONTENT;
        frame->has_requirement |= (field->flags & REQUIRED) != 0;
        if (field->flags & DISCRIMINANT)
            frame->discriminant_row = field;
    }
}

struct frame *reader_push(struct reader *reader, const struct element *element, const struct field *field, void *base,
                          const char *name)
{
    struct frame **slot = &reader->frames[reader->depth++], *frame = *slot ? *slot : (*slot = new_frame());

    frame->element = element;
    frame->field = field;
    frame->base = base;
    frame->name = name;
    frame->where = reader_here(reader);
    frame->discriminant_row = NULL;
    frame->discriminant = 0;
    frame->discriminant_wrong = frame->has_content = frame->has_requirement = false;
    frame->next = 0;
    g_string_truncate(frame->text, 0);
    g_clear_pointer(&frame->companion, g_free);
    if (element)
        look_at_table(frame);
    return frame;
}

void reader_pop(struct reader *reader)
{
    reader->depth--;
}

void reader_init(struct reader *reader)
{
    raw_scope_init(&reader->scope);
    reader->name = g_string_new(NULL);
    reader->line = reader->column = 1;
    if (reader->length >= 3 && memcmp(reader->text, "\xef\xbb\xbf", 3) == 0) /* a byte order mark has no column */
        reader->line_start = reader->counted = 3;
}

void reader_clear(struct reader *reader)
{
    for (unsigned i = 0; i < READ_MAX_DEPTH && reader->frames[i]; i++) {
        struct frame *frame = reader->frames[i];

        g_string_free(frame->text, TRUE);
        g_free(frame->companion);
        g_free(frame->seen);
        g_free(frame);
    }
    g_string_free(reader->name, TRUE);
    raw_clear(&reader->raw);
    raw_scope_clear(&reader->scope);
}

/* ---- places ---- */

/* Columns count characters: the later bytes of one do not. */
static unsigned count_characters(const char *text, size_t length)
{
    unsigned count = 0;

    for (size_t i = 0; i < length; i++)
        count += (text[i] & 0xc0) != 0x80;
    return count;
}

/* Moves a place on over some text. */
static struct place place_after(struct place where, const char *text, size_t length)
{
    const char *newline;

    while ((newline = memchr(text, '\n', length))) {
        where = (struct place){where.line + 1, 1};
        length -= (size_t)(newline + 1 - text);
        text = newline + 1;
    }
    where.column += count_characters(text, length);
    return where;
}

struct place reader_place_of(const char *text, size_t offset)
{
    return place_after((struct place){1, 1}, text, offset);
}

struct place reader_here(struct reader *reader)
{
    XML_Index index = XML_GetCurrentByteIndex(reader->parser);
    size_t offset = index < 0 ? 0 : MIN((size_t)index, reader->length);
    const char *newline;

    while (reader->counted < offset &&
           (newline = memchr(reader->text + reader->counted, '\n', offset - reader->counted))) {
        reader->counted = reader->line_start = (size_t)(newline + 1 - reader->text);
        reader->line++;
        reader->column = 1;
    }
    if (reader->counted < offset) { /* on from there: a document may be one long line */
        reader->column += count_characters(reader->text + reader->counted, offset - reader->counted);
        reader->counted = offset;
    }
    if (offset == reader->counted)
        return (struct place){reader->line, reader->column};
    return (struct place){reader->line,
                          offset < reader->line_start
                              ? 1
                              : 1 + count_characters(reader->text + reader->line_start, offset - reader->line_start)};
}

struct place reader_attribute_place(struct reader *reader, const char *name)
{
    struct place where = reader_here(reader);
    XML_Index start = XML_GetCurrentByteIndex(reader->parser);
    int count = XML_GetCurrentByteCount(reader->parser);
    const char *colon = strchr(name, ':'), *local = colon ? colon + 1 : name;
    size_t local_length = strlen(local);
    char quote = '\0';

    if (start < 0 || (size_t)start + (size_t)count > reader->length)
        return where;
    for (const char *tag = reader->text + start, *c = tag, *end = c + count; c < end; c++) {
        if (quote)
            quote = *c == quote ? '\0' : quote;
        else if (*c == '\'' || *c == '"')
            quote = *c;
        else if ((size_t)(end - c) > local_length && strncmp(c, local, local_length) == 0 &&
                 strchr("= \t\r\n", c[local_length]) && strchr(" \t\r\n:", c[-1]))
            return place_after(where, tag, (size_t)(c - tag));
    }
    return where;
}

/* ---- names ---- */

const char *reader_name(struct reader *reader, const char *expanded)
{
    const char *separator = strchr(expanded, READ_NAMESPACE_SEPARATOR);
    size_t length = separator ? (size_t)(separator - expanded) : 0;

    if (!separator)
        return expanded;
    for (unsigned i = 0; i < reader->type->n_namespaces; i++) {
        const struct xml_namespace *space = &reader->type->namespaces[i];

        if (strlen(space->uri) == length && strncmp(space->uri, expanded, length) == 0) {
            g_string_printf(reader->name, "%s:%s", space->prefix, separator + 1);
            return reader->name->str;
        }
    }
    g_string_printf(reader->name, "%s (of name space %.*s)", separator + 1, (int)length, expanded);
    return reader->name->str;
}

/* ---- complaints ---- */

void reader_stop(struct reader *reader)
{
    reader->stopped = true;
    XML_StopParser(reader->parser, XML_FALSE);
}

void reader_object(struct reader *reader, enum severity severity, const char *rule, struct place where,
                   const char *hint, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    if (reader->stopped)
        return;
    if (reader->complaints++ == READ_MAX_COMPLAINTS) {
        complain(reader->report, SEVERITY_ERROR, "xml.limit", where, "mend those above first",
                 "more than %u complaints, the rest of the document is not read", READ_MAX_COMPLAINTS);
        reader_stop(reader);
        return;
    }
    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    complain(reader->report, severity, rule, where, hint, "%s", message);
}

char *reader_shown(const char *text)
{
    if (g_utf8_strlen(text, -1) <= 80)
        return g_strdup(text);
    return g_strdup_printf("%.*s…", (int)(g_utf8_offset_to_pointer(text, 80) - text), text);
}

void reader_object_no_such(struct reader *reader, const char *element, const char *name, bool attribute,
                           struct place where, const char *hint)
{
    g_autofree char *shown = reader_shown(name);

    if (attribute)
        reader_object(reader, SEVERITY_UNSUPPORTED, "xml.unknown-attribute", where, hint, "<%s> has no attribute '%s'",
                      element, shown);
    else
        reader_object(reader, SEVERITY_UNSUPPORTED, "xml.unknown-element", where, hint, "<%s> has no child <%s>",
                      element, shown);
}
