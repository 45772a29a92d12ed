#include "domain/fragment.h"

#include "xml/own.h"
#include "xml/read.h"
#include "xml/write.h"

#include <string.h>

static const struct fragment_kind {
    enum device_kind kind;
    struct document_type type;
    size_t list; /* in struct devices */
} fragment_kinds[] = {
    {DEVICE_DISK, {.root_name = "disk", .root = &disk_element}, offsetof(struct devices, disks)},
    {DEVICE_INTERFACE, {.root_name = "interface", .root = &iface_element}, offsetof(struct devices, interfaces)},
    {DEVICE_HOSTDEV, {.root_name = "hostdev", .root = &hostdev_element}, offsetof(struct devices, hostdevs)},
};

static const struct fragment_kind *find(enum device_kind kind)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(fragment_kinds); i++)
        if (fragment_kinds[i].kind == kind)
            return &fragment_kinds[i];
    g_assert_not_reached();
}

static GPtrArray *list_of(const struct devices *devices, const struct fragment_kind *kind)
{
    return *(GPtrArray *const *)(const void *)((const char *)devices + kind->list);
}

static bool is_of_another_kind(const struct report *report)
{
    for (unsigned i = 0; i < report->complaints->len; i++)
        if (strcmp(((const struct complaint *)report->complaints->pdata[i])->rule, "xml.root") == 0)
            return true;
    return false;
}

struct device_info *fragment_read(const char *text, size_t length, enum device_kind *ret_kind, struct report *report)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(fragment_kinds); i++) {
        g_autoptr(report_t) attempt = report_new(report->file);
        struct device_info *device = document_read(&fragment_kinds[i].type, text, length, attempt);

        if (!device && is_of_another_kind(attempt))
            continue;
        *ret_kind = fragment_kinds[i].kind;
        report_merge(report, attempt);
        return device;
    }
    complain(report, SEVERITY_ERROR, "xml.root", (struct place){1, 1}, NULL,
             "the root element is none of those that can be plugged: <disk>, <interface>, <hostdev>");
    return NULL;
}

char *fragment_write(enum device_kind kind, const struct device_info *device)
{
    return document_write(&find(kind)->type, device);
}

void fragment_free(enum device_kind kind, struct device_info *device)
{
    if (device)
        element_free(find(kind)->type.root, device);
}

void fragment_insert(struct devices *devices, enum device_kind kind, struct device_info *device)
{
    g_ptr_array_add(list_of(devices, find(kind)), device);
}

struct device_info *fragment_take(struct devices *devices, const char *alias, enum device_kind *ret_kind)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(fragment_kinds); i++) {
        GPtrArray *list = list_of(devices, &fragment_kinds[i]);

        for (unsigned k = 0; k < list->len; k++) {
            struct device_info *device = list->pdata[k];

            if (g_strcmp0(device->alias, alias) != 0)
                continue;
            if (ret_kind)
                *ret_kind = fragment_kinds[i].kind;
            return g_ptr_array_steal_index(list, k);
        }
    }
    return NULL;
}
