#include "qemu/address_pci_plug.h"

#include <string.h>

/* ---- controllers ---- */

static const struct {
    enum pci_bus_kind bus, fixed_bus; /* the latter with <target hotplug='off'/> */
    enum pci_plug plug;
} pci_models[PCI_MODEL_COUNT] = {
    [PCI_ROOT] = {PCI_BUS_ROOT, PCI_BUS_ROOT, PCI_PLUG_NONE},
    [PCIE_ROOT] = {PCI_BUS_EXPRESS_ROOT, PCI_BUS_EXPRESS_ROOT, PCI_PLUG_NONE},
    [PCI_BRIDGE] = {PCI_BUS_BRIDGE, PCI_BUS_BRIDGE, PCI_PLUG_BRIDGE},
    [DMI_TO_PCI_BRIDGE] = {PCI_BUS_DMI_BRIDGE, PCI_BUS_DMI_BRIDGE, PCI_PLUG_DMI_BRIDGE},
    [PCIE_TO_PCI_BRIDGE] = {PCI_BUS_EXPRESS_TO_PCI_BRIDGE, PCI_BUS_EXPRESS_TO_PCI_BRIDGE,
                            PCI_PLUG_EXPRESS_TO_PCI_BRIDGE},
    [PCIE_ROOT_PORT] = {PCI_BUS_ROOT_PORT, PCI_BUS_FIXED_ROOT_PORT, PCI_PLUG_ROOT_PORT},
    [PCIE_SWITCH_UPSTREAM_PORT] = {PCI_BUS_UPSTREAM_PORT, PCI_BUS_UPSTREAM_PORT, PCI_PLUG_UPSTREAM_PORT},
    [PCIE_SWITCH_DOWNSTREAM_PORT] = {PCI_BUS_DOWNSTREAM_PORT, PCI_BUS_FIXED_DOWNSTREAM_PORT, PCI_PLUG_DOWNSTREAM_PORT},
    [PCI_EXPANDER_BUS] = {PCI_BUS_EXPANDER, PCI_BUS_EXPANDER, PCI_PLUG_EXPANDER},
    [PCIE_EXPANDER_BUS] = {PCI_BUS_EXPRESS_EXPANDER, PCI_BUS_EXPRESS_EXPANDER, PCI_PLUG_EXPRESS_EXPANDER},
};

enum pci_bus_kind pci_controller_bus(const struct controller *controller)
{
    return controller->hotplug == OFF ? pci_models[controller->pci_model].fixed_bus
                                      : pci_models[controller->pci_model].bus;
}

enum pci_model pci_bus_model(enum pci_bus_kind kind)
{
    for (unsigned model = 1; model < PCI_MODEL_COUNT; model++)
        if (pci_models[model].bus == kind || pci_models[model].fixed_bus == kind)
            return (enum pci_model)model;
    return PCI_MODEL_ABSENT;
}

const char *pci_plug_name(enum pci_plug plug)
{
    switch (plug) {
    case PCI_PLUG_NONE:
        return "device that is no PCI device";
    case PCI_PLUG_CONVENTIONAL:
        return "conventional PCI device";
    case PCI_PLUG_EXPRESS:
    case PCI_PLUG_REMOVABLE:
        return "PCI Express device";
    case PCI_PLUG_INTEGRATED:
        return "part of the root complex";
    default:
        break;
    }
    for (unsigned model = 1; model < PCI_MODEL_COUNT; model++)
        if (pci_models[model].plug == plug)
            return enum_name(&pci_model_names, model);
    return "device";
}

/* Plugs are named as on a machine with PCI Express; pci_device_plug mends them for one without. */

static enum pci_plug usb_plug(enum usb_model model)
{
    switch (model) {
    case USB_NEC_XHCI:
    case USB_QEMU_XHCI:
        return PCI_PLUG_EXPRESS;
    case USB_MODEL_ABSENT:
    case USB_NONE:
    case USB_QUSB1:
    case USB_QUSB2:
        return PCI_PLUG_NONE;
    default:
        return PCI_PLUG_CONVENTIONAL;
    }
}

