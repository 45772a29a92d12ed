#include "qemu/blockdev.h"
#include "qemu/dev_chardev.h"
#include "qemu/dev_common.h"

#include <string.h>

/* ---- block nodes ---- */

static bool is_read_only(const struct disk *disk)
{
    return disk->readonly || disk->device == DISK_CDROM;
}

/* What another machine writes to must not lie in a cache of this host. */
static enum disk_cache cache_mode(const struct disk *disk)
{
    bool said = disk->cache && disk->cache != DISK_CACHE_DEFAULT;

    return !said && disk->shareable && !disk->readonly ? DISK_CACHE_NONE : disk->cache;
}

static char *throttle_filters(struct builder *builder, const struct disk *disk, char *node)
{
    const GPtrArray *filters = disk->throttlefilters ? disk->throttlefilters->filters : NULL;

    for (unsigned i = 0; filters && i < filters->len; i++) {
        const struct throttlefilter *filter = filters->pdata[i];
        g_autofree char *suffix = g_strdup_printf("filter%u", i), *group = NULL;
        char *name = blockdev_node_name(disk->info.alias, suffix);
        struct json_object *props = json_pair("driver", "throttle");

        group = g_strdup_printf("throttle-%s", filter->group);
        props_text(props, "node-name", name);
        props_text(props, "throttle-group", group);
        props_text(props, "file", node);
        builder_json(builder, "-blockdev", props);
        g_free(node);
        node = name;
    }
    return node;
}

static char *copy_on_read(struct builder *builder, const struct disk *disk, char *node)
{
    struct json_object *props;
    char *name;

    if (disk->copy_on_read != ON)
        return node;
    name = blockdev_node_name(disk->info.alias, "cor");
    props = json_pair("driver", "copy-on-read");
    props_text(props, "node-name", name);
    props_text(props, "file", node);
    props_text(props, "discard", "unmap");
    builder_json(builder, "-blockdev", props);
    g_free(node);
    return name;
}

/* The disk's top node; NULL for an empty drive. */
static char *disk_nodes(struct builder *builder, const struct disk *disk)
{
    struct blockdev blockdev = {
        .alias = disk->info.alias,
        .type = disk->type,
        .format = disk->format,
        .source = &disk->source,
        .auth = disk_auth(disk),
        .encryption = disk_encryption(disk),
        .backing = disk->backing_store,
        .device = disk->device,
        .cache = cache_mode(disk),
        .io = disk->io,
        .discard = disk->discard,
        .detect_zeroes = disk->detect_zeroes,
        .discard_no_unref = disk->discard_no_unref,
        .metadata_cache_max_size = disk->metadata_cache_max_size,
        .read_only = is_read_only(disk),
        .where = disk->info.where,
    };
    char *node;

    if (storage_source_is_empty(disk->type, &disk->source))
        return NULL;
    node = blockdev_add(builder, &blockdev);
    if (node)
        node = copy_on_read(builder, disk, node);
    return node ? throttle_filters(builder, disk, node) : NULL;
}

/* ---- the device ---- */

static void set_iothread(struct builder *builder, struct json_object *props, const struct disk *disk)
{
    if (disk->iothreads && !profile_device_has(builder->profile, "virtio-blk-pci", "iothread-vq-mapping"))
        builder_lacks(builder, disk->info.where, "I/O threads for the queues of virtio-blk (9.0 has them)");
    if (disk->iothread.given)
        props_format(props, "iothread", "iothread%" G_GUINT64_FORMAT, disk->iothread.value);
    device_iothreads(props, "iothread-vq-mapping", disk->iothreads);
}

static struct json_object *virtio_disk(struct builder *builder, const struct disk *disk)
{
    struct json_object *props = virtio_new("virtio-blk", &disk->info, disk->model);

    set_iothread(builder, props, disk);
    props_on_off(props, "ioeventfd", disk->ioeventfd);
    props_on_off(props, "event_idx", disk->event_idx);
    props_number(props, "num-queues", disk->queues);
    props_number(props, "queue-size", disk->queue_size);
    virtio_options(props, &disk->virtio);
    device_address(builder, props, &disk->info);
    return props;
}

static const char *disk_or_cd(const struct disk *disk, const char *hard_disk, const char *cd)
{
    return disk->device == DISK_CDROM ? cd : hard_disk;
}

static struct json_object *ide_disk(struct builder *builder, const struct disk *disk)
{
    struct json_object *props = device_new(disk_or_cd(disk, "ide-hd", "ide-cd"));
    const struct address *address = disk->info.address;

