#include "domain/rule.h"

static void current(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    uint64_t most = domain->vcpus.given ? domain->vcpus.value : 1;

    if (domain->vcpus_current.value > most)
        rule_error(rule, report, domain->vcpu_where, "lower 'current' or raise the number of processors",
                   "<vcpu> has current='%" G_GUINT64_FORMAT "', but the guest has at most %" G_GUINT64_FORMAT
                   " processors",
                   domain->vcpus_current.value, most);
}

/* ---- <vcpus> ---- */

static void vcpu_id(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    uint64_t most = domain->vcpus.given ? domain->vcpus.value : 1;

    for (unsigned i = 0; i < domain->vcpu_list->len; i++) {
        const struct vcpu *vcpu = domain->vcpu_list->pdata[i];

        if (vcpu->id.value >= most)
            rule_error(rule, report, vcpu->where, NULL,
                       "the processor has id %" G_GUINT64_FORMAT ", but the guest has only %" G_GUINT64_FORMAT
                       ", counted from 0",
                       vcpu->id.value, most);
        for (unsigned j = 0; j < i; j++)
            if (((const struct vcpu *)domain->vcpu_list->pdata[j])->id.value == vcpu->id.value)
                rule_error(rule, report, vcpu->where, "remove one of the two",
                           "processor %" G_GUINT64_FORMAT " stands twice in <vcpus>", vcpu->id.value);
    }
}

static void vcpu_state(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    for (unsigned i = 0; i < domain->vcpu_list->len; i++) {
        const struct vcpu *vcpu = domain->vcpu_list->pdata[i];

        if (vcpu->id.value == 0 && (vcpu->enabled == NO || vcpu->hotpluggable == YES))
            rule_error(rule, report, vcpu->where, "use enabled='yes' hotpluggable='no'",
                       "processor 0 is the one that boots: it must be enabled and cannot be hot-pluggable");
        else if (vcpu->enabled == NO && vcpu->hotpluggable == NO)
            rule_error(rule, report, vcpu->where, "use hotpluggable='yes' or enabled='yes'",
                       "processor %" G_GUINT64_FORMAT " is neither enabled nor hot-pluggable: it could never be used",
                       vcpu->id.value);
    }
}

static void vcpu_count(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    unsigned enabled = 0;

    for (unsigned i = 0; i < domain->vcpu_list->len; i++)
        enabled += ((const struct vcpu *)domain->vcpu_list->pdata[i])->enabled == YES;
    if (enabled && domain->vcpus_current.given && domain->vcpus_current.value != enabled)
        rule_error(rule, report, domain->vcpu_where, "remove 'current'; <vcpus> says it",
                   "<vcpu> has current='%" G_GUINT64_FORMAT "', but %u processors of <vcpus> are enabled",
                   domain->vcpus_current.value, enabled);
}

static void vcpu_order(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    const struct vcpu *with = NULL, *without = NULL;

    for (unsigned i = 0; i < domain->vcpu_list->len; i++) {
        const struct vcpu *vcpu = domain->vcpu_list->pdata[i];

        if (vcpu->order.given && vcpu->enabled == NO)
            rule_error(rule, report, vcpu->where, "remove 'order'",
                       "processor %" G_GUINT64_FORMAT " has an order but is not enabled", vcpu->id.value);
        if (vcpu->enabled == YES)
            *(vcpu->order.given ? &with : &without) = vcpu;
    }
    if (with && without)
        rule_error(rule, report, without->where, "give all enabled processors an order, or none",
                   "processor %" G_GUINT64_FORMAT " has no order, but processor %" G_GUINT64_FORMAT " has one",
                   without->id.value, with->id.value);
}

/* ---- I/O threads ---- */

static void iothread_id(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    for (unsigned i = 0; i < domain->iothread_list->len; i++) {
        const struct iothread *thread = domain->iothread_list->pdata[i];

        for (unsigned j = 0; j < i; j++)
            if (((const struct iothread *)domain->iothread_list->pdata[j])->id.value == thread->id.value)
                rule_error(rule, report, thread->where, "remove one of the two",
                           "I/O thread %" G_GUINT64_FORMAT " stands twice in <iothreadids>", thread->id.value);
    }
}

static void pool(const struct rule *rule, struct report *report, struct place where, const struct number *least,
                 const struct number *most)
{
    if (least->given && most->given && least->value > most->value)
        rule_error(rule, report, where, NULL,
                   "thread_pool_min is %" G_GUINT64_FORMAT ", above thread_pool_max, which is %" G_GUINT64_FORMAT,
                   least->value, most->value);
}

static void iothread_pool(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                          struct report *report)
{
    for (unsigned i = 0; i < domain->iothread_list->len; i++) {
        const struct iothread *thread = domain->iothread_list->pdata[i];

        pool(rule, report, thread->where, &thread->thread_pool_min, &thread->thread_pool_max);
    }
    pool(rule, report, domain->default_iothread_where, &domain->default_iothread_pool_min,
         &domain->default_iothread_pool_max);
}

const struct rule vcpu_rules[] = {
    {"vcpu.current", current},        {"vcpu.id", vcpu_id},
    {"vcpu.state", vcpu_state},       {"vcpu.count", vcpu_count},
    {"vcpu.order", vcpu_order},       {"iothread.id", iothread_id},
    {"iothread.pool", iothread_pool}, {NULL},
};
