#include "base/fd.h"
#include "base/stream.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>

/* One stream under test; what its handlers heard; the other end as a plain blocking socket. */
struct fixture {
    struct stream *stream;
    int peer;
    GString *lines; /* each followed by '|' */
    GString *raw;
    unsigned closed, drained;
    GError *error;
    size_t expect; /* asked for after the first line */
    bool free_in_line;
};

static void on_line(char *text, size_t length, void *data)
{
    struct fixture *f = data;

    g_assert_cmpuint(text[length], ==, '\0');
    g_string_append_len(f->lines, text, (gssize)length);
    g_string_append_c(f->lines, '|');
    if (f->expect > 0)
        stream_expect(f->stream, f->expect);
    f->expect = 0;
    if (f->free_in_line)
        g_clear_pointer(&f->stream, stream_free);
}

static void on_raw(const char *bytes, size_t length, void *data)
{
    g_string_append_len(((struct fixture *)data)->raw, bytes, (gssize)length);
}

static void on_drained(void *data)
{
    ((struct fixture *)data)->drained++;
}

static void on_closed(const GError *error, void *data)
{
    struct fixture *f = data;

    f->closed++;
    f->error = error ? g_error_copy(error) : NULL;
}

static const struct stream_handlers handlers = {on_line, on_raw, on_drained, on_closed};

