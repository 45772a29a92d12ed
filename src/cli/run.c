#include "cli/document.h"
#include "cli/machine.h"
#include "cli/verb.h"
#include "vm/assemble.h"
#include "vm/launch.h"

#include <stdio.h>

static gboolean detach;
static int stop_seconds;

static const GOptionEntry options[] = {
    {"detach", 'd', 0, G_OPTION_ARG_NONE, &detach, "Run in the background; comes back when the guest runs", NULL},
    {"stop-timeout", 0, 0, G_OPTION_ARG_INT, &stop_seconds, "How long the guest may take to power down", "SECONDS"},
    {0},
};

static bool launch(const struct document *document, struct state *state, GError **error)
{
    struct assemble_options wanted = {.foreground = !detach, .stop_seconds = (unsigned)MAX(stop_seconds, 0)};
    struct launch_options options_of_launch = LAUNCH_OPTIONS_NONE;
    struct assembly assembly = {0};
    g_autofree char *text = domain_write(document->domain);
    bool launched = assemble(&assembly, document->domain, document->profile, state, &wanted, document->report, error) &&
                    state_write(state, "domain.xml", text, error) &&
                    (detach ? launch_detached(state, assembly.plan, &options_of_launch, error)
                            : launch_foreground(state, assembly.plan, error));

    assembly_clear(&assembly);
    return launched;
}

static int run(char **files)
{
    struct document_reports reports = document_reports_begin(false);
    struct document document = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(state_t) state = NULL;
    g_autofree char *root = machine_root(&error);
    bool launched = root && document_read_file(&document, files[0], PURPOSE_RUN) &&
                    document_complete(&document, &error) &&
                    (state = launch_claim(root, document.domain->name, &error)) && launch(&document, state, &error);
    int status = document.report ? document_report(&document, &reports) : 0;

    if (state && !launched)
        launch_abandon(state);
    document_clear(&document);
    return error ? verb_fail(g_steal_pointer(&error)) : status;
}

const struct verb run_verb = {
    .name = "run",
    .arguments = "FILE",
    .summary = "start a VM, in the foreground or (--detach) in the background",
    .description =
        "In the foreground SIGTERM and SIGINT ask the guest to power down; the exit status tells how it ended.",
    .options = options,
    .takes_document = true,
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run,
};
