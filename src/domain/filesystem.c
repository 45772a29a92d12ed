#include "domain/filesystem.h"

ENUM_NAMES(filesystem_type, FILESYSTEM_TYPE_COUNT, [FILESYSTEM_MOUNT] = "mount", [FILESYSTEM_BLOCK] = "block",
           [FILESYSTEM_FILE] = "file", [FILESYSTEM_TEMPLATE] = "template", [FILESYSTEM_RAM] = "ram",
           [FILESYSTEM_BIND] = "bind", [FILESYSTEM_VOLUME] = "volume");
ENUM_NAMES(filesystem_driver, FILESYSTEM_DRIVER_COUNT, [FILESYSTEM_PATH] = "path", [FILESYSTEM_HANDLE] = "handle",
           [FILESYSTEM_LOOP] = "loop", [FILESYSTEM_NBD] = "nbd", [FILESYSTEM_PLOOP] = "ploop",
           [FILESYSTEM_VIRTIOFS] = "virtiofs", [FILESYSTEM_MTP] = "mtp");
ENUM_NAMES(filesystem_access, FILESYSTEM_ACCESS_COUNT, [FILESYSTEM_PASSTHROUGH] = "passthrough",
           [FILESYSTEM_MAPPED] = "mapped", [FILESYSTEM_SQUASH] = "squash");
ENUM_NAMES(
    filesystem_multidevs,
    FILESYSTEM_MULTIDEVS_COUNT, [FILESYSTEM_MULTIDEVS_DEFAULT] = "default", [FILESYSTEM_MULTIDEVS_REMAP] = "remap",
    [FILESYSTEM_MULTIDEVS_FORBID] = "forbid", [FILESYSTEM_MULTIDEVS_WARN] = "warn");
ENUM_NAMES(filesystem_wrpolicy, FILESYSTEM_WRPOLICY_COUNT, [FILESYSTEM_IMMEDIATE] = "immediate");
ENUM_NAMES(filesystem_cache,
           FILESYSTEM_CACHE_COUNT, [FILESYSTEM_CACHE_NONE] = "none", [FILESYSTEM_CACHE_ALWAYS] = "always");
ENUM_NAMES(filesystem_sandbox,
           FILESYSTEM_SANDBOX_COUNT, [FILESYSTEM_NAMESPACE] = "namespace", [FILESYSTEM_CHROOT] = "chroot");

static const struct field filesystem_driver_fields[] = {
    ATTR_ENUM("type", struct filesystem, driver, filesystem_driver, GUEST_ABI,
              .doc = "How the folder is handed on: 'path' for 9p, 'virtiofs'."),
    ATTR_ENUM("format", struct filesystem, format, storage_format, HOST_ONLY,
              .doc = "The image's format, for containers."),
    ATTR_ENUM("wrpolicy", struct filesystem, wrpolicy, filesystem_wrpolicy, HOST_ONLY,
              .doc = "'immediate': writes go to the disk at once."),
    ATTR(uint, "queue", struct filesystem, queue_size, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "The requests that the queue holds (virtiofs)."),
    VIRTIO_OPTIONS(struct filesystem, virtio),
};
static ELEMENT(filesystem_driver_element, "filesystem-driver", struct filesystem, filesystem_driver_fields,
               "How the folder is handed on to the guest.");

/* ---- the virtiofs daemon ---- */

static const struct field binary_cache_fields[] = {
    ATTR_ENUM("mode", struct filesystem_binary, cache, filesystem_cache, HOST_ONLY | REQUIRED, .doc = "The mode."),
};
static ELEMENT(binary_cache_element, "filesystem-cache", struct filesystem_binary, binary_cache_fields,
               "What the guest may keep in its cache.");

static const struct field binary_sandbox_fields[] = {
    ATTR_ENUM("mode", struct filesystem_binary, sandbox, filesystem_sandbox, HOST_ONLY | REQUIRED, .doc = "The mode."),
};
static ELEMENT(binary_sandbox_element, "filesystem-sandbox", struct filesystem_binary, binary_sandbox_fields,
               "How the daemon shuts itself in.");

