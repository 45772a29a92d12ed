/* Two monitors with a real QEMU each, and between them a channel that the test can cut. */
#include "vm_fixture.h"

#include "base/fd.h"
#include "vm/receive.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

struct two_hosts {
    struct vm_fixture from, to; /* two state roots stand for two hosts */
};

static void set_up(struct two_hosts *h, gconstpointer unused)
{
    vm_set_up(&h->from, NULL);
    vm_set_up(&h->to, NULL);
}

static void tear_down(struct two_hosts *h, gconstpointer unused)
{
    vm_tear_down(&h->from, NULL);
    vm_tear_down(&h->to, NULL);
}

/* ---- the channel ---- */

/* One direction: whole messages, with the bytes that belong to them. */
struct pipe_end {
    int fd;
    GString *text;
};

struct channel {
    int source_end;       /* what the source's monitor gets */
    struct pipe_end a, b; /* towards the source, towards the target */
    int target_end;
};

static struct channel channel_open(void)
{
    struct channel channel = {0};
    int ends[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    channel.source_end = ends[0];
    channel.a = (struct pipe_end){ends[1], g_string_new(NULL)};
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    channel.target_end = ends[0];
    channel.b = (struct pipe_end){ends[1], g_string_new(NULL)};
    return channel;
}

static void channel_close(struct channel *channel)
{
    close_fd(&channel->source_end);
    close_fd(&channel->target_end);
    close_fd(&channel->a.fd);
    close_fd(&channel->b.fd);
    if (channel->a.text)
        g_string_free(channel->a.text, TRUE);
    if (channel->b.text)
        g_string_free(channel->b.text, TRUE);
    channel->a.text = channel->b.text = NULL;
}

/* The length of the first whole message in the text, with its bytes; 0 if it is not whole yet. */
static size_t whole_message(const GString *text, char **type)
{
    const char *end = memchr(text->str, '\n', text->len);
    g_autoptr(json_object) message = NULL;
    int64_t bytes = 0;
    size_t length;

    if (!end)
        return 0;
    length = (size_t)(end - text->str) + 1;
    message = json_parse(text->str, length, 32, NULL);
    g_assert_nonnull(message);
    g_assert_true(json_get_int(message, "bytes", false, 0, 1 << 20, &bytes, NULL));
    if (text->len < length + (size_t)bytes)
        return 0;
    *type = g_strdup(json_peek_string(message, "type"));
    return length + (size_t)bytes;
}

/* As much as the other side still takes. */
static void send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);

        if (n < 0)
            return;
        bytes += n;
        length -= (size_t)n;
    }
}

/* Where the channel is cut: at the first message of that type, before or behind it. */
struct cut {
    const char *type; /* NULL: never */
    bool behind;
};

/* Hands on the whole messages that are there.  False at the cut, or if nobody takes them. */
static bool hand_on(struct pipe_end *from, struct pipe_end *to, const struct cut *cut)
{
    for (;;) {
        g_autofree char *type = NULL;
        size_t length = whole_message(from->text, &type);
        bool here = length > 0 && cut->type && strcmp(type, cut->type) == 0;

        if (length == 0)
            return true;
        if (here && !cut->behind)
            return false;
        /* Who has gone does not hear it, but may have said a last word, which is read before its end is. */
        send_all(to->fd, from->text->str, length);
        g_string_erase(from->text, 0, (gssize)length);
        if (here)
            return false;
    }
}

/* Reads from one end and hands on to the other.  False at an end or at the cut. */
static bool read_on(struct pipe_end *from, struct pipe_end *to, const struct cut *cut)
{
    char block[65536];
    ssize_t got = recv(from->fd, block, sizeof(block), 0);

    if (got <= 0)
        return false;
    g_string_append_len(from->text, block, got);
    return hand_on(from, to, cut);
}

static void hand_on_until_the_end(struct channel *channel, const struct cut *cut)
{
    bool goes_on = hand_on(&channel->a, &channel->b, cut) && hand_on(&channel->b, &channel->a, cut);

    while (goes_on) {
        struct pollfd ends[] = {{.fd = channel->a.fd, .events = POLLIN}, {.fd = channel->b.fd, .events = POLLIN}};

        g_assert_cmpint(poll(ends, 2, 60000), >, 0);
        if (ends[0].revents)
            goes_on = read_on(&channel->a, &channel->b, cut);
        if (goes_on && ends[1].revents)
            goes_on = read_on(&channel->b, &channel->a, cut);
    }
}

