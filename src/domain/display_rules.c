#include "domain/rule_parts.h"

#include <string.h>

/* ---- <graphics> ---- */

static unsigned count_graphics(const struct devices *devices, enum graphics_type type)
{
    unsigned count = 0;

    for (unsigned i = 0; i < devices->graphics->len; i++)
        count += ((const struct graphics *)devices->graphics->pdata[i])->type == type;
    return count;
}

static void graphics_twice(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const GPtrArray *all = domain->devices ? domain->devices->graphics : NULL;

    for (unsigned i = 0; all && i < all->len; i++) {
        const struct graphics *graphics = all->pdata[i];

        for (unsigned j = 0; j < i; j++) {
            const struct graphics *other = all->pdata[j];

            if (other->type == graphics->type)
                rule_error(rule, report, graphics->where, "remove one of them",
                           "two <graphics> have type='%s', the other in line %u; QEMU has one of each",
                           enum_name(&graphics_type_names, graphics->type), other->where.line);
        }
    }
}

/* egl-headless draws for a server that cannot do so itself. */
static void egl_headless(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    const struct devices *devices = domain->devices;

    for (unsigned i = 0; devices && i < devices->graphics->len; i++) {
        const struct graphics *graphics = devices->graphics->pdata[i];

        if (graphics->type == GRAPHICS_EGL_HEADLESS && devices->graphics->len > 1 &&
            !count_graphics(devices, GRAPHICS_VNC) && !count_graphics(devices, GRAPHICS_SPICE))
            rule_error(rule, report, graphics->where, "add <graphics type='vnc'/> or type='spice'",
                       "<graphics type='egl-headless'> draws for VNC or SPICE, but there is neither");
    }
}

static void one_gl(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                   struct report *report)
{
    const GPtrArray *all = domain->devices ? domain->devices->graphics : NULL;
    const struct graphics *first = NULL;

    for (unsigned i = 0; all && i < all->len; i++) {
        const struct graphics *graphics = all->pdata[i];

        if (graphics->type != GRAPHICS_EGL_HEADLESS && graphics->gl != YES)
            continue;
        if (first)
            rule_error(rule, report, graphics->where, "leave it with one of them",
                       "two <graphics> use OpenGL, the other in line %u; QEMU can with one", first->where.line);
        first = first ? first : graphics;
    }
}

static void graphics_listen(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const GPtrArray *all = domain->devices ? domain->devices->graphics : NULL;

    for (unsigned i = 0; all && i < all->len; i++) {
        const struct graphics *graphics = all->pdata[i];
        const struct graphics_listen *first = graphics->listens->len ? graphics->listens->pdata[0] : NULL;

        if (graphics->listens->len > 1)
            rule_error(rule, report, graphics->where, "keep one of them",
                       "<graphics type='%s'> has %u <listen>, expected at most one",
                       enum_name(&graphics_type_names, graphics->type), graphics->listens->len);
        if (first && graphics->listen && *graphics->listen && first->type == LISTEN_ADDRESS && first->address &&
            strcmp(first->address, graphics->listen) != 0)
            rule_error(rule, report, first->where, "keep one of them",
                       "<graphics> has listen='%s' and <listen address='%s'>, which have to be the same",
                       graphics->listen, first->address);
        if (first && graphics->socket && first->type == LISTEN_SOCKET && first->socket &&
            strcmp(first->socket, graphics->socket) != 0)
            rule_error(rule, report, first->where, "keep one of them",
                       "<graphics> has socket='%s' and <listen socket='%s'>, which have to be the same",
                       graphics->socket, first->socket);
    }
}

static void graphics_password(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                              struct report *report)
{
    const GPtrArray *all = domain->devices ? domain->devices->graphics : NULL;

    for (unsigned i = 0; all && i < all->len; i++) {
        const struct graphics *graphics = all->pdata[i];
        const char *until = graphics->passwd_valid_to;
        g_autofree char *utc = g_strdup_printf("%sZ", until ? until : "");
        g_autoptr(GDateTime) time = until ? g_date_time_new_from_iso8601(utc, NULL) : NULL;

        if (until && !time)
            rule_error(rule, report, graphics->where, NULL,
                       "<graphics> has passwdValidTo='%s', expected a time such as 2027-01-31T23:59:59", until);
        if (graphics->type == GRAPHICS_VNC && graphics->passwd && strlen(graphics->passwd) > 8)
            rule_error(rule, report, graphics->where, NULL,
                       "the password of <graphics type='vnc'> has %zu characters, but VNC knows 8",
                       strlen(graphics->passwd));
    }
}

/* ---- <video> ---- */

