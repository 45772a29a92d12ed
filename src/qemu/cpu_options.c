#include "domain/devices.h"
#include "qemu/builder.h"

#include "xml/kind.h"

#include <string.h>

/* ---- -cpu: model and features ---- */

/* Names that libvirt spells otherwise than QEMU; '_' for '-' apart. */
static const struct {
    const char *libvirt, *qemu;
} feature_names[] = {
    {"pclmuldq", "pclmulqdq"},
    {"kvm_pv_unhalt", "kvm-pv-unhalt"},
};

static char *feature_name(const char *libvirt)
{
    char *name;

    for (unsigned i = 0; i < G_N_ELEMENTS(feature_names); i++) {
        if (g_str_equal(feature_names[i].libvirt, libvirt))
            return g_strdup(feature_names[i].qemu);
    }
    name = g_strdup(libvirt);
    return g_strdelimit(name, "_", '-');
}

static bool host_has(const struct builder *builder, const char *feature)
{
    const char *const *features = profile_host_features(builder->profile);

    return features && g_strv_contains(features, feature);
}

static void model_features(GString *list, const struct builder *builder)
{
    const struct cpu *cpu = builder->domain->cpu;

    for (unsigned i = 0; i < cpu->features->len; i++) {
        const struct cpu_feature *feature = cpu->features->pdata[i];
        g_autofree char *name = feature_name(feature->name);

        switch (feature->policy) {
        case CPU_POLICY_ABSENT:
        case CPU_POLICY_FORCE:
        case CPU_POLICY_REQUIRE:
            list_bool(list, name, true);
            break;
        case CPU_POLICY_OPTIONAL:
            if (host_has(builder, name))
                list_bool(list, name, true);
            break;
        default:
            list_bool(list, name, false);
        }
    }
}

/* The CPU that stands for the host. */
static const char *host_cpu(const struct builder *builder)
{
    return builder->domain->type == DOMAIN_KVM ? "host" : "max";
}

/* The model alone.  A host-model that nobody has pinned to a named one is the host's. */
static GString *model(struct builder *builder)
{
    const struct cpu *cpu = builder->domain->cpu;
    struct profile_machine machine;

    switch (cpu->mode) {
    case CPU_HOST_PASSTHROUGH:
        if (builder->domain->type != DOMAIN_KVM)
            builder_wrong(builder, cpu->where, "CPU mode 'host-passthrough' needs domain type 'kvm', not '%s'",
                          enum_name(&domain_type_names, builder->domain->type));
        return list_new("host");
    case CPU_MAXIMUM:
        return list_new("max");
    case CPU_HOST_MODEL:
        return list_new(cpu->model && cpu->model->name ? cpu->model->name : host_cpu(builder));
    default:
        break;
    }
    if (cpu->match == CPU_MATCH_MINIMUM)
        return list_new(host_cpu(builder));
    if (cpu->model && cpu->model->name)
        return list_new(cpu->model->name);
    if (profile_machine_resolve(builder->profile, builder->domain->os->machine, &machine) && machine.default_cpu) {
        g_autofree char *type = g_strdup(machine.default_cpu);
        char *end = g_strrstr(type, "-cpu");

        if (end && end > type) {
            *end = '\0';
            end = strrchr(type, '-'); /* the architecture: "qemu64-x86_64" */
            if (end)
                *end = '\0';
        }
        return list_new(type);
    }
    return NULL;
}

static GString *model_with_features(struct builder *builder)
{
    const struct cpu *cpu = builder->domain->cpu;
    GString *list = model(builder);

    if (!list)
        return NULL;
    if (cpu->mode == CPU_HOST_PASSTHROUGH || cpu->mode == CPU_MAXIMUM)
        list_on_off(list, "migratable", cpu->migratable);
    if (cpu->model && cpu->model->vendor_id)
        list_text(list, "vendor", cpu->model->vendor_id);
    model_features(list, builder);
    return list;
}

/* ---- -cpu: what other elements say ---- */

