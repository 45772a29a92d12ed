/* vm/prepare.h - from the text of a domain document to a domain that can be run.
 *
 * The stages, in this order: read; rules; defaults and addresses (for one QEMU's profile); rules again,
 * since what was filled in has to obey them, too.  A stage is not begun while an earlier one has found
 * anything that stops it.  All of it is a function of the text, the options and the profile.
 */
#pragma once

#include "domain/domain.h"
#include "domain/rule.h"
#include "qemu/firmware.h"
#include "qemu/networks.h"
#include "qemu/profile.h"

/* Reads the document and checks it by all rules.  NULL if it cannot be read at all; with complaints in
 * the report, the domain is there to be looked at, not to be used.  The caller owns it (domain_free). */
struct domain *prepare_read(const char *text, size_t length, const struct rule_options *options, struct report *report);

/* Fills in defaults, firmware, default devices, addresses, and unless the document is only to be looked at what
 * its networks are and aliases; then checks again.  networks may be NULL: none is known.  False if the report
 * has failures afterwards. */
bool prepare_complete(struct domain *domain, const struct profile *profile, const struct firmware_choice *firmware,
                      const struct networks *networks, const struct rule_options *options, struct report *report);
