#include "domain/device.h"

ENUM_NAMES(virtio_model, VIRTIO_MODEL_COUNT, [VIRTIO] = "virtio", [VIRTIO_TRANSITIONAL] = "virtio-transitional",
           [VIRTIO_NON_TRANSITIONAL] = "virtio-non-transitional");
ENUM_NAMES(socket_type, SOCKET_TYPE_COUNT, [SOCKET_UNIX] = "unix");

static const struct field device_boot_fields[] = {
    ATTR(uint, "order", struct device_info, boot_order, GUEST_ABI | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "When it is tried, 1 first."),
    ATTR(string, "loadparm", struct device_info, boot_loadparm, GUEST_ABI, .min = 1, .max = 8,
         .doc = "What the boot loader of s390 is told."),
};
ELEMENT(device_boot_element, "device-boot", struct device_info, device_boot_fields,
        "When the machine tries to boot from the device.");

static const struct field device_alias_fields[] = {
    ATTR(string, "name", struct device_info, alias, GUEST_ABI | REQUIRED,
         .doc = "The name; one that begins with 'ua-' is the user's and kept, others are given anew."),
};
ELEMENT(device_alias_element, "device-alias", struct device_info, device_alias_fields,
        "The device's name, which is also its id in QEMU.");

static const struct field device_rom_fields[] = {
    ATTR_ENUM("enabled", struct device_info, rom_enabled, yes_no, GUEST_ABI,
              .doc = "Whether there is a boot ROM at all."),
    ATTR_ENUM("bar", struct device_info, rom_bar, on_off, GUEST_ABI, .doc = "Whether the guest can map the ROM."),
    ATTR(string, "file", struct device_info, rom_file, GUEST_ABI | EMPTY_OK,
         .doc = "The ROM's contents; nothing between the quotes for no ROM."),
};
ELEMENT(device_rom_element, "device-rom", struct device_info, device_rom_fields, "The boot ROM of a PCI device.");

static const struct field device_acpi_fields[] = {
    ATTR(uint, "index", struct device_info, acpi_index, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "The number that a guest builds a NIC's name from, such as eno1."),
};
ELEMENT(device_acpi_element, "device-acpi", struct device_info, device_acpi_fields, "How ACPI describes the device.");

static const struct field numbered_fields[] = {
    ATTR(uint, "id", struct numbered, id, HOST_ONLY | REQUIRED, .max = G_MAXUINT32, .doc = "The number."),
};
static ELEMENT(numbered_element, "device-queue", struct numbered, numbered_fields, "A queue of the device.");

static const struct field device_iothread_fields[] = {
    ATTR(uint, "id", struct device_iothread, id, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "The I/O thread's number."),
    LIST("queue", struct device_iothread, queues, numbered, HOST_ONLY, .doc = "A queue that the thread serves."),
};
static ELEMENT(device_iothread_element, "device-iothread", struct device_iothread, device_iothread_fields,
               "An I/O thread that serves the device.");

static const struct field device_iothreads_fields[] = {
    LIST("iothread", struct device_iothreads, iothreads, device_iothread, HOST_ONLY,
         .doc = "An I/O thread that serves the device."),
};
ELEMENT(device_iothreads_element, "device-iothreads", struct device_iothreads, device_iothreads_fields,
        "The I/O threads that serve the device together.");

static const struct field device_seclabel_fields[] = {
    ATTR(string, "model", struct device_seclabel, model, HOST_ONLY, .doc = "The security driver; all if not given."),
    ATTR_ENUM("labelskip", struct device_seclabel, labelskip, yes_no, HOST_ONLY,
              .doc = "Whether the file is left as it is."),
    ATTR_ENUM("relabel", struct device_seclabel, relabel, yes_no, HOST_ONLY, .doc = "Whether the file is labelled."),
    TEXT(string, "label", struct device_seclabel, label, HOST_ONLY, .doc = "The label."),
};
ELEMENT(device_seclabel_element, "device-seclabel", struct device_seclabel, device_seclabel_fields,
        "How a file or socket of one device is labelled.");

static const struct field reconnect_fields[] = {
    ATTR_ENUM("enabled", struct reconnect, enabled, yes_no, HOST_ONLY,
              .doc = "Whether a lost connection is made anew."),
    ATTR(uint, "timeout", struct reconnect, timeout, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "Seconds until the next try."),
    ATTR(uint, "delay", struct reconnect, delay, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "Seconds for which requests wait for a new connection (NBD)."),
};
ELEMENT(reconnect_element, "reconnect", struct reconnect, reconnect_fields, "What follows when a connection is lost.");
