/* vm/monitor.h - the process that stays with one QEMU.
 *
 * One process for one machine, one thread, one main loop on QMP, the control socket, timers and signals.
 * Theory of operation:
 *
 * - The status file comes before the act.  Who may let the guest run, and whether it is to run, stands in
 *   the file before QEMU is told, so that a monitor that takes over goes on where this one died.
 * - There is one end: QEMU's.  Whatever is to end the machine gives its reason to monitor_end, which has
 *   QEMU quit; when the process is gone (on_qemu_gone) everything else is cleared away and told.  A start
 *   that fails goes the same way.
 * - Nothing here knows XML.  The plan says all.
 *
 * monitor.c has the life; start.c what comes between QEMU's first answer and a running guest; guest.c what the guest's
 * own doings lead to; verbs.c what clients ask for; pairs.c its teamed NICs; source.c and target.c its move from and to
 * another host.
 */
#pragma once

#include "qemu/qmp.h"
#include "vm/control.h"
#include "vm/plan.h"
#include "vm/qemu_process.h"
#include "vm/status.h"
#include "vm/waiters.h"

enum end_reason {
    END_NONE,
    END_POWERED_OFF, /* the guest powered down by itself */
    END_REBOOTED,    /* it rebooted, and on_reboot is 'destroy' */
    END_CRASHED,     /* it crashed, and on_crash is 'destroy' */
    END_STOPPED,     /* it powered down because it was asked to */
    END_KILLED,      /* it was ended without being asked */
    END_TIMED_OUT,   /* the same, because it did not power down in time */
    END_MIGRATED,    /* it runs on another host */
    END_FAILED,      /* QEMU ended, or could not go on; also a start that failed */
    END_REASON_COUNT
};

struct hotplug;
struct pairs;
struct source;
struct target;

struct monitor_options {
    bool takes_over;             /* QEMU runs already, the monitor before this one died */
    int ready;                   /* where the start is reported; -1: nobody waits */
    int channel_in, channel_out; /* to the host that an incoming guest comes from; -1: none */
};

struct monitor {
    struct state *state;
    struct plan *plan;
    struct status *status;
    struct qemu_process qemu;
    struct qmp *qmp; /* NULL before and after the connection */
    struct control *control;
    struct pairs *pairs;
    struct hotplug *hotplug;
    struct source *source;           /* a guest that is leaving; NULL: none */
    struct qmp_run_steps *preparing; /* the plan's steps, before the guest runs; NULL: done */
    struct target *target;           /* a guest that is coming; NULL: none, or it has come */
    unsigned parting;                /* channels that still have something to send */
    bool lingers;                    /* something is awaited beyond the end of QEMU */
    struct monitor_options options;
    bool takes_over; /* QEMU has answered before, to us or to the monitor before */
    unsigned reconnects;

    guint watch, signals; /* sources */
    int signal_fd;
    guint start_timer, stop_timer, kill_timer, reconnect_timer;
    struct waiters *end_waiters;
    bool stopping;   /* the guest was asked to power down */
    bool resetting;  /* by wish, where a reset by the guest would be an end */
    bool restarting; /* it is to go on after the reset that is under way */

    enum end_reason end;
    char *end_text;
    bool gone;
    int exit_status;
};

/* Runs the whole life of a monitor for the machine whose lock was inherited; gives the exit status.
 * Takes state and the descriptors. */
int monitor_run(struct state *state, const struct monitor_options *options);

/* Writes the status file.  What it cannot write it logs. */
void monitor_save(struct monitor *monitor);

/* Changes the state, saves it, tells it.  detail may be NULL. */
void monitor_set_state(struct monitor *monitor, enum machine_state state, const char *detail);

/* Ends the machine for that reason: QEMU is told to quit, and killed if it does not.  The first reason
 * counts. */
void monitor_end(struct monitor *monitor, enum end_reason reason, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* SIGKILL for QEMU, for that reason. */
void monitor_kill(struct monitor *monitor, enum end_reason reason, const char *text);

/* The guest runs, or is to stay as it is: whoever waits for the start hears it. */
void monitor_is_up(struct monitor *monitor);

/* Lets the guest run (and writes down before that it is to). */
void monitor_let_run(struct monitor *monitor);

/* Asks the guest to power down.  After that many seconds it is ended; 0: it is not. */
void monitor_power_down(struct monitor *monitor, unsigned kill_after);

/* A line in the log, with the time. */
void monitor_log(const char *format, ...) G_GNUC_PRINTF(1, 2);

extern const char *const end_reason_names[END_REASON_COUNT];

/* start.c: QEMU answers (for the first time, or to a new connection). */
void start_on_ready(struct monitor *monitor);

/* guest.c: an event of QEMU's. */
void guest_on_event(struct monitor *monitor, const char *name, struct json_object *data);

/* guest.c: a monitor that takes over looks where things stand (the reply to query-status). */
void guest_on_taken_over(struct monitor *monitor, struct json_object *query_status);

/* verbs.c */
extern const struct control_verb monitor_verbs[];
