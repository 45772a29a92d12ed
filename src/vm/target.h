/* vm/target.h - a guest comes from another host.
 *
 * The other half of vm/source.h.  QEMU was started with `-incoming defer` and holds the guest (-S).  It is told
 * where the stream comes from, the source is sent `accept`, the stream is handed on, and when all has
 * come the source is sent `loaded`.  Only on `hand-over` is the guest let run, after the status file says that
 * it is ours.  If the channel ends before that, or the source cancels, QEMU is ended: the guest is the
 * source's.  If it ends after that, the guest runs here, whether the source heard it or not.
 */
#pragma once

#include "vm/monitor.h"

/* QEMU answers.  Takes the channel out of monitor->options. */
void target_begin(struct monitor *monitor);

/* An event of QEMU's, while there is a target. */
void target_on_event(struct target *target, const char *name, struct json_object *data);

/* QEMU has ended, for that reason: the source is told, if it still has the guest. */
void target_qemu_gone(struct target *target, const char *text);

void target_free(struct target *target);
