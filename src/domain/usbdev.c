#include "domain/usbdev.h"

ENUM_NAMES(hub_type, HUB_TYPE_COUNT, [HUB_USB] = "usb");
ENUM_NAMES(redirdev_bus, REDIRDEV_BUS_COUNT, [REDIRDEV_USB] = "usb");

static const struct field hub_fields[] = {
    ATTR_ENUM("type", struct hub, type, hub_type, GUEST_ABI | REQUIRED, .doc = "What is plugged into it."),
    DEVICE_ALIAS(struct hub),
    DEVICE_ACPI(struct hub),
    DEVICE_ADDRESS(struct hub),
};
ELEMENT(hub_element, "hub", struct hub, hub_fields, "A USB hub with eight ports.");

static const struct field redirdev_fields[] = {
    ATTR_ENUM("bus", struct redirdev, bus, redirdev_bus, GUEST_ABI | REQUIRED, .doc = "What it is plugged into."),
    CHARDEV_TYPE(struct redirdev, source, 0),
    CHARDEV_SOURCE(struct redirdev, source, 0),
    DEVICE_BOOT(struct redirdev),
    DEVICE_ALIAS(struct redirdev),
    DEVICE_ACPI(struct redirdev),
    DEVICE_ADDRESS(struct redirdev),
};
ELEMENT(redirdev_element, "redirdev", struct redirdev, redirdev_fields, "A USB device that a client hands on.");

static const struct field redirfilter_usbdev_fields[] = {
    ATTR(string, "class", struct redirfilter_usbdev, class, HOST_ONLY, .doc = "The device class, such as 0x08."),
    ATTR(string, "vendor", struct redirfilter_usbdev, vendor, HOST_ONLY, .doc = "The vendor, such as 0x15E1."),
    ATTR(string, "product", struct redirfilter_usbdev, product, HOST_ONLY, .doc = "The product, such as 0x2007."),
    ATTR(string, "version", struct redirfilter_usbdev, version, HOST_ONLY,
         .doc = "The device's release, such as 1.09."),
    ATTR_ENUM("allow", struct redirfilter_usbdev, allow, yes_no, HOST_ONLY | REQUIRED,
              .doc = "Whether such a device is let through."),
};
static ELEMENT(redirfilter_usbdev_element, "redirfilter-usbdev", struct redirfilter_usbdev, redirfilter_usbdev_fields,
               "A rule for some USB devices; the first that matches counts.");

static const struct field redirfilter_fields[] = {
    LIST("usbdev", struct redirfilter, usbdevs, redirfilter_usbdev, HOST_ONLY | REQUIRED,
         .doc = "A rule for some USB devices."),
};
ELEMENT(redirfilter_element, "redirfilter", struct redirfilter, redirfilter_fields,
        "Which USB devices of a client are let through.");
