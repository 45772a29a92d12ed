/* qemu/qmp_step.h - a QMP command that somebody gives later, and what for.
 *
 * What a command line cannot say, or must not because every process can read it (passwords), is a list of
 * such steps: made by whoever knows the domain, written into the plan or sent to the monitor, and carried
 * out there without it knowing what they mean.  Arguments may hold secrets: they are never logged, told as
 * an event or repeated in an error; the purpose is what people see.
 */
#pragma once

#include "base/json.h"

struct qmp_step {
    char *purpose; /* completes "cannot …": "set the password of the VNC screen" */
    char *command;
    struct json_object *arguments; /* NULL: none */
};

/* arguments is taken, the strings are copied.  The caller owns it. */
struct qmp_step *qmp_step_new(const char *command, struct json_object *arguments, const char *purpose_format, ...)
    G_GNUC_PRINTF(3, 4);
void qmp_step_free(struct qmp_step *step);

/* An empty list (struct qmp_step *) that frees what is in it. */
GPtrArray *qmp_steps_new(void);

/* To and from JSON: an array of {"for", "command", "arguments"}.  The caller owns what is returned. */
struct json_object *qmp_steps_to_json(const GPtrArray *steps);
GPtrArray *qmp_steps_from_json(struct json_object *list, GError **error);

/* ---- carrying them out ---- */

struct qmp;
struct qmp_run_steps;

/* Called once when all are done (error NULL), or when one was refused, whose purpose the error names; done
 * says how many were carried out. */
typedef void (*qmp_steps_done)(const GError *error, unsigned done, void *data);

/* Gives the commands one after another, each when the one before has been answered.  With keep_going a refused one
 * does not stop the others, and the first error is told at the end.  The list is copied by reference.  done is
 * never called from within.  Free the result in `done` or, to forget about it, at any time before. */
struct qmp_run_steps *qmp_steps_run(struct qmp *qmp, GPtrArray *steps, bool keep_going, qmp_steps_done done,
                                    void *data);
void qmp_run_steps_free(struct qmp_run_steps *run);
