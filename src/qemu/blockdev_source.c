#include "qemu/blockdev_source.h"

#include <string.h>

/* ---- secrets ---- */

char *blockdev_secret(struct builder *builder, const struct secret_reference *secret, const char *node,
                      const char *suffix, struct place where)
{
    g_autofree char *id = g_strdup_printf("%s-%s", node, suffix), *file = NULL;
    struct json_object *props;

    if (!secret) {
        builder_wrong(builder, where, "a <secret> is needed here");
        return NULL;
    }
    file = builder_need(builder, "secret", secret->uuid ? secret->uuid : secret->usage, 0, where);
    props = json_pair("qom-type", "secret");
    props_text(props, "id", id);
    props_text(props, "format", "raw");
    props_text(props, "file", file);
    builder_json(builder, "-object", props);
    return g_steal_pointer(&id);
}

/* ---- servers ---- */

static const struct storage_host *first_host(const struct storage_source *source)
{
    return source->hosts->len > 0 ? source->hosts->pdata[0] : NULL;
}

static unsigned default_port(enum storage_protocol protocol)
{
    static const unsigned ports[STORAGE_PROTOCOL_COUNT] = {
        [STORAGE_NBD] = 10809, [STORAGE_RBD] = 0,     [STORAGE_GLUSTER] = 24007, [STORAGE_ISCSI] = 3260,
        [STORAGE_HTTP] = 80,   [STORAGE_HTTPS] = 443, [STORAGE_FTP] = 21,        [STORAGE_FTPS] = 990,
        [STORAGE_TFTP] = 69,   [STORAGE_SSH] = 22,
    };

    return ports[protocol];
}

static uint64_t host_port(const struct storage_host *host, enum storage_protocol protocol)
{
    return host->port.given ? host->port.value : default_port(protocol);
}

static void add_port(struct json_object *object, const struct storage_host *host, enum storage_protocol protocol)
{
    uint64_t port = host_port(host, protocol);

    if (port)
        props_format(object, "port", "%" G_GUINT64_FORMAT, port);
}

/* {"type": "inet"|"unix", …} */
static struct json_object *socket_address(const struct storage_host *host, enum storage_protocol protocol)
{
    struct json_object *object;

    if (host->transport == TRANSPORT_UNIX) {
        object = json_pair("type", "unix");
        props_text(object, "path", host->socket);
        return object;
    }
    object = json_pair("type", "inet");
    props_text(object, "host", host->name);
    add_port(object, host, protocol);
    return object;
}

/* {"host": …, "port": …} */
static struct json_object *inet_address(const struct storage_host *host, enum storage_protocol protocol)
{
    struct json_object *object = json_pair("host", host->name);

    add_port(object, host, protocol);
    return object;
}

/* ---- protocols ---- */

static struct json_object *nbd(struct builder *builder, const struct storage_source *source,
                               const struct storage_host *host, const char *node)
{
    struct json_object *props = json_pair("driver", "nbd");

    json_object_object_add(props, "server", socket_address(host, STORAGE_NBD));
    props_text(props, "export", source->name);
    if (source->tls == YES) {
        g_autofree char *id = g_strdup_printf("obj%s_tls0", node);
        g_autofree char *directory = builder_offer(builder, "tls", "nbd", 0, source->where);
        struct json_object *creds = json_pair("qom-type", "tls-creds-x509");

        props_text(creds, "id", id);
        props_text(creds, "dir", directory ? directory : "/etc/pki/qemu");
        props_text(creds, "endpoint", "client");
        props_bool(creds, "verify-peer", true);
        builder_json(builder, "-object", creds);
        props_text(props, "tls-creds", id);
        props_text(props, "tls-hostname", source->tls_hostname);
    }
    if (source->reconnect && source->reconnect->delay.given)
        props_number(props, "reconnect-delay", source->reconnect->delay);
    return props;
}

