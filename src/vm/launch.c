#include "vm/launch.h"

#include "base/fd.h"
#include "vm/ready.h"
#include "vm/socket.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

enum { REACH_SECONDS = 10, REACH_PAUSE_MS = 20, EXIT_CANNOT_START = 127 };

/* ---- what a machine left ---- */

/* Kills a QEMU that nobody may let run: it was to get a guest and never did. */
static void clear(struct state *state, const struct status *status)
{
    if (status && status_qemu_runs(status, state))
        kill(status->qemu.pid, SIGKILL);
    state_remove(state, NULL);
}

struct state *launch_claim(const char *root, const char *name, GError **error)
{
    for (;;) {
        g_autoptr(state_t) state = state_claim(root, name, error);
        g_autoptr(status_t) status = NULL;
        g_autoptr(GError) problem = NULL;

        if (!state)
            return NULL;
        status = status_load(state, &problem);
        if (status && status_qemu_runs(status, state))
            return fail_null(error, TANDEM_ERROR_HOST,
                             "machine '%s' runs already (QEMU is process %d, its monitor has died; any command on it "
                             "starts a new one)",
                             name, (int)status->qemu.pid);
        if (!status && !problem)
            return g_steal_pointer(&state);
        clear(state, status);
    }
}

void launch_abandon(struct state *state)
{
    if (state->lock >= 0)
        state_remove(state, NULL);
}

int launch_listen(const struct state *state, GError **error)
{
    return socket_listen(state, "qmp.sock", error);
}

/* ---- starting the monitor ---- */

static char *monitor_path(GError **error)
{
    /* from the folder of this program: installed, in the build tree, and from a test in the build tree */
    static const char *const places[] = {MONITOR_FROM_BINDIR, ".", "../vm", "../../src/vm"};
    g_autofree char *self = g_file_read_link("/proc/self/exe", error);
    g_autofree char *folder = self ? g_path_get_dirname(self) : NULL;

    if (!self)
        return NULL;
    for (unsigned i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_build_filename(folder, places[i], "tandem-monitor", NULL);

        if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
            return g_steal_pointer(&path);
    }
    return fail_null(error, TANDEM_ERROR_HOST,
                     "tandem-monitor is not where it belongs, in '%s/%s'; install tandem whole", folder,
                     MONITOR_FROM_BINDIR);
}

struct start {
    struct state *state;
    const struct plan *plan; /* NULL: take over */
    const struct launch_options *options;
    int ready; /* the writing end of the pipe; -1: in the foreground */
};

static void add_number(GPtrArray *argv, GArray *fds, const char *option, int fd)
{
    if (fd < 0)
        return;
    g_array_append_val(fds, fd);
    g_ptr_array_add(argv, g_strdup_printf("%s=%d", option, fd));
}

/* Comes back only if it cannot. */
static bool become_monitor(const struct start *start, GError **error)
{
    g_autofree char *path = monitor_path(error);
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) fds = g_array_new(FALSE, FALSE, sizeof(int));

    if (!path)
        return false;
    g_ptr_array_add(argv, g_strdup("tandem-monitor"));
    if (!start->plan)
        g_ptr_array_add(argv, g_strdup("--take-over"));
    add_number(argv, fds, "--lock", start->state->lock);
    add_number(argv, fds, "--ready", start->ready);
    add_number(argv, fds, "--channel-in", start->options->channel_in);
    add_number(argv, fds, "--channel-out", start->options->channel_out);
    g_ptr_array_add(argv, g_strdup(start->state->root));
    g_ptr_array_add(argv, g_strdup(start->state->name));
    g_ptr_array_add(argv, NULL);
    if (start->plan)
        g_array_append_vals(fds, start->plan->descriptors, start->plan->n_descriptors);
    process_inherit_only((const int *)(void *)fds->data, fds->len);
    execv(path, (char **)argv->pdata);
    return fail(error, TANDEM_ERROR_HOST, "cannot start '%s': %s", path, g_strerror(errno));
}

/* A channel on the standard streams has to move, they become something else. */
static int above_streams(int fd)
{
    return fd >= 0 && fd <= 2 ? fcntl(fd, F_DUPFD, 3) : fd;
}

