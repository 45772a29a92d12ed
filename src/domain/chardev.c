#include "domain/chardev.h"

ENUM_NAMES(
    chardev_type,
    CHARDEV_TYPE_COUNT, [CHARDEV_NULL] = "null", [CHARDEV_VC] = "vc", [CHARDEV_PTY] = "pty", [CHARDEV_DEV] = "dev",
    [CHARDEV_FILE] = "file", [CHARDEV_PIPE] = "pipe", [CHARDEV_STDIO] = "stdio", [CHARDEV_UDP] = "udp",
    [CHARDEV_TCP] = "tcp", [CHARDEV_UNIX] = "unix", [CHARDEV_SPICEVMC] = "spicevmc", [CHARDEV_SPICEPORT] = "spiceport",
    [CHARDEV_NMDM] = "nmdm", [CHARDEV_QEMU_VDAGENT] = "qemu-vdagent", [CHARDEV_DBUS] = "dbus");
ENUM_NAMES(chardev_mode, CHARDEV_MODE_COUNT, [CHARDEV_CONNECT] = "connect", [CHARDEV_BIND] = "bind");
ENUM_NAMES(chardev_protocol, CHARDEV_PROTOCOL_COUNT, [CHARDEV_RAW] = "raw", [CHARDEV_TELNET] = "telnet",
           [CHARDEV_TELNETS] = "telnets", [CHARDEV_TLS] = "tls");
ENUM_NAMES(mouse_mode, MOUSE_MODE_COUNT, [MOUSE_SERVER] = "server", [MOUSE_CLIENT] = "client");
ENUM_NAMES(serial_target, SERIAL_TARGET_COUNT, [SERIAL_ISA] = "isa-serial", [SERIAL_USB] = "usb-serial",
           [SERIAL_PCI] = "pci-serial", [SERIAL_SPAPR_VIO] = "spapr-vio-serial", [SERIAL_SYSTEM] = "system-serial",
           [SERIAL_SCLP] = "sclp-serial", [SERIAL_ISA_DEBUG] = "isa-debug");
ENUM_NAMES(
    serial_model,
    SERIAL_MODEL_COUNT, [SERIAL_MODEL_ISA_SERIAL] = "isa-serial", [SERIAL_MODEL_USB_SERIAL] = "usb-serial",
    [SERIAL_MODEL_PCI_SERIAL] = "pci-serial", [SERIAL_MODEL_SPAPR_VTY] = "spapr-vty", [SERIAL_MODEL_PL011] = "pl011",
    [SERIAL_MODEL_SCLPCONSOLE] = "sclpconsole", [SERIAL_MODEL_SCLPLMCONSOLE] = "sclplmconsole",
    [SERIAL_MODEL_16550A] = "16550a", [SERIAL_MODEL_ISA_DEBUGCON] = "isa-debugcon");
ENUM_NAMES(console_target, CONSOLE_TARGET_COUNT, [CONSOLE_SERIAL] = "serial", [CONSOLE_XEN] = "xen",
           [CONSOLE_UML] = "uml", [CONSOLE_VIRTIO] = "virtio", [CONSOLE_LXC] = "lxc", [CONSOLE_OPENVZ] = "openvz",
           [CONSOLE_SCLP] = "sclp", [CONSOLE_SCLPLM] = "sclplm");
ENUM_NAMES(channel_target,
           CHANNEL_TARGET_COUNT, [CHANNEL_GUESTFWD] = "guestfwd", [CHANNEL_VIRTIO] = "virtio", [CHANNEL_XEN] = "xen");
ENUM_NAMES(channel_state,
           CHANNEL_STATE_COUNT, [CHANNEL_CONNECTED] = "connected", [CHANNEL_DISCONNECTED] = "disconnected");

/* ---- the host's side ---- */

static const struct field clipboard_fields[] = {
    ATTR_ENUM("copypaste", struct chardev_endpoint, clipboard, yes_no, HOST_ONLY | REQUIRED,
              .doc = "Whether guest and person share a clipboard."),
};
static ELEMENT(chardev_clipboard_element, "chardev-clipboard", struct chardev_endpoint, clipboard_fields,
               "Whether guest and person share a clipboard.");

static const struct field mouse_fields[] = {
    ATTR_ENUM("mode", struct chardev_endpoint, mouse, mouse_mode, HOST_ONLY | REQUIRED,
              .doc = "Who moves the mouse's pointer."),
};
static ELEMENT(chardev_mouse_element, "chardev-mouse", struct chardev_endpoint, mouse_fields,
               "Who moves the mouse's pointer.");

