#include "qemu/blockdev_source.h"

#include <string.h>

/* QEMU's limit for a node name, with its NUL (BDRV: char node_name[32]). */
enum { NODE_NAME_SIZE = 32, KIB = 1024 };

char *blockdev_node_name(const char *alias, const char *suffix)
{
    g_autofree char *name = g_strdup_printf("%s-%s", alias, suffix), *sum = NULL;

    if (strlen(name) < NODE_NAME_SIZE)
        return g_steal_pointer(&name);
    sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, alias, -1);
    return g_strdup_printf("n%.12s-%s", sum, suffix);
}

/* ---- caches ---- */

void blockdev_cache(struct json_object *props, enum disk_cache cache)
{
    struct json_object *object;

    if (!cache || cache == DISK_CACHE_DEFAULT)
        return;
    object = json_object_new_object();
    props_bool(object, "direct", cache == DISK_CACHE_NONE || cache == DISK_CACHE_DIRECTSYNC);
    props_bool(object, "no-flush", cache == DISK_CACHE_UNSAFE);
    json_object_object_add(props, "cache", object);
}

const char *blockdev_write_cache(enum disk_cache cache)
{
    switch (cache) {
    case DISK_CACHE_NONE:
    case DISK_CACHE_WRITEBACK:
    case DISK_CACHE_UNSAFE:
        return "on";
    case DISK_CACHE_WRITETHROUGH:
    case DISK_CACHE_DIRECTSYNC:
        return "off";
    default:
        return NULL;
    }
}

/* ---- formats ---- */

static const char *format_driver(enum storage_format format)
{
    static const char *const drivers[STORAGE_FORMAT_COUNT] = {
        [STORAGE_FORMAT_ABSENT] = "raw", [STORAGE_FORMAT_NONE] = "raw", [STORAGE_RAW] = "raw",
        [STORAGE_ISO] = "raw",           [STORAGE_FAT] = "raw",         [STORAGE_FORMAT_DIR] = "raw",
        [STORAGE_BOCHS] = "bochs",       [STORAGE_CLOOP] = "cloop",     [STORAGE_DMG] = "dmg",
        [STORAGE_VPC] = "vpc",           [STORAGE_VDI] = "vdi",         [STORAGE_PLOOP] = "parallels",
        [STORAGE_QCOW] = "qcow",         [STORAGE_QCOW2] = "qcow2",     [STORAGE_QED] = "qed",
        [STORAGE_VMDK] = "vmdk",
    };

    return drivers[format];
}

/* Whether an image of the format can be based on another. */
static bool has_backing(enum storage_format format)
{
    return format == STORAGE_QCOW || format == STORAGE_QCOW2 || format == STORAGE_QED || format == STORAGE_VMDK;
}

static bool is_luks(const struct storage_encryption *encryption)
{
    return encryption && encryption->engine != ENCRYPTION_LIBRBD &&
           (encryption->format == ENCRYPTION_LUKS || encryption->format == ENCRYPTION_DEFAULT);
}

/* The part of a larger file that is the image; NULL: all of it. */
static const struct storage_slice *slice_of(const struct storage_source *source)
{
    return source->slices && source->slices->slices->len > 0 ? source->slices->slices->pdata[0] : NULL;
}

/* Whether the bytes are the disk's bytes as they stand, so that no node for a format is needed. */
static bool is_plain(const struct blockdev_layer *layer)
{
    return g_strcmp0(format_driver(layer->format), "raw") == 0 && !slice_of(layer->source) &&
           !(layer->encryption && layer->encryption->engine != ENCRYPTION_LIBRBD);
}

/* ---- nodes ---- */

static void treatment(struct json_object *props, const struct blockdev *blockdev, bool top)
{
    enum disk_detect_zeroes zeroes = blockdev->detect_zeroes;

    props_text(props, "discard", enum_name(&disk_discard_names, blockdev->discard));
    /* Zeroes can only be unmapped where the image may be. */
    if (zeroes == DISK_DETECT_ZEROES_UNMAP && blockdev->discard != DISK_DISCARD_UNMAP)
        zeroes = DISK_DETECT_ZEROES_ON;
    if (top)
        props_text(props, "detect-zeroes", enum_name(&disk_detect_zeroes_names, zeroes));
    blockdev_cache(props, blockdev->cache);
}

static void add_encryption(struct builder *builder, struct json_object *props, const struct blockdev *blockdev,
                           const struct blockdev_layer *layer, const char *node)
{
    const struct storage_encryption *encryption = layer->encryption;
    bool qcow2 = layer->format == STORAGE_QCOW2;
    g_autofree char *secret = NULL;
    struct json_object *encrypt;

    if (!encryption || encryption->engine == ENCRYPTION_LIBRBD)
        return;
    if (!is_luks(encryption) || encryption->secrets->len == 0) {
        builder_unsupported(builder, encryption->where.line ? encryption->where : blockdev->where,
                            "encryption '%s' by QEMU is not supported, only 'luks' with a <secret>",
                            enum_name(&encryption_format_names, encryption->format));
        return;
    }
    secret = blockdev_secret(builder, encryption->secrets->pdata[0], node, "encryption-secret0", encryption->where);
    if (!qcow2) {
        props_text(props, "key-secret", secret);
        return;
    }
    encrypt = json_pair("format", "luks");
    props_text(encrypt, "key-secret", secret);
    json_object_object_add(props, "encrypt", encrypt);
}

