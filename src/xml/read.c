#include "xml/read.h"

#include "xml/own.h"
#include "xml/raw.h"
#include "xml/suggest.h"

#include <expat.h>
#include <string.h>

/* Between the name space and the name in what expat reports; no XML document can have this character. */
#define NAMESPACE_SEPARATOR '\x01'

/* An open element.  For a TEXT child, element is NULL and field is its row. */
struct frame {
    const struct element *element;
    const struct field *field; /* the row by which it was entered; NULL for the root */
    void *base;
    char *name;
    unsigned discriminant;
    bool discriminant_wrong; /* complained about: what hangs on it would only confuse */
    struct place where;
    GString *text;
    char *companion; /* of a value in the text */
    bool *seen;      /* for each row of element */
};

struct reader {
    const struct document_type *type;
    XML_Parser parser;
    const char *text;
    size_t length;
    struct report *report;
    void *root;
    GPtrArray *frames;
    unsigned skipped; /* depth inside an element that is passed over after a complaint */
    bool stopped;

    unsigned complaints; /* about this document */
    struct raw_scope scope;

    /* a RAW child whose content is being passed over to be kept as it stands */
    unsigned raw_depth;
    const struct field *raw_field;
    void *raw_base;
    struct raw raw;
};

static void frame_free(gpointer data)
{
    struct frame *frame = data;

    g_free(frame->name);
    g_free(frame->companion);
    g_free(frame->seen);
    g_string_free(frame->text, TRUE);
    g_free(frame);
}

static struct frame *top(const struct reader *reader)
{
    return reader->frames->len ? reader->frames->pdata[reader->frames->len - 1] : NULL;
}

static struct place here(const struct reader *reader)
{
    return (struct place){(unsigned)XML_GetCurrentLineNumber(reader->parser),
                          (unsigned)XML_GetCurrentColumnNumber(reader->parser) + 1};
}

/* Moves a place on over some text.  Columns count characters: the later bytes of one do not. */
static struct place place_after(struct place where, const char *text, size_t length)
{
    for (const char *c = text, *end = text + length; c < end; c++) {
        if (*c == '\n' || (*c == '\r' && (c + 1 == end || c[1] != '\n'))) /* as the parser counts */
            where = (struct place){where.line + 1, 1};
        else if ((*c & 0xc0) != 0x80)
            where.column++;
    }
    return where;
}

static void stop(struct reader *reader)
{
    reader->stopped = true;
    XML_StopParser(reader->parser, XML_FALSE);
}

static void object(struct reader *reader, enum severity severity, const char *rule, struct place where,
                   const char *hint, const char *format, ...) G_GNUC_PRINTF(6, 7);

/* complain(), but not without end. */
static void object(struct reader *reader, enum severity severity, const char *rule, struct place where,
                   const char *hint, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    if (reader->stopped)
        return;
    if (reader->complaints++ == READ_MAX_COMPLAINTS) {
        complain(reader->report, SEVERITY_ERROR, "xml.limit", where, "mend those above first",
                 "more than %u complaints, the rest of the document is not read", READ_MAX_COMPLAINTS);
        stop(reader);
        return;
    }
    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);
    complain(reader->report, severity, rule, where, hint, "%s", message);
}

/* A value as a message shows it: not more than a line of it. */
static char *shown(const char *text)
{
    if (g_utf8_strlen(text, -1) <= 80)
        return g_strdup(text);
    return g_strdup_printf("%.*s…", (int)(g_utf8_offset_to_pointer(text, 80) - text), text);
}