static const struct field binary_lock_fields[] = {
    ATTR_ENUM("posix", struct filesystem_binary, posix_lock, on_off, HOST_ONLY,
              .doc = "Whether POSIX locks reach the host."),
    ATTR_ENUM("flock", struct filesystem_binary, flock, on_off, HOST_ONLY,
              .doc = "Whether locks of flock() reach the host."),
};
static ELEMENT(binary_lock_element, "filesystem-lock", struct filesystem_binary, binary_lock_fields,
               "Which locks reach the host.");

static const struct field binary_thread_pool_fields[] = {
    ATTR(uint, "size", struct filesystem_binary, thread_pool_size, HOST_ONLY | REQUIRED, .max = INT32_MAX,
         .doc = "The number."),
};
static ELEMENT(binary_thread_pool_element, "filesystem-thread-pool", struct filesystem_binary,
               binary_thread_pool_fields, "The most threads of the daemon.");

static const struct field binary_openfiles_fields[] = {
    ATTR(uint, "max", struct filesystem_binary, openfiles_max, HOST_ONLY | REQUIRED, .doc = "The number."),
};
static ELEMENT(binary_openfiles_element, "filesystem-openfiles", struct filesystem_binary, binary_openfiles_fields,
               "The most files that the daemon holds open.");

static const struct field filesystem_binary_fields[] = {
    ATTR(path, "path", struct filesystem_binary, path, HOST_ONLY, .doc = "The daemon's program."),
    ATTR_ENUM("xattr", struct filesystem_binary, xattr, on_off, HOST_ONLY,
              .doc = "Whether extended attributes are handed on."),
    INLINE("cache", binary_cache, 0, .doc = "What the guest may keep in its cache."),
    INLINE("sandbox", binary_sandbox, 0, .doc = "How the daemon shuts itself in."),
    INLINE("lock", binary_lock, 0, .doc = "Which locks reach the host."),
    INLINE("thread_pool", binary_thread_pool, 0, .doc = "The most threads of the daemon."),
    INLINE("openfiles", binary_openfiles, 0, .doc = "The most files that the daemon holds open."),
};
static ELEMENT(filesystem_binary_element, "filesystem-binary", struct filesystem_binary, filesystem_binary_fields,
               "The virtiofs daemon and its options.");

static const struct field filesystem_id_range_fields[] = {
    ATTR(uint, "start", struct filesystem_id_range, start, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "The guest's first id."),
    ATTR(uint, "target", struct filesystem_id_range, target, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "The host's id that stands for it."),
    ATTR(uint, "count", struct filesystem_id_range, count, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "How many ids."),
};
static ELEMENT(filesystem_id_range_element, "filesystem-id-range", struct filesystem_id_range,
               filesystem_id_range_fields, "A range of ids.");

static const struct field filesystem_idmap_fields[] = {
    LIST("uid", struct filesystem_idmap, uids, filesystem_id_range, HOST_ONLY, .doc = "A range of user ids."),
    LIST("gid", struct filesystem_idmap, gids, filesystem_id_range, HOST_ONLY, .doc = "A range of group ids."),
};
static ELEMENT(filesystem_idmap_element, "filesystem-idmap", struct filesystem_idmap, filesystem_idmap_fields,
               "Which users and groups of the host stand for the guest's.");

/* ---- <filesystem> ---- */

