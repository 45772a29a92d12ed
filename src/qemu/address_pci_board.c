#include "qemu/address_pci_plan.h"

/* Places that the boards themselves use or that are customary, as documented for QEMU's machines; what sits
 * there on the real board sits there on QEMU's, too. */
enum {
    PC_SLOT = 0x01, /* the PIIX3: ISA bridge, IDE, USB, power management */
    PC_IDE_FUNCTION = 1,
    PC_USB_FUNCTION = 2,
    PC_VIDEO_SLOT = 0x02,
    Q35_VIDEO_SLOT = 0x01,
    Q35_USB_SLOT = 0x1d,
    Q35_SECOND_USB_SLOT = 0x1a,
    Q35_SOUND_SLOT = 0x1b,
    Q35_DMI_BRIDGE_SLOT = 0x1e,
    Q35_SLOT = 0x1f, /* the ICH9: ISA bridge, SATA, SMBus */
    Q35_SATA_FUNCTION = 2,
};

static const struct board_part {
    enum board board;
    unsigned slot, function;
    const char *name;
} board_parts[] = {
    {BOARD_PC, PC_SLOT, 0, "ISA bridge"},
    {BOARD_PC, PC_SLOT, 3, "power management"},
    {BOARD_Q35, Q35_SLOT, 0, "ISA bridge"},
    {BOARD_Q35, Q35_SLOT, 3, "SMBus"},
};

void pci_plan_reserve_board(struct pci_plan *plan)
{
    if (pci_buses_count(plan->buses) == 0)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(board_parts); i++)
        if (board_parts[i].board == plan->board)
            pci_spot_take(plan->buses, (struct pci_spot){0, board_parts[i].slot, board_parts[i].function},
                          PCI_PLUG_CONVENTIONAL, (struct pci_owner){.part = board_parts[i].name});
}

/* ---- controllers on the board ---- */

static const struct controller *as_controller(const struct pci_item *item)
{
    return item->kind == DEVICE_CONTROLLER ? (const struct controller *)item->device : NULL;
}

/* The function on the board that the first controller of a type is; -1: it is not on the board. */
static int board_function(enum board board, const struct controller *controller)
{
    if (!controller || controller->index.value != 0)
        return -1;
    if (board == BOARD_PC && controller->type == CONTROLLER_IDE)
        return PC_IDE_FUNCTION;
    if (board == BOARD_PC && controller->type == CONTROLLER_USB && controller->usb_model == USB_PIIX3_UHCI)
        return PC_USB_FUNCTION;
    if (board == BOARD_Q35 && controller->type == CONTROLLER_SATA)
        return Q35_SATA_FUNCTION;
    return -1;
}

static void complain_of_board_place(struct pci_plan *plan, const struct pci_item *item, struct pci_spot spot)
{
    g_autofree char *text = NULL;

    if (!plan->report)
        return;
    text = address_device_text(item->kind, item->device);
    complain(plan->report, SEVERITY_ERROR, "address.pci-board",
             item->device->address ? item->device->address->where : item->device->where,
             "leave out its address, and keep the place free of others",
             "%s is a part of the machine's board and can only have PCI address 0000:00:%02x.%x", text, spot.slot,
             spot.function);
}

static void place_on_board(struct pci_plan *plan, struct pci_item *item)
{
    int function = board_function(plan->board, as_controller(item));
    struct pci_spot spot = {0, plan->board == BOARD_PC ? PC_SLOT : Q35_SLOT, (unsigned)function};

    if (function < 0)
        return;
    if (item->placed) {
        if (item->spot.bus != 0 || item->spot.slot != spot.slot || item->spot.function != spot.function)
            complain_of_board_place(plan, item, spot);
    } else if (pci_spot_owner(plan->buses, spot)) {
        complain_of_board_place(plan, item, spot);
        item->placed = true;
    } else {
        pci_plan_put(plan, item, spot);
    }
}

/* ---- customary places ---- */

static bool slot_is_free(const struct pci_plan *plan, unsigned slot)
{
    return pci_slot_functions(plan->buses, 0, slot) == 0;
}

/* The customary slot of a device on q35; 0 if it has none. */
static unsigned q35_slot(const struct pci_plan *plan, const struct pci_item *item)
{
    const struct controller *controller = as_controller(item);

    if (item->kind == DEVICE_SOUND && ((const struct sound *)item->device)->model == SOUND_ICH9)
        return Q35_SOUND_SLOT;
    if (!controller)
        return 0;
    if (controller->type == CONTROLLER_PCI && controller->pci_model == DMI_TO_PCI_BRIDGE)
        return Q35_DMI_BRIDGE_SLOT;
    if (controller->type == CONTROLLER_USB && controller->usb_model == USB_ICH9_UHCI1)
        return slot_is_free(plan, Q35_USB_SLOT) ? Q35_USB_SLOT : Q35_SECOND_USB_SLOT;
    return 0;
}

static bool is_primary_video(const struct pci_plan *plan, const struct pci_item *item)
{
    return item->kind == DEVICE_VIDEO && item->device == plan->devices->videos->pdata[0];
}

static unsigned customary_slot(const struct pci_plan *plan, const struct pci_item *item)
{
    if (is_primary_video(plan, item))
        return plan->board == BOARD_PC ? PC_VIDEO_SLOT : Q35_VIDEO_SLOT;
    return plan->board == BOARD_Q35 ? q35_slot(plan, item) : 0;
}

void pci_plan_customary(struct pci_plan *plan)
{
    if (pci_buses_count(plan->buses) == 0 || (plan->board != BOARD_PC && plan->board != BOARD_Q35))
        return;
    for (unsigned i = 0; i < plan->items->len; i++) {
        struct pci_item *item = &g_array_index(plan->items, struct pci_item, i);
        unsigned slot;

        place_on_board(plan, item);
        slot = item->placed ? 0 : customary_slot(plan, item);
        if (slot > 0 && slot_is_free(plan, slot))
            pci_plan_put(plan, item, (struct pci_spot){0, slot, 0});
    }
}

/* ---- USB 2: one slot for a controller and its companions ---- */

static int companion_function(const struct controller *controller)
{
    if (!controller || controller->type != CONTROLLER_USB)
        return -1;
    switch (controller->usb_model) {
    case USB_ICH9_EHCI1:
        return 7;
    case USB_ICH9_UHCI1:
        return 0;
    case USB_ICH9_UHCI2:
        return 1;
    case USB_ICH9_UHCI3:
        return 2;
    default:
        return -1;
    }
}

/* The place of another member of the group; false if none has one yet. */
static bool find_group(const struct pci_plan *plan, const struct controller *controller, struct pci_spot *ret)
{
    for (unsigned i = 0; i < plan->items->len; i++) {
        const struct pci_item *item = &g_array_index(plan->items, struct pci_item, i);
        const struct controller *other = as_controller(item);

        if (!item->placed || companion_function(other) < 0 || other->index.value != controller->index.value)
            continue;
        *ret = item->spot;
        return true;
    }
    return false;
}

bool pci_plan_place_companion(struct pci_plan *plan, struct pci_item *item)
{
    int function = companion_function(as_controller(item));
    struct pci_spot spot;

    if (function < 0)
        return false;
    if (!find_group(plan, as_controller(item), &spot) && !pci_plan_find(plan, item->plug, &spot))
        return false;
    spot.function = (unsigned)function;
    if (pci_spot_owner(plan->buses, spot))
        return false;
    pci_plan_put(plan, item, spot);
    return true;
}
