/* qemu/qmp.h - one connection to the monitor of one QEMU.
 *
 * QMP is a line of JSON each way: commands with an id, replies with that id, events in between.  The
 * connection lives on a GLib main context and never blocks; it negotiates the capabilities by itself, and
 * commands given earlier wait for that.  It knows no machine and no device.
 *
 * A QEMU that has been taken over by its guest is a hostile peer: a reply that is no JSON, too long, too
 * deep, of the wrong shape or for a command that was never given ends the connection with an error.
 *
 * Order of calls: qmp_new or qmp_connect, then qmp_execute as often as needed, qmp_free.  When the
 * connection ends, every command that waits gets the error, then `closed` is called.  qmp_free calls
 * nobody.  Handlers and reply functions may free the connection.
 */
#pragma once

#include "base/error.h"
#include "base/json.h"

struct qmp;

/* What QEMU calls the class of an error; a GError in the domain QMP_ERROR has it as its code. */
enum qmp_error {
    QMP_ERROR_GENERIC, /* GenericError, and every class that is not known here */
    QMP_ERROR_COMMAND_NOT_FOUND,
    QMP_ERROR_DEVICE_NOT_ACTIVE,
    QMP_ERROR_DEVICE_NOT_FOUND,
    QMP_ERROR_KVM_MISSING_CAP,
    QMP_ERROR_COUNT
};

#define QMP_ERROR qmp_error_quark()
GQuark qmp_error_quark(void);

/* QEMU's own name of the class; error must be of the domain QMP_ERROR. */
const char *qmp_error_class(const GError *error);

struct qmp_handlers {
    /* The capabilities are negotiated.  May be NULL. */
    void (*ready)(void *data);
    /* data_of_event is NULL if it has none; microseconds since 1970, 0 if QEMU gave no time.  May be NULL. */
    void (*event)(const char *name, struct json_object *data_of_event, int64_t microseconds, void *data);
    /* The connection has ended; error says how and is never NULL.  May be NULL. */
    void (*closed)(const GError *error, void *data);
};

/* Exactly one of result and error is given; both belong to the caller of this function. */
typedef void (*qmp_reply)(struct json_object *result, const GError *error, void *data);

/* Takes a connected socket.  context NULL is the default one; handlers NULL: none. */
struct qmp *qmp_new(int fd, GMainContext *context, const struct qmp_handlers *handlers, void *data);

/* Connects to the UNIX socket at path (as long as sun_path allows). */
struct qmp *qmp_connect(const char *path, GMainContext *context, const struct qmp_handlers *handlers, void *data,
                        GError **error);

/* NULL is let pass.  Commands that wait are forgotten, their reply functions not called. */
void qmp_free(struct qmp *qmp);
typedef struct qmp qmp_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(qmp_t, qmp_free)

/* Gives a command.  arguments is taken, NULL means none.  reply is called once, from the main context
 * (never from within this call), unless qmp_free comes before; NULL if nobody asks. */
void qmp_execute(struct qmp *qmp, const char *command, struct json_object *arguments, qmp_reply reply, void *data);

/* The same with a descriptor, which is taken: for getfd and add-fd. */
void qmp_execute_fd(struct qmp *qmp, const char *command, struct json_object *arguments, int fd, qmp_reply reply,
                    void *data);

/* The replies to the commands that were given with this data are for nobody any more. */
void qmp_forget(struct qmp *qmp, const void *data);

/* Gives a command and waits for its reply, running the connection's main context; for a context that
 * nobody else runs, and not from a handler.  The caller owns the result.  After the time limit the error
 * is TANDEM_ERROR_TIMEOUT, and the reply is let pass when it comes. */
struct json_object *qmp_run(struct qmp *qmp, const char *command, struct json_object *arguments, unsigned milliseconds,
                            GError **error);

/* True once the capabilities are negotiated, until the end. */
bool qmp_is_ready(const struct qmp *qmp);