static const struct field filesystem_source_fields[] = {
    ATTR(string, "dir", struct filesystem, dir, HOST_ONLY, .only_if = BIT(FILESYSTEM_MOUNT) | BIT(FILESYSTEM_BIND),
         .doc = "The host's folder."),
    ATTR(path, "socket", struct filesystem, socket, HOST_ONLY, .only_if = BIT(FILESYSTEM_MOUNT),
         .doc = "The socket of a virtiofs daemon that runs already."),
    ATTR(path, "dev", struct filesystem, dev, HOST_ONLY | REQUIRED, .only_if = BIT(FILESYSTEM_BLOCK),
         .doc = "The host's block device."),
    ATTR(path, "file", struct filesystem, file, HOST_ONLY | REQUIRED, .only_if = BIT(FILESYSTEM_FILE),
         .doc = "The image."),
    ATTR(string, "name", struct filesystem, name, HOST_ONLY | REQUIRED, .only_if = BIT(FILESYSTEM_TEMPLATE),
         .doc = "The template."),
    ATTR(uint, "usage", struct filesystem, usage, HOST_ONLY | REQUIRED, .only_if = BIT(FILESYSTEM_RAM),
         .doc = "The size."),
    ATTR(string, "units", struct filesystem, usage_units, HOST_ONLY, .only_if = BIT(FILESYSTEM_RAM),
         .doc = "The size's unit."),
    ATTR(string, "pool", struct filesystem, pool, HOST_ONLY | REQUIRED, .only_if = BIT(FILESYSTEM_VOLUME),
         .doc = "The storage pool."),
    ATTR(string, "volume", struct filesystem, volume, HOST_ONLY | REQUIRED, .only_if = BIT(FILESYSTEM_VOLUME),
         .doc = "The volume of the pool."),
};
static ELEMENT(filesystem_source_element, "filesystem-source", struct filesystem, filesystem_source_fields,
               "What the host hands on.");

static const struct field filesystem_target_fields[] = {
    ATTR(string, "dir", struct filesystem, target, GUEST_ABI | REQUIRED,
         .doc = "The name under which the guest finds it, a mount tag rather than a path."),
};
static ELEMENT(filesystem_target_element, "filesystem-target", struct filesystem, filesystem_target_fields,
               "Where the guest finds it.");

static const struct field filesystem_fields[] = {
    ATTR_ENUM("type", struct filesystem, type, filesystem_type, HOST_ONLY | DISCRIMINANT, .initial = FILESYSTEM_MOUNT,
              .doc = "What the host hands on."),
    ATTR_ENUM("accessmode", struct filesystem, access, filesystem_access, HOST_ONLY,
              .doc = "Whose rights count; 'passthrough' if not given."),
    ATTR_ENUM("multidevs", struct filesystem, multidevs, filesystem_multidevs, HOST_ONLY,
              .doc = "What is done if the folder spans several devices (9p)."),
    ATTR(octal, "fmode", struct filesystem, fmode, HOST_ONLY, .max = 0777,
         .doc = "The mode of new files (9p, mapped)."),
    ATTR(octal, "dmode", struct filesystem, dmode, HOST_ONLY, .max = 0777,
         .doc = "The mode of new folders (9p, mapped)."),
    ATTR_ENUM("model", struct filesystem, model, virtio_model, GUEST_ABI, .doc = "The form of the virtio device."),
    INLINE("driver", filesystem_driver, 0, .doc = "How the folder is handed on."),
    CHILD("binary", struct filesystem, binary, filesystem_binary, HOST_ONLY,
          .doc = "The virtiofs daemon and its options."),
    CHILD("idmap", struct filesystem, idmap, filesystem_idmap, HOST_ONLY,
          .doc = "Whose ids stand for the guest's (virtiofs)."),
    INLINE("source", filesystem_source, 0, .doc = "What the host hands on."),
    INLINE("target", filesystem_target, 0, .doc = "Where the guest finds it."),
    TEXT(flag, "readonly", struct filesystem, readonly, GUEST_ABI, .doc = "The guest cannot write to it."),
    DEVICE_BOOT(struct filesystem),
    DEVICE_ALIAS(struct filesystem),
    DEVICE_ACPI(struct filesystem),
    DEVICE_ADDRESS(struct filesystem),
    TEXT(size, "space_hard_limit", struct filesystem, space_hard_limit, HOST_ONLY, .unit = 1, .unit_name = "bytes",
         .max = INT64_MAX, .doc = "The most bytes it may hold, for containers."),
    TEXT(size, "space_soft_limit", struct filesystem, space_soft_limit, HOST_ONLY, .unit = 1, .unit_name = "bytes",
         .max = INT64_MAX, .doc = "The bytes it should not go beyond, for containers."),
};
ELEMENT(filesystem_element, "filesystem", struct filesystem, filesystem_fields,
        "A folder of the host that the guest mounts.");
