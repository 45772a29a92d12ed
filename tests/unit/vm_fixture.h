/* Machines for tests: a real QEMU with a guest of a few bytes, in a state root of its own.
 *
 * The guest is the firmware: code at the reset vector that does one thing and halts.  It runs within
 * milliseconds, needs no image and no download.
 */
#pragma once

#include "vm/control_client.h"
#include "vm/launch.h"

enum guest {
    GUEST_IDLES, /* halts */
    GUEST_OBEYS, /* powers down when the power button is pressed */
    GUEST_POWERS_OFF,
    GUEST_REBOOTS,
    GUEST_PANICS,
    GUEST_WRITES, /* writes to 64 KiB of its memory for ever */
    GUEST_COUNT
};

struct vm_fixture {
    char *folder; /* temporary, with the firmware files in it */
    char *root;   /* the state root, folder/root unless a test changes it */
};

void vm_set_up(struct vm_fixture *f, gconstpointer unused);

/* Fails the test if a machine's directory is left. */
void vm_tear_down(struct vm_fixture *f, gconstpointer unused);

/* A machine that is claimed and planned, and not started. */
struct vm {
    struct vm_fixture *f;
    struct state *state;
    struct plan *plan;
    int qmp; /* the listening socket, for QEMU */
};

/* q35 without devices, with that guest.  Change the plan before it is started. */
struct vm vm_prepare(struct vm_fixture *f, const char *name, enum guest guest);

/* Adds an argument for QEMU. */
void vm_add_argument(struct vm *vm, const char *argument);

/* Starts it in the background; gives back what vm_prepare made. */
bool vm_start(struct vm *vm, GError **error);

/* All in one; it has to succeed. */
void vm_run(struct vm_fixture *f, const char *name, enum guest guest);

/* Until GUEST_OBEYS has its power button enabled; pressed before, it is not noticed.  vm_run does it. */
void vm_wait_until_it_obeys(struct vm_fixture *f, const char *name);

/* A connection to its monitor; it has to succeed. */
struct control_client *vm_client(struct vm_fixture *f, const char *name);

/* Asks and waits (for a minute at most); it has to succeed. */
struct json_object *vm_ask(struct vm_fixture *f, const char *name, const char *verb, struct json_object *arguments);

/* The status as the file has it; NULL if there is no machine. */
struct status *vm_status(struct vm_fixture *f, const char *name);

/* True if nothing is left of it. */
bool vm_is_gone(struct vm_fixture *f, const char *name);

/* Ends it and waits until nothing of it is left. */
void vm_kill(struct vm_fixture *f, const char *name);

/* Waits until the process is gone (a minute at most, then the test fails). */
void vm_wait_for_end(const struct process *process);

/* Waits until the condition holds, a minute at most. */
#define VM_WAIT_UNTIL(condition)                                                                                       \
    do {                                                                                                               \
        int64_t vm_deadline = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;                                            \
        while (!(condition)) {                                                                                         \
            g_assert_cmpint(g_get_monotonic_time(), <, vm_deadline);                                                   \
            g_usleep(5000);                                                                                            \
        }                                                                                                              \
    } while (0)
