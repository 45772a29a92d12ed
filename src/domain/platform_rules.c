#include "domain/rule_parts.h"

#include <string.h>

static const char *arch_of(const struct domain *domain)
{
    const char *name = domain->os ? enum_name(&arch_names, domain->os->arch) : NULL;

    return name ? name : "x86_64";
}

/* ---- <tpm> ---- */

static void tpm(const struct domain *domain, const void *device, const struct rule *rule,
                const struct rule_options *options, struct report *report)
{
    const struct tpm *tpm = device;
    bool is_old = tpm->version == TPM_1_2;

    if (is_old && tpm->model == TPM_CRB)
        rule_error(rule, report, tpm->info.where, "use version='2.0'",
                   "<tpm> has model='tpm-crb' and version='1.2', expected 2.0");
    if (is_old && tpm->active_pcr_banks)
        rule_error(rule, report, tpm->active_pcr_banks->where, "use version='2.0'",
                   "<backend> of <tpm> has <active_pcr_banks> and version='1.2', expected 2.0");
    if (is_old && tpm->profile)
        rule_error(rule, report, tpm->profile->where, "use version='2.0'",
                   "<backend> of <tpm> has <profile> and version='1.2', expected 2.0");
    if (tpm->backend == TPM_EMULATOR && tpm->source_type == TPM_SOURCE_UNIX)
        rule_error(rule, report, tpm->info.where, "use type='external' at <backend>",
                   "<source> of an emulated <tpm> has type='unix', expected file or dir");
    if (tpm->backend == TPM_EXTERNAL && tpm->source_type && tpm->source_type != TPM_SOURCE_UNIX)
        rule_error(rule, report, tpm->info.where, NULL, "<source> of an external <tpm> has type='%s', expected unix",
                   enum_name(&tpm_source_type_names, tpm->source_type));
}

static void tpm_arch(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct tpm *tpm = device;
    const GPtrArray *all = domain->devices->tpms;

    if (domain_is_x86(domain) && (tpm->model == TPM_SPAPR || tpm->model == TPM_SPAPR_PROXY))
        rule_error(rule, report, tpm->info.where, "use model='tpm-crb' or model='tpm-tis'",
                   "<tpm> has model='%s', which machines of the architecture '%s' do not have",
                   enum_name(&tpm_model_names, tpm->model), arch_of(domain));
    for (unsigned i = 0; i < all->len && all->pdata[i] != tpm; i++) {
        const struct tpm *other = all->pdata[i];

        if (tpm->model != TPM_SPAPR_PROXY && other->model != TPM_SPAPR_PROXY)
            rule_error(rule, report, tpm->info.where, "remove one of them", "there are two <tpm>, the other in line %u",
                       other->info.where.line);
    }
}

/* ---- <watchdog> ---- */

static void watchdog(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct watchdog *watchdog = device;
    const struct address *address = watchdog->info.address;
    const char *model = enum_name(&watchdog_model_names, watchdog->model);

    if (watchdog->model == WATCHDOG_ITCO && rule_machine_given(domain) && !rule_machine_is_q35(domain))
        rule_error(rule, report, watchdog->info.where, "use model='i6300esb', or machine='q35'",
                   "<watchdog> has model='itco', which is a part of q35, but the machine is '%s'", domain->os->machine);
    if (watchdog->model == WATCHDOG_DIAG288 && domain_is_x86(domain))
        rule_error(rule, report, watchdog->info.where, "use model='i6300esb'",
                   "<watchdog> has model='diag288', which machines of the architecture '%s' do not have",
                   arch_of(domain));
    if (address && watchdog->model == WATCHDOG_I6300ESB && address->type != ADDRESS_PCI)
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "<watchdog> has model='i6300esb' and an address of type '%s', expected pci",
                   enum_name(&address_type_names, address->type));
    if (address && watchdog->model != WATCHDOG_I6300ESB)
        rule_error(rule, report, address->where, "remove <address>", "<watchdog> has model='%s', which has no address",
                   model);
}

static void watchdog_action(const struct domain *domain, const void *device, const struct rule *rule,
                            const struct rule_options *options, struct report *report)
{
    const struct watchdog *watchdog = device, *first = domain->devices->watchdogs->pdata[0];

    if (first->action && watchdog->action && first->action != watchdog->action)
        rule_error(rule, report, watchdog->info.where, "give all the same one",
                   "<watchdog> has action='%s', but the one in line %u has '%s'; QEMU knows one for all",
                   enum_name(&watchdog_action_names, watchdog->action), first->info.where.line,
                   enum_name(&watchdog_action_names, first->action));
}

/* ---- <panic> ---- */

static const struct {
    uint64_t addresses;
    bool on_x86;
} panic_models[PANIC_MODEL_COUNT] = {
    [PANIC_ISA] = {BIT(ADDRESS_ISA), true},
    [PANIC_PVPANIC] = {BIT(ADDRESS_PCI), true},
    [PANIC_HYPERV] = {0, true},
};

