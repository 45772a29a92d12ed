#include "qemu/firmware.h"

#include "domain/rule.h"
#include "xml/own.h"

#include <string.h>

/* Firmware that was installed before descriptions were: its files come in pairs.  It has no features that could
 * be asked for, so it is only completed, never chosen. */
static const char *const described_by_nobody[] = {
    "/usr/share/OVMF/OVMF_CODE.fd",
    "/usr/share/OVMF/OVMF_CODE.secboot.fd",
    "/usr/share/AAVMF/AAVMF_CODE.fd",
    "/usr/share/AAVMF/AAVMF32_CODE.fd",
};

/* ---- does a description fit the domain? ---- */

/* The name by which descriptions know a machine that the domain names by its alias. */
static const char *versioned(const char *machine)
{
    if (strcmp(machine, "q35") == 0)
        return "pc-q35-0.0";
    return strcmp(machine, "pc") == 0 ? "pc-i440fx-0.0" : machine;
}

static bool fits_machine(const struct firmware_description *description, const struct os *os)
{
    for (unsigned i = 0; i < description->targets->len; i++) {
        const struct firmware_target *target = description->targets->pdata[i];

        for (unsigned j = 0; target->arch == os->arch && j < target->machines->len; j++)
            if (g_pattern_match_simple(target->machines->pdata[j], versioned(os->machine)))
                return true;
    }
    return false;
}

static enum yes_no asked_feature(const struct os *os, enum firmware_feature_name name)
{
    for (unsigned i = 0; os->firmware_features && i < os->firmware_features->features->len; i++) {
        const struct firmware_feature *feature = os->firmware_features->features->pdata[i];

        if (feature->name == name)
            return feature->enabled;
    }
    return YES_NO_ABSENT;
}

static bool agrees(enum yes_no asked, bool has)
{
    return !asked || (asked == YES) == has;
}

static bool fits_features(const struct firmware_description *description, const struct domain *domain)
{
    unsigned has = description->features;
    const struct os *os = domain->os;
    const struct feature_smm *smm = domain->features ? domain->features->smm : NULL;

    if (domain->pm && domain->pm->suspend_to_mem == YES && !(has & FIRMWARE_ACPI_S3))
        return false;
    if (domain->pm && domain->pm->suspend_to_disk == YES && !(has & FIRMWARE_ACPI_S4))
        return false;
    if (smm && smm->state == OFF && (has & FIRMWARE_REQUIRES_SMM))
        return false;
    if (os->loader && !agrees(os->loader->secure, has & FIRMWARE_REQUIRES_SMM))
        return false;
    return agrees(asked_feature(os, FIRMWARE_SECURE_BOOT), has & FIRMWARE_HAS_SECURE_BOOT) &&
           agrees(asked_feature(os, FIRMWARE_ENROLLED_KEYS), has & FIRMWARE_HAS_ENROLLED_KEYS);
}

static bool fits_launch_security(const struct firmware_description *description, const struct domain *domain)
{
    const uint64_t encrypted_state = 1 << 2; /* of an SEV policy: SEV-ES */

    if (!domain->launch_security)
        return true;
    switch (domain->launch_security->type) {
    case LAUNCH_SEV:
        return description->features &
               (domain->launch_security->policy.value & encrypted_state ? FIRMWARE_AMD_SEV_ES : FIRMWARE_AMD_SEV);
    case LAUNCH_SEV_SNP:
        return description->features & FIRMWARE_AMD_SEV_SNP;
    case LAUNCH_TDX:
        return description->features & FIRMWARE_INTEL_TDX;
    default:
        return true;
    }
}

static enum firmware_format wanted_format(const struct os *os)
{
    if (os->loader && os->loader->format)
        return os->loader->format;
    return os->nvram && os->nvram->format ? os->nvram->format : FIRMWARE_RAW;
}

static bool fits_flash(const struct firmware_description *description, const struct os *os)
{
    const struct loader *loader = os->loader;
    bool stateless = loader && loader->stateless == YES;
    const char *template_path = os->nvram ? os->nvram->template_path : NULL;

    if (description->mode != (stateless ? FIRMWARE_STATELESS : FIRMWARE_SPLIT))
        return false;
    if (loader && ((loader->type && loader->type != LOADER_PFLASH) || loader->readonly == NO))
        return false;
    return !template_path || g_strcmp0(template_path, description->nvram_template) == 0;
}

static bool fits_memory(const struct os *os)
{
    const struct loader *loader = os->loader;

    if (os->nvram)
        return false;
    return !loader ||
           ((!loader->type || loader->type == LOADER_ROM) && loader->readonly != NO && loader->stateless != NO);
}

static bool fits_files(const struct firmware_description *description, const struct os *os)
{
    const struct loader *loader = os->loader;

    if (loader && loader->path && g_strcmp0(loader->path, description->executable) != 0)
        return false;
    if (description->executable_format != wanted_format(os))
        return false;
    switch (description->mapping) {
    case FIRMWARE_FLASH:
        return fits_flash(description, os);
    case FIRMWARE_MEMORY:
        return fits_memory(os);
    default:
        return false;
    }
}

static const struct firmware_description *find(const struct domain *domain, const GPtrArray *descriptions)
{
    const struct os *os = domain->os;

    for (unsigned i = 0; i < descriptions->len; i++) {
        const struct firmware_description *description = descriptions->pdata[i];

        if ((os->firmware == FIRMWARE_BIOS ? description->is_bios : description->is_uefi) &&
            fits_machine(description, os) && fits_files(description, os) && fits_features(description, domain) &&
            fits_launch_security(description, domain))
            return description;
    }
    return NULL;
}

/* ---- what a description gives to the domain ---- */

