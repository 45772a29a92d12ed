#include "vm/receive.h"
#include "cli/document.h"
#include "cli/machine.h"
#include "cli/verb.h"
#include "vm/assemble.h"
#include "vm/launch.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HELLO_SECONDS 30

static int stop_seconds;

static const GOptionEntry options[] = {
    {"stop-timeout", 0, 0, G_OPTION_ARG_INT, &stop_seconds, "How long the guest may take to power down", "SECONDS"},
    {0},
};

/* The report as one error, for the other host to show. */
static bool fail_by_report(struct document *document, GError **error)
{
    g_autofree char *text = NULL;

    report_sort(document->report);
    text = g_strchomp(report_text(document->report));
    return fail(error, (enum tandem_error)report_exit_status(document->report), "the document is refused here:\n%s",
                text);
}

/* What runs on the source passed the rules there, in the laboratory or not. */
static bool read_document(struct document *document, struct json_object *hello, GError **error)
{
    const char *text = NULL;

    if (!json_get_string(hello, "xml", true, &text, error))
        return false;
    if (!document_read_text(document, "domain.xml of the other host", text, strlen(text),
                            &(struct rule_options){.lab = true, .purpose = PURPOSE_RUN}))
        return fail_by_report(document, error);
    if (document_complete(document, error))
        return true;
    return *error ? false : fail_by_report(document, error);
}

static bool launch(struct document *document, struct state *state, struct json_object *hello, GError **error)
{
    struct assemble_options wanted = {.incoming = true, .stop_seconds = (unsigned)MAX(stop_seconds, 0)};
    struct launch_options launch_options = {
        .channel_in = STDIN_FILENO, .channel_out = STDOUT_FILENO, .hello = json_object_to_json_string(hello)};
    struct assembly assembly = {0};
    g_autofree char *text = domain_write(document->domain);
    bool assembled = assemble(&assembly, document->domain, document->profile, state, &wanted, document->report, error);
    bool launched = assembled && state_write(state, "domain.xml", text, error) &&
                    launch_detached(state, assembly.plan, &launch_options, error);

    assembly_clear(&assembly);
    return launched || (*error ? false : fail_by_report(document, error));
}

/* Says on the channel what keeps the guest from coming, until there is a monitor that speaks for itself. */
static struct state *prepare(struct document *document, struct json_object *hello, GError **error)
{
    g_autofree char *root = machine_root(error);

    if (!root || !read_document(document, hello, error))
        return NULL;
    return launch_claim(root, document->domain->name, error);
}

static int run(char **arguments)
{
    struct document document = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(state_t) state = NULL;
    g_autoptr(json_object) hello = receive_hello(STDIN_FILENO, HELLO_SECONDS * 1000, &error);

    if (hello)
        state = prepare(&document, hello, &error);
    if (hello && !state)
        receive_refuse(STDOUT_FILENO, error);
    if (state && !launch(&document, state, hello, &error))
        launch_abandon(state);
    document_clear(&document);
    return error ? verb_fail(g_steal_pointer(&error)) : 0;
}

const struct verb receive_verb = {
    .name = "receive",
    .arguments = "",
    .summary = "take in a guest that another host's 'tandem migrate' sends",
    .description = "The other tandem is on standard input and output: this is what the COMMAND of\n"
                   "'tandem migrate NAME exec:COMMAND' has to start on the host that takes the guest.",
    .options = options,
    .takes_document = true,
    .takes_machine = true,
    .run = run,
};
