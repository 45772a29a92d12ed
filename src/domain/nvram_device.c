#include "domain/nvram_device.h"

static const struct field nvram_device_fields[] = {
    DEVICE_ALIAS(struct nvram_device),
    DEVICE_ADDRESS(struct nvram_device),
};
ELEMENT(nvram_device_element, "nvram-device", struct nvram_device, nvram_device_fields,
        "The NVRAM of a pSeries machine.");
