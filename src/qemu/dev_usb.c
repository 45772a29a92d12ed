#include "qemu/dev_chardev.h"
#include "qemu/dev_common.h"

#include <stdio.h>

/* ---- smart cards ---- */

#define CERTIFICATE_DATABASE "/etc/pki/nssdb"

static struct json_object *card_new(struct builder *builder, const struct smartcard *card)
{
    struct json_object *props;
    g_autofree char *chardev = NULL;

    switch (card->mode) {
    case SMARTCARD_HOST:
        props = device_new("ccid-card-emulated");
        props_text(props, "backend", "nss-emulated");
        return props;
    case SMARTCARD_HOST_CERTIFICATES:
        props = device_new("ccid-card-emulated");
        props_text(props, "backend", "certificates");
        for (unsigned i = 0; i < card->certificates->len; i++) {
            g_autofree char *key = g_strdup_printf("cert%u", i + 1);

            props_text(props, key, ((const struct smartcard_certificate *)card->certificates->pdata[i])->name);
        }
        props_text(props, "db", card->database ? card->database : CERTIFICATE_DATABASE);
        return props;
    default:
        chardev = chardev_add(builder, &card->source, card->info.alias, "smartcard", card->info.where);
        props = device_new("ccid-card-passthru");
        props_text(props, "chardev", chardev);
        return props;
    }
}

void builder_smartcards(struct builder *builder)
{
    const GPtrArray *cards = builder->domain->devices->smartcards;

    for (unsigned i = 0; i < cards->len; i++) {
        const struct smartcard *card = cards->pdata[i];
        struct json_object *props = card_new(builder, card);

        props_text(props, "id", card->info.alias);
        device_address(builder, props, &card->info);
        builder_device(builder, props, card->info.alias);
    }
}

/* ---- devices of the client ---- */

/* A version "2.1" as QEMU wants it, "0x0210"; the digits are binary-coded decimal. */
static char *filter_version(const char *version)
{
    unsigned major, minor;
    char minor_digits[3];

    if (!version || g_str_equal(version, "-1"))
        return g_strdup("-1");
    if (sscanf(version, "%2u.%2[0-9]", &major, minor_digits) != 2)
        return g_strdup(version);
    minor = (unsigned)g_ascii_strtoull(minor_digits, NULL, 10) * (minor_digits[1] ? 1 : 10);
    return g_strdup_printf("0x%02u%02u", major, minor);
}

static char *filter_text(const struct redirfilter *filter)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < filter->usbdevs->len; i++) {
        const struct redirfilter_usbdev *device = filter->usbdevs->pdata[i];
        g_autofree char *version = filter_version(device->version);

        g_string_append_printf(text, "%s%s:%s:%s:%s:%d", i > 0 ? "|" : "", device->class ? device->class : "-1",
                               device->vendor ? device->vendor : "-1", device->product ? device->product : "-1",
                               version, device->allow == YES);
    }
    return g_string_free(text, FALSE);
}

static void add_redirdev(struct builder *builder, const struct redirdev *redirdev)
{
    const struct redirfilter *filter = builder->domain->devices->redirfilter;
    const char *name = redirdev->source.type == CHARDEV_DBUS ? "org.qemu.usbredir" : "usbredir";
    g_autofree char *chardev =
        chardev_add(builder, &redirdev->source, redirdev->info.alias, name, redirdev->info.where);
    struct json_object *props = device_new("usb-redir");

    props_text(props, "chardev", chardev);
    props_text(props, "id", redirdev->info.alias);
    if (filter) {
        g_autofree char *text = filter_text(filter);

        props_text(props, "filter", text);
    }
    device_bootindex(props, &redirdev->info, NULL);
    device_address(builder, props, &redirdev->info);
    builder_device(builder, props, redirdev->info.alias);
}

void builder_redirdevs(struct builder *builder)
{
    const GPtrArray *redirdevs = builder->domain->devices->redirdevs;

    for (unsigned i = 0; i < redirdevs->len; i++)
        add_redirdev(builder, redirdevs->pdata[i]);
}
