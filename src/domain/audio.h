/* domain/audio.h - where the guest's sound goes on the host: <audio>. */
#pragma once

#include "xml/field.h"

enum audio_type {
    AUDIO_TYPE_ABSENT,
    AUDIO_NONE,
    AUDIO_ALSA,
    AUDIO_COREAUDIO,
    AUDIO_JACK,
    AUDIO_OSS,
    AUDIO_PULSEAUDIO,
    AUDIO_SDL,
    AUDIO_SPICE,
    AUDIO_FILE,
    AUDIO_DBUS,
    AUDIO_PIPEWIRE,
    AUDIO_TYPE_COUNT,
};
extern const struct enum_names audio_type_names;

enum audio_sdl_driver {
    AUDIO_SDL_DRIVER_ABSENT,
    AUDIO_SDL_ESD,
    AUDIO_SDL_ALSA,
    AUDIO_SDL_ARTS,
    AUDIO_SDL_PULSEAUDIO,
    AUDIO_SDL_DRIVER_COUNT,
};
extern const struct enum_names audio_sdl_driver_names;

enum audio_format {
    AUDIO_FORMAT_ABSENT,
    AUDIO_U8,
    AUDIO_S8,
    AUDIO_U16,
    AUDIO_S16,
    AUDIO_U32,
    AUDIO_S32,
    AUDIO_F32,
    AUDIO_FORMAT_COUNT,
};
extern const struct enum_names audio_format_names;

/* <input> or <output>; which of the later members count is said by the type. */
struct audio_stream {
    struct place where;
    enum yes_no mixing_engine, fixed_settings;
    struct number voices, buffer_length; /* microseconds */
    struct number frequency, channels;
    enum audio_format format;
    char *dev;                                       /* alsa, oss */
    struct number buffer_count;                      /* coreaudio, oss, sdl */
    enum yes_no try_poll;                            /* alsa, oss */
    char *server_name, *client_name, *connect_ports; /* jack */
    enum yes_no exact_name;                          /* jack */
    char *name, *stream_name;                        /* pulseaudio, pipewire */
    struct number latency;                           /* pulseaudio, pipewire; microseconds */
};

struct audio {
    struct place where;
    enum audio_type type;
    struct number id;           /* from 1 */
    struct number timer_period; /* microseconds */
    enum audio_sdl_driver sdl_driver;
    char *path;                      /* file */
    char *server_name;               /* pulseaudio */
    char *runtime_dir;               /* pipewire */
    enum yes_no try_mmap, exclusive; /* oss */
    struct integer dsp_policy;       /* oss */
    struct audio_stream input, output;
};
extern const struct element audio_element;
