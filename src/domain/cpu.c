#include "domain/cpu.h"

ENUM_NAMES(cpu_mode, CPU_MODE_COUNT, [CPU_CUSTOM] = "custom", [CPU_HOST_MODEL] = "host-model",
           [CPU_HOST_PASSTHROUGH] = "host-passthrough", [CPU_MAXIMUM] = "maximum");
ENUM_NAMES(
    cpu_match,
    CPU_MATCH_COUNT, [CPU_MATCH_MINIMUM] = "minimum", [CPU_MATCH_EXACT] = "exact", [CPU_MATCH_STRICT] = "strict");
ENUM_NAMES(cpu_check,
           CPU_CHECK_COUNT, [CPU_CHECK_NONE] = "none", [CPU_CHECK_PARTIAL] = "partial", [CPU_CHECK_FULL] = "full");
ENUM_NAMES(cpu_fallback, CPU_FALLBACK_COUNT, [CPU_FALLBACK_ALLOW] = "allow", [CPU_FALLBACK_FORBID] = "forbid");
ENUM_NAMES(cpu_policy, CPU_POLICY_COUNT, [CPU_POLICY_FORCE] = "force", [CPU_POLICY_REQUIRE] = "require",
           [CPU_POLICY_OPTIONAL] = "optional", [CPU_POLICY_DISABLE] = "disable", [CPU_POLICY_FORBID] = "forbid");
ENUM_NAMES(cpu_cache_mode, CPU_CACHE_MODE_COUNT, [CPU_CACHE_EMULATE] = "emulate",
           [CPU_CACHE_PASSTHROUGH] = "passthrough", [CPU_CACHE_DISABLE] = "disable");
ENUM_NAMES(maxphysaddr_mode,
           MAXPHYSADDR_MODE_COUNT, [MAXPHYSADDR_PASSTHROUGH] = "passthrough", [MAXPHYSADDR_EMULATE] = "emulate");
ENUM_NAMES(numa_cache_associativity, NUMA_CACHE_ASSOCIATIVITY_COUNT, [NUMA_CACHE_ASSOCIATIVITY_NONE] = "none",
           [NUMA_CACHE_DIRECT] = "direct", [NUMA_CACHE_FULL] = "full");
ENUM_NAMES(numa_cache_policy, NUMA_CACHE_POLICY_COUNT, [NUMA_CACHE_POLICY_NONE] = "none",
           [NUMA_CACHE_WRITEBACK] = "writeback", [NUMA_CACHE_WRITETHROUGH] = "writethrough");
ENUM_NAMES(interconnect_type, INTERCONNECT_TYPE_COUNT, [INTERCONNECT_ACCESS] = "access", [INTERCONNECT_READ] = "read",
           [INTERCONNECT_WRITE] = "write");

/* ---- model ---- */

static const struct field cpu_model_fields[] = {
    ATTR_ENUM("fallback", struct cpu_model, fallback, cpu_fallback, HOST_ONLY,
              .doc = "Whether a similar model may stand in for one that the host cannot do."),
    ATTR(string, "vendor_id", struct cpu_model, vendor_id, GUEST_ABI, .min = 12, .max = 12,
         .doc = "The vendor that the guest sees, 12 characters without a comma."),
    CONTENT(token, struct cpu_model, name, GUEST_ABI, .doc = "The model's name."),
};
static ELEMENT(cpu_model_element, "cpu-model", struct cpu_model, cpu_model_fields, "The model of the processor.");

static const struct field cpu_feature_fields[] = {
    ATTR_ENUM("policy", struct cpu_feature, policy, cpu_policy, GUEST_ABI,
              .doc = "'force': the guest sees it whether or not the host has it; 'require': the host must have it; "
                     "'optional': if the host has it; 'disable': the guest does not see it; 'forbid': the host must "
                     "not have it."),
    ATTR(token, "name", struct cpu_feature, name, GUEST_ABI | REQUIRED, .doc = "The feature's name."),
};
static ELEMENT(cpu_feature_element, "cpu-feature", struct cpu_feature, cpu_feature_fields,
               "A feature that differs from the model.");

static const struct field cpu_topology_fields[] = {
    ATTR(uint, "sockets", struct cpu_topology, sockets, GUEST_ABI | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "How many sockets (in each NUMA node, if the guest has some)."),
    ATTR(uint, "dies", struct cpu_topology, dies, GUEST_ABI, .min = 1, .max = G_MAXUINT32, .doc = "Dies a socket."),
    ATTR(uint, "clusters", struct cpu_topology, clusters, GUEST_ABI, .min = 1, .max = G_MAXUINT32,
         .doc = "Clusters a die."),
    ATTR(uint, "cores", struct cpu_topology, cores, GUEST_ABI | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "Cores a cluster."),
    ATTR(uint, "threads", struct cpu_topology, threads, GUEST_ABI | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "Threads a core."),
};
static ELEMENT(cpu_topology_element, "cpu-topology", struct cpu_topology, cpu_topology_fields,
               "How processors are grouped.");

