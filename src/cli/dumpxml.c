#include "cli/live_machine.h"
#include "cli/verb.h"

#include <stdio.h>

enum { QUERY_MS = 5000 };

static gboolean security_info, as_json;

static const GOptionEntry options[] = {
    {"security-info", 0, 0, G_OPTION_ARG_NONE, &security_info, "With the passwords that it has", NULL},
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON object with the document as its member 'xml'", NULL},
    {0},
};

static void drop_passwords(struct domain *domain)
{
    for (unsigned i = 0; i < domain->devices->graphics->len; i++) {
        struct graphics *graphics = domain->devices->graphics->pdata[i];

        g_clear_pointer(&graphics->passwd, g_free);
    }
}

static void print(const char *text)
{
    g_autoptr(json_object) json = NULL;

    if (!as_json) {
        fputs(text, stdout);
        return;
    }
    json = json_pair("xml", text);
    machine_print_json(json, true);
}

static int run(char **names)
{
    struct live_machine machine = {0};
    g_autoptr(GError) error = NULL;

    if (live_machine_open(&machine, names[0], &error)) {
        g_autofree char *text = NULL;
        g_autoptr(json_object) chardevs =
            control_client_call(machine.client, "qmp", json_pair("command", "query-chardev"), QUERY_MS, NULL);

        live_show_terminals(&machine.live, chardevs);
        if (!security_info)
            drop_passwords(machine.live.domain);
        text = domain_write(machine.live.domain);
        print(text);
    }
    live_machine_close(&machine);
    return error ? verb_fail(g_steal_pointer(&error)) : 0;
}

const struct verb dumpxml_verb = {
    .name = "dumpxml",
    .arguments = "NAME",
    .summary = "the document of a machine as it is now",
    .description = "Devices that were attached are in it, those that were detached are not.",
    .options = options,
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run,
};
