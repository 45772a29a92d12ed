#include "domain/domain.h"

#include "domain/devices.h"

#include "xml/own.h"
#include "xml/read.h"
#include "xml/write.h"

ENUM_NAMES_PARTLY(
    domain_type, DOMAIN_TYPE_COUNT,
    ~(BIT(DOMAIN_QEMU) | BIT(DOMAIN_KVM) | BIT(DOMAIN_HVF)) & (BIT(DOMAIN_TYPE_COUNT) - 2), [DOMAIN_QEMU] = "qemu",
    [DOMAIN_KVM] = "kvm", [DOMAIN_HVF] = "hvf", [DOMAIN_XEN] = "xen", [DOMAIN_LXC] = "lxc", [DOMAIN_VMWARE] = "vmware",
    [DOMAIN_HYPERV] = "hyperv", [DOMAIN_VBOX] = "vbox", [DOMAIN_OPENVZ] = "openvz", [DOMAIN_TEST] = "test",
    [DOMAIN_VZ] = "vz", [DOMAIN_BHYVE] = "bhyve", [DOMAIN_PARALLELS] = "parallels", [DOMAIN_KQEMU] = "kqemu",
    [DOMAIN_UML] = "uml", [DOMAIN_PHYP] = "phyp", [DOMAIN_XENFV] = "xenfv");
ENUM_NAMES(on_event, ON_EVENT_COUNT, [ON_EVENT_DESTROY] = "destroy", [ON_EVENT_RESTART] = "restart",
           [ON_EVENT_RENAME_RESTART] = "rename-restart", [ON_EVENT_PRESERVE] = "preserve",
           [ON_EVENT_COREDUMP_DESTROY] = "coredump-destroy", [ON_EVENT_COREDUMP_RESTART] = "coredump-restart");
ENUM_NAMES(on_lockfailure, ON_LOCKFAILURE_COUNT, [ON_LOCKFAILURE_POWEROFF] = "poweroff",
           [ON_LOCKFAILURE_RESTART] = "restart", [ON_LOCKFAILURE_PAUSE] = "pause", [ON_LOCKFAILURE_IGNORE] = "ignore");

static const struct field genid_fields[] = {
    CONTENT(uuid, struct genid, uuid, GUEST_ABI, .doc = "The id; a new one is made if not given."),
};
static ELEMENT(genid_element, "genid", struct genid, genid_fields,
               "An id that changes when the guest goes on from another point in time (vmgenid).");

static const struct field fibrechannel_fields[] = {
    ATTR(string, "appid", struct domain, fibrechannel_appid, HOST_ONLY | REQUIRED, .min = 1, .max = 128,
         .doc = "The id, printable characters."),
};
static ELEMENT(fibrechannel_element, "fibrechannel", struct domain, fibrechannel_fields,
               "By which id the fabric knows the guest's traffic.");

static const struct field resource_fields[] = {
    TEXT(path, "partition", struct domain, resource_partition, HOST_ONLY,
         .doc = "The host's control group of the guest."),
    INLINE("fibrechannel", fibrechannel, 0, .doc = "By which id the fabric knows the guest's traffic."),
};
static ELEMENT(resource_element, "resource", struct domain, resource_fields, "Where the host accounts for the guest.");

static const struct field idmap_range_fields[] = {
    ATTR(uint, "start", struct idmap_range, start, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "The first id in the container."),
    ATTR(uint, "target", struct idmap_range, target, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "The id of the host that stands for it."),
    ATTR(uint, "count", struct idmap_range, count, HOST_ONLY | REQUIRED, .max = G_MAXUINT32, .doc = "How many ids."),
};
static ELEMENT(idmap_range_element, "idmap-range", struct idmap_range, idmap_range_fields, "A range of ids.");

static const struct field idmap_fields[] = {
    LIST("uid", struct idmap, uids, idmap_range, 0, .doc = "A range of user ids."),
    LIST("gid", struct idmap, gids, idmap_range, 0, .doc = "A range of group ids."),
};
static ELEMENT(idmap_element, "idmap", struct idmap, idmap_fields,
               "User ids of a container; read because libvirt keeps it, without effect on a virtual machine.");

