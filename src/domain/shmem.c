#include "domain/shmem.h"

ENUM_NAMES(shmem_model, SHMEM_MODEL_COUNT, [SHMEM_IVSHMEM] = "ivshmem", [SHMEM_IVSHMEM_PLAIN] = "ivshmem-plain",
           [SHMEM_IVSHMEM_DOORBELL] = "ivshmem-doorbell");
ENUM_NAMES(shmem_role, SHMEM_ROLE_COUNT, [SHMEM_MASTER] = "master", [SHMEM_PEER] = "peer");

static const struct field shmem_model_fields[] = {
    ATTR_ENUM("type", struct shmem, model, shmem_model, GUEST_ABI | REQUIRED, .doc = "The device."),
};
static ELEMENT(shmem_model_element, "shmem-model", struct shmem, shmem_model_fields, "Which device the guest sees.");

static const struct field shmem_server_fields[] = {
    ATTR(path, "path", struct shmem_server, path, HOST_ONLY, .doc = "Its socket; named after the memory if not given."),
};
static ELEMENT(shmem_server_element, "shmem-server", struct shmem_server, shmem_server_fields,
               "The program that hands the memory out.");

static const struct field shmem_msi_fields[] = {
    ATTR(uint, "vectors", struct shmem_msi, vectors, GUEST_ABI, .max = G_MAXUINT32, .doc = "The number of interrupts."),
    ATTR_ENUM("ioeventfd", struct shmem_msi, ioeventfd, on_off, HOST_ONLY,
              .doc = "Whether they are handled outside of the vCPU."),
};
static ELEMENT(shmem_msi_element, "shmem-msi", struct shmem_msi, shmem_msi_fields, "Interrupts between the guests.");

static const struct field shmem_fields[] = {
    ATTR(string, "name", struct shmem, name, GUEST_ABI | REQUIRED, .doc = "The memory's name on the host; no slash."),
    ATTR_ENUM("role", struct shmem, role, shmem_role, HOST_ONLY,
              .doc = "Whether the memory moves along when the guest migrates."),
    INLINE("model", shmem_model, 0, .doc = "Which device the guest sees."),
    TEXT(size, "size", struct shmem, size, GUEST_ABI, .unit = 1024 * 1024, .unit_name = "M", .max = INT64_MAX,
         .doc = "The size, a power of two of at least 1 MiB."),
    CHILD("server", struct shmem, server, shmem_server, HOST_ONLY, .doc = "The program that hands the memory out."),
    CHILD("msi", struct shmem, msi, shmem_msi, 0, .doc = "Interrupts between the guests."),
    DEVICE_ALIAS(struct shmem),
    DEVICE_ACPI(struct shmem),
    DEVICE_ADDRESS(struct shmem),
};
ELEMENT(shmem_element, "shmem", struct shmem, shmem_fields, "Memory that several guests share.");
