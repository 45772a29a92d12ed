#include "cli/live_machine.h"

#include "xml/own.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool live_machine_open(struct live_machine *machine, const char *given, GError **error)
{
    machine->client = machine_connect(given, error);
    machine->state = machine->client ? machine_open(given, error) : NULL;
    return machine->state && live_settle(&machine->live, machine->state, machine->client, error);
}

void live_machine_close(struct live_machine *machine)
{
    live_clear(&machine->live);
    g_clear_pointer(&machine->client, control_client_free);
    g_clear_pointer(&machine->state, state_free);
}

/* What completing has added, a port for instance, is not in the machine that runs. */
static void drop_new_controllers(struct domain *domain, GHashTable *known)
{
    GPtrArray *controllers = domain->devices->controllers;

    for (unsigned i = controllers->len; i-- > 0;) {
        struct controller *controller = controllers->pdata[i];

        if (controller->info.alias && !g_hash_table_contains(known, controller->info.alias)) {
            g_ptr_array_steal_index(controllers, i);
            element_free(&controller_element, controller);
        }
    }
}

static GHashTable *values_of(GHashTable *aliases)
{
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, aliases);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_hash_table_add(set, g_strdup(value));
    return set;
}

bool live_machine_complete(struct live_machine *machine, struct document *document, const char *file,
                           enum device_kind kind, struct device_info *fragment, struct domain **without, GError **error)
{
    g_autofree char *text = domain_write(machine->live.domain);
    g_autoptr(GHashTable) aliases = NULL, known = NULL;
    bool complete = document_read_text(document, file, text, strlen(text),
                                       &(struct rule_options){.lab = true, .purpose = PURPOSE_RUN});

    if (!complete) {
        if (fragment)
            fragment_free(kind, fragment);
        return false;
    }
    aliases = plug_note_aliases(document->domain);
    if (fragment)
        fragment_insert(document->domain->devices, kind, fragment);
    if (!document_complete(document, error))
        return false;
    plug_keep_aliases(document->domain, aliases);
    known = values_of(aliases);
    *without = domain_copy(document->domain);
    drop_new_controllers(*without, known);
    if (fragment) {
        enum device_kind taken_kind;
        struct device_info *taken = fragment_take((*without)->devices, fragment->alias, &taken_kind);

        if (taken)
            fragment_free(taken_kind, taken);
    }
    return true;
}

char *live_machine_read_file(const char *file, size_t *length, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char buffer[65536], *whole = NULL;
    ssize_t n;

    if (strcmp(file, "-") != 0) {
        if (g_file_get_contents(file, &whole, length, error))
            return whole;
        if (error && *error)
            (*error)->domain = TANDEM_ERROR, (*error)->code = TANDEM_ERROR_INPUT;
        return NULL;
    }
    while ((n = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0)
        g_string_append_len(text, buffer, n);
    if (n < 0)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot read standard input: %s", g_strerror(errno));
    *length = text->len;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

void live_machine_settle_again(struct live_machine *machine)
{
    g_autoptr(GError) error = NULL;

    live_clear(&machine->live);
    if (!live_settle(&machine->live, machine->state, machine->client, &error))
        fprintf(stderr, "tandem: %s; the next command on the machine does it\n", error->message);
}
