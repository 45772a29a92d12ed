#include "domain/rule_parts.h"

#include <string.h>

/* ---- limits ---- */

struct limit {
    const char *name;
    struct number total, read, write;
    struct number total_max, read_max, write_max;
    struct number total_length, read_length, write_length;
};

static void limit_combination(const struct limit *limit, struct place where, const struct rule *rule,
                              struct report *report)
{
    const struct {
        const char *suffix;
        struct number total, read, write;
    } parts[] = {
        {"", limit->total, limit->read, limit->write},
        {"_max", limit->total_max, limit->read_max, limit->write_max},
        {"_max_length", limit->total_length, limit->read_length, limit->write_length},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].total.value && (parts[i].read.value || parts[i].write.value))
            rule_error(rule, report, where, "give either the total, or reads and writes",
                       "<total_%s%s> is given together with <read_%s%s> or <write_%s%s>", limit->name, parts[i].suffix,
                       limit->name, parts[i].suffix, limit->name, parts[i].suffix);
}

static void limit_burst(const struct limit *limit, struct place where, const struct rule *rule, struct report *report)
{
    const struct {
        const char *prefix;
        struct number usual, most, length;
    } bursts[] = {
        {"total", limit->total, limit->total_max, limit->total_length},
        {"read", limit->read, limit->read_max, limit->read_length},
        {"write", limit->write, limit->write_max, limit->write_length},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(bursts); i++) {
        if (bursts[i].most.value && !bursts[i].usual.value)
            rule_error(rule, report, where, NULL, "<%s_%s_max> is given, but <%s_%s> is missing", bursts[i].prefix,
                       limit->name, bursts[i].prefix, limit->name);
        else if (bursts[i].most.value && bursts[i].most.value < bursts[i].usual.value)
            rule_error(rule, report, where, NULL,
                       "<%s_%s_max> is %" G_GUINT64_FORMAT ", expected at least the %" G_GUINT64_FORMAT " of <%s_%s>",
                       bursts[i].prefix, limit->name, bursts[i].most.value, bursts[i].usual.value, bursts[i].prefix,
                       limit->name);
        if (bursts[i].length.value && !bursts[i].most.value)
            rule_error(rule, report, where, NULL, "<%s_%s_max_length> is given, but <%s_%s_max> is missing",
                       bursts[i].prefix, limit->name, bursts[i].prefix, limit->name);
    }
}

void rule_io_limits(const struct io_limits *limits, struct place where, const struct rule *rule, struct report *report)
{
    const struct limit both[] = {
        {"bytes_sec", limits->total_bytes_sec, limits->read_bytes_sec, limits->write_bytes_sec,
         limits->total_bytes_sec_max, limits->read_bytes_sec_max, limits->write_bytes_sec_max,
         limits->total_bytes_sec_max_length, limits->read_bytes_sec_max_length, limits->write_bytes_sec_max_length},
        {"iops_sec", limits->total_iops_sec, limits->read_iops_sec, limits->write_iops_sec, limits->total_iops_sec_max,
         limits->read_iops_sec_max, limits->write_iops_sec_max, limits->total_iops_sec_max_length,
         limits->read_iops_sec_max_length, limits->write_iops_sec_max_length},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        limit_combination(&both[i], where, rule, report);
        limit_burst(&both[i], where, rule, report);
    }
}

static void throttle_group(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const GPtrArray *groups = domain->throttlegroups ? domain->throttlegroups->groups : NULL;

    for (unsigned i = 0; groups && i < groups->len; i++) {
        const struct throttlegroup *group = groups->pdata[i];

        if (!group->limits.group_name)
            rule_error(rule, report, group->where, "add <group_name>", "a throttle group has no name");
        rule_io_limits(&group->limits, group->where, rule, report);
        for (unsigned j = 0; j < i; j++) {
            const struct throttlegroup *other = groups->pdata[j];

            if (group->limits.group_name && g_strcmp0(group->limits.group_name, other->limits.group_name) == 0)
                rule_error(rule, report, group->where, NULL, "two throttle groups are named '%s', the other in line %u",
                           group->limits.group_name, other->where.line);
        }
    }
}

/* ---- <iothreads> ---- */

static void iothread_queues(const struct device_iothread *thread, struct number queues, const struct rule *rule,
                            struct report *report)
{
    for (unsigned i = 0; i < thread->queues->len; i++) {
        const struct numbered *queue = thread->queues->pdata[i];

        if (!queues.given || queue->id.value >= queues.value)
            rule_error(rule, report, queue->where, "raise 'queues' in <driver>",
                       "I/O thread %" G_GUINT64_FORMAT " is to serve queue %" G_GUINT64_FORMAT
                       ", but the device has %" G_GUINT64_FORMAT ", counted from 0",
                       thread->id.value, queue->id.value, queues.given ? queues.value : 1);
    }
}

