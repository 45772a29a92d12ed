/* base/fd.h - file descriptors that close themselves.  GLib has this only from 2.80 on. */
#pragma once

#include <errno.h>
#include <unistd.h>

/* Closes *fd if it is open, keeps errno. */
static inline void close_fd(int *fd)
{
    if (*fd >= 0) {
        int saved = errno;

        close(*fd);
        errno = saved;
    }
    *fd = -1;
}

/* A local descriptor with one owner: AUTO_FD int fd = open(...); hand it on with steal_fd(&fd). */
#define AUTO_FD __attribute__((cleanup(close_fd)))

static inline int steal_fd(int *fd)
{
    int taken = *fd;

    *fd = -1;
    return taken;
}
