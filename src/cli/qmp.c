#include "cli/machine.h"
#include "cli/verb.h"

#include <string.h>

static int run(char **arguments)
{
    struct json_object *command = json_pair("command", arguments[1]);
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = NULL;

    if (arguments[2]) {
        struct json_object *parsed = json_parse(arguments[2], strlen(arguments[2]), 32, &error);

        if (!parsed) {
            json_object_put(command);
            g_prefix_error(&error, "the arguments of '%s': ", arguments[1]);
            return verb_fail(g_steal_pointer(&error));
        }
        json_object_object_add(command, "arguments", parsed);
    }
    result = machine_call(arguments[0], "qmp", command, 0, &error);
    if (!result)
        return verb_fail(g_steal_pointer(&error));
    machine_print_json(result, true);
    return 0;
}

const struct verb qmp_verb = {
    .name = "qmp",
    .arguments = "NAME COMMAND [ARGUMENTS]",
    .summary = "give QEMU a QMP command; ARGUMENTS is a JSON object",
    .description = "What is changed so is not known to tandem: for looking, and for emergencies.",
    .takes_machine = true,
    .least_arguments = 2,
    .most_arguments = 3,
    .run = run,
};
