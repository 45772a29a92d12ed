#include "host/fdb.h"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/route/neighbour.h>

typedef struct rtnl_neigh rtnl_neigh_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rtnl_neigh_t, rtnl_neigh_put)
typedef struct nl_addr nl_addr_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(nl_addr_t, nl_addr_put)
typedef struct nl_cb nl_cb_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(nl_cb_t, nl_cb_put)

static struct nl_addr *parse_mac(const char *mac, GError **error)
{
    struct nl_addr *address = NULL;

    if (nl_addr_parse(mac, AF_LLC, &address) < 0 || nl_addr_get_len(address) != 6) {
        nl_addr_put(address);
        return fail_null(error, TANDEM_ERROR_INPUT, "'%s' is no MAC address", mac);
    }
    return address;
}

static struct rtnl_neigh *entry_for(struct netlink *netlink, enum fdb_table table, const char *port, const char *mac,
                                    GError **error)
{
    unsigned index = netlink_link_index(netlink, port, error);
    g_autoptr(nl_addr_t) address = index ? parse_mac(mac, error) : NULL;
    g_autoptr(rtnl_neigh_t) entry = rtnl_neigh_alloc();

    if (!address)
        return NULL;
    rtnl_neigh_set_family(entry, AF_BRIDGE);
    rtnl_neigh_set_ifindex(entry, (int)index);
    rtnl_neigh_set_lladdr(entry, address);
    rtnl_neigh_set_flags(entry, table == FDB_SELF ? NTF_SELF : NTF_MASTER);
    return g_steal_pointer(&entry);
}

bool fdb_put(struct netlink *netlink, enum fdb_table table, const char *port, const char *mac, GError **error)
{
    g_autoptr(rtnl_neigh_t) entry = entry_for(netlink, table, port, mac, error);
    int result;

    if (!entry)
        return false;
    /* a bridge takes NOARP for "static"; a device's own table knows only permanent entries */
    rtnl_neigh_set_state(entry, table == FDB_SELF ? NUD_PERMANENT : NUD_NOARP);
    result = rtnl_neigh_add(netlink_socket(netlink), entry, NLM_F_CREATE | NLM_F_REPLACE);
    return result < 0 ? netlink_fail(error, result, "put the forwarding entry of %s on '%s'", mac, port) : true;
}

bool fdb_remove(struct netlink *netlink, enum fdb_table table, const char *port, const char *mac, GError **error)
{
    g_autoptr(rtnl_neigh_t) entry = entry_for(netlink, table, port, mac, error);
    int result;

    if (!entry)
        return false;
    result = rtnl_neigh_delete(netlink_socket(netlink), entry, 0);
    if (result < 0 && result != -NLE_OBJ_NOTFOUND)
        return netlink_fail(error, result, "remove the forwarding entry of %s from '%s'", mac, port);
    return true;
}

struct look {
    const struct nl_addr *mac;
    int index;
    enum fdb_kind kind;
};

static int look_at_entry(struct nl_msg *message, void *data)
{
    g_autoptr(rtnl_neigh_t) entry = NULL;
    struct look *look = data;
    int state;

    if (rtnl_neigh_parse(nlmsg_hdr(message), &entry) < 0)
        return NL_SKIP;
    if (rtnl_neigh_get_ifindex(entry) != look->index || (rtnl_neigh_get_flags(entry) & NTF_SELF) ||
        nl_addr_cmp(rtnl_neigh_get_lladdr(entry), look->mac) != 0)
        return NL_OK;
    state = rtnl_neigh_get_state(entry);
    look->kind = state & NUD_PERMANENT ? FDB_LOCAL : state & NUD_NOARP ? FDB_STATIC : FDB_LEARNED;
    return NL_OK;
}

/* The kernel lists the entries of one port when it is asked with the header of a link. */
bool fdb_look(struct netlink *netlink, const char *port, const char *mac, enum fdb_kind *ret_kind, GError **error)
{
    struct ifinfomsg header = {.ifi_family = AF_BRIDGE};
    g_autoptr(nl_addr_t) address = parse_mac(mac, error);
    g_autoptr(nl_cb_t) callbacks = nl_cb_alloc(NL_CB_DEFAULT);
    struct look look = {.mac = address};
    int result;

    if (!address)
        return false;
    header.ifi_index = look.index = (int)netlink_link_index(netlink, port, error);
    if (!look.index)
        return false;
    nl_cb_set(callbacks, NL_CB_VALID, NL_CB_CUSTOM, look_at_entry, &look);
    result = nl_send_simple(netlink_socket(netlink), RTM_GETNEIGH, NLM_F_DUMP, &header, sizeof header);
    if (result >= 0)
        result = nl_recvmsgs(netlink_socket(netlink), callbacks);
    if (result < 0)
        return netlink_fail(error, result, "read the forwarding entries of '%s'", port);
    *ret_kind = look.kind;
    return true;
}
