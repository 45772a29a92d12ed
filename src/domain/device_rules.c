#include "domain/rule_parts.h"

#include <string.h>

/* All devices of a domain, to look at each pair of them. */
struct device_item {
    enum device_kind kind;
    const struct device_info *info;
};

static void gather(enum device_kind kind, void *device, void *data)
{
    const struct device_item item = {kind, device};

    g_array_append_val((GArray *)data, item);
}

static GArray *all_devices(const struct domain *domain)
{
    GArray *items = g_array_new(FALSE, FALSE, sizeof(struct device_item));

    devices_foreach(domain->devices, gather, items);
    return items;
}

/* ---- booting ---- */

static void boot_order_twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                             struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);

    for (unsigned i = 0; i < items->len; i++) {
        const struct device_info *info = g_array_index(items, struct device_item, i).info, *other;

        if (!info->boot_order.given)
            continue;
        other = g_hash_table_lookup(seen, &info->boot_order.value);
        if (other)
            rule_error(rule, report, info->where, "give each device that is booted from a number of its own",
                       "two devices have the boot order %" G_GUINT64_FORMAT ", the other in line %u",
                       info->boot_order.value, other->where.line);
        g_hash_table_insert(seen, (gpointer)&info->boot_order.value, (gpointer)info);
    }
}

static void boot_order_and_os(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                              struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);

    if (!domain->os || domain->os->boots->len == 0)
        return;
    for (unsigned i = 0; i < items->len; i++) {
        const struct device_info *info = g_array_index(items, struct device_item, i).info;

        if (info->boot_order.given)
            rule_error(rule, report, info->where, "remove <boot dev=…> from <os>",
                       "a device has <boot order='%" G_GUINT64_FORMAT "'>, and <os> has <boot dev=…>; only one of them "
                       "can say from what is booted",
                       info->boot_order.value);
    }
}

static void boot_loadparm(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                          struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);

    for (unsigned i = 0; i < items->len; i++) {
        const struct device_info *info = g_array_index(items, struct device_item, i).info;
        const char *text = info->boot_loadparm;

        if (text && text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789. ")] != '\0')
            rule_error(rule, report, info->where, NULL,
                       "<boot> has loadparm='%s', expected letters, digits, dots and blanks", text);
    }
}

/* ---- names ---- */

#define ALIAS_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."

static bool is_user_alias(const char *alias)
{
    return alias && g_str_has_prefix(alias, "ua-");
}

static void alias_text(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);

    for (unsigned i = 0; i < items->len; i++) {
        const struct device_info *info = g_array_index(items, struct device_item, i).info;

        if (is_user_alias(info->alias) && info->alias[strspn(info->alias, ALIAS_CHARACTERS)] != '\0')
            rule_error(rule, report, info->where, NULL,
                       "the alias '%s' has other characters than letters, digits, '_', '-' and '.'", info->alias);
    }
}

/* The first console is the first serial port and has its name, too. */
static void alias_twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (unsigned i = 0; i < items->len; i++) {
        const struct device_item *item = &g_array_index(items, struct device_item, i);
        const struct device_info *other;

        if (!is_user_alias(item->info->alias) || item->kind == DEVICE_CONSOLE)
            continue;
        other = g_hash_table_lookup(seen, item->info->alias);
        if (other)
            rule_error(rule, report, item->info->where, "give each device an alias of its own",
                       "two devices have the alias '%s', the other in line %u", item->info->alias, other->where.line);
        g_hash_table_insert(seen, item->info->alias, (gpointer)item->info);
    }
}

/* ---- PCI ---- */

static bool is_not_on_pci(const struct device_info *info)
{
    return info->address && info->address->type != ADDRESS_PCI;
}

static void acpi_index(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);

    for (unsigned i = 0; i < items->len; i++) {
        const struct device_info *info = g_array_index(items, struct device_item, i).info, *other;

        if (!info->acpi_index.given)
            continue;
        if (info->acpi_index.value < 1 || info->acpi_index.value > 16383)
            rule_error(rule, report, info->where, NULL,
                       "<acpi> has index='%" G_GUINT64_FORMAT "', expected a number from 1 to 16383",
                       info->acpi_index.value);
        if (is_not_on_pci(info))
            rule_error(rule, report, info->where, "remove <acpi>",
                       "<acpi index=…> is given for a device that is not on PCI, but has an address of type '%s'",
                       enum_name(&address_type_names, info->address->type));
        other = g_hash_table_lookup(seen, &info->acpi_index.value);
        if (other)
            rule_error(rule, report, info->where, "give each device an index of its own",
                       "two devices have the ACPI index %" G_GUINT64_FORMAT ", the other in line %u",
                       info->acpi_index.value, other->where.line);
        g_hash_table_insert(seen, (gpointer)&info->acpi_index.value, (gpointer)info);
    }
}

static void rom(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);

    for (unsigned i = 0; i < items->len; i++) {
        const struct device_info *info = g_array_index(items, struct device_item, i).info;
        bool given = info->rom_bar || info->rom_file;

        if (info->rom_enabled == NO && given)
            rule_error(rule, report, info->where, "remove 'bar' and 'file'",
                       "<rom> has enabled='no' and also 'bar' or 'file', which then mean nothing");
        if ((given || info->rom_enabled) && is_not_on_pci(info))
            rule_error(rule, report, info->where, "remove <rom>",
                       "<rom> is given for a device that is not on PCI, but has an address of type '%s'",
                       enum_name(&address_type_names, info->address->type));
    }
}

static void zpci(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    g_autoptr(GArray) items = all_devices(domain);
    enum arch arch = domain->os ? domain->os->arch : ARCH_ABSENT;

    for (unsigned i = 0; i < items->len; i++) {
        const struct address *address = g_array_index(items, struct device_item, i).info->address;

        if (address && (address->zpci_uid.given || address->zpci_fid.given) && arch && arch != ARCH_S390X)
            rule_error(rule, report, address->where, "remove <zpci>",
                       "<zpci> is given, but the architecture is '%s'; only s390x has it",
                       enum_name(&arch_names, arch));
    }
}

const struct rule device_rules[] = {
    {"device.boot-order", boot_order_twice},
    {"device.boot-order-and-os", boot_order_and_os},
    {"device.loadparm", boot_loadparm},
    {"device.alias", alias_text},
    {"device.alias-twice", alias_twice},
    {"device.acpi-index", acpi_index},
    {"device.rom", rom},
    {"device.zpci", zpci},
    {NULL},
};
