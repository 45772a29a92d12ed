#include "domain/devices.h"
#include "qemu/builder.h"

/* Whether <timer name='hpet'> says anything. */
static enum yes_no hpet(const struct domain *domain)
{
    for (unsigned i = 0; domain->clock && i < domain->clock->timers->len; i++) {
        const struct timer *timer = domain->clock->timers->pdata[i];

        if (timer->name == TIMER_HPET)
            return timer->present;
    }
    return YES_NO_ABSENT;
}

static enum on_off state_of(const struct feature_state *feature)
{
    return feature ? feature->state : ON_OFF_ABSENT;
}

static void feature_options(GString *list, const struct builder *builder)
{
    const struct features *features = builder->domain->features;

    if (!features)
        return;
    list_on_off(list, "vmport", state_of(features->vmport));
    if (features->smm)
        list_on_off(list, "smm", features->smm->state);
    if (features->ioapic && features->ioapic->driver)
        list_text(list, "kernel_irqchip", features->ioapic->driver == IOAPIC_QEMU ? "split" : "on");
    if (features->ps2)
        list_on_off(list, "i8042", features->ps2->state);
}

static void arm_options(GString *list, const struct builder *builder)
{
    const struct features *features = builder->domain->features;

    if (builder->board != BOARD_VIRT || !features)
        return;
    if (features->gic && features->gic->version)
        list_text(list, "gic-version", enum_name(&gic_version_names, features->gic->version));
    if (features->ras)
        list_on_off(list, "ras", features->ras->state);
}

static void firmware_options(GString *list, const struct builder *builder)
{
    const struct os *os = builder->domain->os;

    if (!os->loader || os->loader->type != LOADER_PFLASH)
        return;
    list_text(list, "pflash0", "pflash0-format");
    if (builder_has_nvram(builder))
        list_text(list, "pflash1", "pflash1-format");
}

/* The PC speaker is a part of the board; only its sound has to be led somewhere. */
static void speaker_option(GString *list, const struct builder *builder)
{
    const GPtrArray *sounds = builder->domain->devices->sounds;

    for (unsigned i = 0; i < sounds->len; i++) {
        const struct sound *sound = sounds->pdata[i];
        g_autofree char *audiodev = NULL;

        if (sound->model != SOUND_PCSPK)
            continue;
        audiodev = builder_audiodev(builder, sound->audio_id);
        list_text(list, "pcspk-audiodev", audiodev);
        return;
    }
}

static void memory_options(GString *list, const struct builder *builder, const struct profile_machine *machine)
{
    const struct domain *domain = builder->domain;

    list_bool(list, "dump-guest-core", domain->memory_dump_core == ON);
    if (domain->memory_backing && domain->memory_backing->nosharepages)
        list_bool(list, "mem-merge", false);
    if (builder_has_nvdimm(builder))
        list_bool(list, "nvdimm", true);
    if (!builder_guest_numa(builder))
        list_text(list, "memory-backend", machine->default_ram_id);
    if (builder_has_hmat(builder))
        list_bool(list, "hmat", true);
}

static void global_options(struct builder *builder)
{
    const struct features *features = builder->domain->features;
    const struct loader *loader = builder->domain->os->loader;

    if (features && features->smm && features->smm->tseg.given)
        builder_list(
            builder, "-global",
            list_new_format("mch.extended-tseg-mbytes=%" G_GUINT64_FORMAT, features->smm->tseg.value / (1024 * 1024)));
    if (loader && loader->secure == YES)
        builder_option(builder, "-global", g_strdup("driver=cfi.pflash01,property=secure,value=on"));
}

static void accelerator(struct builder *builder)
{
    const struct domain *domain = builder->domain;
    GString *list;

    switch (domain->type) {
    case DOMAIN_QEMU:
        list = list_new("tcg");
        if (domain->features && domain->features->tcg && domain->features->tcg->tb_cache.given)
            list_format(list, "tb-size", "%" G_GUINT64_FORMAT, domain->features->tcg->tb_cache.value / (1024 * 1024));
        break;
    case DOMAIN_KVM:
        list = list_new("kvm");
        if (domain->features && domain->features->kvm && domain->features->kvm->dirty_ring &&
            domain->features->kvm->dirty_ring->state == ON)
            list_number(list, "dirty-ring-size", domain->features->kvm->dirty_ring->size);
        break;
    default:
        builder_unsupported(builder, domain->where, "domain type '%s' is not run by tandem, expected 'kvm' or 'qemu'",
                            enum_name(&domain_type_names, domain->type));
        return;
    }
    builder_list(builder, "-accel", list);
}

/* ---- encrypted memory ---- */

/* What the document leaves to the host's processor. */
static void processor_number(struct builder *builder, struct json_object *props, const char *key, struct number given)
{
    g_autofree char *text = NULL;

    if (given.given) {
        props_number(props, key, given);
        return;
    }
    text = builder_need_text(builder, "sev", key, "0", builder->domain->launch_security->where);
    props_uint(props, key, g_ascii_strtoull(text, NULL, 10));
}

static void launch_security(struct builder *builder)
{
    const struct launch_security *security = builder->domain->launch_security;
    struct json_object *props;

    if (!security)
        return;
    if (security->type != LAUNCH_SEV) {
        builder_unsupported(builder, security->where, "launchSecurity of type '%s' is not supported yet",
                            enum_name(&launch_security_type_names, security->type));
        return;
    }
    props = json_pair("qom-type", "sev-guest");
    props_text(props, "id", "lsec0");
    processor_number(builder, props, "cbitpos", security->cbitpos);
    processor_number(builder, props, "reduced-phys-bits", security->reduced_phys_bits);
    props_number(props, "policy", security->policy);
    if (security->dh_cert) {
        g_autofree char *path = builder_need_file(builder, "sev", "dh-cert", security->where);

        props_text(props, "dh-cert-file", path);
    }
    if (security->session) {
        g_autofree char *path = builder_need_file(builder, "sev", "session", security->where);

        props_text(props, "session-file", path);
    }
    props_yes_no(props, "kernel-hashes", security->kernel_hashes);
    builder_object(builder, props, security->where);
}

/* ---- -machine ---- */

void builder_machine(struct builder *builder)
{
    const struct domain *domain = builder->domain;
    struct profile_machine machine = {0};
    GString *list = list_new(domain->os->machine);

    if (!profile_machine_resolve(builder->profile, domain->os->machine, &machine))
        builder_lacks(builder, domain->os->where, "machine of that name");
    list_bool(list, "usb", false);
    feature_options(list, builder);
    arm_options(list, builder);
    memory_options(list, builder, &machine);
    firmware_options(list, builder);
    list_yes_no(list, "hpet", hpet(domain));
    speaker_option(list, builder);
    if (domain->launch_security)
        list_text(list, "confidential-guest-support", "lsec0");
    if (domain_is_x86(domain))
        list_bool(list, "acpi", domain->features && domain->features->acpi);
    else if (builder->board == BOARD_VIRT && !(domain->features && domain->features->acpi))
        list_bool(list, "acpi", false);
    builder_list(builder, "-machine", list);
    accelerator(builder);
    global_options(builder);
    launch_security(builder);
}
