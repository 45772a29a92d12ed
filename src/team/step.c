#include "team/step.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct pair_action *step_act(struct step *s, enum pair_action_type type)
{
    struct pair_action *action = &s->actions->item[s->actions->n];

    g_assert(s->actions->n < PAIR_ACTIONS_MAX);
    s->actions->n++;
    memset(action, 0, sizeof *action);
    action->type = type;
    return action;
}

struct pair_action *step_tell(struct step *s, enum pair_news news, const char *format, ...)
{
    struct pair_action *action = step_act(s, PAIR_DO_TELL);
    va_list args;

    action->news = news;
    va_start(args, format);
    vsnprintf(action->text, sizeof action->text, format, args);
    va_end(args);
    return action;
}

void step_go(struct step *s, enum pair_state state, const char *format, ...)
{
    va_list args;

    if (s->pair->state != state)
        s->pair->state_since = s->now;
    s->pair->state = state;
    va_start(args, format);
    vsnprintf(s->pair->cause, sizeof s->pair->cause, format, args);
    va_end(args);
    step_tell(s, PAIR_NEWS_CHANGED, "%s", s->pair->cause);
}

void step_ask(struct step *s)
{
    s->pair->asked++;
    step_act(s, PAIR_DO_ASK);
}

bool step_unanswered(const struct step *s)
{
    return s->pair->adding || s->pair->asked > 0;
}

void step_steer(struct step *s, enum pair_path path)
{
    struct pair *pair = s->pair;
    enum pair_path told = pair->here ? path : PAIR_PATH_NONE;

    pair->path = path;
    if (told == pair->steered && told != PAIR_PATH_ARRIVING)
        return;
    if (told != pair->steered)
        pair->path_since = s->now;
    pair->steered = told;
    step_act(s, PAIR_DO_STEER)->path = told;
}

void step_announce(struct step *s, enum pair_path path)
{
    if (s->pair->here)
        step_act(s, PAIR_DO_ANNOUNCE)->path = path;
}

void step_arm(struct step *s, unsigned milliseconds)
{
    step_act(s, PAIR_DO_ARM_TIMER)->milliseconds = milliseconds;
}

const char *step_words(const struct step *s, char *out, size_t size)
{
    const char *text = s->event->text;

    snprintf(out, size, text && *text ? " (%s)" : "%s", text && *text ? text : "");
    return out;
}

void step_heal(struct step *s, const char *why)
{
    s->pair->adding = true;
    step_go(s, PAIR_HEALING, "%s", why);
    step_act(s, PAIR_DO_CANCEL_TIMER);
    step_act(s, PAIR_DO_DEVICE_ADD);
}

void step_degrade(struct step *s, const char *why)
{
    step_go(s, PAIR_DEGRADED, "%s", why);
    step_act(s, PAIR_DO_CANCEL_TIMER);
    if (!s->pair->plugged) {
        step_steer(s, PAIR_PATH_PERSISTENT);
        step_act(s, PAIR_DO_FIND_DEVICE);
    }
}

void step_carry(struct step *s, const char *why)
{
    step_go(s, PAIR_ACTIVE, "%s", why);
    step_act(s, PAIR_DO_CANCEL_TIMER);
    step_steer(s, PAIR_PATH_TRANSIENT);
}

void step_await_use(struct step *s, enum pair_state state, const char *why)
{
    if (!s->pair->port_is_heard && s->pair->negotiated) {
        step_carry(s, why);
        return;
    }
    step_go(s, state, "%s", why);
    step_steer(s, PAIR_PATH_ARRIVING);
    if (s->pair->negotiated)
        step_arm(s, s->pair->take_up_ms);
}

void step_start_release(struct step *s, enum pair_cause cause, const char *why)
{
    struct pair *pair = s->pair;
    unsigned limit = s->event->milliseconds ? s->event->milliseconds : pair->release_ms;

    pair->before = pair->state;
    pair->away_for = cause;
    pair->by_qemu = false;
    step_go(s, PAIR_RELEASING, "%s", why);
    step_steer(s, PAIR_PATH_LEAVING);
    step_arm(s, limit);
    if (pair->plugged)
        step_act(s, PAIR_DO_DEVICE_DEL);
}

void step_released(struct step *s, const char *why)
{
    struct pair *pair = s->pair;
    bool was_plugged = pair->plugged;

    pair->plugged = pair->adding = pair->del_pending = pair->by_qemu = false;
    if (pair->away_for == PAIR_FOR_LOSS) {
        step_degrade(s, why);
        step_announce(s, PAIR_PATH_PERSISTENT);
        return;
    }
    if (pair->away_for == PAIR_FOR_DETACH)
        pair->device[0] = '\0';
    step_go(s, PAIR_AWAY, "%s", why);
    step_act(s, PAIR_DO_CANCEL_TIMER);
    step_steer(s, PAIR_PATH_PERSISTENT);
    if (was_plugged)
        step_announce(s, PAIR_PATH_PERSISTENT);
    step_tell(s, PAIR_NEWS_RELEASED, "released for %s", pair_cause_name(pair->away_for));
}

void step_kept(struct step *s, enum tandem_error code, const char *why)
{
    struct pair *pair = s->pair;
    enum pair_cause wanted_for = pair->away_for;

    pair->away_for = PAIR_FOR_NOTHING;
    step_act(s, PAIR_DO_CANCEL_TIMER);
    if (wanted_for == PAIR_FOR_LOSS)
        step_degrade(s, why);
    else if (!pair->plugged) /* QEMU has not even said whether it has it; its answer decides */
        step_go(s, PAIR_HEALING, "%s", why);
    else if (pair->before == PAIR_ACTIVE && pair->negotiated)
        step_carry(s, why);
    else
        step_await_use(s, pair->negotiated ? PAIR_HEALING : PAIR_WAITING, why);
    if (wanted_for != PAIR_FOR_LOSS)
        step_tell(s, PAIR_NEWS_RELEASE_FAILED, "%s", why)->code = code;
}

void step_refuse_release(struct step *s, enum tandem_error code, const char *why)
{
    step_tell(s, PAIR_NEWS_RELEASE_FAILED, "%s", why)->code = code;
}
