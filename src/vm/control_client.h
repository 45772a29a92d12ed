/* vm/control_client.h - asking a machine's monitor, and waiting for the answer.
 *
 * For the command: everything here blocks, with a time limit where one is wanted.  The connection comes
 * from launch_reach.  Events that come while an answer is awaited go to the handler.
 */
#pragma once

#include "base/json.h"

struct control_client;

#define CONTROL_FDS_MAX 16 /* descriptors that can go with one request */

/* Takes the connected socket. */
struct control_client *control_client_new(int fd);
void control_client_free(struct control_client *client);
typedef struct control_client control_client_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(control_client_t, control_client_free)

/* Called with each event ({"event", "time", "data"}); the object is the caller's. */
typedef void (*control_event)(struct json_object *event, void *data);
void control_client_on_event(struct control_client *client, control_event handler, void *data);

/* Sends a request; arguments is taken, NULL means none.  Copies of the descriptors go with it; they stay
 * the caller's.  The request's number, or -1. */
int64_t control_client_send(struct control_client *client, const char *verb, struct json_object *arguments,
                            const int *fds, unsigned n_fds, GError **error);

/* Waits for the answer to that request.  The result is the caller's; NULL with the monitor's own error
 * (code and message), TANDEM_ERROR_TIMEOUT after that many milliseconds (0: no limit), or
 * TANDEM_ERROR_HOST if the monitor went away. */
struct json_object *control_client_wait(struct control_client *client, int64_t number, unsigned milliseconds,
                                        GError **error);

/* Both in one. */
struct json_object *control_client_call(struct control_client *client, const char *verb, struct json_object *arguments,
                                        unsigned milliseconds, GError **error);

/* Hands events to the handler until that descriptor can be read (or has ended).  False, without an error, if the
 * monitor closed the connection. */
bool control_client_serve(struct control_client *client, int fd, GError **error);

/* Waits for events and hands them to the handler until the monitor closes the connection, which is no
 * error. */
bool control_client_listen(struct control_client *client, GError **error);
