/* domain/chardev.h - serial and parallel ports, consoles, channels, and what is at their other end.
 *
 * struct chardev_source is the host's side.  Smart cards, USB redirection and random number
 * generators have one, too.
 */
#pragma once

#include "domain/device.h"

enum chardev_type {
    CHARDEV_TYPE_ABSENT,
    CHARDEV_NULL,
    CHARDEV_VC,
    CHARDEV_PTY,
    CHARDEV_DEV,
    CHARDEV_FILE,
    CHARDEV_PIPE,
    CHARDEV_STDIO,
    CHARDEV_UDP,
    CHARDEV_TCP,
    CHARDEV_UNIX,
    CHARDEV_SPICEVMC,
    CHARDEV_SPICEPORT,
    CHARDEV_NMDM,
    CHARDEV_QEMU_VDAGENT,
    CHARDEV_DBUS,
    CHARDEV_TYPE_COUNT,
};
extern const struct enum_names chardev_type_names;

enum chardev_mode { CHARDEV_MODE_ABSENT, CHARDEV_CONNECT, CHARDEV_BIND, CHARDEV_MODE_COUNT };
extern const struct enum_names chardev_mode_names;

enum chardev_protocol {
    CHARDEV_PROTOCOL_ABSENT,
    CHARDEV_RAW,
    CHARDEV_TELNET,
    CHARDEV_TELNETS,
    CHARDEV_TLS,
    CHARDEV_PROTOCOL_COUNT,
};
extern const struct enum_names chardev_protocol_names;

enum mouse_mode { MOUSE_MODE_ABSENT, MOUSE_SERVER, MOUSE_CLIENT, MOUSE_MODE_COUNT };
extern const struct enum_names mouse_mode_names;

/* One <source>; udp may have two, one for each direction. */
struct chardev_endpoint {
    struct place where;
    enum chardev_mode mode; /* tcp, udp, unix */
    char *path;             /* pty, dev, file, pipe, unix */
    enum on_off append;     /* file */
    char *host, *service;   /* tcp, udp */
    enum yes_no tls;        /* tcp */
    struct number tls_from_config;
    struct reconnect *reconnect; /* tcp, unix */
    char *channel;               /* spiceport, dbus */
    char *master, *slave;        /* nmdm */
    enum yes_no clipboard;       /* qemu-vdagent */
    enum mouse_mode mouse;       /* qemu-vdagent */
    GPtrArray *seclabels;        /* struct device_seclabel * */
};
extern const struct element chardev_endpoint_element;

struct chardev_source {
    struct place where;
    enum chardev_type type;
    GPtrArray *endpoints;           /* struct chardev_endpoint *: <source>; empty where there is nothing to say */
    enum chardev_protocol protocol; /* tcp */
    char *log_file;
    enum on_off log_append;
};

extern const struct element chardev_protocol_element, chardev_log_element;

/* Rows of a struct with a chardev_source: the attribute, and the children in libvirt's order.  `if_` is the rows'
 * only_if. */
#define CHARDEV_TYPE(type_, member_, if_)                                                                              \
    ATTR_ENUM("type", type_, member_.type, chardev_type, HOST_ONLY | REQUIRED, .only_if = (if_),                       \
              .doc = "What is at the host's end.")
#define CHARDEV_SOURCE(type_, member_, if_)                                                                            \
    LIST("source", type_, member_.endpoints, chardev_endpoint, HOST_ONLY, .only_if = (if_),                            \
         .doc = "What is at the host's end; udp may have two, one for each direction."),                               \
        EMBED_AS("protocol", type_, member_, struct chardev_source, chardev_protocol, 0, .only_if = (if_),             \
                 .doc = "What is spoken on a connection (tcp)."),                                                      \
        EMBED_AS("log", type_, member_, struct chardev_source, chardev_log, 0, .only_if = (if_),                       \
                 .doc = "A file that gets all that the guest writes.")

/* The first endpoint, NULL if there is none; the one with the mode. */
struct chardev_endpoint *chardev_endpoint(const struct chardev_source *source);
struct chardev_endpoint *chardev_endpoint_with_mode(const struct chardev_source *source, enum chardev_mode mode);

enum serial_target {
    SERIAL_TARGET_ABSENT,
    SERIAL_ISA,
    SERIAL_USB,
    SERIAL_PCI,
    SERIAL_SPAPR_VIO,
    SERIAL_SYSTEM,
    SERIAL_SCLP,
    SERIAL_ISA_DEBUG,
    SERIAL_TARGET_COUNT,
};
extern const struct enum_names serial_target_names;

enum serial_model {
    SERIAL_MODEL_ABSENT,
    SERIAL_MODEL_ISA_SERIAL,
    SERIAL_MODEL_USB_SERIAL,
    SERIAL_MODEL_PCI_SERIAL,
    SERIAL_MODEL_SPAPR_VTY,
    SERIAL_MODEL_PL011,
    SERIAL_MODEL_SCLPCONSOLE,
    SERIAL_MODEL_SCLPLMCONSOLE,
    SERIAL_MODEL_16550A,
    SERIAL_MODEL_ISA_DEBUGCON,
    SERIAL_MODEL_COUNT,
};
extern const struct enum_names serial_model_names;

enum console_target {
    CONSOLE_TARGET_ABSENT,
    CONSOLE_SERIAL, /* the first serial port under another name */
    CONSOLE_XEN,
    CONSOLE_UML,
    CONSOLE_VIRTIO,
    CONSOLE_LXC,
    CONSOLE_OPENVZ,
    CONSOLE_SCLP,
    CONSOLE_SCLPLM,
    CONSOLE_TARGET_COUNT,
};
extern const struct enum_names console_target_names;

enum channel_target {
    CHANNEL_TARGET_ABSENT,
    CHANNEL_GUESTFWD,
    CHANNEL_VIRTIO,
    CHANNEL_XEN,
    CHANNEL_TARGET_COUNT,
};
extern const struct enum_names channel_target_names;

enum channel_state { CHANNEL_STATE_ABSENT, CHANNEL_CONNECTED, CHANNEL_DISCONNECTED, CHANNEL_STATE_COUNT };
extern const struct enum_names channel_state_names;

struct serial {
    struct device_info info;
    struct chardev_source source;
    char *tty; /* where a pty turned up */
    enum serial_target target;
    enum serial_model model;
    struct number port;
};

struct parallel {
    struct device_info info;
    struct chardev_source source;
    char *tty;
    struct number port;
};

struct console {
    struct device_info info;
    struct chardev_source source;
    char *tty;
    enum console_target target;
    struct number port;
};

struct channel {
    struct device_info info;
    struct chardev_source source;
    enum channel_target target;
    char *name;               /* virtio, xen */
    enum channel_state state; /* virtio */
    char *address;            /* guestfwd */
    struct number port;       /* guestfwd */
};

extern const struct element serial_element, parallel_element, console_element, channel_element;
