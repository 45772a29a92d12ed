#include "qemu/defaults_parts.h"

#include "xml/kind.h"

#include <string.h>

/* A row of <cputune> names a set of threads; the canonical form has a row for each thread. */
struct split {
    GPtrArray *into;
    const void *from;   /* the row that is split, a struct of `size` bytes */
    size_t size, names; /* where in it the set stands */
};

static char **set_of(void *row, size_t names)
{
    return (char **)((char *)row + names);
}

static void add_thread(unsigned thread, void *data)
{
    const struct split *split = data;
    void *row = g_memdup2(split->from, split->size);

    *set_of(row, split->names) = g_strdup_printf("%u", thread);
    g_ptr_array_add(split->into, row);
}

static gint compare_threads(gconstpointer a, gconstpointer b, gpointer names)
{
    unsigned long x = strtoul(*set_of(*(void *const *)a, *(size_t *)names), NULL, 10);
    unsigned long y = strtoul(*set_of(*(void *const *)b, *(size_t *)names), NULL, 10);

    return (x > y) - (x < y);
}

static void split_rows(GPtrArray *rows, size_t size, size_t names)
{
    g_autoptr(GPtrArray) sets = g_ptr_array_copy(rows, NULL, NULL);

    g_ptr_array_set_size(rows, 0);
    for (unsigned i = 0; i < sets->len; i++) {
        void *set = sets->pdata[i];

        cpuset_foreach(*set_of(set, names), add_thread, &(struct split){rows, set, size, names});
        g_free(*set_of(set, names));
        g_free(set);
    }
    g_ptr_array_sort_with_data(rows, compare_threads, &names);
}

/* libvirt's number for "no limit", in bytes; saying it is saying nothing. */
#define UNLIMITED (UINT64_C(9007199254740991) * 1024)

static void limit(struct number *bytes)
{
    if (bytes->given && bytes->value >= UNLIMITED)
        *bytes = (struct number){0};
}

static void memory_limits(struct domain *domain)
{
    struct memtune *tune = domain->memtune;

    limit(&tune->hard_limit);
    limit(&tune->soft_limit);
    limit(&tune->swap_hard_limit);
    if (!tune->hard_limit.given && !tune->soft_limit.given && !tune->swap_hard_limit.given &&
        !tune->min_guarantee.given)
        g_clear_pointer(&domain->memtune, g_free);
}

static void schedulers(struct cputune *tune)
{
    split_rows(tune->vcpuscheds, sizeof(struct vcpusched), offsetof(struct vcpusched, vcpus));
    split_rows(tune->iothreadscheds, sizeof(struct iothreadsched), offsetof(struct iothreadsched, iothreads));
}

static gint compare_pins(gconstpointer a, gconstpointer b)
{
    const struct vcpupin *x = *(void *const *)a, *y = *(void *const *)b;

    return (x->vcpu.value > y->vcpu.value) - (x->vcpu.value < y->vcpu.value);
}

void defaults_tuning(struct domain *domain)
{
    if (domain->memtune)
        memory_limits(domain);
    if (!domain->cputune)
        return;
    schedulers(domain->cputune);
    g_ptr_array_sort(domain->cputune->vcpupins, compare_pins);
}