static void timer_features(GString *list, const struct clock *clock)
{
    for (unsigned i = 0; clock && i < clock->timers->len; i++) {
        const struct timer *timer = clock->timers->pdata[i];

        switch (timer->name) {
        case TIMER_KVMCLOCK:
            list_yes_no(list, "kvmclock", timer->present);
            break;
        case TIMER_HYPERVCLOCK:
            if (timer->present == YES)
                list_bool(list, "hv-time", true);
            break;
        case TIMER_TSC:
            list_number(list, "tsc-frequency", timer->frequency);
            break;
        case TIMER_ARMVTIMER:
            if (timer->tickpolicy)
                list_bool(list, "kvm-no-adjvtime", timer->tickpolicy == TICKPOLICY_DISCARD);
            break;
        default:
            break;
        }
    }
}

static void list_state(GString *list, const char *key, const struct feature_state *feature)
{
    if (feature && feature->state == ON)
        list_bool(list, key, true);
}

static void hyperv_features(GString *list, const struct hyperv *hyperv)
{
    if (!hyperv)
        return;
    if (hyperv->mode == HYPERV_PASSTHROUGH)
        list_bool(list, "hv-passthrough", true);
    list_state(list, "hv-relaxed", hyperv->relaxed);
    list_state(list, "hv-vapic", hyperv->vapic);
    if (hyperv->spinlocks && hyperv->spinlocks->state == ON)
        list_format(list, "hv-spinlocks", "0x%" G_GINT64_MODIFIER "x", hyperv->spinlocks->retries.value);
    list_state(list, "hv-vpindex", hyperv->vpindex);
    list_state(list, "hv-runtime", hyperv->runtime);
    list_state(list, "hv-synic", hyperv->synic);
    if (hyperv->stimer && hyperv->stimer->state == ON) {
        list_bool(list, "hv-stimer", true);
        list_state(list, "hv-stimer-direct", hyperv->stimer->direct);
    }
    list_state(list, "hv-reset", hyperv->reset);
    if (hyperv->vendor_id && hyperv->vendor_id->state == ON)
        list_text(list, "hv-vendor-id", hyperv->vendor_id->value);
    list_state(list, "hv-frequencies", hyperv->frequencies);
    list_state(list, "hv-reenlightenment", hyperv->reenlightenment);
    if (hyperv->tlbflush && hyperv->tlbflush->state == ON) {
        list_bool(list, "hv-tlbflush", true);
        list_state(list, "hv-tlbflush-direct", hyperv->tlbflush->direct);
        list_state(list, "hv-tlbflush-ext", hyperv->tlbflush->extended);
    }
    list_state(list, "hv-ipi", hyperv->ipi);
    list_state(list, "hv-evmcs", hyperv->evmcs);
    list_state(list, "hv-avic", hyperv->avic);
    list_state(list, "hv-emsr-bitmap", hyperv->emsr_bitmap);
    list_state(list, "hv-xmm-input", hyperv->xmm_input);
}

static void kvm_features(GString *list, const struct feature_kvm *kvm)
{
    if (!kvm)
        return;
    if (kvm->hidden && kvm->hidden->state == ON)
        list_bool(list, "kvm", false);
    list_state(list, "kvm-hint-dedicated", kvm->hint_dedicated);
    list_state(list, "kvm-poll-control", kvm->poll_control);
    if (kvm->pv_ipi && kvm->pv_ipi->state == OFF)
        list_bool(list, "kvm-pv-ipi", false);
}

static void machine_features(GString *list, const struct features *features)
{
    if (!features)
        return;
    if (features->apic)
        list_on_off(list, "kvm-pv-eoi", features->apic->eoi);
    if (features->pvspinlock)
        list_on_off(list, "kvm-pv-unhalt", features->pvspinlock->state);
    hyperv_features(list, features->hyperv);
}

