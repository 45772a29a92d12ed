#include "xml/read.h"

#include "xml/own.h"
#include "xml/reader.h"

#include <string.h>

/* ---- the start of an element ---- */

static void enter(struct reader *reader, const struct element *element, const struct field *field, void *base,
                  const char *name, const char **attributes)
{
    const struct frame *parent = reader->depth ? reader_top(reader) : NULL;
    struct frame *frame = reader_push(reader, element, field, base, name);

    if (parent && field->form == FORM_INLINE) {
        frame->discriminant = parent->discriminant;
        frame->discriminant_wrong = parent->discriminant_wrong;
    }
    if (!parent || field->form != FORM_INLINE || field->offset > 0)
        *(struct place *)base = frame->where;
    read_attributes(reader, frame, attributes);
}

static void object_attribute(struct reader *reader, const char *element, const char *expanded)
{
    const char *name = reader_name(reader, expanded);

    reader_object_no_such(reader, element, name, true, reader_attribute_place(reader, name), NULL);
}

/* A TEXT child may have no attributes but its value's companion. */
static void enter_text(struct reader *reader, const struct field *field, void *base, const char **attributes)
{
    struct frame *frame = reader_push(reader, NULL, field, base, field->name);

    for (; attributes[0]; attributes += 2) {
        if (field->kind->companion && strcmp(attributes[0], field->kind->companion) == 0) {
            g_free(frame->companion);
            frame->companion = g_strdup(attributes[1]);
        } else {
            object_attribute(reader, field->name, attributes[0]);
        }
    }
}

static void enter_raw(struct reader *reader, const struct field *field, void *base, const char **attributes)
{
    for (; attributes[0]; attributes += 2)
        object_attribute(reader, field->name, attributes[0]);
    reader->raw_depth = 1;
    reader->raw_field = field;
    reader->raw_base = base;
    raw_begin(&reader->raw, &reader->scope, reader->text,
              (size_t)XML_GetCurrentByteIndex(reader->parser) + (size_t)XML_GetCurrentByteCount(reader->parser));
}

static void enter_child(struct reader *reader, const struct field *field, void *base, const char **attributes)
{
    void *at = field_at(field, base);

    if (field->where)
        *field_where(field, base) = reader_here(reader);
    switch (field->form) {
    case FORM_TEXT:
        enter_text(reader, field, base, attributes);
        break;
    case FORM_CHILD:
        *(void **)at = element_new(field->element);
        enter(reader, field->element, field, *(void **)at, field->name, attributes);
        break;
    case FORM_LIST: {
        void *item = element_new(field->element);

        g_ptr_array_add(*(GPtrArray **)at, item);
        enter(reader, field->element, field, item, field->name, attributes);
        break;
    }
    case FORM_INLINE:
        enter(reader, field->element, field, at, field->name, attributes);
        break;
    case FORM_RAW:
        enter_raw(reader, field, base, attributes);
        break;
    case FORM_ATTR:
    case FORM_CONTENT:
        break;
    }
}

static void start_root(struct reader *reader, const char *name, const char **attributes)
{
    if (strcmp(name, reader->type->root_name) != 0) {
        g_autofree char *shown = reader_shown(name);

        reader_object(reader, SEVERITY_ERROR, "xml.root", reader_here(reader), NULL,
                      "the document is a <%s>, expected <%s>", shown, reader->type->root_name);
        reader_stop(reader);
        return;
    }
    reader->root = element_new(reader->type->root);
    enter(reader, reader->type->root, NULL, reader->root, reader->type->root_name, attributes);
}

/* Whether the one child that the place can have is there under another name. */
static bool is_occupied(const struct field *field, const void *base)
{
    return (field->form == FORM_CHILD || field->form == FORM_RAW) && field_is_given(field, base);
}

static void start_child(struct reader *reader, struct frame *parent, const char *name, const char **attributes)
{
    struct lookup found;
    bool *seen;

    reader->skipped = 1;
    if (!parent->element) {
        reader_object_no_such(reader, parent->name, name, false, reader_here(reader), NULL);
        return;
    }
    found = read_find_row(parent, name, false);
    if (!found.field) {
        read_object_lookup(reader, parent, name, false, found);
        return;
    }
    if (found.field->flags & UNSUPPORTED) {
        reader_object(reader, SEVERITY_UNSUPPORTED, "xml.unsupported", reader_here(reader), NULL,
                      "<%s> in <%s>: known, not supported yet", name, parent->name);
        return;
    }
    seen = &parent->seen[found.field - parent->element->fields];
    if (found.field->form != FORM_LIST && (*seen || is_occupied(found.field, parent->base))) {
        reader_object(reader, SEVERITY_ERROR, "xml.duplicate", reader_here(reader), "leave one of them out",
                      "<%s> stands a second time in <%s>", name, parent->name);
        return;
    }
    *seen = true;
    reader->skipped = 0;
    enter_child(reader, found.field, parent->base, attributes);
}

