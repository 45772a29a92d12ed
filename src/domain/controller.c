#include "domain/controller.h"

ENUM_NAMES(controller_type, CONTROLLER_TYPE_COUNT, [CONTROLLER_IDE] = "ide", [CONTROLLER_FDC] = "fdc",
           [CONTROLLER_SCSI] = "scsi", [CONTROLLER_SATA] = "sata", [CONTROLLER_VIRTIO_SERIAL] = "virtio-serial",
           [CONTROLLER_CCID] = "ccid", [CONTROLLER_USB] = "usb", [CONTROLLER_PCI] = "pci",
           [CONTROLLER_XENBUS] = "xenbus", [CONTROLLER_ISA] = "isa", [CONTROLLER_NVME] = "nvme");
ENUM_NAMES(pci_model, PCI_MODEL_COUNT, [PCI_ROOT] = "pci-root", [PCIE_ROOT] = "pcie-root", [PCI_BRIDGE] = "pci-bridge",
           [DMI_TO_PCI_BRIDGE] = "dmi-to-pci-bridge", [PCIE_TO_PCI_BRIDGE] = "pcie-to-pci-bridge",
           [PCIE_ROOT_PORT] = "pcie-root-port", [PCIE_SWITCH_UPSTREAM_PORT] = "pcie-switch-upstream-port",
           [PCIE_SWITCH_DOWNSTREAM_PORT] = "pcie-switch-downstream-port", [PCI_EXPANDER_BUS] = "pci-expander-bus",
           [PCIE_EXPANDER_BUS] = "pcie-expander-bus");
ENUM_NAMES(
    pci_device, PCI_DEVICE_COUNT, [PCI_DEVICE_PCI_BRIDGE] = "pci-bridge",
    [PCI_DEVICE_I82801B11_BRIDGE] = "i82801b11-bridge", [PCI_DEVICE_IOH3420] = "ioh3420",
    [PCI_DEVICE_X3130_UPSTREAM] = "x3130-upstream", [PCI_DEVICE_XIO3130_DOWNSTREAM] = "xio3130-downstream",
    [PCI_DEVICE_PXB] = "pxb", [PCI_DEVICE_PXB_PCIE] = "pxb-pcie", [PCI_DEVICE_PCIE_ROOT_PORT] = "pcie-root-port",
    [PCI_DEVICE_SPAPR_PCI_HOST_BRIDGE] = "spapr-pci-host-bridge", [PCI_DEVICE_PCIE_PCI_BRIDGE] = "pcie-pci-bridge");
ENUM_NAMES(usb_model, USB_MODEL_COUNT, [USB_PIIX3_UHCI] = "piix3-uhci", [USB_PIIX4_UHCI] = "piix4-uhci",
           [USB_EHCI] = "ehci", [USB_ICH9_EHCI1] = "ich9-ehci1", [USB_ICH9_UHCI1] = "ich9-uhci1",
           [USB_ICH9_UHCI2] = "ich9-uhci2", [USB_ICH9_UHCI3] = "ich9-uhci3", [USB_VT82C686B_UHCI] = "vt82c686b-uhci",
           [USB_PCI_OHCI] = "pci-ohci", [USB_NEC_XHCI] = "nec-xhci", [USB_QUSB1] = "qusb1", [USB_QUSB2] = "qusb2",
           [USB_QEMU_XHCI] = "qemu-xhci", [USB_NONE] = "none");
ENUM_NAMES(
    scsi_model, SCSI_MODEL_COUNT, [SCSI_AUTO] = "auto", [SCSI_BUSLOGIC] = "buslogic", [SCSI_LSILOGIC] = "lsilogic",
    [SCSI_LSISAS1068] = "lsisas1068", [SCSI_VMPVSCSI] = "vmpvscsi", [SCSI_IBMVSCSI] = "ibmvscsi",
    [SCSI_VIRTIO_SCSI] = "virtio-scsi", [SCSI_LSISAS1078] = "lsisas1078",
    [SCSI_VIRTIO_TRANSITIONAL] = "virtio-transitional", [SCSI_VIRTIO_NON_TRANSITIONAL] = "virtio-non-transitional",
    [SCSI_NCR53C90] = "ncr53c90", [SCSI_DC390] = "dc390", [SCSI_AM53C974] = "am53c974");
