/* host/firmware_files.h - the descriptions of firmware that is installed on this host.
 *
 * They lie in several directories: the distribution's, the administrator's, the user's.  A file of the same
 * name in a later directory replaces that of an earlier one; an empty file hides it.
 */
#pragma once

#include "base/error.h"

struct firmware_file {
    char *name; /* without the directory; its order is the order of preference */
    char *text;
    gsize length;
};

/* The directories that QEMU's specification names, NULL at the end: /usr/share/qemu/firmware,
 * /etc/qemu/firmware, $XDG_CONFIG_HOME/qemu/firmware.  Free with g_strfreev. */
char **firmware_directories(void);

/* struct firmware_file *, sorted by name.  A directory that is not there has none; what cannot be read is
 * an error.  The caller unrefs the array. */
GPtrArray *firmware_files(const char *const *directories, GError **error);
