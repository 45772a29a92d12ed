#include "qemu/address_pci_plan.h"

#include "qemu/address_pci_plug.h"

/* ---- the devices, in order ---- */

static void add_item(struct pci_plan *plan, enum device_kind kind, void *device)
{
    struct pci_item item = {.kind = kind, .device = device};

    item.plug = pci_device_plug(kind, device, board_has_pci_express(plan->board));
    if (item.plug && (!item.device->address || address_is(item.device, ADDRESS_PCI)))
        g_array_append_val(plan->items, item);
}

static void add_list(struct pci_plan *plan, enum device_kind kind, const GPtrArray *list)
{
    for (unsigned i = 0; i < list->len; i++)
        add_item(plan, kind, list->pdata[i]);
}

static void add_controllers(struct pci_plan *plan, bool pci)
{
    for (unsigned i = 0; i < plan->devices->controllers->len; i++) {
        struct controller *controller = plan->devices->controllers->pdata[i];

        if ((controller->type == CONTROLLER_PCI) == pci)
            add_item(plan, DEVICE_CONTROLLER, controller);
    }
}

/* Assigned NICs are placed with the other assigned devices. */
static void add_nics(struct pci_plan *plan, bool assigned)
{
    for (unsigned i = 0; i < plan->devices->interfaces->len; i++) {
        struct iface *nic = plan->devices->interfaces->pdata[i];

        if ((nic->type == IFACE_HOSTDEV) == assigned)
            add_item(plan, DEVICE_INTERFACE, nic);
    }
}

/* The order is libvirt's: whoever asks first gets the lower slot. */
static void collect(struct pci_plan *plan)
{
    struct devices *devices = plan->devices;

    add_controllers(plan, true);
    add_list(plan, DEVICE_FILESYSTEM, devices->filesystems);
    add_nics(plan, false);
    add_list(plan, DEVICE_SOUND, devices->sounds);
    add_controllers(plan, false);
    add_list(plan, DEVICE_DISK, devices->disks);
    add_nics(plan, true);
    add_list(plan, DEVICE_HOSTDEV, devices->hostdevs);
    if (devices->memballoon)
        add_item(plan, DEVICE_MEMBALLOON, devices->memballoon);
    add_list(plan, DEVICE_RNG, devices->rngs);
    add_list(plan, DEVICE_WATCHDOG, devices->watchdogs);
    add_list(plan, DEVICE_VIDEO, devices->videos);
    add_list(plan, DEVICE_SHMEM, devices->shmems);
    add_list(plan, DEVICE_INPUT, devices->inputs);
    if (devices->vsock)
        add_item(plan, DEVICE_VSOCK, devices->vsock);
    add_list(plan, DEVICE_SERIAL, devices->serials);
    add_list(plan, DEVICE_PANIC, devices->panics);
    add_list(plan, DEVICE_MEMORY, devices->memories);
    add_list(plan, DEVICE_CRYPTO, devices->cryptos);
    add_list(plan, DEVICE_IOMMU, devices->iommus);
    if (devices->pstore)
        add_item(plan, DEVICE_PSTORE, devices->pstore);
}

/* ---- buses ---- */

/* Numbers that the document leaves out are buses, too: the controllers are added. */
static void fill_gaps(struct pci_plan *plan)
{
    for (unsigned bus = 1; bus < pci_buses_count(plan->buses); bus++)
        if (pci_bus_kind(plan->buses, bus) == PCI_BUS_ABSENT)
            pci_bus_set(plan->buses, bus, board_has_pci_express(plan->board) ? PCI_BUS_ROOT_PORT : PCI_BUS_BRIDGE);
}

static void make_buses(struct pci_plan *plan)
{
    for (unsigned i = 0; i < plan->devices->controllers->len; i++) {
        const struct controller *controller = plan->devices->controllers->pdata[i];

        if (controller->type == CONTROLLER_PCI && controller->index.value < PCI_BUSES)
            pci_bus_set(plan->buses, (unsigned)controller->index.value, pci_controller_bus(controller));
    }
    fill_gaps(plan);
}

void pci_plan_init(struct pci_plan *plan, struct devices *devices, enum board board, struct report *report)
{
    *plan = (struct pci_plan){.devices = devices, .board = board, .report = report};
    plan->buses = pci_buses_new();
    plan->items = g_array_new(false, false, sizeof(struct pci_item));
    collect(plan);
    make_buses(plan);
}

void pci_plan_clear(struct pci_plan *plan)
{
    pci_buses_free(plan->buses);
    g_array_unref(plan->items);
}

/* ---- placing ---- */

void pci_plan_put(struct pci_plan *plan, struct pci_item *item, struct pci_spot spot)
{
    pci_spot_take(plan->buses, spot, item->plug, (struct pci_owner){.kind = item->kind, .device = item->device});
    item->spot = spot;
    item->placed = true;
}

bool pci_plan_find(struct pci_plan *plan, enum pci_plug plug, struct pci_spot *ret)
{
    while (!pci_spot_find(plan->buses, plug, ret))
        if (plan->report || !pci_buses_extend(plan->buses, plug))
            return false;
    return true;
}

