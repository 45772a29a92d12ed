#include "domain/domain.h"

/* Microseconds; 0 is "not given".  The upper bound is the kernel's. */
#define PERIOD .max = 1000000
/* Microseconds; the upper bound is the kernel's, a negative value means no limit. */
#define QUOTA .min = -17592186044415, .max = 17592186044415

ENUM_NAMES(scheduler, SCHEDULER_COUNT, [SCHEDULER_BATCH] = "batch", [SCHEDULER_IDLE] = "idle",
           [SCHEDULER_FIFO] = "fifo", [SCHEDULER_RR] = "rr");
ENUM_NAMES(cache_type, CACHE_TYPE_COUNT, [CACHE_BOTH] = "both", [CACHE_CODE] = "code", [CACHE_DATA] = "data");

/* ---- <memtune> ---- */

static const struct field memtune_fields[] = {
    TEXT(size, "hard_limit", struct memtune, hard_limit, HOST_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "The most memory QEMU may use; also how much it may lock."),
    TEXT(size, "soft_limit", struct memtune, soft_limit, HOST_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "What QEMU is held to while the host is short of memory."),
    TEXT(size, "min_guarantee", struct memtune, min_guarantee, HOST_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "What the guest always gets."),
    TEXT(size, "swap_hard_limit", struct memtune, swap_hard_limit, HOST_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "The most memory and swap together that QEMU may use."),
};
ELEMENT(memtune_element, "memtune", struct memtune, memtune_fields, "Bounds of the memory that QEMU may use.");

/* ---- <blkiotune> ---- */