/* The place of an attribute of the start tag that is being reported: expat tells only the tag's. */
static struct place attribute_place(const struct reader *reader, const char *name)
{
    struct place where = here(reader);
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

/* The name as rows write it: with the prefix that the document type gives to its name space.  Names of
 * other name spaces stay as expat gives them and match no row. */
static char *row_name(const struct reader *reader, const char *expanded)
{
    const char *separator = strchr(expanded, NAMESPACE_SEPARATOR);

    if (!separator)
        return g_strdup(expanded);
    for (unsigned i = 0; i < reader->type->n_namespaces; i++) {
        const struct xml_namespace *space = &reader->type->namespaces[i];

        if (strlen(space->uri) == (size_t)(separator - expanded) &&
            strncmp(space->uri, expanded, (size_t)(separator - expanded)) == 0)
            return g_strdup_printf("%s:%s", space->prefix, separator + 1);
    }
    return g_strdup_printf("%s (of name space %.*s)", separator + 1, (int)(separator - expanded), expanded);
}

static struct frame *push(struct reader *reader, const struct element *element, const struct field *field, void *base,
                          const char *name)
{
    struct frame *frame = g_new0(struct frame, 1);

    frame->element = element;
    frame->field = field;
    frame->base = base;
    frame->name = g_strdup(name);
    frame->where = here(reader);
    frame->text = g_string_new(NULL);
    if (element)
        frame->seen = g_new0(bool, element->n_fields);
    g_ptr_array_add(reader->frames, frame);
    return frame;
}

/* ---- values ---- */

/* What a value is the value of: the text of an element, or one of its attributes, whose place is looked for
 * only when there is something to say about it. */
struct subject {
    const char *element;
    const char *attribute; /* NULL: the text */
    struct place where;    /* of the element */
};

static char *subject_name(const struct subject *subject)
{
    return subject->attribute ? g_strdup_printf("attribute '%s' of <%s>", subject->attribute, subject->element)
                              : g_strdup_printf("<%s>", subject->element);
}

static struct place subject_place(const struct reader *reader, const struct subject *subject)
{
    return subject->attribute ? attribute_place(reader, subject->attribute) : subject->where;
}

/* Whether the value is one that is known and not supported; says so. */
static bool is_unsupported_value(struct reader *reader, const struct field *field, const void *at,
                                 const struct subject *subject)
{
    g_autofree char *what = NULL;
    unsigned value;

    if (field->kind != &kind_enum || !field->names->unsupported)
        return false;
    memcpy(&value, at, sizeof(value));
    if (!(field->names->unsupported & BIT(value)))
        return false;
    what = subject_name(subject);
    object(reader, SEVERITY_UNSUPPORTED, "xml.unsupported", subject_place(reader, subject), NULL,
           "%s has the value '%s': known, not supported yet", what, field->names->names[value]);
    return true;
}

static void complain_value(struct reader *reader, const struct field *field, const char *text, const char *expected,
                           const struct subject *subject)
{
    struct suggestion suggestion = {.wanted = text};
    g_autofree char *hint = NULL, *what = subject_name(subject), *value = shown(text);

    for (unsigned i = 1; field->names && i < field->names->count; i++)
        suggestion_offer(&suggestion, field->names->names[i]);
    if (suggestion.best)
        hint = g_strdup_printf("did you mean '%s'?", suggestion.best);
    object(reader, SEVERITY_ERROR, "xml.value", subject_place(reader, subject), hint,
           "%s has the value '%s', expected %s", what, value, expected);
}

static char *value_text(const struct field *field, const void *at)
{
    GString *text = g_string_new(NULL);
    const char *companion = NULL;

    field->kind->write(field, at, text, &companion);
    return g_string_free(text, FALSE);
}

/* An old and a new spelling of one thing may both be given if they say the same. */
static void complain_if_other(struct reader *reader, const struct field *field, const void *known, const void *at,
                              const struct subject *subject)
{
    g_autofree char *old_value = NULL, *new_value = NULL, *old_shown = NULL, *new_shown = NULL, *what = NULL;

    if (field->kind->equal(known, at))
        return;
    old_value = value_text(field, known);
    new_value = value_text(field, at);
    old_shown = shown(old_value);
    new_shown = shown(new_value);
    what = subject_name(subject);
    object(reader, SEVERITY_ERROR, "xml.duplicate", subject_place(reader, subject), "leave one of them out",
           "%s has the value '%s', but the same thing has the value '%s' under another name", what, new_shown,
           old_shown);
}

enum value_verdict { VALUE_FINE, VALUE_UNSUPPORTED, VALUE_WRONG };

/* Reads text into the row's place, which is left as "not given" if the text is wrong. */
static enum value_verdict read_value(struct reader *reader, const struct field *field, void *base, const char *text,
                                     const char *companion, const struct subject *subject)
{
    uint64_t known[4] = {0}; /* larger than the C type of any kind */
    void *at = field_at(field, base);
    g_autofree char *expected = NULL;
    bool given = field_is_given(field, base);

    memcpy(known, at, field->size);
    memset(at, 0, field->size);
    expected = field->kind->read(field, text, companion, at);
    if (!expected && given)
        complain_if_other(reader, field, known, at, subject);
    field->kind->clear(known);
    if (!expected)
        return is_unsupported_value(reader, field, at, subject) ? VALUE_UNSUPPORTED : VALUE_FINE;
    field->kind->clear(at);
    complain_value(reader, field, text, expected, subject);
    return VALUE_WRONG;
}

/* ---- attributes ---- */

/* What looking a name up among the rows of a table gives. */
struct lookup {
    const struct field *field; /* the row that applies, NULL if none does */
    bool known;                /* there is a row of this name, for other values of the discriminant */
};

static struct lookup find_row(const struct frame *frame, const char *name, bool attribute)
{
    struct lookup found = {0};

