#include "domain/rule.h"

const struct rule *const domain_rule_tables[] = {
    top_rules,        memory_rules,   vcpu_rules,       tuning_rules,   numa_rules,    os_rules,      sysinfo_rules,
    features_rules,   cpu_rules,      clock_rules,      security_rules, disk_rules,    storage_rules, device_rules,
    controller_rules, teaming_rules,  iface_rules,      hostdev_rules,  chardev_rules, display_rules, memdev_rules,
    input_rules,      platform_rules, filesystem_rules, NULL,
};

struct device_check {
    const struct rule *rule;
    const struct domain *domain;
    const struct rule_options *options;
    struct report *report;
};

static void check_one(enum device_kind kind, void *device, void *data)
{
    const struct device_check *check = data;

    if (kind == check->rule->kind)
        check->rule->check_device(check->domain, device, check->rule, check->options, check->report);
}

void rules_run(const struct rule *rules, const struct domain *domain, const struct rule_options *options,
               struct report *report)
{
    for (; rules->id; rules++) {
        struct device_check check = {.rule = rules, .domain = domain, .options = options, .report = report};

        if (rules->check)
            rules->check(domain, rules, options, report);
        else
            devices_foreach(domain->devices, check_one, &check);
    }
}

void domain_rules(const struct domain *domain, const struct rule_options *options, struct report *report)
{
    for (const struct rule *const *table = domain_rule_tables; *table; table++)
        rules_run(*table, domain, options, report);
}

static void rule_complain(const struct rule *rule, struct report *report, enum severity severity, struct place where,
                          const char *hint, const char *format, va_list args) G_GNUC_PRINTF(6, 0);

static void rule_complain(const struct rule *rule, struct report *report, enum severity severity, struct place where,
                          const char *hint, const char *format, va_list args)
{
    g_autofree char *message = g_strdup_vprintf(format, args);

    complain(report, severity, rule->id, where, hint, "%s", message);
}

void rule_error(const struct rule *rule, struct report *report, struct place where, const char *hint,
                const char *format, ...)
{
    va_list args;

    va_start(args, format);
    rule_complain(rule, report, SEVERITY_ERROR, where, hint, format, args);
    va_end(args);
}

void rule_unsupported(const struct rule *rule, struct report *report, struct place where, const char *hint,
                      const char *format, ...)
{
    va_list args;

    va_start(args, format);
    rule_complain(rule, report, SEVERITY_UNSUPPORTED, where, hint, format, args);
    va_end(args);
}

void rule_warning(const struct rule *rule, struct report *report, struct place where, const char *hint,
                  const char *format, ...)
{
    va_list args;

    va_start(args, format);
    rule_complain(rule, report, SEVERITY_WARNING, where, hint, format, args);
    va_end(args);
}
