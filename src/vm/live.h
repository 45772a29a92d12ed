/* vm/live.h - the document of a machine as it is now.
 *
 * domain.xml is the canonical document that the machine was started with; what was plugged and unplugged since
 * stands in devices.json (hotplug.h).  Both together are the live document.  For the command: the monitor reads no
 * XML.  live_settle has the monitor write it into domain.xml, which is what `migrate` and `save` send; every verb
 * that needs the document does that first, so a command that died in between is made good by the next one.
 */
#pragma once

#include "domain/domain.h"
#include "vm/control_client.h"
#include "vm/state.h"

struct live {
    struct domain *domain;
    int64_t generation; /* of devices.json; attach and fold name it */
    bool changed;       /* domain.xml does not have it all */
};

/* Reads both files. */
bool live_read(struct live *live, const struct state *state, GError **error);
void live_clear(struct live *live);

/* Where QEMU has put the host's ends of the pseudo terminals (its reply to query-chardev): written into their
 * <source>, as libvirt shows a machine that runs. */
void live_show_terminals(struct live *live, struct json_object *query_chardev);

/* What a client of the machine connects to for the character device of this alias: "pty:/dev/pts/3",
 * "unix:/path"; NULL if QEMU has none of that name.  The caller frees it. */
char *live_chardev(struct json_object *query_chardev, const char *alias);

/* The same, after the monitor has been given the document to write down if it has changed. */
bool live_settle(struct live *live, const struct state *state, struct control_client *client, GError **error);
