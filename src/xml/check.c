#include "xml/check.h"

#include "xml/kind.h"
#include "xml/visit.h"

#include <string.h>

/* INLINE tables are places of one struct; deeper than this is a table that contains itself. */
#define MAX_INLINE_DEPTH 16

struct check {
    const struct document_type *type;
    GPtrArray *faults;
    GHashTable *known;
    GArray *notes; /* struct note, of the struct that is looked at */
};

/* A place in a struct where a row notes where its child stood. */
struct note {
    const struct element *element;
    const struct field *field;
    size_t offset; /* within the outermost struct */
};

static void fault(struct check *check, const struct element *element, const struct field *field, const char *format,
                  ...) G_GNUC_PRINTF(4, 5);

static void fault(struct check *check, const struct element *element, const struct field *field, const char *format,
                  ...)
{
    g_autofree char *step = field && (field->name || field->form == FORM_CONTENT) ? field_step(field) : NULL;
    g_autofree char *what = NULL;
    char *text;
    va_list args;

    va_start(args, format);
    what = g_strdup_vprintf(format, args);
    va_end(args);
    text = g_strdup_printf("%s%s%s: %s", element->id ? element->id : "?", field ? "/" : "",
                           field ? (step ? step : "?") : "", what);
    if (g_hash_table_contains(check->known, text)) {
        g_free(text);
        return;
    }
    g_hash_table_add(check->known, text); /* owned by the array */
    g_ptr_array_add(check->faults, text);
}

/* ---- one row by itself ---- */

static bool is_value(const struct field *field)
{
    return field->form == FORM_ATTR || field->form == FORM_CONTENT || field->form == FORM_TEXT;
}

static bool is_string(const struct kind *kind)
{
    return kind && kind->clear == kind_string.clear;
}

static bool is_xml_name(const char *name)
{
    if (!g_ascii_isalpha(*name))
        return false;
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && !strchr("_-.", *name))
            return false;
    return true;
}

static bool prefix_declared(const struct document_type *type, const char *name, size_t length)
{
    for (unsigned i = 0; i < type->n_namespaces; i++)
        if (strlen(type->namespaces[i].prefix) == length && strncmp(type->namespaces[i].prefix, name, length) == 0)
            return true;
    return false;
}

static void check_name(struct check *check, const struct element *element, const struct field *field)
{
    const char *colon;

    if (field->form == FORM_CONTENT) {
        if (field->name)
            fault(check, element, field, "content has no name, but one is given");
        return;
    }
    if (!field->name) {
        fault(check, element, field, "has no name");
        return;
    }
    colon = strchr(field->name, ':');
    if (colon && !prefix_declared(check->type, field->name, (size_t)(colon - field->name)))
        fault(check, element, field, "the document type declares no such prefix");
    if (!is_xml_name(colon ? colon + 1 : field->name))
        fault(check, element, field, "is no XML name");
}

static void check_enum(struct check *check, const struct element *element, const struct field *field)
{
    const struct enum_names *names = field->names;
    uint64_t values = 0;

    for (unsigned i = 1; i < names->count; i++) {
        values |= BIT(i);
        if (!names->names[i])
            fault(check, element, field, "value %u of %s has no name", i, names->id);
        for (unsigned j = 1; names->names[i] && j < i; j++)
            if (g_strcmp0(names->names[i], names->names[j]) == 0)
                fault(check, element, field, "two values of %s are named '%s'", names->id, names->names[i]);
    }
    if (names->count && names->names[0])
        fault(check, element, field, "value 0 of %s has a name, but it means 'not given'", names->id);
    if (names->unsupported & ~values)
        fault(check, element, field, "%s marks what is no value as unsupported", names->id);
    if (!(values & ~names->unsupported))
        fault(check, element, field, "%s has no supported value: mark the row UNSUPPORTED", names->id);
}

