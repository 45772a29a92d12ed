/* vm/plug.h - a device for a machine that runs: from its element to what the monitor is asked for.
 *
 * For the command.  Two domains, complete, with the aliases that the machine runs with: one with the device, one
 * without it.  plug_keep_aliases sees to the aliases, since completing a document numbers them anew.
 */
#pragma once

#include "domain/fragment.h"
#include "qemu/profile.h"
#include "vm/assemble.h"

/* The aliases of all devices (device -> char *), to be taken before a domain is completed and given back after that.
 * A device that is new gets a name that no other has.  Free with g_hash_table_unref. */
GHashTable *plug_note_aliases(const struct domain *domain);
void plug_keep_aliases(struct domain *domain, GHashTable *aliases);

/* The arguments for the verb `attach`, without the generation; descriptors that go with it are opened into the
 * assembly (assembly_clear).  NULL after complaints, or with the error: what the host cannot give. */
struct json_object *plug_attach(const struct domain *with, const struct domain *without, enum device_kind kind,
                                const struct device_info *device, const struct profile *profile,
                                const struct state *state, struct assembly *assembly, struct report *report,
                                GError **error);

/* The arguments for the verb `detach`, without its time limit. */
struct json_object *plug_detach(const struct domain *with, const struct domain *without, const char *alias,
                                const struct profile *profile, struct report *report);
