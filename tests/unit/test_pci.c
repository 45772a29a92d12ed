/* A made-up host: a sysfs tree in a temporary folder, and a kernel that is played by the writer below. */
#include "host/pci.h"
#include "host/vfio.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PF "0000:65:00.0"
#define VF "0000:65:10.1"
#define NEIGHBOUR "0000:65:10.2"
#define PORT "0000:64:00.0"

struct tree {
    char *root, *sysfs, *dev;
    struct vfio_host host;
    const char *next_driver; /* what the kernel binds when nothing is overridden */
    bool vfio_is_loaded, unbind_fails;
};

G_GNUC_PRINTF(2, 3) static char *at(const struct tree *t, const char *format, ...)
{
    g_autofree char *rest = NULL;
    va_list args;

    va_start(args, format);
    rest = g_strdup_vprintf(format, args);
    va_end(args);
    return g_build_filename(t->sysfs, rest, NULL);
}

static void file(const struct tree *t, const char *address, const char *name, const char *text)
{
    g_autofree char *path = at(t, "bus/pci/devices/%s/%s", address, name), *folder = g_path_get_dirname(path);

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void lead(const struct tree *t, const char *address, const char *name, const char *target)
{
    g_autofree char *path = at(t, "bus/pci/devices/%s/%s", address, name);

    unlink(path);
    if (target)
        g_assert_cmpint(symlink(target, path), ==, 0);
}

static void add(const struct tree *t, const char *address, const char *class, const char *driver, int group)
{
    g_autofree char *group_path = g_strdup_printf("../../../../kernel/iommu_groups/%d", group);
    g_autofree char *member = at(t, "kernel/iommu_groups/%d/devices/%s", group, address);
    g_autofree char *members = g_path_get_dirname(member);
    g_autofree char *driver_path = driver ? g_strdup_printf("../../../../bus/pci/drivers/%s", driver) : NULL;

    file(t, address, "class", class);
    file(t, address, "vendor", "0x8086\n");
    file(t, address, "device", "0x1520\n");
    file(t, address, "numa_node", "1\n");
    file(t, address, "driver_override", "(null)\n");
    lead(t, address, "driver", driver_path);
    if (group >= 0) {
        lead(t, address, "iommu_group", group_path);
        g_assert_cmpint(g_mkdir_with_parents(members, 0700), ==, 0);
        g_assert_cmpint(symlink("../../../../bus/pci/devices", member), ==, 0);
    }
}

/* What the kernel does with a write to sysfs. */
static bool kernel(const char *path, const char *text, void *data, GError **error)
{
    struct tree *t = data;

    if (g_str_has_suffix(path, "/driver_override"))
        return g_file_set_contents(path, text, -1, error);
    if (g_str_has_suffix(path, "/unbind")) {
        if (t->unbind_fails)
            return fail(error, TANDEM_ERROR_HOST, "busy");
        lead(t, text, "driver", NULL);
    } else if (g_str_has_suffix(path, "/drivers_probe")) {
        g_autofree char *where = at(t, "bus/pci/devices/%s/driver_override", text), *override = NULL, *driver = NULL;
        const char *wanted;

        g_assert_true(g_file_get_contents(where, &override, NULL, NULL));
        g_strstrip(override);
        wanted = *override ? override : t->next_driver;
        if (wanted && (t->vfio_is_loaded || !g_str_equal(wanted, VFIO_DRIVER))) {
            driver = g_strdup_printf("../../../../bus/pci/drivers/%s", wanted);
            lead(t, text, "driver", driver);
        }
    } else {
        g_error("nobody writes to '%s'", path);
    }
    return true;
}

static void set_up(struct tree *t, const void *data)
{
    g_autofree char *vfio = NULL;

    t->root = g_dir_make_tmp("test-pci-XXXXXX", NULL);
    t->sysfs = g_build_filename(t->root, "sys", NULL);
    t->dev = g_build_filename(t->root, "dev", NULL);
    vfio = g_build_filename(t->dev, "vfio", NULL);
    g_assert_cmpint(g_mkdir_with_parents(vfio, 0700), ==, 0);
    t->host = (struct vfio_host){
        .sysfs = t->sysfs, .dev = t->dev, .lock_limit = (uint64_t)8 << 30, .write = kernel, .data = t};
    t->next_driver = "igbvf";
    t->vfio_is_loaded = true;
    add(t, PORT, "0x060400\n", "pcieport", 7);
    add(t, PF, "0x020000\n", "igb", 6);
    file(t, PF, "sriov_numvfs", "2\n");
    file(t, PF, "sriov_totalvfs", "7\n");
    file(t, PF, "net/ens1/address", "52:54:00:00:00:01\n");
    lead(t, PF, "virtfn0", "../" NEIGHBOUR);
    lead(t, PF, "virtfn1", "../" VF);
    add(t, VF, "0x020000\n", "igbvf", 7);
    lead(t, VF, "physfn", "../" PF);
    file(t, VF, "net/ens1v1/address", "52:54:00:aa:bb:01\n");
    add(t, NEIGHBOUR, "0x020000\n", NULL, 7);
}

static void remove_tree(const char *path)
{
    g_autoptr(GDir) dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        remove_tree(inner);
    }
    g_remove(path);
}

