/* vm/process.h - which process is meant, also after a monitor's death or the host's.
 *
 * A pid alone is used again, after a restart of the host at once.  A process is therefore told by its pid
 * and the time it started, within one boot and one pid namespace.
 */
#pragma once

#include "base/error.h"

#include <stdint.h>
#include <sys/types.h>

struct process {
    pid_t pid;           /* 0: none */
    uint64_t start_time; /* field 22 of /proc/PID/stat: clock ticks since boot */
};

/* Where pids have a meaning. */
struct process_scope {
    char boot_id[40];       /* /proc/sys/kernel/random/boot_id */
    uint64_t pid_namespace; /* inode of /proc/self/ns/pid */
};

/* The process that has this pid now.  False if there is none (a zombie counts as none). */
bool process_find(pid_t pid, struct process *ret);

/* True if that very process still runs. */
bool process_runs(const struct process *process);

/* The scope of the caller.  What the host does not tell stays empty or 0 and equals nothing. */
struct process_scope process_scope(void);

bool process_scope_same_boot(const struct process_scope *a, const struct process_scope *b);

/* A descriptor that becomes readable when the process ends; -1 if it does not run. */
int process_watch(const struct process *process, GError **error);

/* Prepares for an exec: of all descriptors above 2, exactly these stay open in the new program. */
void process_inherit_only(const int *fds, unsigned count);
