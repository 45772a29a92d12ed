/* host/pci.h - the PCI devices of this host, as sysfs shows them.
 *
 * Everything is read anew at each call: devices come and go.  sysfs is the root of the tree, NULL for "/sys"; the
 * tests give one of their own.  In a container sysfs may be read-only, may lack the PF of a VF, and shows the
 * network devices of another namespace: what is not there is NULL, and no error.
 * Kernel: Documentation/ABI/testing/sysfs-bus-pci.
 */
#pragma once

#include "base/error.h"

#define PCI_ADDRESS_SIZE 13 /* "0000:65:00.2" with its end */

/* Checks "0000:65:00.2" or, without the domain, "65:00.2", and writes the long form in small letters. */
bool pci_address_parse(const char *text, char ret_address[PCI_ADDRESS_SIZE], GError **error);

#define PCI_CLASS_ETHERNET 0x0200 /* the upper 16 of the 24 bits */
#define PCI_CLASS_BRIDGE 0x06     /* the upper 8 */

struct pci_device {
    char address[PCI_ADDRESS_SIZE];
    unsigned class; /* 24 bits: class, subclass, interface */
    unsigned vendor, device;
    int numa_node;         /* -1: none */
    int iommu_group;       /* -1: the host has no IOMMU, or it is off */
    char *driver;          /* NULL: bound to none */
    char *override;        /* the only driver that may be bound; NULL: any */
    char *pf;              /* address of the PF whose VF this is; NULL: no VF, or the PF is not visible */
    int vf_index;          /* among the VFs of pf; -1 */
    unsigned vfs, max_vfs; /* of a PF */
    char *netdev, *mac;    /* while it is on its kernel driver and its network device is visible; else NULL */
    bool is_vf;            /* also when its PF is not visible */
};

/* TANDEM_ERROR_HOST if the host has no such device.  Free with pci_device_free. */
struct pci_device *pci_device_read(const char *sysfs, const char *address, GError **error);
void pci_device_free(struct pci_device *device);
typedef struct pci_device pci_device_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(pci_device_t, pci_device_free)

/* All devices whose class begins with these 16 bits, by address: an array of struct pci_device *, the caller's. */
GPtrArray *pci_list(const char *sysfs, unsigned class, GError **error);

/* The address of a PF's VF with that index, NULL if there is none.  The caller frees it. */
char *pci_vf_address(const char *sysfs, const char *pf, unsigned index);

/* The addresses of all devices in an IOMMU group, sorted: an array of strings, the caller's. */
GPtrArray *pci_group(const char *sysfs, int group, GError **error);

static inline bool pci_is_bridge(const struct pci_device *device)
{
    return device->class >> 16 == PCI_CLASS_BRIDGE;
}