    for (unsigned i = 0; i < frame->element->n_fields; i++) {
        const struct field *field = &frame->element->fields[i];

        if (field->form == FORM_CONTENT || (field->form == FORM_ATTR) != attribute || strcmp(field->name, name) != 0)
            continue;
        found.known = true;
        if (field_applies(field, frame->discriminant)) {
            found.field = field;
            break;
        }
    }
    return found;
}

static void complain_no_such(struct reader *reader, const char *element, const char *name, bool attribute,
                             struct place where, const char *hint)
{
    g_autofree char *short_name = shown(name);

    if (attribute)
        object(reader, SEVERITY_UNSUPPORTED, "xml.unknown-attribute", where, hint, "<%s> has no attribute '%s'",
               element, short_name);
    else
        object(reader, SEVERITY_UNSUPPORTED, "xml.unknown-element", where, hint, "<%s> has no child <%s>", element,
               short_name);
}

static void complain_unknown(struct reader *reader, const struct frame *frame, const char *name, bool attribute,
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
    complain_no_such(reader, frame->name, name, attribute, where, hint);
}

static void complain_not_here(struct reader *reader, const struct frame *frame, const char *name, bool attribute,
                              struct place where)
{
    const struct frame *owner = frame;
    const struct field *discriminant = NULL;
    g_autofree char *condition = NULL;
    const char *value;
    unsigned i = reader->frames->len;

    /* an INLINE table may hang on its parent's discriminant */
    while (i > 0 && !discriminant) {
        owner = reader->frames->pdata[--i];
        discriminant = owner->element ? element_discriminant(owner->element) : NULL;
    }
    if (frame->discriminant_wrong || !discriminant)
        return;
    value = enum_name(discriminant->names, frame->discriminant);
    condition = value ? g_strdup_printf("<%s> has %s='%s'", owner->name, discriminant->name, value)
                      : g_strdup_printf("<%s> has no attribute '%s'", owner->name, discriminant->name);
    object(reader, SEVERITY_ERROR, "xml.not-here", where, NULL,
           attribute ? "<%s> has no attribute '%s' when %s" : "<%s> has no child <%s> when %s", frame->name, name,
           condition);
}

static const char *attribute_value(const struct reader *reader, const char **attributes, const char *name)
{
    for (; attributes[0]; attributes += 2) {
        g_autofree char *known_as = row_name(reader, attributes[0]);

        if (strcmp(known_as, name) == 0)
            return attributes[1];
    }
    return NULL;
}

static void read_discriminant(struct reader *reader, struct frame *frame, const char **attributes)
{
    const struct field *discriminant = element_discriminant(frame->element);
    const char *text;

    if (!discriminant)
        return;
    text = attribute_value(reader, attributes, discriminant->name);
    if (text) {
        const struct subject subject = {.element = frame->name, .attribute = discriminant->name};

        frame->discriminant_wrong = read_value(reader, discriminant, frame->base, text, NULL, &subject) != VALUE_FINE;
        frame->seen[discriminant - frame->element->fields] = true;
    } else {
        memcpy(field_at(discriminant, frame->base), &discriminant->initial, sizeof(discriminant->initial));
        frame->discriminant_wrong = discriminant->flags & REQUIRED;
    }
    frame->discriminant = element_discriminant_value(frame->element, frame->base, 0);
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
        object(reader, SEVERITY_ERROR, "xml.missing", attribute_place(reader, name), NULL,
               "<%s> has the attribute '%s', but lacks '%s', to which it belongs", frame->name, name, owner->name);
    }
}

