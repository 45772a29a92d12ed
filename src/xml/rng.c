#include "xml/rng.h"

#include "xml/visit.h"

#include <string.h>

/* Name of the definition for what RAW children may hold; no element can have it as its id. */
#define ANYTHING "_anything"

struct schema {
    GString *out;
    unsigned depth;
};

static void line(struct schema *schema, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void line(struct schema *schema, const char *format, ...)
{
    va_list args;

    for (unsigned i = 0; i < schema->depth; i++)
        g_string_append(schema->out, "  ");
    va_start(args, format);
    g_string_append_vprintf(schema->out, format, args);
    va_end(args);
    g_string_append_c(schema->out, '\n');
}

static void open_tag(struct schema *schema, const char *name)
{
    line(schema, "<%s>", name);
    schema->depth++;
}

static void close_tag(struct schema *schema, const char *name)
{
    schema->depth--;
    line(schema, "</%s>", name);
}

/* An <interleave> that began at `start` may not have nothing in it. */
static void close_interleave(struct schema *schema, gsize start)
{
    if (schema->out->len == start)
        line(schema, "<empty/>");
    close_tag(schema, "interleave");
}

static void add_text(struct schema *schema, const char *text)
{
    g_string_append(schema->out, text);
}

/* ---- values ---- */

static void add_value(struct schema *schema, const struct field *field)
{
    g_autoptr(GString) pattern = g_string_new(NULL);

    field->kind->schema(field, pattern);
    line(schema, "%s", pattern->str);
}

/* The unit beside a value. */
static void add_companion(struct schema *schema, const struct field *field)
{
    if (field->kind->companion)
        line(schema, "<optional><attribute name='%s'>%s</attribute></optional>", field->kind->companion,
             field->kind->companion_schema);
}

static void add_attribute(struct schema *schema, const struct field *field)
{
    if (field->kind->companion)
        open_tag(schema, "group");
    line(schema, "<attribute name='%s'>", field->name);
    schema->depth++;
    add_value(schema, field);
    close_tag(schema, "attribute");
    add_companion(schema, field);
    if (field->kind->companion)
        close_tag(schema, "group");
}

static void add_text_child(struct schema *schema, const struct field *field)
{
    line(schema, "<element name='%s'>", field->name);
    schema->depth++;
    add_companion(schema, field);
    add_value(schema, field);
    close_tag(schema, "element");
}

/* ---- elements ---- */

static void add_content(struct schema *schema, const struct element *element, unsigned inherited);

static void add_row(struct schema *schema, const struct field *field, unsigned discriminant)
{
    switch (field->form) {
    case FORM_ATTR:
        add_attribute(schema, field);
        break;
    case FORM_CONTENT:
        break;
    case FORM_TEXT:
        add_text_child(schema, field);
        break;
    case FORM_CHILD:
    case FORM_LIST:
        line(schema, "<element name='%s'><ref name='%s'/></element>", field->name, field->element->id);
        break;
    case FORM_INLINE:
        line(schema, "<element name='%s'>", field->name);
        schema->depth++;
        add_content(schema, field->element, discriminant);
        close_tag(schema, "element");
        break;
    case FORM_RAW:
        line(schema, "<element name='%s'><ref name='" ANYTHING "'/></element>", field->name);
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

static void add_rows(struct schema *schema, const struct element *element, const struct field *field,
                     unsigned discriminant)
{
    g_autoptr(GPtrArray) rows = spellings(element, field, discriminant);
    const char *often = field->form == FORM_LIST ? ((field->flags & REQUIRED) ? "oneOrMore" : "zeroOrMore")
                                                 : ((field->flags & REQUIRED) ? NULL : "optional");

    if (often)
        open_tag(schema, often);
    if (rows->len > 1)
        open_tag(schema, "choice");
    for (unsigned i = 0; i < rows->len; i++)
        add_row(schema, rows->pdata[i], discriminant);
    if (rows->len > 1)
        close_tag(schema, "choice");
    if (often)
        close_tag(schema, often);
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

static void add_some_rows(struct schema *schema, const struct element *element, enum which which, unsigned discriminant)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if ((field->flags & (UNSUPPORTED | DISCRIMINANT)) || field->form == FORM_CONTENT ||
            !field_applies(field, discriminant) || !(which & (is_conditional(field) ? CONDITIONAL : UNCONDITIONAL)) ||
            stands_with_another(element, field, discriminant))
            continue;
        add_rows(schema, element, field, discriminant);
    }
}

static void add_some_text(struct schema *schema, const struct element *element, enum which which, unsigned discriminant)
{
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (field->form != FORM_CONTENT || (field->flags & UNSUPPORTED) || !field_applies(field, discriminant) ||
            !(which & (is_conditional(field) ? CONDITIONAL : UNCONDITIONAL)))
            continue;
        add_companion(schema, field);
        if (!(field->flags & REQUIRED))
            open_tag(schema, "choice");
        add_value(schema, field);
        if (!(field->flags & REQUIRED)) {
            line(schema, "<empty/>");
            close_tag(schema, "choice");
        }
    }
}

/* ---- content that hangs on the discriminant ---- */

/* Values for which an element has the same content. */
struct branch {
    uint64_t values;
    char *rows, *text;
};

static void branch_free(gpointer data)
{
    struct branch *branch = data;

    g_free(branch->rows);
    g_free(branch->text);
    g_free(branch);
}

static char *some_text(const struct schema *schema, const struct element *element, unsigned value)
{
    struct schema part = {.out = g_string_new(NULL), .depth = schema->depth};

    add_some_text(&part, element, CONDITIONAL, value);
    return g_string_free(part.out, FALSE);
}

static char *some_rows(const struct schema *schema, const struct element *element, unsigned value)
{
    struct schema part = {.out = g_string_new(NULL), .depth = schema->depth};

    add_some_rows(&part, element, CONDITIONAL, value);
    return g_string_free(part.out, FALSE);
}

/* `mark` is the value that the document has: 0 when it has none, whatever the initial value is. */
static void add_to_branch(const struct schema *schema, GPtrArray *branches, const struct element *element,
                          unsigned value, unsigned mark)
{
    struct branch *branch = g_new0(struct branch, 1);

    branch->values = BIT(mark);
    branch->rows = some_rows(schema, element, value);
    branch->text = some_text(schema, element, value);
    for (unsigned i = 0; i < branches->len; i++) {
        struct branch *known = branches->pdata[i];

        if (strcmp(known->rows, branch->rows) == 0 && strcmp(known->text, branch->text) == 0) {
            known->values |= branch->values;
            branch_free(branch);
            return;
        }
    }
    g_ptr_array_add(branches, branch);
}

static GPtrArray *find_branches(const struct schema *schema, const struct element *element)
{
    const struct field *discriminant = element_discriminant(element);
    GPtrArray *branches = g_ptr_array_new_with_free_func(branch_free);
    struct schema deeper = {.depth = schema->depth + 3}; /* where the text of a branch will stand */

    for (unsigned value = 1; value < discriminant->names->count; value++)
        if (!(discriminant->names->unsupported & BIT(value)))
            add_to_branch(&deeper, branches, element, value, value);
    if (!(discriminant->flags & REQUIRED))
        add_to_branch(&deeper, branches, element, discriminant->initial, 0);
    return branches;
}

static void add_discriminant(struct schema *schema, const struct field *discriminant, uint64_t values)
{
    g_autoptr(GString) choice = g_string_new(NULL);

    if (values == BIT(0))
        return;
    for (unsigned value = 1; value < discriminant->names->count; value++)
        if (values & BIT(value))
            g_string_append_printf(choice, "<value>%s</value>", discriminant->names->names[value]);
    if (values & BIT(0))
        open_tag(schema, "optional");
    line(schema, "<attribute name='%s'><choice>%s</choice></attribute>", discriminant->name, choice->str);
    if (values & BIT(0))
        close_tag(schema, "optional");
}

static void add_branches(struct schema *schema, const struct element *element)
{
    const struct field *discriminant = element_discriminant(element);
    g_autoptr(GPtrArray) branches = find_branches(schema, element);

    open_tag(schema, "choice");
    for (unsigned i = 0; i < branches->len; i++) {
        const struct branch *branch = branches->pdata[i];
        gsize start;

        open_tag(schema, "group");
        open_tag(schema, "interleave");
        start = schema->out->len;
        add_discriminant(schema, discriminant, branch->values);
        add_text(schema, branch->rows);
        close_interleave(schema, start);
        add_text(schema, branch->text);
        close_tag(schema, "group");
    }
    close_tag(schema, "choice");
}

/* Attributes, children and text of an element. */
static void add_content(struct schema *schema, const struct element *element, unsigned inherited)
{
    bool own = element_discriminant(element) != NULL;
    gsize start;

    open_tag(schema, "interleave");
    start = schema->out->len;
    add_some_rows(schema, element, own ? UNCONDITIONAL : ALL, inherited);
    if (own)
        add_branches(schema, element);
    close_interleave(schema, start);
    add_some_text(schema, element, own ? UNCONDITIONAL : ALL, inherited);
}

/* ---- the whole ---- */

static void add_definition(struct schema *schema, const struct element *element)
{
    g_autofree char *doc = g_markup_escape_text(element->doc, -1);

    line(schema, "<define name='%s'>", element->id);
    schema->depth++;
    line(schema, "<a:documentation>%s</a:documentation>", doc);
    add_content(schema, element, 0);
    close_tag(schema, "define");
}

static void add_anything(struct schema *schema)
{
    add_text(schema, "  <define name='" ANYTHING "'>\n"
                     "    <zeroOrMore>\n"
                     "      <choice>\n"
                     "        <text/>\n"
                     "        <element>\n"
                     "          <anyName/>\n"
                     "          <zeroOrMore><attribute><anyName/></attribute></zeroOrMore>\n"
                     "          <ref name='" ANYTHING "'/>\n"
                     "        </element>\n"
                     "      </choice>\n"
                     "    </zeroOrMore>\n"
                     "  </define>\n");
}

char *document_schema(const struct document_type *type)
{
    g_autoptr(GPtrArray) structs = document_structs(type);
    struct schema schema = {.out = g_string_new(NULL)};

    line(&schema, "<?xml version='1.0' encoding='UTF-8'?>");
    line(&schema, "<grammar xmlns='http://relaxng.org/ns/structure/1.0'");
    line(&schema, "         xmlns:a='http://relaxng.org/ns/compatibility/annotations/1.0'");
    for (unsigned i = 0; i < type->n_namespaces; i++)
        line(&schema, "         xmlns:%s='%s'", type->namespaces[i].prefix, type->namespaces[i].uri);
    line(&schema, "         datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>");
    schema.depth = 1;
    line(&schema, "<start><element name='%s'><ref name='%s'/></element></start>", type->root_name, type->root->id);
    for (unsigned i = 0; i < structs->len; i++)
        add_definition(&schema, structs->pdata[i]);
    add_anything(&schema);
    close_tag(&schema, "grammar");
    return g_string_free(schema.out, FALSE);
}
