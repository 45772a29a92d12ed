/* xml/field.h - an element is a table; this header says what a table is made of.
 *
 * A row (struct field) describes one attribute or one child of an element: its name as it stands in
 * the XML, the kind of value, its place in the struct, flags, one sentence of documentation.  Tables
 * are static const data.  One walker a file reads them: read.c (XML to struct), write.c (struct to
 * XML, table order is output order), own.c (make, free, copy), rng.c (RELAX NG), reference.c (the
 * manual), diff.c (differences, guest ABI), sample.c (random documents), check.c (faults in tables).
 * A row says what a value *is*; it never calls code of its own.  What needs code is a rule.
 *
 * The structs.  Each element's struct begins with `struct place where`.  A zeroed struct is an empty
 * element: enums have 0 for "not given", numbers carry `given`, strings, children are NULL, lists are
 * never NULL once element_new made the struct.  All in a struct belongs to it: element_free frees the
 * tree, so a string put there has to come from g_malloc.
 *
 * Forms of a row:
 *   ATTR     an attribute                                    <target dev='vda'/>
 *   CONTENT  the text of the element itself                  <vcpu placement='static'>2</vcpu>
 *   TEXT     a child that has only text                      <name>web</name>
 *   CHILD    a child with a struct of its own, at most one   -> struct x *
 *   LIST     such a child, any number                        -> GPtrArray * of struct x *
 *   INLINE   a child whose rows are places of the struct     <mac address='…'/> -> nic->mac
 *            that the parent has, so that C code needs no pointer for one attribute
 *   EMBED    an INLINE whose rows are places of a struct that lies in the parent's by value, so that
 *            one table serves several parents             <source file='…'/> -> disk->source.file
 *   RAW      a child kept as it stands, unread               <metadata>…</metadata>
 *
 * Content that depends on a sibling: at most one attribute of a table is the DISCRIMINANT, an enum; a
 * row with `.only_if = BIT(V) | …` exists only while the discriminant has one of these values, and
 * several rows may have one name if their values do not overlap.  An INLINE table has the
 * discriminant of its parent, unless it has one of its own; so does an embedded one.
 */
#pragma once

#include "base/report.h"

#include <stddef.h>
#include <stdint.h>

struct field;
struct element;
struct reader;

/* Numbers that may be absent.  Everything the XML can leave out must be tellable from 0. */
struct number {
    bool given;
    uint64_t value;
};
struct integer {
    bool given;
    int64_t value;
};

#define INTEGER_WORD INT64_MIN /* the value that stands for the row's word */

static inline struct number number(uint64_t value)
{
    return (struct number){.given = true, .value = value};
}

static inline struct integer integer(int64_t value)
{
    return (struct integer){.given = true, .value = value};
}

/* The names of an enum; index 0 is "not given" and has none.  `unsupported` has a bit for each value
 * that libvirt knows and tandem does not do (yet). */
struct enum_names {
    const char *id;
    const char *const *names;
    unsigned count;
    uint64_t unsupported;
};

/* The unit of a row of kind_size. */
#define IN_BYTES .unit = 1, .unit_name = "B"
#define IN_KIB .unit = 1024, .unit_name = "KiB"
#define IN_MIB .unit = 1024 * 1024, .unit_name = "MiB"

#define BIT(value) (UINT64_C(1) << (value))

