#include "domain/rule.h"

#include <string.h>

static bool is_on(const struct feature_state *feature)
{
    return feature && feature->state != OFF;
}

/* ---- <hyperv> ---- */

static const struct hyperv *hyperv_of(const struct domain *domain)
{
    return domain->features ? domain->features->hyperv : NULL;
}

static void hyperv_spinlocks(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                             struct report *report)
{
    const struct hyperv_spinlocks *spinlocks = hyperv_of(domain) ? hyperv_of(domain)->spinlocks : NULL;

    if (!spinlocks || spinlocks->state != ON)
        return;
    if (!spinlocks->retries.given)
        rule_error(rule, report, spinlocks->where, "add retries='8191'", "<spinlocks> is on, but 'retries' is missing");
    else if (spinlocks->retries.value < 0xfff)
        rule_error(rule, report, spinlocks->where, NULL,
                   "<spinlocks> has retries='%" G_GUINT64_FORMAT "', expected at least 4095", spinlocks->retries.value);
}

static void hyperv_vendor_id(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                             struct report *report)
{
    const struct hyperv_vendor_id *vendor = hyperv_of(domain) ? hyperv_of(domain)->vendor_id : NULL;

    if (!vendor || vendor->state != ON)
        return;
    if (!vendor->value)
        rule_error(rule, report, vendor->where, "add value='…'", "<vendor_id> is on, but 'value' is missing");
    else if (strchr(vendor->value, ','))
        rule_error(rule, report, vendor->where, NULL, "<vendor_id> has the value '%s', which has a comma",
                   vendor->value);
}

static bool hyperv_clock(const struct domain *domain)
{
    for (unsigned i = 0; domain->clock && i < domain->clock->timers->len; i++) {
        const struct timer *timer = domain->clock->timers->pdata[i];

        if (timer->name == TIMER_HYPERVCLOCK)
            return timer->present != NO;
    }
    return false;
}

/* QEMU starts no machine that has one without the other. */
static void hyperv_needs(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    const struct hyperv *hyperv = hyperv_of(domain);

    if (!hyperv || options->purpose == PURPOSE_FORMAT || hyperv->mode == HYPERV_PASSTHROUGH ||
        hyperv->mode == HYPERV_HOST_MODEL)
        return;
    const bool stimer = hyperv->stimer && hyperv->stimer->state == ON;
    const bool tlbflush = hyperv->tlbflush && hyperv->tlbflush->state == ON;
    const struct {
        const char *name;
        bool on;
        const char *needs;
        bool has;
    } needs[] = {
        {"synic", is_on(hyperv->synic), "<vpindex state='on'/>", is_on(hyperv->vpindex)},
        {"stimer", stimer, "<synic state='on'/>", is_on(hyperv->synic)},
        {"stimer", stimer && options->purpose == PURPOSE_RUN, "<timer name='hypervclock' present='yes'/> in <clock>",
         hyperv_clock(domain)},
        {"tlbflush", tlbflush, "<vpindex state='on'/>", is_on(hyperv->vpindex)},
        {"ipi", is_on(hyperv->ipi), "<vpindex state='on'/>", is_on(hyperv->vpindex)},
        {"evmcs", is_on(hyperv->evmcs), "<vapic state='on'/>", is_on(hyperv->vapic)},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(needs); i++)
        if (needs[i].on && !needs[i].has)
            rule_error(rule, report, hyperv->where, "add it", "<%s> of <hyperv> is on, but needs %s", needs[i].name,
                       needs[i].needs);
}

/* ---- <kvm>, <tcg> ---- */

static void dirty_ring(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    const struct feature_kvm *kvm = domain->features ? domain->features->kvm : NULL;
    const struct kvm_dirty_ring *ring = kvm ? kvm->dirty_ring : NULL;

    if (!ring || ring->state != ON)
        return;
    if (ring->size.value < 1024 || ring->size.value > 65536 || ring->size.value & (ring->size.value - 1))
        rule_error(rule, report, ring->where, NULL,
                   "<dirty-ring> has the size %" G_GUINT64_FORMAT ", expected a power of two from 1024 to 65536",
                   ring->size.value);
}

