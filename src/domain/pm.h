/* domain/pm.h - sleep states offered to the guest (<pm>) and events counted by the host (<perf>). */
#pragma once

#include "xml/field.h"

struct pm {
    struct place where;
    enum yes_no suspend_to_mem, suspend_to_disk;
};

enum perf_event_name {
    PERF_EVENT_ABSENT,
    PERF_CMT,
    PERF_MBMT,
    PERF_MBML,
    PERF_CPU_CYCLES,
    PERF_INSTRUCTIONS,
    PERF_CACHE_REFERENCES,
    PERF_CACHE_MISSES,
    PERF_BRANCH_INSTRUCTIONS,
    PERF_BRANCH_MISSES,
    PERF_BUS_CYCLES,
    PERF_STALLED_CYCLES_FRONTEND,
    PERF_STALLED_CYCLES_BACKEND,
    PERF_REF_CPU_CYCLES,
    PERF_CPU_CLOCK,
    PERF_TASK_CLOCK,
    PERF_PAGE_FAULTS,
    PERF_CONTEXT_SWITCHES,
    PERF_CPU_MIGRATIONS,
    PERF_PAGE_FAULTS_MIN,
    PERF_PAGE_FAULTS_MAJ,
    PERF_ALIGNMENT_FAULTS,
    PERF_EMULATION_FAULTS,
    PERF_EVENT_COUNT,
};
extern const struct enum_names perf_event_name_names;

struct perf_event {
    struct place where;
    enum perf_event_name name;
    enum yes_no enabled;
};

struct perf {
    struct place where;
    GPtrArray *events; /* struct perf_event * */
};

extern const struct element pm_element, perf_element;