/* In the child. */
static void G_GNUC_NORETURN go_to_background(struct start *start)
{
    struct launch_options options = *start->options;
    g_autoptr(GError) error = NULL;
    int log = openat(start->state->directory, "monitor.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

    options.channel_in = above_streams(options.channel_in);
    options.channel_out = above_streams(options.channel_out);
    start->options = &options;
    setsid();
    dup2(nothing, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    become_monitor(start, &error);
    ready_tell(&start->ready, error);
    _exit(EXIT_CANNOT_START);
}

static bool fail_with_log(const struct state *state, GError **error)
{
    g_autofree char *log = state_read(state, "monitor.log", true, NULL);

    return fail(error, TANDEM_ERROR_HOST, "the monitor of machine '%s' died: %s", state->name,
                log && *log ? g_strchomp(log) : "it said nothing");
}

/* *silent: it died before it could say anything. */
static bool start_in_background(struct start *start, bool *silent, GError **error)
{
    AUTO_FD int reading = -1;
    int ends[2];
    bool fine;
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot make a pipe: %s", g_strerror(errno));
    reading = ends[0];
    start->ready = ends[1];
    pid = fork();
    if (pid == 0)
        go_to_background(start);
    close(ends[1]);
    if (pid < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot start a process for the monitor: %s", g_strerror(errno));
    close_fd(&start->state->lock); /* the monitor has it now */
    fine = ready_hear(reading, silent, error);
    if (!fine)
        waitpid(pid, NULL, 0);
    return *silent ? fail_with_log(start->state, error) : fine;
}

static bool save(struct state *state, const struct plan *plan, const struct launch_options *options, GError **error)
{
    return plan_save(plan, state, error) &&
           (!options->hello || state_write(state, "hello.json", options->hello, error));
}

/* The lock is ours: a new monitor for a QEMU that runs.  If it dies, too, the guest is let be. */
static bool take_over(struct state *state, GError **error)
{
    struct launch_options options = LAUNCH_OPTIONS_NONE;
    struct start start = {.state = state, .options = &options};
    bool silent = false;

    return start_in_background(&start, &silent, error);
}

/* Whether a QEMU without a monitor has a guest that may run here. */
static bool has_guest(const struct state *state, const struct status *status)
{
    return status && status->custody != CUSTODY_COMING && status_qemu_runs(status, state);
}

/* The monitor died before it could say how the start went: another goes on with it, if there is anything to
 * go on with. */
static bool rescue(struct state *state, GError **error)
{
    g_autoptr(status_t) status = NULL;

    if (!state_take_lock(state, NULL, error)) /* somebody else does the same */
        return false;
    status = status_load(state, NULL);
    if (has_guest(state, status))
        return take_over(state, error);
    fail_with_log(state, error);
    clear(state, status);
    return false;
}

bool launch_detached(struct state *state, const struct plan *plan, const struct launch_options *options, GError **error)
{
    struct start start = {.state = state, .plan = plan, .options = options};
    g_autoptr(GError) problem = NULL;
    bool silent = false;

    if (save(state, plan, options, &problem) && start_in_background(&start, &silent, &problem))
        return true;
    if (silent)
        return rescue(state, error);
    launch_abandon(state);
    g_propagate_error(error, g_steal_pointer(&problem));
    return false;
}

bool launch_foreground(struct state *state, const struct plan *plan, GError **error)
{
    struct launch_options options = LAUNCH_OPTIONS_NONE;
    struct start start = {.state = state, .plan = plan, .options = &options, .ready = -1};

    if (save(state, plan, &options, error))
        become_monitor(&start, error);
    launch_abandon(state);
    return false;
}

/* ---- finding it again ---- */

/* The lock is ours, so there is no monitor: a new one takes over, or what is left is cleared. */
static bool revive(struct state *state, GError **error)
{
    g_autoptr(status_t) status = status_load(state, NULL);

    if (has_guest(state, status))
        return take_over(state, error);
    clear(state, status);
    return fail(error, TANDEM_ERROR_HOST, "machine '%s' has ended: its QEMU and its monitor are gone%s", state->name,
                status ? "" : " before it ran");
}

int launch_reach(const char *root, const char *name, GError **error)
{
    int64_t deadline = g_get_monotonic_time() + REACH_SECONDS * G_USEC_PER_SEC;

    for (;;) {
        g_autoptr(state_t) state = state_open(root, name, error);
        bool absent = false, held = false;
        g_autoptr(GError) problem = NULL;
        int fd;

        if (!state)
            return -1;
        fd = socket_connect(state, "control.sock", &absent, &problem);
        if (fd >= 0)
            return fd;
        if (absent && state_take_lock(state, &held, NULL)) {
            if (!revive(state, error))
                return -1;
        } else if (!absent || g_get_monotonic_time() > deadline) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return -1;
        } else {
            g_usleep(REACH_PAUSE_MS * 1000); /* somebody else has just begun to start or to end it */
        }
    }
}

static void launch_machine_free(gpointer data)
{
    struct launch_machine *machine = data;

    g_free(machine->name);
    status_free(machine->status);
    g_free(machine);
}

GPtrArray *launch_list(const char *root, GError **error)
{
    g_autoptr(GPtrArray) names = state_list(root, error);
    g_autoptr(GPtrArray) machines = g_ptr_array_new_with_free_func(launch_machine_free);

    if (!names)
        return NULL;
    for (unsigned i = 0; i < names->len; i++) {
        g_autoptr(state_t) state = state_open(root, names->pdata[i], NULL);
        struct launch_machine *machine;

        if (!state)
            continue; /* it ended while we looked */
        machine = g_new0(struct launch_machine, 1);
        machine->name = g_strdup(names->pdata[i]);
        machine->status = status_load(state, NULL);
        machine->qemu_runs = machine->status && status_qemu_runs(machine->status, state);
        machine->monitor_runs = machine->status && process_runs(&machine->status->monitor);
        g_ptr_array_add(machines, machine);
    }
    return g_steal_pointer(&machines);
}
