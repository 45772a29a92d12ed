#include "qemu/dev_chardev.h"
#include "qemu/dev_common.h"
#include "qemu/resources.h"

/* A NIC with n queue pairs needs an interrupt for each queue, one for changes and one for control. */
enum { VECTORS_A_QUEUE_PAIR = 2, VECTORS_MORE = 2, PASST_RECONNECT_SECONDS = 5 };

/* ---- the host's side ---- */

static unsigned queue_pairs(const struct iface *nic)
{
    return nic->queues.given && nic->queues.value > 1 ? (unsigned)nic->queues.value : 1;
}

/* vhost moves the packets in the kernel; it needs one, and a NIC that speaks virtio. */
static bool uses_vhost(const struct builder *builder, const struct iface *nic)
{
    if (!iface_is_virtio(nic) || nic->driver == IFACE_DRIVER_QEMU)
        return false;
    return builder->domain->type == DOMAIN_KVM || nic->driver == IFACE_DRIVER_VHOST;
}

static struct json_object *tap(struct builder *builder, const struct iface *nic)
{
    unsigned pairs = queue_pairs(nic);
    struct json_object *props = json_pair("type", "tap");
    g_autofree char *fds = builder_need(builder, "tap", nic->info.alias, pairs, nic->info.where);

    props_text(props, pairs > 1 ? "fds" : "fd", fds);
    if (uses_vhost(builder, nic)) {
        g_autofree char *vhost = builder_offer(builder, "vhost", nic->info.alias, pairs, nic->info.where);

        if (g_strcmp0(vhost, RESOURCE_NONE) != 0) {
            props_bool(props, "vhost", true);
            props_text(props, pairs > 1 ? "vhostfds" : "vhostfd", vhost);
        }
    }
    props_number(props, "sndbuf", nic->sndbuf);
    return props;
}

/* passt runs beside QEMU and listens on a socket; should it be started anew, QEMU connects again. */
static struct json_object *passt(struct builder *builder, const struct iface *nic)
{
    struct json_object *props = json_pair("type", "stream"), *address = json_pair("type", "unix");
    g_autofree char *path = builder_need_socket(builder, "passt", nic->info.alias, nic->info.where);

    props_text(address, "path", path);
    json_object_object_add(props, "addr", address);
    props_bool(props, "server", false);
    if (profile_has_qmp(builder->profile, "netdev_add.type=stream.reconnect-ms"))
        props_uint(props, "reconnect-ms", PASST_RECONNECT_SECONDS * 1000);
    else if (profile_has_qmp(builder->profile, "netdev_add.type=stream.reconnect"))
        props_uint(props, "reconnect", PASST_RECONNECT_SECONDS);
    else if (!profile_has_qmp(builder->profile, "netdev_add.type=stream"))
        builder_lacks(builder, nic->info.where, "netdev 'stream', which passt needs (QEMU 7.2 has it)");
    return props;
}

static struct json_object *user(struct builder *builder, const struct iface *nic)
{
    struct json_object *props;

    if (nic->backend == IFACE_BACKEND_PASST)
        return passt(builder, nic);
    props = json_pair("type", "user");
    if (nic->port_forwards->len > 0)
        builder_unsupported(builder, nic->info.where, "<portForward> needs <backend type='passt'/>");
    for (unsigned i = 0; i < nic->ips->len; i++) {
        const struct nic_ip *ip = nic->ips->pdata[i];

        if (ip->family == IPV6) {
            props_text(props, "ipv6-prefix", ip->address);
            props_number(props, "ipv6-prefixlen", ip->prefix);
        } else if (ip->prefix.given) {
            props_format(props, "net", "%s/%u", ip->address, (unsigned)ip->prefix.value);
        } else {
            props_text(props, "net", ip->address);
        }
    }
    return props;
}

static struct json_object *socket_netdev(const struct iface *nic, const char *key)
{
    struct json_object *props = json_pair("type", "socket");

    props_format(props, key, "%s:%u", nic->source.address ? nic->source.address : "", (unsigned)nic->source.port.value);
    if (nic->type == IFACE_UDP)
        props_format(props, "localaddr", "%s:%u", nic->source.local_address ? nic->source.local_address : "",
                     (unsigned)nic->source.local_port.value);
    return props;
}

static struct json_object *vhost_user(struct builder *builder, const struct iface *nic)
{
    struct json_object *props = json_pair("type", "vhost-user");
    g_autofree char *chardev = g_strdup_printf("char%s", nic->info.alias);
    g_autofree char *path = NULL;
    GString *list;

    if (nic->backend == IFACE_BACKEND_PASST) {
        const struct reconnect again = {.enabled = YES, .timeout = number(PASST_RECONNECT_SECONDS)};

        path = builder_need_socket(builder, "passt", nic->info.alias, nic->info.where);
        chardev_client(builder, chardev, path, &again);
    } else if (nic->source.socket_mode == SOCKET_SERVER) {
        list = list_new("socket");
        list_text(list, "id", chardev);
        list_text(list, "path", nic->source.socket_path);
        list_bool(list, "server", true); /* and wait: QEMU has to know what the other end can do */
        builder_list(builder, "-chardev", list);
    } else {
        chardev_client(builder, chardev, nic->source.socket_path, nic->source.reconnect);
    }
    props_text(props, "chardev", chardev);
    if (queue_pairs(nic) > 1)
        props_uint(props, "queues", queue_pairs(nic));
    return props;
}

static struct json_object *vdpa(const struct iface *nic)
{
    struct json_object *props = json_pair("type", "vhost-vdpa");

