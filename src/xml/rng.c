#include "xml/rng.h"

#include "xml/visit.h"

#include <string.h>

/* Name of the definition for what RAW children may hold; no element can have it as its id. */
#define ANYTHING "_anything"

/* Patterns are put down a line each and indented at the end. */
static void line(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void line(GString *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append_vprintf(out, format, args);
    va_end(args);
    g_string_append_c(out, '\n');
}

static void open_tag(GString *out, const char *name)
{
    line(out, "<%s>", name);
}

static void close_tag(GString *out, const char *name)
{
    line(out, "</%s>", name);
}

/* A pattern around `count` others.  Around a single one it is left out: it means nothing, and libxml2 then takes what
 * is in it for part of another one. */
static void open_around(GString *out, const char *name, unsigned count)
{
    if (count > 1)
        open_tag(out, name);
}

static void close_around(GString *out, const char *name, unsigned count)
{
    if (count == 0)
        line(out, "<empty/>");
    if (count > 1)
        close_tag(out, name);
}

/* ---- values ---- */

static void add_value(GString *out, const struct field *field)
{
    g_autoptr(GString) pattern = g_string_new(NULL);

    field->kind->schema(field, pattern);
    line(out, "%s", pattern->str);
}

/* The unit beside a value. */
static void add_companion(GString *out, const struct field *field)
{
    if (field->kind->companion)
        line(out, "<optional><attribute name='%s'>%s</attribute></optional>", field->kind->companion,
             field->kind->companion_schema);
}

static void add_attribute(GString *out, const struct field *field)
{
    if (field->kind->companion)
        open_tag(out, "group");
    line(out, "<attribute name='%s'>", field->name);
    add_value(out, field);
    close_tag(out, "attribute");
    add_companion(out, field);
    if (field->kind->companion)
        close_tag(out, "group");
}

static void add_text_child(GString *out, const struct field *field)
{
    line(out, "<element name='%s'>", field->name);
    add_companion(out, field);
    add_value(out, field);
    close_tag(out, "element");
}

/* ---- elements ---- */

static void add_content(GString *out, const struct element *element, unsigned inherited);

static void add_row(GString *out, const struct field *field, unsigned discriminant)
{
    switch (field->form) {
    case FORM_ATTR:
        add_attribute(out, field);
        break;
    case FORM_CONTENT:
        break;
    case FORM_TEXT:
        add_text_child(out, field);
        break;
    case FORM_CHILD:
    case FORM_LIST:
        line(out, "<element name='%s'><ref name='%s'/></element>", field->name, field->element->id);
        break;
    case FORM_INLINE:
        line(out, "<element name='%s'>", field->name);
        add_content(out, field->element, discriminant);
        close_tag(out, "element");
        break;
    case FORM_RAW:
        line(out, "<element name='%s'><ref name='" ANYTHING "'/></element>", field->name);
        break;
    }
}

static bool is_old_spelling_of(const struct field *old, const struct field *field)
{
    return (old->flags & OLD_SPELLING) && !(field->flags & OLD_SPELLING) && old->form != FORM_LIST &&
           field->form != FORM_LIST && old->form != FORM_INLINE && field->form != FORM_INLINE &&
           old->offset == field->offset;
}

/* Rows that are one thing in several spellings, of which a document has one. */
static GPtrArray *spellings(const struct element *element, const struct field *field, unsigned discriminant)
{
    GPtrArray *found = g_ptr_array_new();

    g_ptr_array_add(found, (gpointer)field);
    for (unsigned i = 0; i < element->n_fields; i++)
        if (is_old_spelling_of(&element->fields[i], field) && field_applies(&element->fields[i], discriminant))
            g_ptr_array_add(found, (gpointer)&element->fields[i]);
    return found;
}

/* An old spelling is added with the row that it stands for, unless that is in another table. */
static bool stands_with_another(const struct element *element, const struct field *field, unsigned discriminant)
{
    for (unsigned i = 0; i < element->n_fields; i++)
        if (is_old_spelling_of(field, &element->fields[i]) && !(element->fields[i].flags & UNSUPPORTED) &&
            field_applies(&element->fields[i], discriminant))
            return true;
    return false;
}

static void add_rows(GString *out, const struct element *element, const struct field *field, unsigned discriminant)
{
    g_autoptr(GPtrArray) rows = spellings(element, field, discriminant);
    const char *often = field->form == FORM_LIST ? ((field->flags & REQUIRED) ? "oneOrMore" : "zeroOrMore")
                                                 : ((field->flags & REQUIRED) ? NULL : "optional");

    if (often)
        open_tag(out, often);
    if (rows->len > 1)
        open_tag(out, "choice");
    for (unsigned i = 0; i < rows->len; i++)
        add_row(out, rows->pdata[i], discriminant);
    if (rows->len > 1)
        close_tag(out, "choice");
    if (often)
        close_tag(out, often);
}

/* Whether what is in the table hangs on a discriminant above it. */
static bool is_conditional_table(const struct element *element)
{
    if (element_discriminant(element))
        return false;
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (field->only_if || (field->form == FORM_INLINE && is_conditional_table(field->element)))
            return true;
    }
    return false;
}

