#include "xml/field.h"

#include <string.h>

ENUM_NAMES(yes_no, YES_NO_COUNT, [YES] = "yes", [NO] = "no");
ENUM_NAMES(on_off, ON_OFF_COUNT, [ON] = "on", [OFF] = "off");

const char *enum_name(const struct enum_names *names, unsigned value)
{
    return value < names->count ? names->names[value] : NULL;
}

unsigned enum_value(const struct enum_names *names, const char *name)
{
    for (unsigned value = 1; value < names->count; value++)
        if (g_strcmp0(names->names[value], name) == 0)
            return value;
    return 0;
}

const struct field *element_discriminant(const struct element *element)
{
    for (unsigned i = 0; i < element->n_fields; i++)
        if (element->fields[i].flags & DISCRIMINANT)
            return &element->fields[i];
    return NULL;
}

unsigned element_discriminant_value(const struct element *element, const void *base, unsigned inherited)
{
    const struct field *discriminant = element_discriminant(element);
    unsigned value;

    if (!discriminant)
        return inherited;
    memcpy(&value, field_at_const(discriminant, base), sizeof(value));
    return value;
}

bool field_applies(const struct field *field, unsigned discriminant)
{
    return field->only_if == 0 || (discriminant < 64 && (field->only_if & BIT(discriminant)));
}

static bool any_given(const struct element *element, const void *base)
{
    for (unsigned i = 0; i < element->n_fields; i++)
        if (field_is_given(&element->fields[i], base))
            return true;
    return false;
}

bool field_is_given(const struct field *field, const void *base)
{
    const void *at = field_at_const(field, base);

    if (field->flags & UNSUPPORTED)
        return false;
    switch (field->form) {
    case FORM_ATTR:
    case FORM_CONTENT:
    case FORM_TEXT:
        return value_is_given(field, at);
    case FORM_CHILD:
    case FORM_RAW:
        return *(void *const *)at != NULL;
    case FORM_LIST:
        return *(GPtrArray *const *)at && (*(GPtrArray *const *)at)->len > 0;
    case FORM_INLINE:
        return any_given(field->element, at);
    }
    return false;
}

char *field_text(const struct field *field, const void *base)
{
    const void *at = field_at_const(field, base);
    const char *companion = NULL;
    GString *text;

    if (field->form == FORM_RAW)
        return g_strdup(*(char *const *)at);
    if (!value_is_given(field, at))
        return NULL;
    text = g_string_new(NULL);
    field->kind->write(field, at, text, &companion);
    if (companion)
        g_string_append_printf(text, " %s", companion);
    return g_string_free(text, FALSE);
}

struct place field_child_where(const struct field *field, const void *base, struct place parent)
{
    struct place where = {0};

    if (field->where)
        where = *(const struct place *)((const char *)base + field->where);
    else if (field->form == FORM_INLINE && field->offset)
        where = *(const struct place *)field_at_const(field, base);
    return where.line ? where : parent;
}
