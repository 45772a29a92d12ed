#include "qemu/props.h"

#include "xml/kind.h"

#include <string.h>

void props_text(struct json_object *props, const char *key, const char *text)
{
    json_add_string(props, key, text);
}

void props_format(struct json_object *props, const char *key, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    props_text(props, key, text);
}

void props_number(struct json_object *props, const char *key, struct number value)
{
    if (value.given)
        props_uint(props, key, value.value);
}

void props_integer(struct json_object *props, const char *key, struct integer value)
{
    if (value.given)
        json_object_object_add(props, key, json_object_new_int64(value.value));
}

void props_uint(struct json_object *props, const char *key, uint64_t value)
{
    json_object_object_add(props, key, json_object_new_uint64(value));
}

void props_bool(struct json_object *props, const char *key, bool value)
{
    json_object_object_add(props, key, json_object_new_boolean(value));
}

void props_true(struct json_object *props, const char *key, bool value)
{
    if (value)
        props_bool(props, key, true);
}

void props_on_off(struct json_object *props, const char *key, enum on_off value)
{
    if (value)
        props_bool(props, key, value == ON);
}

void props_yes_no(struct json_object *props, const char *key, enum yes_no value)
{
    if (value)
        props_bool(props, key, value == YES);
}

void props_on_off_word(struct json_object *props, const char *key, enum on_off value)
{
    props_text(props, key, enum_name(&on_off_names, value));
}

void props_set(struct json_object *props, const char *key, const char *set)
{
    struct json_object *list;

    if (!set)
        return;
    list = json_object_new_array();
    for (const char *at = set; *at;) {
        char *end;
        uint64_t first = g_ascii_strtoull(at, &end, 10), last = first;

        if (*end == '-')
            last = g_ascii_strtoull(end + 1, &end, 10);
        for (uint64_t i = first; i <= last; i++)
            json_object_array_add(list, json_object_new_uint64(i));
        at = *end == ',' ? end + 1 : "";
    }
    json_object_object_add(props, key, list);
}

char *props_finish(struct json_object *props)
{
    char *text =
        g_strdup(json_object_to_json_string_ext(props, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));

    json_object_put(props);
    return text;
}

void list_escape(GString *list, const char *text)
{
    for (const char *at = text; *at; at++) {
        if (*at == ',')
            g_string_append_c(list, ',');
        g_string_append_c(list, *at);
    }
}

GString *list_new(const char *first)
{
    GString *list = g_string_new(NULL);

    if (first)
        list_escape(list, first);
    return list;
}

GString *list_new_format(const char *format, ...)
{
    GString *list = g_string_new(NULL);
    va_list arguments;

    va_start(arguments, format);
    g_string_vprintf(list, format, arguments);
    va_end(arguments);
    return list;
}

void list_text(GString *list, const char *key, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(list, "%s%s=", list->len ? "," : "", key);
    list_escape(list, text);
}

void list_format(GString *list, const char *key, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    list_text(list, key, text);
}

void list_number(GString *list, const char *key, struct number value)
{
    if (value.given)
        list_format(list, key, "%" G_GUINT64_FORMAT, value.value);
}

void list_bool(GString *list, const char *key, bool value)
{
    list_text(list, key, value ? "on" : "off");
}

void list_on_off(GString *list, const char *key, enum on_off value)
{
    list_text(list, key, enum_name(&on_off_names, value));
}

void list_yes_no(GString *list, const char *key, enum yes_no value)
{
    if (value)
        list_bool(list, key, value == YES);
}
