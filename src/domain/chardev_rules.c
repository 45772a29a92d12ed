#include "domain/rule_parts.h"

#include <string.h>

/* A character device's host side, wherever it stands. */
struct source_visit {
    const struct rule *rule;
    const struct rule_options *options;
    struct report *report;
    void (*check)(const struct source_visit *visit, enum device_kind kind, const struct device_info *info,
                  const struct chardev_source *source);
};

/* The host side of a device; NULL if it has none. */
static const struct chardev_source *source_of(enum device_kind kind, const void *device)
{
    switch (kind) {
    case DEVICE_SERIAL:
        return &((const struct serial *)device)->source;
    case DEVICE_PARALLEL:
        return &((const struct parallel *)device)->source;
    case DEVICE_CONSOLE:
        return &((const struct console *)device)->source;
    case DEVICE_CHANNEL:
        return &((const struct channel *)device)->source;
    case DEVICE_SMARTCARD:
        return &((const struct smartcard *)device)->source;
    case DEVICE_REDIRDEV:
        return &((const struct redirdev *)device)->source;
    case DEVICE_RNG:
        return &((const struct rng *)device)->source;
    default:
        return NULL;
    }
}

static void visit_device(enum device_kind kind, void *device, void *data)
{
    const struct source_visit *visit = data;
    const struct chardev_source *source = source_of(kind, device);

    if (source && source->type)
        visit->check(visit, kind, device, source);
}

static void each_source(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report,
                        void (*check)(const struct source_visit *visit, enum device_kind kind,
                                      const struct device_info *info, const struct chardev_source *source))
{
    struct source_visit visit = {rule, options, report, check};

    devices_foreach(domain->devices, visit_device, &visit);
}

/* ---- what a source needs ---- */

#define PATHS (BIT(CHARDEV_DEV) | BIT(CHARDEV_FILE) | BIT(CHARDEV_PIPE) | BIT(CHARDEV_UNIX))
#define CHANNELS (BIT(CHARDEV_SPICEPORT) | BIT(CHARDEV_DBUS))
#define SOCKETS (BIT(CHARDEV_TCP) | BIT(CHARDEV_UDP))

/* A channel that listens gets a socket of its own if none is named. */
static bool may_lack_path(enum device_kind kind, const struct device_info *info, const struct chardev_source *source)
{
    return kind == DEVICE_CHANNEL && source->type == CHARDEV_UNIX &&
           ((const struct channel *)(const void *)info)->target != CHANNEL_GUESTFWD;
}

/* A redirected USB device on the bus has a name of its own. */
static bool may_lack_channel(enum device_kind kind, const struct chardev_source *source)
{
    return kind == DEVICE_REDIRDEV && source->type == CHARDEV_DBUS;
}

static bool lacks_host(const struct chardev_source *source)
{
    const struct chardev_endpoint *endpoint = chardev_endpoint(source);

    return source->type == CHARDEV_TCP && (!endpoint || !endpoint->host);
}

/* udp needs somewhere to send to; where it listens may be left to the host. */
static bool lacks_service(const struct chardev_source *source)
{
    const struct chardev_endpoint *endpoint =
        source->type == CHARDEV_UDP ? chardev_endpoint_with_mode(source, CHARDEV_CONNECT) : chardev_endpoint(source);

    return !endpoint || !endpoint->service;
}

static void check_missing(const struct source_visit *visit, enum device_kind kind, const struct device_info *info,
                          const struct chardev_source *source)
{
    const struct chardev_endpoint *endpoint = chardev_endpoint(source);
    const uint64_t type = BIT(source->type);
    const struct {
        const char *name;
        bool missing;
    } parts[] = {
        {"path", (type & PATHS) && (!endpoint || !endpoint->path) && !may_lack_path(kind, info, source)},
        {"channel", (type & CHANNELS) && (!endpoint || !endpoint->channel) && !may_lack_channel(kind, source)},
        {"host", lacks_host(source)},
        {"service", (type & SOCKETS) && lacks_service(source)},
        {"master", source->type == CHARDEV_NMDM && (!endpoint || !endpoint->master)},
        {"slave", source->type == CHARDEV_NMDM && (!endpoint || !endpoint->slave)},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].missing)
            rule_error(visit->rule, visit->report, info->where, NULL, "<%s> of type '%s' has no '%s' in <source>",
                       device_kind_name(kind), enum_name(&chardev_type_names, source->type), parts[i].name);
}