static void check_range(struct check *check, const struct element *element, const struct field *field)
{
    if (field->max && (field->kind == &kind_int ? (int64_t)field->min > (int64_t)field->max : field->min > field->max))
        fault(check, element, field, "its least value is above its greatest");
    if ((field->min || field->max) && (field->kind == &kind_enum || field->kind == &kind_flag))
        fault(check, element, field, "has a range, but is a %s", field->kind->id);
    if (field->word && field->kind != &kind_int)
        fault(check, element, field, "has a word, but is a %s", field->kind->id);
    if (field->digits && field->kind != &kind_hex)
        fault(check, element, field, "has digits, but is a %s", field->kind->id);
    if (field->kind == &kind_size && (!field->unit || !field->unit_name))
        fault(check, element, field, "is a size without a unit to write it in");
    else if (field->kind == &kind_size && size_unit_bytes(field->unit_name) != field->unit)
        fault(check, element, field, "'%s' is no unit of %" G_GUINT64_FORMAT " bytes", field->unit_name, field->unit);
    if (field->kind != &kind_size && (field->unit || field->unit_name))
        fault(check, element, field, "has a unit, but is a %s", field->kind->id);
}

static void check_value(struct check *check, const struct element *element, const struct field *field)
{
    if (!field->kind) {
        fault(check, element, field, "has no kind");
        return;
    }
    if ((field->kind == &kind_enum) != (field->names != NULL))
        fault(check, element, field, field->names ? "has names, but is no enum" : "is an enum without names");
    else if (field->names)
        check_enum(check, element, field);
    if (field->kind == &kind_flag && field->form != FORM_TEXT)
        fault(check, element, field, "is a flag, which only a TEXT child can be");
    check_range(check, element, field);
}

static void check_flags(struct check *check, const struct element *element, const struct field *field)
{
    unsigned classes = field->flags & (GUEST_ABI | HOST_ONLY);
    bool has_value = is_value(field) || field->form == FORM_RAW;

    if (field->flags & UNSUPPORTED) {
        if (field->flags & (REQUIRED | DISCRIMINANT))
            fault(check, element, field, "is UNSUPPORTED, so it can be neither REQUIRED nor DISCRIMINANT");
        return;
    }
    if (has_value && !(field->flags & UNWRITTEN) && classes == 0)
        fault(check, element, field, "is neither GUEST_ABI nor HOST_ONLY");
    if (classes == (GUEST_ABI | HOST_ONLY))
        fault(check, element, field, "is GUEST_ABI and HOST_ONLY");
    if (field->form == FORM_INLINE && classes)
        fault(check, element, field, "an INLINE child is neither GUEST_ABI nor HOST_ONLY, its rows are");
    if ((field->flags & (OLD_SPELLING | NOT_KEPT)) && (field->flags & (REQUIRED | DISCRIMINANT)))
        fault(check, element, field, "what is read and not written can be neither REQUIRED nor DISCRIMINANT");
    if ((field->flags & EMPTY_OK) && !(is_value(field) && is_string(field->kind)))
        fault(check, element, field, "is EMPTY_OK, but no string");
    if (field->where && field->form != FORM_TEXT && field->form != FORM_INLINE)
        fault(check, element, field, "notes where it stood, but is neither TEXT nor INLINE");
    if ((field->flags & KEEP_EMPTY) && field->form != FORM_INLINE)
        fault(check, element, field, "is KEEP_EMPTY, but not INLINE");
}

static void check_discriminant(struct check *check, const struct element *element, const struct field *field)
{
    if (!(field->flags & DISCRIMINANT)) {
        if (field->initial)
            fault(check, element, field, "has an initial value, but is no DISCRIMINANT");
        return;
    }
    if (field->form != FORM_ATTR || field->kind != &kind_enum) {
        fault(check, element, field, "is a DISCRIMINANT, but not an attribute that is an enum");
        return;
    }
    if (field->only_if)
        fault(check, element, field, "is the DISCRIMINANT and cannot depend on one");
    if (field->names && field->initial >= field->names->count)
        fault(check, element, field, "its initial value is none of its values");
    if (field->initial && (field->flags & REQUIRED))
        fault(check, element, field, "is REQUIRED, so its initial value is never used");
}

