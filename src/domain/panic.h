/* domain/panic.h - how the guest tells that its kernel panicked: <panic>. */
#pragma once

#include "domain/device.h"

enum panic_model {
    PANIC_MODEL_ABSENT,
    PANIC_PSERIES,
    PANIC_ISA,
    PANIC_HYPERV,
    PANIC_S390,
    PANIC_PVPANIC,
    PANIC_MODEL_COUNT,
};
extern const struct enum_names panic_model_names;

struct panic {
    struct device_info info;
    enum panic_model model;
};
extern const struct element panic_element;
