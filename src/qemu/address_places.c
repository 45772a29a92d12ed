#include "qemu/address_places.h"

#include "qemu/address_parts.h"

struct owner {
    enum device_kind kind;
    const struct device_info *device;
};

struct places {
    GHashTable *owners; /* uint64_t -> struct owner */
};

struct places *places_new(void)
{
    struct places *places = g_new0(struct places, 1);

    places->owners = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    return places;
}

void places_free(struct places *places)
{
    if (!places)
        return;
    g_hash_table_unref(places->owners);
    g_free(places);
}

bool places_taken(const struct places *places, uint64_t place)
{
    return g_hash_table_contains(places->owners, &place);
}

void places_take(struct places *places, uint64_t place, enum device_kind kind, const struct device_info *device)
{
    struct owner *owner = g_new(struct owner, 1);

    *owner = (struct owner){kind, device};
    g_hash_table_insert(places->owners, g_memdup2(&place, sizeof(place)), owner);
}

void places_claim(struct places *places, uint64_t place, enum device_kind kind, const struct device_info *device,
                  const char *rule, const char *what, struct report *report)
{
    const struct owner *owner = g_hash_table_lookup(places->owners, &place);
    g_autofree char *text = NULL, *other = NULL;

    if (!owner) {
        places_take(places, place, kind, device);
        return;
    }
    text = address_device_text(kind, device);
    other = address_device_text(owner->kind, owner->device);
    complain(report, SEVERITY_ERROR, rule, device->address->where, "give one of them another address, or none",
             "%s has %s, which %s in line %u has, too", text, what, other, owner->device->where.line);
}
