/* qemu/memory_backend.h - where guest memory comes from: -object memory-backend-*.
 *
 * One function for all of it: the machine's own memory, each NUMA node, each memory device.
 */
#pragma once

#include "qemu/builder.h"

struct memory_backend {
    const char *id;
    uint64_t size;             /* bytes */
    struct number node;        /* the guest's NUMA node it belongs to, if any */
    bool whole;                /* the machine's own memory, in one piece */
    enum memory_access access; /* of the node or the device; not given: the domain's */
    enum yes_no discard;       /* the same */
    const char *path;          /* an nvdimm's file */
    const char *host_nodes;    /* a set that the device names; NULL: what <numatune> says */
    struct number page_size;   /* that the device names, bytes */
    struct number align;
    bool no_reserve; /* a device that takes its memory bit by bit */
    bool pmem;       /* the file is persistent memory */
    bool persistent; /* what the guest writes has to be in the file */
};

/* Appends the object, and what it needs. */
void memory_backend_add(struct builder *builder, const struct memory_backend *backend);

/* A size of guest memory as QEMU is given it: whole MiB. */
uint64_t memory_backend_round(uint64_t bytes);