static const struct field cpu_cache_fields[] = {
    ATTR(uint, "level", struct cpu_cache, level, GUEST_ABI, .min = 1, .max = 3,
         .doc = "Level of the cache; all if not given."),
    ATTR_ENUM("mode", struct cpu_cache, mode, cpu_cache_mode, GUEST_ABI | REQUIRED,
              .doc = "Whether the guest is told of a made-up cache, of the host's or of none."),
};
static ELEMENT(cpu_cache_element, "cpu-cache", struct cpu_cache, cpu_cache_fields,
               "The cache that the guest is told of.");

static const struct field cpu_maxphysaddr_fields[] = {
    ATTR_ENUM("mode", struct cpu_maxphysaddr, mode, maxphysaddr_mode, GUEST_ABI | REQUIRED,
              .doc = "Whether the number is the host's or given here."),
    ATTR(uint, "bits", struct cpu_maxphysaddr, bits, GUEST_ABI, .max = G_MAXUINT32, .doc = "The number of bits."),
    ATTR(uint, "limit", struct cpu_maxphysaddr, limit, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The most bits that are taken over from the host."),
};
static ELEMENT(cpu_maxphysaddr_element, "cpu-maxphysaddr", struct cpu_maxphysaddr, cpu_maxphysaddr_fields,
               "How many bits a physical address has.");

/* ---- NUMA nodes ---- */

static const struct field numa_sibling_fields[] = {
    ATTR(uint, "id", struct numa_sibling, id, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the other node."),
    ATTR(uint, "value", struct numa_sibling, value, GUEST_ABI | REQUIRED, .min = 10, .max = 255,
         .doc = "The distance: 10 is the node itself, 255 cannot be reached."),
};
static ELEMENT(numa_sibling_element, "numa-sibling", struct numa_sibling, numa_sibling_fields,
               "The distance to another node.");

static const struct field numa_distances_fields[] = {
    LIST("sibling", struct numa_cell, distances, numa_sibling, 0, .doc = "The distance to another node."),
};
static ELEMENT(numa_distances_element, "numa-distances", struct numa_cell, numa_distances_fields,
               "How far it is to the other nodes.");

static const struct field numa_cache_size_fields[] = {
    ATTR(size, "value", struct numa_cache, size, GUEST_ABI | REQUIRED, IN_KIB, .max = INT64_MAX, .doc = "The size."),
};
static ELEMENT(numa_cache_size_element, "numa-cache-size", struct numa_cache, numa_cache_size_fields,
               "The size of a cache.");

static const struct field numa_cache_line_fields[] = {
    ATTR(size, "value", struct numa_cache, line, GUEST_ABI | REQUIRED, IN_BYTES, .max = INT64_MAX, .doc = "The size."),
};
static ELEMENT(numa_cache_line_element, "numa-cache-line", struct numa_cache, numa_cache_line_fields,
               "The size of a cache line.");

static const struct field numa_cache_fields[] = {
    ATTR(uint, "level", struct numa_cache, level, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "Level of the cache, 1 nearest to the processor."),
    ATTR_ENUM("associativity", struct numa_cache, associativity, numa_cache_associativity, GUEST_ABI | REQUIRED,
              .doc = "Its associativity."),
    ATTR_ENUM("policy", struct numa_cache, policy, numa_cache_policy, GUEST_ABI | REQUIRED, .doc = "How it writes."),
    INLINE("size", numa_cache_size, REQUIRED, .doc = "Its size."),
    INLINE("line", numa_cache_line, REQUIRED, .doc = "The size of a line."),
};
static ELEMENT(numa_cache_element, "numa-cache", struct numa_cache, numa_cache_fields, "A memory-side cache (HMAT).");

static const struct field numa_cell_fields[] = {
    ATTR(uint, "id", struct numa_cell, id, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "Number of the node; its place in the list if not given."),
    ATTR(cpuset, "cpus", struct numa_cell, cpus, GUEST_ABI,
         .doc = "The node's processors; a node of memory alone if not given."),
    ATTR(size, "memory", struct numa_cell, memory, GUEST_ABI | REQUIRED, IN_KIB, .max = INT64_MAX,
         .doc = "The node's memory."),
    ATTR_ENUM("memAccess", struct numa_cell, mem_access, memory_access, HOST_ONLY,
              .doc = "Whether the node's memory is shared with other processes."),
    ATTR_ENUM("discard", struct numa_cell, discard, yes_no, HOST_ONLY,
              .doc = "Whether the content of the node's memory is thrown away when QEMU ends."),
    INLINE("distances", numa_distances, 0, .doc = "How far it is to the other nodes."),
    LIST("cache", struct numa_cell, caches, numa_cache, 0, .doc = "A memory-side cache (HMAT)."),
};
static ELEMENT(numa_cell_element, "numa-cell", struct numa_cell, numa_cell_fields, "One of the guest's NUMA nodes.");

static const struct field numa_latency_fields[] = {
    ATTR(uint, "initiator", struct numa_latency, initiator, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the node that asks."),
    ATTR(uint, "target", struct numa_latency, target, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the node whose memory is asked for."),
    ATTR(uint, "cache", struct numa_latency, cache, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "Level of the target's cache that answers; its memory if not given."),
    ATTR_ENUM("type", struct numa_latency, type, interconnect_type, GUEST_ABI | REQUIRED, .doc = "The sort of access."),
    ATTR(uint, "value", struct numa_latency, value, GUEST_ABI | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "The time in nanoseconds."),
};
static ELEMENT(numa_latency_element, "numa-latency", struct numa_latency, numa_latency_fields,
               "How long an access takes (HMAT).");

static const struct field numa_bandwidth_fields[] = {
    ATTR(uint, "initiator", struct numa_bandwidth, initiator, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the node that asks."),
    ATTR(uint, "target", struct numa_bandwidth, target, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the node whose memory is asked for."),
    ATTR(uint, "cache", struct numa_bandwidth, cache, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "Level of the target's cache that answers; its memory if not given."),
    ATTR_ENUM("type", struct numa_bandwidth, type, interconnect_type, GUEST_ABI | REQUIRED,
              .doc = "The sort of access."),
    ATTR(size, "value", struct numa_bandwidth, value, GUEST_ABI | REQUIRED, IN_KIB, .min = 1, .max = INT64_MAX,
         .doc = "How much passes in a second."),
};
static ELEMENT(numa_bandwidth_element, "numa-bandwidth", struct numa_bandwidth, numa_bandwidth_fields,
               "How much passes between two nodes (HMAT).");

static const struct field numa_interconnects_fields[] = {
    LIST("latency", struct numa_interconnects, latencies, numa_latency, 0, .doc = "How long an access takes."),
    LIST("bandwidth", struct numa_interconnects, bandwidths, numa_bandwidth, 0, .doc = "How much passes."),
};
static ELEMENT(numa_interconnects_element, "numa-interconnects", struct numa_interconnects, numa_interconnects_fields,
               "How fast the nodes reach each other (HMAT).");

static const struct field cpu_numa_fields[] = {
    LIST("cell", struct cpu_numa, cells, numa_cell, 0, .doc = "One of the guest's NUMA nodes."),
    CHILD("interconnects", struct cpu_numa, interconnects, numa_interconnects, 0,
          .doc = "How fast the nodes reach each other."),
};
static ELEMENT(cpu_numa_element, "cpu-numa", struct cpu_numa, cpu_numa_fields, "The guest's NUMA nodes.");

/* ---- <cpu> ---- */

static const struct field cpu_fields[] = {
    ATTR_ENUM("mode", struct cpu, mode, cpu_mode, GUEST_ABI,
              .doc = "'custom': the model named here; 'host-model': a model like the host's, spelt out; "
                     "'host-passthrough': the host's own; 'maximum': all that QEMU can do."),
    ATTR_ENUM("match", struct cpu, match, cpu_match, GUEST_ABI,
              .doc = "Whether the guest's processor has at least, exactly or strictly what is listed."),
    ATTR_ENUM("check", struct cpu, check, cpu_check, HOST_ONLY,
              .doc = "How closely it is checked before the start that the host can do it."),
    ATTR_ENUM("migratable", struct cpu, migratable, on_off, GUEST_ABI,
              .doc = "Whether features that prevent a migration are left out."),
    ATTR_ENUM("deprecated_features", struct cpu, deprecated_features, on_off, GUEST_ABI,
              .doc = "Whether the model keeps features that are on their way out (s390x)."),
    CHILD("model", struct cpu, model, cpu_model, 0, .doc = "The model of the processor."),
    TEXT(string, "vendor", struct cpu, vendor, HOST_ONLY, .doc = "The vendor that the host's processor must have."),
    CHILD("topology", struct cpu, topology, cpu_topology, 0, .doc = "How processors are grouped."),
    CHILD("cache", struct cpu, cache, cpu_cache, 0, .doc = "The cache that the guest is told of."),
    CHILD("maxphysaddr", struct cpu, maxphysaddr, cpu_maxphysaddr, 0, .doc = "How many bits a physical address has."),
    LIST("feature", struct cpu, features, cpu_feature, 0, .doc = "A feature that differs from the model."),
    CHILD("numa", struct cpu, numa, cpu_numa, 0, .doc = "The guest's NUMA nodes."),
};
ELEMENT(cpu_element, "cpu", struct cpu, cpu_fields, "The processor that the guest sees.");
