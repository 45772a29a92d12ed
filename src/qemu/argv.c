#include "qemu/argv.h"

#include "domain/devices.h"
#include "qemu/builder.h"
#include "qemu/probe.h"
#include "qemu/unsupported.h"

#include <string.h>

/* ---- what belongs to the process, not to the machine ---- */

static char *emulator(const struct builder *builder)
{
    const struct domain *domain = builder->domain;

    if (domain->devices->emulator)
        return g_strdup(domain->devices->emulator);
    if (profile_binary(builder->profile))
        return g_strdup(profile_binary(builder->profile));
    return probe_binary_name(enum_name(&arch_names, domain->os->arch));
}

static void begin(struct builder *builder)
{
    GString *list = g_string_new(NULL);

    g_ptr_array_add(builder->argv, emulator(builder));
    list_text(list, "guest", builder->domain->name);
    list_bool(list, "debug-threads", true);
    builder_list(builder, "-name", list);
    builder_option(builder, "-S", NULL); /* whoever starts lets the guest go when all is ready */
}

static void deprecation(struct builder *builder)
{
    static const char *const inputs[QEMU_DEPRECATION_COUNT] = {[QEMU_REJECT] = "reject", [QEMU_CRASH] = "crash"};
    enum qemu_deprecation wanted = builder->domain->qemu_deprecation;
    struct json_object *props;

    if (!wanted || wanted == QEMU_DEPRECATION_NONE)
        return;
    props = json_pair("deprecated-output", "hide");
    props_text(props, "deprecated-input", inputs[wanted]);
    builder_json(builder, "-compat", props);
}

static void monitor(struct builder *builder)
{
    g_autofree char *fd = builder_need(builder, "qmp", NULL, 1, (struct place){0, 0});
    GString *list = list_new("socket");

    builder_option(builder, "-no-user-config", NULL);
    builder_option(builder, "-nodefaults", NULL);
    list_text(list, "id", "charmonitor");
    list_text(list, "fd", fd);
    list_bool(list, "server", true);
    list_bool(list, "wait", false);
    builder_list(builder, "-chardev", list);
    builder_option(builder, "-mon", g_strdup("chardev=charmonitor,id=monitor,mode=control"));
}

/* Whether a killed QEMU gives its memory back in another process, so that it is gone at once. */
static void teardown(struct builder *builder)
{
    const struct features *features = builder->domain->features;

    if (!features || !features->async_teardown)
        return;
    if (!profile_has_option(builder->profile, "run-with", "async-teardown"))
        builder_lacks(builder, features->async_teardown->where, "asynchronous teardown (8.1 has it)");
    builder_option(builder, "-run-with",
                   g_strdup_printf("async-teardown=%s", features->async_teardown->enabled == YES ? "on" : "off"));
}

/* QEMU gives up what it does not need once it runs: it cannot start programs or gain privileges. */
static void confinement(struct builder *builder)
{
    if (profile_has_option(builder->profile, "sandbox", "enable"))
        builder_option(builder, "-sandbox",
                       g_strdup("on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"));
}

static void finish(struct builder *builder)
{
    const struct qemu_commandline *given = builder->domain->qemu_commandline;

    for (unsigned i = 0; given && i < given->args->len; i++)
        builder_option(builder, ((const struct qemu_arg *)given->args->pdata[i])->value, NULL);
    builder_option(builder, "-msg", g_strdup("timestamp=on"));
}

/* ---- the machine ---- */

/* <os><boot>: the first device of each kind gets its place in the order of trial. */
static void boot_order(struct builder *builder)
{
    const GPtrArray *boots = builder->domain->os->boots;

    for (unsigned i = 0; i < boots->len; i++) {
        switch (((const struct os_boot *)boots->pdata[i])->device) {
        case BOOT_HD:
            builder->boot_disk = i + 1;
            break;
        case BOOT_CDROM:
            builder->boot_cdrom = i + 1;
            break;
        case BOOT_FD:
            builder->boot_floppy = i + 1;
            break;
        case BOOT_NETWORK:
            builder->boot_network = i + 1;
            break;
        default:
            break;
        }
    }
}

