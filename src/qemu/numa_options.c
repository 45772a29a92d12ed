#include "qemu/memory_backend.h"

#include "xml/kind.h"

#include <string.h>

enum { DISTANCE_LOCAL = 10, DISTANCE_REMOTE = 20, KIB = 1024, MIB = 1024 * 1024 };

const struct cpu_numa *builder_guest_numa(const struct builder *builder)
{
    const struct cpu_numa *numa = builder->domain->cpu ? builder->domain->cpu->numa : NULL;

    return numa && numa->cells->len > 0 ? numa : NULL;
}

/* ---- memory of the nodes ---- */

static bool needs_backend(const struct builder *builder, const struct numa_cell *cell)
{
    const struct memory_backing *backing = builder->domain->memory_backing;
    const struct numatune *tune = builder->domain->numatune;

    return cell->mem_access || cell->discard ||
           (backing && (backing->hugepages || backing->source || backing->access || backing->discard ||
                        backing->allocation == MEMORY_IMMEDIATE)) ||
           (tune && (tune->memory || tune->memnodes->len > 0));
}

/* Old machine types know a node's memory by its size alone; there it stays so, since the way shows in the
 * migration stream. */
static bool old_style(const struct builder *builder)
{
    const struct cpu_numa *numa = builder_guest_numa(builder);
    struct profile_machine machine;

    if (profile_is_assumed(builder->profile) ||
        !profile_machine_resolve(builder->profile, builder->domain->os->machine, &machine) || !machine.numa_memory)
        return false;
    for (unsigned i = 0; i < numa->cells->len; i++) {
        if (needs_backend(builder, numa->cells->pdata[i]))
            return false;
    }
    return !numa->interconnects;
}

static void node_backend(struct builder *builder, const struct numa_cell *cell, const char *id)
{
    struct memory_backend backend = {
        .id = id,
        .size = memory_backend_round(cell->memory.value),
        .node = cell->id,
        .access = cell->mem_access,
        .discard = cell->discard,
    };

    memory_backend_add(builder, &backend);
}

/* ---- heterogeneous memory ---- */

static bool has_hmat(const struct cpu_numa *numa)
{
    for (unsigned i = 0; i < numa->cells->len; i++) {
        const struct numa_cell *cell = numa->cells->pdata[i];

        if (cell->caches->len > 0)
            return true;
    }
    return numa->interconnects;
}

bool builder_has_hmat(const struct builder *builder)
{
    const struct cpu_numa *numa = builder_guest_numa(builder);

    return numa && has_hmat(numa);
}

/* The node that is best connected to one without processors: by bandwidth, then by latency, else the
 * first that has processors. */
static uint64_t initiator(const struct cpu_numa *numa, const struct numa_cell *cell)
{
    const struct numa_interconnects *links = numa->interconnects;
    const struct numa_bandwidth *widest = NULL;
    const struct numa_latency *fastest = NULL;

    if (cell->cpus)
        return cell->id.value;
    for (unsigned i = 0; links && i < links->bandwidths->len; i++) {
        const struct numa_bandwidth *link = links->bandwidths->pdata[i];

        if (link->target.value == cell->id.value && !link->cache.given &&
            (!widest || link->value.value > widest->value.value))
            widest = link;
    }
    for (unsigned i = 0; links && i < links->latencies->len; i++) {
        const struct numa_latency *link = links->latencies->pdata[i];

        if (link->target.value == cell->id.value && !link->cache.given &&
            (!fastest || link->value.value < fastest->value.value))
            fastest = link;
    }
    if (widest)
        return widest->initiator.value;
    if (fastest)
        return fastest->initiator.value;
    for (unsigned i = 0; i < numa->cells->len; i++) {
        const struct numa_cell *other = numa->cells->pdata[i];

        if (other->cpus)
            return other->id.value;
    }
    return 0;
}

static const char *hierarchy(struct number cache)
{
    static const char *const names[] = {"memory", "first-level", "second-level", "third-level"};

    return names[cache.given && cache.value < G_N_ELEMENTS(names) ? cache.value : 0];
}

/* "access-latency" and the like. */
static void list_link(GString *list, struct number from, struct number to, struct number cache,
                      enum interconnect_type type, const char *what)
{
    list_number(list, "initiator", from);
    list_number(list, "target", to);
    list_text(list, "hierarchy", hierarchy(cache));
    list_format(list, "data-type", "%s-%s", enum_name(&interconnect_type_names, type), what);
}

