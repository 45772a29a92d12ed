#include "domain/domain.h"

ENUM_NAMES(qemu_property_type,
           QEMU_PROPERTY_TYPE_COUNT, [QEMU_PROPERTY_STRING] = "string", [QEMU_PROPERTY_UNSIGNED] = "unsigned",
           [QEMU_PROPERTY_SIGNED] = "signed", [QEMU_PROPERTY_BOOL] = "bool", [QEMU_PROPERTY_REMOVE] = "remove");
ENUM_NAMES(qemu_deprecation, QEMU_DEPRECATION_COUNT, [QEMU_DEPRECATION_NONE] = "none", [QEMU_OMIT] = "omit",
           [QEMU_REJECT] = "reject", [QEMU_CRASH] = "crash");

/* ---- <qemu:commandline> ---- */

static const struct field qemu_arg_fields[] = {
    ATTR(string, "value", struct qemu_arg, value, GUEST_ABI | REQUIRED | EMPTY_OK, .doc = "The argument."),
};
static ELEMENT(qemu_arg_element, "qemu-arg", struct qemu_arg, qemu_arg_fields, "An argument for QEMU.");

static const struct field qemu_env_fields[] = {
    ATTR(string, "name", struct qemu_env, name, HOST_ONLY | REQUIRED, .doc = "Name of the variable."),
    ATTR(string, "value", struct qemu_env, value, HOST_ONLY | EMPTY_OK, .doc = "Its value; empty if not given."),
};
static ELEMENT(qemu_env_element, "qemu-env", struct qemu_env, qemu_env_fields, "An environment variable for QEMU.");

static const struct field qemu_commandline_fields[] = {
    LIST("qemu:arg", struct qemu_commandline, args, qemu_arg, 0, .doc = "An argument, passed on as it stands."),
    LIST("qemu:env", struct qemu_commandline, envs, qemu_env, 0, .doc = "An environment variable."),
};
ELEMENT(qemu_commandline_element, "qemu-commandline", struct qemu_commandline, qemu_commandline_fields,
        "Arguments and environment variables that are passed on to QEMU unread.");

/* ---- <qemu:capabilities> ---- */

static const struct field qemu_capability_fields[] = {
    ATTR(token, "capability", struct qemu_capability, name, HOST_ONLY | REQUIRED,
         .doc = "libvirt's name of the ability."),
};
static ELEMENT(qemu_capability_element, "qemu-capability", struct qemu_capability, qemu_capability_fields,
               "An ability of QEMU.");

static const struct field qemu_capabilities_fields[] = {
    LIST("qemu:add", struct qemu_capabilities, adds, qemu_capability, 0, .doc = "QEMU is taken to have it."),
    LIST("qemu:del", struct qemu_capabilities, dels, qemu_capability, 0, .doc = "QEMU is taken not to have it."),
};
ELEMENT(qemu_capabilities_element, "qemu-capabilities", struct qemu_capabilities, qemu_capabilities_fields,
        "What QEMU is taken to be able to, whatever it says.");

/* ---- <qemu:override> ---- */

static const struct field qemu_property_fields[] = {
    ATTR(string, "name", struct qemu_property, name, GUEST_ABI | REQUIRED, .doc = "Name of the property."),
    ATTR_ENUM("type", struct qemu_property, type, qemu_property_type, GUEST_ABI | REQUIRED | DISCRIMINANT,
              .doc = "Type of the value, or 'remove': the property is left out."),
    ATTR(string, "value", struct qemu_property, value, GUEST_ABI | REQUIRED | EMPTY_OK,
         .only_if = BIT(QEMU_PROPERTY_STRING) | BIT(QEMU_PROPERTY_UNSIGNED) | BIT(QEMU_PROPERTY_SIGNED) |
                    BIT(QEMU_PROPERTY_BOOL),
         .doc = "The value."),
};
static ELEMENT(qemu_property_element, "qemu-property", struct qemu_property, qemu_property_fields,
               "A property of a QEMU device.");

static const struct field qemu_frontend_fields[] = {
    LIST("qemu:property", struct qemu_device_override, properties, qemu_property, 0, .doc = "A property."),
};
static ELEMENT(qemu_frontend_element, "qemu-frontend", struct qemu_device_override, qemu_frontend_fields,
               "The device that the guest sees.");

static const struct field qemu_device_override_fields[] = {
    ATTR(token, "alias", struct qemu_device_override, alias, HOST_ONLY | REQUIRED, .doc = "Alias of the device."),
    INLINE("qemu:frontend", qemu_frontend, 0, .doc = "The device that the guest sees."),
};
static ELEMENT(qemu_device_override_element, "qemu-device-override", struct qemu_device_override,
               qemu_device_override_fields, "Properties of one device.");

static const struct field qemu_override_fields[] = {
    LIST("qemu:device", struct qemu_override, devices, qemu_device_override, 0, .doc = "Properties of one device."),
};
ELEMENT(qemu_override_element, "qemu-override", struct qemu_override, qemu_override_fields,
        "Properties of QEMU's devices that are set whatever the rest of the document says.");

static const struct field qemu_deprecation_fields[] = {
    ATTR_ENUM("behavior", struct domain, qemu_deprecation, qemu_deprecation, HOST_ONLY | REQUIRED,
              .doc = "Whether such a thing is done, hidden, refused, or makes QEMU abort."),
};
ELEMENT(qemu_deprecation_element, "qemu-deprecation", struct domain, qemu_deprecation_fields,
        "What QEMU does when told to do something it deprecates.");
