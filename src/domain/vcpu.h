/* domain/vcpu.h - the guest's processors and the I/O threads, one by one.
 *
 * The plain numbers (vcpus, vcpus_current, iothreads) are members of struct domain.
 */
#pragma once

#include "xml/field.h"

enum vcpu_placement { VCPU_PLACEMENT_ABSENT, VCPU_PLACEMENT_STATIC, VCPU_PLACEMENT_AUTO, VCPU_PLACEMENT_COUNT };
extern const struct enum_names vcpu_placement_names;

/* <vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/></vcpus> */
struct vcpu {
    struct place where;
    struct number id;
    enum yes_no enabled, hotpluggable;
    struct number order; /* from 1 */
};

/* <iothreadids><iothread id='1' thread_pool_min='8' thread_pool_max='16'><poll …/></iothread></iothreadids> */
struct iothread {
    struct place where;
    struct number id; /* from 1 */
    struct number thread_pool_min, thread_pool_max;
    struct number poll_max, poll_grow, poll_shrink; /* poll_max in nanoseconds */
};

extern const struct element domain_vcpu_element, vcpus_element, iothread_element, iothreadids_element,
    defaultiothread_element;
