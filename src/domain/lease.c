#include "domain/lease.h"

static const struct field lease_target_fields[] = {
    ATTR(string, "path", struct lease, target, HOST_ONLY | REQUIRED, .doc = "The path."),
    ATTR(uint, "offset", struct lease, offset, HOST_ONLY, .doc = "Where in it, in bytes."),
};
static ELEMENT(lease_target_element, "lease-target", struct lease, lease_target_fields, "The file with the lease.");

static const struct field lease_fields[] = {
    TEXT(string, "lockspace", struct lease, lockspace, HOST_ONLY, .doc = "The lock space."),
    TEXT(string, "key", struct lease, key, HOST_ONLY | REQUIRED, .doc = "The lease's name in it."),
    INLINE("target", lease_target, REQUIRED, .doc = "The file with the lease."),
};
ELEMENT(lease_element, "lease", struct lease, lease_fields, "A lease that a lock manager holds while the guest runs.");
