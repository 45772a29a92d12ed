#include "domain/memdev.h"

ENUM_NAMES(memdev_model, MEMDEV_MODEL_COUNT, [MEMDEV_DIMM] = "dimm", [MEMDEV_NVDIMM] = "nvdimm",
           [MEMDEV_VIRTIO_PMEM] = "virtio-pmem", [MEMDEV_VIRTIO_MEM] = "virtio-mem", [MEMDEV_SGX_EPC] = "sgx-epc");

#define RAM (BIT(MEMDEV_DIMM) | BIT(MEMDEV_VIRTIO_MEM) | BIT(MEMDEV_SGX_EPC))
#define PAGED (BIT(MEMDEV_DIMM) | BIT(MEMDEV_VIRTIO_MEM))
#define FILED (BIT(MEMDEV_NVDIMM) | BIT(MEMDEV_VIRTIO_PMEM))
#define VIRTIO_MEM_ONLY .only_if = BIT(MEMDEV_VIRTIO_MEM)
#define NVDIMM_ONLY .only_if = BIT(MEMDEV_NVDIMM)

static const struct field memdev_source_fields[] = {
    TEXT(cpuset, "nodemask", struct memdev, nodemask, HOST_ONLY, .only_if = RAM, .doc = "The host's NUMA nodes."),
    TEXT(size, "pagesize", struct memdev, pagesize, HOST_ONLY, .only_if = PAGED, IN_KIB, .max = INT64_MAX,
         .doc = "The size of the pages."),
    TEXT(path, "path", struct memdev, path, HOST_ONLY | REQUIRED, .only_if = FILED, .doc = "The file."),
    TEXT(size, "alignsize", struct memdev, alignsize, GUEST_ABI, NVDIMM_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "The alignment of the mapping."),
    TEXT(flag, "pmem", struct memdev, pmem, HOST_ONLY, NVDIMM_ONLY, .doc = "The file lies on persistent memory."),
};
static ELEMENT(memdev_source_element, "memory-device-source", struct memdev, memdev_source_fields,
               "What the memory is made of on the host.");

static const struct field memdev_label_fields[] = {
    TEXT(size, "size", struct memdev, label_size, GUEST_ABI | REQUIRED, IN_KIB, .max = INT64_MAX,
         .doc = "The size, at least 128 KiB."),
};
static ELEMENT(memdev_label_element, "memory-device-label", struct memdev, memdev_label_fields,
               "The area of labels at the end of an NVDIMM.");

static const struct field memdev_address_fields[] = {
    ATTR(hex, "base", struct memdev, base, GUEST_ABI | REQUIRED, .doc = "The guest's physical address."),
};
static ELEMENT(memdev_address_element, "memory-device-address", struct memdev, memdev_address_fields,
               "Where the guest finds the memory.");

static const struct field memdev_target_fields[] = {
    ATTR_ENUM("dynamicMemslots", struct memdev, dynamic_memslots, yes_no, HOST_ONLY, VIRTIO_MEM_ONLY,
              .doc = "Whether the host maps only what the guest uses."),
    TEXT(size, "size", struct memdev, size, GUEST_ABI | REQUIRED, IN_KIB, .max = INT64_MAX, .doc = "The size."),
    TEXT(uint, "node", struct memdev, node, GUEST_ABI, .max = G_MAXUINT32, .doc = "The guest's NUMA node."),
    INLINE("label", memdev_label, 0, NVDIMM_ONLY, .doc = "The area of labels at its end."),
    TEXT(size, "block", struct memdev, block, GUEST_ABI, VIRTIO_MEM_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "The size of the blocks that come and go."),
    TEXT(size, "requested", struct memdev, requested, HOST_ONLY, VIRTIO_MEM_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "How much of it the guest is to have."),
    TEXT(size, "current", struct memdev, current, NOT_KEPT, VIRTIO_MEM_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "How much of it the guest has while it runs."),
    TEXT(flag, "readonly", struct memdev, readonly, GUEST_ABI, NVDIMM_ONLY, .doc = "The guest cannot write to it."),
    INLINE("address", memdev_address, 0, .only_if = BIT(MEMDEV_VIRTIO_MEM) | BIT(MEMDEV_VIRTIO_PMEM),
           .doc = "Where the guest finds it."),
};
static ELEMENT(memdev_target_element, "memory-device-target", struct memdev, memdev_target_fields,
               "What the guest sees.");

static const struct field memdev_fields[] = {
    ATTR_ENUM("model", struct memdev, model, memdev_model, GUEST_ABI | REQUIRED | DISCRIMINANT,
              .doc = "The sort of module."),
    ATTR_ENUM("access", struct memdev, access, memory_access, HOST_ONLY, .doc = "Whether other processes may map it."),
    ATTR_ENUM("discard", struct memdev, discard, yes_no, HOST_ONLY,
              .doc = "Whether its contents are thrown away at the end."),
    TEXT(uuid, "uuid", struct memdev, uuid, GUEST_ABI, NVDIMM_ONLY, .doc = "The module's UUID (pSeries)."),
    INLINE("source", memdev_source, 0, .doc = "What the memory is made of on the host."),
    INLINE("target", memdev_target, REQUIRED, .doc = "What the guest sees."),
    DEVICE_ALIAS(struct memdev),
    DEVICE_ACPI(struct memdev),
    DEVICE_ADDRESS(struct memdev),
};
ELEMENT(memdev_element, "memory-device", struct memdev, memdev_fields, "A memory module.");
