/* A steady stream of ICMP echo requests, counted: how a test, the demo and the benchmark see from outside
 * what a guest's network loses.  The guest's kernel answers; nothing has to run there.
 *
 *     echo_stream [--log FILE] [--interval MS] [--count N] ADDRESS
 *
 * Sends until SIGTERM or SIGINT or N requests, waits a second for the last answers, and prints one JSON
 * object: sent, answered, lost, longest_silence_ms (between two answers), silences (longer than five
 * intervals, with their start in milliseconds since the first request).  --log writes a line a request:
 * time in milliseconds since the epoch, and the round trip in milliseconds or "lost".
 */
#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <json-c/json.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

struct request {
    int64_t sent, answered; /* µs of the monotonic clock; answered 0: not (yet) */
};

struct stream {
    int socket;
    struct sockaddr_in peer;
    uint16_t identifier;
    GArray *requests;
};

static char *log_file;
static int interval_ms = 20, request_limit;

static const GOptionEntry options[] = {
    {"log", 0, 0, G_OPTION_ARG_FILENAME, &log_file, "Write a line a request", "FILE"},
    {"interval", 0, 0, G_OPTION_ARG_INT, &interval_ms, "Between two requests", "MS"},
    {"count", 0, 0, G_OPTION_ARG_INT, &request_limit, "Stop after so many requests", "N"},
    {0},
};

static uint16_t internet_checksum(const void *data, size_t length)
{
    const uint8_t *bytes = data;
    uint32_t sum = 0;

    for (size_t i = 0; i + 1 < length; i += 2)
        sum += (uint32_t)(bytes[i] << 8 | bytes[i + 1]);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return htons((uint16_t)~sum);
}

/* The sequence number has 16 bits; the payload carries the whole number. */
static void send_request(struct stream *stream)
{
    struct {
        struct icmphdr header;
        uint32_t number;
        uint8_t padding[52];
    } packet = {.header = {.type = ICMP_ECHO}};
    struct request request = {.sent = g_get_monotonic_time()};

    packet.number = htonl(stream->requests->len);
    packet.header.un.echo.id = stream->identifier;
    packet.header.un.echo.sequence = htons((uint16_t)stream->requests->len);
    packet.header.checksum = internet_checksum(&packet, sizeof(packet));
    g_array_append_val(stream->requests, request);
    /* "no route", "no buffer": the request counts as sent and lost, which is what the network did with it */
    sendto(stream->socket, &packet, sizeof(packet), 0, (struct sockaddr *)&stream->peer, sizeof(stream->peer));
}

static void take_answers(struct stream *stream)
{
    uint8_t packet[2048];
    ssize_t length;

    while ((length = recv(stream->socket, packet, sizeof(packet), MSG_DONTWAIT)) > 0) {
        size_t header = (packet[0] & 0xfu) * 4;
        struct icmphdr icmp;
        uint32_t number;
        struct request *request;

        if ((size_t)length < header + sizeof(icmp) + sizeof(number))
            continue;
        memcpy(&icmp, packet + header, sizeof(icmp));
        memcpy(&number, packet + header + sizeof(icmp), sizeof(number));
        number = ntohl(number);
        if (icmp.type != ICMP_ECHOREPLY || icmp.un.echo.id != stream->identifier || number >= stream->requests->len)
            continue;
        request = &g_array_index(stream->requests, struct request, number);
        if (!request->answered)
            request->answered = g_get_monotonic_time();
    }
}

/* Sends and receives until told to stop, then only receives for a second. */
static void run(struct stream *stream, int stop_fd, int timer_fd)
{
    struct pollfd fds[] = {{stream->socket, POLLIN, 0}, {stop_fd, POLLIN, 0}, {timer_fd, POLLIN, 0}};
    int64_t end = INT64_MAX;

    send_request(stream);
    while (g_get_monotonic_time() < end) {
        uint64_t expirations;

        if (poll(fds, G_N_ELEMENTS(fds), end == INT64_MAX ? -1 : 100) < 0 && errno != EINTR)
            return;
        take_answers(stream);
        if (end != INT64_MAX)
            continue;
        if ((fds[1].revents & POLLIN) || (request_limit && stream->requests->len >= (unsigned)request_limit)) {
            end = g_get_monotonic_time() + G_USEC_PER_SEC;
            fds[1].fd = fds[2].fd = -1;
        } else if ((fds[2].revents & POLLIN) && read(timer_fd, &expirations, sizeof(expirations)) > 0) {
            send_request(stream);
        }
    }
}

