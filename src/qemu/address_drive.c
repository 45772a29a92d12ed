#include "qemu/address_places.h"

#include "qemu/address_parts.h"

/* How many disks a controller of each kind has, and how many of them on one bus. */
static const struct {
    enum disk_bus bus;
    unsigned of_controller, of_bus;
} layouts[] = {
    {DISK_BUS_SCSI, 7, 7}, /* the eighth is the controller itself */
    {DISK_BUS_IDE, 4, 2},
    {DISK_BUS_SATA, 6, 6},
    {DISK_BUS_FDC, 2, 2},
};

enum { SCSI_UNITS = 7 };

static uint64_t drive_place(enum disk_bus bus, const struct address *address)
{
    return (uint64_t)bus << 60 | (address->controller.value & 0xffff) << 44 | (address->bus.value & 0xfff) << 32 |
           (address->target.value & 0xffff) << 16 | (address->unit.value & 0xffff);
}

/* The target's letters say the number of the disk, and that its place. */
static void place_disk(struct disk *disk)
{
    int index = disk_target_index(disk->target);

    for (unsigned i = 0; i < G_N_ELEMENTS(layouts) && index >= 0; i++) {
        unsigned rest = (unsigned)index % layouts[i].of_controller;
        struct address *address;

        if (layouts[i].bus != disk->bus)
            continue;
        address = address_make(&disk->info, ADDRESS_DRIVE);
        address->controller = number((unsigned)index / layouts[i].of_controller);
        address->bus = number(rest / layouts[i].of_bus);
        address->target = number(0);
        address->unit = number(rest % layouts[i].of_bus);
    }
}

/* Numbers that a drive address leaves out are 0. */
static void complete(struct address *address)
{
    address->controller.given = address->bus.given = address->target.given = address->unit.given = true;
}

static void claim(struct places *places, enum disk_bus bus, enum device_kind kind, const struct device_info *device,
                  struct report *report)
{
    struct address *address = device->address;
    g_autofree char *what =
        g_strdup_printf("drive address controller %u, bus %u, target %u, unit %u", (unsigned)address->controller.value,
                        (unsigned)address->bus.value, (unsigned)address->target.value, (unsigned)address->unit.value);

    complete(address);
    places_claim(places, drive_place(bus, address), kind, device, "address.drive", what, report);
}

/* The first free unit of the first controller that has one. */
static void place_hostdev(struct places *places, struct hostdev *hostdev)
{
    struct address *address = address_make(&hostdev->info, ADDRESS_DRIVE);

    address->bus = number(0);
    address->target = number(0);
    for (unsigned i = 0;; i++) {
        address->controller = number(i / SCSI_UNITS);
        address->unit = number(i % SCSI_UNITS);
        if (!places_taken(places, drive_place(DISK_BUS_SCSI, address)))
            break;
    }
    places_take(places, drive_place(DISK_BUS_SCSI, address), DEVICE_HOSTDEV, &hostdev->info);
}

static void each_hostdev(struct devices *devices, struct places *places, bool given, struct report *report)
{
    for (unsigned i = 0; i < devices->hostdevs->len; i++) {
        struct hostdev *hostdev = devices->hostdevs->pdata[i];

        if (hostdev->type != HOSTDEV_SCSI)
            continue;
        if (given && address_is(&hostdev->info, ADDRESS_DRIVE))
            claim(places, DISK_BUS_SCSI, DEVICE_HOSTDEV, &hostdev->info, report);
        else if (!given && !hostdev->info.address)
            place_hostdev(places, hostdev);
    }
}

void address_drives(struct devices *devices, struct report *report)
{
    g_autoptr(places_t) places = places_new();

    for (unsigned i = 0; i < devices->disks->len; i++) {
        struct disk *disk = devices->disks->pdata[i];

        if (!disk->info.address)
            place_disk(disk);
        if (address_is(&disk->info, ADDRESS_DRIVE))
            claim(places, disk->bus, DEVICE_DISK, &disk->info, report);
    }
    each_hostdev(devices, places, true, report);
    each_hostdev(devices, places, false, report);
}
