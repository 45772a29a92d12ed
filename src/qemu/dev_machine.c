#include "qemu/dev_common.h"

#include "qemu/dev_chardev.h"

/* ---- IOMMU ---- */

static struct json_object *intel_iommu(const struct iommu *iommu)
{
    struct json_object *props = device_new("intel-iommu");

    props_text(props, "id", iommu->info.alias);
    props_on_off_word(props, "intremap", iommu->intremap);
    props_on_off(props, "caching-mode", iommu->caching_mode);
    props_on_off_word(props, "eim", iommu->eim);
    props_on_off(props, "device-iotlb", iommu->iotlb);
    props_number(props, "aw-bits", iommu->aw_bits);
    props_on_off(props, "dma-translation", iommu->dma_translation);
    return props;
}

static struct json_object *amd_iommu(const struct iommu *iommu)
{
    struct json_object *props = device_new("amd-iommu");

    props_text(props, "id", iommu->info.alias);
    props_on_off_word(props, "intremap", iommu->intremap);
    props_on_off(props, "pt", iommu->passthrough);
    props_on_off(props, "xtsup", iommu->xtsup);
    props_on_off(props, "device-iotlb", iommu->iotlb);
    return props;
}

static void add_iommu(struct builder *builder, const struct iommu *iommu)
{
    struct json_object *props;

    switch (iommu->model) {
    case IOMMU_INTEL:
        builder_device(builder, intel_iommu(iommu), iommu->info.alias);
        break;
    case IOMMU_AMD:
        builder_device(builder, amd_iommu(iommu), iommu->info.alias);
        break;
    case IOMMU_VIRTIO:
        props = device_new("virtio-iommu");
        props_text(props, "id", iommu->info.alias);
        device_address(builder, props, &iommu->info);
        builder_device(builder, props, iommu->info.alias);
        break;
    default:
        break; /* smmuv3 is a part of the board, see machine_options.c */
    }
}

void builder_iommu(struct builder *builder)
{
    const GPtrArray *iommus = builder->domain->devices->iommus;

    for (unsigned i = 0; i < iommus->len; i++)
        add_iommu(builder, iommus->pdata[i]);
}

/* ---- TPM ---- */

static char *tpm_socket(struct builder *builder, const struct tpm *tpm)
{
    if (tpm->backend == TPM_EXTERNAL)
        return g_strdup(tpm->source_path);
    return builder_need_socket(builder, "tpm", tpm->info.alias, tpm->info.where);
}

static void add_tpm_backend(struct builder *builder, const struct tpm *tpm, const char *id)
{
    GString *list;
    g_autofree char *path = NULL;

    if (tpm->backend == TPM_PASSTHROUGH) {
        list = list_new("passthrough");
        list_text(list, "id", id);
        list_text(list, "path", tpm->device_path);
        builder_list(builder, "-tpmdev", list);
        return;
    }
    path = tpm_socket(builder, tpm);
    chardev_client(builder, "chrtpm", path, NULL);
    list = list_new("emulator");
    list_text(list, "id", id);
    list_text(list, "chardev", "chrtpm");
    builder_list(builder, "-tpmdev", list);
}

static const char *tpm_driver(enum tpm_model model)
{
    switch (model) {
    case TPM_TIS:
        return "tpm-tis";
    case TPM_CRB:
        return "tpm-crb";
    case TPM_SPAPR:
        return "tpm-spapr";
    default:
        return NULL;
    }
}

static void add_tpm(struct builder *builder, const struct tpm *tpm)
{
    const char *driver = tpm_driver(tpm->model);
    g_autofree char *id = g_strdup_printf("tpm-%s", tpm->info.alias);
    struct json_object *props;

    if (!driver) {
        builder_unsupported(builder, tpm->info.where, "a TPM of model '%s' is not supported",
                            enum_name(&tpm_model_names, tpm->model));
        return;
    }
    add_tpm_backend(builder, tpm, id);
    props = device_new(builder->board == BOARD_VIRT && tpm->model == TPM_TIS ? "tpm-tis-device" : driver);
    props_text(props, "tpmdev", id);
    props_text(props, "id", tpm->info.alias);
    device_address(builder, props, &tpm->info);
    builder_device(builder, props, tpm->info.alias);
}

