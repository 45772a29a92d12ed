#include "qemu/blockdev_source.h"
#include "qemu/dev_common.h"

/* ---- PCI ---- */

/* The pair: QEMU hides this device until the guest's driver of the persistent NIC takes it. */
static void pair(struct json_object *props, const struct teaming *teaming)
{
    if (teaming && teaming->type == TEAMING_TRANSIENT)
        props_text(props, "failover_pair_id", teaming->persistent_alias);
}

static char *pci_text(const struct hostdev_address *address)
{
    const struct pci_address pci = {
        .domain = address->domain, .bus = address->bus, .slot = address->slot, .function = address->function};

    return pci_address_text(&pci);
}

static const char *vfio_driver(const struct hostdev *hostdev)
{
    return hostdev->ramfb == ON ? "vfio-pci-nohotplug" : "vfio-pci";
}

/* One for all devices: they share the guest's memory map in it. */
#define IOMMUFD "iommufd0"

static void add_iommufd(struct builder *builder)
{
    const GPtrArray *hostdevs = builder->domain->devices->hostdevs;

    for (unsigned i = 0; i < hostdevs->len; i++) {
        const struct hostdev *hostdev = hostdevs->pdata[i];

        if (hostdev->iommufd == YES) {
            struct json_object *props = json_pair("qom-type", "iommufd");

            props_text(props, "id", IOMMUFD);
            builder_object(builder, props, hostdev->info.where);
            return;
        }
    }
}

static void add_pci(struct builder *builder, const struct hostdev *hostdev)
{
    struct json_object *props = device_new(vfio_driver(hostdev));
    g_autofree char *address = pci_text(&hostdev->source.address);

    props_text(props, "host", address);
    props_text(props, "id", hostdev->info.alias);
    if (hostdev->iommufd == YES)
        props_text(props, "iommufd", IOMMUFD);
    pair(props, hostdev->teaming);
    device_bootindex(props, &hostdev->info, NULL);
    props_on_off_word(props, "display", hostdev->display);
    props_true(props, "ramfb", hostdev->ramfb == ON);
    device_address(builder, props, &hostdev->info);
    device_rom(props, &hostdev->info);
    builder_device(builder, props, hostdev->info.alias);
}

/* A NIC of the host that <interface> names, or that comes out of a network's pool. */
static void add_nic(struct builder *builder, const struct iface *nic)
{
    const struct host_nic_address *host = nic->source.host_address;
    struct json_object *props = device_new("vfio-pci");
    g_autofree char *address = NULL;

    if (nic->backend_tap || nic->backend_vhost)
        builder_wrong(builder, nic->info.where,
                      "interface '%s' is an assigned device and has no tap to name in <backend>", nic->info.alias);
    if (host && host->type == HOST_NIC_USB) {
        builder_unsupported(builder, nic->info.where, "an assigned USB NIC is not supported, use <hostdev>");
        json_object_put(props);
        return;
    }
    if (host) {
        const struct pci_address pci = {
            .domain = host->domain, .bus = host->bus, .slot = host->slot, .function = host->function};

        address = pci_address_text(&pci);
    } else {
        address = builder_need(builder, "vf", nic->info.alias, 0, nic->info.where);
    }
    props_text(props, "host", address);
    props_text(props, "id", nic->info.alias);
    pair(props, nic->teaming);
    device_bootindex(props, &nic->info, &builder->boot_network);
    device_address(builder, props, &nic->info);
    device_rom(props, &nic->info);
    builder_device(builder, props, nic->info.alias);
}

/* ---- mediated devices ---- */

static void add_mediated(struct builder *builder, const struct hostdev *hostdev)
{
    const struct hostdev_address *address = &hostdev->source.address;
    struct json_object *props;

    switch (hostdev->model) {
    case HOSTDEV_VFIO_PCI:
        props = device_new(vfio_driver(hostdev));
        break;
    case HOSTDEV_VFIO_CCW:
        props = device_new("vfio-ccw");
        break;
    case HOSTDEV_VFIO_AP:
        props = device_new("vfio-ap");
        break;
    default:
        builder_wrong(builder, hostdev->info.where,
                      "a mediated device needs model 'vfio-pci', 'vfio-ccw' or 'vfio-ap'");
        return;
    }
    props_text(props, "id", hostdev->info.alias);
    props_format(props, "sysfsdev", "/sys/bus/mdev/devices/%s", address->uuid ? address->uuid : "");
    props_on_off_word(props, "display", hostdev->display);
    props_true(props, "ramfb", hostdev->ramfb == ON);
    device_bootindex(props, &hostdev->info, NULL);
    device_address(builder, props, &hostdev->info);
    builder_device(builder, props, hostdev->info.alias);
}

/* ---- USB ---- */

static void guest_reset_option(struct json_object *props, enum guest_reset reset)
{
    if (reset == GUEST_RESET_ABSENT)
        return;
    props_bool(props, "guest-reset", reset != GUEST_RESET_OFF);
    if (reset != GUEST_RESET_OFF)
        props_bool(props, "guest-resets-all", reset == GUEST_RESET_ON);
}

