#include "domain/rule.h"

#include <string.h>

#define NAME_MOST 200u /* a file name has 255 bytes, and something is put behind */

static void name(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    const char *text = domain->name;

    if (!text)
        return;
    if (strchr(text, '/'))
        rule_error(rule, report, domain->name_where, "it names files and directories of the machine",
                   "the name '%s' has a '/'", text);
    else if (strchr(text, '\n') || text[strspn(text, " \t")] == '\0')
        rule_error(rule, report, domain->name_where, NULL,
                   "the name '%s' has a line break or nothing but blanks, expected a visible name on one line", text);
}

/* Files and directories are called after the machine. */
static void name_of_directory(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                              struct report *report)
{
    if (g_strcmp0(domain->name, ".") == 0 || g_strcmp0(domain->name, "..") == 0)
        rule_error(rule, report, domain->name_where, NULL,
                   "the name '%s' is that of a directory, expected one that files can have", domain->name);
    else if (domain->name && strlen(domain->name) > NAME_MOST)
        rule_error(rule, report, domain->name_where, NULL, "the name has %zu bytes, expected at most %u",
                   strlen(domain->name), NAME_MOST);
}

static void appid(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    for (const char *c = domain->fibrechannel_appid; c && *c; c++)
        if (*c < ' ' || *c > '~') {
            rule_error(rule, report, domain->where, NULL, "the appid '%s' has a character that is not ASCII",
                       domain->fibrechannel_appid);
            return;
        }
}

static void title(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    if (domain->title && strchr(domain->title, '\n'))
        rule_error(rule, report, domain->title_where, "put longer texts into <description>",
                   "the title has several lines, expected one");
}

static void type(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                 struct report *report)
{
    if (domain->type == DOMAIN_HVF)
        rule_error(rule, report, domain->where, "use type 'kvm', or 'qemu' for emulation",
                   "the domain type is 'hvf', which only macOS has");
}

/* What QEMU itself cannot do after an event, and what has no meaning for it. */
static void on_event(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    const struct {
        const char *name;
        enum on_event action;
        struct place where;
        bool crash;
    } events[] = {
        {"on_poweroff", domain->on_poweroff, domain->on_poweroff_where, false},
        {"on_reboot", domain->on_reboot, domain->on_reboot_where, false},
        {"on_crash", domain->on_crash, domain->on_crash_where, true},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(events); i++) {
        const char *action = enum_name(&on_event_names, events[i].action);

        if (events[i].action == ON_EVENT_RENAME_RESTART)
            rule_error(rule, report, events[i].where, "use 'restart'", "<%s> is '%s', which QEMU cannot do",
                       events[i].name, action);
        else if (!events[i].crash && events[i].action >= ON_EVENT_COREDUMP_DESTROY)
            rule_error(rule, report, events[i].where, "use 'destroy' or 'restart'",
                       "<%s> is '%s', which is possible for <on_crash> only", events[i].name, action);
    }
}

static void idmap(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    if (domain->idmap)
        rule_warning(rule, report, domain->idmap->where, "remove it",
                     "<idmap> is for containers and changes nothing in a virtual machine");
}

const struct rule top_rules[] = {
    {"domain.name", name}, {"domain.file-name", name_of_directory}, {"domain.appid", appid}, {"domain.title", title},
    {"domain.type", type}, {"domain.on-event", on_event},           {"domain.idmap", idmap}, {NULL},
};
