#include "base/report.h"

#include <json-c/json.h>
#include <string.h>

static const char *const severity_names[] = {
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_UNSUPPORTED] = "unsupported",
    [SEVERITY_ERROR] = "error",
};

static void complaint_free(gpointer data)
{
    struct complaint *complaint = data;

    g_free(complaint->rule);
    g_free(complaint->message);
    g_free(complaint->hint);
    g_free(complaint);
}

struct report *report_new(const char *file)
{
    struct report *report = g_new0(struct report, 1);

    report->file = g_strdup(file);
    report->complaints = g_ptr_array_new_with_free_func(complaint_free);
    return report;
}

void report_free(struct report *report)
{
    if (!report)
        return;
    g_free(report->file);
    g_ptr_array_unref(report->complaints);
    g_free(report);
}

void complain(struct report *report, enum severity severity, const char *rule, struct place where, const char *hint,
              const char *format, ...)
{
    struct complaint *complaint = g_new0(struct complaint, 1);
    va_list args;

    va_start(args, format);
    complaint->message = g_strdup_vprintf(format, args);
    va_end(args);
    complaint->severity = severity;
    complaint->rule = g_strdup(rule);
    complaint->where = where;
    complaint->hint = g_strdup(hint);
    g_ptr_array_add(report->complaints, complaint);
}

/* Whether one of the first n complaints is of that rule about that place. */
static bool has_complaint(const struct report *report, unsigned n, const struct complaint *wanted)
{
    for (unsigned i = 0; i < n; i++) {
        const struct complaint *complaint = report->complaints->pdata[i];

        if (complaint->where.line == wanted->where.line && complaint->where.column == wanted->where.column &&
            strcmp(complaint->rule, wanted->rule) == 0)
            return true;
    }
    return false;
}

void report_merge(struct report *report, struct report *from)
{
    unsigned before = report->complaints->len;

    while (from->complaints->len) {
        struct complaint *complaint = g_ptr_array_steal_index(from->complaints, 0);

        if (has_complaint(report, before, complaint))
            complaint_free(complaint);
        else
            g_ptr_array_add(report->complaints, complaint);
    }
}

unsigned report_failures(const struct report *report)
{
    unsigned failures = 0;

    for (unsigned i = 0; i < report->complaints->len; i++) {
        const struct complaint *complaint = report->complaints->pdata[i];

        if (complaint->severity != SEVERITY_WARNING)
            failures++;
    }
    return failures;
}

int report_exit_status(const struct report *report)
{
    int status = 0;

    for (unsigned i = 0; i < report->complaints->len; i++) {
        const struct complaint *complaint = report->complaints->pdata[i];

        if (complaint->severity == SEVERITY_ERROR)
            return TANDEM_ERROR_INPUT;
        if (complaint->severity == SEVERITY_UNSUPPORTED)
            status = TANDEM_ERROR_UNSUPPORTED;
    }
    return status;
}

static int compare_places(gconstpointer a, gconstpointer b)
{
    struct place x = (*(struct complaint *const *)a)->where, y = (*(struct complaint *const *)b)->where;

    if (!x.line != !y.line)
        return x.line ? -1 : 1;
    if (x.line != y.line)
        return x.line < y.line ? -1 : 1;
    return x.column == y.column ? 0 : x.column < y.column ? -1 : 1;
}

void report_sort(struct report *report)
{
    g_ptr_array_sort(report->complaints, compare_places); /* GLib's sort is stable */
}

char *report_text(const struct report *report)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < report->complaints->len; i++) {
        const struct complaint *complaint = report->complaints->pdata[i];

        g_string_append(text, report->file);
        if (complaint->where.line)
            g_string_append_printf(text, ":%u:%u", complaint->where.line, complaint->where.column);
        g_string_append_printf(text, ": %s: %s [%s]\n", severity_names[complaint->severity], complaint->message,
                               complaint->rule);
        if (complaint->hint)
            g_string_append_printf(text, "    hint: %s\n", complaint->hint);
    }
    return g_string_free(text, FALSE);
}

struct json_object *report_json(const struct report *report)
{
    struct json_object *list = json_object_new_array();

    for (unsigned i = 0; i < report->complaints->len; i++) {
        const struct complaint *complaint = report->complaints->pdata[i];
        struct json_object *entry = json_object_new_object();

        json_object_object_add(entry, "file", json_object_new_string(report->file));
        if (complaint->where.line) {
            json_object_object_add(entry, "line", json_object_new_int64(complaint->where.line));
            json_object_object_add(entry, "column", json_object_new_int64(complaint->where.column));
        }
        json_object_object_add(entry, "severity", json_object_new_string(severity_names[complaint->severity]));
        json_object_object_add(entry, "rule", json_object_new_string(complaint->rule));
        json_object_object_add(entry, "message", json_object_new_string(complaint->message));
        if (complaint->hint)
            json_object_object_add(entry, "hint", json_object_new_string(complaint->hint));
        json_object_array_add(list, entry);
    }
    return list;
}
