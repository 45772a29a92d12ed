#include "base/fd.h"
#include "cli/live_machine.h"
#include "cli/verb.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

enum { ESCAPE = 0x1d, QUERY_MS = 5000 }; /* Ctrl-] */

static char *device;

static const GOptionEntry options[] = {
    {"device", 0, 0, G_OPTION_ARG_STRING, &device, "The serial port, console or channel, instead of the first console",
     "ALIAS"},
    {0},
};

/* ---- which ---- */

static const char *first_console(const struct devices *devices)
{
    if (devices->consoles->len > 0)
        return ((const struct console *)devices->consoles->pdata[0])->info.alias;
    if (devices->serials->len > 0)
        return ((const struct serial *)devices->serials->pdata[0])->info.alias;
    return NULL;
}

/* ---- the other end ---- */

static int fail_open(const char *path, GError **error)
{
    fail(error, TANDEM_ERROR_HOST, "cannot open the console at '%s': %s", path, g_strerror(errno));
    return -1;
}

static int open_terminal(const char *path, GError **error)
{
    AUTO_FD int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);

    return fd < 0 ? fail_open(path, error) : steal_fd(&fd);
}

static int open_socket(const char *path, GError **error)
{
    AUTO_FD int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        return fail_open(path, error);
    }
    strcpy(address.sun_path, path);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
        return fail_open(path, error);
    return steal_fd(&fd);
}

/* One at a time: two readers of a terminal would get every other letter, and QEMU serves one client of a socket. */
static bool take_turn(const struct state *state, GError **error)
{
    if (flock(state->directory, LOCK_EX | LOCK_NB) == 0)
        return true;
    return fail(error, TANDEM_ERROR_HOST, "somebody else has a console of machine '%s' open", state->name);
}

static int open_console(struct live_machine *machine, GError **error)
{
    const char *alias = device ? device : first_console(machine->live.domain->devices);
    g_autoptr(json_object) chardevs = NULL;
    g_autofree char *name = NULL;

    if (!alias) {
        fail(error, TANDEM_ERROR_HOST, "machine '%s' has neither <console> nor <serial>", machine->state->name);
        return -1;
    }
    chardevs = control_client_call(machine->client, "qmp", json_pair("command", "query-chardev"), QUERY_MS, error);
    if (!chardevs || !take_turn(machine->state, error))
        return -1;
    name = live_chardev(chardevs, alias);
    if (name && g_str_has_prefix(name, "pty:"))
        return open_terminal(name + strlen("pty:"), error);
    if (name && g_str_has_prefix(name, "unix:"))
        return open_socket(name + strlen("unix:"), error);
    fail(error, TANDEM_ERROR_HOST,
         "'%s' of machine '%s' cannot be connected to: %s; expected one of type 'pty' or 'unix'", alias,
         machine->state->name, name ? name : "it has no character device");
    return -1;
}

/* ---- this end ---- */

static struct termios terminal_before;
static volatile sig_atomic_t ended;

static void on_signal(int number)
{
    ended = number;
}

/* Signals end the loop, so that the terminal is always put back. */
static void catch_signals(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    struct sigaction action = {.sa_handler = on_signal}; /* no SA_RESTART: poll has to come back */

    for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
        sigaction(signals[i], &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static bool make_raw(void)
{
    struct termios raw;

    if (tcgetattr(STDIN_FILENO, &terminal_before) < 0)
        return false; /* a pipe */
    raw = terminal_before;
    cfmakeraw(&raw);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
    return true;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        struct pollfd item = {.fd = fd, .events = POLLOUT};
        ssize_t n = write(fd, text, length);

        if (n < 0 && errno == EAGAIN && poll(&item, 1, -1) > 0 && !ended)
            continue;
        if (n < 0)
            return false;
        text += n;
        length -= (size_t)n;
    }
    return true;
}

/* False at the end of the input, or at the escape. */
static bool type(int fd)
{
    char block[4096];
    ssize_t got = read(STDIN_FILENO, block, sizeof(block));
    char *escape = got > 0 ? memchr(block, ESCAPE, (size_t)got) : NULL;

    if (escape)
        write_all(fd, block, (size_t)(escape - block));
    return got > 0 && !escape && write_all(fd, block, (size_t)got);
}

/* False when the machine has ended. */
static bool show(int fd)
{
    char block[4096];
    ssize_t got = read(fd, block, sizeof(block));

    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    return got > 0 && write_all(STDOUT_FILENO, block, (size_t)got);
}

static const char *talk(int fd)
{
    while (!ended) {
        struct pollfd items[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = fd, .events = POLLIN}};

        if (poll(items, G_N_ELEMENTS(items), -1) < 0)
            continue;
        if (items[1].revents && !show(fd))
            return "the machine has closed it";
        if (items[0].revents && !type(fd))
            return "left";
    }
    return "left";
}

static int run(char **names)
{
    struct live_machine machine = {0};
    g_autoptr(GError) error = NULL;
    AUTO_FD int fd = -1;

    if (live_machine_open(&machine, names[0], &error))
        fd = open_console(&machine, &error);
    if (fd >= 0) {
        const char *why;
        bool raw;

        if (isatty(STDIN_FILENO))
            fprintf(stderr, "tandem: the console of machine '%s'; Ctrl-] leaves it\n", machine.state->name);
        catch_signals();
        raw = make_raw();
        why = talk(fd);
        if (raw) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &terminal_before);
            fprintf(stderr, "\ntandem: %s\n", why);
        }
    }
    live_machine_close(&machine);
    return error ? verb_fail(g_steal_pointer(&error)) : 0;
}

const struct verb console_verb = {
    .name = "console",
    .arguments = "NAME",
    .summary = "the guest's serial console; Ctrl-] leaves it",
    .description = "The first <console> or <serial> of type 'pty' or 'unix'.  One at a time has it open.",
    .options = options,
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run,
};
