#include "team/pair.h"

#include <string.h>

/* Everything that a step gave, as one line: the state it led to, then the actions in their order. */
static char *line_of(const struct pair *pair, const struct pair_actions *actions)
{
    GString *line = g_string_new(pair_state_name(pair->state));

    g_string_append_c(line, ':');
    for (unsigned i = 0; i < actions->n; i++) {
        const struct pair_action *a = &actions->item[i];

        switch (a->type) {
        case PAIR_DO_DEVICE_DEL:
            g_string_append(line, " del");
            break;
        case PAIR_DO_DEVICE_ADD:
            g_string_append(line, " add");
            break;
        case PAIR_DO_ASK:
            g_string_append(line, " ask");
            break;
        case PAIR_DO_FIND_DEVICE:
            g_string_append(line, " find");
            break;
        case PAIR_DO_STEER:
            g_string_append_printf(line, " steer=%s", pair_path_name(a->path));
            break;
        case PAIR_DO_ANNOUNCE:
            g_string_append_printf(line, " announce=%s", pair_path_name(a->path));
            break;
        case PAIR_DO_ARM_TIMER:
            g_string_append_printf(line, " arm=%u", a->milliseconds);
            break;
        case PAIR_DO_CANCEL_TIMER:
            g_string_append(line, " cancel");
            break;
        case PAIR_DO_TELL:
            g_string_append_printf(line, " %s", pair_news_name(a->news));
            break;
        }
    }
    return g_string_free(line, FALSE);
}

/* A pair on its way, with the actions of the last step. */
struct life {
    struct pair pair;
    struct pair_actions actions;
    int64_t now;
};

static void begin(struct life *life, const struct pair_config *config)
{
    life->now = 1000;
    pair_init(&life->pair, config, life->now, &life->actions);
}

static void feed(struct life *life, const struct pair_event *event)
{
    life->now += 10;
    pair_handle(&life->pair, event, life->now, &life->actions);
}

#define HAPPENS(life, what, ...) feed((life), &(struct pair_event){.type = PAIR_EVENT_##what, __VA_ARGS__})

#define EXPECT(life, text)                                                                                             \
    do {                                                                                                               \
        g_autofree char *got_ = line_of(&(life)->pair, &(life)->actions);                                              \
        g_assert_cmpstr(got_, ==, (text));                                                                             \
    } while (0)

static const struct pair_config with_device = {.device = "0000:65:00.2", .port_is_heard = true};

/* Brings a pair into a state by the shortest way that a real machine takes. */
static void bring(struct life *life, enum pair_state state)
{
    begin(life, &with_device);
    if (state == PAIR_WAITING)
        return;
    HAPPENS(life, NEGOTIATED);
    HAPPENS(life, PRESENT);
    HAPPENS(life, HEARD);
    if (state == PAIR_RELEASING || state == PAIR_AWAY)
        HAPPENS(life, RELEASE, .cause = PAIR_FOR_MIGRATION);
    if (state == PAIR_AWAY || state == PAIR_DEGRADED || state == PAIR_HEALING)
        HAPPENS(life, DELETED);
    if (state == PAIR_HEALING) {
        HAPPENS(life, DEVICE_APPEARED, .device = "0000:65:00.3");
        HAPPENS(life, ADDED);
        HAPPENS(life, PRESENT);
    }
    g_assert_cmpstr(pair_state_name(life->pair.state), ==, pair_state_name(state));
}

#include "pair_expected.h"

static void every_event_in_every_state_does_what_is_expected(void)
{
    for (unsigned event = 0; event < PAIR_EVENT_COUNT; event++) {
        for (unsigned state = 0; state < PAIR_STATE_COUNT; state++) {
            struct life life;
            g_autofree char *got = NULL;
            const char *wanted = expected[event][state];

            bring(&life, state);
            feed(&life, &(struct pair_event){.type = event, .cause = PAIR_FOR_MIGRATION, .device = "0000:65:00.4"});
            got = line_of(&life.pair, &life.actions);
            if (!wanted || !g_str_equal(got, wanted))
                g_error("'%s' while %s: got '%s', expected '%s'", pair_event_name(event), pair_state_name(state), got,
                        wanted ? wanted : "(nothing is written down)");
        }
    }
}