static struct loader *loader_of(struct os *os)
{
    if (!os->loader)
        os->loader = element_new(&loader_element);
    return os->loader;
}

static struct nvram *nvram_of(struct os *os)
{
    if (!os->nvram)
        os->nvram = element_new(&nvram_element);
    return os->nvram;
}

static void set_feature(struct os *os, enum firmware_feature_name name, bool enabled)
{
    struct firmware_feature *feature = g_new0(struct firmware_feature, 1);

    feature->name = name;
    feature->enabled = enabled ? YES : NO;
    g_ptr_array_add(os->firmware_features->features, feature);
}

/* Whose keys are enrolled is only known if the variables come from the template. */
static void set_features(struct os *os, const struct firmware_description *description, bool template_used)
{
    if (os->firmware_features)
        element_free(&os_firmware_element, os->firmware_features);
    os->firmware_features = element_new(&os_firmware_element);
    if (template_used)
        set_feature(os, FIRMWARE_ENROLLED_KEYS, description->features & FIRMWARE_HAS_ENROLLED_KEYS);
    set_feature(os, FIRMWARE_SECURE_BOOT, description->features & FIRMWARE_HAS_SECURE_BOOT);
}

static void require_smm(struct domain *domain)
{
    if (!domain->features)
        domain->features = element_new(&features_element);
    if (!domain->features->smm)
        domain->features->smm = g_new0(struct feature_smm, 1);
    domain->features->smm->state = ON;
    domain->os->loader->secure = YES;
}

/* Variables that lie behind a network come from nowhere else. */
static bool is_local(const struct nvram *nvram)
{
    return !nvram || !nvram->type || nvram->type == STORAGE_FILE;
}

static void set_template(struct os *os, const struct firmware_description *description)
{
    struct nvram *nvram = nvram_of(os);

    if (!nvram->template_path)
        nvram->template_path = g_strdup(description->nvram_template);
    nvram->template_format = description->template_format;
    if (!nvram->format)
        nvram->format = description->template_format;
}

static void apply(struct domain *domain, const struct firmware_description *description)
{
    struct os *os = domain->os;
    struct loader *loader = loader_of(os);
    bool has_template = description->nvram_template && is_local(os->nvram);

    if (!os->firmware)
        os->firmware = FIRMWARE_EFI;
    if (!loader->path)
        loader->path = g_strdup(description->executable);
    loader->format = description->executable_format;
    loader->type = description->mapping == FIRMWARE_FLASH ? LOADER_PFLASH : LOADER_ROM;
    if (description->mapping == FIRMWARE_FLASH)
        loader->readonly = YES;
    if (has_template)
        set_template(os, description);
    set_features(os, description, has_template || !description->nvram_template);
    if (description->features & FIRMWARE_REQUIRES_SMM)
        require_smm(domain);
}

/* ---- what holds without a description, too ---- */

static bool is_read_only_flash(const struct os *os)
{
    return os->loader && os->loader->type == LOADER_PFLASH && os->loader->readonly == YES;
}

static void complete_loader(struct os *os)
{
    struct loader *loader = os->loader;

    if (!loader)
        return;
    if (!loader->type && loader->path && !os->firmware)
        loader->type = LOADER_ROM;
    if (!loader->format)
        loader->format = FIRMWARE_RAW;
    for (unsigned i = 0; loader->path && i < G_N_ELEMENTS(described_by_nobody); i++)
        if (strcmp(loader->path, described_by_nobody[i]) == 0 && os->nvram && os->nvram->template_path &&
            !os->nvram->template_format)
            os->nvram->template_format = FIRMWARE_RAW;
}

static void complete_nvram(struct domain *domain, const char *directory)
{
    struct os *os = domain->os;
    struct nvram *nvram;

    if (!is_read_only_flash(os) || !os->loader->path || os->loader->stateless == YES)
        return;
    nvram = nvram_of(os);
    if (!nvram->format)
        nvram->format = nvram->template_format ?: os->loader->format;
    if (!nvram->type && !nvram->path)
        nvram->path =
            g_strdup_printf("%s/%s_VARS.%s", directory, domain->name, nvram->format == FIRMWARE_QCOW2 ? "qcow2" : "fd");
}

/* ---- selection ---- */

bool firmware_is_wanted(const struct domain *domain)
{
    return domain->os && (domain->os->firmware || domain->os->loader);
}

/* Whether the domain names all files itself, as its canonical form does: then no description is needed. */
static bool is_complete(const struct os *os)
{
    if (!os->loader || !os->loader->path || !os->loader->type)
        return false;
    if (os->loader->type == LOADER_ROM || os->loader->stateless == YES)
        return true;
    return os->nvram && (os->nvram->path || os->nvram->type);
}

static void complain_none(const struct domain *domain, const struct rule_options *options, struct report *report)
{
    if (options->purpose == PURPOSE_FORMAT)
        return;
    complain(report, SEVERITY_ERROR, "firmware.none", domain->os->where,
             "install firmware with its description (Debian: ovmf), or name its file in <loader>",
             "no '%s' firmware of this host fits the domain", enum_name(&firmware_names, domain->os->firmware));
}

void firmware_select(struct domain *domain, const struct firmware_choice *choice, const struct rule_options *options,
                     struct report *report)
{
    struct os *os = domain->os;
    const struct firmware_description *description = NULL;

    if (!os || !os->arch || !os->machine)
        return;
    if (os->firmware || is_read_only_flash(os))
        description = find(domain, choice->descriptions);
    if (description)
        apply(domain, description);
    else if (os->firmware && !is_complete(os))
        complain_none(domain, options, report);
    complete_loader(os);
    if (description || !os->firmware)
        complete_nvram(domain, choice->nvram_directory);
}
