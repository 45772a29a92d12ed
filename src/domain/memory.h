/* domain/memory.h - how much memory the guest has and what it is made of.
 *
 * Sizes are bytes.  libvirt keeps the guest's memory in KiB, so it is written in KiB, rounded up.  The
 * plain sizes (memory, currentMemory, maxMemory) are members of struct domain, since nearly all code
 * needs them; this header owns what <memoryBacking> holds.
 */
#pragma once

#include "xml/field.h"

enum memory_source { MEMORY_SOURCE_ABSENT, MEMORY_ANONYMOUS, MEMORY_FILE, MEMORY_MEMFD, MEMORY_SOURCE_COUNT };
extern const struct enum_names memory_source_names;

enum memory_access { MEMORY_ACCESS_ABSENT, MEMORY_SHARED, MEMORY_PRIVATE, MEMORY_ACCESS_COUNT };
extern const struct enum_names memory_access_names;

enum memory_allocation {
    MEMORY_ALLOCATION_ABSENT,
    MEMORY_IMMEDIATE,
    MEMORY_ONDEMAND,
    MEMORY_ALLOCATION_COUNT,
};
extern const struct enum_names memory_allocation_names;

/* <page size='2' unit='MiB' nodeset='0-1'/> */
struct hugepage {
    struct place where;
    struct number size; /* bytes; not given = the host's default huge page */
    char *nodeset;      /* guest NUMA nodes, canonical; NULL = all that no other page names */
};

struct hugepages {
    struct place where;
    GPtrArray *pages; /* struct hugepage *; may be empty: the host's default huge page */
};

struct memory_backing {
    struct place where;
    struct hugepages *hugepages;
    bool nosharepages;
    bool locked;
    bool discard;
    enum memory_source source;
    enum memory_access access;
    enum memory_allocation allocation;
    struct number allocation_threads;
};

extern const struct element domain_memory_element, max_memory_element, memory_backing_element;