static void a_boot_ends_with_the_transient_nic_in_use(void)
{
    struct life life;

    begin(&life, &with_device);
    EXPECT(&life, "waiting: changed steer=persistent");
    HAPPENS(&life, NEGOTIATED);
    EXPECT(&life, "waiting: steer=arriving ask");
    HAPPENS(&life, PRESENT);
    HAPPENS(&life, HEARD);
    EXPECT(&life, "active: changed cancel steer=transient");
    g_assert_true(pair_view(&life.pair).plugged);
    g_assert_cmpstr(pair_view(&life.pair).device, ==, "0000:65:00.2");
    g_assert_cmpint(pair_view(&life.pair).path_since, ==, life.now);
}

static void without_a_port_to_hear_the_nic_counts_as_used_when_plugged(void)
{
    struct life life;

    begin(&life, &(struct pair_config){.device = "0000:65:00.2"});
    HAPPENS(&life, NEGOTIATED);
    HAPPENS(&life, PRESENT);
    EXPECT(&life, "active: changed cancel steer=transient");
}

static void a_migration_that_is_given_up_leaves_the_pair_complete(void)
{
    struct life life;

    bring(&life, PAIR_AWAY);
    HAPPENS(&life, GIVE_BACK, .cause = PAIR_FOR_MIGRATION);
    HAPPENS(&life, ADDED);
    EXPECT(&life, "healing: ask");
    HAPPENS(&life, PRESENT);
    HAPPENS(&life, HEARD);
    EXPECT(&life, "active: changed cancel steer=transient");
}

static void a_release_that_comes_late_is_answered_by_plugging_back(void)
{
    struct life life;

    bring(&life, PAIR_RELEASING);
    HAPPENS(&life, TIME_UP);
    EXPECT(&life, "active: cancel changed cancel steer=transient release-failed");
    g_assert_cmpint(life.actions.item[4].code, ==, TANDEM_ERROR_TIMEOUT);
    HAPPENS(&life, DELETED);
    EXPECT(&life, "healing: steer=persistent changed cancel add announce=persistent");
}

static void a_release_that_is_called_off_serves_both_nics_until_the_limit(void)
{
    struct life life;

    bring(&life, PAIR_RELEASING);
    HAPPENS(&life, GIVE_BACK, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "active: changed release-failed given-back");
    g_assert_cmpint(pair_view(&life.pair).path, ==, PAIR_PATH_LEAVING);
    HAPPENS(&life, TIME_UP);
    EXPECT(&life, "active: steer=transient");
}

static void a_second_try_waits_although_qemu_refuses_to_ask_again(void)
{
    struct life life;

    bring(&life, PAIR_RELEASING);
    HAPPENS(&life, TIME_UP);
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_MIGRATION, .milliseconds = 500);
    EXPECT(&life, "releasing: changed steer=leaving arm=500 del");
    HAPPENS(&life, DEL_REFUSED, .text = "already in the process of unplug");
    EXPECT(&life, "releasing: note");
    HAPPENS(&life, DELETED);
    EXPECT(&life, "away: changed cancel steer=persistent announce=persistent released");
}

static void a_guest_that_reboots_during_a_release_is_asked_again(void)
{
    struct life life;

    bring(&life, PAIR_RELEASING);
    HAPPENS(&life, GUEST_RESET);
    HAPPENS(&life, NEGOTIATED);
    HAPPENS(&life, PRESENT);
    EXPECT(&life, "releasing: del");
    HAPPENS(&life, DEL_REFUSED);
    HAPPENS(&life, DELETED);
    EXPECT(&life, "away: changed cancel steer=persistent announce=persistent released");
}

static void a_reboot_that_completes_the_release_is_a_release(void)
{
    struct life life;

    bring(&life, PAIR_RELEASING);
    HAPPENS(&life, GUEST_RESET);
    HAPPENS(&life, DELETED);
    EXPECT(&life, "away: changed cancel steer=persistent announce=persistent released");
}

static void qemu_that_plugs_an_unwanted_nic_is_told_to_take_it_out(void)
{
    struct life life;

    bring(&life, PAIR_AWAY);
    HAPPENS(&life, GUEST_RESET);
    HAPPENS(&life, NEGOTIATED);
    EXPECT(&life, "away: ask");
    HAPPENS(&life, PRESENT);
    EXPECT(&life, "releasing: changed steer=leaving arm=10000 del");
}

