/* domain/disk.h - hard disks, CD and floppy drives, passed-through LUNs: <disk>. */
#pragma once

#include "domain/storage.h"
#include "domain/throttle.h"

enum disk_device { DISK_DEVICE_ABSENT, DISK_DISK, DISK_CDROM, DISK_FLOPPY, DISK_LUN, DISK_DEVICE_COUNT };
extern const struct enum_names disk_device_names;

enum disk_bus {
    DISK_BUS_ABSENT,
    DISK_BUS_IDE,
    DISK_BUS_FDC,
    DISK_BUS_SCSI,
    DISK_BUS_VIRTIO,
    DISK_BUS_XEN,
    DISK_BUS_USB,
    DISK_BUS_UML,
    DISK_BUS_SATA,
    DISK_BUS_SD,
    DISK_BUS_COUNT,
};
extern const struct enum_names disk_bus_names;

enum disk_snapshot {
    DISK_SNAPSHOT_ABSENT,
    DISK_SNAPSHOT_NO,
    DISK_SNAPSHOT_INTERNAL,
    DISK_SNAPSHOT_EXTERNAL,
    DISK_SNAPSHOT_MANUAL,
    DISK_SNAPSHOT_COUNT,
};
extern const struct enum_names disk_snapshot_names;

enum sgio { SGIO_ABSENT, SGIO_FILTERED, SGIO_UNFILTERED, SGIO_COUNT };
extern const struct enum_names sgio_names;

enum disk_cache {
    DISK_CACHE_ABSENT,
    DISK_CACHE_DEFAULT,
    DISK_CACHE_NONE,
    DISK_CACHE_WRITETHROUGH,
    DISK_CACHE_WRITEBACK,
    DISK_CACHE_DIRECTSYNC,
    DISK_CACHE_UNSAFE,
    DISK_CACHE_COUNT,
};
extern const struct enum_names disk_cache_names;

enum disk_error_policy {
    DISK_ERROR_POLICY_ABSENT,
    DISK_ERROR_DEFAULT,
    DISK_ERROR_STOP,
    DISK_ERROR_REPORT,
    DISK_ERROR_IGNORE,
    DISK_ERROR_ENOSPACE, /* write errors only */
    DISK_ERROR_POLICY_COUNT,
};
extern const struct enum_names disk_error_policy_names;

enum disk_io { DISK_IO_ABSENT, DISK_IO_NATIVE, DISK_IO_THREADS, DISK_IO_URING, DISK_IO_COUNT };
extern const struct enum_names disk_io_names;

enum disk_discard { DISK_DISCARD_ABSENT, DISK_DISCARD_UNMAP, DISK_DISCARD_IGNORE, DISK_DISCARD_COUNT };
extern const struct enum_names disk_discard_names;

enum disk_detect_zeroes {
    DISK_DETECT_ZEROES_ABSENT,
    DISK_DETECT_ZEROES_OFF,
    DISK_DETECT_ZEROES_ON,
    DISK_DETECT_ZEROES_UNMAP,
    DISK_DETECT_ZEROES_COUNT,
};
extern const struct enum_names disk_detect_zeroes_names;

enum disk_tray { DISK_TRAY_ABSENT, DISK_TRAY_CLOSED, DISK_TRAY_OPEN, DISK_TRAY_COUNT };
extern const struct enum_names disk_tray_names;

enum geometry_translation {
    GEOMETRY_TRANSLATION_ABSENT,
    GEOMETRY_AUTO,
    GEOMETRY_NONE,
    GEOMETRY_LBA,
    GEOMETRY_TRANSLATION_COUNT,
};
extern const struct enum_names geometry_translation_names;

enum mirror_job { MIRROR_JOB_ABSENT, MIRROR_COPY, MIRROR_ACTIVE_COMMIT, MIRROR_JOB_COUNT };
extern const struct enum_names mirror_job_names;

enum mirror_ready { MIRROR_READY_ABSENT, MIRROR_YES, MIRROR_ABORT, MIRROR_PIVOT, MIRROR_READY_COUNT };
extern const struct enum_names mirror_ready_names;

/* A copy that is being made. */
struct disk_mirror {
    struct place where;
    enum storage_type type;
    enum mirror_job job;
    enum mirror_ready ready;
    char *old_file; /* "file" and "format" as attributes: the old way to say a file */
    enum storage_format old_format;
    enum storage_format format;
    struct number metadata_cache_max_size; /* bytes */
    struct storage_source source;
    struct backing_store *backing_store;
};

/* Writes are thrown away at the end. */
struct disk_transient {
    struct place where;
    enum yes_no share_backing;
};

struct disk {
    struct device_info info;
    enum storage_type type;
    enum disk_device device;
    enum virtio_model model;
    enum yes_no rawio;
    enum sgio sgio;
    enum disk_snapshot snapshot;

    /* <driver> */
    char *driver_name;
    enum storage_format format;
    enum disk_cache cache;
    enum disk_error_policy error_policy, rerror_policy;
    enum disk_io io;
    enum on_off ioeventfd, event_idx, copy_on_read, discard_no_unref;
    enum disk_discard discard;
    enum disk_detect_zeroes detect_zeroes;
    struct number iothread, queues, queue_size;
    struct virtio_options virtio;
    struct device_iothreads *iothreads;
    struct number metadata_cache_max_size; /* bytes */

    struct storage_source source;
    struct storage_auth *auth;             /* given beside <source>, not in it; see disk_auth() */
    struct storage_encryption *encryption; /* likewise; see disk_encryption() */
    struct backing_store *backing_store;
    struct disk_mirror *mirror;
    char *backenddomain; /* Xen */

    struct number cyls, heads, secs; /* <geometry> */
    enum geometry_translation translation;
    struct number logical_block_size, physical_block_size, discard_granularity; /* <blockio>, bytes */

    /* <target> */
    char *target; /* "vda" */
    enum disk_bus bus;
    enum disk_tray tray;
    enum on_off removable;
    struct number rotation_rate;

    struct iotune *iotune;
    struct throttlefilters *throttlefilters;
    bool readonly, shareable;
    struct disk_transient *transient;
    char *serial, *wwn, *vendor, *product;
};
extern const struct element disk_element;

/* The way in to a networked source and its key, wherever the document gives them; NULL if it does not. */
const struct storage_auth *disk_auth(const struct disk *disk);
const struct storage_encryption *disk_encryption(const struct disk *disk);

/* Which disk of its bus a target names: "vda" is 0, "sdab" 27; -1 if it is no such name. */
int disk_target_index(const char *target);