/* POOL/IMAGE or POOL/NAMESPACE/IMAGE */
static void rbd_name(struct json_object *props, const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name ? name : "", "/", 3);
    unsigned count = g_strv_length(parts);

    if (count == 3) {
        props_text(props, "pool", parts[0]);
        props_text(props, "namespace", parts[1]);
        props_text(props, "image", parts[2]);
    } else if (count == 2) {
        props_text(props, "pool", parts[0]);
        props_text(props, "image", parts[1]);
    } else {
        props_text(props, "image", name);
    }
}

static void rbd_auth(struct builder *builder, struct json_object *props, const struct blockdev_layer *layer,
                     const char *node)
{
    struct json_object *kinds;
    g_autofree char *secret = NULL;

    if (!layer->auth)
        return;
    secret = blockdev_secret(builder, layer->auth->secret, node, "auth-secret0", layer->source->where);
    kinds = json_object_new_array();
    json_object_array_add(kinds, json_object_new_string("cephx"));
    json_object_array_add(kinds, json_object_new_string("none"));
    props_text(props, "user", layer->auth->username);
    json_object_object_add(props, "auth-client-required", kinds);
    props_text(props, "key-secret", secret);
}

static const char *encryption_word(enum encryption_format format)
{
    static const char *const words[ENCRYPTION_FORMAT_COUNT] = {
        [ENCRYPTION_LUKS] = "luks", [ENCRYPTION_LUKS2] = "luks2", [ENCRYPTION_LUKS_ANY] = "luks-any"};

    return words[format];
}

static struct json_object *rbd(struct builder *builder, const struct blockdev_layer *layer, const char *node)
{
    const struct storage_source *source = layer->source;
    struct json_object *props = json_pair("driver", "rbd"), *servers;

    rbd_name(props, source->name);
    props_text(props, "snapshot", source->snapshot);
    props_text(props, "conf", source->config);
    if (source->hosts->len > 0) {
        servers = json_object_new_array();
        for (unsigned i = 0; i < source->hosts->len; i++)
            json_object_array_add(servers, inet_address(source->hosts->pdata[i], STORAGE_RBD));
        json_object_object_add(props, "server", servers);
    }
    if (layer->encryption && layer->encryption->engine == ENCRYPTION_LIBRBD && layer->encryption->secrets->len > 0) {
        g_autofree char *secret =
            blockdev_secret(builder, layer->encryption->secrets->pdata[0], node, "encryption-secret0", source->where);
        struct json_object *encrypt = json_pair("format", encryption_word(layer->encryption->format));

        props_text(encrypt, "key-secret", secret);
        json_object_object_add(props, "encrypt", encrypt);
    }
    rbd_auth(builder, props, layer, node);
    return props;
}

/* TARGET or TARGET/LUN */
static struct json_object *iscsi(struct builder *builder, const struct blockdev_layer *layer,
                                 const struct storage_host *host, const char *node)
{
    const struct storage_source *source = layer->source;
    struct json_object *props = json_pair("driver", "iscsi");
    g_autofree char *target = g_strdup(source->name);
    char *slash = target ? strchr(target, '/') : NULL;

    if (slash)
        *slash = '\0';
    props_format(props, "portal", strchr(host->name, ':') ? "[%s]:%u" : "%s:%u", host->name,
                 (unsigned)host_port(host, STORAGE_ISCSI));
    props_text(props, "target", target);
    props_uint(props, "lun", slash ? g_ascii_strtoull(slash + 1, NULL, 10) : 0);
    props_text(props, "transport", "tcp");
    if (layer->auth) {
        g_autofree char *secret = blockdev_secret(builder, layer->auth->secret, node, "auth-secret0", source->where);

        props_text(props, "user", layer->auth->username);
        props_text(props, "password-secret", secret);
    }
    props_text(props, "initiator-name", source->initiator_iqn);
    return props;
}

