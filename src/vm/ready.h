/* vm/ready.h - the pipe on which a new monitor says how the start went.
 *
 * One line, then the end: {} when the guest runs, {"error": {"code": …, "message": …}} when it does not.
 * An end without a line means that the monitor died.
 */
#pragma once

#include "base/error.h"

/* Tells the waiting command, and closes the pipe.  error NULL: it runs.  -1 is let pass. */
void ready_tell(int *fd, const GError *error);

/* Waits for the word.  False with the monitor's error, or with *silent and no error if it died. */
bool ready_hear(int fd, bool *silent, GError **error);
