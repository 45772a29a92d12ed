#include "vm/steering.h"

#include "vm/steer_module.h"

#include <string.h>

#define LOOK_EVERY_MS 50
#define LOOK_LATER_MS 1000 /* a guest that has taken longer than that may never use it */
#define LOOKS_BEFORE_LATER 600
#define HOLD_MICROSECONDS 1000000

struct steering {
    struct monitor *monitor;
    const struct plan_pair *plan;
    void (*heard)(void *data);
    void *data;
    const struct steer_module *module;
    struct netlink *netlink; /* NULL: there is no switch to steer */
    struct steer *steer;
    char *netdev; /* of the persistent NIC; NULL: not known, then nothing is held */
    char *filter; /* the id of the buffer */
    bool holding;
    guint timer;
    unsigned looks;
};

static bool is_ours(const struct plan_nic *nic)
{
    return nic->port && nic->bridge;
}

/* The netdev that the persistent NIC was started with. */
static char *find_netdev(const struct steering *steering)
{
    char **argv = steering->monitor->plan->argv;

    for (unsigned i = 0; argv[i] && argv[i + 1]; i++) {
        g_autoptr(json_object) device = NULL;

        if (strcmp(argv[i], "-device") != 0 || !(device = json_parse(argv[i + 1], strlen(argv[i + 1]), 8, NULL)))
            continue;
        if (g_strcmp0(json_peek_string(device, "id"), steering->plan->persistent.id) == 0)
            return g_strdup(json_peek_string(device, "netdev"));
    }
    return NULL;
}

static void say(const struct steering *steering, const GError *error)
{
    monitor_log("pair %s: the switch is not steered: %s", steering->plan->persistent.id, error->message);
}

static void close_switch(struct steering *steering)
{
    if (steering->steer)
        steering->module->steer_free(steering->steer);
    if (steering->netlink)
        steering->module->netlink_free(steering->netlink);
    steering->steer = NULL;
    steering->netlink = NULL;
}

static void open_switch(struct steering *steering)
{
    const struct plan_pair *plan = steering->plan;
    const struct steer_module *module;
    g_autoptr(GError) error = NULL;

    if (!is_ours(&plan->persistent))
        return;
    steering->module = module = steer_module_load(&error);
    if (module)
        steering->netlink = module->netlink_open(&error);
    if (steering->netlink) {
        steering->steer = module->steer_new(plan->mac, plan->persistent.port,
                                            is_ours(&plan->transient) ? plan->transient.port : NULL, NULL);
        if (module->steer_prepare(steering->steer, steering->netlink, &error))
            return;
    }
    say(steering, error);
    close_switch(steering);
}

struct steering *steering_new(struct monitor *monitor, const struct plan_pair *plan, void (*heard)(void *data),
                              void *data)
{
    struct steering *steering = g_new0(struct steering, 1);

    steering->monitor = monitor;
    steering->plan = plan;
    steering->heard = heard;
    steering->data = data;
    steering->netdev = find_netdev(steering);
    steering->filter = g_strdup_printf("hold-%s", plan->persistent.id);
    open_switch(steering);
    return steering;
}

static void stop_looking(struct steering *steering)
{
    if (steering->timer)
        g_source_remove(steering->timer);
    steering->timer = 0;
}

void steering_free(struct steering *steering)
{
    if (!steering)
        return;
    stop_looking(steering);
    if (steering->monitor->qmp)
        qmp_forget(steering->monitor->qmp, steering);
    close_switch(steering);
    g_free(steering->netdev);
    g_free(steering->filter);
    g_free(steering);
}

bool steering_hears(const struct steering *steering)
{
    return steering->netlink && is_ours(&steering->plan->transient);
}

static gboolean on_look(gpointer data)
{
    struct steering *steering = data;
    g_autoptr(GError) error = NULL;
    bool heard = false;

    if (!steering->module->steer_heard(steering->steer, steering->netlink, &heard, &error))
        say(steering, error);
    if (!heard && !error && ++steering->looks != LOOKS_BEFORE_LATER)
        return G_SOURCE_CONTINUE;
    steering->timer = heard ? 0 : g_timeout_add(LOOK_LATER_MS, on_look, steering);
    if (heard)
        steering->heard(steering->data);
    return G_SOURCE_REMOVE;
}

static void on_hold_reply(struct json_object *result, const GError *error, void *data)
{
    struct steering *steering = data;

    if (!error)
        return;
    /* a netdev that QEMU cannot filter, as one with vhost */
    steering->holding = false;
    monitor_log("pair %s: nothing is held for it while it changes over: %s", steering->plan->persistent.id,
                error->message);
}

static void hold(struct steering *steering)
{
    struct json_object *arguments;

    if (!steering->netdev || !steering->monitor->qmp || steering->holding)
        return;
    arguments = json_pair("qom-type", "filter-buffer");
    json_add_string(arguments, "id", steering->filter);
    json_add_string(arguments, "netdev", steering->netdev);
    json_add_string(arguments, "queue", "tx"); /* what the netdev gives to the guest */
    json_object_object_add(arguments, "interval", json_object_new_int(HOLD_MICROSECONDS));
    steering->holding = true;
    qmp_execute(steering->monitor->qmp, "object-add", arguments, on_hold_reply, steering);
}

static void let_go(struct steering *steering)
{
    if (steering->holding && steering->monitor->qmp)
        qmp_execute(steering->monitor->qmp, "object-del", json_pair("id", steering->filter), NULL, NULL);
    steering->holding = false;
}

void steering_follow(struct steering *steering, enum pair_path path)
{
    g_autoptr(GError) error = NULL;

    stop_looking(steering);
    if (path == PAIR_PATH_LEAVING)
        hold(steering);
    if (steering->netlink && !steering->module->steer_apply(steering->steer, steering->netlink, path, &error))
        say(steering, error);
    if (path != PAIR_PATH_LEAVING)
        let_go(steering);
    if (path == PAIR_PATH_ARRIVING && steering_hears(steering) && !error) {
        steering->looks = 0;
        steering->timer = g_timeout_add(LOOK_EVERY_MS, on_look, steering);
    }
}