/* ---- the two sides ---- */

struct moving {
    struct channel channel;
    struct control_client *client;
    int64_t request;
    pid_t receiver;
    GError *error; /* of the request */
    struct json_object *result;
};

static void begin(struct two_hosts *h, struct moving *m, struct json_object *arguments)
{
    g_autoptr(GError) error = NULL;
    int fds[2];

    m->channel = channel_open();
    m->client = vm_client(&h->from, "vm");
    fds[0] = fds[1] = m->channel.source_end;
    m->request = control_client_send(m->client, "migrate", arguments, fds, 2, &error);
    g_assert_no_error(error);
    close_fd(&m->channel.source_end);
}

static void G_GNUC_NORETURN receive_and_exit(struct two_hosts *h, int channel, enum guest guest, const char *megabytes)
{
    g_autoptr(json_object) hello = receive_hello(channel, 60000, NULL);
    struct launch_options options = {.channel_in = channel, .channel_out = channel};
    struct vm vm;

    if (!hello)
        _exit(1);
    vm = vm_prepare(&h->to, json_peek_string(hello, "name"), guest);
    vm.plan->incoming = true;
    vm_add_argument(&vm, "-incoming");
    vm_add_argument(&vm, "defer");
    if (megabytes) {
        vm_add_argument(&vm, "-m");
        vm_add_argument(&vm, megabytes);
    }
    options.hello = json_object_to_json_string(hello);
    _exit(launch_detached(vm.state, vm.plan, &options, NULL) ? 0 : 1);
}

/* What `tandem receive` does, in a process of its own: it comes back when the guest runs or is not to. */
static void receive(struct two_hosts *h, struct moving *m, enum guest guest, const char *megabytes)
{
    m->receiver = fork();
    if (m->receiver == 0) {
        /* Else the others would never read an end. */
        control_client_free(m->client);
        close(m->channel.a.fd);
        close(m->channel.b.fd);
        receive_and_exit(h, m->channel.target_end, guest, megabytes);
    }
    close_fd(&m->channel.target_end);
}

static int receiver_status(struct moving *m)
{
    int status = 0;

    g_assert_cmpint(waitpid(m->receiver, &status, 0), ==, m->receiver);
    return WEXITSTATUS(status);
}

static void finish(struct moving *m)
{
    m->result = control_client_wait(m->client, m->request, 60000, &m->error);
}

static void forget(struct moving *m)
{
    channel_close(&m->channel);
    control_client_free(m->client);
    g_clear_error(&m->error);
    json_object_put(m->result);
}

/* Asks QEMU itself. */
static bool runs(struct vm_fixture *f)
{
    g_autoptr(json_object) status = vm_ask(f, "vm", "qmp", json_pair("command", "query-status"));
    bool running = false;

    g_assert_true(json_get_bool(status, "running", true, &running, NULL));
    return running;
}

/* The word that GUEST_WRITES counts in. */
static unsigned count_of(struct vm_fixture *f)
{
    struct json_object *arguments = json_object_new_object();
    g_autofree char *text = NULL;
    const char *colon;

    json_object_object_add(arguments, "command", json_object_new_string("human-monitor-command"));
    json_object_object_add(arguments, "arguments", json_pair("command-line", "xp /1uw 0x10000"));
    {
        g_autoptr(json_object) result = vm_ask(f, "vm", "qmp", arguments);

        text = g_strdup(json_object_get_string(result));
    }
    colon = strchr(text, ':');
    g_assert_nonnull(colon);
    return (unsigned)g_ascii_strtoull(colon + 2, NULL, 10);
}

static void assert_state(struct vm_fixture *f, enum machine_state expected)
{
    g_autoptr(status_t) status = vm_status(f, "vm");

    g_assert_nonnull(status);
    g_assert_cmpstr(machine_state_names[status->state], ==, machine_state_names[expected]);
}

/* ---- it goes well ---- */

