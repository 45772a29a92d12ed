#include "domain/rule_parts.h"

static const char *model_of(const struct memdev *memory)
{
    return enum_name(&memdev_model_names, memory->model);
}

static bool is_power_of_two(uint64_t value)
{
    return value && (value & (value - 1)) == 0;
}

static void blocks(const struct domain *domain, const void *device, const struct rule *rule,
                   const struct rule_options *options, struct report *report)
{
    const struct memdev *memory = device;
    uint64_t block = memory->block.value;

    if (memory->model != MEMDEV_VIRTIO_MEM)
        return;
    if (memory->block.given && !is_power_of_two(block))
        rule_error(rule, report, memory->info.where, "use 2 MiB",
                   "<block> of a memory device is %" G_GUINT64_FORMAT " bytes, expected a power of two", block);
    if (memory->requested.value > memory->size.value)
        rule_error(rule, report, memory->info.where, NULL,
                   "<requested> of a memory device is %" G_GUINT64_FORMAT " bytes, expected at most its <size> of "
                   "%" G_GUINT64_FORMAT,
                   memory->requested.value, memory->size.value);
    if (block && memory->requested.value % block != 0)
        rule_error(rule, report, memory->info.where, NULL,
                   "<requested> of a memory device is %" G_GUINT64_FORMAT
                   " bytes, expected a multiple of its <block> of "
                   "%" G_GUINT64_FORMAT,
                   memory->requested.value, block);
}

enum { LABEL_MIN = 128 * 1024 };

static void label(const struct domain *domain, const void *device, const struct rule *rule,
                  const struct rule_options *options, struct report *report)
{
    const struct memdev *memory = device;

    if (!memory->label_size.given)
        return;
    if (memory->label_size.value < LABEL_MIN)
        rule_error(rule, report, memory->info.where, NULL,
                   "<label> of an nvdimm is %" G_GUINT64_FORMAT " bytes, expected at least 128 KiB",
                   memory->label_size.value);
    if (memory->label_size.value >= memory->size.value)
        rule_error(rule, report, memory->info.where, NULL,
                   "<label> of an nvdimm is %" G_GUINT64_FORMAT " bytes, expected less than its <size> of "
                   "%" G_GUINT64_FORMAT,
                   memory->label_size.value, memory->size.value);
}

static void node(const struct domain *domain, const void *device, const struct rule *rule,
                 const struct rule_options *options, struct report *report)
{
    const struct memdev *memory = device;
    unsigned cells = domain->cpu && domain->cpu->numa ? domain->cpu->numa->cells->len : 0;

    if (memory->model == MEMDEV_VIRTIO_PMEM && memory->node.given)
        rule_error(rule, report, memory->info.where, "remove <node>",
                   "a memory device has <node> and the model 'virtio-pmem', which is at none");
    else if (memory->node.given && cells && memory->node.value >= cells)
        rule_error(rule, report, memory->info.where, NULL,
                   "a memory device is at NUMA node %" G_GUINT64_FORMAT ", but the guest has %u, counted from 0",
                   memory->node.value, cells);
}

/* ---- addresses ---- */

static const uint64_t model_addresses[MEMDEV_MODEL_COUNT] = {
    [MEMDEV_DIMM] = BIT(ADDRESS_DIMM),
    [MEMDEV_NVDIMM] = BIT(ADDRESS_DIMM),
    [MEMDEV_VIRTIO_PMEM] = BIT(ADDRESS_PCI) | BIT(ADDRESS_CCW),
    [MEMDEV_VIRTIO_MEM] = BIT(ADDRESS_PCI) | BIT(ADDRESS_CCW),
};

static void address_type(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct memdev *memory = device;
    const struct address *address = memory->info.address;
    g_autofree char *expected = rule_names(&address_type_names, model_addresses[memory->model]);

    if (address && !(model_addresses[memory->model] & BIT(address->type)))
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "a memory device has the model '%s' and an address of type '%s', expected %s", model_of(memory),
                   enum_name(&address_type_names, address->type), *expected ? expected : "none");
}

static struct number base_of(const struct memdev *memory)
{
    const struct address *address = memory->info.address;

    if (memory->base.given)
        return memory->base;
    return address && address->type == ADDRESS_DIMM ? address->base : (struct number){0};
}

static void overlap(const struct domain *domain, const void *device, const struct rule *rule,
                    const struct rule_options *options, struct report *report)
{
    const struct memdev *memory = device;
    const GPtrArray *all = domain->devices->memories;
    struct number base = base_of(memory);

    for (unsigned i = 0; base.given && i < all->len && all->pdata[i] != memory; i++) {
        const struct memdev *other = all->pdata[i];
        struct number start = base_of(other);

        if (start.given && base.value < start.value + other->size.value &&
            start.value < base.value + memory->size.value)
            rule_error(rule, report, memory->info.where, "leave the addresses out to have them chosen",
                       "two memory devices overlap: one begins at 0x%" G_GINT64_MODIFIER
                       "x, the other in line %u at 0x%" G_GINT64_MODIFIER "x with 0x%" G_GINT64_MODIFIER "x bytes",
                       base.value, other->info.where.line, start.value, other->size.value);
    }
}

const struct rule memdev_rules[] = {
    {"memory-device.block", .kind = DEVICE_MEMORY, .check_device = blocks},
    {"memory-device.label", .kind = DEVICE_MEMORY, .check_device = label},
    {"memory-device.node", .kind = DEVICE_MEMORY, .check_device = node},
    {"memory-device.address-type", .kind = DEVICE_MEMORY, .check_device = address_type},
    {"memory-device.overlap", .kind = DEVICE_MEMORY, .check_device = overlap},
    {NULL},
};
