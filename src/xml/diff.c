#include "xml/diff.h"

#include "xml/visit.h"
#include "xml/write.h"

#include <json-c/json.h>
#include <string.h>

/* Pairing looks at each old item with each new one; lists longer than this are paired by position. */
#define MAX_EQUAL_PAIRS (4u * 1024 * 1024)
#define MAX_ALIKE_PAIRS 2500u

struct differ {
    const struct document_type *type;
    GPtrArray *differences;
    GString *path;
    bool host_only;       /* below a row that is HOST_ONLY */
    unsigned first_there; /* differences from here on are of the struct that is being compared */
};

/* The two sides of one struct; NULL where it is absent. */
struct sides {
    const void *old_base, *new_base;
    struct place old_where, new_where;
    unsigned old_discriminant, new_discriminant;
};

static void difference_free(gpointer data)
{
    struct difference *difference = data;

    g_free(difference->path);
    g_free(difference->old_text);
    g_free(difference->new_text);
    g_free(difference);
}

/* Both sides of a struct that may be absent on one. */
static struct sides sides_of(const void *old_base, const void *new_base)
{
    return (struct sides){
        .old_base = old_base,
        .new_base = new_base,
        .old_where = old_base ? *(const struct place *)old_base : (struct place){0},
        .new_where = new_base ? *(const struct place *)new_base : (struct place){0},
    };
}

/* Rows of one name for two values of the discriminant give two halves of one difference: 'a' removed, 'b' added. */
static bool joined(struct differ *differ, char **old_text, char **new_text, bool guest_abi)
{
    for (unsigned i = differ->first_there; i < differ->differences->len; i++) {
        struct difference *known = differ->differences->pdata[i];
        char **missing = known->old_text ? &known->new_text : &known->old_text;
        char **given = known->old_text ? new_text : old_text;

        if (strcmp(known->path, differ->path->str) != 0 || *missing || !*given)
            continue;
        *missing = g_steal_pointer(given);
        known->guest_abi |= guest_abi;
        if (strcmp(known->old_text, known->new_text) == 0)
            g_ptr_array_remove_index(differ->differences, i);
        return true;
    }
    return false;
}

/* Takes the texts. */
static void add_difference(struct differ *differ, const struct sides *sides, char *old_text, char *new_text,
                           bool guest_abi)
{
    struct difference *difference;

    guest_abi = guest_abi && !differ->host_only;
    if (!old_text != !new_text && joined(differ, &old_text, &new_text, guest_abi)) {
        g_free(old_text);
        g_free(new_text);
        return;
    }
    difference = g_new0(struct difference, 1);
    difference->path = g_strdup(differ->path->str);
    difference->old_text = old_text;
    difference->new_text = new_text;
    difference->old_where = sides->old_where;
    difference->new_where = sides->new_where;
    difference->guest_abi = guest_abi;
    g_ptr_array_add(differ->differences, difference);
}

static bool is_there(const struct field *field, const void *base, unsigned discriminant)
{
    return base && field_applies(field, discriminant) && field_is_given(field, base);
}

/* ---- values ---- */

static void compare_value(struct differ *differ, const struct field *field, const struct sides *sides)
{
    bool in_old = is_there(field, sides->old_base, sides->old_discriminant);
    bool in_new = is_there(field, sides->new_base, sides->new_discriminant);
    g_autofree char *old_text = NULL, *new_text = NULL;

    if (in_old && in_new && field->kind &&
        field->kind->equal(field_at_const(field, sides->old_base), field_at_const(field, sides->new_base)))
        return;
    old_text = in_old ? field_text(field, sides->old_base) : NULL;
    new_text = in_new ? field_text(field, sides->new_base) : NULL;
    if (field->form == FORM_CONTENT && (!old_text || !*old_text) && (!new_text || !*new_text))
        return; /* the empty text of an element is no text */
    if (g_strcmp0(old_text, new_text) != 0)
        add_difference(differ, sides, g_steal_pointer(&old_text), g_steal_pointer(&new_text), field->flags & GUEST_ABI);
}

/* ---- whole elements ---- */

static void compare_element(struct differ *differ, const struct element *element, const void *old_base,
                            const void *new_base);