static void a_guest_moves_and_goes_on(struct two_hosts *h, gconstpointer unused)
{
    struct moving m = {0};
    unsigned before;

    vm_run(&h->from, "vm", GUEST_WRITES);
    VM_WAIT_UNTIL((before = count_of(&h->from)) > 0);
    begin(h, &m, NULL);
    receive(h, &m, GUEST_IDLES, NULL); /* its own firmware is not what runs there */
    hand_on_until_the_end(&m.channel, &(struct cut){0});
    finish(&m);
    g_assert_no_error(m.error);
    g_assert_cmpint(receiver_status(&m), ==, 0);
    VM_WAIT_UNTIL(vm_is_gone(&h->from, "vm"));
    g_assert_true(runs(&h->to));
    assert_state(&h->to, MACHINE_RUNNING);
    VM_WAIT_UNTIL(count_of(&h->to) > before);
    {
        int64_t value = -1;
        bool settled = false;

        g_assert_true(json_get_int(m.result, "pause_ms", true, 0, 60000, &value, NULL));
        g_assert_true(json_get_int(m.result, "total_ms", true, 0, 60000, &value, NULL));
        g_assert_true(json_get_int(m.result, "transferred_bytes", true, 1, INT64_MAX, &value, NULL));
        g_assert_true(json_get_bool(m.result, "settled", true, &settled, NULL));
        g_assert_true(settled);
    }
    vm_kill(&h->to, "vm");
    forget(&m);
}

static void a_guest_moves_there_and_back(struct two_hosts *h, gconstpointer unused)
{
    struct two_hosts back = {h->to, h->from};

    vm_run(&h->from, "vm", GUEST_WRITES);
    for (unsigned i = 0; i < 4; i++) {
        struct two_hosts *hosts = i % 2 ? &back : h;
        struct moving m = {0};

        begin(hosts, &m, NULL);
        receive(hosts, &m, GUEST_IDLES, NULL);
        hand_on_until_the_end(&m.channel, &(struct cut){0});
        finish(&m);
        g_assert_no_error(m.error);
        g_assert_cmpint(receiver_status(&m), ==, 0);
        VM_WAIT_UNTIL(vm_is_gone(&hosts->from, "vm"));
        g_assert_true(runs(&hosts->to));
        forget(&m);
    }
    vm_kill(&h->from, "vm");
}

static void a_paused_guest_is_paused_there(struct two_hosts *h, gconstpointer unused)
{
    struct moving m = {0};

    vm_run(&h->from, "vm", GUEST_IDLES);
    json_object_put(vm_ask(&h->from, "vm", "pause", NULL));
    begin(h, &m, NULL);
    receive(h, &m, GUEST_IDLES, NULL);
    hand_on_until_the_end(&m.channel, &(struct cut){0});
    finish(&m);
    g_assert_no_error(m.error);
    g_assert_cmpint(receiver_status(&m), ==, 0);
    g_assert_false(runs(&h->to));
    assert_state(&h->to, MACHINE_PAUSED);
    json_object_put(vm_ask(&h->to, "vm", "resume", NULL));
    g_assert_true(runs(&h->to));
    vm_kill(&h->to, "vm");
    forget(&m);
}

/* ---- the channel breaks ---- */

enum place { ON_THE_SOURCE, ON_THE_TARGET, IN_DOUBT };

/* The target may have said `loaded` before the end of the stream comes, then the guest is handed over right behind it.
 */
static const struct {
    struct cut cut;
    enum place place;
} cuts[] = {
    {{"hello", false}, ON_THE_SOURCE},   {{"hello", true}, ON_THE_SOURCE},   {{"accept", false}, ON_THE_SOURCE},
    {{"accept", true}, ON_THE_SOURCE},   {{"stream", false}, ON_THE_SOURCE}, {{"stream", true}, ON_THE_SOURCE},
    {{"stream-end", false}, IN_DOUBT},   {{"stream-end", true}, IN_DOUBT},   {{"loaded", false}, ON_THE_SOURCE},
    {{"loaded", true}, IN_DOUBT},        {{"hand-over", false}, IN_DOUBT},   {{"hand-over", true}, ON_THE_TARGET},
    {{"running", false}, ON_THE_TARGET}, {{"running", true}, ON_THE_TARGET}, {{"settled", false}, ON_THE_TARGET},
    {{"settled", true}, ON_THE_TARGET},
};

static void assert_it_stayed(struct two_hosts *h)
{
    VM_WAIT_UNTIL(vm_is_gone(&h->to, "vm"));
    VM_WAIT_UNTIL(runs(&h->from)); /* a guest that was stopped for the move is let go on */
    assert_state(&h->from, MACHINE_RUNNING);
    vm_kill(&h->from, "vm");
}

