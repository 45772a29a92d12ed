#include "qemu/defaults_parts.h"

#include "xml/own.h"

#include <string.h>

/* ---- machine ---- */

static enum arch arch_of_profile(const struct profile *profile)
{
    const char *name = profile_arch(profile);

    return g_strcmp0(name, "i386") == 0 ? ARCH_I686 : (enum arch)enum_value(&arch_names, name);
}

/* An alias such as "q35" means another machine with each version of QEMU, so the name behind it is kept. */
void defaults_machine(struct domain *domain, const struct profile *profile, struct report *report)
{
    struct profile_machine machine;

    if (!domain->os)
        domain->os = element_new(&os_element);
    if (!domain->os->arch)
        domain->os->arch = arch_of_profile(profile);
    if (profile_is_assumed(profile) && domain->os->machine)
        return;
    if (!profile_machine_resolve(profile, domain->os->machine, &machine)) {
        complain(report, SEVERITY_UNSUPPORTED, "defaults.machine", domain->os->where,
                 "name one of the machine types that 'tandem probe' lists", "this QEMU has no machine type '%s'",
                 domain->os->machine ?: "(its default)");
        return;
    }
    g_free(domain->os->machine);
    domain->os->machine = g_strdup(machine.name);
}

/* ---- identity ---- */

/* A UUID out of any text, marked as made from a name (version 5). */
static char *uuid_from_text(const char *text)
{
    guint8 digest[20];
    gsize length = sizeof(digest);
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA1);

    g_checksum_update(sum, (const guchar *)text, -1);
    g_checksum_get_digest(sum, digest, &length);
    g_checksum_free(sum);
    digest[6] = (digest[6] & 0x0f) | 0x50;
    digest[8] = (digest[8] & 0x3f) | 0x80;
    return g_strdup_printf("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", digest[0], digest[1],
                           digest[2], digest[3], digest[4], digest[5], digest[6], digest[7], digest[8], digest[9],
                           digest[10], digest[11], digest[12], digest[13], digest[14], digest[15]);
}

static void identity(struct domain *domain)
{
    domain->id = (struct integer){0}; /* only a running domain has one */
    if (!domain->uuid) {
        g_autofree char *text = g_strdup_printf("tandem domain %s", domain->name ?: "");

        domain->uuid = uuid_from_text(text);
    }
    if (domain->genid && !domain->genid->uuid) {
        g_autofree char *text = g_strdup_printf("tandem genid %s", domain->uuid);

        domain->genid->uuid = uuid_from_text(text);
    }
}

/* ---- memory and processors ---- */

static void memory(struct domain *domain)
{
    if (!domain->memory.given && domain->cpu && domain->cpu->numa) {
        uint64_t sum = 0;

        for (unsigned i = 0; i < domain->cpu->numa->cells->len; i++)
            sum += ((const struct numa_cell *)domain->cpu->numa->cells->pdata[i])->memory.value;
        domain->memory = number(sum);
    }
    if (!domain->current_memory.given)
        domain->current_memory = domain->memory;
}

/* Placement is "auto" for both or for none: where processors go, memory goes. */
static void placement(struct domain *domain)
{
    struct numatune_memory *nodes = domain->numatune ? domain->numatune->memory : NULL;

    if (nodes && nodes->placement == NUMA_PLACEMENT_AUTO && !domain->vcpu_cpuset)
        domain->vcpu_placement = VCPU_PLACEMENT_AUTO;
    if (nodes && !nodes->placement && !nodes->nodeset && domain->vcpu_placement == VCPU_PLACEMENT_AUTO)
        nodes->placement = NUMA_PLACEMENT_AUTO;
    if (!domain->vcpu_placement)
        domain->vcpu_placement = VCPU_PLACEMENT_STATIC;
}

/* Who says of each processor whether it is there says how many there are. */
static void vcpu_list(struct domain *domain)
{
    unsigned enabled = 0;

    for (unsigned i = 0; i < domain->vcpu_list->len; i++) {
        struct vcpu *vcpu = domain->vcpu_list->pdata[i];

        enabled += vcpu->enabled == YES;
        if (!vcpu->hotpluggable)
            vcpu->hotpluggable = vcpu->enabled == YES ? NO : YES;
    }
    if (enabled > 0 && enabled < domain->vcpus.value && !domain->vcpus_current.given)
        domain->vcpus_current = number(enabled);
}

static void vcpus(struct domain *domain)
{
    if (!domain->vcpus.given)
        domain->vcpus = number(1);
    vcpu_list(domain);
    placement(domain);
}

/* ---- I/O threads ---- */

static bool iothread_exists(const GPtrArray *list, uint64_t id)
{
    for (unsigned i = 0; i < list->len; i++)
        if (((const struct iothread *)list->pdata[i])->id.value == id)
            return true;
    return false;
}

