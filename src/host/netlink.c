#include "host/netlink.h"

#include <linux/if.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>

typedef struct rtnl_link rtnl_link_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rtnl_link_t, rtnl_link_put)

struct netlink {
    struct nl_sock *socket;
};

struct netlink *netlink_open(GError **error)
{
    g_autoptr(netlink_t) netlink = g_new0(struct netlink, 1);
    int result;

    netlink->socket = nl_socket_alloc();
    if (!netlink->socket)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot open a netlink socket: out of memory");
    result = nl_connect(netlink->socket, NETLINK_ROUTE);
    if (result < 0)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot open a netlink socket: %s", nl_geterror(result));
    return g_steal_pointer(&netlink);
}

void netlink_free(struct netlink *netlink)
{
    if (!netlink)
        return;
    nl_socket_free(netlink->socket);
    g_free(netlink);
}

static struct rtnl_link *get_link(struct netlink *netlink, const char *name, GError **error)
{
    struct rtnl_link *link = NULL;
    int result = rtnl_link_get_kernel(netlink->socket, 0, name, &link);

    if (result < 0)
        return fail_null(error, TANDEM_ERROR_HOST, "there is no network device '%s' here (%s)", name,
                         nl_geterror(result));
    return link;
}

unsigned netlink_link_index(struct netlink *netlink, const char *name, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, name, error);

    return link ? (unsigned)rtnl_link_get_ifindex(link) : 0;
}

/* Sends what differs between the device as it is and `change`. */
static bool change_link(struct netlink *netlink, struct rtnl_link *link, struct rtnl_link *change, const char *what,
                        GError **error)
{
    int result = rtnl_link_change(netlink->socket, link, change, 0);

    if (result < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot %s of '%s': %s%s", what, rtnl_link_get_name(link),
                    nl_geterror(result), result == -NLE_PERM ? " (it needs CAP_NET_ADMIN)" : "");
    return true;
}

bool netlink_link_set_up(struct netlink *netlink, const char *name, bool up, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, name, error), change = rtnl_link_alloc();

    if (!link)
        return false;
    if (up)
        rtnl_link_set_flags(change, IFF_UP);
    else
        rtnl_link_unset_flags(change, IFF_UP);
    return change_link(netlink, link, change, up ? "set the state to up" : "set the state to down", error);
}

bool netlink_link_set_mtu(struct netlink *netlink, const char *name, unsigned mtu, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, name, error), change = rtnl_link_alloc();

    if (!link)
        return false;
    rtnl_link_set_mtu(change, mtu);
    return change_link(netlink, link, change, "set the MTU", error);
}

bool netlink_bridge_add_port(struct netlink *netlink, const char *bridge, const char *port, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, port, error), master = NULL, change = rtnl_link_alloc();

    if (!link || !(master = get_link(netlink, bridge, error)))
        return false;
    if (g_strcmp0(rtnl_link_get_type(master), "bridge") != 0)
        return fail(error, TANDEM_ERROR_HOST, "'%s' is a network device, but no bridge", bridge);
    rtnl_link_set_master(change, rtnl_link_get_ifindex(master));
    return change_link(netlink, link, change, "change the bridge", error);
}
