#include "domain/rule_parts.h"
#include "xml/kind.h"

/* ---- <cputune>: quotas and pinning ---- */

/* The kernel takes no quota below a millisecond; 0 and negative values mean no limit. */
static void quota(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                  struct report *report)
{
    const struct cputune *tune = domain->cputune;

    if (!tune)
        return;
    const struct {
        const char *name;
        const struct integer *value;
    } quotas[] = {
        {"quota", &tune->quota},
        {"global_quota", &tune->global_quota},
        {"emulator_quota", &tune->emulator_quota},
        {"iothread_quota", &tune->iothread_quota},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(quotas); i++)
        if (quotas[i].value->value > 0 && quotas[i].value->value < 1000)
            rule_error(rule, report, tune->where, NULL,
                       "<%s> is %" G_GINT64_FORMAT ", expected at least 1000 microseconds, or -1 for no limit",
                       quotas[i].name, quotas[i].value->value);
}

static void period(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                   struct report *report)
{
    const struct cputune *tune = domain->cputune;

    if (!tune)
        return;
    const struct {
        const char *name;
        const struct number *value;
    } periods[] = {
        {"period", &tune->period},
        {"global_period", &tune->global_period},
        {"emulator_period", &tune->emulator_period},
        {"iothread_period", &tune->iothread_period},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(periods); i++)
        if (periods[i].value->value > 0 && periods[i].value->value < 1000)
            rule_error(rule, report, tune->where, NULL,
                       "<%s> is %" G_GUINT64_FORMAT ", expected 1000 to 1000000 microseconds", periods[i].name,
                       periods[i].value->value);
}

static void vcpupin(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    const GPtrArray *pins = domain->cputune ? domain->cputune->vcpupins : NULL;

    for (unsigned i = 0; pins && i < pins->len; i++) {
        const struct vcpupin *pin = pins->pdata[i];

        for (unsigned j = 0; j < i; j++)
            if (((const struct vcpupin *)pins->pdata[j])->vcpu.value == pin->vcpu.value)
                rule_error(rule, report, pin->where, "join the two cpusets",
                           "processor %" G_GUINT64_FORMAT " is pinned twice", pin->vcpu.value);
    }
}

static void vcpupin_missing(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const GPtrArray *pins = domain->cputune ? domain->cputune->vcpupins : NULL;
    uint64_t vcpus = domain->vcpus.given ? domain->vcpus.value : 1;

    for (unsigned i = 0; pins && i < pins->len; i++) {
        const struct vcpupin *pin = pins->pdata[i];

        if (pin->vcpu.value >= vcpus)
            rule_warning(rule, report, pin->where, "remove it",
                         "processor %" G_GUINT64_FORMAT " is pinned, but the guest has only %" G_GUINT64_FORMAT
                         ", counted from 0",
                         pin->vcpu.value, vcpus);
    }
}

/* ---- I/O threads that are named ---- */

static void iothreadpin(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const GPtrArray *pins = domain->cputune ? domain->cputune->iothreadpins : NULL;

    for (unsigned i = 0; pins && i < pins->len; i++) {
        const struct iothreadpin *pin = pins->pdata[i];

        if (!rule_has_iothread(domain, pin->iothread.value))
            rule_error(rule, report, pin->where, "raise <iothreads> or list it in <iothreadids>",
                       "I/O thread %" G_GUINT64_FORMAT " is pinned, but there is none of this number",
                       pin->iothread.value);
        for (unsigned j = 0; j < i; j++)
            if (((const struct iothreadpin *)pins->pdata[j])->iothread.value == pin->iothread.value)
                rule_error(rule, report, pin->where, "join the two cpusets",
                           "I/O thread %" G_GUINT64_FORMAT " is pinned twice", pin->iothread.value);
    }
}

struct missing_thread {
    const struct domain *domain;
    unsigned number;
    bool found;
};

static void look_for_thread(unsigned number, void *data)
{
    struct missing_thread *missing = data;

    if (missing->found || rule_has_iothread(missing->domain, number))
        return;
    missing->found = true;
    missing->number = number;
}

static void iothreadsched(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                          struct report *report)
{
    const GPtrArray *rows = domain->cputune ? domain->cputune->iothreadscheds : NULL;

    for (unsigned i = 0; rows && i < rows->len; i++) {
        const struct iothreadsched *row = rows->pdata[i];
        struct missing_thread missing = {.domain = domain};

        cpuset_foreach(row->iothreads, look_for_thread, &missing);
        if (missing.found)
            rule_error(rule, report, row->where, "raise <iothreads> or list it in <iothreadids>",
                       "<iothreadsched> names I/O thread %u, but there is none of this number", missing.number);
        for (unsigned j = 0; j < i; j++)
            if (cpuset_intersects(row->iothreads, ((const struct iothreadsched *)rows->pdata[j])->iothreads))
                rule_error(rule, report, row->where, "a thread has one policy",
                           "the I/O threads '%s' overlap with those of another <iothreadsched>", row->iothreads);
    }
}