static void XMLCALL on_start(void *data, const XML_Char *expanded, const XML_Char **attributes)
{
    struct reader *reader = data;

    if (reader->stopped)
        return;
    if (reader->raw_depth + reader->skipped + reader->depth >= READ_MAX_DEPTH) {
        reader_object(reader, SEVERITY_ERROR, "xml.limit", reader_here(reader), NULL,
                      "elements are nested more than %u deep", READ_MAX_DEPTH);
        reader_stop(reader);
    } else if (reader->raw_depth) {
        raw_start_tag(&reader->raw, &reader->scope, (size_t)XML_GetCurrentByteIndex(reader->parser),
                      (size_t)XML_GetCurrentByteCount(reader->parser), reader->raw_depth == 1);
        reader->raw_depth++;
    } else if (reader->skipped) {
        reader->skipped++;
    } else if (reader->depth == 0) {
        start_root(reader, reader_name(reader, expanded), attributes);
    } else {
        start_child(reader, reader_top(reader), reader_name(reader, expanded), attributes);
    }
}

/* ---- the end of an element ---- */

static bool is_blank(const char *text, size_t length)
{
    while (length > 0 && (*text == ' ' || *text == '\n' || *text == '\t' || *text == '\r'))
        text++, length--;
    return length == 0;
}

/* The row of the element's text, NULL if it has none. */
static const struct field *content_row(const struct frame *frame)
{
    for (unsigned i = 0; frame->has_content && i < frame->element->n_fields; i++) {
        const struct field *field = &frame->element->fields[i];

        if (field->form == FORM_CONTENT && field_applies(field, frame->discriminant))
            return field;
    }
    return NULL;
}

static void read_content(struct reader *reader, const struct frame *frame)
{
    const struct field *row = content_row(frame);
    bool blank = is_blank(frame->text->str, frame->text->len);
    g_autofree char *shown = NULL;

    if (row && (!blank || (row->flags & EMPTY_OK))) {
        read_value(reader, row, frame, NULL, frame->text->str, frame->companion);
    } else if (row && ((row->flags & REQUIRED) || frame->companion)) {
        reader_object(reader, SEVERITY_ERROR, "xml.missing", frame->where, NULL, "<%s> is empty, expected a %s",
                      frame->name, row->kind->id);
    } else if (!row && !blank) {
        shown = reader_shown(g_strstrip(frame->text->str));
        reader_object(reader, SEVERITY_ERROR, "xml.text", frame->where, NULL, "<%s> holds the text '%s', expected none",
                      frame->name, shown);
    }
}

static bool same_name_seen(const struct frame *frame, const struct field *wanted)
{
    if (frame->seen[wanted - frame->element->fields])
        return true;
    for (unsigned i = 0; i < frame->element->n_fields; i++) {
        const struct field *field = &frame->element->fields[i];

        if (frame->seen[i] && field->form != FORM_CONTENT &&
            (strcmp(field->name, wanted->name) == 0 ||
             ((field->flags & OLD_SPELLING) && field->offset == wanted->offset)))
            return true;
    }
    return false;
}

static void check_required(struct reader *reader, const struct frame *frame)
{
    for (unsigned i = 0; i < frame->element->n_fields; i++) {
        const struct field *field = &frame->element->fields[i];

        if (!(field->flags & REQUIRED) || field->form == FORM_CONTENT || !field_applies(field, frame->discriminant))
            continue;
        if ((frame->discriminant_wrong && field->only_if) || same_name_seen(frame, field))
            continue;
        reader_object(reader, SEVERITY_ERROR, "xml.missing", frame->where, NULL,
                      field->form == FORM_ATTR ? "<%s> lacks the attribute '%s'" : "<%s> lacks the child <%s>",
                      frame->name, field->name);
    }
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct reader *reader = data;
    struct frame *frame;

    if (reader->stopped)
        return;
    if (reader->raw_depth) {
        if (--reader->raw_depth == 0)
            *(char **)field_at(reader->raw_field, reader->raw_base) =
                raw_end(&reader->raw, (size_t)XML_GetCurrentByteIndex(reader->parser));
        return;
    }
    if (reader->skipped) {
        reader->skipped--;
        return;
    }
    frame = reader_top(reader);
    if (!frame->element)
        read_value(reader, frame->field, frame, NULL, frame->text->str, frame->companion);
    else if (frame->has_content || frame->text->len)
        read_content(reader, frame);
    if (frame->has_requirement)
        check_required(reader, frame);
    reader_pop(reader);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct reader *reader = data;
    struct frame *frame;

    if (reader->stopped || reader->raw_depth || reader->skipped || reader->depth == 0)
        return;
    frame = reader_top(reader);
    /* most of it is the blanks between elements */
    if (frame->element && !frame->has_content && is_blank(text, (size_t)length))
        return;
    g_string_append_len(frame->text, text, length);
}