/* The XML of one element by itself. */
static char *element_text(const struct differ *differ, const struct field *field, const void *base)
{
    struct document_type type = *differ->type;

    type.root_name = field->name;
    type.root = field->element;
    return document_write(&type, base);
}

/* What is in an element: how many rows are given, whether the guest can see any of them. */
struct weight {
    unsigned rows;
    bool guest_abi;
    gsize hidden; /* length of the path of a HOST_ONLY row above; 0 if there is none */
};

static void weigh(const struct visited *visited, void *data)
{
    struct weight *weight = data;
    bool is_struct = visited->field->form == FORM_CHILD || visited->field->form == FORM_LIST;

    weight->rows++;
    if (weight->hidden && strlen(visited->path) > weight->hidden)
        return;
    weight->hidden = 0;
    weight->guest_abi |= (visited->field->flags & GUEST_ABI) != 0;
    if (is_struct && (visited->field->flags & HOST_ONLY))
        weight->hidden = strlen(visited->path);
}

static struct weight element_weight(const struct element *element, const void *base)
{
    const struct document_type type = {.root = element};
    struct weight weight = {0};

    document_visit(&type, base, weigh, &weight);
    return weight;
}

static void add_whole(struct differ *differ, const struct field *field, const struct sides *sides, const void *old_item,
                      const void *new_item)
{
    bool guest_abi =
        (field->flags & GUEST_ABI) ||
        (!(field->flags & HOST_ONLY) && element_weight(field->element, old_item ? old_item : new_item).guest_abi);
    struct sides where = sides_of(old_item ? old_item : sides->old_base, new_item ? new_item : sides->new_base);

    add_difference(differ, &where, old_item ? element_text(differ, field, old_item) : NULL,
                   new_item ? element_text(differ, field, new_item) : NULL, guest_abi);
}

static void compare_child(struct differ *differ, const struct field *field, const struct sides *sides)
{
    const void *old_child = is_there(field, sides->old_base, sides->old_discriminant)
                                ? *(void *const *)field_at_const(field, sides->old_base)
                                : NULL;
    const void *new_child = is_there(field, sides->new_base, sides->new_discriminant)
                                ? *(void *const *)field_at_const(field, sides->new_base)
                                : NULL;

    if (old_child && new_child)
        compare_element(differ, field->element, old_child, new_child);
    else if (old_child || new_child)
        add_whole(differ, field, sides, old_child, new_child);
}

/* ---- lists ---- */

/* One list on both sides, and what has been found out about its items. */
struct pairing {
    struct differ *differ;
    const struct field *field;
    const struct sides *sides;
    const GPtrArray *old_list, *new_list;
    char **old_texts, **new_texts;
    GArray *partner; /* for each old item its partner's index, -1 if it has none */
};

/* 0 for equal items, 2 for items that have no row in common: as much as one removed and one added. */
static double unlikeness(const struct pairing *pairing, unsigned old_index, unsigned new_index)
{
    const struct element *element = pairing->field->element;
    const void *old_item = pairing->old_list->pdata[old_index], *new_item = pairing->new_list->pdata[new_index];
    struct differ differ = {
        .type = pairing->differ->type,
        .differences = g_ptr_array_new_with_free_func(difference_free),
        .path = g_string_new(NULL),
    };
    unsigned rows = element_weight(element, old_item).rows + element_weight(element, new_item).rows, apart = 0;

    compare_element(&differ, element, old_item, new_item);
    for (unsigned i = 0; i < differ.differences->len; i++) {
        const struct difference *difference = differ.differences->pdata[i];

        apart += (difference->old_text != NULL) + (difference->new_text != NULL);
    }
    g_ptr_array_unref(differ.differences);
    g_string_free(differ.path, TRUE);
    return rows ? 2.0 * MIN(apart, rows) / rows : 0;
}

static double equality(const struct pairing *pairing, unsigned old_index, unsigned new_index)
{
    return strcmp(pairing->old_texts[old_index], pairing->new_texts[new_index]) == 0 ? 0 : 2;
}

typedef double (*cost_function)(const struct pairing *pairing, unsigned old_index, unsigned new_index);

/* A stretch of both lists, the ends excluded. */
struct stretch {
    unsigned old_start, old_end, new_start, new_end;
};

