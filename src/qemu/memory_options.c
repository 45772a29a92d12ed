#include "qemu/memory_backend.h"

enum { KIB = 1024 };

static uint64_t cells_memory(const struct cpu_numa *numa)
{
    uint64_t total = 0;

    for (unsigned i = 0; i < numa->cells->len; i++)
        total += memory_backend_round(((const struct numa_cell *)numa->cells->pdata[i])->memory.value);
    return total;
}

/* What the guest has at the start, without memory that is plugged in. */
static uint64_t initial_memory(const struct builder *builder)
{
    const struct domain *domain = builder->domain;
    uint64_t plugged = builder_plugged_memory(builder);

    if (builder_guest_numa(builder))
        return cells_memory(builder_guest_numa(builder));
    return memory_backend_round(domain->memory.value > plugged ? domain->memory.value - plugged : domain->memory.value);
}

static void whole_memory(struct builder *builder, uint64_t size)
{
    struct profile_machine machine;

    if (!profile_machine_resolve(builder->profile, builder->domain->os->machine, &machine) || !machine.default_ram_id)
        return;
    memory_backend_add(builder, &(struct memory_backend){.id = machine.default_ram_id, .size = size, .whole = true});
}

void builder_memory(struct builder *builder)
{
    const struct domain *domain = builder->domain;
    uint64_t size = initial_memory(builder);
    GString *list = g_string_new(NULL);

    list_format(list, "size", "%" G_GUINT64_FORMAT "k", size / KIB);
    if (domain->max_memory.given) {
        if (domain->max_memory_slots.value > 0)
            list_number(list, "slots", domain->max_memory_slots);
        list_format(list, "maxmem", "%" G_GUINT64_FORMAT "k", memory_backend_round(domain->max_memory.value) / KIB);
    }
    builder_list(builder, "-m", list);
    if (!builder_guest_numa(builder))
        whole_memory(builder, size);
    builder_option(
        builder, "-overcommit",
        g_strdup_printf("mem-lock=%s", domain->memory_backing && domain->memory_backing->locked ? "on" : "off"));
}

/* ---- I/O threads ---- */

static void add_iothread(struct builder *builder, uint64_t id, const struct iothread *thread)
{
    struct json_object *props = json_pair("qom-type", "iothread");

    props_format(props, "id", "iothread%" G_GUINT64_FORMAT, id);
    if (thread) {
        props_number(props, "thread-pool-min", thread->thread_pool_min);
        props_number(props, "thread-pool-max", thread->thread_pool_max);
        props_number(props, "poll-max-ns", thread->poll_max);
        props_number(props, "poll-grow", thread->poll_grow);
        props_number(props, "poll-shrink", thread->poll_shrink);
    }
    builder_json(builder, "-object", props);
}

static bool iothread_is_listed(const struct domain *domain, uint64_t id)
{
    for (unsigned i = 0; i < domain->iothread_list->len; i++) {
        if (((const struct iothread *)domain->iothread_list->pdata[i])->id.value == id)
            return true;
    }
    return false;
}

/* The listed ones; then, up to the number that is asked for, ones that have only an id, the lowest free. */
void builder_iothreads(struct builder *builder)
{
    const struct domain *domain = builder->domain;
    uint64_t left = domain->iothreads.given ? domain->iothreads.value : 0;

    for (unsigned i = 0; i < domain->iothread_list->len; i++) {
        const struct iothread *thread = domain->iothread_list->pdata[i];

        add_iothread(builder, thread->id.value, thread);
        left = left > 0 ? left - 1 : 0;
    }
    for (uint64_t id = 1; left > 0; id++) {
        if (iothread_is_listed(domain, id))
            continue;
        add_iothread(builder, id, NULL);
        left--;
    }
    if (domain->default_iothread_pool_min.given || domain->default_iothread_pool_max.given) {
        struct json_object *props = json_pair("qom-type", "main-loop");

        props_text(props, "id", "main-loop");
        props_number(props, "thread-pool-min", domain->default_iothread_pool_min);
        props_number(props, "thread-pool-max", domain->default_iothread_pool_max);
        builder_object(builder, props, domain->where);
    }
}
