#include "cli/machine.h"

#include "vm/launch.h"
#include "vm/live.h"

#include <stdio.h>

static char *root_directory;

const GOptionEntry machine_option_entries[] = {
    {"root", 0, 0, G_OPTION_ARG_FILENAME, &root_directory,
     "The state directory, instead of $XDG_RUNTIME_DIR/tandem or /run/tandem", "DIR"},
    {0},
};

char *machine_root(GError **error)
{
    return state_root(root_directory, error);
}

/* A name counts before a UUID: a machine may be named like one. */
char *machine_name(const char *root, const char *given, GError **error)
{
    g_autofree char *path = g_build_filename(root, given, NULL);
    g_autoptr(GPtrArray) machines = NULL;

    if (!g_uuid_string_is_valid(given) || g_file_test(path, G_FILE_TEST_IS_DIR))
        return g_strdup(given);
    machines = launch_list(root, error);
    if (!machines)
        return NULL;
    for (unsigned i = 0; i < machines->len; i++) {
        const struct launch_machine *machine = machines->pdata[i];

        if (machine->status && g_ascii_strcasecmp(machine->status->uuid, given) == 0)
            return g_strdup(machine->name);
    }
    return fail_null(error, TANDEM_ERROR_HOST, "no machine under '%s' has the UUID %s", root, given);
}

struct state *machine_open(const char *given, GError **error)
{
    g_autofree char *root = machine_root(error);
    g_autofree char *name = root ? machine_name(root, given, error) : NULL;

    return name ? state_open(root, name, error) : NULL;
}

struct control_client *machine_connect(const char *given, GError **error)
{
    g_autofree char *root = machine_root(error);
    g_autofree char *name = root ? machine_name(root, given, error) : NULL;
    int fd = name ? launch_reach(root, name, error) : -1;

    return fd < 0 ? NULL : control_client_new(fd);
}

struct control_client *machine_connect_settled(const char *given, GError **error)
{
    g_autoptr(control_client_t) client = machine_connect(given, error);
    g_autoptr(state_t) state = client ? machine_open(given, error) : NULL;
    struct live live = {0};
    bool settled = state && live_settle(&live, state, client, error);

    live_clear(&live);
    return settled ? g_steal_pointer(&client) : NULL;
}

struct json_object *machine_call(const char *name, const char *verb, struct json_object *arguments,
                                 unsigned milliseconds, GError **error)
{
    g_autoptr(control_client_t) client = machine_connect(name, error);

    if (!client) {
        json_object_put(arguments);
        return NULL;
    }
    return control_client_call(client, verb, arguments, milliseconds, error);
}

void machine_print_json(struct json_object *object, bool pretty)
{
    puts(json_object_to_json_string_ext(object, (pretty ? JSON_C_TO_STRING_PRETTY : JSON_C_TO_STRING_PLAIN) |
                                                    JSON_C_TO_STRING_NOSLASHESCAPE));
    fflush(stdout);
}

char *machine_age(int64_t milliseconds)
{
    int64_t seconds = MAX(0, (g_get_real_time() / 1000 - milliseconds) / 1000);

    if (seconds < 60)
        return g_strdup_printf("%" G_GINT64_FORMAT " s", seconds);
    if (seconds < 3600)
        return g_strdup_printf("%" G_GINT64_FORMAT " min %" G_GINT64_FORMAT " s", seconds / 60, seconds % 60);
    if (seconds < 86400)
        return g_strdup_printf("%" G_GINT64_FORMAT " h %" G_GINT64_FORMAT " min", seconds / 3600, seconds / 60 % 60);
    return g_strdup_printf("%" G_GINT64_FORMAT " d %" G_GINT64_FORMAT " h", seconds / 86400, seconds / 3600 % 24);
}
