#include "qemu/probe.h"
#include "cli/verb.h"

#include <stdio.h>

static gboolean fresh;

static const GOptionEntry options[] = {
    {"fresh", 0, 0, G_OPTION_ARG_NONE, &fresh, "Ask QEMU even if its answers are kept", NULL},
    {0},
};

static int run(char **arguments)
{
    g_autofree char *native = probe_binary_name("x86_64");
    const char *binary = arguments[0] ? arguments[0] : native;
    g_autoptr(GError) error = NULL;
    g_autoptr(profile_t) profile = fresh ? probe_ask(binary, &error) : probe_binary(binary, &error);
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
