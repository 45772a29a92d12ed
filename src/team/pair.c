/* Theory of operation
 *
 * Three questions make up a pair's life, and QEMU, the guest and the host each answer one of them:
 * does QEMU have the transient NIC (plugged), does the guest use it (HEARD), is there a device for it
 * (device)?  The state is what we make of the answers; the switch is steered by it.
 *
 * - QEMU plugs a device it was started with by itself when the guest negotiates, and tells nobody
 *   whether it worked.  So we ask (PAIR_DO_ASK) after each FAILOVER_NEGOTIATED, and after each
 *   device_add of our own.
 * - A plugged device is not a used one: the guest takes a second or two to bring it up, and until
 *   then hears on its persistent NIC only.  So the switch sends to both (ARRIVING) until the guest is
 *   heard on the transient one.
 * - Questions take time.  Until QEMU has answered a device_add, or whether it has the device, nothing
 *   is concluded from an answer to an earlier question, and a release waits (step_unanswered).
 * - device_del is a question to the guest and cannot be taken back.  When the time limit passes or the
 *   release is called off, the guest may still follow it later: del_pending.  A device that goes
 *   while that flag stands is plugged back at once.
 * - Time limits: a release always has a timer, unless QEMU unplugs by itself; a guest that does not take
 *   up what was plugged makes the pair degraded; a plug that failed is tried again, later each time.
 * - An incoming guest is not here until it runs here (here): up to then the switch is left alone,
 *   since on a shared bridge it still serves the source.
 *
 * The table at the end has a cell for every event in every state: a handler, or the reason why the
 * event is let pass.  Handlers that fit several states look at the questions above, not at the state.
 * What they have in common is in step.c, those for QEMU's events in qemu_says.c.
 */
#include "team/qemu_says.h"

#include <stdio.h>
#include <string.h>

#define RELEASE_MS_DEFAULT 10000
#define TAKE_UP_MS_DEFAULT 30000

/* --- the guest's life ---------------------------------------------------------------------------- */

static void guest_reset(struct step *s)
{
    struct pair *pair = s->pair;

    pair->negotiated = false;
    if (!pair->plugged)
        return;
    step_go(s, PAIR_WAITING, "the guest was reset");
    step_act(s, PAIR_DO_CANCEL_TIMER);
    step_steer(s, PAIR_PATH_ARRIVING);
}

static void guest_reset_noted(struct step *s)
{
    s->pair->negotiated = false;
}

static void guest_stopped(struct step *s)
{
    s->pair->running = false;
}

/* The end of a migration: what comes from now on is for the destination.  Without an entry here a shared
 * bridge floods, and the frame waits in the queue of the NIC over there until the guest runs. */
static void guest_stopped_while_away(struct step *s)
{
    s->pair->running = false;
    if (s->pair->away_for == PAIR_FOR_MIGRATION)
        step_steer(s, PAIR_PATH_NONE);
}

static void guest_stopped_while_releasing(struct step *s)
{
    s->pair->running = false;
    step_tell(s, PAIR_NEWS_NOTE, "the guest was paused and cannot release the transient NIC until it runs again");
}

static void arrive(struct step *s)
{
    enum pair_path path = s->pair->path;

    s->pair->here = true;
    step_steer(s, path);
    step_announce(s, path == PAIR_PATH_TRANSIENT ? PAIR_PATH_TRANSIENT : PAIR_PATH_PERSISTENT);
    if (s->pair->state == PAIR_DEGRADED && !s->pair->plugged)
        step_act(s, PAIR_DO_FIND_DEVICE); /* QEMU takes no device while the migration comes in */
}

static void guest_arrived(struct step *s)
{
    if (!s->pair->here)
        arrive(s);
}

static void guest_running(struct step *s)
{
    s->pair->running = true;
    if (!s->pair->here)
        arrive(s);
    else if (s->pair->path == PAIR_PATH_NONE) /* the migration failed after the guest was stopped */
        step_steer(s, PAIR_PATH_PERSISTENT);
}

static void guest_gone(struct step *s)
{
    struct pair *pair = s->pair;

    pair->here = pair->running = pair->del_pending = pair->by_qemu = false;
    if (pair->state != PAIR_AWAY)
        pair->away_for = PAIR_FOR_NOTHING;
    step_go(s, PAIR_AWAY, "the guest is no longer here%s", STEP_WORDS(s));
    step_act(s, PAIR_DO_CANCEL_TIMER);
    step_steer(s, PAIR_PATH_PERSISTENT); /* as soon as it is back; the switch is told that it is not here */
}

