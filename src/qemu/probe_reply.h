/* qemu/probe_reply.h - from what QEMU answers to a profile.
 *
 * Knows the questions and how to read the answers, and no connection: a live QEMU (probe.h) and a
 * recorded conversation go through the same code.  Order of calls: probe_reply_new, probe_reply_take for
 * every answer in any order, probe_reply_finish.
 */
#pragma once

#include "base/json.h"
#include "qemu/profile.h"

struct probe_reply;
typedef struct probe_reply probe_reply_t;

struct probe_reply *probe_reply_new(void);
void probe_reply_free(struct probe_reply *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(probe_reply_t, probe_reply_free)

/* Question number i, to be asked after the negotiation of capabilities: the command, and its arguments,
 * newly made, NULL if it has none.  The command is NULL after the last.  Later questions may depend on
 * earlier answers (whether KVM is there). */
const char *probe_reply_question(const struct probe_reply *probe, unsigned i, struct json_object **arguments);

/* Takes one answer, a whole message with "return" or "error".  QEMU's errors are answers, too: a device
 * that is not there.  Answers to commands that no question needs are passed over, and so is a second
 * answer to the same question.  TANDEM_ERROR_HOST for one that cannot be understood. */
bool probe_reply_take(struct probe_reply *probe, const char *command, struct json_object *arguments,
                      struct json_object *reply, GError **error);

/* The profile; TANDEM_ERROR_HOST if something it cannot be without was not answered.  To be called once. */
struct profile *probe_reply_finish(struct probe_reply *probe, const char *binary, GError **error);

/* A profile from a recorded conversation: JSON values one after the other, each command
 * ({"execute": …}) followed by its answer.  A second negotiation starts a second QEMU and ends what is read. */
struct profile *probe_reply_recorded(const char *text, size_t length, const char *source, GError **error);
