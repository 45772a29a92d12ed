#include "qemu/dev_chardev.h"
#include "qemu/dev_common.h"

/* ---- balloon ---- */

void builder_memballoon(struct builder *builder)
{
    static const enum virtio_model models[MEMBALLOON_MODEL_COUNT] = {
        [MEMBALLOON_VIRTIO] = VIRTIO,
        [MEMBALLOON_VIRTIO_TRANSITIONAL] = VIRTIO_TRANSITIONAL,
        [MEMBALLOON_VIRTIO_NON_TRANSITIONAL] = VIRTIO_NON_TRANSITIONAL,
    };
    const struct memballoon *balloon = builder->domain->devices->memballoon;
    struct json_object *props;

    if (!balloon || balloon->model == MEMBALLOON_NONE)
        return;
    if (!models[balloon->model]) {
        builder_unsupported(builder, balloon->info.where, "QEMU has no balloon '%s'",
                            enum_name(&memballoon_model_names, balloon->model));
        return;
    }
    props = virtio_new("virtio-balloon", &balloon->info, models[balloon->model]);
    virtio_options(props, &balloon->virtio);
    props_text(props, "id", balloon->info.alias);
    props_on_off(props, "deflate-on-oom", balloon->autodeflate);
    props_on_off(props, "free-page-reporting", balloon->free_page_reporting);
    device_address(builder, props, &balloon->info);
    builder_device(builder, props, balloon->info.alias);
}

/* ---- random numbers ---- */

static struct json_object *rng_source(struct builder *builder, const struct rng *rng)
{
    struct json_object *props;
    g_autofree char *chardev = NULL;

    switch (rng->backend) {
    case RNG_RANDOM:
        props = json_pair("qom-type", "rng-random");
        break;
    case RNG_BUILTIN:
        return json_pair("qom-type", "rng-builtin");
    case RNG_EGD:
        chardev = chardev_add(builder, &rng->source, rng->info.alias, NULL, rng->info.where);
        props = json_pair("qom-type", "rng-egd");
        props_text(props, "chardev", chardev);
        return props;
    default:
        builder_wrong(builder, rng->info.where, "an rng needs a <backend>");
        return NULL;
    }
    props_text(props, "filename", rng->file);
    return props;
}

static void add_rng(struct builder *builder, const struct rng *rng)
{
    struct json_object *source = rng_source(builder, rng), *props;
    g_autofree char *id = g_strdup_printf("obj%s", rng->info.alias);

    if (!source)
        return;
    props_text(source, "id", id);
    builder_object(builder, source, rng->info.where);
    props = virtio_new("virtio-rng", &rng->info, rng->model);
    virtio_options(props, &rng->virtio);
    props_text(props, "rng", id);
    props_text(props, "id", rng->info.alias);
    if (rng->rate_bytes.given) {
        props_number(props, "max-bytes", rng->rate_bytes);
        props_uint(props, "period", rng->rate_period.given ? rng->rate_period.value : 1000);
    }
    device_address(builder, props, &rng->info);
    builder_device(builder, props, rng->info.alias);
}

void builder_rngs(struct builder *builder)
{
    const GPtrArray *rngs = builder->domain->devices->rngs;

    for (unsigned i = 0; i < rngs->len; i++)
        add_rng(builder, rngs->pdata[i]);
}

/* ---- encryption ---- */

static void add_crypto(struct builder *builder, const struct crypto *crypto)
{
    struct json_object *backend =
        json_pair("qom-type", crypto->backend == CRYPTO_LKCF ? "cryptodev-backend-lkcf" : "cryptodev-backend-builtin");
    struct json_object *props = virtio_new("virtio-crypto", &crypto->info, VIRTIO);
    g_autofree char *id = g_strdup_printf("obj%s", crypto->info.alias);

    props_text(backend, "id", id);
    props_number(backend, "queues", crypto->queues);
    builder_object(builder, backend, crypto->info.where);
    virtio_options(props, &crypto->virtio);
    props_text(props, "cryptodev", id);
    props_text(props, "id", crypto->info.alias);
    device_address(builder, props, &crypto->info);
    builder_device(builder, props, crypto->info.alias);
}

void builder_cryptos(struct builder *builder)
{
    const GPtrArray *cryptos = builder->domain->devices->cryptos;

    for (unsigned i = 0; i < cryptos->len; i++)
        add_crypto(builder, cryptos->pdata[i]);
}

/* ---- sockets between guest and host ---- */

void builder_vsock(struct builder *builder)
{
    const struct vsock *vsock = builder->domain->devices->vsock;
    g_autofree char *fd = NULL, *cid = NULL;
    struct json_object *props;

    if (!vsock)
        return;
    props = virtio_new("vhost-vsock", &vsock->info, vsock->model);
    virtio_options(props, &vsock->virtio);
    props_text(props, "id", vsock->info.alias);
    if (vsock->cid_auto == YES || !vsock->cid.given) {
        cid = builder_need(builder, "cid", vsock->info.alias, 0, vsock->info.where);
        if (g_ascii_isdigit(cid[0]))
            props_uint(props, "guest-cid", g_ascii_strtoull(cid, NULL, 10));
        else
            props_text(props, "guest-cid", cid);
    } else {
        props_number(props, "guest-cid", vsock->cid);
    }
    fd = builder_offer(builder, "vhost", vsock->info.alias, 1, vsock->info.where);
    props_text(props, "vhostfd", fd);
    device_address(builder, props, &vsock->info);
    builder_device(builder, props, vsock->info.alias);
}