/* It runs on the target; the source, if it is not sure, holds its copy. */
static void assert_it_left(struct two_hosts *h)
{
    VM_WAIT_UNTIL(!vm_is_gone(&h->to, "vm"));
    VM_WAIT_UNTIL(runs(&h->to));
    if (!vm_is_gone(&h->from, "vm")) {
        g_autoptr(status_t) status = vm_status(&h->from, "vm");

        if (status && status->state == MACHINE_HANDED_OVER) {
            g_assert_false(runs(&h->from));
            vm_kill(&h->from, "vm");
        }
    }
    VM_WAIT_UNTIL(vm_is_gone(&h->from, "vm"));
    g_assert_true(runs(&h->to));
    vm_kill(&h->to, "vm");
}

/* The target was not told, so it never runs; the source does not know that, and holds it. */
static void assert_it_is_in_doubt(struct two_hosts *h, const GError *error)
{
    VM_WAIT_UNTIL(vm_is_gone(&h->to, "vm"));
    if (!error || !strstr(error->message, "handed over")) { /* it may have heard of the cut before that */
        assert_it_stayed(h);
        return;
    }
    assert_state(&h->from, MACHINE_HANDED_OVER);
    g_assert_false(runs(&h->from));
    {
        g_autoptr(control_client_t) client = vm_client(&h->from, "vm");
        struct json_object *force = json_object_new_object();
        g_autoptr(GError) refused = NULL;

        g_assert_null(control_client_call(client, "resume", NULL, 60000, &refused));
        g_assert_error(refused, TANDEM_ERROR, TANDEM_ERROR_USAGE);
        g_assert_false(runs(&h->from));
        json_object_object_add(force, "force", json_object_new_boolean(true));
        json_object_put(vm_ask(&h->from, "vm", "resume", force));
    }
    g_assert_true(runs(&h->from));
    vm_kill(&h->from, "vm");
}

static void exactly_one_side_runs_it_when_the_channel_breaks(struct two_hosts *h, gconstpointer which)
{
    unsigned i = GPOINTER_TO_UINT(which);
    struct moving m = {0};

    vm_run(&h->from, "vm", GUEST_WRITES);
    begin(h, &m, NULL);
    receive(h, &m, GUEST_IDLES, NULL);
    hand_on_until_the_end(&m.channel, &cuts[i].cut);
    channel_close(&m.channel);
    finish(&m);
    receiver_status(&m);
    if (cuts[i].place == ON_THE_SOURCE)
        assert_it_stayed(h);
    else if (cuts[i].place == ON_THE_TARGET)
        assert_it_left(h);
    else
        assert_it_is_in_doubt(h, m.error);
    forget(&m);
}

/* ---- processes die ---- */

enum victim { SOURCE_MONITOR, SOURCE_QEMU, TARGET_MONITOR, TARGET_QEMU, VICTIM_COUNT };

static const struct {
    enum victim victim;
    const char *at; /* killed when this message has come to the test, and before it is handed on */
    enum place place;
} deaths[] = {
    {SOURCE_MONITOR, "accept", ON_THE_SOURCE},  {SOURCE_MONITOR, "stream", ON_THE_SOURCE},
    {SOURCE_MONITOR, "loaded", ON_THE_SOURCE},  {SOURCE_MONITOR, "hand-over", IN_DOUBT},
    {SOURCE_MONITOR, "running", ON_THE_TARGET}, {TARGET_MONITOR, "accept", ON_THE_SOURCE},
    {TARGET_MONITOR, "stream", ON_THE_SOURCE},  {TARGET_MONITOR, "loaded", IN_DOUBT},
    {TARGET_MONITOR, "hand-over", IN_DOUBT},    {TARGET_MONITOR, "running", ON_THE_TARGET},
    {TARGET_QEMU, "accept", ON_THE_SOURCE},     {TARGET_QEMU, "stream", ON_THE_SOURCE},
    {TARGET_QEMU, "loaded", ON_THE_SOURCE},     {TARGET_QEMU, "hand-over", ON_THE_SOURCE},
};

static struct process process_of(struct two_hosts *h, enum victim victim)
{
    g_autoptr(status_t) status = vm_status(victim <= SOURCE_QEMU ? &h->from : &h->to, "vm");

