#include "domain/rng.h"

ENUM_NAMES(rng_backend, RNG_BACKEND_COUNT, [RNG_RANDOM] = "random", [RNG_EGD] = "egd", [RNG_BUILTIN] = "builtin");

static const struct field rng_rate_fields[] = {
    ATTR(uint, "bytes", struct rng, rate_bytes, HOST_ONLY | REQUIRED, .min = 1, .max = G_MAXUINT32, .doc = "Bytes."),
    ATTR(uint, "period", struct rng, rate_period, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "Milliseconds; 1000 if not given."),
};
static ELEMENT(rng_rate_element, "rng-rate", struct rng, rng_rate_fields, "How much the guest may draw.");

static const struct field rng_backend_fields[] = {
    ATTR_ENUM("model", struct rng, backend, rng_backend, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "Where the numbers come from."),
    CONTENT(path, struct rng, file, HOST_ONLY, .only_if = BIT(RNG_RANDOM),
            .doc = "The host's device; /dev/random if not given."),
    CHARDEV_TYPE(struct rng, source, BIT(RNG_EGD)),
    CHARDEV_SOURCE(struct rng, source, BIT(RNG_EGD)),
};
static ELEMENT(rng_backend_element, "rng-backend", struct rng, rng_backend_fields, "Where the numbers come from.");

static const struct field rng_driver_fields[] = {
    VIRTIO_OPTIONS(struct rng, virtio),
};
static ELEMENT(rng_driver_element, "rng-driver", struct rng, rng_driver_fields, "Options of the virtio device.");

static const struct field rng_fields[] = {
    ATTR_ENUM("model", struct rng, model, virtio_model, GUEST_ABI | REQUIRED, .doc = "The form of the virtio device."),
    INLINE("rate", rng_rate, 0, .doc = "How much the guest may draw."),
    INLINE("backend", rng_backend, REQUIRED, .doc = "Where the numbers come from."),
    INLINE("driver", rng_driver, 0, .doc = "Options of the virtio device."),
    DEVICE_ALIAS(struct rng),
    DEVICE_ACPI(struct rng),
    DEVICE_ADDRESS(struct rng),
};
ELEMENT(rng_element, "rng", struct rng, rng_fields, "Random numbers of the host for the guest.");
