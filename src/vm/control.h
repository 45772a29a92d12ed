/* vm/control.h - the socket on which a machine's monitor is asked for things.
 *
 * docs/control-socket.md describes what is spoken.  Any number of clients, each with any number of
 * requests under way.  A client is refused if it is another user's (root may), and dropped if it does not
 * read or does not speak the language; that harms nobody but itself.
 *
 * A request lives until it is answered: request_reply or request_fail, exactly one of them, at any later
 * time; both end it.  Its client may be gone by then, which is no error.
 */
#pragma once

#include "base/json.h"

struct control;
struct request;

struct control_verb {
    const char *name;
    /* arguments is an object (empty if the client gave none) and the caller's. */
    void (*handle)(struct request *request, struct json_object *arguments, void *data);
};

/* Takes the listening socket.  verbs ends with a name of NULL and stays the caller's. */
struct control *control_new(int listening, const struct control_verb *verbs, void *data);

/* Drops all clients, whatever waits for them; see control_flush.  Requests that are not answered must not
 * be touched any more. */
void control_free(struct control *control);

/* Sends {"event": name, "time": now, "data": data} to all who asked for events.  data is taken. */
void control_tell(struct control *control, const char *name, struct json_object *data);

/* Answers all requests that are not answered yet with TANDEM_ERROR_HOST and the text. */
void control_refuse_all(struct control *control, const char *text);

/* Accepts nobody any more and runs the main context until all that waits has been sent, but no longer than
 * that many milliseconds. */
void control_flush(struct control *control, unsigned milliseconds);

/* result is taken; NULL stands for an empty object. */
void request_reply(struct request *request, struct json_object *result);
void request_fail(struct request *request, const GError *error);

/* The same in one line. */
void request_refuse(struct request *request, enum tandem_error code, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* From now on its client gets all events. */
void request_subscribe(struct request *request);

/* The oldest descriptor that the client sent and nobody took, now the caller's; -1 if there is none. */
int request_take_fd(struct request *request);

/* Has the function called when the client goes before the request is answered.  It may answer it then. */
void request_on_gone(struct request *request, void (*gone)(struct request *request, void *data), void *data);