/* --- the host speaks ----------------------------------------------------------------------------- */

static void heard(struct step *s)
{
    const struct pair *pair = s->pair;

    if (!pair->plugged || !pair->here)
        step_tell(s, PAIR_NEWS_NOTE,
                  "the pair's MAC was heard on the transient NIC's port, and the guest has no such NIC");
    else if (!pair->negotiated)
        step_tell(s, PAIR_NEWS_NOTE, "the transient NIC was heard before the guest negotiated: its firmware");
    else
        step_carry(s, "the guest uses the transient NIC");
}

static void keep_device(struct step *s)
{
    g_strlcpy(s->pair->device, s->event->device ? s->event->device : "", sizeof s->pair->device);
}

static void appeared_while_waiting(struct step *s)
{
    if (pair_has_device(s->pair) || s->pair->plugged) {
        step_tell(s, PAIR_NEWS_NOTE, "there is a device already");
        return;
    }
    keep_device(s);
    s->pair->adding = true;
    step_act(s, PAIR_DO_DEVICE_ADD);
}

static void appeared_while_away(struct step *s)
{
    if (s->pair->away_for == PAIR_FOR_DETACH)
        step_tell(s, PAIR_NEWS_NOTE, "the transient NIC stays detached until it is attached");
    else
        keep_device(s);
}

static void appeared_while_degraded(struct step *s)
{
    if (s->pair->plugged) {
        step_tell(s, PAIR_NEWS_NOTE, "the device before it is still plugged");
        return;
    }
    if (!s->pair->here) {
        step_tell(s, PAIR_NEWS_NOTE, "the device is plugged when the guest has arrived");
        return;
    }
    keep_device(s);
    step_heal(s, "there is a device for the transient NIC");
}

static void lost(struct step *s)
{
    s->pair->device[0] = '\0';
    if (s->pair->plugged)
        step_start_release(s, PAIR_FOR_LOSS, "the host has lost the device of the transient NIC");
}

static void lost_noted(struct step *s)
{
    s->pair->device[0] = '\0';
}

/* --- time ---------------------------------------------------------------------------------------- */

static void not_taken_up(struct step *s)
{
    if (s->pair->plugged)
        step_go(s, PAIR_DEGRADED, "the guest has not been heard on the transient NIC: has it a driver for it?");
    else
        step_tell(s, PAIR_NEWS_NOTE, "a time limit passed that nothing waits for");
}

/* A release was called off and the guest did not follow it. */
static void time_up_while_active(struct step *s)
{
    step_steer(s, PAIR_PATH_TRANSIENT);
}

static void release_timed_out(struct step *s)
{
    const struct pair *pair = s->pair;

    if (pair->by_qemu) {
        step_tell(s, PAIR_NEWS_NOTE, "a time limit passed that nothing waits for");
        return;
    }

    s->pair->del_pending = pair->plugged;
    step_kept(s, TANDEM_ERROR_TIMEOUT,
              pair->running ? "the guest has not released the transient NIC within the time limit"
                            : "the guest is paused and has not released the transient NIC within the time limit");
}

/* A plug may have failed because QEMU has the NIC already: it says so, or a device is looked for. */
static void retry(struct step *s)
{
    if (!s->pair->plugged)
        step_ask(s);
}

/* --- wishes -------------------------------------------------------------------------------------- */

/* Nothing is plugged.  What QEMU keeps hidden cannot be taken from it: it would be plugged behind our back. */
static void away_at_once(struct step *s)
{
    if (s->event->cause == PAIR_FOR_DETACH && s->pair->hidden) {
        step_refuse_release(s, TANDEM_ERROR_HOST,
                            "QEMU holds the transient NIC for a guest that has not negotiated failover yet; "
                            "it can be detached when the guest has booted");
        return;
    }
    s->pair->away_for = s->event->cause;
    step_released(s, "nothing was plugged, so nothing had to be released");
}

static void release(struct step *s)
{
    struct pair *pair = s->pair;
    char why[PAIR_TEXT_MAX];

    if (!pair->here) {
        step_refuse_release(s, TANDEM_ERROR_USAGE, "the guest is not here");
        return;
    }
    if (!pair->plugged && !step_unanswered(s)) {
        away_at_once(s);
        return;
    }
    if (!pair->running) {
        step_refuse_release(s, TANDEM_ERROR_USAGE,
                            "a paused guest cannot release its transient NIC: resume it first ('tandem resume')");
        return;
    }
    snprintf(why, sizeof why, "asked to release the transient NIC for %s", pair_cause_name(s->event->cause));
    step_start_release(s, s->event->cause, why);
}

