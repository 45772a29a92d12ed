/* qemu/alias.h - the names by which devices are known on QEMU's command line and in QMP.
 *
 * An alias of the document's author begins with "ua-" and is kept.  All others are given anew from the
 * device's kind and place, as libvirt gives them, so that a machine can be taken over from it.
 */
#pragma once

#include "domain/devices.h"
#include "qemu/machine.h"

/* Whether it is an alias that a document may choose. */
bool alias_is_chosen(const char *alias);

/* Forgets aliases that no document may choose: a document taken from a running machine has them. */
void alias_drop_given(struct devices *devices);

/* Gives each device without alias one.  Call it when all addresses are there. */
void alias_assign(struct domain *domain);