static bool is_conditional(const struct field *field)
{
    return field->only_if || (field->form == FORM_INLINE && is_conditional_table(field->element));
}

enum which { UNCONDITIONAL = 1, CONDITIONAL = 2, ALL = 3 };

/* Whether the row is one of those, and exists for this value of the discriminant. */
static bool is_meant(const struct field *field, enum which which, unsigned discriminant)
{
    return !(field->flags & (UNSUPPORTED | DISCRIMINANT)) && field_applies(field, discriminant) &&
           (which & (is_conditional(field) ? CONDITIONAL : UNCONDITIONAL));
}

/* Adds patterns for the attributes and children, gives their number. */
static unsigned add_some_rows(GString *out, const struct element *element, enum which which, unsigned discriminant)
{
    unsigned count = 0;

    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (field->form == FORM_CONTENT || !is_meant(field, which, discriminant) ||
            stands_with_another(element, field, discriminant))
            continue;
        add_rows(out, element, field, discriminant);
        count++;
    }
    return count;
}

static void add_some_text(GString *out, const struct element *element, enum which which, unsigned discriminant)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (field->form != FORM_CONTENT || !is_meant(field, which, discriminant))
            continue;
        add_companion(out, field);
        if (!(field->flags & REQUIRED))
            open_tag(out, "choice");
        add_value(out, field);
        if (!(field->flags & REQUIRED)) {
            line(out, "<empty/>");
            close_tag(out, "choice");
        }
    }
}

/* ---- content that hangs on the discriminant ---- */

/* Values for which an element has the same content. */
struct branch {
    uint64_t values;
    GString *rows, *text;
    unsigned n_rows;
};

static void branch_free(gpointer data)
{
    struct branch *branch = data;

    g_string_free(branch->rows, TRUE);
    g_string_free(branch->text, TRUE);
    g_free(branch);
}

/* `mark` is the value that the document has: 0 when it has none, whatever the initial value is. */
static void add_to_branch(GPtrArray *branches, const struct element *element, unsigned value, unsigned mark)
{
    struct branch *branch = g_new0(struct branch, 1);

    branch->values = BIT(mark);
    branch->rows = g_string_new(NULL);
    branch->text = g_string_new(NULL);
    branch->n_rows = add_some_rows(branch->rows, element, CONDITIONAL, value);
    add_some_text(branch->text, element, CONDITIONAL, value);
    for (unsigned i = 0; i < branches->len; i++) {
        struct branch *known = branches->pdata[i];

        if (g_string_equal(known->rows, branch->rows) && g_string_equal(known->text, branch->text)) {
            known->values |= branch->values;
            branch_free(branch);
            return;
        }
    }
    g_ptr_array_add(branches, branch);
}

static GPtrArray *find_branches(const struct element *element)
{
    const struct field *discriminant = element_discriminant(element);
    GPtrArray *branches = g_ptr_array_new_with_free_func(branch_free);

    for (unsigned value = 1; value < discriminant->names->count; value++)
        if (!(discriminant->names->unsupported & BIT(value)))
            add_to_branch(branches, element, value, value);
    if (!(discriminant->flags & REQUIRED))
        add_to_branch(branches, element, discriminant->initial, 0);
    return branches;
}

static void add_discriminant(GString *out, const struct field *discriminant, uint64_t values)
{
    g_autoptr(GString) choice = g_string_new(NULL);

    if (values == BIT(0))
        return;
    for (unsigned value = 1; value < discriminant->names->count; value++)
        if (values & BIT(value))
            g_string_append_printf(choice, "<value>%s</value>", discriminant->names->names[value]);
    if (values & BIT(0))
        open_tag(out, "optional");
    line(out, "<attribute name='%s'><choice>%s</choice></attribute>", discriminant->name, choice->str);
    if (values & BIT(0))
        close_tag(out, "optional");
}

