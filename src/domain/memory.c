#include "domain/domain.h"

ENUM_NAMES(memory_source,
           MEMORY_SOURCE_COUNT, [MEMORY_FILE] = "file", [MEMORY_ANONYMOUS] = "anonymous", [MEMORY_MEMFD] = "memfd");
ENUM_NAMES(memory_access, MEMORY_ACCESS_COUNT, [MEMORY_SHARED] = "shared", [MEMORY_PRIVATE] = "private");
ENUM_NAMES(memory_allocation,
           MEMORY_ALLOCATION_COUNT, [MEMORY_IMMEDIATE] = "immediate", [MEMORY_ONDEMAND] = "ondemand");

/* ---- plain sizes of the domain ---- */

static const struct field domain_memory_fields[] = {
    ATTR_ENUM("dumpCore", struct domain, memory_dump_core, on_off, HOST_ONLY,
              .doc = "Whether a core dump of QEMU holds the guest's memory."),
    CONTENT(size, struct domain, memory, GUEST_ABI, IN_KIB, .max = INT64_MAX,
            .doc = "The memory the guest has when it starts, hot-plugged memory aside."),
};
ELEMENT(domain_memory_element, "domain-memory", struct domain, domain_memory_fields, "The memory of the guest.");

static const struct field max_memory_fields[] = {
    ATTR(uint, "slots", struct domain, max_memory_slots, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "How many memory devices can be plugged."),
    CONTENT(size, struct domain, max_memory, GUEST_ABI, IN_KIB, .max = INT64_MAX,
            .doc = "The most memory the guest can have, with all that is plugged while it runs."),
};
ELEMENT(max_memory_element, "max-memory", struct domain, max_memory_fields,
        "The bound of memory that is plugged into a running guest.");

/* ---- <memoryBacking> ---- */

static const struct field hugepage_fields[] = {
    ATTR(size, "size", struct hugepage, size, HOST_ONLY, IN_KIB, .min = 1, .max = INT64_MAX,
         .doc = "Size of a page; the host's default huge page if not given."),
    ATTR(cpuset, "nodeset", struct hugepage, nodeset, HOST_ONLY,
         .doc = "The guest's NUMA nodes whose memory is made of these pages; all others if not given."),
};
static ELEMENT(hugepage_element, "hugepage", struct hugepage, hugepage_fields, "Huge pages of one size.");

static const struct field hugepages_fields[] = {
    LIST("page", struct hugepages, pages, hugepage, 0, .doc = "A size of huge pages and the nodes that have it."),
};
static ELEMENT(hugepages_element, "hugepages", struct hugepages, hugepages_fields,
               "Memory made of huge pages; without a page, of the host's default size.");

static const struct field memory_source_fields[] = {
    ATTR_ENUM("type", struct memory_backing, source, memory_source, HOST_ONLY | REQUIRED,
              .doc = "Where memory comes from: anonymous memory, a file in a directory of QEMU's, or a memfd."),
};
static ELEMENT(memory_source_element, "memory-source", struct memory_backing, memory_source_fields,
               "Where the guest's memory comes from.");

static const struct field memory_access_fields[] = {
    ATTR_ENUM("mode", struct memory_backing, access, memory_access, HOST_ONLY | REQUIRED,
              .doc = "Whether other processes can map the memory, as vhost-user needs it."),
};
static ELEMENT(memory_access_element, "memory-access", struct memory_backing, memory_access_fields,
               "Whether the guest's memory can be shared with other processes.");

static const struct field memory_allocation_fields[] = {
    ATTR_ENUM("mode", struct memory_backing, allocation, memory_allocation, HOST_ONLY,
              .doc = "When the host allocates memory: all at the start, or as the guest touches it."),
    ATTR(uint, "threads", struct memory_backing, allocation_threads, HOST_ONLY, .min = 1, .max = G_MAXUINT32,
         .doc = "How many threads allocate memory at the start."),
};
static ELEMENT(memory_allocation_element, "memory-allocation", struct memory_backing, memory_allocation_fields,
               "When and how the host allocates the guest's memory.");

static const struct field memory_backing_fields[] = {
    CHILD("hugepages", struct memory_backing, hugepages, hugepages, 0, .doc = "Memory made of huge pages."),
    TEXT(flag, "nosharepages", struct memory_backing, nosharepages, HOST_ONLY,
         .doc = "Keeps the host from merging equal pages of several guests (KSM)."),
    TEXT(flag, "locked", struct memory_backing, locked, HOST_ONLY,
         .doc = "Locks the guest's memory, so that the host never swaps it out."),
    INLINE("source", memory_source, 0, .doc = "Where memory comes from."),
    INLINE("access", memory_access, 0, .doc = "Whether memory is shared; a NUMA node may say otherwise."),
    INLINE("allocation", memory_allocation, 0, .doc = "When the host allocates memory."),
    TEXT(flag, "discard", struct memory_backing, discard, HOST_ONLY,
         .doc = "Throws the content of memory away when QEMU ends, instead of writing it to its file."),
};
ELEMENT(memory_backing_element, "memory-backing", struct memory_backing, memory_backing_fields,
        "What the guest's memory is made of on the host.");
