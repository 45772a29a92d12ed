/* qemu/address_pci_bus.h - PCI buses, their slots, and who sits where; knows no domain.
 *
 * A bus is what a PCI controller offers: the first bus of the machine, the slots behind a bridge, the single
 * slot of a root port.  Each kind takes certain plugs: what a device (or another controller) needs.  A
 * device that chooses no place gets the first free slot of the first bus that takes its plug, so that the
 * same devices in the same order always get the same places.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PCI_SLOTS = 32,
    PCI_FUNCTIONS = 8,
    PCI_BUSES = 256,
};

enum pci_bus_kind {
    PCI_BUS_ABSENT, /* no controller has this number */
    PCI_BUS_ROOT,
    PCI_BUS_BRIDGE,
    PCI_BUS_EXPANDER,
    PCI_BUS_EXPRESS_ROOT,
    PCI_BUS_EXPRESS_EXPANDER,
    PCI_BUS_ROOT_PORT,
    PCI_BUS_FIXED_ROOT_PORT, /* nothing is plugged in or out while the guest runs */
    PCI_BUS_UPSTREAM_PORT,
    PCI_BUS_DOWNSTREAM_PORT,
    PCI_BUS_FIXED_DOWNSTREAM_PORT,
    PCI_BUS_DMI_BRIDGE,
    PCI_BUS_EXPRESS_TO_PCI_BRIDGE,
    PCI_BUS_KIND_COUNT,
};

/* What is plugged in.  An endpoint is everything that is no PCI controller. */
enum pci_plug {
    PCI_PLUG_NONE,
    PCI_PLUG_CONVENTIONAL, /* endpoint */
    PCI_PLUG_EXPRESS,      /* endpoint */
    PCI_PLUG_REMOVABLE,    /* Express endpoint that is plugged out and in while the guest runs */
    PCI_PLUG_INTEGRATED,   /* endpoint that belongs to the root complex, such as an IOMMU */
    PCI_PLUG_BRIDGE,
    PCI_PLUG_EXPANDER,
    PCI_PLUG_EXPRESS_EXPANDER,
    PCI_PLUG_ROOT_PORT, /* root ports share a slot, one for each function */
    PCI_PLUG_UPSTREAM_PORT,
    PCI_PLUG_DOWNSTREAM_PORT,
    PCI_PLUG_DMI_BRIDGE,
    PCI_PLUG_EXPRESS_TO_PCI_BRIDGE,
    PCI_PLUG_COUNT,
};

/* The place of a device. */
struct pci_spot {
    unsigned bus, slot, function;
};

/* Who sits at a spot: a part of the machine itself, or a device of whatever kind; not owned. */
struct pci_owner {
    const char *part; /* "ISA bridge"; NULL: a device */
    unsigned kind;
    const void *device;
};

struct pci_buses;
typedef struct pci_buses pci_buses_t;

struct pci_buses *pci_buses_new(void);
void pci_buses_free(struct pci_buses *buses);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pci_buses_t, pci_buses_free)

unsigned pci_buses_count(const struct pci_buses *buses);
/* PCI_BUS_ABSENT for a number that no controller has. */
enum pci_bus_kind pci_bus_kind(const struct pci_buses *buses, unsigned bus);
/* Says what the bus with this number is; the numbers below exist from now on, too. */
void pci_bus_set(struct pci_buses *buses, unsigned bus, enum pci_bus_kind kind);

/* Whether a document may put a plug on the bus.  More than is done without being asked: endpoints of any sort
 * may sit on any bus that takes endpoints. */
bool pci_bus_takes(const struct pci_buses *buses, unsigned bus, enum pci_plug plug);
/* The first and the last slot of the bus. */
void pci_bus_slots(const struct pci_buses *buses, unsigned bus, unsigned *first, unsigned *last);

/* The owner of a spot, NULL if it is free.  The spot must exist. */
const struct pci_owner *pci_spot_owner(const struct pci_buses *buses, struct pci_spot spot);
/* The bits of the functions in use, of a slot. */
unsigned pci_slot_functions(const struct pci_buses *buses, unsigned bus, unsigned slot);
/* Gives a free spot to an owner. */
void pci_spot_take(struct pci_buses *buses, struct pci_spot spot, enum pci_plug plug, struct pci_owner owner);

/* The first free spot for a plug; false if there is none. */
bool pci_spot_find(const struct pci_buses *buses, enum pci_plug plug, struct pci_spot *ret);

/* Adds the bus (or the two) that gives the plug a place; false if the machine knows none that could be added,
 * or if there are too many already. */
bool pci_buses_extend(struct pci_buses *buses, enum pci_plug plug);