/* ---- the whole document ---- */

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
                               int has_internal_subset)
{
    struct reader *reader = data;
    const char *start = g_strrstr_len(reader->text, (gssize)XML_GetCurrentByteIndex(reader->parser) + 1, "<!DOCTYPE");

    reader_object(reader, SEVERITY_ERROR, "xml.doctype",
                  reader_place_of(reader->text, start ? (size_t)(start - reader->text) : 0),
                  "remove it; domain XML needs none",
                  "the document has a document type declaration, which is not read");
    reader_stop(reader);
}

static void XMLCALL on_namespace(void *data, const XML_Char *prefix, const XML_Char *uri)
{
    struct reader *reader = data;

    raw_scope_push(&reader->scope, prefix, uri);
}

static void XMLCALL on_namespace_end(void *data, const XML_Char *prefix)
{
    struct reader *reader = data;

    raw_scope_pop(&reader->scope);
}

static void object_syntax(struct reader *reader)
{
    enum XML_Error code = XML_GetErrorCode(reader->parser);
    struct place where = reader_here(reader);

    if (reader->stopped)
        return;
    if (code == XML_ERROR_NO_ELEMENTS && !reader->root)
        complain(reader->report, SEVERITY_ERROR, "xml.syntax", where, NULL, "the document is empty, expected <%s>",
                 reader->type->root_name);
    else if (code == XML_ERROR_NO_ELEMENTS && !reader->raw_depth && !reader->skipped)
        complain(reader->report, SEVERITY_ERROR, "xml.syntax", where, NULL,
                 "not well-formed: the document ends within <%s>", reader_top(reader)->name);
    else if (code == XML_ERROR_TAG_MISMATCH && !reader->raw_depth && !reader->skipped)
        complain(reader->report, SEVERITY_ERROR, "xml.syntax", where, NULL, "not well-formed: expected </%s> here",
                 reader_top(reader)->name);
    else
        complain(reader->report, SEVERITY_ERROR, "xml.syntax", where, NULL, "not well-formed: %s",
                 XML_ErrorString(code));
    reader->stopped = true;
}

static bool check_bytes(const char *text, size_t length, struct report *report)
{
    const char *bad;
    struct place where;

    if (length > READ_MAX_BYTES) {
        complain(report, SEVERITY_ERROR, "xml.limit", (struct place){0}, NULL,
                 "the document has %zu bytes, at most %u are read", length, READ_MAX_BYTES);
        return false;
    }
    if (g_utf8_validate(text, (gssize)length, &bad))
        return true;
    where = reader_place_of(text, (size_t)(bad - text));
    if (*bad == '\0')
        complain(report, SEVERITY_ERROR, "xml.encoding", where, "save the document as UTF-8",
                 "there is a byte 0, which no text has");
    else
        complain(report, SEVERITY_ERROR, "xml.encoding", where, "save the document as UTF-8",
                 "the byte 0x%02x is not UTF-8, which is the only encoding that is read", (unsigned char)*bad);
    return false;
}

static bool parse(struct reader *reader)
{
    /* the text is UTF-8 (checked), whatever a declaration in it says */
    reader->parser = XML_ParserCreateNS("UTF-8", READ_NAMESPACE_SEPARATOR);
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
    XML_SetNamespaceDeclHandler(reader->parser, on_namespace, on_namespace_end);
    if (XML_Parse(reader->parser, reader->text, (int)reader->length, 1) != XML_STATUS_OK)
        object_syntax(reader);
    XML_ParserFree(reader->parser);
    return !reader->stopped;
}

void *document_read(const struct document_type *type, const char *text, size_t length, struct report *report)
{
    struct reader reader = {.type = type, .text = text, .length = length, .report = report};

    if (!check_bytes(text, length, report))
        return NULL;
    reader_init(&reader);
    if (!parse(&reader)) {
        element_free(type->root, reader.root);
        reader.root = NULL;
    }
    reader_clear(&reader);
    report_sort(report);
    return reader.root;
}
