#include "cli/machine.h"
#include "cli/verb.h"

#include <stdio.h>

static gboolean as_json;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON object a line", NULL},
    {0},
};

static void print_facts(struct json_object *facts)
{
    json_object_object_foreach(facts, name, value)
    {
        printf(" %s=%s", name, json_object_get_string(value));
    }
}

static void print_event(struct json_object *event, void *data)
{
    struct json_object *time = NULL, *facts = NULL;
    g_autoptr(GDateTime) moment = NULL;
    g_autofree char *clock = NULL;

    if (as_json) {
        machine_print_json(event, false);
        return;
    }
    json_object_object_get_ex(event, "time", &time);
    json_object_object_get_ex(event, "data", &facts);
    moment = g_date_time_new_from_unix_local(json_object_get_int64(time) / 1000);
    clock = g_date_time_format(moment, "%H:%M:%S");
    printf("%s.%03d %s", clock, (int)(json_object_get_int64(time) % 1000), json_peek_string(event, "event"));
    if (facts)
        print_facts(facts);
    putchar('\n');
    fflush(stdout);
}

static int run(char **names)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(control_client_t) client = machine_connect(names[0], &error);
    g_autoptr(json_object) subscribed = NULL;

    if (!client)
        return verb_fail(g_steal_pointer(&error));
    control_client_on_event(client, print_event, NULL);
    subscribed = control_client_call(client, "events", NULL, 0, &error);
    if (!subscribed || !control_client_listen(client, &error))
        return verb_fail(g_steal_pointer(&error));
    return 0;
}

const struct verb events_verb = {
    .name = "events",
    .arguments = "NAME",
    .summary = "print events as they come, until the machine ends",
    .options = options,
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run,
};
