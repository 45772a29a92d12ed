/* domain/filesystem.h - folders of the host that the guest mounts: <filesystem>. */
#pragma once

#include "domain/storage.h"

enum filesystem_type {
    FILESYSTEM_TYPE_ABSENT,
    FILESYSTEM_MOUNT,
    FILESYSTEM_BLOCK,
    FILESYSTEM_FILE,
    FILESYSTEM_TEMPLATE,
    FILESYSTEM_RAM,
    FILESYSTEM_BIND,
    FILESYSTEM_VOLUME,
    FILESYSTEM_TYPE_COUNT,
};
extern const struct enum_names filesystem_type_names;

enum filesystem_driver {
    FILESYSTEM_DRIVER_ABSENT,
    FILESYSTEM_PATH,
    FILESYSTEM_HANDLE,
    FILESYSTEM_LOOP,
    FILESYSTEM_NBD,
    FILESYSTEM_PLOOP,
    FILESYSTEM_VIRTIOFS,
    FILESYSTEM_MTP,
    FILESYSTEM_DRIVER_COUNT,
};
extern const struct enum_names filesystem_driver_names;

enum filesystem_access {
    FILESYSTEM_ACCESS_ABSENT,
    FILESYSTEM_PASSTHROUGH,
    FILESYSTEM_MAPPED,
    FILESYSTEM_SQUASH,
    FILESYSTEM_ACCESS_COUNT,
};
extern const struct enum_names filesystem_access_names;

enum filesystem_multidevs {
    FILESYSTEM_MULTIDEVS_ABSENT,
    FILESYSTEM_MULTIDEVS_DEFAULT,
    FILESYSTEM_MULTIDEVS_REMAP,
    FILESYSTEM_MULTIDEVS_FORBID,
    FILESYSTEM_MULTIDEVS_WARN,
    FILESYSTEM_MULTIDEVS_COUNT,
};
extern const struct enum_names filesystem_multidevs_names;

enum filesystem_wrpolicy { FILESYSTEM_WRPOLICY_ABSENT, FILESYSTEM_IMMEDIATE, FILESYSTEM_WRPOLICY_COUNT };
extern const struct enum_names filesystem_wrpolicy_names;

enum filesystem_cache {
    FILESYSTEM_CACHE_ABSENT,
    FILESYSTEM_CACHE_NONE,
    FILESYSTEM_CACHE_ALWAYS,
    FILESYSTEM_CACHE_COUNT,
};
extern const struct enum_names filesystem_cache_names;

enum filesystem_sandbox {
    FILESYSTEM_SANDBOX_ABSENT,
    FILESYSTEM_NAMESPACE,
    FILESYSTEM_CHROOT,
    FILESYSTEM_SANDBOX_COUNT,
};
extern const struct enum_names filesystem_sandbox_names;

struct filesystem_id_range {
    struct place where;
    struct number start, target, count;
};

/* Which of the host's users and groups stand for the guest's. */
struct filesystem_idmap {
    struct place where;
    GPtrArray *uids, *gids; /* struct filesystem_id_range * */
};

/* The virtiofs daemon and its options. */
struct filesystem_binary {
    struct place where;
    char *path;
    enum on_off xattr;
    enum filesystem_cache cache;
    enum on_off posix_lock, flock;
    enum filesystem_sandbox sandbox;
    struct number thread_pool_size, openfiles_max;
};

struct filesystem {
    struct device_info info;
    enum filesystem_type type;
    enum virtio_model model;
    enum filesystem_access access;
    enum filesystem_multidevs multidevs;
    struct number fmode, dmode;

    /* <driver> */
    enum filesystem_driver driver;
    enum storage_format format;
    enum filesystem_wrpolicy wrpolicy;
    struct number queue_size;
    struct virtio_options virtio;
    struct filesystem_binary *binary;
    struct filesystem_idmap *idmap;

    /* <source> */
    char *dir, *file, *dev, *name, *socket;
    char *pool, *volume;
    struct number usage; /* ram */
    char *usage_units;

    char *target;
    bool readonly;
    struct number space_hard_limit, space_soft_limit; /* bytes */
};
extern const struct element filesystem_element;
