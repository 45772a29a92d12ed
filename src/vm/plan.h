/* vm/plan.h - all that a monitor has to know of its machine, and nothing else.
 *
 * `run` makes it from the domain document and writes it into the state directory as machine.json; the
 * monitor, which knows no XML, reads it, and so does a monitor that takes over.  It is a value: made once,
 * read by everybody.
 */
#pragma once

#include "base/json.h"
#include "qemu/qmp_step.h"
#include "vm/state.h"

/* What is done when the guest ends by itself: <on_poweroff>, <on_reboot>, <on_crash>. */
enum plan_on {
    PLAN_ON_DESTROY,  /* QEMU is ended */
    PLAN_ON_RESTART,  /* the guest is reset and runs on */
    PLAN_ON_PRESERVE, /* QEMU stays as it is, the guest stopped */
    PLAN_ON_COUNT
};

/* One NIC of a pair. */
struct plan_nic {
    char *id;     /* of the device in QEMU */
    char *port;   /* the host's network device it is on; NULL: none of ours (passed-through, user) */
    char *bridge; /* the bridge of that port; NULL: none */
};

struct plan_pair {
    char *mac;
    struct plan_nic persistent, transient;
    struct json_object *device; /* of the transient NIC, for device_add; with its id and failover_pair_id;
                                   NULL: this host has none for it */
    char *host_device;          /* what the transient NIC is: a PCI address, or a name; NULL: not known */
};

struct plan {
    char *name, *uuid;
    char **argv;      /* QEMU's; argv[0] is the path of the binary */
    int *descriptors; /* what QEMU inherits beside its standard streams, under the same numbers */
    unsigned n_descriptors;
    GPtrArray *steps; /* struct qmp_step *: what QEMU is told before the guest runs; may hold passwords */
    bool incoming;    /* QEMU was given `-incoming defer`: the guest comes over a channel */
    bool paused;      /* the guest does not run before somebody says so */
    bool foreground;  /* the monitor stands for the machine: signals are for the guest */
    enum plan_on on_poweroff, on_reboot, on_crash;
    unsigned start_seconds; /* how long QEMU may take until it answers */
    unsigned stop_seconds;  /* how long the guest may take to power down */
    struct plan_pair *pairs;
    unsigned n_pairs;
};

/* A plan with the default time limits and no arguments.  Strings in it are g_malloc'ed and the plan's. */
struct plan *plan_new(const char *name, const char *uuid);
void plan_free(struct plan *plan);
typedef struct plan plan_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(plan_t, plan_free)

/* Adds a descriptor for QEMU to inherit. */
void plan_add_descriptor(struct plan *plan, int fd);

/* Adds an empty pair; good until the next one is added. */
struct plan_pair *plan_add_pair(struct plan *plan);

/* To and from the form that stands in the file.  The caller owns what is returned. */
struct json_object *plan_to_json(const struct plan *plan);
struct plan *plan_from_json(struct json_object *json, GError **error);

/* To and from the machine's directory. */
bool plan_save(const struct plan *plan, const struct state *state, GError **error);
struct plan *plan_load(const struct state *state, GError **error);

/* "destroy", "restart", "preserve". */
extern const char *const plan_on_names[PLAN_ON_COUNT];
