/* qemu/profile.h - what one QEMU can do, as data.
 *
 * The command line is a function of a document and a profile, so it can be made where no QEMU is.  A
 * profile is made by asking a QEMU (probe.h), read from a file that was saved before, or assumed: a
 * modern QEMU that has everything, for when none can be asked.  Whoever uses an assumed profile says so
 * to the user.  A file is not trusted: a wrong type or an unknown version is an error, not a guess.
 *
 * A profile is never changed once made.  All strings that a query gives belong to the profile and live
 * as long as it does.
 */
#pragma once

#include "base/error.h"

#include <stddef.h>

struct profile;
typedef struct profile profile_t;

void profile_free(struct profile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(profile_t, profile_free)

/* One machine type, as query-machines tells it.  Strings are NULL when QEMU does not say. */
struct profile_machine {
    const char *name;           /* "pc-q35-9.2" */
    const char *alias;          /* "q35" */
    const char *default_cpu;    /* QOM type, "qemu64-x86_64-cpu" */
    const char *default_ram_id; /* the id that -machine memory-backend= has to keep, "pc.ram" */
    unsigned max_cpus;
    bool hotpluggable_cpus;
    bool numa_memory; /* -numa node,mem= is still taken */
    bool acpi;
    bool deprecated;
    bool is_default;
};

/* One CPU model, as query-cpu-definitions tells it. */
struct profile_cpu {
    const char *name;
    bool deprecated;
    bool migration_safe;
    bool usable; /* on the host that was asked, with its accelerator; false for an unavailable feature */
};

/* A modern QEMU of this architecture ("x86_64") that has all: every query answers yes. */
struct profile *profile_assumed(const char *arch);

/* Whether this is profile_assumed's. */
bool profile_is_assumed(const struct profile *profile);

/* The path of the binary that was asked, NULL if unknown. */
const char *profile_binary(const struct profile *profile);
/* QEMU's target, such as "x86_64", "i386", "aarch64". */
const char *profile_arch(const struct profile *profile);
/* "9.2.0", and the distribution's own name of it, which may be "". */
const char *profile_version(const struct profile *profile);
const char *profile_package(const struct profile *profile);
bool profile_at_least(const struct profile *profile, unsigned major, unsigned minor);
/* Whether KVM could be used where and when the profile was made. */
bool profile_has_kvm(const struct profile *profile);

/* The machine with this name or alias; name NULL: the default machine.  False if this QEMU has none; with
 * an assumed profile every name is one, its alias left as it is. */
bool profile_machine_resolve(const struct profile *profile, const char *name, struct profile_machine *ret);

/* Whether the CPU model exists; ret may be NULL. */
bool profile_cpu_resolve(const struct profile *profile, const char *name, struct profile_cpu *ret);

/* The features that `-cpu MODEL` gives on the host that was asked, without those the host lacks: for the
 * model that stands for the host ("host" with KVM, "max" without).  NULL if QEMU did not say. */
const char *const *profile_host_features(const struct profile *profile);

/* Whether the QOM type exists: a device ("virtio-net-pci"; also by another name that -device takes, "lsi"), an
 * object ("memory-backend-memfd"). */
bool profile_has_device(const struct profile *profile, const char *type);
bool profile_has_object(const struct profile *profile, const char *type);

/* Whether the type exists and has the property.  Only some types are asked for their properties
 * (probe.h); one that was not is taken to have all that QEMU 6.2 documents, so the answer is yes. */
bool profile_device_has(const struct profile *profile, const char *type, const char *property);

/* Whether QMP has it.  A path is "COMMAND", "COMMAND.ARGUMENT", "COMMAND.ARGUMENT=VALUE" for an enum,
 * "COMMAND.ARGUMENT=VALUE.FURTHER" for what a union takes with that value, or an event's name
 * ("MEMORY_DEVICE_SIZE_CHANGE").  Arguments only of the commands listed in probe.c. */
bool profile_has_qmp(const struct profile *profile, const char *path);

/* Whether a command line option exists, and has the parameter; parameter NULL asks for the option alone. */
bool profile_has_option(const struct profile *profile, const char *option, const char *parameter);

/* Whether migrate-set-capabilities knows it ("postcopy-ram"). */
bool profile_has_migration(const struct profile *profile, const char *capability);

/* Reads what profile_write wrote.  `source` names the text in messages. */
struct profile *profile_read(const char *text, size_t length, const char *source, GError **error);
struct profile *profile_read_file(const char *path, GError **error);

/* JSON, sorted, ending in a line feed.  The caller frees it. */
char *profile_write(const struct profile *profile);
