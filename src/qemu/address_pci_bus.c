#include "qemu/address_pci_bus.h"

#include <string.h>

#define PLUG(name_) (1U << PCI_PLUG_##name_)
#define ENDPOINTS (PLUG(CONVENTIONAL) | PLUG(EXPRESS) | PLUG(REMOVABLE) | PLUG(INTEGRATED))
#define BEHIND_PORT (PLUG(EXPRESS) | PLUG(UPSTREAM_PORT) | PLUG(EXPRESS_TO_PCI_BRIDGE))

/* What a bus takes by itself, and what else a document may put there. */
static const struct {
    unsigned takes, allows;
    unsigned first_slot, last_slot;
} kinds[PCI_BUS_KIND_COUNT] = {
    [PCI_BUS_ROOT] = {PLUG(CONVENTIONAL) | PLUG(BRIDGE) | PLUG(EXPANDER), ENDPOINTS, 1, 31},
    [PCI_BUS_BRIDGE] = {PLUG(CONVENTIONAL) | PLUG(BRIDGE), ENDPOINTS, 1, 31},
    [PCI_BUS_EXPANDER] = {PLUG(CONVENTIONAL) | PLUG(BRIDGE), ENDPOINTS, 0, 31},
    /* Nothing can be plugged in or out of a root complex while the guest runs, so a root port is preferred. */
    [PCI_BUS_EXPRESS_ROOT] = {PLUG(INTEGRATED) | PLUG(ROOT_PORT) | PLUG(DMI_BRIDGE) | PLUG(EXPRESS_EXPANDER),
                              ENDPOINTS | PLUG(EXPRESS_TO_PCI_BRIDGE), 1, 31},
    [PCI_BUS_EXPRESS_EXPANDER] = {PLUG(ROOT_PORT) | PLUG(DMI_BRIDGE), 0, 0, 31},
    [PCI_BUS_ROOT_PORT] = {BEHIND_PORT | PLUG(REMOVABLE), ENDPOINTS, 0, 0},
    [PCI_BUS_FIXED_ROOT_PORT] = {BEHIND_PORT, ENDPOINTS, 0, 0},
    [PCI_BUS_UPSTREAM_PORT] = {PLUG(DOWNSTREAM_PORT), 0, 0, 31},
    [PCI_BUS_DOWNSTREAM_PORT] = {BEHIND_PORT | PLUG(REMOVABLE), ENDPOINTS, 0, 0},
    [PCI_BUS_FIXED_DOWNSTREAM_PORT] = {BEHIND_PORT, ENDPOINTS, 0, 0},
    [PCI_BUS_DMI_BRIDGE] = {PLUG(BRIDGE), ENDPOINTS, 0, 31},
    [PCI_BUS_EXPRESS_TO_PCI_BRIDGE] = {PLUG(CONVENTIONAL) | PLUG(BRIDGE), ENDPOINTS, 1, 31},
};

struct pci_slot {
    uint8_t functions; /* a bit for each that is in use */
    bool shared;       /* by root ports only: the next may join */
    struct pci_owner owners[PCI_FUNCTIONS];
};

struct pci_bus {
    enum pci_bus_kind kind;
    struct pci_slot slots[PCI_SLOTS];
};

struct pci_buses {
    GPtrArray *list; /* struct pci_bus * */
};

struct pci_buses *pci_buses_new(void)
{
    struct pci_buses *buses = g_new0(struct pci_buses, 1);

    buses->list = g_ptr_array_new_with_free_func(g_free);
    return buses;
}

void pci_buses_free(struct pci_buses *buses)
{
    if (!buses)
        return;
    g_ptr_array_unref(buses->list);
    g_free(buses);
}

static struct pci_bus *bus_at(const struct pci_buses *buses, unsigned bus)
{
    return buses->list->pdata[bus];
}

unsigned pci_buses_count(const struct pci_buses *buses)
{
    return buses->list->len;
}

enum pci_bus_kind pci_bus_kind(const struct pci_buses *buses, unsigned bus)
{
    return bus < buses->list->len ? bus_at(buses, bus)->kind : PCI_BUS_ABSENT;
}

void pci_bus_set(struct pci_buses *buses, unsigned bus, enum pci_bus_kind kind)
{
    while (buses->list->len <= bus)
        g_ptr_array_add(buses->list, g_new0(struct pci_bus, 1));
    bus_at(buses, bus)->kind = kind;
}

