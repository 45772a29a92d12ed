#include "qemu/dev_chardev.h"

#include "qemu/dev_common.h"

/* ---- backends ---- */

/* QEMU counts in milliseconds since 9.2. */
static void reconnect_option(GString *list, const struct builder *builder, const struct reconnect *reconnect)
{
    uint64_t seconds;

    if (!reconnect || !reconnect->enabled)
        return;
    seconds = reconnect->enabled == YES ? reconnect->timeout.value : 0;
    if (profile_at_least(builder->profile, 9, 2))
        list_format(list, "reconnect-ms", "%" G_GUINT64_FORMAT, seconds * 1000);
    else
        list_format(list, "reconnect", "%" G_GUINT64_FORMAT, seconds);
}

static void backend(GString *list, const char *type, const char *id)
{
    g_string_append(list, type);
    list_text(list, "id", id);
}

static void server_option(GString *list)
{
    list_bool(list, "server", true);
    list_bool(list, "wait", false);
}

void chardev_client(struct builder *builder, const char *id, const char *path, const struct reconnect *reconnect)
{
    GString *list = g_string_new(NULL);

    backend(list, "socket", id);
    list_text(list, "path", path);
    reconnect_option(list, builder, reconnect);
    builder_list(builder, "-chardev", list);
}

/* A socket whose place nobody cares about is in the machine's own directory. */
static char *socket_path(struct builder *builder, const struct chardev_endpoint *end, const char *alias,
                         const char *name)
{
    if (end && end->path)
        return g_strdup(end->path);
    return builder_run_path(builder, name ? name : alias);
}

static void unix_backend(GString *list, struct builder *builder, const struct chardev_source *source, const char *alias,
                         const char *id, const char *name)
{
    const struct chardev_endpoint *end = chardev_endpoint(source);
    g_autofree char *path = socket_path(builder, end, alias, name);

    backend(list, "socket", id);
    list_text(list, "path", path);
    if (!end || end->mode != CHARDEV_CONNECT)
        server_option(list);
    if (end)
        reconnect_option(list, builder, end->reconnect);
}

/* Certificates of the host for a TCP port or connection. */
static void tls_option(GString *list, struct builder *builder, const char *alias, bool server, struct place where)
{
    g_autofree char *id = g_strdup_printf("objchar%s_tls0", alias);
    g_autofree char *directory = builder_offer(builder, "tls", "chardev", 0, where);
    struct json_object *props = json_pair("qom-type", "tls-creds-x509");

    props_text(props, "id", id);
    props_text(props, "dir", directory ? directory : "/etc/pki/qemu");
    props_text(props, "endpoint", server ? "server" : "client");
    props_bool(props, "verify-peer", true);
    builder_json(builder, "-object", props);
    list_text(list, "tls-creds", id);
}

static void tcp_backend(GString *list, struct builder *builder, const struct chardev_source *source, const char *alias,
                        const char *id, struct place where)
{
    const struct chardev_endpoint *end = chardev_endpoint(source);
    bool server = end && end->mode == CHARDEV_BIND;

    if (!end) {
        builder_wrong(builder, where, "a TCP character device needs a <source>");
        return;
    }
    backend(list, "socket", id);
    list_text(list, "host", end->host);
    list_text(list, "port", end->service);
    if (source->protocol == CHARDEV_TELNET || source->protocol == CHARDEV_TELNETS)
        list_bool(list, "telnet", true);
    if (server)
        server_option(list);
    reconnect_option(list, builder, end->reconnect);
    if (end->tls == YES || source->protocol == CHARDEV_TLS || source->protocol == CHARDEV_TELNETS)
        tls_option(list, builder, alias, server, end->where);
}

static void udp_backend(GString *list, const struct chardev_source *source, const char *id)
{
    const struct chardev_endpoint *to = chardev_endpoint_with_mode(source, CHARDEV_CONNECT);
    const struct chardev_endpoint *from = chardev_endpoint_with_mode(source, CHARDEV_BIND);

    backend(list, "udp", id);
    list_text(list, "host", to && to->host ? to->host : "");
    list_text(list, "port", to && to->service ? to->service : "");
    list_text(list, "localaddr", from && from->host ? from->host : "");
    list_text(list, "localport", from && from->service ? from->service : "0");
}

