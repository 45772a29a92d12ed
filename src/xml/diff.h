/* xml/diff.h - what differs between two documents of one type, and what of it the guest can see.
 *
 * Compares what would be written: rows that do not apply are not looked at, so two documents are equal
 * exactly if their canonical texts are.  The items of a list are paired first by being equal, then by
 * being most alike, always in their order; an item without a partner was added or removed as a whole.
 *
 * The guest can see a value whose row is GUEST_ABI, and an element that has one or whose own row is GUEST_ABI.
 * It sees nothing of what hangs on a CHILD or LIST row that is HOST_ONLY.
 */
#pragma once

#include "xml/field.h"

struct json_object;

struct difference {
    char *path;     /* below the root: "devices/interface[2]/mac/@address"; items are counted in the old document,
                     * an added one in the new */
    char *old_text; /* its value, for an element its XML; NULL: absent */
    char *new_text; /* the same in the new document */
    struct place old_where, new_where; /* of the struct it stands in */
    bool guest_abi;                    /* the guest can see it */
};

/* The differences (struct difference *, owned by the array) in the order of the tables; an empty array if there is
 * none. */
GPtrArray *document_diff(const struct document_type *type, const void *old_root, const void *new_root);

/* Whether the two documents are equal. */
bool document_equal(const struct document_type *type, const void *a, const void *b);

/* For people: "PATH: 'OLD' -> 'NEW'", with " (guest ABI)" behind; a whole element as indented lines that begin with
 * + or -.  If abi_only, only what the guest can see.  The caller frees it. */
char *diff_text(const GPtrArray *differences, bool abi_only);

/* For programs: an array of objects with path, old, new (null when absent), guest_abi and, where known, the lines
 * old_line and new_line.  The caller owns the reference. */
struct json_object *diff_json(const GPtrArray *differences, bool abi_only);

/* The number of differences that the guest can see: a migration needs 0. */
unsigned diff_abi_count(const GPtrArray *differences);
