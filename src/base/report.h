/* base/report.h - all that is wrong with a document, at once.
 *
 * A GError holds one error; reading and rules go on and fill a report instead.  A complaint has a
 * rule id (stable: fixtures and scripts name it), a place, a message with the value found and what
 * was expected, and a hint that says what to do.  Complaints are kept in the order of their places.
 */
#pragma once

#include "base/error.h"

struct json_object;

/* A place in an input file, both counted from 1; line 0 means "no place". */
struct place {
    unsigned line, column;
};

enum severity {
    SEVERITY_WARNING,     /* printed, changes no exit status */
    SEVERITY_UNSUPPORTED, /* right, but tandem does not do it (yet): exit status 3 */
    SEVERITY_ERROR,       /* wrong: exit status 1 */
};

struct complaint {
    enum severity severity;
    char *rule; /* such as "xml.unknown-attribute" or "team.partner" */
    struct place where;
    char *message;
    char *hint; /* NULL if there is nothing to advise */
};

struct report {
    char *file;            /* name of the input for messages */
    GPtrArray *complaints; /* struct complaint *, owned */
};

/* file is copied.  Free with report_free or g_autoptr(report_t). */
struct report *report_new(const char *file);
void report_free(struct report *report);
typedef struct report report_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(report_t, report_free)

/* Adds a complaint.  hint may be NULL; all strings are copied. */
void complain(struct report *report, enum severity severity, const char *rule, struct place where, const char *hint,
              const char *format, ...) G_GNUC_PRINTF(6, 7);

/* Moves to report what `from` has and report has not.  The rules that ran again on a completed document find the
 * same fault a second time, perhaps in other words (an alias has become a name by then): a complaint of a rule
 * about a place of which report has one already is dropped. */
void report_merge(struct report *report, struct report *from);

/* The number of complaints that are no warnings. */
unsigned report_failures(const struct report *report);

/* 0 if there are only warnings or none; TANDEM_ERROR_INPUT if any error; else TANDEM_ERROR_UNSUPPORTED. */
int report_exit_status(const struct report *report);

/* Sorts by place; complaints without a place come last.  Equal places keep their order. */
void report_sort(struct report *report);

/* For people, a complaint a line: "FILE:LINE:COLUMN: error: MESSAGE [RULE]", the hint on a line of its
 * own below.  The caller frees it. */
char *report_text(const struct report *report);

/* For programs: an array of objects with file, line, column, severity, rule, message, hint.  The
 * caller owns the reference. */
struct json_object *report_json(const struct report *report);
