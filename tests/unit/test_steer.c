/* A real bridge of the running kernel, with taps whose frames the test itself sends and reads, in a network
 * namespace that ends with the process. */
#include "base/fd.h"
#include "host/fdb.h"
#include "host/tap.h"
#include "team/steer.h"

#include <errno.h>
#include <fcntl.h>
#include <net/ethernet.h>
#include <netlink/route/link/bridge.h>
#include <poll.h>
#include <sched.h>
#include <string.h>

#define GUEST "52:54:00:aa:bb:01"
#define HOST "52:54:00:cc:dd:01"
#define EVERYBODY "ff:ff:ff:ff:ff:ff"
#define OUR_PROTOCOL 0x88b5 /* IEEE 802, for local experiments */

struct bench {
    struct netlink *netlink;
    struct steer *steer;
    int persistent, transient, other; /* taps; "other" is where the rest of the network is */
};

static void have_namespace(void)
{
    if (unshare(CLONE_NEWNET) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
        g_error("cannot make a network namespace: %s", g_strerror(errno));
}

static int open_port(struct netlink *netlink, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *got = NULL;
    int fd = -1;

    tap_open(name, 1, false, &fd, &got, &error);
    g_assert_no_error(error);
    netlink_bridge_add_port(netlink, "br", name, &error);
    g_assert_no_error(error);
    netlink_link_set_up(netlink, name, true, &error);
    g_assert_no_error(error);
    return fd;
}

static void set_up(struct bench *b, const void *data)
{
    g_autoptr(GError) error = NULL;

    have_namespace();
    b->netlink = netlink_open(&error);
    g_assert_no_error(error);
    g_assert_cmpint(rtnl_link_bridge_add(netlink_socket(b->netlink), "br"), ==, 0);
    netlink_link_set_up(b->netlink, "br", true, &error);
    b->persistent = open_port(b->netlink, "p");
    b->transient = open_port(b->netlink, "t");
    b->other = open_port(b->netlink, "x");
    b->steer = steer_new(GUEST, "p", "t", NULL);
    steer_prepare(b->steer, b->netlink, &error);
    g_assert_no_error(error);
}

static void tear_down(struct bench *b, const void *data)
{
    steer_free(b->steer);
    netlink_free(b->netlink);
    close_fd(&b->persistent);
    close_fd(&b->transient);
    close_fd(&b->other);
}

static void to_bytes(const char *text, uint8_t *mac)
{
    for (unsigned i = 0; i < 6; i++)
        mac[i] = (uint8_t)g_ascii_strtoull(text + 3 * i, NULL, 16);
}

struct frame {
    uint8_t to[6], from[6];
    uint16_t protocol;
    uint8_t number, padding[50];
} __attribute__((packed));

static void send_frame(int fd, const char *from, const char *to, uint8_t number)
{
    struct frame frame = {.protocol = htons(OUR_PROTOCOL), .number = number};

    to_bytes(to, frame.to);
    to_bytes(from, frame.from);
    g_assert_cmpint(write(fd, &frame, sizeof frame), ==, sizeof frame);
}

/* The next of our frames (the kernel's own are passed over); every one is followed by a broadcast, so this ends. */
static uint8_t next_frame(int fd)
{
    for (;;) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        struct frame frame;
        char rest[2048];
        ssize_t length;

        if (poll(&ready, 1, 5000) != 1)
            g_error("no frame came, not even the broadcast");
        length = read(fd, rest, sizeof rest);
        if (length < (ssize_t)sizeof frame)
            continue;
        memcpy(&frame, rest, sizeof frame);
        if (frame.protocol == htons(OUR_PROTOCOL))
            return frame.number;
    }
}

/* Where a frame for the guest comes out: "p", "t", "pt" or "". */
static const char *reaches(struct bench *b)
{
    static uint8_t number;
    uint8_t mark = ++number | 0x80, frame = mark & 0x7f;
    bool p, t;

    send_frame(b->other, HOST, GUEST, frame);
    send_frame(b->other, HOST, EVERYBODY, mark);
    p = next_frame(b->persistent) == frame;
    if (p)
        g_assert_cmpuint(next_frame(b->persistent), ==, mark);
    t = next_frame(b->transient) == frame;
    if (t)
        g_assert_cmpuint(next_frame(b->transient), ==, mark);
    return p && t ? "pt" : p ? "p" : t ? "t" : "";
}