static void read_attribute(struct reader *reader, struct frame *frame, const char **attributes, const char *name,
                           const char *text)
{
    const struct subject subject = {.element = frame->name, .attribute = name};
    struct lookup found = find_row(frame, name, true);
    const struct field *owner = found.field ? NULL : companion_owner(frame, name);

    if (owner) {
        read_companion(reader, frame, owner, attributes, name, text);
        return;
    }
    if (!found.field) {
        if (found.known)
            complain_not_here(reader, frame, name, true, attribute_place(reader, name));
        else
            complain_unknown(reader, frame, name, true, attribute_place(reader, name));
        return;
    }
    frame->seen[found.field - frame->element->fields] = true;
    if (found.field->flags & UNSUPPORTED) {
        object(reader, SEVERITY_UNSUPPORTED, "xml.unsupported", attribute_place(reader, name), NULL,
               "attribute '%s' of <%s>: known, not supported yet", name, frame->name);
        return;
    }
    read_value(reader, found.field, frame->base, text,
               found.field->kind->companion ? attribute_value(reader, attributes, found.field->kind->companion) : NULL,
               &subject);
}

static void read_attributes(struct reader *reader, struct frame *frame, const char **attributes)
{
    read_discriminant(reader, frame, attributes);
    for (const char **attribute = attributes; attribute[0] && !reader->stopped; attribute += 2) {
        g_autofree char *name = row_name(reader, attribute[0]);
        const struct field *discriminant = element_discriminant(frame->element);

        if (!discriminant || strcmp(name, discriminant->name) != 0)
            read_attribute(reader, frame, attributes, name, attribute[1]);
    }
}

/* ---- elements ---- */

static void enter(struct reader *reader, const struct element *element, const struct field *field, void *base,
                  const char *name, const char **attributes)
{
    struct frame *parent = top(reader), *frame = push(reader, element, field, base, name);

    if (parent && field->form == FORM_INLINE) {
        frame->discriminant = parent->discriminant;
        frame->discriminant_wrong = parent->discriminant_wrong;
    }
    if (!parent || field->form != FORM_INLINE || field->offset > 0)
        *(struct place *)base = frame->where;
    read_attributes(reader, frame, attributes);
}

static void complain_no_attributes(struct reader *reader, const char *name, const char *attribute)
{
    g_autofree char *known_as = row_name(reader, attribute);

    complain_no_such(reader, name, known_as, true, attribute_place(reader, known_as), NULL);
}

/* A TEXT child may have no attributes but its value's companion. */
static void enter_text(struct reader *reader, const struct field *field, void *base, const char *name,
                       const char **attributes)
{
    struct frame *frame = push(reader, NULL, field, base, name);

    for (; attributes[0]; attributes += 2) {
        if (field->kind->companion && strcmp(attributes[0], field->kind->companion) == 0) {
            g_free(frame->companion);
            frame->companion = g_strdup(attributes[1]);
        } else {
            complain_no_attributes(reader, name, attributes[0]);
        }
    }
}

static void enter_raw(struct reader *reader, const struct field *field, void *base, const char *name,
                      const char **attributes)
{
    for (; attributes[0]; attributes += 2)
        complain_no_attributes(reader, name, attributes[0]);
    reader->raw_depth = 1;
    reader->raw_field = field;
    reader->raw_base = base;
    raw_begin(&reader->raw, &reader->scope, reader->text,
              (size_t)XML_GetCurrentByteIndex(reader->parser) + (size_t)XML_GetCurrentByteCount(reader->parser));
}

static void enter_child(struct reader *reader, struct frame *parent, const struct field *field, const char *name,
                        const char **attributes)
{
    void *at = field_at(field, parent->base);

    switch (field->form) {
    case FORM_TEXT:
        enter_text(reader, field, parent->base, name, attributes);
        break;
    case FORM_CHILD:
        element_free(field->element, *(void **)at);
        *(void **)at = element_new(field->element);
        enter(reader, field->element, field, *(void **)at, name, attributes);
        break;
    case FORM_LIST: {
        void *item = element_new(field->element);

        g_ptr_array_add(*(GPtrArray **)at, item);
        enter(reader, field->element, field, item, name, attributes);
        break;
    }
    case FORM_INLINE:
        enter(reader, field->element, field, at, name, attributes);
        break;
    case FORM_RAW:
        enter_raw(reader, field, parent->base, name, attributes);
        break;
    case FORM_ATTR:
    case FORM_CONTENT:
        break;
    }
}

