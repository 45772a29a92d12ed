#include "domain/panic.h"

ENUM_NAMES(panic_model, PANIC_MODEL_COUNT, [PANIC_PSERIES] = "pseries", [PANIC_ISA] = "isa", [PANIC_HYPERV] = "hyperv",
           [PANIC_S390] = "s390", [PANIC_PVPANIC] = "pvpanic");

static const struct field panic_fields[] = {
    ATTR_ENUM("model", struct panic, model, panic_model, GUEST_ABI,
              .doc = "The device; the machine's usual one if not given."),
    DEVICE_ALIAS(struct panic),
    DEVICE_ACPI(struct panic),
    DEVICE_ADDRESS(struct panic),
};
ELEMENT(panic_element, "panic", struct panic, panic_fields, "How the guest tells that its kernel panicked.");
