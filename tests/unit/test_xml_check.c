#include "test_tables.h"
#include "xml/check.h"

/* Deliberately bad tables, all over one struct. */
struct bad {
    struct place where;
    enum plan_kind kind;
    enum slot_type slot;
    char *text, *other;
    struct number size, number;
    bool flag;
    struct bad *bad;
    GPtrArray *list;
    struct place noted;
};

extern const struct element bad_element; /* for rows whose table does not matter */
static const struct field fine_fields[] = {
    ATTR(string, "text", struct bad, text, HOST_ONLY, .doc = "Fine."),
};
ELEMENT(bad_element, "fine", struct bad, fine_fields, "Fine.");

ENUM_NAMES(holed, 4, [1] = "one", [3] = "three");
ENUM_NAMES(twice, 3, [1] = "same", [2] = "same");
ENUM_NAMES(named_zero, 2, [0] = "absent", [1] = "one");
ENUM_NAMES_PARTLY(none_left, 2, BIT(1), [1] = "one");
ENUM_NAMES_PARTLY(beyond, 2, BIT(5), [1] = "one");

#define OPTIONAL_TYPE ATTR_ENUM("type", struct bad, slot, slot_type, DISCRIMINANT | HOST_ONLY, .doc = "Fine.")
#define REQUIRED_TYPE                                                                                                  \
    ATTR_ENUM("type", struct bad, slot, slot_type, REQUIRED | DISCRIMINANT | HOST_ONLY, .doc = "Fine.")
#define TEXT_ATTR(name_, flags_, ...) ATTR(string, name_, struct bad, text, flags_, .doc = "Fine.", __VA_ARGS__)
#define OTHER_ATTR(name_, flags_, ...) ATTR(string, name_, struct bad, other, flags_, .doc = "Fine.", __VA_ARGS__)
#define ENUM_OF(names_)                                                                                                \
    {                                                                                                                  \
        .name = "e", .form = FORM_ATTR, .kind = &kind_enum, .names = &names_, PLACE(struct bad, kind, enum plan_kind), \
        .flags = HOST_ONLY, .doc = "Fine."                                                                             \
    }

#define TABLE(...)                                                                                                     \
    {                                                                                                                  \
        .id = "bad", .doc = "Bad.", .size = sizeof(struct bad), TABLE_ROWS(__VA_ARGS__)                                \
    }
#define TABLE_ROWS(...)                                                                                                \
    .fields = (const struct field[]){__VA_ARGS__},                                                                     \
    .n_fields = sizeof((const struct field[]){__VA_ARGS__}) / sizeof(struct field)

static const struct element sub_table = TABLE(TEXT_ATTR("text", HOST_ONLY));
static const struct element faulty = TABLE(ATTR(string, "a", struct bad, text, HOST_ONLY));
static const struct element other_struct = {
    .id = "small", .doc = "Small.", .size = sizeof(struct place) + 8, TABLE_ROWS(TEXT_ATTR("text", HOST_ONLY))};
static const struct element inherits = TABLE(TEXT_ATTR("text", HOST_ONLY, .only_if = BIT(SLOT_USB)));
static const struct element same_id = {.id = "bad", .doc = "Bad.", .size = sizeof(struct bad)};
static const struct element endless;
static const struct element endless = TABLE({.name = "x", .form = FORM_INLINE, .element = &endless, .doc = "Fine."});
static const struct element hungry;
static const struct element hungry = TABLE({.name = "x",
                                            .form = FORM_CHILD,
                                            .element = &hungry,
                                            PLACE(struct bad, bad, struct bad *),
                                            .flags = REQUIRED,
                                            .doc = "Fine."});

#define INLINE_OF(name_, table_, ...)                                                                                  \
    {                                                                                                                  \
        .name = (name_), .form = FORM_INLINE, .element = &(table_), .doc = "Fine.", __VA_ARGS__                        \
    }

struct bad_case {
    const char *name;
    struct element element;
    const char *fault;
};