#define ENUM_NAMES(id_, count_, ...) ENUM_NAMES_PARTLY(id_, count_, 0, __VA_ARGS__)
#define ENUM_NAMES_PARTLY(id_, count_, unsupported_, ...)                                                              \
    static const char *const id_##_strings[] = {__VA_ARGS__};                                                          \
    _Static_assert(G_N_ELEMENTS(id_##_strings) == (count_), #id_ " and its names differ");                             \
    _Static_assert((count_) <= 64, #id_ " has more values than a bit mask holds");                                     \
    const struct enum_names id_##_names = {#id_, id_##_strings, (count_), (unsupported_)}

enum yes_no { YES_NO_ABSENT, YES, NO, YES_NO_COUNT };
enum on_off { ON_OFF_ABSENT, ON, OFF, ON_OFF_COUNT };
extern const struct enum_names yes_no_names, on_off_names;

/* The name of a value; NULL for 0 and for what is no value. */
const char *enum_name(const struct enum_names *names, unsigned value);
/* The value of a name; 0 if there is none. */
unsigned enum_value(const struct enum_names *names, const char *name);

enum field_form { FORM_ATTR = 1, FORM_CONTENT, FORM_TEXT, FORM_CHILD, FORM_LIST, FORM_INLINE, FORM_RAW };

enum field_flag {
    REQUIRED = 1 << 0,
    DISCRIMINANT = 1 << 1, /* ATTR of kind enum only */
    GUEST_ABI = 1 << 2,    /* the guest can see it: a migration needs it equal on both sides */
    HOST_ONLY = 1 << 3,    /* it cannot; each value row has exactly one of the two */
    UNSUPPORTED = 1 << 4,  /* libvirt knows it, tandem does not do it (yet): status 3 where it is given */
    OLD_SPELLING = 1 << 5, /* read into the place of another row, never written */
    EMPTY_OK = 1 << 6,     /* a string may be empty */
    KEEP_EMPTY = 1 << 7,   /* INLINE only: written even when nothing in it is given */
    NOT_KEPT = 1 << 8,     /* read, never written: what libvirt notes about a domain while it runs */
};

/* Rows with these flags are read at most. */
#define UNWRITTEN (UNSUPPORTED | OLD_SPELLING | NOT_KEPT)

/* What a sort of value is.  One for each sort, never one for an element. */
struct kind {
    const char *id;
    /* Reads text into *at.  Returns NULL, or what was expected ("a whole number from 1 to 8"), newly made.
     * `companion` is the value of the attribute named below, NULL if it was not given. */
    char *(*read)(const struct field *field, const char *text, const char *companion, void *at);
    /* Appends the text of *at, which is given.  *companion is set where the kind has one. */
    void (*write)(const struct field *field, const void *at, GString *out, const char **companion);
    /* NULL, or the name of an attribute that belongs to the value, such as "unit", and its RELAX NG pattern. */
    const char *companion, *companion_schema;
    bool (*equal)(const void *a, const void *b);
    void (*copy)(void *to, const void *from);
    void (*clear)(void *at);
    /* Appends a RELAX NG data pattern. */
    void (*schema)(const struct field *field, GString *out);
    /* Makes up a value that read takes and write gives back the same. */
    void (*sample)(const struct field *field, void *at, GRand *dice);
};

struct field {
    /* what each walker looks at, together so that a walk over a table touches little memory */
    const char *name; /* literally as in the XML, so grep finds it; NULL for CONTENT */
    enum field_form form;
    unsigned flags;
    uint64_t only_if;              /* values of the discriminant; 0 = always */
    size_t offset;                 /* of the value in the struct; INLINE: of the struct with the rows */
    size_t size;                   /* of the value */
    size_t where;                  /* TEXT, INLINE: of a struct place that notes where the child stood; 0: none */
    const struct kind *kind;       /* ATTR, CONTENT, TEXT */
    const struct element *element; /* CHILD, LIST, INLINE */

    const struct enum_names *names; /* kind_enum only */
    unsigned initial;               /* DISCRIMINANT: the value when the attribute is not given */
    unsigned digits;                /* kind_hex: at least so many are written */
    uint64_t min, max;              /* numbers: the range; max 0 = what the kind holds.  Strings: the length.
                                     * kind_int: both are signed */
    const char *word;               /* kind_int: a word that may stand instead of a number, INTEGER_WORD */
    uint64_t unit;                  /* kind_size: bytes in the unit that is written */
    const char *unit_name;          /* and its name, "KiB" */
    const char *doc;                /* one sentence; it becomes the manual */
};

struct element {
    const char *id;  /* unique: names the definition in the schema and the chapter of the reference */
    const char *doc; /* one sentence */
    size_t size;     /* of the struct; an INLINE table has its parent's, an embedded one its own */
    const struct field *fields;
    unsigned n_fields;
};

/* A kind of document: its root and the XML name spaces whose prefixes rows may use ("qemu:arg"). */
struct xml_namespace {
    const char *prefix, *uri;
};
struct document_type {
    const char *root_name;
    const struct element *root;
    const struct xml_namespace *namespaces;
    unsigned n_namespaces;
};

#define ELEMENT(variable_, id_, type_, fields_, doc_)                                                                  \
    const struct element variable_ = {                                                                                 \
        .id = (id_), .doc = (doc_), .size = sizeof(type_), .fields = (fields_), .n_fields = G_N_ELEMENTS(fields_)}

/* ---- the kinds (kind*.c, cpuset.c) and the C type that each wants ---- */

extern const struct kind kind_string;    /* char *: anything but control characters */
extern const struct kind kind_path;      /* char *: an absolute path */
extern const struct kind kind_token;     /* char *: [A-Za-z0-9_.:+-]+ */
extern const struct kind kind_nic_alias; /* char *: the alias of another NIC */
extern const struct kind kind_mac;       /* char *: written with lower-case digits */
extern const struct kind kind_uuid;      /* char *: written with dashes and lower-case digits */
extern const struct kind kind_cpuset;    /* char *: 0-3,^2 written as sorted ranges */
extern const struct kind kind_usb_port;  /* char *: 1.2.3, from port to port through hubs */
extern const struct kind kind_uint;      /* struct number, decimal */
extern const struct kind kind_hex;       /* struct number, 0x…; decimal is read, too */
extern const struct kind kind_octal;     /* struct number, 0… */
extern const struct kind kind_size;      /* struct number, bytes; companion attribute "unit" */
extern const struct kind kind_int;       /* struct integer */
extern const struct kind kind_enum;      /* an enum */
extern const struct kind kind_flag;      /* bool; TEXT only: the child is there or not */

#define CTYPE_string char *
#define CTYPE_path char *
#define CTYPE_token char *
#define CTYPE_nic_alias char *
#define CTYPE_mac char *
#define CTYPE_uuid char *
#define CTYPE_cpuset char *
#define CTYPE_usb_port char *
#define CTYPE_uint struct number
#define CTYPE_hex struct number
#define CTYPE_octal struct number
#define CTYPE_size struct number
#define CTYPE_int struct integer
#define CTYPE_flag bool

/* ---- rows; a wrong type of the member does not compile ---- */

#define MEMBER_OF(type_, member_) (((type_ *)0)->member_)
#define PLACE(type_, member_, want_)                                                                                   \
    .size = sizeof(MEMBER_OF(type_, member_)),                                                                         \
    .offset = offsetof(type_, member_) +                                                                               \
              0 * sizeof(char[__builtin_types_compatible_p(want_, __typeof__(MEMBER_OF(type_, member_))) ? 1 : -1])

#define VALUE_ROW(form_, sort_, name_, type_, member_, flags_, ...)                                                    \
    {                                                                                                                  \
        .name = (name_), .form = (form_), .kind = &kind_##sort_, PLACE(type_, member_, CTYPE_##sort_),                 \
        .flags = (flags_), __VA_ARGS__                                                                                 \
    }
#define ENUM_ROW(form_, name_, type_, member_, enum_, flags_, ...)                                                     \
    {                                                                                                                  \
        .name = (name_), .form = (form_), .kind = &kind_enum, .names = &enum_##_names,                                 \
        PLACE(type_, member_, enum enum_), .flags = (flags_), __VA_ARGS__                                              \
    }

/* ATTR(mac, "address", struct iface, mac, GUEST_ABI, .doc = "…") */
#define ATTR(sort_, name_, type_, member_, flags_, ...)                                                                \
    VALUE_ROW(FORM_ATTR, sort_, name_, type_, member_, flags_, __VA_ARGS__)
#define TEXT(sort_, name_, type_, member_, flags_, ...)                                                                \
    VALUE_ROW(FORM_TEXT, sort_, name_, type_, member_, flags_, __VA_ARGS__)
#define CONTENT(sort_, type_, member_, flags_, ...)                                                                    \
    VALUE_ROW(FORM_CONTENT, sort_, NULL, type_, member_, flags_, __VA_ARGS__)
/* ATTR_ENUM("type", struct teaming, type, teaming_type, REQUIRED | GUEST_ABI, .doc = "…") */
#define ATTR_ENUM(name_, type_, member_, enum_, flags_, ...)                                                           \
    ENUM_ROW(FORM_ATTR, name_, type_, member_, enum_, flags_, __VA_ARGS__)
#define TEXT_ENUM(name_, type_, member_, enum_, flags_, ...)                                                           \
    ENUM_ROW(FORM_TEXT, name_, type_, member_, enum_, flags_, __VA_ARGS__)
#define CONTENT_ENUM(type_, member_, enum_, flags_, ...)                                                               \
    ENUM_ROW(FORM_CONTENT, NULL, type_, member_, enum_, flags_, __VA_ARGS__)
/* CHILD("teaming", struct iface, teaming, teaming, 0, .doc = "…"): the member is struct teaming *, the
 * table teaming_element. */
#define CHILD(name_, type_, member_, element_, flags_, ...)                                                            \
    {                                                                                                                  \
        .name = (name_), .form = FORM_CHILD, .element = &element_##_element, PLACE(type_, member_, struct element_ *), \
        .flags = (flags_), __VA_ARGS__                                                                                 \
    }
#define LIST(name_, type_, member_, element_, flags_, ...)                                                             \
    {                                                                                                                  \
        .name = (name_), .form = FORM_LIST, .element = &element_##_element, PLACE(type_, member_, GPtrArray *),        \
        .flags = (flags_), __VA_ARGS__                                                                                 \
    }
#define INLINE(name_, element_, flags_, ...)                                                                           \
    {                                                                                                                  \
        .name = (name_), .form = FORM_INLINE, .element = &element_##_element, .flags = (flags_), __VA_ARGS__           \
    }
/* EMBED("source", struct disk, source, storage_source, 0, .doc = "…"): the member is a struct storage_source.
 * Its `where` is set to the child's place, unless it is the parent's own first member. */
#define EMBED(name_, type_, member_, element_, flags_, ...)                                                            \
    EMBED_AS(name_, type_, member_, struct element_, element_, flags_, __VA_ARGS__)
/* The same where struct and table have different names: several tables over one struct. */
#define EMBED_AS(name_, type_, member_, struct_, element_, flags_, ...)                                                \
    {                                                                                                                  \
        .name = (name_), .form = FORM_INLINE, .element = &element_##_element, PLACE(type_, member_, struct_),          \
        .flags = (flags_), __VA_ARGS__                                                                                 \
    }
#define RAW(name_, type_, member_, flags_, ...)                                                                        \
    {                                                                                                                  \
        .name = (name_), .form = FORM_RAW, PLACE(type_, member_, char *), .flags = (flags_), __VA_ARGS__               \
    }
/* What libvirt knows and tandem does not do (yet): refused with status 3, the doc says what it is. */
#define UNSUPPORTED_ATTR(name_, ...)                                                                                   \
    {                                                                                                                  \
        .name = (name_), .form = FORM_ATTR, .flags = UNSUPPORTED, __VA_ARGS__                                          \
    }
#define UNSUPPORTED_CHILD(name_, ...)                                                                                  \
    {                                                                                                                  \
        .name = (name_), .form = FORM_TEXT, .flags = UNSUPPORTED, __VA_ARGS__                                          \
    }

/* ---- what the walkers share (field.c) ---- */

/* The value's place in the struct that begins at base. */
static inline void *field_at(const struct field *field, void *base)
{
    return (char *)base + field->offset;
}

static inline const void *field_at_const(const struct field *field, const void *base)
{
    return (const char *)base + field->offset;
}

/* Whether the value of an ATTR, CONTENT or TEXT row is given. */
static inline bool value_is_given(const struct field *field, const void *at)
{
    switch (field->size) {
    case sizeof(bool):
        return *(const bool *)at;
    case sizeof(unsigned): /* an enum */
        return *(const unsigned *)at != 0;
    case sizeof(char *):
        return *(char *const *)at != NULL;
    default: /* struct number, struct integer */
        return ((const struct number *)at)->given;
    }
}

/* Where the child stood in the document; only if the row has such a place. */
static inline struct place *field_where(const struct field *field, void *base)
{
    return (struct place *)((char *)base + field->where);
}

/* The row that is the table's discriminant, NULL if there is none. */
const struct field *element_discriminant(const struct element *element);
/* The value of the table's discriminant in base; `inherited` if the table has none. */
unsigned element_discriminant_value(const struct element *element, const void *base, unsigned inherited);
/* Whether the row exists while the discriminant has this value. */
bool field_applies(const struct field *field, unsigned discriminant);
/* Whether the row's value stands in the struct: a value, a child, at least one item, for INLINE anything in it.
 * Does not ask whether the row applies. */
bool field_is_given(const struct field *field, const void *base);
/* The value of an ATTR, CONTENT, TEXT or RAW row as text, with its unit if it has one ("4096 KiB"); NULL if
 * it is not given.  The caller frees it. */
char *field_text(const struct field *field, const void *base);
/* Where a TEXT or INLINE child of the struct stood, as far as that is noted; else the parent's place. */
struct place field_child_where(const struct field *field, const void *base, struct place parent);