static void go(struct bench *b, enum pair_path path)
{
    g_autoptr(GError) error = NULL;

    steer_apply(b->steer, b->netlink, path, &error);
    g_assert_no_error(error);
}

static bool heard(struct bench *b)
{
    g_autoptr(GError) error = NULL;
    bool answer;

    steer_heard(b->steer, b->netlink, &answer, &error);
    g_assert_no_error(error);
    return answer;
}

/* The guest (or QEMU in its name) speaks at a port; the frame has gone through when the broadcast arrives. */
static void guest_speaks(struct bench *b, int fd)
{
    send_frame(fd, GUEST, EVERYBODY, 0xff);
    while (next_frame(b->other) != 0xff)
        ;
    while (next_frame(fd == b->persistent ? b->transient : b->persistent) != 0xff)
        ;
}

static void frames_go_where_the_path_says(struct bench *b, const void *data)
{
    static const char *const where[PAIR_PATH_COUNT] = {
        [PAIR_PATH_NONE] = "pt",     [PAIR_PATH_PERSISTENT] = "p", [PAIR_PATH_LEAVING] = "pt",
        [PAIR_PATH_ARRIVING] = "pt", [PAIR_PATH_TRANSIENT] = "t",
    };

    for (unsigned from = 0; from < PAIR_PATH_COUNT; from++) {
        for (unsigned to = 0; to < PAIR_PATH_COUNT; to++) {
            go(b, from);
            g_assert_cmpstr(reaches(b), ==, where[from]);
            go(b, to);
            g_assert_cmpstr(reaches(b), ==, where[to]);
        }
    }
}

static void what_the_guest_says_elsewhere_moves_nothing(struct bench *b, const void *data)
{
    go(b, PAIR_PATH_TRANSIENT);
    guest_speaks(b, b->persistent);
    g_assert_cmpstr(reaches(b), ==, "t");
    go(b, PAIR_PATH_PERSISTENT);
    guest_speaks(b, b->transient);
    g_assert_cmpstr(reaches(b), ==, "p");
    go(b, PAIR_PATH_LEAVING);
    guest_speaks(b, b->transient);
    guest_speaks(b, b->persistent);
    g_assert_cmpstr(reaches(b), ==, "pt");
}

static void the_first_frame_of_an_arriving_nic_is_heard_and_followed(struct bench *b, const void *data)
{
    go(b, PAIR_PATH_ARRIVING);
    g_assert_false(heard(b));
    guest_speaks(b, b->persistent);
    g_assert_false(heard(b));
    g_assert_cmpstr(reaches(b), ==, "pt");
    guest_speaks(b, b->transient);
    g_assert_true(heard(b));
    g_assert_cmpstr(reaches(b), ==, "t");
    go(b, PAIR_PATH_ARRIVING); /* a reboot: what was learned before says nothing */
    g_assert_false(heard(b));
    g_assert_cmpstr(reaches(b), ==, "pt");
}

static void a_guest_that_only_listens_is_heard_by_its_reading(struct bench *b, const void *data)
{
    unsigned read = 0;

    go(b, PAIR_PATH_ARRIVING);
    for (; !heard(b) && read < 1000; read++)
        g_assert_cmpstr(reaches(b), ==, "pt"); /* the test reads both, as a guest does */
    g_assert_cmpuint(read, >, 2);
    g_assert_cmpuint(read, <, 10);
}

static void an_entry_that_was_put_does_not_age(struct bench *b, const void *data)
{
    g_autoptr(GError) error = NULL;
    enum fdb_kind kind;

    go(b, PAIR_PATH_PERSISTENT);
    fdb_look(b->netlink, "p", GUEST, &kind, &error);
    g_assert_no_error(error);
    g_assert_cmpint(kind, ==, FDB_STATIC);
    fdb_look(b->netlink, "t", GUEST, &kind, &error);
    g_assert_cmpint(kind, ==, FDB_NONE);
}

/* A guest that went to another host announces itself there: its entry here must not hold it back. */
static void a_guest_that_is_heard_behind_another_port_is_followed(struct bench *b, const void *data)
{
    go(b, PAIR_PATH_PERSISTENT);
    send_frame(b->other, GUEST, EVERYBODY, 0xfe);
    while (next_frame(b->persistent) != 0xfe)
        ;
    while (next_frame(b->transient) != 0xfe)
        ;
    g_assert_cmpstr(reaches(b), ==, "");
}