static void release_again(struct step *s)
{
    char why[PAIR_TEXT_MAX];

    snprintf(why, sizeof why, "the transient NIC is being released for %s already", pair_cause_name(s->pair->away_for));
    step_refuse_release(s, TANDEM_ERROR_USAGE, why);
}

static void release_while_away(struct step *s)
{
    struct pair *pair = s->pair;

    if (!pair->here) {
        step_refuse_release(s, TANDEM_ERROR_USAGE, "the guest is not here");
        return;
    }
    if (s->event->cause == PAIR_FOR_DETACH)
        pair->device[0] = '\0';
    if (pair->away_for != PAIR_FOR_DETACH)
        pair->away_for = s->event->cause;
    step_tell(s, PAIR_NEWS_RELEASED, "the transient NIC is away already, for %s", pair_cause_name(pair->away_for));
}

static void give_back_nothing(struct step *s)
{
    step_tell(s, PAIR_NEWS_GIVEN_BACK, "the transient NIC was not away");
    if (!pair_has_device(s->pair) && !s->pair->plugged && !s->pair->adding)
        step_act(s, PAIR_DO_FIND_DEVICE);
}

/* device_del cannot be taken back: the guest may follow it yet.  Until the time limit both NICs are served. */
static void call_release_off(struct step *s)
{
    struct pair *pair = s->pair;

    if (pair->away_for == PAIR_FOR_LOSS) {
        step_tell(s, PAIR_NEWS_GIVEN_BACK, "the host has lost the device; another is looked for as soon as it is out");
        return;
    }
    if (pair->away_for == PAIR_FOR_DETACH && s->event->cause != PAIR_FOR_DETACH) {
        step_tell(s, PAIR_NEWS_GIVEN_BACK, "the transient NIC is being detached");
        return;
    }
    pair->away_for = PAIR_FOR_NOTHING;
    if (pair->by_qemu) { /* QEMU plugs it again by itself when its migration fails */
        pair->by_qemu = pair->plugged = false;
        step_go(s, PAIR_HEALING, "the migration was given up%s", STEP_WORDS(s));
        step_ask(s);
    } else if (!pair->plugged) {
        step_go(s, PAIR_HEALING, "the release was called off%s", STEP_WORDS(s));
        step_act(s, PAIR_DO_CANCEL_TIMER);
    } else {
        pair->del_pending = true;
        if (pair->before == PAIR_ACTIVE && pair->negotiated)
            step_go(s, PAIR_ACTIVE, "the release was called off%s", STEP_WORDS(s));
        else
            step_await_use(s, pair->negotiated ? PAIR_HEALING : PAIR_WAITING, "the release was called off");
    }
    step_tell(s, PAIR_NEWS_RELEASE_FAILED, "the release was called off%s", STEP_WORDS(s))->code = TANDEM_ERROR_USAGE;
    step_tell(s, PAIR_NEWS_GIVEN_BACK, "the release was called off%s", STEP_WORDS(s));
}

static void give_back(struct step *s)
{
    struct pair *pair = s->pair;

    pair->here = true;
    step_steer(s, PAIR_PATH_PERSISTENT);
    if (pair->away_for == PAIR_FOR_DETACH && s->event->cause != PAIR_FOR_DETACH) {
        step_tell(s, PAIR_NEWS_GIVEN_BACK, "the transient NIC stays detached until it is attached");
        return;
    }
    pair->away_for = PAIR_FOR_NOTHING;
    if (pair->plugged)
        step_await_use(s, PAIR_HEALING, "the transient NIC is still plugged");
    else if (pair->hidden)
        step_go(s, PAIR_WAITING, "QEMU keeps the transient NIC back until the guest negotiates");
    else if (pair_has_device(pair))
        step_heal(s, "the transient NIC is given back");
    else
        step_degrade(s, "the transient NIC is to be given back, and there is no device for it");
    step_tell(s, PAIR_NEWS_GIVEN_BACK, "%s", pair->cause);
}

static void give_back_while_degraded(struct step *s)
{
    if (!s->pair->plugged)
        step_act(s, PAIR_DO_FIND_DEVICE);
    step_tell(s, PAIR_NEWS_GIVEN_BACK, "the pair is degraded: %s", s->pair->cause);
}

/* --- the table ----------------------------------------------------------------------------------- */

static void nothing(struct step *s)
{
}

struct cell {
    void (*handler)(struct step *s);
    const char *pass; /* no handler: why the event is let pass */
};

#define DO(function)                                                                                                   \
    {                                                                                                                  \
        .handler = (function)                                                                                          \
    }