void rule_iothreads(const struct domain *domain, const struct device_iothreads *iothreads, struct number queues,
                    const struct rule *rule, struct report *report)
{
    bool some_map = false, some_do_not = false;

    for (unsigned i = 0; i < iothreads->iothreads->len; i++) {
        const struct device_iothread *thread = iothreads->iothreads->pdata[i];

        *(thread->queues->len ? &some_map : &some_do_not) = true;
        if (!rule_has_iothread(domain, thread->id.value))
            rule_error(rule, report, thread->where, "raise <iothreads>, or add it to <iothreadids>",
                       "a device names I/O thread %" G_GUINT64_FORMAT ", but the domain has no such", thread->id.value);
        for (unsigned j = 0; j < i; j++)
            if (((const struct device_iothread *)iothreads->iothreads->pdata[j])->id.value == thread->id.value)
                rule_error(rule, report, thread->where, "remove it",
                           "a device names I/O thread %" G_GUINT64_FORMAT " twice", thread->id.value);
        iothread_queues(thread, queues, rule, report);
    }
    if (some_map && some_do_not)
        rule_error(rule, report, iothreads->where, "give all of them queues, or none",
                   "some I/O threads of a device have a <queue> and some have none");
}

/* ---- sources ---- */

/* A source wherever it stands: of the disk, of its backing and data files. */
struct source_visit {
    const struct rule *rule;
    struct report *report;
    const struct disk *disk;
    void (*check)(const struct source_visit *visit, enum storage_type type, enum storage_format format,
                  const struct storage_source *source);
};

static struct place source_place(const struct source_visit *visit, const struct storage_source *source)
{
    return source->where.line ? source->where : visit->disk->info.where;
}

static void visit_source(const struct source_visit *visit, enum storage_type type, enum storage_format format,
                         const struct storage_source *source)
{
    visit->check(visit, type, format, source);
    if (source->data_store)
        visit->check(visit, source->data_store->type, source->data_store->format, &source->data_store->source);
}

static void visit_sources(const struct disk *disk, const struct rule *rule, struct report *report,
                          void (*check)(const struct source_visit *visit, enum storage_type type,
                                        enum storage_format format, const struct storage_source *source))
{
    const struct source_visit visit = {rule, report, disk, check};

    visit_source(&visit, disk->type, disk->format, &disk->source);
    for (const struct backing_store *backing = disk->backing_store; backing && backing->type;
         backing = backing->backing_store)
        visit_source(&visit, backing->type, backing->format, &backing->source);
}

#define HTTP (BIT(STORAGE_HTTP) | BIT(STORAGE_HTTPS))
#define CURL (HTTP | BIT(STORAGE_FTP) | BIT(STORAGE_FTPS) | BIT(STORAGE_TFTP))

static void check_protocol(const struct source_visit *visit, enum storage_type type, enum storage_format format,
                           const struct storage_source *source)
{
    const struct {
        const char *what;
        bool given;
        uint64_t protocols;
    } parts[] = {
        {"'query'", source->query != NULL, HTTP},
        {"<cookies>", source->cookies != NULL, HTTP},
        {"<ssl>", source->ssl_verify != 0, BIT(STORAGE_HTTPS) | BIT(STORAGE_FTPS)},
        {"<readahead>", source->readahead.given, CURL},
        {"<timeout>", source->timeout.given, CURL},
        {"'tls'", source->tls != 0, BIT(STORAGE_NBD) | BIT(STORAGE_VXHS)},
        {"'tlsHostname'", source->tls_hostname != NULL, BIT(STORAGE_NBD)},
        {"<snapshot>", source->snapshot != NULL, BIT(STORAGE_RBD)},
        {"<config>", source->config != NULL, BIT(STORAGE_RBD)},
        {"<initiator>", source->initiator_iqn != NULL, BIT(STORAGE_ISCSI)},
        {"<knownHosts>", source->known_hosts != NULL, BIT(STORAGE_SSH)},
        {"'user' or 'group' in <identity>", source->nfs_user || source->nfs_group, BIT(STORAGE_NFS)},
        {"'username', 'keyfile' or 'agentsock' in <identity>", source->ssh_user || source->keyfile || source->agentsock,
         BIT(STORAGE_SSH)},
        {"<reconnect>", source->reconnect != NULL, BIT(STORAGE_NBD)},
    };

    if (type != STORAGE_NETWORK || !source->protocol)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *expected = rule_names(&storage_protocol_names, parts[i].protocols);

        if (parts[i].given && !(parts[i].protocols & BIT(source->protocol)))
            rule_error(visit->rule, visit->report, source_place(visit, source), "remove it",
                       "a source of disk '%s' has %s and the protocol '%s', expected %s", visit->disk->target,
                       parts[i].what, enum_name(&storage_protocol_names, source->protocol), expected);
    }
}

