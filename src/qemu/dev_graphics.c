#include "qemu/dev_common.h"

#include <string.h>

/* Where screens are shown if the document does not say: on this host alone, on ports that do not meet. */
#define USUAL_ADDRESS "127.0.0.1"
enum { VNC_BASE = 5900, VNC_PORT = 5900, VNC_WEBSOCKET = 5700, SPICE_PORT = 5901 };

/* The first <listen>; the attributes listen= and socket= say the same in an older way. */
struct listener {
    enum listen_type type;
    const char *address, *socket;
};

static struct listener listener(const struct graphics *graphics)
{
    struct listener found = {LISTEN_ADDRESS, graphics->listen, graphics->socket};

    if (graphics->listens->len > 0) {
        const struct graphics_listen *listen = graphics->listens->pdata[0];

        if (listen->type)
            found.type = listen->type;
        if (listen->address)
            found.address = listen->address;
        if (listen->socket)
            found.socket = listen->socket;
    } else if (graphics->socket) {
        found.type = LISTEN_SOCKET;
    }
    if (!found.address)
        found.address = USUAL_ADDRESS;
    return found;
}

static bool has_port(struct integer port)
{
    return port.given && port.value > 0;
}

/* The port in the document, or that which the host has chosen, or the usual one. */
static unsigned port_of(struct builder *builder, struct integer port, const char *what, unsigned index, unsigned usual,
                        struct place where)
{
    g_autofree char *name = NULL, *text = NULL;

    if (has_port(port))
        return (unsigned)port.value;
    name = g_strdup_printf("%u", index);
    text = builder_offer(builder, what, name, 0, where);
    return text ? (unsigned)g_ascii_strtoull(text, NULL, 10) : usual;
}

/* A listen address is that of the host's end of a network, which a network document may say. */
static void refuse_network(struct builder *builder, const struct graphics *graphics)
{
    struct listener listen = listener(graphics);

    if (listen.type == LISTEN_NETWORK && graphics->listens->len > 0 &&
        !((const struct graphics_listen *)graphics->listens->pdata[0])->address)
        builder_unsupported(builder, graphics->where, "<listen type='network'> is not supported yet, name an address");
}

static char *socket_of(struct builder *builder, const struct listener *listen, const char *name)
{
    return listen->socket ? g_strdup(listen->socket) : builder_run_path(builder, name);
}

/* ---- VNC ---- */

static void vnc_address(GString *list, struct builder *builder, const struct graphics *graphics, unsigned index)
{
    struct listener listen = listener(graphics);
    g_autofree char *path = NULL;
    unsigned port;

    switch (listen.type) {
    case LISTEN_NONE:
        g_string_append(list, "none");
        break;
    case LISTEN_SOCKET:
        path = socket_of(builder, &listen, "vnc.sock");
        g_string_append(list, "vnc=unix:");
        list_escape(list, path);
        break;
    default:
        port = port_of(builder, graphics->port, "vnc", index, VNC_PORT, graphics->where);
        if (port < VNC_BASE)
            builder_wrong(builder, graphics->where, "VNC port %u is below %u", port, VNC_BASE);
        g_string_append_printf(list, strchr(listen.address, ':') ? "[%s]:%u" : "%s:%u", listen.address,
                               port - VNC_BASE);
    }
}

static void add_vnc(struct builder *builder, const struct graphics *graphics, unsigned index)
{
    GString *list = g_string_new(NULL);
    g_autofree char *audiodev = builder_audiodev(builder, graphics->audio_id);

    refuse_network(builder, graphics);
    vnc_address(list, builder, graphics, index);
    if (graphics->websocket.given)
        list_format(list, "websocket", "%u",
                    port_of(builder, graphics->websocket, "vnc-websocket", index, VNC_WEBSOCKET, graphics->where));
    list_text(list, "share", enum_name(&vnc_share_policy_names, graphics->share_policy));
    if (graphics->passwd)
        list_bool(list, "password", true); /* it is set over QMP, where no other process can read it */
    list_yes_no(list, "power-control", graphics->power_control);
    list_text(list, "audiodev", audiodev);
    builder_list(builder, "-vnc", list);
    if (graphics->keymap) {
        builder_option(builder, "-k", g_strdup(graphics->keymap));
    }
}

/* ---- SPICE ---- */

static void spice_address(GString *list, struct builder *builder, const struct graphics *graphics, unsigned index)
{
    struct listener listen = listener(graphics);
    g_autofree char *path = NULL;

    switch (listen.type) {
    case LISTEN_NONE:
        list_text(list, "port", "0");
        break;
    case LISTEN_SOCKET:
        path = socket_of(builder, &listen, "spice.sock");
        list_bool(list, "unix", true);
        list_text(list, "addr", path);
        break;
    default:
        if (has_port(graphics->port) || graphics->autoport == YES || !has_port(graphics->tls_port))
            list_format(list, "port", "%u",
                        port_of(builder, graphics->port, "spice", index, SPICE_PORT, graphics->where));
        if (has_port(graphics->tls_port))
            list_format(list, "tls-port", "%u", (unsigned)graphics->tls_port.value);
        list_text(list, "addr", listen.address);
    }
}

