#include "xml/write.h"

#include <string.h>

struct writer {
    const struct document_type *type;
    GString *out;
    uint64_t prefixes; /* BIT(i) for each name space that a name needed */
};

static void append_escaped(GString *out, const char *text, bool attribute)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        case '>':
            g_string_append(out, "&gt;");
            break;
        case '\'':
            g_string_append(out, attribute ? "&apos;" : "'");
            break;
        case '\n':
        case '\t':
            if (attribute) /* a parser would make a blank of it */
                g_string_append_printf(out, "&#%d;", *text);
            else
                g_string_append_c(out, *text);
            break;
        case '\r':
            g_string_append(out, "&#13;");
            break;
        default:
            g_string_append_c(out, *text);
        }
    }
}

static void indent(GString *out, unsigned depth)
{
    for (unsigned i = 0; i < depth; i++)
        g_string_append(out, "  ");
}

static void note_prefix(struct writer *writer, const char *name)
{
    const char *colon = strchr(name, ':');

    for (unsigned i = 0; colon && i < writer->type->n_namespaces; i++)
        if (strncmp(writer->type->namespaces[i].prefix, name, (size_t)(colon - name)) == 0)
            writer->prefixes |= BIT(i);
}

static void write_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s='", name);
    append_escaped(out, value, true);
    g_string_append_c(out, '\'');
}

/* The rows that exist in this struct at the moment. */
static bool is_written(const struct field *field, unsigned discriminant)
{
    return !(field->flags & UNWRITTEN) && field_applies(field, discriminant);
}

static void write_attributes(struct writer *writer, const struct element *element, const void *base,
                             unsigned discriminant)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];
        const char *companion = NULL;
        g_autofree char *value = NULL;

        if ((field->form != FORM_ATTR && field->form != FORM_CONTENT) || !is_written(field, discriminant))
            continue;
        value = field->kind->write(field, field_at_const(field, base), &companion);
        if (!value)
            continue;
        if (field->form == FORM_ATTR) {
            note_prefix(writer, field->name);
            write_attribute(writer->out, field->name, value);
        }
        if (companion)
            write_attribute(writer->out, field->kind->companion, companion);
    }
}

static char *content_of(const struct element *element, const void *base, unsigned discriminant)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];
        const char *companion = NULL;

        if (field->form == FORM_CONTENT && is_written(field, discriminant))
            return field->kind->write(field, field_at_const(field, base), &companion);
    }
    return NULL;
}

static void write_children(struct writer *writer, const struct element *element, const void *base, unsigned inherited,
                           unsigned depth);

/* Writes an element.  If `only_if_given`, nothing at all when it has no attribute, text or child. */
static void write_element(struct writer *writer, const char *name, const struct element *element, const void *base,
                          unsigned inherited, unsigned depth, bool only_if_given)
{
    unsigned discriminant = element_discriminant_value(element, base, inherited);
    gsize start = writer->out->len, after_name, after_attributes;
    g_autofree char *content = NULL;
    bool has_text;

    indent(writer->out, depth);
    g_string_append_printf(writer->out, "<%s", name);
    after_name = writer->out->len;
    write_attributes(writer, element, base, discriminant);
    after_attributes = writer->out->len;
    g_string_append(writer->out, ">");
    content = content_of(element, base, discriminant);
    has_text = content && *content;
    if (has_text)
        append_escaped(writer->out, content, false);
    else
        g_string_append_c(writer->out, '\n');
    write_children(writer, element, base, inherited, depth + 1);

    if (writer->out->len > after_attributes + 2 || has_text) {
        if (!has_text)
            indent(writer->out, depth);
        g_string_append_printf(writer->out, "</%s>\n", name);
    } else if (after_attributes == after_name && only_if_given && !content) {
        g_string_truncate(writer->out, start);
        return;
    } else {
        g_string_truncate(writer->out, after_attributes);
        g_string_append(writer->out, "/>\n");
    }
    note_prefix(writer, name);
}

static void write_text_child(struct writer *writer, const struct field *field, const void *base, unsigned depth)
{
    const char *companion = NULL;
    g_autofree char *value = field->kind->write(field, field_at_const(field, base), &companion);

    if (!value)
        return;
    note_prefix(writer, field->name);
    indent(writer->out, depth);
    g_string_append_printf(writer->out, "<%s", field->name);
    if (companion)
        write_attribute(writer->out, field->kind->companion, companion);
    if (*value == '\0') {
        g_string_append(writer->out, "/>\n");
        return;
    }
    g_string_append_c(writer->out, '>');
    append_escaped(writer->out, value, false);
    g_string_append_printf(writer->out, "</%s>\n", field->name);
}

static void write_raw(struct writer *writer, const struct field *field, const void *base, unsigned depth)
{
    const char *raw = *(char *const *)field_at_const(field, base);

    if (!raw)
        return;
    indent(writer->out, depth);
    if (*raw == '\0') {
        g_string_append_printf(writer->out, "<%s/>\n", field->name);
        return;
    }
    g_string_append_printf(writer->out, "<%s>\n", field->name);
    indent(writer->out, depth + 1);
    g_string_append_printf(writer->out, "%s\n", raw);
    indent(writer->out, depth);
    g_string_append_printf(writer->out, "</%s>\n", field->name);
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
        write_text_child(writer, field, base, depth);
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
        write_raw(writer, field, base, depth);
        break;
    }
}

static void write_children(struct writer *writer, const struct element *element, const void *base, unsigned inherited,
                           unsigned depth)
{
    unsigned discriminant = element_discriminant_value(element, base, inherited);

    for (unsigned i = 0; i < element->n_fields; i++)
        if (is_written(&element->fields[i], discriminant))
            write_child(writer, &element->fields[i], base, discriminant, depth);
}

char *document_write(const struct document_type *type, const void *root)
{
    struct writer writer = {.type = type, .out = g_string_new(NULL)};
    GString *declarations = g_string_new(NULL);

    write_element(&writer, type->root_name, type->root, root, 0, 0, false);
    for (unsigned i = 0; i < type->n_namespaces; i++)
        if (writer.prefixes & BIT(i))
            g_string_append_printf(declarations, " xmlns:%s='%s'", type->namespaces[i].prefix, type->namespaces[i].uri);
    g_string_insert(writer.out, (gssize)strlen(type->root_name) + 1, declarations->str);
    g_string_free(declarations, TRUE);
    return g_string_free(writer.out, FALSE);
}
