/* vm/assemble.h - from a complete domain to a plan: everything that the host has to give is opened.
 *
 * Taps are made and put on their bridges, the QMP socket listens, the command line is built with the
 * descriptors in it, the pairs are described for the monitor.  What was opened belongs to the assembly:
 * assembly_clear closes it, after the monitor has been started as well as when anything failed.
 */
#pragma once

#include "domain/domain.h"
#include "qemu/profile.h"
#include "qemu/resources.h"
#include "vm/plan.h"

struct assembly {
    struct plan *plan;
    GArray *descriptors; /* int */
    GPtrArray *names;    /* of the descriptors, if they are for a QEMU that runs (char *) */
    GHashTable *ports;   /* alias of a NIC -> name of its tap, likewise */
};

struct assemble_options {
    bool incoming;         /* the guest comes from another host */
    bool foreground;       /* the monitor stands for the machine */
    unsigned stop_seconds; /* 0: the plan's default */
};

/* Fills the assembly.  What tandem or the host cannot give comes back as the error; what the command line
 * builder refuses goes to the report (then *error stays NULL). */
bool assemble(struct assembly *assembly, const struct domain *domain, const struct profile *profile,
              const struct state *state, const struct assemble_options *options, struct report *report, GError **error);

/* For a device that is plugged into a machine that runs: assembly_begin, then everything of `needs` is opened and set
 * in resources; descriptors stand there under the names in assembly->names, in their order.  There is no plan. */
void assembly_begin(struct assembly *assembly);
bool assemble_needs(struct assembly *assembly, const struct domain *domain, const struct state *state,
                    const GPtrArray *needs, struct resources *resources, struct report *report, GError **error);

void assembly_clear(struct assembly *assembly);