static void a_paused_guest_is_not_asked_to_release(void)
{
    struct life life;

    bring(&life, PAIR_ACTIVE);
    HAPPENS(&life, GUEST_STOPPED);
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_SAVE);
    EXPECT(&life, "active: release-failed");
    g_assert_cmpint(life.actions.item[0].code, ==, TANDEM_ERROR_USAGE);
    HAPPENS(&life, GUEST_RUNNING);
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_SAVE);
    EXPECT(&life, "releasing: changed steer=leaving arm=10000 del");
}

static void what_was_detached_comes_back_only_by_attach(void)
{
    struct life life;

    bring(&life, PAIR_ACTIVE);
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_DETACH);
    HAPPENS(&life, DELETED);
    g_assert_null(pair_view(&life.pair).device);
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "away: released");
    HAPPENS(&life, GIVE_BACK, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "away: given-back");
    HAPPENS(&life, GIVE_BACK, .cause = PAIR_FOR_DETACH);
    EXPECT(&life, "degraded: changed cancel find given-back");
    HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.5");
    EXPECT(&life, "healing: changed cancel add");
}

static void a_guest_that_negotiates_without_a_device_is_degraded_and_heals(void)
{
    struct life life;

    begin(&life, &(struct pair_config){.port_is_heard = true});
    HAPPENS(&life, NEGOTIATED);
    EXPECT(&life, "degraded: changed cancel find");
    HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.2");
    HAPPENS(&life, ADDED);
    HAPPENS(&life, PRESENT);
    HAPPENS(&life, HEARD);
    EXPECT(&life, "active: changed cancel steer=transient");
}

static void a_nic_that_qemu_leaves_out_makes_the_pair_degraded(void)
{
    struct life life;

    begin(&life, &with_device);
    HAPPENS(&life, NEGOTIATED);
    HAPPENS(&life, ABSENT);
    EXPECT(&life, "degraded: changed cancel steer=persistent find arm=1000");
}

static void a_plug_that_fails_because_qemu_has_the_nic_is_found_out(void)
{
    struct life life;

    bring(&life, PAIR_DEGRADED);
    HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.2");
    HAPPENS(&life, PLUG_FAILED, .text = "Duplicate ID 'ua-t' for device");
    HAPPENS(&life, TIME_UP);
    EXPECT(&life, "degraded: ask");
    HAPPENS(&life, PRESENT);
    EXPECT(&life, "healing: changed steer=arriving arm=30000");
}

