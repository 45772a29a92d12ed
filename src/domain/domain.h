/* domain/domain.h - a domain: all that its XML may say, as one struct.
 *
 * The pure pipeline works on it: domain_read, rules (rule.h), defaults, addresses, aliases, rules again,
 * command line.  The struct is a value: changed by those stages, compared, copied and freed by its table.
 * What each member means stands in the row of the table that reads it (`tandem reference`).
 */
#pragma once

#include "domain/clock.h"
#include "domain/cpu.h"
#include "domain/features.h"
#include "domain/memory.h"
#include "domain/numa.h"
#include "domain/os.h"
#include "domain/pm.h"
#include "domain/qemu_ns.h"
#include "domain/security.h"
#include "domain/sysinfo.h"
#include "domain/tuning.h"
#include "domain/vcpu.h"

struct devices;        /* domain/devices.h */
struct throttlegroups; /* domain/throttle.h */

/* How the guest's processors are run; libvirt's other hypervisors are no domain types of tandem. */
enum domain_type {
    DOMAIN_TYPE_ABSENT,
    DOMAIN_QEMU, /* TCG */
    DOMAIN_KVM,
    DOMAIN_HVF,
    DOMAIN_XEN,
    DOMAIN_LXC,
    DOMAIN_VMWARE,
    DOMAIN_HYPERV,
    DOMAIN_VBOX,
    DOMAIN_OPENVZ,
    DOMAIN_TEST,
    DOMAIN_VZ,
    DOMAIN_BHYVE,
    DOMAIN_PARALLELS,
    DOMAIN_KQEMU,
    DOMAIN_UML,
    DOMAIN_PHYP,
    DOMAIN_XENFV,
    DOMAIN_TYPE_COUNT,
};
extern const struct enum_names domain_type_names;

/* What follows when the guest powers off, reboots, crashes. */
enum on_event {
    ON_EVENT_ABSENT,
    ON_EVENT_DESTROY,
    ON_EVENT_RESTART,
    ON_EVENT_RENAME_RESTART,
    ON_EVENT_PRESERVE,
    ON_EVENT_COREDUMP_DESTROY, /* on_crash only */
    ON_EVENT_COREDUMP_RESTART, /* on_crash only */
    ON_EVENT_COUNT,
};
extern const struct enum_names on_event_names;

enum on_lockfailure {
    ON_LOCKFAILURE_ABSENT,
    ON_LOCKFAILURE_POWEROFF,
    ON_LOCKFAILURE_RESTART,
    ON_LOCKFAILURE_PAUSE,
    ON_LOCKFAILURE_IGNORE,
    ON_LOCKFAILURE_COUNT,
};
extern const struct enum_names on_lockfailure_names;

/* <genid/> without text asks for a new one. */
struct genid {
    struct place where;
    char *uuid;
};

/* <uid start='0' target='1000' count='10'/>: of a container; it means nothing for QEMU. */
struct idmap_range {
    struct place where;
    struct number start, target, count;
};

struct idmap {
    struct place where;
    GPtrArray *uids, *gids; /* struct idmap_range * */
};

struct domain {
    struct place where;
    enum domain_type type;
    struct integer id;
    char *name, *uuid, *hwuuid, *title, *description;
    struct genid *genid;
    char *metadata; /* raw XML */
    struct place name_where, title_where;

    struct number max_memory, max_memory_slots; /* bytes */
    struct number memory, current_memory;       /* bytes */
    enum on_off memory_dump_core;
    struct place max_memory_where, memory_where, current_memory_where;
    struct memory_backing *memory_backing;
    struct memtune *memtune;
    struct blkiotune *blkiotune;

    struct number vcpus, vcpus_current;
    struct place vcpu_where;
    char *vcpu_cpuset;
    enum vcpu_placement vcpu_placement;
    GPtrArray *vcpu_list; /* struct vcpu *: <vcpus> */
    struct number iothreads;
    GPtrArray *iothread_list; /* struct iothread *: <iothreadids> */
    struct number default_iothread_pool_min, default_iothread_pool_max;
    struct place default_iothread_where;
    struct throttlegroups *throttlegroups;
    struct cputune *cputune;
    struct numatune *numatune;

    char *resource_partition, *fibrechannel_appid;
    GPtrArray *sysinfos; /* struct sysinfo * */
    struct os *os;
    struct idmap *idmap;
    struct features *features;
    struct cpu *cpu;
    struct clock *clock;
    enum on_event on_poweroff, on_reboot, on_crash;
    enum on_lockfailure on_lockfailure;
    struct place on_poweroff_where, on_reboot_where, on_crash_where;
    struct pm *pm;
    struct perf *perf;
    struct devices *devices;
    GPtrArray *seclabels; /* struct seclabel * */
    struct keywrap *keywrap;
    struct launch_security *launch_security;

    struct qemu_commandline *qemu_commandline;
    struct qemu_capabilities *qemu_capabilities;
    struct qemu_override *qemu_override;
    enum qemu_deprecation qemu_deprecation;
};

extern const struct element domain_element;
extern const struct document_type domain_document;

/* Reads a domain document.  Complaints go to the report.  NULL if it is not XML or no <domain>; otherwise
 * the domain, even with complaints.  Free with domain_free or g_autoptr(domain_t). */
struct domain *domain_read(const char *text, size_t length, struct report *report);

/* The document of a domain, newly made. */
char *domain_write(const struct domain *domain);

struct domain *domain_copy(const struct domain *domain);
void domain_free(struct domain *domain);
typedef struct domain domain_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(domain_t, domain_free)

/* The name of the guest's architecture; if the document does not say it, that of the host that tandem was built
 * for, as libvirt takes the host's. */
const char *domain_arch(const struct domain *domain);

/* Whether the guest's processors are x86 (i686 or x86_64). */
bool domain_is_x86(const struct domain *domain);