static void check_row(struct check *check, const struct element *element, const struct field *field)
{
    check_name(check, element, field);
    if (!field->doc || !*field->doc)
        fault(check, element, field, "has no doc");
    if (field->form < FORM_ATTR || field->form > FORM_RAW) {
        fault(check, element, field, "has no form");
        return;
    }
    check_flags(check, element, field);
    check_discriminant(check, element, field);
    if (field->flags & UNSUPPORTED)
        return;
    if (is_value(field))
        check_value(check, element, field);
    if ((field->form == FORM_CHILD || field->form == FORM_LIST || field->form == FORM_INLINE) && !field->element)
        fault(check, element, field, "has no table");
    if (field->form != FORM_INLINE && field->size == 0)
        fault(check, element, field, "has no place");
}

/* ---- rows beside each other ---- */

static bool exist_together(const struct field *a, const struct field *b)
{
    return !a->only_if || !b->only_if || (a->only_if & b->only_if);
}

static bool same_name(const struct field *a, const struct field *b)
{
    return a->form != FORM_CONTENT && b->form != FORM_CONTENT && (a->form == FORM_ATTR) == (b->form == FORM_ATTR) &&
           g_strcmp0(a->name, b->name) == 0;
}

/* Both rows take one attribute name for the unit of their value, or one takes the other's name. */
static bool companions_clash(const struct field *a, const struct field *b)
{
    const char *unit = is_value(a) && a->form != FORM_TEXT && a->kind ? a->kind->companion : NULL;

    if (!unit || b->form == FORM_TEXT || !is_value(b))
        return false;
    return (b->kind && g_strcmp0(b->kind->companion, unit) == 0) ||
           (b->form == FORM_ATTR && g_strcmp0(b->name, unit) == 0);
}

static bool is_child(const struct field *field)
{
    return field->form != FORM_ATTR && field->form != FORM_CONTENT;
}

static void check_pair(struct check *check, const struct element *element, const struct field *a, const struct field *b)
{
    if ((a->flags & DISCRIMINANT) && (b->flags & DISCRIMINANT))
        fault(check, element, b, "is a second DISCRIMINANT");
    if (!exist_together(a, b))
        return;
    if (a->name && same_name(a, b))
        fault(check, element, b, "stands twice for the same values of the discriminant");
    if (a->form == FORM_CONTENT && b->form == FORM_CONTENT)
        fault(check, element, b, "is a second CONTENT");
    if ((a->form == FORM_CONTENT && is_child(b)) || (b->form == FORM_CONTENT && is_child(a)))
        fault(check, element, is_child(a) ? a : b, "is a child of an element that has text");
    if (companions_clash(a, b) || companions_clash(b, a))
        fault(check, element, b, "its unit, or its name, is the unit attribute of another row");
}

/* only_if names values of the row's discriminant, which an INLINE table may have from its parent. */
static void check_condition(struct check *check, const struct element *element, const struct field *field,
                            const struct field *discriminant)
{
    uint64_t values = 0;

    if (!field->only_if)
        return;
    if (!discriminant || !discriminant->names) {
        fault(check, element, field, "depends on a discriminant, but there is none");
        return;
    }
    for (unsigned i = 1; i < discriminant->names->count; i++)
        values |= BIT(i);
    if (!(discriminant->flags & REQUIRED) && !discriminant->initial)
        values |= BIT(0);
    if (field->only_if & ~values)
        fault(check, element, field, "depends on what is no value of '%s'", discriminant->name);
}

static void check_element(struct check *check, const struct element *element)
{
    if (!element->id || !*element->id)
        fault(check, element, NULL, "has no id");
    else if (!is_xml_name(element->id))
        fault(check, element, NULL, "its id is no XML name, so the schema cannot use it");
    if (!element->doc || !*element->doc)
        fault(check, element, NULL, "has no doc");
    for (unsigned i = 0; i < element->n_fields; i++) {
        check_row(check, element, &element->fields[i]);
        for (unsigned j = 0; j < i; j++)
            check_pair(check, element, &element->fields[j], &element->fields[i]);
    }
}

/* ---- the places of one struct, INLINE tables included ---- */

#define MAX_CONDITIONS (MAX_INLINE_DEPTH + 1)

/* A row with a place, and all that has to hold for it to exist. */
struct slot {
    size_t start; /* of the struct that the row is in, within the outermost */
    const struct element *element;
    const struct field *field;
    bool old;
    unsigned n_conditions;
    struct {
        const struct field *discriminant;
        uint64_t values;
    } conditions[MAX_CONDITIONS];
};

