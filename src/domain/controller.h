/* domain/controller.h - what devices are plugged into: PCI bridges and ports, USB, SCSI, SATA and the like. */
#pragma once

#include "domain/device.h"

enum controller_type {
    CONTROLLER_TYPE_ABSENT,
    CONTROLLER_IDE,
    CONTROLLER_FDC,
    CONTROLLER_SCSI,
    CONTROLLER_SATA,
    CONTROLLER_VIRTIO_SERIAL,
    CONTROLLER_CCID,
    CONTROLLER_USB,
    CONTROLLER_PCI,
    CONTROLLER_XENBUS,
    CONTROLLER_ISA,
    CONTROLLER_NVME,
    CONTROLLER_TYPE_COUNT,
};
extern const struct enum_names controller_type_names;

enum pci_model {
    PCI_MODEL_ABSENT,
    PCI_ROOT,
    PCIE_ROOT,
    PCI_BRIDGE,
    DMI_TO_PCI_BRIDGE,
    PCIE_TO_PCI_BRIDGE,
    PCIE_ROOT_PORT,
    PCIE_SWITCH_UPSTREAM_PORT,
    PCIE_SWITCH_DOWNSTREAM_PORT,
    PCI_EXPANDER_BUS,
    PCIE_EXPANDER_BUS,
    PCI_MODEL_COUNT,
};
extern const struct enum_names pci_model_names;

/* Which hardware a PCI controller is: QEMU's device, <model name=…/>. */
enum pci_device {
    PCI_DEVICE_ABSENT,
    PCI_DEVICE_PCI_BRIDGE,
    PCI_DEVICE_I82801B11_BRIDGE,
    PCI_DEVICE_IOH3420,
    PCI_DEVICE_X3130_UPSTREAM,
    PCI_DEVICE_XIO3130_DOWNSTREAM,
    PCI_DEVICE_PXB,
    PCI_DEVICE_PXB_PCIE,
    PCI_DEVICE_PCIE_ROOT_PORT,
    PCI_DEVICE_SPAPR_PCI_HOST_BRIDGE,
    PCI_DEVICE_PCIE_PCI_BRIDGE,
    PCI_DEVICE_COUNT,
};
extern const struct enum_names pci_device_names;

enum usb_model {
    USB_MODEL_ABSENT,
    USB_PIIX3_UHCI,
    USB_PIIX4_UHCI,
    USB_EHCI,
    USB_ICH9_EHCI1,
    USB_ICH9_UHCI1,
    USB_ICH9_UHCI2,
    USB_ICH9_UHCI3,
    USB_VT82C686B_UHCI,
    USB_PCI_OHCI,
    USB_NEC_XHCI,
    USB_QUSB1,
    USB_QUSB2,
    USB_QEMU_XHCI,
    USB_NONE, /* the machine has no USB */
    USB_MODEL_COUNT,
};
extern const struct enum_names usb_model_names;

enum scsi_model {
    SCSI_MODEL_ABSENT,
    SCSI_AUTO,
    SCSI_BUSLOGIC,
    SCSI_LSILOGIC,
    SCSI_LSISAS1068,
    SCSI_VMPVSCSI,
    SCSI_IBMVSCSI,
    SCSI_VIRTIO_SCSI,
    SCSI_LSISAS1078,
    SCSI_VIRTIO_TRANSITIONAL,
    SCSI_VIRTIO_NON_TRANSITIONAL,
    SCSI_NCR53C90,
    SCSI_DC390,
    SCSI_AM53C974,
    SCSI_MODEL_COUNT,
};
extern const struct enum_names scsi_model_names;

enum ide_model { IDE_MODEL_ABSENT, IDE_PIIX3, IDE_PIIX4, IDE_ICH6, IDE_MODEL_COUNT };
extern const struct enum_names ide_model_names;

struct controller {
    struct device_info info;
    enum controller_type type;
    struct number index;
    enum pci_model pci_model;                           /* type pci */
    enum usb_model usb_model;                           /* type usb */
    enum scsi_model scsi_model;                         /* type scsi */
    enum ide_model ide_model;                           /* type ide */
    enum virtio_model virtio_serial_model;              /* type virtio-serial */
    struct number ports;                                /* virtio-serial, usb */
    struct number vectors;                              /* virtio-serial */
    struct number max_grant_frames, max_event_channels; /* xenbus */
    char *serial;                                       /* nvme */

    /* <driver> */
    struct number queues, cmd_per_lun, max_sectors, iothread;
    enum on_off ioeventfd;
    struct virtio_options virtio;
    struct device_iothreads *iothreads;

    /* type pci: <model name>, <target>, <pcihole64> */
    enum pci_device pci_device;
    struct number chassis_nr, chassis, port, bus_nr, target_index, node;
    enum on_off hotplug;
    struct number mem_reserve; /* KiB */
    struct number pcihole64;   /* bytes */

    struct number master_startport; /* usb: this one is a companion, from this port of the master on */
};
extern const struct element controller_element;

/* Whether the controller is one of the virtio ones, with virtio's options. */
bool controller_is_virtio(const struct controller *controller);