bool pci_bus_takes(const struct pci_buses *buses, unsigned bus, enum pci_plug plug)
{
    enum pci_bus_kind kind = pci_bus_kind(buses, bus);

    return (kinds[kind].takes | kinds[kind].allows) & (1U << plug);
}

void pci_bus_slots(const struct pci_buses *buses, unsigned bus, unsigned *first, unsigned *last)
{
    enum pci_bus_kind kind = pci_bus_kind(buses, bus);

    *first = kinds[kind].first_slot;
    *last = kinds[kind].last_slot;
}

const struct pci_owner *pci_spot_owner(const struct pci_buses *buses, struct pci_spot spot)
{
    const struct pci_slot *slot = &bus_at(buses, spot.bus)->slots[spot.slot];

    return slot->functions & (1U << spot.function) ? &slot->owners[spot.function] : NULL;
}

unsigned pci_slot_functions(const struct pci_buses *buses, unsigned bus, unsigned slot)
{
    return bus_at(buses, bus)->slots[slot].functions;
}

void pci_spot_take(struct pci_buses *buses, struct pci_spot spot, enum pci_plug plug, struct pci_owner owner)
{
    struct pci_slot *slot = &bus_at(buses, spot.bus)->slots[spot.slot];

    slot->shared = plug == PCI_PLUG_ROOT_PORT && (slot->functions == 0 || slot->shared);
    slot->functions |= (uint8_t)(1U << spot.function);
    slot->owners[spot.function] = owner;
}

/* The first function of a slot that a plug may have; PCI_FUNCTIONS if there is none. */
static unsigned free_function(const struct pci_slot *slot, enum pci_plug plug)
{
    if (slot->functions == 0)
        return 0;
    if (plug != PCI_PLUG_ROOT_PORT || !slot->shared)
        return PCI_FUNCTIONS;
    for (unsigned function = 0; function < PCI_FUNCTIONS; function++)
        if (!(slot->functions & (1U << function)))
            return function;
    return PCI_FUNCTIONS;
}

static bool find_on_bus(const struct pci_bus *bus, enum pci_plug plug, struct pci_spot *ret)
{
    if (!(kinds[bus->kind].takes & (1U << plug)))
        return false;
    for (unsigned slot = kinds[bus->kind].first_slot; slot <= kinds[bus->kind].last_slot; slot++) {
        unsigned function = free_function(&bus->slots[slot], plug);

        if (function == PCI_FUNCTIONS)
            continue;
        ret->slot = slot;
        ret->function = function;
        return true;
    }
    return false;
}

bool pci_spot_find(const struct pci_buses *buses, enum pci_plug plug, struct pci_spot *ret)
{
    for (unsigned i = 0; i < buses->list->len; i++)
        if (find_on_bus(bus_at(buses, i), plug, ret)) {
            ret->bus = i;
            return true;
        }
    return false;
}

static bool add_bus(struct pci_buses *buses, enum pci_bus_kind kind)
{
    if (buses->list->len >= PCI_BUSES)
        return false;
    pci_bus_set(buses, buses->list->len, kind);
    return true;
}

static bool takes_bridges(const struct pci_buses *buses)
{
    for (unsigned i = 0; i < buses->list->len; i++)
        if (kinds[bus_at(buses, i)->kind].takes & PLUG(BRIDGE))
            return true;
    return false;
}

/* Conventional PCI within PCI Express begins behind a root port. */
static bool add_conventional(struct pci_buses *buses)
{
    struct pci_spot spot;

    if (takes_bridges(buses))
        return add_bus(buses, PCI_BUS_BRIDGE);
    if (!pci_spot_find(buses, PCI_PLUG_EXPRESS_TO_PCI_BRIDGE, &spot) && !add_bus(buses, PCI_BUS_ROOT_PORT))
        return false;
    return add_bus(buses, PCI_BUS_EXPRESS_TO_PCI_BRIDGE);
}

bool pci_buses_extend(struct pci_buses *buses, enum pci_plug plug)
{
    bool express = pci_bus_kind(buses, 0) == PCI_BUS_EXPRESS_ROOT;

    switch (plug) {
    case PCI_PLUG_CONVENTIONAL:
        return buses->list->len > 0 && add_conventional(buses);
    case PCI_PLUG_EXPRESS:
    case PCI_PLUG_REMOVABLE:
    case PCI_PLUG_UPSTREAM_PORT:
    case PCI_PLUG_EXPRESS_TO_PCI_BRIDGE:
        return express && add_bus(buses, PCI_BUS_ROOT_PORT);
    default:
        return false;
    }
}
