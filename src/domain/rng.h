/* domain/rng.h - random numbers for the guest: <rng>. */
#pragma once

#include "domain/chardev.h"

enum rng_backend { RNG_BACKEND_ABSENT, RNG_RANDOM, RNG_EGD, RNG_BUILTIN, RNG_BACKEND_COUNT };
extern const struct enum_names rng_backend_names;

struct rng {
    struct device_info info;
    enum virtio_model model;
    struct number rate_bytes, rate_period; /* bytes in so many milliseconds */
    enum rng_backend backend;
    char *file;                   /* random */
    struct chardev_source source; /* egd */
    struct virtio_options virtio;
};
extern const struct element rng_element;