    props_text(props, "vhostdev", nic->source.dev);
    if (queue_pairs(nic) > 1)
        props_uint(props, "queues", queue_pairs(nic));
    return props;
}

static struct json_object *netdev(struct builder *builder, const struct iface *nic)
{
    switch (nic->type) {
    case IFACE_NETWORK:
    case IFACE_BRIDGE:
    case IFACE_DIRECT:
    case IFACE_ETHERNET:
        return tap(builder, nic);
    case IFACE_USER:
        return user(builder, nic);
    case IFACE_CLIENT:
        return socket_netdev(nic, "connect");
    case IFACE_SERVER:
        return socket_netdev(nic, "listen");
    case IFACE_MCAST:
        return socket_netdev(nic, "mcast");
    case IFACE_UDP:
        return socket_netdev(nic, "udp");
    case IFACE_VHOSTUSER:
        return vhost_user(builder, nic);
    case IFACE_VDPA:
        return vdpa(nic);
    default:
        builder_unsupported(builder, nic->info.where, "interfaces of type '%s' are not supported",
                            enum_name(&iface_type_names, nic->type));
        return NULL;
    }
}

/* ---- the guest's side ---- */

static const char *tx_mode(enum iface_txmode mode)
{
    switch (mode) {
    case IFACE_TXMODE_IOTHREAD:
        return "bh";
    case IFACE_TXMODE_TIMER:
        return "timer";
    default:
        return NULL;
    }
}

static void offloads(struct json_object *props, const struct iface *nic)
{
    props_on_off(props, "csum", nic->host.csum);
    props_on_off(props, "gso", nic->host.gso);
    props_on_off(props, "host_tso4", nic->host.tso4);
    props_on_off(props, "host_tso6", nic->host.tso6);
    props_on_off(props, "host_ecn", nic->host.ecn);
    props_on_off(props, "host_ufo", nic->host.ufo);
    props_on_off(props, "mrg_rxbuf", nic->host.mrg_rxbuf);
    props_on_off(props, "guest_csum", nic->guest.csum);
    props_on_off(props, "guest_tso4", nic->guest.tso4);
    props_on_off(props, "guest_tso6", nic->guest.tso6);
    props_on_off(props, "guest_ecn", nic->guest.ecn);
    props_on_off(props, "guest_ufo", nic->guest.ufo);
}

static enum virtio_model nic_virtio_model(const struct iface *nic)
{
    if (g_str_equal(nic->model, "virtio-transitional"))
        return VIRTIO_TRANSITIONAL;
    if (g_str_equal(nic->model, "virtio-non-transitional"))
        return VIRTIO_NON_TRANSITIONAL;
    return VIRTIO;
}

static struct json_object *virtio_nic(const struct iface *nic)
{
    struct json_object *props = virtio_new("virtio-net", &nic->info, nic_virtio_model(nic));
    unsigned pairs = queue_pairs(nic);

    props_text(props, "tx", tx_mode(nic->txmode));
    props_on_off(props, "ioeventfd", nic->ioeventfd);
    props_on_off(props, "event_idx", nic->event_idx);
    offloads(props, nic);
    if (pairs > 1) {
        props_bool(props, "mq", true);
        props_uint(props, "vectors", pairs * VECTORS_A_QUEUE_PAIR + VECTORS_MORE);
    }
    props_on_off(props, "rss", nic->rss);
    props_on_off(props, "hash", nic->rss_hash_report);
    props_number(props, "rx_queue_size", nic->rx_queue_size);
    props_number(props, "tx_queue_size", nic->tx_queue_size);
    props_number(props, "host_mtu", nic->mtu);
    virtio_options(props, &nic->virtio);
    /* The persistent half of a pair: the guest is offered VIRTIO_NET_F_STANDBY. */
    if (nic->teaming && nic->teaming->type == TEAMING_PERSISTENT)
        props_bool(props, "failover", true);
    return props;
}

/* The transient half of a pair that is emulated.  Its option ROM would be a RAM block that the source of a
 * migration announces and the destination, where the NIC is still hidden, does not know. */
static void emulated_transient(struct json_object *props, const struct iface *nic)
{
    if (!nic->teaming || nic->teaming->type != TEAMING_TRANSIENT)
        return;
    props_text(props, "failover_pair_id", nic->teaming->persistent_alias);
    props_text(props, "romfile", "");
}

static void add_nic(struct builder *builder, const struct iface *nic)
{
    struct json_object *host = netdev(builder, nic), *props;
    g_autofree char *id = g_strdup_printf("host%s", nic->info.alias);

    if (!host)
        return;
    props_text(host, "id", id);
    builder_json(builder, "-netdev", host);
    props = iface_is_virtio(nic) ? virtio_nic(nic) : device_new(nic->model);
    props_text(props, "netdev", id);
    props_text(props, "id", nic->info.alias);
    props_text(props, "mac", nic->mac);
    device_bootindex(props, &nic->info, &builder->boot_network);
    device_address(builder, props, &nic->info);
    device_rom(props, &nic->info);
    emulated_transient(props, nic);
    builder_device(builder, props, nic->info.alias);
}

void builder_nics(struct builder *builder)
{
    const GPtrArray *nics = builder->domain->devices->interfaces;

    for (unsigned i = 0; i < nics->len; i++) {
        const struct iface *nic = nics->pdata[i];

        if (nic->type == IFACE_HOSTDEV)
            continue; /* an assigned device, which comes with the others of its kind */
        if (!nic->model)
            builder_wrong(builder, nic->info.where, "interface '%s' has no model", nic->info.alias);
        else
            add_nic(builder, nic);
    }
}