static void tcg(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                struct report *report)
{
    if (domain->features && domain->features->tcg && domain->type == DOMAIN_KVM)
        rule_error(rule, report, domain->features->tcg->where, "remove it, or use domain type 'qemu'",
                   "<tcg> is given, but the domain is of type 'kvm', which does not emulate processors");
}

/* ---- features of one architecture ---- */

static void arch(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    const struct features *features = domain->features;
    enum arch own = domain->os ? domain->os->arch : ARCH_ABSENT;

    if (!features || !own)
        return;
    const bool x86 = domain_is_x86(domain), power = own == ARCH_PPC64 || own == ARCH_PPC64LE;
    const bool arm = own == ARCH_AARCH64 || own == ARCH_ARMV7L || own == ARCH_ARMV6L, riscv = own == ARCH_RISCV64;
    const struct {
        const char *name;
        const void *feature;
        bool possible;
        const char *where;
    } rows[] = {
        {"hpt", features->hpt, power, "POWER (pseries)"},
        {"htm", features->htm, power, "POWER (pseries)"},
        {"nested-hv", features->nested_hv, power, "POWER (pseries)"},
        {"cfpc", features->cfpc, power, "POWER (pseries)"},
        {"sbbc", features->sbbc, power, "POWER (pseries)"},
        {"ibs", features->ibs, power, "POWER (pseries)"},
        {"ccf-assist", features->ccf_assist, power, "POWER (pseries)"},
        {"gic", features->gic, arm, "ARM"},
        {"ras", features->ras, arm, "ARM"},
        {"aia", features->aia, riscv || own == ARCH_RISCV32, "RISC-V"},
        {"smm", features->smm, x86, "x86"},
        {"ioapic", features->ioapic, x86, "x86"},
        {"vmport", features->vmport, x86, "x86"},
        {"ps2", features->ps2, x86, "x86"},
        {"hyperv", features->hyperv, x86 || arm, "x86 and ARM"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].feature && !rows[i].possible)
            rule_error(rule, report, *(const struct place *)rows[i].feature, "remove it",
                       "<%s> is a feature of %s, but the guest's architecture is %s", rows[i].name, rows[i].where,
                       enum_name(&arch_names, own));
}

static bool is_q35(const char *machine)
{
    return strcmp(machine, "q35") == 0 || g_str_has_prefix(machine, "pc-q35-");
}

static void tseg(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    const struct feature_smm *smm = domain->features ? domain->features->smm : NULL;

    if (!smm || !smm->tseg.given)
        return;
    if (smm->tseg.value == 0 || smm->tseg.value % (1024 * 1024) != 0)
        rule_error(rule, report, smm->where, NULL,
                   "<tseg> is %" G_GUINT64_FORMAT " bytes, expected a multiple of 1 MiB", smm->tseg.value);
    if (domain->os && domain->os->machine && !is_q35(domain->os->machine))
        rule_error(rule, report, smm->where, "remove <tseg>, or use machine='q35'",
                   "<tseg> is given, but the machine is '%s'; only q35 has it", domain->os->machine);
}

static void vmport(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                   struct report *report)
{
    const struct features *features = domain->features;

    if (features && features->ps2 && features->ps2->state == OFF && is_on(features->vmport))
        rule_error(rule, report, features->vmport->where, "use <vmport state='off'/> or remove <ps2 state='off'/>",
                   "<vmport> is on, but it is part of the PS/2 controller, which is off");
}

/* libvirt reads them for every hypervisor; QEMU has nothing that they could change. */
static void without_effect(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const struct features *features = domain->features;

    if (!features)
        return;
    const struct {
        const char *name;
        bool given;
    } rows[] = {
        {"hap", features->hap},
        {"viridian", features->viridian},
        {"privnet", features->privnet},
        {"xen", features->xen},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].given)
            rule_warning(rule, report, features->where, "remove it", "<%s> changes nothing in a QEMU machine",
                         rows[i].name);
}

const struct rule features_rules[] = {
    {"features.hyperv-spinlocks", hyperv_spinlocks},
    {"features.hyperv-vendor-id", hyperv_vendor_id},
    {"features.hyperv-needs", hyperv_needs},
    {"features.dirty-ring", dirty_ring},
    {"features.tcg", tcg},
    {"features.arch", arch},
    {"features.tseg", tseg},
    {"features.vmport", vmport},
    {"features.without-effect", without_effect},
    {NULL},
};
