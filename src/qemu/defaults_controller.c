#include "qemu/defaults_parts.h"

#include "xml/own.h"

/* ---- the list ---- */

struct controller *controller_find(const struct devices *devices, enum controller_type type, uint64_t index)
{
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        struct controller *controller = devices->controllers->pdata[i];

        if (controller->type == type && controller->index.given && controller->index.value == index)
            return controller;
    }
    return NULL;
}

/* Whether a controller comes after another of its type: by number, a companion after its master. */
static bool belongs_behind(const struct controller *controller, const struct controller *other)
{
    if (controller->index.value != other->index.value)
        return controller->index.value > other->index.value;
    return controller->master_startport.given || !other->master_startport.given;
}

/* Types keep the order in which they first appear. */
static void insert(GPtrArray *list, struct controller *controller)
{
    unsigned at = list->len;
    bool type_seen = false;

    for (unsigned i = list->len; i-- > 0;) {
        const struct controller *other = list->pdata[i];

        if (other->type != controller->type)
            continue;
        if (belongs_behind(controller, other)) {
            at = type_seen ? at : i + 1;
            break;
        }
        at = i;
        type_seen = true;
    }
    g_ptr_array_insert(list, (gint)at, controller);
}

struct controller *controller_add(struct devices *devices, enum controller_type type, uint64_t index)
{
    struct controller *controller = element_new(&controller_element);

    controller->type = type;
    controller->index = number(index);
    insert(devices->controllers, controller);
    return controller;
}

struct controller *controller_need(struct devices *devices, enum controller_type type, uint64_t index)
{
    struct controller *controller = controller_find(devices, type, index);

    return controller ?: controller_add(devices, type, index);
}

static bool has_type(const struct devices *devices, enum controller_type type)
{
    for (unsigned i = 0; i < devices->controllers->len; i++)
        if (((const struct controller *)devices->controllers->pdata[i])->type == type)
            return true;
    return false;
}

/* ---- numbers ---- */

static bool is_ich9_usb(const struct controller *controller)
{
    return controller->type == CONTROLLER_USB && controller->usb_model >= USB_ICH9_EHCI1 &&
           controller->usb_model <= USB_ICH9_UHCI3;
}

/* USB 2 is a group of controllers with one number.  One that follows another of them belongs to its group,
 * unless the group has its like already. */
static bool joins_group(const struct devices *devices, unsigned at)
{
    const struct controller *controller = devices->controllers->pdata[at];
    const struct controller *before = at > 0 ? devices->controllers->pdata[at - 1] : NULL;

    if (!before || !is_ich9_usb(controller) || !is_ich9_usb(before))
        return false;
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        const struct controller *other = devices->controllers->pdata[i];

        if (other->type == CONTROLLER_USB && other->index.given && other->index.value == before->index.value &&
            other->usb_model == controller->usb_model)
            return false;
    }
    return true;
}

static void number_controllers(struct devices *devices)
{
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        struct controller *controller = devices->controllers->pdata[i];
        uint64_t index = 0;

        if (controller->index.given)
            continue;
        if (joins_group(devices, i)) {
            index = ((const struct controller *)devices->controllers->pdata[i - 1])->index.value;
        } else {
            while (controller_find(devices, controller->type, index))
                index++;
        }
        controller->index = number(index);
    }
}

/* The ports of the EHCI controller that each companion stands for. */
static void name_masters(struct devices *devices)
{
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        struct controller *controller = devices->controllers->pdata[i];

        if (!is_ich9_usb(controller) || controller->usb_model == USB_ICH9_EHCI1)
            continue;
        if (!controller->master_startport.given)
            controller->master_startport = number(2 * (controller->usb_model - USB_ICH9_UHCI1));
    }
}

static void order_controllers(struct devices *devices)
{
    g_autoptr(GPtrArray) given = g_ptr_array_copy(devices->controllers, NULL, NULL);

    g_ptr_array_set_size(devices->controllers, 0);
    for (unsigned i = 0; i < given->len; i++)
        insert(devices->controllers, given->pdata[i]);
}

/* ---- what the machine has by itself ---- */

/* The best USB that this QEMU has for a machine with PCI Express; absent: none. */
static enum usb_model express_usb(const struct profile *profile)
{
    if (profile_has_device(profile, "qemu-xhci"))
        return USB_QEMU_XHCI;
    if (profile_has_device(profile, "nec-usb-xhci"))
        return USB_NEC_XHCI;
    return profile_has_device(profile, "ich9-usb-ehci1") ? USB_ICH9_EHCI1 : USB_MODEL_ABSENT;
}

static void add_usb(struct devices *devices, enum board board, const struct profile *profile)
{
    enum usb_model model = USB_MODEL_ABSENT;

    if (has_type(devices, CONTROLLER_USB))
        return;
    if (board == BOARD_Q35)
        model = express_usb(profile);
    else if (board == BOARD_PC && profile_has_device(profile, "piix3-usb-uhci"))
        model = USB_PIIX3_UHCI;
    if (model)
        controller_add(devices, CONTROLLER_USB, 0)->usb_model = model;
}