/* Pairs the items of a stretch, in order, so that the sum of their costs is least; an item without a partner
 * costs 1. */
static void pair_cheapest(struct pairing *pairing, struct stretch part, cost_function cost)
{
    unsigned rows = part.old_end - part.old_start, columns = part.new_end - part.new_start, width = columns + 1;
    g_autofree double *costs = g_new(double, (gsize)rows *columns), *sums = g_new(double, (gsize)(rows + 1) * width);
    unsigned i, j;

    for (i = rows + 1; i-- > 0;) {
        for (j = columns + 1; j-- > 0;) {
            double *sum = &sums[(gsize)i * width + j];

            *sum = (rows - i) + (columns - j);
            if (i == rows || j == columns)
                continue;
            costs[(gsize)i * columns + j] = cost(pairing, part.old_start + i, part.new_start + j);
            *sum = MIN(sums[(gsize)(i + 1) * width + j], sums[(gsize)i * width + j + 1]) + 1;
            *sum = MIN(*sum, sums[(gsize)(i + 1) * width + j + 1] + costs[(gsize)i * columns + j]);
        }
    }
    for (i = j = 0; i < rows && j < columns;) {
        double sum = sums[(gsize)i * width + j];

        if (sum >= sums[(gsize)(i + 1) * width + j] + 1) {
            i++;
        } else if (sum >= sums[(gsize)i * width + j + 1] + 1) {
            j++;
        } else {
            g_array_index(pairing->partner, int, part.old_start + i) = (int)(part.new_start + j);
            i++, j++;
        }
    }
}

static void pair_by_position(struct pairing *pairing, struct stretch part)
{
    for (unsigned i = part.old_start, j = part.new_start; i < part.old_end && j < part.new_end; i++, j++)
        g_array_index(pairing->partner, int, i) = (int)j;
}

/* Pairs what is left between two pairs of equal items. */
static void pair_gap(struct pairing *pairing, struct stretch gap)
{
    if ((guint64)(gap.old_end - gap.old_start) * (gap.new_end - gap.new_start) > MAX_ALIKE_PAIRS)
        pair_by_position(pairing, gap);
    else
        pair_cheapest(pairing, gap, unlikeness);
}

static void pair_gaps(struct pairing *pairing)
{
    struct stretch gap = {0};

    for (unsigned i = 0; i < pairing->old_list->len; i++) {
        int partner = g_array_index(pairing->partner, int, i);

        if (partner < 0)
            continue;
        gap.old_end = i;
        gap.new_end = (unsigned)partner;
        pair_gap(pairing, gap);
        gap.old_start = i + 1;
        gap.new_start = (unsigned)partner + 1;
    }
    gap.old_end = pairing->old_list->len;
    gap.new_end = pairing->new_list->len;
    pair_gap(pairing, gap);
}

static void pair_equal(struct pairing *pairing)
{
    struct stretch part = {0, pairing->old_list->len, 0, pairing->new_list->len};

    while (part.old_start < part.old_end && part.new_start < part.new_end &&
           equality(pairing, part.old_start, part.new_start) == 0)
        g_array_index(pairing->partner, int, part.old_start++) = (int)part.new_start++;
    while (part.old_start < part.old_end && part.new_start < part.new_end &&
           equality(pairing, part.old_end - 1, part.new_end - 1) == 0)
        g_array_index(pairing->partner, int, --part.old_end) = (int)--part.new_end;
    if ((guint64)(part.old_end - part.old_start) * (part.new_end - part.new_start) <= MAX_EQUAL_PAIRS)
        pair_cheapest(pairing, part, equality);
}

static char **list_texts(const struct differ *differ, const struct field *field, const GPtrArray *list)
{
    char **texts = g_new0(char *, list->len + 1);

    for (unsigned i = 0; i < list->len; i++)
        texts[i] = element_text(differ, field, list->pdata[i]);
    return texts;
}