static void a_plug_that_fails_is_tried_again_later_each_time(void)
{
    static const unsigned waits[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    struct life life;

    bring(&life, PAIR_DEGRADED);
    for (unsigned i = 0; i < G_N_ELEMENTS(waits); i++) {
        g_autofree char *wanted = g_strdup_printf("degraded: changed arm=%u", waits[i]);

        HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.2");
        HAPPENS(&life, PLUG_FAILED, .text = "vfio: group 7 is not viable");
        EXPECT(&life, wanted);
        g_assert_nonnull(strstr(pair_view(&life.pair).cause, "group 7 is not viable"));
        HAPPENS(&life, TIME_UP);
        EXPECT(&life, "degraded: ask");
        HAPPENS(&life, ABSENT);
        EXPECT(&life, "degraded: find");
    }
}

static void a_nic_that_the_guest_does_not_take_up_is_reported_and_still_counts_when_heard(void)
{
    struct life life;

    bring(&life, PAIR_HEALING);
    HAPPENS(&life, TIME_UP);
    EXPECT(&life, "degraded: changed");
    g_assert_cmpint(pair_view(&life.pair).path, ==, PAIR_PATH_ARRIVING);
    HAPPENS(&life, HEARD);
    EXPECT(&life, "active: changed cancel steer=transient");
}

static void a_device_that_the_host_loses_is_taken_out_and_replaced(void)
{
    struct life life;

    bring(&life, PAIR_ACTIVE);
    HAPPENS(&life, DEVICE_LOST);
    EXPECT(&life, "releasing: changed steer=leaving arm=10000 del");
    HAPPENS(&life, DELETED);
    EXPECT(&life, "degraded: changed cancel steer=persistent find announce=persistent");
    HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.3");
    EXPECT(&life, "healing: changed cancel add");
}

static void a_lost_device_that_the_guest_keeps_is_replaced_when_it_goes(void)
{
    struct life life;

    bring(&life, PAIR_ACTIVE);
    HAPPENS(&life, DEVICE_LOST);
    HAPPENS(&life, TIME_UP);
    EXPECT(&life, "degraded: cancel changed cancel");
    HAPPENS(&life, DELETED);
    EXPECT(&life, "degraded: changed cancel steer=persistent find announce=persistent");
}

static void an_incoming_guest_leaves_the_switch_alone_until_it_runs_here(void)
{
    struct life life;

    begin(&life, &(struct pair_config){.device = "0000:65:00.2", .incoming = true, .port_is_heard = true});
    EXPECT(&life, "waiting: changed");
    HAPPENS(&life, NEGOTIATED);
    EXPECT(&life, "waiting: ask");
    HAPPENS(&life, PRESENT);
    EXPECT(&life, "waiting: changed arm=30000");
    HAPPENS(&life, GUEST_RUNNING);
    EXPECT(&life, "waiting: steer=arriving announce=persistent");
    HAPPENS(&life, GUEST_ARRIVED);
    EXPECT(&life, "waiting:");
    HAPPENS(&life, HEARD);
    EXPECT(&life, "active: changed cancel steer=transient");
}

static void an_incoming_guest_without_a_device_heals_only_when_it_runs_here(void)
{
    struct life life;

    begin(&life, &(struct pair_config){.incoming = true, .port_is_heard = true});
    HAPPENS(&life, NEGOTIATED);
    EXPECT(&life, "degraded: changed cancel find");
    HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.2");
    EXPECT(&life, "degraded: note");
    HAPPENS(&life, GUEST_ARRIVED);
    EXPECT(&life, "degraded: steer=persistent announce=persistent find");
    HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.2");
    EXPECT(&life, "healing: changed cancel add");
}

static void a_guest_that_has_left_takes_its_entry_along_and_may_come_back(void)
{
    struct life life;

    bring(&life, PAIR_AWAY);
    HAPPENS(&life, GUEST_GONE, .text = "migrated");
    EXPECT(&life, "away: changed cancel steer=none");
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "away: release-failed");
    HAPPENS(&life, GIVE_BACK, .cause = PAIR_FOR_MIGRATION, .text = "not confirmed");
    EXPECT(&life, "healing: steer=persistent changed cancel add given-back");
}

static void a_guest_that_stops_to_migrate_is_no_longer_served_here(void)
{
    struct life life;

    bring(&life, PAIR_AWAY);
    HAPPENS(&life, GUEST_STOPPED);
    EXPECT(&life, "away: steer=none");
    HAPPENS(&life, GUEST_RUNNING);
    EXPECT(&life, "away: steer=persistent");
    HAPPENS(&life, GUEST_STOPPED);
    HAPPENS(&life, GUEST_GONE);
    HAPPENS(&life, GUEST_RUNNING);
    EXPECT(&life, "away: steer=persistent announce=persistent");
}

static void a_migration_by_qemu_alone_has_no_time_limit_of_ours(void)
{
    struct life life;

    bring(&life, PAIR_ACTIVE);
    HAPPENS(&life, UNPLUG_PRIMARY);
    EXPECT(&life, "releasing: changed cancel steer=leaving");
    HAPPENS(&life, TIME_UP);
    EXPECT(&life, "releasing: note");
    HAPPENS(&life, GIVE_BACK, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "healing: changed ask release-failed given-back");
    HAPPENS(&life, PRESENT);
    EXPECT(&life, "healing: changed steer=arriving arm=30000");
}

static void a_release_wanted_while_the_plug_is_under_way_follows_it(void)
{
    struct life life;

    bring(&life, PAIR_DEGRADED);
    HAPPENS(&life, DEVICE_APPEARED, .device = "0000:65:00.2");
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "releasing: changed steer=leaving arm=10000");
    HAPPENS(&life, ADDED);
    HAPPENS(&life, PRESENT);
    EXPECT(&life, "releasing: del");
    HAPPENS(&life, DELETED);
    EXPECT(&life, "away: changed cancel steer=persistent announce=persistent released");
}

