#include "domain/clock.h"

ENUM_NAMES(clock_offset, CLOCK_OFFSET_COUNT, [CLOCK_UTC] = "utc", [CLOCK_LOCALTIME] = "localtime",
           [CLOCK_VARIABLE] = "variable", [CLOCK_TIMEZONE] = "timezone", [CLOCK_ABSOLUTE] = "absolute");
ENUM_NAMES(clock_basis, CLOCK_BASIS_COUNT, [CLOCK_BASIS_UTC] = "utc", [CLOCK_BASIS_LOCALTIME] = "localtime");
ENUM_NAMES(timer_name, TIMER_NAME_COUNT, [TIMER_PLATFORM] = "platform", [TIMER_PIT] = "pit", [TIMER_RTC] = "rtc",
           [TIMER_HPET] = "hpet", [TIMER_TSC] = "tsc", [TIMER_KVMCLOCK] = "kvmclock",
           [TIMER_HYPERVCLOCK] = "hypervclock", [TIMER_ARMVTIMER] = "armvtimer");
ENUM_NAMES(tickpolicy, TICKPOLICY_COUNT, [TICKPOLICY_DELAY] = "delay", [TICKPOLICY_CATCHUP] = "catchup",
           [TICKPOLICY_MERGE] = "merge", [TICKPOLICY_DISCARD] = "discard");
ENUM_NAMES(timer_track, TIMER_TRACK_COUNT, [TIMER_TRACK_BOOT] = "boot", [TIMER_TRACK_GUEST] = "guest",
           [TIMER_TRACK_WALL] = "wall", [TIMER_TRACK_REALTIME] = "realtime");
ENUM_NAMES(timer_mode, TIMER_MODE_COUNT, [TIMER_MODE_AUTO] = "auto", [TIMER_MODE_NATIVE] = "native",
           [TIMER_MODE_EMULATE] = "emulate", [TIMER_MODE_PARAVIRT] = "paravirt", [TIMER_MODE_SMPSAFE] = "smpsafe");

static const struct field timer_catchup_fields[] = {
    ATTR(uint, "threshold", struct timer_catchup, threshold, HOST_ONLY,
         .doc = "Nanoseconds of lost time before lost ticks are made up for."),
    ATTR(uint, "slew", struct timer_catchup, slew, HOST_ONLY, .doc = "How much faster ticks come meanwhile."),
    ATTR(uint, "limit", struct timer_catchup, limit, HOST_ONLY,
         .doc = "Nanoseconds of lost time that are given up for lost."),
};
static ELEMENT(timer_catchup_element, "timer-catchup", struct timer_catchup, timer_catchup_fields,
               "How a timer makes up for lost ticks.");

static const struct field timer_fields[] = {
    ATTR_ENUM("name", struct timer, name, timer_name, GUEST_ABI | REQUIRED | DISCRIMINANT, .doc = "The timer."),
    ATTR_ENUM("present", struct timer, present, yes_no, GUEST_ABI,
              .doc = "Whether the guest has it; as the machine type has it if not given."),
    ATTR_ENUM("tickpolicy", struct timer, tickpolicy, tickpolicy, GUEST_ABI,
              .only_if = ~(BIT(TIMER_KVMCLOCK) | BIT(TIMER_HYPERVCLOCK)) & (BIT(TIMER_NAME_COUNT) - 2),
              .doc = "What becomes of ticks that the guest could not take in time: they come later, faster until "
                     "made up for, merged into one, or not at all."),
    ATTR_ENUM("track", struct timer, track, timer_track, GUEST_ABI, .only_if = BIT(TIMER_PLATFORM) | BIT(TIMER_RTC),
              .doc = "Which time the timer follows."),
    ATTR(uint, "frequency", struct timer, frequency, GUEST_ABI, .only_if = BIT(TIMER_TSC),
         .doc = "Its frequency in Hz."),
    ATTR_ENUM("mode", struct timer, mode, timer_mode, GUEST_ABI, .only_if = BIT(TIMER_TSC),
              .doc = "How the counter is provided."),
    CHILD("catchup", struct timer, catchup, timer_catchup, 0, .doc = "How lost ticks are made up for."),
};
static ELEMENT(timer_element, "timer", struct timer, timer_fields, "One of the guest's timers.");

static const struct field clock_fields[] = {
    ATTR_ENUM("offset", struct clock, offset, clock_offset, GUEST_ABI | DISCRIMINANT, .initial = CLOCK_UTC,
              .doc = "Where the guest's clock starts: at UTC, at the host's local time, at that of a time zone, at a "
                     "fixed time, or so far from it as the guest has set it."),
    ATTR(int, "adjustment", struct clock, adjustment, HOST_ONLY, .word = "reset",
         .only_if = BIT(CLOCK_UTC) | BIT(CLOCK_LOCALTIME) | BIT(CLOCK_VARIABLE),
         .doc =
             "Seconds that the guest's clock is ahead; with utc and localtime, 'reset' drops what the guest had set."),
    ATTR_ENUM("basis", struct clock, basis, clock_basis, HOST_ONLY, .only_if = BIT(CLOCK_VARIABLE),
              .doc = "What the adjustment counts from; utc if not given."),
    ATTR(string, "timezone", struct clock, timezone, HOST_ONLY, .only_if = BIT(CLOCK_TIMEZONE),
         .doc = "Name of the time zone."),
    ATTR(uint, "start", struct clock, start, HOST_ONLY | REQUIRED, .only_if = BIT(CLOCK_ABSOLUTE),
         .doc = "Seconds since 1970."),
    LIST("timer", struct clock, timers, timer, 0, .doc = "One of the guest's timers."),
};
ELEMENT(clock_element, "clock", struct clock, clock_fields, "The guest's clock and timers.");