/* A transitional virtio device has I/O ports, which only conventional PCI gives in plenty. */
static enum pci_plug virtio_plug(enum virtio_model model)
{
    return model == VIRTIO_TRANSITIONAL ? PCI_PLUG_CONVENTIONAL : PCI_PLUG_EXPRESS;
}

static enum pci_plug scsi_plug(enum scsi_model model)
{
    switch (model) {
    case SCSI_VIRTIO_SCSI:
    case SCSI_VIRTIO_NON_TRANSITIONAL:
        return PCI_PLUG_EXPRESS;
    case SCSI_IBMVSCSI:
    case SCSI_MODEL_ABSENT:
    case SCSI_AUTO:
        return PCI_PLUG_NONE;
    default:
        return PCI_PLUG_CONVENTIONAL;
    }
}

static enum pci_plug controller_plug(const struct controller *controller)
{
    switch (controller->type) {
    case CONTROLLER_PCI:
        return pci_models[controller->pci_model].plug;
    case CONTROLLER_USB:
        return usb_plug(controller->usb_model);
    case CONTROLLER_SCSI:
        return scsi_plug(controller->scsi_model);
    case CONTROLLER_VIRTIO_SERIAL:
        return virtio_plug(controller->virtio_serial_model);
    case CONTROLLER_IDE:
        return PCI_PLUG_CONVENTIONAL;
    case CONTROLLER_SATA:
    case CONTROLLER_NVME:
        return PCI_PLUG_EXPRESS;
    default:
        return PCI_PLUG_NONE;
    }
}

/* ---- NICs and assigned devices ---- */

static bool is_transient(const struct teaming *teaming)
{
    return teaming && teaming->type == TEAMING_TRANSIENT;
}

static enum pci_plug nic_plug(const struct iface *nic)
{
    static const char *const express_models[] = {"e1000e", "igb", "vmxnet3", "virtio", "virtio-non-transitional"};

    if (nic->type == IFACE_HOSTDEV)
        return nic->source.host_address && nic->source.host_address->type == HOST_NIC_USB ? PCI_PLUG_NONE
                                                                                          : PCI_PLUG_EXPRESS;
    if (!nic->model || g_str_equal(nic->model, "usb-net") || g_str_equal(nic->model, "ne2k_isa"))
        return PCI_PLUG_NONE;
    for (unsigned i = 0; i < G_N_ELEMENTS(express_models); i++)
        if (g_str_equal(nic->model, express_models[i]))
            return PCI_PLUG_EXPRESS;
    return PCI_PLUG_CONVENTIONAL;
}

static enum pci_plug hostdev_plug(const struct hostdev *hostdev)
{
    switch (hostdev->type) {
    case HOSTDEV_PCI:
        return PCI_PLUG_EXPRESS;
    case HOSTDEV_MDEV:
        return hostdev->model == HOSTDEV_VFIO_PCI ? PCI_PLUG_EXPRESS : PCI_PLUG_NONE;
    case HOSTDEV_SCSI_HOST:
        return hostdev->model == HOSTDEV_VIRTIO_TRANSITIONAL ? PCI_PLUG_CONVENTIONAL : PCI_PLUG_EXPRESS;
    default:
        return PCI_PLUG_NONE;
    }
}

/* ---- other devices ---- */

static enum pci_plug filesystem_plug(const struct filesystem *filesystem)
{
    return filesystem->driver == FILESYSTEM_MTP ? PCI_PLUG_NONE : virtio_plug(filesystem->model);
}

static enum pci_plug sound_plug(enum sound_model model)
{
    switch (model) {
    case SOUND_ES1370:
    case SOUND_AC97:
    case SOUND_ICH6:
    case SOUND_ICH7:
    case SOUND_ICH9:
        return PCI_PLUG_CONVENTIONAL;
    case SOUND_VIRTIO:
        return PCI_PLUG_EXPRESS;
    default:
        return PCI_PLUG_NONE;
    }
}

