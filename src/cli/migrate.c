#include "base/fd.h"
#include "cli/machine.h"
#include "cli/verb.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static int release_seconds = 10;
static gboolean as_json, cancel;

static const GOptionEntry options[] = {
    {"release-timeout", 0, 0, G_OPTION_ARG_INT, &release_seconds,
     "How long the guest may take to let its transient NICs go (default 10)", "SECONDS"},
    {"cancel", 0, 0, G_OPTION_ARG_NONE, &cancel, "Call off the migration that is under way", NULL},
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print events and result as JSON objects, one a line", NULL},
    {0},
};

/* The command that reaches the other tandem, for a destination. */
static char **channel_command(const char *destination, GError **error)
{
    const char *rest;
    char **command = NULL;

    if (g_str_has_prefix(destination, "exec:")) {
        if (!g_shell_parse_argv(destination + strlen("exec:"), NULL, &command, error))
            g_prefix_error(error, "the command in '%s': ", destination);
    } else if (g_str_has_prefix(destination, "unix:")) {
        g_autofree char *self = g_file_read_link("/proc/self/exe", error);

        rest = destination + strlen("unix:");
        if (self)
            command = g_strdupv((char *[]){self, (char *)"receive", (char *)"--root", (char *)rest, NULL});
    } else if (g_str_has_prefix(destination, "ssh://")) {
        rest = destination + strlen("ssh://");
        if (*rest == '\0' || *rest == '-' || strpbrk(rest, "/: \t"))
            return fail_null(error, TANDEM_ERROR_USAGE, "'%s' is no destination, expected ssh://[USER@]HOST",
                             destination);
        command = g_strdupv((char *[]){(char *)"ssh", (char *)"-T", (char *)"--", (char *)rest, (char *)"tandem",
                                       (char *)"receive", NULL});
    } else {
        return fail_null(error, TANDEM_ERROR_USAGE,
                         "'%s' is no destination, expected ssh://[USER@]HOST, exec:COMMAND or unix:STATE-DIRECTORY",
                         destination);
    }
    return command;
}

static void on_event(struct json_object *event, void *data)
{
    struct json_object *facts = NULL;
    const char *name = json_peek_string(event, "event");

    if (as_json) {
        machine_print_json(event, false);
        return;
    }
    json_object_object_get_ex(event, "data", &facts);
    if (g_strcmp0(name, "migration") == 0 && json_peek_string(facts, "step"))
        fprintf(stderr, "%s\n", json_peek_string(facts, "step"));
    else if (g_strcmp0(name, "pair") == 0 && json_peek_string(facts, "state"))
        fprintf(stderr, "pair %s: %s\n", json_peek_string(facts, "state"),
                json_peek_string(facts, "text") ? json_peek_string(facts, "text") : "");
}

/* Starts the command; its standard output is *ret_in, its standard input *ret_out. */
static bool open_channel(const char *destination, GPid *ret_pid, int *ret_in, int *ret_out, GError **error)
{
    g_auto(GStrv) command = channel_command(destination, error);

    if (!command)
        return false;
    if (g_spawn_async_with_pipes(NULL, command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                 ret_pid, ret_out, ret_in, NULL, error))
        return true;
    g_prefix_error(error, "cannot reach '%s': ", destination);
    return false;
}

/* Hands the channel to the machine's monitor and waits for the end.  If this process goes away, the
 * monitor gives up. */
static struct json_object *migrate(const char *name, const char *destination, GError **error)
{
    g_autoptr(control_client_t) client = machine_connect_settled(name, error);
    g_autoptr(json_object) result = NULL;
    struct json_object *arguments;
    AUTO_FD int channel_in = -1;
    AUTO_FD int channel_out = -1;
    GPid command = 0;
    int64_t number;

    if (!client || !open_channel(destination, &command, &channel_in, &channel_out, error))
        return NULL;
    control_client_on_event(client, on_event, NULL);
    json_object_put(control_client_call(client, "events", NULL, 0, NULL));
    arguments = json_object_new_object();
    json_object_object_add(arguments, "release_ms", json_object_new_int64((int64_t)release_seconds * 1000));
    number = control_client_send(client, "migrate", arguments, (int[]){channel_in, channel_out}, 2, error);
    close_fd(&channel_in);
    close_fd(&channel_out);
    if (number >= 0)
        result = control_client_wait(client, number, 0, error);
    waitpid(command, NULL, 0);
    g_spawn_close_pid(command);
    return g_steal_pointer(&result);
}

static int run_cancel(const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = machine_call(name, "migrate-cancel", NULL, 0, &error);

    return result ? 0 : verb_fail(g_steal_pointer(&error));
}

static int run(char **arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = NULL;

    if (cancel && !arguments[1])
        return run_cancel(arguments[0]);
    if (cancel || !arguments[1] || release_seconds < 1) {
        fail(&error, TANDEM_ERROR_USAGE,
             "'migrate' takes NAME DEST, or --cancel NAME; --release-timeout is a number of seconds from 1 on");
        return verb_fail(g_steal_pointer(&error));
    }
    result = migrate(arguments[0], arguments[1], &error);
    if (!result)
        return verb_fail(g_steal_pointer(&error));
    machine_print_json(result, !as_json);
    return 0;
}

const struct verb migrate_verb = {
    .name = "migrate",
    .arguments = "NAME DEST",
    .summary = "move a running guest to another host, with its pairs",
    .description = "DEST is ssh://[USER@]HOST, exec:COMMAND that reaches a 'tandem receive' on its standard input and\n"
                   "output (no shell is asked), or unix:DIR, another state directory on this host, for trying.\n"
                   "Until the guest is handed over, it can be given up at any time, by Ctrl-C too.",
    .options = options,
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 2,
    .run = run,
};
