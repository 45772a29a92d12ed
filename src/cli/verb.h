/* cli/verb.h - what a verb of the command is.
 *
 * One file a verb; each defines one `const struct verb`.  The table in verbs.c gives dispatch, help,
 * completion and the synopsis of the manual.  A verb decodes its options, calls, prints, and returns
 * the exit status (base/error.h); it decides nothing.  Only src/cli prints.
 */
#pragma once

#include "base/error.h"

struct verb {
    const char *name;
    const char *arguments; /* as in the synopsis: "NAME DEST" */
    const char *summary;   /* one line, no full stop */
    const char *description;
    const GOptionEntry *options;         /* NULL or ended by an empty entry */
    bool takes_document;                 /* has the options of document.h, too */
    bool takes_machine;                  /* has the options of machine.h, too */
    int least_arguments, most_arguments; /* most -1: any number */
    bool passes_options;                 /* what follows the arguments is not ours */
    bool hidden;                         /* not in help: tandem calls it itself */
    int (*run)(char **arguments);
};

/* NULL-terminated, sorted by name. */
extern const struct verb *const verbs[];

/* NULL if there is none of that name. */
const struct verb *verb_find(const char *name);

/* Prints "tandem: MESSAGE" on stderr and returns the error's exit status; frees the error. */
int verb_fail(GError *error);
