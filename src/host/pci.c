#include "host/pci.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *tree(const char *sysfs)
{
    return sysfs ? sysfs : "/sys";
}

static bool take_hex(const char **text, unsigned digits, unsigned max, char end, unsigned *ret_value)
{
    *ret_value = 0;
    for (unsigned i = 0; i < digits; i++, (*text)++) {
        if (!g_ascii_isxdigit(**text))
            return false;
        *ret_value = *ret_value << 4 | (unsigned)g_ascii_xdigit_value(**text);
    }
    if (**text != end || *ret_value > max)
        return false;
    if (end)
        (*text)++;
    return true;
}

bool pci_address_parse(const char *text, char ret_address[PCI_ADDRESS_SIZE], GError **error)
{
    unsigned domain = 0, bus, slot, function;
    const char *at = text;

    if ((strlen(text) == 7 || take_hex(&at, 4, 0xffff, ':', &domain)) && take_hex(&at, 2, 0xff, ':', &bus) &&
        take_hex(&at, 2, 0x1f, '.', &slot) && take_hex(&at, 1, 7, '\0', &function)) {
        g_snprintf(ret_address, PCI_ADDRESS_SIZE, "%04x:%02x:%02x.%x", domain & 0xffff, bus & 0xff, slot, function);
        return true;
    }
    return fail(error, TANDEM_ERROR_INPUT, "'%s' is no PCI address; one looks like 0000:65:00.2", text);
}

/* What is in a file of the device, without the newline; NULL if there is none. */
static char *read_text(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return NULL;
    return g_strstrip(text);
}

static bool read_number(const char *folder, const char *name, int base, long *ret_value)
{
    g_autofree char *text = read_text(folder, name);
    char *end;

    if (!text || !*text)
        return false;
    errno = 0;
    *ret_value = strtol(text, &end, base);
    return errno == 0 && *end == '\0';
}

/* The last part of where a link leads; NULL if there is no such link. */
static char *read_link_name(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL), *target = g_file_read_link(path, NULL);

    return target ? g_path_get_basename(target) : NULL;
}

static int find_vf_index(const char *sysfs, const char *pf, const char *address)
{
    for (unsigned i = 0;; i++) {
        g_autofree char *vf = pci_vf_address(sysfs, pf, i);

        if (!vf)
            return -1;
        if (g_str_equal(vf, address))
            return (int)i;
    }
}

char *pci_vf_address(const char *sysfs, const char *pf, unsigned index)
{
    g_autofree char *folder = g_build_filename(tree(sysfs), "bus/pci/devices", pf, NULL);
    g_autofree char *name = g_strdup_printf("virtfn%u", index);

    return read_link_name(folder, name);
}

static void read_netdev(struct pci_device *device, const char *folder)
{
    g_autofree char *nets = g_build_filename(folder, "net", NULL), *net = NULL;
    g_autoptr(GDir) dir = g_dir_open(nets, 0, NULL);
    const char *name = dir ? g_dir_read_name(dir) : NULL;

    if (!name)
        return;
    device->netdev = g_strdup(name);
    net = g_build_filename(nets, name, NULL);
    device->mac = read_text(net, "address");
}

static void read_sriov(struct pci_device *device, const char *sysfs, const char *folder)
{
    g_autofree char *pf = read_link_name(folder, "physfn"), *pf_folder = NULL;
    long number;

    if (read_number(folder, "sriov_numvfs", 10, &number) && number > 0)
        device->vfs = (unsigned)number;
    if (read_number(folder, "sriov_totalvfs", 10, &number) && number > 0)
        device->max_vfs = (unsigned)number;
    device->vf_index = -1;
    device->is_vf = pf != NULL;
    if (!pf)
        return;
    pf_folder = g_build_filename(tree(sysfs), "bus/pci/devices", pf, NULL);
    if (!g_file_test(pf_folder, G_FILE_TEST_IS_DIR))
        return;
    device->vf_index = find_vf_index(sysfs, pf, device->address);
    device->pf = g_steal_pointer(&pf);
}

static void read_override(struct pci_device *device, const char *folder)
{
    device->override = read_text(folder, "driver_override");
    if (g_strcmp0(device->override, "(null)") == 0 || g_strcmp0(device->override, "") == 0)
        g_clear_pointer(&device->override, g_free);
}

struct pci_device *pci_device_read(const char *sysfs, const char *address, GError **error)
{
    g_autoptr(pci_device_t) device = g_new0(struct pci_device, 1);
    g_autofree char *folder = NULL, *group = NULL;
    long number;

    if (!pci_address_parse(address, device->address, error))
        return NULL;
    folder = g_build_filename(tree(sysfs), "bus/pci/devices", device->address, NULL);
    if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
        return fail_null(error, TANDEM_ERROR_HOST, "this host has no PCI device %s; 'lspci -D' shows what it has",
                         device->address);
    if (!read_number(folder, "class", 16, &number))
        return fail_null(error, TANDEM_ERROR_HOST, "'%s/class' cannot be read or is no number", folder);
    device->class = (unsigned)number;
    device->vendor = read_number(folder, "vendor", 16, &number) ? (unsigned)number : 0;
    device->device = read_number(folder, "device", 16, &number) ? (unsigned)number : 0;
    device->numa_node = read_number(folder, "numa_node", 10, &number) ? (int)number : -1;
    group = read_link_name(folder, "iommu_group");
    device->iommu_group = group && g_ascii_isdigit(*group) ? atoi(group) : -1;
    device->driver = read_link_name(folder, "driver");
    read_override(device, folder);
    read_sriov(device, sysfs, folder);
    read_netdev(device, folder);
    return g_steal_pointer(&device);
}

void pci_device_free(struct pci_device *device)
{
    if (!device)
        return;
    g_free(device->driver);
    g_free(device->override);
    g_free(device->pf);
    g_free(device->netdev);
    g_free(device->mac);
    g_free(device);
}

static int compare_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The PCI addresses in a folder, sorted; other names are passed over. */
static GPtrArray *addresses_in(const char *folder, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    if (!dir)
        return fail_null(error, TANDEM_ERROR_HOST, "%s", cause->message);
    while ((name = g_dir_read_name(dir))) {
        char address[PCI_ADDRESS_SIZE];

        if (pci_address_parse(name, address, NULL))
            g_ptr_array_add(list, g_strdup(address));
    }
    g_ptr_array_sort(list, compare_text);
    return g_steal_pointer(&list);
}

GPtrArray *pci_list(const char *sysfs, unsigned class, GError **error)
{
    g_autofree char *folder = g_build_filename(tree(sysfs), "bus/pci/devices", NULL);
    g_autoptr(GPtrArray) addresses = addresses_in(folder, error);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)pci_device_free);

    for (unsigned i = 0; addresses && i < addresses->len; i++) {
        g_autoptr(pci_device_t) device = pci_device_read(sysfs, addresses->pdata[i], NULL);

        /* one that went away meanwhile is no longer on the list */
        if (device && device->class >> 8 == class)
            g_ptr_array_add(list, g_steal_pointer(&device));
    }
    return addresses ? g_steal_pointer(&list) : NULL;
}

GPtrArray *pci_group(const char *sysfs, int group, GError **error)
{
    g_autofree char *folder = g_strdup_printf("%s/kernel/iommu_groups/%d/devices", tree(sysfs), group);

    return addresses_in(folder, error);
}
