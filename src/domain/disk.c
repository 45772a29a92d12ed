#include "domain/disk.h"

#include <string.h>

ENUM_NAMES(
    disk_device,
    DISK_DEVICE_COUNT, [DISK_DISK] = "disk", [DISK_CDROM] = "cdrom", [DISK_FLOPPY] = "floppy", [DISK_LUN] = "lun");
ENUM_NAMES(disk_bus, DISK_BUS_COUNT, [DISK_BUS_IDE] = "ide", [DISK_BUS_FDC] = "fdc", [DISK_BUS_SCSI] = "scsi",
           [DISK_BUS_VIRTIO] = "virtio", [DISK_BUS_XEN] = "xen", [DISK_BUS_USB] = "usb", [DISK_BUS_UML] = "uml",
           [DISK_BUS_SATA] = "sata", [DISK_BUS_SD] = "sd");
ENUM_NAMES(disk_snapshot, DISK_SNAPSHOT_COUNT, [DISK_SNAPSHOT_NO] = "no", [DISK_SNAPSHOT_INTERNAL] = "internal",
           [DISK_SNAPSHOT_EXTERNAL] = "external", [DISK_SNAPSHOT_MANUAL] = "manual");
ENUM_NAMES(sgio, SGIO_COUNT, [SGIO_FILTERED] = "filtered", [SGIO_UNFILTERED] = "unfiltered");
ENUM_NAMES(disk_cache, DISK_CACHE_COUNT, [DISK_CACHE_DEFAULT] = "default", [DISK_CACHE_NONE] = "none",
           [DISK_CACHE_WRITETHROUGH] = "writethrough", [DISK_CACHE_WRITEBACK] = "writeback",
           [DISK_CACHE_DIRECTSYNC] = "directsync", [DISK_CACHE_UNSAFE] = "unsafe");
ENUM_NAMES(disk_error_policy, DISK_ERROR_POLICY_COUNT, [DISK_ERROR_DEFAULT] = "default", [DISK_ERROR_STOP] = "stop",
           [DISK_ERROR_REPORT] = "report", [DISK_ERROR_IGNORE] = "ignore", [DISK_ERROR_ENOSPACE] = "enospace");
ENUM_NAMES(disk_io,
           DISK_IO_COUNT, [DISK_IO_NATIVE] = "native", [DISK_IO_THREADS] = "threads", [DISK_IO_URING] = "io_uring");
ENUM_NAMES(disk_discard, DISK_DISCARD_COUNT, [DISK_DISCARD_UNMAP] = "unmap", [DISK_DISCARD_IGNORE] = "ignore");
ENUM_NAMES(disk_detect_zeroes, DISK_DETECT_ZEROES_COUNT, [DISK_DETECT_ZEROES_OFF] = "off",
           [DISK_DETECT_ZEROES_ON] = "on", [DISK_DETECT_ZEROES_UNMAP] = "unmap");
ENUM_NAMES(disk_tray, DISK_TRAY_COUNT, [DISK_TRAY_CLOSED] = "closed", [DISK_TRAY_OPEN] = "open");
ENUM_NAMES(geometry_translation,
           GEOMETRY_TRANSLATION_COUNT, [GEOMETRY_AUTO] = "auto", [GEOMETRY_NONE] = "none", [GEOMETRY_LBA] = "lba");
ENUM_NAMES(mirror_job, MIRROR_JOB_COUNT, [MIRROR_COPY] = "copy", [MIRROR_ACTIVE_COMMIT] = "active-commit");
ENUM_NAMES(mirror_ready, MIRROR_READY_COUNT, [MIRROR_YES] = "yes", [MIRROR_ABORT] = "abort", [MIRROR_PIVOT] = "pivot");

/* ---- <driver> ---- */

static const struct field disk_cache_fields[] = {
    TEXT(size, "max_size", struct disk, metadata_cache_max_size, HOST_ONLY, .unit = 1, .unit_name = "bytes",
         .doc = "The most memory of the cache."),
};
static ELEMENT(disk_metadata_cache_element, "disk-metadata-cache", struct disk, disk_cache_fields,
               "The cache of qcow2's tables.");

