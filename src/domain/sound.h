/* domain/sound.h - the guest's sound cards: <sound>. */
#pragma once

#include "domain/device.h"

enum sound_model {
    SOUND_MODEL_ABSENT,
    SOUND_SB16,
    SOUND_ES1370,
    SOUND_PCSPK,
    SOUND_AC97,
    SOUND_ICH6,
    SOUND_ICH9,
    SOUND_USB,
    SOUND_ICH7,
    SOUND_VIRTIO,
    SOUND_MODEL_COUNT,
};
extern const struct enum_names sound_model_names;

enum codec_type { CODEC_TYPE_ABSENT, CODEC_DUPLEX, CODEC_MICRO, CODEC_OUTPUT, CODEC_TYPE_COUNT };
extern const struct enum_names codec_type_names;

struct codec {
    struct place where;
    enum codec_type type;
};

struct sound {
    struct device_info info;
    enum sound_model model;
    enum yes_no multichannel;     /* usb */
    struct number streams;        /* virtio */
    GPtrArray *codecs;            /* struct codec * */
    struct number audio_id;       /* of an <audio> */
    struct virtio_options virtio; /* virtio */
};
extern const struct element sound_element;
