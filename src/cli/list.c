#include "cli/machine.h"
#include "cli/verb.h"
#include "vm/launch.h"

#include <stdio.h>

static gboolean as_json;

static const GOptionEntry options[] = {
    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print a JSON array", NULL},
    {0},
};

static const char *state_of(const struct launch_machine *machine)
{
    if (!machine->status)
        return "preparing";
    return machine->qemu_runs ? machine_state_names[machine->status->state] : "gone";
}

/* "active", or what the worst of several pairs is in: the first that is not active. */
static const char *pairs_of(const struct launch_machine *machine)
{
    struct json_object *pairs = machine->status ? machine->status->pairs : NULL;
    const char *state = NULL;

    for (size_t i = 0; pairs && i < json_object_array_length(pairs); i++) {
        state = json_peek_string(json_object_array_get_idx(pairs, i), "state");
        if (g_strcmp0(state, "active") != 0)
            break;
    }
    return state ? state : "-";
}

static void print_table(const GPtrArray *machines)
{
    printf("%-24s %-12s %-10s %8s  %s\n", "NAME", "STATE", "PAIRS", "PID", "SINCE");
    for (unsigned i = 0; i < machines->len; i++) {
        const struct launch_machine *machine = machines->pdata[i];
        g_autofree char *age = machine->status ? machine_age(machine->status->since) : g_strdup("-");

        printf("%-24s %-12s %-10s %8d  %s\n", machine->name, state_of(machine), pairs_of(machine),
               machine->qemu_runs ? (int)machine->status->qemu.pid : 0, age);
    }
}

static void print_json(const GPtrArray *machines)
{
    g_autoptr(json_object) array = json_object_new_array();

    for (unsigned i = 0; i < machines->len; i++) {
        const struct launch_machine *machine = machines->pdata[i];
        struct json_object *entry = json_object_new_object();

        json_add_string(entry, "name", machine->name);
        json_add_string(entry, "state", state_of(machine));
        json_object_object_add(entry, "monitor", json_object_new_boolean(machine->monitor_runs));
        if (machine->status) {
            json_add_string(entry, "uuid", machine->status->uuid);
            if (machine->qemu_runs)
                json_object_object_add(entry, "pid", json_object_new_int64(machine->status->qemu.pid));
            if (machine->status->pairs)
                json_object_object_add(entry, "pairs", json_object_get(machine->status->pairs));
        }
        json_object_array_add(array, entry);
    }
    machine_print_json(array, true);
}

static int run(char **arguments)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *root = machine_root(&error);
    g_autoptr(GPtrArray) machines = root ? launch_list(root, &error) : NULL;

    if (!machines)
        return verb_fail(g_steal_pointer(&error));
    if (as_json)
        print_json(machines);
    else
        print_table(machines);
    return 0;
}

const struct verb list_verb = {
    .name = "list",
    .arguments = "",
    .summary = "what runs",
    .options = options,
    .takes_machine = true,
    .run = run,
};