static void a_device_that_qemu_still_hides_cannot_be_detached(void)
{
    struct life life;

    begin(&life, &with_device);
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_DETACH);
    EXPECT(&life, "waiting: release-failed");
    HAPPENS(&life, RELEASE, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "away: changed cancel released");
    HAPPENS(&life, GIVE_BACK, .cause = PAIR_FOR_MIGRATION);
    EXPECT(&life, "waiting: changed given-back");
}

static void a_new_monitor_goes_on_where_the_last_one_died(void)
{
    static const char *const first[PAIR_STATE_COUNT] = {
        [PAIR_WAITING] = "waiting: changed steer=persistent ask",
        [PAIR_ACTIVE] = "active: changed steer=transient ask",
        [PAIR_RELEASING] = "releasing: changed arm=10000 steer=leaving ask",
        [PAIR_AWAY] = "away: changed steer=persistent ask",
        [PAIR_DEGRADED] = "degraded: changed steer=persistent ask",
        [PAIR_HEALING] = "degraded: changed steer=persistent ask",
    };
    static const char *const present[PAIR_STATE_COUNT] = {
        [PAIR_WAITING] = "waiting: changed steer=arriving arm=30000",
        [PAIR_ACTIVE] = "active:",
        [PAIR_RELEASING] = "releasing: del",
        [PAIR_AWAY] = "releasing: changed steer=leaving arm=10000 del",
        [PAIR_DEGRADED] = "healing: changed steer=arriving arm=30000",
        [PAIR_HEALING] = "healing: changed steer=arriving arm=30000",
    };

    for (unsigned state = 0; state < PAIR_STATE_COUNT; state++) {
        struct life old, next;
        struct pair_record record;

        bring(&old, state);
        record = pair_record(&old.pair);
        begin(&next, &with_device);
        pair_adopt(&next.pair, &record, true, next.now, &next.actions);
        EXPECT(&next, first[state]);
        HAPPENS(&next, PRESENT);
        EXPECT(&next, present[state]);
    }
}

/* --- a machine that is driven at random ----------------------------------------------------------
 *
 * QEMU, guest and host are played with the habits that were measured: QEMU plugs what it was given when the
 * guest negotiates, answers in order, refuses a second device_add and a second device_del; the guest may
 * ignore a device_del for long and follow it at last.  The pair sees only what a monitor would. */
struct world {
    struct life life;
    GRand *dice;
    GQueue inbox;        /* struct pair_event *: what QEMU has said and the monitor has not read */
    bool has_nic;        /* QEMU */
    bool has_options;    /* QEMU was given the NIC once, and plugs it when the guest negotiates */
    bool del_open;       /* QEMU waits for the guest */
    bool up, negotiated; /* the guest */
    bool timer, searching, wish_open;
    bool device; /* the host has one */
};

static void says(struct world *w, enum pair_event_type type)
{
    struct pair_event *event = g_new0(struct pair_event, 1);

    event->type = type;
    g_queue_push_tail(&w->inbox, event);
}

static void carry_out(struct world *w, const struct pair_action *a)
{
    struct pair *pair = &w->life.pair;

    switch (a->type) {
    case PAIR_DO_DEVICE_DEL:
        g_assert_true(pair->plugged);
        says(w, w->has_nic && !w->del_open ? PAIR_EVENT_COUNT : PAIR_EVENT_DEL_REFUSED);
        if (w->has_nic)
            w->del_open = true;
        break;
    case PAIR_DO_DEVICE_ADD:
        g_assert_false(pair->plugged);
        g_assert_cmpstr(pair->device, !=, "");
        if (w->has_nic || !w->device) {
            says(w, PAIR_EVENT_PLUG_FAILED);
        } else {
            w->has_options = true;
            w->has_nic = w->negotiated;
            says(w, PAIR_EVENT_ADDED);
        }
        break;
    case PAIR_DO_ASK:
        says(w, w->has_nic ? PAIR_EVENT_PRESENT : PAIR_EVENT_ABSENT);
        break;
    case PAIR_DO_FIND_DEVICE:
        w->searching = true;
        break;
    case PAIR_DO_STEER:
        g_assert_true(a->path != PAIR_PATH_TRANSIENT || pair->plugged);
        g_assert_true(a->path == PAIR_PATH_NONE || pair->here);
        break;
    case PAIR_DO_ANNOUNCE:
        g_assert_true(pair->here);
        break;
    case PAIR_DO_ARM_TIMER:
        w->timer = true;
        break;
    case PAIR_DO_CANCEL_TIMER:
        w->timer = false;
        break;
    case PAIR_DO_TELL:
        if (a->news == PAIR_NEWS_RELEASED || a->news == PAIR_NEWS_RELEASE_FAILED)
            w->wish_open = false;
        break;
    }
}