static void cache(GString *list, struct builder *builder, const struct cpu_cache *cache)
{
    switch (cache ? cache->mode : CPU_CACHE_ABSENT) {
    case CPU_CACHE_EMULATE:
        list_bool(list, "l3-cache", true);
        list_bool(list, "host-cache-info", false);
        break;
    case CPU_CACHE_PASSTHROUGH:
        list_bool(list, "host-cache-info", true);
        list_bool(list, "l3-cache", false);
        break;
    case CPU_CACHE_DISABLE:
        list_bool(list, "host-cache-info", false);
        list_bool(list, "l3-cache", false);
        break;
    default:
        break;
    }
}

static void address_bits(GString *list, const struct cpu_maxphysaddr *bits)
{
    if (!bits)
        return;
    if (bits->mode == MAXPHYSADDR_PASSTHROUGH)
        list_bool(list, "host-phys-bits", true);
    list_number(list, "host-phys-bits-limit", bits->limit);
    if (bits->mode == MAXPHYSADDR_EMULATE)
        list_number(list, "phys-bits", bits->bits);
}

/* A guest of Hyper-V's kind tells of its panic through the processor. */
static void panic_feature(GString *list, const struct devices *devices)
{
    for (unsigned i = 0; i < devices->panics->len; i++) {
        if (((const struct panic *)devices->panics->pdata[i])->model == PANIC_HYPERV)
            list_bool(list, "hv-crash", true);
    }
}

void builder_cpu(struct builder *builder)
{
    const struct domain *domain = builder->domain;
    GString *list = domain->cpu ? model_with_features(builder) : NULL;

    if (!list)
        return;
    timer_features(list, domain->clock);
    machine_features(list, domain->features);
    panic_feature(list, domain->devices);
    if (domain->features) {
        kvm_features(list, domain->features->kvm);
        if (domain->features->pmu)
            list_on_off(list, "pmu", domain->features->pmu->state);
    }
    cache(list, builder, domain->cpu->cache);
    address_bits(list, domain->cpu->maxphysaddr);
    builder_list(builder, "-cpu", list);
}

/* ---- -smp ---- */

/* How many processors are there at the start; those that can be unplugged again come later. */
static uint64_t cold_vcpus(struct builder *builder, uint64_t current)
{
    const GPtrArray *vcpus = builder->domain->vcpu_list;
    uint64_t cold = 0;

    if (vcpus->len == 0)
        return current;
    for (unsigned i = 0; i < vcpus->len; i++) {
        const struct vcpu *vcpu = vcpus->pdata[i];

        if (vcpu->enabled == YES && vcpu->hotpluggable == YES)
            builder_unsupported(builder, vcpu->where, "a hot-pluggable processor is not supported yet");
        cold += vcpu->enabled == YES;
    }
    return cold;
}

static uint64_t given_or_one(struct number number)
{
    return number.given ? number.value : 1;
}

void builder_smp(struct builder *builder)
{
    const struct domain *domain = builder->domain;
    const struct cpu_topology *topology = domain->cpu ? domain->cpu->topology : NULL;
    uint64_t maximum = domain->vcpus.given ? domain->vcpus.value : 1;
    uint64_t current = domain->vcpus_current.given ? domain->vcpus_current.value : maximum;
    GString *list = g_string_new(NULL);

    current = cold_vcpus(builder, current);
    g_string_append_printf(list, "%" G_GUINT64_FORMAT, current);
    if (current != maximum)
        list_format(list, "maxcpus", "%" G_GUINT64_FORMAT, maximum);
    list_format(list, "sockets", "%" G_GUINT64_FORMAT, topology ? given_or_one(topology->sockets) : maximum);
    if (topology) {
        list_format(list, "dies", "%" G_GUINT64_FORMAT, given_or_one(topology->dies));
        list_format(list, "clusters", "%" G_GUINT64_FORMAT, given_or_one(topology->clusters));
    }
    list_format(list, "cores", "%" G_GUINT64_FORMAT, topology ? given_or_one(topology->cores) : 1);
    list_format(list, "threads", "%" G_GUINT64_FORMAT, topology ? given_or_one(topology->threads) : 1);
    builder_list(builder, "-smp", list);
}
