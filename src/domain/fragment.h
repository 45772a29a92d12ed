/* domain/fragment.h - one device on its own: a document whose root is <disk>, <interface> or <hostdev>.
 *
 * What is plugged into a running machine comes as such a fragment, and what was plugged is written down as
 * one.  These are the kinds that can be plugged; the list is fragment_kinds in fragment.c.
 */
#pragma once

#include "domain/devices.h"

/* Reads a fragment.  NULL if it cannot be read at all or is of another kind; otherwise the device, even with
 * complaints, the caller's (fragment_free).  *ret_kind is set with it. */
struct device_info *fragment_read(const char *text, size_t length, enum device_kind *ret_kind, struct report *report);

/* The device as a document, newly made. */
char *fragment_write(enum device_kind kind, const struct device_info *device);

void fragment_free(enum device_kind kind, struct device_info *device);

/* Puts the device at the end of its list and takes it. */
void fragment_insert(struct devices *devices, enum device_kind kind, struct device_info *device);

/* Takes the device with this alias out; the caller's.  NULL if there is none of these kinds. */
struct device_info *fragment_take(struct devices *devices, const char *alias, enum device_kind *ret_kind);
