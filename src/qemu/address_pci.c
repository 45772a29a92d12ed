#include "qemu/address_pci_plan.h"

#include "qemu/address_pci_plug.h"
#include "qemu/defaults_parts.h"

static struct pci_item *item_at(const struct pci_plan *plan, unsigned i)
{
    return &g_array_index(plan->items, struct pci_item, i);
}

/* ---- a plan ---- */

static void complain_of_no_place(struct pci_plan *plan, const struct pci_item *item)
{
    g_autofree char *text = NULL;

    if (!plan->report)
        return;
    text = address_device_text(item->kind, item->device);
    if (pci_buses_count(plan->buses) == 0)
        complain(plan->report, SEVERITY_ERROR, "address.pci-none", item->device->where,
                 "leave it out, or choose another machine type", "%s needs PCI, and this machine has none", text);
    else
        complain(plan->report, SEVERITY_ERROR, "address.pci-full", item->device->where,
                 "give it an address, or add a controller that has room",
                 "%s finds no free PCI slot that fits, and none can be added", text);
}

/* Puts all devices at their places.  Tells whether the document itself left any room for another. */
static bool make_plan(struct pci_plan *plan)
{
    struct pci_spot spot;
    bool room;

    pci_plan_reserve_board(plan);
    pci_plan_claim(plan);
    pci_plan_customary(plan);
    room = pci_spot_find(plan->buses, PCI_PLUG_CONVENTIONAL, &spot);
    for (unsigned i = 0; i < plan->items->len; i++) {
        struct pci_item *item = item_at(plan, i);

        if (!item->placed && !pci_plan_place_companion(plan, item) && !pci_plan_place(plan, item))
            complain_of_no_place(plan, item);
    }
    return room;
}

/* ---- controllers that are missing ---- */

static uint64_t highest_bus(const struct devices *devices)
{
    uint64_t highest = 0;

    for (unsigned i = 0; i < devices->controllers->len; i++) {
        const struct controller *controller = devices->controllers->pdata[i];

        if (controller->type == CONTROLLER_PCI)
            highest = MAX(highest, controller->index.value);
    }
    return highest;
}

/* A place kept for whatever the user plugs in later: a root port when the document left the buses to us; on
 * conventional PCI the place for a bridge, unless the document itself used all places up. */
static void keep_spare_place(struct pci_plan *plan, bool room)
{
    bool express = board_has_pci_express(plan->board);
    struct pci_item spare = {.plug = express ? PCI_PLUG_EXPRESS : PCI_PLUG_CONVENTIONAL};

    if (express ? highest_bus(plan->devices) == 0 && pci_buses_count(plan->buses) > 1 : room)
        pci_plan_place(plan, &spare);
}

/* Adds the controller of each bus that has none.  The new ones need places, too, which may take further buses. */
static void add_controllers(struct pci_plan *plan)
{
    for (unsigned bus = 1; bus < pci_buses_count(plan->buses); bus++) {
        struct pci_item item = {.kind = DEVICE_CONTROLLER};
        struct controller *controller;

        if (controller_find(plan->devices, CONTROLLER_PCI, bus))
            continue;
        controller = controller_add(plan->devices, CONTROLLER_PCI, bus);
        controller->pci_model = pci_bus_model(pci_bus_kind(plan->buses, bus));
        item.device = &controller->info;
        item.plug = pci_device_plug(DEVICE_CONTROLLER, controller, board_has_pci_express(plan->board));
        pci_plan_place(plan, &item);
    }
}

static void add_buses(struct devices *devices, enum board board)
{
    struct pci_plan plan;

    pci_plan_init(&plan, devices, board, NULL);
    keep_spare_place(&plan, make_plan(&plan));
    add_controllers(&plan);
    pci_plan_clear(&plan);
}

/* ---- what a controller's place says of it ---- */

static enum pci_device controller_device(enum pci_model model, const struct profile *profile)
{
    switch (model) {
    case PCI_BRIDGE:
        return PCI_DEVICE_PCI_BRIDGE;
    case DMI_TO_PCI_BRIDGE:
        return PCI_DEVICE_I82801B11_BRIDGE;
    case PCIE_TO_PCI_BRIDGE:
        return PCI_DEVICE_PCIE_PCI_BRIDGE;
    case PCIE_ROOT_PORT:
        return profile_has_device(profile, "pcie-root-port") ? PCI_DEVICE_PCIE_ROOT_PORT : PCI_DEVICE_IOH3420;
    case PCIE_SWITCH_UPSTREAM_PORT:
        return PCI_DEVICE_X3130_UPSTREAM;
    case PCIE_SWITCH_DOWNSTREAM_PORT:
        return PCI_DEVICE_XIO3130_DOWNSTREAM;
    case PCI_EXPANDER_BUS:
        return PCI_DEVICE_PXB;
    case PCIE_EXPANDER_BUS:
        return PCI_DEVICE_PXB_PCIE;
    default:
        return PCI_DEVICE_ABSENT;
    }
}

