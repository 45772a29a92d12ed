/* qemu/address_pci_plan.h - all PCI devices of a domain and the buses they are to sit on.
 *
 * Places are chosen twice.  A first plan, on trial, finds out how many buses it takes; the controllers that
 * make them are added to the domain; the second plan, which knows them, is the one that counts and complains.
 * A plan changes no device until pci_plan_write.
 */
#pragma once

#include "qemu/address_parts.h"
#include "qemu/address_pci_bus.h"
#include "qemu/machine.h"

/* A device with its place. */
struct pci_item {
    enum device_kind kind;
    struct device_info *device;
    enum pci_plug plug;
    bool placed;
    struct pci_spot spot;
};

struct pci_plan {
    struct devices *devices;
    enum board board;
    struct report *report; /* NULL: on trial */
    struct pci_buses *buses;
    GArray *items; /* struct pci_item, in the order in which they are placed */
};

/* Collects the devices, and the buses of the controllers.  Free with pci_plan_clear. */
void pci_plan_init(struct pci_plan *plan, struct devices *devices, enum board board, struct report *report);
void pci_plan_clear(struct pci_plan *plan);

/* Puts an item at a free spot. */
void pci_plan_put(struct pci_plan *plan, struct pci_item *item, struct pci_spot spot);

/* Looks for the first free spot for a plug; on trial buses are added for it.  False if there is none. */
bool pci_plan_find(struct pci_plan *plan, enum pci_plug plug, struct pci_spot *ret);

/* The same, and puts the item there. */
bool pci_plan_place(struct pci_plan *plan, struct pci_item *item);

/* Puts each item where the document wants it. */
void pci_plan_claim(struct pci_plan *plan);

/* Keeps the places of the board's own parts, and gives devices that have a customary place theirs if it is
 * free (address_pci_board.c). */
void pci_plan_reserve_board(struct pci_plan *plan);
void pci_plan_customary(struct pci_plan *plan);

/* The place of an USB 2 companion: the slot of its group, a function of its own (address_pci_board.c).  False
 * if the item is none. */
bool pci_plan_place_companion(struct pci_plan *plan, struct pci_item *item);

/* Writes the places into the devices. */
void pci_plan_write(struct pci_plan *plan);
