#include "domain/numa.h"

ENUM_NAMES(numa_mode, NUMA_MODE_COUNT, [NUMA_STRICT] = "strict", [NUMA_PREFERRED] = "preferred",
           [NUMA_INTERLEAVE] = "interleave", [NUMA_RESTRICTIVE] = "restrictive");
ENUM_NAMES(numa_placement, NUMA_PLACEMENT_COUNT, [NUMA_PLACEMENT_STATIC] = "static", [NUMA_PLACEMENT_AUTO] = "auto");

#define MODE_DOC                                                                                                       \
    "'strict': only these nodes; 'preferred': these nodes if they can; 'interleave': page by page over these nodes; "  \
    "'restrictive': left to the host's cgroup alone."

static const struct field numatune_memory_fields[] = {
    ATTR_ENUM("mode", struct numatune_memory, mode, numa_mode, HOST_ONLY, .doc = MODE_DOC),
    ATTR(cpuset, "nodeset", struct numatune_memory, nodeset, HOST_ONLY, .doc = "The host's NUMA nodes."),
    ATTR_ENUM("placement", struct numatune_memory, placement, numa_placement, HOST_ONLY,
              .doc = "Who chooses the nodes: 'static' the attribute nodeset, 'auto' a service of the host."),
};
static ELEMENT(numatune_memory_element, "numatune-memory", struct numatune_memory, numatune_memory_fields,
               "On which of the host's NUMA nodes all of the guest's memory lies.");

static const struct field memnode_fields[] = {
    ATTR(uint, "cellid", struct memnode, cellid, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the guest's NUMA node."),
    ATTR_ENUM("mode", struct memnode, mode, numa_mode, HOST_ONLY, .doc = MODE_DOC),
    ATTR(cpuset, "nodeset", struct memnode, nodeset, HOST_ONLY | REQUIRED, .doc = "The host's NUMA nodes."),
};
static ELEMENT(memnode_element, "memnode", struct memnode, memnode_fields,
               "On which of the host's NUMA nodes the memory of one of the guest's nodes lies.");

static const struct field numatune_fields[] = {
    CHILD("memory", struct numatune, memory, numatune_memory, 0, .doc = "For all of the guest's memory."),
    LIST("memnode", struct numatune, memnodes, memnode, 0, .doc = "For the memory of one of the guest's NUMA nodes."),
};
ELEMENT(numatune_element, "numatune", struct numatune, numatune_fields,
        "On which of the host's NUMA nodes the guest's memory lies.");