    props_format(props, "bus", "ide.%u", (unsigned)address->bus.value);
    props_number(props, "unit", address->unit);
    return props;
}

/* Each port of a SATA controller is a bus with one device.  q35's own controller calls them ide.N. */
static struct json_object *sata_disk(struct builder *builder, const struct disk *disk)
{
    struct json_object *props = device_new(disk_or_cd(disk, "ide-hd", "ide-cd"));
    const struct address *address = disk->info.address;
    const struct controller *controller = find_controller(builder->domain, CONTROLLER_SATA, address->controller.value);

    if (builder->board == BOARD_Q35 && address->controller.value == 0)
        props_format(props, "bus", "ide.%u", (unsigned)address->unit.value);
    else
        props_format(props, "bus", "%s.%u", controller && controller->info.alias ? controller->info.alias : "sata0",
                     (unsigned)address->unit.value);
    return props;
}

/* Old adapters have a bus of up to 16 targets with no more than LUN 0. */
static bool has_only_targets(enum scsi_model model)
{
    return model == SCSI_LSILOGIC || model == SCSI_BUSLOGIC || model == SCSI_NCR53C90 || model == SCSI_DC390 ||
           model == SCSI_AM53C974;
}

void scsi_place(struct builder *builder, struct json_object *props, const struct device_info *info)
{
    const struct address *address = info->address;
    const struct controller *controller = find_controller(builder->domain, CONTROLLER_SCSI, address->controller.value);

    props_format(props, "bus", "%s.0", controller && controller->info.alias ? controller->info.alias : "scsi0");
    if (controller && has_only_targets(controller->scsi_model)) {
        if (address->target.value)
            builder_wrong(builder, info->where, "SCSI controller %u has no target %u, it takes units only",
                          (unsigned)address->controller.value, (unsigned)address->target.value);
        props_uint(props, "scsi-id", address->unit.value);
        return;
    }
    props_uint(props, "channel", address->bus.value);
    props_uint(props, "scsi-id", address->target.value);
    props_uint(props, "lun", address->unit.value);
}

static struct json_object *scsi_disk(struct builder *builder, const struct disk *disk)
{
    bool lun = disk->device == DISK_LUN;
    struct json_object *props = device_new(lun ? "scsi-block" : disk_or_cd(disk, "scsi-hd", "scsi-cd"));

    scsi_place(builder, props, &disk->info);
    /* What the guest finds as the device's identification; without it QEMU would take the node's name, which
     * is not stable. */
    if (!lun && disk->serial)
        props_text(props, "device_id", disk->serial);
    else if (!lun)
        props_format(props, "device_id", "drive-%s", disk->info.alias);
    return props;
}

static struct json_object *usb_disk(struct builder *builder, const struct disk *disk)
{
    struct json_object *props = device_new("usb-storage");

    if (disk->device != DISK_DISK && disk->device != DISK_CDROM)
        builder_unsupported(builder, disk->info.where, "a %s on USB is not supported",
                            enum_name(&disk_device_names, disk->device));
    device_address(builder, props, &disk->info);
    return props;
}

static struct json_object *floppy(const struct disk *disk)
{
    struct json_object *props = device_new("floppy");

    props_uint(props, "unit", disk->info.address->unit.value);
    return props;
}

static struct json_object *disk_new(struct builder *builder, const struct disk *disk)
{
    if (disk->bus != DISK_BUS_VIRTIO && disk->bus != DISK_BUS_USB && disk->bus != DISK_BUS_SD && !disk->info.address) {
        builder_wrong(builder, disk->info.where, "disk '%s' has no address", disk->target ? disk->target : "");
        return NULL;
    }
    switch (disk->bus) {
    case DISK_BUS_VIRTIO:
        return virtio_disk(builder, disk);
    case DISK_BUS_IDE:
        return ide_disk(builder, disk);
    case DISK_BUS_SATA:
        return sata_disk(builder, disk);
    case DISK_BUS_SCSI:
        return scsi_disk(builder, disk);
    case DISK_BUS_USB:
        return usb_disk(builder, disk);
    case DISK_BUS_FDC:
        return floppy(disk);
    default:
        builder_unsupported(builder, disk->info.where, "disk bus '%s' is not supported",
                            enum_name(&disk_bus_names, disk->bus));
        return NULL;
    }
}

/* ---- what all disks have ---- */

static void world_wide_name(struct json_object *props, const char *wwn)
{
    if (wwn)
        props_uint(props, "wwn", g_ascii_strtoull(wwn, NULL, 16));
}