static void tear_down(struct tree *t, const void *data)
{
    remove_tree(t->root);
    g_free(t->root);
    g_free(t->sysfs);
    g_free(t->dev);
}

static void an_address_is_read_strictly(void)
{
    static const char *const wrong[] = {"",
                                        "65:00",
                                        "0000:65:00",
                                        "0000:65:00.8",
                                        "0000:65:20.0",
                                        "0000:65:00.2 ",
                                        "000:65:00.2",
                                        "0000:65:00.2/..",
                                        "g000:65:00.0",
                                        "65-00.1",
                                        "00000:65:00.0"};
    char address[PCI_ADDRESS_SIZE];

    g_assert_true(pci_address_parse("0000:AF:1f.7", address, NULL));
    g_assert_cmpstr(address, ==, "0000:af:1f.7");
    g_assert_true(pci_address_parse("65:00.2", address, NULL));
    g_assert_cmpstr(address, ==, "0000:65:00.2");
    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("%s", wrong[i]);
        g_assert_false(pci_address_parse(wrong[i], address, &error));
        g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_INPUT);
    }
}

static void random_text_is_no_address_or_comes_back_the_same(void)
{
    static const char letters[] = "0123456789abcdefF:.: /";

    for (unsigned round = 0; round < 100000; round++) {
        char text[16] = "0000:65:00.0", address[PCI_ADDRESS_SIZE], again[PCI_ADDRESS_SIZE];

        for (int changes = g_test_rand_int_range(0, 5); changes > 0; changes--)
            text[g_test_rand_int_range(0, 14)] = letters[g_test_rand_int_range(0, sizeof letters)];
        text[15] = '\0';
        if (!pci_address_parse(text, address, NULL))
            continue;
        g_assert_true(pci_address_parse(address, again, NULL));
        g_assert_cmpstr(address, ==, again);
    }
}

static void a_vf_is_described_with_its_pf(struct tree *t, const void *data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(pci_device_t) vf = pci_device_read(t->sysfs, "65:10.1", &error);

    g_assert_no_error(error);
    g_assert_cmpstr(vf->address, ==, VF);
    g_assert_cmphex(vf->class, ==, 0x020000);
    g_assert_cmphex(vf->vendor, ==, 0x8086);
    g_assert_cmpint(vf->numa_node, ==, 1);
    g_assert_cmpint(vf->iommu_group, ==, 7);
    g_assert_cmpstr(vf->driver, ==, "igbvf");
    g_assert_null(vf->override);
    g_assert_true(vf->is_vf);
    g_assert_cmpstr(vf->pf, ==, PF);
    g_assert_cmpint(vf->vf_index, ==, 1);
    g_assert_cmpstr(vf->netdev, ==, "ens1v1");
    g_assert_cmpstr(vf->mac, ==, "52:54:00:aa:bb:01");
}

static void a_pf_tells_its_vfs(struct tree *t, const void *data)
{
    g_autoptr(pci_device_t) pf = pci_device_read(t->sysfs, PF, NULL);
    g_autofree char *first = pci_vf_address(t->sysfs, PF, 0), *none = pci_vf_address(t->sysfs, PF, 2);

    g_assert_false(pf->is_vf);
    g_assert_cmpuint(pf->vfs, ==, 2);
    g_assert_cmpuint(pf->max_vfs, ==, 7);
    g_assert_cmpstr(first, ==, NEIGHBOUR);
    g_assert_null(none);
}

static void a_vf_whose_pf_is_hidden_is_still_a_vf(struct tree *t, const void *data)
{
    g_autofree char *pf = at(t, "bus/pci/devices/" PF);
    g_autoptr(pci_device_t) vf = NULL;

    remove_tree(pf);
    vf = pci_device_read(t->sysfs, VF, NULL);
    g_assert_true(vf->is_vf);
    g_assert_null(vf->pf);
    g_assert_cmpint(vf->vf_index, ==, -1);
}

static void ethernet_devices_are_listed_by_address(struct tree *t, const void *data)
{
    g_autoptr(GPtrArray) list = pci_list(t->sysfs, PCI_CLASS_ETHERNET, NULL);

    g_assert_cmpuint(list->len, ==, 3);
    g_assert_cmpstr(((struct pci_device *)list->pdata[0])->address, ==, PF);
    g_assert_cmpstr(((struct pci_device *)list->pdata[2])->address, ==, NEIGHBOUR);
}

