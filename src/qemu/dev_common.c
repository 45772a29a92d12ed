#include "qemu/dev_common.h"

struct json_object *device_new(const char *driver)
{
    return json_pair("driver", driver);
}

const struct controller *find_controller(const struct domain *domain, enum controller_type type, uint64_t index)
{
    const GPtrArray *controllers = domain->devices->controllers;
    const struct controller *found = NULL;

    for (unsigned i = 0; i < controllers->len; i++) {
        const struct controller *controller = controllers->pdata[i];

        if (controller->type != type || controller->index.value != index)
            continue;
        if (!controller->master_startport.given)
            return controller;
        if (!found)
            found = controller;
    }
    return found;
}

/* ---- addresses ---- */

/* The name of a PCI bus: of the machine's own, or of the bridge or port that makes it. */
static char *pci_bus(const struct domain *domain, uint64_t index)
{
    const struct controller *controller = find_controller(domain, CONTROLLER_PCI, index);

    if (controller && controller->pci_model == PCIE_ROOT)
        return g_strdup("pcie.0");
    if (index == 0 || !controller || !controller->info.alias)
        return g_strdup_printf("pci.%" G_GUINT64_FORMAT, index);
    return g_strdup(controller->info.alias);
}

static void pci_address(struct builder *builder, struct json_object *props, const struct device_info *info)
{
    const struct address *address = info->address;
    g_autofree char *bus = NULL;

    if (!address_is_pci(address)) {
        builder_wrong(builder, info->where, "device '%s' has no PCI address", info->alias ? info->alias : "");
        return;
    }
    bus = pci_bus(builder->domain, address->bus.value);
    props_text(props, "bus", bus);
    props_on_off(props, "multifunction", address->multifunction);
    if (address->function.value)
        props_format(props, "addr", "0x%x.0x%x", (unsigned)address->slot.value, (unsigned)address->function.value);
    else
        props_format(props, "addr", "0x%x", (unsigned)address->slot.value);
}

/* The id of a controller, which is what its buses are called by. */
static const char *controller_id(const struct controller *controller, const char *fallback)
{
    return controller && controller->info.alias ? controller->info.alias : fallback;
}

static void usb_address(struct builder *builder, struct json_object *props, const struct address *address)
{
    const struct controller *controller = find_controller(builder->domain, CONTROLLER_USB, address->bus.value);

    props_format(props, "bus", "%s.0", controller_id(controller, "usb"));
    props_text(props, "port", address->usb_port);
}

static void serial_address(struct builder *builder, struct json_object *props, const struct address *address)
{
    const struct controller *controller =
        find_controller(builder->domain, CONTROLLER_VIRTIO_SERIAL, address->controller.value);

    props_format(props, "bus", "%s.%" G_GUINT64_FORMAT, controller_id(controller, "virtio-serial0"),
                 address->bus.value);
    props_number(props, "nr", address->port);
}

static void ccid_address(struct builder *builder, struct json_object *props, const struct address *address)
{
    const struct controller *controller = find_controller(builder->domain, CONTROLLER_CCID, address->controller.value);

    props_format(props, "bus", "%s.0", controller_id(controller, "ccid0"));
}

void device_address(struct builder *builder, struct json_object *props, const struct device_info *info)
{
    const struct address *address = info->address;

    switch (address ? address->type : ADDRESS_ABSENT) {
    case ADDRESS_PCI:
        pci_address(builder, props, info);
        props_number(props, "acpi-index", info->acpi_index);
        break;
    case ADDRESS_USB:
        usb_address(builder, props, address);
        break;
    case ADDRESS_VIRTIO_SERIAL:
        serial_address(builder, props, address);
        break;
    case ADDRESS_CCID:
        ccid_address(builder, props, address);
        break;
    case ADDRESS_ISA:
        props_number(props, "iobase", address->iobase);
        props_number(props, "irq", address->irq);
        break;
    case ADDRESS_SPAPR_VIO:
        props_number(props, "reg", address->reg);
        break;
    case ADDRESS_CCW:
        props_format(props, "devno", "%x.%x.%04x", (unsigned)address->cssid.value, (unsigned)address->ssid.value,
                     (unsigned)address->devno.value);
        break;
    case ADDRESS_DIMM:
        props_number(props, "slot", address->slot);
        props_number(props, "addr", address->base);
        break;
    default:
        break; /* virtio-mmio has no place to choose; drives have units, which their builder knows */
    }
}

void device_bootindex(struct json_object *props, const struct device_info *info, unsigned *fallback)
{
    if (info->boot_order.given) {
        props_number(props, "bootindex", info->boot_order);
    } else if (fallback && *fallback > 0) {
        props_uint(props, "bootindex", *fallback);
        *fallback = 0;
    }
}

void device_rom(struct json_object *props, const struct device_info *info)
{
    if (info->rom_enabled == NO) {
        props_text(props, "romfile", "");
        return;
    }
    if (info->rom_bar)
        props_uint(props, "rombar", info->rom_bar == ON);
    props_text(props, "romfile", info->rom_file);
}

/* ---- virtio ---- */

char *virtio_driver(const char *name, const struct device_info *info, enum virtio_model model)
{
    static const char *const suffixes[VIRTIO_MODEL_COUNT] = {
        [VIRTIO_TRANSITIONAL] = "-transitional",
        [VIRTIO_NON_TRANSITIONAL] = "-non-transitional",
    };

    switch (info->address ? info->address->type : ADDRESS_ABSENT) {
    case ADDRESS_CCW:
        return g_strdup_printf("%s-ccw", name);
    case ADDRESS_VIRTIO_MMIO:
        return g_strdup_printf("%s-device", name);
    default:
        return g_strdup_printf("%s-pci%s", name, suffixes[model] ? suffixes[model] : "");
    }
}

struct json_object *virtio_new(const char *name, const struct device_info *info, enum virtio_model model)
{
    g_autofree char *driver = virtio_driver(name, info, model);

    return device_new(driver);
}

void virtio_options(struct json_object *props, const struct virtio_options *options)
{
    props_on_off(props, "iommu_platform", options->iommu);
    props_on_off(props, "ats", options->ats);
    props_on_off(props, "packed", options->packed);
    props_on_off(props, "page-per-vq", options->page_per_vq);
}

/* ---- I/O threads ---- */

void device_iothreads(struct json_object *props, const char *key, const struct device_iothreads *iothreads)
{
    struct json_object *list;

    if (!iothreads)
        return;
    list = json_object_new_array();
    for (unsigned i = 0; i < iothreads->iothreads->len; i++) {
        const struct device_iothread *thread = iothreads->iothreads->pdata[i];
        struct json_object *object = json_object_new_object(), *queues = NULL;

        props_format(object, "iothread", "iothread%" G_GUINT64_FORMAT, thread->id.value);
        for (unsigned j = 0; j < thread->queues->len; j++) {
            if (!queues)
                queues = json_object_new_array();
            json_object_array_add(
                queues, json_object_new_uint64(((const struct numbered *)thread->queues->pdata[j])->id.value));
        }
        if (queues)
            json_object_object_add(object, "vqs", queues);
        json_object_array_add(list, object);
    }
    json_object_object_add(props, key, list);
}
