#include "domain/pm.h"

ENUM_NAMES(perf_event_name, PERF_EVENT_COUNT, [PERF_CMT] = "cmt", [PERF_MBMT] = "mbmt", [PERF_MBML] = "mbml",
           [PERF_CPU_CYCLES] = "cpu_cycles", [PERF_INSTRUCTIONS] = "instructions",
           [PERF_CACHE_REFERENCES] = "cache_references", [PERF_CACHE_MISSES] = "cache_misses",
           [PERF_BRANCH_INSTRUCTIONS] = "branch_instructions", [PERF_BRANCH_MISSES] = "branch_misses",
           [PERF_BUS_CYCLES] = "bus_cycles", [PERF_STALLED_CYCLES_FRONTEND] = "stalled_cycles_frontend",
           [PERF_STALLED_CYCLES_BACKEND] = "stalled_cycles_backend", [PERF_REF_CPU_CYCLES] = "ref_cpu_cycles",
           [PERF_CPU_CLOCK] = "cpu_clock", [PERF_TASK_CLOCK] = "task_clock", [PERF_PAGE_FAULTS] = "page_faults",
           [PERF_CONTEXT_SWITCHES] = "context_switches", [PERF_CPU_MIGRATIONS] = "cpu_migrations",
           [PERF_PAGE_FAULTS_MIN] = "page_faults_min", [PERF_PAGE_FAULTS_MAJ] = "page_faults_maj",
           [PERF_ALIGNMENT_FAULTS] = "alignment_faults", [PERF_EMULATION_FAULTS] = "emulation_faults");

static const struct field suspend_to_mem_fields[] = {
    ATTR_ENUM("enabled", struct pm, suspend_to_mem, yes_no, GUEST_ABI,
              .doc = "Whether the firmware offers the state; as the machine type has it if not given."),
};
static ELEMENT(suspend_to_mem_element, "suspend-to-mem", struct pm, suspend_to_mem_fields, "Sleep state S3.");

static const struct field suspend_to_disk_fields[] = {
    ATTR_ENUM("enabled", struct pm, suspend_to_disk, yes_no, GUEST_ABI,
              .doc = "Whether the firmware offers the state; as the machine type has it if not given."),
};
static ELEMENT(suspend_to_disk_element, "suspend-to-disk", struct pm, suspend_to_disk_fields, "Sleep state S4.");

static const struct field pm_fields[] = {
    INLINE("suspend-to-mem", suspend_to_mem, 0, .doc = "Sleep with memory kept (S3)."),
    INLINE("suspend-to-disk", suspend_to_disk, 0, .doc = "Sleep with memory on disk (S4)."),
};
ELEMENT(pm_element, "pm", struct pm, pm_fields, "Sleep states that the firmware offers to the guest.");

static const struct field perf_event_fields[] = {
    ATTR_ENUM("name", struct perf_event, name, perf_event_name, HOST_ONLY | REQUIRED, .doc = "The event."),
    ATTR_ENUM("enabled", struct perf_event, enabled, yes_no, HOST_ONLY | REQUIRED, .doc = "Whether it is counted."),
};
static ELEMENT(perf_event_element, "perf-event", struct perf_event, perf_event_fields, "One event.");

static const struct field perf_fields[] = {
    LIST("event", struct perf, events, perf_event, 0, .doc = "One event."),
};
ELEMENT(perf_element, "perf", struct perf, perf_fields, "Events that the host counts while the guest runs.");
