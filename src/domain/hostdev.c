#include "domain/hostdev.h"

ENUM_NAMES(hostdev_mode,
           HOSTDEV_MODE_COUNT, [HOSTDEV_SUBSYSTEM] = "subsystem", [HOSTDEV_CAPABILITIES] = "capabilities");
ENUM_NAMES(hostdev_type, HOSTDEV_TYPE_COUNT, [HOSTDEV_USB] = "usb", [HOSTDEV_PCI] = "pci", [HOSTDEV_SCSI] = "scsi",
           [HOSTDEV_SCSI_HOST] = "scsi_host", [HOSTDEV_MDEV] = "mdev", [HOSTDEV_STORAGE] = "storage",
           [HOSTDEV_MISC] = "misc", [HOSTDEV_NET] = "net");
ENUM_NAMES(
    hostdev_driver,
    HOSTDEV_DRIVER_COUNT, [HOSTDEV_DRIVER_KVM] = "kvm", [HOSTDEV_DRIVER_VFIO] = "vfio", [HOSTDEV_DRIVER_XEN] = "xen");
ENUM_NAMES(
    hostdev_model, HOSTDEV_MODEL_COUNT, [HOSTDEV_VFIO_PCI] = "vfio-pci", [HOSTDEV_VFIO_CCW] = "vfio-ccw",
    [HOSTDEV_VFIO_AP] = "vfio-ap", [HOSTDEV_VIRTIO] = "virtio", [HOSTDEV_VIRTIO_TRANSITIONAL] = "virtio-transitional",
    [HOSTDEV_VIRTIO_NON_TRANSITIONAL] = "virtio-non-transitional");
ENUM_NAMES(scsi_protocol,
           SCSI_PROTOCOL_COUNT, [SCSI_ADAPTER] = "adapter", [SCSI_ISCSI] = "iscsi", [SCSI_VHOST] = "vhost");
ENUM_NAMES(guest_reset, GUEST_RESET_COUNT, [GUEST_RESET_OFF] = "off", [GUEST_RESET_UNINITIALIZED] = "uninitialized",
           [GUEST_RESET_ON] = "on");

#define PCI_ONLY .only_if = BIT(HOSTDEV_PCI)
#define USB_ONLY .only_if = BIT(HOSTDEV_USB)
#define SCSI_ONLY .only_if = BIT(HOSTDEV_SCSI)

static const struct field hostdev_address_fields[] = {
    ATTR(hex, "domain", struct hostdev_address, domain, HOST_ONLY, PCI_ONLY, .digits = 4, .max = 0xffffffff,
         .doc = "The PCI domain."),
    ATTR(hex, "bus", struct hostdev_address, bus, HOST_ONLY, PCI_ONLY, .digits = 2, .max = 0xff, .doc = "The bus."),
    ATTR(hex, "slot", struct hostdev_address, slot, HOST_ONLY, PCI_ONLY, .digits = 2, .max = 0x1f,
         .doc = "The slot on the bus."),
    ATTR(hex, "function", struct hostdev_address, function, HOST_ONLY, PCI_ONLY, .digits = 1, .max = 7,
         .doc = "The function of the slot."),
    ATTR_ENUM("multifunction", struct hostdev_address, multifunction, on_off, NOT_KEPT, PCI_ONLY,
              .doc = "Means nothing for a device of the host."),
    ATTR(uint, "bus", struct hostdev_address, bus, HOST_ONLY, .only_if = BIT(HOSTDEV_USB) | BIT(HOSTDEV_SCSI),
         .max = G_MAXUINT32, .doc = "The bus."),
    ATTR(uint, "device", struct hostdev_address, device, HOST_ONLY, USB_ONLY, .max = G_MAXUINT32,
         .doc = "The device on the bus; it changes when the device is plugged in anew."),
    ATTR(usb_port, "port", struct hostdev_address, usb_port, HOST_ONLY, USB_ONLY, .doc = "The port of the bus."),
    ATTR(uint, "target", struct hostdev_address, target, HOST_ONLY, SCSI_ONLY, .max = G_MAXUINT32,
         .doc = "The target."),
    ATTR(uint, "unit", struct hostdev_address, unit, HOST_ONLY, SCSI_ONLY, .doc = "The LUN."),
    ATTR(uuid, "uuid", struct hostdev_address, uuid, HOST_ONLY | REQUIRED, .only_if = BIT(HOSTDEV_MDEV),
         .doc = "The mediated device."),
};
static ELEMENT(hostdev_address_element, "hostdev-address", struct hostdev_address, hostdev_address_fields,
               "Which device of the host it is.");