static void add_machine_controllers(struct devices *devices, enum board board, const struct profile *profile)
{
    add_usb(devices, board, profile);
    if (board == BOARD_Q35)
        controller_need(devices, CONTROLLER_SATA, 0);
    if (board_has_pci(board) && !controller_find(devices, CONTROLLER_PCI, 0))
        controller_add(devices, CONTROLLER_PCI, 0)->pci_model = board_has_pci_express(board) ? PCIE_ROOT : PCI_ROOT;
}

/* ---- what other devices need ---- */

static const struct {
    enum disk_bus bus;
    enum controller_type type;
} disk_controllers[] = {
    /* in the order in which they are added */
    {DISK_BUS_SCSI, CONTROLLER_SCSI},
    {DISK_BUS_FDC, CONTROLLER_FDC},
    {DISK_BUS_IDE, CONTROLLER_IDE},
    {DISK_BUS_SATA, CONTROLLER_SATA},
};

/* All up to the highest number that a disk names. */
static void add_for_disks(struct devices *devices, enum disk_bus bus, enum controller_type type)
{
    uint64_t count = 0;

    for (unsigned i = 0; i < devices->disks->len; i++) {
        const struct disk *disk = devices->disks->pdata[i];
        const struct address *address = disk->info.address;

        if (disk->bus == bus && address && address->type == ADDRESS_DRIVE)
            count = MAX(count, address->controller.value + 1);
    }
    for (uint64_t index = 0; index < count; index++)
        controller_need(devices, type, index);
}

static uint64_t virtio_serial_number(const struct address *address)
{
    return address && address->type == ADDRESS_VIRTIO_SERIAL ? address->controller.value : 0;
}

static void add_for_channels(struct devices *devices)
{
    for (unsigned i = 0; i < devices->channels->len; i++) {
        const struct channel *channel = devices->channels->pdata[i];

        if (channel->target == CHANNEL_VIRTIO)
            controller_need(devices, CONTROLLER_VIRTIO_SERIAL, virtio_serial_number(channel->info.address));
    }
    for (unsigned i = 0; i < devices->consoles->len; i++) {
        const struct console *console = devices->consoles->pdata[i];

        if (console->target == CONSOLE_VIRTIO)
            controller_need(devices, CONTROLLER_VIRTIO_SERIAL, virtio_serial_number(console->info.address));
    }
}

static void add_for_smartcards(struct devices *devices)
{
    for (unsigned i = 0; i < devices->smartcards->len; i++) {
        const struct address *address = ((const struct smartcard *)devices->smartcards->pdata[i])->info.address;

        controller_need(devices, CONTROLLER_CCID,
                        address && address->type == ADDRESS_CCID ? address->controller.value : 0);
    }
}

/* Assigned LUNs may fill more controllers than the document has; the new ones are like the last. */
static void add_for_scsi_hostdevs(struct devices *devices)
{
    enum scsi_model model = SCSI_VIRTIO_SCSI;
    uint64_t count = 0;

    for (unsigned i = 0; i < devices->hostdevs->len; i++) {
        const struct hostdev *hostdev = devices->hostdevs->pdata[i];
        const struct address *address = hostdev->info.address;

        if (hostdev->type == HOSTDEV_SCSI && address && address->type == ADDRESS_DRIVE)
            count = MAX(count, address->controller.value + 1);
    }
    for (uint64_t index = 0; index < count; index++) {
        struct controller *controller = controller_find(devices, CONTROLLER_SCSI, index);

        if (!controller) {
            controller = controller_add(devices, CONTROLLER_SCSI, index);
            controller->scsi_model = model;
        } else if (controller->scsi_model && controller->scsi_model != SCSI_AUTO) {
            model = controller->scsi_model;
        }
    }
}

static void add_needed_controllers(struct devices *devices)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(disk_controllers); i++)
        add_for_disks(devices, disk_controllers[i].bus, disk_controllers[i].type);
    add_for_channels(devices);
    add_for_smartcards(devices);
    add_for_scsi_hostdevs(devices);
}

/* ---- models ---- */

static void usb_model(struct controller *controller, enum board board, const struct profile *profile)
{
    if (controller->usb_model)
        return;
    if (board == BOARD_VIRT)
        controller->usb_model = express_usb(profile);
    else
        controller->usb_model = USB_PIIX3_UHCI;
}

static void scsi_model(struct controller *controller, enum board board, const struct profile *profile)
{
    if (controller->scsi_model && controller->scsi_model != SCSI_AUTO)
        return;
    if (board != BOARD_VIRT && profile_has_device(profile, "lsi53c895a"))
        controller->scsi_model = SCSI_LSILOGIC;
    else
        controller->scsi_model = SCSI_VIRTIO_SCSI;
}

static void model_controllers(struct devices *devices, enum board board, const struct profile *profile)
{
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        struct controller *controller = devices->controllers->pdata[i];

        if (controller->type == CONTROLLER_USB)
            usb_model(controller, board, profile);
        else if (controller->type == CONTROLLER_SCSI)
            scsi_model(controller, board, profile);
    }
}

void defaults_controllers(struct domain *domain, const struct profile *profile)
{
    enum board board = domain_board(domain);
    struct devices *devices = domain->devices;

    number_controllers(devices);
    name_masters(devices);
    order_controllers(devices);
    add_machine_controllers(devices, board, profile);
    add_needed_controllers(devices);
    model_controllers(devices, board, profile);
}