static struct json_object *web(struct builder *builder, const struct blockdev_layer *layer,
                               const struct storage_host *host, const char *node)
{
    const struct storage_source *source = layer->source;
    const char *scheme = enum_name(&storage_protocol_names, source->protocol);
    struct json_object *props = json_pair("driver", scheme);
    const char *path = source->name ? source->name : "";

    props_format(props, "url", "%s://%s:%u/%s%s%s", scheme, host->name, (unsigned)host_port(host, source->protocol),
                 path[0] == '/' ? path + 1 : path, source->query ? "?" : "", source->query ? source->query : "");
    if (layer->auth) {
        g_autofree char *secret = blockdev_secret(builder, layer->auth->secret, node, "auth-secret0", source->where);

        props_text(props, "username", layer->auth->username);
        props_text(props, "password-secret", secret);
    }
    props_yes_no(props, "sslverify", source->ssl_verify);
    if (source->cookies) {
        /* Cookies can let a reader in, so they stand in a file and not on the command line. */
        g_autofree char *id = g_strdup_printf("%s-httpcookie-secret0", node);
        g_autofree char *file = builder_need(builder, "cookies", node, 0, source->where);
        struct json_object *secret = json_pair("qom-type", "secret");

        props_text(secret, "id", id);
        props_text(secret, "format", "raw");
        props_text(secret, "file", file);
        builder_json(builder, "-object", secret);
        props_text(props, "cookie-secret", id);
    }
    props_number(props, "readahead", source->readahead);
    props_number(props, "timeout", source->timeout);
    return props;
}

static struct json_object *ssh(struct builder *builder, const struct storage_source *source,
                               const struct storage_host *host)
{
    struct json_object *props = json_pair("driver", "ssh");

    if (source->keyfile || source->known_hosts || source->agentsock) {
        builder_unsupported(builder, source->where, "keys and agents of an ssh disk are not supported yet");
        json_object_put(props);
        return NULL;
    }
    props_text(props, "path", source->name);
    json_object_object_add(props, "server", inet_address(host, STORAGE_SSH));
    props_text(props, "user", source->ssh_user);
    return props;
}

/* A user or group for NFS: "+1000" is a number; a name would have to be looked up on the server. */
static void nfs_id(struct builder *builder, struct json_object *props, const char *key, const char *text,
                   struct place where)
{
    if (!text)
        return;
    if (text[0] == '+')
        props_uint(props, key, g_ascii_strtoull(text + 1, NULL, 10));
    else
        builder_unsupported(builder, where, "NFS %s '%s' is a name, tandem takes a number such as '+1000'", key, text);
}

static struct json_object *nfs(struct builder *builder, const struct storage_source *source,
                               const struct storage_host *host)
{
    struct json_object *props = json_pair("driver", "nfs"), *server = json_pair("host", host->name);

    props_text(server, "type", "inet");
    json_object_object_add(props, "server", server);
    props_text(props, "path", source->name);
    nfs_id(builder, props, "user", source->nfs_user, source->where);
    nfs_id(builder, props, "group", source->nfs_group, source->where);
    return props;
}

/* VOLUME/PATH */
static struct json_object *gluster(const struct storage_source *source)
{
    struct json_object *props = json_pair("driver", "gluster"), *servers = json_object_new_array();
    g_auto(GStrv) parts = g_strsplit(source->name ? source->name : "", "/", 2);

    props_text(props, "volume", parts[0]);
    props_text(props, "path", parts[0] ? parts[1] : NULL);
    for (unsigned i = 0; i < source->hosts->len; i++)
        json_object_array_add(servers, socket_address(source->hosts->pdata[i], STORAGE_GLUSTER));
    json_object_object_add(props, "server", servers);
    return props;
}

static struct json_object *network(struct builder *builder, const struct blockdev_layer *layer, const char *node)
{
    const struct storage_source *source = layer->source;
    const struct storage_host *host = first_host(source);

