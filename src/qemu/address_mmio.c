#include "qemu/address_parts.h"

/* A machine without PCI has virtio devices in its memory; there are no numbers to be given: QEMU takes the
 * transports in turn. */

#define AS(type_) ((const struct type_ *)device)

static bool is_virtio(enum device_kind kind, const void *device)
{
    switch (kind) {
    case DEVICE_DISK:
        return AS(disk)->bus == DISK_BUS_VIRTIO;
    case DEVICE_CONTROLLER:
        return controller_is_virtio(device);
    case DEVICE_INTERFACE:
        return iface_is_virtio(device);
    case DEVICE_INPUT:
        return AS(input)->bus == INPUT_BUS_VIRTIO;
    case DEVICE_MEMBALLOON:
        return AS(memballoon)->model != MEMBALLOON_NONE && AS(memballoon)->model != MEMBALLOON_XEN;
    case DEVICE_FILESYSTEM:
        return AS(filesystem)->driver != FILESYSTEM_MTP;
    case DEVICE_RNG:
    case DEVICE_VSOCK:
    case DEVICE_CRYPTO:
        return true;
    default:
        return false;
    }
}

static void place(enum device_kind kind, void *device, void *data)
{
    if (is_virtio(kind, device))
        address_make(device, ADDRESS_VIRTIO_MMIO);
}

void address_mmio(struct domain *domain)
{
    if (domain_board(domain) == BOARD_MICROVM)
        devices_foreach(domain->devices, place, NULL);
}
