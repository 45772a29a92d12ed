#include "host/vfio.h"

#include "base/fd.h"
#include "host/pci.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>

#define NOWHERE ((struct place){0, 0})
#define MIB (1024 * 1024)
#define LOCKED_BESIDES_THE_GUEST (64 * (uint64_t)MIB) /* device memory that is mapped beside the guest's */

static const char *sysfs_of(const struct vfio_host *host)
{
    return host->sysfs ? host->sysfs : "/sys";
}

/* ---- whether it can be assigned ---- */

static bool is_ready(const struct pci_device *device)
{
    return g_strcmp0(device->driver, VFIO_DRIVER) == 0;
}

static void check_driver(const struct pci_device *device, bool will_bind, struct report *report)
{
    g_autofree char *hint = NULL;

    if (is_ready(device) || will_bind)
        return;
    hint = g_strdup_printf("as root: tandem nic prepare %s; or let tandem do it: managed='yes'", device->address);
    complain(report, SEVERITY_ERROR, "host.vfio-driver", NOWHERE, hint, "PCI device %s is bound to %s, not to %s",
             device->address, device->driver ? device->driver : "no driver", VFIO_DRIVER);
}

/* All of a group is assigned at once: a member that the kernel drives could be reached by the guest's device. */
static void check_group(const struct vfio_host *host, const struct pci_device *device, struct report *report)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) members = pci_group(host->sysfs, device->iommu_group, &error);

    if (!members) {
        complain(report, SEVERITY_ERROR, "host.vfio-group", NOWHERE, "make sysfs visible here",
                 "who is in IOMMU group %d is not to be seen: %s", device->iommu_group, error->message);
        return;
    }
    for (unsigned i = 0; i < members->len; i++) {
        g_autoptr(pci_device_t) member = pci_device_read(host->sysfs, members->pdata[i], NULL);
        g_autofree char *hint = NULL;

        if (!member || g_str_equal(member->address, device->address) || pci_is_bridge(member) || !member->driver ||
            g_str_has_prefix(member->driver, "vfio") || g_str_equal(member->driver, "pci-stub"))
            continue;
        hint = g_strdup_printf("as root: tandem nic prepare %s", member->address);
        complain(report, SEVERITY_ERROR, "host.vfio-group", NOWHERE, hint,
                 "PCI device %s shares IOMMU group %d with %s, which driver '%s' uses; all of the group has to be free",
                 device->address, device->iommu_group, member->address, member->driver);
    }
}

/* The node is there as soon as a device of the group is bound to vfio-pci. */
static void check_access(const struct vfio_host *host, const struct pci_device *device, struct report *report)
{
    g_autofree char *path = g_strdup_printf("%s/vfio/%d", host->dev ? host->dev : "/dev", device->iommu_group);
    g_autofree char *hint = NULL;
    AUTO_FD int fd = open(path, O_RDWR | O_CLOEXEC);

    if (fd >= 0 || errno == EBUSY || (errno == ENOENT && !is_ready(device)))
        return; /* EBUSY: a guest has it open now; QEMU will say so if it still has */
    if (errno == ENOENT)
        hint = g_strdup_printf("in a container, the runtime has to hand '%s' and '/dev/vfio/vfio' in", path);
    else
        hint = g_strdup_printf("as root: chown %u '%s'", (unsigned)getuid(), path);
    complain(report, SEVERITY_ERROR, "host.vfio-access", NOWHERE, hint, "cannot open '%s', the IOMMU group of %s: %s",
             path, device->address, g_strerror(errno));
}