static const char *layer_driver(const struct blockdev_layer *layer)
{
    const char *driver = format_driver(layer->format);

    return driver && g_str_equal(driver, "raw") && is_luks(layer->encryption) ? "luks" : driver;
}

static struct json_object *format_node(struct builder *builder, const struct blockdev *blockdev,
                                       const struct blockdev_layer *layer, const char *node, bool top)
{
    const struct storage_slice *slice = slice_of(layer->source);
    const char *driver = layer_driver(layer);
    struct json_object *props = json_pair("node-name", node);

    if (!driver)
        builder_unsupported(builder, blockdev->where, "QEMU has no image format '%s'",
                            enum_name(&storage_format_names, layer->format));
    props_bool(props, "read-only", layer->read_only);
    treatment(props, blockdev, top);
    props_text(props, "driver", driver);
    if (layer->format == STORAGE_QCOW2 && top) {
        props_on_off(props, "discard-no-unref", blockdev->discard_no_unref);
        props_number(props, "cache-size", blockdev->metadata_cache_max_size);
    }
    add_encryption(builder, props, blockdev, layer, node);
    if (slice && driver && g_str_equal(driver, "raw")) {
        props_number(props, "offset", slice->offset);
        props_number(props, "size", slice->size);
    } else if (slice) {
        builder_unsupported(builder, slice->where, "a slice of an image that is not raw is not supported yet");
    }
    return props;
}

/* A storage node; below a format node it opens itself for writing only when it has to. */
static bool add_storage(struct builder *builder, const struct blockdev *blockdev, const struct blockdev_layer *layer,
                        const char *node, bool plain, bool top)
{
    struct json_object *props = blockdev_source(builder, blockdev, layer, node);

    if (!props)
        return false;
    props_text(props, "node-name", node);
    if (plain) {
        props_bool(props, "read-only", layer->read_only);
        treatment(props, blockdev, top);
    } else {
        props_bool(props, "auto-read-only", true);
        props_text(props, "discard", "unmap");
        blockdev_cache(props, blockdev->cache);
    }
    builder_json(builder, "-blockdev", props);
    return true;
}

/* The file beside a qcow2 image that has its data. */
static char *add_data_file(struct builder *builder, const struct blockdev *blockdev, const struct blockdev_layer *owner,
                           unsigned depth)
{
    const struct data_store *store = owner->source->data_store;
    g_autofree char *suffix = g_strdup_printf("%u-data", depth), *node = NULL;
    struct blockdev_layer layer;

    if (!store)
        return NULL;
    node = blockdev_node_name(blockdev->alias, suffix);
    layer = (struct blockdev_layer){
        .type = store->type,
        .format = STORAGE_RAW,
        .source = &store->source,
        .auth = store->source.auth,
        .read_only = owner->read_only,
    };
    return add_storage(builder, blockdev, &layer, node, true, false) ? g_steal_pointer(&node) : NULL;
}

/* One layer above what it is based on; the name of its top node. */
static char *add_layer(struct builder *builder, const struct blockdev *blockdev, const struct blockdev_layer *layer,
                       const char *backing, bool ends, unsigned depth)
{
    g_autofree char *storage_suffix = g_strdup_printf("%u-storage", depth), *storage = NULL;
    g_autofree char *format_suffix = g_strdup_printf("%u-format", depth), *node = NULL, *data = NULL;
    struct json_object *props;

    storage = blockdev_node_name(blockdev->alias, storage_suffix);
    if (!add_storage(builder, blockdev, layer, storage, is_plain(layer), depth == 0))
        return NULL;
    if (is_plain(layer))
        return g_steal_pointer(&storage);
    node = blockdev_node_name(blockdev->alias, format_suffix);
    data = add_data_file(builder, blockdev, layer, depth);
    props = format_node(builder, blockdev, layer, node, depth == 0);
    props_text(props, "data-file", data);
    props_text(props, "file", storage);
    if (backing)
        props_text(props, "backing", backing);
    else if (ends && has_backing(layer->format))
        json_object_object_add(props, "backing", NULL);
    builder_json(builder, "-blockdev", props);
    return g_steal_pointer(&node);
}

/* The layers below, lowest first: deeper ones are added before those that name them. */
static char *add_backing(struct builder *builder, const struct blockdev *blockdev, const struct backing_store *backing,
                         unsigned depth)
{
    g_autofree char *below = NULL;
    struct blockdev_layer layer;

    if (!backing || !backing->type)
        return NULL;
    below = add_backing(builder, blockdev, backing->backing_store, depth + 1);
    layer = (struct blockdev_layer){
        .type = backing->type,
        .format = backing->format,
        .source = &backing->source,
        .auth = backing->source.auth,
        .encryption = backing->source.encryption,
        .read_only = true,
    };
    return add_layer(builder, blockdev, &layer, below, backing->backing_store && !backing->backing_store->type, depth);
}

char *blockdev_add(struct builder *builder, const struct blockdev *blockdev)
{
    struct blockdev_layer top = {
        .type = blockdev->type,
        .format = blockdev->format,
        .source = blockdev->source,
        .auth = blockdev->auth,
        .encryption = blockdev->encryption,
        .read_only = blockdev->read_only,
    };
    g_autofree char *below = add_backing(builder, blockdev, blockdev->backing, 1);

    return add_layer(builder, blockdev, &top, below, blockdev->backing && !blockdev->backing->type, 0);
}