bool pci_plan_place(struct pci_plan *plan, struct pci_item *item)
{
    struct pci_spot spot;

    if (!pci_plan_find(plan, item->plug, &spot))
        return false;
    pci_plan_put(plan, item, spot);
    return true;
}

/* ---- what the document says ---- */

static void wrong(struct pci_plan *plan, const struct pci_item *item, const char *rule, const char *hint,
                  const char *problem)
{
    g_autofree char *text = NULL;

    if (!plan->report)
        return;
    text = address_device_text(item->kind, item->device);
    complain(plan->report, SEVERITY_ERROR, rule, item->device->address->where, hint,
             "%s has PCI address %04x:%02x:%02x.%x, %s", text, (unsigned)item->device->address->domain.value,
             item->spot.bus, item->spot.slot, item->spot.function, problem);
}

static void complain_of_owner(struct pci_plan *plan, const struct pci_item *item, const struct pci_owner *owner)
{
    g_autofree char *other = NULL, *problem = NULL;

    if (owner->part) {
        problem = g_strdup_printf("which is the place of the machine's %s", owner->part);
    } else {
        other = address_device_text(owner->kind, owner->device);
        problem = g_strdup_printf("which %s in line %u has, too", other,
                                  ((const struct device_info *)owner->device)->where.line);
    }
    wrong(plan, item, "address.pci", "give one of them another address, or none", problem);
}

static bool bus_exists(struct pci_plan *plan, const struct pci_item *item)
{
    while (item->spot.bus >= pci_buses_count(plan->buses))
        if (plan->report || !pci_buses_extend(plan->buses, item->plug))
            return false;
    return true;
}

/* What is wrong with the spot, newly made; NULL: nothing. */
static char *spot_fault(struct pci_plan *plan, const struct pci_item *item)
{
    unsigned first, last;
    const char *model = enum_name(&pci_model_names, pci_bus_model(pci_bus_kind(plan->buses, item->spot.bus)));

    if (!pci_bus_takes(plan->buses, item->spot.bus, item->plug))
        return g_strdup_printf("but bus %u is made by a %s, which takes no %s", item->spot.bus, model,
                               pci_plug_name(item->plug));
    pci_bus_slots(plan->buses, item->spot.bus, &first, &last);
    if (item->spot.slot < first || item->spot.slot > last)
        return g_strdup_printf("but bus %u, made by a %s, begins with slot %u and ends with slot %u", item->spot.bus,
                               model, first, last);
    return item->spot.function < PCI_FUNCTIONS ? NULL : g_strdup("but a slot has only functions 0 to 7");
}

static void claim(struct pci_plan *plan, struct pci_item *item)
{
    const struct address *address = item->device->address;
    const struct pci_owner *owner;
    g_autofree char *fault = NULL;

    item->spot = (struct pci_spot){(unsigned)address->bus.value, (unsigned)address->slot.value,
                                   (unsigned)address->function.value};
    item->placed = true; /* wrong or not, it is not looked for another place */
    if (address->domain.value != 0) {
        wrong(plan, item, "address.pci-bus", "leave out the domain, or say 0", "but this machine has only domain 0");
    } else if (!bus_exists(plan, item)) {
        wrong(plan, item, "address.pci-bus", "add a <controller type='pci'> with this index",
              "but there is no such bus");
    } else if ((fault = spot_fault(plan, item))) {
        wrong(plan, item, "address.pci-plug", "give it another address, or none", fault);
    } else if ((owner = pci_spot_owner(plan->buses, item->spot))) {
        complain_of_owner(plan, item, owner);
    } else {
        pci_plan_put(plan, item, item->spot);
    }
}

/* Whether the document says where, or only that it is PCI; all zero is the host bridge's own place and says
 * nothing either. */
static bool is_given(const struct address *address)
{
    return address && (address->domain.value | address->bus.value | address->slot.value | address->function.value);
}

void pci_plan_claim(struct pci_plan *plan)
{
    for (unsigned i = 0; i < plan->items->len; i++) {
        struct pci_item *item = &g_array_index(plan->items, struct pci_item, i);

        if (is_given(item->device->address))
            claim(plan, item);
    }
}

/* ---- the result ---- */

static bool shares_slot(const struct pci_plan *plan, struct pci_spot spot)
{
    return pci_slot_functions(plan->buses, spot.bus, spot.slot) & ~1U;
}

static bool is_somewhere(const struct pci_plan *plan, struct pci_spot spot)
{
    return spot.bus < pci_buses_count(plan->buses) && spot.slot < PCI_SLOTS;
}

void pci_plan_write(struct pci_plan *plan)
{
    for (unsigned i = 0; i < plan->items->len; i++) {
        const struct pci_item *item = &g_array_index(plan->items, struct pci_item, i);
        struct address *address;

        if (!item->placed)
            continue;
        address = address_make(item->device, ADDRESS_PCI);
        address->domain = number(address->domain.value);
        address->bus = number(item->spot.bus);
        address->slot = number(item->spot.slot);
        address->function = number(item->spot.function);
        if (item->spot.function == 0 && !address->multifunction && is_somewhere(plan, item->spot) &&
            shares_slot(plan, item->spot))
            address->multifunction = ON;
    }
}
