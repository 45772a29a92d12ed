#include "domain/rule.h"

#include <stdio.h>
#include <string.h>

/* ---- SMBIOS ---- */

static bool is_date(const char *text)
{
    unsigned month, day, year;
    int end = 0;

    if (sscanf(text, "%2u/%2u/%4u%n", &month, &day, &year, &end) != 3 || text[end] != '\0')
        return false;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (year < 100 || (year >= 1900 && year <= 9999));
}

static void date(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    for (unsigned i = 0; i < domain->sysinfos->len; i++) {
        const GPtrArray *entries = ((const struct sysinfo *)domain->sysinfos->pdata[i])->bios;

        for (unsigned j = 0; j < entries->len; j++) {
            const struct sysinfo_bios_entry *entry = entries->pdata[j];

            if (entry->name == SYSINFO_BIOS_DATE && !is_date(entry->value ?: ""))
                rule_error(rule, report, entry->where, NULL,
                           "the BIOS date is '%s', expected month/day/year such as 04/01/2014", entry->value ?: "");
        }
    }
}

static bool same_uuid(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, "- \t\n");
        b += strspn(b, "- \t\n");
        if (g_ascii_tolower(*a) != g_ascii_tolower(*b))
            return false;
        if (!*a)
            return true;
    }
}

/* The guest finds its UUID in SMBIOS, so it cannot have two. */
static void uuid(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    const char *own = domain->hwuuid ?: domain->uuid;

    for (unsigned i = 0; own && i < domain->sysinfos->len; i++) {
        const GPtrArray *entries = ((const struct sysinfo *)domain->sysinfos->pdata[i])->system;

        for (unsigned j = 0; j < entries->len; j++) {
            const struct sysinfo_system_entry *entry = entries->pdata[j];

            if (entry->name == SYSINFO_SYSTEM_UUID && !same_uuid(entry->value ?: "", own))
                rule_error(rule, report, entry->where, "make them equal, or remove the entry",
                           "the entry 'uuid' is '%s', but the domain's UUID is %s", entry->value ?: "", own);
        }
    }
}

/* All entries of SMBIOS tables begin alike; the name is one of an enum. */
#define NAMED_TWICE(list_, type_, names_)                                                                              \
    for (unsigned i_ = 0; i_ < (list_)->len; i_++)                                                                     \
        for (unsigned j_ = 0; j_ < i_; j_++) {                                                                         \
            const struct type_ *entry_ = (list_)->pdata[i_], *other_ = (list_)->pdata[j_];                             \
                                                                                                                       \
            if (entry_->name == other_->name)                                                                          \
                rule_error(rule, report, entry_->where, "remove one of the two", "the entry '%s' stands twice",        \
                           enum_name(&names_, entry_->name));                                                          \
        }

static void twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    for (unsigned i = 0; i < domain->sysinfos->len; i++) {
        const struct sysinfo *sysinfo = domain->sysinfos->pdata[i];

        NAMED_TWICE(sysinfo->bios, sysinfo_bios_entry, sysinfo_bios_name_names);
        NAMED_TWICE(sysinfo->system, sysinfo_system_entry, sysinfo_system_name_names);
        NAMED_TWICE(sysinfo->chassis, sysinfo_chassis_entry, sysinfo_chassis_name_names);
        for (unsigned j = 0; j < sysinfo->boards->len; j++) {
            const struct sysinfo_board *board = sysinfo->boards->pdata[j];

            NAMED_TWICE(board->entries, sysinfo_board_entry, sysinfo_board_name_names);
        }
    }
}

static void type_twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    for (unsigned i = 0; i < domain->sysinfos->len; i++) {
        const struct sysinfo *sysinfo = domain->sysinfos->pdata[i];

        for (unsigned j = 0; j < i; j++)
            if (((const struct sysinfo *)domain->sysinfos->pdata[j])->type == sysinfo->type)
                rule_error(rule, report, sysinfo->where, "join the two", "there are two <sysinfo type='%s'>",
                           enum_name(&sysinfo_type_names, sysinfo->type));
    }
}

/* ---- fw_cfg ---- */

static void fwcfg_name(const struct rule *rule, struct report *report, const struct fwcfg_entry *entry)
{
    static const char *const reserved[] = {"opt/ovmf/", "opt/org.qemu/"};

    if (!g_str_has_prefix(entry->name, "opt/"))
        rule_error(rule, report, entry->where, "choose a name such as 'opt/com.example/name'",
                   "the entry is named '%s', expected a name that begins with 'opt/'", entry->name);
    for (unsigned i = 0; i < G_N_ELEMENTS(reserved); i++)
        if (g_str_has_prefix(entry->name, reserved[i]))
            rule_error(rule, report, entry->where, "choose a name such as 'opt/com.example/name'",
                       "the entry is named '%s', but '%s' belongs to the firmware", entry->name, reserved[i]);
}

static void fwcfg(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    for (unsigned i = 0; i < domain->sysinfos->len; i++) {
        const GPtrArray *entries = ((const struct sysinfo *)domain->sysinfos->pdata[i])->fwcfg;

        for (unsigned j = 0; j < entries->len; j++) {
            const struct fwcfg_entry *entry = entries->pdata[j];

            if (entry->name)
                fwcfg_name(rule, report, entry);
            if (!entry->file == !entry->value)
                rule_error(rule, report, entry->where, "give it a text, or 'file'",
                           "the entry '%s' has %s, expected one of them", entry->name ?: "",
                           entry->file ? "both a text and a file" : "neither a text nor a file");
        }
    }
}

const struct rule sysinfo_rules[] = {
    {"sysinfo.date", date},         {"sysinfo.uuid", uuid},
    {"sysinfo.entry-twice", twice}, {"sysinfo.type-twice", type_twice},
    {"sysinfo.fwcfg", fwcfg},       {NULL},
};
