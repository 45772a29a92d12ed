/* domain/video.h - the guest's graphics cards: <video>. */
#pragma once

#include "domain/device.h"

enum video_type {
    VIDEO_TYPE_ABSENT,
    VIDEO_DEFAULT, /* read only: the machine's own choice */
    VIDEO_VGA,
    VIDEO_CIRRUS,
    VIDEO_VMVGA,
    VIDEO_XEN,
    VIDEO_VBOX,
    VIDEO_QXL,
    VIDEO_PARALLELS,
    VIDEO_VIRTIO,
    VIDEO_GOP,
    VIDEO_NONE,
    VIDEO_BOCHS,
    VIDEO_RAMFB,
    VIDEO_TYPE_COUNT,
};
extern const struct enum_names video_type_names;

enum video_backend { VIDEO_BACKEND_ABSENT, VIDEO_BACKEND_QEMU, VIDEO_BACKEND_VHOSTUSER, VIDEO_BACKEND_COUNT };
extern const struct enum_names video_backend_names;

enum video_vgaconf { VIDEO_VGACONF_ABSENT, VIDEO_VGACONF_IO, VIDEO_VGACONF_ON, VIDEO_VGACONF_OFF, VIDEO_VGACONF_COUNT };
extern const struct enum_names video_vgaconf_names;

struct video {
    struct device_info info;
    enum video_backend backend;
    enum video_vgaconf vgaconf;
    struct virtio_options virtio;
    /* <model> */
    enum video_type type;
    struct number vram, ram, vram64, vgamem; /* KiB */
    struct number heads;
    enum yes_no primary;
    enum on_off blob, edid;
    enum yes_no accel3d, accel2d;
    char *rendernode;
    struct number resolution_x, resolution_y;
};
extern const struct element video_element;
