#include "domain/devices.h"
#include "domain/rule.h"

#include <string.h>

static bool is_host_cpu(const struct cpu *cpu)
{
    return cpu->mode == CPU_HOST_PASSTHROUGH || cpu->mode == CPU_MAXIMUM;
}

/* ---- model ---- */

static void passthrough(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    if (options->purpose == PURPOSE_FORMAT)
        return;
    if (domain->cpu && domain->cpu->mode == CPU_HOST_PASSTHROUGH && domain->type == DOMAIN_QEMU)
        rule_error(rule, report, domain->cpu->where, "use domain type 'kvm', or mode='maximum'",
                   "<cpu> has mode='host-passthrough', but a domain of type 'qemu' emulates its processors");
}

static void model(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    const struct cpu *cpu = domain->cpu;

    if (!cpu || (cpu->mode && cpu->mode != CPU_CUSTOM) || (cpu->model && cpu->model->name))
        return;
    if (cpu->vendor)
        rule_error(rule, report, cpu->where, "add <model>", "<vendor> is given, but no <model>");
    if (cpu->features->len > 0)
        rule_error(rule, report, ((const struct cpu_feature *)cpu->features->pdata[0])->where, "add <model>",
                   "<feature> is given, but no <model> that it could differ from");
}

static void vendor_id(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                      struct report *report)
{
    const struct cpu_model *own = domain->cpu ? domain->cpu->model : NULL;

    if (own && own->vendor_id && strchr(own->vendor_id, ','))
        rule_error(rule, report, own->where, NULL, "<model> has vendor_id='%s', which has a comma", own->vendor_id);
}

static void feature_twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                          struct report *report)
{
    const GPtrArray *features = domain->cpu ? domain->cpu->features : NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (unsigned i = 0; features && i < features->len; i++) {
        const struct cpu_feature *feature = features->pdata[i];

        if (feature->name && !g_hash_table_add(seen, feature->name))
            rule_error(rule, report, feature->where, "remove one of the two", "the feature '%s' stands twice",
                       feature->name);
    }
}

static void migratable(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    const struct cpu *cpu = domain->cpu;

    if (cpu && cpu->migratable && !is_host_cpu(cpu))
        rule_error(rule, report, cpu->where, "remove 'migratable'; a named model always migrates",
                   "<cpu> has 'migratable', which is for mode='host-passthrough' and mode='maximum'");
}

static void deprecated_features(const struct domain *domain, const struct rule *rule,
                                const struct rule_options *options, struct report *report)
{
    const struct cpu *cpu = domain->cpu;
    enum arch own = domain->os ? domain->os->arch : ARCH_ABSENT;

    if (!cpu || !cpu->deprecated_features)
        return;
    if (cpu->mode != CPU_HOST_MODEL || (own && own != ARCH_S390X))
        rule_error(rule, report, cpu->where, "remove it",
                   "<cpu> has 'deprecated_features', which is for mode='host-model' on s390x");
}

/* ---- topology ---- */

static uint64_t or_one(const struct number *number)
{
    return number->given ? number->value : 1;
}

static void topology(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    const struct cpu_topology *own = domain->cpu ? domain->cpu->topology : NULL;
    uint64_t vcpus = or_one(&domain->vcpus), factors[5], product = 1;

    if (!own)
        return;
    factors[0] = or_one(&own->sockets);
    factors[1] = or_one(&own->dies);
    factors[2] = or_one(&own->clusters);
    factors[3] = or_one(&own->cores);
    factors[4] = or_one(&own->threads);
    for (unsigned i = 0; i < G_N_ELEMENTS(factors); i++)
        if (__builtin_mul_overflow(product, factors[i], &product))
            product = UINT64_MAX;
    if (product != vcpus)
        rule_error(rule, report, own->where, "the product of its numbers is the number in <vcpu>",
                   "<topology> makes %" G_GUINT64_FORMAT " processors, but the guest has %" G_GUINT64_FORMAT, product,
                   vcpus);
}

