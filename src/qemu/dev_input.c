#include "qemu/dev_common.h"

static const char *usb_driver(enum input_type type)
{
    switch (type) {
    case INPUT_MOUSE:
        return "usb-mouse";
    case INPUT_TABLET:
        return "usb-tablet";
    case INPUT_KEYBOARD:
        return "usb-kbd";
    default:
        return NULL;
    }
}

static const char *virtio_name(enum input_type type)
{
    switch (type) {
    case INPUT_MOUSE:
        return "virtio-mouse";
    case INPUT_TABLET:
        return "virtio-tablet";
    case INPUT_KEYBOARD:
        return "virtio-keyboard";
    case INPUT_PASSTHROUGH:
        return "virtio-input-host";
    default:
        return NULL;
    }
}

static struct json_object *input_new(const struct input *input)
{
    struct json_object *props;

    if (input->bus == INPUT_BUS_VIRTIO && virtio_name(input->type)) {
        props = virtio_new(virtio_name(input->type), &input->info, input->model);
        virtio_options(props, &input->virtio);
        return props;
    }
    if (input->bus == INPUT_BUS_USB && usb_driver(input->type))
        return device_new(usb_driver(input->type));
    return NULL;
}

/* A keyboard or mouse of the host, read by QEMU itself and given to whatever the guest has. */
static void add_evdev(struct builder *builder, const struct input *input)
{
    struct json_object *props = json_pair("qom-type", "input-linux");

    props_text(props, "id", input->info.alias);
    props_text(props, "evdev", input->evdev);
    if (input->repeat)
        props_bool(props, "repeat", input->repeat == ON);
    if (input->grab == INPUT_GRAB_ALL)
        props_bool(props, "grab_all", true);
    props_text(props, "grab-toggle", enum_name(&input_grab_toggle_names, input->grab_toggle));
    builder_object(builder, props, input->info.where);
}

static void add_input(struct builder *builder, const struct input *input)
{
    struct json_object *props;

    if (input->type == INPUT_EVDEV) {
        add_evdev(builder, input);
        return;
    }
    if (input->bus == INPUT_BUS_PS2)
        return; /* a part of the board */
    props = input_new(input);
    if (!props) {
        builder_unsupported(builder, input->info.where, "input devices on bus '%s' are not supported",
                            enum_name(&input_bus_names, input->bus));
        return;
    }
    props_text(props, "id", input->info.alias);
    if (input->type == INPUT_PASSTHROUGH)
        props_text(props, "evdev", input->evdev);
    device_address(builder, props, &input->info);
    builder_device(builder, props, input->info.alias);
}

void builder_inputs(struct builder *builder)
{
    const GPtrArray *inputs = builder->domain->devices->inputs;

    for (unsigned i = 0; i < inputs->len; i++)
        add_input(builder, inputs->pdata[i]);
}

/* ---- what else is on USB ---- */

void builder_hubs(struct builder *builder)
{
    const GPtrArray *hubs = builder->domain->devices->hubs;

    for (unsigned i = 0; i < hubs->len; i++) {
        const struct hub *hub = hubs->pdata[i];
        struct json_object *props = device_new("usb-hub");

        props_text(props, "id", hub->info.alias);
        device_address(builder, props, &hub->info);
        builder_device(builder, props, hub->info.alias);
    }
}
