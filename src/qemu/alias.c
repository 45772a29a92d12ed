#include "qemu/alias.h"

#include "qemu/defaults_parts.h"

#include <stdlib.h>
#include <string.h>

bool alias_is_chosen(const char *alias)
{
    return g_str_has_prefix(alias, "ua-");
}

static void drop_given(enum device_kind kind, void *device, void *data)
{
    struct device_info *info = device;

    if (info->alias && !alias_is_chosen(info->alias))
        g_clear_pointer(&info->alias, g_free);
}

void alias_drop_given(struct devices *devices)
{
    devices_foreach(devices, drop_given, NULL);
}

/* ---- numbered by their place in the list ---- */

static const struct {
    size_t list; /* in struct devices */
    const char *prefix;
} numbered[] = {
    {offsetof(struct devices, filesystems), "fs"},       {offsetof(struct devices, sounds), "sound"},
    {offsetof(struct devices, videos), "video"},         {offsetof(struct devices, hubs), "hub"},
    {offsetof(struct devices, inputs), "input"},         {offsetof(struct devices, serials), "serial"},
    {offsetof(struct devices, parallels), "parallel"},   {offsetof(struct devices, channels), "channel"},
    {offsetof(struct devices, consoles), "console"},     {offsetof(struct devices, redirdevs), "redir"},
    {offsetof(struct devices, smartcards), "smartcard"}, {offsetof(struct devices, rngs), "rng"},
    {offsetof(struct devices, shmems), "shmem"},         {offsetof(struct devices, watchdogs), "watchdog"},
    {offsetof(struct devices, panics), "panic"},         {offsetof(struct devices, tpms), "tpm"},
    {offsetof(struct devices, cryptos), "crypto"},       {offsetof(struct devices, iommus), "iommu"},
};

static void number_list(const GPtrArray *list, const char *prefix)
{
    for (unsigned i = 0; i < list->len; i++) {
        struct device_info *device = list->pdata[i];

        if (!device->alias)
            device->alias = g_strdup_printf("%s%u", prefix, i);
    }
}

static void name_single(struct device_info *device, const char *alias)
{
    if (device && !device->alias)
        device->alias = g_strdup(alias);
}

/* ---- NICs and assigned devices share numbers: those that the others leave ---- */

static void name_nics(struct devices *devices)
{
    unsigned nics = 0, hostdevs = 0;

    for (unsigned i = 0; i < devices->interfaces->len; i++) {
        struct iface *nic = devices->interfaces->pdata[i];

        if (nic->info.alias)
            continue;
        nic->info.alias =
            nic->type == IFACE_HOSTDEV ? g_strdup_printf("hostdev%u", hostdevs++) : g_strdup_printf("net%u", nics++);
    }
    for (unsigned i = 0; i < devices->hostdevs->len; i++) {
        struct hostdev *hostdev = devices->hostdevs->pdata[i];

        if (!hostdev->info.alias)
            hostdev->info.alias = g_strdup_printf("hostdev%u", hostdevs++);
    }
}

/* ---- disks ---- */

static bool is_lsilogic(const struct devices *devices, const struct address *address)
{
    const struct controller *controller = controller_find(devices, CONTROLLER_SCSI, address->controller.value);

    return controller && controller->scsi_model == SCSI_LSILOGIC;
}

static char *disk_alias(const struct devices *devices, const struct disk *disk)
{
    const char *bus = enum_name(&disk_bus_names, disk->bus);
    const struct address *address = disk->info.address;
    unsigned controller, channel, target, unit;

    if (!address || address->type != ADDRESS_DRIVE)
        return g_strdup_printf("%s-disk%d", bus, MAX(disk_target_index(disk->target), 0));
    controller = (unsigned)address->controller.value;
    channel = (unsigned)address->bus.value;
    target = (unsigned)address->target.value;
    unit = (unsigned)address->unit.value;
    if (disk->bus == DISK_BUS_SCSI && !is_lsilogic(devices, address))
        return g_strdup_printf("%s%u-%u-%u-%u", bus, controller, channel, target, unit);
    return g_strdup_printf("%s%u-%u-%u", bus, controller, channel, unit);
}

