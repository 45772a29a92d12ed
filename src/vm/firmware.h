/* vm/firmware.h - the descriptions of firmware that a host has, read. */
#pragma once

#include "qemu/firmware.h"

/* The descriptions that lie in these directories (NULL at the end), in the order of preference: struct
 * firmware_description *, owned by the array.  One that cannot be understood is warned of and left out. */
GPtrArray *firmware_load(const char *const *directories, struct report *report, GError **error);
