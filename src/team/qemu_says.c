#include "team/qemu_says.h"

#include <stdio.h>

#define RETRY_MS_FIRST 1000
#define RETRY_MS_LAST 60000

void qemu_says_negotiated(struct step *s)
{
    s->pair->negotiated = true;
    s->pair->hidden = false;
    if (!pair_has_device(s->pair) && !s->pair->plugged) {
        step_degrade(s, "the guest has negotiated failover, and there is no device for its transient NIC");
        return;
    }
    step_steer(s, PAIR_PATH_ARRIVING);
    step_ask(s);
}

/* A guest that loads its driver again without a reset. */
void qemu_says_negotiated_anew(struct step *s)
{
    step_go(s, PAIR_WAITING, "the guest has negotiated failover anew");
    qemu_says_negotiated(s);
}

/* QEMU may now have plugged what it once was given, whatever has become of the device since. */
void qemu_says_negotiated_elsewhen(struct step *s)
{
    s->pair->negotiated = true;
    s->pair->hidden = false;
    step_ask(s);
}

void qemu_says_added(struct step *s)
{
    if (!s->pair->adding)
        step_tell(s, PAIR_NEWS_NOTE, "device_add was accepted that was not ours");
    s->pair->adding = false;
    step_ask(s);
}

void qemu_says_present(struct step *s)
{
    struct pair *pair = s->pair;

    if (pair->hidden) { /* QEMU shows it only to a guest that has negotiated, even if we missed that */
        pair->hidden = false;
        pair->negotiated = true;
    }
    pair->plugged = true;
    pair->adding = false;
    pair->failures = 0;
    step_await_use(s, pair->state == PAIR_WAITING ? PAIR_WAITING : PAIR_HEALING,
                   "QEMU has the transient NIC, the guest has to take it up");
}

/* Where it was to go, QEMU has it (again): after a reset, or since the plug came before the wish. */
void qemu_says_present_unwanted(struct step *s)
{
    struct pair *pair = s->pair;

    if (pair->by_qemu)
        return;
    pair->del_pending = pair->plugged;
    pair->plugged = true;
    pair->adding = false;
    step_act(s, PAIR_DO_DEVICE_DEL);
}

void qemu_says_present_while_away(struct step *s)
{
    struct pair *pair = s->pair;

    pair->plugged = true;
    if (pair->here)
        step_start_release(s, pair->away_for, "QEMU has plugged the transient NIC by itself, it has to go again");
    else
        step_tell(s, PAIR_NEWS_NOTE, "QEMU has the transient NIC, and the guest is not here");
}

void qemu_says_absent_while_waiting(struct step *s)
{
    struct pair *pair = s->pair;

    if (step_unanswered(s))
        return;
    pair->plugged = false;
    pair->hidden = !pair->negotiated && pair_has_device(pair);
    if (pair->negotiated) {
        step_degrade(s, "QEMU has left the transient NIC out, its messages say why");
        step_arm(s, RETRY_MS_FIRST);
    }
}

void qemu_says_absent_while_active(struct step *s)
{
    if (step_unanswered(s))
        return;
    s->pair->plugged = false;
    step_degrade(s, "the transient NIC is gone from QEMU");
}

void qemu_says_absent_while_releasing(struct step *s)
{
    struct pair *pair = s->pair;

    if (step_unanswered(s))
        return;
    pair->hidden = !pair->negotiated && pair_has_device(pair);
    step_released(s, "QEMU no longer has the transient NIC");
}

void qemu_says_absent_while_away(struct step *s)
{
    if (step_unanswered(s))
        return;
    s->pair->plugged = false;
}

void qemu_says_absent_while_degraded(struct step *s)
{
    if (step_unanswered(s))
        return;
    s->pair->plugged = false;
    step_steer(s, PAIR_PATH_PERSISTENT);
    step_act(s, PAIR_DO_FIND_DEVICE);
}

