#include "domain/audio.h"

ENUM_NAMES(audio_type, AUDIO_TYPE_COUNT, [AUDIO_NONE] = "none", [AUDIO_ALSA] = "alsa", [AUDIO_COREAUDIO] = "coreaudio",
           [AUDIO_JACK] = "jack", [AUDIO_OSS] = "oss", [AUDIO_PULSEAUDIO] = "pulseaudio", [AUDIO_SDL] = "sdl",
           [AUDIO_SPICE] = "spice", [AUDIO_FILE] = "file", [AUDIO_DBUS] = "dbus", [AUDIO_PIPEWIRE] = "pipewire");
ENUM_NAMES(audio_sdl_driver, AUDIO_SDL_DRIVER_COUNT, [AUDIO_SDL_ESD] = "esd", [AUDIO_SDL_ALSA] = "alsa",
           [AUDIO_SDL_ARTS] = "arts", [AUDIO_SDL_PULSEAUDIO] = "pulseaudio");
ENUM_NAMES(audio_format, AUDIO_FORMAT_COUNT, [AUDIO_U8] = "u8", [AUDIO_S8] = "s8", [AUDIO_U16] = "u16",
           [AUDIO_S16] = "s16", [AUDIO_U32] = "u32", [AUDIO_S32] = "s32", [AUDIO_F32] = "f32");

#define STREAM struct audio_stream
#define JACK_ONLY .only_if = BIT(AUDIO_JACK)
#define PULSE (BIT(AUDIO_PULSEAUDIO) | BIT(AUDIO_PIPEWIRE))
#define BUFFERED (BIT(AUDIO_COREAUDIO) | BIT(AUDIO_OSS) | BIT(AUDIO_SDL))
#define DEVICES (BIT(AUDIO_ALSA) | BIT(AUDIO_OSS))

static const struct field audio_settings_fields[] = {
    ATTR(uint, "frequency", STREAM, frequency, HOST_ONLY, .max = G_MAXUINT32, .doc = "Samples a second."),
    ATTR(uint, "channels", STREAM, channels, HOST_ONLY, .max = G_MAXUINT32, .doc = "The number of channels."),
    ATTR_ENUM("format", STREAM, format, audio_format, HOST_ONLY, .doc = "The format of a sample."),
};
static ELEMENT(audio_settings_element, "audio-settings", STREAM, audio_settings_fields, "The format of the sound.");

static const struct field audio_stream_fields[] = {
    ATTR_ENUM("mixingEngine", STREAM, mixing_engine, yes_no, HOST_ONLY, .doc = "Whether QEMU mixes the sound."),
    ATTR_ENUM("fixedSettings", STREAM, fixed_settings, yes_no, HOST_ONLY,
              .doc = "Whether the format is fixed, not the guest's."),
    ATTR(uint, "voices", STREAM, voices, HOST_ONLY, .max = G_MAXUINT32, .doc = "The number of voices."),
    ATTR(uint, "bufferLength", STREAM, buffer_length, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The buffer in microseconds."),
    ATTR(string, "dev", STREAM, dev, HOST_ONLY, .only_if = DEVICES, .doc = "The host's device."),
    ATTR(uint, "bufferCount", STREAM, buffer_count, HOST_ONLY, .only_if = BUFFERED, .max = G_MAXUINT32,
         .doc = "The number of buffers."),
    ATTR_ENUM("tryPoll", STREAM, try_poll, yes_no, HOST_ONLY, .only_if = DEVICES,
              .doc = "Whether the device is polled."),
    ATTR(string, "serverName", STREAM, server_name, HOST_ONLY, JACK_ONLY, .doc = "The server."),
    ATTR(string, "clientName", STREAM, client_name, HOST_ONLY, JACK_ONLY, .doc = "The client's name."),
    ATTR(string, "connectPorts", STREAM, connect_ports, HOST_ONLY, JACK_ONLY,
         .doc = "A pattern of ports to connect to."),
    ATTR_ENUM("exactName", STREAM, exact_name, yes_no, HOST_ONLY, JACK_ONLY,
              .doc = "Whether the client's name is not made unique."),
    ATTR(string, "name", STREAM, name, HOST_ONLY, .only_if = PULSE, .doc = "The sink or source."),
    ATTR(string, "streamName", STREAM, stream_name, HOST_ONLY, .only_if = PULSE, .doc = "The stream's name."),
    ATTR(uint, "latency", STREAM, latency, HOST_ONLY, .only_if = PULSE, .max = G_MAXUINT32,
         .doc = "The latency to aim at, in microseconds."),
    INLINE("settings", audio_settings, 0, .doc = "The format of the sound."),
};
static ELEMENT(audio_stream_element, "audio-stream", STREAM, audio_stream_fields, "Sound in one direction.");

static const struct field audio_fields[] = {
    ATTR(uint, "id", struct audio, id, HOST_ONLY | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "The number that sound cards refer to."),
    ATTR_ENUM("type", struct audio, type, audio_type, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "The host's sound system."),
    ATTR(uint, "timerPeriod", struct audio, timer_period, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The timer's period in microseconds."),
    ATTR_ENUM("tryMMap", struct audio, try_mmap, yes_no, HOST_ONLY, .only_if = BIT(AUDIO_OSS),
              .doc = "Whether the device is mapped."),
    ATTR_ENUM("exclusive", struct audio, exclusive, yes_no, HOST_ONLY, .only_if = BIT(AUDIO_OSS),
              .doc = "Whether nobody else may use the device."),
    ATTR(int, "dspPolicy", struct audio, dsp_policy, HOST_ONLY, .only_if = BIT(AUDIO_OSS), .min = -1, .max = INT32_MAX,
         .doc = "Timing against latency; -1 for QEMU's own buffers."),
    ATTR(string, "serverName", struct audio, server_name, HOST_ONLY, .only_if = BIT(AUDIO_PULSEAUDIO),
         .doc = "The server."),
    ATTR(path, "runtimeDir", struct audio, runtime_dir, HOST_ONLY, .only_if = BIT(AUDIO_PIPEWIRE),
         .doc = "The folder of the server's socket."),
    ATTR_ENUM("driver", struct audio, sdl_driver, audio_sdl_driver, HOST_ONLY, .only_if = BIT(AUDIO_SDL),
              .doc = "SDL's driver."),
    ATTR(string, "path", struct audio, path, HOST_ONLY, .only_if = BIT(AUDIO_FILE), .doc = "The WAV file."),
    EMBED_AS("input", struct audio, input, STREAM, audio_stream, 0, .doc = "What the guest records."),
    EMBED_AS("output", struct audio, output, STREAM, audio_stream, 0, .doc = "What the guest plays."),
};
ELEMENT(audio_element, "audio", struct audio, audio_fields, "Where the guest's sound goes.");
