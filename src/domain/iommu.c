#include "domain/iommu.h"

ENUM_NAMES(iommu_model, IOMMU_MODEL_COUNT, [IOMMU_INTEL] = "intel", [IOMMU_SMMUV3] = "smmuv3",
           [IOMMU_VIRTIO] = "virtio", [IOMMU_AMD] = "amd");

static const struct field iommu_driver_fields[] = {
    ATTR_ENUM("intremap", struct iommu, intremap, on_off, GUEST_ABI, .doc = "Whether interrupts are remapped."),
    ATTR_ENUM("caching_mode", struct iommu, caching_mode, on_off, GUEST_ABI,
              .doc = "Whether assigned devices work behind it."),
    ATTR_ENUM("eim", struct iommu, eim, on_off, GUEST_ABI, .doc = "Whether there can be more than 255 processors."),
    ATTR_ENUM("iotlb", struct iommu, iotlb, on_off, GUEST_ABI, .doc = "Whether devices may keep translations."),
    ATTR(uint, "aw_bits", struct iommu, aw_bits, GUEST_ABI, .max = G_MAXUINT32, .doc = "The width of addresses."),
    ATTR_ENUM("dma_translation", struct iommu, dma_translation, on_off, GUEST_ABI,
              .doc = "Whether DMA is translated at all."),
    ATTR_ENUM("xtsup", struct iommu, xtsup, on_off, GUEST_ABI, .doc = "Whether there is x2APIC (AMD)."),
    ATTR_ENUM("passthrough", struct iommu, passthrough, on_off, GUEST_ABI,
              .doc = "Whether DMA may pass untranslated (AMD)."),
};
static ELEMENT(iommu_driver_element, "iommu-driver", struct iommu, iommu_driver_fields, "What the IOMMU can do.");

static const struct field iommu_fields[] = {
    ATTR_ENUM("model", struct iommu, model, iommu_model, GUEST_ABI | REQUIRED, .doc = "The device."),
    INLINE("driver", iommu_driver, 0, .doc = "What it can do."),
    DEVICE_ALIAS(struct iommu),
    DEVICE_ACPI(struct iommu),
    DEVICE_ADDRESS(struct iommu),
};
ELEMENT(iommu_element, "iommu", struct iommu, iommu_fields, "The guest's IOMMU.");