static void add_item(struct pairing *pairing, int old_index, int new_index)
{
    struct differ *differ = pairing->differ;
    gsize length = differ->path->len;
    const void *old_item = old_index < 0 ? NULL : pairing->old_list->pdata[old_index];
    const void *new_item = new_index < 0 ? NULL : pairing->new_list->pdata[new_index];

    g_string_append_printf(differ->path, "[%d]", (old_item ? old_index : new_index) + 1);
    if (old_item && new_item)
        compare_element(differ, pairing->field->element, old_item, new_item);
    else
        add_whole(differ, pairing->field, pairing->sides, old_item, new_item);
    g_string_truncate(differ->path, length);
}

static void add_items(struct pairing *pairing)
{
    unsigned done = 0; /* of the new list */

    for (unsigned i = 0; i < pairing->old_list->len; i++) {
        int partner = g_array_index(pairing->partner, int, i);

        while (partner >= 0 && done < (unsigned)partner)
            add_item(pairing, -1, (int)done++);
        add_item(pairing, (int)i, partner);
        if (partner >= 0)
            done = (unsigned)partner + 1;
    }
    while (done < pairing->new_list->len)
        add_item(pairing, -1, (int)done++);
}

static void compare_list(struct differ *differ, const struct field *field, const struct sides *sides)
{
    g_autoptr(GPtrArray) empty = g_ptr_array_new();
    g_autoptr(GArray) partner = g_array_new(FALSE, FALSE, sizeof(int));
    struct pairing pairing = {
        .differ = differ, .field = field, .sides = sides, .old_list = empty, .new_list = empty, .partner = partner};

    if (is_there(field, sides->old_base, sides->old_discriminant))
        pairing.old_list = *(GPtrArray *const *)field_at_const(field, sides->old_base);
    if (is_there(field, sides->new_base, sides->new_discriminant))
        pairing.new_list = *(GPtrArray *const *)field_at_const(field, sides->new_base);
    if (pairing.old_list->len + pairing.new_list->len == 0)
        return;
    for (unsigned i = 0; i < pairing.old_list->len; i++)
        g_array_append_val(partner, (int){-1});
    pairing.old_texts = list_texts(differ, field, pairing.old_list);
    pairing.new_texts = list_texts(differ, field, pairing.new_list);
    pair_equal(&pairing);
    pair_gaps(&pairing);
    add_items(&pairing);
    g_strfreev(pairing.old_texts);
    g_strfreev(pairing.new_texts);
}

/* ---- walking ---- */

static void compare_fields(struct differ *differ, const struct element *element, const struct sides *sides);

/* The struct with the rows of an INLINE table, NULL if the side does not have it. */
static const void *inline_base(const struct field *field, const void *base, unsigned discriminant)
{
    return base && field_applies(field, discriminant) ? field_at_const(field, base) : NULL;
}

/* Both sides of an INLINE or TEXT child, with the places of its own where they are noted. */
static struct sides sides_within(const struct field *field, const struct sides *sides)
{
    struct sides inside = *sides;

    if (sides->old_base)
        inside.old_where = field_child_where(field, sides->old_base, sides->old_where);
    if (sides->new_base)
        inside.new_where = field_child_where(field, sides->new_base, sides->new_where);
    if (field->form == FORM_INLINE) {
        inside.old_base = inline_base(field, sides->old_base, sides->old_discriminant);
        inside.new_base = inline_base(field, sides->new_base, sides->new_discriminant);
    }
    return inside;
}

static void compare_field(struct differ *differ, const struct field *field, const struct sides *sides)
{
    g_autofree char *step = field_step(field);
    gsize length = differ->path->len;
    bool host_only = differ->host_only;
    struct sides inside = sides_within(field, sides);

    g_string_append_printf(differ->path, length ? "/%s" : "%s", step);
    switch (field->form) {
    case FORM_ATTR:
    case FORM_CONTENT:
    case FORM_TEXT:
    case FORM_RAW:
        compare_value(differ, field, &inside);
        break;
    case FORM_CHILD:
        differ->host_only |= (field->flags & HOST_ONLY) != 0;
        compare_child(differ, field, sides);
        break;
    case FORM_LIST:
        differ->host_only |= (field->flags & HOST_ONLY) != 0;
        compare_list(differ, field, sides);
        break;
    case FORM_INLINE:
        compare_fields(differ, field->element, &inside);
        break;
    }
    differ->host_only = host_only;
    g_string_truncate(differ->path, length);
}

