/* team/pair.h - one pair of NICs through the whole life of its VM.
 *
 * waiting -> active <-> releasing -> away -> active; active or away -> degraded -> healing -> active.
 * Releasing is device_del with a time limit, before QEMU is told to migrate.  A guest that keeps the
 * device leaves the pair active and nothing else touched, whereas QEMU's own wait-unplug cannot be
 * called off: we never start it.
 *
 * The machine is pure.  It has no clock, no timer, no socket and allocates nothing: the monitor hands
 * it each event with its time (pair_handle) and carries out the actions that come back, in their
 * order.  What the monitor owes for an action stands beside that action below.  The monitor owns the
 * struct; it may be copied.
 *
 * Order of calls: pair_init once, then pair_handle for each event.  A monitor that takes over a
 * running QEMU calls pair_init and then pair_adopt with what its predecessor wrote down.
 */
#pragma once

#include "base/error.h"

#include <stdint.h>

/* What the status calls the pair's state. */
enum pair_state {
    PAIR_WAITING,   /* the guest has not negotiated failover, or not yet taken the transient NIC up */
    PAIR_ACTIVE,    /* the transient NIC carries the traffic */
    PAIR_RELEASING, /* the guest has been asked to let the transient NIC go */
    PAIR_AWAY,      /* released on purpose: migration, save, detach; or the guest has left this host */
    PAIR_DEGRADED,  /* the transient NIC should be there and is not, or the guest does not use it */
    PAIR_HEALING,   /* it is being plugged; the guest has not taken it up yet */
    PAIR_STATE_COUNT
};

/* Where the switch is to send what is meant for the pair's MAC (team/steer.h carries it out). */
enum pair_path {
    PAIR_PATH_NONE,       /* nowhere: the guest is not on this host */
    PAIR_PATH_PERSISTENT, /* to the persistent NIC */
    PAIR_PATH_LEAVING,    /* to both: the guest is about to let the transient NIC go */
    PAIR_PATH_ARRIVING,   /* to both, until the guest is heard on the transient NIC */
    PAIR_PATH_TRANSIENT,  /* to the transient NIC */
    PAIR_PATH_COUNT
};

/* Why a release is wanted, or for which release the device is to be given back. */
enum pair_cause {
    PAIR_FOR_NOTHING,
    PAIR_FOR_MIGRATION,
    PAIR_FOR_SAVE,
    PAIR_FOR_DETACH, /* outlasts the others: what was detached comes back only by PAIR_FOR_DETACH */
    PAIR_FOR_LOSS,   /* the host has lost the device; set by the machine itself, never by the monitor */
    PAIR_CAUSE_COUNT
};

enum pair_event_type {
    /* from QEMU */
    PAIR_EVENT_NEGOTIATED,     /* FAILOVER_NEGOTIATED; comes again after each boot */
    PAIR_EVENT_ADDED,          /* device_add was accepted */
    PAIR_EVENT_PRESENT,        /* asked, QEMU has the transient NIC (it is in /machine/peripheral) */
    PAIR_EVENT_ABSENT,         /* asked, QEMU does not have it (not there, or hidden from the guest) */
    PAIR_EVENT_PLUG_FAILED,    /* device_add was refused; text is QEMU's reason */
    PAIR_EVENT_DELETED,        /* DEVICE_DELETED for the transient NIC */
    PAIR_EVENT_DEL_REFUSED,    /* device_del was refused; text is QEMU's reason */
    PAIR_EVENT_UNPLUG_ERROR,   /* DEVICE_UNPLUG_GUEST_ERROR: the guest says no */
    PAIR_EVENT_UNPLUG_PRIMARY, /* UNPLUG_PRIMARY: somebody started a migration without a release */
    PAIR_EVENT_GUEST_RESET,    /* RESET */
    PAIR_EVENT_GUEST_STOPPED,  /* STOP */
    PAIR_EVENT_GUEST_RUNNING,  /* RESUME */
    PAIR_EVENT_GUEST_ARRIVED,  /* incoming migration or restore: completed, the guest runs here now */
    PAIR_EVENT_GUEST_GONE,     /* the guest runs elsewhere (migrated), or QEMU has ended; text says which */
    /* from the host */
    PAIR_EVENT_HEARD,           /* the guest uses the transient NIC: its port has been heard */
    PAIR_EVENT_DEVICE_APPEARED, /* there is a device for the pair; device is its address or name */
    PAIR_EVENT_DEVICE_LOST,     /* the device is no longer there, or no longer ours */
    PAIR_EVENT_TIME_UP,         /* the timer that the machine armed has run out */
    /* wishes; the answer is PAIR_NEWS_RELEASED, _RELEASE_FAILED, _GIVEN_BACK or a state that says why not */
    PAIR_EVENT_RELEASE,   /* cause says for what, milliseconds the time limit (0: the pair's own) */
    PAIR_EVENT_GIVE_BACK, /* cause says what was given up or is over; text may tell more */
    PAIR_EVENT_COUNT
};

struct pair_event {
    enum pair_event_type type;
    enum pair_cause cause;
    unsigned milliseconds;
    const char *device; /* DEVICE_APPEARED */
    const char *text;   /* QEMU's or the caller's own words; may be NULL */
};

