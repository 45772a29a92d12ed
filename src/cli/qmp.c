#include "cli/machine.h"
#include "cli/verb.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DEPTH_MAX = 32 };

static struct json_object *parse_arguments(const char *command, const char *text, GError **error)
{
    struct json_object *parsed = json_parse(text, strlen(text), DEPTH_MAX, error);

    if (!parsed)
        g_prefix_error(error, "the arguments of '%s': ", command);
    return parsed;
}

static int run_one(const char *name, const char *command_name, const char *arguments)
{
    g_autoptr(json_object) command = json_pair("command", command_name);
    g_autoptr(GError) error = NULL;
    g_autoptr(json_object) result = NULL;

    if (arguments) {
        struct json_object *parsed = parse_arguments(command_name, arguments, &error);

        if (!parsed)
            return verb_fail(g_steal_pointer(&error));
        json_object_object_add(command, "arguments", parsed);
    }
    result = machine_call(name, "qmp", json_object_get(command), 0, &error);
    if (!result)
        return verb_fail(g_steal_pointer(&error));
    machine_print_json(result, true);
    return 0;
}

/* ---- a line at a time ---- */

/* {"execute": …, "arguments": …} as QMP has it, or a command's name alone. */
static struct json_object *parse_line(char *line, GError **error)
{
    g_autoptr(json_object) given = NULL;
    struct json_object *command, *arguments = NULL;
    const char *name = NULL;

    if (line[0] != '{')
        return json_pair("command", line);
    given = json_parse(line, strlen(line), DEPTH_MAX, error);
    if (!given || !json_get_string(given, "execute", true, &name, error) ||
        !json_get(given, "arguments", json_type_object, false, &arguments, error))
        return NULL;
    command = json_pair("command", name);
    if (arguments)
        json_object_object_add(command, "arguments", json_object_get(arguments));
    return command;
}

/* What QEMU itself would have said: {"return": …} or {"error": …}. */
static void print_answer(struct json_object *result, const GError *error)
{
    g_autoptr(json_object) answer = json_object_new_object();

    if (error)
        json_object_object_add(answer, "error", json_from_error(error));
    else
        json_object_object_add(answer, "return", json_object_get(result));
    machine_print_json(answer, false);
}

static void answer_line(struct control_client *client, char *line)
{
    g_autoptr(GError) error = NULL;
    struct json_object *command;
    g_autoptr(json_object) result = NULL;

    g_strstrip(line);
    if (!*line)
        return;
    command = parse_line(line, &error);
    if (command)
        result = control_client_call(client, "qmp", command, 0, &error);
    print_answer(result, error);
}

static void print_event(struct json_object *event, void *data)
{
    struct json_object *facts = NULL;

    if (g_strcmp0(json_peek_string(event, "event"), "qemu") == 0 && json_object_object_get_ex(event, "data", &facts))
        machine_print_json(facts, false);
}

static int run_lines(const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(control_client_t) client = machine_connect(name, &error);
    g_autoptr(GString) input = g_string_new(NULL);
    char block[4096];
    ssize_t got;

    if (!client)
        return verb_fail(g_steal_pointer(&error));
    control_client_on_event(client, print_event, NULL);
    json_object_put(control_client_call(client, "events", NULL, 0, &error));
    while (!error && control_client_serve(client, STDIN_FILENO, &error) &&
           (got = read(STDIN_FILENO, block, sizeof(block))) > 0) {
        char *end;

        g_string_append_len(input, block, got);
        while ((end = memchr(input->str, '\n', input->len))) {
            g_autofree char *line = g_strndup(input->str, (gsize)(end - input->str));

            g_string_erase(input, 0, end - input->str + 1);
            answer_line(client, line);
        }
    }
    if (!error && input->len > 0) /* the last line may lack its end */
        answer_line(client, input->str);
    return error ? verb_fail(g_steal_pointer(&error)) : 0;
}

static int run(char **arguments)
{
    return arguments[1] ? run_one(arguments[0], arguments[1], arguments[2]) : run_lines(arguments[0]);
}

const struct verb qmp_verb = {
    .name = "qmp",
    .arguments = "NAME [COMMAND [ARGUMENTS]]",
    .summary = "give QEMU a QMP command; ARGUMENTS is a JSON object",
    .description =
        "Without COMMAND, commands are read from standard input, a line each: a name, or {\"execute\": …} as in QMP;\n"
        "answers and events are printed as they come, a line each, until the input ends.\n"
        "What is changed so is not known to tandem: for looking, and for emergencies.",
    .takes_machine = true,
    .least_arguments = 1,
    .most_arguments = 3,
    .run = run,
};
