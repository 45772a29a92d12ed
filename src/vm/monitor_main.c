/* The program tandem-monitor.  It is started by tandem, which is what people call. */
#include "vm/monitor.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const struct option long_options[] = {
    {"take-over", no_argument, NULL, 't'},         {"lock", required_argument, NULL, 'l'},
    {"ready", required_argument, NULL, 'r'},       {"channel-in", required_argument, NULL, 'i'},
    {"channel-out", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0},
};

int main(int argc, char **argv)
{
    struct monitor_options options = {.ready = -1, .channel_in = -1, .channel_out = -1};
    int lock = -1, option;
    g_autoptr(GError) error = NULL;
    struct state *state;

    while ((option = getopt_long(argc, argv, "", long_options, NULL)) >= 0) {
        switch (option) {
        case 't':
            options.takes_over = true;
            break;
        case 'l':
            lock = atoi(optarg);
            break;
        case 'r':
            options.ready = atoi(optarg);
            break;
        case 'i':
            options.channel_in = atoi(optarg);
            break;
        case 'o':
            options.channel_out = atoi(optarg);
            break;
        default:
            return TANDEM_ERROR_USAGE;
        }
    }
    if (argc - optind != 2 || lock < 0) {
        fputs("tandem-monitor is started by tandem, with the lock of a machine\n", stderr);
        return TANDEM_ERROR_USAGE;
    }
    state = state_inherit(argv[optind], argv[optind + 1], lock, &error);
    if (!state) {
        monitor_log("%s", error->message);
        return error_exit_status(error);
    }
    return monitor_run(state, &options);
}
