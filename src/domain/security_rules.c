#include "domain/rule.h"

#include <string.h>

/* ---- <seclabel> ---- */

static void seclabel_model(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    const GPtrArray *labels = domain->seclabels;

    for (unsigned i = 0; i < labels->len; i++) {
        const struct seclabel *label = labels->pdata[i];

        if (!label->model && labels->len > 1)
            rule_error(rule, report, label->where, "add model='selinux' or such",
                       "there are %u labels, but this one does not say of which 'model' it is", labels->len);
        for (unsigned j = 0; label->model && j < i; j++)
            if (g_strcmp0(((const struct seclabel *)labels->pdata[j])->model, label->model) == 0)
                rule_error(rule, report, label->where, "remove one of the two", "there are two labels of model '%s'",
                           label->model);
        if (g_strcmp0(label->model, "none") == 0 && label->type && label->type != SECLABEL_NONE)
            rule_error(rule, report, label->where, "use type='none'",
                       "<seclabel model='none'> has type='%s', but there is nothing to label with",
                       enum_name(&seclabel_type_names, label->type));
    }
}

static void seclabel_label(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                           struct report *report)
{
    for (unsigned i = 0; i < domain->seclabels->len; i++) {
        const struct seclabel *label = domain->seclabels->pdata[i];

        if (label->type == SECLABEL_STATIC && !label->label)
            rule_error(rule, report, label->where, "add <label>, or use type='dynamic'",
                       "<seclabel type='static'> has no <label>");
        if (label->type == SECLABEL_STATIC && label->baselabel)
            rule_error(rule, report, label->where, "remove <baselabel>",
                       "<seclabel type='static'> has a <baselabel>, from which only a dynamic label is made");
    }
}

static void seclabel_relabel(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                             struct report *report)
{
    for (unsigned i = 0; i < domain->seclabels->len; i++) {
        const struct seclabel *label = domain->seclabels->pdata[i];

        if (label->type == SECLABEL_NONE && label->relabel == YES)
            rule_error(rule, report, label->where, "remove 'relabel'",
                       "<seclabel type='none'> has relabel='yes', but no label to give to files");
        if ((!label->type || label->type == SECLABEL_DYNAMIC) && label->relabel == NO && label->model)
            rule_error(rule, report, label->where, "use type='static', or remove relabel='no'",
                       "<seclabel type='dynamic'> has relabel='no', but files need the label that is made");
    }
}

/* ---- <launchSecurity> ---- */

static void launch_security(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                            struct report *report)
{
    const struct launch_security *own = domain->launch_security;
    enum arch wanted = ARCH_X86_64;

    if (!own || !own->type)
        return;
    if (own->type == LAUNCH_S390_PV)
        wanted = ARCH_S390X;
    if (domain->os && domain->os->arch && domain->os->arch != wanted)
        rule_error(rule, report, own->where, "remove it",
                   "<launchSecurity type='%s'> exists on %s only, but the guest's architecture is %s",
                   enum_name(&launch_security_type_names, own->type), enum_name(&arch_names, wanted),
                   enum_name(&arch_names, domain->os->arch));
    if (options->purpose != PURPOSE_FORMAT && domain->type == DOMAIN_QEMU)
        rule_error(rule, report, own->where, "use domain type 'kvm'",
                   "<launchSecurity> needs KVM, but the domain is of type 'qemu'");
}

