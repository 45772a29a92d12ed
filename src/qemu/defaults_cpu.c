#include "qemu/defaults_parts.h"

#include "xml/kind.h"
#include "xml/own.h"

#include <string.h>

enum { DISTANCE_LOCAL = 10 };

/* ---- model ---- */

/* The model's name in a QOM type: "qemu64" of "qemu64-x86_64-cpu". */
static char *model_of_type(const char *type)
{
    g_autofree char *name = g_strdup(type);

    if (g_str_has_suffix(name, "-cpu"))
        for (unsigned dashes = 0; dashes < 2; dashes++) {
            char *dash = strrchr(name, '-');

            if (dash)
                *dash = '\0';
        }
    return g_steal_pointer(&name);
}

/* The machine's own CPU, said in so many words: QEMU may change it with a later machine type. */
static void machine_model(struct domain *domain, const struct profile *profile)
{
    struct cpu *cpu = domain->cpu;
    struct profile_machine machine;

    if (!profile_machine_resolve(profile, domain->os->machine, &machine) || !machine.default_cpu)
        return;
    cpu->mode = CPU_CUSTOM;
    cpu->match = CPU_MATCH_EXACT;
    cpu->check = CPU_CHECK_NONE;
    if (!cpu->model)
        cpu->model = g_new0(struct cpu_model, 1);
    cpu->model->fallback = CPU_FALLBACK_FORBID;
    cpu->model->name = model_of_type(machine.default_cpu);
}

static void custom_model(struct domain *domain)
{
    struct cpu *cpu = domain->cpu;

    cpu->mode = CPU_CUSTOM;
    if (!cpu->match)
        cpu->match = CPU_MATCH_EXACT;
    if (!cpu->model->fallback)
        cpu->model->fallback = CPU_FALLBACK_ALLOW;
    if (!cpu->check)
        cpu->check = domain->type == DOMAIN_KVM ? CPU_CHECK_PARTIAL : CPU_CHECK_NONE;
}

static void host_model(struct cpu *cpu)
{
    if (!cpu->check)
        cpu->check = CPU_CHECK_PARTIAL;
    if (!cpu->model || cpu->model->name)
        return;
    cpu->model->fallback = CPU_FALLBACK_ABSENT; /* there is no model to fall back from */
    if (!cpu->model->vendor_id)
        g_clear_pointer(&cpu->model, g_free);
}

static void host_cpu(struct cpu *cpu)
{
    if (!cpu->check)
        cpu->check = CPU_CHECK_NONE;
    if (!cpu->migratable)
        cpu->migratable = ON;
}

static void model(struct domain *domain, const struct profile *profile)
{
    switch (domain->cpu->mode) {
    case CPU_HOST_MODEL:
        host_model(domain->cpu);
        break;
    case CPU_HOST_PASSTHROUGH:
    case CPU_MAXIMUM:
        host_cpu(domain->cpu);
        break;
    default:
        if (domain->cpu->model && domain->cpu->model->name)
            custom_model(domain);
        else
            machine_model(domain, profile);
    }
}

/* ---- NUMA ---- */

static gint compare_cells(gconstpointer a, gconstpointer b)
{
    const struct numa_cell *x = *(void *const *)a, *y = *(void *const *)b;

    return (x->id.value > y->id.value) - (x->id.value < y->id.value);
}

static void number_cells(GPtrArray *cells)
{
    for (unsigned i = 0; i < cells->len; i++) {
        struct numa_cell *cell = cells->pdata[i];

        if (!cell->id.given)
            cell->id = number(i);
    }
    g_ptr_array_sort(cells, compare_cells);
}

/* Processors that no node names belong to the first one. */
static void fill_first_cell(GPtrArray *cells, uint64_t vcpus)
{
    struct numa_cell *first = cells->len > 0 ? cells->pdata[0] : NULL;
    g_autoptr(GString) all = g_string_new(first ? first->cpus : NULL);
    bool missing = false;

    if (!first)
        return;
    for (unsigned vcpu = 0; vcpu < vcpus; vcpu++) {
        bool named = false;

        for (unsigned i = 0; i < cells->len && !named; i++)
            named = cpuset_contains(((const struct numa_cell *)cells->pdata[i])->cpus, vcpu);
        if (!named)
            g_string_append_printf(all, all->len ? ",%u" : "%u", vcpu);
        missing |= !named;
    }
    if (missing) {
        g_free(first->cpus);
        first->cpus = cpuset_canonical(all->str);
    }
}

/* The distance that one node gives to another; 0 if it says nothing. */
static uint64_t distance(const struct numa_cell *from, uint64_t to)
{
    for (unsigned i = 0; i < from->distances->len; i++) {
        const struct numa_sibling *sibling = from->distances->pdata[i];

        if (sibling->id.value == to)
            return sibling->value.value;
    }
    return 0;
}

static void add_distance(struct numa_cell *from, uint64_t to, uint64_t value)
{
    struct numa_sibling *sibling = g_new0(struct numa_sibling, 1);

    sibling->id = number(to);
    sibling->value = number(value);
    g_ptr_array_add(from->distances, sibling);
}

static gint compare_siblings(gconstpointer a, gconstpointer b)
{
    const struct numa_sibling *x = *(void *const *)a, *y = *(void *const *)b;

    return (x->id.value > y->id.value) - (x->id.value < y->id.value);
}

/* A distance that only one of two nodes gives holds for both ways; every node is near to itself. */
static void complete_distances(GPtrArray *cells)
{
    for (unsigned i = 0; i < cells->len; i++)
        for (unsigned j = 0; j < cells->len; j++) {
            struct numa_cell *from = cells->pdata[i], *to = cells->pdata[j];

            if (!distance(from, to->id.value) && distance(to, from->id.value))
                add_distance(from, to->id.value, distance(to, from->id.value));
        }
    for (unsigned i = 0; i < cells->len; i++) {
        struct numa_cell *cell = cells->pdata[i];

        if (cell->distances->len > 0 && !distance(cell, cell->id.value))
            add_distance(cell, cell->id.value, DISTANCE_LOCAL);
        g_ptr_array_sort(cell->distances, compare_siblings);
    }
}

static void numa(struct domain *domain)
{
    GPtrArray *cells = domain->cpu->numa->cells;

    number_cells(cells);
    fill_first_cell(cells, domain->vcpus.value);
    complete_distances(cells);
}

/* ---- topology ---- */

static void topology(struct cpu_topology *topology)
{
    if (!topology->dies.given)
        topology->dies = number(1);
    if (!topology->clusters.given)
        topology->clusters = number(1);
}

/* A feature that is only named is one that the host must have. */
static void features(const GPtrArray *features)
{
    for (unsigned i = 0; i < features->len; i++) {
        struct cpu_feature *feature = features->pdata[i];

        if (!feature->policy)
            feature->policy = CPU_POLICY_REQUIRE;
    }
}

void defaults_cpu(struct domain *domain, const struct profile *profile)
{
    if (!domain->cpu)
        domain->cpu = element_new(&cpu_element);
    model(domain, profile);
    features(domain->cpu->features);
    if (domain->cpu->topology)
        topology(domain->cpu->topology);
    if (domain->cpu->numa)
        numa(domain);
}
