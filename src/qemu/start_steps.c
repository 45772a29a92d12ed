#include "qemu/start_steps.h"

#include "domain/devices.h"
#include "qemu/props.h"

enum { KIB = 1024 };

static void add(GPtrArray *steps, struct qmp_step *step)
{
    g_ptr_array_add(steps, step);
}

/* ---- screens ---- */

/* QEMU counts the seconds since 1970; the document has UTC. */
static char *expiry(const char *valid_to)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(valid_to, utc);

    return time ? g_strdup_printf("%" G_GINT64_FORMAT, g_date_time_to_unix(time)) : g_strdup("now");
}

static void password(GPtrArray *steps, const struct graphics *graphics)
{
    const char *protocol = enum_name(&graphics_type_names, graphics->type);
    struct json_object *arguments;

    if (!graphics->passwd || (graphics->type != GRAPHICS_VNC && graphics->type != GRAPHICS_SPICE))
        return;
    arguments = json_pair("protocol", protocol);
    json_add_string(arguments, "password", graphics->passwd);
    json_add_string(arguments, "connected", enum_name(&graphics_connected_names, graphics->connected));
    add(steps, qmp_step_new("set_password", arguments, "set the password of the %s screen", protocol));
    if (graphics->passwd_valid_to) {
        g_autofree char *time = expiry(graphics->passwd_valid_to);

        arguments = json_pair("protocol", protocol);
        json_add_string(arguments, "time", time);
        add(steps, qmp_step_new("expire_password", arguments, "limit the password of the %s screen to %s", protocol,
                                graphics->passwd_valid_to));
    }
}

/* ---- NICs ---- */

static void link_down(GPtrArray *steps, const struct iface *nic)
{
    struct json_object *arguments;

    if (nic->link != LINK_DOWN || nic->type == IFACE_HOSTDEV)
        return;
    arguments = json_pair("name", nic->info.alias);
    props_bool(arguments, "up", false);
    add(steps, qmp_step_new("set_link", arguments, "take the link of '%s' down", nic->info.alias));
}

/* ---- disks ---- */

/* QEMU wants these six, given or not. */
static void limit(struct json_object *arguments, const char *key, struct number value)
{
    props_uint(arguments, key, value.given ? value.value : 0);
}

static void limits(GPtrArray *steps, const struct disk *disk)
{
    const struct io_limits *from = disk->iotune ? &disk->iotune->limits : NULL;
    struct json_object *arguments;

    if (!from)
        return;
    arguments = json_object_new_object();
    /* of a virtio disk the part that moves the data has the node, not the PCI device around it */
    if (disk->bus == DISK_BUS_VIRTIO)
        props_format(arguments, "id", "/machine/peripheral/%s/virtio-backend", disk->info.alias);
    else
        props_text(arguments, "id", disk->info.alias);
    limit(arguments, "bps", from->total_bytes_sec);
    limit(arguments, "bps_rd", from->read_bytes_sec);
    limit(arguments, "bps_wr", from->write_bytes_sec);
    limit(arguments, "iops", from->total_iops_sec);
    limit(arguments, "iops_rd", from->read_iops_sec);
    limit(arguments, "iops_wr", from->write_iops_sec);
    props_number(arguments, "bps_max", from->total_bytes_sec_max);
    props_number(arguments, "bps_rd_max", from->read_bytes_sec_max);
    props_number(arguments, "bps_wr_max", from->write_bytes_sec_max);
    props_number(arguments, "iops_max", from->total_iops_sec_max);
    props_number(arguments, "iops_rd_max", from->read_iops_sec_max);
    props_number(arguments, "iops_wr_max", from->write_iops_sec_max);
    props_number(arguments, "bps_max_length", from->total_bytes_sec_max_length);
    props_number(arguments, "bps_rd_max_length", from->read_bytes_sec_max_length);
    props_number(arguments, "bps_wr_max_length", from->write_bytes_sec_max_length);
    props_number(arguments, "iops_max_length", from->total_iops_sec_max_length);
    props_number(arguments, "iops_rd_max_length", from->read_iops_sec_max_length);
    props_number(arguments, "iops_wr_max_length", from->write_iops_sec_max_length);
    props_number(arguments, "iops_size", from->size_iops_sec);
    props_text(arguments, "group", from->group_name);
    add(steps, qmp_step_new("block_set_io_throttle", arguments, "limit the traffic of disk '%s'", disk->target));
}

static void open_tray(GPtrArray *steps, const struct disk *disk)
{
    struct json_object *arguments;

    if (disk->tray != DISK_TRAY_OPEN || disk->bus == DISK_BUS_FDC) /* a floppy drive has no tray, only a disk or none */
        return;
    arguments = json_pair("id", disk->info.alias);
    props_bool(arguments, "force", true);
    add(steps, qmp_step_new("blockdev-open-tray", arguments, "open the tray of '%s'", disk->target));
}

/* ---- memory ---- */

static bool has_balloon(const struct domain *domain)
{
    const struct memballoon *balloon = domain->devices->memballoon;

    return balloon && balloon->model != MEMBALLOON_NONE && balloon->info.alias;
}

static void balloon(GPtrArray *steps, const struct domain *domain, bool incoming)
{
    const struct memballoon *balloon = domain->devices->memballoon;
    struct json_object *arguments;

    if (!has_balloon(domain))
        return;
    if (balloon->stats_period.given && balloon->stats_period.value > 0) {
        arguments = json_object_new_object();
        props_format(arguments, "path", "/machine/peripheral/%s", balloon->info.alias);
        props_text(arguments, "property", "guest-stats-polling-interval");
        props_number(arguments, "value", balloon->stats_period);
        add(steps, qmp_step_new("qom-set", arguments, "have the guest's memory statistics every %u s",
                                (unsigned)balloon->stats_period.value));
    }
    if (!incoming && domain->current_memory.given && domain->current_memory.value < domain->memory.value) {
        arguments = json_object_new_object();
        props_uint(arguments, "value", domain->current_memory.value);
        add(steps, qmp_step_new("balloon", arguments, "leave the guest %" G_GUINT64_FORMAT " KiB of its memory",
                                domain->current_memory.value / KIB));
    }
}

/* ---- all ---- */

GPtrArray *start_steps(const struct domain *domain, bool incoming)
{
    const struct devices *devices = domain->devices;
    GPtrArray *steps = qmp_steps_new();

    for (unsigned i = 0; i < devices->graphics->len; i++)
        password(steps, devices->graphics->pdata[i]);
    for (unsigned i = 0; i < devices->interfaces->len; i++)
        link_down(steps, devices->interfaces->pdata[i]);
    for (unsigned i = 0; i < devices->disks->len; i++) {
        limits(steps, devices->disks->pdata[i]);
        open_tray(steps, devices->disks->pdata[i]);
    }
    balloon(steps, domain, incoming);
    return steps;
}

GPtrArray *start_steps_for(const struct domain *domain, const struct device_info *device)
{
    const struct devices *devices = domain->devices;
    GPtrArray *steps = qmp_steps_new();

    for (unsigned i = 0; i < devices->interfaces->len; i++)
        if (devices->interfaces->pdata[i] == device)
            link_down(steps, devices->interfaces->pdata[i]);
    for (unsigned i = 0; i < devices->disks->len; i++)
        if (devices->disks->pdata[i] == device) {
            limits(steps, devices->disks->pdata[i]);
            open_tray(steps, devices->disks->pdata[i]);
        }
    return steps;
}
