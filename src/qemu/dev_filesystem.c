#include "qemu/dev_chardev.h"
#include "qemu/dev_common.h"

/* ---- 9p ---- */

static const char *security_model(enum filesystem_access access)
{
    switch (access) {
    case FILESYSTEM_MAPPED:
        return "mapped";
    case FILESYSTEM_SQUASH:
        return "none";
    default:
        return "passthrough";
    }
}

static const char *multidevs(enum filesystem_multidevs multidevs)
{
    return multidevs == FILESYSTEM_MULTIDEVS_DEFAULT ? NULL : enum_name(&filesystem_multidevs_names, multidevs);
}

static void add_9p(struct builder *builder, const struct filesystem *fs)
{
    g_autofree char *id = g_strdup_printf("fsdev-%s", fs->info.alias);
    struct json_object *props = virtio_new("virtio-9p", &fs->info, fs->model);
    GString *list = list_new("local");

    list_text(list, "security_model", security_model(fs->access));
    list_text(list, "multidevs", multidevs(fs->multidevs));
    if (fs->fmode.given)
        list_format(list, "fmode", "%04o", (unsigned)fs->fmode.value);
    if (fs->dmode.given)
        list_format(list, "dmode", "%04o", (unsigned)fs->dmode.value);
    if (fs->wrpolicy == FILESYSTEM_IMMEDIATE)
        list_text(list, "writeout", "immediate");
    list_text(list, "id", id);
    list_text(list, "path", fs->dir);
    if (fs->readonly)
        list_bool(list, "readonly", true);
    builder_list(builder, "-fsdev", list);
    virtio_options(props, &fs->virtio);
    props_text(props, "id", fs->info.alias);
    props_text(props, "fsdev", id);
    props_text(props, "mount_tag", fs->target);
    device_address(builder, props, &fs->info);
    builder_device(builder, props, fs->info.alias);
}

/* ---- virtiofs: served by a program beside QEMU ---- */

static void add_virtiofs(struct builder *builder, const struct filesystem *fs)
{
    g_autofree char *chardev = g_strdup_printf("chr-vu-%s", fs->info.alias);
    g_autofree char *path =
        fs->socket ? g_strdup(fs->socket) : builder_need_socket(builder, "virtiofs", fs->info.alias, fs->info.where);
    struct json_object *props = virtio_new("vhost-user-fs", &fs->info, fs->model);

    chardev_client(builder, chardev, path, NULL);
    virtio_options(props, &fs->virtio);
    props_text(props, "id", fs->info.alias);
    props_text(props, "chardev", chardev);
    props_number(props, "queue-size", fs->queue_size);
    props_text(props, "tag", fs->target);
    device_bootindex(props, &fs->info, NULL);
    device_address(builder, props, &fs->info);
    builder_device(builder, props, fs->info.alias);
}

/* ---- a USB media player ---- */

static void add_mtp(struct builder *builder, const struct filesystem *fs)
{
    struct json_object *props = device_new("usb-mtp");

    props_text(props, "id", fs->info.alias);
    props_text(props, "rootdir", fs->dir);
    props_text(props, "desc", fs->target);
    props_bool(props, "readonly", fs->readonly);
    device_address(builder, props, &fs->info);
    builder_device(builder, props, fs->info.alias);
}

static void add_filesystem(struct builder *builder, const struct filesystem *fs)
{
    if (fs->type && fs->type != FILESYSTEM_MOUNT) {
        builder_unsupported(builder, fs->info.where, "filesystems of type '%s' are for containers",
                            enum_name(&filesystem_type_names, fs->type));
        return;
    }
    switch (fs->driver) {
    case FILESYSTEM_DRIVER_ABSENT:
    case FILESYSTEM_PATH:
        add_9p(builder, fs);
        break;
    case FILESYSTEM_VIRTIOFS:
        add_virtiofs(builder, fs);
        break;
    case FILESYSTEM_MTP:
        add_mtp(builder, fs);
        break;
    default:
        builder_unsupported(builder, fs->info.where, "QEMU has no file system driver '%s' (any more)",
                            enum_name(&filesystem_driver_names, fs->driver));
    }
}

void builder_filesystems(struct builder *builder)
{
    const GPtrArray *filesystems = builder->domain->devices->filesystems;

    for (unsigned i = 0; i < filesystems->len; i++)
        add_filesystem(builder, filesystems->pdata[i]);
}
