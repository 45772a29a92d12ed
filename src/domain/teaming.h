/* domain/teaming.h - which half of a pair a NIC is: <teaming>.
 *
 * A pair is a persistent NIC, always there, and a transient one, faster and unplugged while the guest
 * migrates.  Both <interface> and <hostdev> name this table.
 */
#pragma once

#include "xml/field.h"

enum teaming_type { TEAMING_ABSENT, TEAMING_PERSISTENT, TEAMING_TRANSIENT, TEAMING_TYPE_COUNT };
extern const struct enum_names teaming_type_names;

struct teaming {
    struct place where;
    enum teaming_type type;
    char *persistent_alias; /* transient: the persistent NIC's alias */
};
extern const struct element teaming_element;