/* A list that names some threads is completed with the lowest free numbers; without a list the threads are
 * simply numbered, which needs no list. */
static void iothreads(struct domain *domain)
{
    GPtrArray *list = domain->iothread_list;

    if (list->len > domain->iothreads.value)
        domain->iothreads = number(list->len);
    if (list->len == 0)
        return;
    for (uint64_t id = 1; list->len < domain->iothreads.value; id++) {
        struct iothread *thread;

        if (iothread_exists(list, id))
            continue;
        thread = element_new(&iothread_element);
        thread->id = number(id);
        g_ptr_array_add(list, thread);
    }
}

/* ---- what is booted ---- */

static void note_boot_order(enum device_kind kind, void *device, void *data)
{
    *(bool *)data |= ((const struct device_info *)device)->boot_order.given;
}

static void boot_order(struct domain *domain)
{
    bool ordered = false;
    struct os *os = domain->os;
    struct os_boot *boot;

    if (os->bootmenu && os->bootmenu->enable != YES)
        os->bootmenu->timeout = (struct number){0}; /* there is nothing to wait for */
    devices_foreach(domain->devices, note_boot_order, &ordered);
    if (os->boots->len > 0 || ordered)
        return;
    boot = g_new0(struct os_boot, 1);
    boot->device = BOOT_HD;
    g_ptr_array_add(os->boots, boot);
}

/* ---- features ---- */

static void features(struct features *features)
{
    struct feature_state *const on_when_named[] = {features->hap, features->pvspinlock, features->pmu, features->vmport,
                                                   features->vmcoreinfo};

    for (unsigned i = 0; i < G_N_ELEMENTS(on_when_named); i++)
        if (on_when_named[i] && !on_when_named[i]->state)
            on_when_named[i]->state = ON;
    if (features->hyperv && !features->hyperv->mode)
        features->hyperv->mode = HYPERV_CUSTOM;
    if (features->smm && !features->smm->state)
        features->smm->state = ON;
    if (features->async_teardown && !features->async_teardown->enabled)
        features->async_teardown->enabled = YES;
}

/* ---- clock and events ---- */

/* A clock that is some seconds off is the same, by whichever name it was asked for. */
static void clock_offset(struct clock *clock)
{
    if (!clock->offset)
        clock->offset = CLOCK_UTC;
    if (clock->offset != CLOCK_VARIABLE && clock->adjustment.given && clock->adjustment.value != INTEGER_WORD) {
        clock->basis = clock->offset == CLOCK_UTC ? CLOCK_BASIS_UTC : CLOCK_BASIS_LOCALTIME;
        clock->offset = CLOCK_VARIABLE;
    }
    if (clock->offset != CLOCK_VARIABLE)
        return;
    if (!clock->adjustment.given)
        clock->adjustment = integer(0);
    if (!clock->basis)
        clock->basis = CLOCK_BASIS_UTC;
}

static void clock_and_events(struct domain *domain)
{
    if (!domain->clock)
        domain->clock = element_new(&clock_element);
    clock_offset(domain->clock);
    if (!domain->on_poweroff)
        domain->on_poweroff = ON_EVENT_DESTROY;
    if (!domain->on_reboot)
        domain->on_reboot = ON_EVENT_RESTART;
    if (!domain->on_crash)
        domain->on_crash = ON_EVENT_DESTROY;
}

/* ---- security labels ---- */

/* Without a model a label is one of the host's security driver; tandem has none. */
static void label_without_model(struct seclabel *label)
{
    label->model = g_strdup("none");
    label->type = SECLABEL_NONE;
    label->relabel = YES_NO_ABSENT;
}

static void label_with_model(struct seclabel *label)
{
    if (!label->type)
        label->type = SECLABEL_DYNAMIC;
    if (label->type == SECLABEL_DYNAMIC)
        g_clear_pointer(&label->label, g_free); /* made anew at each start */
    if (label->type == SECLABEL_NONE)
        label->relabel = YES_NO_ABSENT;
    else if (!label->relabel)
        label->relabel = label->type == SECLABEL_DYNAMIC ? YES : NO;
}

static void security(struct domain *domain)
{
    for (unsigned i = 0; i < domain->seclabels->len; i++) {
        struct seclabel *label = domain->seclabels->pdata[i];

        g_clear_pointer(&label->imagelabel, g_free); /* only a running domain has it */
        if (label->model)
            label_with_model(label);
        else if (label->type != SECLABEL_STATIC)
            label_without_model(label);
    }
}

void defaults_domain(struct domain *domain)
{
    identity(domain);
    memory(domain);
    vcpus(domain);
    iothreads(domain);
    boot_order(domain);
    if (domain->features)
        features(domain->features);
    clock_and_events(domain);
    security(domain);
}
