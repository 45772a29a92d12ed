#include "vm/prepare.h"

#include "qemu/address.h"
#include "qemu/alias.h"
#include "qemu/defaults.h"
#include "team/rules.h"

static void check(const struct domain *domain, const struct rule_options *options, struct report *report)
{
    domain_rules(domain, options, report);
    rules_run(team_rules, domain, options, report);
}

struct domain *prepare_read(const char *text, size_t length, const struct rule_options *options, struct report *report)
{
    struct domain *domain = domain_read(text, length, report);

    /* a rule over a document that was not read whole would complain of what only seems to be missing */
    if (domain && report_failures(report) == 0)
        check(domain, options, report);
    return domain;
}

bool prepare_complete(struct domain *domain, const struct profile *profile, const struct firmware_choice *firmware,
                      const struct networks *networks, const struct rule_options *options, struct report *report)
{
    g_autoptr(report_t) again = report_new(report->file);

    domain_defaults(domain, profile, report);
    if (report_failures(report) == 0)
        firmware_select(domain, firmware, options, report);
    if (report_failures(report) == 0)
        address_assign(domain, profile, report);
    if (report_failures(report) > 0)
        return false;
    if (options->purpose != PURPOSE_FORMAT) { /* canonical XML has only the ports and names that its author chose */
        networks_resolve(networks, domain, options->purpose == PURPOSE_RUN, report);
        address_usb(domain, report);
        alias_assign(domain);
    }
    check(domain, options, again);
    report_merge(report, again);
    return report_failures(report) == 0;
}
