/* qemu/dev_common.h - what all devices on the command line have: an id, a place, options of virtio. */
#pragma once

#include "domain/devices.h"
#include "qemu/builder.h"

/* A new -device object that begins with its driver. */
struct json_object *device_new(const char *driver);

/* Adds bus, slot and the like by the kind of the address; nothing for a device without one. */
void device_address(struct builder *builder, struct json_object *props, const struct device_info *info);

/* Adds "bootindex": the device's own boot order, or *fallback, which then is used up (0); NULL: none. */
void device_bootindex(struct json_object *props, const struct device_info *info, unsigned *fallback);

/* Adds what <rom> says. */
void device_rom(struct json_object *props, const struct device_info *info);

/* "virtio-blk-pci", "virtio-blk-pci-transitional", "virtio-blk-device": name is "virtio-blk".  Newly made. */
char *virtio_driver(const char *name, const struct device_info *info, enum virtio_model model);
/* The same as a -device object. */
struct json_object *virtio_new(const char *name, const struct device_info *info, enum virtio_model model);

/* Adds the options that all virtio devices share. */
void virtio_options(struct json_object *props, const struct virtio_options *options);

/* Adds bus, channel, target and LUN of a device on a SCSI controller. */
void scsi_place(struct builder *builder, struct json_object *props, const struct device_info *info);

/* The controller of that type and index, NULL if there is none.  Of a USB controller with companions, the
 * one that has the bus. */
const struct controller *find_controller(const struct domain *domain, enum controller_type type, uint64_t index);

/* Adds the queues of a device that is served by several I/O threads. */
void device_iothreads(struct json_object *props, const char *key, const struct device_iothreads *iothreads);
