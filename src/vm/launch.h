/* vm/launch.h - bringing a machine and its monitor to life, and finding them again.
 *
 * For the command.  A new machine, in this order: launch_claim; everything that QEMU inherits is opened,
 * launch_listen among it; the plan is made; launch_detached or launch_foreground, which write the plan.
 * If anything fails before that, launch_abandon leaves nothing behind; launch_detached does so by itself.
 *
 * A machine that runs: launch_reach.  If its monitor has died, it starts a new one, which takes over.
 */
#pragma once

#include "vm/plan.h"
#include "vm/state.h"
#include "vm/status.h"

/* Takes the name and its directory for a new machine.  What a machine left there that is gone (its host
 * lost power, or both its processes were killed) is cleared.  Fails if a machine of that name runs. */
struct state *launch_claim(const char *root, const char *name, GError **error);

/* Gives the directory back.  Does nothing if it is not ours any more: launch_detached failed and has done
 * so already. */
void launch_abandon(struct state *state);

/* The socket on which QEMU will answer QMP, listening already, so that the monitor can connect without
 * trying again, and a later monitor can, too.  QEMU gets it as `-chardev
 * socket,id=…,fd=N,server=on,wait=off`; the plan has to list it.  -1 on failure. */
int launch_listen(const struct state *state, GError **error);

/* How the monitor and, for an incoming guest, the channel to the other host are handed over. */
struct launch_options {
    int channel_in, channel_out; /* -1: none */
    const char *hello;           /* with a channel: the first message that came, as text */
};
#define LAUNCH_OPTIONS_NONE ((struct launch_options){.channel_in = -1, .channel_out = -1})

/* Starts the monitor in the background and waits until the guest runs (or, with incoming, runs here); what
 * keeps it from that comes back as the error.  The lock goes to the monitor; descriptors of the plan and
 * the channel stay open here, and are the caller's to close. */
bool launch_detached(struct state *state, const struct plan *plan, const struct launch_options *options,
                     GError **error);

/* Becomes the monitor: the same process goes on as tandem-monitor.  Comes back only if it cannot. */
bool launch_foreground(struct state *state, const struct plan *plan, GError **error);

/* Connects to the monitor of a machine; a new one is started if it has died.  The descriptor is the
 * caller's (control_client_new takes it).  -1 if there is no such machine, or it has ended: then what it
 * left is cleared. */
int launch_reach(const char *root, const char *name, GError **error);

/* One machine under a root, as far as it can be told without asking anybody. */
struct launch_machine {
    char *name;
    struct status *status; /* NULL: being prepared */
    bool qemu_runs, monitor_runs;
};

/* The machines under root, sorted by name (struct launch_machine *, freed with the array).  What is gone
 * is listed, too, with qemu_runs false: it is cleared when its name is used again. */
GPtrArray *launch_list(const char *root, GError **error);
