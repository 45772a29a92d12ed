#include "domain/domain.h"

ENUM_NAMES(vcpu_placement, VCPU_PLACEMENT_COUNT, [VCPU_PLACEMENT_STATIC] = "static", [VCPU_PLACEMENT_AUTO] = "auto");

static const struct field domain_vcpu_fields[] = {
    ATTR_ENUM("placement", struct domain, vcpu_placement, vcpu_placement, HOST_ONLY,
              .doc = "Who chooses the host's processors for the guest: 'static' the attribute cpuset, 'auto' a service "
                     "of the host."),
    ATTR(cpuset, "cpuset", struct domain, vcpu_cpuset, HOST_ONLY,
         .doc = "The host's processors on which the guest may run, unless <cputune> pins it closer."),
    ATTR(uint, "current", struct domain, vcpus_current, GUEST_ABI, .min = 1, .max = G_MAXUINT16,
         .doc = "How many processors are plugged when the guest starts; all if not given."),
    CONTENT(uint, struct domain, vcpus, GUEST_ABI, .min = 1, .max = G_MAXUINT16,
            .doc = "The most processors the guest can have."),
};
ELEMENT(domain_vcpu_element, "domain-vcpu", struct domain, domain_vcpu_fields, "The number of processors.");

static const struct field vcpu_fields[] = {
    ATTR(uint, "id", struct vcpu, id, GUEST_ABI | REQUIRED, .max = G_MAXUINT32,
         .doc = "Number of the processor, from 0."),
    ATTR_ENUM("enabled", struct vcpu, enabled, yes_no, GUEST_ABI | REQUIRED,
              .doc = "Whether the processor is plugged when the guest starts."),
    ATTR_ENUM("hotpluggable", struct vcpu, hotpluggable, yes_no, GUEST_ABI,
              .doc = "Whether the processor can be unplugged; one that is not plugged always can."),
    ATTR(uint, "order", struct vcpu, order, GUEST_ABI, .min = 1, .max = G_MAXUINT32,
         .doc = "Place in the order in which processors are plugged, from 1."),
};
static ELEMENT(vcpu_element, "vcpu", struct vcpu, vcpu_fields, "The state of one processor.");

static const struct field vcpus_fields[] = {
    LIST("vcpu", struct domain, vcpu_list, vcpu, 0, .doc = "The state of one processor."),
};
ELEMENT(vcpus_element, "vcpus", struct domain, vcpus_fields, "The state of each processor.");

/* ---- I/O threads ---- */

static const struct field iothread_poll_fields[] = {
    ATTR(uint, "max", struct iothread, poll_max, HOST_ONLY,
         .doc = "The longest time in nanoseconds that the thread polls before it sleeps."),
    ATTR(uint, "grow", struct iothread, poll_grow, HOST_ONLY,
         .doc = "Factor by which polling time grows, 0 for QEMU's own."),
    ATTR(uint, "shrink", struct iothread, poll_shrink, HOST_ONLY,
         .doc = "Divisor by which polling time shrinks, 0 for QEMU's own."),
};
static ELEMENT(iothread_poll_element, "iothread-poll", struct iothread, iothread_poll_fields,
               "How long an I/O thread polls before it sleeps.");

static const struct field iothread_fields[] = {
    ATTR(uint, "id", struct iothread, id, HOST_ONLY | REQUIRED, .min = 1, .max = G_MAXUINT32,
         .doc = "Number by which disks and controllers name the thread, from 1."),
    ATTR(uint, "thread_pool_min", struct iothread, thread_pool_min, HOST_ONLY, .max = G_MAXINT32,
         .doc = "The fewest workers the thread keeps."),
    ATTR(uint, "thread_pool_max", struct iothread, thread_pool_max, HOST_ONLY, .min = 1, .max = G_MAXINT32,
         .doc = "The most workers the thread may have."),
    INLINE("poll", iothread_poll, 0, .doc = "How long the thread polls."),
};
ELEMENT(iothread_element, "iothread", struct iothread, iothread_fields, "One I/O thread.");

static const struct field iothreadids_fields[] = {
    LIST("iothread", struct domain, iothread_list, iothread, 0, .doc = "One I/O thread."),
};
ELEMENT(iothreadids_element, "iothreadids", struct domain, iothreadids_fields, "The I/O threads one by one.");

static const struct field defaultiothread_fields[] = {
    ATTR(uint, "thread_pool_min", struct domain, default_iothread_pool_min, HOST_ONLY, .max = G_MAXINT32,
         .doc = "The fewest workers QEMU's main loop keeps."),
    ATTR(uint, "thread_pool_max", struct domain, default_iothread_pool_max, HOST_ONLY, .min = 1, .max = G_MAXINT32,
         .doc = "The most workers QEMU's main loop may have."),
};
ELEMENT(defaultiothread_element, "defaultiothread", struct domain, defaultiothread_fields,
        "The workers of QEMU's main loop.");