/* On the destination the bridge has learned the guest where it comes from. */
static void a_guest_that_arrives_is_no_longer_sought_where_it_was(struct bench *b, const void *data)
{
    send_frame(b->other, GUEST, EVERYBODY, 0xfd);
    while (next_frame(b->persistent) != 0xfd)
        ;
    while (next_frame(b->transient) != 0xfd)
        ;
    g_assert_cmpstr(reaches(b), ==, "");
    go(b, PAIR_PATH_ARRIVING);
    g_assert_cmpstr(reaches(b), ==, "pt");
}

static void an_entry_of_another_vm_is_left_alone(struct bench *b, const void *data)
{
    g_autoptr(GError) error = NULL;
    enum fdb_kind kind;

    go(b, PAIR_PATH_PERSISTENT);
    fdb_put(b->netlink, FDB_BRIDGE, "x", GUEST, &error); /* the destination on the same bridge */
    g_assert_no_error(error);
    go(b, PAIR_PATH_NONE);
    fdb_look(b->netlink, "x", GUEST, &kind, &error);
    g_assert_cmpint(kind, ==, FDB_STATIC);
}

static void ports_that_ended_with_qemu_are_no_error_at_the_end(struct bench *b, const void *data)
{
    g_autoptr(GError) error = NULL;

    go(b, PAIR_PATH_TRANSIENT);
    close_fd(&b->persistent);
    close_fd(&b->transient);
    go(b, PAIR_PATH_NONE);
    g_assert_false(steer_apply(b->steer, b->netlink, PAIR_PATH_PERSISTENT, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(error->message, "'t'"));
}

static void a_vf_is_served_past_the_bridge(void)
{
    g_assert_true(steer_plan(PAIR_PATH_ARRIVING, false).entry_at_persistent);
    g_assert_false(steer_plan(PAIR_PATH_ARRIVING, false).transient_learns);
    g_assert_true(steer_plan(PAIR_PATH_PERSISTENT, false).mac_at_pf);
    g_assert_false(steer_plan(PAIR_PATH_TRANSIENT, false).entry_at_transient);
    g_assert_false(steer_plan(PAIR_PATH_TRANSIENT, false).mac_at_pf);
}

static void a_port_outside_a_bridge_is_refused(struct bench *b, const void *data)
{
    g_autoptr(GError) error = NULL;

    netlink_link_release(b->netlink, "t", &error);
    g_assert_no_error(error);
    g_assert_false(steer_prepare(b->steer, b->netlink, &error));
    g_assert_cmpstr(error->message, ==,
                    "'t' is no port of a bridge, so nothing can be steered to it: ip link set DEV master BRIDGE");
}

#define ADD(name, function) g_test_add("/steer/" name, struct bench, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("frames-go-where-the-path-says", frames_go_where_the_path_says);
    ADD("what-the-guest-says-elsewhere-moves-nothing", what_the_guest_says_elsewhere_moves_nothing);
    ADD("the-first-frame-of-an-arriving-nic-is-heard-and-followed",
        the_first_frame_of_an_arriving_nic_is_heard_and_followed);
    ADD("a-guest-that-only-listens-is-heard-by-its-reading", a_guest_that_only_listens_is_heard_by_its_reading);
    ADD("an-entry-that-was-put-does-not-age", an_entry_that_was_put_does_not_age);
    ADD("a-guest-that-is-heard-behind-another-port-is-followed", a_guest_that_is_heard_behind_another_port_is_followed);
    ADD("a-guest-that-arrives-is-no-longer-sought-where-it-was", a_guest_that_arrives_is_no_longer_sought_where_it_was);
    ADD("an-entry-of-another-vm-is-left-alone", an_entry_of_another_vm_is_left_alone);
    ADD("ports-that-ended-with-qemu-are-no-error-at-the-end", ports_that_ended_with_qemu_are_no_error_at_the_end);
    ADD("a-port-outside-a-bridge-is-refused", a_port_outside_a_bridge_is_refused);
    g_test_add_func("/steer/a-vf-is-served-past-the-bridge", a_vf_is_served_past_the_bridge);
    return g_test_run();
}
