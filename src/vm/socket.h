/* vm/socket.h - UNIX sockets in a machine's directory, however long its path is. */
#pragma once

#include "vm/state.h"

/* Makes a listening socket of that name, replacing what a dead process left there; only its owner may
 * connect.  The descriptor is the caller's and closed on exec; -1 with an error. */
int socket_listen(const struct state *state, const char *file, GError **error);

/* Connects (blocking, at once).  The descriptor is the caller's and closed on exec; -1 with an error,
 * and *absent, if not NULL, says whether the reason is that nobody listens there. */
int socket_connect(const struct state *state, const char *file, bool *absent, GError **error);

/* True if somebody listens there. */
bool socket_answers(const struct state *state, const char *file);
