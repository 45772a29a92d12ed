#include "host/netlink.h"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>

typedef struct rtnl_link rtnl_link_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rtnl_link_t, rtnl_link_put)
typedef struct nl_msg nl_msg_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(nl_msg_t, nlmsg_free)

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

struct nl_sock *netlink_socket(struct netlink *netlink)
{
    return netlink->socket;
}

bool netlink_fail(GError **error, int code, const char *doing, ...)
{
    g_autofree char *what = NULL;
    va_list args;

    va_start(args, doing);
    what = g_strdup_vprintf(doing, args);
    va_end(args);
    return fail(error, TANDEM_ERROR_HOST, "cannot %s: %s%s", what, nl_geterror(code),
                code == -NLE_PERM ? " (it needs CAP_NET_ADMIN in this network namespace)" : "");
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

bool netlink_link_get(struct netlink *netlink, const char *name, struct netlink_link *ret_link, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, name, error);
    const char *type;

    if (!link)
        return false;
    type = rtnl_link_get_type(link);
    *ret_link = (struct netlink_link){
        .index = rtnl_link_get_ifindex(link),
        .master = rtnl_link_get_master(link),
        .up = rtnl_link_get_flags(link) & IFF_UP,
        .mtu = rtnl_link_get_mtu(link),
        .sent = rtnl_link_get_stat(link, RTNL_LINK_TX_PACKETS),
    };
    g_strlcpy(ret_link->type, type ? type : "", sizeof ret_link->type);
    if (rtnl_link_get_addr(link))
        nl_addr2str(rtnl_link_get_addr(link), ret_link->mac, sizeof ret_link->mac);
    return true;
}

/* Sends what differs between the device as it is and `change`. */
static bool change_link(struct netlink *netlink, struct rtnl_link *link, struct rtnl_link *change, const char *what,
                        GError **error)
{
    int result = rtnl_link_change(netlink->socket, link, change, 0);

    return result < 0 ? netlink_fail(error, result, "%s of '%s'", what, rtnl_link_get_name(link)) : true;
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

bool netlink_link_release(struct netlink *netlink, const char *name, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, name, error), change = rtnl_link_alloc();

    if (!link)
        return false;
    rtnl_link_set_master(change, 0);
    return change_link(netlink, link, change, "change the bridge", error);
}

bool netlink_link_delete(struct netlink *netlink, const char *name, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, name, error);
    int result;

    if (!link)
        return false;
    result = rtnl_link_delete(netlink->socket, link);
    return result < 0 ? netlink_fail(error, result, "delete '%s'", name) : true;
}

/* libnl-route knows some of the flags only; the message has one shape for all of them. */
static struct nl_msg *port_message(int index, unsigned mask, unsigned flags)
{
    static const int attribute[] = {IFLA_BRPORT_LEARNING, IFLA_BRPORT_UNICAST_FLOOD, IFLA_BRPORT_ISOLATED};
    struct ifinfomsg header = {.ifi_family = AF_BRIDGE, .ifi_index = index};
    g_autoptr(nl_msg_t) message = nlmsg_alloc_simple(RTM_SETLINK, 0);
    struct nlattr *nest;

    if (!message || nlmsg_append(message, &header, sizeof header, NLMSG_ALIGNTO) < 0)
        return NULL;
    nest = nla_nest_start(message, IFLA_PROTINFO | NLA_F_NESTED);
    for (unsigned i = 0; nest && i < G_N_ELEMENTS(attribute); i++)
        if ((mask & 1U << i) && nla_put_u8(message, attribute[i], (flags & 1U << i) != 0) < 0)
            return NULL;
    if (!nest)
        return NULL;
    nla_nest_end(message, nest);
    return g_steal_pointer(&message);
}

bool netlink_port_set(struct netlink *netlink, const char *port, unsigned mask, unsigned flags, GError **error)
{
    g_autoptr(rtnl_link_t) link = get_link(netlink, port, error);
    struct nl_msg *message;
    int result;

    if (!link)
        return false;
    message = port_message(rtnl_link_get_ifindex(link), mask, flags);
    result = message ? nl_send_sync(netlink->socket, message) : -NLE_NOMEM; /* frees the message */
    return result < 0 ? netlink_fail(error, result, "set how its bridge treats '%s'", port) : true;
}
