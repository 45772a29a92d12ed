#include "qemu/dev_common.h"

/* ---- back ends ---- */

char *builder_audiodev(const struct builder *builder, struct number id)
{
    const GPtrArray *audios = builder->domain->devices->audios;

    for (unsigned i = 0; i < audios->len; i++) {
        const struct audio *audio = audios->pdata[i];

        if (!id.given || audio->id.value == id.value)
            return g_strdup_printf("audio%" G_GUINT64_FORMAT, audio->id.value);
    }
    return NULL;
}

static const char *audio_driver(enum audio_type type)
{
    switch (type) {
    case AUDIO_PULSEAUDIO:
        return "pa";
    case AUDIO_FILE:
        return "wav";
    default:
        return enum_name(&audio_type_names, type);
    }
}

/* One direction; the names of the properties do not clash between back ends, and the document has only those
 * of its own. */
static struct json_object *stream(const struct audio *audio, const struct audio_stream *stream)
{
    struct json_object *props = json_object_new_object();

    props_yes_no(props, "mixing-engine", stream->mixing_engine);
    props_yes_no(props, "fixed-settings", stream->fixed_settings);
    props_number(props, "voices", stream->voices);
    props_number(props, "buffer-length", stream->buffer_length);
    props_number(props, "frequency", stream->frequency);
    props_number(props, "channels", stream->channels);
    props_text(props, "format", enum_name(&audio_format_names, stream->format));
    props_text(props, "dev", stream->dev);
    props_number(props, "buffer-count", stream->buffer_count);
    props_yes_no(props, "try-poll", stream->try_poll);
    props_text(props, "server-name", stream->server_name);
    props_text(props, "client-name", stream->client_name);
    props_text(props, "connect-ports", stream->connect_ports);
    props_yes_no(props, "exact-name", stream->exact_name);
    props_text(props, "name", stream->name);
    props_text(props, "stream-name", stream->stream_name);
    props_number(props, "latency", stream->latency);
    /* D-Bus listeners take the sound as the guest gives it. */
    if (audio->type == AUDIO_DBUS && !stream->mixing_engine)
        props_bool(props, "mixing-engine", false);
    return props;
}

static void add_stream(struct json_object *props, const char *key, const struct audio *audio,
                       const struct audio_stream *given)
{
    struct json_object *object = stream(audio, given);

    if (json_object_object_length(object) > 0)
        json_object_object_add(props, key, object);
    else
        json_object_put(object);
}

/* Back ends are younger than QEMU's way to say which it has (8.0). */
static void check_back_end(struct builder *builder, const struct audio *audio)
{
    if (audio->type == AUDIO_PIPEWIRE && !profile_at_least(builder->profile, 8, 1))
        builder_lacks(builder, audio->where, "audio back end 'pipewire' (8.1 has it)");
}

static void add_audio(struct builder *builder, const struct audio *audio)
{
    struct json_object *props = json_object_new_object();

    check_back_end(builder, audio);

    props_format(props, "id", "audio%" G_GUINT64_FORMAT, audio->id.value);
    props_text(props, "driver", audio_driver(audio->type));
    props_number(props, "timer-period", audio->timer_period);
    props_text(props, "path", audio->path);
    props_text(props, "server", audio->server_name);
    props_yes_no(props, "try-mmap", audio->try_mmap);
    props_yes_no(props, "exclusive", audio->exclusive);
    props_integer(props, "dsp-policy", audio->dsp_policy);
    add_stream(props, "in", audio, &audio->input);
    add_stream(props, "out", audio, &audio->output);
    builder_json(builder, "-audiodev", props);
}

void builder_audio(struct builder *builder)
{
    const GPtrArray *audios = builder->domain->devices->audios;

    for (unsigned i = 0; i < audios->len; i++)
        add_audio(builder, audios->pdata[i]);
}

/* ---- sound cards ---- */

static const char *card_driver(enum sound_model model)
{
    switch (model) {
    case SOUND_SB16:
        return "sb16";
    case SOUND_ES1370:
        return "ES1370";
    case SOUND_AC97:
        return "AC97";
    case SOUND_ICH6:
        return "intel-hda";
    case SOUND_ICH9:
        return "ich9-intel-hda";
    case SOUND_USB:
        return "usb-audio";
    default:
        return NULL;
    }
}

static bool has_codecs(enum sound_model model)
{
    return model == SOUND_ICH6 || model == SOUND_ICH9;
}

static struct json_object *card_new(const struct sound *sound)
{
    struct json_object *props;

    if (sound->model != SOUND_VIRTIO)
        return device_new(card_driver(sound->model));
    props = virtio_new("virtio-sound", &sound->info, VIRTIO);
    virtio_options(props, &sound->virtio);
    return props;
}

static void add_codec(struct builder *builder, const struct sound *sound, enum codec_type type, unsigned number)
{
    static const char *const drivers[CODEC_TYPE_COUNT] = {
        [CODEC_DUPLEX] = "hda-duplex", [CODEC_MICRO] = "hda-micro", [CODEC_OUTPUT] = "hda-output"};
    struct json_object *props = device_new(drivers[type]);
    g_autofree char *audiodev = builder_audiodev(builder, sound->audio_id);

    props_format(props, "id", "%s-codec%u", sound->info.alias, number);
    props_format(props, "bus", "%s.0", sound->info.alias);
    props_uint(props, "cad", number);
    props_text(props, "audiodev", audiodev);
    builder_device(builder, props, NULL);
}

static void add_codecs(struct builder *builder, const struct sound *sound)
{
    for (unsigned i = 0; i < sound->codecs->len; i++) {
        const struct codec *codec = sound->codecs->pdata[i];

        add_codec(builder, sound, codec->type ? codec->type : CODEC_DUPLEX, i);
    }
    if (sound->codecs->len == 0)
        add_codec(builder, sound, CODEC_DUPLEX, 0);
}

static void add_sound(struct builder *builder, const struct sound *sound)
{
    g_autofree char *audiodev = builder_audiodev(builder, sound->audio_id);
    struct json_object *props;

    if (sound->model == SOUND_PCSPK)
        return; /* a part of the board, see machine_options.c */
    if (sound->model != SOUND_VIRTIO && !card_driver(sound->model)) {
        builder_unsupported(builder, sound->info.where, "QEMU has no sound card '%s'",
                            enum_name(&sound_model_names, sound->model));
        return;
    }
    props = card_new(sound);
    props_text(props, "id", sound->info.alias);
    if (sound->model == SOUND_USB)
        props_yes_no(props, "multi", sound->multichannel);
    if (!has_codecs(sound->model))
        props_text(props, "audiodev", audiodev);
    props_number(props, "streams", sound->streams);
    device_address(builder, props, &sound->info);
    builder_device(builder, props, sound->info.alias);
    if (has_codecs(sound->model))
        add_codecs(builder, sound);
}

void builder_sounds(struct builder *builder)
{
    const GPtrArray *sounds = builder->domain->devices->sounds;

    for (unsigned i = 0; i < sounds->len; i++)
        add_sound(builder, sounds->pdata[i]);
}
