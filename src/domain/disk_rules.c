#include "domain/rule_parts.h"

#include <string.h>

static const char *bus_name(const struct disk *disk)
{
    return enum_name(&disk_bus_names, disk->bus);
}

static bool has_medium_that_changes(const struct disk *disk)
{
    return disk->device == DISK_CDROM || disk->device == DISK_FLOPPY;
}

/* ---- <target> ---- */

static void disk_target(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const char *hint = "name disks hda, hdb, … or vda, sda, fda; the 27th is vdaa";

    if (!disk->target)
        return;
    if (disk_target_index(disk->target) < 0) {
        if (!disk->info.address || disk->device == DISK_FLOPPY)
            rule_error(rule, report, disk->info.where, hint, "a disk has the target '%s', which names none",
                       disk->target);
    } else if (g_ascii_isdigit(disk->target[strlen(disk->target) - 1])) {
        rule_error(rule, report, disk->info.where, "leave the number out: the guest makes partitions by itself",
                   "a disk has the target '%s', which is a partition", disk->target);
    }
}

static void disk_target_twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                              struct report *report)
{
    const GPtrArray *disks = domain->devices ? domain->devices->disks : NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (unsigned i = 0; disks && i < disks->len; i++) {
        const struct disk *disk = disks->pdata[i], *other;

        if (!disk->target)
            continue;
        other = g_hash_table_lookup(seen, disk->target);
        if (other)
            rule_error(rule, report, disk->info.where, "give each disk a target of its own",
                       "two disks have the target '%s', the other in line %u", disk->target, other->info.where.line);
        g_hash_table_insert(seen, disk->target, (gpointer)disk);
    }
}

/* What each sort of drive can be plugged into. */
static const uint64_t device_buses[DISK_DEVICE_COUNT] = {
    [DISK_DISK] = BIT(DISK_BUS_IDE) | BIT(DISK_BUS_SCSI) | BIT(DISK_BUS_VIRTIO) | BIT(DISK_BUS_USB) |
                  BIT(DISK_BUS_SATA) | BIT(DISK_BUS_SD),
    [DISK_CDROM] = BIT(DISK_BUS_IDE) | BIT(DISK_BUS_SCSI) | BIT(DISK_BUS_USB) | BIT(DISK_BUS_SATA),
    [DISK_FLOPPY] = BIT(DISK_BUS_FDC),
    [DISK_LUN] = BIT(DISK_BUS_SCSI) | BIT(DISK_BUS_VIRTIO),
};

static void disk_bus(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    enum disk_device sort = disk->device ? disk->device : DISK_DISK;
    g_autofree char *buses = rule_names(&disk_bus_names, device_buses[sort]);

    if (disk->bus && !(device_buses[sort] & BIT(disk->bus)))
        rule_error(rule, report, disk->info.where, NULL, "disk '%s' is a %s on the bus '%s', expected %s", disk->target,
                   enum_name(&disk_device_names, sort), bus_name(disk), buses);
}

static const uint64_t bus_addresses[DISK_BUS_COUNT] = {
    [DISK_BUS_IDE] = BIT(ADDRESS_DRIVE),
    [DISK_BUS_FDC] = BIT(ADDRESS_DRIVE),
    [DISK_BUS_SCSI] = BIT(ADDRESS_DRIVE),
    [DISK_BUS_SATA] = BIT(ADDRESS_DRIVE),
    [DISK_BUS_USB] = BIT(ADDRESS_USB),
    [DISK_BUS_VIRTIO] = BIT(ADDRESS_PCI) | BIT(ADDRESS_CCW) | BIT(ADDRESS_VIRTIO_MMIO) | BIT(ADDRESS_VIRTIO_S390),
};

static void disk_address_type(const struct domain *domain, const void *device, const struct rule *rule,
                              const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const struct address *address = disk->info.address;
    uint64_t fitting = bus_addresses[disk->bus];
    g_autofree char *expected = rule_names(&address_type_names, fitting);

    if (address && fitting && !(fitting & BIT(address->type)))
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "disk '%s' has an address of type '%s', but its bus is '%s', expected %s", disk->target,
                   enum_name(&address_type_names, address->type), bus_name(disk), expected);
}

