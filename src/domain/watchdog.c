#include "domain/watchdog.h"

ENUM_NAMES(watchdog_model, WATCHDOG_MODEL_COUNT, [WATCHDOG_I6300ESB] = "i6300esb", [WATCHDOG_IB700] = "ib700",
           [WATCHDOG_DIAG288] = "diag288", [WATCHDOG_ITCO] = "itco");
ENUM_NAMES(watchdog_action, WATCHDOG_ACTION_COUNT, [WATCHDOG_RESET] = "reset", [WATCHDOG_SHUTDOWN] = "shutdown",
           [WATCHDOG_POWEROFF] = "poweroff", [WATCHDOG_PAUSE] = "pause", [WATCHDOG_DUMP] = "dump",
           [WATCHDOG_NONE] = "none", [WATCHDOG_INJECT_NMI] = "inject-nmi");

static const struct field watchdog_fields[] = {
    ATTR_ENUM("model", struct watchdog, model, watchdog_model, GUEST_ABI | REQUIRED, .doc = "The device."),
    ATTR_ENUM("action", struct watchdog, action, watchdog_action, HOST_ONLY,
              .doc = "What happens when the guest hangs; 'reset' if not given."),
    DEVICE_ALIAS(struct watchdog),
    DEVICE_ACPI(struct watchdog),
    DEVICE_ADDRESS(struct watchdog),
};
ELEMENT(watchdog_element, "watchdog", struct watchdog, watchdog_fields, "What acts when the guest hangs.");
