/* qemu/clock_options.h - where a guest's clock starts that depends on the time of the start. */
#pragma once

#include "domain/clock.h"

/* The date that the resource "rtc" has to hold, such as "2026-02-01T10:20:30": for clocks of offset
 * variable.  now is in seconds since 1970.  NULL for all other clocks, and for a time beyond
 * the calendar.  The caller frees it. */
char *clock_start(const struct clock *clock, int64_t now);
