/* domain/numa.h - on which NUMA nodes of the host the guest's memory lies.
 *
 * The guest's own nodes are part of <cpu> (cpu.h).
 */
#pragma once

#include "xml/field.h"

enum numa_mode {
    NUMA_MODE_ABSENT,
    NUMA_STRICT,
    NUMA_PREFERRED,
    NUMA_INTERLEAVE,
    NUMA_RESTRICTIVE,
    NUMA_MODE_COUNT,
};
extern const struct enum_names numa_mode_names;

enum numa_placement { NUMA_PLACEMENT_ABSENT, NUMA_PLACEMENT_STATIC, NUMA_PLACEMENT_AUTO, NUMA_PLACEMENT_COUNT };
extern const struct enum_names numa_placement_names;

struct numatune_memory {
    struct place where;
    enum numa_mode mode;
    char *nodeset; /* host nodes, canonical */
    enum numa_placement placement;
};

struct memnode {
    struct place where;
    struct number cellid;
    enum numa_mode mode;
    char *nodeset;
};

struct numatune {
    struct place where;
    struct numatune_memory *memory;
    GPtrArray *memnodes; /* struct memnode * */
};

extern const struct element numatune_element;