static uint64_t lock_limit(const struct vfio_host *host)
{
    struct rlimit limit;

    if (host->lock_limit)
        return host->lock_limit;
    if (getrlimit(RLIMIT_MEMLOCK, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
        return UINT64_MAX;
    return limit.rlim_cur;
}

static void check_lock_limit(const struct vfio_host *host, uint64_t memory, struct report *report)
{
    uint64_t limit = lock_limit(host), needed = memory + LOCKED_BESIDES_THE_GUEST;
    g_autofree char *hint = NULL;

    /* the kernel does not count what a process with CAP_IPC_LOCK locks, which root mostly has */
    if (limit >= needed || (!host->lock_limit && geteuid() == 0))
        return;
    hint = g_strdup_printf("as root: prlimit --memlock=%" G_GUINT64_FORMAT " --pid $$, or LimitMEMLOCK= of the service",
                           needed);
    complain(report, SEVERITY_ERROR, "host.memlock", NOWHERE, hint,
             "only %" G_GUINT64_FORMAT " MiB may be locked in memory; an assigned device needs %" G_GUINT64_FORMAT
             " MiB, all that the guest has and what the device maps",
             limit / MIB, needed / MIB);
}

void vfio_check(const struct vfio_host *host, const char *address, uint64_t memory, bool will_bind,
                struct report *report)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(pci_device_t) device = pci_device_read(host->sysfs, address, &error);

    if (!device) {
        complain(report, SEVERITY_ERROR, "host.pci-device", NOWHERE, "tandem nic list", "%s", error->message);
        return;
    }
    if (device->iommu_group < 0) {
        complain(report, SEVERITY_ERROR, "host.iommu", NOWHERE,
                 "switch it on in the firmware and on the kernel's command line (intel_iommu=on)",
                 "PCI device %s is in no IOMMU group: this host has no IOMMU, or it is off", device->address);
        return;
    }
    check_driver(device, will_bind, report);
    check_group(host, device, report);
    check_access(host, device, report);
    check_lock_limit(host, memory, report);
}

/* ---- from one driver to another ---- */

static bool write_file(const char *path, const char *text, void *data, GError **error)
{
    AUTO_FD int fd = open(path, O_WRONLY | O_CLOEXEC);
    size_t length = strlen(text);

    if (fd < 0 || write(fd, text, length) != (ssize_t)length)
        return fail(error, TANDEM_ERROR_HOST, "cannot write '%s' to '%s': %s%s", g_str_equal(text, "\n") ? "" : text,
                    path, g_strerror(errno),
                    errno == EACCES || errno == EROFS ? "; it takes root of the host, outside of a container" : "");
    return true;
}

static bool write_to(const struct vfio_host *host, const char *text, GError **error, const char *first,
                     ...) G_GNUC_NULL_TERMINATED;
static bool write_to(const struct vfio_host *host, const char *text, GError **error, const char *first, ...)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    g_autofree char *path = NULL;
    va_list args;

    g_ptr_array_add(parts, (char *)sysfs_of(host));
    g_ptr_array_add(parts, (char *)"bus/pci");
    va_start(args, first);
    for (const char *part = first; part; part = va_arg(args, const char *))
        g_ptr_array_add(parts, (char *)part);
    va_end(args);
    g_ptr_array_add(parts, NULL);
    path = g_build_filenamev((char **)parts->pdata);
    return (host->write ? host->write : write_file)(path, text, host->data, error);
}

/* Unbinds the device and lets the kernel look for a driver anew; override: the only one it may take, "\n": any. */
static bool rebind(const struct vfio_host *host, const struct pci_device *device, const char *override, GError **error)
{
    return write_to(host, override, error, "devices", device->address, "driver_override", NULL) &&
           (!device->driver || write_to(host, device->address, error, "drivers", device->driver, "unbind", NULL)) &&
           write_to(host, device->address, error, "drivers_probe", NULL);
}

bool vfio_take(const struct vfio_host *host, const char *address, char **ret_driver, GError **error)
{
    g_autoptr(pci_device_t) device = pci_device_read(host->sysfs, address, error), after = NULL;

    *ret_driver = NULL;
    if (!device)
        return false;
    if (is_ready(device))
        return true;
    if (!rebind(host, device, VFIO_DRIVER, error)) {
        write_to(host, "\n", NULL, "devices", device->address, "driver_override", NULL); /* as it was */
        return false;
    }
    after = pci_device_read(host->sysfs, address, error);
    if (!after)
        return false;
    if (!is_ready(after)) {
        rebind(host, after, "\n", NULL); /* as it was */
        return fail(error, TANDEM_ERROR_HOST,
                    "the kernel did not bind PCI device %s to %s, but to %s; is the module loaded ('modprobe %s')?",
                    device->address, VFIO_DRIVER, after->driver ? after->driver : "no driver", VFIO_DRIVER);
    }
    *ret_driver = g_steal_pointer(&device->driver);
    return true;
}

bool vfio_give_back(const struct vfio_host *host, const char *address, const char *driver, GError **error)
{
    g_autoptr(pci_device_t) device = pci_device_read(host->sysfs, address, error), after = NULL;

    if (!device || !rebind(host, device, "\n", error) || !(after = pci_device_read(host->sysfs, address, error)))
        return false;
    if (driver && g_strcmp0(after->driver, driver) != 0)
        return fail(error, TANDEM_ERROR_HOST,
                    "PCI device %s should be back on driver '%s', and is on %s: echo %s > /sys/bus/pci/drivers/%s/bind",
                    device->address, driver, after->driver ? after->driver : "none", device->address, driver);
    return true;
}
