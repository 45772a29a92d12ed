#include "vm/live.h"

#include "domain/fragment.h"
#include "xml/own.h"

#include <string.h>

enum { RECORD_DEPTH = 32, SETTLE_TRIES = 5, FOLD_MS = 10000 };

static bool fail_with_report(struct report *report, const char *what, GError **error)
{
    g_autofree char *text = report_text(report);

    return fail(error, TANDEM_ERROR_HOST, "%s is damaged:\n%s", what, g_strchomp(text));
}

static bool read_domain(struct live *live, const struct state *state, GError **error)
{
    g_autofree char *text = state_read(state, "domain.xml", false, error);
    g_autoptr(report_t) report = report_new("domain.xml");

    if (!text)
        return false;
    live->domain = domain_read(text, strlen(text), report);
    if (!live->domain || report_failures(report) > 0)
        return fail_with_report(report, "domain.xml", error);
    return true;
}

static bool insert(struct live *live, const char *alias, const char *xml, GError **error)
{
    g_autoptr(report_t) report = report_new("devices.json");
    enum device_kind kind;
    struct device_info *device;

    if (devices_find_alias(live->domain->devices, alias, NULL))
        return true; /* it was written into domain.xml, and nothing after that */
    device = fragment_read(xml, strlen(xml), &kind, report);
    if (!device || report_failures(report) > 0) {
        if (device)
            fragment_free(kind, device);
        return fail_with_report(report, "devices.json", error);
    }
    fragment_insert(live->domain->devices, kind, device);
    live->changed = true;
    return true;
}

static void take_out(struct live *live, const char *alias)
{
    enum device_kind kind;
    struct device_info *device = fragment_take(live->domain->devices, alias, &kind);

    if (device)
        fragment_free(kind, device);
    live->changed = true; /* also if it was gone: the monitor need not remember it any more */
}

static bool apply(struct live *live, struct json_object *json, GError **error)
{
    struct json_object *list = NULL;

    if (!json_get_int(json, "generation", true, 0, INT64_MAX, &live->generation, error) ||
        !json_get(json, "devices", json_type_array, true, &list, error))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *entry = json_object_array_get_idx(list, i);
        const char *alias = NULL, *state = NULL, *xml = NULL;

        if (!json_object_is_type(entry, json_type_object) || !json_get_string(entry, "alias", true, &alias, error) ||
            !json_get_string(entry, "state", true, &state, error) || !json_get_string(entry, "xml", false, &xml, error))
            return *error ? false : fail(error, TANDEM_ERROR_HOST, "devices.json has an entry that is no object");
        if (strcmp(state, "removed") == 0)
            take_out(live, alias);
        else if (xml && strcmp(state, "plugging") != 0 && !insert(live, alias, xml, error))
            return false;
    }
    return true;
}

bool live_read(struct live *live, const struct state *state, GError **error)
{
    g_autoptr(GError) problem = NULL;
    /* first: what is then found in domain.xml, too, is let be */
    g_autofree char *text = state_read(state, "devices.json", true, &problem);
    g_autoptr(json_object) json = NULL;

    *live = (struct live){0};
    if (problem) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    if (!read_domain(live, state, error))
        return false;
    if (!text)
        return true;
    json = json_parse(text, strlen(text), RECORD_DEPTH, error);
    return json && apply(live, json, error);
}

/* ---- what only QEMU knows ---- */

char *live_chardev(struct json_object *query_chardev, const char *alias)
{
    g_autofree char *label = g_strconcat("char", alias, NULL);

    for (size_t i = 0;
         json_object_is_type(query_chardev, json_type_array) && i < json_object_array_length(query_chardev); i++) {
        struct json_object *item = json_object_array_get_idx(query_chardev, i);
        const char *name;

        if (!json_object_is_type(item, json_type_object) || g_strcmp0(json_peek_string(item, "label"), label) != 0)
            continue;
        name = json_peek_string(item, "filename");
        if (name && g_str_has_prefix(name, "disconnected:"))
            name += strlen("disconnected:");
        if (name && g_str_has_prefix(name, "unix:"))
            return g_strndup(name, strcspn(name, ",")); /* ",server=on" */
        return g_strdup(name);
    }
    return NULL;
}

static void show_terminal(struct chardev_source *source, const char *alias, struct json_object *query_chardev)
{
    g_autofree char *name = NULL;
    struct chardev_endpoint *end;

    if (source->type != CHARDEV_PTY || !alias)
        return;
    name = live_chardev(query_chardev, alias);
    if (!name || !g_str_has_prefix(name, "pty:"))
        return;
    if (source->endpoints->len == 0)
        g_ptr_array_add(source->endpoints, element_new(&chardev_endpoint_element));
    end = source->endpoints->pdata[0];
    g_free(end->path);
    end->path = g_strdup(name + strlen("pty:"));
}

void live_show_terminals(struct live *live, struct json_object *query_chardev)
{
    const struct devices *devices = live->domain->devices;

    for (unsigned i = 0; i < devices->serials->len; i++) {
        struct serial *serial = devices->serials->pdata[i];

        show_terminal(&serial->source, serial->info.alias, query_chardev);
    }
    for (unsigned i = 0; i < devices->consoles->len; i++) {
        struct console *console = devices->consoles->pdata[i];

        show_terminal(&console->source, console->info.alias, query_chardev);
    }
    for (unsigned i = 0; i < devices->channels->len; i++) {
        struct channel *channel = devices->channels->pdata[i];

        show_terminal(&channel->source, channel->info.alias, query_chardev);
    }
}

void live_clear(struct live *live)
{
    g_clear_pointer(&live->domain, domain_free);
}

bool live_settle(struct live *live, const struct state *state, struct control_client *client, GError **error)
{
    for (unsigned i = 0; i < SETTLE_TRIES; i++) {
        struct json_object *arguments;
        g_autofree char *text = NULL;
        g_autoptr(json_object) reply = NULL;
        g_autoptr(GError) problem = NULL;

        if (!live_read(live, state, error))
            return false;
        if (!live->changed)
            return true;
        text = domain_write(live->domain);
        arguments = json_pair("document", text);
        json_object_object_add(arguments, "generation", json_object_new_int64(live->generation));
        reply = control_client_call(client, "fold", arguments, FOLD_MS, &problem);
        live_clear(live);
        if (!reply && problem->code != TANDEM_ERROR_USAGE) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return false;
        }
    }
    return fail(error, TANDEM_ERROR_HOST, "the devices of machine '%s' change faster than they can be written down",
                state->name);
}