enum pair_action_type {
    PAIR_DO_DEVICE_DEL,  /* device_del of the transient NIC; a refusal comes back as DEL_REFUSED */
    PAIR_DO_DEVICE_ADD,  /* device_add (JSON, always the same id, the device of pair_view); comes back as ADDED or
                            PLUG_FAILED */
    PAIR_DO_ASK,         /* look for the transient NIC in /machine/peripheral; comes back as PRESENT or ABSENT */
    PAIR_DO_FIND_DEVICE, /* look for a host device, now and until there is one; comes back as DEVICE_APPEARED */
    PAIR_DO_STEER,       /* path says where to */
    PAIR_DO_ANNOUNCE,    /* announce-self by the NIC that path names (it only), so that switches further out learn
                            where the guest is */
    PAIR_DO_ARM_TIMER,   /* one timer a pair: replaces the one before; comes back as TIME_UP after milliseconds */
    PAIR_DO_CANCEL_TIMER,
    PAIR_DO_TELL, /* an event for whoever listens, and the answer to a wish: news, text, code */
};

enum pair_news {
    PAIR_NEWS_CHANGED,        /* a new state; text is the cause */
    PAIR_NEWS_RELEASED,       /* answers RELEASE: QEMU no longer has the device */
    PAIR_NEWS_RELEASE_FAILED, /* answers RELEASE: code says TIMEOUT, HOST or USAGE; the pair is as before */
    PAIR_NEWS_GIVEN_BACK,     /* answers GIVE_BACK: it is there, on its way, or text says why it stays away */
    PAIR_NEWS_NOTE,           /* nothing changed; text says what came and why it was let pass */
    PAIR_NEWS_COUNT
};

#define PAIR_TEXT_MAX 200
#define PAIR_ACTIONS_MAX 12

struct pair_action {
    enum pair_action_type type;
    enum pair_path path;    /* STEER, ANNOUNCE */
    unsigned milliseconds;  /* ARM_TIMER */
    enum pair_news news;    /* TELL */
    enum tandem_error code; /* TELL of RELEASE_FAILED: the exit status it stands for */
    char text[PAIR_TEXT_MAX];
};

struct pair_actions {
    unsigned n;
    struct pair_action item[PAIR_ACTIONS_MAX];
};

struct pair_config {
    const char *device;  /* the host device QEMU was started with; NULL: none */
    bool incoming;       /* QEMU was started with -incoming: the guest is not here yet */
    bool detached;       /* incoming, and the pair was detached by wish where it came from */
    bool port_is_heard;  /* the monitor can tell HEARD (the transient NIC is on a port of ours); if false, the
                            guest is taken to use the NIC as soon as QEMU has it */
    unsigned release_ms; /* time limit of a release; 0: 10 s */
    unsigned take_up_ms; /* how long the guest may take to use what was plugged; 0: 30 s */
};

#define PAIR_DEVICE_MAX 64

/* Read it with pair_view; only pair.c changes it. */
struct pair {
    enum pair_state state;
    enum pair_state before;       /* RELEASING: the state it came from */
    enum pair_cause away_for;     /* RELEASING, AWAY: for what */
    enum pair_path path, steered; /* wanted; what the switch was last told (NONE while the guest is not here) */
    char device[PAIR_DEVICE_MAX]; /* empty: none known */
    bool negotiated, running, here;
    bool plugged;     /* QEMU has it */
    bool adding;      /* device_add is sent and not answered */
    bool hidden;      /* QEMU keeps it back until the guest negotiates */
    bool del_pending; /* an earlier device_del is with the guest, which may follow it yet */
    bool by_qemu;     /* RELEASING: QEMU does it itself; there is no time limit of ours */
    bool port_is_heard;
    unsigned release_ms, take_up_ms;
    unsigned asked;    /* ASKs without an answer */
    unsigned failures; /* plugs that failed one after another */
    int64_t state_since, path_since;
    char cause[PAIR_TEXT_MAX]; /* of the last change */
};

/* What the status shows. */
struct pair_view {
    enum pair_state state;
    int64_t state_since; /* the clock is the caller's: what it gave in */
    const char *cause;   /* of the last change; points into the pair */
    enum pair_path path; /* which NIC carries; both while it is leaving or arriving */
    int64_t path_since;
    const char *device; /* NULL if none is known */
    bool plugged;
};

/* Starts in PAIR_WAITING (or PAIR_AWAY if detached).  actions gets what has to be done at once: a
 * steering for a guest that boots here, nothing for an incoming one. */
void pair_init(struct pair *pair, const struct pair_config *config, int64_t now, struct pair_actions *actions);

/* What a monitor writes down of a pair, for the one that takes over when it dies. */
struct pair_record {
    enum pair_state state;
    enum pair_cause away_for;
    bool negotiated, here, hidden, del_pending;
};
struct pair_record pair_record(const struct pair *pair);

/* Takes over from a monitor that died, after a pair_init with the device that it wrote down, whose actions
 * are not carried out.  running is what QEMU answers now.  What happened in between is found out by asking
 * QEMU (an action); a release that was under way gets its full time limit again. */
void pair_adopt(struct pair *pair, const struct pair_record *record, bool running, int64_t now,
                struct pair_actions *actions);

/* Handles one event at the time now and fills *actions (what was in it is gone).  Every event is
 * defined in every state; what makes no sense there is let pass with a PAIR_NEWS_NOTE that says why. */
void pair_handle(struct pair *pair, const struct pair_event *event, int64_t now, struct pair_actions *actions);

struct pair_view pair_view(const struct pair *pair);

/* "waiting", "persistent", "migration", "failover negotiated", "released"...; never NULL. */
const char *pair_state_name(enum pair_state state);
const char *pair_path_name(enum pair_path path);
const char *pair_cause_name(enum pair_cause cause);
const char *pair_event_name(enum pair_event_type type);
const char *pair_news_name(enum pair_news news);

/* The states and causes by name, as a status file has them; false if there is none of that name. */
bool pair_state_from_name(const char *name, enum pair_state *ret_state);
bool pair_cause_from_name(const char *name, enum pair_cause *ret_cause);