static bool is_expander(const struct controller *controller)
{
    return controller->pci_model == PCI_EXPANDER_BUS || controller->pci_model == PCIE_EXPANDER_BUS;
}

/* Expanders are numbered from the top, with room for a bridge behind each. */
static uint64_t next_expander_number(const struct devices *devices)
{
    uint64_t lowest = PCI_BUSES;

    for (unsigned i = 0; i < devices->controllers->len; i++) {
        const struct controller *controller = devices->controllers->pdata[i];

        if (controller->type == CONTROLLER_PCI && is_expander(controller) && controller->bus_nr.given)
            lowest = MIN(lowest, controller->bus_nr.value);
    }
    return lowest - MIN(lowest, 2);
}

static void port_numbers(struct controller *controller)
{
    const struct address *address = controller->info.address;
    bool root_port = controller->pci_model == PCIE_ROOT_PORT;

    if (!controller->chassis.given)
        controller->chassis = controller->index;
    if (!controller->port.given && address)
        controller->port = number(root_port ? address->slot.value << 3 | address->function.value : address->slot.value);
}

static void controller_numbers(const struct devices *devices, struct controller *controller)
{
    switch (controller->pci_model) {
    case PCI_BRIDGE:
        if (!controller->chassis_nr.given)
            controller->chassis_nr = controller->index;
        break;
    case PCIE_ROOT_PORT:
    case PCIE_SWITCH_DOWNSTREAM_PORT:
        port_numbers(controller);
        break;
    case PCI_EXPANDER_BUS:
    case PCIE_EXPANDER_BUS:
        if (!controller->bus_nr.given)
            controller->bus_nr = number(next_expander_number(devices));
        break;
    default:
        break;
    }
}

static void controller_options(const struct devices *devices, const struct profile *profile)
{
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        struct controller *controller = devices->controllers->pdata[i];

        if (controller->type != CONTROLLER_PCI)
            continue;
        if (!controller->pci_device)
            controller->pci_device = controller_device(controller->pci_model, profile);
        controller_numbers(devices, controller);
    }
}

/* ---- the document's controllers ---- */

static bool is_root(const struct controller *controller)
{
    return controller->pci_model == PCI_ROOT || controller->pci_model == PCIE_ROOT;
}

/* Which controller a machine begins with is not for the document to choose. */
static bool check_root(const struct controller *controller, enum board board, struct report *report)
{
    enum pci_model root = board_has_pci_express(board) ? PCIE_ROOT : PCI_ROOT;

    if (controller->index.value == 0 ? controller->pci_model == root : !is_root(controller))
        return true;
    complain(report, SEVERITY_ERROR, "address.pci-root", controller->info.where,
             "leave out the controller with index 0: the machine has it by itself",
             "PCI controller %u is a %s; this machine begins with controller 0, a %s",
             (unsigned)controller->index.value, enum_name(&pci_model_names, controller->pci_model) ?: "?",
             enum_name(&pci_model_names, root));
    return false;
}

static bool check_controller(const struct controller *controller, enum board board, struct report *report)
{
    if (controller->index.value >= PCI_BUSES) {
        complain(report, SEVERITY_ERROR, "address.pci-bus", controller->info.where, "give it a lower index, or none",
                 "PCI controller %" G_GUINT64_FORMAT " cannot be: there are only %u buses, from 0 on",
                 controller->index.value, PCI_BUSES);
        return false;
    }
    if (board == BOARD_ISAPC || board == BOARD_MICROVM) {
        complain(report, SEVERITY_ERROR, "address.pci-none", controller->info.where,
                 "leave it out, or choose another machine type", "PCI controller %u cannot be: this machine has no PCI",
                 (unsigned)controller->index.value);
        return false;
    }
    return board == BOARD_OTHER || check_root(controller, board, report);
}

static bool check_controllers(const struct devices *devices, enum board board, struct report *report)
{
    bool right = true;

    for (unsigned i = 0; i < devices->controllers->len; i++) {
        const struct controller *controller = devices->controllers->pdata[i];

        if (controller->type == CONTROLLER_PCI && !check_controller(controller, board, report))
            right = false;
    }
    return right;
}

void address_pci(struct domain *domain, const struct profile *profile, struct report *report)
{
    enum board board = domain_board(domain);
    struct pci_plan plan;

    if (!check_controllers(domain->devices, board, report))
        return; /* all else would be wrong because of it */
    add_buses(domain->devices, board);
    pci_plan_init(&plan, domain->devices, board, report);
    make_plan(&plan);
    pci_plan_write(&plan);
    pci_plan_clear(&plan);
    controller_options(domain->devices, profile);
}