/* How far the numbers of a drive's address go; the controller's number is not limited.  libvirt takes any, and
 * QEMU then does not start. */
static const struct drive_limits {
    unsigned bus, target, unit;
} drive_limits[DISK_BUS_COUNT] = {
    [DISK_BUS_IDE] = {1, 0, 1},
    [DISK_BUS_FDC] = {0, 0, 1},
    [DISK_BUS_SATA] = {0, 0, 5},
    [DISK_BUS_SCSI] = {0, UINT_MAX, UINT_MAX},
};

static void disk_drive_address(const struct domain *domain, const void *device, const struct rule *rule,
                               const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const struct address *address = disk->info.address;
    const struct drive_limits *most = &drive_limits[disk->bus];

    if (options->purpose != PURPOSE_RUN || !address || address->type != ADDRESS_DRIVE ||
        bus_addresses[disk->bus] != BIT(ADDRESS_DRIVE))
        return;
    const struct {
        const char *name;
        struct number value;
        unsigned most;
    } parts[] = {
        {"bus", address->bus, most->bus},
        {"target", address->target, most->target},
        {"unit", address->unit, most->unit},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].value.given && parts[i].value.value > parts[i].most)
            rule_error(rule, report, address->where, "leave the address out to have one chosen",
                       "the address of disk '%s' has %s='%" G_GUINT64_FORMAT "', expected at most %u on the bus '%s'",
                       disk->target, parts[i].name, parts[i].value.value, parts[i].most, bus_name(disk));
}

/* ---- what only some disks have ---- */

struct disk_ability {
    const char *what;
    bool given;
    bool fits;
    const char *who;
};

static void complain_abilities(const struct disk *disk, const struct disk_ability *abilities, unsigned n,
                               const struct rule *rule, struct report *report)
{
    for (unsigned i = 0; i < n; i++)
        if (abilities[i].given && !abilities[i].fits)
            rule_error(rule, report, disk->info.where, "remove it", "disk '%s' has %s, which is only for %s",
                       disk->target, abilities[i].what, abilities[i].who);
}

static void disk_virtio_only(const struct domain *domain, const void *device, const struct rule *rule,
                             const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const bool fits = disk->bus == DISK_BUS_ABSENT || disk->bus == DISK_BUS_VIRTIO;
    const char *who = "disks on the bus 'virtio'";
    g_autofree char *what = g_strdup_printf("disk '%s'", disk->target);
    const struct disk_ability abilities[] = {
        {"a 'model'", disk->model != 0, fits, who},
        {"'queues' in <driver>", disk->queues.given, fits, who},
        {"'queue_size' in <driver>", disk->queue_size.given, fits, who},
        {"'ioeventfd' in <driver>", disk->ioeventfd != 0, fits, who},
        {"'event_idx' in <driver>", disk->event_idx != 0, fits, who},
        {"'iothread' in <driver>", disk->iothread.given, fits, who},
        {"<iothreads>", disk->iothreads != NULL, fits, who},
    };

    complain_abilities(disk, abilities, G_N_ELEMENTS(abilities), rule, report);
    if (!fits)
        rule_no_virtio_options(rule, report, disk->info.where, &disk->virtio, what);
}

