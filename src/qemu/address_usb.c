#include "qemu/address_parts.h"
#include "qemu/address_usb_ports.h"

#include "xml/own.h"

#include <string.h>

/* ---- buses ---- */

static unsigned controller_ports(const struct controller *controller)
{
    switch (controller->usb_model) {
    case USB_ICH9_EHCI1:
    case USB_EHCI:
        return 6;
    case USB_NEC_XHCI:
    case USB_QEMU_XHCI:
        return controller->ports.given ? (unsigned)MIN(controller->ports.value, 15) : 4;
    case USB_PCI_OHCI:
        return 3;
    case USB_QUSB1:
    case USB_QUSB2:
        return 8;
    default:
        return 2;
    }
}

/* Companions stand for ports of their master, so a group counts as its master does. */
static void add_buses(struct usb_tree *tree, const struct devices *devices)
{
    for (unsigned companions = 0; companions < 2; companions++)
        for (unsigned i = 0; i < devices->controllers->len; i++) {
            const struct controller *controller = devices->controllers->pdata[i];

            if (controller->type == CONTROLLER_USB && controller->usb_model != USB_NONE &&
                controller->index.value < G_MAXUINT8 && controller->master_startport.given == (companions == 1))
                usb_tree_add_bus(tree, (unsigned)controller->index.value, controller_ports(controller));
        }
}

static bool usb_is_off(const struct devices *devices)
{
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        const struct controller *controller = devices->controllers->pdata[i];

        if (controller->type == CONTROLLER_USB && controller->usb_model == USB_NONE)
            return true;
    }
    return false;
}

/* ---- devices, in the order in which they get ports ---- */

struct usb_item {
    enum device_kind kind;
    struct device_info *device;
};

static void add_item(GArray *items, enum device_kind kind, void *device)
{
    struct usb_item item = {kind, device};

    if (!item.device->address || address_is(item.device, ADDRESS_USB))
        g_array_append_val(items, item);
}

/* Adds the devices of a list for which the member has the value that means USB. */
#define ADD_USB(items_, kind_, list_, type_, member_, value_)                                                          \
    for (unsigned i = 0; i < (list_)->len; i++)                                                                        \
        if (((const struct type_ *)(list_)->pdata[i])->member_ == (value_))                                            \
    add_item(items_, kind_, (list_)->pdata[i])

static bool is_usb_nic(const struct iface *nic)
{
    return g_strcmp0(nic->model, "usb-net") == 0 ||
           (nic->type == IFACE_HOSTDEV && nic->source.host_address && nic->source.host_address->type == HOST_NIC_USB);
}

static GArray *collect(const struct devices *devices)
{
    GArray *items = g_array_new(false, false, sizeof(struct usb_item));

    ADD_USB(items, DEVICE_HUB, devices->hubs, hub, type, HUB_USB);
    ADD_USB(items, DEVICE_HOSTDEV, devices->hostdevs, hostdev, type, HOSTDEV_USB);
    ADD_USB(items, DEVICE_DISK, devices->disks, disk, bus, DISK_BUS_USB);
    for (unsigned i = 0; i < devices->interfaces->len; i++)
        if (is_usb_nic(devices->interfaces->pdata[i]))
            add_item(items, DEVICE_INTERFACE, devices->interfaces->pdata[i]);
    ADD_USB(items, DEVICE_CONTROLLER, devices->controllers, controller, type, CONTROLLER_CCID);
    ADD_USB(items, DEVICE_INPUT, devices->inputs, input, bus, INPUT_BUS_USB);
    ADD_USB(items, DEVICE_SERIAL, devices->serials, serial, target, SERIAL_USB);
    ADD_USB(items, DEVICE_SOUND, devices->sounds, sound, model, SOUND_USB);
    ADD_USB(items, DEVICE_REDIRDEV, devices->redirdevs, redirdev, bus, REDIRDEV_USB);
    ADD_USB(items, DEVICE_FILESYSTEM, devices->filesystems, filesystem, driver, FILESYSTEM_MTP);
    return items;
}

static struct usb_item *item_at(GArray *items, unsigned i)
{
    return &g_array_index(items, struct usb_item, i);
}

static bool has_port(const struct usb_item *item)
{
    return item->device->address && item->device->address->usb_port;
}

/* ---- ports that the document gives ---- */

static void complain_of(const struct usb_item *item, const char *rule, const char *hint, struct report *report,
                        const char *problem)
{
    g_autofree char *text = address_device_text(item->kind, item->device);

    complain(report, SEVERITY_ERROR, rule, item->device->address->where, hint, "%s has port %s of USB bus %u, %s", text,
             item->device->address->usb_port, (unsigned)item->device->address->bus.value, problem);
}

static void complain_of_occupant(const struct usb_item *item, const struct usb_owner *occupant, struct report *report)
{
    g_autofree char *other = address_device_text(occupant->kind, occupant->device);
    g_autofree char *problem = g_strdup_printf("which %s in line %u has, too", other,
                                               ((const struct device_info *)occupant->device)->where.line);

    complain_of(item, "address.usb", "give one of them another port, or none", report, problem);
}

/* How many hubs the way to a port leads through; hubs are put up from the root on. */
static unsigned path_depth(const struct usb_item *item)
{
    unsigned dots = 0;

    for (const char *c = item->device->address->usb_port; *c; c++)
        dots += *c == '.';
    return dots;
}