static const struct bad_case cases[] = {
    {"a-row-without-doc", TABLE(ATTR(string, "a", struct bad, text, HOST_ONLY)), "bad/@a: has no doc"},
    {"a-row-without-name", TABLE(TEXT_ATTR(NULL, HOST_ONLY)), "bad/?: has no name"},
    {"content-with-a-name",
     TABLE({.name = "c",
            .form = FORM_CONTENT,
            .kind = &kind_string,
            PLACE(struct bad, text, char *),
            .flags = HOST_ONLY,
            .doc = "Fine."}),
     "bad/text(): content has no name, but one is given"},
    {"a-name-that-xml-does-not-know", TABLE(TEXT_ATTR("a b", HOST_ONLY)), "bad/@a b: is no XML name"},
    {"a-prefix-that-is-not-declared", TABLE(TEXT_ATTR("z:a", HOST_ONLY)),
     "bad/@z:a: the document type declares no such prefix"},
    {"a-row-without-form", TABLE({.name = "a", .doc = "Fine."}), "bad/a: has no form"},
    {"a-row-without-kind",
     TABLE({.name = "a", .form = FORM_ATTR, PLACE(struct bad, text, char *), .flags = HOST_ONLY, .doc = "Fine."}),
     "bad/@a: has no kind"},
    {"a-row-without-place",
     TABLE({.name = "a", .form = FORM_ATTR, .kind = &kind_string, .flags = HOST_ONLY, .doc = "Fine."}),
     "bad/@a: has no place"},
    {"a-child-without-table",
     TABLE({.name = "a", .form = FORM_CHILD, PLACE(struct bad, bad, struct bad *), .doc = "Fine."}),
     "bad/a: has no table"},
    {"a-value-that-is-in-neither-class", TABLE(TEXT_ATTR("a", 0)), "bad/@a: is neither GUEST_ABI nor HOST_ONLY"},
    {"a-value-that-is-in-both-classes", TABLE(TEXT_ATTR("a", GUEST_ABI | HOST_ONLY)),
     "bad/@a: is GUEST_ABI and HOST_ONLY"},
    {"raw-that-is-in-neither-class", TABLE(RAW("r", struct bad, text, 0, .doc = "Fine.")),
     "bad/r: is neither GUEST_ABI nor HOST_ONLY"},
    {"an-inline-child-with-a-class", TABLE(INLINE_OF("i", sub_table, .flags = GUEST_ABI)),
     "bad/i: an INLINE child is neither GUEST_ABI nor HOST_ONLY, its rows are"},
    {"an-enum-with-a-hole", TABLE(ENUM_OF(holed_names)), "bad/@e: value 2 of holed has no name"},
    {"an-enum-with-two-equal-names", TABLE(ENUM_OF(twice_names)), "bad/@e: two values of twice are named 'same'"},
    {"an-enum-that-names-zero", TABLE(ENUM_OF(named_zero_names)),
     "bad/@e: value 0 of named_zero has a name, but it means 'not given'"},
    {"an-enum-of-which-nothing-is-supported", TABLE(ENUM_OF(none_left_names)),
     "bad/@e: none_left has no supported value: mark the row UNSUPPORTED"},
    {"an-unsupported-value-that-is-none", TABLE(ENUM_OF(beyond_names)),
     "bad/@e: beyond marks what is no value as unsupported"},
    {"an-enum-without-names",
     TABLE({.name = "e",
            .form = FORM_ATTR,
            .kind = &kind_enum,
            PLACE(struct bad, kind, enum plan_kind),
            .flags = HOST_ONLY,
            .doc = "Fine."}),
     "bad/@e: is an enum without names"},
    {"names-on-what-is-no-enum", TABLE(TEXT_ATTR("a", HOST_ONLY, .names = &yes_no_names)),
     "bad/@a: has names, but is no enum"},
    {"a-flag-that-is-an-attribute", TABLE(ATTR(flag, "a", struct bad, flag, HOST_ONLY, .doc = "Fine.")),
     "bad/@a: is a flag, which only a TEXT child can be"},
    {"a-range-that-is-turned-around",
     TABLE(ATTR(uint, "a", struct bad, number, HOST_ONLY, .min = 9, .max = 3, .doc = "Fine.")),
     "bad/@a: its least value is above its greatest"},
    {"a-range-of-an-enum", TABLE(ATTR_ENUM("a", struct bad, slot, slot_type, HOST_ONLY, .max = 3, .doc = "Fine.")),
     "bad/@a: has a range, but is a choice"},
    {"digits-of-a-decimal-number", TABLE(ATTR(uint, "a", struct bad, number, HOST_ONLY, .digits = 2, .doc = "Fine.")),
     "bad/@a: has digits, but is a number"},
    {"a-word-instead-of-a-string", TABLE(TEXT_ATTR("a", HOST_ONLY, .word = "all")),
     "bad/@a: has a word, but is a string"},
    {"a-size-without-unit", TABLE(ATTR(size, "a", struct bad, size, HOST_ONLY, .doc = "Fine.")),
     "bad/@a: is a size without a unit to write it in"},
    {"a-size-with-a-unit-of-another-size",
     TABLE(ATTR(size, "a", struct bad, size, HOST_ONLY, .unit = 1000, .unit_name = "KiB", .doc = "Fine.")),
     "bad/@a: 'KiB' is no unit of 1000 bytes"},
    {"a-unit-on-what-is-no-size", TABLE(TEXT_ATTR("a", HOST_ONLY, .unit = 1024)),
     "bad/@a: has a unit, but is a string"},
    {"an-unsupported-row-that-is-required", TABLE(TEXT_ATTR("a", UNSUPPORTED | REQUIRED)),
     "bad/@a: is UNSUPPORTED, so it can be neither REQUIRED nor DISCRIMINANT"},
    {"an-old-spelling-that-is-required", TABLE(TEXT_ATTR("a", HOST_ONLY), TEXT_ATTR("b", OLD_SPELLING | REQUIRED)),
     "bad/@b: what is read and not written can be neither REQUIRED nor DISCRIMINANT"},
    {"an-empty-number", TABLE(ATTR(uint, "a", struct bad, number, HOST_ONLY | EMPTY_OK, .doc = "Fine.")),
     "bad/@a: is EMPTY_OK, but no string"},
    {"keep-empty-on-an-attribute", TABLE(TEXT_ATTR("a", HOST_ONLY | KEEP_EMPTY)),
     "bad/@a: is KEEP_EMPTY, but not INLINE"},
    {"a-discriminant-that-is-no-enum", TABLE(TEXT_ATTR("a", HOST_ONLY | DISCRIMINANT)),
     "bad/@a: is a DISCRIMINANT, but not an attribute that is an enum"},
    {"a-discriminant-that-is-a-child",
     TABLE(TEXT_ENUM("a", struct bad, slot, slot_type, HOST_ONLY | DISCRIMINANT, .doc = "Fine.")),
     "bad/a: is a DISCRIMINANT, but not an attribute that is an enum"},
    {"two-discriminants",
     TABLE(OPTIONAL_TYPE, ATTR_ENUM("kind", struct bad, kind, plan_kind, HOST_ONLY | DISCRIMINANT, .doc = "Fine.")),
     "bad/@kind: is a second DISCRIMINANT"},
    {"an-initial-value-that-is-none",
     TABLE(ATTR_ENUM("a", struct bad, slot, slot_type, HOST_ONLY | DISCRIMINANT, .initial = 9, .doc = "Fine.")),
     "bad/@a: its initial value is none of its values"},
    {"an-initial-value-of-a-required-discriminant",
     TABLE(ATTR_ENUM("a", struct bad, slot, slot_type, REQUIRED | HOST_ONLY | DISCRIMINANT, .initial = SLOT_USB,
                     .doc = "Fine.")),
     "bad/@a: is REQUIRED, so its initial value is never used"},
    {"an-initial-value-of-an-ordinary-row", TABLE(TEXT_ATTR("a", HOST_ONLY, .initial = 1)),
     "bad/@a: has an initial value, but is no DISCRIMINANT"},
    {"a-condition-without-discriminant", TABLE(TEXT_ATTR("a", HOST_ONLY, .only_if = BIT(1))),
     "bad/@a: depends on a discriminant, but there is none"},
    {"a-condition-that-no-value-meets", TABLE(OPTIONAL_TYPE, TEXT_ATTR("a", HOST_ONLY, .only_if = BIT(7))),
     "bad/@a: depends on what is no value of 'type'"},
    {"a-condition-on-the-absence-of-a-required-discriminant",
     TABLE(REQUIRED_TYPE, TEXT_ATTR("a", HOST_ONLY, .only_if = BIT(0))),
     "bad/@a: depends on what is no value of 'type'"},
    {"a-condition-of-an-inline-table-whose-parent-has-no-discriminant", TABLE(INLINE_OF("i", inherits)),
     "bad/@text: depends on a discriminant, but there is none"},
    {"two-rows-of-one-name", TABLE(TEXT_ATTR("a", HOST_ONLY), OTHER_ATTR("a", HOST_ONLY)),
     "bad/@a: stands twice for the same values of the discriminant"},
    {"two-rows-of-one-name-whose-conditions-overlap",
     TABLE(OPTIONAL_TYPE, TEXT_ATTR("a", HOST_ONLY, .only_if = BIT(SLOT_PCI) | BIT(SLOT_USB)),
           OTHER_ATTR("a", HOST_ONLY, .only_if = BIT(SLOT_USB))),
     "bad/@a: stands twice for the same values of the discriminant"},
    {"two-contents",
     TABLE(CONTENT(string, struct bad, text, HOST_ONLY, .doc = "Fine."),
           CONTENT(string, struct bad, other, HOST_ONLY, .doc = "Fine.")),
     "bad/text(): is a second CONTENT"},
    {"text-and-children",
     TABLE(CONTENT(string, struct bad, text, HOST_ONLY, .doc = "Fine."),
           TEXT(string, "child", struct bad, other, HOST_ONLY, .doc = "Fine.")),
     "bad/child: is a child of an element that has text"},
    {"an-attribute-named-like-the-unit-of-the-content",
     TABLE(CONTENT(size, struct bad, size, HOST_ONLY, .unit = 1, .unit_name = "bytes", .doc = "Fine."),
           TEXT_ATTR("unit", HOST_ONLY)),
     "bad/@unit: its unit, or its name, is the unit attribute of another row"},
    {"two-rows-in-one-place", TABLE(TEXT_ATTR("a", HOST_ONLY), TEXT_ATTR("b", HOST_ONLY)),
     "bad/@b: has the place of bad/@a, which can exist at the same time"},
    {"two-rows-in-one-place-in-inline-tables", TABLE(TEXT_ATTR("a", HOST_ONLY), INLINE_OF("i", sub_table)),
     "bad/@text: has the place of bad/@a, which can exist at the same time"},
    {"a-place-that-holds-two-sorts-of-things",
     TABLE(OPTIONAL_TYPE, TEXT_ATTR("a", HOST_ONLY, .only_if = BIT(SLOT_PCI)),
           {.name = "b",
            .form = FORM_ATTR,
            .kind = &kind_uint,
            .offset = offsetof(struct bad, text),
            .size = 16,
            .flags = HOST_ONLY,
            .only_if = BIT(SLOT_USB),
            .doc = "Fine."}),
     "bad/@b: has the place of bad/@a, which holds something else"},
    {"a-place-outside-of-the-struct",
     TABLE({.name = "a",
            .form = FORM_ATTR,
            .kind = &kind_string,
            .offset = sizeof(struct bad),
            .size = 8,
            .flags = HOST_ONLY,
            .doc = "Fine."}),
     "bad/@a: lies outside of the struct"},
    {"a-struct-that-does-not-begin-with-its-place",
     TABLE({.name = "a",
            .form = FORM_ATTR,
            .kind = &kind_string,
            .offset = 0,
            .size = 8,
            .flags = HOST_ONLY,
            .doc = "Fine."}),
     "bad/@a: lies in 'struct place where', which a struct begins with"},
    {"a-struct-too-small-for-its-place",
     {.id = "bad", .doc = "Bad.", .size = 4},
     "bad: its struct is too small to begin with 'struct place where'"},
    {"an-attribute-that-notes-where-it-stood", TABLE(TEXT_ATTR("a", HOST_ONLY, .where = offsetof(struct bad, noted))),
     "bad/@a: notes where it stood, which only TEXT and INLINE children need"},
    {"a-note-outside-of-the-struct",
     TABLE(TEXT(string, "a", struct bad, text, HOST_ONLY, .where = sizeof(struct bad) - 4, .doc = "Fine.")),
     "bad/a: notes where it stood outside of the struct"},
    {"a-note-in-the-place-of-a-row",
     TABLE(TEXT(string, "a", struct bad, text, HOST_ONLY, .where = offsetof(struct bad, other), .doc = "Fine."),
           OTHER_ATTR("b", HOST_ONLY)),
     "bad/a: notes where it stood in the place of another row"},
    {"an-inline-table-of-another-struct", TABLE(INLINE_OF("i", other_struct)),
     "bad/i: is INLINE, but its table is of another struct"},
    {"an-inline-table-in-itself", TABLE(INLINE_OF("i", endless)), "bad: contains itself as INLINE"},
    {"an-element-that-needs-itself",
     TABLE({.name = "c", .form = FORM_CHILD, .element = &hungry, PLACE(struct bad, bad, struct bad *), .doc = "Fine."}),
     "bad: needs itself, so no document can hold it"},
    {"an-old-spelling-of-nothing", TABLE(TEXT_ATTR("a", OLD_SPELLING)), "bad/@a: is an OLD_SPELLING of no row"},
    {"an-old-spelling-of-a-required-row-elsewhere",
     TABLE(TEXT_ATTR("a", HOST_ONLY | REQUIRED), INLINE_OF("i", sub_table, .flags = OLD_SPELLING)),
     "bad/@text: cannot stand for a REQUIRED row of another element"},
    {"an-element-without-id", {.doc = "Bad.", .size = sizeof(struct bad)}, "?: has no id"},
    {"an-id-that-the-schema-cannot-use",
     {.id = "a b", .doc = "Bad.", .size = sizeof(struct bad)},
     "a b: its id is no XML name, so the schema cannot use it"},
    {"an-element-without-doc", {.id = "bad", .size = sizeof(struct bad)}, "bad: has no doc"},
    {"two-elements-of-one-id", TABLE(INLINE_OF("i", same_id)), "bad: another element has this id"},
};