static void video_primary(const struct domain *domain, const void *device, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    const struct video *video = device;
    const GPtrArray *all = domain->devices->videos;

    for (unsigned i = 0; video->primary == YES && i < all->len && all->pdata[i] != video; i++) {
        const struct video *other = all->pdata[i];

        if (other->primary == YES)
            rule_error(rule, report, video->info.where, "leave it with one of them",
                       "two <video> have primary='yes', the other in line %u", other->info.where.line);
    }
}

/* The first card if none is said to be the first. */
static bool is_primary(const struct devices *devices, const struct video *video)
{
    for (unsigned i = 0; i < devices->videos->len; i++)
        if (((const struct video *)devices->videos->pdata[i])->primary == YES)
            return video->primary == YES;
    return devices->videos->pdata[0] == video;
}

#define SECONDARY_CARDS (BIT(VIDEO_QXL) | BIT(VIDEO_VIRTIO) | BIT(VIDEO_BOCHS))

static void video_secondary(const struct domain *domain, const void *device, const struct rule *rule,
                            const struct rule_options *options, struct report *report)
{
    const struct video *video = device;
    g_autofree char *expected = rule_names(&video_type_names, SECONDARY_CARDS);

    if (video->type == VIDEO_NONE && domain->devices->videos->len > 1)
        rule_error(rule, report, video->info.where, "remove it, or all others",
                   "a <video> has type='none', but there are %u", domain->devices->videos->len);
    else if (video->type && !is_primary(domain->devices, video) && !(SECONDARY_CARDS & BIT(video->type)))
        rule_error(rule, report, video->info.where, "make it the first card, or use another type",
                   "a further <video> has type='%s', expected %s", enum_name(&video_type_names, video->type), expected);
}

#define QEMU_CARDS                                                                                                     \
    (BIT(VIDEO_DEFAULT) | BIT(VIDEO_VGA) | BIT(VIDEO_CIRRUS) | BIT(VIDEO_VMVGA) | BIT(VIDEO_QXL) | BIT(VIDEO_VIRTIO) | \
     BIT(VIDEO_NONE) | BIT(VIDEO_BOCHS) | BIT(VIDEO_RAMFB))

static void video_not_in_qemu(const struct domain *domain, const void *device, const struct rule *rule,
                              const struct rule_options *options, struct report *report)
{
    const struct video *video = device;
    g_autofree char *expected = rule_names(&video_type_names, QEMU_CARDS & ~BIT(VIDEO_DEFAULT));

    if (video->type && !(QEMU_CARDS & BIT(video->type)))
        rule_error(rule, report, video->info.where, NULL,
                   "<video> has type='%s', which QEMU does not have, expected %s",
                   enum_name(&video_type_names, video->type), expected);
}

static void video_ability(const struct domain *domain, const void *device, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    const struct video *video = device;
    const struct {
        const char *what;
        bool given;
        uint64_t types;
    } parts[] = {
        {"'ram' in <model>", video->ram.given, BIT(VIDEO_QXL)},
        {"'vgamem' in <model>", video->vgamem.given, BIT(VIDEO_QXL)},
        {"'vram64' in <model>", video->vram64.given, BIT(VIDEO_QXL)},
        {"'blob' in <model>", video->blob != 0, BIT(VIDEO_VIRTIO)},
        {"accel3d='yes'", video->accel3d == YES, BIT(VIDEO_VIRTIO)},
        {"name='vhostuser' in <driver>", video->backend == VIDEO_BACKEND_VHOSTUSER, BIT(VIDEO_VIRTIO)},
    };

    for (unsigned i = 0; video->type && i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *expected = rule_names(&video_type_names, parts[i].types);

        if (parts[i].given && !(parts[i].types & BIT(video->type)))
            rule_error(rule, report, video->info.where, "remove it", "<video> has %s and type='%s', expected %s",
                       parts[i].what, enum_name(&video_type_names, video->type), expected);
    }
    if (video->type && video->type != VIDEO_VIRTIO)
        rule_no_virtio_options(rule, report, video->info.where, &video->virtio, "<video>");
}

static void video_vhostuser(const struct domain *domain, const void *device, const struct rule *rule,
                            const struct rule_options *options, struct report *report)
{
    const struct video *video = device;

    if (options->purpose == PURPOSE_RUN && video->backend == VIDEO_BACKEND_VHOSTUSER && !rule_memory_is_shared(domain))
        rule_error(rule, report, video->info.where, "add <memoryBacking><access mode='shared'/></memoryBacking>",
                   "<video> has name='vhostuser' in <driver>, which needs memory that another program can map");
    if (video->rendernode && video->backend != VIDEO_BACKEND_VHOSTUSER)
        rule_error(rule, report, video->info.where, "remove it, or use 'rendernode' in <gl> of <graphics>",
                   "<acceleration> of <video> has 'rendernode', which only name='vhostuser' in <driver> uses");
}

