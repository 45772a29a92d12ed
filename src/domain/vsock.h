/* domain/vsock.h - sockets between guest and host: <vsock>. */
#pragma once

#include "domain/device.h"

struct vsock {
    struct device_info info;
    enum virtio_model model;
    enum yes_no cid_auto;
    struct number cid; /* from 3 */
    struct virtio_options virtio;
};
extern const struct element vsock_element;