static void missing(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    each_source(domain, rule, options, report, check_missing);
}

/* ---- what a source may have ---- */

static void check_surplus(const struct source_visit *visit, enum device_kind kind, const struct device_info *info,
                          const struct chardev_source *source)
{
    const char *type = enum_name(&chardev_type_names, source->type);

    for (unsigned i = 0; i < source->endpoints->len; i++) {
        const struct chardev_endpoint *endpoint = source->endpoints->pdata[i];
        const struct {
            const char *what;
            bool given;
            uint64_t types;
        } parts[] = {
            {"'mode'", endpoint->mode != 0, SOCKETS | BIT(CHARDEV_UNIX)},
            {"'path'", endpoint->path != NULL, PATHS | BIT(CHARDEV_PTY)},
            {"'append'", endpoint->append != 0, BIT(CHARDEV_FILE)},
            {"'host'", endpoint->host != NULL, SOCKETS},
            {"'service'", endpoint->service != NULL, SOCKETS},
            {"'tls'", endpoint->tls != 0, BIT(CHARDEV_TCP)},
            {"'channel'", endpoint->channel != NULL, CHANNELS},
            {"'master'", endpoint->master != NULL, BIT(CHARDEV_NMDM)},
            {"'slave'", endpoint->slave != NULL, BIT(CHARDEV_NMDM)},
            {"<reconnect>", endpoint->reconnect != NULL, BIT(CHARDEV_TCP) | BIT(CHARDEV_UNIX)},
            {"<clipboard>", endpoint->clipboard != 0, BIT(CHARDEV_QEMU_VDAGENT)},
            {"<mouse>", endpoint->mouse != 0, BIT(CHARDEV_QEMU_VDAGENT)},
        };

        for (unsigned j = 0; j < G_N_ELEMENTS(parts); j++) {
            g_autofree char *types = rule_names(&chardev_type_names, parts[j].types);

            if (parts[j].given && !(parts[j].types & BIT(source->type)))
                rule_error(visit->rule, visit->report, endpoint->where, "remove it",
                           "<%s> of type '%s' has %s in <source>, expected the type %s", device_kind_name(kind), type,
                           parts[j].what, types);
        }
    }
    if (source->endpoints->len > 1 && source->type != CHARDEV_UDP)
        rule_error(visit->rule, visit->report, info->where, "remove all but one",
                   "<%s> of type '%s' has %u <source>, expected one", device_kind_name(kind), type,
                   source->endpoints->len);
}

static void surplus(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    each_source(domain, rule, options, report, check_surplus);
}

/* Where libvirt makes the sockets on which it waits itself. */
#define GENERATED_PATHS "/var/lib/libvirt/qemu/channel/target/"

