#include "domain/address.h"

ENUM_NAMES(
    address_type,
    ADDRESS_TYPE_COUNT, [ADDRESS_PCI] = "pci", [ADDRESS_DRIVE] = "drive", [ADDRESS_VIRTIO_SERIAL] = "virtio-serial",
    [ADDRESS_CCID] = "ccid", [ADDRESS_USB] = "usb", [ADDRESS_SPAPR_VIO] = "spapr-vio",
    [ADDRESS_VIRTIO_S390] = "virtio-s390", [ADDRESS_CCW] = "ccw", [ADDRESS_VIRTIO_MMIO] = "virtio-mmio",
    [ADDRESS_ISA] = "isa", [ADDRESS_DIMM] = "dimm", [ADDRESS_UNASSIGNED] = "unassigned");

#define PCI_ONLY .only_if = BIT(ADDRESS_PCI)

static const struct field zpci_fields[] = {
    ATTR(hex, "uid", struct address, zpci_uid, GUEST_ABI, .digits = 4, .max = 0xffff, .doc = "The user's number."),
    ATTR(hex, "fid", struct address, zpci_fid, GUEST_ABI, .digits = 8, .max = 0xffffffff,
         .doc = "The function's number."),
};
static ELEMENT(zpci_element, "zpci", struct address, zpci_fields, "The numbers of a PCI device on s390.");

static const struct field address_fields[] = {
    ATTR_ENUM("type", struct address, type, address_type, DISCRIMINANT | REQUIRED | GUEST_ABI,
              .doc = "What the device is plugged into."),

    ATTR(hex, "domain", struct address, domain, GUEST_ABI, PCI_ONLY, .digits = 4, .max = 0xffffffff,
         .doc = "The PCI domain; 0 on most machines."),
    ATTR(hex, "bus", struct address, bus, GUEST_ABI, PCI_ONLY, .digits = 2, .max = 0xff,
         .doc = "The bus, which is the index of a PCI controller."),
    ATTR(hex, "slot", struct address, slot, GUEST_ABI, PCI_ONLY, .digits = 2, .max = 0x1f,
         .doc = "The slot on the bus."),
    ATTR(hex, "function", struct address, function, GUEST_ABI, PCI_ONLY, .digits = 1, .max = 7,
         .doc = "The function of the slot."),
    ATTR_ENUM("multifunction", struct address, multifunction, on_off, GUEST_ABI, PCI_ONLY,
              .doc = "Whether further functions of the slot may be in use; set on function 0."),

    ATTR(uint, "controller", struct address, controller, GUEST_ABI, .max = G_MAXUINT32,
         .only_if = BIT(ADDRESS_DRIVE) | BIT(ADDRESS_VIRTIO_SERIAL) | BIT(ADDRESS_CCID),
         .doc = "The index of the controller."),
    ATTR(uint, "bus", struct address, bus, GUEST_ABI, .max = G_MAXUINT32,
         .only_if = BIT(ADDRESS_DRIVE) | BIT(ADDRESS_VIRTIO_SERIAL) | BIT(ADDRESS_USB),
         .doc = "The bus of the controller; for USB the index of the controller."),
    ATTR(uint, "target", struct address, target, GUEST_ABI, .only_if = BIT(ADDRESS_DRIVE), .max = G_MAXUINT32,
         .doc = "The SCSI target."),
    ATTR(uint, "unit", struct address, unit, GUEST_ABI, .only_if = BIT(ADDRESS_DRIVE), .max = G_MAXUINT32,
         .doc = "The unit on the bus; the LUN for SCSI."),
    ATTR(uint, "port", struct address, port, GUEST_ABI, .only_if = BIT(ADDRESS_VIRTIO_SERIAL), .max = G_MAXUINT32,
         .doc = "The port of the controller."),
    ATTR(usb_port, "port", struct address, usb_port, GUEST_ABI, .only_if = BIT(ADDRESS_USB),
         .doc = "The port of the controller, and after each dot the port of the hub that is plugged in there."),
    ATTR(uint, "slot", struct address, slot, GUEST_ABI, .only_if = BIT(ADDRESS_CCID), .max = G_MAXUINT32,
         .doc = "The slot of the controller."),

    ATTR(uint, "slot", struct address, slot, GUEST_ABI, .only_if = BIT(ADDRESS_DIMM), .max = G_MAXUINT32,
         .doc = "The slot of the memory module."),
    ATTR(hex, "base", struct address, base, GUEST_ABI, .only_if = BIT(ADDRESS_DIMM),
         .doc = "The guest's physical address of its first byte."),

    ATTR(hex, "iobase", struct address, iobase, GUEST_ABI, .only_if = BIT(ADDRESS_ISA), .max = 0xffffffff,
         .doc = "The first I/O port."),
    ATTR(hex, "irq", struct address, irq, GUEST_ABI, .only_if = BIT(ADDRESS_ISA), .max = 0xffffffff,
         .doc = "The interrupt."),

    ATTR(hex, "cssid", struct address, cssid, GUEST_ABI, .only_if = BIT(ADDRESS_CCW), .max = 0xfe,
         .doc = "The channel subsystem; 0xfe for virtio devices."),
    ATTR(hex, "ssid", struct address, ssid, GUEST_ABI, .only_if = BIT(ADDRESS_CCW), .max = 3,
         .doc = "The subchannel set."),
    ATTR(hex, "devno", struct address, devno, GUEST_ABI, .only_if = BIT(ADDRESS_CCW), .digits = 4, .max = 0xffff,
         .doc = "The device number."),
    ATTR(hex, "reg", struct address, reg, GUEST_ABI, .only_if = BIT(ADDRESS_SPAPR_VIO), .digits = 8,
         .doc = "The register."),

    INLINE("zpci", zpci, 0, PCI_ONLY, .doc = "The numbers of a PCI device on s390."),
};
ELEMENT(address_element, "address", struct address, address_fields, "Where in the machine a device sits.");

static const struct field pci_address_fields[] = {
    ATTR(hex, "domain", struct pci_address, domain, HOST_ONLY, .digits = 4, .max = 0xffffffff,
         .doc = "The PCI domain."),
    ATTR(hex, "bus", struct pci_address, bus, HOST_ONLY, .digits = 2, .max = 0xff, .doc = "The bus."),
    ATTR(hex, "slot", struct pci_address, slot, HOST_ONLY, .digits = 2, .max = 0x1f, .doc = "The slot on the bus."),
    ATTR(hex, "function", struct pci_address, function, HOST_ONLY, .digits = 1, .max = 7,
         .doc = "The function of the slot."),
    ATTR_ENUM("multifunction", struct pci_address, multifunction, on_off, NOT_KEPT,
              .doc = "Means nothing for a device of the host."),
};
ELEMENT(pci_address_element, "pci-address", struct pci_address, pci_address_fields, "A PCI device of the host.");

bool address_is_pci(const struct address *address)
{
    return address && address->type == ADDRESS_PCI && address->domain.given && address->bus.given &&
           address->slot.given && address->function.given;
}

char *pci_address_text(const struct pci_address *address)
{
    return g_strdup_printf("%04x:%02x:%02x.%x", (unsigned)address->domain.value, (unsigned)address->bus.value,
                           (unsigned)address->slot.value, (unsigned)address->function.value);
}
