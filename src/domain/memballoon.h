/* domain/memballoon.h - how the host takes memory back from the guest: <memballoon>. */
#pragma once

#include "domain/device.h"

enum memballoon_model {
    MEMBALLOON_MODEL_ABSENT,
    MEMBALLOON_VIRTIO,
    MEMBALLOON_XEN,
    MEMBALLOON_NONE,
    MEMBALLOON_VIRTIO_TRANSITIONAL,
    MEMBALLOON_VIRTIO_NON_TRANSITIONAL,
    MEMBALLOON_MODEL_COUNT,
};
extern const struct enum_names memballoon_model_names;

struct memballoon {
    struct device_info info;
    enum memballoon_model model;
    enum on_off autodeflate, free_page_reporting;
    struct number stats_period; /* seconds */
    struct virtio_options virtio;
};
extern const struct element memballoon_element;
