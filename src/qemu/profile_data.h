/* qemu/profile_data.h - how a profile holds what it knows.
 *
 * For profile*.c and probe*.c, which fill a profile; everybody else asks through profile.h.  The profile
 * owns all; strings of the tables are interned in `strings`.
 */
#pragma once

#include "qemu/profile.h"

struct profile {
    bool assumed;
    char *binary, *arch, *package;
    unsigned major, minor, micro;
    char *version; /* the three as text */
    bool kvm;
    GPtrArray *machines; /* struct profile_machine *, in QEMU's order */
    GPtrArray *cpus;     /* struct profile_cpu *, in QEMU's order */
    GHashTable *types;   /* QOM type -> GHashTable * set of properties, NULL if they were not asked */
    GHashTable *options; /* command line option -> GHashTable * set of parameters */
    GHashTable *qmp;     /* set of paths, see profile_has_qmp */
    GHashTable *migration;
    GPtrArray *host_features; /* char *, sorted, ending in NULL; NULL: QEMU did not say */
    GStringChunk *strings;
};

/* An empty profile: it has nothing. */
struct profile *profile_new(void);

/* Interns a string; NULL stays NULL. */
const char *profile_intern(struct profile *profile, const char *text);

/* A new set of interned strings, for the tables above. */
GHashTable *profile_set_new(void);
void profile_set_version(struct profile *profile, unsigned major, unsigned minor, unsigned micro);

/* A new machine or CPU at the end of its list; the profile owns it. */
struct profile_machine *profile_add_machine(struct profile *profile);
struct profile_cpu *profile_add_cpu(struct profile *profile);

/* The type's set of properties, made if it has none yet.  With profile_add_type alone a type has none. */
void profile_add_type(struct profile *profile, const char *type);
GHashTable *profile_add_properties(struct profile *profile, const char *type);
GHashTable *profile_add_option(struct profile *profile, const char *option);
