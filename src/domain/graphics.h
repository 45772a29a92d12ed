/* domain/graphics.h - how a person sees the guest's screen: <graphics>. */
#pragma once

#include "domain/chardev.h"

enum graphics_type {
    GRAPHICS_TYPE_ABSENT,
    GRAPHICS_SDL,
    GRAPHICS_VNC,
    GRAPHICS_RDP,
    GRAPHICS_DESKTOP,
    GRAPHICS_SPICE,
    GRAPHICS_EGL_HEADLESS,
    GRAPHICS_DBUS,
    GRAPHICS_TYPE_COUNT,
};
extern const struct enum_names graphics_type_names;

/* What happens to those connected when the password changes. */
enum graphics_connected {
    GRAPHICS_CONNECTED_ABSENT,
    GRAPHICS_FAIL,
    GRAPHICS_DISCONNECT,
    GRAPHICS_KEEP,
    GRAPHICS_CONNECTED_COUNT,
};
extern const struct enum_names graphics_connected_names;

enum vnc_share_policy {
    VNC_SHARE_POLICY_ABSENT,
    VNC_ALLOW_EXCLUSIVE,
    VNC_FORCE_SHARED,
    VNC_IGNORE,
    VNC_SHARE_POLICY_COUNT,
};
extern const struct enum_names vnc_share_policy_names;

enum listen_type {
    LISTEN_TYPE_ABSENT,
    LISTEN_NONE,
    LISTEN_ADDRESS,
    LISTEN_NETWORK,
    LISTEN_SOCKET,
    LISTEN_TYPE_COUNT,
};
extern const struct enum_names listen_type_names;

enum spice_mode { SPICE_MODE_ABSENT, SPICE_ANY, SPICE_SECURE, SPICE_INSECURE, SPICE_MODE_COUNT };
extern const struct enum_names spice_mode_names;

enum spice_channel_name {
    SPICE_CHANNEL_ABSENT,
    SPICE_MAIN,
    SPICE_DISPLAY,
    SPICE_INPUTS,
    SPICE_CURSOR,
    SPICE_PLAYBACK,
    SPICE_RECORD,
    SPICE_SMARTCARD,
    SPICE_USBREDIR,
    SPICE_CHANNEL_COUNT,
};
extern const struct enum_names spice_channel_name_names;

enum spice_image {
    SPICE_IMAGE_ABSENT,
    SPICE_AUTO_GLZ,
    SPICE_AUTO_LZ,
    SPICE_QUIC,
    SPICE_GLZ,
    SPICE_LZ,
    SPICE_OFF,
    SPICE_IMAGE_COUNT,
};
extern const struct enum_names spice_image_names;

enum spice_wan { SPICE_WAN_ABSENT, SPICE_AUTO, SPICE_NEVER, SPICE_ALWAYS, SPICE_WAN_COUNT };
extern const struct enum_names spice_wan_names;

enum spice_streaming {
    SPICE_STREAMING_ABSENT,
    SPICE_STREAMING_FILTER,
    SPICE_STREAMING_ALL,
    SPICE_STREAMING_OFF,
    SPICE_STREAMING_COUNT,
};
extern const struct enum_names spice_streaming_names;

struct graphics_listen {
    struct place where;
    enum listen_type type;
    char *address, *network, *socket;
    struct number from_config;
    enum yes_no auto_generated; /* notes of libvirt's to itself */
};

struct spice_channel {
    struct place where;
    enum spice_channel_name name;
    enum spice_mode mode;
};

struct graphics {
    struct place where;
    enum graphics_type type;
    struct integer port, tls_port, websocket; /* -1: choose */
    enum yes_no autoport;
    char *listen, *socket; /* the old way to say the first listen; see graphics_listen() */
    char *passwd, *passwd_valid_to, *keymap;
    enum graphics_connected connected;
    enum vnc_share_policy share_policy;   /* vnc */
    enum yes_no power_control;            /* vnc */
    enum spice_mode default_mode;         /* spice */
    char *display, *xauth;                /* sdl; desktop */
    enum yes_no fullscreen;               /* sdl, desktop */
    enum yes_no replace_user, multi_user; /* rdp */
    char *username;                       /* rdp */
    char *dbus_address;                   /* dbus */
    enum yes_no p2p;                      /* dbus */
    GPtrArray *listens;                   /* struct graphics_listen * */
    GPtrArray *channels;                  /* spice: struct spice_channel * */
    enum spice_image image;
    enum spice_wan jpeg, zlib;
    enum on_off playback;
    enum spice_streaming streaming;
    enum yes_no clipboard, filetransfer;
    enum mouse_mode mouse;
    enum yes_no gl;
    char *rendernode;
    struct number audio_id; /* vnc, dbus */
};
extern const struct element graphics_element;
