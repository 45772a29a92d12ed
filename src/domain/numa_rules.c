#include "domain/rule.h"
#include "xml/kind.h"

/* ---- the guest's nodes: <cpu><numa> ---- */

static const GPtrArray *cells_of(const struct domain *domain)
{
    return domain->cpu && domain->cpu->numa ? domain->cpu->numa->cells : NULL;
}

/* The node of this number; one without an id has that of its place. */
static const struct numa_cell *find_cell(const GPtrArray *cells, uint64_t id)
{
    for (unsigned i = 0; cells && i < cells->len; i++) {
        const struct numa_cell *cell = cells->pdata[i];

        if ((cell->id.given ? cell->id.value : i) == id)
            return cell;
    }
    return NULL;
}

static void cell_ids(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    const GPtrArray *cells = cells_of(domain);
    unsigned with_id = 0;

    for (unsigned i = 0; cells && i < cells->len; i++) {
        const struct numa_cell *cell = cells->pdata[i];

        with_id += cell->id.given;
        if (cell->id.given && cell->id.value >= cells->len)
            rule_error(rule, report, cell->where, "number the nodes from 0 without a gap",
                       "the node has id %" G_GUINT64_FORMAT ", but there are only %u nodes", cell->id.value,
                       cells->len);
        for (unsigned j = 0; cell->id.given && j < i; j++) {
            const struct numa_cell *other = cells->pdata[j];

            if (other->id.given && other->id.value == cell->id.value)
                rule_error(rule, report, cell->where, "number the nodes from 0 without a gap",
                           "two nodes have id %" G_GUINT64_FORMAT, cell->id.value);
        }
    }
    if (cells && with_id > 0 && with_id < cells->len)
        rule_error(rule, report, domain->cpu->numa->where, "give all nodes an id, or none", "%u of %u nodes have an id",
                   with_id, cells->len);
}

static void cell_cpus(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                      struct report *report)
{
    const GPtrArray *cells = cells_of(domain);
    uint64_t vcpus = domain->vcpus.given ? domain->vcpus.value : 1;
    bool any = false;

    for (unsigned i = 0; cells && i < cells->len; i++) {
        const struct numa_cell *cell = cells->pdata[i];

        any |= cell->cpus != NULL;
        if (cell->cpus && cpuset_last(cell->cpus) >= vcpus)
            rule_error(rule, report, cell->where, "raise <vcpu>",
                       "the node has cpus='%s', but the guest has only %" G_GUINT64_FORMAT
                       " processors, counted from 0",
                       cell->cpus, vcpus);
        for (unsigned j = 0; cell->cpus && j < i; j++) {
            const struct numa_cell *other = cells->pdata[j];

            if (cpuset_intersects(cell->cpus, other->cpus))
                rule_error(rule, report, cell->where, "a processor belongs to one node",
                           "the processors '%s' overlap with those of another node, '%s'", cell->cpus, other->cpus);
        }
    }
    if (cells && cells->len > 0 && !any)
        rule_error(rule, report, domain->cpu->numa->where, "give one of them 'cpus'",
                   "none of the nodes has a processor");
}

static void distance_of(const struct rule *rule, struct report *report, const GPtrArray *cells, uint64_t id,
                        const struct numa_sibling *sibling)
{
    const uint64_t local = 10;

    if (!find_cell(cells, sibling->id.value))
        rule_error(rule, report, sibling->where, NULL,
                   "node %" G_GUINT64_FORMAT " has a distance to node %" G_GUINT64_FORMAT ", which does not exist", id,
                   sibling->id.value);
    else if ((sibling->id.value == id) != (sibling->value.value == local))
        rule_error(rule, report, sibling->where, "10 is the distance of a node to itself, and of no other",
                   "the distance of node %" G_GUINT64_FORMAT " to node %" G_GUINT64_FORMAT " is %" G_GUINT64_FORMAT, id,
                   sibling->id.value, sibling->value.value);
}

static void distances(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                      struct report *report)
{
    const GPtrArray *cells = cells_of(domain);

    for (unsigned i = 0; cells && i < cells->len; i++) {
        const struct numa_cell *cell = cells->pdata[i];

        for (unsigned j = 0; j < cell->distances->len; j++) {
            const struct numa_sibling *sibling = cell->distances->pdata[j];

            distance_of(rule, report, cells, cell->id.given ? cell->id.value : i, sibling);
            for (unsigned k = 0; k < j; k++)
                if (((const struct numa_sibling *)cell->distances->pdata[k])->id.value == sibling->id.value)
                    rule_error(rule, report, sibling->where, "remove one of the two",
                               "the distance to node %" G_GUINT64_FORMAT " is given twice", sibling->id.value);
        }
    }
}

/* ---- caches and interconnects (HMAT) ---- */

static void caches(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                   struct report *report)
{
    const GPtrArray *cells = cells_of(domain);

    for (unsigned i = 0; cells && i < cells->len; i++) {
        const GPtrArray *list = ((const struct numa_cell *)cells->pdata[i])->caches;

        for (unsigned j = 0; j < list->len; j++) {
            const struct numa_cache *cache = list->pdata[j];

            for (unsigned k = 0; k < j; k++)
                if (((const struct numa_cache *)list->pdata[k])->level.value == cache->level.value)
                    rule_error(rule, report, cache->where, "give each cache a level of its own",
                               "the node has two caches of level %" G_GUINT64_FORMAT, cache->level.value);
        }
    }
}

/* What latencies and bandwidths have in common. */
struct link {
    struct place where;
    uint64_t initiator, target;
    struct number cache;
    enum interconnect_type type;
};

static struct link latency_link(const void *item)
{
    const struct numa_latency *row = item;