static void path_backend(GString *list, struct builder *builder, const char *type, const struct chardev_endpoint *end,
                         const char *id, struct place where)
{
    backend(list, type, id);
    if (!end || !end->path)
        builder_wrong(builder, where, "a character device of this type needs a path in its <source>");
    else
        list_text(list, "path", end->path);
    if (end)
        list_on_off(list, "append", end->append);
}

static void named_backend(GString *list, const char *type, const struct chardev_endpoint *end, const char *id,
                          const char *name)
{
    backend(list, type, id);
    list_text(list, "name", end && end->channel ? end->channel : name);
}

static void agent_backend(GString *list, const struct chardev_endpoint *end, const char *id)
{
    backend(list, "qemu-vdagent", id);
    list_text(list, "name", "vdagent");
    if (!end)
        return;
    list_yes_no(list, "clipboard", end->clipboard);
    if (end->mouse)
        list_bool(list, "mouse", end->mouse == MOUSE_CLIENT);
}

static void log_option(GString *list, const struct chardev_source *source)
{
    if (!source->log_file)
        return;
    list_text(list, "logfile", source->log_file);
    list_on_off(list, "logappend", source->log_append);
}

static GString *source_list(struct builder *builder, const struct chardev_source *source, const char *alias,
                            const char *id, const char *name, struct place where)
{
    const struct chardev_endpoint *end = chardev_endpoint(source);
    GString *list = g_string_new(NULL);

    switch (source->type) {
    case CHARDEV_NULL:
        backend(list, "null", id);
        break;
    case CHARDEV_VC:
        backend(list, "vc", id);
        break;
    case CHARDEV_PTY:
        backend(list, "pty", id);
        break;
    case CHARDEV_STDIO:
        backend(list, "stdio", id);
        break;
    case CHARDEV_DEV:
        path_backend(list, builder, "serial", end, id, where);
        break;
    case CHARDEV_FILE:
        path_backend(list, builder, "file", end, id, where);
        break;
    case CHARDEV_PIPE:
        path_backend(list, builder, "pipe", end, id, where);
        break;
    case CHARDEV_UDP:
        udp_backend(list, source, id);
        break;
    case CHARDEV_TCP:
        tcp_backend(list, builder, source, alias, id, where);
        break;
    case CHARDEV_UNIX:
        unix_backend(list, builder, source, alias, id, name);
        break;
    case CHARDEV_SPICEVMC:
        named_backend(list, "spicevmc", NULL, id, name);
        break;
    case CHARDEV_SPICEPORT:
        named_backend(list, "spiceport", end, id, name);
        break;
    case CHARDEV_DBUS:
        named_backend(list, "dbus", end, id, name);
        break;
    case CHARDEV_QEMU_VDAGENT:
        agent_backend(list, end, id);
        break;
    default:
        builder_unsupported(builder, where, "character devices of type '%s' are not supported",
                            source->type ? enum_name(&chardev_type_names, source->type) : "");
    }
    return list;
}

char *chardev_add(struct builder *builder, const struct chardev_source *source, const char *alias, const char *name,
                  struct place where)
{
    char *id = g_strdup_printf("char%s", alias);
    GString *list = source_list(builder, source, alias, id, name, where);

    log_option(list, source);
    builder_list(builder, "-chardev", list);
    return id;
}

/* ---- serial and parallel ports ---- */

static const char *serial_driver(const struct serial *serial)
{
    switch (serial->target) {
    case SERIAL_TARGET_ABSENT:
    case SERIAL_ISA:
        return "isa-serial";
    case SERIAL_USB:
        return "usb-serial";
    case SERIAL_PCI:
        return "pci-serial";
    case SERIAL_ISA_DEBUG:
        return "isa-debugcon";
    default:
        return NULL;
    }
}