static void start_root(struct reader *reader, const char *name, const char **attributes)
{
    if (strcmp(name, reader->type->root_name) != 0) {
        g_autofree char *short_name = shown(name);

        object(reader, SEVERITY_ERROR, "xml.root", here(reader), NULL, "the document is a <%s>, expected <%s>",
               short_name, reader->type->root_name);
        stop(reader);
        return;
    }
    reader->root = element_new(reader->type->root);
    enter(reader, reader->type->root, NULL, reader->root, name, attributes);
}

/* Whether the one child that the place can have is there under another name. */
static bool is_occupied(const struct field *field, const void *base)
{
    return (field->form == FORM_CHILD || field->form == FORM_RAW) && field_is_given(field, base);
}

static void start_child(struct reader *reader, struct frame *parent, const char *name, const char **attributes)
{
    struct lookup found = {0};
    bool *seen;

    reader->skipped = 1;
    if (!parent->element) {
        complain_no_such(reader, parent->name, name, false, here(reader), NULL);
        return;
    }
    found = find_row(parent, name, false);
    if (!found.field) {
        if (found.known)
            complain_not_here(reader, parent, name, false, here(reader));
        else
            complain_unknown(reader, parent, name, false, here(reader));
        return;
    }
    seen = &parent->seen[found.field - parent->element->fields];
    if (found.field->flags & UNSUPPORTED) {
        object(reader, SEVERITY_UNSUPPORTED, "xml.unsupported", here(reader), NULL,
               "<%s> in <%s>: known, not supported yet", name, parent->name);
        return;
    }
    if (found.field->form != FORM_LIST && (*seen || is_occupied(found.field, parent->base))) {
        object(reader, SEVERITY_ERROR, "xml.duplicate", here(reader), "leave one of them out",
               "<%s> stands a second time in <%s>", name, parent->name);
        return;
    }
    *seen = true;
    reader->skipped = 0;
    enter_child(reader, parent, found.field, name, attributes);
}

static void XMLCALL on_start(void *data, const XML_Char *expanded, const XML_Char **attributes)
{
    struct reader *reader = data;
    g_autofree char *name = NULL;

    if (reader->stopped)
        return;
    if (reader->raw_depth + reader->skipped + reader->frames->len >= READ_MAX_DEPTH) {
        object(reader, SEVERITY_ERROR, "xml.limit", here(reader), NULL, "elements are nested more than %u deep",
               READ_MAX_DEPTH);
        stop(reader);
    } else if (reader->raw_depth) {
        raw_start_tag(&reader->raw, &reader->scope, (size_t)XML_GetCurrentByteIndex(reader->parser),
                      (size_t)XML_GetCurrentByteCount(reader->parser), reader->raw_depth == 1);
        reader->raw_depth++;
    } else if (reader->skipped) {
        reader->skipped++;
    } else {
        name = row_name(reader, expanded);
        if (reader->frames->len == 0)
            start_root(reader, name, attributes);
        else
            start_child(reader, top(reader), name, attributes);
    }
}