static bool slots_exist_together(const struct slot *a, const struct slot *b)
{
    for (unsigned i = 0; i < a->n_conditions; i++)
        for (unsigned j = 0; j < b->n_conditions; j++)
            if (a->conditions[i].discriminant == b->conditions[j].discriminant &&
                !(a->conditions[i].values & b->conditions[j].values))
                return false;
    return true;
}

/* Free and copy walk each row, so rows of one place have to agree on what is there. */
static bool hold_the_same(const struct field *a, const struct field *b)
{
    if (is_value(a) && is_value(b))
        return a->kind && b->kind && a->kind->clear == b->kind->clear && a->size == b->size;
    return a->form == b->form && a->element == b->element;
}

static size_t slot_offset(const struct slot *slot)
{
    return slot->start + slot->field->offset;
}

static bool places_meet(const struct slot *a, const struct slot *b)
{
    return slot_offset(a) < slot_offset(b) + b->field->size && slot_offset(b) < slot_offset(a) + a->field->size;
}

static void check_slots(struct check *check, const struct slot *a, const struct slot *b)
{
    g_autofree char *other = field_step(a->field);

    if (!places_meet(a, b))
        return;
    if (slot_offset(a) != slot_offset(b) || !hold_the_same(a->field, b->field))
        fault(check, b->element, b->field, "has the place of %s/%s, which holds something else", a->element->id, other);
    else if (!a->old && !b->old && slots_exist_together(a, b))
        fault(check, b->element, b->field, "has the place of %s/%s, which can exist at the same time", a->element->id,
              other);
}

static bool is_main_of(const struct slot *main_row, const struct slot *old)
{
    return !main_row->old && slot_offset(main_row) == slot_offset(old) && hold_the_same(main_row->field, old->field);
}

static void check_old_spelling(struct check *check, const GArray *slots, const struct slot *old)
{
    bool found = false;

    for (unsigned i = 0; i < slots->len; i++) {
        const struct slot *other = &g_array_index(slots, struct slot, i);

        if (!is_main_of(other, old))
            continue;
        found = true;
        if ((other->field->flags & REQUIRED) && other->element != old->element)
            fault(check, old->element, old->field, "cannot stand for a REQUIRED row of another element");
    }
    if (!found)
        fault(check, old->element, old->field, "is an OLD_SPELLING of no row");
}

/* What an INLINE table has from the row that leads to it. */
struct context {
    struct slot above;
    const struct field *discriminant;
    size_t size; /* of the struct */
    unsigned depth;
};

static void check_place(struct check *check, const struct element *element, const struct field *field, size_t size)
{
    if (field->offset < sizeof(struct place))
        fault(check, element, field, "lies in 'struct place where', which a struct begins with");
    if (field->offset + field->size > size)
        fault(check, element, field, "lies outside of the struct");
}

static void gather_note(struct check *check, const struct element *element, const struct field *field, size_t start,
                        size_t size)
{
    struct note note = {.element = element, .field = field, .offset = start + field->where};

    if (!field->where)
        return;
    if (field->form != FORM_TEXT && field->form != FORM_INLINE)
        fault(check, element, field, "notes where it stood, which only TEXT and INLINE children need");
    if (field->where < sizeof(struct place) || field->where + sizeof(struct place) > size)
        fault(check, element, field, "notes where it stood outside of the struct");
    g_array_append_val(check->notes, note);
}

static bool notes_meet(const struct note *note, size_t offset, size_t size)
{
    return note->offset < offset + size && offset < note->offset + sizeof(struct place);
}

static void check_notes(struct check *check, const GArray *slots)
{
    for (unsigned i = 0; i < check->notes->len; i++) {
        const struct note *note = &g_array_index(check->notes, struct note, i);

        for (unsigned j = 0; j < slots->len; j++) {
            const struct slot *slot = &g_array_index(slots, struct slot, j);

            if (notes_meet(note, slot_offset(slot), slot->field->size))
                fault(check, note->element, note->field, "notes where it stood in the place of another row");
        }
    }
}

static void gather_slots(struct check *check, const struct element *element, const struct context *context,
                         GArray *slots);

