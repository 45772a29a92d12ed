#include "team/rules.h"

#include "qemu/machine.h"
#include "team/match.h"
#include "xml/suggest.h"

#include <string.h>

/* Calls check for each half of the type. */
static void each_half(const struct domain *domain, enum teaming_type type, const struct rule *rule,
                      const struct rule_options *options, struct report *report,
                      void (*check)(const struct domain *domain, const struct team_half *half, const struct rule *rule,
                                    const struct rule_options *options, struct report *report))
{
    g_autoptr(GArray) halves = team_halves(domain);

    for (unsigned i = 0; i < halves->len; i++) {
        const struct team_half *half = &g_array_index(halves, struct team_half, i);

        if (half->teaming->type == type)
            check(domain, half, rule, options, report);
    }
}

/* ---- the name that joins the halves ---- */

static void alias_is_kept(const struct domain *domain, const struct team_half *half, const struct rule *rule,
                          const struct rule_options *options, struct report *report)
{
    const char *alias = half->teaming->persistent_alias;
    g_autofree char *name = team_half_name(half);

    if (alias && !g_str_has_prefix(alias, "ua-"))
        rule_error(rule, report, half->teaming->where, "give the persistent NIC <alias name='ua-…'/> and name that",
                   "%s names persistent='%s', expected an alias that begins with 'ua-': only these are kept", name,
                   alias);
}

static void team_alias(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    each_half(domain, TEAMING_TRANSIENT, rule, options, report, alias_is_kept);
}

/* "did you mean 'ua-backup0'?", NULL if no persistent NIC has a similar alias. */
static char *similar_alias(const struct domain *domain, const char *alias)
{
    g_autoptr(GArray) halves = team_halves(domain);
    struct suggestion suggestion = {.wanted = alias};

    for (unsigned i = 0; i < halves->len; i++) {
        const struct team_half *half = &g_array_index(halves, struct team_half, i);

        if (half->teaming->type == TEAMING_PERSISTENT && half->info->alias)
            suggestion_offer(&suggestion, half->info->alias);
    }
    return suggestion.best ? g_strdup_printf("did you mean '%s'?", suggestion.best) : NULL;
}

static bool is_persistent(const struct domain *domain, const struct device_info *info)
{
    g_autoptr(GArray) halves = team_halves(domain);

    for (unsigned i = 0; i < halves->len; i++) {
        const struct team_half *half = &g_array_index(halves, struct team_half, i);

        if (half->info == info)
            return half->teaming->type == TEAMING_PERSISTENT;
    }
    return false;
}

static void partner_exists(const struct domain *domain, const struct team_half *half, const struct rule *rule,
                           const struct rule_options *options, struct report *report)
{
    const char *alias = half->teaming->persistent_alias;
    enum device_kind kind;
    const struct device_info *partner = devices_find_alias(domain->devices, alias, &kind);
    g_autofree char *name = team_half_name(half), *hint = NULL;

    if (!alias || (partner && is_persistent(domain, partner)))
        return;
    if (partner) {
        rule_error(rule, report, half->teaming->where, "add <teaming type='persistent'/> to that NIC, or name another",
                   "%s names persistent='%s', but the <%s> with this alias in line %u is no persistent NIC", name,
                   alias, device_kind_name(kind), partner->where.line);
        return;
    }
    hint = similar_alias(domain, alias);
    rule_error(rule, report, half->teaming->where,
               hint ? hint : "add an <interface> with <teaming type='persistent'/> and this alias",
               "%s names persistent='%s', but no device has this alias", name, alias);
}

static void team_partner(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    each_half(domain, TEAMING_TRANSIENT, rule, options, report, partner_exists);
}

/* QEMU refuses the second one, but only when the guest has negotiated. */
static void team_one_transient(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                               struct report *report)
{
    g_autoptr(GArray) matches = team_matches(domain);

    for (unsigned i = 0; i < matches->len; i++) {
        const struct team_match *match = &g_array_index(matches, struct team_match, i);
        g_autofree char *name = team_half_name(&match->transient);

        for (unsigned j = 0; j < i; j++) {
            const struct team_match *other = &g_array_index(matches, struct team_match, j);

            if (other->persistent.info == match->persistent.info)
                rule_error(rule, report, match->transient.teaming->where, "give each transient NIC a persistent one",
                           "%s names persistent='%s', but the transient NIC in line %u does so already", name,
                           match->persistent.info->alias, other->transient.info->where.line);
        }
    }
}

static bool is_named(const GArray *matches, const struct team_half *half)
{
    for (unsigned i = 0; i < matches->len; i++)
        if (g_array_index(matches, struct team_match, i).persistent.info == half->info)
            return true;
    return false;
}

