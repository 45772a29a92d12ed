#include "xml/reference.h"

#include "xml/visit.h"

#include <string.h>

/* An address stands below each device: only so many paths of one element are named. */
#define MAX_PATHS 12

struct reference {
    const struct document_type *type;
    GString *out;
    GHashTable *paths; /* struct element -> GPtrArray of char * */
};

/* ---- where an element may stand ---- */

static void find_paths(struct reference *reference, const struct element *element, const char *path, GPtrArray *above);

static void find_paths_below(struct reference *reference, const struct element *element, const char *path,
                             GPtrArray *above)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];
        g_autofree char *below = NULL;

        if (!field->element || (field->flags & UNSUPPORTED))
            continue;
        below = g_strdup_printf("%s/%s", path, field->name);
        if (field->form == FORM_INLINE)
            find_paths_below(reference, field->element, below, above);
        else
            find_paths(reference, field->element, below, above);
    }
}

static void find_paths(struct reference *reference, const struct element *element, const char *path, GPtrArray *above)
{
    GPtrArray *paths = g_hash_table_lookup(reference->paths, element);

    if (!paths) {
        paths = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(reference->paths, (gpointer)element, paths);
    }
    if (paths->len > MAX_PATHS)
        return;
    g_ptr_array_add(paths, g_strdup(path));
    if (g_ptr_array_find(above, element, NULL)) /* it may stand in itself: told once */
        return;
    g_ptr_array_add(above, (gpointer)element);
    find_paths_below(reference, element, path, above);
    g_ptr_array_set_size(above, (int)above->len - 1);
}

static void append_paths(struct reference *reference, const struct element *element)
{
    const GPtrArray *paths = g_hash_table_lookup(reference->paths, element);

    g_string_append(reference->out, "Stands at ");
    for (unsigned i = 0; paths && i < paths->len && i < MAX_PATHS; i++)
        g_string_append_printf(reference->out, i ? ", `%s`" : "`%s`", (char *)paths->pdata[i]);
    g_string_append(reference->out, paths && paths->len > MAX_PATHS ? " and more.\n\n" : ".\n\n");
}

/* ---- Markdown ---- */

/* A text in a cell of a table. */
static char *cell(const char *text)
{
    GString *out = g_string_new(NULL);

    for (; *text; text++) {
        if (strchr("|\\*_<>`[]", *text))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text == '\n' ? ' ' : *text);
    }
    return g_string_free(out, FALSE);
}

/* The anchor that a heading gets: lower-case letters, digits, - and _. */
static char *anchor(const char *id)
{
    GString *out = g_string_new(NULL);

    for (; *id; id++)
        if (g_ascii_isalnum(*id) || *id == '-' || *id == '_')
            g_string_append_c(out, g_ascii_tolower(*id));
    return g_string_free(out, FALSE);
}

static char *element_link(const struct element *element)
{
    g_autofree char *to = anchor(element->id);

    return g_strdup_printf("[%s](#%s)", element->id, to);
}

/* ---- the cells of a row ---- */

static void append_names(GString *out, const struct enum_names *names, uint64_t values)
{
    bool first = true;

    for (unsigned i = 1; i < names->count; i++) {
        if (!(values & BIT(i)))
            continue;
        g_string_append_printf(out, first ? "`%s`" : ", `%s`", names->names[i]);
        first = false;
    }
}

static void append_range(GString *out, const struct field *field, const char *of_what)
{
    if (field->max && field->kind == &kind_int)
        g_string_append_printf(out, ", %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, (int64_t)field->min,
                               (int64_t)field->max);
    else if (field->max)
        g_string_append_printf(out, ", %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT "%s", field->min, field->max,
                               of_what);
    else if (field->min)
        g_string_append_printf(out, ", at least %" G_GUINT64_FORMAT "%s", field->min, of_what);
    if (field->word)
        g_string_append_printf(out, ", or `%s`", field->word);
}

static void append_value_type(GString *out, const struct field *field)
{
    const struct kind *kind = field->kind;

    if (kind == &kind_enum) {
        append_names(out, field->names, ~field->names->unsupported);
        return;
    }
    if (kind == &kind_flag) {
        g_string_append(out, "nothing: it is there or not");
        return;
    }
    g_string_append(out, kind->id);
    if (kind->clear == kind_string.clear)
        append_range(out, field, " characters");
    else
        append_range(out, field, kind == &kind_size ? " bytes" : "");
    if (kind->companion)
        g_string_append_printf(out, ", in %s or with `%s`", field->unit_name ? field->unit_name : "?", kind->companion);
    if (field->flags & EMPTY_OK)
        g_string_append(out, ", may be empty");
}

static char *row_type(const struct field *field)
{
    GString *out = g_string_new(NULL);
    g_autofree char *link = field->element ? element_link(field->element) : NULL;

    switch (field->form) {
    case FORM_ATTR:
    case FORM_CONTENT:
    case FORM_TEXT:
        append_value_type(out, field);
        break;
    case FORM_CHILD:
        g_string_append(out, link);
        break;
    case FORM_LIST:
        g_string_append_printf(out, "any number of %s", link);
        break;
    case FORM_INLINE:
        g_string_append(out, "element");
        break;
    case FORM_RAW:
        g_string_append(out, "any XML, kept as it stands");
        break;
    }
    return g_string_free(out, FALSE);
}

