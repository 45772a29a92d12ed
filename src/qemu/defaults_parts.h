/* qemu/defaults_parts.h - the steps of domain_defaults, a file each; for defaults*.c and address*.c only.
 *
 * The order matters: devices depend on the machine, controllers on the devices that need them.
 */
#pragma once

#include "domain/devices.h"
#include "domain/domain.h"
#include "qemu/machine.h"
#include "qemu/profile.h"

/* The machine type, which all else hangs on.  Complains if this QEMU has no such machine. */
void defaults_machine(struct domain *domain, const struct profile *profile, struct report *report);
/* Everything outside <devices> and <cpu>: identity, memory, processors, clock, events, boot, labels. */
void defaults_domain(struct domain *domain);
/* <memtune> and <cputune>: limits that are none, a row for each thread. */
void defaults_tuning(struct domain *domain);
/* <cpu> with its topology and NUMA nodes. */
void defaults_cpu(struct domain *domain, const struct profile *profile);

/* Devices that the document has: what it leaves open of each. */
void defaults_disks(struct devices *devices);
void defaults_devices(struct domain *domain, const struct profile *profile, struct report *report);
/* Serial ports, consoles, channels. */
void defaults_chardevs(struct domain *domain);
/* Graphics, graphics cards, sound. */
void defaults_display(struct domain *domain, const struct profile *profile);

/* The name of an iSCSI LUN with its number; without one it is the first.  Takes the name and gives it back, or
 * another in its stead. */
char *defaults_iscsi_name(char *name);

/* Controllers get numbers, then the machine's own and those that other devices need are added, then all get
 * models.  Afterwards they stand type by type, by number. */
void defaults_controllers(struct domain *domain, const struct profile *profile);

/* The controller with this type and number, NULL if there is none. */
struct controller *controller_find(const struct devices *devices, enum controller_type type, uint64_t index);
/* Adds a controller with this type and number at its place in the list; the devices own it. */
struct controller *controller_add(struct devices *devices, enum controller_type type, uint64_t index);
/* controller_find, or controller_add. */
struct controller *controller_need(struct devices *devices, enum controller_type type, uint64_t index);