static void add_links(struct builder *builder, const struct numa_interconnects *links)
{
    for (unsigned i = 0; i < links->latencies->len; i++) {
        const struct numa_latency *link = links->latencies->pdata[i];
        GString *list = list_new("hmat-lb");

        list_link(list, link->initiator, link->target, link->cache, link->type, "latency");
        list_number(list, "latency", link->value);
        builder_list(builder, "-numa", list);
    }
    for (unsigned i = 0; i < links->bandwidths->len; i++) {
        const struct numa_bandwidth *link = links->bandwidths->pdata[i];
        GString *list = list_new("hmat-lb");

        list_link(list, link->initiator, link->target, link->cache, link->type, "bandwidth");
        list_format(list, "bandwidth", "%" G_GUINT64_FORMAT "K", link->value.value / KIB);
        builder_list(builder, "-numa", list);
    }
}

static const char *associativity(enum numa_cache_associativity associativity)
{
    switch (associativity) {
    case NUMA_CACHE_DIRECT:
        return "direct";
    case NUMA_CACHE_FULL:
        return "complex";
    default:
        return "none";
    }
}

static const char *cache_policy(enum numa_cache_policy policy)
{
    switch (policy) {
    case NUMA_CACHE_WRITEBACK:
        return "write-back";
    case NUMA_CACHE_WRITETHROUGH:
        return "write-through";
    default:
        return "none";
    }
}

static void add_caches(struct builder *builder, const struct numa_cell *cell)
{
    for (unsigned i = 0; i < cell->caches->len; i++) {
        const struct numa_cache *cache = cell->caches->pdata[i];
        GString *list = list_new("hmat-cache");

        list_number(list, "node-id", cell->id);
        list_format(list, "size", "%" G_GUINT64_FORMAT "K", cache->size.value / KIB);
        list_number(list, "level", cache->level);
        list_text(list, "associativity", associativity(cache->associativity));
        list_text(list, "policy", cache_policy(cache->policy));
        list_number(list, "line", cache->line);
        builder_list(builder, "-numa", list);
    }
}

/* ---- distances ---- */

static uint64_t distance(const struct numa_cell *from, const struct numa_cell *to)
{
    for (unsigned i = 0; i < from->distances->len; i++) {
        const struct numa_sibling *sibling = from->distances->pdata[i];

        if (sibling->id.value == to->id.value)
            return sibling->value.value;
    }
    return from == to ? DISTANCE_LOCAL : DISTANCE_REMOTE;
}

static void add_distances(struct builder *builder, const struct cpu_numa *numa)
{
    bool said = false;

    for (unsigned i = 0; i < numa->cells->len; i++)
        said |= ((const struct numa_cell *)numa->cells->pdata[i])->distances->len > 0;
    for (unsigned i = 0; said && i < numa->cells->len; i++) {
        for (unsigned j = 0; j < numa->cells->len; j++) {
            const struct numa_cell *from = numa->cells->pdata[i], *to = numa->cells->pdata[j];
            GString *list = list_new("dist");

            list_number(list, "src", from->id);
            list_number(list, "dst", to->id);
            list_format(list, "val", "%" G_GUINT64_FORMAT, distance(from, to));
            builder_list(builder, "-numa", list);
        }
    }
}

/* ---- nodes ---- */

static void list_cpus(GString *list, const char *cpus)
{
    g_auto(GStrv) ranges = cpus ? g_strsplit(cpus, ",", -1) : NULL;

    for (unsigned i = 0; ranges && ranges[i]; i++)
        list_text(list, "cpus", ranges[i]);
}

static void add_node(struct builder *builder, const struct cpu_numa *numa, const struct numa_cell *cell, bool old)
{
    g_autofree char *id = g_strdup_printf("ram-node%" G_GUINT64_FORMAT, cell->id.value);
    GString *list = list_new("node");

    list_number(list, "nodeid", cell->id);
    list_cpus(list, cell->cpus);
    if (has_hmat(numa))
        list_format(list, "initiator", "%" G_GUINT64_FORMAT, initiator(numa, cell));
    if (old) {
        list_format(list, "mem", "%" G_GUINT64_FORMAT, memory_backend_round(cell->memory.value) / MIB);
    } else {
        node_backend(builder, cell, id);
        list_text(list, "memdev", id);
    }
    builder_list(builder, "-numa", list);
}

void builder_numa(struct builder *builder)
{
    const struct cpu_numa *numa = builder_guest_numa(builder);
    bool old;

    if (!numa)
        return;
    old = old_style(builder);
    for (unsigned i = 0; i < numa->cells->len; i++)
        add_node(builder, numa, numa->cells->pdata[i], old);
    add_distances(builder, numa);
    if (numa->interconnects)
        add_links(builder, numa->interconnects);
    for (unsigned i = 0; has_hmat(numa) && i < numa->cells->len; i++)
        add_caches(builder, numa->cells->pdata[i]);
}
