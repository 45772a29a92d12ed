/* base/json.h - reading JSON that somebody else wrote.
 *
 * json-c takes much that is not JSON and answers a wrong type with a converted value.  What comes from
 * QEMU, from a client or from another host is read through these instead: strict syntax, a limit on the
 * depth, and a wrong type is an error that names the member.  Strings and objects that are given back
 * belong to the object they were found in.
 */
#pragma once

#include "base/error.h"

#include <json-c/json.h>
#include <stdint.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_object, json_object_put)

/* The one JSON object in text, which need not end in a NUL.  Anything else, nesting deeper than depth,
 * bytes that are no UTF-8 and anything after it is TANDEM_ERROR_INPUT.  The caller owns the reference. */
struct json_object *json_parse(const char *text, size_t length, unsigned depth, GError **error);

/* The member of that name and type.  A wrong type is TANDEM_ERROR_INPUT, so is a missing member
 * or null if need is true; if it is false they leave *ret untouched and the result is true. */
bool json_get(struct json_object *object, const char *name, enum json_type type, bool need, struct json_object **ret,
              GError **error);

/* The same for single values. */
bool json_get_string(struct json_object *object, const char *name, bool need, const char **ret, GError **error);
bool json_get_bool(struct json_object *object, const char *name, bool need, bool *ret, GError **error);

/* A number outside of min to max is TANDEM_ERROR_INPUT, as is one with a fraction. */
bool json_get_int(struct json_object *object, const char *name, bool need, int64_t min, int64_t max, int64_t *ret,
                  GError **error);

/* One of count names; *ret is its index, so names[0] may be NULL for "not given". */
bool json_get_enum(struct json_object *object, const char *name, bool need, const char *const *names, unsigned count,
                   unsigned *ret, GError **error);

/* For what may be left out without harm: the string, or NULL if there is none or it is something else. */
const char *json_peek_string(struct json_object *object, const char *name);

/* Adds a string member; nothing if value is NULL. */
void json_add_string(struct json_object *object, const char *name, const char *value);

/* {"name": value}, owned by the caller; to build the arguments of a command in one line. */
struct json_object *json_pair(const char *name, const char *value);

/* An error as clients and the other host get it, {"code": its exit status, "message": …}, and back.
 * error must not be NULL. */
struct json_object *json_from_error(const GError *error);
bool json_to_error(struct json_object *object, GError **error);
