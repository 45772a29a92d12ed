#include "cli/verb.h"

#include <stdio.h>
#include <string.h>

extern const struct verb argv_verb, attach_verb, console_verb, detach_verb, diff_verb, dumpxml_verb, events_verb,
    format_verb, kill_verb, list_verb, migrate_verb, pause_verb, probe_verb, qmp_verb, receive_verb, reference_verb,
    reset_verb, resume_verb, run_verb, schema_verb, status_verb, stop_verb, validate_verb;

const struct verb *const verbs[] = {
    &argv_verb,   &attach_verb, &console_verb, &detach_verb,    &diff_verb,     &dumpxml_verb,
    &events_verb, &format_verb, &kill_verb,    &list_verb,      &migrate_verb,  &pause_verb,
    &probe_verb,  &qmp_verb,    &receive_verb, &reference_verb, &reset_verb,    &resume_verb,
    &run_verb,    &schema_verb, &status_verb,  &stop_verb,      &validate_verb, NULL,
};

const struct verb *verb_find(const char *name)
{
    for (const struct verb *const *verb = verbs; *verb; verb++)
        if (strcmp((*verb)->name, name) == 0)
            return *verb;
    return NULL;
}

int verb_fail(GError *error)
{
    int status = error_exit_status(error);

    fprintf(stderr, "tandem: %s\n", error->message);
    g_error_free(error);
    return status;
}
