/* A small document type for the tests of the table engine: it uses every form, kind and flag.
 *
 *     <plan kind='small'>
 *       <name>…</name> …
 *       <ports>
 *         <port type='file'><source file='/a'/><slot type='pci' bus='0x00'/><backing type='net'>…</backing></port>
 *       </ports>
 *       <metadata>…</metadata>
 *       <q:extra><q:arg value='-x'/></q:extra>
 *     </plan>
 */
#pragma once

#include "xml/field.h"

enum plan_kind { PLAN_KIND_ABSENT, PLAN_SMALL, PLAN_LARGE, PLAN_HUGE, PLAN_KIND_COUNT };
enum port_type { PORT_TYPE_ABSENT, PORT_FILE, PORT_BLOCK, PORT_NET, PORT_DREAM, PORT_TYPE_COUNT };
enum slot_type { SLOT_TYPE_ABSENT, SLOT_PCI, SLOT_USB, SLOT_TYPE_COUNT };
enum cache_mode { CACHE_MODE_ABSENT, CACHE_NONE, CACHE_FULL, CACHE_MODE_COUNT };

ENUM_NAMES_PARTLY(plan_kind, PLAN_KIND_COUNT,
                  BIT(PLAN_HUGE), [PLAN_SMALL] = "small", [PLAN_LARGE] = "large", [PLAN_HUGE] = "huge");
ENUM_NAMES_PARTLY(
    port_type, PORT_TYPE_COUNT,
    BIT(PORT_DREAM), [PORT_FILE] = "file", [PORT_BLOCK] = "block", [PORT_NET] = "net", [PORT_DREAM] = "dream");
ENUM_NAMES(slot_type, SLOT_TYPE_COUNT, [SLOT_PCI] = "pci", [SLOT_USB] = "usb");
ENUM_NAMES(cache_mode, CACHE_MODE_COUNT, [CACHE_NONE] = "none", [CACHE_FULL] = "full");

extern const struct element port_element;

/* <limit unit='KiB'>64</limit> */
struct limit {
    struct place where;
    struct number size;
    enum on_off hard;
};
static const struct field limit_fields[] = {
    ATTR_ENUM("hard", struct limit, hard, on_off, HOST_ONLY, .doc = "Whether it is a hard limit."),
    CONTENT(size, struct limit, size, REQUIRED | GUEST_ABI, .unit = 1024, .unit_name = "KiB", .min = 1024,
            .max = UINT64_C(1) << 40, .doc = "The limit."),
};
ELEMENT(limit_element, "limit", struct limit, limit_fields, "A limit of memory.");

/* <arg value='…'/> in a name space of its own */
struct arg {
    struct place where;
    char *value;
};
static const struct field arg_fields[] = {
    ATTR(string, "value", struct arg, value, REQUIRED | EMPTY_OK | HOST_ONLY, .doc = "The argument."),
};
ELEMENT(arg_element, "arg", struct arg, arg_fields, "One argument.");

struct extra {
    struct place where;
    GPtrArray *args;
};
static const struct field extra_fields[] = {
    LIST("q:arg", struct extra, args, arg, HOST_ONLY, .doc = "An argument."),
};
ELEMENT(extra_element, "extra", struct extra, extra_fields, "Arguments that are passed on.");

/* <rate average='…'/>, a table of its own struct that lies in others; what it allows hangs on their discriminant */
struct rate {
    struct place where;
    struct number average;
    struct number burst;
};
static const struct field rate_fields[] = {
    ATTR(uint, "average", struct rate, average, HOST_ONLY, .doc = "The average rate."),
    ATTR(uint, "burst", struct rate, burst, HOST_ONLY, .only_if = BIT(PORT_NET), .doc = "The highest rate."),
};
ELEMENT(rate_element, "rate", struct rate, rate_fields, "A limited rate.");

