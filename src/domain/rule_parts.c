#include "domain/rule_parts.h"

#include <string.h>

static const char *machine_of(const struct domain *domain)
{
    return domain->os ? domain->os->machine : NULL;
}

bool rule_machine_is(const struct domain *domain, const char *board, const char *prefix)
{
    const char *machine = machine_of(domain);

    return machine && (strcmp(machine, board) == 0 || g_str_has_prefix(machine, prefix));
}

bool rule_machine_is_q35(const struct domain *domain)
{
    return rule_machine_is(domain, "q35", "pc-q35-");
}

bool rule_machine_given(const struct domain *domain)
{
    return machine_of(domain) != NULL;
}

static bool cells_are_shared(const struct cpu *cpu)
{
    if (!cpu || !cpu->numa || cpu->numa->cells->len == 0)
        return false;
    for (unsigned i = 0; i < cpu->numa->cells->len; i++) {
        const struct numa_cell *cell = cpu->numa->cells->pdata[i];

        if (cell->mem_access != MEMORY_SHARED)
            return false;
    }
    return true;
}

bool rule_memory_is_shared(const struct domain *domain)
{
    const struct memory_backing *backing = domain->memory_backing;

    return (backing && backing->access == MEMORY_SHARED) || cells_are_shared(domain->cpu);
}

bool rule_has_iothread(const struct domain *domain, uint64_t id)
{
    const GPtrArray *list = domain->iothread_list;
    uint64_t count = MAX(domain->iothreads.value, list->len), unnamed = count - list->len;

    for (unsigned i = 0; i < list->len; i++)
        if (((const struct iothread *)list->pdata[i])->id.value == id)
            return true;
    if (list->len == 0)
        return id >= 1 && id <= count;
    /* threads that the list does not name get the lowest free numbers */
    for (uint64_t number = 1; unnamed > 0 && number <= id; number++) {
        bool named = false;

        for (unsigned i = 0; i < list->len && !named; i++)
            named = ((const struct iothread *)list->pdata[i])->id.value == number;
        if (named)
            continue;
        if (number == id)
            return true;
        unnamed--;
    }
    return false;
}

bool rule_virtio_options_given(const struct virtio_options *options)
{
    return options->iommu || options->ats || options->packed || options->page_per_vq;
}

void rule_no_virtio_options(const struct rule *rule, struct report *report, struct place where,
                            const struct virtio_options *options, const char *what)
{
    const struct {
        const char *name;
        enum on_off value;
    } all[] = {
        {"iommu", options->iommu},
        {"ats", options->ats},
        {"packed", options->packed},
        {"page_per_vq", options->page_per_vq},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i].value)
            rule_error(rule, report, where, "remove the attribute, or make it a virtio device",
                       "%s has %s='%s' in <driver>, which only virtio devices have", what, all[i].name,
                       enum_name(&on_off_names, all[i].value));
}

char *rule_names(const struct enum_names *names, uint64_t values)
{
    GString *out = g_string_new(NULL);
    uint64_t left = values;

    for (unsigned value = 1; value < names->count; value++) {
        if (!(values & BIT(value)))
            continue;
        left &= ~BIT(value);
        g_string_append_printf(out, "%s%s", out->len == 0 ? "" : left ? ", " : " or ", names->names[value]);
    }
    return g_string_free(out, FALSE);
}

void rule_device_seclabels(const GPtrArray *seclabels, const struct rule *rule, struct report *report)
{
    for (unsigned i = 0; i < seclabels->len; i++) {
        const struct device_seclabel *label = seclabels->pdata[i];

        if (label->relabel == YES && !label->label)
            rule_error(rule, report, label->where, "add <label>, or use relabel='no'",
                       "<seclabel> has relabel='yes', but <label> is missing");
        if (label->relabel == NO && label->label)
            rule_error(rule, report, label->where, "remove <label>, or use relabel='yes'",
                       "<seclabel> has relabel='no' and a <label>");
        for (unsigned j = 0; j < i; j++)
            if (g_strcmp0(((const struct device_seclabel *)seclabels->pdata[j])->model, label->model) == 0)
                rule_error(rule, report, label->where, "give each security driver one",
                           "two <seclabel> of a device are for the security driver '%s'",
                           label->model ? label->model : "(any)");
    }
}
