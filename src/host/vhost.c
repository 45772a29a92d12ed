#include "host/vhost.h"

#include "base/fd.h"

#include <fcntl.h>
#include <string.h>

bool vhost_open(const char *device, unsigned n, int *fds, GError **error)
{
    for (unsigned i = 0; i < n; i++) {
        fds[i] = open(device, O_RDWR | O_CLOEXEC);
        if (fds[i] >= 0)
            continue;
        fail(error, TANDEM_ERROR_HOST, "cannot open %s: %s", device, g_strerror(errno));
        while (i > 0)
            close_fd(&fds[--i]);
        return false;
    }
    return true;
}