static void meets(struct world *w, const struct pair_event *event)
{
    feed(&w->life, event);
    for (unsigned i = 0; i < w->life.actions.n; i++)
        carry_out(w, &w->life.actions.item[i]);
    g_assert_true(w->life.pair.state != PAIR_RELEASING || w->timer);
    g_assert_true(w->life.pair.state != PAIR_ACTIVE || w->life.pair.plugged);
}

static void meets_type(struct world *w, enum pair_event_type type, enum pair_cause cause)
{
    meets(w, &(struct pair_event){.type = type, .cause = cause, .device = "0000:65:00.2"});
}

static void read_inbox(struct world *w)
{
    struct pair_event *event = g_queue_pop_head(&w->inbox);

    if (event && event->type != PAIR_EVENT_COUNT)
        meets(w, event);
    g_free(event);
}

static void guest_boots(struct world *w)
{
    if (w->negotiated)
        return;
    w->negotiated = true;
    w->has_nic |= w->has_options && w->device;
    says(w, PAIR_EVENT_NEGOTIATED);
}

static void guest_lets_go(struct world *w)
{
    if (!w->has_nic || !w->del_open || !w->up)
        return;
    w->has_nic = w->del_open = false;
    says(w, PAIR_EVENT_DELETED);
}

static void wishes(struct world *w, enum pair_event_type type)
{
    enum pair_cause cause = g_rand_int_range(w->dice, PAIR_FOR_MIGRATION, PAIR_FOR_LOSS);

    if (type == PAIR_EVENT_RELEASE && w->wish_open)
        return;
    if (type == PAIR_EVENT_RELEASE)
        w->wish_open = true;
    meets_type(w, type, cause);
}

static void something_happens(struct world *w)
{
    switch (g_rand_int_range(w->dice, 0, 16)) {
    case 0:
        guest_boots(w);
        break;
    case 1:
        guest_lets_go(w);
        break;
    case 2:
        if (g_rand_int_range(w->dice, 0, 4) == 0) {
            w->negotiated = false;
            says(w, PAIR_EVENT_GUEST_RESET);
        }
        break;
    case 3:
        w->up = !w->up;
        says(w, w->up ? PAIR_EVENT_GUEST_RUNNING : PAIR_EVENT_GUEST_STOPPED);
        break;
    case 4:
        if (w->timer) {
            w->timer = false;
            meets_type(w, PAIR_EVENT_TIME_UP, 0);
        }
        break;
    case 5:
        wishes(w, PAIR_EVENT_RELEASE);
        break;
    case 6:
        wishes(w, PAIR_EVENT_GIVE_BACK);
        break;
    case 7:
        if (w->device && g_rand_int_range(w->dice, 0, 4) == 0) {
            w->device = false;
            meets_type(w, PAIR_EVENT_DEVICE_LOST, 0);
        }
        break;
    case 8:
        w->device = true;
        if (w->searching) {
            w->searching = false;
            meets_type(w, PAIR_EVENT_DEVICE_APPEARED, 0);
        }
        break;
    case 9:
        if (w->has_nic && w->negotiated && w->up)
            meets_type(w, PAIR_EVENT_HEARD, 0);
        break;
    default:
        read_inbox(w);
    }
}

/* The storm is over: a guest that runs and cooperates, a host with a device, nobody wishes anything else. */
static void it_all_ends_well(struct world *w)
{
    w->device = w->up = true;
    says(w, PAIR_EVENT_GUEST_RUNNING);
    guest_boots(w);
    for (int i = 0; i < 60; i++) {
        while (!g_queue_is_empty(&w->inbox))
            read_inbox(w);
        guest_lets_go(w);
        while (!g_queue_is_empty(&w->inbox))
            read_inbox(w);
        if (i == 20 || i == 30)
            meets_type(w, PAIR_EVENT_GIVE_BACK, PAIR_FOR_DETACH);
        if (w->searching) {
            w->searching = false;
            meets_type(w, PAIR_EVENT_DEVICE_APPEARED, 0);
        } else if (w->has_nic && w->life.pair.state != PAIR_RELEASING) {
            meets_type(w, PAIR_EVENT_HEARD, 0);
        }
        if (w->timer && w->life.pair.state != PAIR_RELEASING) {
            w->timer = false;
            meets_type(w, PAIR_EVENT_TIME_UP, 0);
        }
    }
    g_assert_cmpstr(pair_state_name(w->life.pair.state), ==, "active");
    g_assert_cmpstr(pair_path_name(w->life.pair.steered), ==, "transient");
    g_assert_true(w->has_nic);
    g_assert_false(w->wish_open);
}