static enum pci_plug video_plug(enum video_type type)
{
    switch (type) {
    case VIDEO_VIRTIO:
    case VIDEO_BOCHS:
        return PCI_PLUG_EXPRESS;
    case VIDEO_VGA:
    case VIDEO_CIRRUS:
    case VIDEO_VMVGA:
    case VIDEO_QXL:
        return PCI_PLUG_CONVENTIONAL;
    default:
        return PCI_PLUG_NONE;
    }
}

static enum pci_plug memballoon_plug(enum memballoon_model model)
{
    switch (model) {
    case MEMBALLOON_VIRTIO:
    case MEMBALLOON_VIRTIO_NON_TRANSITIONAL:
        return PCI_PLUG_EXPRESS;
    case MEMBALLOON_VIRTIO_TRANSITIONAL:
        return PCI_PLUG_CONVENTIONAL;
    default:
        return PCI_PLUG_NONE;
    }
}

static enum pci_plug memory_plug(enum memdev_model model)
{
    return model == MEMDEV_VIRTIO_PMEM || model == MEMDEV_VIRTIO_MEM ? PCI_PLUG_EXPRESS : PCI_PLUG_NONE;
}

static enum pci_plug iommu_plug(enum iommu_model model)
{
    return model == IOMMU_VIRTIO || model == IOMMU_AMD ? PCI_PLUG_INTEGRATED : PCI_PLUG_NONE;
}

#define AS(type_) ((const struct type_ *)device)

static enum pci_plug express_plug(enum device_kind kind, const void *device)
{
    switch (kind) {
    case DEVICE_DISK:
        return AS(disk)->bus == DISK_BUS_VIRTIO ? virtio_plug(AS(disk)->model) : PCI_PLUG_NONE;
    case DEVICE_CONTROLLER:
        return controller_plug(device);
    case DEVICE_FILESYSTEM:
        return filesystem_plug(device);
    case DEVICE_INTERFACE:
        return nic_plug(device);
    case DEVICE_SERIAL:
        return AS(serial)->target == SERIAL_PCI ? PCI_PLUG_CONVENTIONAL : PCI_PLUG_NONE;
    case DEVICE_INPUT:
        return AS(input)->bus == INPUT_BUS_VIRTIO ? virtio_plug(AS(input)->model) : PCI_PLUG_NONE;
    case DEVICE_SOUND:
        return sound_plug(AS(sound)->model);
    case DEVICE_VIDEO:
        return video_plug(AS(video)->type);
    case DEVICE_HOSTDEV:
        return hostdev_plug(device);
    case DEVICE_WATCHDOG:
        return AS(watchdog)->model == WATCHDOG_I6300ESB ? PCI_PLUG_CONVENTIONAL : PCI_PLUG_NONE;
    case DEVICE_MEMBALLOON:
        return memballoon_plug(AS(memballoon)->model);
    case DEVICE_RNG:
        return virtio_plug(AS(rng)->model);
    case DEVICE_PANIC:
        return AS(panic)->model == PANIC_PVPANIC ? PCI_PLUG_CONVENTIONAL : PCI_PLUG_NONE;
    case DEVICE_SHMEM:
    case DEVICE_PSTORE:
        return PCI_PLUG_CONVENTIONAL;
    case DEVICE_MEMORY:
        return memory_plug(AS(memdev)->model);
    case DEVICE_CRYPTO:
        return PCI_PLUG_EXPRESS;
    case DEVICE_IOMMU:
        return iommu_plug(AS(iommu)->model);
    case DEVICE_VSOCK:
        return virtio_plug(AS(vsock)->model);
    default:
        return PCI_PLUG_NONE;
    }
}

static bool is_transient_nic(enum device_kind kind, const void *device)
{
    return (kind == DEVICE_INTERFACE && is_transient(AS(iface)->teaming)) ||
           (kind == DEVICE_HOSTDEV && is_transient(AS(hostdev)->teaming));
}

enum pci_plug pci_device_plug(enum device_kind kind, const void *device, bool express)
{
    enum pci_plug plug = express_plug(kind, device);

    if (!express && plug == PCI_PLUG_EXPRESS)
        return PCI_PLUG_CONVENTIONAL;
    if (plug == PCI_PLUG_EXPRESS && is_transient_nic(kind, device))
        return PCI_PLUG_REMOVABLE;
    return plug;
}
