#include "team/pair.h"

static const char *const states[] = {
    [PAIR_WAITING] = "waiting", [PAIR_ACTIVE] = "active",     [PAIR_RELEASING] = "releasing",
    [PAIR_AWAY] = "away",       [PAIR_DEGRADED] = "degraded", [PAIR_HEALING] = "healing",
};
_Static_assert(G_N_ELEMENTS(states) == PAIR_STATE_COUNT, "pair_state and its names");

static const char *const paths[] = {
    [PAIR_PATH_NONE] = "none",         [PAIR_PATH_PERSISTENT] = "persistent", [PAIR_PATH_LEAVING] = "leaving",
    [PAIR_PATH_ARRIVING] = "arriving", [PAIR_PATH_TRANSIENT] = "transient",
};
_Static_assert(G_N_ELEMENTS(paths) == PAIR_PATH_COUNT, "pair_path and its names");

static const char *const causes[] = {
    [PAIR_FOR_NOTHING] = "nothing", [PAIR_FOR_MIGRATION] = "migration", [PAIR_FOR_SAVE] = "save",
    [PAIR_FOR_DETACH] = "detach",   [PAIR_FOR_LOSS] = "loss",
};
_Static_assert(G_N_ELEMENTS(causes) == PAIR_CAUSE_COUNT, "pair_cause and its names");

static const char *const events[] = {
    [PAIR_EVENT_NEGOTIATED] = "failover negotiated", [PAIR_EVENT_ADDED] = "device_add accepted",
    [PAIR_EVENT_PRESENT] = "device present",         [PAIR_EVENT_ABSENT] = "device absent",
    [PAIR_EVENT_PLUG_FAILED] = "plug failed",        [PAIR_EVENT_DELETED] = "device deleted",
    [PAIR_EVENT_DEL_REFUSED] = "device_del refused", [PAIR_EVENT_UNPLUG_ERROR] = "unplug error",
    [PAIR_EVENT_UNPLUG_PRIMARY] = "unplug by QEMU",  [PAIR_EVENT_GUEST_RESET] = "guest reset",
    [PAIR_EVENT_GUEST_STOPPED] = "guest stopped",    [PAIR_EVENT_GUEST_RUNNING] = "guest running",
    [PAIR_EVENT_GUEST_ARRIVED] = "guest arrived",    [PAIR_EVENT_GUEST_GONE] = "guest gone",
    [PAIR_EVENT_HEARD] = "transient NIC heard",      [PAIR_EVENT_DEVICE_APPEARED] = "device appeared",
    [PAIR_EVENT_DEVICE_LOST] = "device lost",        [PAIR_EVENT_TIME_UP] = "time up",
    [PAIR_EVENT_RELEASE] = "release wanted",         [PAIR_EVENT_GIVE_BACK] = "give back wanted",
};
_Static_assert(G_N_ELEMENTS(events) == PAIR_EVENT_COUNT, "pair_event_type and its names");

static const char *const news_names[] = {
    [PAIR_NEWS_CHANGED] = "changed",
    [PAIR_NEWS_RELEASED] = "released",
    [PAIR_NEWS_RELEASE_FAILED] = "release-failed",
    [PAIR_NEWS_GIVEN_BACK] = "given-back",
    [PAIR_NEWS_NOTE] = "note",
};
_Static_assert(G_N_ELEMENTS(news_names) == PAIR_NEWS_COUNT, "pair_news and its names");

/* An out-of-range value comes from a broken caller; a name that says so is better in a log than a crash. */
static const char *name_of(const char *const *names, unsigned count, unsigned value)
{
    return value < count && names[value] ? names[value] : "?";
}

const char *pair_state_name(enum pair_state state)
{
    return name_of(states, PAIR_STATE_COUNT, state);
}

const char *pair_path_name(enum pair_path path)
{
    return name_of(paths, PAIR_PATH_COUNT, path);
}

const char *pair_cause_name(enum pair_cause cause)
{
    return name_of(causes, PAIR_CAUSE_COUNT, cause);
}

const char *pair_event_name(enum pair_event_type type)
{
    return name_of(events, PAIR_EVENT_COUNT, type);
}

const char *pair_news_name(enum pair_news news)
{
    return name_of(news_names, PAIR_NEWS_COUNT, news);
}

static bool find_name(const char *const *names, unsigned count, const char *name, unsigned *ret_value)
{
    for (unsigned i = 0; i < count; i++) {
        if (g_str_equal(names[i], name)) {
            *ret_value = i;
            return true;
        }
    }
    return false;
}

bool pair_state_from_name(const char *name, enum pair_state *ret_state)
{
    unsigned value;

    if (!find_name(states, PAIR_STATE_COUNT, name, &value))
        return false;
    *ret_state = (enum pair_state)value;
    return true;
}

bool pair_cause_from_name(const char *name, enum pair_cause *ret_cause)
{
    unsigned value;

    if (!find_name(causes, PAIR_CAUSE_COUNT, name, &value))
        return false;
    *ret_cause = (enum pair_cause)value;
    return true;
}
