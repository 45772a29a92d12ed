#include "domain/throttle.h"

#define LIMIT(name_, type_, doc_) TEXT(uint, #name_, type_, limits.name_, HOST_ONLY, .max = INT64_MAX, .doc = doc_)

/* In libvirt's order. */
#define IO_LIMITS(type_)                                                                                               \
    LIMIT(total_bytes_sec, type_, "The most bytes a second, read and written."),                                       \
        LIMIT(read_bytes_sec, type_, "The most bytes read a second."),                                                 \
        LIMIT(write_bytes_sec, type_, "The most bytes written a second."),                                             \
        LIMIT(total_iops_sec, type_, "The most operations a second."),                                                 \
        LIMIT(read_iops_sec, type_, "The most reads a second."),                                                       \
        LIMIT(write_iops_sec, type_, "The most writes a second."),                                                     \
        LIMIT(total_bytes_sec_max, type_, "The most bytes a second in a burst."),                                      \
        LIMIT(read_bytes_sec_max, type_, "The most bytes read a second in a burst."),                                  \
        LIMIT(write_bytes_sec_max, type_, "The most bytes written a second in a burst."),                              \
        LIMIT(total_iops_sec_max, type_, "The most operations a second in a burst."),                                  \
        LIMIT(read_iops_sec_max, type_, "The most reads a second in a burst."),                                        \
        LIMIT(write_iops_sec_max, type_, "The most writes a second in a burst."),                                      \
        LIMIT(size_iops_sec, type_, "The bytes that count as one operation."),                                         \
        TEXT(string, "group_name", type_, limits.group_name, HOST_ONLY,                                                \
             .doc = "The name of the group, whose disks share the limits."),                                           \
        LIMIT(total_bytes_sec_max_length, type_, "The seconds that such a burst may last."),                           \
        LIMIT(read_bytes_sec_max_length, type_, "The seconds that such a burst may last."),                            \
        LIMIT(write_bytes_sec_max_length, type_, "The seconds that such a burst may last."),                           \
        LIMIT(total_iops_sec_max_length, type_, "The seconds that such a burst may last."),                            \
        LIMIT(read_iops_sec_max_length, type_, "The seconds that such a burst may last."),                             \
        LIMIT(write_iops_sec_max_length, type_, "The seconds that such a burst may last.")

static const struct field iotune_fields[] = {IO_LIMITS(struct iotune)};
ELEMENT(iotune_element, "iotune", struct iotune, iotune_fields, "Limits on a disk's traffic.");

static const struct field throttlegroup_fields[] = {IO_LIMITS(struct throttlegroup)};
static ELEMENT(throttlegroup_element, "throttlegroup", struct throttlegroup, throttlegroup_fields,
               "Limits that several disks share.");

static const struct field throttlegroups_fields[] = {
    LIST("throttlegroup", struct throttlegroups, groups, throttlegroup, HOST_ONLY,
         .doc = "Limits that several disks share."),
};
ELEMENT(throttlegroups_element, "throttlegroups", struct throttlegroups, throttlegroups_fields,
        "Groups of limits that disks refer to.");

static const struct field throttlefilter_fields[] = {
    ATTR(string, "group", struct throttlefilter, group, HOST_ONLY | REQUIRED, .doc = "The group's name."),
};
static ELEMENT(throttlefilter_element, "throttlefilter", struct throttlefilter, throttlefilter_fields,
               "A group of limits that holds for the disk.");

static const struct field throttlefilters_fields[] = {
    LIST("throttlefilter", struct throttlefilters, filters, throttlefilter, HOST_ONLY,
         .doc = "A group of limits that holds for the disk."),
};
ELEMENT(throttlefilters_element, "throttlefilters", struct throttlefilters, throttlefilters_fields,
        "The groups of limits that hold for the disk, all of them.");
