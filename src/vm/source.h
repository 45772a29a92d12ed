/* vm/source.h - the guest leaves for another host.
 *
 * One migration, from the wish to its end.  Theory of operation:
 *
 *   asking       hello is sent; the target refuses, or starts QEMU and accepts
 *   releasing    the guest lets the transient NICs go; a guest that does not ends the migration here
 *   migrating    QEMU sends the guest; it stops it at the end
 *   loading      all is sent; the target has to say that all has come
 *   handing-over from here on the guest is the target's; the status file says so before the target hears it
 *   settling     the target runs it; QEMU here is ended; the target's pairs come to rest
 *
 * Up to and with `loading`, whatever goes wrong (either side, the channel, a client that goes away) leads
 * to giving up: QEMU's migration is cancelled, the guest goes on here and gets its NICs back.  A target
 * that has not been told to hand-over never lets the guest run, so it cannot run twice.
 *
 * Once the hand-over is sent, the guest runs here again only if the target says that it failed (it has
 * ended its QEMU before that).  If the channel breaks before any word comes, nobody here can know: the guest
 * is held, the state is handed-over, and only a person who has looked at the other host can take it back
 * (resume with force).
 */
#pragma once

#include "vm/monitor.h"

struct source_options {
    unsigned release_ms;            /* time limit for the release of the NICs; 0: the default */
    struct json_object *parameters; /* for migrate-set-parameters; NULL: none; borrowed */
    struct json_object *wishes;     /* goes into the hello, for the other side's command; NULL: none; borrowed */
};

/* Begins.  Takes the request and the descriptors of the channel; the request is answered when the
 * migration has ended. */
void source_begin(struct monitor *monitor, struct request *request, int channel_in, int channel_out,
                  const struct source_options *options);

/* An event of QEMU's, while there is a source. */
void source_on_event(struct source *source, const char *name, struct json_object *data);

/* Gives up if the guest can still stay; false if it cannot. */
bool source_cancel(struct source *source, const char *why);

/* QEMU has ended.  What the migration still waits for it goes on waiting for (monitor->lingers). */
void source_qemu_gone(struct source *source, const char *text);

void source_free(struct source *source);
