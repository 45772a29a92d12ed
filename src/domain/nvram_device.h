/* domain/nvram_device.h - pSeries' NVRAM: <nvram> in <devices>. */
#pragma once

#include "domain/device.h"

struct nvram_device {
    struct device_info info;
};
extern const struct element nvram_device_element;
