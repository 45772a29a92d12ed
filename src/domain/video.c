#include "domain/video.h"

ENUM_NAMES(video_type, VIDEO_TYPE_COUNT, [VIDEO_DEFAULT] = "default", [VIDEO_VGA] = "vga", [VIDEO_CIRRUS] = "cirrus",
           [VIDEO_VMVGA] = "vmvga", [VIDEO_XEN] = "xen", [VIDEO_VBOX] = "vbox", [VIDEO_QXL] = "qxl",
           [VIDEO_PARALLELS] = "parallels", [VIDEO_VIRTIO] = "virtio", [VIDEO_GOP] = "gop", [VIDEO_NONE] = "none",
           [VIDEO_BOCHS] = "bochs", [VIDEO_RAMFB] = "ramfb");
ENUM_NAMES(video_backend, VIDEO_BACKEND_COUNT, [VIDEO_BACKEND_QEMU] = "qemu", [VIDEO_BACKEND_VHOSTUSER] = "vhostuser");
ENUM_NAMES(video_vgaconf,
           VIDEO_VGACONF_COUNT, [VIDEO_VGACONF_IO] = "io", [VIDEO_VGACONF_ON] = "on", [VIDEO_VGACONF_OFF] = "off");

static const struct field video_driver_fields[] = {
    ATTR_ENUM("name", struct video, backend, video_backend, HOST_ONLY,
              .doc = "Who draws: QEMU or a program beside it."),
    ATTR_ENUM("vgaconf", struct video, vgaconf, video_vgaconf, GUEST_ABI, .doc = "The VGA registers of bhyve's card."),
    VIRTIO_OPTIONS(struct video, virtio),
};
static ELEMENT(video_driver_element, "video-driver", struct video, video_driver_fields, "How the card is handled.");

static const struct field video_acceleration_fields[] = {
    ATTR_ENUM("accel3d", struct video, accel3d, yes_no, GUEST_ABI, .doc = "Whether 3D is done by the host's card."),
    ATTR_ENUM("accel2d", struct video, accel2d, yes_no, GUEST_ABI, .doc = "Whether 2D is done by the host's card."),
    ATTR(path, "rendernode", struct video, rendernode, HOST_ONLY, .doc = "The host's render node (vhostuser)."),
};
static ELEMENT(video_acceleration_element, "video-acceleration", struct video, video_acceleration_fields,
               "What the host's card does for the guest's.");

static const struct field video_resolution_fields[] = {
    ATTR(uint, "x", struct video, resolution_x, GUEST_ABI | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "The width in points."),
    ATTR(uint, "y", struct video, resolution_y, GUEST_ABI | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "The height in points."),
};
static ELEMENT(video_resolution_element, "video-resolution", struct video, video_resolution_fields,
               "The resolution to begin with.");

static const struct field video_model_fields[] = {
    ATTR_ENUM("type", struct video, type, video_type, GUEST_ABI | REQUIRED, .doc = "The card."),
    ATTR(uint, "ram", struct video, ram, GUEST_ABI, .max = G_MAXUINT32, .doc = "KiB of the primary bar (qxl)."),
    ATTR(uint, "vram", struct video, vram, GUEST_ABI, .max = G_MAXUINT32, .doc = "KiB of video memory."),
    ATTR(uint, "vram64", struct video, vram64, GUEST_ABI, .max = G_MAXUINT32, .doc = "KiB of the 64-bit bar (qxl)."),
    ATTR(uint, "vgamem", struct video, vgamem, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "KiB of the frame buffer in VGA modes (qxl)."),
    ATTR(uint, "heads", struct video, heads, GUEST_ABI, .min = 1, .max = G_MAXUINT32, .doc = "The number of screens."),
    ATTR_ENUM("primary", struct video, primary, yes_no, GUEST_ABI, .doc = "Whether it is the first card."),
    ATTR_ENUM("blob", struct video, blob, on_off, GUEST_ABI,
              .doc = "Whether guest and host share pictures without a copy (virtio)."),
    ATTR_ENUM("edid", struct video, edid, on_off, GUEST_ABI,
              .doc = "Whether the guest is told of the screen's abilities."),
    INLINE("acceleration", video_acceleration, 0, .doc = "What the host's card does for it."),
    INLINE("resolution", video_resolution, 0, .doc = "The resolution to begin with."),
};
static ELEMENT(video_model_element, "video-model", struct video, video_model_fields, "Which card the guest sees.");

static const struct field video_fields[] = {
    INLINE("driver", video_driver, 0, .doc = "How the card is handled."),
    INLINE("model", video_model, 0, .doc = "Which card the guest sees; the machine's usual one if not given."),
    DEVICE_ALIAS(struct video),
    DEVICE_ACPI(struct video),
    DEVICE_ADDRESS(struct video),
};
ELEMENT(video_element, "video", struct video, video_fields, "A graphics card.");
