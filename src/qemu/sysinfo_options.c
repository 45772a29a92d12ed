#include "qemu/builder.h"

static void bios(struct builder *builder, const struct sysinfo *info)
{
    static const char *const keys[SYSINFO_BIOS_COUNT] = {
        [SYSINFO_BIOS_VENDOR] = "vendor",
        [SYSINFO_BIOS_VERSION] = "version",
        [SYSINFO_BIOS_DATE] = "date",
        [SYSINFO_BIOS_RELEASE] = "release",
    };
    GString *list = list_new("type=0");

    for (unsigned i = 0; i < info->bios->len; i++) {
        const struct sysinfo_bios_entry *entry = info->bios->pdata[i];

        list_text(list, keys[entry->name], entry->value);
    }
    builder_list(builder, "-smbios", list);
}

static void system_table(struct builder *builder, const struct sysinfo *info)
{
    static const char *const keys[SYSINFO_SYSTEM_COUNT] = {
        [SYSINFO_SYSTEM_MANUFACTURER] = "manufacturer",
        [SYSINFO_SYSTEM_PRODUCT] = "product",
        [SYSINFO_SYSTEM_VERSION] = "version",
        [SYSINFO_SYSTEM_SERIAL] = "serial",
        [SYSINFO_SYSTEM_UUID] = "uuid",
        [SYSINFO_SYSTEM_SKU] = "sku",
        [SYSINFO_SYSTEM_FAMILY] = "family",
    };
    GString *list = list_new("type=1");

    for (unsigned i = 0; i < info->system->len; i++) {
        const struct sysinfo_system_entry *entry = info->system->pdata[i];

        list_text(list, keys[entry->name], entry->value);
    }
    builder_list(builder, "-smbios", list);
}

static void board(struct builder *builder, const struct sysinfo_board *board)
{
    static const char *const keys[SYSINFO_BOARD_COUNT] = {
        [SYSINFO_BOARD_MANUFACTURER] = "manufacturer",
        [SYSINFO_BOARD_PRODUCT] = "product",
        [SYSINFO_BOARD_VERSION] = "version",
        [SYSINFO_BOARD_SERIAL] = "serial",
        [SYSINFO_BOARD_ASSET] = "asset",
        [SYSINFO_BOARD_LOCATION] = "location",
    };
    GString *list = list_new("type=2");

    for (unsigned i = 0; i < board->entries->len; i++) {
        const struct sysinfo_board_entry *entry = board->entries->pdata[i];

        list_text(list, keys[entry->name], entry->value);
    }
    builder_list(builder, "-smbios", list);
}

static void chassis(struct builder *builder, const struct sysinfo *info)
{
    static const char *const keys[SYSINFO_CHASSIS_COUNT] = {
        [SYSINFO_CHASSIS_MANUFACTURER] = "manufacturer",
        [SYSINFO_CHASSIS_VERSION] = "version",
        [SYSINFO_CHASSIS_SERIAL] = "serial",
        [SYSINFO_CHASSIS_ASSET] = "asset",
        [SYSINFO_CHASSIS_SKU] = "sku",
    };
    GString *list = list_new("type=3");

    for (unsigned i = 0; i < info->chassis->len; i++) {
        const struct sysinfo_chassis_entry *entry = info->chassis->pdata[i];

        list_text(list, keys[entry->name], entry->value);
    }
    builder_list(builder, "-smbios", list);
}

static void oem_strings(struct builder *builder, const struct sysinfo *info)
{
    GString *list = list_new("type=11");

    for (unsigned i = 0; i < info->oem_strings->len; i++)
        list_text(list, "value", ((const struct sysinfo_oem_string *)info->oem_strings->pdata[i])->value);
    builder_list(builder, "-smbios", list);
}

static void smbios_tables(struct builder *builder, const struct sysinfo *info)
{
    if (info->bios->len > 0)
        bios(builder, info);
    if (info->system->len > 0)
        system_table(builder, info);
    for (unsigned i = 0; i < info->boards->len; i++)
        board(builder, info->boards->pdata[i]);
    if (info->chassis->len > 0)
        chassis(builder, info);
    if (info->oem_strings->len > 0)
        oem_strings(builder, info);
}

void builder_smbios(struct builder *builder)
{
    const struct domain *domain = builder->domain;

    if (domain->os->smbios_mode == SMBIOS_HOST)
        builder_unsupported(builder, domain->os->where, "<smbios mode='host'> is not supported yet");
    if (domain->os->smbios_mode != SMBIOS_SYSINFO)
        return;
    for (unsigned i = 0; i < domain->sysinfos->len; i++) {
        const struct sysinfo *info = domain->sysinfos->pdata[i];

        if (info->type == SYSINFO_SMBIOS)
            smbios_tables(builder, info);
    }
}

static void fwcfg_entries(struct builder *builder, const struct sysinfo *info)
{
    for (unsigned i = 0; i < info->fwcfg->len; i++) {
        const struct fwcfg_entry *entry = info->fwcfg->pdata[i];
        GString *list = g_string_new(NULL);

        list_text(list, "name", entry->name);
        if (entry->file)
            list_text(list, "file", entry->file);
        else
            list_text(list, "string", entry->value);
        builder_list(builder, "-fw_cfg", list);
    }
}

void builder_fwcfg(struct builder *builder)
{
    for (unsigned i = 0; i < builder->domain->sysinfos->len; i++) {
        const struct sysinfo *info = builder->domain->sysinfos->pdata[i];

        if (info->type == SYSINFO_FWCFG)
            fwcfg_entries(builder, info);
    }
}