#define PASS(why)                                                                                                      \
    {                                                                                                                  \
        .pass = (why)                                                                                                  \
    }
#define ROW(event, w, a, r, o, d, h)                                                                                   \
    [PAIR_EVENT_##event] = {[PAIR_WAITING] = w, [PAIR_ACTIVE] = a,   [PAIR_RELEASING] = r,                             \
                            [PAIR_AWAY] = o,    [PAIR_DEGRADED] = d, [PAIR_HEALING] = h}
#define ALL(event, cell) ROW(event, cell, cell, cell, cell, cell, cell)

#define NOT_ASKED PASS("nothing was being released")
#define NOT_ADDED PASS("nothing was being plugged")
#define HAS_ONE PASS("the pair has a device already")
#define NO_LIMIT PASS("a time limit passed that nothing waits for")

/* clang-format off */
static const struct cell table[PAIR_EVENT_COUNT][PAIR_STATE_COUNT] = {
    /*  event            waiting                                  active                             releasing                                  away                                  degraded                             healing */
    ROW(NEGOTIATED,      DO(qemu_says_negotiated),                DO(qemu_says_negotiated_anew),     DO(qemu_says_negotiated_elsewhen),         DO(qemu_says_negotiated_elsewhen),    DO(qemu_says_negotiated_elsewhen),   DO(qemu_says_negotiated_elsewhen)),
    ALL(ADDED,           DO(qemu_says_added)),
    ROW(PRESENT,         DO(qemu_says_present),                   DO(nothing),                       DO(qemu_says_present_unwanted),            DO(qemu_says_present_while_away),     DO(qemu_says_present),               DO(qemu_says_present)),
    ROW(ABSENT,          DO(qemu_says_absent_while_waiting),      DO(qemu_says_absent_while_active), DO(qemu_says_absent_while_releasing),      DO(qemu_says_absent_while_away),      DO(qemu_says_absent_while_degraded), DO(qemu_says_absent_while_healing)),
    ROW(PLUG_FAILED,     DO(qemu_says_plug_failed_while_waiting), NOT_ADDED,                         DO(qemu_says_plug_failed_while_releasing), DO(qemu_says_plug_failed_while_away), NOT_ADDED,                           DO(qemu_says_plug_failed)),
    ROW(DELETED,         DO(qemu_says_deleted),                   DO(qemu_says_deleted),             DO(qemu_says_deleted_while_releasing),     DO(qemu_says_deleted_while_away),     DO(qemu_says_deleted),               DO(qemu_says_deleted)),
    ROW(DEL_REFUSED,     NOT_ASKED,                               NOT_ASKED,                         DO(qemu_says_del_refused),                 NOT_ASKED,                            NOT_ASKED,                           NOT_ASKED),
    ROW(UNPLUG_ERROR,    DO(qemu_says_unplug_error_late),         DO(qemu_says_unplug_error_late),   DO(qemu_says_unplug_error),                NOT_ASKED,                            DO(qemu_says_unplug_error_late),     DO(qemu_says_unplug_error_late)),
    ROW(UNPLUG_PRIMARY,  DO(qemu_says_unplug_primary),            DO(qemu_says_unplug_primary),      PASS("it is being released"),              PASS("it is away already"),           DO(qemu_says_unplug_primary),        DO(qemu_says_unplug_primary)),
    ROW(GUEST_RESET,     DO(guest_reset),                         DO(guest_reset),                   DO(guest_reset_noted),                     DO(guest_reset_noted),                DO(guest_reset),                     DO(guest_reset)),
    ROW(GUEST_STOPPED,   DO(guest_stopped),                       DO(guest_stopped),                 DO(guest_stopped_while_releasing),         DO(guest_stopped_while_away),         DO(guest_stopped),                   DO(guest_stopped)),
    ALL(GUEST_RUNNING,   DO(guest_running)),
    ALL(GUEST_ARRIVED,   DO(guest_arrived)),
    ALL(GUEST_GONE,      DO(guest_gone)),
    ROW(HEARD,           DO(heard),                               DO(nothing),                       PASS("it is in use until it goes"),        DO(heard),                            DO(heard),                           DO(heard)),
    ROW(DEVICE_APPEARED, DO(appeared_while_waiting),              HAS_ONE,                           PASS("the one before it has to go first"), DO(appeared_while_away),              DO(appeared_while_degraded),         HAS_ONE),
    ROW(DEVICE_LOST,     DO(lost),                                DO(lost),                          DO(lost_noted),                            DO(lost_noted),                       DO(lost),                            DO(lost)),
    ROW(TIME_UP,         DO(not_taken_up),                        DO(time_up_while_active),          DO(release_timed_out),                     NO_LIMIT,                             DO(retry),                           DO(not_taken_up)),
    ROW(RELEASE,         DO(release),                             DO(release),                       DO(release_again),                         DO(release_while_away),               DO(release),                         DO(release)),
    ROW(GIVE_BACK,       DO(give_back_nothing),                   DO(give_back_nothing),             DO(call_release_off),                      DO(give_back),                        DO(give_back_while_degraded),        DO(give_back_nothing)),
};
/* clang-format on */