/* "yes", "if `type` is `file`, `block`", "no, then `pci`". */
static char *row_need(const struct field *field, const struct field *discriminant)
{
    GString *out = g_string_new(NULL);

    g_string_append(out, (field->flags & REQUIRED) ? "yes" : "no");
    if (field->only_if && discriminant) {
        g_string_append_printf(out, "; only if `%s` is ", discriminant->name);
        append_names(out, discriminant->names, field->only_if);
        if (field->only_if & BIT(0))
            g_string_append(out, field->only_if == BIT(0) ? "not given" : " or not given");
    }
    if (field->flags & NOT_KEPT)
        g_string_append(out, "; read, not kept");
    if (field->initial)
        g_string_append_printf(out, "; `%s` if not given", enum_name(field->names, field->initial));
    return g_string_free(out, FALSE);
}

static const char *row_guest(const struct field *field)
{
    if (field->flags & GUEST_ABI)
        return "yes";
    return (field->flags & HOST_ONLY) ? "no" : "";
}

/* ---- tables ---- */

/* An element's rows, INLINE tables among them; what is not supported is gathered for a list of its own. */
struct chapter {
    struct reference *reference;
    GString *unsupported;
};

static void append_old_spellings(GString *out, const struct element *element, const struct field *field,
                                 const char *path)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *old = &element->fields[i];
        g_autofree char *step = field_step(old);

        if ((old->flags & OLD_SPELLING) && old != field && old->offset == field->offset && old->form != FORM_INLINE &&
            field->form != FORM_INLINE)
            g_string_append_printf(out, " Old spelling: `%s%s`.", path, step);
    }
}

static void add_unsupported(struct chapter *chapter, const struct field *field, const char *path, const char *doc)
{
    g_string_append_printf(chapter->unsupported, "- `%s`: %s\n", path, doc);
}

static void add_unsupported_values(struct chapter *chapter, const struct field *field, const char *path)
{
    if (!field->names || !field->names->unsupported)
        return;
    g_string_append_printf(chapter->unsupported, "- `%s` with the value ", path);
    append_names(chapter->unsupported, field->names, field->names->unsupported);
    g_string_append(chapter->unsupported, "\n");
}

static void append_row(struct chapter *chapter, const struct element *element, const struct field *field,
                       const char *parent_path, const char *path, const struct field *discriminant)
{
    GString *out = chapter->reference->out;
    g_autofree char *doc = cell(field->doc), *type = NULL, *need = NULL;

    if (field->flags & UNSUPPORTED) {
        add_unsupported(chapter, field, path, doc);
        return;
    }
    type = row_type(field);
    need = row_need(field, discriminant);
    add_unsupported_values(chapter, field, path);
    g_string_append_printf(out, "| `%s` | %s | %s | %s | %s", path, type, need, row_guest(field), doc);
    append_old_spellings(out, element, field, parent_path);
    g_string_append(out, " |\n");
}

static void append_rows(struct chapter *chapter, const struct element *element, const char *parent_path,
                        const struct field *inherited)
{
    const struct field *own = element_discriminant(element), *discriminant = own ? own : inherited;

    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];
        g_autofree char *step = field_step(field), *path = g_strconcat(parent_path, step, NULL);
        g_autofree char *below = g_strconcat(path, "/", NULL);

        if (field->flags & OLD_SPELLING)
            continue;
        append_row(chapter, element, field, parent_path, path, discriminant);
        if (field->form == FORM_INLINE)
            append_rows(chapter, field->element, below, discriminant);
    }
}

static void append_chapter(struct reference *reference, const struct element *element)
{
    struct chapter chapter = {.reference = reference, .unsupported = g_string_new(NULL)};

    g_string_append_printf(reference->out, "## %s\n\n%s\n\n", element->id, element->doc);
    append_paths(reference, element);
    if (element->n_fields)
        g_string_append(reference->out, "| name | value | required | guest sees it | meaning |\n"
                                        "| --- | --- | --- | --- | --- |\n");
    append_rows(&chapter, element, "", NULL);
    if (element->n_fields)
        g_string_append(reference->out, "\n");
    if (chapter.unsupported->len)
        g_string_append_printf(reference->out, "Known, not supported yet:\n\n%s\n", chapter.unsupported->str);
    g_string_free(chapter.unsupported, TRUE);
}

static void append_contents(struct reference *reference, const GPtrArray *structs)
{
    for (unsigned i = 0; i < structs->len; i++) {
        const struct element *element = structs->pdata[i];
        g_autofree char *link = element_link(element);

        g_string_append_printf(reference->out, "- %s: %s\n", link, element->doc);
    }
    g_string_append(reference->out, "\n");
}

char *document_reference(const struct document_type *type)
{
    g_autoptr(GPtrArray) structs = document_structs(type), above = g_ptr_array_new();
    struct reference reference = {
        .type = type,
        .out = g_string_new(NULL),
        .paths = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref),
    };

    find_paths(&reference, type->root, type->root_name, above);
    g_string_append_printf(reference.out,
                           "# All elements of `<%s>`\n\n"
                           "Made from the tables that the program reads documents by (`tandem reference`).\n"
                           "`@name` is an attribute, `text()` the text of the element itself; what the guest sees\n"
                           "has to be equal on both sides of a migration.\n\n",
                           type->root_name);
    append_contents(&reference, structs);
    for (unsigned i = 0; i < structs->len; i++)
        append_chapter(&reference, structs->pdata[i]);
    g_hash_table_unref(reference.paths);
    g_string_truncate(reference.out, reference.out->len - 1); /* the last empty line */
    return g_string_free(reference.out, FALSE);
}
