#include "qemu/defaults_parts.h"

#include "xml/own.h"

#include <string.h>

enum {
    VRAM_KIB = 16 * 1024,
    QXL_RAM_KIB = 64 * 1024,
    QXL_VGAMEM_KIB = 16 * 1024,
};

/* ---- graphics ---- */

static struct graphics_listen *add_listen(struct graphics *graphics, enum listen_type type)
{
    struct graphics_listen *listen = g_new0(struct graphics_listen, 1);

    listen->type = type;
    g_ptr_array_add(graphics->listens, listen);
    return listen;
}

/* A socket that libvirt made for itself is none that anybody chose. */
static bool is_generated_socket(const char *path)
{
    return g_str_has_prefix(path, "/var/lib/libvirt/qemu/");
}

static bool has_port(const struct graphics *graphics)
{
    return graphics->port.given || graphics->tls_port.given || graphics->autoport == YES;
}

/* The first listen, made of the old attributes if the document has none. */
static struct graphics_listen *first_listen(struct graphics *graphics)
{
    struct graphics_listen *listen;

    if (graphics->listens->len > 0)
        return graphics->listens->pdata[0];
    if (graphics->socket && is_generated_socket(graphics->socket))
        g_clear_pointer(&graphics->socket, g_free);
    if (graphics->socket) {
        listen = add_listen(graphics, LISTEN_SOCKET);
        listen->socket = g_strdup(graphics->socket);
        return listen;
    }
    if (graphics->type == GRAPHICS_SPICE && !graphics->listen && !has_port(graphics))
        return add_listen(graphics, LISTEN_NONE);
    listen = add_listen(graphics, LISTEN_ADDRESS);
    listen->address = g_strdup(graphics->listen);
    return listen;
}

/* The attributes of <graphics> say again what the first listen says. */
static void repeat_listen(struct graphics *graphics, const struct graphics_listen *listen)
{
    g_free(graphics->listen);
    graphics->listen =
        g_strdup(listen->type == LISTEN_ADDRESS || listen->type == LISTEN_NETWORK ? listen->address : NULL);
    g_free(graphics->socket);
    graphics->socket = g_strdup(graphics->type == GRAPHICS_VNC ? listen->socket : NULL);
}

static void ports(struct graphics *graphics, const struct graphics_listen *listen)
{
    bool listens_on_port = listen->type == LISTEN_ADDRESS || listen->type == LISTEN_NETWORK;

    if (!listens_on_port) {
        graphics->autoport = YES_NO_ABSENT;
        return;
    }
    if (graphics->port.value < 0 || graphics->tls_port.value < 0)
        graphics->autoport = YES;
    if (!graphics->autoport)
        graphics->autoport = graphics->type == GRAPHICS_VNC && !graphics->port.given ? YES : NO;
    if (graphics->autoport != YES)
        return;
    graphics->port = graphics->type == GRAPHICS_VNC ? integer(-1) : (struct integer){0};
    graphics->tls_port = (struct integer){0};
}

static void one_graphics(struct graphics *graphics)
{
    const struct graphics_listen *listen;

    if (graphics->type != GRAPHICS_VNC && graphics->type != GRAPHICS_SPICE)
        return;
    listen = first_listen(graphics);
    repeat_listen(graphics, listen);
    ports(graphics, listen);
}

/* ---- graphics cards ---- */

static enum video_type default_card(enum board board, const struct profile *profile)
{
    if (board == BOARD_VIRT)
        return VIDEO_VIRTIO;
    return profile_has_device(profile, "cirrus-vga") ? VIDEO_CIRRUS : VIDEO_VGA;
}

/* QEMU makes memory windows of powers of two; so the number is told as it comes out. */
static uint64_t power_of_two(uint64_t value)
{
    uint64_t power = 1;

    while (power < value && power < (UINT64_C(1) << 62))
        power <<= 1;
    return power;
}

static void window(struct number *memory, uint64_t or_else)
{
    *memory = number(memory->given ? power_of_two(memory->value) : or_else);
}

static void card_memory(struct video *video)
{
    switch (video->type) {
    case VIDEO_VGA:
    case VIDEO_CIRRUS:
    case VIDEO_VMVGA:
    case VIDEO_BOCHS:
        if (!video->vram.given)
            video->vram = number(VRAM_KIB);
        break;
    case VIDEO_QXL:
        window(&video->ram, QXL_RAM_KIB);
        window(&video->vram, QXL_RAM_KIB);
        window(&video->vgamem, QXL_VGAMEM_KIB);
        if (video->vram64.given)
            window(&video->vram64, 0);
        break;
    default:
        break;
    }
}

static void one_card(struct video *video, bool primary, enum board board, const struct profile *profile)
{
    if (!video->type || video->type == VIDEO_DEFAULT)
        video->type = default_card(board, profile);
    card_memory(video);
    if (!video->heads.given && video->type != VIDEO_NONE)
        video->heads = number(1);
    video->primary = primary && video->type != VIDEO_NONE ? YES : YES_NO_ABSENT;
}

/* The primary card comes first; without one that says so it is the first. */
static void primary_first(GPtrArray *videos)
{
    for (unsigned i = 1; i < videos->len; i++) {
        struct video *video = videos->pdata[i];

        if (video->primary != YES)
            continue;
        memmove(videos->pdata + 1, videos->pdata, i * sizeof(*videos->pdata));
        videos->pdata[0] = video;
        return;
    }
}

static void cards(struct domain *domain, const struct profile *profile)
{
    GPtrArray *videos = domain->devices->videos;

    if (videos->len == 0 && domain->devices->graphics->len > 0)
        g_ptr_array_add(videos, element_new(&video_element));
    primary_first(videos);
    for (unsigned i = 0; i < videos->len; i++)
        one_card(videos->pdata[i], i == 0, domain_board(domain), profile);
}

/* ---- sound ---- */

/* What sound is played by, of those that a display brings with it; absent: the display has its own ways. */
static enum audio_type default_audio(const GPtrArray *displays)
{
    enum audio_type type = displays->len == 0 ? AUDIO_NONE : AUDIO_TYPE_ABSENT;

    for (unsigned i = 0; i < displays->len; i++) {
        enum graphics_type display = ((const struct graphics *)displays->pdata[i])->type;

        if (display == GRAPHICS_SPICE)
            return AUDIO_SPICE;
        if (display == GRAPHICS_VNC)
            type = AUDIO_NONE;
    }
    return type;
}

static void audio(struct devices *devices)
{
    enum audio_type type = default_audio(devices->graphics);
    struct audio *audio;

    if (devices->audios->len > 0 || !type)
        return;
    audio = element_new(&audio_element);
    audio->id = number(1);
    audio->type = type;
    g_ptr_array_add(devices->audios, audio);
}

void defaults_display(struct domain *domain, const struct profile *profile)
{
    for (unsigned i = 0; i < domain->devices->graphics->len; i++)
        one_graphics(domain->devices->graphics->pdata[i]);
    cards(domain, profile);
    audio(domain->devices);
}