static void add_usb(struct builder *builder, const struct hostdev *hostdev)
{
    const struct hostdev_address *address = &hostdev->source.address;
    struct json_object *props = device_new("usb-host");
    g_autofree char *path = NULL;

    if (address->bus.given && address->device.given)
        path = g_strdup_printf("/dev/bus/usb/%03u/%03u", (unsigned)address->bus.value, (unsigned)address->device.value);
    else
        path = builder_need(builder, "usb", hostdev->info.alias, 0, hostdev->info.where);
    props_text(props, "hostdevice", path);
    props_text(props, "id", hostdev->info.alias);
    guest_reset_option(props, hostdev->source.guest_reset);
    device_bootindex(props, &hostdev->info, NULL);
    device_address(builder, props, &hostdev->info);
    builder_device(builder, props, hostdev->info.alias);
}

/* ---- SCSI ---- */

/* Of the right form, and on no host: nobody must write to a device by mistake. */
#define NO_SUCH_DEVICE "/dev/sg999999"

static char *scsi_node(struct builder *builder, const struct hostdev *hostdev)
{
    const struct hostdev_source *source = &hostdev->source;
    struct storage_source storage = {.where = source->where};
    struct blockdev blockdev = {.alias = hostdev->info.alias, .where = hostdev->info.where};
    struct blockdev_layer layer = {.source = &storage, .read_only = hostdev->readonly};
    g_autofree char *node = blockdev_node_name(hostdev->info.alias, "backend");
    g_autofree char *device = NULL;
    struct json_object *props;

    if (source->protocol == SCSI_ISCSI) {
        layer.type = STORAGE_NETWORK;
        storage.protocol = STORAGE_ISCSI;
        storage.name = source->iscsi_name;
        storage.hosts = source->hosts;
        storage.initiator_iqn = source->initiator_iqn;
        layer.auth = source->auth;
    } else {
        device = builder_need_text(builder, "sg", hostdev->info.alias, NO_SUCH_DEVICE, hostdev->info.where);
        layer.type = STORAGE_BLOCK;
        storage.dev = device;
    }
    props = blockdev_source(builder, &blockdev, &layer, node);
    if (!props)
        return NULL;
    props_text(props, "node-name", node);
    props_bool(props, "read-only", hostdev->readonly);
    builder_json(builder, "-blockdev", props);
    return g_steal_pointer(&node);
}

static void add_scsi(struct builder *builder, const struct hostdev *hostdev)
{
    g_autofree char *node = scsi_node(builder, hostdev);
    struct json_object *props;

    if (!node)
        return;
    if (!hostdev->info.address) {
        builder_wrong(builder, hostdev->info.where, "SCSI device '%s' has no address", hostdev->info.alias);
        return;
    }
    props = device_new("scsi-generic");
    scsi_place(builder, props, &hostdev->info);
    props_text(props, "drive", node);
    props_text(props, "id", hostdev->info.alias);
    device_bootindex(props, &hostdev->info, NULL);
    builder_device(builder, props, hostdev->info.alias);
}

static void add_scsi_host(struct builder *builder, const struct hostdev *hostdev)
{
    static const enum virtio_model models[HOSTDEV_MODEL_COUNT] = {
        [HOSTDEV_MODEL_ABSENT] = VIRTIO,
        [HOSTDEV_VIRTIO] = VIRTIO,
        [HOSTDEV_VIRTIO_TRANSITIONAL] = VIRTIO_TRANSITIONAL,
        [HOSTDEV_VIRTIO_NON_TRANSITIONAL] = VIRTIO_NON_TRANSITIONAL,
    };
    struct json_object *props = virtio_new("vhost-scsi", &hostdev->info, models[hostdev->model]);
    g_autofree char *fd = builder_offer(builder, "vhost", hostdev->info.alias, 1, hostdev->info.where);

    props_text(props, "wwpn", hostdev->source.wwpn);
    props_text(props, "vhostfd", fd);
    props_text(props, "id", hostdev->info.alias);
    device_address(builder, props, &hostdev->info);
    builder_device(builder, props, hostdev->info.alias);
}

/* ---- all ---- */

static void add_hostdev(struct builder *builder, const struct hostdev *hostdev)
{
    if (hostdev->mode == HOSTDEV_CAPABILITIES) {
        builder_unsupported(builder, hostdev->info.where, "hostdev mode 'capabilities' is for containers");
        return;
    }
    switch (hostdev->type) {
    case HOSTDEV_PCI:
        add_pci(builder, hostdev);
        break;
    case HOSTDEV_MDEV:
        add_mediated(builder, hostdev);
        break;
    case HOSTDEV_USB:
        add_usb(builder, hostdev);
        break;
    case HOSTDEV_SCSI:
        add_scsi(builder, hostdev);
        break;
    case HOSTDEV_SCSI_HOST:
        add_scsi_host(builder, hostdev);
        break;
    default:
        builder_unsupported(builder, hostdev->info.where, "devices of type '%s' are not supported",
                            enum_name(&hostdev_type_names, hostdev->type));
    }
}

void builder_hostdevs(struct builder *builder)
{
    const struct devices *devices = builder->domain->devices;

    add_iommufd(builder);
    for (unsigned i = 0; i < devices->interfaces->len; i++) {
        const struct iface *nic = devices->interfaces->pdata[i];

        if (nic->type == IFACE_HOSTDEV)
            add_nic(builder, nic);
    }
    for (unsigned i = 0; i < devices->hostdevs->len; i++)
        add_hostdev(builder, devices->hostdevs->pdata[i]);
}
