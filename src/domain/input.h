/* domain/input.h - keyboards, mice, tablets, and the host's own passed on: <input>. */
#pragma once

#include "domain/device.h"

enum input_type {
    INPUT_TYPE_ABSENT,
    INPUT_MOUSE,
    INPUT_TABLET,
    INPUT_KEYBOARD,
    INPUT_PASSTHROUGH,
    INPUT_EVDEV,
    INPUT_TYPE_COUNT,
};
extern const struct enum_names input_type_names;

enum input_bus {
    INPUT_BUS_ABSENT,
    INPUT_BUS_PS2,
    INPUT_BUS_USB,
    INPUT_BUS_XEN,
    INPUT_BUS_PARALLELS,
    INPUT_BUS_VIRTIO,
    INPUT_BUS_NONE,
    INPUT_BUS_COUNT,
};
extern const struct enum_names input_bus_names;

enum input_grab { INPUT_GRAB_ABSENT, INPUT_GRAB_ALL, INPUT_GRAB_COUNT };
extern const struct enum_names input_grab_names;

enum input_grab_toggle {
    INPUT_GRAB_TOGGLE_ABSENT,
    INPUT_CTRL_CTRL,
    INPUT_ALT_ALT,
    INPUT_SHIFT_SHIFT,
    INPUT_META_META,
    INPUT_SCROLLLOCK,
    INPUT_CTRL_SCROLLLOCK,
    INPUT_GRAB_TOGGLE_COUNT,
};
extern const struct enum_names input_grab_toggle_names;

struct input {
    struct device_info info;
    enum input_type type;
    enum input_bus bus;
    enum virtio_model model;
    struct virtio_options virtio;
    char *evdev;                        /* passthrough: evdev=, evdev: dev= */
    enum input_grab grab;               /* evdev */
    enum input_grab_toggle grab_toggle; /* evdev */
    enum on_off repeat;                 /* evdev */
};
extern const struct element input_element;