/* On an error of reading QEMU does the same as on one of writing, if nothing else is said. */
static void error_policies(struct json_object *props, const struct disk *disk)
{
    enum disk_error_policy read = disk->rerror_policy;

    if (!read && disk->error_policy != DISK_ERROR_ENOSPACE)
        read = disk->error_policy;
    if (disk->error_policy && disk->error_policy != DISK_ERROR_DEFAULT)
        props_text(props, "werror",
                   disk->error_policy == DISK_ERROR_ENOSPACE ? "enospc"
                                                             : enum_name(&disk_error_policy_names, disk->error_policy));
    if (read && read != DISK_ERROR_DEFAULT)
        props_text(props, "rerror", enum_name(&disk_error_policy_names, read));
}

/* libvirt puts a backslash before each blank, once meant for a shell; the guest sees it, and a guest that
 * finds its disk by the number has to find it here. */
static void serial_number(struct json_object *props, const char *serial)
{
    g_autoptr(GString) text = NULL;

    if (!serial)
        return;
    text = g_string_new(serial);
    g_string_replace(text, " ", "\\ ", 0);
    props_text(props, "serial", text->str);
}

static void disk_identity(struct json_object *props, const struct disk *disk)
{
    props_number(props, "logical_block_size", disk->logical_block_size);
    props_number(props, "physical_block_size", disk->physical_block_size);
    props_number(props, "discard_granularity", disk->discard_granularity);
    world_wide_name(props, disk->wwn);
    props_number(props, "rotation_rate", disk->rotation_rate);
    props_text(props, "vendor", disk->vendor);
    props_text(props, "product", disk->product);
    if (disk->bus == DISK_BUS_USB)
        props_bool(props, "removable", disk->removable == ON);
    else
        props_true(props, "removable", disk->removable == ON);
    serial_number(props, disk->serial);
    if (disk->cyls.given) {
        props_number(props, "cyls", disk->cyls);
        props_number(props, "heads", disk->heads);
        props_number(props, "secs", disk->secs);
        props_text(props, "bios-chs-trans", enum_name(&geometry_translation_names, disk->translation));
    }
}

static unsigned *boot_fallback(struct builder *builder, const struct disk *disk)
{
    switch (disk->device) {
    case DISK_CDROM:
        return &builder->boot_cdrom;
    case DISK_FLOPPY:
        return NULL;
    default:
        return &builder->boot_disk;
    }
}

static void add_disk_device(struct builder *builder, const struct disk *disk, const char *node)
{
    struct json_object *props = disk_new(builder, disk);

    if (!props)
        return;
    props_true(props, "share-rw", disk->shareable);
    props_text(props, "drive", node);
    props_text(props, "id", disk->info.alias);
    if (disk->bus != DISK_BUS_FDC)
        device_bootindex(props, &disk->info, boot_fallback(builder, disk));
    disk_identity(props, disk);
    if (node && disk->device != DISK_LUN)
        props_text(props, "write-cache", blockdev_write_cache(cache_mode(disk)));
    error_policies(props, disk);
    builder_device(builder, props, disk->info.alias);
}

/* ---- disks that are no block nodes ---- */

static void add_sd_card(struct builder *builder, const struct disk *disk)
{
    GString *list = g_string_new(NULL);

    if (disk->type != STORAGE_FILE && disk->type != STORAGE_BLOCK)
        builder_unsupported(builder, disk->info.where, "an SD card has to be a file or a block device");
    list_text(list, "file", disk->type == STORAGE_BLOCK ? disk->source.dev : disk->source.file);
    list_text(list, "format", disk->format ? enum_name(&storage_format_names, disk->format) : "raw");
    list_text(list, "if", "sd");
    list_format(list, "index", "%d", MAX(disk_target_index(disk->target), 0));
    if (disk->readonly)
        list_bool(list, "readonly", true);
    builder_list(builder, "-drive", list);
}

static void add_vhost_user_disk(struct builder *builder, const struct disk *disk)
{
    struct json_object *props = virtio_new("vhost-user-blk", &disk->info, disk->model);
    g_autofree char *chardev = g_strdup_printf("chr-vu-%s", disk->info.alias);

    chardev_client(builder, chardev, disk->source.vhost_path, disk->source.reconnect);
    props_number(props, "num-queues", disk->queues);
    props_number(props, "queue-size", disk->queue_size);
    virtio_options(props, &disk->virtio);
    device_address(builder, props, &disk->info);
    props_text(props, "chardev", chardev);
    props_text(props, "id", disk->info.alias);
    device_bootindex(props, &disk->info, &builder->boot_disk);
    builder_device(builder, props, disk->info.alias);
}

