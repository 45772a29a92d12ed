/* domain/rule_parts.h - questions that rules of several families ask; for *_rules.c only. */
#pragma once

#include "domain/rule.h"

/* Whether the machine is the board or one of its versions: ("q35", "pc-q35-").  False while none is given. */
bool rule_machine_is(const struct domain *domain, const char *board, const char *prefix);
bool rule_machine_is_q35(const struct domain *domain);

/* Whether a machine type is given; what hangs on one cannot be judged before. */
bool rule_machine_given(const struct domain *domain);

/* Whether QEMU's memory can be mapped by another program, as vhost-user needs. */
bool rule_memory_is_shared(const struct domain *domain);

/* The I/O thread exists. */
bool rule_has_iothread(const struct domain *domain, uint64_t id);

/* Whether any of virtio's options is given. */
bool rule_virtio_options_given(const struct virtio_options *options);

/* Complains of virtio's options at a device that is not virtio. */
void rule_no_virtio_options(const struct rule *rule, struct report *report, struct place where,
                            const struct virtio_options *options, const char *what);

/* "a, b or c" of the values that are set in a bit mask; newly made. */
char *rule_names(const struct enum_names *names, uint64_t values);

/* Rules of <iotune> and of a throttle group. */
void rule_io_limits(const struct io_limits *limits, struct place where, const struct rule *rule, struct report *report);

/* Rules of <iothreads> in a device's <driver>. */
void rule_iothreads(const struct domain *domain, const struct device_iothreads *iothreads, struct number queues,
                    const struct rule *rule, struct report *report);

/* Rules of the <seclabel> elements of one device. */
void rule_device_seclabels(const GPtrArray *seclabels, const struct rule *rule, struct report *report);
