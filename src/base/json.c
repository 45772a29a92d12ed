#include "base/json.h"

#include <limits.h>
#include <string.h>

struct json_object *json_parse(const char *text, size_t length, unsigned depth, GError **error)
{
    struct json_tokener *tokener;
    g_autoptr(json_object) object = NULL;
    enum json_tokener_error reason;
    size_t end;

    while (length > 0 && g_ascii_isspace(text[length - 1]))
        length--;
    if (length > INT_MAX || memchr(text, '\0', length))
        return fail_null(error, TANDEM_ERROR_INPUT, "not JSON: a NUL byte, or too long");
    tokener = json_tokener_new_ex((int)depth);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    object = json_tokener_parse_ex(tokener, text, (int)length);
    reason = json_tokener_get_error(tokener);
    end = json_tokener_get_parse_end(tokener);
    json_tokener_free(tokener);
    if (reason != json_tokener_success)
        return fail_null(error, TANDEM_ERROR_INPUT, "not JSON: %s at byte %zu",
                         reason == json_tokener_continue ? "it ends too early" : json_tokener_error_desc(reason), end);
    if (end != length)
        return fail_null(error, TANDEM_ERROR_INPUT, "not JSON: more text after byte %zu", end);
    if (!json_object_is_type(object, json_type_object))
        return fail_null(error, TANDEM_ERROR_INPUT, "a JSON object was expected, not '%s'",
                         json_type_to_name(json_object_get_type(object)));
    return g_steal_pointer(&object);
}

bool json_get(struct json_object *object, const char *name, enum json_type type, bool need, struct json_object **ret,
              GError **error)
{
    struct json_object *member = NULL;

    if (!json_object_is_type(object, json_type_object))
        return fail(error, TANDEM_ERROR_INPUT, "no object to find '%s' in", name);
    json_object_object_get_ex(object, name, &member);
    if (!member && !need)
        return true;
    if (!member)
        return fail(error, TANDEM_ERROR_INPUT, "member '%s' is missing", name);
    if (!json_object_is_type(member, type))
        return fail(error, TANDEM_ERROR_INPUT, "member '%s' is of type '%s', '%s' was expected", name,
                    json_type_to_name(json_object_get_type(member)), json_type_to_name(type));
    *ret = member;
    return true;
}

bool json_get_string(struct json_object *object, const char *name, bool need, const char **ret, GError **error)
{
    struct json_object *member = NULL;

    if (!json_get(object, name, json_type_string, need, &member, error))
        return false;
    if (!member)
        return true;
    if (strlen(json_object_get_string(member)) != (size_t)json_object_get_string_len(member))
        return fail(error, TANDEM_ERROR_INPUT, "member '%s' has a NUL in its text", name);
    *ret = json_object_get_string(member);
    return true;
}

bool json_get_bool(struct json_object *object, const char *name, bool need, bool *ret, GError **error)
{
    struct json_object *member = NULL;

    if (!json_get(object, name, json_type_boolean, need, &member, error))
        return false;
    if (member)
        *ret = json_object_get_boolean(member);
    return true;
}

bool json_get_int(struct json_object *object, const char *name, bool need, int64_t min, int64_t max, int64_t *ret,
                  GError **error)
{
    struct json_object *member = NULL;
    int64_t value;

    if (!json_get(object, name, json_type_int, need, &member, error))
        return false;
    if (!member)
        return true;
    value = json_object_get_int64(member); /* json-c brings what does not fit to the nearest end */
    if (value < min || value > max)
        return fail(error, TANDEM_ERROR_INPUT,
                    "member '%s' is %s, a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " was expected", name,
                    json_object_to_json_string(member), min, max);
    *ret = value;
    return true;
}

bool json_get_enum(struct json_object *object, const char *name, bool need, const char *const *names, unsigned count,
                   unsigned *ret, GError **error)
{
    g_autoptr(GString) known = NULL;
    const char *text = NULL;

    if (!json_get_string(object, name, need, &text, error))
        return false;
    if (!text)
        return true;
    known = g_string_new(NULL);
    for (unsigned i = 0; i < count; i++) {
        if (!names[i])
            continue;
        if (strcmp(text, names[i]) == 0) {
            *ret = i;
            return true;
        }
        g_string_append_printf(known, "%s'%s'", known->len ? ", " : "", names[i]);
    }
    return fail(error, TANDEM_ERROR_INPUT, "member '%s' is '%s', one of %s was expected", name, text, known->str);
}

const char *json_peek_string(struct json_object *object, const char *name)
{
    const char *text = NULL;

    return json_get_string(object, name, false, &text, NULL) ? text : NULL;
}

void json_add_string(struct json_object *object, const char *name, const char *value)
{
    if (value)
        json_object_object_add(object, name, json_object_new_string(value));
}

struct json_object *json_pair(const char *name, const char *value)
{
    struct json_object *object = json_object_new_object();

    json_add_string(object, name, value);
    return object;
}

struct json_object *json_from_error(const GError *error)
{
    struct json_object *object = json_object_new_object();

    json_object_object_add(object, "code", json_object_new_int(error_exit_status(error)));
    json_object_object_add(object, "message", json_object_new_string(error->message));
    return object;
}

bool json_to_error(struct json_object *object, GError **error)
{
    int64_t code = TANDEM_ERROR_HOST;
    const char *message = json_peek_string(object, "message");

    json_get_int(object, "code", false, TANDEM_ERROR_INPUT, TANDEM_ERROR_TIMEOUT, &code, NULL);
    return fail(error, (enum tandem_error)code, "%s", message ? message : "an error without a message");
}