    g_assert_nonnull(status);
    return victim == SOURCE_QEMU || victim == TARGET_QEMU ? status->qemu : status->monitor;
}

static void exactly_one_side_runs_it_when_a_process_dies(struct two_hosts *h, gconstpointer which)
{
    unsigned i = GPOINTER_TO_UINT(which);
    struct moving m = {0};
    struct process process;

    vm_run(&h->from, "vm", GUEST_WRITES);
    begin(h, &m, NULL);
    receive(h, &m, GUEST_IDLES, NULL);
    hand_on_until_the_end(&m.channel, &(struct cut){deaths[i].at, false});
    process = process_of(h, deaths[i].victim);
    kill(process.pid, SIGKILL);
    vm_wait_for_end(&process);
    /* What was held back goes on its way. */
    hand_on_until_the_end(&m.channel, &(struct cut){0});
    channel_close(&m.channel);
    finish(&m);
    receiver_status(&m);
    if (deaths[i].victim == TARGET_MONITOR) /* who looks next finds a QEMU without a monitor */
        close(MAX(launch_reach(h->to.root, "vm", NULL), -1));
    if (deaths[i].place == ON_THE_SOURCE)
        assert_it_stayed(h);
    else if (deaths[i].place == ON_THE_TARGET)
        assert_it_left(h);
    else if (deaths[i].victim == SOURCE_MONITOR)
        assert_it_left(h); /* its last word came through */
    else
        assert_it_is_in_doubt(h, m.error);
    forget(&m);
}

/* ---- somebody does not want ---- */

static void it_can_be_cancelled(struct two_hosts *h, gconstpointer unused)
{
    struct moving m = {0};

    vm_run(&h->from, "vm", GUEST_WRITES);
    begin(h, &m, NULL);
    receive(h, &m, GUEST_IDLES, NULL);
    hand_on_until_the_end(&m.channel, &(struct cut){"stream", true}); /* and no further: it cannot get done */
    json_object_put(vm_ask(&h->from, "vm", "migrate-cancel", NULL));
    finish(&m);
    g_assert_error(m.error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(m.error->message, "cancelled"));
    channel_close(&m.channel);
    g_assert_cmpint(receiver_status(&m), ==, 1);
    assert_it_stayed(h);
    forget(&m);
}

static void a_client_that_goes_takes_its_migration_along(struct two_hosts *h, gconstpointer unused)
{
    struct moving m = {0};

    vm_run(&h->from, "vm", GUEST_WRITES);
    begin(h, &m, NULL);
    receive(h, &m, GUEST_IDLES, NULL);
    hand_on_until_the_end(&m.channel, &(struct cut){"accept", true});
    g_clear_pointer(&m.client, control_client_free);
    hand_on_until_the_end(&m.channel, &(struct cut){0});
    channel_close(&m.channel);
    g_assert_cmpint(receiver_status(&m), ==, 1);
    assert_it_stayed(h);
    forget(&m);
}

static void a_target_that_refuses_is_quoted(struct two_hosts *h, gconstpointer unused)
{
    g_autoptr(GError) why = g_error_new(TANDEM_ERROR, TANDEM_ERROR_UNSUPPORTED, "there is no tea here");
    g_autoptr(json_object) hello = NULL;
    struct moving m = {0};

    vm_run(&h->from, "vm", GUEST_IDLES);
    begin(h, &m, NULL);
    hello = receive_hello(m.channel.a.fd, 60000, NULL);
    g_assert_cmpstr(json_peek_string(hello, "name"), ==, "vm");
    receive_refuse(m.channel.a.fd, why);
    finish(&m);
    g_assert_error(m.error, TANDEM_ERROR, TANDEM_ERROR_UNSUPPORTED);
    g_assert_nonnull(strstr(m.error->message, "there is no tea here"));
    assert_it_stayed(h);
    forget(&m);
}

static void a_target_that_is_another_machine_fails_and_the_guest_stays(struct two_hosts *h, gconstpointer unused)
{
    struct moving m = {0};

    vm_run(&h->from, "vm", GUEST_IDLES);
    begin(h, &m, NULL);
    receive(h, &m, GUEST_IDLES, "32"); /* twice the memory */
    hand_on_until_the_end(&m.channel, &(struct cut){0});
    finish(&m);
    g_assert_error(m.error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(m.error->message, "the other host"));
    g_assert_cmpint(receiver_status(&m), ==, 1);
    assert_it_stayed(h);
    forget(&m);
}

