#include "xml/write.h"

#include <string.h>

struct writer {
    const struct document_type *type;
    GString *out;
    GString *value;    /* one value before it is escaped */
    uint64_t prefixes; /* BIT(i) for each name space that a name needed */
};

/* ---- text ---- */

static const char *escape(char c, bool attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\'':
        return attribute ? "&apos;" : NULL;
    case '\n': /* a parser would make a blank of it */
        return attribute ? "&#10;" : NULL;
    case '\t':
        return attribute ? "&#9;" : NULL;
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

static void append_escaped(GString *out, const char *text, size_t length, bool attribute)
{
    const char *end = text + length;

    while (text < end) {
        size_t plain = strcspn(text, attribute ? "&<>'\n\t\r" : "&<>\r");

        g_string_append_len(out, text, (gssize)plain);
        text += plain;
        if (text < end)
            g_string_append(out, escape(*text++, attribute));
    }
}

static void append(GString *out, const char *text)
{
    g_string_append_len(out, text, (gssize)strlen(text));
}

static void indent(GString *out, unsigned depth)
{
    static const char blanks[] = "                                ";

    for (; depth > 16; depth -= 16)
        g_string_append_len(out, blanks, 32);
    g_string_append_len(out, blanks, 2 * (gssize)depth);
}

static void append_name(struct writer *writer, const char *name)
{
    const char *colon = writer->type->n_namespaces ? strchr(name, ':') : NULL;

    for (unsigned i = 0; colon && i < writer->type->n_namespaces; i++)
        if (strncmp(writer->type->namespaces[i].prefix, name, (size_t)(colon - name)) == 0)
            writer->prefixes |= BIT(i);
    append(writer->out, name);
}

static void open_tag(struct writer *writer, const char *name, unsigned depth)
{
    indent(writer->out, depth);
    g_string_append_c(writer->out, '<');
    append_name(writer, name);
}

static void close_tag(struct writer *writer, const char *name)
{
    g_string_append_len(writer->out, "</", 2);
    append(writer->out, name);
    g_string_append_len(writer->out, ">\n", 2);
}

/* ---- values ---- */

/* The rows that exist in this struct at the moment. */
static bool is_written(const struct field *field, unsigned discriminant)
{
    return !(field->flags & UNWRITTEN) && field_applies(field, discriminant);
}

/* Puts the value's text into writer->value; gives its unit, NULL if it has none. */
static const char *format_value(struct writer *writer, const struct field *field, const void *at)
{
    const char *companion = NULL;

    g_string_truncate(writer->value, 0);
    field->kind->write(field, at, writer->value, &companion);
    return companion;
}

static void append_value(struct writer *writer, bool attribute)
{
    append_escaped(writer->out, writer->value->str, writer->value->len, attribute);
}

static void write_attribute(struct writer *writer, const char *name)
{
    g_string_append_c(writer->out, ' ');
    append_name(writer, name);
    g_string_append_len(writer->out, "='", 2);
    append_value(writer, true);
    g_string_append_c(writer->out, '\'');
}

static void write_companion(struct writer *writer, const struct field *field, const char *companion)
{
    if (!companion)
        return;
    g_string_append_c(writer->out, ' ');
    append(writer->out, field->kind->companion);
    g_string_append_len(writer->out, "='", 2);
    append(writer->out, companion);
    g_string_append_c(writer->out, '\'');
}

/* Writes the attributes; gives the row of the element's text, if that is given. */
static const struct field *write_attributes(struct writer *writer, const struct element *element, const void *base,
                                            unsigned discriminant)
{
    const struct field *content = NULL;

    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];
        const void *at = field_at_const(field, base);
        const char *companion;

        if ((field->form != FORM_ATTR && field->form != FORM_CONTENT) || !is_written(field, discriminant) ||
            !value_is_given(field, at))
            continue;
        companion = format_value(writer, field, at);
        if (field->form == FORM_ATTR)
            write_attribute(writer, field->name);
        else
            content = field;
        write_companion(writer, field, companion);
    }
    return content;
}

/* ---- elements ---- */

static void write_children(struct writer *writer, const struct element *element, const void *base,
                           unsigned discriminant, unsigned depth);