static const struct field disk_driver_fields[] = {
    ATTR(string, "name", struct disk, driver_name, HOST_ONLY, .doc = "'qemu', the only one."),
    ATTR_ENUM("type", struct disk, format, storage_format, HOST_ONLY,
              .doc = "The format of the image; 'raw' if not given."),
    ATTR_ENUM("cache", struct disk, cache, disk_cache, HOST_ONLY, .doc = "How the host's page cache is used."),
    ATTR_ENUM("error_policy", struct disk, error_policy, disk_error_policy, HOST_ONLY,
              .doc = "What a write error leads to; read errors too if rerror_policy is not given."),
    ATTR_ENUM("rerror_policy", struct disk, rerror_policy, disk_error_policy, HOST_ONLY,
              .doc = "What a read error leads to."),
    ATTR_ENUM("io", struct disk, io, disk_io, HOST_ONLY, .doc = "How the host does asynchronous I/O."),
    ATTR_ENUM("ioeventfd", struct disk, ioeventfd, on_off, HOST_ONLY,
              .doc = "Whether requests are handled outside of the vCPU."),
    ATTR_ENUM("event_idx", struct disk, event_idx, on_off, GUEST_ABI,
              .doc = "Whether guest and host tell each other less often."),
    ATTR_ENUM("copy_on_read", struct disk, copy_on_read, on_off, HOST_ONLY,
              .doc = "Whether what is read from a backing file is kept in the image."),
    ATTR_ENUM("discard", struct disk, discard, disk_discard, GUEST_ABI,
              .doc = "What happens with blocks the guest discards."),
    ATTR(uint, "iothread", struct disk, iothread, HOST_ONLY, .min = 1, .max = G_MAXUINT32,
         .doc = "The I/O thread that serves the disk."),
    ATTR_ENUM("detect_zeroes", struct disk, detect_zeroes, disk_detect_zeroes, HOST_ONLY,
              .doc = "Whether written zeroes are found and left out of the image."),
    ATTR_ENUM("discard_no_unref", struct disk, discard_no_unref, on_off, HOST_ONLY,
              .doc = "Whether discarded clusters of qcow2 keep their place, against fragmentation."),
    ATTR(uint, "queues", struct disk, queues, GUEST_ABI, .min = 1, .max = G_MAXUINT32,
         .doc = "The number of virtqueues."),
    ATTR(uint, "queue_size", struct disk, queue_size, GUEST_ABI, .min = 1, .max = G_MAXUINT32,
         .doc = "The requests that a virtqueue holds."),
    VIRTIO_OPTIONS(struct disk, virtio),
    CHILD("iothreads", struct disk, iothreads, device_iothreads, HOST_ONLY,
          .doc = "The I/O threads that serve the disk together."),
    INLINE("metadata_cache", disk_metadata_cache, 0, .doc = "The cache of qcow2's tables."),
};
static ELEMENT(disk_driver_element, "disk-driver", struct disk, disk_driver_fields, "How QEMU handles the disk.");

/* ---- <mirror> ---- */

static const struct field mirror_cache_fields[] = {
    TEXT(size, "max_size", struct disk_mirror, metadata_cache_max_size, HOST_ONLY, .unit = 1, .unit_name = "bytes",
         .doc = "The most memory of the cache."),
};
static ELEMENT(mirror_cache_element, "mirror-metadata-cache", struct disk_mirror, mirror_cache_fields,
               "The cache of qcow2's tables.");

static const struct field mirror_format_fields[] = {
    ATTR_ENUM("type", struct disk_mirror, format, storage_format, HOST_ONLY | REQUIRED, .doc = "The format."),
    INLINE("metadata_cache", mirror_cache, 0, .doc = "The cache of qcow2's tables."),
};
static ELEMENT(mirror_format_element, "mirror-format", struct disk_mirror, mirror_format_fields,
               "The format of the copy.");

