/* What each event does in each state: the state it leads to and the actions, as line_of() puts them.
 * A cell that is missing makes the test fail. */
static const char
    *const expected[PAIR_EVENT_COUNT]
                   [PAIR_STATE_COUNT] = {
                       [PAIR_EVENT_NEGOTIATED] =
                           {
                               [PAIR_WAITING] = "waiting: steer=arriving ask",
                               [PAIR_ACTIVE] = "waiting: changed steer=arriving ask",
                               [PAIR_RELEASING] = "releasing: ask",
                               [PAIR_AWAY] = "away: ask",
                               [PAIR_DEGRADED] = "degraded: ask",
                               [PAIR_HEALING] = "healing: ask",
                           },
                       [PAIR_EVENT_ADDED] =
                           {
                               [PAIR_WAITING] = "waiting: note ask",
                               [PAIR_ACTIVE] = "active: note ask",
                               [PAIR_RELEASING] = "releasing: note ask",
                               [PAIR_AWAY] = "away: note ask",
                               [PAIR_DEGRADED] = "degraded: note ask",
                               [PAIR_HEALING] = "healing: note ask",
                           },
                       [PAIR_EVENT_PRESENT] =
                           {
                               [PAIR_WAITING] = "waiting: changed steer=arriving arm=30000",
                               [PAIR_ACTIVE] = "active:",
                               [PAIR_RELEASING] = "releasing: del",
                               [PAIR_AWAY] = "releasing: changed steer=leaving arm=10000 del",
                               [PAIR_DEGRADED] = "healing: changed steer=arriving arm=30000",
                               [PAIR_HEALING] = "healing: changed steer=arriving arm=30000",
                           },
                       [PAIR_EVENT_ABSENT] =
                           {
                               [PAIR_WAITING] = "waiting:",
                               [PAIR_ACTIVE] = "degraded: changed cancel steer=persistent find",
                               [PAIR_RELEASING] = "away: changed cancel steer=persistent announce=persistent released",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "degraded: find",
                               [PAIR_HEALING] = "degraded: changed cancel steer=persistent find",
                           },
                       [PAIR_EVENT_PLUG_FAILED] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "active: note",
                               [PAIR_RELEASING] = "releasing: note",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "degraded: note",
                               [PAIR_HEALING] = "healing: note",
                           },
                       [PAIR_EVENT_DELETED] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "degraded: changed cancel steer=persistent find announce=persistent",
                               [PAIR_RELEASING] = "away: changed cancel steer=persistent announce=persistent released",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "degraded: note",
                               [PAIR_HEALING] = "degraded: changed cancel steer=persistent find announce=persistent",
                           },
                       [PAIR_EVENT_DEL_REFUSED] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "active: note",
                               [PAIR_RELEASING] = "active: cancel changed cancel steer=transient release-failed ask",
                               [PAIR_AWAY] = "away: note",
                               [PAIR_DEGRADED] = "degraded: note",
                               [PAIR_HEALING] = "healing: note",
                           },
                       [PAIR_EVENT_UNPLUG_ERROR] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "active: note",
                               [PAIR_RELEASING] = "active: cancel changed cancel steer=transient release-failed",
                               [PAIR_AWAY] = "away: note",
                               [PAIR_DEGRADED] = "degraded: note",
                               [PAIR_HEALING] = "healing: note",
                           },
                       [PAIR_EVENT_UNPLUG_PRIMARY] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "releasing: changed cancel steer=leaving",
                               [PAIR_RELEASING] = "releasing: note",
                               [PAIR_AWAY] = "away: note",
                               [PAIR_DEGRADED] = "degraded: note",
                               [PAIR_HEALING] = "releasing: changed cancel steer=leaving",
                           },
                       [PAIR_EVENT_GUEST_RESET] =
                           {
                               [PAIR_WAITING] = "waiting:",
                               [PAIR_ACTIVE] = "waiting: changed cancel steer=arriving",
                               [PAIR_RELEASING] = "releasing:",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "degraded:",
                               [PAIR_HEALING] = "waiting: changed cancel steer=arriving",
                           },
                       [PAIR_EVENT_GUEST_STOPPED] =
                           {
                               [PAIR_WAITING] = "waiting:",
                               [PAIR_ACTIVE] = "active:",
                               [PAIR_RELEASING] = "releasing: note",
                               [PAIR_AWAY] = "away: steer=none",
                               [PAIR_DEGRADED] = "degraded:",
                               [PAIR_HEALING] = "healing:",
                           },
                       [PAIR_EVENT_GUEST_RUNNING] =
                           {
                               [PAIR_WAITING] = "waiting:",
                               [PAIR_ACTIVE] = "active:",
                               [PAIR_RELEASING] = "releasing:",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "degraded:",
                               [PAIR_HEALING] = "healing:",
                           },
                       [PAIR_EVENT_GUEST_ARRIVED] =
                           {
                               [PAIR_WAITING] = "waiting:",
                               [PAIR_ACTIVE] = "active:",
                               [PAIR_RELEASING] = "releasing:",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "degraded:",
                               [PAIR_HEALING] = "healing:",
                           },
                       [PAIR_EVENT_GUEST_GONE] =
                           {
                               [PAIR_WAITING] = "away: changed cancel steer=none",
                               [PAIR_ACTIVE] = "away: changed cancel steer=none",
                               [PAIR_RELEASING] = "away: changed cancel steer=none",
                               [PAIR_AWAY] = "away: changed cancel steer=none",
                               [PAIR_DEGRADED] = "away: changed cancel steer=none",
                               [PAIR_HEALING] = "away: changed cancel steer=none",
                           },
                       [PAIR_EVENT_HEARD] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "active:",
                               [PAIR_RELEASING] = "releasing: note",
                               [PAIR_AWAY] = "away: note",
                               [PAIR_DEGRADED] = "degraded: note",
                               [PAIR_HEALING] = "active: changed cancel steer=transient",
                           },
                       [PAIR_EVENT_DEVICE_APPEARED] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "active: note",
                               [PAIR_RELEASING] = "releasing: note",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "healing: changed cancel add",
                               [PAIR_HEALING] = "healing: note",
                           },
                       [PAIR_EVENT_DEVICE_LOST] =
                           {
                               [PAIR_WAITING] = "waiting:",
                               [PAIR_ACTIVE] = "releasing: changed steer=leaving arm=10000 del",
                               [PAIR_RELEASING] = "releasing:",
                               [PAIR_AWAY] = "away:",
                               [PAIR_DEGRADED] = "degraded:",
                               [PAIR_HEALING] = "releasing: changed steer=leaving arm=10000 del",
                           },
                       [PAIR_EVENT_TIME_UP] =
                           {
                               [PAIR_WAITING] = "waiting: note",
                               [PAIR_ACTIVE] = "active:",
                               [PAIR_RELEASING] = "active: cancel changed cancel steer=transient release-failed",
                               [PAIR_AWAY] = "away: note",
                               [PAIR_DEGRADED] = "degraded: ask",
                               [PAIR_HEALING] = "degraded: changed",
                           },
                       [PAIR_EVENT_RELEASE] =
                           {
                               [PAIR_WAITING] = "away: changed cancel released",
                               [PAIR_ACTIVE] = "releasing: changed steer=leaving arm=10000 del",
                               [PAIR_RELEASING] = "releasing: release-failed",
                               [PAIR_AWAY] = "away: released",
                               [PAIR_DEGRADED] = "away: changed cancel released",
                               [PAIR_HEALING] = "releasing: changed steer=leaving arm=10000 del",
                           },
                       [PAIR_EVENT_GIVE_BACK] =
                           {
                               [PAIR_WAITING] = "waiting: given-back",
                               [PAIR_ACTIVE] = "active: given-back",
                               [PAIR_RELEASING] = "active: changed release-failed given-back",
                               [PAIR_AWAY] = "healing: changed cancel add given-back",
                               [PAIR_DEGRADED] = "degraded: find given-back",
                               [PAIR_HEALING] = "healing: given-back",
                           },
};
