/* domain/device.h - what all devices have in common.
 *
 * Every device's struct begins with `struct device_info info`, so that addresses, aliases and boot order can
 * be given without knowing the device: a pointer to a device is a pointer to its info.  The rows are macros
 * because each table names its own struct; they stand in libvirt's order: DEVICE_BOOT, DEVICE_ALIAS,
 * DEVICE_ROM, DEVICE_ACPI, DEVICE_ADDRESS.
 */
#pragma once

#include "domain/address.h"

/* The three forms in which a virtio device can show itself to the guest. */
enum virtio_model {
    VIRTIO_MODEL_ABSENT,
    VIRTIO, /* transitional on conventional PCI, non-transitional on PCI Express */
    VIRTIO_TRANSITIONAL,
    VIRTIO_NON_TRANSITIONAL,
    VIRTIO_MODEL_COUNT,
};
extern const struct enum_names virtio_model_names;

struct device_info {
    struct place where;
    char *alias;
    struct number boot_order; /* from 1 */
    char *boot_loadparm;
    enum yes_no rom_enabled;
    enum on_off rom_bar;
    char *rom_file;           /* "" = none */
    struct number acpi_index; /* from 1 */
    struct address *address;
};

/* Tables over struct device_info. */
extern const struct element device_boot_element, device_alias_element, device_rom_element, device_acpi_element;

#define DEVICE_BOOT(type_)                                                                                             \
    EMBED_AS("boot", type_, info, struct device_info, device_boot, 0, .doc = "Makes the machine boot from this device.")
#define DEVICE_ALIAS(type_)                                                                                            \
    EMBED_AS("alias", type_, info, struct device_info, device_alias, 0, .doc = "The name of this device.")
#define DEVICE_ROM(type_)                                                                                              \
    EMBED_AS("rom", type_, info, struct device_info, device_rom, 0, .doc = "The boot ROM that the guest finds in it.")
#define DEVICE_ACPI(type_)                                                                                             \
    EMBED_AS("acpi", type_, info, struct device_info, device_acpi, 0, .doc = "How ACPI describes the device.")
#define DEVICE_ADDRESS(type_)                                                                                          \
    CHILD("address", type_, info.address, address, 0, .doc = "Where in the machine the device sits.")

/* Attributes that <driver> has for every virtio device. */
struct virtio_options {
    enum on_off iommu, ats, packed, page_per_vq;
};

#define VIRTIO_OPTIONS(type_, member_)                                                                                 \
    ATTR_ENUM("iommu", type_, member_.iommu, on_off, GUEST_ABI,                                                        \
              .doc = "Whether the device goes through the machine's emulated IOMMU."),                                 \
        ATTR_ENUM("ats", type_, member_.ats, on_off, GUEST_ABI,                                                        \
                  .doc = "Whether the device has address translation services, for use with an IOMMU."),               \
        ATTR_ENUM("packed", type_, member_.packed, on_off, GUEST_ABI,                                                  \
                  .doc = "Whether packed virtqueues are offered instead of split ones."),                              \
        ATTR_ENUM("page_per_vq", type_, member_.page_per_vq, on_off, GUEST_ABI,                                        \
                  .doc = "Whether each virtqueue's notification address has a page of its own.")

/* One number in an element of its own, such as <iothread id='2'/>. */
struct numbered {
    struct place where;
    struct number id;
};

/* <iothread id='2'><queue id='0'/></iothread>: an I/O thread of a device with several, and its queues. */
struct device_iothread {
    struct place where;
    struct number id;
    GPtrArray *queues; /* struct numbered * */
};

struct device_iothreads {
    struct place where;
    GPtrArray *iothreads; /* struct device_iothread * */
};
extern const struct element device_iothreads_element;

/* How one device's file or socket is labelled. */
struct device_seclabel {
    struct place where;
    char *model;
    enum yes_no relabel, labelskip;
    char *label;
};
extern const struct element device_seclabel_element;

/* The only sort of socket there is. */
enum socket_type { SOCKET_TYPE_ABSENT, SOCKET_UNIX, SOCKET_TYPE_COUNT };
extern const struct enum_names socket_type_names;

/* <reconnect enabled='yes' timeout='10' delay='1'/> of a socket that is a client. */
struct reconnect {
    struct place where;
    enum yes_no enabled;
    struct number timeout, delay; /* seconds */
};
extern const struct element reconnect_element;