static gint compare_times(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

/* The times of all answers in the order in which they came. */
static GArray *answer_times(const struct stream *stream)
{
    GArray *times = g_array_new(FALSE, FALSE, sizeof(int64_t));

    for (guint i = 0; i < stream->requests->len; i++) {
        const struct request *request = &g_array_index(stream->requests, struct request, i);

        if (request->answered)
            g_array_append_val(times, request->answered);
    }
    g_array_sort(times, compare_times);
    return times;
}

static void print_result(const struct stream *stream)
{
    g_autoptr(GArray) times = answer_times(stream);
    struct json_object *result = json_object_new_object(), *silences = json_object_new_array();
    int64_t first = g_array_index(stream->requests, struct request, 0).sent, before = first, longest = 0;

    for (guint i = 0; i < times->len; i++) {
        int64_t at = g_array_index(times, int64_t, i), silence = at - before;

        longest = MAX(longest, silence);
        if (silence > 5 * (int64_t)interval_ms * 1000) {
            struct json_object *entry = json_object_new_object();

            json_object_object_add(entry, "at_ms", json_object_new_int64((before - first) / 1000));
            json_object_object_add(entry, "ms", json_object_new_int64(silence / 1000));
            json_object_array_add(silences, entry);
        }
        before = at;
    }
    json_object_object_add(result, "sent", json_object_new_int64(stream->requests->len));
    json_object_object_add(result, "answered", json_object_new_int64(times->len));
    json_object_object_add(result, "lost", json_object_new_int64((int64_t)stream->requests->len - times->len));
    json_object_object_add(result, "longest_silence_ms", json_object_new_int64(longest / 1000));
    json_object_object_add(result, "silences", silences);
    puts(json_object_to_json_string_ext(result, JSON_C_TO_STRING_SPACED));
    json_object_put(result);
}

static bool write_log(const struct stream *stream, const char *file)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    int64_t epoch = g_get_real_time() - g_get_monotonic_time();

    for (guint i = 0; i < stream->requests->len; i++) {
        const struct request *request = &g_array_index(stream->requests, struct request, i);

        g_string_append_printf(text, "%" G_GINT64_FORMAT " ", (request->sent + epoch) / 1000);
        if (request->answered)
            g_string_append_printf(text, "%.3f\n", (double)(request->answered - request->sent) / 1000);
        else
            g_string_append(text, "lost\n");
    }
    if (g_file_set_contents(file, text->str, (gssize)text->len, &error))
        return true;
    fprintf(stderr, "echo_stream: %s\n", error->message);
    return false;
}

static int open_timer(void)
{
    struct timespec interval = {interval_ms / 1000, interval_ms % 1000 * 1000000L};
    struct itimerspec spec = {.it_interval = interval, .it_value = interval};
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);

    return fd >= 0 && timerfd_settime(fd, 0, &spec, NULL) == 0 ? fd : -1;
}

static int open_stop_signals(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int main(int argc, char **argv)
{
    GOptionContext *context = g_option_context_new("ADDRESS");
    g_autoptr(GError) error = NULL;
    struct stream stream = {.peer = {.sin_family = AF_INET}, .identifier = (uint16_t)getpid()};
    bool logged = true;

    g_option_context_add_main_entries(context, options, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error) || argc != 2 || interval_ms < 1 ||
        inet_pton(AF_INET, argv[1], &stream.peer.sin_addr) != 1) {
        fprintf(stderr, "echo_stream: %s\n", error ? error->message : "expected one IPv4 address");
        return 2;
    }
    g_option_context_free(context);
    stream.socket = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
    if (stream.socket < 0) {
        fprintf(stderr, "echo_stream: cannot open a raw socket: %s\n", g_strerror(errno));
        return 4;
    }
    stream.requests = g_array_new(FALSE, TRUE, sizeof(struct request));
    run(&stream, open_stop_signals(), open_timer());
    print_result(&stream);
    if (log_file)
        logged = write_log(&stream, log_file);
    g_array_unref(stream.requests);
    close(stream.socket);
    return logged ? 0 : 4;
}