static void disk_ability(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const enum disk_bus bus = disk->bus;
    const bool changes = has_medium_that_changes(disk), is_lun = disk->device == DISK_LUN;
    const bool is_scsi = !bus || bus == DISK_BUS_SCSI, is_ata = bus == DISK_BUS_IDE || bus == DISK_BUS_SATA;
    const struct disk_ability abilities[] = {
        {"<vendor>", disk->vendor != NULL, is_scsi && !is_lun, "SCSI disks of QEMU's own"},
        {"<product>", disk->product != NULL, is_scsi && !is_lun, "SCSI disks of QEMU's own"},
        {"<wwn>", disk->wwn != NULL, (is_scsi || is_ata) && !is_lun, "SCSI, IDE and SATA disks of QEMU's own"},
        {"<serial>", disk->serial != NULL, !is_lun, "disks of QEMU's own; a LUN has its own"},
        {"'rotation_rate' in <target>", disk->rotation_rate.given, is_scsi || is_ata, "SCSI, IDE and SATA disks"},
        {"'removable' in <target>", disk->removable != 0, is_scsi || bus == DISK_BUS_USB, "USB and SCSI disks"},
        {"'tray' in <target>", disk->tray != 0, changes, "CD and floppy drives"},
        {"'rawio'", disk->rawio != 0, is_lun, "device='lun'"},
        {"'sgio'", disk->sgio != 0, is_lun, "device='lun'"},
        {"<reservations>", disk->source.reservations != NULL, is_lun, "device='lun'"},
        {"startupPolicy='requisite'", disk->source.startup_policy == STARTUP_REQUISITE, changes,
         "CD and floppy drives"},
        {"<encryption>", disk->encryption || disk->source.encryption, !is_lun, "disks of QEMU's own"},
        {"'copy_on_read'", disk->copy_on_read == ON, !disk->readonly, "disks that can be written to"},
    };

    complain_abilities(disk, abilities, G_N_ELEMENTS(abilities), rule, report);
}

/* ---- device='lun' ---- */

static void disk_lun(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    bool fits = disk->type == STORAGE_BLOCK || disk->type == STORAGE_VOLUME ||
                (disk->type == STORAGE_NETWORK && disk->source.protocol == STORAGE_ISCSI);

    if (disk->device != DISK_LUN)
        return;
    if (!fits)
        rule_error(rule, report, disk->info.where, "use device='disk'",
                   "disk '%s' has device='lun' and type='%s', expected a block device, a volume or iSCSI", disk->target,
                   enum_name(&storage_type_names, disk->type));
    if (disk->format && disk->format != STORAGE_RAW)
        rule_error(rule, report, disk->info.where, "use type='raw' in <driver>",
                   "disk '%s' has device='lun' and the format '%s', expected raw", disk->target,
                   enum_name(&storage_format_names, disk->format));
}

static void disk_reservations(const struct domain *domain, const void *device, const struct rule *rule,
                              const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const struct reservations *reservations = disk->source.reservations;

    if (!reservations)
        return;
    if (reservations->managed == YES && reservations->socket_path)
        rule_error(rule, report, reservations->where, "remove <source>",
                   "<reservations> has managed='yes' and a <source>, whose path is then chosen");
    if (reservations->managed == NO && !reservations->socket_path)
        rule_error(rule, report, reservations->where, "add <source type='unix' path='…' mode='client'/>",
                   "<reservations> has managed='no', but <source> is missing");
}

/* ---- format ---- */

/* Formats that QEMU does not read, and what to use. */
static const struct {
    enum storage_format format;
    const char *hint;
} unread_formats[] = {
    {STORAGE_FORMAT_NONE, "use type='raw'"},
    {STORAGE_FORMAT_DIR, "use type='dir' at <disk> and type='fat' in <driver>"},
    {STORAGE_ISO, "use type='raw'"},
    {STORAGE_COW, "convert it with 'qemu-img convert'"},
    {STORAGE_VHD, "use type='vpc'"},
};

