/* domain/iommu.h - the guest's IOMMU: <iommu>. */
#pragma once

#include "domain/device.h"

enum iommu_model { IOMMU_MODEL_ABSENT, IOMMU_INTEL, IOMMU_SMMUV3, IOMMU_VIRTIO, IOMMU_AMD, IOMMU_MODEL_COUNT };
extern const struct enum_names iommu_model_names;

struct iommu {
    struct device_info info;
    enum iommu_model model;
    enum on_off intremap, caching_mode, eim, iotlb, dma_translation, xtsup, passthrough;
    struct number aw_bits;
};
extern const struct element iommu_element;
