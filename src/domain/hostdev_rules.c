#include "domain/rule_parts.h"

#include <string.h>

static void mode(const struct domain *domain, const void *device, const struct rule *rule,
                 const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;

    if (hostdev->mode == HOSTDEV_CAPABILITIES || hostdev->type >= HOSTDEV_STORAGE)
        rule_error(rule, report, hostdev->info.where, "use mode='subsystem' with the type of the device",
                   "<hostdev> has mode='%s' and type='%s', which only containers can be given",
                   hostdev->mode ? enum_name(&hostdev_mode_names, hostdev->mode) : "subsystem",
                   enum_name(&hostdev_type_names, hostdev->type));
}

static void managed(const struct domain *domain, const void *device, const struct rule *rule,
                    const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;

    if (hostdev->managed == YES && hostdev->type != HOSTDEV_PCI && hostdev->type != HOSTDEV_USB &&
        hostdev->type != HOSTDEV_SCSI)
        rule_warning(rule, report, hostdev->info.where, "remove it",
                     "<hostdev> has managed='yes' and type='%s', which has no driver to take it from",
                     enum_name(&hostdev_type_names, hostdev->type));
}

static void driver(const struct domain *domain, const void *device, const struct rule *rule,
                   const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;

    if (hostdev->driver == HOSTDEV_DRIVER_KVM || hostdev->driver == HOSTDEV_DRIVER_XEN)
        rule_error(rule, report, hostdev->info.where, "use name='vfio', or remove it",
                   "<hostdev> has name='%s' in <driver>, expected 'vfio': the others are no longer in the kernel",
                   enum_name(&hostdev_driver_names, hostdev->driver));
}

/* ---- which device of the host ---- */

static const char *missing_part(const struct hostdev *hostdev)
{
    const struct hostdev_source *source = &hostdev->source;
    const struct hostdev_address *address = &source->address;

    switch (hostdev->type) {
    case HOSTDEV_PCI:
        return address->bus.given && address->slot.given ? NULL : "<address domain='…' bus='…' slot='…' function='…'/>";
    case HOSTDEV_USB:
        if (address->bus.given && (address->device.given || address->usb_port))
            return NULL;
        if (source->vendor_id.given && source->product_id.given)
            return NULL;
        return "<vendor id='…'/> and <product id='…'/>, or <address bus='…' device='…'/>";
    case HOSTDEV_SCSI:
        if (source->protocol == SCSI_ISCSI)
            return !source->iscsi_name ? "name='…'" : source->hosts->len == 0 ? "<host name='…'/>" : NULL;
        if (!source->adapter)
            return "<adapter name='scsi_host…'/>";
        return address->bus.given && address->target.given && address->unit.given
                   ? NULL
                   : "<address bus='…' target='…' unit='…'/>";
    case HOSTDEV_SCSI_HOST:
        return source->wwpn ? NULL : "wwpn='…'";
    case HOSTDEV_MDEV:
        return address->uuid ? NULL : "<address uuid='…'/>";
    default:
        return NULL;
    }
}

static void source(const struct domain *domain, const void *device, const struct rule *rule,
                   const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;
    const char *missing = missing_part(hostdev);
    const struct place where = hostdev->source.where.line ? hostdev->source.where : hostdev->info.where;

    if (missing)
        rule_error(rule, report, where, NULL, "<source> of <hostdev type='%s'> lacks %s",
                   enum_name(&hostdev_type_names, hostdev->type), missing);
    if (hostdev->source.vendor_id.given && hostdev->source.vendor_id.value == 0)
        rule_error(rule, report, where, NULL, "<vendor> has id='0x0000', which no vendor has");
    if (hostdev->source.product_id.given && hostdev->source.product_id.value == 0)
        rule_error(rule, report, where, NULL, "<product> has id='0x0000', which no product has");
}

static bool same_number(struct number a, struct number b)
{
    return a.value == b.value;
}