/* ---- sets of the guest's processors ---- */

static void vcpusched(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                      struct report *report)
{
    const GPtrArray *rows = domain->cputune ? domain->cputune->vcpuscheds : NULL;

    for (unsigned i = 0; rows && i < rows->len; i++) {
        const struct vcpusched *row = rows->pdata[i];

        for (unsigned j = 0; j < i; j++)
            if (cpuset_intersects(row->vcpus, ((const struct vcpusched *)rows->pdata[j])->vcpus))
                rule_error(rule, report, row->where, "a processor has one policy",
                           "the processors '%s' overlap with those of another <vcpusched>", row->vcpus);
    }
}

static bool exceeds(const struct domain *domain, const char *vcpus)
{
    return cpuset_last(vcpus) >= (domain->vcpus.given ? domain->vcpus.value : 1);
}

static void cachetune(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                      struct report *report)
{
    const GPtrArray *rows = domain->cputune ? domain->cputune->cachetunes : NULL;

    for (unsigned i = 0; rows && i < rows->len; i++) {
        const struct cachetune *row = rows->pdata[i];

        if (row->vcpus && exceeds(domain, row->vcpus))
            rule_error(rule, report, row->where, NULL,
                       "<cachetune> has vcpus='%s', but the guest has only %" G_GUINT64_FORMAT " processors",
                       row->vcpus, domain->vcpus.given ? domain->vcpus.value : 1);
        for (unsigned j = 0; j < i; j++) {
            const struct cachetune *other = rows->pdata[j];

            if (cpuset_intersects(row->vcpus, other->vcpus))
                rule_error(rule, report, row->where, "name each processor once",
                           "the processors '%s' overlap with those of another <cachetune>, '%s'", row->vcpus,
                           other->vcpus);
        }
    }
}

static void memorytune(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    const GPtrArray *rows = domain->cputune ? domain->cputune->memorytunes : NULL;

    for (unsigned i = 0; rows && i < rows->len; i++) {
        const struct memorytune *row = rows->pdata[i];

        if (row->vcpus && exceeds(domain, row->vcpus))
            rule_error(rule, report, row->where, NULL,
                       "<memorytune> has vcpus='%s', but the guest has only %" G_GUINT64_FORMAT " processors",
                       row->vcpus, domain->vcpus.given ? domain->vcpus.value : 1);
        for (unsigned j = 0; j < i; j++) {
            const struct memorytune *other = rows->pdata[j];

            if (cpuset_intersects(row->vcpus, other->vcpus))
                rule_error(rule, report, row->where, "name each processor once",
                           "the processors '%s' overlap with those of another <memorytune>, '%s'", row->vcpus,
                           other->vcpus);
        }
    }
}

/* ---- <blkiotune> ---- */

static void blkio_weight_of(const struct rule *rule, struct report *report, struct place where,
                            const struct number *weight)
{
    if (weight->given && weight->value != 0 && (weight->value < 10 || weight->value > 1000))
        rule_error(rule, report, where, NULL, "the weight is %" G_GUINT64_FORMAT ", expected 10 to 1000",
                   weight->value);
}

static void blkio_weight(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    const struct blkiotune *tune = domain->blkiotune;

    if (!tune)
        return;
    blkio_weight_of(rule, report, tune->where, &tune->weight);
    for (unsigned i = 0; i < tune->devices->len; i++) {
        const struct blkio_device *device = tune->devices->pdata[i];

        blkio_weight_of(rule, report, device->where, &device->weight);
    }
}

static void blkio_device(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    const GPtrArray *devices = domain->blkiotune ? domain->blkiotune->devices : NULL;

    for (unsigned i = 0; devices && i < devices->len; i++) {
        const struct blkio_device *device = devices->pdata[i];

        for (unsigned j = 0; device->path && j < i; j++)
            if (g_strcmp0(((const struct blkio_device *)devices->pdata[j])->path, device->path) == 0)
                rule_error(rule, report, device->where, "remove one of the two",
                           "the device '%s' stands twice in <blkiotune>", device->path);
    }
}

const struct rule tuning_rules[] = {
    {"cputune.quota", quota},
    {"cputune.period", period},
    {"cputune.vcpupin", vcpupin},
    {"cputune.vcpupin-missing", vcpupin_missing},
    {"cputune.iothreadpin", iothreadpin},
    {"cputune.vcpusched", vcpusched},
    {"cputune.iothreadsched", iothreadsched},
    {"cputune.cachetune", cachetune},
    {"cputune.memorytune", memorytune},
    {"blkiotune.weight", blkio_weight},
    {"blkiotune.device", blkio_device},
    {NULL},
};
