#include "domain/memballoon.h"

ENUM_NAMES(memballoon_model, MEMBALLOON_MODEL_COUNT, [MEMBALLOON_VIRTIO] = "virtio", [MEMBALLOON_XEN] = "xen",
           [MEMBALLOON_NONE] = "none", [MEMBALLOON_VIRTIO_TRANSITIONAL] = "virtio-transitional",
           [MEMBALLOON_VIRTIO_NON_TRANSITIONAL] = "virtio-non-transitional");

static const struct field memballoon_stats_fields[] = {
    ATTR(uint, "period", struct memballoon, stats_period, HOST_ONLY | REQUIRED, .max = INT32_MAX, .doc = "Seconds."),
};
static ELEMENT(memballoon_stats_element, "memballoon-stats", struct memballoon, memballoon_stats_fields,
               "How often the guest tells how it uses its memory.");

static const struct field memballoon_driver_fields[] = {
    VIRTIO_OPTIONS(struct memballoon, virtio),
};
static ELEMENT(memballoon_driver_element, "memballoon-driver", struct memballoon, memballoon_driver_fields,
               "Options of the virtio device.");

static const struct field memballoon_fields[] = {
    ATTR_ENUM("model", struct memballoon, model, memballoon_model, GUEST_ABI | REQUIRED,
              .doc = "The device; 'none' for none."),
    ATTR_ENUM("autodeflate", struct memballoon, autodeflate, on_off, GUEST_ABI,
              .doc = "Whether the guest gets memory back before it kills processes."),
    ATTR_ENUM("freePageReporting", struct memballoon, free_page_reporting, on_off, GUEST_ABI,
              .doc = "Whether the guest tells of pages that it does not use."),
    INLINE("stats", memballoon_stats, 0, .doc = "How often the guest tells how it uses its memory."),
    DEVICE_ALIAS(struct memballoon),
    DEVICE_ACPI(struct memballoon),
    DEVICE_ADDRESS(struct memballoon),
    INLINE("driver", memballoon_driver, 0, .doc = "Options of the virtio device."),
};
ELEMENT(memballoon_element, "memballoon", struct memballoon, memballoon_fields,
        "How the host takes memory back from the guest.");
