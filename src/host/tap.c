#include "host/tap.h"

#include "base/fd.h"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <string.h>
#include <sys/ioctl.h>

#define TUN_DEVICE "/dev/net/tun"

static int open_queue(struct ifreq *request, GError **error)
{
    AUTO_FD int fd = open(TUN_DEVICE, O_RDWR | O_CLOEXEC);

    if (fd < 0) {
        fail(error, TANDEM_ERROR_HOST, "cannot open " TUN_DEVICE ": %s; a tap needs access to it", g_strerror(errno));
        return -1;
    }
    if (ioctl(fd, TUNSETIFF, request) < 0) {
        fail(error, TANDEM_ERROR_HOST, "cannot make the tap '%s': %s%s", request->ifr_name, g_strerror(errno),
             errno == EPERM ? "; it needs CAP_NET_ADMIN, or a tap made for this user (ip tuntap add)" : "");
        return -1;
    }
    return steal_fd(&fd);
}

static void close_queues(int *fds, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        close_fd(&fds[i]);
}

bool tap_open(const char *name, unsigned queues, bool vnet_headers, int *fds, char **ret_name, GError **error)
{
    struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};

    if (!name)
        name = "tnd%d";
    if (strlen(name) >= sizeof(request.ifr_name))
        return fail(error, TANDEM_ERROR_INPUT, "'%s' is too long for a network device, which may have %zu characters",
                    name, sizeof(request.ifr_name) - 1);
    if (vnet_headers)
        request.ifr_flags |= IFF_VNET_HDR;
    if (queues > 1)
        request.ifr_flags |= IFF_MULTI_QUEUE;
    memcpy(request.ifr_name, name, strlen(name) + 1);
    for (unsigned i = 0; i < queues; i++) {
        /* the first call completes the name, the others add queues to the device of that name */
        fds[i] = open_queue(&request, error);
        if (fds[i] < 0) {
            close_queues(fds, i);
            return false;
        }
    }
    *ret_name = g_strdup(request.ifr_name);
    return true;
}
