/* domain/watchdog.h - what acts when the guest hangs: <watchdog>. */
#pragma once

#include "domain/device.h"

enum watchdog_model {
    WATCHDOG_MODEL_ABSENT,
    WATCHDOG_I6300ESB,
    WATCHDOG_IB700,
    WATCHDOG_DIAG288,
    WATCHDOG_ITCO, /* a part of q35 itself */
    WATCHDOG_MODEL_COUNT,
};
extern const struct enum_names watchdog_model_names;

enum watchdog_action {
    WATCHDOG_ACTION_ABSENT,
    WATCHDOG_RESET,
    WATCHDOG_SHUTDOWN,
    WATCHDOG_POWEROFF,
    WATCHDOG_PAUSE,
    WATCHDOG_DUMP,
    WATCHDOG_NONE,
    WATCHDOG_INJECT_NMI,
    WATCHDOG_ACTION_COUNT,
};
extern const struct enum_names watchdog_action_names;

struct watchdog {
    struct device_info info;
    enum watchdog_model model;
    enum watchdog_action action;
};
extern const struct element watchdog_element;
