#include "domain/rule_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- <input> ---- */

static const uint64_t type_buses[INPUT_TYPE_COUNT] = {
    [INPUT_MOUSE] = BIT(INPUT_BUS_PS2) | BIT(INPUT_BUS_USB) | BIT(INPUT_BUS_VIRTIO),
    [INPUT_TABLET] = BIT(INPUT_BUS_USB) | BIT(INPUT_BUS_VIRTIO),
    [INPUT_KEYBOARD] = BIT(INPUT_BUS_PS2) | BIT(INPUT_BUS_USB) | BIT(INPUT_BUS_VIRTIO),
    [INPUT_PASSTHROUGH] = BIT(INPUT_BUS_VIRTIO),
    [INPUT_EVDEV] = BIT(INPUT_BUS_NONE),
};

static void input_bus(const struct domain *domain, const void *device, const struct rule *rule,
                      const struct rule_options *options, struct report *report)
{
    const struct input *input = device;
    g_autofree char *expected = rule_names(&input_bus_names, type_buses[input->type]);

    if (input->bus && !(type_buses[input->type] & BIT(input->bus)))
        rule_error(rule, report, input->info.where, "leave it out to have it chosen",
                   "<input> has type='%s' and bus='%s', expected %s", enum_name(&input_type_names, input->type),
                   enum_name(&input_bus_names, input->bus), expected);
}

static void input_ps2(const struct domain *domain, const void *device, const struct rule *rule,
                      const struct rule_options *options, struct report *report)
{
    const struct input *input = device;
    const struct feature_state *ps2 = domain->features ? domain->features->ps2 : NULL;

    if (input->bus == INPUT_BUS_PS2 && ps2 && ps2->state == OFF)
        rule_error(rule, report, input->info.where, "use bus='usb' or bus='virtio'",
                   "<input> has bus='ps2', which <features> switches off by <ps2 state='off'/>");
}

static void input_virtio(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct input *input = device;

    if (!input->bus || input->bus == INPUT_BUS_VIRTIO)
        return;
    if (input->model)
        rule_error(rule, report, input->info.where, "remove it, or use bus='virtio'",
                   "<input> has model='%s' and bus='%s', expected virtio", enum_name(&virtio_model_names, input->model),
                   enum_name(&input_bus_names, input->bus));
    rule_no_virtio_options(rule, report, input->info.where, &input->virtio, "<input>");
}

/* ---- devices with one sort of address ---- */

static void one_address_type(const struct device_info *info, const char *name, enum address_type expected,
                             const struct rule *rule, struct report *report)
{
    if (info->address && info->address->type != expected)
        rule_error(rule, report, info->address->where, "leave the address out to have one chosen",
                   "<%s> has an address of type '%s', expected %s", name,
                   enum_name(&address_type_names, info->address->type), enum_name(&address_type_names, expected));
}

static void hub_address(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    one_address_type(device, "hub", ADDRESS_USB, rule, report);
}

static void redirdev_address(const struct domain *domain, const void *device, const struct rule *rule,
                             const struct rule_options *options, struct report *report)
{
    one_address_type(device, "redirdev", ADDRESS_USB, rule, report);
}

static void smartcard_address(const struct domain *domain, const void *device, const struct rule *rule,
                              const struct rule_options *options, struct report *report)
{
    one_address_type(device, "smartcard", ADDRESS_CCID, rule, report);
}

/* ---- <smartcard> ---- */

static void certificates(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct smartcard *smartcard = device;

    if (smartcard->mode != SMARTCARD_HOST_CERTIFICATES)
        return;
    if (smartcard->certificates->len != 3)
        rule_error(rule, report, smartcard->info.where, NULL,
                   "<smartcard mode='host-certificates'> has %u <certificate>, expected three",
                   smartcard->certificates->len);
    for (unsigned i = 0; i < smartcard->certificates->len; i++) {
        const struct smartcard_certificate *certificate = smartcard->certificates->pdata[i];

        if (certificate->name && strchr(certificate->name, ','))
            rule_error(rule, report, certificate->where, NULL, "<certificate> is '%s', which has a comma",
                       certificate->name);
    }
    if (smartcard->database && strchr(smartcard->database, ','))
        rule_error(rule, report, smartcard->info.where, NULL, "<database> is '%s', which has a comma",
                   smartcard->database);
}

/* ---- <redirfilter> ---- */

/* A number up to most, or -1 for any. */
static bool is_number(const char *text, unsigned long most)
{
    char *end;
    unsigned long value;

    if (strcmp(text, "-1") == 0)
        return true;
    if (!g_ascii_isdigit(*text))
        return false;
    value = strtoul(text, &end, 0);
    return *end == '\0' && value <= most;
}

/* The release of a device: two decimal numbers below 100 with a dot, or -1 for any. */
static bool is_release(const char *text)
{
    char *end;

    if (strcmp(text, "-1") == 0)
        return true;
    if (!g_ascii_isdigit(*text) || strtoul(text, &end, 10) > 99 || *end != '.' || !g_ascii_isdigit(end[1]))
        return false;
    return strtoul(end + 1, &end, 10) <= 99 && *end == '\0';
}

static void redirfilter(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const struct redirfilter *filter = domain->devices ? domain->devices->redirfilter : NULL;

    for (unsigned i = 0; filter && i < filter->usbdevs->len; i++) {
        const struct redirfilter_usbdev *usbdev = filter->usbdevs->pdata[i];
        const struct {
            const char *name, *value, *expected;
            bool fits;
        } parts[] = {
            {"class", usbdev->class, "a number up to 0xff, or -1", !usbdev->class || is_number(usbdev->class, 0xff)},
            {"vendor", usbdev->vendor, "a number up to 0xffff, or -1",
             !usbdev->vendor || is_number(usbdev->vendor, 0xffff)},
            {"product", usbdev->product, "a number up to 0xffff, or -1",
             !usbdev->product || is_number(usbdev->product, 0xffff)},
            {"version", usbdev->version, "a release such as 1.09, or -1",
             !usbdev->version || is_release(usbdev->version)},
        };

        for (unsigned j = 0; j < G_N_ELEMENTS(parts); j++)
            if (!parts[j].fits)
                rule_error(rule, report, usbdev->where, NULL, "<usbdev> has %s='%s', expected %s", parts[j].name,
                           parts[j].value, parts[j].expected);
    }
}

const struct rule input_rules[] = {
    {"input.bus", .kind = DEVICE_INPUT, .check_device = input_bus},
    {"input.ps2", .kind = DEVICE_INPUT, .check_device = input_ps2},
    {"input.virtio-only", .kind = DEVICE_INPUT, .check_device = input_virtio},
    {"hub.address-type", .kind = DEVICE_HUB, .check_device = hub_address},
    {"redirdev.address-type", .kind = DEVICE_REDIRDEV, .check_device = redirdev_address},
    {"smartcard.address-type", .kind = DEVICE_SMARTCARD, .check_device = smartcard_address},
    {"smartcard.certificate", .kind = DEVICE_SMARTCARD, .check_device = certificates},
    {"redirfilter.value", redirfilter},
    {NULL},
};