static void gather_row(struct check *check, const struct element *element, const struct field *field,
                       const struct field *discriminant, const struct context *context, GArray *slots)
{
    struct slot slot = context->above;

    slot.element = element;
    slot.field = field;
    slot.old |= (field->flags & OLD_SPELLING) != 0;
    if (field->only_if && discriminant && slot.n_conditions < MAX_CONDITIONS) {
        slot.conditions[slot.n_conditions].discriminant = discriminant;
        slot.conditions[slot.n_conditions++].values = field->only_if;
    }
    if (field->form == FORM_INLINE && field->element) {
        struct context below = {
            .above = slot, .discriminant = discriminant, .size = context->size, .depth = context->depth + 1};

        if (field->size) {
            below.size = field->size;
            below.above.start += field->offset;
        }
        if (field->element->size != below.size)
            fault(check, element, field, "is INLINE, but its table is of another struct");
        gather_slots(check, field->element, &below, slots);
    } else if (field->form != FORM_INLINE && field->size) {
        check_place(check, element, field, context->size);
        g_array_append_val(slots, slot);
    }
}

static void gather_slots(struct check *check, const struct element *element, const struct context *context,
                         GArray *slots)
{
    const struct field *own = element_discriminant(element);
    const struct field *discriminant = own ? own : context->discriminant;

    if (context->depth > MAX_INLINE_DEPTH) {
        fault(check, element, NULL, "contains itself as INLINE");
        return;
    }
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        check_condition(check, element, field, discriminant);
        gather_note(check, element, field, context->above.start, context->size);
        if (!(field->flags & UNSUPPORTED))
            gather_row(check, element, field, discriminant, context, slots);
    }
}

/* A table that a struct of its own is made of: the root, a CHILD, an item of a LIST. */
static void check_struct(struct check *check, const struct element *element)
{
    g_autoptr(GArray) slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
    struct context context = {.size = element->size};

    if (element->size < sizeof(struct place))
        fault(check, element, NULL, "its struct is too small to begin with 'struct place where'");
    g_array_set_size(check->notes, 0);
    gather_slots(check, element, &context, slots);
    check_notes(check, slots);
    for (unsigned i = 0; i < slots->len; i++) {
        const struct slot *slot = &g_array_index(slots, struct slot, i);

        for (unsigned j = 0; j < i; j++)
            check_slots(check, &g_array_index(slots, struct slot, j), slot);
        if (slot->old)
            check_old_spelling(check, slots, slot);
    }
}

/* ---- the whole ---- */

/* Whether an element cannot be written down because it needs itself. */
static bool needs(const struct element *element, const struct element *wanted, GHashTable *seen)
{
    if (!g_hash_table_add(seen, (gpointer)element))
        return false;
    for (unsigned i = 0; i < element->n_fields; i++) {
        const struct field *field = &element->fields[i];

        if (field->element && (field->flags & REQUIRED) && !field->only_if &&
            (field->element == wanted || needs(field->element, wanted, seen)))
            return true;
    }
    return false;
}

static void check_ids(struct check *check, const GPtrArray *elements)
{
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);

    for (unsigned i = 0; i < elements->len; i++) {
        const struct element *element = elements->pdata[i];

        if (element->id && !g_hash_table_add(ids, (gpointer)element->id))
            fault(check, element, NULL, "another element has this id");
    }
}

GPtrArray *check_tables(const struct document_type *type)
{
    g_autoptr(GPtrArray) elements = document_elements(type);
    g_autoptr(GPtrArray) structs = document_structs(type);
    struct check check = {
        .type = type,
        .faults = g_ptr_array_new_with_free_func(g_free),
        .known = g_hash_table_new(g_str_hash, g_str_equal),
        .notes = g_array_new(FALSE, FALSE, sizeof(struct note)),
    };

    check_ids(&check, elements);
    for (unsigned i = 0; i < structs->len; i++)
        check_struct(&check, structs->pdata[i]);
    for (unsigned i = 0; i < elements->len; i++) {
        const struct element *element = elements->pdata[i];
        g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

        check_element(&check, element);
        if (needs(element, element, seen))
            fault(&check, element, NULL, "needs itself, so no document can hold it");
    }
    g_hash_table_unref(check.known);
    g_array_unref(check.notes);
    return check.faults;
}
