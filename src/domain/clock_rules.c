#include "domain/rule.h"

static void adjustment(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    const struct clock *clock = domain->clock;

    if (clock && clock->offset == CLOCK_VARIABLE && clock->adjustment.given && clock->adjustment.value == INTEGER_WORD)
        rule_error(rule, report, clock->where, "use adjustment='0', or offset='utc' with adjustment='reset'",
                   "<clock offset='variable'> has adjustment='reset', expected a number of seconds");
}

static void timer_twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const GPtrArray *timers = domain->clock ? domain->clock->timers : NULL;

    for (unsigned i = 0; timers && i < timers->len; i++) {
        const struct timer *timer = timers->pdata[i];

        for (unsigned j = 0; timer->name && j < i; j++)
            if (((const struct timer *)timers->pdata[j])->name == timer->name)
                rule_error(rule, report, timer->where, "remove one of the two", "the timer '%s' stands twice",
                           enum_name(&timer_name_names, timer->name));
    }
}

static void catchup(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    const GPtrArray *timers = domain->clock ? domain->clock->timers : NULL;

    for (unsigned i = 0; timers && i < timers->len; i++) {
        const struct timer *timer = timers->pdata[i];

        if (timer->catchup && timer->tickpolicy != TICKPOLICY_CATCHUP)
            rule_error(rule, report, timer->catchup->where, "add tickpolicy='catchup'",
                       "<catchup> is given, but the timer '%s' has %s%s",
                       enum_name(&timer_name_names, timer->name) ?: "?",
                       timer->tickpolicy ? "the tickpolicy " : "no tickpolicy",
                       enum_name(&tickpolicy_names, timer->tickpolicy) ?: "");
    }
}

static bool is_arm(const struct domain *domain)
{
    return domain->os && (domain->os->arch == ARCH_AARCH64 || domain->os->arch == ARCH_ARMV7L);
}

/* Clocks that KVM gives its guest exist only there. */
static void kvm_timer(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                      struct report *report)
{
    const GPtrArray *timers = domain->clock ? domain->clock->timers : NULL;
    bool arch_known = domain->os && domain->os->arch;

    for (unsigned i = 0; timers && i < timers->len; i++) {
        const struct timer *timer = timers->pdata[i];
        bool x86 = timer->name == TIMER_KVMCLOCK || timer->name == TIMER_HYPERVCLOCK || timer->name == TIMER_TSC;

        if ((!x86 && timer->name != TIMER_ARMVTIMER) || timer->present == NO)
            continue;
        if (domain->type == DOMAIN_QEMU)
            rule_error(rule, report, timer->where, "use domain type 'kvm', or remove the timer",
                       "the timer '%s' is one of KVM's, but the domain is of type 'qemu'",
                       enum_name(&timer_name_names, timer->name));
        else if (arch_known && (x86 ? !domain_is_x86(domain) : !is_arm(domain)))
            rule_error(rule, report, timer->where, "remove the timer",
                       "the timer '%s' does not exist on the architecture %s",
                       enum_name(&timer_name_names, timer->name), enum_name(&arch_names, domain->os->arch));
    }
}

/* What QEMU has no option for. */
static void timer_settings(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const GPtrArray *timers = domain->clock ? domain->clock->timers : NULL;

    for (unsigned i = 0; timers && i < timers->len; i++) {
        const struct timer *timer = timers->pdata[i];
        const char *name = enum_name(&timer_name_names, timer->name);
        bool merged = timer->tickpolicy == TICKPOLICY_MERGE,
             dropped = timer->tickpolicy == TICKPOLICY_DISCARD && timer->name == TIMER_RTC;

        if (timer->name == TIMER_PLATFORM)
            rule_error(rule, report, timer->where, "remove it", "QEMU has no timer 'platform'");
        else if (timer->track == TIMER_TRACK_BOOT || timer->track == TIMER_TRACK_REALTIME)
            rule_error(rule, report, timer->where, "use track='guest' or track='wall'",
                       "the timer '%s' has track='%s', which QEMU cannot do", name,
                       enum_name(&timer_track_names, timer->track));
        else if ((merged || dropped) && (timer->name == TIMER_RTC || timer->name == TIMER_PIT))
            rule_error(rule, report, timer->where, "use tickpolicy='delay' or tickpolicy='catchup'",
                       "the timer '%s' has tickpolicy='%s', which QEMU cannot do", name,
                       enum_name(&tickpolicy_names, timer->tickpolicy));
        else if (timer->name == TIMER_ARMVTIMER && timer->present == NO)
            rule_error(rule, report, timer->where, "remove it", "the timer 'armvtimer' cannot be left out");
    }
}

const struct rule clock_rules[] = {
    {"clock.adjustment", adjustment}, {"clock.timer-twice", timer_twice},      {"clock.catchup", catchup},
    {"clock.kvm-timer", kvm_timer},   {"clock.timer-setting", timer_settings}, {NULL},
};
