/* qemu/probe.h - what the QEMU on this host can do: asked once, then remembered.
 *
 * QEMU is started with no machine, asked over QMP on a socket that nobody else can reach, and ended.
 * The answers are kept in $XDG_CACHE_HOME/tandem, a file for each binary, and hold as long as the
 * binary's path, size and time of change, tandem's version, the kernel's release and the access to
 * /dev/kvm are the same.  A file that is damaged, outdated or not ours is made again.  A cache that cannot
 * be written is no error.
 */
#pragma once

#include "qemu/profile.h"

/* The profile of a binary: a path, or a name to be looked for in $PATH.  TANDEM_ERROR_HOST if there is
 * none, it does not run, or it is no QEMU that tandem understands; TANDEM_ERROR_TIMEOUT if it hangs. */
struct profile *probe_binary(const char *binary, GError **error);

/* The same without the cache: neither read nor written. */
struct profile *probe_ask(const char *binary, GError **error);

/* The name that QEMU's binary has for an architecture of a domain ("x86_64" -> "qemu-system-x86_64",
 * "i686" -> "qemu-system-i386").  The caller frees it. */
char *probe_binary_name(const char *arch);
