#include "vm/socket.h"

#include "base/fd.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { BACKLOG = 16 };

/* The path goes through the open directory, so that it fits whatever the root is. */
static struct sockaddr_un address_of(const struct state *state, const char *file)
{
    g_autofree char *path = state_socket_path(state, file);
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    g_strlcpy(address.sun_path, path, sizeof(address.sun_path));
    return address;
}

int socket_listen(const struct state *state, const char *file, GError **error)
{
    AUTO_FD int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = address_of(state, file);

    unlink(address.sun_path);
    /* The mode of an unbound socket becomes the file's. */
    if (fd < 0 || fchmod(fd, 0600) < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
        listen(fd, BACKLOG) < 0) {
        fail(error, TANDEM_ERROR_HOST, "cannot make the socket %s of machine '%s': %s", file, state->name,
             g_strerror(errno));
        return -1;
    }
    return steal_fd(&fd);
}

int socket_connect(const struct state *state, const char *file, bool *absent, GError **error)
{
    AUTO_FD int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_un address = address_of(state, file);

    if (absent)
        *absent = false;
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
        if (absent)
            *absent = fd >= 0 && (errno == ENOENT || errno == ECONNREFUSED);
        fail(error, TANDEM_ERROR_HOST, "cannot connect to %s of machine '%s': %s", file, state->name,
             g_strerror(errno));
        return -1;
    }
    return steal_fd(&fd);
}

bool socket_answers(const struct state *state, const char *file)
{
    AUTO_FD int fd = socket_connect(state, file, NULL, NULL);

    return fd >= 0;
}
