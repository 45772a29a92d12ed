#include "vm/process.h"

#include "base/fd.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* The text of a small file in /proc; NULL if it cannot be read. */
static char *read_small(const char *path, char *buffer, size_t size)
{
    AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, buffer, size - 1);

    if (length < 0)
        return NULL;
    buffer[length] = '\0';
    return buffer;
}

bool process_find(pid_t pid, struct process *ret)
{
    char path[40], buffer[1024], *at;

    g_snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    if (pid <= 0 || !read_small(path, buffer, sizeof(buffer)))
        return false;
    at = strrchr(buffer, ')'); /* field 2, the name, may hold anything */
    if (!at || at[1] != ' ' || at[2] == 'Z' || at[2] == 'X')
        return false;
    at += 2; /* field 3 */
    for (unsigned field = 3; field < 22 && at; field++) {
        at = strchr(at, ' ');
        at = at ? at + 1 : NULL;
    }
    if (!at)
        return false;
    ret->pid = pid;
    ret->start_time = g_ascii_strtoull(at, NULL, 10);
    return true;
}

bool process_runs(const struct process *process)
{
    struct process now;

    return process_find(process->pid, &now) && now.start_time == process->start_time;
}

struct process_scope process_scope(void)
{
    struct process_scope scope = {0};
    struct stat namespace;

    if (read_small("/proc/sys/kernel/random/boot_id", scope.boot_id, sizeof(scope.boot_id)))
        g_strchomp(scope.boot_id);
    if (stat("/proc/self/ns/pid", &namespace) == 0)
        scope.pid_namespace = namespace.st_ino;
    return scope;
}

bool process_scope_same_boot(const struct process_scope *a, const struct process_scope *b)
{
    return a->boot_id[0] && strcmp(a->boot_id, b->boot_id) == 0;
}

int process_watch(const struct process *process, GError **error)
{
    AUTO_FD int fd = (int)syscall(SYS_pidfd_open, process->pid, 0); /* close-on-exec by itself */

    if (fd < 0) {
        fail(error, TANDEM_ERROR_HOST, "cannot watch process %d: %s", (int)process->pid, g_strerror(errno));
        return -1;
    }
    if (!process_runs(process)) { /* asked after the descriptor holds the pid, so it is the same one */
        fail(error, TANDEM_ERROR_HOST, "process %d does not run any more", (int)process->pid);
        return -1;
    }
    return steal_fd(&fd);
}

void process_inherit_only(const int *fds, unsigned count)
{
    DIR *directory = opendir("/proc/self/fd");
    struct dirent *entry;

    while (directory && (entry = readdir(directory))) {
        int fd = (int)g_ascii_strtoll(entry->d_name, NULL, 10);

        if (fd > 2)
            fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    if (directory)
        closedir(directory);
    for (unsigned i = 0; i < count; i++)
        fcntl(fds[i], F_SETFD, 0);
}