/* The length in bytes that base64 text stands for; -1 if it is none. */
static int base64_length(const char *text)
{
    gsize length;
    g_autofree guchar *bytes = NULL;

    if (text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \n\t")] != '\0')
        return -1;
    bytes = g_base64_decode(text, &length);
    return (int)length;
}

/* The firmware takes blocks of these sizes, none shorter and none longer. */
static void launch_block(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                         struct report *report)
{
    const struct launch_security *own = domain->launch_security;

    if (!own)
        return;
    const struct {
        const char *name, *text;
        int most;
        bool exact;
    } blocks[] = {
        {"guestVisibleWorkarounds", own->guest_visible_workarounds, 16, true},
        {"idBlock", own->id_block, 96, true},
        {"idAuth", own->id_auth, 4096, false},
        {"hostData", own->host_data, 32, true},
        {"mrConfigId", own->mr_config_id, 48, true},
        {"mrOwner", own->mr_owner, 48, true},
        {"mrOwnerConfig", own->mr_owner_config, 48, true},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(blocks); i++) {
        int length = blocks[i].text ? base64_length(blocks[i].text) : 0;

        if (!blocks[i].text)
            continue;
        if (length < 0)
            rule_error(rule, report, own->where, NULL, "<%s> is '%s', expected base64", blocks[i].name, blocks[i].text);
        else if (blocks[i].exact ? length != blocks[i].most : length > blocks[i].most)
            rule_error(rule, report, own->where, NULL, "<%s> stands for %d bytes, expected %s%d", blocks[i].name,
                       length, blocks[i].exact ? "" : "at most ", blocks[i].most);
    }
}

/* ---- <keywrap>, <perf> ---- */

static void keywrap(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                    struct report *report)
{
    const struct keywrap *own = domain->keywrap;

    if (!own)
        return;
    if (domain->os && domain->os->arch && domain->os->arch != ARCH_S390X)
        rule_error(rule, report, own->where, "remove it",
                   "<keywrap> exists on s390x only, but the guest's architecture is %s",
                   enum_name(&arch_names, domain->os->arch));
    for (unsigned i = 0; i < own->ciphers->len; i++) {
        const struct keywrap_cipher *cipher = own->ciphers->pdata[i];

        for (unsigned j = 0; j < i; j++)
            if (((const struct keywrap_cipher *)own->ciphers->pdata[j])->name == cipher->name)
                rule_error(rule, report, cipher->where, "remove one of the two", "the cipher '%s' stands twice",
                           enum_name(&keywrap_cipher_name_names, cipher->name));
    }
}

static void perf_event(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                       struct report *report)
{
    const GPtrArray *events = domain->perf ? domain->perf->events : NULL;

    for (unsigned i = 0; events && i < events->len; i++) {
        const struct perf_event *event = events->pdata[i];

        for (unsigned j = 0; event->name && j < i; j++)
            if (((const struct perf_event *)events->pdata[j])->name == event->name)
                rule_error(rule, report, event->where, "remove one of the two", "the event '%s' stands twice",
                           enum_name(&perf_event_name_names, event->name));
    }
}

/* ---- qemu: ---- */

static bool is_variable(const char *name)
{
    if (!g_ascii_isalpha(*name) && *name != '_')
        return false;
    for (; *name; name++)
        if (!g_ascii_isalnum(*name) && *name != '_')
            return false;
    return true;
}

static void qemu_env(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                     struct report *report)
{
    const GPtrArray *envs = domain->qemu_commandline ? domain->qemu_commandline->envs : NULL;

    for (unsigned i = 0; envs && i < envs->len; i++) {
        const struct qemu_env *env = envs->pdata[i];

        if (env->name && !is_variable(env->name))
            rule_error(rule, report, env->where, NULL,
                       "the variable is named '%s', expected letters, digits and _, no digit first", env->name);
    }
}

static bool property_value_fits(const struct qemu_property *property)
{
    const char *text = property->value;

    switch (property->type) {
    case QEMU_PROPERTY_UNSIGNED:
        return g_ascii_string_to_unsigned(text, 10, 0, UINT64_MAX, NULL, NULL);
    case QEMU_PROPERTY_SIGNED:
        return g_ascii_string_to_signed(text, 10, INT64_MIN, INT64_MAX, NULL, NULL);
    case QEMU_PROPERTY_BOOL:
        return strcmp(text, "true") == 0 || strcmp(text, "false") == 0 || strcmp(text, "yes") == 0 ||
               strcmp(text, "no") == 0;
    default:
        return true;
    }
}

static void qemu_property(const struct domain *domain, const struct rule *rule, const struct rule_options *options,
                          struct report *report)
{
    const GPtrArray *devices = domain->qemu_override ? domain->qemu_override->devices : NULL;

    for (unsigned i = 0; devices && i < devices->len; i++) {
        const GPtrArray *properties = ((const struct qemu_device_override *)devices->pdata[i])->properties;

        for (unsigned j = 0; j < properties->len; j++) {
            const struct qemu_property *property = properties->pdata[j];

            if (property->value && !property_value_fits(property))
                rule_error(rule, report, property->where, NULL, "the property '%s' has the value '%s', expected %s",
                           property->name ?: "", property->value,
                           property->type == QEMU_PROPERTY_BOOL ? "true or false" : "a whole number");
        }
    }
}

const struct rule security_rules[] = {
    {"seclabel.model", seclabel_model},      {"seclabel.label", seclabel_label},
    {"seclabel.relabel", seclabel_relabel},  {"launch-security.host", launch_security},
    {"launch-security.block", launch_block}, {"keywrap.cipher", keywrap},
    {"perf.event-twice", perf_event},        {"qemu.env", qemu_env},
    {"qemu.property", qemu_property},        {NULL},
};
