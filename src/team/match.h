/* team/match.h - which NICs of a domain belong together.
 *
 * A view on a domain that somebody else owns: it holds pointers into the domain and is good as long as the
 * domain is not changed.  It says what the document says, whether or not that makes a working pair;
 * rules.h says what is wrong with it.
 */
#pragma once

#include "domain/devices.h"
#include "domain/domain.h"

/* A NIC with <teaming>: an <interface>, or a <hostdev>, which can only be a transient one. */
struct team_half {
    const struct device_info *info;
    const struct teaming *teaming;
    const struct iface *nic;       /* NULL for a <hostdev> */
    const struct hostdev *hostdev; /* NULL for an <interface> */
};

struct team_match {
    struct team_half persistent, transient;
};

/* All halves, <interface> before <hostdev>, in the order of the document.  Free the array. */
GArray *team_halves(const struct domain *domain);

/* All pairs whose halves are both there, the persistent one an <interface>: struct team_match, in the order of
 * the transient NICs.  A persistent NIC that several name stands in several.  Free the array. */
GArray *team_matches(const struct domain *domain);

/* What the half is in messages: "the transient <interface> with the MAC …", newly made. */
char *team_half_name(const struct team_half *half);
