/* qemu/probe_schema.h - the schema of QMP as the paths that profile_has_qmp answers. */
#pragma once

#include "qemu/profile_data.h"

#include <json-c/json.h>

/* Takes what query-qmp-schema returned.  Of every command and event the name is kept; of some commands
 * also what they take or give, which is how QEMU says what -blockdev, -netdev, -object, -chardev and
 * -audiodev know. */
bool probe_schema_take(struct profile *profile, struct json_object *schema, GError **error);
