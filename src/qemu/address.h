/* qemu/address.h - where in the machine each device sits.
 *
 * A guest knows its devices by their addresses, so they are part of the machine as much as the devices
 * themselves.  Addresses in the document are kept; the others are given as libvirt gives them, and the same
 * document always gets the same ones.
 *
 * Call order: domain_defaults (which calls address_drives, since controllers depend on it), address_assign;
 * then the domain is in its canonical form.  A machine that is to be built needs address_usb and alias_assign
 * (alias.h) besides: libvirt does not write what they give, because it gives it anew at each start.
 */
#pragma once

#include "domain/devices.h"
#include "domain/domain.h"
#include "qemu/profile.h"

/* Drive addresses of disks and of assigned SCSI LUNs.  Two at one address: "address.drive". */
void address_drives(struct devices *devices, struct report *report);

/* Addresses on virtio-serial and CCID buses, on PCI, in memory slots.  Adds the PCI controllers and the
 * virtio-serial controllers that are needed.  Complains of devices in each other's place, of places that
 * do not exist or do not fit, and of devices that find none: rules "address.*". */
void address_assign(struct domain *domain, const struct profile *profile, struct report *report);

/* Complains of USB addresses that collide or hang on a hub that is not there.  Part of the canonical form,
 * although nothing is assigned. */
void address_check_usb(const struct domain *domain, struct report *report);

/* Ports for all USB devices, and the hubs it takes to have enough.  Complains of a bus without controller. */
void address_usb(struct domain *domain, struct report *report);