static void uuid(struct builder *builder)
{
    const char *seen = builder->domain->hwuuid ? builder->domain->hwuuid : builder->domain->uuid;

    if (seen)
        builder_option(builder, "-uuid", g_strdup(seen));
}

/* All parts in libvirt's order; the order of devices is the order in which the guest's buses get them. */
static void (*const parts[])(struct builder *) = {
    begin,
    deprecation,
    builder_flash,
    builder_machine,
    builder_cpu,
    builder_bios,
    builder_memory,
    builder_smp,
    builder_iothreads,
    builder_numa,
    uuid,
    builder_genid,
    builder_smbios,
    builder_no_display,
    builder_serial_bios,
    monitor,
    builder_clock,
    builder_power,
    builder_boot,
    builder_kernel,
    builder_fwcfg,
    builder_pci_holes,
    builder_iommu,
    builder_controllers,
    builder_memory_devices,
    builder_hubs,
    builder_throttle_groups,
    builder_disks,
    builder_filesystems,
    builder_nics,
    builder_smartcards,
    builder_chardevs,
    builder_tpm,
    builder_inputs,
    builder_audio,
    builder_graphics,
    builder_videos,
    builder_sounds,
    builder_watchdogs,
    builder_redirdevs,
    builder_hostdevs,
    builder_memballoon,
    builder_rngs,
    builder_vmcoreinfo,
    builder_vsock,
    builder_shmems,
    builder_cryptos,
    builder_pstore,
    teardown,
    confinement,
    builder_panics,
    finish,
};

bool argv_build(const struct domain *domain, const struct profile *profile, const struct resources *resources,
                GPtrArray *argv, GPtrArray *needs, struct report *report)
{
    struct builder builder = {
        .domain = domain,
        .profile = profile,
        .resources = resources,
        .board = domain_board(domain),
        .argv = argv,
        .needs = needs,
        .report = report,
    };
    unsigned before = report_failures(report);

    unsupported_check(domain, false, report);
    if (!domain->os || !domain->os->machine || !domain->devices || !domain->name) {
        builder_wrong(&builder, domain->where, "the domain is not complete: no name, machine or devices");
        return false;
    }
    boot_order(&builder);
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        parts[i](&builder);
    return report_failures(report) == before;
}

/* ---- what else a process has ---- */

GPtrArray *argv_environment(const struct domain *domain)
{
    GPtrArray *environment = g_ptr_array_new_with_free_func(g_free);
    const struct qemu_commandline *given = domain->qemu_commandline;

    if (domain->clock && domain->clock->offset == CLOCK_TIMEZONE && domain->clock->timezone)
        g_ptr_array_add(environment, g_strconcat("TZ=", domain->clock->timezone, NULL));
    for (unsigned i = 0; domain->devices && i < domain->devices->graphics->len; i++) {
        const struct graphics *graphics = domain->devices->graphics->pdata[i];

        if (graphics->type == GRAPHICS_SDL && graphics->display)
            g_ptr_array_add(environment, g_strconcat("DISPLAY=", graphics->display, NULL));
        if (graphics->type == GRAPHICS_SDL && graphics->xauth)
            g_ptr_array_add(environment, g_strconcat("XAUTHORITY=", graphics->xauth, NULL));
    }
    for (unsigned i = 0; given && i < given->envs->len; i++) {
        const struct qemu_env *env = given->envs->pdata[i];

        g_ptr_array_add(environment, g_strconcat(env->name, "=", env->value, NULL));
    }
    return environment;
}

/* ---- for people ---- */

/* Whether a shell takes the word as it stands. */
static bool is_plain(const char *word)
{
    return *word &&
           word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")] == '\0';
}

char *argv_shell(const GPtrArray *argv)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < argv->len; i++) {
        const char *word = argv->pdata[i];
        g_autofree char *quoted = is_plain(word) ? g_strdup(word) : g_shell_quote(word);

        if (i > 0)
            g_string_append(text, word[0] == '-' ? " \\\n    " : " ");
        g_string_append(text, quoted);
    }
    return g_string_free(text, FALSE);
}