static const struct field disk_mirror_fields[] = {
    ATTR_ENUM("type", struct disk_mirror, type, storage_type, HOST_ONLY | DISCRIMINANT,
              .doc = "What sort of target it is."),
    ATTR(path, "file", struct disk_mirror, old_file, HOST_ONLY, .doc = "An older way to name a target that is a file."),
    ATTR_ENUM("format", struct disk_mirror, old_format, storage_format, HOST_ONLY,
              .doc = "An older way to give the format."),
    ATTR_ENUM("job", struct disk_mirror, job, mirror_job, HOST_ONLY,
              .doc = "The job that copies; 'copy' if not given."),
    ATTR_ENUM("ready", struct disk_mirror, ready, mirror_ready, HOST_ONLY, .doc = "How far the job is."),
    INLINE("format", mirror_format, 0, .doc = "The format of the copy."),
    EMBED("source", struct disk_mirror, source, storage_source, 0, .doc = "Where the copy goes."),
    CHILD("backingStore", struct disk_mirror, backing_store, backing_store, HOST_ONLY,
          .doc = "What is read where the copy has nothing."),
};
static ELEMENT(disk_mirror_element, "disk-mirror", struct disk_mirror, disk_mirror_fields,
               "A copy of the disk that is being made.");

/* ---- smaller children ---- */

static const struct field backenddomain_fields[] = {
    ATTR(string, "name", struct disk, backenddomain, HOST_ONLY | REQUIRED, .doc = "The domain."),
};
static ELEMENT(disk_backenddomain_element, "disk-backenddomain", struct disk, backenddomain_fields,
               "The Xen domain that has the disk.");

static const struct field geometry_fields[] = {
    ATTR(uint, "cyls", struct disk, cyls, GUEST_ABI | REQUIRED, .max = G_MAXUINT32, .doc = "Cylinders."),
    ATTR(uint, "heads", struct disk, heads, GUEST_ABI | REQUIRED, .max = G_MAXUINT32, .doc = "Heads."),
    ATTR(uint, "secs", struct disk, secs, GUEST_ABI | REQUIRED, .max = G_MAXUINT32, .doc = "Sectors of a track."),
    ATTR_ENUM("trans", struct disk, translation, geometry_translation, GUEST_ABI, .doc = "How the BIOS translates it."),
};
static ELEMENT(geometry_element, "disk-geometry", struct disk, geometry_fields, "The geometry that the guest is told.");