    if (!host && source->protocol != STORAGE_RBD) {
        builder_wrong(builder, source->where, "a disk over '%s' needs a <host>",
                      enum_name(&storage_protocol_names, source->protocol));
        return NULL;
    }
    switch (source->protocol) {
    case STORAGE_NBD:
        return nbd(builder, source, host, node);
    case STORAGE_RBD:
        return rbd(builder, layer, node);
    case STORAGE_ISCSI:
        return iscsi(builder, layer, host, node);
    case STORAGE_HTTP:
    case STORAGE_HTTPS:
    case STORAGE_FTP:
    case STORAGE_FTPS:
        return web(builder, layer, host, node);
    case STORAGE_SSH:
        return ssh(builder, source, host);
    case STORAGE_NFS:
        return nfs(builder, source, host);
    case STORAGE_GLUSTER:
        return gluster(source);
    default:
        builder_unsupported(builder, source->where, "QEMU has no block driver for protocol '%s' any more",
                            enum_name(&storage_protocol_names, source->protocol));
        return NULL;
    }
}

/* ---- local sources ---- */

static struct json_object *local(const char *driver, const char *path, enum disk_io io)
{
    struct json_object *props = json_pair("driver", driver);

    props_text(props, "filename", path);
    props_text(props, "aio", enum_name(&disk_io_names, io));
    return props;
}

static struct json_object *fat_directory(const struct blockdev *blockdev, const struct storage_source *source,
                                         bool read_only)
{
    struct json_object *props = json_pair("driver", "vvfat");

    props_text(props, "dir", source->dir);
    props_bool(props, "floppy", blockdev->device == DISK_FLOPPY);
    props_bool(props, "rw", !read_only);
    return props;
}

static struct json_object *nvme(const struct storage_source *source)
{
    struct json_object *props = json_pair("driver", "nvme");
    g_autofree char *address = source->nvme_address ? pci_address_text(source->nvme_address) : NULL;

    props_text(props, "device", address);
    props_number(props, "namespace", source->nvme_namespace);
    return props;
}

/* Persistent reservations through a program that listens on a socket. */
static void add_reservations(struct builder *builder, struct json_object *props, const struct blockdev *blockdev,
                             const struct reservations *reservations)
{
    g_autofree char *id = NULL;
    struct json_object *manager;

    if (!reservations || reservations->enabled == NO)
        return;
    if (reservations->managed == YES || !reservations->socket_path) {
        builder_unsupported(builder, reservations->where,
                            "managed reservations are not supported; start qemu-pr-helper and name its socket");
        return;
    }
    id = g_strdup_printf("pr-helper-%s", blockdev->alias);
    manager = json_pair("qom-type", "pr-manager-helper");
    props_text(manager, "id", id);
    props_text(manager, "path", reservations->socket_path);
    builder_object(builder, manager, reservations->where);
    props_text(props, "pr-manager", id);
}

struct json_object *blockdev_source(struct builder *builder, const struct blockdev *blockdev,
                                    const struct blockdev_layer *layer, const char *node)
{
    const struct storage_source *source = layer->source;
    struct json_object *props;

    switch (layer->type) {
    case STORAGE_FILE:
        props = local("file", source->file, blockdev->io);
        add_reservations(builder, props, blockdev, source->reservations);
        return props;
    case STORAGE_BLOCK:
        props = local(blockdev->device == DISK_CDROM ? "host_cdrom" : "host_device", source->dev, blockdev->io);
        add_reservations(builder, props, blockdev, source->reservations);
        return props;
    case STORAGE_DIR:
        return fat_directory(blockdev, source, layer->read_only);
    case STORAGE_NETWORK:
        return network(builder, layer, node);
    case STORAGE_NVME:
        return nvme(source);
    case STORAGE_VHOSTVDPA:
        props = json_pair("driver", "virtio-blk-vhost-vdpa");
        props_text(props, "path", source->dev);
        return props;
    default:
        builder_unsupported(builder, source->where.line ? source->where : blockdev->where,
                            "a disk of storage type '%s' is not supported",
                            enum_name(&storage_type_names, layer->type));
        return NULL;
    }
}
