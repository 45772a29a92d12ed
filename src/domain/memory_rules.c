#include "domain/devices.h"
#include "domain/rule.h"
#include "xml/kind.h"

#define KIB(bytes) ((bytes) / 1024)

static const GPtrArray *cells(const struct domain *domain)
{
    return domain->cpu && domain->cpu->numa ? domain->cpu->numa->cells : NULL;
}

/* The memory of all NUMA nodes of the guest together, or what <memory> says. */
static uint64_t total(const struct domain *domain)
{
    const GPtrArray *list = cells(domain);
    uint64_t sum = 0;

    for (unsigned i = 0; list && i < list->len; i++)
        sum += ((const struct numa_cell *)list->pdata[i])->memory.value;
    return sum ? sum : domain->memory.value;
}

static void missing(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    if (total(domain) == 0)
        rule_error(rule, report, domain->where, "add <memory unit='MiB'>512</memory>",
                   "the domain has no memory: <memory> is missing or 0");
}

/* With memory devices, which <memory> counts in if it is given. */
static uint64_t with_devices(const struct domain *domain)
{
    const GPtrArray *memdevs = domain->devices ? domain->devices->memories : NULL;
    uint64_t sum = total(domain);

    for (unsigned i = 0; memdevs && i < memdevs->len; i++)
        sum += ((const struct memdev *)memdevs->pdata[i])->size.value;
    return MAX(sum, domain->memory.value);
}

/* A few bytes too many come from rounding and are put right, as libvirt does. */
static void current(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    const uint64_t grain = 4096 * 1024;
    uint64_t memory = with_devices(domain);

    if (memory && domain->current_memory.value / grain > (memory + grain - 1) / grain)
        rule_error(rule, report, domain->current_memory_where, "lower <currentMemory> or raise <memory>",
                   "<currentMemory> is %" G_GUINT64_FORMAT " KiB, but the domain has only %" G_GUINT64_FORMAT " KiB",
                   KIB(domain->current_memory.value), KIB(memory));
}

static void maximum(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    if (domain->max_memory_slots.value && !domain->max_memory.value)
        rule_error(rule, report, domain->max_memory_where, NULL,
                   "<maxMemory> has %" G_GUINT64_FORMAT " slots but no size, expected the most memory there can be",
                   domain->max_memory_slots.value);
    else if (domain->max_memory.given && domain->max_memory.value < total(domain))
        rule_error(rule, report, domain->max_memory_where, "raise <maxMemory> or lower <memory>",
                   "<maxMemory> is %" G_GUINT64_FORMAT " KiB, less than the %" G_GUINT64_FORMAT
                   " KiB that the domain starts with",
                   KIB(domain->max_memory.value), KIB(total(domain)));
}

static void hotplug(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    if (domain->max_memory.value && !cells(domain) && (!domain->os || !domain->os->arch || domain_is_x86(domain)))
        rule_error(rule, report, domain->max_memory_where,
                   "add <numa><cell id='0' cpus='0' memory='…' unit='KiB'/></numa> to <cpu>",
                   "<maxMemory> is given, but the guest has no NUMA node to which memory could be plugged");
}

static const struct hugepages *hugepages(const struct domain *domain)
{
    return domain->memory_backing ? domain->memory_backing->hugepages : NULL;
}

static void hugepage_source(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const struct hugepages *pages = hugepages(domain);

    if (!pages)
        return;
    if (domain->memory_backing->source == MEMORY_ANONYMOUS)
        rule_error(rule, report, pages->where, "use source type 'memfd' or remove <hugepages>",
                   "<hugepages> is given, but memory of source type 'anonymous' cannot be made of huge pages");
    if (domain->memory_backing->allocation == MEMORY_ONDEMAND)
        rule_error(rule, report, pages->where, "use allocation mode 'immediate' or remove <hugepages>",
                   "<hugepages> is given, but huge pages cannot be allocated in mode 'ondemand'");
}

/* Node sets of pages must not overlap; a page without one holds for the rest, so there is one at most. */
static void hugepage_nodes(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const struct hugepages *pages = hugepages(domain);
    bool rest = false;

    for (unsigned i = 0; pages && i < pages->pages->len; i++) {
        const struct hugepage *page = pages->pages->pdata[i];

        if (!page->nodeset && rest)
            rule_error(rule, report, page->where, "give it a nodeset",
                       "this is the second <page> without a nodeset, but only one can hold for all other nodes");
        rest |= !page->nodeset;
        for (unsigned j = 0; page->nodeset && j < i; j++) {
            const struct hugepage *other = pages->pages->pdata[j];

            if (cpuset_intersects(page->nodeset, other->nodeset))
                rule_error(rule, report, page->where, "a node's memory has pages of one size",
                           "the nodeset '%s' and that of another <page>, '%s', overlap", page->nodeset, other->nodeset);
        }
    }
}

/* What depends on the guest's nodes is an error only where the command line is made: libvirt reads it, too. */
static void hugepage_nodeset(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                             struct report *report)
{
    const struct hugepages *pages = hugepages(domain);
    unsigned nodes = cells(domain) ? MAX(cells(domain)->len, 1) : 1;

    for (unsigned i = 0; pages && i < pages->pages->len; i++) {
        const struct hugepage *page = pages->pages->pdata[i];

        if (page->nodeset && cpuset_last(page->nodeset) >= nodes)
            rule_error(rule, report, page->where, "the guest's nodes stand in <cpu><numa>",
                       "the nodeset is '%s', but the guest has no node %u", page->nodeset, cpuset_last(page->nodeset));
    }
}

static void hugepage_alone(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const struct hugepages *pages = hugepages(domain);
    const struct hugepage *rest = NULL, *named = NULL;

    if (!pages || (cells(domain) && cells(domain)->len > 0))
        return;
    for (unsigned i = 0; i < pages->pages->len; i++) {
        const struct hugepage *page = pages->pages->pdata[i];

        if (page->nodeset)
            named = page;
        else
            rest = page;
    }
    if (rest && named && rest->size.value != named->size.value)
        rule_error(rule, report, named->where, "keep one of the two",
                   "pages of %" G_GUINT64_FORMAT " KiB and of %" G_GUINT64_FORMAT
                   " KiB are asked for, but a guest without NUMA nodes has pages of one size",
                   KIB(rest->size.value), KIB(named->size.value));
}

static void hugepage_size(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                          struct report *report)
{
    const struct hugepages *pages = hugepages(domain);

    if (options->purpose == PURPOSE_FORMAT)
        return;
    for (unsigned i = 0; pages && i < pages->pages->len; i++) {
        const struct hugepage *page = pages->pages->pdata[i];

        if (page->size.value & (page->size.value - 1))
            rule_error(rule, report, page->where, "on x86: 2 MiB or 1 GiB",
                       "a page of %" G_GUINT64_FORMAT " KiB is asked for, but sizes of pages are powers of two",
                       KIB(page->size.value));
    }
}

const struct rule memory_rules[] = {
    {"memory.missing", missing},
    {"memory.current", current},
    {"memory.max", maximum},
    {"memory.hotplug", hotplug},
    {"memory.hugepage-source", hugepage_source},
    {"memory.hugepage-nodes", hugepage_nodes},
    {"memory.hugepage-nodeset", hugepage_nodeset},
    {"memory.hugepage-alone", hugepage_alone},
    {"memory.hugepage-size", hugepage_size},
    {NULL},
};