static void whatever_happens_the_pair_heals_when_it_can(void)
{
    for (unsigned round = 0; round < 3000; round++) {
        guint32 seed = g_test_rand_int();
        struct world w = {.dice = g_rand_new_with_seed(seed), .inbox = G_QUEUE_INIT, .up = true, .device = true};
        int steps = g_rand_int_range(w.dice, 0, 200);

        g_test_message("seed %u", seed);
        w.has_options = g_rand_boolean(w.dice);
        begin(&w.life, &(struct pair_config){.device = w.has_options ? "0000:65:00.2" : NULL,
                                             .port_is_heard = g_rand_boolean(w.dice)});
        while (steps-- > 0)
            something_happens(&w);
        it_all_ends_well(&w);
        g_rand_free(w.dice);
        g_queue_clear_full(&w.inbox, g_free);
    }
}

/* Not even a world that makes no sense brings the machine to do what must never be done. */
static void nonsense_never_plugs_twice_or_steers_to_nothing(void)
{
    struct life life;

    begin(&life, &with_device);
    for (unsigned i = 0; i < 200000; i++) {
        bool plugged = life.pair.plugged;

        life.pair.port_is_heard = i % 1000 < 500;
        feed(&life, &(struct pair_event){.type = g_test_rand_int_range(0, PAIR_EVENT_COUNT),
                                         .cause = g_test_rand_int_range(0, PAIR_CAUSE_COUNT),
                                         .device = g_test_rand_bit() ? "0000:65:00.2" : NULL});
        for (unsigned k = 0; k < life.actions.n; k++) {
            const struct pair_action *a = &life.actions.item[k];

            g_assert_true(a->type != PAIR_DO_DEVICE_ADD || (!life.pair.plugged && life.pair.adding));
            g_assert_true(a->type != PAIR_DO_DEVICE_DEL || plugged || life.pair.plugged);
            g_assert_true(a->type != PAIR_DO_STEER || a->path != PAIR_PATH_TRANSIENT || life.pair.plugged);
        }
        g_assert_true(life.pair.state != PAIR_ACTIVE || life.pair.plugged);
    }
}

