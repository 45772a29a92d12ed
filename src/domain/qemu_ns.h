/* domain/qemu_ns.h - words straight to QEMU: the elements of the name space qemu.
 *
 * tandem passes them on and knows nothing of what they do: whoever writes them owns the consequences.
 */
#pragma once

#include "xml/field.h"

#define QEMU_NAMESPACE "http://libvirt.org/schemas/domain/qemu/1.0"

struct qemu_arg {
    struct place where;
    char *value;
};

struct qemu_env {
    struct place where;
    char *name, *value; /* value NULL = set and empty */
};

struct qemu_commandline {
    struct place where;
    GPtrArray *args; /* struct qemu_arg *, in order */
    GPtrArray *envs; /* struct qemu_env * */
};

struct qemu_capability {
    struct place where;
    char *name;
};

struct qemu_capabilities {
    struct place where;
    GPtrArray *adds, *dels; /* struct qemu_capability * */
};

enum qemu_property_type {
    QEMU_PROPERTY_ABSENT,
    QEMU_PROPERTY_STRING,
    QEMU_PROPERTY_UNSIGNED,
    QEMU_PROPERTY_SIGNED,
    QEMU_PROPERTY_BOOL,
    QEMU_PROPERTY_REMOVE,
    QEMU_PROPERTY_TYPE_COUNT,
};
extern const struct enum_names qemu_property_type_names;

struct qemu_property {
    struct place where;
    char *name;
    enum qemu_property_type type;
    char *value; /* NULL for remove */
};

struct qemu_device_override {
    struct place where;
    char *alias;
    GPtrArray *properties; /* struct qemu_property *, in order */
};

struct qemu_override {
    struct place where;
    GPtrArray *devices; /* struct qemu_device_override * */
};

enum qemu_deprecation {
    QEMU_DEPRECATION_ABSENT,
    QEMU_DEPRECATION_NONE,
    QEMU_OMIT,
    QEMU_REJECT,
    QEMU_CRASH,
    QEMU_DEPRECATION_COUNT
};
extern const struct enum_names qemu_deprecation_names;

extern const struct element qemu_commandline_element, qemu_capabilities_element, qemu_override_element,
    qemu_deprecation_element;