static const struct field hostdev_vendor_fields[] = {
    ATTR(hex, "id", struct hostdev_source, vendor_id, HOST_ONLY | REQUIRED, .digits = 4, .max = 0xffff,
         .doc = "The number."),
};
static ELEMENT(hostdev_vendor_element, "hostdev-vendor", struct hostdev_source, hostdev_vendor_fields,
               "The USB vendor.");

static const struct field hostdev_product_fields[] = {
    ATTR(hex, "id", struct hostdev_source, product_id, HOST_ONLY | REQUIRED, .digits = 4, .max = 0xffff,
         .doc = "The number."),
};
static ELEMENT(hostdev_product_element, "hostdev-product", struct hostdev_source, hostdev_product_fields,
               "The USB product.");

static const struct field hostdev_adapter_fields[] = {
    ATTR(string, "name", struct hostdev_source, adapter, HOST_ONLY | REQUIRED,
         .doc = "The adapter, such as scsi_host0."),
};
static ELEMENT(hostdev_adapter_element, "hostdev-adapter", struct hostdev_source, hostdev_adapter_fields,
               "The host's SCSI adapter.");

static const struct field hostdev_iqn_fields[] = {
    ATTR(string, "name", struct hostdev_source, initiator_iqn, HOST_ONLY | REQUIRED, .doc = "The initiator's IQN."),
};
static ELEMENT(hostdev_iqn_element, "hostdev-iqn", struct hostdev_source, hostdev_iqn_fields, "The initiator's IQN.");
static const struct field hostdev_initiator_fields[] = {
    INLINE("iqn", hostdev_iqn, 0, .doc = "The initiator's IQN."),
};
static ELEMENT(hostdev_initiator_element, "hostdev-initiator", struct hostdev_source, hostdev_initiator_fields,
               "Who the iSCSI client says it is.");

static const struct field hostdev_source_fields[] = {
    ATTR_ENUM("startupPolicy", struct hostdev_source, startup_policy, startup_policy, HOST_ONLY, USB_ONLY,
              .doc = "What to do when the device is missing at the start."),
    ATTR_ENUM("guestReset", struct hostdev_source, guest_reset, guest_reset, HOST_ONLY, USB_ONLY,
              .doc = "Whether the device is reset when the guest resets it."),
    ATTR_ENUM("missing", struct hostdev_source, missing, yes_no, NOT_KEPT, USB_ONLY,
              .doc = "The device was not there at the start."),
    ATTR_ENUM("writeFiltering", struct hostdev_source, write_filtering, yes_no, HOST_ONLY, PCI_ONLY,
              .doc = "Whether writes to the device's configuration space are filtered (Xen)."),
    ATTR_ENUM("protocol", struct hostdev_source, protocol, scsi_protocol, HOST_ONLY,
              .only_if = BIT(HOSTDEV_SCSI) | BIT(HOSTDEV_SCSI_HOST),
              .doc = "How the device is reached; through an 'adapter' if not given."),
    ATTR(string, "name", struct hostdev_source, iscsi_name, HOST_ONLY, SCSI_ONLY, .doc = "The iSCSI target and LUN."),
    ATTR(string, "wwpn", struct hostdev_source, wwpn, HOST_ONLY, .only_if = BIT(HOSTDEV_SCSI_HOST),
         .doc = "The vhost-scsi target."),
    INLINE("vendor", hostdev_vendor, 0, USB_ONLY, .doc = "The USB vendor."),
    INLINE("product", hostdev_product, 0, USB_ONLY, .doc = "The USB product."),
    INLINE("adapter", hostdev_adapter, 0, SCSI_ONLY, .doc = "The host's SCSI adapter."),
    LIST("host", struct hostdev_source, hosts, storage_host, HOST_ONLY, SCSI_ONLY, .doc = "The iSCSI server."),
    EMBED("address", struct hostdev_source, address, hostdev_address, 0,
          .only_if = BIT(HOSTDEV_PCI) | BIT(HOSTDEV_USB) | BIT(HOSTDEV_SCSI) | BIT(HOSTDEV_MDEV),
          .doc = "Which device of the host it is."),
    CHILD("auth", struct hostdev_source, auth, storage_auth, HOST_ONLY, SCSI_ONLY, .doc = "Who asks the iSCSI server."),
    INLINE("initiator", hostdev_initiator, 0, SCSI_ONLY, .doc = "Who the iSCSI client says it is."),
    TEXT(path, "block", struct hostdev_source, block, HOST_ONLY | REQUIRED, .only_if = BIT(HOSTDEV_STORAGE),
         .doc = "The block device."),
    TEXT(path, "char", struct hostdev_source, character, HOST_ONLY | REQUIRED, .only_if = BIT(HOSTDEV_MISC),
         .doc = "The character device."),
    TEXT(string, "interface", struct hostdev_source, interface, HOST_ONLY | REQUIRED, .only_if = BIT(HOSTDEV_NET),
         .doc = "The network interface."),
};
static ELEMENT(hostdev_source_element, "hostdev-source", struct hostdev_source, hostdev_source_fields,
               "Which device of the host it is.");

