#include "qemu/address_places.h"

#include "qemu/address_parts.h"

static uint64_t slot_place(uint64_t controller, uint64_t slot)
{
    return controller << 16 | slot;
}

static void claim(struct places *places, const struct smartcard *card, struct report *report)
{
    const struct address *address = card->info.address;
    g_autofree char *what = g_strdup_printf("slot %u of ccid controller %u", (unsigned)address->slot.value,
                                            (unsigned)address->controller.value);

    places_claim(places, slot_place(address->controller.value, address->slot.value), DEVICE_SMARTCARD, &card->info,
                 "address.ccid", what, report);
}

static void place(struct places *places, struct smartcard *card)
{
    struct address *address = address_make(&card->info, ADDRESS_CCID);
    uint64_t slot = 0;

    while (places_taken(places, slot_place(0, slot)))
        slot++;
    address->controller = number(0);
    address->slot = number(slot);
    places_take(places, slot_place(0, slot), DEVICE_SMARTCARD, &card->info);
}

void address_ccid(struct domain *domain, struct report *report)
{
    const GPtrArray *cards = domain->devices->smartcards;
    g_autoptr(places_t) places = places_new();

    for (unsigned i = 0; i < cards->len; i++)
        if (address_is(cards->pdata[i], ADDRESS_CCID))
            claim(places, cards->pdata[i], report);
    for (unsigned i = 0; i < cards->len; i++)
        if (!((const struct smartcard *)cards->pdata[i])->info.address)
            place(places, cards->pdata[i]);
}