static void panic(const struct domain *domain, const void *device, const struct rule *rule,
                  const struct rule_options *options, struct report *report)
{
    const struct panic *panic = device;
    const struct address *address = panic->info.address;
    const char *model = enum_name(&panic_model_names, panic->model);
    const GPtrArray *all = domain->devices->panics;

    if (!panic->model)
        return;
    if (domain_is_x86(domain) && !panic_models[panic->model].on_x86)
        rule_error(rule, report, panic->info.where, "use model='isa' or model='pvpanic'",
                   "<panic> has model='%s', which machines of the architecture '%s' do not have", model,
                   arch_of(domain));
    if (address && !(panic_models[panic->model].addresses & BIT(address->type)))
        rule_error(rule, report, address->where, "remove <address>",
                   "<panic> has model='%s' and an address of type '%s'", model,
                   enum_name(&address_type_names, address->type));
    for (unsigned i = 0; i < all->len && all->pdata[i] != panic; i++)
        if (((const struct panic *)all->pdata[i])->model == panic->model)
            rule_error(rule, report, panic->info.where, "remove one of them", "two <panic> have model='%s'", model);
}

/* ---- <iommu> ---- */

static void iommu_machine(const struct domain *domain, const void *device, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    const struct iommu *iommu = device;
    const char *model = enum_name(&iommu_model_names, iommu->model);
    bool is_virt = rule_machine_is(domain, "virt", "virt-");
    bool fits = (iommu->model == IOMMU_SMMUV3 || iommu->model == IOMMU_VIRTIO) && is_virt;

    if (!rule_machine_given(domain))
        return;
    if (iommu->model != IOMMU_SMMUV3)
        fits |= rule_machine_is_q35(domain);
    if (!fits)
        rule_error(rule, report, iommu->info.where,
                   iommu->model == IOMMU_SMMUV3 ? "use machine='virt'" : "use machine='q35'",
                   "<iommu> has model='%s', which the machine '%s' cannot have", model, domain->os->machine);
    if (iommu->model == IOMMU_VIRTIO && !(domain->features && domain->features->acpi))
        rule_error(rule, report, iommu->info.where, "add <acpi/> to <features>",
                   "<iommu> has model='virtio', which the guest finds by ACPI, but the machine has none");
}

static void iommu_driver(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct iommu *iommu = device;
    const uint64_t intel = BIT(IOMMU_INTEL), amd = BIT(IOMMU_AMD);
    const struct {
        const char *name;
        bool given;
        uint64_t models;
    } parts[] = {
        {"intremap", iommu->intremap != 0, intel | amd},
        {"caching_mode", iommu->caching_mode != 0, intel},
        {"eim", iommu->eim != 0, intel},
        {"iotlb", iommu->iotlb != 0, intel | amd},
        {"aw_bits", iommu->aw_bits.given, intel | BIT(IOMMU_VIRTIO)},
        {"dma_translation", iommu->dma_translation != 0, intel},
        {"xtsup", iommu->xtsup != 0, amd},
        {"passthrough", iommu->passthrough != 0, amd},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *models = rule_names(&iommu_model_names, parts[i].models);

        if (parts[i].given && !(parts[i].models & BIT(iommu->model)))
            rule_error(rule, report, iommu->info.where, "remove it",
                       "<iommu> has '%s' in <driver> and model='%s', expected %s", parts[i].name,
                       enum_name(&iommu_model_names, iommu->model), models);
    }
    if (iommu->model == IOMMU_INTEL && iommu->info.address)
        rule_error(rule, report, iommu->info.address->where, "remove <address>",
                   "<iommu> has model='intel', which has no address");
}

/* ---- <shmem> ---- */

enum { SHMEM_MIN = 1024 * 1024 };

static void shmem_size(const struct domain *domain, const void *device, const struct rule *rule,
                       const struct rule_options *options, struct report *report)
{
    const struct shmem *shmem = device;
    uint64_t size = shmem->size.value;

    if (shmem->size.given && (size < SHMEM_MIN || (size & (size - 1)) != 0))
        rule_error(rule, report, shmem->info.where, NULL,
                   "<shmem> '%s' has %" G_GUINT64_FORMAT " bytes, expected a power of two of at least 1 MiB",
                   shmem->name, size);
    if (shmem->name && (strchr(shmem->name, '/') || strcmp(shmem->name, ".") == 0 || strcmp(shmem->name, "..") == 0))
        rule_error(rule, report, shmem->info.where, NULL, "<shmem> has name='%s', expected a name without slash",
                   shmem->name);
}

