#include "qemu/clock_options.h"

#include "qemu/builder.h"

/* ---- -rtc ---- */

static const struct timer *find_timer(const struct clock *clock, enum timer_name name)
{
    for (unsigned i = 0; clock && i < clock->timers->len; i++) {
        const struct timer *timer = clock->timers->pdata[i];

        if (timer->name == name)
            return timer;
    }
    return NULL;
}

static char *date_text(int64_t seconds)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(seconds);

    return date ? g_date_time_format(date, "%Y-%m-%dT%H:%M:%S") : NULL;
}

/* Where the clock starts.  A clock that depends on the time of the start comes from whoever starts. */
static void clock_base(GString *list, struct builder *builder, const struct clock *clock)
{
    g_autofree char *date = NULL, *usual = NULL;

    switch (clock ? clock->offset : CLOCK_UTC) {
    case CLOCK_LOCALTIME:
        list_text(list, "base", "localtime");
        break;
    case CLOCK_ABSOLUTE:
        date = clock->start.value <= G_MAXINT64 ? date_text((int64_t)clock->start.value) : NULL;
        if (!date)
            builder_wrong(builder, clock->where, "start %" G_GUINT64_FORMAT " of the clock is no time of this age",
                          clock->start.value);
        list_text(list, "base", date);
        break;
    case CLOCK_TIMEZONE: /* local to QEMU, whose environment has the zone: argv_environment */
        list_text(list, "base", "localtime");
        break;
    case CLOCK_VARIABLE:
        usual = clock_start(clock, 0);
        date = builder_need_text(builder, "rtc", NULL, usual, clock->where);
        list_text(list, "base", date);
        break;
    default:
        list_text(list, "base", "utc");
    }
}

static void rtc_timer(GString *list, struct builder *builder, const struct timer *timer)
{
    if (!timer)
        return;
    switch (timer->track) {
    case TIMER_TRACK_GUEST:
        list_text(list, "clock", "vm");
        break;
    case TIMER_TRACK_WALL:
        list_text(list, "clock", "host");
        break;
    case TIMER_TRACK_REALTIME:
        list_text(list, "clock", "rt");
        break;
    case TIMER_TRACK_BOOT:
        builder_unsupported(builder, timer->where, "QEMU's rtc timer cannot track 'boot'");
        break;
    default:
        break;
    }
    switch (timer->tickpolicy) {
    case TICKPOLICY_CATCHUP:
        list_text(list, "driftfix", "slew");
        break;
    case TICKPOLICY_MERGE:
    case TICKPOLICY_DISCARD:
        builder_unsupported(builder, timer->where, "QEMU's rtc timer has no tickpolicy '%s'",
                            enum_name(&tickpolicy_names, timer->tickpolicy));
        break;
    default:
        break;
    }
}

static void pit_timer(struct builder *builder, const struct timer *timer)
{
    if (!timer || !timer->tickpolicy)
        return;
    switch (timer->tickpolicy) {
    case TICKPOLICY_DELAY:
    case TICKPOLICY_DISCARD:
        if (profile_device_has(builder->profile, "kvm-pit", "lost_tick_policy"))
            builder_option(
                builder, "-global",
                g_strdup_printf("kvm-pit.lost_tick_policy=%s", enum_name(&tickpolicy_names, timer->tickpolicy)));
        break;
    case TICKPOLICY_MERGE:
        builder_unsupported(builder, timer->where, "QEMU's pit timer has no tickpolicy 'merge'");
        break;
    default:
        break;
    }
}

void builder_clock(struct builder *builder)
{
    const struct clock *clock = builder->domain->clock;
    GString *list = g_string_new(NULL);

    clock_base(list, builder, clock);
    rtc_timer(list, builder, find_timer(clock, TIMER_RTC));
    builder_list(builder, "-rtc", list);
    pit_timer(builder, find_timer(clock, TIMER_PIT));
}

char *clock_start(const struct clock *clock, int64_t now)
{
    g_autoptr(GTimeZone) zone = NULL;
    g_autoptr(GDateTime) date = NULL, there = NULL;

    if (!clock || clock->offset != CLOCK_VARIABLE)
        return NULL;
    zone = clock->basis == CLOCK_BASIS_LOCALTIME ? g_time_zone_new_local() : g_time_zone_new_utc();
    date = g_date_time_new_from_unix_utc(now + (clock->adjustment.given ? clock->adjustment.value : 0));
    if (!date)
        return NULL;
    there = g_date_time_to_timezone(date, zone);
    return g_date_time_format(there, "%Y-%m-%dT%H:%M:%S");
}

/* ---- sleep states ---- */

static void sleep_state(struct builder *builder, const char *property, enum yes_no offered)
{
    const char *device = builder->board == BOARD_Q35 ? "ICH9-LPC" : "PIIX4_PM";

    if (!offered)
        return;
    builder_option(builder, "-global", g_strdup_printf("%s.%s=%d", device, property, offered == NO));
}

void builder_power(struct builder *builder)
{
    const struct pm *pm = builder->domain->pm;

    builder_option(builder, "-no-shutdown", NULL);
    if (!pm)
        return;
    if (builder->board != BOARD_PC && builder->board != BOARD_Q35) {
        builder_unsupported(builder, pm->where, "machine '%s' has no sleep states to choose in <pm>",
                            builder->domain->os->machine);
        return;
    }
    sleep_state(builder, "disable_s3", pm->suspend_to_mem);
    sleep_state(builder, "disable_s4", pm->suspend_to_disk);
}
