/* domain/pstore.h - a small store that outlives a crash of the guest: <pstore>. */
#pragma once

#include "domain/device.h"

enum pstore_backend { PSTORE_BACKEND_ABSENT, PSTORE_ACPI_ERST, PSTORE_BACKEND_COUNT };
extern const struct enum_names pstore_backend_names;

struct pstore {
    struct device_info info;
    enum pstore_backend backend;
    char *path;
    struct number size; /* bytes */
};
extern const struct element pstore_element;
