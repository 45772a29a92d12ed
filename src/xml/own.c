#include "xml/own.h"

static void make_lists(const struct element *element, void *base)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (field->form == FORM_INLINE) {
            make_lists(field->element, field_at(field, base));
        } else if (field->form == FORM_LIST) {
            GPtrArray **list = field_at(field, base);

            if (!*list) /* two rows may share a list */
                *list = g_ptr_array_new();
        }
    }
}

void *element_new(const struct element *element)
{
    void *base = g_malloc0(element->size);

    make_lists(element, base);
    return base;
}

static void clear_fields(const struct element *element, void *base);

static void clear_list(const struct field *field, GPtrArray **list)
{
    if (!*list)
        return;
    for (unsigned i = 0; i < (*list)->len; i++)
        element_free(field->element, (*list)->pdata[i]);
    g_ptr_array_unref(*list);
    *list = NULL;
}

static void clear_child(const struct field *field, void *at)
{
    switch (field->form) {
    case FORM_CHILD:
        element_free(field->element, *(void **)at);
        *(void **)at = NULL;
        break;
    case FORM_LIST:
        clear_list(field, at);
        break;
    case FORM_INLINE:
        clear_fields(field->element, at);
        break;
    case FORM_RAW:
        g_clear_pointer((char **)at, g_free);
        break;
    default:
        break;
    }
}

/* Rows may share a place (a name for each value of the discriminant), so all is left as "not given". */
static void clear_field(const struct field *field, void *base)
{
    void *at = field_at(field, base);

    if (field->form > FORM_TEXT)
        clear_child(field, at);
    else if (field->kind && value_is_given(field, at))
        field->kind->clear(at);
}

static void clear_fields(const struct element *element, void *base)
{
    for (unsigned i = 0; i < element->n_fields; i++)
        clear_field(&element->fields[i], base);
}

void element_clear(const struct element *element, void *base, const char *name)
{
    for (unsigned i = 0; i < element->n_fields; i++)
        if (g_strcmp0(element->fields[i].name, name) == 0)
            clear_field(&element->fields[i], base);
    make_lists(element, base); /* an empty list is one, too */
}

void element_free(const struct element *element, void *base)
{
    if (!base)
        return;
    clear_fields(element, base);
    g_free(base);
}

static void copy_fields(const struct element *element, void *to, const void *from);

/* A struct that lies in its parent's has a place of its own, unless it is the parent's first member. */
static void copy_embedded(const struct field *field, void *to, const void *from)
{
    if (field->offset > 0)
        *(struct place *)to = *(const struct place *)from;
    copy_fields(field->element, to, from);
}

static void copy_field(const struct field *field, void *to_base, const void *from_base)
{
    void *to = field_at(field, to_base);
    const void *from = field_at_const(field, from_base);

    if (field->where)
        *field_where(field, to_base) = *(const struct place *)((const char *)from_base + field->where);
    switch (field->form) {
    case FORM_ATTR:
    case FORM_CONTENT:
    case FORM_TEXT:
        if (field->kind) {
            field->kind->clear(to);
            field->kind->copy(to, from);
        }
        break;
    case FORM_CHILD:
        if (!*(void **)to)
            *(void **)to = element_copy(field->element, *(void *const *)from);
        break;
    case FORM_LIST: {
        GPtrArray *list = *(GPtrArray **)to, *source = *(GPtrArray *const *)from;

        for (unsigned i = list->len; source && i < source->len; i++)
            g_ptr_array_add(list, element_copy(field->element, source->pdata[i]));
        break;
    }
    case FORM_INLINE:
        copy_embedded(field, to, from);
        break;
    case FORM_RAW:
        g_free(*(char **)to);
        *(char **)to = g_strdup(*(char *const *)from);
        break;
    }
}

static void copy_fields(const struct element *element, void *to, const void *from)
{
    for (unsigned i = 0; i < element->n_fields; i++)
        copy_field(&element->fields[i], to, from);
}

void *element_copy(const struct element *element, const void *base)
{
    void *copy;

    if (!base)
        return NULL;
    copy = element_new(element);
    *(struct place *)copy = *(const struct place *)base;
    copy_fields(element, copy, base);
    return copy;
}