/* `sides` has the discriminants that the table inherits. */
static void compare_fields(struct differ *differ, const struct element *element, const struct sides *sides)
{
    struct sides here = *sides;

    if (here.old_base)
        here.old_discriminant = element_discriminant_value(element, here.old_base, sides->old_discriminant);
    if (here.new_base)
        here.new_discriminant = element_discriminant_value(element, here.new_base, sides->new_discriminant);
    for (unsigned i = 0; i < element->n_fields; i++)
        if (!(element->fields[i].flags & UNWRITTEN))
            compare_field(differ, &element->fields[i], &here);
}

static void compare_element(struct differ *differ, const struct element *element, const void *old_base,
                            const void *new_base)
{
    struct sides sides = sides_of(old_base, new_base);
    unsigned first_there = differ->first_there;

    differ->first_there = differ->differences->len;
    compare_fields(differ, element, &sides);
    differ->first_there = first_there;
}

GPtrArray *document_diff(const struct document_type *type, const void *old_root, const void *new_root)
{
    struct differ differ = {
        .type = type,
        .differences = g_ptr_array_new_with_free_func(difference_free),
        .path = g_string_new(NULL),
    };

    compare_element(&differ, type->root, old_root, new_root);
    g_string_free(differ.path, TRUE);
    return differ.differences;
}

bool document_equal(const struct document_type *type, const void *a, const void *b)
{
    g_autoptr(GPtrArray) differences = document_diff(type, a, b);

    return differences->len == 0;
}

/* ---- what is shown ---- */

static void append_lines(GString *out, char sign, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (unsigned i = 0; lines[i]; i++)
        if (*lines[i])
            g_string_append_printf(out, "  %c %s\n", sign, lines[i]);
}

static void append_difference(GString *out, const struct difference *difference)
{
    const char *old_text = difference->old_text, *new_text = difference->new_text;
    bool whole = (old_text && strchr(old_text, '\n')) || (new_text && strchr(new_text, '\n'));

    g_string_append_printf(out, "%s:", difference->path);
    if (!old_text || !new_text)
        g_string_append(out, old_text ? " removed" : " added");
    if (!whole && old_text)
        g_string_append_printf(out, " '%s'", old_text);
    if (!whole && old_text && new_text)
        g_string_append(out, " ->");
    if (!whole && new_text)
        g_string_append_printf(out, " '%s'", new_text);
    g_string_append(out, difference->guest_abi ? " (guest ABI)\n" : "\n");
    if (whole && old_text)
        append_lines(out, '-', old_text);
    if (whole && new_text)
        append_lines(out, '+', new_text);
}

char *diff_text(const GPtrArray *differences, bool abi_only)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < differences->len; i++) {
        const struct difference *difference = differences->pdata[i];

        if (difference->guest_abi || !abi_only)
            append_difference(out, difference);
    }
    return g_string_free(out, FALSE);
}

static void add_string(struct json_object *object, const char *name, const char *value)
{
    json_object_object_add(object, name, value ? json_object_new_string(value) : NULL);
}

static void add_line(struct json_object *object, const char *name, struct place where)
{
    if (where.line)
        json_object_object_add(object, name, json_object_new_int64(where.line));
}

struct json_object *diff_json(const GPtrArray *differences, bool abi_only)
{
    struct json_object *list = json_object_new_array();

    for (unsigned i = 0; i < differences->len; i++) {
        const struct difference *difference = differences->pdata[i];
        struct json_object *entry;

        if (abi_only && !difference->guest_abi)
            continue;
        entry = json_object_new_object();
        add_string(entry, "path", difference->path);
        add_string(entry, "old", difference->old_text);
        add_string(entry, "new", difference->new_text);
        json_object_object_add(entry, "guest_abi", json_object_new_boolean(difference->guest_abi));
        add_line(entry, "old_line", difference->old_where);
        add_line(entry, "new_line", difference->new_where);
        json_object_array_add(list, entry);
    }
    return list;
}

unsigned diff_abi_count(const GPtrArray *differences)
{
    unsigned count = 0;

    for (unsigned i = 0; i < differences->len; i++)
        count += ((const struct difference *)differences->pdata[i])->guest_abi;
    return count;
}