static void shmem_server(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct shmem *shmem = device;
    const char *model = enum_name(&shmem_model_names, shmem->model);

    if (shmem->msi && !shmem->server)
        rule_error(rule, report, shmem->msi->where, "add <server>, or remove <msi>",
                   "<shmem> '%s' has <msi>, but there is no <server> to pass interrupts on", shmem->name);
    if (shmem->model == SHMEM_IVSHMEM_PLAIN && shmem->server)
        rule_error(rule, report, shmem->server->where, "use <model type='ivshmem-doorbell'/>",
                   "<shmem> '%s' has <server> and the model 'ivshmem-plain'", shmem->name);
    if (shmem->model == SHMEM_IVSHMEM_DOORBELL && !shmem->server)
        rule_error(rule, report, shmem->info.where, "add <server>",
                   "<shmem> '%s' has the model 'ivshmem-doorbell', but no <server>", shmem->name);
    if (shmem->model == SHMEM_IVSHMEM)
        rule_error(rule, report, shmem->info.where, "use 'ivshmem-plain' or 'ivshmem-doorbell'",
                   "<shmem> '%s' has the model '%s', which QEMU no longer has", shmem->name, model);
}

/* libvirt writes such an address down, and fails only when it builds the command line. */
static void shmem_address(const struct domain *domain, const void *device, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    const struct shmem *shmem = device;
    const struct address *address = shmem->info.address;

    if (options->purpose != PURPOSE_FORMAT && address && address->type != ADDRESS_PCI)
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "<shmem> '%s' has an address of type '%s', expected pci", shmem->name,
                   enum_name(&address_type_names, address->type));
}

/* ---- <vsock>, <nvram>, <memballoon>, <pstore> ---- */

static void vsock(const struct domain *domain, const void *device, const struct rule *rule,
                  const struct rule_options *options, struct report *report)
{
    const struct vsock *vsock = device;

    if (!vsock->cid.given && vsock->cid_auto == NO)
        rule_error(rule, report, vsock->info.where, "add address='…', or use auto='yes'",
                   "<cid> of <vsock> has auto='no', but 'address' is missing");
}

static void nvram(const struct domain *domain, const void *device, const struct rule *rule,
                  const struct rule_options *options, struct report *report)
{
    const struct nvram_device *nvram = device;

    if (domain_is_x86(domain))
        rule_error(rule, report, nvram->info.where, "use <nvram> in <os> for the variables of UEFI",
                   "there is <nvram> in <devices>, which machines of the architecture '%s' do not have",
                   arch_of(domain));
}

static void memballoon(const struct domain *domain, const void *device, const struct rule *rule,
                       const struct rule_options *options, struct report *report)
{
    const struct memballoon *balloon = device;

    if (balloon->model == MEMBALLOON_XEN)
        rule_error(rule, report, balloon->info.where, "use model='virtio'",
                   "<memballoon> has model='xen', which no QEMU machine has");
    if (balloon->model == MEMBALLOON_NONE && balloon->info.address)
        rule_error(rule, report, balloon->info.address->where, "remove <address>",
                   "<memballoon> has model='none' and an address");
}

static void pstore(const struct domain *domain, const void *device, const struct rule *rule,
                   const struct rule_options *options, struct report *report)
{
    const struct pstore *pstore = device;
    const struct address *address = pstore->info.address;

    if (pstore->size.given && pstore->size.value == 0)
        rule_error(rule, report, pstore->info.where, NULL, "<size> of <pstore> is 0");
    if (address && address->type != ADDRESS_PCI)
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "<pstore> has an address of type '%s', expected pci", enum_name(&address_type_names, address->type));
}

const struct rule platform_rules[] = {
    {"tpm.backend", .kind = DEVICE_TPM, .check_device = tpm},
    {"tpm.model", .kind = DEVICE_TPM, .check_device = tpm_arch},
    {"watchdog.model", .kind = DEVICE_WATCHDOG, .check_device = watchdog},
    {"watchdog.action", .kind = DEVICE_WATCHDOG, .check_device = watchdog_action},
    {"panic.model", .kind = DEVICE_PANIC, .check_device = panic},
    {"iommu.machine", .kind = DEVICE_IOMMU, .check_device = iommu_machine},
    {"iommu.driver", .kind = DEVICE_IOMMU, .check_device = iommu_driver},
    {"shmem.size", .kind = DEVICE_SHMEM, .check_device = shmem_size},
    {"shmem.server", .kind = DEVICE_SHMEM, .check_device = shmem_server},
    {"shmem.address-type", .kind = DEVICE_SHMEM, .check_device = shmem_address},
    {"vsock.cid", .kind = DEVICE_VSOCK, .check_device = vsock},
    {"nvram.arch", .kind = DEVICE_NVRAM, .check_device = nvram},
    {"memballoon.model", .kind = DEVICE_MEMBALLOON, .check_device = memballoon},
    {"pstore.size", .kind = DEVICE_PSTORE, .check_device = pstore},
    {NULL},
};
