#include "xml/reader.h"
#include "xml/suggest.h"

#include <string.h>

/* ---- looking up ---- */

struct lookup read_find_row(struct frame *frame, const char *name, bool attribute)
{
    struct lookup found = {0};
    const struct element *element = frame->element;
    unsigned i = frame->next;

    for (unsigned n = 0; n < element->n_fields; n++, i++) {
        const struct field *field;

        if (i >= element->n_fields)
            i = 0;
        field = &element->fields[i];
        if (field->form == FORM_CONTENT || (field->form == FORM_ATTR) != attribute || field->name[0] != name[0] ||
            strcmp(field->name, name) != 0)
            continue;
        found.known = true;
        if (!field_applies(field, frame->discriminant))
            continue;
        found.field = field;
        frame->next = i; /* the next is the same one, in a list, or follows */
        break;
    }
    return found;
}

static void object_unknown(struct reader *reader, const struct frame *frame, const char *name, bool attribute,
                           struct place where)
{
    struct suggestion suggestion = {.wanted = name};
    g_autofree char *hint = NULL;

    for (unsigned i = 0; i < frame->element->n_fields; i++) {
        const struct field *field = &frame->element->fields[i];

        if (field->form != FORM_CONTENT && (field->form == FORM_ATTR) == attribute &&
            field_applies(field, frame->discriminant))
            suggestion_offer(&suggestion, field->name);
    }
    if (suggestion.best)
        hint = g_strdup_printf(attribute ? "did you mean '%s'?" : "did you mean <%s>?", suggestion.best);
    reader_object_no_such(reader, frame->name, name, attribute, where, hint);
}

static void object_not_here(struct reader *reader, const struct frame *frame, const char *name, bool attribute,
                            struct place where)
{
    const struct frame *owner = frame;
    g_autofree char *condition = NULL;
    const char *value;

    /* an INLINE table may hang on its parent's discriminant */
    for (unsigned i = reader->depth; i > 0 && !owner->discriminant_row; i--)
        owner = reader->frames[i - 1];
    if (frame->discriminant_wrong || !owner->discriminant_row)
        return;
    value = enum_name(owner->discriminant_row->names, frame->discriminant);
    condition = value ? g_strdup_printf("<%s> has %s='%s'", owner->name, owner->discriminant_row->name, value)
                      : g_strdup_printf("<%s> has no attribute '%s'", owner->name, owner->discriminant_row->name);
    reader_object(reader, SEVERITY_ERROR, "xml.not-here", where, NULL,
                  attribute ? "<%s> has no attribute '%s' when %s" : "<%s> has no child <%s> when %s", frame->name,
                  name, condition);
}

void read_object_lookup(struct reader *reader, const struct frame *frame, const char *name, bool attribute,
                        struct lookup found)
{
    struct place where = attribute ? reader_attribute_place(reader, name) : reader_here(reader);

    if (found.known)
        object_not_here(reader, frame, name, attribute, where);
    else
        object_unknown(reader, frame, name, attribute, where);
}

/* ---- values ---- */

static char *subject_name(const struct frame *frame, const char *attribute)
{
    return attribute ? g_strdup_printf("attribute '%s' of <%s>", attribute, frame->name)
                     : g_strdup_printf("<%s>", frame->name);
}

/* Looked for only when there is something to say: finding an attribute's takes a while. */
static struct place subject_place(struct reader *reader, const struct frame *frame, const char *attribute)
{
    return attribute ? reader_attribute_place(reader, attribute) : frame->where;
}

/* Whether the value is one that is known and not supported; says so. */
static bool is_unsupported_value(struct reader *reader, const struct field *field, const void *at,
                                 const struct frame *frame, const char *attribute)
{
    g_autofree char *what = NULL;
    unsigned value;

    if (field->kind != &kind_enum || !field->names->unsupported)
        return false;
    memcpy(&value, at, sizeof(value));
    if (!(field->names->unsupported & BIT(value)))
        return false;
    what = subject_name(frame, attribute);
    reader_object(reader, SEVERITY_UNSUPPORTED, "xml.unsupported", subject_place(reader, frame, attribute), NULL,
                  "%s has the value '%s': known, not supported yet", what, field->names->names[value]);
    return true;
}

static void object_value(struct reader *reader, const struct field *field, const char *text, const char *expected,
                         const struct frame *frame, const char *attribute)
{
    struct suggestion suggestion = {.wanted = text};
    g_autofree char *hint = NULL, *what = subject_name(frame, attribute), *value = reader_shown(text);

    for (unsigned i = 1; field->names && i < field->names->count; i++)
        suggestion_offer(&suggestion, field->names->names[i]);
    if (suggestion.best)
        hint = g_strdup_printf("did you mean '%s'?", suggestion.best);
    reader_object(reader, SEVERITY_ERROR, "xml.value", subject_place(reader, frame, attribute), hint,
                  "%s has the value '%s', expected %s", what, value, expected);
}

static char *shown_value(const struct field *field, const void *at)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const char *companion = NULL;

    field->kind->write(field, at, text, &companion);
    return reader_shown(text->str);
}

