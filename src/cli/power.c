/* The verbs that only tell a machine to change its state. */
#include "cli/machine.h"
#include "cli/verb.h"

static int stop_seconds = -1;

static const GOptionEntry stop_options[] = {
    {"stop-timeout", 0, 0, G_OPTION_ARG_INT, &stop_seconds, "How long the guest may take to power down", "SECONDS"},
    {0},
};

static int tell(const char *name, const char *verb, struct json_object *arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = machine_call(name, verb, arguments, 0, &error);

    return result ? 0 : verb_fail(g_steal_pointer(&error));
}

static int run_stop(char **names)
{
    struct json_object *arguments = json_object_new_object();

    if (stop_seconds >= 0)
        json_object_object_add(arguments, "timeout", json_object_new_int(stop_seconds));
    return tell(names[0], "stop", arguments);
}

static int run_kill(char **names)
{
    return tell(names[0], "kill", NULL);
}

static int run_reset(char **names)
{
    return tell(names[0], "reset", NULL);
}

static int run_pause(char **names)
{
    return tell(names[0], "pause", NULL);
}

static int run_resume(char **names)
{
    return tell(names[0], "resume", NULL);
}

const struct verb stop_verb = {
    .name = "stop",
    .arguments = "NAME",
    .summary = "ask the guest to power down and wait until it has",
    .description = "A guest that does not follow in time keeps running; 'tandem kill' ends it.",
    .options = stop_options,
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run_stop,
};

const struct verb kill_verb = {
    .name = "kill",
    .arguments = "NAME",
    .summary = "end a machine at once; the guest is not asked",
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run_kill,
};

const struct verb reset_verb = {
    .name = "reset",
    .arguments = "NAME",
    .summary = "reset the guest, as the button on a machine does",
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run_reset,
};

const struct verb pause_verb = {
    .name = "pause",
    .arguments = "NAME",
    .summary = "stop the guest's processors until 'resume'",
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run_pause,
};

const struct verb resume_verb = {
    .name = "resume",
    .arguments = "NAME",
    .summary = "let a paused guest go on",
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run_resume,
};
