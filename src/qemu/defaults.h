/* qemu/defaults.h - what a document leaves open, filled in.
 *
 * libvirt's canonical form of a domain says everything that the guest can see: devices that the board always
 * has, the model of each, the controllers that disks and channels need.  domain_defaults does the same, so
 * that a guest is the same machine whoever runs it.  It follows domain_read and the first run of the rules,
 * and precedes address_assign (address.h), which gives PCI and other addresses, and alias_assign (alias.h).
 *
 * Pure: what has to be made up (a UUID, a MAC) is made from the domain's own content, so that the same
 * document always gives the same machine.
 */
#pragma once

#include "domain/domain.h"
#include "qemu/profile.h"

/* Fills in the domain.  Asks the profile only for what depends on QEMU: the machine type behind an alias,
 * the default CPU, whether a device model exists.  What cannot be filled in is complained of. */
void domain_defaults(struct domain *domain, const struct profile *profile, struct report *report);