static void add_branch(GString *out, const struct field *discriminant, const struct branch *branch)
{
    unsigned count = branch->n_rows + (branch->values != BIT(0));
    unsigned parts = 1 + (branch->text->len > 0);

    open_around(out, "group", parts);
    open_around(out, "interleave", count);
    add_discriminant(out, discriminant, branch->values);
    g_string_append_len(out, branch->rows->str, (gssize)branch->rows->len);
    close_around(out, "interleave", count);
    g_string_append_len(out, branch->text->str, (gssize)branch->text->len);
    close_around(out, "group", parts);
}

static void add_branches(GString *out, const struct element *element)
{
    g_autoptr(GPtrArray) branches = find_branches(element);

    open_around(out, "choice", branches->len);
    for (unsigned i = 0; i < branches->len; i++)
        add_branch(out, element_discriminant(element), branches->pdata[i]);
    close_around(out, "choice", branches->len);
}

/* Attributes, children and text of an element. */
static void add_content(GString *out, const struct element *element, unsigned inherited)
{
    bool own = element_discriminant(element) != NULL;
    g_autoptr(GString) rows = g_string_new(NULL);
    unsigned count = add_some_rows(rows, element, own ? UNCONDITIONAL : ALL, inherited) + own;

    open_around(out, "interleave", count);
    g_string_append_len(out, rows->str, (gssize)rows->len);
    if (own)
        add_branches(out, element);
    close_around(out, "interleave", count);
    add_some_text(out, element, own ? UNCONDITIONAL : ALL, inherited);
}

/* ---- the whole ---- */

static void add_definition(GString *out, const struct element *element)
{
    g_autofree char *doc = g_markup_escape_text(element->doc, -1);

    line(out, "<define name='%s'>", element->id);
    line(out, "<a:documentation>%s</a:documentation>", doc);
    add_content(out, element, 0);
    close_tag(out, "define");
}

static void add_anything(GString *out)
{
    g_string_append(out, "<define name='" ANYTHING "'>\n"
                         "<zeroOrMore>\n"
                         "<choice>\n"
                         "<text/>\n"
                         "<element>\n"
                         "<anyName/>\n"
                         "<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>\n"
                         "<ref name='" ANYTHING "'/>\n"
                         "</element>\n"
                         "</choice>\n"
                         "</zeroOrMore>\n"
                         "</define>\n");
}

/* Each line is one tag, or an element from its start to its end. */
static char *indented(GString *flat)
{
    GString *out = g_string_sized_new(2 * flat->len);
    unsigned depth = 0;

    for (char *text = flat->str, *end; (end = memchr(text, '\n', flat->len - (gsize)(text - flat->str)));
         text = end + 1) {
        bool closes, whole;

        *end = '\0';
        closes = g_str_has_prefix(text, "</");
        whole = strstr(text, "/>") || strstr(text, "</");
        depth -= closes;
        for (unsigned i = 0; i < depth; i++)
            g_string_append(out, "  ");
        g_string_append(out, text);
        g_string_append_c(out, '\n');
        depth += !whole;
    }
    g_string_free(flat, TRUE);
    return g_string_free(out, FALSE);
}

char *document_schema(const struct document_type *type)
{
    g_autoptr(GPtrArray) structs = document_structs(type);
    GString *out = g_string_new(NULL);
    char *text, *declared;

    g_string_append(out, "<grammar xmlns='http://relaxng.org/ns/structure/1.0'"
                         " xmlns:a='http://relaxng.org/ns/compatibility/annotations/1.0'");
    for (unsigned i = 0; i < type->n_namespaces; i++)
        g_string_append_printf(out, " xmlns:%s='%s'", type->namespaces[i].prefix, type->namespaces[i].uri);
    line(out, " datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>");
    line(out, "<start><element name='%s'><ref name='%s'/></element></start>", type->root_name, type->root->id);
    for (unsigned i = 0; i < structs->len; i++)
        add_definition(out, structs->pdata[i]);
    add_anything(out);
    close_tag(out, "grammar");
    text = indented(out);
    declared = g_strconcat("<?xml version='1.0' encoding='UTF-8'?>\n", text, NULL);
    g_free(text);
    return declared;
}
