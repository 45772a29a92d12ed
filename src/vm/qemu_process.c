#include "vm/qemu_process.h"

#include "base/fd.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { LAST_BYTES = 2048, LAST_LINES = 10, EXIT_CANNOT_START = 127 };

/* In the child.  What goes wrong is said in qemu.log, where the monitor looks for last words. */
static void G_GNUC_NORETURN become_qemu(const struct plan *plan, int held, int log)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    sigset_t none;
    char go;

    setsid();
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    dup2(nothing, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    if (read(held, &go, 1) != 1)
        _exit(EXIT_CANNOT_START); /* the monitor died */
    process_inherit_only(plan->descriptors, plan->n_descriptors);
    execv(plan->argv[0], plan->argv);
    fprintf(stderr, "cannot start '%s': %s\n", plan->argv[0], g_strerror(errno));
    fflush(stderr);
    _exit(EXIT_CANNOT_START);
}

bool qemu_process_start(struct qemu_process *qemu, const struct plan *plan, const struct state *state, GError **error)
{
    AUTO_FD int log = openat(state->directory, "qemu.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    AUTO_FD int reading = -1;
    AUTO_FD int writing = -1;
    int ends[2];
    pid_t pid;

    if (log < 0 || pipe2(ends, O_CLOEXEC) < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot prepare the start of QEMU: %s", g_strerror(errno));
    reading = ends[0];
    writing = ends[1];
    pid = fork();
    if (pid < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot start a process for QEMU: %s", g_strerror(errno));
    if (pid == 0) {
        close_fd(&writing); /* so that the monitor's death is heard */
        become_qemu(plan, reading, log);
    }
    *qemu = QEMU_PROCESS_NONE;
    qemu->is_child = true;
    process_find(pid, &qemu->id);
    qemu->watch = process_watch(&qemu->id, error);
    if (qemu->watch < 0)
        return false; /* `writing` is closed now: the child ends */
    qemu->held = steal_fd(&writing);
    return true;
}

void qemu_process_go(struct qemu_process *qemu, const struct plan *plan)
{
    ssize_t written = write(qemu->held, "", 1);

    (void)written; /* a child that is gone already is seen by the watch */
    close_fd(&qemu->held);
    for (unsigned i = 0; i < plan->n_descriptors; i++)
        close(plan->descriptors[i]);
}

bool qemu_process_adopt(struct qemu_process *qemu, const struct process *id, GError **error)
{
    *qemu = QEMU_PROCESS_NONE;
    qemu->id = *id;
    qemu->watch = process_watch(id, error);
    return qemu->watch >= 0;
}

void qemu_process_kill(const struct qemu_process *qemu)
{
    if (qemu->watch >= 0)
        syscall(SYS_pidfd_send_signal, qemu->watch, SIGKILL, NULL, 0);
}

void qemu_process_reap(struct qemu_process *qemu)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (qemu->is_child && pid == qemu->id.pid) {
            qemu->reaped = true;
            qemu->wait_status = status;
        }
}

char *qemu_process_end_text(const struct qemu_process *qemu)
{
    if (!qemu->reaped)
        return g_strdup("it is gone");
    if (WIFSIGNALED(qemu->wait_status))
        return g_strdup_printf("signal %d (%s)", WTERMSIG(qemu->wait_status), g_strsignal(WTERMSIG(qemu->wait_status)));
    return g_strdup_printf("exit status %d", WEXITSTATUS(qemu->wait_status));
}

void qemu_process_clear(struct qemu_process *qemu)
{
    close_fd(&qemu->watch);
    close_fd(&qemu->held);
}

char *qemu_process_last_words(const struct state *state)
{
    AUTO_FD int fd = openat(state->directory, "qemu.log", O_RDONLY | O_CLOEXEC);
    char buffer[LAST_BYTES + 1];
    ssize_t length;
    char *text, *from;
    off_t end;

    end = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
    length = end <= 0 ? 0 : pread(fd, buffer, LAST_BYTES, MAX(end - LAST_BYTES, 0));
    buffer[MAX(length, 0)] = '\0';
    text = g_utf8_make_valid(g_strchomp(buffer), -1);
    from = text + strlen(text);
    for (unsigned lines = 0; from > text; from--)
        if (from[-1] == '\n' && ++lines == LAST_LINES)
            break;
    memmove(text, from, strlen(from) + 1);
    return text;
}