static void disk_format(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;

    for (unsigned i = 0; i < G_N_ELEMENTS(unread_formats); i++)
        if (disk->format == unread_formats[i].format)
            rule_error(rule, report, disk->info.where, unread_formats[i].hint,
                       "disk '%s' has the format '%s', which QEMU does not read", disk->target,
                       enum_name(&storage_format_names, disk->format));
    if (disk->format == STORAGE_FAT && disk->type != STORAGE_DIR && disk->type != STORAGE_VOLUME)
        rule_error(rule, report, disk->info.where, "use type='dir' at <disk>",
                   "disk '%s' has the format 'fat' and type='%s', expected a folder", disk->target,
                   enum_name(&storage_type_names, disk->type));
    if (disk->type == STORAGE_DIR && disk->format && disk->format != STORAGE_FAT)
        rule_error(rule, report, disk->info.where, "use type='fat' in <driver>",
                   "disk '%s' shows a folder, but has the format '%s', expected fat", disk->target,
                   enum_name(&storage_format_names, disk->format));
    if (disk->format == STORAGE_FAT && !disk->readonly)
        rule_error(rule, report, disk->info.where, "add <readonly/>",
                   "disk '%s' shows a folder, which the guest cannot write to", disk->target);
    if (disk->metadata_cache_max_size.given && disk->format && disk->format != STORAGE_QCOW2)
        rule_error(rule, report, disk->info.where, "remove <metadata_cache>",
                   "disk '%s' has <metadata_cache> and the format '%s', expected qcow2", disk->target,
                   enum_name(&storage_format_names, disk->format));
}

static void disk_shareable(const struct domain *domain, const void *device, const struct rule *rule,
                           const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;

    if (disk->shareable && !disk->readonly && disk->format && disk->format != STORAGE_RAW)
        rule_error(rule, report, disk->info.where, "use a raw image, or remove <shareable/>",
                   "disk '%s' is shareable and has the format '%s': two guests would destroy each other's tables",
                   disk->target, enum_name(&storage_format_names, disk->format));
}

/* ---- texts that the guest sees ---- */

static void disk_text(const struct domain *domain, const void *device, const struct rule *rule,
                      const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const struct {
        const char *name, *value;
        size_t most;
    } texts[] = {
        {"vendor", disk->vendor, 8},
        {"product", disk->product, 16},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        const char *value = texts[i].value;

        if (value && strlen(value) > texts[i].most)
            rule_error(rule, report, disk->info.where, NULL,
                       "<%s> of disk '%s' is '%s' with %zu characters, expected at most %zu", texts[i].name,
                       disk->target, value, strlen(value), texts[i].most);
        for (const char *c = value; c && *c; c++)
            if (!g_ascii_isprint(*c)) {
                rule_error(rule, report, disk->info.where, NULL, "<%s> of disk '%s' has a character that is not ASCII",
                           texts[i].name, disk->target);
                break;
            }
    }
}

static void disk_wwn(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const char *digits = disk->wwn;

    if (!digits)
        return;
    if (g_str_has_prefix(digits, "0x"))
        digits += 2;
    if (strlen(digits) != 16 || strspn(digits, "0123456789abcdefABCDEF") != 16)
        rule_error(rule, report, disk->info.where, NULL, "<wwn> of disk '%s' is '%s', expected 16 hexadecimal digits",
                   disk->target, disk->wwn);
}

/* ---- I/O threads ---- */

static void disk_iothread(const struct domain *domain, const void *device, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;

    if (disk->iothread.given && disk->iothreads)
        rule_error(rule, report, disk->info.where, "keep one of them",
                   "disk '%s' has 'iothread' in <driver> and <iothreads>", disk->target);
    if (disk->iothread.given && !rule_has_iothread(domain, disk->iothread.value))
        rule_error(rule, report, disk->info.where, "raise <iothreads>, or add it to <iothreadids>",
                   "disk '%s' has iothread='%" G_GUINT64_FORMAT "', but the domain has no such I/O thread",
                   disk->target, disk->iothread.value);
    if (disk->iothreads)
        rule_iothreads(domain, disk->iothreads, disk->queues, rule, report);
}

/* ---- <iotune>, <throttlefilters> ---- */

static bool group_exists(const struct domain *domain, const char *name)
{
    const GPtrArray *groups = domain->throttlegroups ? domain->throttlegroups->groups : NULL;

    for (unsigned i = 0; groups && i < groups->len; i++)
        if (g_strcmp0(((const struct throttlegroup *)groups->pdata[i])->limits.group_name, name) == 0)
            return true;
    return false;
}