/* Writes an element.  If `only_if_given`, nothing at all when it has no attribute, text or child. */
static void write_element(struct writer *writer, const char *name, const struct element *element, const void *base,
                          unsigned inherited, unsigned depth, bool only_if_given)
{
    unsigned discriminant = element_discriminant_value(element, base, inherited);
    gsize start = writer->out->len, after_name, after_attributes, after_text;
    uint64_t prefixes = writer->prefixes;
    const struct field *content;

    open_tag(writer, name, depth);
    after_name = writer->out->len;
    content = write_attributes(writer, element, base, discriminant);
    after_attributes = writer->out->len;
    if (content)
        format_value(writer, content, field_at_const(content, base));
    if (content && writer->value->len) {
        g_string_append_c(writer->out, '>');
        append_value(writer, false);
        close_tag(writer, name);
        return; /* an element with text has no children */
    }
    g_string_append_len(writer->out, ">\n", 2);
    after_text = writer->out->len;
    write_children(writer, element, base, discriminant, depth + 1);
    if (writer->out->len > after_text) {
        indent(writer->out, depth);
        close_tag(writer, name);
    } else if (after_attributes == after_name && only_if_given && !content) {
        g_string_truncate(writer->out, start);
        writer->prefixes = prefixes;
    } else {
        g_string_truncate(writer->out, after_attributes);
        g_string_append_len(writer->out, "/>\n", 3);
    }
}

static void write_text_child(struct writer *writer, const struct field *field, const void *at, unsigned depth)
{
    if (!value_is_given(field, at))
        return;
    open_tag(writer, field->name, depth);
    write_companion(writer, field, format_value(writer, field, at));
    if (writer->value->len == 0) {
        g_string_append_len(writer->out, "/>\n", 3);
        return;
    }
    g_string_append_c(writer->out, '>');
    append_value(writer, false);
    close_tag(writer, field->name);
}

static void write_raw(struct writer *writer, const struct field *field, const char *raw, unsigned depth)
{
    if (!raw)
        return;
    open_tag(writer, field->name, depth);
    if (*raw == '\0') {
        g_string_append_len(writer->out, "/>\n", 3);
        return;
    }
    g_string_append_len(writer->out, ">\n", 2);
    indent(writer->out, depth + 1);
    append(writer->out, raw);
    g_string_append_c(writer->out, '\n');
    indent(writer->out, depth);
    close_tag(writer, field->name);
}

static void write_child(struct writer *writer, const struct field *field, const void *base, unsigned discriminant,
                        unsigned depth)
{
    const void *at = field_at_const(field, base);

    switch (field->form) {
    case FORM_ATTR:
    case FORM_CONTENT:
        break;
    case FORM_TEXT:
        write_text_child(writer, field, at, depth);
        break;
    case FORM_CHILD:
        if (*(void *const *)at)
            write_element(writer, field->name, field->element, *(void *const *)at, 0, depth, false);
        break;
    case FORM_LIST: {
        const GPtrArray *list = *(GPtrArray *const *)at;

        for (unsigned i = 0; i < list->len; i++)
            write_element(writer, field->name, field->element, list->pdata[i], 0, depth, false);
        break;
    }
    case FORM_INLINE:
        write_element(writer, field->name, field->element, at, discriminant, depth, !(field->flags & KEEP_EMPTY));
        break;
    case FORM_RAW:
        write_raw(writer, field, *(char *const *)at, depth);
        break;
    }
}

static void write_children(struct writer *writer, const struct element *element, const void *base,
                           unsigned discriminant, unsigned depth)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (field->form != FORM_ATTR && field->form != FORM_CONTENT && is_written(field, discriminant))
            write_child(writer, field, base, discriminant, depth);
    }
}

char *document_write(const struct document_type *type, const void *root)
{
    struct writer writer = {.type = type, .out = g_string_sized_new(4096), .value = g_string_new(NULL)};
    GString *declarations = g_string_new(NULL);

    write_element(&writer, type->root_name, type->root, root, 0, 0, false);
    for (unsigned i = 0; i < type->n_namespaces; i++)
        if (writer.prefixes & BIT(i))
            g_string_append_printf(declarations, " xmlns:%s='%s'", type->namespaces[i].prefix, type->namespaces[i].uri);
    g_string_insert(writer.out, (gssize)strlen(type->root_name) + 1, declarations->str);
    g_string_free(declarations, TRUE);
    g_string_free(writer.value, TRUE);
    return g_string_free(writer.out, FALSE);
}
