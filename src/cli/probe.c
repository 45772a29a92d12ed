#include "qemu/probe.h"
#include "cli/verb.h"
#include "qemu/probe_reply.h"

#include <stdio.h>

static gboolean fresh;
static char *recorded;

static const GOptionEntry options[] = {
    {"fresh", 0, 0, G_OPTION_ARG_NONE, &fresh, "Ask QEMU even if its answers are kept", NULL},
    {"replies", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &recorded,
     "Read the answers from a recorded QMP conversation", "FILE"},
    {0},
};

static struct profile *read_recorded(GError **error)
{
    g_autofree char *text = NULL;
    size_t length;

    if (!g_file_get_contents(recorded, &text, &length, error))
        return NULL;
    return probe_reply_recorded(text, length, recorded, error);
}

static struct profile *probe(const char *binary, GError **error)
{
    if (recorded)
        return read_recorded(error);
    return fresh ? probe_ask(binary, error) : probe_binary(binary, error);
}

static int run(char **arguments)
{
    g_autofree char *native = probe_binary_name("x86_64");
    const char *binary = arguments[0] ? arguments[0] : native;
    g_autoptr(GError) error = NULL;
    g_autoptr(profile_t) profile = probe(binary, &error);
    g_autofree char *text = NULL;

    if (!profile)
        return verb_fail(g_steal_pointer(&error));
    text = profile_write(profile);
    fputs(text, stdout);
    return 0;
}

const struct verb probe_verb = {
    .name = "probe",
    .arguments = "[BINARY]",
    .summary = "ask a QEMU what it can do and print it as JSON (a profile for --profile)",
    .description = "The answers are kept in $XDG_CACHE_HOME/tandem until the binary changes.",
    .options = options,
    .most_arguments = 1,
    .run = run,
};