static void a_device_that_is_not_there_is_named(struct tree *t, const void *data)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(pci_device_read(t->sysfs, "0000:65:11.0", &error));
    g_assert_cmpstr(error->message, ==, "this host has no PCI device 0000:65:11.0; 'lspci -D' shows what it has");
}

/* Whatever stands in the files: a device or an error, never a crash. */
static void strange_files_are_survived(struct tree *t, const void *data)
{
    static const char *const names[] = {"class",           "vendor",       "numa_node",
                                        "driver_override", "sriov_numvfs", "net/ens1v1/address"};

    for (unsigned round = 0; round < 300; round++) {
        char text[24];

        for (unsigned i = 0; i < sizeof text; i++)
            text[i] = (char)g_test_rand_int_range(0, 256);
        text[sizeof text - 1] = '\0';
        file(t, VF, names[round % G_N_ELEMENTS(names)], text);
        pci_device_free(pci_device_read(t->sysfs, VF, NULL));
    }
}

static void node(const struct tree *t, const char *group)
{
    g_autofree char *path = g_build_filename(t->dev, "vfio", group, NULL);

    g_assert_true(g_file_set_contents(path, "", -1, NULL));
}

#define EXPECT_RULES(report, ...)                                                                                      \
    do {                                                                                                               \
        const char *wanted_[] = {__VA_ARGS__ __VA_OPT__(, ) NULL};                                                     \
        for (unsigned i_ = 0; i_ < (report)->complaints->len; i_++)                                                    \
            g_assert_cmpstr(((struct complaint *)(report)->complaints->pdata[i_])->rule, ==, wanted_[i_]);             \
        g_assert_cmpuint((report)->complaints->len, ==, G_N_ELEMENTS(wanted_) - 1);                                    \
    } while (0)

static struct report *check(const struct tree *t, bool will_bind)
{
    struct report *report = report_new("host");

    vfio_check(&t->host, VF, (uint64_t)1 << 30, will_bind, report);
    return report;
}

static void a_device_on_its_kernel_driver_has_to_be_prepared(struct tree *t, const void *data)
{
    g_autoptr(report_t) report = check(t, false), managed = check(t, true);
    g_autofree char *text = report_text(report);

    EXPECT_RULES(report, "host.vfio-driver");
    EXPECT_RULES(managed);
    g_assert_cmpstr(text, ==,
                    "host: error: PCI device 0000:65:10.1 is bound to igbvf, not to vfio-pci [host.vfio-driver]\n"
                    "    hint: as root: tandem nic prepare 0000:65:10.1; or let tandem do it: managed='yes'\n");
}

static void a_prepared_device_is_no_complaint(struct tree *t, const void *data)
{
    g_autoptr(report_t) report = NULL;

    lead(t, VF, "driver", "../../../../bus/pci/drivers/vfio-pci");
    node(t, "7");
    report = check(t, false);
    EXPECT_RULES(report);
}

static void a_used_neighbour_in_the_group_is_named(struct tree *t, const void *data)
{
    g_autoptr(report_t) report = NULL;
    g_autofree char *text = NULL;

    lead(t, VF, "driver", "../../../../bus/pci/drivers/vfio-pci");
    lead(t, NEIGHBOUR, "driver", "../../../../bus/pci/drivers/igbvf");
    node(t, "7");
    report = check(t, false);
    EXPECT_RULES(report, "host.vfio-group");
    text = report_text(report);
    g_assert_nonnull(strstr(text, NEIGHBOUR));
    g_assert_null(strstr(text, PORT));
}

static void what_a_container_lacks_is_all_said_at_once(struct tree *t, const void *data)
{
    g_autoptr(report_t) report = NULL;
    g_autofree char *groups = at(t, "kernel/iommu_groups");

    lead(t, VF, "driver", "../../../../bus/pci/drivers/vfio-pci");
    remove_tree(groups);
    t->host.lock_limit = 64 << 20;
    report = check(t, false);
    EXPECT_RULES(report, "host.vfio-group", "host.vfio-access", "host.memlock");
}

static void a_host_without_an_iommu_is_told_so(struct tree *t, const void *data)
{
    g_autoptr(report_t) report = NULL;

    lead(t, VF, "iommu_group", NULL);
    report = check(t, false);
    EXPECT_RULES(report, "host.iommu");
}

static const char *driver_of(const struct tree *t, const char *address)
{
    static char driver[32];
    g_autoptr(pci_device_t) device = pci_device_read(t->sysfs, address, NULL);

    return device->driver ? (g_strlcpy(driver, device->driver, sizeof driver), driver) : NULL;
}