static bool same_source(const struct hostdev *a, const struct hostdev *b)
{
    const struct hostdev_source *x = &a->source, *y = &b->source;
    const struct hostdev_address *p = &x->address, *q = &y->address;

    if (a->type != b->type || missing_part(a) || missing_part(b))
        return false;
    switch (a->type) {
    case HOSTDEV_PCI:
        return same_number(p->domain, q->domain) && same_number(p->bus, q->bus) && same_number(p->slot, q->slot) &&
               same_number(p->function, q->function);
    case HOSTDEV_USB:
        if (p->bus.given && q->bus.given)
            return same_number(p->bus, q->bus) && same_number(p->device, q->device) &&
                   g_strcmp0(p->usb_port, q->usb_port) == 0;
        return !p->bus.given && !q->bus.given && same_number(x->vendor_id, y->vendor_id) &&
               same_number(x->product_id, y->product_id);
    case HOSTDEV_SCSI:
        if (x->protocol == SCSI_ISCSI || y->protocol == SCSI_ISCSI)
            return x->protocol == y->protocol && g_strcmp0(x->iscsi_name, y->iscsi_name) == 0;
        return g_strcmp0(x->adapter, y->adapter) == 0 && same_number(p->bus, q->bus) &&
               same_number(p->target, q->target) && same_number(p->unit, q->unit);
    case HOSTDEV_SCSI_HOST:
        return g_strcmp0(x->wwpn, y->wwpn) == 0;
    case HOSTDEV_MDEV:
        return g_strcmp0(p->uuid, q->uuid) == 0;
    default:
        return false;
    }
}

static bool same_as_nic(const struct hostdev *hostdev, const struct iface *nic)
{
    const struct hostdev_address *a = &hostdev->source.address;
    const struct host_nic_address *b = nic->source.host_address;

    return hostdev->type == HOSTDEV_PCI && nic->type == IFACE_HOSTDEV && b && b->type == HOST_NIC_PCI &&
           same_number(a->domain, b->domain) && same_number(a->bus, b->bus) && same_number(a->slot, b->slot) &&
           same_number(a->function, b->function);
}

static void twice(const struct domain *domain, const void *device, const struct rule *rule,
                  const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;
    const GPtrArray *hostdevs = domain->devices->hostdevs, *nics = domain->devices->interfaces;

    for (unsigned i = 0; i < hostdevs->len && hostdevs->pdata[i] != hostdev; i++) {
        const struct hostdev *other = hostdevs->pdata[i];

        if (same_source(hostdev, other))
            rule_error(rule, report, hostdev->info.where, "remove one of them",
                       "the same device of the host is assigned twice, the other time in line %u",
                       other->info.where.line);
    }
    for (unsigned i = 0; i < nics->len; i++) {
        const struct iface *nic = nics->pdata[i];

        if (same_as_nic(hostdev, nic))
            rule_error(rule, report, hostdev->info.where, "remove one of them",
                       "the same device of the host is assigned twice, the other time by the <interface> in line %u",
                       nic->info.where.line);
    }
}

/* ---- mediated devices ---- */

static const uint64_t model_addresses[HOSTDEV_MODEL_COUNT] = {
    [HOSTDEV_VFIO_PCI] = BIT(ADDRESS_PCI) | BIT(ADDRESS_UNASSIGNED),
    [HOSTDEV_VFIO_CCW] = BIT(ADDRESS_CCW) | BIT(ADDRESS_UNASSIGNED),
    [HOSTDEV_VFIO_AP] = 0,
};

static void mdev(const struct domain *domain, const void *device, const struct rule *rule,
                 const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;
    const struct address *address = hostdev->info.address;
    const char *model = enum_name(&hostdev_model_names, hostdev->model);

    if (hostdev->type != HOSTDEV_MDEV)
        return;
    if (!hostdev->model)
        rule_error(rule, report, hostdev->info.where, "add model='vfio-pci'", "<hostdev type='mdev'> has no 'model'");
    else if (hostdev->model > HOSTDEV_VFIO_AP)
        rule_error(rule, report, hostdev->info.where, "use model='vfio-pci'",
                   "<hostdev type='mdev'> has model='%s', expected vfio-pci, vfio-ccw or vfio-ap", model);
    else if (address && !(model_addresses[hostdev->model] & BIT(address->type)))
        rule_error(rule, report, address->where, "remove <address>",
                   "<hostdev type='mdev'> has model='%s' and an address of type '%s'", model,
                   enum_name(&address_type_names, address->type));
}

static bool has_ramfb(const struct hostdev *hostdev)
{
    return hostdev->ramfb == ON;
}

static void display(const struct domain *domain, const void *device, const struct rule *rule,
                    const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;
    const GPtrArray *all = domain->devices->hostdevs;

    if (hostdev->display == ON && domain->devices->graphics->len == 0)
        rule_error(rule, report, hostdev->info.where, "add <graphics>",
                   "<hostdev> has display='on', but nothing shows the picture");
    if (has_ramfb(hostdev) && hostdev->display != ON)
        rule_error(rule, report, hostdev->info.where, "add display='on'",
                   "<hostdev> has ramfb='on', but its picture is not shown");
    for (unsigned i = 0; has_ramfb(hostdev) && i < all->len && all->pdata[i] != hostdev; i++)
        if (has_ramfb(all->pdata[i]))
            rule_error(rule, report, hostdev->info.where, "leave it with one of them",
                       "two <hostdev> have ramfb='on', the other in line %u; a machine can have one",
                       ((const struct hostdev *)all->pdata[i])->info.where.line);
}