/* Each is what a target says instead of `accept`. */
static const char *const nonsense[] = {"garbage\n",
                                       "{\"type\":\"tea\"}\n",
                                       "{\"type\":\"loaded\"}\n",
                                       "{\"type\":\"running\"}\n",
                                       "{\"type\":\"stream\",\"bytes\":-1}\n",
                                       "{\"type\":\"stream\",\"bytes\":99999999}\n",
                                       "[1]\n"};

static void nonsense_from_the_target_harms_nobody(struct two_hosts *h, gconstpointer unused)
{
    vm_run(&h->from, "vm", GUEST_IDLES);
    for (unsigned i = 0; i < G_N_ELEMENTS(nonsense); i++) {
        g_autoptr(json_object) hello = NULL;
        struct moving m = {0};

        begin(h, &m, NULL);
        hello = receive_hello(m.channel.a.fd, 60000, NULL);
        send_all(m.channel.a.fd, nonsense[i], strlen(nonsense[i]));
        finish(&m);
        g_assert_error(m.error, TANDEM_ERROR, TANDEM_ERROR_HOST);
        g_assert_true(runs(&h->from));
        forget(&m);
    }
    vm_kill(&h->from, "vm");
}

static void a_hello_of_another_protocol_is_refused(struct two_hosts *h, gconstpointer unused)
{
    static const char *const hellos[] = {"{\"type\":\"hello\",\"protocol\":99}\n", "SSH-2.0\n",
                                         "{\"type\":\"accept\"}\n"};

    for (unsigned i = 0; i < G_N_ELEMENTS(hellos); i++) {
        struct channel channel = channel_open();
        g_autoptr(GError) error = NULL;

        send_all(channel.a.fd, hellos[i], strlen(hellos[i]));
        g_assert_null(receive_hello(channel.source_end, 60000, &error));
        g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
        channel_close(&channel);
    }
}

int main(int argc, char **argv)
{
#define ADD(path_, data_, test_) g_test_add(path_, struct two_hosts, data_, set_up, test_, tear_down)
    g_test_init(&argc, &argv, NULL);
    ADD("/migration/a-guest-moves-and-goes-on", NULL, a_guest_moves_and_goes_on);
    ADD("/migration/a-guest-moves-there-and-back", NULL, a_guest_moves_there_and_back);
    ADD("/migration/a-paused-guest-is-paused-there", NULL, a_paused_guest_is_paused_there);
    for (unsigned i = 0; i < G_N_ELEMENTS(cuts); i++) {
        g_autofree char *path = g_strdup_printf("/migration/exactly-one-side-runs-it-when-the-channel-breaks/%s-%s",
                                                cuts[i].cut.behind ? "behind" : "before", cuts[i].cut.type);

        ADD(path, GUINT_TO_POINTER(i), exactly_one_side_runs_it_when_the_channel_breaks);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(deaths); i++) {
        static const char *const victims[VICTIM_COUNT] = {"source-monitor", "source-qemu", "target-monitor",
                                                          "target-qemu"};
        g_autofree char *path = g_strdup_printf("/migration/exactly-one-side-runs-it-when-a-process-dies/%s-at-%s",
                                                victims[deaths[i].victim], deaths[i].at);

        ADD(path, GUINT_TO_POINTER(i), exactly_one_side_runs_it_when_a_process_dies);
    }
    ADD("/migration/it-can-be-cancelled", NULL, it_can_be_cancelled);
    ADD("/migration/a-client-that-goes-takes-its-migration-along", NULL, a_client_that_goes_takes_its_migration_along);
    ADD("/migration/a-target-that-refuses-is-quoted", NULL, a_target_that_refuses_is_quoted);
    ADD("/migration/a-target-that-is-another-machine-fails-and-the-guest-stays", NULL,
        a_target_that_is_another_machine_fails_and_the_guest_stays);
    ADD("/migration/nonsense-from-the-target-harms-nobody", NULL, nonsense_from_the_target_harms_nobody);
    ADD("/migration/a-hello-of-another-protocol-is-refused", NULL, a_hello_of_another_protocol_is_refused);
    return g_test_run();
}