static void check_reconnect(const struct source_visit *visit, enum device_kind kind, const struct device_info *info,
                            const struct chardev_source *source)
{
    const struct chardev_endpoint *endpoint = chardev_endpoint(source);
    const struct reconnect *reconnect = endpoint ? endpoint->reconnect : NULL;

    if (!reconnect || reconnect->enabled != YES)
        return;
    if (endpoint->mode == CHARDEV_BIND)
        rule_error(visit->rule, visit->report, reconnect->where, "remove <reconnect>, or use mode='connect'",
                   "<source> has <reconnect> and mode='bind'; only who connects can do so again");
    else if (kind == DEVICE_CHANNEL && endpoint->path && g_str_has_prefix(endpoint->path, GENERATED_PATHS))
        rule_error(visit->rule, visit->report, reconnect->where, "remove <reconnect>, or name a socket of your own",
                   "<source> has <reconnect> and a path that libvirt made to wait there itself, '%s'", endpoint->path);
    if (reconnect->timeout.given && reconnect->timeout.value == 0)
        rule_error(visit->rule, visit->report, reconnect->where, "give the seconds until the next try",
                   "<reconnect> has timeout='0', expected a number of at least 1");
    if (!reconnect->timeout.given)
        rule_error(visit->rule, visit->report, reconnect->where, "add timeout='5'",
                   "<reconnect> has enabled='yes', but 'timeout' is missing");
}

static void reconnect_again(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    each_source(domain, rule, options, report, check_reconnect);
}

/* What a client of SPICE hands on has an other end only for some devices. */
static void check_spicevmc(const struct source_visit *visit, enum device_kind kind, const struct device_info *info,
                           const struct chardev_source *source)
{
    if (source->type != CHARDEV_SPICEVMC)
        return;
    if (kind != DEVICE_CHANNEL && kind != DEVICE_SMARTCARD && kind != DEVICE_REDIRDEV)
        rule_error(visit->rule, visit->report, info->where, "use type='pty'",
                   "<%s> has type='spicevmc', expected a <channel>, <smartcard> or <redirdev>", device_kind_name(kind));
    if (kind == DEVICE_CHANNEL && ((const struct channel *)(const void *)info)->target != CHANNEL_VIRTIO)
        rule_error(visit->rule, visit->report, info->where, "use <target type='virtio' name='com.redhat.spice.0'/>",
                   "<channel> has type='spicevmc', but its target is not virtio");
}

static void spicevmc(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    each_source(domain, rule, options, report, check_spicevmc);
}

static void check_seclabels(const struct source_visit *visit, enum device_kind kind, const struct device_info *info,
                            const struct chardev_source *source)
{
    for (unsigned i = 0; i < source->endpoints->len; i++)
        rule_device_seclabels(((const struct chardev_endpoint *)source->endpoints->pdata[i])->seclabels, visit->rule,
                              visit->report);
}

static void seclabel(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    each_source(domain, rule, options, report, check_seclabels);
}

/* ---- serial ports ---- */

static const struct {
    uint64_t models, addresses;
} serial_targets[SERIAL_TARGET_COUNT] = {
    [SERIAL_ISA] = {BIT(SERIAL_MODEL_ISA_SERIAL), BIT(ADDRESS_ISA)},
    [SERIAL_USB] = {BIT(SERIAL_MODEL_USB_SERIAL), BIT(ADDRESS_USB)},
    [SERIAL_PCI] = {BIT(SERIAL_MODEL_PCI_SERIAL), BIT(ADDRESS_PCI)},
    [SERIAL_SPAPR_VIO] = {BIT(SERIAL_MODEL_SPAPR_VTY), BIT(ADDRESS_SPAPR_VIO)},
    [SERIAL_SYSTEM] = {BIT(SERIAL_MODEL_PL011) | BIT(SERIAL_MODEL_16550A), 0},
    [SERIAL_SCLP] = {BIT(SERIAL_MODEL_SCLPCONSOLE) | BIT(SERIAL_MODEL_SCLPLMCONSOLE), 0},
    [SERIAL_ISA_DEBUG] = {BIT(SERIAL_MODEL_ISA_DEBUGCON), BIT(ADDRESS_ISA)},
};

static void serial_model(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct serial *serial = device;
    g_autofree char *models = rule_names(&serial_model_names, serial_targets[serial->target].models);

    if (serial->target && serial->model && !(serial_targets[serial->target].models & BIT(serial->model)))
        rule_error(rule, report, serial->info.where, "remove <model>",
                   "<serial> has <target type='%s'> and <model name='%s'/>, expected %s",
                   enum_name(&serial_target_names, serial->target), enum_name(&serial_model_names, serial->model),
                   models);
}

