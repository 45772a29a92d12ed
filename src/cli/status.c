#include "cli/machine.h"
#include "cli/verb.h"

#include <stdio.h>

static gboolean as_json;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON object", NULL},
    {0},
};

static int64_t number_of(struct json_object *object, const char *name)
{
    struct json_object *member = NULL;

    return json_object_object_get_ex(object, name, &member) ? json_object_get_int64(member) : 0;
}

static const char *text_of(struct json_object *object, const char *name)
{
    const char *text = json_peek_string(object, name);

    return text ? text : "-";
}

static void print_pair(struct json_object *pair)
{
    g_autofree char *age = machine_age(number_of(pair, "since"));
    g_autofree char *path_age = machine_age(number_of(pair, "path_since"));

    printf("pair %s + %s\n", text_of(pair, "persistent"), text_of(pair, "transient"));
    printf("    mac         %s\n", text_of(pair, "mac"));
    printf("    state       %s, since %s\n", text_of(pair, "state"), age);
    printf("    because     %s\n", text_of(pair, "cause"));
    printf("    traffic     %s, since %s\n", text_of(pair, "path"), path_age);
    printf("    device      %s\n", text_of(pair, "device"));
}

static void print_status(struct json_object *status)
{
    struct json_object *pairs = NULL, *qemu = NULL;
    g_autofree char *age = machine_age(number_of(status, "since"));

    printf("machine %s\n", text_of(status, "name"));
    printf("    uuid        %s\n", text_of(status, "uuid"));
    printf("    state       %s, since %s\n", text_of(status, "state"), age);
    if (json_peek_string(status, "detail"))
        printf("    detail      %s\n", json_peek_string(status, "detail"));
    if (json_object_object_get_ex(status, "qemu", &qemu))
        printf("    qemu        pid %" G_GINT64_FORMAT "\n", number_of(qemu, "pid"));
    json_object_object_get_ex(status, "pairs", &pairs);
    for (size_t i = 0; pairs && i < json_object_array_length(pairs); i++)
        print_pair(json_object_array_get_idx(pairs, i));
}

static int run(char **names)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) status = machine_call(names[0], "status", NULL, 0, &error);

    if (!status)
        return verb_fail(g_steal_pointer(&error));
    if (as_json)
        machine_print_json(status, true);
    else
        print_status(status);
    return 0;
}

const struct verb status_verb = {
    .name = "status",
    .arguments = "NAME",
    .summary = "the state of a machine and of each of its pairs",
    .options = options,
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 1,
    .run = run,
};