static void name_disks(struct devices *devices)
{
    for (unsigned i = 0; i < devices->disks->len; i++) {
        struct disk *disk = devices->disks->pdata[i];

        if (!disk->info.alias)
            disk->info.alias = disk_alias(devices, disk);
    }
}

/* ---- controllers: what QEMU's board calls its own, or type and number ---- */

static char *pci_alias(const struct controller *controller)
{
    return g_strdup_printf(controller->pci_model == PCIE_ROOT ? "pcie.%u" : "pci.%u",
                           (unsigned)controller->index.value);
}

static char *controller_alias(const struct controller *controller, enum board board)
{
    bool first = controller->index.value == 0;

    if (controller->type == CONTROLLER_PCI)
        return pci_alias(controller);
    if (first && ((controller->type == CONTROLLER_IDE && board == BOARD_PC) ||
                  (controller->type == CONTROLLER_SATA && board == BOARD_Q35)))
        return g_strdup("ide");
    if (first && controller->type == CONTROLLER_USB)
        return g_strdup("usb");
    return g_strdup_printf("%s%u", enum_name(&controller_type_names, controller->type),
                           (unsigned)controller->index.value);
}

static void name_controllers(struct devices *devices, enum board board)
{
    for (unsigned i = 0; i < devices->controllers->len; i++) {
        struct controller *controller = devices->controllers->pdata[i];

        if (!controller->info.alias)
            controller->info.alias = controller_alias(controller, board);
    }
}

/* ---- memory modules: by slot, the others by number ---- */

static const char *const module_prefixes[MEMDEV_MODEL_COUNT] = {
    [MEMDEV_DIMM] = "dimm",
    [MEMDEV_NVDIMM] = "nvdimm",
    [MEMDEV_VIRTIO_PMEM] = "virtiopmem",
    [MEMDEV_VIRTIO_MEM] = "virtiomem",
    [MEMDEV_SGX_EPC] = "epc",
};

static void name_modules(struct devices *devices)
{
    unsigned next[MEMDEV_MODEL_COUNT] = {0};

    for (unsigned i = 0; i < devices->memories->len; i++) {
        struct memdev *module = devices->memories->pdata[i];
        const struct address *address = module->info.address;
        bool has_slot = address && address->type == ADDRESS_DIMM;

        if (!module->info.alias && module_prefixes[module->model])
            module->info.alias = g_strdup_printf("%s%u", module_prefixes[module->model],
                                                 has_slot ? (unsigned)address->slot.value : next[module->model]++);
    }
}

/* The console that is the first serial port has its name, too. */
static void share_serial_alias(struct devices *devices)
{
    struct console *console = devices->consoles->len > 0 ? devices->consoles->pdata[0] : NULL;

    if (console && console->target == CONSOLE_SERIAL && !console->info.alias && devices->serials->len > 0)
        console->info.alias = g_strdup(((const struct serial *)devices->serials->pdata[0])->info.alias);
}

void alias_assign(struct domain *domain)
{
    struct devices *devices = domain->devices;

    name_disks(devices);
    name_nics(devices);
    name_controllers(devices, domain_board(domain));
    name_modules(devices);
    number_list(devices->serials, "serial");
    share_serial_alias(devices);
    for (unsigned i = 0; i < G_N_ELEMENTS(numbered); i++)
        number_list(*(GPtrArray *const *)((const char *)devices + numbered[i].list), numbered[i].prefix);
    name_single((struct device_info *)devices->memballoon, "balloon0");
    name_single((struct device_info *)devices->vsock, "vsock0");
    name_single((struct device_info *)devices->pstore, "pstore0");
    name_single((struct device_info *)devices->nvram, "nvram");
}