static void names_are_found_again(void)
{
    for (unsigned i = 0; i < PAIR_STATE_COUNT; i++) {
        enum pair_state state;

        g_assert_true(pair_state_from_name(pair_state_name(i), &state));
        g_assert_cmpuint(state, ==, i);
    }
    for (unsigned i = 0; i < PAIR_CAUSE_COUNT; i++) {
        enum pair_cause cause;

        g_assert_true(pair_cause_from_name(pair_cause_name(i), &cause));
        g_assert_cmpuint(cause, ==, i);
    }
    g_assert_false(pair_state_from_name("activ", &(enum pair_state){0}));
    g_assert_cmpstr(pair_event_name(PAIR_EVENT_COUNT), ==, "?");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pair/every-event-in-every-state-does-what-is-expected",
                    every_event_in_every_state_does_what_is_expected);
    g_test_add_func("/pair/a-boot-ends-with-the-transient-nic-in-use", a_boot_ends_with_the_transient_nic_in_use);
    g_test_add_func("/pair/without-a-port-to-hear-the-nic-counts-as-used-when-plugged",
                    without_a_port_to_hear_the_nic_counts_as_used_when_plugged);
    g_test_add_func("/pair/a-migration-that-is-given-up-leaves-the-pair-complete",
                    a_migration_that_is_given_up_leaves_the_pair_complete);
    g_test_add_func("/pair/a-release-that-comes-late-is-answered-by-plugging-back",
                    a_release_that_comes_late_is_answered_by_plugging_back);
    g_test_add_func("/pair/a-release-that-is-called-off-serves-both-nics-until-the-limit",
                    a_release_that_is_called_off_serves_both_nics_until_the_limit);
    g_test_add_func("/pair/a-second-try-waits-although-qemu-refuses-to-ask-again",
                    a_second_try_waits_although_qemu_refuses_to_ask_again);
    g_test_add_func("/pair/a-guest-that-reboots-during-a-release-is-asked-again",
                    a_guest_that_reboots_during_a_release_is_asked_again);
    g_test_add_func("/pair/a-reboot-that-completes-the-release-is-a-release",
                    a_reboot_that_completes_the_release_is_a_release);
    g_test_add_func("/pair/qemu-that-plugs-an-unwanted-nic-is-told-to-take-it-out",
                    qemu_that_plugs_an_unwanted_nic_is_told_to_take_it_out);
    g_test_add_func("/pair/a-paused-guest-is-not-asked-to-release", a_paused_guest_is_not_asked_to_release);
    g_test_add_func("/pair/what-was-detached-comes-back-only-by-attach", what_was_detached_comes_back_only_by_attach);
    g_test_add_func("/pair/a-guest-that-negotiates-without-a-device-is-degraded-and-heals",
                    a_guest_that_negotiates_without_a_device_is_degraded_and_heals);
    g_test_add_func("/pair/a-nic-that-qemu-leaves-out-makes-the-pair-degraded",
                    a_nic_that_qemu_leaves_out_makes_the_pair_degraded);
    g_test_add_func("/pair/a-plug-that-fails-because-qemu-has-the-nic-is-found-out",
                    a_plug_that_fails_because_qemu_has_the_nic_is_found_out);
    g_test_add_func("/pair/a-plug-that-fails-is-tried-again-later-each-time",
                    a_plug_that_fails_is_tried_again_later_each_time);
    g_test_add_func("/pair/a-nic-that-the-guest-does-not-take-up-is-reported-and-still-counts-when-heard",
                    a_nic_that_the_guest_does_not_take_up_is_reported_and_still_counts_when_heard);
    g_test_add_func("/pair/a-device-that-the-host-loses-is-taken-out-and-replaced",
                    a_device_that_the_host_loses_is_taken_out_and_replaced);
    g_test_add_func("/pair/a-lost-device-that-the-guest-keeps-is-replaced-when-it-goes",
                    a_lost_device_that_the_guest_keeps_is_replaced_when_it_goes);
    g_test_add_func("/pair/an-incoming-guest-leaves-the-switch-alone-until-it-runs-here",
                    an_incoming_guest_leaves_the_switch_alone_until_it_runs_here);
    g_test_add_func("/pair/an-incoming-guest-without-a-device-heals-only-when-it-runs-here",
                    an_incoming_guest_without_a_device_heals_only_when_it_runs_here);
    g_test_add_func("/pair/a-guest-that-has-left-takes-its-entry-along-and-may-come-back",
                    a_guest_that_has_left_takes_its_entry_along_and_may_come_back);
    g_test_add_func("/pair/a-guest-that-stops-to-migrate-is-no-longer-served-here",
                    a_guest_that_stops_to_migrate_is_no_longer_served_here);
    g_test_add_func("/pair/a-migration-by-qemu-alone-has-no-time-limit-of-ours",
                    a_migration_by_qemu_alone_has_no_time_limit_of_ours);
    g_test_add_func("/pair/a-release-wanted-while-the-plug-is-under-way-follows-it",
                    a_release_wanted_while_the_plug_is_under_way_follows_it);
    g_test_add_func("/pair/a-device-that-qemu-still-hides-cannot-be-detached",
                    a_device_that_qemu_still_hides_cannot_be_detached);
    g_test_add_func("/pair/a-new-monitor-goes-on-where-the-last-one-died",
                    a_new_monitor_goes_on_where_the_last_one_died);
    g_test_add_func("/pair/names-are-found-again", names_are_found_again);
    g_test_add_func("/pair/whatever-happens-the-pair-heals-when-it-can", whatever_happens_the_pair_heals_when_it_can);
    g_test_add_func("/pair/nonsense-never-plugs-twice-or-steers-to-nothing",
                    nonsense_never_plugs_twice_or_steers_to_nothing);
    return g_test_run();
}
