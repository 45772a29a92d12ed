#include "domain/input.h"

ENUM_NAMES(input_type, INPUT_TYPE_COUNT, [INPUT_MOUSE] = "mouse", [INPUT_TABLET] = "tablet",
           [INPUT_KEYBOARD] = "keyboard", [INPUT_PASSTHROUGH] = "passthrough", [INPUT_EVDEV] = "evdev");
ENUM_NAMES(input_bus, INPUT_BUS_COUNT, [INPUT_BUS_PS2] = "ps2", [INPUT_BUS_USB] = "usb", [INPUT_BUS_XEN] = "xen",
           [INPUT_BUS_PARALLELS] = "parallels", [INPUT_BUS_VIRTIO] = "virtio", [INPUT_BUS_NONE] = "none");
ENUM_NAMES(input_grab, INPUT_GRAB_COUNT, [INPUT_GRAB_ALL] = "all");
ENUM_NAMES(input_grab_toggle, INPUT_GRAB_TOGGLE_COUNT, [INPUT_CTRL_CTRL] = "ctrl-ctrl", [INPUT_ALT_ALT] = "alt-alt",
           [INPUT_SHIFT_SHIFT] = "shift-shift", [INPUT_META_META] = "meta-meta", [INPUT_SCROLLLOCK] = "scrolllock",
           [INPUT_CTRL_SCROLLLOCK] = "ctrl-scrolllock");

static const struct field input_driver_fields[] = {
    VIRTIO_OPTIONS(struct input, virtio),
};
static ELEMENT(input_driver_element, "input-driver", struct input, input_driver_fields,
               "Options of a virtio input device.");

static const struct field input_source_fields[] = {
    ATTR(path, "evdev", struct input, evdev, HOST_ONLY | REQUIRED, .only_if = BIT(INPUT_PASSTHROUGH),
         .doc = "The host's event device."),
    ATTR(path, "dev", struct input, evdev, HOST_ONLY | REQUIRED, .only_if = BIT(INPUT_EVDEV),
         .doc = "The host's event device."),
    ATTR_ENUM("grab", struct input, grab, input_grab, HOST_ONLY, .only_if = BIT(INPUT_EVDEV),
              .doc = "Whether all devices are grabbed together with this one."),
    ATTR_ENUM("grabToggle", struct input, grab_toggle, input_grab_toggle, HOST_ONLY, .only_if = BIT(INPUT_EVDEV),
              .doc = "The keys that give the device to the guest and back."),
    ATTR_ENUM("repeat", struct input, repeat, on_off, HOST_ONLY, .only_if = BIT(INPUT_EVDEV),
              .doc = "Whether held keys repeat."),
};
static ELEMENT(input_source_element, "input-source", struct input, input_source_fields, "The host's device.");

#define TAKES_SOURCE (BIT(INPUT_PASSTHROUGH) | BIT(INPUT_EVDEV))

static const struct field input_fields[] = {
    ATTR_ENUM("type", struct input, type, input_type, GUEST_ABI | REQUIRED | DISCRIMINANT,
              .doc = "What sort of device it is."),
    ATTR_ENUM("bus", struct input, bus, input_bus, GUEST_ABI, .doc = "What it is plugged into."),
    ATTR_ENUM("model", struct input, model, virtio_model, GUEST_ABI, .doc = "The form of a virtio device."),
    INLINE("driver", input_driver, 0, .doc = "Options of a virtio input device."),
    INLINE("source", input_source, REQUIRED, .only_if = TAKES_SOURCE, .doc = "The host's device."),
    DEVICE_ALIAS(struct input),
    DEVICE_ACPI(struct input),
    DEVICE_ADDRESS(struct input),
};
ELEMENT(input_element, "input", struct input, input_fields, "A keyboard, mouse or tablet.");
