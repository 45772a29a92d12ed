#include "qemu/dev_common.h"

/* ---- PCI ---- */

static void pci_hole(struct builder *builder, const struct controller *controller)
{
    const char *host = controller->pci_model == PCIE_ROOT ? "q35-pcihost" : "i440FX-pcihost";

    if (controller->pcihole64.given)
        builder_option(
            builder, "-global",
            g_strdup_printf("%s.pci-hole64-size=%" G_GUINT64_FORMAT "K", host, controller->pcihole64.value / 1024));
    if (controller->hotplug && controller->pci_model == PCI_ROOT)
        builder_option(
            builder, "-global",
            g_strdup_printf("PIIX4_PM.acpi-root-pci-hotplug=%s", enum_name(&on_off_names, controller->hotplug)));
}

static struct json_object *pci_new(struct builder *builder, const struct controller *controller)
{
    struct json_object *props;

    if (controller->pci_device == PCI_DEVICE_ABSENT) {
        builder_unsupported(builder, controller->info.where, "PCI controller %u has no model",
                            (unsigned)controller->index.value);
        return NULL;
    }
    props = device_new(enum_name(&pci_device_names, controller->pci_device));
    switch (controller->pci_model) {
    case PCI_BRIDGE:
        props_number(props, "chassis_nr", controller->chassis_nr);
        props_on_off(props, "shpc", controller->hotplug);
        break;
    case PCI_EXPANDER_BUS:
    case PCIE_EXPANDER_BUS:
        props_number(props, "bus_nr", controller->bus_nr);
        props_number(props, "numa_node", controller->node);
        break;
    case PCIE_ROOT_PORT:
    case PCIE_SWITCH_DOWNSTREAM_PORT:
        props_number(props, "port", controller->port);
        props_number(props, "chassis", controller->chassis);
        props_on_off(props, "hotplug", controller->hotplug);
        break;
    default:
        break;
    }
    if (controller->mem_reserve.given)
        props_uint(props, "mem-reserve", controller->mem_reserve.value * 1024);
    return props;
}

static struct json_object *pci_controller(struct builder *builder, const struct controller *controller)
{
    if (controller->pci_model == PCI_ROOT || controller->pci_model == PCIE_ROOT) {
        if (controller->index.value == 0)
            return NULL; /* the machine's own */
        builder_unsupported(builder, controller->info.where, "a second %s is not supported",
                            enum_name(&pci_model_names, controller->pci_model));
        return NULL;
    }
    return pci_new(builder, controller);
}

/* ---- USB ---- */

static const char *usb_driver(enum usb_model model)
{
    switch (model) {
    case USB_PIIX3_UHCI:
        return "piix3-usb-uhci";
    case USB_PIIX4_UHCI:
        return "piix4-usb-uhci";
    case USB_EHCI:
        return "usb-ehci";
    case USB_ICH9_EHCI1:
        return "ich9-usb-ehci1";
    case USB_ICH9_UHCI1:
        return "ich9-usb-uhci1";
    case USB_ICH9_UHCI2:
        return "ich9-usb-uhci2";
    case USB_ICH9_UHCI3:
        return "ich9-usb-uhci3";
    case USB_VT82C686B_UHCI:
        return "vt82c686b-usb-uhci";
    case USB_PCI_OHCI:
        return "pci-ohci";
    case USB_NEC_XHCI:
        return "nec-usb-xhci";
    case USB_QEMU_XHCI:
        return "qemu-xhci";
    default:
        return NULL;
    }
}

/* The fast controller on whose bus a companion's ports are; NULL if the document has none. */
static const struct controller *companions_master(const struct domain *domain, unsigned index)
{
    const GPtrArray *controllers = domain->devices->controllers;

    for (unsigned i = 0; i < controllers->len; i++) {
        const struct controller *controller = controllers->pdata[i];

        if (controller->type == CONTROLLER_USB && controller->usb_model == USB_ICH9_EHCI1 &&
            controller->index.value == index)
            return controller;
    }
    return NULL;
}

