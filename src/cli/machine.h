/* cli/machine.h - the machine that a verb is about: where it is looked for, and asking its monitor. */
#pragma once

#include "base/error.h"
#include "vm/control_client.h"
#include "vm/state.h"

/* --root: of each verb that is about a machine. */
extern const GOptionEntry machine_option_entries[];

/* The state root that --root or the environment gives; the caller frees it. */
char *machine_root(GError **error);

/* The name of the machine that was given by its name or its UUID; the caller frees it. */
char *machine_name(const char *root, const char *given, GError **error);

/* Its directory, open. */
struct state *machine_open(const char *given, GError **error);

/* Connects to the monitor of the machine.  NULL if there is none. */
struct control_client *machine_connect(const char *name, GError **error);

/* The same for a verb that has the monitor send the machine's document: domain.xml has all that was plugged and
 * unplugged then (vm/live.h). */
struct control_client *machine_connect_settled(const char *given, GError **error);

/* Asks one thing; arguments is taken.  milliseconds 0: no limit.  The caller owns the result. */
struct json_object *machine_call(const char *name, const char *verb, struct json_object *arguments,
                                 unsigned milliseconds, GError **error);

/* Prints a JSON object on one line or, for people, on several. */
void machine_print_json(struct json_object *object, bool pretty);

/* "3 s", "2 min 10 s": how long ago that time (milliseconds since 1970) was.  The caller frees it. */
char *machine_age(int64_t milliseconds);
