/* xml/kind.h - values that code outside the tables has to read, too. */
#pragma once

#include "xml/field.h"

/* Bytes of a libvirt unit ("KiB", "MB", "b", "bytes", case as libvirt takes it); 0 if there is none such. */
uint64_t size_unit_bytes(const char *unit);

/* Calls visit for each number of a canonical cpuset ("0-3,7"), in order. */
void cpuset_foreach(const char *cpuset, void (*visit)(unsigned number, void *data), void *data);
/* The amount of numbers in a cpuset. */
unsigned cpuset_count(const char *cpuset);
/* Whether the number is in the cpuset. */
bool cpuset_contains(const char *cpuset, unsigned number);
/* The largest number in a cpuset; 0 for none. */
unsigned cpuset_last(const char *cpuset);
/* Whether some number is in both. */
bool cpuset_intersects(const char *a, const char *b);
/* The canonical form of text (as libvirt writes it: sorted ranges), NULL if it is no cpuset.  Numbers
 * reach to 16383. */
char *cpuset_canonical(const char *text);

/* What all kinds have in common whose C type is char *. */
void kind_text_write(const struct field *field, const void *at, GString *out, const char **companion);
bool kind_text_equal(const void *a, const void *b);
void kind_text_copy(void *to, const void *from);
void kind_text_clear(void *at);
