#include "qemu/hotplug.h"

#include <string.h>

enum { DEPTH_MAX = 16 };

/* An option with its value, as one key. */
static char *option_at(const GPtrArray *argv, unsigned *index)
{
    const char *option = argv->pdata[(*index)++], *value = *index < argv->len ? argv->pdata[*index] : NULL;

    if (!value || value[0] == '-')
        return g_strconcat(option, "\n", NULL);
    (*index)++;
    return g_strconcat(option, "\n", value, NULL);
}

static GHashTable *options_of(const GPtrArray *argv)
{
    GHashTable *options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (unsigned i = 1; i < argv->len;)
        g_hash_table_add(options, option_at(argv, &i));
    return options;
}

struct making {
    struct hotplug_steps *steps;
    const char *alias;
    struct place where;
    struct report *report; /* NULL: it is to go, and what else changes (another disk becomes the first to boot
                              from) is of no interest */
};

static void refuse(struct making *making, const char *hint, const char *what)
{
    if (!making->report)
        return;
    complain(making->report, SEVERITY_UNSUPPORTED, "hotplug.impossible", making->where, hint,
             "'%s' cannot be plugged into the running machine: %s", making->alias, what);
}

/* A port or controller that the machine lacks and that the device would need. */
static void refuse_other_device(struct making *making, struct json_object *device)
{
    const char *driver = json_peek_string(device, "driver");
    g_autofree char *what = NULL;

    if (driver && (strstr(driver, "root-port") || strstr(driver, "pci-bridge") || strstr(driver, "downstream"))) {
        refuse(
            making,
            "detach a device, or start the machine with one more <controller type='pci' model='pcie-root-port'/> for "
            "each device that is to be plugged",
            "no port of its PCI Express bus is free");
        return;
    }
    what = g_strdup_printf("it needs a '%s', which the machine does not have", driver ? driver : "?");
    refuse(making, "give the machine's document that controller", what);
}

/* The backend's removal, before those of what it stands on. */
static void add_unplug(struct making *making, const char *command, const char *key, const char *id)
{
    g_ptr_array_insert(making->steps->unplug, 0,
                       qmp_step_new(command, json_pair(key, id), "take away '%s' of '%s'", id, making->alias));
}

static void add_step(struct making *making, const char *option, const char *value)
{
    static const struct {
        const char *option, *plug, *unplug, *id, *unplug_id;
    } backends[] = {
        {"-blockdev", "blockdev-add", "blockdev-del", "node-name", "node-name"},
        {"-netdev", "netdev_add", "netdev_del", "id", "id"},
        {"-object", "object-add", "object-del", "id", "id"},
    };
    g_autoptr(json_object) json = json_parse(value, strlen(value), DEPTH_MAX, NULL);

    for (unsigned i = 0; json && i < G_N_ELEMENTS(backends); i++) {
        const char *id = json_peek_string(json, backends[i].id);

        if (strcmp(option, backends[i].option) != 0 || !id)
            continue;
        g_ptr_array_add(making->steps->plug,
                        qmp_step_new(backends[i].plug, json_object_get(json), "make '%s' of '%s'", id, making->alias));
        add_unplug(making, backends[i].unplug, backends[i].unplug_id, id);
        return;
    }
    if (!json || strcmp(option, "-device") != 0) {
        g_autofree char *what = g_strdup_printf("QEMU takes its '%s' at the start only", option);

        refuse(making, NULL, what);
    } else if (g_strcmp0(json_peek_string(json, "id"), making->alias) != 0) {
        refuse_other_device(making, json);
    } else {
        making->steps->device = json_object_get(json);
        g_ptr_array_add(making->steps->plug,
                        qmp_step_new("device_add", json_object_get(json), "plug '%s'", making->alias));
    }
}

bool hotplug_steps_make(struct hotplug_steps *steps, const GPtrArray *with, const GPtrArray *without, const char *alias,
                        struct place where, struct report *report)
{
    g_autoptr(GHashTable) old = options_of(without);
    struct making making = {steps, alias, where, report};
    unsigned before = report ? report_failures(report) : 0;

    steps->plug = qmp_steps_new();
    steps->unplug = qmp_steps_new();
    for (unsigned i = 1; i < with->len;) {
        g_autofree char *key = option_at(with, &i);
        g_auto(GStrv) words = g_strsplit(key, "\n", 2);

        if (words[1][0] && !g_hash_table_contains(old, key))
            add_step(&making, words[0], words[1]);
    }
    if (!steps->device && report && report_failures(report) == before)
        refuse(&making, NULL, "the command line of a machine with it is no other");
    return !report || report_failures(report) == before;
}

void hotplug_steps_clear(struct hotplug_steps *steps)
{
    g_clear_pointer(&steps->plug, g_ptr_array_unref);
    g_clear_pointer(&steps->unplug, g_ptr_array_unref);
    g_clear_pointer(&steps->device, json_object_put);
}