static void storage_protocol(const struct domain *domain, const void *device, const struct rule *rule,
                             const struct rule_options *options, struct report *report)
{
    visit_sources(device, rule, report, check_protocol);
}

/* Protocols that QEMU no longer speaks. */
static void check_removed(const struct source_visit *visit, enum storage_type type, enum storage_format format,
                          const struct storage_source *source)
{
    if (type == STORAGE_NETWORK && source->protocol == STORAGE_SHEEPDOG)
        rule_error(visit->rule, visit->report, source_place(visit, source), "move the image to other storage",
                   "a source of disk '%s' has the protocol 'sheepdog', which QEMU no longer speaks",
                   visit->disk->target);
}

static void storage_removed(const struct domain *domain, const void *device, const struct rule *rule,
                            const struct rule_options *options, struct report *report)
{
    visit_sources(device, rule, report, check_removed);
}

static void check_host(const struct source_visit *visit, const struct storage_source *source,
                       const struct storage_host *host)
{
    if (host->transport == TRANSPORT_UNIX) {
        if (!host->socket)
            rule_error(visit->rule, visit->report, host->where, "add socket='…'",
                       "<host> has transport='unix', but 'socket' is missing");
        if (host->name || host->port.given)
            rule_error(visit->rule, visit->report, host->where, "remove it",
                       "<host> has transport='unix' and a 'name' or 'port', which a socket has not");
        return;
    }
    if (host->socket)
        rule_error(visit->rule, visit->report, host->where, "add transport='unix'",
                   "<host> has 'socket', but its transport is 'tcp'");
    if (!host->name)
        rule_error(visit->rule, visit->report, host->where, "add name='…'", "<host> has no 'name'");
    if (host->transport == TRANSPORT_RDMA && source->protocol != STORAGE_GLUSTER)
        rule_error(visit->rule, visit->report, host->where, "remove it",
                   "<host> has transport='rdma' and the protocol '%s', expected gluster",
                   enum_name(&storage_protocol_names, source->protocol));
}

static void check_hosts(const struct source_visit *visit, enum storage_type type, enum storage_format format,
                        const struct storage_source *source)
{
    bool several = source->protocol == STORAGE_RBD || source->protocol == STORAGE_GLUSTER;
    bool none = source->protocol == STORAGE_RBD || source->protocol == STORAGE_SHEEPDOG;
    const char *protocol = enum_name(&storage_protocol_names, source->protocol);

    if (type != STORAGE_NETWORK || !source->protocol)
        return;
    for (unsigned i = 0; i < source->hosts->len; i++)
        check_host(visit, source, source->hosts->pdata[i]);
    if (source->hosts->len > 1 && !several)
        rule_error(visit->rule, visit->report, source_place(visit, source), "keep one of them",
                   "a source of disk '%s' has %u <host>, but the protocol '%s' takes one", visit->disk->target,
                   source->hosts->len, protocol);
    if (source->hosts->len == 0 && !none)
        rule_error(visit->rule, visit->report, source_place(visit, source), "add <host name='…'/>",
                   "a source of disk '%s' has no <host>, which the protocol '%s' needs", visit->disk->target, protocol);
    if (!source->name && source->protocol != STORAGE_NBD)
        rule_error(visit->rule, visit->report, source_place(visit, source), "add name='…'",
                   "a source of disk '%s' has no 'name', which the protocol '%s' needs", visit->disk->target, protocol);
}

static void storage_host(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    visit_sources(device, rule, report, check_hosts);
}

/* ---- secrets ---- */

static void check_secret(const struct secret_reference *secret, uint64_t types, const char *what,
                         const struct rule *rule, struct report *report)
{
    g_autofree char *expected = rule_names(&secret_type_names, types);

    if (!(types & BIT(secret->type)))
        rule_error(rule, report, secret->where, NULL, "<secret> of %s has type='%s', expected %s", what,
                   enum_name(&secret_type_names, secret->type), expected);
    if (!secret->uuid == !secret->usage)
        rule_error(rule, report, secret->where, "give one of them",
                   secret->uuid ? "<secret> has 'uuid' and 'usage', expected one of them"
                                : "<secret> has neither 'uuid' nor 'usage'");
}

