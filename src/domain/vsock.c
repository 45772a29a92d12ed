#include "domain/vsock.h"

static const struct field vsock_cid_fields[] = {
    ATTR_ENUM("auto", struct vsock, cid_auto, yes_no, HOST_ONLY, .doc = "Whether a free one is chosen at the start."),
    ATTR(uint, "address", struct vsock, cid, GUEST_ABI, .min = 3, .max = G_MAXUINT32, .doc = "The number."),
};
static ELEMENT(vsock_cid_element, "vsock-cid", struct vsock, vsock_cid_fields, "The guest's address.");

static const struct field vsock_driver_fields[] = {
    VIRTIO_OPTIONS(struct vsock, virtio),
};
static ELEMENT(vsock_driver_element, "vsock-driver", struct vsock, vsock_driver_fields,
               "Options of the virtio device.");

static const struct field vsock_fields[] = {
    ATTR_ENUM("model", struct vsock, model, virtio_model, GUEST_ABI, .doc = "The form of the virtio device."),
    INLINE("cid", vsock_cid, 0, .doc = "The guest's address."),
    DEVICE_ALIAS(struct vsock),
    DEVICE_ACPI(struct vsock),
    DEVICE_ADDRESS(struct vsock),
    INLINE("driver", vsock_driver, 0, .doc = "Options of the virtio device."),
};
ELEMENT(vsock_element, "vsock", struct vsock, vsock_fields, "Sockets between guest and host.");
