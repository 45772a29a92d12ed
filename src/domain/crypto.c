#include "domain/crypto.h"

ENUM_NAMES(crypto_model, CRYPTO_MODEL_COUNT, [CRYPTO_VIRTIO] = "virtio");
ENUM_NAMES(crypto_type, CRYPTO_TYPE_COUNT, [CRYPTO_QEMU] = "qemu");
ENUM_NAMES(crypto_backend, CRYPTO_BACKEND_COUNT, [CRYPTO_BUILTIN] = "builtin", [CRYPTO_LKCF] = "lkcf");

static const struct field crypto_backend_fields[] = {
    ATTR_ENUM("model", struct crypto, backend, crypto_backend, HOST_ONLY | REQUIRED,
              .doc = "Who encrypts: QEMU or the host's kernel."),
    ATTR(uint, "queues", struct crypto, queues, GUEST_ABI, .min = 1, .max = G_MAXUINT32,
         .doc = "The number of queues."),
};
static ELEMENT(crypto_backend_element, "crypto-backend", struct crypto, crypto_backend_fields, "Who encrypts.");

static const struct field crypto_driver_fields[] = {
    VIRTIO_OPTIONS(struct crypto, virtio),
};
static ELEMENT(crypto_driver_element, "crypto-driver", struct crypto, crypto_driver_fields,
               "Options of the virtio device.");

static const struct field crypto_fields[] = {
    ATTR_ENUM("model", struct crypto, model, crypto_model, GUEST_ABI | REQUIRED, .doc = "The device."),
    ATTR_ENUM("type", struct crypto, type, crypto_type, GUEST_ABI | REQUIRED, .doc = "'qemu'."),
    INLINE("backend", crypto_backend, REQUIRED, .doc = "Who encrypts."),
    DEVICE_ALIAS(struct crypto),
    DEVICE_ACPI(struct crypto),
    DEVICE_ADDRESS(struct crypto),
    INLINE("driver", crypto_driver, 0, .doc = "Options of the virtio device."),
};
ELEMENT(crypto_element, "crypto", struct crypto, crypto_fields, "Encryption that the host does for the guest.");
