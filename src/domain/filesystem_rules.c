#include "domain/rule_parts.h"

#include <string.h>

/* What the tag may have at most, as the devices say. */
enum { VIRTIOFS_TAG_MAX = 36, P9_TAG_MAX = 32 };

static bool is_virtiofs(const struct filesystem *filesystem)
{
    return filesystem->driver == FILESYSTEM_VIRTIOFS;
}

static void type(const struct domain *domain, const void *device, const struct rule *rule,
                 const struct rule_options *options, struct report *report)
{
    const struct filesystem *filesystem = device;

    if (filesystem->type && filesystem->type != FILESYSTEM_MOUNT)
        rule_error(rule, report, filesystem->info.where, "use type='mount' for a folder, <disk> for an image",
                   "<filesystem> has type='%s', expected mount; the others are for containers",
                   enum_name(&filesystem_type_names, filesystem->type));
}

static void source(const struct domain *domain, const void *device, const struct rule *rule,
                   const struct rule_options *options, struct report *report)
{
    const struct filesystem *filesystem = device;

    if (filesystem->type != FILESYSTEM_MOUNT)
        return;
    if (!filesystem->dir && !filesystem->socket)
        rule_error(rule, report, filesystem->info.where, "add <source dir='…'/>", "<filesystem> has no folder");
    if (filesystem->dir && filesystem->socket)
        rule_error(rule, report, filesystem->info.where, "keep one of them",
                   "<source> of <filesystem> has 'dir' and 'socket'; a daemon that runs already has its own folder");
    if (filesystem->socket && (filesystem->binary || filesystem->idmap))
        rule_error(rule, report, filesystem->info.where, "remove <binary> and <idmap>",
                   "<filesystem> has a socket and <binary> or <idmap>, but the daemon behind it runs already");
    if (!filesystem->target && !filesystem->socket)
        rule_error(rule, report, filesystem->info.where, "add <target dir='…'/>",
                   "<filesystem> has no <target>, the name under which the guest finds it");
}

static void ability(const struct domain *domain, const void *device, const struct rule *rule,
                    const struct rule_options *options, struct report *report)
{
    const struct filesystem *filesystem = device;
    const bool virtiofs = is_virtiofs(filesystem);
    const struct {
        const char *what;
        bool given, fits;
        const char *who;
    } parts[] = {
        {"<binary>", filesystem->binary != NULL, virtiofs, "virtiofs"},
        {"<idmap>", filesystem->idmap != NULL, virtiofs, "virtiofs"},
        {"'socket' in <source>", filesystem->socket != NULL, virtiofs, "virtiofs"},
        {"'queue' in <driver>", filesystem->queue_size.given, virtiofs, "virtiofs"},
        {"<boot>", filesystem->info.boot_order.given, virtiofs, "virtiofs"},
        {"'multidevs'", filesystem->multidevs != 0, !virtiofs, "9p"},
        {"'fmode'", filesystem->fmode.given, !virtiofs, "9p"},
        {"'dmode'", filesystem->dmode.given, !virtiofs, "9p"},
        {"'wrpolicy' in <driver>", filesystem->wrpolicy != 0, !virtiofs, "9p"},
        {"an 'accessmode' that is not passthrough", filesystem->access && filesystem->access != FILESYSTEM_PASSTHROUGH,
         !virtiofs, "9p"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].given && !parts[i].fits)
            rule_error(rule, report, filesystem->info.where, "remove it",
                       "<filesystem> '%s' has %s, which is only for %s", filesystem->target ? filesystem->target : "",
                       parts[i].what, parts[i].who);
    if ((filesystem->fmode.given || filesystem->dmode.given) && filesystem->access != FILESYSTEM_MAPPED)
        rule_error(rule, report, filesystem->info.where, "use accessmode='mapped'",
                   "<filesystem> '%s' has 'fmode' or 'dmode', which count only with accessmode='mapped'",
                   filesystem->target ? filesystem->target : "");
}

static void memory(const struct domain *domain, const void *device, const struct rule *rule,
                   const struct rule_options *options, struct report *report)
{
    const struct filesystem *filesystem = device;

    if (is_virtiofs(filesystem) && !rule_memory_is_shared(domain))
        rule_error(rule, report, filesystem->info.where, "add <memoryBacking><access mode='shared'/></memoryBacking>",
                   "<filesystem> has <driver type='virtiofs'/>, which needs memory that another program can map");
}

static void tag(const struct domain *domain, const void *device, const struct rule *rule,
                const struct rule_options *options, struct report *report)
{
    const struct filesystem *filesystem = device;
    size_t most = is_virtiofs(filesystem) ? VIRTIOFS_TAG_MAX : P9_TAG_MAX;

    if (filesystem->target && filesystem->type == FILESYSTEM_MOUNT && strlen(filesystem->target) >= most)
        rule_error(rule, report, filesystem->info.where, NULL,
                   "<target> of <filesystem> has dir='%s' with %zu characters, expected less than %zu",
                   filesystem->target, strlen(filesystem->target), most);
}

const struct rule filesystem_rules[] = {
    {"filesystem.type", .kind = DEVICE_FILESYSTEM, .check_device = type},
    {"filesystem.source", .kind = DEVICE_FILESYSTEM, .check_device = source},
    {"filesystem.ability", .kind = DEVICE_FILESYSTEM, .check_device = ability},
    {"filesystem.memory", .kind = DEVICE_FILESYSTEM, .check_device = memory},
    {"filesystem.tag", .kind = DEVICE_FILESYSTEM, .check_device = tag},
    {NULL},
};