/* --- what the monitor calls ---------------------------------------------------------------------- */

void pair_handle(struct pair *pair, const struct pair_event *event, int64_t now, struct pair_actions *actions)
{
    struct step s = {.pair = pair, .event = event, .now = now, .actions = actions};
    const struct cell *cell = &table[event->type][pair->state];

    actions->n = 0;
    if ((event->type == PAIR_EVENT_PRESENT || event->type == PAIR_EVENT_ABSENT) && pair->asked > 0)
        pair->asked--;
    if (cell->handler)
        cell->handler(&s);
    else
        step_tell(&s, PAIR_NEWS_NOTE, "%s while %s: %s", pair_event_name(event->type), pair_state_name(pair->state),
                  cell->pass);
}

void pair_init(struct pair *pair, const struct pair_config *config, int64_t now, struct pair_actions *actions)
{
    static const struct pair_event none;
    struct step s = {.pair = pair, .event = &none, .now = now, .actions = actions};

    actions->n = 0;
    memset(pair, 0, sizeof *pair);
    g_strlcpy(pair->device, config->device && !config->detached ? config->device : "", sizeof pair->device);
    pair->hidden = pair_has_device(pair);
    pair->here = pair->running = !config->incoming;
    pair->port_is_heard = config->port_is_heard;
    pair->release_ms = config->release_ms ? config->release_ms : RELEASE_MS_DEFAULT;
    pair->take_up_ms = config->take_up_ms ? config->take_up_ms : TAKE_UP_MS_DEFAULT;
    pair->state_since = pair->path_since = now;
    if (config->detached) {
        pair->away_for = PAIR_FOR_DETACH;
        step_go(&s, PAIR_AWAY, "the transient NIC was detached where the guest comes from");
    } else {
        step_go(&s, PAIR_WAITING, "the guest has not negotiated failover yet");
    }
    step_steer(&s, PAIR_PATH_PERSISTENT);
}

struct pair_record pair_record(const struct pair *pair)
{
    return (struct pair_record){
        .state = pair->state,
        .away_for = pair->away_for,
        .negotiated = pair->negotiated,
        .here = pair->here,
        .hidden = pair->hidden,
        .del_pending = pair->del_pending,
    };
}

/* The path that a pair in that state had; what was arriving is asked for anew. */
static enum pair_path path_of(enum pair_state state)
{
    return state == PAIR_ACTIVE      ? PAIR_PATH_TRANSIENT
           : state == PAIR_RELEASING ? PAIR_PATH_LEAVING
                                     : PAIR_PATH_PERSISTENT;
}

void pair_adopt(struct pair *pair, const struct pair_record *record, bool running, int64_t now,
                struct pair_actions *actions)
{
    static const struct pair_event none;
    struct step s = {.pair = pair, .event = &none, .now = now, .actions = actions};
    enum pair_state state = record->state == PAIR_HEALING ? PAIR_DEGRADED : record->state;

    actions->n = 0;
    pair->here = record->here;
    pair->steered = PAIR_PATH_COUNT; /* whatever it was: tell it again */
    pair->running = running;
    pair->negotiated = record->negotiated;
    pair->hidden = record->hidden;
    pair->plugged = state == PAIR_ACTIVE || state == PAIR_RELEASING;
    pair->del_pending = record->del_pending || state == PAIR_RELEASING;
    pair->before = PAIR_ACTIVE;
    pair->away_for = record->away_for;
    step_go(&s, state, "a new monitor has taken over");
    if (state == PAIR_RELEASING)
        step_arm(&s, pair->release_ms);
    step_steer(&s, path_of(state));
    step_ask(&s);
}

struct pair_view pair_view(const struct pair *pair)
{
    return (struct pair_view){
        .state = pair->state,
        .state_since = pair->state_since,
        .cause = pair->cause,
        .path = pair->steered,
        .path_since = pair->path_since,
        .device = pair_has_device(pair) ? pair->device : NULL,
        .plugged = pair->plugged,
    };
}