/* ---- SCSI ---- */

static void scsi_host(const struct domain *domain, const void *device, const struct rule *rule,
                      const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;
    const char *wwpn = hostdev->source.wwpn;

    if (hostdev->type != HOSTDEV_SCSI_HOST)
        return;
    if (hostdev->source.protocol != SCSI_VHOST)
        rule_error(rule, report, hostdev->source.where, "use protocol='vhost'",
                   "<source> of <hostdev type='scsi_host'> has protocol='%s', expected 'vhost'",
                   hostdev->source.protocol ? enum_name(&scsi_protocol_names, hostdev->source.protocol) : "");
    if (wwpn &&
        (!g_str_has_prefix(wwpn, "naa.") || strlen(wwpn) != 20 || strspn(wwpn + 4, "0123456789abcdefABCDEF") != 16))
        rule_error(rule, report, hostdev->source.where, NULL,
                   "<source> has wwpn='%s', expected 'naa.' and 16 hexadecimal digits", wwpn);
    if (hostdev->info.boot_order.given)
        rule_error(rule, report, hostdev->info.where, "remove <boot>",
                   "<hostdev type='scsi_host'> has <boot>, but nothing can be booted from it");
    if (hostdev->model && hostdev->model < HOSTDEV_VIRTIO)
        rule_error(rule, report, hostdev->info.where, "remove it",
                   "<hostdev type='scsi_host'> has model='%s', expected virtio, virtio-transitional or "
                   "virtio-non-transitional",
                   enum_name(&hostdev_model_names, hostdev->model));
}

static void scsi_source(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;
    const struct storage_auth *auth = hostdev->source.auth;

    if (hostdev->type != HOSTDEV_SCSI)
        return;
    if (hostdev->source.protocol == SCSI_VHOST)
        rule_error(rule, report, hostdev->source.where, "use type='scsi_host'",
                   "<source> of <hostdev type='scsi'> has protocol='vhost', expected adapter or iscsi");
    if (auth && auth->secret && auth->secret->type != SECRET_ISCSI)
        rule_error(rule, report, auth->secret->where, NULL, "<secret> of iSCSI has type='%s', expected iscsi",
                   enum_name(&secret_type_names, auth->secret->type));
}

static const uint64_t type_addresses[HOSTDEV_TYPE_COUNT] = {
    [HOSTDEV_PCI] = BIT(ADDRESS_PCI) | BIT(ADDRESS_UNASSIGNED),
    [HOSTDEV_USB] = BIT(ADDRESS_USB),
    [HOSTDEV_SCSI] = BIT(ADDRESS_DRIVE),
    [HOSTDEV_SCSI_HOST] = BIT(ADDRESS_PCI) | BIT(ADDRESS_CCW),
};

static void address_type(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct hostdev *hostdev = device;
    const struct address *address = hostdev->info.address;
    uint64_t fitting = type_addresses[hostdev->type];
    g_autofree char *expected = rule_names(&address_type_names, fitting);

    if (address && fitting && !(fitting & BIT(address->type)))
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "<hostdev type='%s'> has an address of type '%s', expected %s",
                   enum_name(&hostdev_type_names, hostdev->type), enum_name(&address_type_names, address->type),
                   expected);
}

const struct rule hostdev_rules[] = {
    {"hostdev.mode", .kind = DEVICE_HOSTDEV, .check_device = mode},
    {"hostdev.managed", .kind = DEVICE_HOSTDEV, .check_device = managed},
    {"hostdev.driver", .kind = DEVICE_HOSTDEV, .check_device = driver},
    {"hostdev.source", .kind = DEVICE_HOSTDEV, .check_device = source},
    {"hostdev.twice", .kind = DEVICE_HOSTDEV, .check_device = twice},
    {"hostdev.mdev", .kind = DEVICE_HOSTDEV, .check_device = mdev},
    {"hostdev.display", .kind = DEVICE_HOSTDEV, .check_device = display},
    {"hostdev.scsi-host", .kind = DEVICE_HOSTDEV, .check_device = scsi_host},
    {"hostdev.scsi", .kind = DEVICE_HOSTDEV, .check_device = scsi_source},
    {"hostdev.address-type", .kind = DEVICE_HOSTDEV, .check_device = address_type},
    {NULL},
};
