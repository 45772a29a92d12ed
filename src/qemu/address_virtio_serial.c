#include "qemu/address_places.h"

#include "qemu/address_parts.h"
#include "qemu/defaults_parts.h"

enum { DEFAULT_PORTS = 31 };

struct ports {
    struct devices *devices;
    struct places *places;
    struct report *report;
};

static uint64_t port_place(uint64_t controller, uint64_t port)
{
    return controller << 16 | port;
}

/* Channels and consoles that are ports of virtio-serial. */
static void each_port(struct ports *ports, void (*visit)(struct ports *, enum device_kind, struct device_info *))
{
    for (unsigned i = 0; i < ports->devices->channels->len; i++) {
        struct channel *channel = ports->devices->channels->pdata[i];

        if (channel->target == CHANNEL_VIRTIO)
            visit(ports, DEVICE_CHANNEL, &channel->info);
    }
    for (unsigned i = 0; i < ports->devices->consoles->len; i++) {
        struct console *console = ports->devices->consoles->pdata[i];

        if (console->target == CONSOLE_VIRTIO && console->info.address) /* without one QEMU chooses */
            visit(ports, DEVICE_CONSOLE, &console->info);
    }
}

static void claim_port(struct ports *ports, enum device_kind kind, struct device_info *device)
{
    const struct address *address = device->address;
    g_autofree char *what = NULL;

    if (!address_is(device, ADDRESS_VIRTIO_SERIAL) || !address->port.given)
        return;
    what = g_strdup_printf("port %u of virtio-serial controller %u", (unsigned)address->port.value,
                           (unsigned)address->controller.value);
    places_claim(ports->places, port_place(address->controller.value, address->port.value), kind, device,
                 "address.virtio-serial", what, ports->report);
}

/* The first free port of a controller; 0 (which is for the first console) if there is none. */
static uint64_t free_port(const struct ports *ports, const struct controller *controller)
{
    uint64_t count = controller->ports.given ? controller->ports.value : DEFAULT_PORTS;

    for (uint64_t port = 1; port < count; port++)
        if (!places_taken(ports->places, port_place(controller->index.value, port)))
            return port;
    return 0;
}

/* The port on the controller that the document names. */
static uint64_t port_on(struct ports *ports, enum device_kind kind, const struct device_info *device)
{
    uint64_t index = device->address->controller.value;
    uint64_t port = free_port(ports, controller_need(ports->devices, CONTROLLER_VIRTIO_SERIAL, index));
    g_autofree char *text = NULL;

    if (port > 0)
        return port;
    text = address_device_text(kind, device);
    complain(ports->report, SEVERITY_ERROR, "address.virtio-serial", device->address->where,
             "leave out the controller's number, or give the controller more ports",
             "%s finds no free port on virtio-serial controller %u", text, (unsigned)index);
    return 0;
}

static void assign_port(struct ports *ports, enum device_kind kind, struct device_info *device)
{
    struct address *address = address_make(device, ADDRESS_VIRTIO_SERIAL);
    uint64_t index = 0, port = 0;

    if (!address || address->port.given)
        return;
    if (address->controller.given) {
        index = address->controller.value;
        port = port_on(ports, kind, device);
    } else {
        while ((port = free_port(ports, controller_need(ports->devices, CONTROLLER_VIRTIO_SERIAL, index))) == 0)
            index++;
    }
    address->controller = number(index);
    address->bus = number(0);
    address->port = number(port);
    places_take(ports->places, port_place(index, port), kind, device);
}

void address_virtio_serial(struct domain *domain, struct report *report)
{
    g_autoptr(places_t) places = places_new();
    struct ports ports = {domain->devices, places, report};

    each_port(&ports, claim_port);
    each_port(&ports, assign_port);
}