static void is_found(gconstpointer data)
{
    const struct bad_case *bad = data;
    const struct document_type type = {.root_name = "bad", .root = &bad->element};
    g_autoptr(GPtrArray) faults = check_tables(&type);
    g_autoptr(GString) all = g_string_new(NULL);

    for (unsigned i = 0; i < faults->len; i++) {
        if (g_strcmp0(faults->pdata[i], bad->fault) == 0)
            return;
        g_string_append_printf(all, "%s\n", (char *)faults->pdata[i]);
    }
    g_assert_cmpstr(all->str, ==, bad->fault);
}

static void good_tables_have_no_fault(void)
{
    g_autoptr(GPtrArray) faults = check_tables(&plan_document);

    for (unsigned i = 0; i < faults->len; i++)
        g_test_message("%s", (char *)faults->pdata[i]);
    g_assert_cmpuint(faults->len, ==, 0);
}

static void a_fault_is_told_once_however_often_the_table_is_reached(void)
{
    static const struct field twice[] = {
        {.name = "x", .form = FORM_CHILD, .element = &faulty, PLACE(struct bad, bad, struct bad *), .doc = "Fine."},
        {.name = "y", .form = FORM_LIST, .element = &faulty, PLACE(struct bad, list, GPtrArray *), .doc = "Fine."},
    };
    static const struct element root = {
        .id = "root", .doc = "Root.", .size = sizeof(struct bad), .fields = twice, .n_fields = 2};
    const struct document_type type = {.root_name = "root", .root = &root};
    g_autoptr(GPtrArray) faults = check_tables(&type);

    g_assert_cmpuint(faults->len, ==, 1);
    g_assert_cmpstr(faults->pdata[0], ==, "bad/@a: has no doc");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/check/good-tables-have-no-fault", good_tables_have_no_fault);
    g_test_add_func("/xml/check/a-fault-is-told-once-however-often-the-table-is-reached",
                    a_fault_is_told_once_however_often_the_table_is_reached);
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/xml/check/finds-%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], is_found);
    }
    return g_test_run();
}