static void storage_auth(const struct domain *domain, const void *device, const struct rule *rule,
                         const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;
    const struct storage_auth *auth = disk_auth(disk);

    if (disk->auth && disk->source.auth)
        rule_error(rule, report, disk->auth->where, "keep the one in <source>",
                   "disk '%s' has two <auth>, one in <source> and one beside it", disk->target);
    if (!auth)
        return;
    if (!auth->secret)
        rule_error(rule, report, auth->where, "add <secret>", "<auth> of disk '%s' has no <secret>", disk->target);
    else if (disk->type == STORAGE_NETWORK && disk->source.protocol == STORAGE_RBD)
        check_secret(auth->secret, BIT(SECRET_CEPH), "RBD", rule, report);
    else if (disk->type == STORAGE_NETWORK && disk->source.protocol == STORAGE_ISCSI)
        check_secret(auth->secret, BIT(SECRET_ISCSI), "iSCSI", rule, report);
    else
        check_secret(auth->secret, BIT(SECRET_ISCSI) | BIT(SECRET_CEPH), "a disk", rule, report);
}

static void check_encryption(const struct disk *disk, const struct storage_encryption *encryption,
                             const struct rule *rule, struct report *report)
{
    bool is_rbd = disk->type == STORAGE_NETWORK && disk->source.protocol == STORAGE_RBD;
    bool by_librbd = encryption->engine == ENCRYPTION_LIBRBD;

    if (encryption->cipher_name)
        rule_error(rule, report, encryption->where, "remove <cipher>; the image knows it",
                   "<encryption> of disk '%s' has a <cipher>, which only counts when an image is made", disk->target);
    if (encryption->format == ENCRYPTION_DEFAULT || encryption->format == ENCRYPTION_QCOW)
        rule_error(rule, report, encryption->where, "convert the image to LUKS",
                   "<encryption> of disk '%s' has the format '%s', which QEMU no longer reads", disk->target,
                   enum_name(&encryption_format_names, encryption->format));
    if (!by_librbd && disk->format && disk->format != STORAGE_RAW && disk->format != STORAGE_QCOW2)
        rule_error(rule, report, encryption->where, "use a raw or qcow2 image",
                   "disk '%s' is encrypted and has the format '%s', expected raw or qcow2", disk->target,
                   enum_name(&storage_format_names, disk->format));
    if (by_librbd && !is_rbd)
        rule_error(rule, report, encryption->where, "use engine='qemu'",
                   "<encryption> of disk '%s' has engine='librbd', but its source is not RBD", disk->target);
    if (!by_librbd && (encryption->format == ENCRYPTION_LUKS2 || encryption->format == ENCRYPTION_LUKS_ANY))
        rule_error(rule, report, encryption->where, "use format='luks'",
                   "<encryption> of disk '%s' has the format '%s', which only engine='librbd' reads", disk->target,
                   enum_name(&encryption_format_names, encryption->format));
    for (unsigned i = 0; i < encryption->secrets->len; i++)
        check_secret(encryption->secrets->pdata[i], BIT(SECRET_PASSPHRASE), "an <encryption>", rule, report);
}

static void storage_encryption(const struct domain *domain, const void *device, const struct rule *rule,
                               const struct rule_options *options, struct report *report)
{
    const struct disk *disk = device;

    if (disk->encryption && disk->source.encryption)
        rule_error(rule, report, disk->encryption->where, "keep the one in <source>",
                   "disk '%s' has two <encryption>, one in <source> and one beside it", disk->target);
    if (disk_encryption(disk))
        check_encryption(disk, disk_encryption(disk), rule, report);
}

/* ---- other parts ---- */

static void check_slices(const struct source_visit *visit, enum storage_type type, enum storage_format format,
                         const struct storage_source *source)
{
    const GPtrArray *slices = source->slices ? source->slices->slices : NULL;

    if (slices && slices->len != 1)
        rule_error(visit->rule, visit->report, source->slices->where, NULL,
                   "a source of disk '%s' has %u <slice>, expected one", visit->disk->target, slices->len);
}

static void storage_slice(const struct domain *domain, const void *device, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    visit_sources(device, rule, report, check_slices);
}

static void check_seclabels(const struct source_visit *visit, enum storage_type type, enum storage_format format,
                            const struct storage_source *source)
{
    rule_device_seclabels(source->seclabels, visit->rule, visit->report);
}

static void storage_seclabel(const struct domain *domain, const void *device, const struct rule *rule,
                             const struct rule_options *options, struct report *report)
{
    visit_sources(device, rule, report, check_seclabels);
}

const struct rule storage_rules[] = {
    {"throttle.group", throttle_group},
    {"storage.protocol", .kind = DEVICE_DISK, .check_device = storage_protocol},
    {"storage.removed", .kind = DEVICE_DISK, .check_device = storage_removed},
    {"storage.host", .kind = DEVICE_DISK, .check_device = storage_host},
    {"storage.auth", .kind = DEVICE_DISK, .check_device = storage_auth},
    {"storage.encryption", .kind = DEVICE_DISK, .check_device = storage_encryption},
    {"storage.slice", .kind = DEVICE_DISK, .check_device = storage_slice},
    {"storage.seclabel", .kind = DEVICE_DISK, .check_device = storage_seclabel},
    {NULL},
};
