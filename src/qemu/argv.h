/* qemu/argv.h - the command line of QEMU for a domain.
 *
 * A pure function of a complete domain (defaults filled in, addresses and aliases assigned, all rules
 * passed), a profile and resources: no file is opened, no device looked up, nothing is random.  The
 * virtual machine is the same that libvirt would build, down to ids, slots and the order of devices, so
 * that a guest can be moved from one to the other; what the guest cannot see is tandem's own choice.
 *
 * What the builder has no answer for is a complaint of severity UNSUPPORTED that names the element;
 * nothing that a document asks for is left out in silence.
 */
#pragma once

#include "domain/domain.h"
#include "qemu/profile.h"
#include "qemu/resources.h"

/* Appends the arguments, argv[0] first, to argv (char *, owned by the array, which has to free them; no NULL
 * at the end).  resources may be NULL.  needs, unless it is NULL, gets a struct resource_need * for
 * everything that resources did not have, in the order of the command line; a placeholder stands for it
 * ("{tap:net0}").  False if the report got a failure: argv is not to be used then. */
bool argv_build(const struct domain *domain, const struct profile *profile, const struct resources *resources,
                GPtrArray *argv, GPtrArray *needs, struct report *report);

/* The environment that <qemu:commandline> asks for: "NAME=VALUE" strings, for the caller to free with
 * g_ptr_array_unref. */
GPtrArray *argv_environment(const struct domain *domain);

/* The arguments as a command for a POSIX shell: quoted where necessary, one option with its value a line,
 * lines joined by a backslash.  The caller frees it. */
char *argv_shell(const GPtrArray *argv);
