#include "team/steer.h"

#include "host/fdb.h"

/* QEMU reads a frame or two from a tap before the NIC behind it can take them; more are read only by a
 * guest that has set the NIC up. */
#define FRAMES_READ_BY_A_GUEST 8

struct steer {
    char *mac, *persistent_port, *transient_port, *pf;
    uint64_t read_before; /* frames read from the transient port when it began to arrive */
};

struct steer *steer_new(const char *mac, const char *persistent_port, const char *transient_port, const char *pf)
{
    struct steer *steer = g_new0(struct steer, 1);

    steer->mac = g_strdup(mac);
    steer->persistent_port = g_strdup(persistent_port);
    steer->transient_port = g_strdup(transient_port);
    steer->pf = g_strdup(pf);
    return steer;
}

void steer_free(struct steer *steer)
{
    if (!steer)
        return;
    g_free(steer->mac);
    g_free(steer->persistent_port);
    g_free(steer->transient_port);
    g_free(steer->pf);
    g_free(steer);
}

struct steer_plan steer_plan(enum pair_path path, bool transient_is_port)
{
    switch (path) {
    case PAIR_PATH_PERSISTENT:
        return (struct steer_plan){.entry_at_persistent = true, .mac_at_pf = true};
    case PAIR_PATH_LEAVING:
        return (struct steer_plan){.entry_at_persistent = !transient_is_port, .mac_at_pf = true};
    case PAIR_PATH_ARRIVING:
        return (struct steer_plan){
            .entry_at_persistent = !transient_is_port, .transient_learns = transient_is_port, .mac_at_pf = true};
    case PAIR_PATH_TRANSIENT:
        return (struct steer_plan){.entry_at_transient = transient_is_port};
    case PAIR_PATH_NONE:
    case PAIR_PATH_COUNT:
        break;
    }
    return (struct steer_plan){0};
}

static bool port_of_a_bridge(struct netlink *netlink, const char *port, GError **error)
{
    struct netlink_link link;

    if (!netlink_link_get(netlink, port, &link, error))
        return false;
    if (!link.master)
        return fail(error, TANDEM_ERROR_HOST, "'%s' is no port of a bridge, so nothing can be steered to it: %s", port,
                    "ip link set DEV master BRIDGE");
    return true;
}

bool steer_prepare(struct steer *steer, struct netlink *netlink, GError **error)
{
    return port_of_a_bridge(netlink, steer->persistent_port, error) &&
           netlink_port_set(netlink, steer->persistent_port, PORT_LEARNING | PORT_FLOOD, PORT_FLOOD, error) &&
           (!steer->transient_port ||
            (port_of_a_bridge(netlink, steer->transient_port, error) &&
             netlink_port_set(netlink, steer->transient_port, PORT_LEARNING | PORT_FLOOD, PORT_FLOOD, error)));
}

static bool set_learning(struct steer *steer, struct netlink *netlink, bool learns, GError **error)
{
    return !steer->transient_port ||
           netlink_port_set(netlink, steer->transient_port, PORT_LEARNING, learns ? PORT_LEARNING : 0, error);
}

static bool set_pf(struct steer *steer, struct netlink *netlink, bool wanted, GError **error)
{
    if (!steer->pf)
        return true;
    return wanted ? fdb_put(netlink, FDB_SELF, steer->pf, steer->mac, error)
                  : fdb_remove(netlink, FDB_SELF, steer->pf, steer->mac, error);
}

/* Putting an entry moves it in one step.  Where there is to be none it is put first all the same: the bridge may
 * have learned the guest behind another port, as where it came from, and that entry only gives way to ours. */
static bool set_entry(struct steer *steer, struct netlink *netlink, const struct steer_plan *plan, GError **error)
{
    if (plan->entry_at_persistent)
        return fdb_put(netlink, FDB_BRIDGE, steer->persistent_port, steer->mac, error);
    if (plan->entry_at_transient)
        return fdb_put(netlink, FDB_BRIDGE, steer->transient_port, steer->mac, error);
    return fdb_put(netlink, FDB_BRIDGE, steer->persistent_port, steer->mac, error) &&
           fdb_remove(netlink, FDB_BRIDGE, steer->persistent_port, steer->mac, error);
}

static bool remember_what_was_read(struct steer *steer, struct netlink *netlink, GError **error)
{
    struct netlink_link link;

    if (!netlink_link_get(netlink, steer->transient_port, &link, error))
        return false;
    steer->read_before = link.sent;
    return true;
}

/* A port that ended with its QEMU has taken its entry with it. */
static bool leave(struct steer *steer, struct netlink *netlink, GError **error)
{
    const char *const ports[] = {steer->persistent_port, steer->transient_port};

    for (unsigned i = 0; i < G_N_ELEMENTS(ports); i++)
        if (ports[i] && netlink_link_index(netlink, ports[i], NULL) != 0 &&
            !fdb_remove(netlink, FDB_BRIDGE, ports[i], steer->mac, error))
            return false;
    return set_pf(steer, netlink, false, error);
}

bool steer_apply(struct steer *steer, struct netlink *netlink, enum pair_path path, GError **error)
{
    struct steer_plan plan = steer_plan(path, steer->transient_port != NULL);

    if (path == PAIR_PATH_NONE)
        return leave(steer, netlink, error);
    /* first stop learning, so that no frame on its way undoes the entry; start it when there is none */
    if (!plan.transient_learns && !set_learning(steer, netlink, false, error))
        return false;
    if (plan.transient_learns && !remember_what_was_read(steer, netlink, error))
        return false;
    return set_pf(steer, netlink, plan.mac_at_pf, error) && set_entry(steer, netlink, &plan, error) &&
           (!plan.transient_learns || set_learning(steer, netlink, true, error));
}

bool steer_heard(struct steer *steer, struct netlink *netlink, bool *ret_heard, GError **error)
{
    struct netlink_link link;
    enum fdb_kind kind;

    *ret_heard = false;
    if (!steer->transient_port)
        return true;
    if (!netlink_link_get(netlink, steer->transient_port, &link, error) ||
        !fdb_look(netlink, steer->transient_port, steer->mac, &kind, error))
        return false;
    *ret_heard = kind == FDB_LEARNED || link.sent - steer->read_before >= FRAMES_READ_BY_A_GUEST;
    return true;
}