static void set_up(struct fixture *f, gconstpointer unused)
{
    static const struct stream_limits limits = {.line_max = 1000, .out_max = 1 << 20, .fd_max = 2};
    int ends[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    f->stream = stream_new(ends[0], ends[0], NULL, &limits, &handlers, f);
    f->peer = ends[1];
    f->lines = g_string_new(NULL);
    f->raw = g_string_new(NULL);
}

static void tear_down(struct fixture *f, gconstpointer unused)
{
    stream_free(f->stream);
    close_fd(&f->peer);
    g_string_free(f->lines, TRUE);
    g_string_free(f->raw, TRUE);
    g_clear_error(&f->error);
}

static void peer_sends(struct fixture *f, const char *text)
{
    g_assert_cmpint(write(f->peer, text, strlen(text)), ==, (gssize)strlen(text));
}

static void run_while_busy(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

static void wait_for_the_end(struct fixture *f)
{
    while (!f->closed)
        g_main_context_iteration(NULL, TRUE);
}

static void lines_come_one_by_one(struct fixture *f, gconstpointer unused)
{
    peer_sends(f, "one\ntwo\r\n\nha");
    run_while_busy();
    g_assert_cmpstr(f->lines->str, ==, "one|two||");
    peer_sends(f, "lf\n");
    run_while_busy();
    g_assert_cmpstr(f->lines->str, ==, "one|two||half|");
}

static void raw_bytes_stand_between_lines(struct fixture *f, gconstpointer unused)
{
    f->expect = 5;
    peer_sends(f, "five\na\nb");
    run_while_busy();
    peer_sends(f, "\ncafter\n");
    run_while_busy();
    g_assert_cmpstr(f->raw->str, ==, "a\nb\nc");
    g_assert_cmpstr(f->lines->str, ==, "five|after|");
}

static void a_line_over_the_limit_breaks_the_stream(struct fixture *f, gconstpointer unused)
{
    g_autofree char *line = g_strnfill(1001, 'x');

    peer_sends(f, line);
    wait_for_the_end(f);
    g_assert_error(f->error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(f->error->message, "1000"));
    g_assert_cmpstr(f->lines->str, ==, "");
}

static void a_proper_end_is_no_error(struct fixture *f, gconstpointer unused)
{
    peer_sends(f, "bye\n");
    close_fd(&f->peer);
    wait_for_the_end(f);
    g_assert_no_error(f->error);
    g_assert_cmpstr(f->lines->str, ==, "bye|");
}

static void an_end_within_a_line_is_an_error(struct fixture *f, gconstpointer unused)
{
    peer_sends(f, "by");
    close_fd(&f->peer);
    wait_for_the_end(f);
    g_assert_error(f->error, TANDEM_ERROR, TANDEM_ERROR_HOST);
}

static void an_end_within_raw_bytes_is_an_error(struct fixture *f, gconstpointer unused)
{
    f->expect = 5;
    peer_sends(f, "five\nabc");
    close_fd(&f->peer);
    wait_for_the_end(f);
    g_assert_error(f->error, TANDEM_ERROR, TANDEM_ERROR_HOST);
}

static void a_stream_may_be_raw_for_ever(struct fixture *f, gconstpointer unused)
{
    stream_expect(f->stream, STREAM_ALL);
    peer_sends(f, "a\nb");
    run_while_busy();
    peer_sends(f, "c\nd");
    close_fd(&f->peer);
    wait_for_the_end(f);
    g_assert_cmpstr(f->raw->str, ==, "a\nbc\nd");
    g_assert_no_error(f->error);
}

static void a_peer_that_does_not_read_is_dropped(struct fixture *f, gconstpointer unused)
{
    g_autofree char *block = g_strnfill(64 * 1024, 'x');

    for (unsigned i = 0; i < 64; i++)
        stream_send(f->stream, block, 64 * 1024);
    g_assert_cmpuint(f->closed, ==, 0); /* not from within the call */
    wait_for_the_end(f);
    g_assert_error(f->error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_nonnull(strstr(f->error->message, "does not read"));
}

static void all_that_is_sent_arrives_in_order(struct fixture *f, gconstpointer unused)
{
    enum { BLOCK = 64 * 1024, BLOCKS = 12 };
    g_autofree char *got = g_malloc(BLOCK * BLOCKS);
    size_t have = 0;

    for (unsigned i = 0; i < BLOCKS; i++) {
        g_autofree char *block = g_strnfill(BLOCK, (char)('a' + i));

        stream_send(f->stream, block, BLOCK);
    }
    g_assert_cmpuint(stream_pending(f->stream), >, 0);
    while (have < BLOCK * BLOCKS) {
        ssize_t n = recv(f->peer, got + have, BLOCK * BLOCKS - have, MSG_DONTWAIT);

        have += (size_t)MAX(n, 0);
        run_while_busy();
    }
    for (unsigned i = 0; i < BLOCKS * BLOCK; i++)
        g_assert_cmpint(got[i], ==, 'a' + i / BLOCK);
    g_assert_cmpuint(stream_pending(f->stream), ==, 0);
    g_assert_cmpuint(f->drained, ==, 1);
}

static void a_held_stream_reads_on_when_let_go(struct fixture *f, gconstpointer unused)
{
    stream_hold(f->stream, true);
    peer_sends(f, "one\ntwo\n");
    close_fd(&f->peer);
    run_while_busy();
    g_assert_cmpstr(f->lines->str, ==, "");
    stream_hold(f->stream, false);
    wait_for_the_end(f);
    g_assert_cmpstr(f->lines->str, ==, "one|two|");
    g_assert_no_error(f->error);
}

static void the_owner_may_free_it_while_it_is_told_a_line(struct fixture *f, gconstpointer unused)
{
    f->free_in_line = true;
    peer_sends(f, "one\ntwo\n");
    run_while_busy();
    g_assert_cmpstr(f->lines->str, ==, "one|");
    g_assert_cmpuint(f->closed, ==, 0);
}

static void the_last_words_of_a_peer_that_left_are_heard(struct fixture *f, gconstpointer unused)
{
    peer_sends(f, "refused\n");
    close_fd(&f->peer);
    stream_send(f->stream, "x", 1); /* finds nobody there before the line was read */
    wait_for_the_end(f);
    g_assert_cmpstr(f->lines->str, ==, "refused|");
    g_assert_error(f->error, TANDEM_ERROR, TANDEM_ERROR_HOST);
}

static void descriptors_go_with_their_line(struct fixture *f, gconstpointer unused)
{
    static const struct stream_limits limits = {.line_max = 1000, .out_max = 1000};
    struct fixture other = {.lines = g_string_new(NULL), .raw = g_string_new(NULL)};
    int pipe_ends[2], got;
    char byte = 0;

    g_assert_cmpint(pipe2(pipe_ends, O_CLOEXEC), ==, 0);
    other.stream = stream_new(f->peer, f->peer, NULL, &limits, &handlers, &other);
    f->peer = -1;
    stream_send_fd(other.stream, "take\n", 5, pipe_ends[1]);
    run_while_busy();
    g_assert_cmpstr(f->lines->str, ==, "take|");
    got = stream_take_fd(f->stream);
    g_assert_cmpint(got, >=, 0);
    g_assert_cmpint(fcntl(got, F_GETFD) & FD_CLOEXEC, ==, FD_CLOEXEC);
    g_assert_cmpint(stream_take_fd(f->stream), ==, -1);
    g_assert_cmpint(write(got, "!", 1), ==, 1);
    g_assert_cmpint(read(pipe_ends[0], &byte, 1), ==, 1);
    g_assert_cmpint(byte, ==, '!');
    close(got);
    g_assert_cmpint(read(pipe_ends[0], &byte, 1), ==, 0); /* nobody else kept it */
    close(pipe_ends[0]);
    tear_down(&other, NULL);
}

static void too_many_descriptors_break_the_stream(struct fixture *f, gconstpointer unused)
{
    static const struct stream_limits limits = {.line_max = 1000, .out_max = 1000};
    struct fixture other = {.lines = g_string_new(NULL), .raw = g_string_new(NULL)};

    other.stream = stream_new(f->peer, f->peer, NULL, &limits, &handlers, &other);
    f->peer = -1;
    for (unsigned i = 0; i < 3; i++)
        stream_send_fd(other.stream, "x", 1, open("/dev/null", O_RDONLY | O_CLOEXEC));
    wait_for_the_end(f);
    g_assert_error(f->error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    tear_down(&other, NULL);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(struct fixture *f, gconstpointer unused);
    } tests[] = {
        {"lines-come-one-by-one", lines_come_one_by_one},
        {"raw-bytes-stand-between-lines", raw_bytes_stand_between_lines},
        {"a-line-over-the-limit-breaks-the-stream", a_line_over_the_limit_breaks_the_stream},
        {"a-proper-end-is-no-error", a_proper_end_is_no_error},
        {"an-end-within-a-line-is-an-error", an_end_within_a_line_is_an_error},
        {"an-end-within-raw-bytes-is-an-error", an_end_within_raw_bytes_is_an_error},
        {"a-stream-may-be-raw-for-ever", a_stream_may_be_raw_for_ever},
        {"a-peer-that-does-not-read-is-dropped", a_peer_that_does_not_read_is_dropped},
        {"all-that-is-sent-arrives-in-order", all_that_is_sent_arrives_in_order},
        {"a-held-stream-reads-on-when-let-go", a_held_stream_reads_on_when_let_go},
        {"the-owner-may-free-it-while-it-is-told-a-line", the_owner_may_free_it_while_it_is_told_a_line},
        {"the-last-words-of-a-peer-that-left-are-heard", the_last_words_of_a_peer_that_left_are_heard},
        {"descriptors-go-with-their-line", descriptors_go_with_their_line},
        {"too-many-descriptors-break-the-stream", too_many_descriptors_break_the_stream},
    };

    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/stream/", tests[i].path, NULL);

        g_test_add(path, struct fixture, NULL, set_up, tests[i].test, tear_down);
    }
    return g_test_run();
}
