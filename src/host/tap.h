/* host/tap.h - a tap: a network device whose other end is a descriptor, here QEMU's.
 *
 * The device lives as long as a descriptor of it is open, so nothing is left behind when QEMU ends
 * (kernel: Documentation/networking/tuntap).
 */
#pragma once

#include "base/error.h"

/* Opens a tap with that many queues (a descriptor each, the caller's, close-on-exec).  name NULL: the
 * kernel chooses "tndN"; a name that ends in "%d" is completed by it.  vnet_headers: each packet is preceded
 * by offload information, which virtio-net uses.  *ret_name, the caller's, is the name it got.
 * TANDEM_ERROR_HOST if /dev/net/tun cannot be used or the name is taken. */
bool tap_open(const char *name, unsigned queues, bool vnet_headers, int *fds, char **ret_name, GError **error);
