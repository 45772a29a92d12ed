#include "xml/visit.h"

#include <string.h>

struct walk {
    GString *path;
    visit_function visit;
    void *data;
};

static const char *step_mark(const struct field *field)
{
    return field->form == FORM_ATTR ? "@" : "";
}

static const char *step_name(const struct field *field)
{
    return field->form == FORM_CONTENT ? "text()" : field->name;
}

char *field_step(const struct field *field)
{
    return g_strconcat(step_mark(field), step_name(field), NULL);
}

int field_step_compare(const struct field *field, const char *text)
{
    const char *mark = step_mark(field);

    if (*mark && *mark != *text)
        return (unsigned char)*mark - (unsigned char)*text;
    return strcmp(step_name(field), *mark ? text + 1 : text);
}

static void append_step(GString *path, const struct field *field)
{
    if (path->len)
        g_string_append_c(path, '/');
    g_string_append(path, step_mark(field));
    g_string_append(path, step_name(field));
}

/* `where` is the place of the child that the table is of. */
static void visit_element(struct walk *walk, const struct element *element, const void *base, struct place where,
                          unsigned inherited);

static void visit_row(struct walk *walk, const struct element *element, const struct field *field, const void *base,
                      struct place where)
{
    struct visited visited = {
        .path = walk->path->str,
        .where = where,
        .element = element,
        .field = field,
        .base = base,
    };

    walk->visit(&visited, walk->data);
}

static void visit_struct(struct walk *walk, const struct element *element, const struct field *field, const void *base,
                         const void *child)
{
    struct place where = *(const struct place *)child;

    visit_row(walk, element, field, base, where);
    visit_element(walk, field->element, child, where, 0);
}

static void visit_list(struct walk *walk, const struct element *element, const struct field *field, const void *base)
{
    const GPtrArray *list = *(GPtrArray *const *)field_at_const(field, base);
    gsize length = walk->path->len;

    for (unsigned i = 0; i < list->len; i++) {
        g_string_append_printf(walk->path, "[%u]", i + 1);
        visit_struct(walk, element, field, base, list->pdata[i]);
        g_string_truncate(walk->path, length);
    }
}

static void visit_field(struct walk *walk, const struct element *element, const struct field *field, const void *base,
                        struct place where, unsigned discriminant)
{
    gsize length = walk->path->len;

    append_step(walk->path, field);
    switch (field->form) {
    case FORM_ATTR:
    case FORM_CONTENT:
    case FORM_TEXT:
    case FORM_RAW:
        visit_row(walk, element, field, base, field_child_where(field, base, where));
        break;
    case FORM_CHILD:
        visit_struct(walk, element, field, base, *(void *const *)field_at_const(field, base));
        break;
    case FORM_LIST:
        visit_list(walk, element, field, base);
        break;
    case FORM_INLINE:
        visit_element(walk, field->element, field_at_const(field, base), field_child_where(field, base, where),
                      discriminant);
        break;
    }
    g_string_truncate(walk->path, length);
}

static void visit_element(struct walk *walk, const struct element *element, const void *base, struct place where,
                          unsigned inherited)
{
    unsigned discriminant = element_discriminant_value(element, base, inherited);

    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (!(field->flags & UNWRITTEN) && field_applies(field, discriminant) && field_is_given(field, base))
            visit_field(walk, element, field, base, where, discriminant);
    }
}

void document_visit(const struct document_type *type, const void *root, visit_function visit, void *data)
{
    struct walk walk = {.path = g_string_new(NULL), .visit = visit, .data = data};

    visit_element(&walk, type->root, root, *(const struct place *)root, 0);
    g_string_free(walk.path, TRUE);
}

GPtrArray *document_elements(const struct document_type *type)
{
    GPtrArray *elements = g_ptr_array_new();
    g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);

    g_ptr_array_add(elements, (gpointer)type->root);
    g_hash_table_add(known, (gpointer)type->root);
    for (unsigned done = 0; done < elements->len; done++) {
        const struct element *element = elements->pdata[done];

        for (unsigned i = 0; i < element->n_fields; i++) {
            const struct element *child = element->fields[i].element;

            if (child && g_hash_table_add(known, (gpointer)child))
                g_ptr_array_add(elements, (gpointer)child);
        }
    }
    return elements;
}

GPtrArray *document_structs(const struct document_type *type)
{
    g_autoptr(GPtrArray) elements = document_elements(type);
    g_autoptr(GHashTable) known = g_hash_table_new(NULL, NULL);
    GPtrArray *structs = g_ptr_array_new();

    g_hash_table_add(known, (gpointer)type->root);
    for (unsigned i = 0; i < elements->len; i++) {
        const struct element *element = elements->pdata[i];

        for (unsigned j = 0; j < element->n_fields; j++)
            if (element->fields[j].element && element->fields[j].form != FORM_INLINE)
                g_hash_table_add(known, (gpointer)element->fields[j].element);
    }
    for (unsigned i = 0; i < elements->len; i++)
        if (g_hash_table_contains(known, elements->pdata[i]))
            g_ptr_array_add(structs, elements->pdata[i]);
    return structs;
}
