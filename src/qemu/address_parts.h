/* qemu/address_parts.h - what the files address_*.c share; for them only. */
#pragma once

#include "qemu/address.h"
#include "qemu/machine.h"

/* The device's address of this type, made empty if it has none.  NULL if it has one of another type. */
struct address *address_make(struct device_info *device, enum address_type type);

/* Whether the device has an address of this type. */
bool address_is(const struct device_info *device, enum address_type type);

/* The device in words for a message: "<disk> 'vda'", "<controller type='usb' index='0'>".  Newly made. */
char *address_device_text(enum device_kind kind, const void *device);

void address_virtio_serial(struct domain *domain, struct report *report);
void address_ccid(struct domain *domain, struct report *report);
void address_pci(struct domain *domain, const struct profile *profile, struct report *report);
void address_mmio(struct domain *domain);
void address_dimm(struct domain *domain, struct report *report);
