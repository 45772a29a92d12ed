/* vm/state.h - the directory of one machine, and the lock that says who looks after it.
 *
 * ROOT/NAME holds all that is known of a machine that runs: lock, machine.json (the plan), status.json,
 * domain.xml, qmp.sock, control.sock, qemu.log, monitor.log.  It exists from the start of a machine to
 * its end.  Only the holder of the lock may change what is in it; the lock (flock) is the monitor's for
 * its life, taken by `run` and inherited, so that there is no moment at which two could have it.  It is
 * free when the monitor is dead, whatever it died of.
 */
#pragma once

#include "base/error.h"

struct state {
    char *root, *name;
    int directory; /* ROOT/NAME */
    int lock;      /* -1: not ours */
};

/* Closes what is open (which lets go of the lock); removes nothing.  NULL is let pass. */
void state_free(struct state *state);
typedef struct state state_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(state_t, state_free)

/* The state root: given (--root) if not NULL, else $XDG_RUNTIME_DIR/tandem, else, for root, /run/tandem.
 * Absolute; need not exist.  The caller frees it. */
char *state_root(const char *given, GError **error);

/* False, TANDEM_ERROR_INPUT, for a name that cannot be a directory's: empty, over 200 bytes, with a
 * slash or a control character, beginning with a dot. */
bool state_name_check(const char *name, GError **error);

/* Makes the directory if it is not there and takes the lock.  Fails if somebody holds it.  What a machine
 * that is gone left behind is still in it. */
struct state *state_claim(const char *root, const char *name, GError **error);

/* Opens the directory of a machine; does not take the lock.  Fails if there is none. */
struct state *state_open(const char *root, const char *name, GError **error);

/* A directory whose lock was inherited.  Takes the descriptor. */
struct state *state_inherit(const char *root, const char *name, int lock, GError **error);

/* Takes the lock.  Fails if somebody else has it; *held, if not NULL, says whether this was the reason. */
bool state_take_lock(struct state *state, bool *held, GError **error);

/* The directory's path, for messages.  The caller frees it. */
char *state_path(const struct state *state, const char *file);

/* A path for a socket in the directory that is always short enough.  Good for this process and while the
 * state is open.  The caller frees it. */
char *state_socket_path(const struct state *state, const char *file);

/* Writes a file whole: under another name, then renamed.  A reader finds the old text or the new. */
bool state_write(const struct state *state, const char *file, const char *text, GError **error);

/* Reads a file of up to a megabyte.  NULL if there is none (no error if missing_is_fine). */
char *state_read(const struct state *state, const char *file, bool missing_is_fine, GError **error);

/* Removes the directory with all that is in it.  The lock has to be held, and is let go. */
bool state_remove(struct state *state, GError **error);

/* The names of the machines under root, sorted; empty if there is no root.  Elements and array are the
 * caller's (g_ptr_array_unref). */
GPtrArray *state_list(const char *root, GError **error);
