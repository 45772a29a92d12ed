/* domain/address.h - where in the machine a device sits.
 *
 * `type` says which of the numbers count.  A PCI address may come without numbers: then the device is to be
 * on PCI and the place is chosen for it.
 */
#pragma once

#include "xml/field.h"

enum address_type {
    ADDRESS_ABSENT,
    ADDRESS_PCI,
    ADDRESS_DRIVE,
    ADDRESS_VIRTIO_SERIAL,
    ADDRESS_CCID,
    ADDRESS_USB,
    ADDRESS_SPAPR_VIO,
    ADDRESS_VIRTIO_S390,
    ADDRESS_CCW,
    ADDRESS_VIRTIO_MMIO,
    ADDRESS_ISA,
    ADDRESS_DIMM,
    ADDRESS_UNASSIGNED, /* the guest does not see the device */
    ADDRESS_TYPE_COUNT,
};
extern const struct enum_names address_type_names;

struct address {
    struct place where;
    enum address_type type;
    struct number domain, bus, slot, function; /* pci; bus: drive, virtio-serial, usb too; slot: ccid, dimm too */
    enum on_off multifunction;                 /* pci */
    struct number zpci_uid, zpci_fid;          /* pci on s390 */
    struct number controller;                  /* drive, virtio-serial, ccid */
    struct number target, unit;                /* drive */
    struct number port;                        /* virtio-serial */
    char *usb_port;                            /* usb: "1" or "1.2.3", port by port through hubs */
    struct number reg;                         /* spapr-vio */
    struct number cssid, ssid, devno;          /* ccw */
    struct number iobase, irq;                 /* isa */
    struct number base;                        /* dimm: the guest's address */
};
extern const struct element address_element;

/* A PCI device of the host. */
struct pci_address {
    struct place where;
    struct number domain, bus, slot, function;
    enum on_off multifunction; /* means nothing here */
};
extern const struct element pci_address_element;

/* Whether all numbers that a PCI address needs are there. */
bool address_is_pci(const struct address *address);

/* "0000:03:07.1", newly made; numbers that are not given count as 0. */
char *pci_address_text(const struct pci_address *address);
