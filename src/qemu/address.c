#include "qemu/address_parts.h"

#include "xml/own.h"

bool address_is(const struct device_info *device, enum address_type type)
{
    return device->address && device->address->type == type;
}

struct address *address_make(struct device_info *device, enum address_type type)
{
    if (device->address)
        return address_is(device, type) ? device->address : NULL;
    device->address = element_new(&address_element);
    device->address->where = device->where;
    device->address->type = type;
    return device->address;
}

static char *controller_text(const struct controller *controller)
{
    const char *type = enum_name(&controller_type_names, controller->type);

    return g_strdup_printf("<controller type='%s' index='%" G_GUINT64_FORMAT "'>", type ?: "?",
                           controller->index.value);
}

char *address_device_text(enum device_kind kind, const void *device)
{
    const struct device_info *info = device;
    const char *name = info->alias;

    if (kind == DEVICE_CONTROLLER)
        return controller_text(device);
    if (kind == DEVICE_DISK)
        name = ((const struct disk *)device)->target;
    else if (kind == DEVICE_CHANNEL && ((const struct channel *)device)->name)
        name = ((const struct channel *)device)->name;
    else if (kind == DEVICE_INTERFACE && !name)
        name = ((const struct iface *)device)->mac;
    if (name)
        return g_strdup_printf("<%s> '%s'", device_kind_name(kind), name);
    return g_strdup_printf("<%s>", device_kind_name(kind));
}

/* The console that is the first serial port is where that is. */
static void share_serial_address(struct devices *devices)
{
    struct console *console = devices->consoles->len > 0 ? devices->consoles->pdata[0] : NULL;
    const struct serial *serial = devices->serials->len > 0 ? devices->serials->pdata[0] : NULL;

    if (!console || !serial || console->target != CONSOLE_SERIAL)
        return;
    element_free(&address_element, console->info.address);
    console->info.address = element_copy(&address_element, serial->info.address);
}

void address_assign(struct domain *domain, const struct profile *profile, struct report *report)
{
    address_virtio_serial(domain, report);
    address_ccid(domain, report);
    address_mmio(domain);
    address_pci(domain, profile, report);
    address_check_usb(domain, report);
    address_dimm(domain, report);
    share_serial_address(domain->devices);
}
