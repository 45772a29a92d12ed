/* qemu/address_places.h - who sits where on a bus whose places are simply numbered.
 *
 * For all address kinds but PCI and USB.  A place is a number made of the parts of an address; whoever uses
 * it decides how.
 */
#pragma once

#include "domain/devices.h"

struct places;
typedef struct places places_t;

struct places *places_new(void);
void places_free(struct places *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(places_t, places_free)

bool places_taken(const struct places *places, uint64_t place);
void places_take(struct places *places, uint64_t place, enum device_kind kind, const struct device_info *device);

/* Takes the place that the document gives to a device.  If another device has it, complains by the rule of
 * that id, naming both; `what` says the place in words ("slot 3 of ccid controller 0"). */
void places_claim(struct places *places, uint64_t place, enum device_kind kind, const struct device_info *device,
                  const char *rule, const char *what, struct report *report);