static void partner_names_it(const struct domain *domain, const struct team_half *half, const struct rule *rule,
                             const struct rule_options *options, struct report *report)
{
    g_autoptr(GArray) matches = team_matches(domain);
    g_autofree char *name = team_half_name(half);

    if (half->nic && !is_named(matches, half))
        rule_warning(rule, report, half->teaming->where, "remove <teaming>, or add a transient NIC that names it",
                     "no transient NIC names %s; it works as a NIC of its own", name);
}

static void team_alone(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    each_half(domain, TEAMING_PERSISTENT, rule, options, report, partner_names_it);
}

/* ---- what the guest pairs by ---- */

static void team_mac(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    g_autoptr(GArray) matches = team_matches(domain);

    for (unsigned i = 0; i < matches->len; i++) {
        const struct team_match *match = &g_array_index(matches, struct team_match, i);
        const char *persistent = match->persistent.nic->mac;
        const char *transient = match->transient.nic ? match->transient.nic->mac : NULL;

        if (persistent && transient && strcmp(persistent, transient) != 0)
            rule_error(rule, report, match->transient.info->where, "give both halves the same <mac address='…'/>",
                       "the pair '%s' has the MAC %s on the persistent and %s on the transient NIC; a guest pairs NICs "
                       "with equal MACs",
                       match->persistent.info->alias, persistent, transient);
    }
}

/* ---- where the transient NIC is ---- */

/* What keeps the guest from getting the transient NIC is an error for a machine that is to run; libvirt writes
 * such machines down, and so may we. */
static void refuse_or_warn(const struct rule *rule, const struct rule_options *options, struct report *report,
                           struct place where, const char *hint, const char *message)
{
    if (options->purpose == PURPOSE_RUN)
        rule_error(rule, report, where, hint, "%s", message);
    else
        rule_warning(rule, report, where, hint, "%s", message);
}

static void machine_has_express(const struct domain *domain, const struct team_half *half, const struct rule *rule,
                                const struct rule_options *options, struct report *report)
{
    g_autofree char *name = team_half_name(half);
    g_autofree char *message =
        g_strdup_printf("%s needs PCI Express, which the machine '%s' does not have: QEMU leaves it out and the guest "
                        "runs on the persistent NIC alone",
                        name, domain->os && domain->os->machine ? domain->os->machine : "");

    refuse_or_warn(rule, options, report, half->info->where, "use machine='q35'", message);
}

static void team_express(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    enum board board = domain_board(domain);

    if (board != BOARD_OTHER && !board_has_pci_express(board))
        each_half(domain, TEAMING_TRANSIENT, rule, options, report, machine_has_express);
}

static const struct controller *bus_of(const struct domain *domain, uint64_t bus)
{
    for (unsigned i = 0; i < domain->devices->controllers->len; i++) {
        const struct controller *controller = domain->devices->controllers->pdata[i];

        if (controller->type == CONTROLLER_PCI && controller->index.given && controller->index.value == bus)
            return controller;
    }
    return NULL;
}

/* Why a device in this place could not be unplugged or would not be paired, NULL if it is well there. */
static const char *place_fault(const struct domain *domain, const struct address *address)
{
    const struct controller *bus = bus_of(domain, address->bus.value);

    if (address->function.value != 0 || address->multifunction == ON)
        return "shares its slot; it has to be function 0 and the only one";
    if (address->bus.value == 0)
        return "is on the root bus, from where nothing can be unplugged";
    if (!bus)
        return NULL;
    if (bus->pci_model != PCIE_ROOT_PORT && bus->pci_model != PCIE_SWITCH_DOWNSTREAM_PORT)
        return "is not on a PCI Express port";
    return bus->hotplug == OFF ? "is on a port with hotplug='off'" : NULL;
}

static void place_fits(const struct domain *domain, const struct team_half *half, const struct rule *rule,
                       const struct rule_options *options, struct report *report)
{
    const struct address *address = half->info->address;
    const char *fault = address_is_pci(address) ? place_fault(domain, address) : NULL;
    g_autofree char *name = team_half_name(half), *message = NULL;

    if (!fault)
        return;
    message = g_strdup_printf("%s %s", name, fault);
    refuse_or_warn(rule, options, report, address->where,
                   "leave <address> out: it then gets a pcie-root-port of its own", message);
}

static void team_place(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    if (board_has_pci_express(domain_board(domain)))
        each_half(domain, TEAMING_TRANSIENT, rule, options, report, place_fits);
}

const struct rule team_rules[] = {
    {"team.alias", team_alias},
    {"team.partner", team_partner},
    {"team.one-transient", team_one_transient},
    {"team.alone", team_alone},
    {"team.mac", team_mac},
    {"team.express", team_express},
    {"team.place", team_place},
    {NULL},
};