    return (struct link){row->where, row->initiator.value, row->target.value, row->cache, row->type};
}

static struct link bandwidth_link(const void *item)
{
    const struct numa_bandwidth *row = item;

    return (struct link){row->where, row->initiator.value, row->target.value, row->cache, row->type};
}

static bool has_cache(const struct numa_cell *cell, uint64_t level)
{
    for (unsigned i = 0; i < cell->caches->len; i++)
        if (((const struct numa_cache *)cell->caches->pdata[i])->level.value == level)
            return true;
    return false;
}

static void check_link(const struct rule *rule, struct report *report, const GPtrArray *cells, const struct link *link)
{
    const struct numa_cell *initiator = find_cell(cells, link->initiator), *target = find_cell(cells, link->target);

    if (!initiator || !initiator->cpus)
        rule_error(rule, report, link->where, "name a node that has 'cpus'",
                   "the initiator is node %" G_GUINT64_FORMAT ", which %s", link->initiator,
                   initiator ? "has no processor" : "does not exist");
    if (!target)
        rule_error(rule, report, link->where, NULL, "the target is node %" G_GUINT64_FORMAT ", which does not exist",
                   link->target);
    else if (link->cache.value > 0 && !has_cache(target, link->cache.value))
        rule_error(rule, report, link->where, NULL,
                   "node %" G_GUINT64_FORMAT " has no cache of level %" G_GUINT64_FORMAT, link->target,
                   link->cache.value);
}

/* 'access' means reading and writing, so it excludes both. */
static bool same_link(const struct link *a, const struct link *b)
{
    return a->initiator == b->initiator && a->target == b->target && a->cache.value == b->cache.value &&
           (a->type == b->type || a->type == INTERCONNECT_ACCESS || b->type == INTERCONNECT_ACCESS);
}

static void check_links(const struct rule *rule, struct report *report, const GPtrArray *cells, const GPtrArray *rows,
                        struct link (*link_of)(const void *))
{
    for (unsigned i = 0; i < rows->len; i++) {
        struct link link = link_of(rows->pdata[i]);

        check_link(rule, report, cells, &link);
        for (unsigned j = 0; j < i; j++) {
            struct link other = link_of(rows->pdata[j]);

            if (same_link(&link, &other))
                rule_error(rule, report, link.where, "remove one of the two",
                           "this is said twice of nodes %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT, link.initiator,
                           link.target);
        }
    }
}

static void interconnects(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                          struct report *report)
{
    const GPtrArray *cells = cells_of(domain);
    const struct numa_interconnects *links = cells ? domain->cpu->numa->interconnects : NULL;

    if (!links)
        return;
    check_links(rule, report, cells, links->latencies, latency_link);
    check_links(rule, report, cells, links->bandwidths, bandwidth_link);
}

/* ---- <numatune> ---- */

static void numatune_memory(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const struct numatune_memory *memory = domain->numatune ? domain->numatune->memory : NULL;

    if (memory && memory->placement == NUMA_PLACEMENT_STATIC && !memory->nodeset)
        rule_error(rule, report, memory->where, "add 'nodeset' or use placement='auto'",
                   "<memory> has placement='static' but no nodeset");
}

static void memnode(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    const GPtrArray *cells = cells_of(domain), *memnodes = domain->numatune ? domain->numatune->memnodes : NULL;

    for (unsigned i = 0; memnodes && i < memnodes->len; i++) {
        const struct memnode *node = memnodes->pdata[i];

        if (!find_cell(cells, node->cellid.value))
            rule_error(rule, report, node->where, "the guest's nodes stand in <cpu><numa>",
                       "<memnode> names node %" G_GUINT64_FORMAT ", but the guest has %u nodes", node->cellid.value,
                       cells ? cells->len : 0);
        for (unsigned j = 0; j < i; j++)
            if (((const struct memnode *)memnodes->pdata[j])->cellid.value == node->cellid.value)
                rule_error(rule, report, node->where, "remove one of the two",
                           "two <memnode> name node %" G_GUINT64_FORMAT, node->cellid.value);
    }
}

static void memnode_auto(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    const struct numatune *tune = domain->numatune;

    if (tune && tune->memory && tune->memory->placement == NUMA_PLACEMENT_AUTO && tune->memnodes->len > 0)
        rule_error(rule, report, ((const struct memnode *)tune->memnodes->pdata[0])->where,
                   "use placement='static' or remove <memnode>",
                   "<memnode> chooses nodes of the host, but <memory> has placement='auto'");
}

/* A restrictive mode leaves memory to the host's cgroup, which has one setting for the whole guest. */
static void memnode_mode(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    const struct numatune *tune = domain->numatune;

    for (unsigned i = 0; tune && tune->memory && i < tune->memnodes->len; i++) {
        const struct memnode *node = tune->memnodes->pdata[i];

        if ((node->mode == NUMA_RESTRICTIVE) != (tune->memory->mode == NUMA_RESTRICTIVE))
            rule_error(rule, report, node->where, "use 'restrictive' for all or for none",
                       "<memnode> has mode='%s', but <memory> has mode='%s'",
                       enum_name(&numa_mode_names, node->mode) ?: "strict",
                       enum_name(&numa_mode_names, tune->memory->mode) ?: "strict");
    }
}

const struct rule numa_rules[] = {
    {"numa.id", cell_ids},
    {"numa.cpus", cell_cpus},
    {"numa.distance", distances},
    {"numa.cache", caches},
    {"numa.interconnect", interconnects},
    {"numatune.memory", numatune_memory},
    {"numatune.memnode", memnode},
    {"numatune.memnode-auto", memnode_auto},
    {"numatune.memnode-mode", memnode_mode},
    {NULL},
};
