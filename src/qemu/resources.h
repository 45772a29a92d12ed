/* qemu/resources.h - what the host contributes to a command line.
 *
 * The builder (argv.h) opens nothing and looks nothing up.  What only the host has - the descriptor of a
 * tap, the address of a VF from a pool, the path of a socket that another program serves - comes from here
 * by a key, "WHAT:ALIAS" such as "tap:net0".  Whoever starts the machine builds twice: once without
 * resources, which gives the list of what is needed, and once with what was acquired.  `tandem argv` builds
 * once: what is missing stands in the command line as "{tap:net0}", the same every time.
 *
 * The keys:
 *   qmp              descriptor   the listening socket of the monitor
 *   tap:NIC          descriptors  one for each queue pair: a tap, or the character device of a macvtap
 *   vhost:DEVICE     descriptors  one for each queue pair: /dev/vhost-net, /dev/vhost-scsi, …; optional, QEMU
 *                                 opens it otherwise.  The text RESOURCE_NONE: a NIC does without
 *   gpu:DEVICE       descriptor   the socket of the program that draws for the guest
 *   vf:NIC           text  the PCI address of the VF that stands behind a NIC from a pool, "0000:03:10.2"
 *   usb:DEVICE       text  the device node of an assigned USB device that is named by its vendor and product
 *   sg:DEVICE        text  the /dev/sgN of an assigned SCSI device
 *   cid:DEVICE       text  the address of a vsock device, a number from 3 on
 *   tpm:DEVICE       text  the socket of the emulated TPM
 *   virtiofs:DEVICE  text  the socket of the file system's daemon
 *   passt:NIC        text  the socket of passt
 *   secret:SECRET    text  the file with a secret, by its UUID or use; cookies:NODE likewise
 *   rtc              text  where a clock starts that depends on the time of the start, see clock_start()
 *   vnc:N, spice:N   text  the port of graphics device N (from 0) that has none; optional
 *   spice-open       text  "yes": SPICE takes clients without a password; optional.  Without it and without a
 *                          password SPICE refuses them until one is set over QMP
 *   tls:USE          text  the directory of certificates for "nbd", "chardev", "vnc", "spice"; optional
 *   hugepages…       text  a directory of the host's huge pages: "hugepages", "hugepages2M", …; optional
 *   hugepage-size    text  bytes of the host's usual huge page; optional
 *   numa-nodes       text  the host's NUMA nodes for a guest that leaves them open, such as "0-1"
 *   sev:WHAT         text  "cbitpos" and "reduced-phys-bits" of the host's processor; files "dh-cert", "session"
 *   rendernode       text  the GPU of the host that draws; optional
 *   rundir           text  the directory of this machine's sockets and files; optional
 *
 * Owns copies of all strings; descriptors stay the caller's.
 */
#pragma once

#include "base/report.h"

/* What a key has if the host has not got it and the command line can do without. */
#define RESOURCE_NONE "none"

struct resources;
typedef struct resources resources_t;

struct resources *resources_new(void);
void resources_free(struct resources *resources);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(resources_t, resources_free)

/* A second setting of a key replaces the first. */
void resources_set_text(struct resources *resources, const char *key, const char *text);
void resources_set_fds(struct resources *resources, const char *key, const int *fds, unsigned n_fds);

/* What a key has: the text, or the numbers joined by ':'; NULL if it has not been set.  resources may be
 * NULL, which has nothing. */
const char *resources_get(const struct resources *resources, const char *key);

/* Something that a command line needed and resources did not have. */
struct resource_need {
    char *key;
    unsigned n_fds;     /* how many descriptors; 0: a text */
    bool optional;      /* the command line does without */
    char *stand_in;     /* what stands in the command line instead; NULL if nothing does */
    struct place where; /* of the element that needs it */
};

void resource_need_free(struct resource_need *need);

/* "{KEY}" */
char *resource_placeholder(const char *key);