static struct json_object *usb_controller(struct builder *builder, const struct controller *controller)
{
    const char *driver = usb_driver(controller->usb_model);
    struct json_object *props;

    if (controller->usb_model == USB_NONE)
        return NULL;
    if (!driver) {
        builder_unsupported(builder, controller->info.where, "QEMU has no USB controller '%s'",
                            enum_name(&usb_model_names, controller->usb_model));
        return NULL;
    }
    props = device_new(driver);
    props_number(props, "p2", controller->ports);
    props_number(props, "p3", controller->ports);
    if (controller->master_startport.given) {
        const struct controller *master = companions_master(builder->domain, controller->index.value);

        if (!master) {
            builder_wrong(builder, controller->info.where,
                          "USB controller '%s' with index %u is a companion, and no 'ich9-ehci1' has that index",
                          enum_name(&usb_model_names, controller->usb_model), (unsigned)controller->index.value);
            return props;
        }
        props_format(props, "masterbus", "%s.0", master->info.alias ? master->info.alias : "usb");
        props_number(props, "firstport", controller->master_startport);
    }
    return props;
}

/* ---- SCSI ---- */

static const char *scsi_driver(enum scsi_model model)
{
    switch (model) {
    case SCSI_LSILOGIC:
        return "lsi";
    case SCSI_LSISAS1068:
        return "mptsas1068";
    case SCSI_LSISAS1078:
        return "megasas";
    case SCSI_VMPVSCSI:
        return "pvscsi";
    case SCSI_IBMVSCSI:
        return "spapr-vscsi";
    case SCSI_DC390:
        return "dc390";
    case SCSI_AM53C974:
        return "am53c974";
    default:
        return NULL;
    }
}

static enum virtio_model virtio_scsi(enum scsi_model model)
{
    switch (model) {
    case SCSI_VIRTIO_SCSI:
        return VIRTIO;
    case SCSI_VIRTIO_TRANSITIONAL:
        return VIRTIO_TRANSITIONAL;
    case SCSI_VIRTIO_NON_TRANSITIONAL:
        return VIRTIO_NON_TRANSITIONAL;
    default:
        return VIRTIO_MODEL_ABSENT;
    }
}

static struct json_object *virtio_scsi_controller(struct builder *builder, const struct controller *controller)
{
    struct json_object *props = virtio_new("virtio-scsi", &controller->info, virtio_scsi(controller->scsi_model));

    if (controller->iothread.given)
        props_format(props, "iothread", "iothread%" G_GUINT64_FORMAT, controller->iothread.value);
    props_on_off(props, "ioeventfd", controller->ioeventfd);
    props_number(props, "num_queues", controller->queues);
    props_number(props, "cmd_per_lun", controller->cmd_per_lun);
    props_number(props, "max_sectors", controller->max_sectors);
    if (controller->iothreads && !profile_device_has(builder->profile, "virtio-scsi-pci", "iothread-vq-mapping"))
        builder_lacks(builder, controller->info.where, "I/O threads for the queues of virtio-scsi (10.0 has them)");
    device_iothreads(props, "iothread-vq-mapping", controller->iothreads);
    virtio_options(props, &controller->virtio);
    return props;
}

static struct json_object *scsi_controller(struct builder *builder, const struct controller *controller)
{
    const char *driver = scsi_driver(controller->scsi_model);

    if (virtio_scsi(controller->scsi_model))
        return virtio_scsi_controller(builder, controller);
    if (driver)
        return device_new(driver);
    builder_unsupported(builder, controller->info.where, "QEMU has no SCSI controller '%s'",
                        controller->scsi_model ? enum_name(&scsi_model_names, controller->scsi_model) : "");
    return NULL;
}

/* ---- the others ---- */