static const struct field blockio_fields[] = {
    ATTR(uint, "logical_block_size", struct disk, logical_block_size, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The smallest amount that can be read or written, in bytes."),
    ATTR(uint, "physical_block_size", struct disk, physical_block_size, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The smallest amount that can be written without reading first, in bytes."),
    ATTR(uint, "discard_granularity", struct disk, discard_granularity, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The smallest amount that can be discarded, in bytes."),
};
static ELEMENT(blockio_element, "disk-blockio", struct disk, blockio_fields, "The block sizes that the guest is told.");

static const struct field disk_target_fields[] = {
    ATTR(string, "dev", struct disk, target, GUEST_ABI | REQUIRED,
         .doc = "The disk's name and number, such as vda; the guest may see another name."),
    ATTR_ENUM("bus", struct disk, bus, disk_bus, GUEST_ABI,
              .doc = "What the disk is plugged into; guessed from the name if not given."),
    ATTR_ENUM("tray", struct disk, tray, disk_tray, HOST_ONLY,
              .doc = "Whether the tray of a CD or floppy drive is open."),
    ATTR_ENUM("removable", struct disk, removable, on_off, GUEST_ABI,
              .doc = "Whether a USB disk says that it is removable."),
    ATTR(uint, "rotation_rate", struct disk, rotation_rate, GUEST_ABI, .min = 1, .max = G_MAXUINT32,
         .doc = "Rotations a minute; 1 for a disk that does not rotate."),
};
static ELEMENT(disk_target_element, "disk-target", struct disk, disk_target_fields, "Where the guest finds the disk.");

static const struct field disk_transient_fields[] = {
    ATTR_ENUM("shareBacking", struct disk_transient, share_backing, yes_no, HOST_ONLY,
              .doc = "Whether several domains may use the same image in this way."),
};
static ELEMENT(disk_transient_element, "disk-transient", struct disk_transient, disk_transient_fields,
               "What the guest writes is thrown away when it ends.");

/* ---- <disk> ---- */

static const struct field disk_fields[] = {
    ATTR_ENUM("type", struct disk, type, storage_type, DISCRIMINANT | HOST_ONLY, .initial = STORAGE_FILE,
              .doc = "What sort of source it has."),
    ATTR_ENUM("device", struct disk, device, disk_device, GUEST_ABI,
              .doc = "What the guest sees; a 'disk' if not given."),
    ATTR_ENUM("model", struct disk, model, virtio_model, GUEST_ABI, .doc = "The form of a virtio disk."),
    ATTR_ENUM("rawio", struct disk, rawio, yes_no, HOST_ONLY, .doc = "Whether QEMU may send a LUN any SCSI command."),
    ATTR_ENUM("sgio", struct disk, sgio, sgio, HOST_ONLY,
              .doc = "Whether the kernel filters the SCSI commands of a LUN."),
    ATTR_ENUM("snapshot", struct disk, snapshot, disk_snapshot, HOST_ONLY,
              .doc = "How snapshots of the disk are made."),
    INLINE("driver", disk_driver, 0, .doc = "How QEMU handles the disk."),
    CHILD("auth", struct disk, auth, storage_auth, HOST_ONLY,
          .doc = "Who asks the server; better a child of <source>."),
    EMBED("source", struct disk, source, storage_source, 0,
          .doc = "Where the bytes come from; none for an empty drive."),
    CHILD("backingStore", struct disk, backing_store, backing_store, HOST_ONLY,
          .doc = "What is read where the image has nothing; found out by looking if not given."),
    INLINE("backenddomain", disk_backenddomain, 0, .doc = "The Xen domain that has the disk."),
    INLINE("geometry", geometry, 0, .doc = "The geometry that the guest is told."),
    INLINE("blockio", blockio, 0, .doc = "The block sizes that the guest is told."),
    CHILD("mirror", struct disk, mirror, disk_mirror, NOT_KEPT, .doc = "A copy of the disk that is being made."),
    INLINE("target", disk_target, REQUIRED, .doc = "Where the guest finds the disk."),
    CHILD("iotune", struct disk, iotune, iotune, HOST_ONLY, .doc = "Limits on the disk's traffic."),
    CHILD("throttlefilters", struct disk, throttlefilters, throttlefilters, HOST_ONLY,
          .doc = "Groups of limits that hold for the disk."),
    TEXT(flag, "readonly", struct disk, readonly, GUEST_ABI, .doc = "The guest cannot write to it."),
    TEXT(flag, "shareable", struct disk, shareable, HOST_ONLY,
         .doc = "Several guests may write to it at the same time."),
    CHILD("transient", struct disk, transient, disk_transient, HOST_ONLY,
          .doc = "What the guest writes is thrown away when it ends."),
    TEXT(string, "serial", struct disk, serial, GUEST_ABI | EMPTY_OK, .doc = "The disk's serial number."),
    TEXT(string, "wwn", struct disk, wwn, GUEST_ABI, .doc = "The disk's world wide name, 16 hexadecimal digits."),
    TEXT(string, "vendor", struct disk, vendor, GUEST_ABI, .doc = "The vendor of a SCSI disk, up to 8 characters."),
    TEXT(string, "product", struct disk, product, GUEST_ABI,
         .doc = "The product name of a SCSI disk, up to 16 characters."),
    CHILD("encryption", struct disk, encryption, storage_encryption, HOST_ONLY,
          .doc = "How the data is encrypted; better a child of <source>."),
    DEVICE_BOOT(struct disk),
    DEVICE_ALIAS(struct disk),
    DEVICE_ACPI(struct disk),
    DEVICE_ADDRESS(struct disk),
};
ELEMENT(disk_element, "disk", struct disk, disk_fields,
        "A hard disk, a CD or floppy drive, or a SCSI LUN of the host.");

const struct storage_auth *disk_auth(const struct disk *disk)
{
    return disk->source.auth ? disk->source.auth : disk->auth;
}

const struct storage_encryption *disk_encryption(const struct disk *disk)
{
    return disk->source.encryption ? disk->source.encryption : disk->encryption;
}

int disk_target_index(const char *target)
{
    static const char *const prefixes[] = {"fd", "hd", "vd", "sd", "xvd", "ubd"};
    const char *letters = NULL;
    int index = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(prefixes) && !letters; i++)
        if (target && g_str_has_prefix(target, prefixes[i]))
            letters = target + strlen(prefixes[i]);
    if (!letters || !*letters)
        return -1;
    for (; g_ascii_islower(*letters); letters++) {
        if (index > 100000)
            return -1;
        index = index * 26 + (*letters - 'a') + 1;
    }
    /* what follows is a partition, which only says something to the user */
    return letters[strspn(letters, "0123456789")] == '\0' ? index - 1 : -1;
}
