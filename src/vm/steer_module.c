#include "vm/steer_module.h"

const struct steer_module tandem_steer = {
    .netlink_open = netlink_open,
    .netlink_free = netlink_free,
    .steer_new = steer_new,
    .steer_free = steer_free,
    .steer_prepare = steer_prepare,
    .steer_apply = steer_apply,
    .steer_heard = steer_heard,
};
