/* vm/qemu_process.h - starting, watching and ending the QEMU of a machine.
 *
 * QEMU is forked first and held back: the monitor writes down its pid before it may run, so that no QEMU
 * can be without a monitor that knows of it.  It gets a session of its own (a terminal's Ctrl-C is for
 * the monitor), its standard output and error go to qemu.log.  Its end is seen by a pidfd, which serves a
 * monitor that is not its parent as well.
 */
#pragma once

#include "vm/plan.h"
#include "vm/process.h"
#include "vm/state.h"

struct qemu_process {
    struct process id;
    int watch; /* a pidfd: readable when QEMU has ended; -1: none */
    int held;  /* written to, QEMU goes on; -1: it runs */
    bool is_child;
    bool reaped;
    int wait_status; /* good when reaped */
};

/* Nothing: no process, no descriptor. */
#define QEMU_PROCESS_NONE ((struct qemu_process){.watch = -1, .held = -1})

/* Forks QEMU and holds it back.  If the monitor dies before qemu_process_go, QEMU never runs. */
bool qemu_process_start(struct qemu_process *qemu, const struct plan *plan, const struct state *state, GError **error);

/* Lets it run, and closes here what it inherited. */
void qemu_process_go(struct qemu_process *qemu, const struct plan *plan);

/* Watches a QEMU that a monitor before us started. */
bool qemu_process_adopt(struct qemu_process *qemu, const struct process *id, GError **error);

/* SIGKILL, at once. */
void qemu_process_kill(const struct qemu_process *qemu);

/* Reaps all children that have ended, ours and (as process 1) strangers. */
void qemu_process_reap(struct qemu_process *qemu);

/* "exit status 1", "signal 9 (Killed)", or "it is gone" if it was not our child.  The caller frees it. */
char *qemu_process_end_text(const struct qemu_process *qemu);

/* Closes what is open; lets the process be. */
void qemu_process_clear(struct qemu_process *qemu);

/* The last lines of qemu.log, at most ten of them and two kilobytes, without a last line feed.  Empty if
 * there is nothing.  The caller frees it. */
char *qemu_process_last_words(const struct state *state);
