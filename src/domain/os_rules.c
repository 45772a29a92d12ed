#include "domain/rule.h"

#include <string.h>

/* ---- what is booted ---- */

static void direct_boot(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const struct os *os = domain->os;

    if (!os || os->kernel)
        return;
    if (os->initrd || os->cmdline || os->dtb || os->shim)
        rule_error(rule, report, os->where, "add <kernel>", "<%s> is given, but no <kernel> that it could belong to",
                   os->initrd    ? "initrd"
                   : os->cmdline ? "cmdline"
                   : os->dtb     ? "dtb"
                                 : "shim");
}

static void acpi_tables(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const GPtrArray *tables = domain->os ? domain->os->acpi_tables : NULL;

    for (unsigned i = 0; tables && i < tables->len; i++) {
        const struct acpi_table *table = tables->pdata[i];

        for (unsigned j = 0; table->type != ACPI_TABLE_RAW && j < i; j++)
            if (((const struct acpi_table *)tables->pdata[j])->type == table->type)
                rule_error(rule, report, table->where, "remove one of the two",
                           "there are two ACPI tables of type '%s', but only 'raw' may stand several times",
                           enum_name(&acpi_table_type_names, table->type));
    }
}

static void smbios(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                   struct report *report)
{
    if (options->purpose == PURPOSE_FORMAT || !domain->os || domain->os->smbios_mode != SMBIOS_SYSINFO)
        return;
    for (unsigned i = 0; i < domain->sysinfos->len; i++)
        if (((const struct sysinfo *)domain->sysinfos->pdata[i])->type == SYSINFO_SMBIOS)
            return;
    rule_error(rule, report, domain->os->where, "add <sysinfo type='smbios'>",
               "<smbios mode='sysinfo'> takes its texts from <sysinfo>, but there is none");
}

/* ---- firmware ---- */

static void firmware_features(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                              struct report *report)
{
    const struct os_firmware *firmware = domain->os ? domain->os->firmware_features : NULL;
    enum yes_no asked[FIRMWARE_FEATURE_COUNT] = {YES_NO_ABSENT};

    for (unsigned i = 0; firmware && i < firmware->features->len; i++) {
        const struct firmware_feature *feature = firmware->features->pdata[i];

        if (asked[feature->name])
            rule_error(rule, report, feature->where, "remove one of the two", "the feature '%s' stands twice",
                       enum_name(&firmware_feature_name_names, feature->name));
        asked[feature->name] = feature->enabled;
    }
    if (asked[FIRMWARE_ENROLLED_KEYS] == YES && asked[FIRMWARE_SECURE_BOOT] == NO)
        rule_error(rule, report, firmware->where, "enrolled keys are those of Secure Boot",
                   "the feature 'enrolled-keys' is enabled, but 'secure-boot' is not");
}

/* libvirt drops them from domains of old and refuses them in new ones. */
static void firmware_unused(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const struct os *os = domain->os;
    void (*say)(const struct rule *, struct report *, struct place, const char *, const char *, ...)
        G_GNUC_PRINTF(5, 6) = options->purpose == PURPOSE_RUN ? rule_error : rule_warning;

    if (os && os->firmware_features && !os->firmware)
        say(rule, report, os->firmware_features->where, "add firmware='efi' to <os> or remove <firmware>",
            "<firmware> says what to look for, but without the attribute 'firmware' of <os> nothing is looked for");
}

static void loader_path(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const struct os *os = domain->os;

    if (os && os->loader && !os->loader->path && !os->firmware)
        rule_error(rule, report, os->loader->where, "name the file, or add firmware='efi' to <os>",
                   "<loader> names no file, and no firmware is chosen by itself");
}

static void loader_stateless(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                             struct report *report)
{
    const struct os *os = domain->os;

    if (os && os->loader && os->loader->stateless == YES && os->nvram)
        rule_error(rule, report, os->nvram->where, "remove <nvram>, or stateless='yes'",
                   "<nvram> is given, but the firmware is stateless");
}

