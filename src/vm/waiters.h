/* vm/waiters.h - requests that wait for the same thing to happen.
 *
 * Each may have a time limit of its own.  A client that goes takes its requests along.
 */
#pragma once

#include "vm/control.h"

struct waiters;

struct waiters *waiters_new(void);

/* Forgets them all without an answer; to be called after control_free. */
void waiters_free(struct waiters *waiters);

/* Takes a request.  After that many seconds (0: never) it is refused with TANDEM_ERROR_TIMEOUT and the
 * text. */
void waiters_add(struct waiters *waiters, struct request *request, unsigned seconds, const char *text);

/* It has happened: all get the result (taken), and none waits any more. */
void waiters_reply(struct waiters *waiters, struct json_object *result);
void waiters_fail(struct waiters *waiters, const GError *error);

bool waiters_empty(const struct waiters *waiters);
