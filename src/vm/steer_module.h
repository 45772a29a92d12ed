/* vm/steer_module.h - the part of a monitor that speaks netlink.
 *
 * libnl's relocations alone are 56 KiB of private memory in each process that links to it, more than a
 * quarter of a monitor.  A machine without a pair on a bridge has no use for it, so this part is a module,
 * tandem-steer.so, which the monitor loads when it has one.  It is installed beside the monitor and fits the
 * monitor it was built with, no other.
 */
#pragma once

#include "team/steer.h"

/* The functions of host/netlink.h and team/steer.h, by their names there. */
struct steer_module {
    struct netlink *(*netlink_open)(GError **error);
    void (*netlink_free)(struct netlink *netlink);
    struct steer *(*steer_new)(const char *mac, const char *persistent_port, const char *transient_port,
                               const char *pf);
    void (*steer_free)(struct steer *steer);
    bool (*steer_prepare)(struct steer *steer, struct netlink *netlink, GError **error);
    bool (*steer_apply)(struct steer *steer, struct netlink *netlink, enum pair_path path, GError **error);
    bool (*steer_heard)(struct steer *steer, struct netlink *netlink, bool *ret_heard, GError **error);
};

/* The module's one symbol. */
extern const struct steer_module tandem_steer;

/* Loads the module, once; it stays loaded.  NULL if it is not where it belongs. */
const struct steer_module *steer_module_load(GError **error);
