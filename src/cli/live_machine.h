/* cli/live_machine.h - a machine that runs and its document, for the verbs that look at or change its devices. */
#pragma once

#include "cli/document.h"
#include "cli/machine.h"
#include "vm/live.h"
#include "vm/plug.h"

struct live_machine {
    struct state *state;
    struct control_client *client;
    struct live live; /* settled: domain.xml has it all */
};

/* Finds the machine by name or UUID and has its document settled. */
bool live_machine_open(struct live_machine *machine, const char *given, GError **error);
void live_machine_close(struct live_machine *machine);

/* The document for the builder: with a device more, if there is one (fragment taken, its complaints and its places are
 * those of document->report), complete, under the aliases that the machine runs with.  *without is the same
 * without that device and without what completing added for it.  document_clear and domain_free are the
 * caller's in any case. */
bool live_machine_complete(struct live_machine *machine, struct document *document, const char *file,
                           enum device_kind kind, struct device_info *fragment, struct domain **without,
                           GError **error);

/* The text of FILE ("-": standard input). */
char *live_machine_read_file(const char *file, size_t *length, GError **error);

/* Writes the machine's new document down.  Not being able to is said, and made good by the next command. */
void live_machine_settle_again(struct live_machine *machine);