void qemu_says_plug_failed(struct step *s)
{
    struct pair *pair = s->pair;
    unsigned doublings = MIN(pair->failures, 6);
    char why[PAIR_TEXT_MAX];

    if (!pair->adding) {
        step_tell(s, PAIR_NEWS_NOTE, "a device_add failed that was not ours%s", STEP_WORDS(s));
        return;
    }
    pair->adding = false;
    pair->failures++;
    snprintf(why, sizeof why, "the transient NIC could not be plugged%s", STEP_WORDS(s));
    step_go(s, PAIR_DEGRADED, "%s", why);
    step_steer(s, PAIR_PATH_PERSISTENT);
    step_arm(s, MIN(RETRY_MS_FIRST << doublings, RETRY_MS_LAST));
}

void qemu_says_absent_while_healing(struct step *s)
{
    struct pair *pair = s->pair;

    if (step_unanswered(s))
        return;
    if (pair->plugged) {
        qemu_says_absent_while_active(s);
    } else if (!pair->negotiated) {
        pair->hidden = true;
        step_go(s, PAIR_WAITING, "QEMU keeps the transient NIC back until the guest negotiates");
    } else {
        pair->adding = true;
        qemu_says_plug_failed(s);
    }
}

/* The guest was never asked to use it yet: nobody loses a NIC. */
void qemu_says_plug_failed_while_waiting(struct step *s)
{
    if (s->pair->negotiated || !s->pair->adding) {
        qemu_says_plug_failed(s);
        return;
    }
    s->pair->adding = false;
    s->pair->device[0] = '\0';
    step_tell(s, PAIR_NEWS_NOTE, "the transient NIC could not be added%s", STEP_WORDS(s));
}

void qemu_says_plug_failed_while_releasing(struct step *s)
{
    if (s->pair->adding)
        step_released(s, "the transient NIC could not be plugged, so nothing had to be released");
    else
        qemu_says_plug_failed(s);
}

/* Its guest left while it was being plugged. */
void qemu_says_plug_failed_while_away(struct step *s)
{
    s->pair->adding = false;
}

void qemu_says_deleted(struct step *s)
{
    struct pair *pair = s->pair;
    bool late = pair->del_pending;

    if (!pair->plugged) {
        step_tell(s, PAIR_NEWS_NOTE, "QEMU has deleted a transient NIC that was not plugged");
        return;
    }
    pair->plugged = pair->del_pending = false;
    if (late && pair_has_device(pair)) {
        step_steer(s, PAIR_PATH_PERSISTENT);
        step_heal(s, "the guest has released the transient NIC after the release was given up; it is plugged back");
    } else {
        step_degrade(s, "the transient NIC was deleted without a wish of ours");
    }
    step_announce(s, PAIR_PATH_PERSISTENT);
}

void qemu_says_deleted_while_releasing(struct step *s)
{
    step_released(s, "the guest has released the transient NIC");
}

/* The guest left with the transient NIC plugged, and this is the end of it. */
void qemu_says_deleted_while_away(struct step *s)
{
    s->pair->plugged = false;
}

void qemu_says_del_refused(struct step *s)
{
    char why[PAIR_TEXT_MAX];

    if (s->pair->del_pending) { /* "already in the process of unplug": the time limit decides */
        step_tell(s, PAIR_NEWS_NOTE, "QEMU still waits for the guest%s", STEP_WORDS(s));
        return;
    }
    snprintf(why, sizeof why, "QEMU refuses to release the transient NIC%s", STEP_WORDS(s));
    step_kept(s, TANDEM_ERROR_HOST, why);
    step_ask(s);
}

void qemu_says_unplug_error(struct step *s)
{
    s->pair->del_pending = false;
    step_kept(s, TANDEM_ERROR_HOST, "the guest refuses to release the transient NIC");
}

void qemu_says_unplug_error_late(struct step *s)
{
    s->pair->del_pending = false;
    step_tell(s, PAIR_NEWS_NOTE, "the guest refuses a release that was given up before");
}

void qemu_says_unplug_primary(struct step *s)
{
    struct pair *pair = s->pair;

    if (!pair->plugged) {
        step_tell(s, PAIR_NEWS_NOTE, "QEMU unplugs a transient NIC that is not plugged");
        return;
    }
    pair->before = pair->state;
    pair->away_for = PAIR_FOR_MIGRATION;
    pair->by_qemu = true;
    step_go(s, PAIR_RELEASING, "a migration was started without us, QEMU itself unplugs the transient NIC");
    step_act(s, PAIR_DO_CANCEL_TIMER);
    step_steer(s, PAIR_PATH_LEAVING);
}
