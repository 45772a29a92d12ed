/* host/vhost.h - the kernel's own workers for virtio devices: /dev/vhost-net and its like. */
#pragma once

#include "base/error.h"

#define VHOST_NET_DEVICE "/dev/vhost-net"

/* Opens the device n times, once for each queue pair: descriptors of the caller's, close-on-exec.
 * TANDEM_ERROR_HOST if this host has no such device or it may not be opened; then none is left open. */
bool vhost_open(const char *device, unsigned n, int *fds, GError **error);