static void claim(struct usb_tree *tree, const struct usb_item *item, struct report *report)
{
    const struct address *address = item->device->address;
    struct usb_owner occupant;

    switch (usb_tree_take(tree, (unsigned)address->bus.value, address->usb_port,
                          (struct usb_owner){item->kind, item->device}, item->kind == DEVICE_HUB, &occupant)) {
    case USB_TAKEN:
        break;
    case USB_OCCUPIED:
        complain_of_occupant(item, &occupant, report);
        break;
    case USB_NO_PORT:
        complain_of(item, "address.usb-port", "give it another port, or none", report,
                    "and the bus or the hub has no such port");
        break;
    case USB_NO_HUB:
        complain_of(item, "address.usb-hub", "add a <hub type='usb'> on the way to it", report,
                    "and there is no hub on the way to it");
        break;
    }
}

/* Hubs first, from the root on; a bus without controller is passed over, see need_buses. */
static void claim_all(struct usb_tree *tree, GArray *items, struct report *report)
{
    for (unsigned pass = 0; pass <= USB_DEPTH; pass++)
        for (unsigned i = 0; i < items->len; i++) {
            const struct usb_item *item = item_at(items, i);
            bool hub = item->kind == DEVICE_HUB;

            if (!has_port(item) || !usb_tree_has_bus(tree, (unsigned)item->device->address->bus.value))
                continue;
            if (hub ? path_depth(item) == pass : pass == USB_DEPTH)
                claim(tree, item, report);
        }
}

/* ---- ports for the others ---- */

static void need_buses(struct usb_tree *tree, GArray *items, struct report *report)
{
    for (unsigned i = 0; i < items->len; i++) {
        const struct usb_item *item = item_at(items, i);
        const struct address *address = item->device->address;
        g_autofree char *text = NULL;

        if (!address || !address->bus.given || usb_tree_has_bus(tree, (unsigned)address->bus.value))
            continue;
        text = address_device_text(item->kind, item->device);
        complain(report, SEVERITY_ERROR, "address.usb-bus", address->where,
                 "add a <controller type='usb'> with this index", "%s is on USB bus %u, which no controller makes",
                 text, (unsigned)address->bus.value);
    }
}

/* Hubs for when there are more devices than ports, those of the document's hubs included.  A hub takes a port
 * and gives eight; one port more than needed stays free. */
static void add_hubs(struct devices *devices, const struct usb_tree *tree, GArray *items)
{
    unsigned given = devices->hubs->len, ports = usb_tree_free_ports(tree) + USB_HUB_PORTS * given, hubs;

    if (items->len <= ports || ports == 0)
        return;
    hubs = (items->len - ports + 1 + USB_HUB_PORTS - 2) / (USB_HUB_PORTS - 1);
    for (unsigned i = 0; i < hubs; i++) {
        struct hub *hub = element_new(&hub_element);
        struct usb_item item = {DEVICE_HUB, &hub->info};

        hub->type = HUB_USB;
        g_ptr_array_add(devices->hubs, hub);
        g_array_insert_val(items, MIN(given + i, items->len), item); /* hubs come before what is put on them */
    }
}

static void assign(struct usb_tree *tree, const struct usb_item *item, struct report *report)
{
    const struct address *given = item->device->address;
    unsigned bus = given && given->bus.given ? (unsigned)given->bus.value : 0;
    g_autofree char *path = given && given->bus.given ? usb_tree_find(tree, bus) : usb_tree_find_any(tree, &bus);
    struct usb_owner occupant;
    struct address *address;

    if (!path) {
        g_autofree char *text = address_device_text(item->kind, item->device);

        complain(report, SEVERITY_ERROR, "address.usb-full", item->device->where,
                 "add a <controller type='usb'> or a <hub type='usb'>", "%s finds no free USB port", text);
        return;
    }
    usb_tree_take(tree, bus, path, (struct usb_owner){item->kind, item->device}, item->kind == DEVICE_HUB, &occupant);
    address = address_make(item->device, ADDRESS_USB);
    address->bus = number(bus);
    address->usb_port = g_steal_pointer(&path);
}

/* ---- all ---- */

static void check_usb_is_on(const struct devices *devices, GArray *items, struct report *report)
{
    if (!usb_is_off(devices))
        return;
    for (unsigned i = 0; i < items->len; i++) {
        const struct usb_item *item = item_at(items, i);
        g_autofree char *text = address_device_text(item->kind, item->device);

        complain(report, SEVERITY_ERROR, "address.usb-off", item->device->where,
                 "take away the device, or <controller type='usb' model='none'>",
                 "%s needs USB, which the document says the machine has not", text);
    }
}

void address_check_usb(const struct domain *domain, struct report *report)
{
    g_autoptr(usb_tree_t) tree = usb_tree_new();
    g_autoptr(GArray) items = collect(domain->devices);

    check_usb_is_on(domain->devices, items, report);
    add_buses(tree, domain->devices);
    claim_all(tree, items, report);
}

/* Whether a port is to be chosen, on a bus that is there. */
static bool wants_port(const struct usb_tree *tree, const struct usb_item *item)
{
    const struct address *address = item->device->address;

    return !has_port(item) && (!address || !address->bus.given || usb_tree_has_bus(tree, (unsigned)address->bus.value));
}

void address_usb(struct domain *domain, struct report *report)
{
    g_autoptr(usb_tree_t) tree = usb_tree_new();
    g_autoptr(report_t) told = report_new(NULL); /* address_check_usb has said all of it */
    g_autoptr(GArray) items = collect(domain->devices);

    if (usb_is_off(domain->devices))
        return;
    add_buses(tree, domain->devices);
    add_hubs(domain->devices, tree, items);
    claim_all(tree, items, told);
    need_buses(tree, items, report);
    for (unsigned i = 0; i < items->len; i++)
        if (wants_port(tree, item_at(items, i)))
            assign(tree, item_at(items, i), report);
}