void builder_tpm(struct builder *builder)
{
    const GPtrArray *tpms = builder->domain->devices->tpms;

    for (unsigned i = 0; i < tpms->len; i++)
        add_tpm(builder, tpms->pdata[i]);
}

/* ---- watchdogs ---- */

/* What QEMU is told to do; a dump is made by whoever watches the paused machine. */
static const char *watchdog_action(enum watchdog_action action)
{
    return action == WATCHDOG_DUMP ? "pause" : enum_name(&watchdog_action_names, action ? action : WATCHDOG_RESET);
}

static void add_watchdog(struct builder *builder, const struct watchdog *watchdog)
{
    struct json_object *props;

    if (watchdog->model == WATCHDOG_ITCO) {
        builder_option(builder, "-global", g_strdup("ICH9-LPC.noreboot=off")); /* it is there, and disarmed */
        return;
    }
    props = device_new(enum_name(&watchdog_model_names, watchdog->model));
    props_text(props, "id", watchdog->info.alias);
    device_address(builder, props, &watchdog->info);
    builder_device(builder, props, watchdog->info.alias);
}

void builder_watchdogs(struct builder *builder)
{
    const GPtrArray *watchdogs = builder->domain->devices->watchdogs;
    const struct watchdog *first = watchdogs->len > 0 ? watchdogs->pdata[0] : NULL;

    for (unsigned i = 0; i < watchdogs->len; i++) {
        const struct watchdog *watchdog = watchdogs->pdata[i];

        if (g_strcmp0(watchdog_action(watchdog->action), watchdog_action(first->action)) != 0)
            builder_wrong(builder, watchdog->info.where,
                          "watchdogs have different actions, '%s' and '%s'; QEMU has one for all of them",
                          watchdog_action(first->action), watchdog_action(watchdog->action));
        add_watchdog(builder, watchdog);
    }
    if (first)
        builder_option(builder, "-watchdog-action", g_strdup(watchdog_action(first->action)));
}

/* ---- panic, generation id, crash information ---- */

static void add_panic(struct builder *builder, const struct panic *panic)
{
    const struct address *address = panic->info.address;
    struct json_object *props;

    switch (panic->model) {
    case PANIC_ISA:
        props = device_new("pvpanic");
        if (address && address->type == ADDRESS_ISA)
            props_number(props, "ioport", address->iobase);
        builder_device(builder, props, panic->info.alias);
        break;
    case PANIC_PVPANIC:
        props = device_new("pvpanic-pci");
        device_address(builder, props, &panic->info);
        builder_device(builder, props, panic->info.alias);
        break;
    default:
        break; /* hyperv is a feature of the processor, pseries and s390 have it always */
    }
}

void builder_panics(struct builder *builder)
{
    const GPtrArray *panics = builder->domain->devices->panics;

    for (unsigned i = 0; i < panics->len; i++)
        add_panic(builder, panics->pdata[i]);
}

void builder_genid(struct builder *builder)
{
    const struct genid *genid = builder->domain->genid;
    struct json_object *props;

    if (!genid)
        return;
    props = device_new("vmgenid");
    props_text(props, "guid", genid->uuid);
    props_text(props, "id", "vmgenid0");
    builder_device(builder, props, NULL);
}

/* A BIOS that shows its messages on the serial port, too. */
void builder_serial_bios(struct builder *builder)
{
    const struct os_bios *bios = builder->domain->os->bios;

    if (bios && bios->useserial == YES)
        builder_device(builder, device_new("sga"), NULL);
}

void builder_vmcoreinfo(struct builder *builder)
{
    const struct features *features = builder->domain->features;

    if (features && features->vmcoreinfo && features->vmcoreinfo->state == ON)
        builder_device(builder, device_new("vmcoreinfo"), NULL);
}
