/* vm/hotplug.h - devices that come and go while the guest runs, as the monitor sees them.
 *
 * The monitor knows no XML: a client brings the QMP steps and the device's element as text.  What has been
 * changed since domain.xml was written stands in devices.json, which is written before anything is done and
 * after it has been done:
 *
 *   plugging   the steps may have been carried out or not
 *   present    QEMU has it
 *   removing   the guest has been asked to let it go, and may yet do so
 *   removed    QEMU does not have it any more (only for what stands in domain.xml)
 *
 * domain.xml with these changes is the document of the machine as it is (vm/live.h puts them together).  A client
 * then brings the whole new document (`fold`), which is written into domain.xml; it names the version of
 * devices.json that it was made from and is refused if that is not the last.  A monitor that takes over asks QEMU
 * which devices it has and completes or undoes what was begun; so document and QEMU agree whatever died when.
 */
#pragma once

#include "vm/monitor.h"

struct hotplug;

/* Reads devices.json if there is one.  Borrows the monitor. */
struct hotplug *hotplug_new(struct monitor *monitor);
void hotplug_free(struct hotplug *hotplug);

/* QEMU runs already and answers a new monitor (or a new connection): find out how things stand. */
void hotplug_adopt(struct hotplug *hotplug);

/* An event of QEMU's. */
void hotplug_on_event(struct hotplug *hotplug, const char *name, struct json_object *data);

/* QEMU has ended: requests that wait are answered with that text. */
void hotplug_qemu_gone(struct hotplug *hotplug, const char *text);

/* Whether a device is on its way in or out on somebody's behalf. */
bool hotplug_is_busy(const struct hotplug *hotplug);

/* Verbs: each takes the request and answers it.  docs/control-socket.md has their arguments. */
void hotplug_attach(struct hotplug *hotplug, struct request *request, struct json_object *arguments);
void hotplug_detach(struct hotplug *hotplug, struct request *request, struct json_object *arguments);
void hotplug_fold(struct hotplug *hotplug, struct request *request, struct json_object *arguments);
