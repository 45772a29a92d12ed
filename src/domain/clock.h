/* domain/clock.h - where the guest's clock starts and how its timers tick: <clock>. */
#pragma once

#include "xml/field.h"

enum clock_offset {
    CLOCK_OFFSET_ABSENT,
    CLOCK_UTC,
    CLOCK_LOCALTIME,
    CLOCK_VARIABLE,
    CLOCK_TIMEZONE,
    CLOCK_ABSOLUTE,
    CLOCK_OFFSET_COUNT,
};
extern const struct enum_names clock_offset_names;

enum clock_basis { CLOCK_BASIS_ABSENT, CLOCK_BASIS_UTC, CLOCK_BASIS_LOCALTIME, CLOCK_BASIS_COUNT };
extern const struct enum_names clock_basis_names;

enum timer_name {
    TIMER_NAME_ABSENT,
    TIMER_PLATFORM,
    TIMER_PIT,
    TIMER_RTC,
    TIMER_HPET,
    TIMER_TSC,
    TIMER_KVMCLOCK,
    TIMER_HYPERVCLOCK,
    TIMER_ARMVTIMER,
    TIMER_NAME_COUNT,
};
extern const struct enum_names timer_name_names;

enum tickpolicy {
    TICKPOLICY_ABSENT,
    TICKPOLICY_DELAY,
    TICKPOLICY_CATCHUP,
    TICKPOLICY_MERGE,
    TICKPOLICY_DISCARD,
    TICKPOLICY_COUNT,
};
extern const struct enum_names tickpolicy_names;

enum timer_track {
    TIMER_TRACK_ABSENT,
    TIMER_TRACK_BOOT,
    TIMER_TRACK_GUEST,
    TIMER_TRACK_WALL,
    TIMER_TRACK_REALTIME,
    TIMER_TRACK_COUNT,
};
extern const struct enum_names timer_track_names;

enum timer_mode {
    TIMER_MODE_ABSENT,
    TIMER_MODE_AUTO,
    TIMER_MODE_NATIVE,
    TIMER_MODE_EMULATE,
    TIMER_MODE_PARAVIRT,
    TIMER_MODE_SMPSAFE,
    TIMER_MODE_COUNT,
};
extern const struct enum_names timer_mode_names;

struct timer_catchup {
    struct place where;
    struct number threshold, slew, limit;
};

struct timer {
    struct place where;
    enum timer_name name;
    enum yes_no present;
    enum tickpolicy tickpolicy;
    enum timer_track track;
    struct number frequency; /* Hz */
    enum timer_mode mode;
    struct timer_catchup *catchup;
};

struct clock {
    struct place where;
    enum clock_offset offset;
    enum clock_basis basis;    /* offset variable */
    struct integer adjustment; /* seconds; INTEGER_WORD = "reset" */
    char *timezone;            /* offset timezone */
    struct number start;       /* offset absolute: seconds since 1970 */
    GPtrArray *timers;         /* struct timer * */
};

extern const struct element clock_element;
