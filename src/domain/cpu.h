/* domain/cpu.h - the processor the guest sees, its topology and its NUMA nodes: <cpu>. */
#pragma once

#include "domain/memory.h"

enum cpu_mode { CPU_MODE_ABSENT, CPU_CUSTOM, CPU_HOST_MODEL, CPU_HOST_PASSTHROUGH, CPU_MAXIMUM, CPU_MODE_COUNT };
extern const struct enum_names cpu_mode_names;

enum cpu_match { CPU_MATCH_ABSENT, CPU_MATCH_MINIMUM, CPU_MATCH_EXACT, CPU_MATCH_STRICT, CPU_MATCH_COUNT };
extern const struct enum_names cpu_match_names;

enum cpu_check { CPU_CHECK_ABSENT, CPU_CHECK_NONE, CPU_CHECK_PARTIAL, CPU_CHECK_FULL, CPU_CHECK_COUNT };
extern const struct enum_names cpu_check_names;

enum cpu_fallback { CPU_FALLBACK_ABSENT, CPU_FALLBACK_ALLOW, CPU_FALLBACK_FORBID, CPU_FALLBACK_COUNT };
extern const struct enum_names cpu_fallback_names;

enum cpu_policy {
    CPU_POLICY_ABSENT,
    CPU_POLICY_FORCE,
    CPU_POLICY_REQUIRE,
    CPU_POLICY_OPTIONAL,
    CPU_POLICY_DISABLE,
    CPU_POLICY_FORBID,
    CPU_POLICY_COUNT,
};
extern const struct enum_names cpu_policy_names;

enum cpu_cache_mode {
    CPU_CACHE_ABSENT,
    CPU_CACHE_EMULATE,
    CPU_CACHE_PASSTHROUGH,
    CPU_CACHE_DISABLE,
    CPU_CACHE_MODE_COUNT,
};
extern const struct enum_names cpu_cache_mode_names;

enum maxphysaddr_mode { MAXPHYSADDR_ABSENT, MAXPHYSADDR_PASSTHROUGH, MAXPHYSADDR_EMULATE, MAXPHYSADDR_MODE_COUNT };
extern const struct enum_names maxphysaddr_mode_names;

struct cpu_model {
    struct place where;
    enum cpu_fallback fallback;
    char *vendor_id; /* 12 characters */
    char *name;      /* NULL: the hypervisor's default */
};

struct cpu_topology {
    struct place where;
    struct number sockets, dies, clusters, cores, threads;
};

struct cpu_cache {
    struct place where;
    struct number level;
    enum cpu_cache_mode mode;
};

struct cpu_maxphysaddr {
    struct place where;
    enum maxphysaddr_mode mode;
    struct number bits, limit;
};

struct cpu_feature {
    struct place where;
    enum cpu_policy policy;
    char *name;
};

/* ---- the guest's NUMA nodes ---- */

struct numa_sibling {
    struct place where;
    struct number id;
    struct number value; /* 10 = the node itself, 255 = not reachable */
};

enum numa_cache_associativity {
    NUMA_CACHE_ASSOCIATIVITY_ABSENT,
    NUMA_CACHE_ASSOCIATIVITY_NONE,
    NUMA_CACHE_DIRECT,
    NUMA_CACHE_FULL,
    NUMA_CACHE_ASSOCIATIVITY_COUNT,
};
extern const struct enum_names numa_cache_associativity_names;

enum numa_cache_policy {
    NUMA_CACHE_POLICY_ABSENT,
    NUMA_CACHE_POLICY_NONE,
    NUMA_CACHE_WRITEBACK,
    NUMA_CACHE_WRITETHROUGH,
    NUMA_CACHE_POLICY_COUNT,
};
extern const struct enum_names numa_cache_policy_names;

struct numa_cache {
    struct place where;
    struct number level;
    enum numa_cache_associativity associativity;
    enum numa_cache_policy policy;
    struct number size; /* bytes */
    struct number line; /* bytes */
};

struct numa_cell {
    struct place where;
    struct number id;
    char *cpus; /* canonical; NULL: a node of memory alone */
    struct number memory;
    enum memory_access mem_access;
    enum yes_no discard;
    GPtrArray *distances; /* struct numa_sibling * */
    GPtrArray *caches;    /* struct numa_cache * */
};

enum interconnect_type {
    INTERCONNECT_TYPE_ABSENT,
    INTERCONNECT_ACCESS,
    INTERCONNECT_READ,
    INTERCONNECT_WRITE,
    INTERCONNECT_TYPE_COUNT,
};
extern const struct enum_names interconnect_type_names;

struct numa_latency {
    struct place where;
    struct number initiator, target, cache;
    enum interconnect_type type;
    struct number value; /* nanoseconds */
};

struct numa_bandwidth {
    struct place where;
    struct number initiator, target, cache;
    enum interconnect_type type;
    struct number value; /* bytes a second */
};

struct numa_interconnects {
    struct place where;
    GPtrArray *latencies;  /* struct numa_latency * */
    GPtrArray *bandwidths; /* struct numa_bandwidth * */
};

struct cpu_numa {
    struct place where;
    GPtrArray *cells; /* struct numa_cell * */
    struct numa_interconnects *interconnects;
};

struct cpu {
    struct place where;
    enum cpu_mode mode;
    enum cpu_match match;
    enum cpu_check check;
    enum on_off migratable;
    enum on_off deprecated_features;
    struct cpu_model *model;
    char *vendor;
    struct cpu_topology *topology;
    struct cpu_cache *cache;
    struct cpu_maxphysaddr *maxphysaddr;
    GPtrArray *features; /* struct cpu_feature * */
    struct cpu_numa *numa;
};

extern const struct element cpu_element;