static const struct field chardev_endpoint_fields[] = {
    ATTR_ENUM("mode", struct chardev_endpoint, mode, chardev_mode, HOST_ONLY,
              .doc = "Whether QEMU connects, or waits for a connection (tcp, udp, unix)."),
    ATTR(string, "path", struct chardev_endpoint, path, HOST_ONLY, .doc = "The path (dev, file, pipe, pty, unix)."),
    ATTR_ENUM("append", struct chardev_endpoint, append, on_off, HOST_ONLY,
              .doc = "Whether a file is kept and appended to."),
    ATTR(string, "host", struct chardev_endpoint, host, HOST_ONLY, .doc = "The name or address (tcp, udp)."),
    ATTR(string, "service", struct chardev_endpoint, service, HOST_ONLY,
         .doc = "The port, a number or name (tcp, udp)."),
    ATTR_ENUM("tls", struct chardev_endpoint, tls, yes_no, HOST_ONLY, .doc = "Whether traffic is encrypted (tcp)."),
    ATTR(uint, "tlsFromConfig", struct chardev_endpoint, tls_from_config, NOT_KEPT,
         .doc = "A note of libvirt's to itself."),
    ATTR(string, "channel", struct chardev_endpoint, channel, HOST_ONLY,
         .doc = "The channel's name (spiceport, dbus)."),
    ATTR(path, "master", struct chardev_endpoint, master, HOST_ONLY, .doc = "The master's path (nmdm)."),
    ATTR(path, "slave", struct chardev_endpoint, slave, HOST_ONLY, .doc = "The slave's path (nmdm)."),
    CHILD("reconnect", struct chardev_endpoint, reconnect, reconnect, HOST_ONLY,
          .doc = "What follows when the connection is lost (tcp, unix)."),
    INLINE("clipboard", chardev_clipboard, 0, .doc = "Whether guest and person share a clipboard (qemu-vdagent)."),
    INLINE("mouse", chardev_mouse, 0, .doc = "Who moves the mouse's pointer (qemu-vdagent)."),
    LIST("seclabel", struct chardev_endpoint, seclabels, device_seclabel, HOST_ONLY,
         .doc = "How the file or socket is labelled."),
};
ELEMENT(chardev_endpoint_element, "chardev-endpoint", struct chardev_endpoint, chardev_endpoint_fields,
        "What is at the host's end.");

static const struct field chardev_protocol_fields[] = {
    ATTR_ENUM("type", struct chardev_source, protocol, chardev_protocol, HOST_ONLY,
              .doc = "The protocol; 'raw' if not given."),
};
ELEMENT(chardev_protocol_element, "chardev-protocol", struct chardev_source, chardev_protocol_fields,
        "What is spoken on a connection.");

static const struct field chardev_log_fields[] = {
    ATTR(path, "file", struct chardev_source, log_file, HOST_ONLY | REQUIRED, .doc = "The file."),
    ATTR_ENUM("append", struct chardev_source, log_append, on_off, HOST_ONLY,
              .doc = "Whether the file is kept and appended to."),
};
ELEMENT(chardev_log_element, "chardev-log", struct chardev_source, chardev_log_fields,
        "A file that gets all that the guest writes.");

struct chardev_endpoint *chardev_endpoint(const struct chardev_source *source)
{
    return source->endpoints->len ? source->endpoints->pdata[0] : NULL;
}

struct chardev_endpoint *chardev_endpoint_with_mode(const struct chardev_source *source, enum chardev_mode mode)
{
    for (unsigned i = 0; i < source->endpoints->len; i++) {
        struct chardev_endpoint *endpoint = source->endpoints->pdata[i];

        if (endpoint->mode == mode)
            return endpoint;
    }
    return NULL;
}

/* ---- the guest's side ---- */

#define CHARDEV_TTY(type_) ATTR(path, "tty", type_, tty, NOT_KEPT, .doc = "The host's terminal while the domain runs.")

static const struct field serial_model_fields[] = {
    ATTR_ENUM("name", struct serial, model, serial_model, GUEST_ABI | REQUIRED, .doc = "The model."),
};
static ELEMENT(serial_model_element, "serial-model", struct serial, serial_model_fields, "Which hardware the port is.");