/* The SATA controller that is a part of q35 sits where the board puts it. */
static bool is_own_sata(const struct builder *builder, const struct controller *controller)
{
    return builder->board == BOARD_Q35 && controller->index.value == 0;
}

static struct json_object *sata_controller(struct builder *builder, const struct controller *controller)
{
    return is_own_sata(builder, controller) ? NULL : device_new("ahci");
}

/* The IDE controller of a PC is a part of the board; no other can be plugged in. */
static struct json_object *ide_controller(struct builder *builder, const struct controller *controller)
{
    if (controller->index.value == 0 && (builder->board == BOARD_PC || builder->board == BOARD_ISAPC))
        return NULL;
    if (controller->index.value == 0)
        builder_wrong(builder, controller->info.where, "machine '%s' has no IDE controller; use bus 'sata'",
                      builder->domain->os->machine);
    else
        builder_wrong(builder, controller->info.where, "a machine has one IDE controller, not two");
    return NULL;
}

static struct json_object *serial_controller(const struct controller *controller)
{
    struct json_object *props = virtio_new("virtio-serial", &controller->info, controller->virtio_serial_model);

    props_number(props, "max_ports", controller->ports);
    props_number(props, "vectors", controller->vectors);
    virtio_options(props, &controller->virtio);
    return props;
}

static struct json_object *nvme_controller(const struct controller *controller)
{
    struct json_object *props = device_new("nvme");

    props_text(props, "serial", controller->serial);
    return props;
}

static struct json_object *controller_props(struct builder *builder, const struct controller *controller)
{
    switch (controller->type) {
    case CONTROLLER_PCI:
        return pci_controller(builder, controller);
    case CONTROLLER_USB:
        return usb_controller(builder, controller);
    case CONTROLLER_SCSI:
        return scsi_controller(builder, controller);
    case CONTROLLER_IDE:
        return ide_controller(builder, controller);
    case CONTROLLER_SATA:
        return sata_controller(builder, controller);
    case CONTROLLER_VIRTIO_SERIAL:
        return serial_controller(controller);
    case CONTROLLER_CCID:
        return device_new("usb-ccid");
    case CONTROLLER_NVME:
        return nvme_controller(controller);
    default:
        builder_unsupported(builder, controller->info.where, "controller type '%s' is not supported",
                            enum_name(&controller_type_names, controller->type));
        return NULL;
    }
}

static void add_controller(struct builder *builder, const struct controller *controller)
{
    struct json_object *props = controller_props(builder, controller);

    if (!props)
        return;
    if (!controller->master_startport.given)
        props_text(props, "id", controller->info.alias);
    device_address(builder, props, &controller->info);
    builder_device(builder, props, controller->info.alias);
}

void builder_pci_holes(struct builder *builder)
{
    const GPtrArray *controllers = builder->domain->devices->controllers;

    for (unsigned i = 0; i < controllers->len; i++) {
        const struct controller *controller = controllers->pdata[i];

        if (controller->type == CONTROLLER_PCI &&
            (controller->pci_model == PCI_ROOT || controller->pci_model == PCIE_ROOT))
            pci_hole(builder, controller);
    }
}

void builder_controllers(struct builder *builder)
{
    /* Buses before what is plugged into them: a CCID reader is a USB device, all others are PCI ones. */
    static const enum controller_type order[] = {
        CONTROLLER_PCI,           CONTROLLER_USB,  CONTROLLER_SCSI, CONTROLLER_IDE,    CONTROLLER_SATA,
        CONTROLLER_VIRTIO_SERIAL, CONTROLLER_CCID, CONTROLLER_NVME, CONTROLLER_XENBUS, CONTROLLER_ISA};
    const GPtrArray *controllers = builder->domain->devices->controllers;

    for (unsigned type = 0; type < G_N_ELEMENTS(order); type++) {
        for (unsigned i = 0; i < controllers->len; i++) {
            const struct controller *controller = controllers->pdata[i];

            if (controller->type == order[type])
                add_controller(builder, controller);
        }
    }
}
