/* qemu/props.h - the two spellings of properties on QEMU's command line.
 *
 * JSON for -device, -netdev, -object, -blockdev: struct json_object, where a value keeps its type (QEMU
 * takes "on" for a property of type OnOffAuto and true for a bool, not the other way round).
 * KEY=VALUE lists for all older options: struct GString, where a comma in a value is doubled.
 * What is not given adds nothing.
 */
#pragma once

#include "base/json.h"
#include "xml/field.h"

/* ---- JSON ---- */

void props_text(struct json_object *props, const char *key, const char *text);
void props_format(struct json_object *props, const char *key, const char *format, ...) G_GNUC_PRINTF(3, 4);
void props_number(struct json_object *props, const char *key, struct number value);
void props_integer(struct json_object *props, const char *key, struct integer value);
void props_uint(struct json_object *props, const char *key, uint64_t value);
void props_bool(struct json_object *props, const char *key, bool value);
/* Only if it is true, for properties that are off by themselves. */
void props_true(struct json_object *props, const char *key, bool value);
/* A property of QEMU's type bool. */
void props_on_off(struct json_object *props, const char *key, enum on_off value);
void props_yes_no(struct json_object *props, const char *key, enum yes_no value);
/* A property of QEMU's type OnOffAuto. */
void props_on_off_word(struct json_object *props, const char *key, enum on_off value);
/* An array of numbers from a set such as "0-2,5"; nothing for NULL. */
void props_set(struct json_object *props, const char *key, const char *set);

/* The text of the object on one line, newly made; takes the object. */
char *props_finish(struct json_object *props);

/* ---- KEY=VALUE ---- */

/* Begins with a value that needs no key; NULL: empty. */
GString *list_new(const char *first);
GString *list_new_format(const char *format, ...) G_GNUC_PRINTF(1, 2);
void list_text(GString *list, const char *key, const char *text);
void list_format(GString *list, const char *key, const char *format, ...) G_GNUC_PRINTF(3, 4);
void list_number(GString *list, const char *key, struct number value);
void list_on_off(GString *list, const char *key, enum on_off value);
void list_yes_no(GString *list, const char *key, enum yes_no value);
void list_bool(GString *list, const char *key, bool value);
/* Appends text with its commas doubled. */
void list_escape(GString *list, const char *text);