static void disk_throttle(const struct domain *domain, const void *device, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const struct throttlefilters *filters = disk->throttlefilters;

    if (!filters)
        return;
    if (disk->iotune)
        rule_error(rule, report, filters->where, "keep one of them",
                   "disk '%s' has <throttlefilters> and <iotune>, expected one of them", disk->target);
    for (unsigned i = 0; i < filters->filters->len; i++) {
        const struct throttlefilter *filter = filters->filters->pdata[i];

        if (!group_exists(domain, filter->group))
            rule_error(rule, report, filter->where, "add it to <throttlegroups>",
                       "disk '%s' names the throttle group '%s', which the domain does not have", disk->target,
                       filter->group);
    }
}

static void disk_iotune(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;

    if (disk->iotune)
        rule_io_limits(&disk->iotune->limits, disk->iotune->where, rule, report);
}

/* ---- programs beside QEMU ---- */

static void disk_vhost(const struct domain *domain, const void *device, const struct rule *rule,
                       const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const char *type = enum_name(&storage_type_names, disk->type);

    if (disk->type != STORAGE_VHOSTUSER && disk->type != STORAGE_VHOSTVDPA)
        return;
    if (disk->bus && disk->bus != DISK_BUS_VIRTIO)
        rule_error(rule, report, disk->info.where, "use bus='virtio'",
                   "disk '%s' has type='%s' and the bus '%s', expected virtio", disk->target, type, bus_name(disk));
    if (disk->type == STORAGE_VHOSTUSER && !rule_memory_is_shared(domain))
        rule_error(rule, report, disk->info.where, "add <memoryBacking><access mode='shared'/></memoryBacking>",
                   "disk '%s' has type='vhostuser', which needs memory that another program can map", disk->target);
    if (disk->type == STORAGE_VHOSTUSER && (disk->iotune || disk->throttlefilters || disk->transient ||
                                            disk->readonly || disk->source.encryption || disk->serial))
        rule_error(rule, report, disk->info.where, "remove it; the other program decides",
                   "disk '%s' has type='vhostuser' and one of <iotune>, <throttlefilters>, <transient>, <readonly>, "
                   "<encryption>, <serial>, which QEMU has no say in",
                   disk->target);
}

const struct rule disk_rules[] = {
    {"disk.target", .kind = DEVICE_DISK, .check_device = disk_target},
    {"disk.target-twice", disk_target_twice},
    {"disk.bus", .kind = DEVICE_DISK, .check_device = disk_bus},
    {"disk.address-type", .kind = DEVICE_DISK, .check_device = disk_address_type},
    {"disk.drive-address", .kind = DEVICE_DISK, .check_device = disk_drive_address},
    {"disk.virtio-only", .kind = DEVICE_DISK, .check_device = disk_virtio_only},
    {"disk.ability", .kind = DEVICE_DISK, .check_device = disk_ability},
    {"disk.lun", .kind = DEVICE_DISK, .check_device = disk_lun},
    {"disk.reservations", .kind = DEVICE_DISK, .check_device = disk_reservations},
    {"disk.format", .kind = DEVICE_DISK, .check_device = disk_format},
    {"disk.shareable", .kind = DEVICE_DISK, .check_device = disk_shareable},
    {"disk.text", .kind = DEVICE_DISK, .check_device = disk_text},
    {"disk.wwn", .kind = DEVICE_DISK, .check_device = disk_wwn},
    {"disk.iothread", .kind = DEVICE_DISK, .check_device = disk_iothread},
    {"disk.throttle", .kind = DEVICE_DISK, .check_device = disk_throttle},
    {"disk.iotune", .kind = DEVICE_DISK, .check_device = disk_iotune},
    {"disk.vhost", .kind = DEVICE_DISK, .check_device = disk_vhost},
    {NULL},
};