/* ---- ends ---- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

static void read_content(struct reader *reader, const struct frame *frame)
{
    const struct subject subject = {.element = frame->name, .where = frame->where};
    g_autofree char *text = NULL;

    for (unsigned i = 0; i < frame->element->n_fields; i++) {
        const struct field *field = &frame->element->fields[i];

        if (field->form != FORM_CONTENT || !field_applies(field, frame->discriminant))
            continue;
        if (!is_blank(frame->text->str) || (field->flags & EMPTY_OK))
            read_value(reader, field, frame->base, frame->text->str, frame->companion, &subject);
        else if ((field->flags & REQUIRED) || frame->companion)
            object(reader, SEVERITY_ERROR, "xml.missing", frame->where, NULL, "<%s> is empty, expected a %s",
                   frame->name, field->kind->id);
        return;
    }
    if (is_blank(frame->text->str))
        return;
    text = shown(g_strstrip(frame->text->str));
    object(reader, SEVERITY_ERROR, "xml.text", frame->where, NULL, "<%s> holds the text '%s', expected none",
           frame->name, text);
}

static bool same_name_seen(const struct frame *frame, const struct field *wanted)
{
    for (unsigned i = 0; i < frame->element->n_fields; i++)
        if (frame->seen[i] && frame->element->fields[i].form != FORM_CONTENT &&
            (strcmp(frame->element->fields[i].name, wanted->name) == 0 ||
             ((frame->element->fields[i].flags & OLD_SPELLING) && frame->element->fields[i].offset == wanted->offset)))
            return true;
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
        if (field->form == FORM_ATTR)
            object(reader, SEVERITY_ERROR, "xml.missing", frame->where, NULL, "<%s> lacks the attribute '%s'",
                   frame->name, field->name);
        else
            object(reader, SEVERITY_ERROR, "xml.missing", frame->where, NULL, "<%s> lacks the child <%s>", frame->name,
                   field->name);
    }
}

static void end_raw(struct reader *reader)
{
    *(char **)field_at(reader->raw_field, reader->raw_base) =
        raw_end(&reader->raw, (size_t)XML_GetCurrentByteIndex(reader->parser));
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct reader *reader = data;
    struct frame *frame;

    if (reader->stopped)
        return;
    if (reader->raw_depth) {
        if (--reader->raw_depth == 0)
            end_raw(reader);
        return;
    }
    if (reader->skipped) {
        reader->skipped--;
        return;
    }
    frame = top(reader);
    if (frame->element) {
        read_content(reader, frame);
        check_required(reader, frame);
    } else {
        const struct subject subject = {.element = frame->name, .where = frame->where};

        read_value(reader, frame->field, frame->base, frame->text->str, frame->companion, &subject);
    }
    g_ptr_array_set_size(reader->frames, (int)reader->frames->len - 1);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct reader *reader = data;

    if (!reader->stopped && !reader->raw_depth && !reader->skipped && reader->frames->len)
        g_string_append_len(top(reader)->text, text, length);
}

static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
                               int has_internal_subset)
{
    struct reader *reader = data;
    const char *start = g_strrstr_len(reader->text, (gssize)XML_GetCurrentByteIndex(reader->parser) + 1, "<!DOCTYPE");

    object(reader, SEVERITY_ERROR, "xml.doctype",
           place_after((struct place){1, 1}, reader->text, start ? (size_t)(start - reader->text) : 0),
           "remove it; domain XML needs none", "the document has a document type declaration, which is not read");
    stop(reader);
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

/* ---- the whole document ---- */

static void complain_syntax(struct reader *reader)
{
    enum XML_Error code = XML_GetErrorCode(reader->parser);

    if (reader->stopped)
        return;
    if (code == XML_ERROR_NO_ELEMENTS && !reader->root)
        complain(reader->report, SEVERITY_ERROR, "xml.syntax", here(reader), NULL,
                 "the document is empty, expected <%s>", reader->type->root_name);
    else if (code == XML_ERROR_NO_ELEMENTS && !reader->raw_depth && !reader->skipped)
        complain(reader->report, SEVERITY_ERROR, "xml.syntax", here(reader), NULL,
                 "not well-formed: the document ends within <%s>", top(reader)->name);
    else
        complain(reader->report, SEVERITY_ERROR, "xml.syntax", here(reader), NULL, "not well-formed: %s",
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
    where = place_after((struct place){1, 1}, text, (size_t)(bad - text));
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
    reader->parser = XML_ParserCreateNS("UTF-8", NAMESPACE_SEPARATOR);
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
    XML_SetNamespaceDeclHandler(reader->parser, on_namespace, on_namespace_end);
    if (XML_Parse(reader->parser, reader->text, (int)reader->length, 1) != XML_STATUS_OK)
        complain_syntax(reader);
    XML_ParserFree(reader->parser);
    return !reader->stopped;
}

void *document_read(const struct document_type *type, const char *text, size_t length, struct report *report)
{
    struct reader reader = {.type = type, .text = text, .length = length, .report = report};

    if (!check_bytes(text, length, report))
        return NULL;
    reader.frames = g_ptr_array_new_with_free_func(frame_free);
    raw_scope_init(&reader.scope);
    if (!parse(&reader)) {
        element_free(type->root, reader.root);
        reader.root = NULL;
    }
    g_ptr_array_unref(reader.frames);
    raw_clear(&reader.raw);
    raw_scope_clear(&reader.scope);
    report_sort(report);
    return reader.root;
}