static void spice_channels(GString *list, const struct graphics *graphics)
{
    if (graphics->default_mode == SPICE_SECURE)
        list_text(list, "tls-channel", "default");
    else if (graphics->default_mode == SPICE_INSECURE)
        list_text(list, "plaintext-channel", "default");
    for (unsigned i = 0; i < graphics->channels->len; i++) {
        const struct spice_channel *channel = graphics->channels->pdata[i];
        const char *name = enum_name(&spice_channel_name_names, channel->name);

        if (channel->mode == SPICE_SECURE)
            list_text(list, "tls-channel", name);
        else if (channel->mode == SPICE_INSECURE)
            list_text(list, "plaintext-channel", name);
    }
}

static void spice_quality(GString *list, const struct graphics *graphics)
{
    list_text(list, "image-compression", enum_name(&spice_image_names, graphics->image));
    list_text(list, "jpeg-wan-compression", enum_name(&spice_wan_names, graphics->jpeg));
    list_text(list, "zlib-glz-wan-compression", enum_name(&spice_wan_names, graphics->zlib));
    list_on_off(list, "playback-compression", graphics->playback);
    list_text(list, "streaming-video", enum_name(&spice_streaming_names, graphics->streaming));
    if (graphics->clipboard == NO)
        list_bool(list, "disable-copy-paste", true);
    if (graphics->filetransfer == NO)
        list_bool(list, "disable-agent-file-xfer", true);
}

static char *render_node(struct builder *builder, const struct graphics *graphics)
{
    char *node;

    if (graphics->rendernode)
        return g_strdup(graphics->rendernode);
    node = builder_offer(builder, "rendernode", NULL, 0, graphics->where);
    return node ? node : g_strdup("/dev/dri/renderD128");
}

static void add_spice(struct builder *builder, const struct graphics *graphics, unsigned index)
{
    GString *list = g_string_new(NULL);
    g_autofree char *open = NULL;

    refuse_network(builder, graphics);
    if (!profile_has_option(builder->profile, "spice", NULL))
        builder_lacks(builder, graphics->where, "SPICE");
    spice_address(list, builder, graphics, index);
    if (!graphics->passwd)
        open = builder_offer(builder, "spice-open", NULL, 0, graphics->where);
    if (g_strcmp0(open, "yes") == 0)
        list_bool(list, "disable-ticketing", true);
    if (graphics->mouse)
        list_bool(list, "agent-mouse", graphics->mouse == MOUSE_CLIENT);
    if (has_port(graphics->tls_port)) {
        g_autofree char *directory = builder_offer(builder, "tls", "spice", 0, graphics->where);

        list_text(list, "x509-dir", directory ? directory : "/etc/pki/qemu");
    }
    spice_channels(list, graphics);
    spice_quality(list, graphics);
    if (graphics->gl == YES) {
        g_autofree char *node = render_node(builder, graphics);

        list_bool(list, "gl", true);
        list_text(list, "rendernode", node);
    }
    list_bool(list, "seamless-migration", true);
    builder_list(builder, "-spice", list);
    if (graphics->keymap)
        builder_option(builder, "-k", g_strdup(graphics->keymap));
}

/* ---- -display ---- */

static void add_sdl(struct builder *builder, const struct graphics *graphics)
{
    GString *list = list_new("sdl");

    if (graphics->fullscreen == YES)
        builder_option(builder, "-full-screen", NULL);
    list_yes_no(list, "gl", graphics->gl);
    builder_list(builder, "-display", list);
}

static void add_egl(struct builder *builder, const struct graphics *graphics)
{
    GString *list = list_new("egl-headless");
    g_autofree char *node = render_node(builder, graphics);

    list_text(list, "rendernode", node);
    builder_list(builder, "-display", list);
}

static void add_dbus(struct builder *builder, const struct graphics *graphics)
{
    GString *list = list_new("dbus");
    g_autofree char *audiodev = graphics->audio_id.given ? builder_audiodev(builder, graphics->audio_id) : NULL;

    if (graphics->p2p == YES)
        list_bool(list, "p2p", true);
    else
        list_text(list, "addr", graphics->dbus_address);
    if (graphics->gl) {
        g_autofree char *node = graphics->gl == YES ? render_node(builder, graphics) : NULL;

        list_yes_no(list, "gl", graphics->gl);
        list_text(list, "rendernode", node);
    }
    list_text(list, "audiodev", audiodev);
    builder_list(builder, "-display", list);
}

void builder_graphics(struct builder *builder)
{
    const GPtrArray *graphics = builder->domain->devices->graphics;

    for (unsigned i = 0; i < graphics->len; i++) {
        const struct graphics *one = graphics->pdata[i];

        switch (one->type) {
        case GRAPHICS_VNC:
            add_vnc(builder, one, i);
            break;
        case GRAPHICS_SPICE:
            add_spice(builder, one, i);
            break;
        case GRAPHICS_SDL:
            add_sdl(builder, one);
            break;
        case GRAPHICS_EGL_HEADLESS:
            add_egl(builder, one);
            break;
        case GRAPHICS_DBUS:
            add_dbus(builder, one);
            break;
        default:
            builder_unsupported(builder, one->where, "graphics of type '%s' are not QEMU's",
                                enum_name(&graphics_type_names, one->type));
        }
    }
}

void builder_no_display(struct builder *builder)
{
    if (builder->domain->devices->graphics->len == 0)
        builder_option(builder, "-display", g_strdup("none"));
}
