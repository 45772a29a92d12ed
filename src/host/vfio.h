/* host/vfio.h - whether a PCI device can be assigned to a guest, and giving it to vfio-pci and back.
 *
 * What is asked is what QEMU will need: the driver, the whole IOMMU group, the group's device node, and leave to
 * lock the guest's memory.  Each complaint's hint is the command that puts it right.
 * Kernel: Documentation/driver-api/vfio.rst.
 */
#pragma once

#include "base/report.h"

#include <stdint.h>

/* Where to look and how to write; zeroed: this host.  The tests give a tree of their own and play the kernel. */
struct vfio_host {
    const char *sysfs, *dev; /* NULL: "/sys", "/dev" */
    uint64_t lock_limit;     /* bytes; 0: this process's RLIMIT_MEMLOCK */
    bool (*write)(const char *path, const char *text, void *data, GError **error); /* NULL: the file system's */
    void *data;
};

#define VFIO_DRIVER "vfio-pci"

/* Complains about all that keeps QEMU from taking the device: memory is the guest's, in bytes.  will_bind: tandem
 * gives it to vfio-pci itself (managed='yes'), so another driver is no complaint.  Rule ids: host.pci-device,
 * host.iommu, host.vfio-driver, host.vfio-group, host.vfio-access, host.memlock. */
void vfio_check(const struct vfio_host *host, const char *address, uint64_t memory, bool will_bind,
                struct report *report);

/* Gives the device to vfio-pci and verifies it.  *ret_driver is the driver that it had, NULL if none; the caller
 * frees it and keeps it for vfio_give_back.  A device that is there already stays as it is, *ret_driver NULL. */
bool vfio_take(const struct vfio_host *host, const char *address, char **ret_driver, GError **error);

/* Lets the device go to its own driver again and verifies it: driver as vfio_take gave it; NULL: whichever the
 * kernel chooses, or none. */
bool vfio_give_back(const struct vfio_host *host, const char *address, const char *driver, GError **error);