static void serial_address(const struct domain *domain, const void *device, const struct rule *rule,
                           const struct rule_options *options, struct report *report)
{
    const struct serial *serial = device;
    const struct address *address = serial->info.address;
    uint64_t fitting = serial_targets[serial->target].addresses;
    g_autofree char *expected = rule_names(&address_type_names, fitting);

    if (serial->target && address && !(fitting & BIT(address->type)))
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "<serial> has <target type='%s'> and an address of type '%s', expected %s",
                   enum_name(&serial_target_names, serial->target), enum_name(&address_type_names, address->type),
                   *expected ? expected : "none");
}

#define X86_SERIALS (BIT(SERIAL_ISA) | BIT(SERIAL_USB) | BIT(SERIAL_PCI) | BIT(SERIAL_ISA_DEBUG))

static void serial_arch(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct serial *serial = device;
    g_autofree char *expected = rule_names(&serial_target_names, X86_SERIALS);

    if (domain_is_x86(domain) && serial->target && !(X86_SERIALS & BIT(serial->target)))
        rule_error(rule, report, serial->info.where, "leave <target> out to have one chosen",
                   "<serial> has <target type='%s'>, which machines of the architecture '%s' do not have, expected %s",
                   enum_name(&serial_target_names, serial->target),
                   enum_name(&arch_names, domain->os ? domain->os->arch : ARCH_X86_64), expected);
}

/* ---- channels and consoles ---- */

static void channel_address(const struct domain *domain, const void *device, const struct rule *rule,
                            const struct rule_options *options, struct report *report)
{
    const struct channel *channel = device;
    const struct address *address = channel->info.address;

    if (channel->target == CHANNEL_VIRTIO && address && address->type != ADDRESS_VIRTIO_SERIAL)
        rule_error(rule, report, address->where, "leave the address out to have one chosen",
                   "<channel> has <target type='virtio'> and an address of type '%s', expected virtio-serial",
                   enum_name(&address_type_names, address->type));
}

static void not_in_qemu(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                        struct report *report)
{
    const struct devices *devices = domain->devices;
    const uint64_t targets = BIT(CONSOLE_XEN) | BIT(CONSOLE_UML) | BIT(CONSOLE_LXC) | BIT(CONSOLE_OPENVZ);

    for (unsigned i = 0; devices && i < devices->consoles->len; i++) {
        const struct console *console = devices->consoles->pdata[i];

        if (targets & BIT(console->target))
            rule_error(rule, report, console->info.where, "use <target type='virtio'/>",
                       "<console> has <target type='%s'>, which no QEMU machine has",
                       enum_name(&console_target_names, console->target));
    }
    for (unsigned i = 0; devices && i < devices->channels->len; i++) {
        const struct channel *channel = devices->channels->pdata[i];

        if (channel->target == CHANNEL_XEN)
            rule_error(rule, report, channel->info.where, "use <target type='virtio'/>",
                       "<channel> has <target type='xen'>, which no QEMU machine has");
    }
}

const struct rule chardev_rules[] = {
    {"chardev.missing", missing},
    {"chardev.surplus", surplus},
    {"chardev.reconnect", reconnect_again},
    {"chardev.spicevmc", spicevmc},
    {"chardev.seclabel", seclabel},
    {"serial.model", .kind = DEVICE_SERIAL, .check_device = serial_model},
    {"serial.address-type", .kind = DEVICE_SERIAL, .check_device = serial_address},
    {"serial.arch", .kind = DEVICE_SERIAL, .check_device = serial_arch},
    {"channel.address-type", .kind = DEVICE_CHANNEL, .check_device = channel_address},
    {"chardev.not-in-qemu", not_in_qemu},
    {NULL},
};