/* Only flash memory has variables, and only UEFI firmware is there. */
static void nvram(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    const struct os *os = domain->os;
    const struct loader *loader = os ? os->loader : NULL;
    bool stateful = loader && loader->stateless == NO;

    if (!os || !(os->nvram || stateful))
        return;
    if (os->firmware == FIRMWARE_BIOS)
        rule_error(rule, report, os->nvram ? os->nvram->where : loader->where, "use firmware='efi' or remove it",
                   "%s, but a BIOS has none", os->nvram ? "<nvram> is given" : "stateless='no' asks for variables");
    else if (!os->firmware && (!loader || loader->type != LOADER_PFLASH))
        rule_error(rule, report, os->nvram ? os->nvram->where : loader->where, "use <loader type='pflash'>",
                   "%s, but only firmware of type 'pflash' has some",
                   os->nvram ? "<nvram> is given" : "stateless='no' asks for variables");
}

static void firmware_format(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const struct os *os = domain->os;

    if (!os || !os->loader || !os->loader->format || !os->nvram || !os->nvram->format || os->firmware)
        return;
    if (os->loader->format != os->nvram->format)
        rule_error(rule, report, os->nvram->where, "both files of a firmware have one format",
                   "<nvram> has format='%s', but <loader> has format='%s'",
                   enum_name(&firmware_format_names, os->nvram->format),
                   enum_name(&firmware_format_names, os->loader->format));
}

static bool is_uefi(const struct os *os)
{
    return os->firmware == FIRMWARE_EFI || (!os->firmware && os->loader && os->loader->type == LOADER_PFLASH);
}

static void uefi_acpi(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                      struct report *report)
{
    const struct os *os = domain->os;

    if (os && is_uefi(os) && (!os->arch || domain_is_x86(domain)) && !(domain->features && domain->features->acpi))
        rule_error(rule, report, os->where, "add <acpi/> to <features>",
                   "the firmware is UEFI, which needs ACPI on this architecture");
}

static bool secure(const struct os *os)
{
    if (os->loader && os->loader->secure)
        return os->loader->secure == YES;
    for (unsigned i = 0; os->firmware_features && i < os->firmware_features->features->len; i++) {
        const struct firmware_feature *feature = os->firmware_features->features->pdata[i];

        if (feature->name == FIRMWARE_SECURE_BOOT)
            return os->firmware && feature->enabled == YES;
    }
    return false;
}

/* The variables are only safe from the guest's kernel where SMM guards them, which is done for q35 alone. */
static void secure_boot(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const struct os *os = domain->os;
    const struct feature_smm *smm = domain->features ? domain->features->smm : NULL;

    if (!os || !secure(os))
        return;
    if (os->arch && os->arch != ARCH_X86_64 && domain_is_x86(domain))
        rule_error(rule, report, os->where, "use arch='x86_64'", "Secure Boot is asked for, but the arch is '%s'",
                   enum_name(&arch_names, os->arch));
    else if (os->machine && (strcmp(os->machine, "pc") == 0 || g_str_has_prefix(os->machine, "pc-i440fx-")))
        rule_error(rule, report, os->where, "use machine='q35'",
                   "Secure Boot is asked for, but the machine is '%s', which cannot guard the firmware's variables",
                   os->machine);
    else if (smm && smm->state == OFF)
        rule_error(rule, report, smm->where, "remove <smm state='off'/>",
                   "Secure Boot is asked for, but SMM, which guards its variables, is off");
}

const struct rule os_rules[] = {
    {"os.direct-boot", direct_boot},
    {"os.acpi-table", acpi_tables},
    {"os.smbios", smbios},
    {"os.firmware-feature", firmware_features},
    {"os.firmware-unused", firmware_unused},
    {"os.loader", loader_path},
    {"os.stateless", loader_stateless},
    {"os.nvram", nvram},
    {"os.firmware-format", firmware_format},
    {"os.uefi-acpi", uefi_acpi},
    {"os.secure-boot", secure_boot},
    {NULL},
};