/* <port>: content by type, a source INLINE that hangs on the port's type, a slot with a type of its own */
struct port {
    struct place where;
    enum port_type type;
    char *label;
    char *source_path; /* file or block */
    char *host_name;
    struct number host_port;
    enum slot_type slot_type;
    struct number slot_bus, slot_function;
    struct integer slot_order;
    enum cache_mode cache;
    struct number queues;
    bool shared;
    char *mac;
    struct rate rate, reverse;
    char *state;
    struct place mac_where;
    struct port *backing;
};
static const struct field port_host_fields[] = {
    ATTR(string, "name", struct port, host_name, REQUIRED | HOST_ONLY, .doc = "Name of the host."),
    ATTR(uint, "port", struct port, host_port, HOST_ONLY, .min = 1, .max = 65535, .doc = "Its port."),
};
static ELEMENT(port_host_element, "port.host", struct port, port_host_fields, "Where a net port leads to.");
static const struct field port_source_fields[] = {
    ATTR(path, "file", struct port, source_path, REQUIRED | HOST_ONLY, .only_if = BIT(PORT_FILE),
         .doc = "The file that a port of type file reads."),
    ATTR(path, "dev", struct port, source_path, REQUIRED | HOST_ONLY, .only_if = BIT(PORT_BLOCK),
         .doc = "The block device."),
    INLINE("host", port_host, REQUIRED, .only_if = BIT(PORT_NET), .doc = "The host."),
    UNSUPPORTED_ATTR("startupPolicy", .doc = "What to do when the source is missing."),
};
static ELEMENT(port_source_element, "port.source", struct port, port_source_fields, "Where the data come from.");
static const struct field port_slot_fields[] = {
    ATTR_ENUM("type", struct port, slot_type, slot_type, DISCRIMINANT | GUEST_ABI, .initial = SLOT_PCI,
              .doc = "The bus."),
    ATTR(hex, "bus", struct port, slot_bus, REQUIRED | GUEST_ABI, .only_if = BIT(SLOT_PCI), .max = 0xff, .digits = 2,
         .doc = "Number of the bus."),
    ATTR(octal, "function", struct port, slot_function, GUEST_ABI, .only_if = BIT(SLOT_PCI), .max = 7,
         .doc = "Function of the device."),
    ATTR(int, "order", struct port, slot_order, GUEST_ABI, .only_if = BIT(SLOT_USB), .doc = "Its place."),
};
static ELEMENT(port_slot_element, "port.slot", struct port, port_slot_fields, "The place of the port.");
static const struct field port_driver_fields[] = {
    ATTR_ENUM("cache", struct port, cache, cache_mode, HOST_ONLY, .doc = "How the host caches."),
    ATTR(uint, "queues", struct port, queues, GUEST_ABI, .max = 256, .doc = "Number of queues."),
    ATTR(uint, "nqueues", struct port, queues, OLD_SPELLING, .max = 256, .doc = "Old name of queues."),
    UNSUPPORTED_CHILD("iotune", .doc = "Limits of the rate."),
};
static ELEMENT(port_driver_element, "port.driver", struct port, port_driver_fields, "How the port is driven.");
static const struct field port_fields[] = {
    ATTR_ENUM("type", struct port, type, port_type, REQUIRED | DISCRIMINANT | HOST_ONLY, .doc = "Where it leads."),
    ATTR(string, "label", struct port, label, HOST_ONLY, .min = 2, .max = 20, .doc = "A label for people."),
    INLINE("driver", port_driver, KEEP_EMPTY, .doc = "How it is driven."),
    INLINE("source", port_source, REQUIRED, .only_if = BIT(PORT_FILE) | BIT(PORT_BLOCK) | BIT(PORT_NET),
           .doc = "Its source."),
    TEXT(mac, "mac", struct port, mac, GUEST_ABI, .only_if = BIT(PORT_NET), .where = offsetof(struct port, mac_where),
         .doc = "Its address."),
    EMBED("rate", struct port, rate, rate, 0, .doc = "Its rate."),
    EMBED("reverse", struct port, reverse, rate, 0, .doc = "Its rate in the other direction."),
    TEXT(token, "state", struct port, state, NOT_KEPT, .doc = "What was noted while it ran."),
    TEXT(flag, "shared", struct port, shared, GUEST_ABI, .doc = "Others use it, too."),
    CHILD("backing", struct port, backing, port, HOST_ONLY, .doc = "The port that it lies on."),
    INLINE("slot", port_slot, 0, .doc = "Its slot."),
};
ELEMENT(port_element, "port", struct port, port_fields, "A port.");

struct ports {
    struct place where;
    GPtrArray *port;
};
static const struct field ports_fields[] = {
    LIST("port", struct ports, port, port, 0, .doc = "A port."),
};
ELEMENT(ports_element, "ports", struct ports, ports_fields, "All ports.");

struct plan {
    struct place where;
    enum plan_kind kind;
    char *name;
    char *uuid;
    char *title;
    struct number memory;
    struct number count;
    char *cpus;
    char *partner;
    char *tag;
    enum yes_no ready;
    bool sealed;
    struct limit *limit;
    struct ports *ports;
    char *metadata;
    struct extra *extra;
};
static const struct field plan_fields[] = {
    ATTR_ENUM("kind", struct plan, kind, plan_kind, DISCRIMINANT | GUEST_ABI, .doc = "What kind of plan it is."),
    ATTR(token, "tag", struct plan, tag, HOST_ONLY, .doc = "A word."),
    TEXT(string, "name", struct plan, name, REQUIRED | HOST_ONLY, .doc = "Name of the plan."),
    TEXT(uuid, "uuid", struct plan, uuid, GUEST_ABI, .doc = "Its UUID."),
    TEXT(string, "title", struct plan, title, EMPTY_OK | HOST_ONLY, .doc = "A title | for people."),
    TEXT(size, "memory", struct plan, memory, GUEST_ABI, .unit = 1024, .unit_name = "KiB", .doc = "Its memory."),
    TEXT(uint, "count", struct plan, count, GUEST_ABI, .only_if = BIT(PLAN_SMALL) | BIT(PLAN_KIND_ABSENT), .max = 9,
         .doc = "How many, when it is small."),
    TEXT(cpuset, "cpus", struct plan, cpus, HOST_ONLY, .only_if = BIT(PLAN_LARGE), .doc = "Its processors."),
    TEXT(nic_alias, "partner", struct plan, partner, HOST_ONLY, .doc = "Alias of its partner."),
    TEXT_ENUM("ready", struct plan, ready, yes_no, HOST_ONLY, .doc = "Whether it is ready."),
    TEXT(flag, "sealed", struct plan, sealed, GUEST_ABI, .doc = "Whether it is sealed."),
    CHILD("limit", struct plan, limit, limit, 0, .doc = "Its limit."),
    CHILD("ports", struct plan, ports, ports, 0, .doc = "Its ports."),
    RAW("metadata", struct plan, metadata, HOST_ONLY, .doc = "What other programs keep here."),
    CHILD("q:extra", struct plan, extra, extra, HOST_ONLY, .doc = "More arguments."),
    UNSUPPORTED_CHILD("dream", .doc = "What is not done yet."),
    UNSUPPORTED_ATTR("mood", .doc = "The mood of the plan."),
};
ELEMENT(plan_element, "plan", struct plan, plan_fields, "A plan: the whole of a test document.");

static const struct xml_namespace plan_namespaces[] = {{"q", "urn:example:plan-extra"}};
static const struct document_type plan_document = {
    .root_name = "plan",
    .root = &plan_element,
    .namespaces = plan_namespaces,
    .n_namespaces = G_N_ELEMENTS(plan_namespaces),
};
