#include "xml/sample.h"

#include "xml/own.h"

#include <string.h>

struct sampler {
    GRand *dice;
    struct sample_options options;
    unsigned rows; /* that may still be given */
};

static bool chance(struct sampler *sampler, double probability)
{
    return g_rand_double(sampler->dice) < probability;
}

/* Elements differ in how full they are: if each row had the same chance everywhere, nearly empty and nearly
 * full ones would never be seen. */
static double density(struct sampler *sampler)
{
    double factor[] = {0.25, 1, 1, 2.5};

    return MIN(1, sampler->options.probability * factor[g_rand_int_range(sampler->dice, 0, G_N_ELEMENTS(factor))]);
}

static void sample_raw(struct sampler *sampler, char **at)
{
    static const char *const texts[] = {
        "only text &amp; an entity",
        "<a/><b>two</b>",
        "<x:note xmlns:x='urn:example:note' x:level='3'>a <b/> c</x:note>",
        "<a>\n  <b c=\"d\"/><!-- a comment -->\n</a>",
        "<![CDATA[<not> & markup]]>",
    };

    *at = g_strdup(texts[g_rand_int_range(sampler->dice, 0, G_N_ELEMENTS(texts))]);
}

static void sample_element(struct sampler *sampler, const struct element *element, void *base, unsigned depth);
static void sample_rows(struct sampler *sampler, const struct element *element, void *base, unsigned inherited,
                        double probability, unsigned depth);

static void *sample_struct(struct sampler *sampler, const struct element *element, unsigned depth)
{
    void *base = element_new(element);

    sample_element(sampler, element, base, depth);
    return base;
}

static void sample_row(struct sampler *sampler, const struct field *field, void *base, unsigned discriminant,
                       unsigned depth);

/* One that has to be there is only written if something in it is given: gives one row after another until
 * something is, whatever the bounds are. */
static void sample_something(struct sampler *sampler, const struct field *field, void *base, unsigned inherited,
                             unsigned depth)
{
    const struct element *element = field->element;
    void *at = field_at(field, base);
    unsigned discriminant = element_discriminant_value(element, at, inherited);
    unsigned start = g_rand_int(sampler->dice) % MAX(1, element->n_fields);

    for (unsigned i = 0; i < element->n_fields && !field_is_given(field, base); i++) {
        const struct field *row = &element->fields[(start + i) % element->n_fields];

        if (!(row->flags & (UNWRITTEN | DISCRIMINANT)) && field_applies(row, discriminant))
            sample_row(sampler, row, at, discriminant, depth);
    }
}

static void sample_inline(struct sampler *sampler, const struct field *field, void *base, unsigned discriminant,
                          unsigned depth)
{
    sample_rows(sampler, field->element, field_at(field, base), discriminant, density(sampler), depth);
    if ((field->flags & REQUIRED) && !(field->flags & KEEP_EMPTY))
        sample_something(sampler, field, base, discriminant, depth);
}

static void sample_row(struct sampler *sampler, const struct field *field, void *base, unsigned discriminant,
                       unsigned depth)
{
    void *at = field_at(field, base);

    if (sampler->rows)
        sampler->rows--;
    switch (field->form) {
    case FORM_ATTR:
    case FORM_CONTENT:
    case FORM_TEXT:
        field->kind->sample(field, at, sampler->dice);
        break;
    case FORM_CHILD:
        *(void **)at = sample_struct(sampler, field->element, depth + 1);
        break;
    case FORM_LIST:
        for (int n = g_rand_int_range(sampler->dice, 0, (gint32)MAX(1, sampler->options.max_items)); n >= 0; n--)
            g_ptr_array_add(*(GPtrArray **)at, sample_struct(sampler, field->element, depth + 1));
        break;
    case FORM_INLINE:
        sample_inline(sampler, field, base, discriminant, depth);
        break;
    case FORM_RAW:
        sample_raw(sampler, at);
        break;
    }
}

static bool is_wanted(struct sampler *sampler, const struct field *field, double probability, unsigned depth)
{
    if (field->flags & (REQUIRED | KEEP_EMPTY)) /* what is kept when empty is written with all that it requires */
        return true;
    if (field->form == FORM_CONTENT && (field->flags & EMPTY_OK)) /* no text is the empty text */
        return true;
    if (sampler->rows == 0)
        return false;
    if ((field->form == FORM_CHILD || field->form == FORM_LIST) && depth >= sampler->options.max_depth)
        return false;
    return chance(sampler, probability);
}

/* The reader fills in an initial value, so only a discriminant without one can be left out. */
static void sample_discriminant(struct sampler *sampler, const struct element *element, void *base)
{
    const struct field *discriminant = element_discriminant(element);

    if (!discriminant || (discriminant->flags & UNSUPPORTED) || field_is_given(discriminant, base))
        return;
    if ((discriminant->flags & REQUIRED) || discriminant->initial || chance(sampler, 0.8))
        discriminant->kind->sample(discriminant, field_at(discriminant, base), sampler->dice);
}

static void sample_rows(struct sampler *sampler, const struct element *element, void *base, unsigned inherited,
                        double probability, unsigned depth)
{
    unsigned discriminant;

    sample_discriminant(sampler, element, base);
    discriminant = element_discriminant_value(element, base, inherited);
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (!(field->flags & (UNWRITTEN | DISCRIMINANT)) && field_applies(field, discriminant) &&
            is_wanted(sampler, field, probability, depth))
            sample_row(sampler, field, base, discriminant, depth);
    }
}

static void sample_element(struct sampler *sampler, const struct element *element, void *base, unsigned depth)
{
    sample_rows(sampler, element, base, 0, density(sampler), depth);
}

void *document_sample(const struct document_type *type, GRand *dice, struct sample_options options)
{
    struct sampler sampler = {.dice = dice, .options = options, .rows = options.max_rows};

    return sample_struct(&sampler, type->root, 0);
}

/* ---- what can be reached ---- */

struct reach {
    GHashTable *rows;
    GHashTable *structs; /* tables of structs that were walked already */
};

/* The values that a sample gives to a discriminant. */
static uint64_t sampled_values(const struct field *discriminant)
{
    uint64_t values = 0;

    for (unsigned i = 1; i < discriminant->names->count; i++)
        values |= BIT(i);
    values &= ~discriminant->names->unsupported;
    if (!(discriminant->flags & REQUIRED) && !discriminant->initial)
        values |= BIT(0);
    return values;
}

static void reach_rows(struct reach *reach, const struct element *element, uint64_t inherited)
{
    const struct field *discriminant = element_discriminant(element);
    uint64_t values = discriminant ? sampled_values(discriminant) : inherited;

    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if ((field->flags & UNWRITTEN) || (field->only_if && !(field->only_if & values)))
            continue;
        if (field->form == FORM_INLINE) {
            /* the table has a discriminant from here, of which only the values that lead to it count */
            reach_rows(reach, field->element, field->only_if ? field->only_if & values : values);
            continue;
        }
        g_hash_table_add(reach->rows, (gpointer)field);
        if (field->element && g_hash_table_add(reach->structs, (gpointer)field->element))
            reach_rows(reach, field->element, BIT(0));
    }
}

GHashTable *sample_reach(const struct document_type *type)
{
    struct reach reach = {.rows = g_hash_table_new(NULL, NULL), .structs = g_hash_table_new(NULL, NULL)};

    g_hash_table_add(reach.structs, (gpointer)type->root);
    reach_rows(&reach, type->root, BIT(0));
    g_hash_table_unref(reach.structs);
    return reach.rows;
}
