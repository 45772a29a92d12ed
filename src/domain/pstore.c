#include "domain/pstore.h"

ENUM_NAMES(pstore_backend, PSTORE_BACKEND_COUNT, [PSTORE_ACPI_ERST] = "acpi-erst");

static const struct field pstore_fields[] = {
    ATTR_ENUM("backend", struct pstore, backend, pstore_backend, GUEST_ABI | REQUIRED, .doc = "The device."),
    TEXT(path, "path", struct pstore, path, HOST_ONLY, .doc = "The host's file; one of its own if not given."),
    TEXT(size, "size", struct pstore, size, GUEST_ABI | REQUIRED, IN_KIB, .max = INT64_MAX, .doc = "The size."),
    DEVICE_ALIAS(struct pstore),
    DEVICE_ACPI(struct pstore),
    DEVICE_ADDRESS(struct pstore),
};
ELEMENT(pstore_element, "pstore", struct pstore, pstore_fields, "A small store that outlives a crash of the guest.");