ENUM_NAMES(ide_model, IDE_MODEL_COUNT, [IDE_PIIX3] = "piix3", [IDE_PIIX4] = "piix4", [IDE_ICH6] = "ich6");

static const struct field controller_driver_fields[] = {
    ATTR(uint, "queues", struct controller, queues, GUEST_ABI, .min = 1, .max = G_MAXUINT32,
         .doc = "The number of request queues."),
    ATTR(uint, "cmd_per_lun", struct controller, cmd_per_lun, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The commands that may wait for one LUN."),
    ATTR(uint, "max_sectors", struct controller, max_sectors, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The most sectors of one command."),
    ATTR_ENUM("ioeventfd", struct controller, ioeventfd, on_off, HOST_ONLY,
              .doc = "Whether requests are handled outside of the vCPU."),
    ATTR(uint, "iothread", struct controller, iothread, HOST_ONLY, .min = 1, .max = G_MAXUINT32,
         .doc = "The I/O thread that serves the controller."),
    VIRTIO_OPTIONS(struct controller, virtio),
    CHILD("iothreads", struct controller, iothreads, device_iothreads, HOST_ONLY,
          .doc = "The I/O threads that serve the controller together."),
};
static ELEMENT(controller_driver_element, "controller-driver", struct controller, controller_driver_fields,
               "How QEMU handles the controller.");

#define PCI_ONLY .only_if = BIT(CONTROLLER_PCI)

static const struct field controller_model_fields[] = {
    ATTR_ENUM("name", struct controller, pci_device, pci_device, GUEST_ABI | REQUIRED, .doc = "QEMU's device."),
};
static ELEMENT(controller_model_element, "controller-model", struct controller, controller_model_fields,
               "Which hardware a PCI controller is.");

static const struct field controller_target_fields[] = {
    ATTR(uint, "chassisNr", struct controller, chassis_nr, GUEST_ABI, .min = 1, .max = 255,
         .doc = "The chassis number of a pci-bridge."),
    ATTR(uint, "chassis", struct controller, chassis, GUEST_ABI, .max = 255,
         .doc = "The chassis number of a PCI Express port."),
    ATTR(hex, "port", struct controller, port, GUEST_ABI, .max = 255, .doc = "The port number of a PCI Express port."),
    ATTR(uint, "busNr", struct controller, bus_nr, GUEST_ABI, .min = 1, .max = 254,
         .doc = "The number that the guest sees as that of an expander's bus."),
    ATTR(uint, "index", struct controller, target_index, GUEST_ABI, .max = 30,
         .doc = "The index of a pSeries host bridge."),
    ATTR_ENUM("hotplug", struct controller, hotplug, on_off, GUEST_ABI,
              .doc = "Whether devices can be plugged in while the guest runs."),
    ATTR(uint, "memReserve", struct controller, mem_reserve, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "KiB of address space that are kept for devices plugged in later."),
    TEXT(uint, "node", struct controller, node, GUEST_ABI, .max = G_MAXUINT16,
         .doc = "The NUMA node of an expander's bus."),
};
static ELEMENT(controller_target_element, "controller-target", struct controller, controller_target_fields,
               "Numbers of a PCI controller that the guest sees.");

static const struct field controller_master_fields[] = {
    ATTR(uint, "startport", struct controller, master_startport, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "The first port of the master that is this one's."),
};
static ELEMENT(controller_master_element, "controller-master", struct controller, controller_master_fields,
               "Makes a USB 1 controller the companion of a USB 2 one.");

#define VIRTIO_SERIAL_ONLY .only_if = BIT(CONTROLLER_VIRTIO_SERIAL)
#define XENBUS_ONLY .only_if = BIT(CONTROLLER_XENBUS)

static const struct field controller_fields[] = {
    ATTR_ENUM("type", struct controller, type, controller_type, REQUIRED | DISCRIMINANT | GUEST_ABI,
              .doc = "What is plugged in here."),
    ATTR(uint, "index", struct controller, index, GUEST_ABI, .max = INT32_MAX,
         .doc = "The number that addresses refer to; the first free one if not given."),
    ATTR_ENUM("model", struct controller, pci_model, pci_model, GUEST_ABI | REQUIRED, PCI_ONLY,
              .doc = "The sort of PCI controller."),
    ATTR_ENUM("model", struct controller, usb_model, usb_model, GUEST_ABI, .only_if = BIT(CONTROLLER_USB),
              .doc = "The USB controller; 'none' for a machine without USB."),
    ATTR_ENUM("model", struct controller, scsi_model, scsi_model, GUEST_ABI, .only_if = BIT(CONTROLLER_SCSI),
              .doc = "The SCSI controller."),
    ATTR_ENUM("model", struct controller, ide_model, ide_model, GUEST_ABI, .only_if = BIT(CONTROLLER_IDE),
              .doc = "The IDE controller."),
    ATTR_ENUM("model", struct controller, virtio_serial_model, virtio_model, GUEST_ABI, VIRTIO_SERIAL_ONLY,
              .doc = "The form of the virtio device."),
    ATTR(uint, "ports", struct controller, ports, GUEST_ABI,
         .only_if = BIT(CONTROLLER_VIRTIO_SERIAL) | BIT(CONTROLLER_USB), .max = INT32_MAX,
         .doc = "The number of ports."),
    ATTR(uint, "vectors", struct controller, vectors, GUEST_ABI, VIRTIO_SERIAL_ONLY, .max = INT32_MAX,
         .doc = "The number of interrupts; 0 for none but the shared one."),
    ATTR(uint, "maxGrantFrames", struct controller, max_grant_frames, GUEST_ABI, XENBUS_ONLY, .max = INT32_MAX,
         .doc = "The most grant frames."),
    ATTR(uint, "maxEventChannels", struct controller, max_event_channels, GUEST_ABI, XENBUS_ONLY, .max = INT32_MAX,
         .doc = "The most event channels."),
    TEXT(string, "serial", struct controller, serial, GUEST_ABI, .only_if = BIT(CONTROLLER_NVME),
         .doc = "The serial number of an NVMe controller."),
    INLINE("driver", controller_driver, 0, .doc = "How QEMU handles the controller."),
    INLINE("model", controller_model, 0, PCI_ONLY, .doc = "Which hardware it is."),
    INLINE("target", controller_target, 0, PCI_ONLY, .doc = "Numbers that the guest sees."),
    TEXT(size, "pcihole64", struct controller, pcihole64, GUEST_ABI, PCI_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "The 64-bit address space for PCI devices; on the root bus only."),
    DEVICE_ALIAS(struct controller),
    INLINE("master", controller_master, 0, .only_if = BIT(CONTROLLER_USB),
           .doc = "Makes it the companion of another one."),
    DEVICE_ACPI(struct controller),
    DEVICE_ADDRESS(struct controller),
};
ELEMENT(controller_element, "controller", struct controller, controller_fields, "What devices are plugged into.");

bool controller_is_virtio(const struct controller *controller)
{
    return controller->type == CONTROLLER_VIRTIO_SERIAL ||
           (controller->type == CONTROLLER_SCSI &&
            (controller->scsi_model == SCSI_VIRTIO_SCSI || controller->scsi_model == SCSI_VIRTIO_TRANSITIONAL ||
             controller->scsi_model == SCSI_VIRTIO_NON_TRANSITIONAL));
}
