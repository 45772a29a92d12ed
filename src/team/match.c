#include "team/match.h"

GArray *team_halves(const struct domain *domain)
{
    GArray *halves = g_array_new(FALSE, FALSE, sizeof(struct team_half));
    const struct devices *devices = domain->devices;

    for (unsigned i = 0; devices && i < devices->interfaces->len; i++) {
        const struct iface *nic = devices->interfaces->pdata[i];
        const struct team_half half = {.info = &nic->info, .teaming = nic->teaming, .nic = nic};

        if (nic->teaming)
            g_array_append_val(halves, half);
    }
    for (unsigned i = 0; devices && i < devices->hostdevs->len; i++) {
        const struct hostdev *hostdev = devices->hostdevs->pdata[i];
        const struct team_half half = {.info = &hostdev->info, .teaming = hostdev->teaming, .hostdev = hostdev};

        if (hostdev->teaming)
            g_array_append_val(halves, half);
    }
    return halves;
}

static const struct team_half *find_persistent(const GArray *halves, const char *alias)
{
    for (unsigned i = 0; alias && i < halves->len; i++) {
        const struct team_half *half = &g_array_index(halves, struct team_half, i);

        if (half->nic && half->teaming->type == TEAMING_PERSISTENT && g_strcmp0(half->info->alias, alias) == 0)
            return half;
    }
    return NULL;
}

GArray *team_matches(const struct domain *domain)
{
    g_autoptr(GArray) halves = team_halves(domain);
    GArray *matches = g_array_new(FALSE, FALSE, sizeof(struct team_match));

    for (unsigned i = 0; i < halves->len; i++) {
        const struct team_half *half = &g_array_index(halves, struct team_half, i), *persistent;

        if (half->teaming->type != TEAMING_TRANSIENT)
            continue;
        persistent = find_persistent(halves, half->teaming->persistent_alias);
        if (persistent) {
            const struct team_match match = {.persistent = *persistent, .transient = *half};

            g_array_append_val(matches, match);
        }
    }
    return matches;
}

char *team_half_name(const struct team_half *half)
{
    const char *type = enum_name(&teaming_type_names, half->teaming->type);
    const char *element = half->nic ? "interface" : "hostdev";

    if (half->info->alias)
        return g_strdup_printf("the %s <%s> '%s'", type, element, half->info->alias);
    if (half->nic && half->nic->mac)
        return g_strdup_printf("the %s <%s> with the MAC %s", type, element, half->nic->mac);
    if (half->hostdev && half->hostdev->source.address.slot.given) {
        const struct hostdev_address *address = &half->hostdev->source.address;

        return g_strdup_printf("the %s <%s> %04x:%02x:%02x.%x", type, element, (unsigned)address->domain.value,
                               (unsigned)address->bus.value, (unsigned)address->slot.value,
                               (unsigned)address->function.value);
    }
    return g_strdup_printf("the %s <%s>", type, element);
}
