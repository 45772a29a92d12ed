/* domain/smartcard.h - smart card readers: <smartcard>. */
#pragma once

#include "domain/chardev.h"

enum smartcard_mode {
    SMARTCARD_MODE_ABSENT,
    SMARTCARD_HOST,
    SMARTCARD_HOST_CERTIFICATES,
    SMARTCARD_PASSTHROUGH,
    SMARTCARD_MODE_COUNT,
};
extern const struct enum_names smartcard_mode_names;

struct smartcard_certificate {
    struct place where;
    char *name;
};

struct smartcard {
    struct device_info info;
    enum smartcard_mode mode;
    struct chardev_source source; /* passthrough */
    GPtrArray *certificates;      /* host-certificates: struct smartcard_certificate *, three */
    char *database;               /* host-certificates */
};
extern const struct element smartcard_element;