/* In the order in which libvirt writes them. */
static const struct field domain_fields[] = {
    ATTR_ENUM("type", struct domain, type, domain_type, GUEST_ABI | REQUIRED,
              .doc = "How processors are run: 'kvm', or 'qemu' for emulation (TCG)."),
    ATTR(int, "id", struct domain, id, HOST_ONLY | NOT_KEPT,
         .doc = "Number of a running domain; libvirt writes it, nobody needs it."),
    TEXT(string, "name", struct domain, name, HOST_ONLY | REQUIRED, .where = offsetof(struct domain, name_where),
         .doc = "The domain's name, unique on a host."),
    TEXT(uuid, "uuid", struct domain, uuid, GUEST_ABI, .doc = "The domain's UUID, which the guest sees, too."),
    TEXT(uuid, "hwuuid", struct domain, hwuuid, GUEST_ABI,
         .doc = "The UUID that the guest sees instead of the domain's."),
    CHILD("genid", struct domain, genid, genid, 0, .doc = "An id that changes when the guest goes back in time."),
    TEXT(string, "title", struct domain, title, HOST_ONLY, .where = offsetof(struct domain, title_where),
         .doc = "A line for people."),
    TEXT(string, "description", struct domain, description, HOST_ONLY | EMPTY_OK, .doc = "A text for people."),
    RAW("metadata", struct domain, metadata, HOST_ONLY,
        .doc = "What other programs keep here, each in a name space of its own."),
    INLINE("maxMemory", max_memory, 0, .where = offsetof(struct domain, max_memory_where),
           .doc = "The bound of memory that is plugged into a running guest."),
    INLINE("memory", domain_memory, 0, .where = offsetof(struct domain, memory_where),
           .doc = "The memory of the guest; the sum of its NUMA nodes if not given."),
    TEXT(size, "currentMemory", struct domain, current_memory, HOST_ONLY, IN_KIB, .max = INT64_MAX,
         .where = offsetof(struct domain, current_memory_where),
         .doc = "What the balloon leaves to the guest; all if not given."),
    CHILD("blkiotune", struct domain, blkiotune, blkiotune, 0, .doc = "The guest's share of the host's block I/O."),
    CHILD("memtune", struct domain, memtune, memtune, 0, .doc = "Bounds of the memory that QEMU may use."),
    CHILD("memoryBacking", struct domain, memory_backing, memory_backing, 0,
          .doc = "What the guest's memory is made of on the host."),
    INLINE("vcpu", domain_vcpu, 0, .where = offsetof(struct domain, vcpu_where),
           .doc = "The number of processors; one if not given."),
    INLINE("vcpus", vcpus, 0, .doc = "The state of each processor."),
    TEXT(uint, "iothreads", struct domain, iothreads, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "How many threads do the I/O of devices that ask for one."),
    INLINE("iothreadids", iothreadids, 0, .doc = "The I/O threads one by one."),
    INLINE("defaultiothread", defaultiothread, 0, .where = offsetof(struct domain, default_iothread_where),
           .doc = "The workers of QEMU's main loop."),
    CHILD("throttlegroups", struct domain, throttlegroups, throttlegroups, HOST_ONLY,
          .doc = "Groups of limits that disks refer to."),
    CHILD("cputune", struct domain, cputune, cputune, 0, .doc = "How threads are spread over the host's processors."),
    CHILD("numatune", struct domain, numatune, numatune, 0, .doc = "On which of the host's NUMA nodes memory lies."),
    INLINE("resource", resource, 0, .doc = "Where the host accounts for the guest."),
    LIST("sysinfo", struct domain, sysinfos, sysinfo, 0, .doc = "Texts that the host hands to the guest."),
    UNSUPPORTED_CHILD("bootloader", .doc = "A program of the host that fetches the kernel (Xen)."),
    UNSUPPORTED_CHILD("bootloader_args", .doc = "Arguments of such a program (Xen)."),
    CHILD("os", struct domain, os, os, REQUIRED, .doc = "What the machine is and what it boots."),
    CHILD("idmap", struct domain, idmap, idmap, 0, .doc = "User ids of a container (LXC); without effect here."),
    CHILD("features", struct domain, features, features, 0, .doc = "What the machine can do beyond its type."),
    CHILD("cpu", struct domain, cpu, cpu, 0, .doc = "The processor that the guest sees."),
    CHILD("clock", struct domain, clock, clock, 0, .doc = "The guest's clock and timers."),
    TEXT_ENUM("on_poweroff", struct domain, on_poweroff, on_event, HOST_ONLY,
              .where = offsetof(struct domain, on_poweroff_where), .doc = "What follows when the guest powers off."),
    TEXT_ENUM("on_reboot", struct domain, on_reboot, on_event, HOST_ONLY,
              .where = offsetof(struct domain, on_reboot_where), .doc = "What follows when the guest reboots."),
    TEXT_ENUM("on_crash", struct domain, on_crash, on_event, HOST_ONLY,
              .where = offsetof(struct domain, on_crash_where), .doc = "What follows when the guest crashes."),
    TEXT_ENUM("on_lockfailure", struct domain, on_lockfailure, on_lockfailure, HOST_ONLY,
              .doc = "What follows when a lock manager loses the lock of a disk."),
    CHILD("pm", struct domain, pm, pm, 0, .doc = "Sleep states that the firmware offers."),
    CHILD("perf", struct domain, perf, perf, 0, .doc = "Events that the host counts."),
    CHILD("devices", struct domain, devices, devices, 0, .doc = "All devices of the machine."),
    LIST("seclabel", struct domain, seclabels, seclabel, 0, .doc = "The security label of the QEMU process."),
    CHILD("qemu:commandline", struct domain, qemu_commandline, qemu_commandline, 0, .doc = "Arguments for QEMU."),
    CHILD("qemu:capabilities", struct domain, qemu_capabilities, qemu_capabilities, 0,
          .doc = "What QEMU is taken to be able to."),
    CHILD("qemu:override", struct domain, qemu_override, qemu_override, 0, .doc = "Properties of QEMU's devices."),
    INLINE("qemu:deprecation", qemu_deprecation, 0, .doc = "What QEMU does when told something it deprecates."),
    CHILD("keywrap", struct domain, keywrap, keywrap, 0, .doc = "Keys that the host wraps for the guest (s390x)."),
    CHILD("launchSecurity", struct domain, launch_security, launch_security, 0,
          .doc = "Protection of the guest from its host."),
};
ELEMENT(domain_element, "domain", struct domain, domain_fields, "A virtual machine.");