static const struct field serial_target_fields[] = {
    ATTR_ENUM("type", struct serial, target, serial_target, GUEST_ABI, .doc = "What the port is plugged into."),
    ATTR(uint, "port", struct serial, port, GUEST_ABI, .max = INT32_MAX, .doc = "The number of the port."),
    INLINE("model", serial_model, 0, .doc = "Which hardware the port is."),
};
static ELEMENT(serial_target_element, "serial-target", struct serial, serial_target_fields, "The guest's port.");

static const struct field serial_fields[] = {
    CHARDEV_TYPE(struct serial, source, 0),
    CHARDEV_TTY(struct serial),
    CHARDEV_SOURCE(struct serial, source, 0),
    INLINE("target", serial_target, 0, .doc = "The guest's port."),
    DEVICE_ALIAS(struct serial),
    DEVICE_ACPI(struct serial),
    DEVICE_ADDRESS(struct serial),
};
ELEMENT(serial_element, "serial", struct serial, serial_fields, "A serial port.");

static const struct field parallel_target_fields[] = {
    ATTR(uint, "port", struct parallel, port, GUEST_ABI, .max = INT32_MAX, .doc = "The number of the port."),
};
static ELEMENT(parallel_target_element, "parallel-target", struct parallel, parallel_target_fields,
               "The guest's port.");

static const struct field parallel_fields[] = {
    CHARDEV_TYPE(struct parallel, source, 0),
    CHARDEV_TTY(struct parallel),
    CHARDEV_SOURCE(struct parallel, source, 0),
    INLINE("target", parallel_target, 0, .doc = "The guest's port."),
    DEVICE_ALIAS(struct parallel),
    DEVICE_ACPI(struct parallel),
    DEVICE_ADDRESS(struct parallel),
};
ELEMENT(parallel_element, "parallel", struct parallel, parallel_fields, "A parallel port.");

static const struct field console_target_fields[] = {
    ATTR_ENUM("type", struct console, target, console_target, GUEST_ABI, .doc = "What the console is."),
    ATTR(uint, "port", struct console, port, GUEST_ABI, .max = INT32_MAX, .doc = "The number of the console."),
};
static ELEMENT(console_target_element, "console-target", struct console, console_target_fields, "The guest's console.");

static const struct field console_fields[] = {
    CHARDEV_TYPE(struct console, source, 0),
    CHARDEV_TTY(struct console),
    CHARDEV_SOURCE(struct console, source, 0),
    INLINE("target", console_target, 0, .doc = "The guest's console."),
    DEVICE_ALIAS(struct console),
    DEVICE_ACPI(struct console),
    DEVICE_ADDRESS(struct console),
};
ELEMENT(console_element, "console", struct console, console_fields,
        "A console; the first one on x86 is the first serial port under another name.");

static const struct field channel_target_fields[] = {
    ATTR_ENUM("type", struct channel, target, channel_target, DISCRIMINANT | GUEST_ABI | REQUIRED,
              .doc = "What the channel is."),
    ATTR(string, "name", struct channel, name, GUEST_ABI, .only_if = BIT(CHANNEL_VIRTIO) | BIT(CHANNEL_XEN),
         .doc = "The name by which the guest finds it, such as org.qemu.guest_agent.0."),
    ATTR_ENUM("state", struct channel, state, channel_state, NOT_KEPT, .only_if = BIT(CHANNEL_VIRTIO),
              .doc = "Whether the guest has it open, while the domain runs."),
    ATTR(string, "address", struct channel, address, GUEST_ABI | REQUIRED, .only_if = BIT(CHANNEL_GUESTFWD),
         .doc = "The IP address that the guest connects to."),
    ATTR(uint, "port", struct channel, port, GUEST_ABI | REQUIRED, .only_if = BIT(CHANNEL_GUESTFWD), .min = 1,
         .max = 65535, .doc = "The TCP port that the guest connects to."),
};
static ELEMENT(channel_target_element, "channel-target", struct channel, channel_target_fields, "The guest's end.");

static const struct field channel_fields[] = {
    CHARDEV_TYPE(struct channel, source, 0),
    CHARDEV_SOURCE(struct channel, source, 0),
    INLINE("target", channel_target, REQUIRED, .doc = "The guest's end."),
    DEVICE_ALIAS(struct channel),
    DEVICE_ACPI(struct channel),
    DEVICE_ADDRESS(struct channel),
};
ELEMENT(channel_element, "channel", struct channel, channel_fields, "A private line between guest and host.");