/* An old and a new spelling of one thing may both be given if they say the same. */
static void object_if_other(struct reader *reader, const struct field *field, const void *known, const void *at,
                            const struct frame *frame, const char *attribute)
{
    g_autofree char *old_value = NULL, *new_value = NULL, *what = NULL;

    if (field->kind->equal(known, at))
        return;
    old_value = shown_value(field, known);
    new_value = shown_value(field, at);
    what = subject_name(frame, attribute);
    reader_object(
        reader, SEVERITY_ERROR, "xml.duplicate", subject_place(reader, frame, attribute), "leave one of them out",
        "%s has the value '%s', but the same thing has the value '%s' under another name", what, new_value, old_value);
}

/* The place holds a value already: another spelling was read into it. */
static char *read_over(struct reader *reader, const struct field *field, void *at, const struct frame *frame,
                       const char *attribute, const char *text, const char *companion)
{
    uint64_t known[4] = {0}; /* larger than the C type of any kind */
    char *expected;

    memcpy(known, at, field->size);
    memset(at, 0, field->size);
    expected = field->kind->read(field, text, companion, at);
    if (!expected)
        object_if_other(reader, field, known, at, frame, attribute);
    field->kind->clear(known);
    return expected;
}

bool read_value(struct reader *reader, const struct field *field, const struct frame *frame, const char *attribute,
                const char *text, const char *companion)
{
    void *at = field_at(field, frame->base);
    g_autofree char *expected = value_is_given(field, at)
                                    ? read_over(reader, field, at, frame, attribute, text, companion)
                                    : field->kind->read(field, text, companion, at);

    if (!expected)
        return !is_unsupported_value(reader, field, at, frame, attribute);
    field->kind->clear(at);
    object_value(reader, field, text, expected, frame, attribute);
    return false;
}

/* ---- attributes ---- */

static const char *attribute_value(struct reader *reader, const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2)
        if (strcmp(reader_name(reader, attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

static void read_discriminant(struct reader *reader, struct frame *frame, const char **attributes)
{
    const struct field *row = frame->discriminant_row;
    const char *text;

    if (!row)
        return;
    text = attribute_value(reader, attributes, row->name);
    if (text) {
        frame->discriminant_wrong = !read_value(reader, row, frame, row->name, text, NULL);
        frame->seen[row - frame->element->fields] = true;
    } else {
        memcpy(field_at(row, frame->base), &row->initial, sizeof(row->initial));
        frame->discriminant_wrong = (row->flags & REQUIRED) != 0;
    }
    memcpy(&frame->discriminant, field_at(row, frame->base), sizeof(frame->discriminant));
}

/* The row whose value has the attribute as its unit, NULL if there is none. */
static const struct field *companion_owner(const struct frame *frame, const char *name)
{
    for (unsigned i = 0; i < frame->element->n_fields; i++) {
        const struct field *field = &frame->element->fields[i];

        if ((field->form == FORM_ATTR || field->form == FORM_CONTENT) && field->kind &&
            g_strcmp0(field->kind->companion, name) == 0 && field_applies(field, frame->discriminant))
            return field;
    }
    return NULL;
}

/* A unit is read with its value; here it is only seen whether there is one. */
static void read_companion(struct reader *reader, struct frame *frame, const struct field *owner,
                           const char **attributes, const char *name, const char *text)
{
    if (owner->form == FORM_CONTENT) {
        g_free(frame->companion);
        frame->companion = g_strdup(text);
    } else if (!attribute_value(reader, attributes, owner->name)) {
        reader_object(reader, SEVERITY_ERROR, "xml.missing", reader_attribute_place(reader, owner->kind->companion),
                      NULL, "<%s> has the attribute '%s', but lacks '%s', to which it belongs", frame->name,
                      owner->kind->companion, owner->name);
    }
}

/* Reads an attribute whose row has been found. */
static void read_found(struct reader *reader, struct frame *frame, const char **attributes, const struct field *field,
                       const char *text)
{
    const char *companion = NULL;

    if (field == frame->discriminant_row) /* was read first */
        return;
    frame->seen[field - frame->element->fields] = true;
    if (field->flags & UNSUPPORTED) {
        reader_object(reader, SEVERITY_UNSUPPORTED, "xml.unsupported", reader_attribute_place(reader, field->name),
                      NULL, "attribute '%s' of <%s>: known, not supported yet", field->name, frame->name);
        return;
    }
    if (field->kind->companion)
        companion = attribute_value(reader, attributes, field->kind->companion);
    read_value(reader, field, frame, field->name, text, companion);
}

void read_attributes(struct reader *reader, struct frame *frame, const char **attributes)
{
    read_discriminant(reader, frame, attributes);
    for (const char **attribute = attributes; attribute[0] && !reader->stopped; attribute += 2) {
        const char *name = reader_name(reader, attribute[0]);
        struct lookup found = read_find_row(frame, name, true);
        const struct field *owner = found.field ? NULL : companion_owner(frame, name);

        if (found.field)
            read_found(reader, frame, attributes, found.field, attribute[1]);
        else if (owner)
            read_companion(reader, frame, owner, attributes, name, attribute[1]);
        else
            read_object_lookup(reader, frame, name, true, found);
    }
    frame->next = 0;
}