static void add_serial(struct builder *builder, const struct serial *serial)
{
    g_autofree char *id = chardev_add(builder, &serial->source, serial->info.alias, NULL, serial->info.where);
    const char *driver = serial_driver(serial);
    struct json_object *props;

    if (serial->target == SERIAL_SYSTEM) {
        builder_option(builder, "-serial", g_strdup_printf("chardev:%s", id));
        return;
    }
    if (!driver) {
        builder_unsupported(builder, serial->info.where, "serial ports of type '%s' are not supported",
                            enum_name(&serial_target_names, serial->target));
        return;
    }
    props = device_new(driver);
    props_text(props, "chardev", id);
    props_text(props, "id", serial->info.alias);
    if (serial->target == SERIAL_ISA || !serial->target)
        props_number(props, "index", serial->port);
    device_address(builder, props, &serial->info);
    builder_device(builder, props, serial->info.alias);
}

static void add_parallel(struct builder *builder, const struct parallel *parallel)
{
    g_autofree char *id = chardev_add(builder, &parallel->source, parallel->info.alias, NULL, parallel->info.where);
    struct json_object *props = device_new("isa-parallel");

    props_text(props, "chardev", id);
    props_text(props, "id", parallel->info.alias);
    builder_device(builder, props, parallel->info.alias);
}

/* ---- channels and consoles ---- */

/* QEMU's name for the far end of a SPICE agent channel. */
static const char *channel_name(const struct channel *channel)
{
    if (channel->source.type == CHARDEV_SPICEVMC || channel->source.type == CHARDEV_QEMU_VDAGENT)
        return "vdagent";
    return channel->name;
}

/* The name by which the guest finds the channel. */
static const char *guest_name(const struct channel *channel)
{
    return channel->name ? channel->name : channel->source.type == CHARDEV_SPICEVMC ? "com.redhat.spice.0" : NULL;
}

static void add_forward(struct builder *builder, const struct channel *channel, const char *chardev)
{
    struct json_object *props = json_pair("type", "user"), *list = json_object_new_array();
    struct json_object *forward = json_object_new_object();

    props_format(forward, "str", "tcp:%s:%u-chardev:%s", channel->address ? channel->address : "",
                 (unsigned)channel->port.value, chardev);
    json_object_array_add(list, forward);
    json_object_object_add(props, "guestfwd", list);
    props_text(props, "id", channel->info.alias);
    builder_json(builder, "-netdev", props);
}

static void add_channel(struct builder *builder, const struct channel *channel)
{
    g_autofree char *id =
        chardev_add(builder, &channel->source, channel->info.alias, channel_name(channel), channel->info.where);
    struct json_object *props;

    if (channel->target == CHANNEL_GUESTFWD) {
        add_forward(builder, channel, id);
        return;
    }
    if (channel->target != CHANNEL_VIRTIO) {
        builder_unsupported(builder, channel->info.where, "channels of type '%s' are not supported",
                            enum_name(&channel_target_names, channel->target));
        return;
    }
    props = device_new("virtserialport");
    device_address(builder, props, &channel->info);
    props_text(props, "chardev", id);
    props_text(props, "id", channel->info.alias);
    props_text(props, "name", guest_name(channel));
    builder_device(builder, props, channel->info.alias);
}

static void add_console(struct builder *builder, const struct console *console)
{
    g_autofree char *id = NULL;
    struct json_object *props;

    if (console->target == CONSOLE_SERIAL || !console->target)
        return; /* the serial port, which has a device already */
    if (console->target != CONSOLE_VIRTIO) {
        builder_unsupported(builder, console->info.where, "consoles of type '%s' are not supported",
                            enum_name(&console_target_names, console->target));
        return;
    }
    id = chardev_add(builder, &console->source, console->info.alias, NULL, console->info.where);
    props = device_new("virtconsole");
    device_address(builder, props, &console->info);
    props_text(props, "chardev", id);
    props_text(props, "id", console->info.alias);
    builder_device(builder, props, console->info.alias);
}

void builder_chardevs(struct builder *builder)
{
    const struct devices *devices = builder->domain->devices;

    for (unsigned i = 0; i < devices->serials->len; i++)
        add_serial(builder, devices->serials->pdata[i]);
    for (unsigned i = 0; i < devices->parallels->len; i++)
        add_parallel(builder, devices->parallels->pdata[i]);
    for (unsigned i = 0; i < devices->channels->len; i++)
        add_channel(builder, devices->channels->pdata[i]);
    for (unsigned i = 0; i < devices->consoles->len; i++)
        add_console(builder, devices->consoles->pdata[i]);
}