static void refuse_what_is_not_done(struct builder *builder, const struct disk *disk)
{
    if (disk->transient)
        builder_unsupported(builder, disk->transient->where, "a <transient> disk is not supported yet");
}

static void add_disk(struct builder *builder, const struct disk *disk)
{
    g_autofree char *node = NULL;

    refuse_what_is_not_done(builder, disk);
    if (disk->bus == DISK_BUS_SD) {
        add_sd_card(builder, disk);
        return;
    }
    if (disk->type == STORAGE_VHOSTUSER) {
        add_vhost_user_disk(builder, disk);
        return;
    }
    node = disk_nodes(builder, disk);
    add_disk_device(builder, disk, node);
}

/* ---- the floppy controller ---- */

static unsigned floppy_bootindex(struct builder *builder, const struct disk *disk)
{
    unsigned index;

    if (disk->info.boot_order.given)
        return (unsigned)disk->info.boot_order.value;
    index = builder->boot_floppy;
    builder->boot_floppy = 0;
    return index;
}

/* Boot order is a property of the controller, which a PC has on board and q35 only if it is needed. */
static void add_floppy_controller(struct builder *builder)
{
    const GPtrArray *disks = builder->domain->devices->disks;
    struct json_object *controller = device_new("isa-fdc");
    bool any = false, own = builder->board == BOARD_PC || builder->board == BOARD_ISAPC;

    for (unsigned i = 0; i < disks->len; i++) {
        const struct disk *disk = disks->pdata[i];
        g_autofree char *key = NULL;
        unsigned index;

        if (disk->bus != DISK_BUS_FDC)
            continue;
        any = true;
        index = floppy_bootindex(builder, disk);
        key = g_strdup_printf("bootindex%c", disk->info.address && disk->info.address->unit.value ? 'B' : 'A');
        if (index && own)
            builder_option(builder, "-global", g_strdup_printf("isa-fdc.%s=%u", key, index));
        else if (index)
            props_uint(controller, key, index);
    }
    if (any && !own)
        builder_device(builder, controller, NULL);
    else
        json_object_put(controller);
}

/* ---- throttling ---- */

static void limit(struct json_object *limits, const char *key, struct number value)
{
    props_uint(limits, key, value.given ? value.value : 0);
}

static void add_throttle_group(struct builder *builder, const struct io_limits *from)
{
    struct json_object *props = json_pair("qom-type", "throttle-group"), *limits = json_object_new_object();

    props_format(props, "id", "throttle-%s", from->group_name);
    limit(limits, "bps-total", from->total_bytes_sec);
    limit(limits, "bps-read", from->read_bytes_sec);
    limit(limits, "bps-write", from->write_bytes_sec);
    limit(limits, "iops-total", from->total_iops_sec);
    limit(limits, "iops-read", from->read_iops_sec);
    limit(limits, "iops-write", from->write_iops_sec);
    limit(limits, "bps-total-max", from->total_bytes_sec_max);
    limit(limits, "bps-read-max", from->read_bytes_sec_max);
    limit(limits, "bps-write-max", from->write_bytes_sec_max);
    limit(limits, "iops-total-max", from->total_iops_sec_max);
    limit(limits, "iops-read-max", from->read_iops_sec_max);
    limit(limits, "iops-write-max", from->write_iops_sec_max);
    limit(limits, "iops-size", from->size_iops_sec);
    props_number(limits, "bps-total-max-length", from->total_bytes_sec_max_length);
    props_number(limits, "bps-read-max-length", from->read_bytes_sec_max_length);
    props_number(limits, "bps-write-max-length", from->write_bytes_sec_max_length);
    props_number(limits, "iops-total-max-length", from->total_iops_sec_max_length);
    props_number(limits, "iops-read-max-length", from->read_iops_sec_max_length);
    props_number(limits, "iops-write-max-length", from->write_iops_sec_max_length);
    json_object_object_add(props, "limits", limits);
    builder_json(builder, "-object", props);
}

void builder_throttle_groups(struct builder *builder)
{
    const struct throttlegroups *groups = builder->domain->throttlegroups;

    for (unsigned i = 0; groups && i < groups->groups->len; i++)
        add_throttle_group(builder, &((const struct throttlegroup *)groups->groups->pdata[i])->limits);
}

void builder_disks(struct builder *builder)
{
    const GPtrArray *disks = builder->domain->devices->disks;

    add_floppy_controller(builder);
    for (unsigned i = 0; i < disks->len; i++)
        add_disk(builder, disks->pdata[i]);
}
