/* team/step.h - one event on its way through the state machine of a pair: what its handlers do.
 *
 * Private to team/pair.c, which owns the table and the theory of operation.  A step lives on the stack of
 * pair_handle; each function below changes the pair and adds the actions that belong to the change, in
 * the order in which the monitor has to carry them out.
 */
#pragma once

#include "team/pair.h"

struct step {
    struct pair *pair;
    const struct pair_event *event;
    int64_t now;
    struct pair_actions *actions;
};

/* Adds an action of that type; the caller fills in what belongs to the type. */
struct pair_action *step_act(struct step *s, enum pair_action_type type);
struct pair_action *step_tell(struct step *s, enum pair_news news, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Arms the pair's one timer. */
void step_arm(struct step *s, unsigned milliseconds);

/* Asks whether QEMU has the device, and counts the question. */
void step_ask(struct step *s);
/* A device_add or such a question is on its way: what was heard before says nothing about what is. */
bool step_unanswered(const struct step *s);

/* Enters a state (or gives the state it is in a new cause) and tells it. */
void step_go(struct step *s, enum pair_state state, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Tells the switch, unless it knows.  ARRIVING is told again: what it has learned since is to be forgotten. */
void step_steer(struct step *s, enum pair_path path);
void step_announce(struct step *s, enum pair_path path);

/* The words that came with the event, in brackets, for the end of a sentence. */
#define STEP_WORDS(s) step_words((s), (char[PAIR_TEXT_MAX]){0}, PAIR_TEXT_MAX / 2)
const char *step_words(const struct step *s, char *out, size_t size);

/* Plugs the device that is known. */
void step_heal(struct step *s, const char *why);
/* The transient NIC is missing, or of no use. */
void step_degrade(struct step *s, const char *why);
/* QEMU has the device and the guest drives it. */
void step_carry(struct step *s, const char *why);
/* QEMU has the device; the guest has to take it up.  state is what the pair is meanwhile. */
void step_await_use(struct step *s, enum pair_state state, const char *why);

/* Asks the guest to let the device go, if it is plugged, with a time limit. */
void step_start_release(struct step *s, enum pair_cause cause, const char *why);
/* It is out of QEMU, as was wanted. */
void step_released(struct step *s, const char *why);
/* The guest kept it: the pair goes on as it was before. */
void step_kept(struct step *s, enum tandem_error code, const char *why);
/* Answers a wish that cannot be granted; nothing changes. */
void step_refuse_release(struct step *s, enum tandem_error code, const char *why);

static inline bool pair_has_device(const struct pair *pair)
{
    return pair->device[0] != '\0';
}
