/* domain/throttle.h - limits on a disk's traffic: <iotune>, <throttlegroups>, <throttlefilters>. */
#pragma once

#include "xml/field.h"

/* Bytes or operations a second; `_max` is what a burst may reach, `_max_length` for how many seconds. */
struct io_limits {
    struct number total_bytes_sec, read_bytes_sec, write_bytes_sec;
    struct number total_iops_sec, read_iops_sec, write_iops_sec;
    struct number total_bytes_sec_max, read_bytes_sec_max, write_bytes_sec_max;
    struct number total_iops_sec_max, read_iops_sec_max, write_iops_sec_max;
    struct number size_iops_sec; /* bytes that count as one operation */
    char *group_name;
    struct number total_bytes_sec_max_length, read_bytes_sec_max_length, write_bytes_sec_max_length;
    struct number total_iops_sec_max_length, read_iops_sec_max_length, write_iops_sec_max_length;
};

struct iotune {
    struct place where;
    struct io_limits limits;
};

/* A group of limits that several disks share. */
struct throttlegroup {
    struct place where;
    struct io_limits limits; /* with the group's name */
};

struct throttlegroups {
    struct place where;
    GPtrArray *groups; /* struct throttlegroup * */
};

struct throttlefilter {
    struct place where;
    char *group;
};

struct throttlefilters {
    struct place where;
    GPtrArray *filters; /* struct throttlefilter * */
};

extern const struct element iotune_element, throttlegroups_element, throttlefilters_element;
