/* qemu/blockdev.h - the bytes of a disk as QEMU's graph of block nodes: -blockdev.
 *
 * For each layer of a disk (its own image, then those it is based on) a node for where the bytes are and,
 * unless they are the disk's bytes as they stand, one above it for their format.  What the disk's <driver>
 * says about caches and the like holds for all layers.
 */
#pragma once

#include "domain/disk.h"
#include "qemu/builder.h"

/* A chain of layers, top first, and how QEMU is to treat it. */
struct blockdev {
    const char *alias; /* of the device; nodes are named after it */
    enum storage_type type;
    enum storage_format format;
    const struct storage_source *source;
    const struct storage_auth *auth;
    const struct storage_encryption *encryption;
    const struct backing_store *backing; /* NULL: whatever the image itself names */
    enum disk_device device;
    enum disk_cache cache;
    enum disk_io io;
    enum disk_discard discard;
    enum disk_detect_zeroes detect_zeroes;
    enum on_off discard_no_unref;
    struct number metadata_cache_max_size;
    bool read_only;
    struct place where;
};

/* Appends the nodes, lowest first.  Gives the name of the top one, newly made; NULL after a complaint. */
char *blockdev_add(struct builder *builder, const struct blockdev *blockdev);

/* The name of a node of a device: SUFFIX behind its alias, short enough for QEMU.  Newly made. */
char *blockdev_node_name(const char *alias, const char *suffix);

/* What a cache mode means: for the node ("cache": {direct, no-flush}), for the device (write-cache). */
void blockdev_cache(struct json_object *props, enum disk_cache cache);
const char *blockdev_write_cache(enum disk_cache cache);