static const struct field hostdev_driver_fields[] = {
    ATTR_ENUM("name", struct hostdev, driver, hostdev_driver, HOST_ONLY,
              .doc = "Who assigns the device; 'vfio' today."),
    ATTR(token, "model", struct hostdev, driver_model, HOST_ONLY, .doc = "The VFIO driver, if not vfio-pci."),
    ATTR_ENUM("iommufd", struct hostdev, iommufd, yes_no, HOST_ONLY,
              .doc = "Whether VFIO is reached through /dev/iommu rather than through the device's group."),
};
static ELEMENT(hostdev_driver_element, "hostdev-driver", struct hostdev, hostdev_driver_fields,
               "How a PCI device is assigned.");

static const struct field hostdev_fields[] = {
    ATTR_ENUM("mode", struct hostdev, mode, hostdev_mode, HOST_ONLY,
              .doc = "'subsystem' for a device, 'capabilities' for what only containers can be given."),
    ATTR_ENUM("type", struct hostdev, type, hostdev_type, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "What sort of device it is."),
    ATTR_ENUM("managed", struct hostdev, managed, yes_no, HOST_ONLY,
              .doc = "Whether a PCI device is taken from its driver for the guest, and given back."),
    ATTR_ENUM("model", struct hostdev, model, hostdev_model, GUEST_ABI,
              .only_if = BIT(HOSTDEV_MDEV) | BIT(HOSTDEV_SCSI_HOST),
              .doc = "How a mediated device is assigned, or the form of a virtio SCSI host."),
    ATTR_ENUM("display", struct hostdev, display, on_off, GUEST_ABI, .only_if = BIT(HOSTDEV_MDEV) | BIT(HOSTDEV_PCI),
              .doc = "Whether the picture of an assigned graphics card is shown."),
    ATTR_ENUM("ramfb", struct hostdev, ramfb, on_off, GUEST_ABI, .only_if = BIT(HOSTDEV_MDEV) | BIT(HOSTDEV_PCI),
              .doc = "Whether there is a picture before the guest has a driver."),
    ATTR_ENUM("sgio", struct hostdev, sgio, sgio, HOST_ONLY, SCSI_ONLY,
              .doc = "Whether the kernel filters SCSI commands."),
    ATTR_ENUM("rawio", struct hostdev, rawio, yes_no, HOST_ONLY, SCSI_ONLY,
              .doc = "Whether QEMU may send any SCSI command."),
    INLINE("driver", hostdev_driver, 0, PCI_ONLY, .doc = "How a PCI device is assigned."),
    EMBED("source", struct hostdev, source, hostdev_source, REQUIRED, .doc = "Which device of the host it is."),
    LIST("ip", struct hostdev, ips, nic_ip, HOST_ONLY, .only_if = BIT(HOSTDEV_NET),
         .doc = "An address of the guest's end."),
    LIST("route", struct hostdev, routes, route, HOST_ONLY, .only_if = BIT(HOSTDEV_NET),
         .doc = "A route of the guest's end."),
    CHILD("teaming", struct hostdev, teaming, teaming, 0, .doc = "Makes the NIC the transient half of a pair."),
    TEXT(flag, "readonly", struct hostdev, readonly, GUEST_ABI, .doc = "The guest cannot write to it."),
    TEXT(flag, "shareable", struct hostdev, shareable, HOST_ONLY, .doc = "Several guests may use it at the same time."),
    DEVICE_BOOT(struct hostdev),
    DEVICE_ALIAS(struct hostdev),
    DEVICE_ROM(struct hostdev),
    DEVICE_ACPI(struct hostdev),
    DEVICE_ADDRESS(struct hostdev),
};
ELEMENT(hostdev_element, "hostdev", struct hostdev, hostdev_fields, "A device of the host that is given to the guest.");
