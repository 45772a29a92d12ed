/* qemu/start_steps.h - what QEMU has to be told over QMP before the guest runs.
 *
 * A command line cannot say all that a document asks for: limits of disks, a link that is down, an open tray,
 * the period of the balloon's statistics.  Passwords it must not say, every process could read them.  Like
 * the command line, the list is a pure function of the complete domain.
 */
#pragma once

#include "domain/domain.h"
#include "qemu/qmp_step.h"

/* The steps in their order.  incoming: the guest comes from another host or out of a file, and with it the
 * size of its balloon.  The caller owns the list. */
GPtrArray *start_steps(const struct domain *domain, bool incoming);

/* Those of one device (a pointer to its struct device_info), after it was plugged. */
GPtrArray *start_steps_for(const struct domain *domain, const struct device_info *device);
