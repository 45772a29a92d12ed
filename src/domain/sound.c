#include "domain/sound.h"

ENUM_NAMES(sound_model, SOUND_MODEL_COUNT, [SOUND_SB16] = "sb16", [SOUND_ES1370] = "es1370", [SOUND_PCSPK] = "pcspk",
           [SOUND_AC97] = "ac97", [SOUND_ICH6] = "ich6", [SOUND_ICH9] = "ich9", [SOUND_USB] = "usb",
           [SOUND_ICH7] = "ich7", [SOUND_VIRTIO] = "virtio");
ENUM_NAMES(codec_type, CODEC_TYPE_COUNT, [CODEC_DUPLEX] = "duplex", [CODEC_MICRO] = "micro", [CODEC_OUTPUT] = "output");

static const struct field codec_fields[] = {
    ATTR_ENUM("type", struct codec, type, codec_type, GUEST_ABI | REQUIRED, .doc = "What the codec can do."),
};
static ELEMENT(codec_element, "codec", struct codec, codec_fields, "A codec of an HD Audio card.");

static const struct field sound_audio_fields[] = {
    ATTR(uint, "id", struct sound, audio_id, HOST_ONLY | REQUIRED, .min = 1, .max = G_MAXUINT32, .doc = "Its id."),
};
static ELEMENT(sound_audio_element, "sound-audio", struct sound, sound_audio_fields, "The audio back end of the card.");

static const struct field sound_driver_fields[] = {
    VIRTIO_OPTIONS(struct sound, virtio),
};
static ELEMENT(sound_driver_element, "sound-driver", struct sound, sound_driver_fields,
               "Options of a virtio sound card.");

static const struct field sound_fields[] = {
    ATTR_ENUM("model", struct sound, model, sound_model, GUEST_ABI | REQUIRED | DISCRIMINANT, .doc = "The card."),
    ATTR_ENUM("multichannel", struct sound, multichannel, yes_no, GUEST_ABI, .only_if = BIT(SOUND_USB),
              .doc = "Whether it has more than two channels."),
    ATTR(uint, "streams", struct sound, streams, GUEST_ABI, .only_if = BIT(SOUND_VIRTIO), .min = 1, .max = 64,
         .doc = "The number of streams."),
    LIST("codec", struct sound, codecs, codec, 0, .doc = "A codec of an HD Audio card."),
    INLINE("audio", sound_audio, 0, .doc = "The audio back end of the card."),
    DEVICE_ALIAS(struct sound),
    DEVICE_ACPI(struct sound),
    DEVICE_ADDRESS(struct sound),
    INLINE("driver", sound_driver, 0, .only_if = BIT(SOUND_VIRTIO), .doc = "Options of a virtio sound card."),
};
ELEMENT(sound_element, "sound", struct sound, sound_fields, "A sound card.");