static void a_device_is_taken_and_given_back(struct tree *t, const void *data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *driver = NULL, *again = NULL;
    g_autoptr(pci_device_t) after = NULL;

    g_assert_true(vfio_take(&t->host, VF, &driver, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(driver, ==, "igbvf");
    g_assert_cmpstr(driver_of(t, VF), ==, "vfio-pci");
    g_assert_true(vfio_take(&t->host, VF, &again, &error));
    g_assert_null(again);
    g_assert_true(vfio_give_back(&t->host, VF, driver, &error));
    g_assert_no_error(error);
    after = pci_device_read(t->sysfs, VF, NULL);
    g_assert_cmpstr(after->driver, ==, "igbvf");
    g_assert_null(after->override);
}

static void a_device_that_vfio_does_not_take_is_as_before(struct tree *t, const void *data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *driver = NULL;

    t->vfio_is_loaded = false;
    g_assert_false(vfio_take(&t->host, VF, &driver, &error));
    g_assert_cmpstr(error->message, ==,
                    "the kernel did not bind PCI device 0000:65:10.1 to vfio-pci, but to no driver; is the module "
                    "loaded ('modprobe vfio-pci')?");
    g_assert_cmpstr(driver_of(t, VF), ==, "igbvf");
}

static void a_device_that_does_not_come_back_is_reported_with_the_command(struct tree *t, const void *data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *driver = NULL;

    g_assert_true(vfio_take(&t->host, VF, &driver, &error));
    t->next_driver = NULL;
    g_assert_false(vfio_give_back(&t->host, VF, driver, &error));
    g_assert_nonnull(strstr(error->message, "echo 0000:65:10.1 > /sys/bus/pci/drivers/igbvf/bind"));
}

static void a_host_that_cannot_be_written_says_who_can(struct tree *t, const void *data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *driver = NULL;

    t->host.write = NULL; /* the tree has no file to unbind by */
    g_assert_false(vfio_take(&t->host, VF, &driver, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(error->message, "/bus/pci/drivers/igbvf/unbind"));
}

static void a_device_that_is_not_let_go_is_as_before(struct tree *t, const void *data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *driver = NULL;
    g_autoptr(pci_device_t) after = NULL;

    t->unbind_fails = true;
    g_assert_false(vfio_take(&t->host, VF, &driver, &error));
    g_assert_cmpstr(error->message, ==, "busy");
    after = pci_device_read(t->sysfs, VF, NULL);
    g_assert_cmpstr(after->driver, ==, "igbvf");
    g_assert_null(after->override);
}

#define ADD(name, function) g_test_add("/pci/" name, struct tree, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pci/an-address-is-read-strictly", an_address_is_read_strictly);
    g_test_add_func("/pci/random-text-is-no-address-or-comes-back-the-same",
                    random_text_is_no_address_or_comes_back_the_same);
    ADD("a-vf-is-described-with-its-pf", a_vf_is_described_with_its_pf);
    ADD("a-pf-tells-its-vfs", a_pf_tells_its_vfs);
    ADD("a-vf-whose-pf-is-hidden-is-still-a-vf", a_vf_whose_pf_is_hidden_is_still_a_vf);
    ADD("ethernet-devices-are-listed-by-address", ethernet_devices_are_listed_by_address);
    ADD("a-device-that-is-not-there-is-named", a_device_that_is_not_there_is_named);
    ADD("strange-files-are-survived", strange_files_are_survived);
    ADD("a-device-on-its-kernel-driver-has-to-be-prepared", a_device_on_its_kernel_driver_has_to_be_prepared);
    ADD("a-prepared-device-is-no-complaint", a_prepared_device_is_no_complaint);
    ADD("a-used-neighbour-in-the-group-is-named", a_used_neighbour_in_the_group_is_named);
    ADD("what-a-container-lacks-is-all-said-at-once", what_a_container_lacks_is_all_said_at_once);
    ADD("a-host-without-an-iommu-is-told-so", a_host_without_an_iommu_is_told_so);
    ADD("a-device-is-taken-and-given-back", a_device_is_taken_and_given_back);
    ADD("a-device-that-vfio-does-not-take-is-as-before", a_device_that_vfio_does_not_take_is_as_before);
    ADD("a-device-that-does-not-come-back-is-reported-with-the-command",
        a_device_that_does_not_come_back_is_reported_with_the_command);
    ADD("a-device-that-is-not-let-go-is-as-before", a_device_that_is_not_let_go_is_as_before);
    ADD("a-host-that-cannot-be-written-says-who-can", a_host_that_cannot_be_written_says_who_can);
    return g_test_run();
}