static const struct xml_namespace domain_namespaces[] = {
    {"qemu", QEMU_NAMESPACE},
};
const struct document_type domain_document = {
    .root_name = "domain",
    .root = &domain_element,
    .namespaces = domain_namespaces,
    .n_namespaces = G_N_ELEMENTS(domain_namespaces),
};

struct domain *domain_read(const char *text, size_t length, struct report *report)
{
    return document_read(&domain_document, text, length, report);
}

char *domain_write(const struct domain *domain)
{
    return document_write(&domain_document, domain);
}

struct domain *domain_copy(const struct domain *domain)
{
    return element_copy(&domain_element, domain);
}

void domain_free(struct domain *domain)
{
    element_free(&domain_element, domain);
}

#if defined(__aarch64__)
#define HOST_ARCH ARCH_AARCH64
#elif defined(__riscv)
#define HOST_ARCH ARCH_RISCV64
#elif defined(__powerpc64__)
#define HOST_ARCH ARCH_PPC64LE
#elif defined(__s390x__)
#define HOST_ARCH ARCH_S390X
#elif defined(__i386__)
#define HOST_ARCH ARCH_I686
#else
#define HOST_ARCH ARCH_X86_64
#endif

const char *domain_arch(const struct domain *domain)
{
    return enum_name(&arch_names, domain->os && domain->os->arch ? domain->os->arch : HOST_ARCH);
}

bool domain_is_x86(const struct domain *domain)
{
    return domain->os && (domain->os->arch == ARCH_I686 || domain->os->arch == ARCH_X86_64);
}
