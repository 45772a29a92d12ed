/* vm/status.h - what is known of a machine at this moment, as status.json has it.
 *
 * The monitor writes the file anew at every change, before it acts on the change where a successor has
 * to know of it.  Everybody else reads it: `list` needs nothing more.  It also tells a monitor that takes
 * over what its predecessor had begun.
 */
#pragma once

#include "base/json.h"
#include "vm/process.h"
#include "vm/state.h"

enum machine_state {
    MACHINE_STARTING,    /* QEMU has not answered yet */
    MACHINE_RECEIVING,   /* the guest is on its way here */
    MACHINE_RUNNING,     /* the guest runs */
    MACHINE_PAUSED,      /* it was stopped and can go on */
    MACHINE_POWERED_OFF, /* the guest powered down, and on_poweroff or on_reboot is 'preserve' */
    MACHINE_CRASHED,     /* the guest crashed, and on_crash is 'preserve' */
    MACHINE_HANDED_OVER, /* the guest was given to another host, which has not confirmed it */
    MACHINE_ENDING,      /* QEMU is told to end, or has ended */
    MACHINE_STATE_COUNT
};

/* Who may let the guest run.  It never is with two hosts at once. */
enum custody {
    CUSTODY_HERE,        /* we */
    CUSTODY_COMING,      /* the host it comes from, until it hands the guest over */
    CUSTODY_HANDED_OVER, /* the host it went to, unless that one says that it does not have it */
    CUSTODY_COUNT
};

struct status {
    char *name, *uuid;
    enum machine_state state;
    enum custody custody;
    bool prepared;          /* QEMU has been told all that the plan's steps say */
    bool wants_to_run;      /* false if somebody paused it */
    char *detail;           /* more about the state, for people; NULL: nothing */
    int64_t started, since; /* milliseconds since 1970: of the machine here, of the state */
    struct process qemu, monitor;
    struct process_scope scope;
    struct json_object *pairs;     /* array, one object a pair; NULL: none */
    struct json_object *migration; /* of the last one, or the one that goes on; NULL: none */
};

struct status *status_new(const char *name, const char *uuid);
void status_free(struct status *status);
typedef struct status status_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(status_t, status_free)

/* To and from the form that stands in the file.  The caller owns what is returned. */
struct json_object *status_to_json(const struct status *status);
struct status *status_from_json(struct json_object *json, GError **error);

/* To and from the machine's directory.  status_load gives NULL without an error if there is no file
 * yet: the machine is being prepared, or its start was cut off before QEMU was started. */
bool status_save(const struct status *status, const struct state *state, GError **error);
struct status *status_load(const struct state *state, GError **error);

/* Whether the QEMU of this status runs.  Where its pid means nothing to the caller (it was started in
 * another pid namespace of this boot) its QMP socket answers for it. */
bool status_qemu_runs(const struct status *status, const struct state *state);

extern const char *const machine_state_names[MACHINE_STATE_COUNT];
extern const char *const custody_names[CUSTODY_COUNT];
