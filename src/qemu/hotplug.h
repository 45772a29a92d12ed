/* qemu/hotplug.h - a device that comes into a running machine, or goes, as QMP steps.
 *
 * Plugging is the difference between two command lines: that of the machine with the device and that without
 * it.  So a device that is plugged is the same, property for property, as one that was there from the
 * start, and a migration finds it so; nothing is said twice.  What is no -device, -netdev, -blockdev or -object
 * in that difference cannot be plugged, and neither can what needs another device that the machine lacks.
 *
 * Pure: the command lines are argv_build's, with the same resources for what both have.
 */
#pragma once

#include "base/report.h"
#include "qemu/qmp_step.h"

struct hotplug_steps {
    GPtrArray *plug;   /* what the device stands on, then the device: struct qmp_step * */
    GPtrArray *unplug; /* takes away what it stood on, when the device is gone; the device itself is not in it */
    struct json_object *device; /* the arguments of its device_add */
};

/* Fills steps from the difference.  False after complaints, whose place is that of the device.  report NULL: the
 * device is to go; nothing is complained of. */
bool hotplug_steps_make(struct hotplug_steps *steps, const GPtrArray *with, const GPtrArray *without, const char *alias,
                        struct place where, struct report *report);
void hotplug_steps_clear(struct hotplug_steps *steps);
