/* domain/rule.h - what a table cannot say: rules over a whole domain.
 *
 * A rule is a row, too: an id and a check.  The id is stable, it stands in messages and scripts, and it
 * names the fixture in tests/data/invalid/ID that breaks exactly this rule; a test fails for a rule without a
 * fixture and for a fixture without a rule.  Checks are pure: they look at the domain and complain, and
 * they run on any domain that was read, also again when defaults and addresses are filled in.  A check
 * copes with everything being absent.
 */
#pragma once

#include "domain/devices.h"
#include "domain/domain.h"

/* What the domain is wanted for; some things are wrong only for running it. */
enum purpose { PURPOSE_FORMAT, PURPOSE_ARGV, PURPOSE_RUN };

struct rule_options {
    bool lab; /* an emulated NIC may stand for an assigned one */
    enum purpose purpose;
};

struct rule {
    const char *id; /* "family.what" */
    void (*check)(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report);
    /* Or, in place of check: looks at each device of one kind by itself. */
    enum device_kind kind;
    void (*check_device)(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report);
};

/* Runs all rules of a table, which ends with an empty row. */
void rules_run(const struct rule *rules, const struct domain *domain, const struct rule_options *options,
               struct report *report);

/* Runs all rules of this folder: those of the domain and those of its devices. */
void domain_rules(const struct domain *domain, const struct rule_options *options, struct report *report);

/* The tables behind domain_rules, NULL at the end: for the test that looks for fixtures. */
extern const struct rule *const domain_rule_tables[];

/* Complains that something is wrong (exit status 1).  hint may be NULL. */
void rule_error(const struct rule *rule, struct report *report, struct place where, const char *hint,
                const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Complains that something is right and not done by tandem (exit status 3). */
void rule_unsupported(const struct rule *rule, struct report *report, struct place where, const char *hint,
                      const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Warns: changes no exit status. */
void rule_warning(const struct rule *rule, struct report *report, struct place where, const char *hint,
                  const char *format, ...) G_GNUC_PRINTF(5, 6);

/* The tables, a file each: FAMILY_rules.c. */
extern const struct rule top_rules[], memory_rules[], vcpu_rules[], tuning_rules[], numa_rules[], os_rules[],
    sysinfo_rules[], features_rules[], cpu_rules[], clock_rules[], security_rules[];
extern const struct rule disk_rules[], storage_rules[], device_rules[], controller_rules[], teaming_rules[],
    iface_rules[], hostdev_rules[], chardev_rules[], display_rules[], memdev_rules[], input_rules[], platform_rules[],
    filesystem_rules[];
