#include "qemu/defaults_parts.h"

#include "xml/own.h"

#include <string.h>

/* What the first letters of a target say of the bus. */
static const struct {
    const char *prefix;
    enum disk_bus bus;
} target_buses[] = {
    {"fd", DISK_BUS_FDC},    {"hd", DISK_BUS_IDE},  {"sd", DISK_BUS_SCSI},
    {"vd", DISK_BUS_VIRTIO}, {"xvd", DISK_BUS_XEN}, {"ubd", DISK_BUS_UML},
};

static enum disk_bus bus_of_target(const char *target)
{
    for (unsigned i = 0; target && i < G_N_ELEMENTS(target_buses); i++)
        if (g_str_has_prefix(target, target_buses[i].prefix))
            return target_buses[i].bus;
    return DISK_BUS_ABSENT;
}

static void bus(struct disk *disk)
{
    if (!disk->bus && disk->device == DISK_FLOPPY)
        disk->bus = DISK_BUS_FDC;
    if (!disk->bus)
        disk->bus = bus_of_target(disk->target);
}

static void drop_skipped_labels(GPtrArray *labels)
{
    for (unsigned i = labels->len; i-- > 0;) {
        struct device_seclabel *label = labels->pdata[i];

        if (label->labelskip == YES) {
            g_ptr_array_remove_index(labels, i);
            element_free(&device_seclabel_element, label);
        }
    }
}

/* Only a running domain has them: where a copy stands, which file of the chain has which number. */
static void drop_running_state(struct disk *disk)
{
    disk->source.index = (struct number){0};
    drop_skipped_labels(disk->source.seclabels);
    for (struct backing_store *backing = disk->backing_store; backing; backing = backing->backing_store)
        backing->index = (struct number){0};
    element_clear(&disk_element, disk, "mirror");
    if (disk->tray == DISK_TRAY_CLOSED)
        disk->tray = DISK_TRAY_ABSENT;
}

static void encryption(struct storage_encryption *encryption)
{
    if (encryption && !encryption->engine)
        encryption->engine = ENCRYPTION_QEMU;
}

char *defaults_iscsi_name(char *name)
{
    char *lun = name && !strchr(name, '/') ? g_strconcat(name, "/0", NULL) : NULL;

    if (!lun)
        return name;
    g_free(name);
    return lun;
}

static void source(struct disk *disk)
{
    if (disk->device == DISK_CDROM && disk->type == STORAGE_NETWORK && !disk->source.protocol)
        disk->type = STORAGE_FILE; /* an empty drive */
    if (disk->type == STORAGE_NETWORK && disk->source.protocol == STORAGE_ISCSI)
        disk->source.name = defaults_iscsi_name(disk->source.name);
}

static void one_disk(struct disk *disk)
{
    if (!disk->device)
        disk->device = DISK_DISK;
    if (!disk->type)
        disk->type = STORAGE_FILE;
    bus(disk);
    source(disk);
    if (!disk->driver_name)
        disk->driver_name = g_strdup("qemu");
    if (!disk->format && disk->type != STORAGE_VOLUME) /* a volume's pool knows its format */
        disk->format = STORAGE_RAW;
    if (disk->device == DISK_CDROM)
        disk->readonly = true;
    if (disk->type == STORAGE_VHOSTUSER && !disk->snapshot)
        disk->snapshot = DISK_SNAPSHOT_NO;
    encryption(disk->encryption);
    encryption(disk->source.encryption);
    drop_running_state(disk);
}

/* Disks stand bus by bus in the order of these buses' first disks, on a bus by target. */
static void insert(GPtrArray *list, struct disk *disk)
{
    unsigned at = list->len;
    bool bus_seen = false;

    for (unsigned i = list->len; i-- > 0;) {
        const struct disk *other = list->pdata[i];

        if (other->bus != disk->bus)
            continue;
        if (disk_target_index(disk->target) >= disk_target_index(other->target)) {
            at = bus_seen ? at : i + 1;
            break;
        }
        at = i;
        bus_seen = true;
    }
    g_ptr_array_insert(list, (gint)at, disk);
}

void defaults_disks(struct devices *devices)
{
    g_autoptr(GPtrArray) given = g_ptr_array_copy(devices->disks, NULL, NULL);

    g_ptr_array_set_size(devices->disks, 0);
    for (unsigned i = 0; i < given->len; i++) {
        one_disk(given->pdata[i]);
        insert(devices->disks, given->pdata[i]);
    }
}
