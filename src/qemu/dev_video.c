#include "qemu/dev_chardev.h"
#include "qemu/dev_common.h"

#include <string.h>

enum { KIB = 1024 };

/* Each card as the one that shows the boot messages, and as a further one. */
static const struct {
    const char *primary, *secondary;
} drivers[VIDEO_TYPE_COUNT] = {
    [VIDEO_VGA] = {"VGA", "secondary-vga"},
    [VIDEO_CIRRUS] = {"cirrus-vga", NULL},
    [VIDEO_VMVGA] = {"vmware-svga", NULL},
    [VIDEO_QXL] = {"qxl-vga", "qxl"},
    [VIDEO_BOCHS] = {"bochs-display", "bochs-display"},
    [VIDEO_RAMFB] = {"ramfb", NULL},
};

/* The one that is a VGA card, too; the other has no VGA part and can be a further one. */
static const char *virtio_card(const struct builder *builder, const struct video *video, bool primary)
{
    bool vga = primary && (builder->board == BOARD_PC || builder->board == BOARD_Q35);

    if (video->backend == VIDEO_BACKEND_VHOSTUSER)
        return vga ? "vhost-user-vga" : "vhost-user-gpu";
    if (video->accel3d == YES)
        return vga ? "virtio-vga-gl" : "virtio-gpu-gl";
    return vga ? "virtio-vga" : "virtio-gpu";
}

static struct json_object *virtio_new_card(struct builder *builder, const struct video *video, bool primary)
{
    const char *name = virtio_card(builder, video, primary);
    struct json_object *props;

    if (strstr(name, "-vga")) {
        /* libvirt leaves the options of virtio out of a VGA card's, and a guest must find the same card here. */
        if (video->virtio.iommu || video->virtio.ats || video->virtio.packed || video->virtio.page_per_vq)
            complain(builder->report, SEVERITY_WARNING, "argv.no-effect", video->info.where, NULL,
                     "options of virtio have no effect on the primary video device");
        return device_new(name);
    }
    props = virtio_new(name, &video->info, VIRTIO);
    virtio_options(props, &video->virtio);
    return props;
}

/* QEMU counts the memory of a VGA card in MiB. */
static void vga_memory(struct json_object *props, struct number kib)
{
    if (kib.given)
        props_uint(props, "vgamem_mb", kib.value / KIB);
}

static void qxl_options(struct json_object *props, const struct video *video)
{
    props_number(props, "max_outputs", video->heads);
    if (video->ram.given)
        props_uint(props, "ram_size", video->ram.value * KIB);
    if (video->vram.given)
        props_uint(props, "vram_size", video->vram.value * KIB);
    props_uint(props, "vram64_size_mb", video->vram64.given ? video->vram64.value / KIB : 0);
    vga_memory(props, video->vgamem);
}

static void virtio_card_options(struct builder *builder, struct json_object *props, const struct video *video)
{
    props_number(props, "max_outputs", video->heads);
    props_on_off(props, "blob", video->blob);
    if (video->backend == VIDEO_BACKEND_VHOSTUSER) {
        g_autofree char *chardev = g_strdup_printf("chr-vu-%s", video->info.alias);

        props_text(props, "chardev", chardev);
    }
}

static void card_options(struct builder *builder, struct json_object *props, const struct video *video)
{
    switch (video->type) {
    case VIDEO_QXL:
        qxl_options(props, video);
        break;
    case VIDEO_VIRTIO:
        virtio_card_options(builder, props, video);
        break;
    case VIDEO_VGA:
    case VIDEO_VMVGA:
        vga_memory(props, video->vram);
        break;
    case VIDEO_BOCHS:
        if (video->vram.given)
            props_format(props, "vgamem", "%" G_GUINT64_FORMAT "k", video->vram.value);
        break;
    default:
        break;
    }
    props_on_off(props, "edid", video->edid);
    props_number(props, "xres", video->resolution_x);
    props_number(props, "yres", video->resolution_y);
}

/* The program that draws for the guest is connected by a descriptor, or by the name of its socket. */
static void add_drawer(struct builder *builder, const struct video *video)
{
    g_autofree char *chardev = g_strdup_printf("chr-vu-%s", video->info.alias);
    g_autofree char *fd = builder_need(builder, "gpu", video->info.alias, 1, video->info.where);
    GString *list = list_new("socket");

    list_text(list, "id", chardev);
    list_text(list, "fd", fd);
    builder_list(builder, "-chardev", list);
}

static struct json_object *card_new(struct builder *builder, const struct video *video, bool primary)
{
    const char *driver;

    if (video->type == VIDEO_VIRTIO)
        return virtio_new_card(builder, video, primary);
    driver = primary ? drivers[video->type].primary : drivers[video->type].secondary;
    if (driver)
        return device_new(driver);
    builder_unsupported(builder, video->info.where, "a %s video device of type '%s' is not supported",
                        primary ? "primary" : "second", enum_name(&video_type_names, video->type));
    return NULL;
}

static void add_video(struct builder *builder, const struct video *video, bool primary)
{
    struct json_object *props = card_new(builder, video, primary);

    if (!props)
        return;
    props_text(props, "id", video->info.alias);
    card_options(builder, props, video);
    device_address(builder, props, &video->info);
    builder_device(builder, props, video->info.alias);
}

static bool is_primary(const GPtrArray *videos, unsigned i)
{
    const struct video *video = videos->pdata[i];

    for (unsigned j = 0; j < videos->len; j++) {
        if (((const struct video *)videos->pdata[j])->primary == YES)
            return video->primary == YES;
    }
    return i == 0;
}

void builder_videos(struct builder *builder)
{
    const GPtrArray *videos = builder->domain->devices->videos;

    for (unsigned i = 0; i < videos->len; i++) {
        const struct video *video = videos->pdata[i];

        if (video->backend == VIDEO_BACKEND_VHOSTUSER)
            add_drawer(builder, video);
    }
    for (unsigned i = 0; i < videos->len; i++) {
        const struct video *video = videos->pdata[i];

        if (video->type != VIDEO_NONE)
            add_video(builder, video, is_primary(videos, i));
    }
}
