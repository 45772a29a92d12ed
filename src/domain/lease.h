/* domain/lease.h - leases that a lock manager holds while the guest runs: <lease>. */
#pragma once

#include "xml/field.h"

struct lease {
    struct place where;
    char *lockspace, *key;
    char *target;         /* path of the lease */
    struct number offset; /* in the target, bytes */
};
extern const struct element lease_element;
