#include "qemu/defaults_parts.h"

#include "xml/own.h"

#include <string.h>

/* Where libvirt keeps the sockets that it makes for channels; a path there is none that anybody chose. */
static const char *const generated_channel_paths[] = {
    "/var/lib/libvirt/qemu/channel/target/",
    "/var/run/libvirt/qemu/channel/",
    "/run/libvirt/qemu/channel/",
};

static bool is_generated(const char *path)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(generated_channel_paths); i++)
        if (g_str_has_prefix(path, generated_channel_paths[i]))
            return true;
    return false;
}

static void drop_endpoints(struct chardev_source *source)
{
    for (unsigned i = 0; i < source->endpoints->len; i++)
        element_free(&chardev_endpoint_element, source->endpoints->pdata[i]);
    g_ptr_array_set_size(source->endpoints, 0);
}

static void one_source(struct chardev_source *source)
{
    if (source->type == CHARDEV_TCP && !source->protocol)
        source->protocol = CHARDEV_RAW;
    else if (source->type != CHARDEV_TCP)
        source->protocol = CHARDEV_PROTOCOL_ABSENT;
}

/* ---- channels ---- */

/* A channel that listens on a socket nobody named gets one when the machine is started. */
static void one_channel(struct channel *channel)
{
    const struct chardev_endpoint *endpoint = chardev_endpoint(&channel->source);

    one_source(&channel->source);
    channel->state = CHANNEL_STATE_ABSENT; /* only a running guest has one */
    if (channel->target != CHANNEL_VIRTIO || channel->source.type != CHARDEV_UNIX || !endpoint)
        return;
    if (endpoint->mode != CHARDEV_CONNECT && (!endpoint->path || is_generated(endpoint->path)))
        drop_endpoints(&channel->source);
}

/* ---- serial ports ---- */

static const enum serial_model target_models[SERIAL_TARGET_COUNT] = {
    [SERIAL_ISA] = SERIAL_MODEL_ISA_SERIAL,         [SERIAL_USB] = SERIAL_MODEL_USB_SERIAL,
    [SERIAL_PCI] = SERIAL_MODEL_PCI_SERIAL,         [SERIAL_SPAPR_VIO] = SERIAL_MODEL_SPAPR_VTY,
    [SERIAL_SYSTEM] = SERIAL_MODEL_PL011,           [SERIAL_SCLP] = SERIAL_MODEL_SCLPCONSOLE,
    [SERIAL_ISA_DEBUG] = SERIAL_MODEL_ISA_DEBUGCON,
};

/* What an address says of the port; absent: nothing. */
static enum serial_target target_of_address(const struct address *address)
{
    if (!address)
        return SERIAL_TARGET_ABSENT;
    switch (address->type) {
    case ADDRESS_USB:
        return SERIAL_USB;
    case ADDRESS_PCI:
        return SERIAL_PCI;
    default:
        return SERIAL_TARGET_ABSENT;
    }
}

static bool port_taken(const GPtrArray *serials, uint64_t port)
{
    for (unsigned i = 0; i < serials->len; i++) {
        const struct serial *other = serials->pdata[i];

        if (other->port.given && other->port.value == port)
            return true;
    }
    return false;
}

static void one_serial(struct domain *domain, struct serial *serial)
{
    bool system = domain_board(domain) == BOARD_VIRT;
    uint64_t port = 0;

    one_source(&serial->source);
    if (!serial->target)
        serial->target = target_of_address(serial->info.address);
    if (!serial->target)
        serial->target = system ? SERIAL_SYSTEM : SERIAL_ISA;
    if (!serial->model)
        serial->model = target_models[serial->target];
    while (!serial->port.given && port_taken(domain->devices->serials, port))
        port++;
    if (!serial->port.given)
        serial->port = number(port);
}

/* ---- consoles ---- */

static void copy_source(struct chardev_source *to, const struct chardev_source *from)
{
    drop_endpoints(to);
    to->type = from->type;
    to->protocol = from->protocol;
    to->log_append = from->log_append;
    g_free(to->log_file);
    to->log_file = g_strdup(from->log_file);
    for (unsigned i = 0; i < from->endpoints->len; i++)
        g_ptr_array_add(to->endpoints, element_copy(&chardev_endpoint_element, from->endpoints->pdata[i]));
}

static void add_serial_for(struct devices *devices, const struct console *console)
{
    struct serial *serial = element_new(&serial_element);

    copy_source(&serial->source, &console->source);
    g_ptr_array_add(devices->serials, serial);
}

static struct console *add_console(struct devices *devices)
{
    struct console *console = element_new(&console_element);

    g_ptr_array_insert(devices->consoles, 0, console);
    return console;
}

/* The first console is the first serial port, seen as a console. */
static void mirror_serial(struct console *console, const struct serial *serial)
{
    console->target = CONSOLE_SERIAL;
    console->port = serial->port;
    copy_source(&console->source, &serial->source);
    g_free(console->info.alias);
    console->info.alias = g_strdup(serial->info.alias);
}

/* A first console without a target, or with the target "serial", asks for a serial port; a serial port
 * without console gets one. */
static void pair_first_console(struct domain *domain)
{
    struct devices *devices = domain->devices;
    struct console *first = devices->consoles->len > 0 ? devices->consoles->pdata[0] : NULL;
    bool wants_serial = first && (!first->target || first->target == CONSOLE_SERIAL);

    if (wants_serial && devices->serials->len == 0) {
        add_serial_for(devices, first);
        one_serial(domain, devices->serials->pdata[0]);
    }
    if (devices->serials->len == 0)
        return;
    if (!wants_serial)
        first = add_console(devices);
    mirror_serial(first, devices->serials->pdata[0]);
}

static void number_consoles(GPtrArray *consoles)
{
    for (unsigned i = 0; i < consoles->len; i++) {
        struct console *console = consoles->pdata[i];

        one_source(&console->source);
        if (console->target != CONSOLE_SERIAL)
            console->port = number(i);
    }
}

/* ---- all ---- */

static void each_parallel(struct devices *devices)
{
    for (unsigned i = 0; i < devices->parallels->len; i++) {
        struct parallel *parallel = devices->parallels->pdata[i];

        one_source(&parallel->source);
        if (!parallel->port.given)
            parallel->port = number(i);
    }
}

static void one_redirdev(struct redirdev *redirdev)
{
    struct chardev_source *source = &redirdev->source;
    struct chardev_endpoint *endpoint;

    one_source(source);
    if (source->type != CHARDEV_DBUS || source->endpoints->len > 0)
        return;
    endpoint = element_new(&chardev_endpoint_element);
    endpoint->channel = g_strdup("org.qemu.usbredir");
    g_ptr_array_add(source->endpoints, endpoint);
}

static void each_other_source(struct devices *devices)
{
    for (unsigned i = 0; i < devices->redirdevs->len; i++)
        one_redirdev(devices->redirdevs->pdata[i]);
    for (unsigned i = 0; i < devices->smartcards->len; i++)
        one_source(&((struct smartcard *)devices->smartcards->pdata[i])->source);
    for (unsigned i = 0; i < devices->rngs->len; i++)
        one_source(&((struct rng *)devices->rngs->pdata[i])->source);
}

void defaults_chardevs(struct domain *domain)
{
    struct devices *devices = domain->devices;

    for (unsigned i = 0; i < devices->serials->len; i++)
        one_serial(domain, devices->serials->pdata[i]);
    pair_first_console(domain);
    number_consoles(devices->consoles);
    for (unsigned i = 0; i < devices->channels->len; i++)
        one_channel(devices->channels->pdata[i]);
    each_parallel(devices);
    each_other_source(devices);
}
