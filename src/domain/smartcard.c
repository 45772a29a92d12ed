#include "domain/smartcard.h"

ENUM_NAMES(smartcard_mode, SMARTCARD_MODE_COUNT, [SMARTCARD_HOST] = "host",
           [SMARTCARD_HOST_CERTIFICATES] = "host-certificates", [SMARTCARD_PASSTHROUGH] = "passthrough");

static const struct field certificate_fields[] = {
    CONTENT(string, struct smartcard_certificate, name, HOST_ONLY | REQUIRED,
            .doc = "The certificate's name in the database."),
};
static ELEMENT(smartcard_certificate_element, "smartcard-certificate", struct smartcard_certificate, certificate_fields,
               "A certificate of the host's database.");

static const struct field smartcard_fields[] = {
    ATTR_ENUM("mode", struct smartcard, mode, smartcard_mode, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "Where the card is."),
    CHARDEV_TYPE(struct smartcard, source, BIT(SMARTCARD_PASSTHROUGH)),
    CHARDEV_SOURCE(struct smartcard, source, BIT(SMARTCARD_PASSTHROUGH)),
    LIST("certificate", struct smartcard, certificates, smartcard_certificate, HOST_ONLY,
         .only_if = BIT(SMARTCARD_HOST_CERTIFICATES), .doc = "A certificate; there have to be three."),
    TEXT(path, "database", struct smartcard, database, HOST_ONLY, .only_if = BIT(SMARTCARD_HOST_CERTIFICATES),
         .doc = "The folder of the database; /etc/pki/nssdb if not given."),
    DEVICE_ALIAS(struct smartcard),
    DEVICE_ACPI(struct smartcard),
    DEVICE_ADDRESS(struct smartcard),
};
ELEMENT(smartcard_element, "smartcard", struct smartcard, smartcard_fields, "A smart card reader.");