static bool has_long_apic_ids(const struct domain *domain)
{
    const GPtrArray *iommus = domain->devices ? domain->devices->iommus : NULL;

    for (unsigned i = 0; iommus && i < iommus->len; i++) {
        const struct iommu *iommu = iommus->pdata[i];

        if (iommu->eim == ON || iommu->xtsup == ON)
            return true;
    }
    return false;
}

/* An interrupt reaches a processor whose number does not fit into 8 bits only through an IOMMU. */
static void many(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    if (options->purpose == PURPOSE_FORMAT || domain->vcpus.value <= 255 || !domain_is_x86(domain))
        return;
    if (!has_long_apic_ids(domain))
        rule_error(rule, report, domain->vcpu_where,
                   "add <iommu model='intel'><driver intremap='on' eim='on'/></iommu>, and <ioapic driver='qemu'/>",
                   "the guest has %" G_GUINT64_FORMAT " processors, but more than 255 need an IOMMU with eim='on'",
                   domain->vcpus.value);
}

/* ---- cache and address bits ---- */

static void cache(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    const struct cpu_cache *own = domain->cpu ? domain->cpu->cache : NULL;

    if (!own)
        return;
    if (own->mode == CPU_CACHE_EMULATE && own->level.given && own->level.value != 3)
        rule_error(rule, report, own->where, "use level='3'",
                   "<cache mode='emulate'> has level='%" G_GUINT64_FORMAT "', but only level 3 can be emulated",
                   own->level.value);
    else if (own->mode != CPU_CACHE_EMULATE && own->level.given)
        rule_error(rule, report, own->where, "remove 'level'",
                   "<cache mode='%s'> has level='%" G_GUINT64_FORMAT "', but it is for all levels at once",
                   enum_name(&cpu_cache_mode_names, own->mode), own->level.value);
    if (own->mode == CPU_CACHE_PASSTHROUGH && !is_host_cpu(domain->cpu))
        rule_error(rule, report, own->where, "use mode='emulate' or mode='host-passthrough' of <cpu>",
                   "<cache> has mode='passthrough', which only a <cpu> of mode='host-passthrough' or 'maximum' can do");
}

static void maxphysaddr(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const struct cpu_maxphysaddr *own = domain->cpu ? domain->cpu->maxphysaddr : NULL;

    if (!own)
        return;
    if (own->mode == MAXPHYSADDR_PASSTHROUGH && own->bits.given)
        rule_error(rule, report, own->where, "remove 'bits', or use mode='emulate'",
                   "<maxphysaddr mode='passthrough'> has bits='%" G_GUINT64_FORMAT "', but takes the host's number",
                   own->bits.value);
    if (own->mode == MAXPHYSADDR_PASSTHROUGH && !is_host_cpu(domain->cpu))
        rule_error(rule, report, own->where, "use mode='emulate'",
                   "<maxphysaddr> has mode='passthrough', which only a <cpu> of mode='host-passthrough' or 'maximum' "
                   "can do");
    if (own->mode == MAXPHYSADDR_EMULATE && !own->bits.given)
        rule_error(rule, report, own->where, "add bits='42' or such",
                   "<maxphysaddr mode='emulate'> does not say how many 'bits'");
    if (own->mode == MAXPHYSADDR_EMULATE && own->limit.given)
        rule_error(rule, report, own->where, "remove 'limit'",
                   "<maxphysaddr mode='emulate'> has a limit, which is for mode='passthrough'");
}

const struct rule cpu_rules[] = {
    {"cpu.passthrough", passthrough},
    {"cpu.model", model},
    {"cpu.vendor-id", vendor_id},
    {"cpu.feature-twice", feature_twice},
    {"cpu.migratable", migratable},
    {"cpu.deprecated-features", deprecated_features},
    {"cpu.topology", topology},
    {"cpu.many", many},
    {"cpu.cache", cache},
    {"cpu.maxphysaddr", maxphysaddr},
    {NULL},
};
