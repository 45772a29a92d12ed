#include "qemu/address_places.h"

#include "qemu/address_parts.h"

/* Modules that are plugged into a slot for memory; the virtio ones are PCI devices. */
static bool has_slot(const struct memdev *module)
{
    return module->model == MEMDEV_DIMM || module->model == MEMDEV_NVDIMM;
}

static void claim(struct places *places, const struct memdev *module, const struct number *slots, struct report *report)
{
    const struct address *address = module->info.address;
    g_autofree char *what = g_strdup_printf("memory slot %u", (unsigned)address->slot.value);

    places_claim(places, address->slot.value, DEVICE_MEMORY, &module->info, "address.memory-slot", what, report);
    if (slots->given && address->slot.value >= slots->value)
        complain(report, SEVERITY_ERROR, "address.memory-slot", address->where, "raise <maxMemory slots=…>",
                 "<memory> has %s, and the machine has %u slots, from 0 on", what, (unsigned)slots->value);
}

static void place(struct places *places, struct memdev *module)
{
    struct address *address = address_make(&module->info, ADDRESS_DIMM);
    uint64_t slot = 0;

    if (!address || address->slot.given)
        return;
    while (places_taken(places, slot))
        slot++;
    address->slot = number(slot);
    places_take(places, slot, DEVICE_MEMORY, &module->info);
}

void address_dimm(struct domain *domain, struct report *report)
{
    const GPtrArray *modules = domain->devices->memories;
    g_autoptr(places_t) places = places_new();

    for (unsigned i = 0; i < modules->len; i++) {
        const struct memdev *module = modules->pdata[i];

        if (address_is(&module->info, ADDRESS_DIMM) && module->info.address->slot.given)
            claim(places, module, &domain->max_memory_slots, report);
    }
    for (unsigned i = 0; i < modules->len; i++)
        if (has_slot(modules->pdata[i]))
            place(places, modules->pdata[i]);
}
