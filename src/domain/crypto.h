/* domain/crypto.h - encryption done for the guest by the host: <crypto>. */
#pragma once

#include "domain/device.h"

enum crypto_model { CRYPTO_MODEL_ABSENT, CRYPTO_VIRTIO, CRYPTO_MODEL_COUNT };
extern const struct enum_names crypto_model_names;
enum crypto_type { CRYPTO_TYPE_ABSENT, CRYPTO_QEMU, CRYPTO_TYPE_COUNT };
extern const struct enum_names crypto_type_names;
enum crypto_backend { CRYPTO_BACKEND_ABSENT, CRYPTO_BUILTIN, CRYPTO_LKCF, CRYPTO_BACKEND_COUNT };
extern const struct enum_names crypto_backend_names;

struct crypto {
    struct device_info info;
    enum crypto_model model;
    enum crypto_type type;
    enum crypto_backend backend;
    struct number queues;
    struct virtio_options virtio;
};
extern const struct element crypto_element;
