/* qemu/networks.h - what <interface type='network'> is on this host.
 *
 * The <network> documents of a host say what stands behind a name: a bridge, a device for macvtap, a pool of
 * VFs.  networks_resolve writes that into the domain, so that everything behind it knows bridges,
 * direct attachments and assigned devices only.  It follows address_assign, since the guest's view must not
 * depend on it, and precedes alias_assign, since an assigned NIC is called otherwise.
 *
 * Which VF of a pool it will be is not decided here: the NIC becomes one of type hostdev without a host
 * address and keeps its source.network, by which whoever starts the machine finds the pool.
 */
#pragma once

#include "domain/domain.h"
#include "domain/network.h"

struct networks;
typedef struct networks networks_t;

/* Reads all *.xml of the directories, each a <network>.  An earlier directory hides networks of the same name
 * in a later one.  A directory that does not exist has none.  A document that is wrong is an error:
 * TANDEM_ERROR_INPUT with all its complaints. */
struct networks *networks_read(const char *const *directories, GError **error);
void networks_free(struct networks *networks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(networks_t, networks_free)

/* $XDG_CONFIG_HOME/tandem/networks and /etc/tandem/networks; ended by NULL, free with g_strfreev. */
char **networks_directories(void);

/* Whether an interface of the domain is on a network. */
bool networks_are_wanted(const struct domain *domain);

/* NULL if there is none of that name. */
const struct network *networks_find(const struct networks *networks, const char *name);

/* Resolves every interface of type network.  One whose network is not known stays as it is: with `must`
 * that is an error, otherwise a warning, and a tap stands for it in the command line.  networks may be NULL. */
void networks_resolve(const struct networks *networks, struct domain *domain, bool must, struct report *report);