/* ---- <audio> and <sound> ---- */

static const struct audio *find_audio(const struct devices *devices, uint64_t id)
{
    for (unsigned i = 0; i < devices->audios->len; i++) {
        const struct audio *audio = devices->audios->pdata[i];

        if (audio->id.given && audio->id.value == id)
            return audio;
    }
    return NULL;
}

static void audio_id(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    const GPtrArray *all = domain->devices ? domain->devices->audios : NULL;

    for (unsigned i = 0; all && i < all->len; i++) {
        const struct audio *audio = all->pdata[i], *other = find_audio(domain->devices, audio->id.value);

        if (audio->id.given && other != audio)
            rule_error(rule, report, audio->where, "give each a number of its own",
                       "two <audio> have the id %" G_GUINT64_FORMAT ", the other in line %u", audio->id.value,
                       other->where.line);
    }
}

static void audio_reference(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const struct devices *devices = domain->devices;

    for (unsigned i = 0; devices && i < devices->sounds->len; i++) {
        const struct sound *sound = devices->sounds->pdata[i];

        if (sound->audio_id.given && !find_audio(devices, sound->audio_id.value))
            rule_error(rule, report, sound->info.where, "add an <audio> with this id, or remove it",
                       "<sound> names <audio id='%" G_GUINT64_FORMAT "'>, which does not exist", sound->audio_id.value);
    }
    for (unsigned i = 0; devices && i < devices->graphics->len; i++) {
        const struct graphics *graphics = devices->graphics->pdata[i];

        if (graphics->audio_id.given && !find_audio(devices, graphics->audio_id.value))
            rule_error(rule, report, graphics->where, "add an <audio> with this id, or remove it",
                       "<graphics> names <audio id='%" G_GUINT64_FORMAT "'>, which does not exist",
                       graphics->audio_id.value);
    }
}

static void check_stream(const struct audio *audio, const struct audio_stream *stream, const char *name,
                         const struct rule *rule, struct report *report)
{
    bool settings = stream->frequency.given || stream->channels.given || stream->format;

    if (settings && stream->fixed_settings != YES)
        rule_error(rule, report, audio->where, "add fixedSettings='yes'",
                   "<%s> of <audio> has <settings>, which count only with fixedSettings='yes'", name);
    if (stream->fixed_settings == YES && stream->mixing_engine == NO)
        rule_error(rule, report, audio->where, "use mixingEngine='yes'",
                   "<%s> of <audio> has fixedSettings='yes' and mixingEngine='no', but QEMU changes a format by mixing",
                   name);
}

static void audio_settings(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const GPtrArray *all = domain->devices ? domain->devices->audios : NULL;

    for (unsigned i = 0; all && i < all->len; i++) {
        const struct audio *audio = all->pdata[i];

        check_stream(audio, &audio->input, "input", rule, report);
        check_stream(audio, &audio->output, "output", rule, report);
    }
}

static void sound_codec(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct sound *sound = device;

    if (sound->codecs->len > 0 && sound->model != SOUND_ICH6 && sound->model != SOUND_ICH9)
        rule_error(rule, report, sound->info.where, "remove <codec>",
                   "<sound> has <codec> and model='%s', expected ich6 or ich9",
                   enum_name(&sound_model_names, sound->model));
    if (sound->model == SOUND_ICH7)
        rule_error(rule, report, sound->info.where, "use model='ich9'",
                   "<sound> has model='ich7', which QEMU does not have");
}

const struct rule display_rules[] = {
    {"graphics.twice", graphics_twice},
    {"graphics.egl-headless", egl_headless},
    {"graphics.gl", one_gl},
    {"graphics.listen", graphics_listen},
    {"graphics.password", graphics_password},
    {"video.primary", .kind = DEVICE_VIDEO, .check_device = video_primary},
    {"video.secondary", .kind = DEVICE_VIDEO, .check_device = video_secondary},
    {"video.not-in-qemu", .kind = DEVICE_VIDEO, .check_device = video_not_in_qemu},
    {"video.ability", .kind = DEVICE_VIDEO, .check_device = video_ability},
    {"video.vhostuser", .kind = DEVICE_VIDEO, .check_device = video_vhostuser},
    {"audio.id", audio_id},
    {"audio.reference", audio_reference},
    {"audio.settings", audio_settings},
    {"sound.codec", .kind = DEVICE_SOUND, .check_device = sound_codec},
    {NULL},
};
