/* domain/tuning.h - limits and weights that the host puts on the guest: cputune, memtune, blkiotune.
 *
 * None of it is visible in the guest.  Sizes are bytes, times microseconds.
 */
#pragma once

#include "xml/field.h"

/* ---- <memtune> ---- */

struct memtune {
    struct place where;
    struct number hard_limit, soft_limit, min_guarantee, swap_hard_limit; /* bytes */
};

/* ---- <blkiotune> ---- */

struct blkio_device {
    struct place where;
    char *path;
    struct number weight;
    struct number read_iops_sec, write_iops_sec, read_bytes_sec, write_bytes_sec;
};

struct blkiotune {
    struct place where;
    struct number weight;
    GPtrArray *devices; /* struct blkio_device * */
};

/* ---- <cputune> ---- */

enum scheduler { SCHEDULER_ABSENT, SCHEDULER_BATCH, SCHEDULER_IDLE, SCHEDULER_FIFO, SCHEDULER_RR, SCHEDULER_COUNT };
extern const struct enum_names scheduler_names;

enum cache_type { CACHE_TYPE_ABSENT, CACHE_BOTH, CACHE_CODE, CACHE_DATA, CACHE_TYPE_COUNT };
extern const struct enum_names cache_type_names;

struct vcpupin {
    struct place where;
    struct number vcpu;
    char *cpuset;
};

struct emulatorpin {
    struct place where;
    char *cpuset;
};

struct iothreadpin {
    struct place where;
    struct number iothread;
    char *cpuset;
};

struct vcpusched {
    struct place where;
    char *vcpus; /* a set of numbers */
    enum scheduler scheduler;
    struct number priority; /* fifo and rr */
};

struct iothreadsched {
    struct place where;
    char *iothreads; /* a set of numbers */
    enum scheduler scheduler;
    struct number priority;
};

struct emulatorsched {
    struct place where;
    enum scheduler scheduler;
    struct number priority;
};

struct cachetune_cache {
    struct place where;
    struct number id, level;
    enum cache_type type;
    struct number size; /* bytes */
};

struct cachetune_monitor {
    struct place where;
    struct number level;
    char *vcpus;
};

struct cachetune {
    struct place where;
    char *vcpus;
    char *id;            /* libvirt writes it, nobody reads it */
    GPtrArray *caches;   /* struct cachetune_cache * */
    GPtrArray *monitors; /* struct cachetune_monitor * */
};

struct memorytune_node {
    struct place where;
    struct number id, bandwidth;
};

struct memorytune_monitor {
    struct place where;
    char *vcpus;
};

struct memorytune {
    struct place where;
    char *vcpus;
    GPtrArray *nodes;    /* struct memorytune_node * */
    GPtrArray *monitors; /* struct memorytune_monitor * */
};

struct cputune {
    struct place where;
    struct number shares;
    struct number period, global_period, emulator_period, iothread_period;
    struct integer quota, global_quota, emulator_quota, iothread_quota; /* negative: no limit */
    GPtrArray *vcpupins;                                                /* struct vcpupin * */
    struct emulatorpin *emulatorpin;
    GPtrArray *iothreadpins; /* struct iothreadpin * */
    GPtrArray *vcpuscheds;   /* struct vcpusched * */
    GPtrArray *iothreadscheds;
    struct emulatorsched *emulatorsched;
    GPtrArray *cachetunes;  /* struct cachetune * */
    GPtrArray *memorytunes; /* struct memorytune * */
};

extern const struct element memtune_element, blkiotune_element, cputune_element;
