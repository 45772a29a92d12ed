/* base/error.h - how a function says that it failed.
 *
 * Every fallible function takes `GError **error` last, returns false, NULL or -1, and leaves *error
 * untouched when it succeeds.  There is one code for each way a caller can react, not one for each
 * cause; the message says the cause.  The codes are tandem's exit statuses, so that the mapping
 * stands once, here.  A message names the thing, the value it had, what was expected, what to do.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum tandem_error {
    TANDEM_ERROR_INPUT = 1,       /* the input is wrong; only its author can mend it */
    TANDEM_ERROR_USAGE = 2,       /* the command was called wrongly */
    TANDEM_ERROR_UNSUPPORTED = 3, /* the input is right, tandem cannot do it (yet) */
    TANDEM_ERROR_HOST = 4,        /* this host, its kernel or QEMU cannot */
    TANDEM_ERROR_TIMEOUT = 5,     /* a time limit passed */
};

#define TANDEM_ERROR tandem_error_quark()
GQuark tandem_error_quark(void);

/* Sets *error (unless error is NULL) and returns false, so that a failure is one line:
 *     return fail(error, TANDEM_ERROR_HOST, "cannot open '%s': %s", path, g_strerror(errno)); */
bool fail(GError **error, enum tandem_error code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same for functions that return a pointer. */
void *fail_null(GError **error, enum tandem_error code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The exit status for an error: its code in our domain, TANDEM_ERROR_HOST for a GLib error (an
 * errno from the file system, a spawn that failed). */
int error_exit_status(const GError *error);