static const struct field blkio_device_fields[] = {
    TEXT(path, "path", struct blkio_device, path, HOST_ONLY | REQUIRED, .doc = "The block device of the host."),
    TEXT(uint, "weight", struct blkio_device, weight, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The guest's share of this device, against other guests."),
    TEXT(uint, "read_iops_sec", struct blkio_device, read_iops_sec, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The most reads a second."),
    TEXT(uint, "write_iops_sec", struct blkio_device, write_iops_sec, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The most writes a second."),
    TEXT(uint, "read_bytes_sec", struct blkio_device, read_bytes_sec, HOST_ONLY,
         .doc = "The most bytes read a second."),
    TEXT(uint, "write_bytes_sec", struct blkio_device, write_bytes_sec, HOST_ONLY,
         .doc = "The most bytes written a second."),
};
static ELEMENT(blkio_device_element, "blkio-device", struct blkio_device, blkio_device_fields,
               "The share and limits of one block device of the host.");

static const struct field blkiotune_fields[] = {
    TEXT(uint, "weight", struct blkiotune, weight, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The guest's share of block I/O, against other guests."),
    LIST("device", struct blkiotune, devices, blkio_device, 0, .doc = "One block device of the host."),
};
ELEMENT(blkiotune_element, "blkiotune", struct blkiotune, blkiotune_fields,
        "The guest's share of the host's block I/O.");

/* ---- <cputune>: pinning ---- */

static const struct field vcpupin_fields[] = {
    ATTR(uint, "vcpu", struct vcpupin, vcpu, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the guest's processor."),
    ATTR(cpuset, "cpuset", struct vcpupin, cpuset, HOST_ONLY | REQUIRED,
         .doc = "The host's processors on which it may run."),
};
static ELEMENT(vcpupin_element, "vcpupin", struct vcpupin, vcpupin_fields,
               "Pins one of the guest's processors to processors of the host.");

static const struct field emulatorpin_fields[] = {
    ATTR(cpuset, "cpuset", struct emulatorpin, cpuset, HOST_ONLY | REQUIRED,
         .doc = "The host's processors on which they may run."),
};
static ELEMENT(emulatorpin_element, "emulatorpin", struct emulatorpin, emulatorpin_fields,
               "Pins QEMU's own threads to processors of the host.");

static const struct field iothreadpin_fields[] = {
    ATTR(uint, "iothread", struct iothreadpin, iothread, HOST_ONLY | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "Number of the I/O thread."),
    ATTR(cpuset, "cpuset", struct iothreadpin, cpuset, HOST_ONLY | REQUIRED,
         .doc = "The host's processors on which it may run."),
};
static ELEMENT(iothreadpin_element, "iothreadpin", struct iothreadpin, iothreadpin_fields,
               "Pins an I/O thread to processors of the host.");

/* ---- <cputune>: scheduling ---- */

static const struct field vcpusched_fields[] = {
    ATTR(cpuset, "vcpus", struct vcpusched, vcpus, HOST_ONLY | REQUIRED, .doc = "Numbers of the guest's processors."),
    ATTR_ENUM("scheduler", struct vcpusched, scheduler, scheduler, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "The host's scheduling policy."),
    ATTR(uint, "priority", struct vcpusched, priority, HOST_ONLY | REQUIRED, .max = G_MAXINT32,
         .only_if = BIT(SCHEDULER_FIFO) | BIT(SCHEDULER_RR), .doc = "The priority within the policy."),
};
static ELEMENT(vcpusched_element, "vcpusched", struct vcpusched, vcpusched_fields,
               "How the host schedules some of the guest's processors.");

static const struct field iothreadsched_fields[] = {
    ATTR(cpuset, "iothreads", struct iothreadsched, iothreads, HOST_ONLY | REQUIRED,
         .doc = "Numbers of the I/O threads."),
    ATTR_ENUM("scheduler", struct iothreadsched, scheduler, scheduler, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "The host's scheduling policy."),
    ATTR(uint, "priority", struct iothreadsched, priority, HOST_ONLY | REQUIRED, .max = G_MAXINT32,
         .only_if = BIT(SCHEDULER_FIFO) | BIT(SCHEDULER_RR), .doc = "The priority within the policy."),
};
static ELEMENT(iothreadsched_element, "iothreadsched", struct iothreadsched, iothreadsched_fields,
               "How the host schedules some of the I/O threads.");

static const struct field emulatorsched_fields[] = {
    ATTR_ENUM("scheduler", struct emulatorsched, scheduler, scheduler, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "The host's scheduling policy."),
    ATTR(uint, "priority", struct emulatorsched, priority, HOST_ONLY | REQUIRED, .max = G_MAXINT32,
         .only_if = BIT(SCHEDULER_FIFO) | BIT(SCHEDULER_RR), .doc = "The priority within the policy."),
};
static ELEMENT(emulatorsched_element, "emulatorsched", struct emulatorsched, emulatorsched_fields,
               "How the host schedules QEMU's own threads.");

/* ---- <cputune>: cache and memory bandwidth (resctrl) ---- */

static const struct field cachetune_cache_fields[] = {
    ATTR(uint, "id", struct cachetune_cache, id, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the host's cache."),
    ATTR(uint, "level", struct cachetune_cache, level, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "Level of the cache."),
    ATTR_ENUM("type", struct cachetune_cache, type, cache_type, HOST_ONLY | REQUIRED, .doc = "What the cache holds."),
    ATTR(size, "size", struct cachetune_cache, size, HOST_ONLY | REQUIRED, IN_BYTES, .min = 1, .max = INT64_MAX,
         .doc = "How much of it the processors have for themselves."),
};
static ELEMENT(cachetune_cache_element, "cachetune-cache", struct cachetune_cache, cachetune_cache_fields,
               "A part of one of the host's caches.");

static const struct field cachetune_monitor_fields[] = {
    ATTR(uint, "level", struct cachetune_monitor, level, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "Level of the cache."),
    ATTR(cpuset, "vcpus", struct cachetune_monitor, vcpus, HOST_ONLY | REQUIRED,
         .doc = "Numbers of the guest's processors."),
};
static ELEMENT(cachetune_monitor_element, "cachetune-monitor", struct cachetune_monitor, cachetune_monitor_fields,
               "Counts how much of a cache some of the guest's processors use.");

static const struct field cachetune_fields[] = {
    ATTR(cpuset, "vcpus", struct cachetune, vcpus, HOST_ONLY | REQUIRED, .doc = "Numbers of the guest's processors."),
    ATTR(string, "id", struct cachetune, id, HOST_ONLY | NOT_KEPT, .doc = "The name the host gave to this group."),
    LIST("cache", struct cachetune, caches, cachetune_cache, 0, .doc = "A part of one of the host's caches."),
    LIST("monitor", struct cachetune, monitors, cachetune_monitor, 0, .doc = "Counts the use of a cache."),
};
static ELEMENT(cachetune_element, "cachetune", struct cachetune, cachetune_fields,
               "The part of the host's caches that some of the guest's processors have.");

static const struct field memorytune_node_fields[] = {
    ATTR(uint, "id", struct memorytune_node, id, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the host's NUMA node."),
    ATTR(uint, "bandwidth", struct memorytune_node, bandwidth, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "The most memory bandwidth, in percent or in the unit that the host's resctrl uses."),
};
static ELEMENT(memorytune_node_element, "memorytune-node", struct memorytune_node, memorytune_node_fields,
               "The memory bandwidth of one of the host's NUMA nodes.");

static const struct field memorytune_monitor_fields[] = {
    ATTR(cpuset, "vcpus", struct memorytune_monitor, vcpus, HOST_ONLY | REQUIRED,
         .doc = "Numbers of the guest's processors."),
};
static ELEMENT(memorytune_monitor_element, "memorytune-monitor", struct memorytune_monitor, memorytune_monitor_fields,
               "Counts the memory bandwidth that some of the guest's processors use.");

static const struct field memorytune_fields[] = {
    ATTR(cpuset, "vcpus", struct memorytune, vcpus, HOST_ONLY | REQUIRED, .doc = "Numbers of the guest's processors."),
    LIST("node", struct memorytune, nodes, memorytune_node, 0, .doc = "The bandwidth of one of the host's nodes."),
    LIST("monitor", struct memorytune, monitors, memorytune_monitor, 0, .doc = "Counts the bandwidth in use."),
};
static ELEMENT(memorytune_element, "memorytune", struct memorytune, memorytune_fields,
               "The memory bandwidth that some of the guest's processors have.");

/* ---- <cputune> ---- */

static const struct field cputune_fields[] = {
    TEXT(uint, "shares", struct cputune, shares, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The guest's share of processor time, against other guests."),
    TEXT(uint, "period", struct cputune, period, HOST_ONLY, PERIOD,
         .doc = "Length in microseconds of the period in which each of the guest's processors gets its quota."),
    TEXT(int, "quota", struct cputune, quota, HOST_ONLY, QUOTA,
         .doc = "Microseconds that each of the guest's processors may run in a period; negative for no limit."),
    TEXT(uint, "global_period", struct cputune, global_period, HOST_ONLY, PERIOD,
         .doc = "Length in microseconds of the period for QEMU as a whole."),
    TEXT(int, "global_quota", struct cputune, global_quota, HOST_ONLY, QUOTA,
         .doc = "Microseconds that QEMU as a whole may run in a period; negative for no limit."),
    TEXT(uint, "emulator_period", struct cputune, emulator_period, HOST_ONLY, PERIOD,
         .doc = "Length in microseconds of the period for QEMU's own threads."),
    TEXT(int, "emulator_quota", struct cputune, emulator_quota, HOST_ONLY, QUOTA,
         .doc = "Microseconds that QEMU's own threads may run in a period; negative for no limit."),
    TEXT(uint, "iothread_period", struct cputune, iothread_period, HOST_ONLY, PERIOD,
         .doc = "Length in microseconds of the period for each I/O thread."),
    TEXT(int, "iothread_quota", struct cputune, iothread_quota, HOST_ONLY, QUOTA,
         .doc = "Microseconds that each I/O thread may run in a period; negative for no limit."),
    LIST("vcpupin", struct cputune, vcpupins, vcpupin, 0, .doc = "Pins one of the guest's processors."),
    CHILD("emulatorpin", struct cputune, emulatorpin, emulatorpin, 0, .doc = "Pins QEMU's own threads."),
    LIST("iothreadpin", struct cputune, iothreadpins, iothreadpin, 0, .doc = "Pins an I/O thread."),
    LIST("vcpusched", struct cputune, vcpuscheds, vcpusched, 0, .doc = "Schedules some of the guest's processors."),
    LIST("iothreadsched", struct cputune, iothreadscheds, iothreadsched, 0, .doc = "Schedules some I/O threads."),
    CHILD("emulatorsched", struct cputune, emulatorsched, emulatorsched, 0, .doc = "Schedules QEMU's own threads."),
    LIST("cachetune", struct cputune, cachetunes, cachetune, 0, .doc = "Gives out parts of the host's caches."),
    LIST("memorytune", struct cputune, memorytunes, memorytune, 0, .doc = "Gives out memory bandwidth."),
};
ELEMENT(cputune_element, "cputune", struct cputune, cputune_fields,
        "How the guest's threads are spread over the host's processors.");
