#include "domain/rule_parts.h"

#include <string.h>

/* Emulated NICs on PCI Express, which can stand for an assigned one where there is no such hardware. */
static const char *const lab_models[] = {"e1000e", "igb", NULL};

static bool is(const struct teaming *teaming, enum teaming_type type)
{
    return teaming && teaming->type == type;
}

static void hostdev_half(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;

    if (is(hostdev->teaming, TEAMING_PERSISTENT))
        rule_error(rule, report, hostdev->teaming->where,
                   "make a virtio <interface> the persistent NIC, and this one transient",
                   "<hostdev> has <teaming type='persistent'/>, but an assigned device cannot stay while the guest "
                   "migrates");
}

static void hostdev_type(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;

    if (!hostdev->teaming)
        return;
    if (hostdev->mode == HOSTDEV_CAPABILITIES)
        rule_error(rule, report, hostdev->teaming->where, "remove <teaming>",
                   "<hostdev> has <teaming> and mode='capabilities', expected 'subsystem'");
    else if (hostdev->type && hostdev->type != HOSTDEV_PCI)
        rule_error(rule, report, hostdev->teaming->where, "remove <teaming>",
                   "<hostdev> has <teaming> and type='%s', expected 'pci': only a PCI device can be a NIC of a pair",
                   enum_name(&hostdev_type_names, hostdev->type));
}

static void persistent_interface(const struct domain *domain, const void *device, const struct rule *rule,
                                 const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;

    if (!is(nic->teaming, TEAMING_PERSISTENT))
        return;
    if (nic->type == IFACE_HOSTDEV)
        rule_error(rule, report, nic->teaming->where, "make it transient, and a virtio <interface> the persistent NIC",
                   "<interface type='hostdev'> has <teaming type='persistent'/>, but an assigned device cannot stay "
                   "while the guest migrates");
    else if (nic->model && !iface_is_virtio(nic))
        rule_error(rule, report, nic->teaming->where, "use <model type='virtio'/>",
                   "<interface> has <teaming type='persistent'/> and the model '%s', expected virtio", nic->model);
}

static void transient_interface(const struct domain *domain, const void *device, const struct rule *rule,
                                const struct rule_options *options, struct report *report)
{
    const struct iface *nic = device;
    const char *type = enum_name(&iface_type_names, nic->type);

    if (!is(nic->teaming, TEAMING_TRANSIENT) || nic->type == IFACE_HOSTDEV || nic->type == IFACE_NETWORK)
        return;
    if (!options->lab)
        rule_error(
            rule, report, nic->teaming->where,
            "use type='hostdev' or 'network'; to try pairs without such hardware, use <model type='e1000e'/> and "
            "the option --lab",
            "<interface type='%s'> has <teaming type='transient'>, expected an assigned NIC: type 'hostdev' or "
            "'network'",
            type);
    else if (nic->model && !g_strv_contains(lab_models, nic->model))
        rule_error(rule, report, nic->teaming->where, "use <model type='e1000e'/>",
                   "<interface type='%s'> has <teaming type='transient'> and the model '%s', expected e1000e or igb, "
                   "which are on PCI Express",
                   type, nic->model);
}

const struct rule teaming_rules[] = {
    {"teaming.hostdev", .kind = DEVICE_HOSTDEV, .check_device = hostdev_half},
    {"teaming.hostdev-type", .kind = DEVICE_HOSTDEV, .check_device = hostdev_type},
    {"teaming.persistent", .kind = DEVICE_INTERFACE, .check_device = persistent_interface},
    {"teaming.transient", .kind = DEVICE_INTERFACE, .check_device = transient_interface},
    {NULL},
};
