/* qemu/builder.h - what the parts of the command line builder share.
 *
 * argv.c calls the parts in libvirt's order; each part (dev_*.c and the like) appends its options.  The
 * parts are the only place where QEMU's property names stand.  Their functions are declared here, a
 * line for each part, since nobody else calls them.
 */
#pragma once

#include "qemu/argv.h"
#include "qemu/machine.h"
#include "qemu/props.h"

struct builder {
    const struct domain *domain;
    const struct profile *profile;
    const struct resources *resources;
    enum board board;
    unsigned boot_disk, boot_cdrom, boot_floppy, boot_network; /* what <os><boot> says, until a device has it */
    GPtrArray *argv;                                           /* char * */
    GPtrArray *needs;                                          /* struct resource_need *, or NULL */
    struct report *report;
};

/* ---- options ---- */

/* Appends an option with its value, which is taken; value NULL: an option without one. */
void builder_option(struct builder *builder, const char *option, char *value);
/* The same with a list, which is taken. */
void builder_list(struct builder *builder, const char *option, GString *list);
/* The same with JSON, which is taken. */
void builder_json(struct builder *builder, const char *option, struct json_object *props);
/* -object: complains if this QEMU does not know the type. */
void builder_object(struct builder *builder, struct json_object *props, struct place where);
/* -device: with what <qemu:override> says of this alias (NULL: it has none).  Complains if this QEMU does not
 * know the driver. */
void builder_device(struct builder *builder, struct json_object *props, const char *alias);

/* ---- what the host contributes ---- */

/* What resources have for "WHAT:ALIAS" (alias NULL: "WHAT"), newly made; or a placeholder, and it is noted
 * as needed.  n_fds is how many descriptors it has to be, 0 for a text. */
char *builder_need(struct builder *builder, const char *what, const char *alias, unsigned n_fds, struct place where);
/* The same with something of the right form as the placeholder. */
char *builder_need_text(struct builder *builder, const char *what, const char *alias, const char *stand_in,
                        struct place where);
/* The same for a socket that a program beside QEMU serves; a path in the machine's own directory stands in. */
char *builder_need_socket(struct builder *builder, const char *what, const char *alias, struct place where);
/* The same for a file that holds what the document says, or what nobody else may read. */
char *builder_need_file(struct builder *builder, const char *what, const char *name, struct place where);
/* The same for what can be done without: NULL if it is not there. */
char *builder_offer(struct builder *builder, const char *what, const char *alias, unsigned n_fds, struct place where);
/* A file in the machine's own directory, newly made. */
char *builder_run_path(struct builder *builder, const char *name);

/* ---- complaints ---- */

/* tandem cannot build this (status 3). */
void builder_unsupported(struct builder *builder, struct place where, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* The QEMU of the profile lacks it (status 3), what is its own word for it. */
void builder_lacks(struct builder *builder, struct place where, const char *what);
/* The document cannot be built by anybody (status 1). */
void builder_wrong(struct builder *builder, struct place where, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* ---- parts, in the order of the command line ---- */

void builder_flash(struct builder *builder);           /* boot_options.c */
bool builder_has_nvram(const struct builder *builder); /* boot_options.c */
void builder_machine(struct builder *builder);         /* machine_options.c: -machine, -accel, -global */
void builder_cpu(struct builder *builder);             /* cpu_options.c */
void builder_bios(struct builder *builder);            /* boot_options.c */
void builder_memory(struct builder *builder);          /* memory_options.c: -m, -overcommit */
void builder_smp(struct builder *builder);             /* cpu_options.c */
void builder_iothreads(struct builder *builder);       /* memory_options.c */
void builder_numa(struct builder *builder);            /* numa_options.c */
void builder_smbios(struct builder *builder);          /* sysinfo_options.c */
void builder_clock(struct builder *builder);           /* clock_options.c */
void builder_power(struct builder *builder);           /* clock_options.c */
void builder_boot(struct builder *builder);            /* boot_options.c */
void builder_kernel(struct builder *builder);          /* boot_options.c */
void builder_fwcfg(struct builder *builder);           /* sysinfo_options.c */
void builder_pci_holes(struct builder *builder);       /* dev_controller.c */
void builder_iommu(struct builder *builder);           /* dev_machine.c */
void builder_controllers(struct builder *builder);     /* dev_controller.c */
void builder_memory_devices(struct builder *builder);  /* dev_memory.c */
void builder_hubs(struct builder *builder);            /* dev_input.c */
void builder_throttle_groups(struct builder *builder); /* dev_disk.c */
void builder_disks(struct builder *builder);           /* dev_disk.c */
void builder_filesystems(struct builder *builder);     /* dev_filesystem.c */
void builder_nics(struct builder *builder);            /* dev_net.c */
void builder_smartcards(struct builder *builder);      /* dev_usb.c */
void builder_chardevs(struct builder *builder);        /* dev_chardev.c */
void builder_tpm(struct builder *builder);             /* dev_machine.c */
void builder_inputs(struct builder *builder);          /* dev_input.c */
void builder_audio(struct builder *builder);           /* dev_audio.c */
void builder_graphics(struct builder *builder);        /* dev_graphics.c */
void builder_videos(struct builder *builder);          /* dev_video.c */
void builder_sounds(struct builder *builder);          /* dev_audio.c */
void builder_watchdogs(struct builder *builder);       /* dev_machine.c */
void builder_redirdevs(struct builder *builder);       /* dev_usb.c */
void builder_hostdevs(struct builder *builder);        /* dev_hostdev.c */
void builder_memballoon(struct builder *builder);      /* dev_virtio.c */
void builder_rngs(struct builder *builder);            /* dev_virtio.c */
void builder_cryptos(struct builder *builder);         /* dev_virtio.c */
void builder_vsock(struct builder *builder);           /* dev_virtio.c */
void builder_shmems(struct builder *builder);          /* dev_memory.c */
void builder_pstore(struct builder *builder);          /* dev_memory.c */
void builder_panics(struct builder *builder);          /* dev_machine.c */
void builder_genid(struct builder *builder);           /* dev_machine.c */
void builder_serial_bios(struct builder *builder);     /* dev_machine.c */
void builder_vmcoreinfo(struct builder *builder);      /* dev_machine.c */
void builder_no_display(struct builder *builder);      /* dev_graphics.c */

/* ---- what one part has to know of another ---- */

/* Bytes of memory that memory devices add to what the machine starts with.  dev_memory.c */
uint64_t builder_plugged_memory(const struct builder *builder);
bool builder_has_nvdimm(const struct builder *builder);

/* The guest's NUMA nodes, NULL if it has none.  numa_options.c */
const struct cpu_numa *builder_guest_numa(const struct builder *builder);
/* Whether the machine describes latencies and caches of its nodes. */
bool builder_has_hmat(const struct builder *builder);

/* "audio2" for the back end with this number; not given: the first one.  NULL if there is none.  Newly made.
 * dev_audio.c */
char *builder_audiodev(const struct builder *builder, struct number id);
