/* domain/usbdev.h - USB hubs, and USB devices redirected from a client: <hub>, <redirdev>, <redirfilter>. */
#pragma once

#include "domain/chardev.h"

enum hub_type { HUB_TYPE_ABSENT, HUB_USB, HUB_TYPE_COUNT };
extern const struct enum_names hub_type_names;

struct hub {
    struct device_info info;
    enum hub_type type;
};

enum redirdev_bus { REDIRDEV_BUS_ABSENT, REDIRDEV_USB, REDIRDEV_BUS_COUNT };
extern const struct enum_names redirdev_bus_names;

struct redirdev {
    struct device_info info;
    enum redirdev_bus bus;
    struct chardev_source source;
};

/* Numbers that are not given match any; so does "-1" in the document. */
struct redirfilter_usbdev {
    struct place where;
    char *class, *vendor, *product, *version;
    enum yes_no allow;
};

struct redirfilter {
    struct place where;
    GPtrArray *usbdevs; /* struct redirfilter_usbdev * */
};

extern const struct element hub_element, redirdev_element, redirfilter_element;
