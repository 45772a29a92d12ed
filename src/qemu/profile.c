#include "qemu/profile_data.h"

#include <string.h>

/* The version an assumed profile has: recent enough for everything the builder asks about. */
enum { ASSUMED_MAJOR = 10, ASSUMED_MINOR = 0 };

static void set_free(void *set)
{
    if (set)
        g_hash_table_unref(set);
}

struct profile *profile_new(void)
{
    struct profile *profile = g_new0(struct profile, 1);

    profile->strings = g_string_chunk_new(16 * 1024);
    profile->machines = g_ptr_array_new_with_free_func(g_free);
    profile->cpus = g_ptr_array_new_with_free_func(g_free);
    profile->types = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, set_free);
    profile->options = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, set_free);
    profile->qmp = profile_set_new();
    profile->migration = profile_set_new();
    return profile;
}

void profile_free(struct profile *profile)
{
    if (!profile)
        return;
    g_free(profile->binary);
    g_free(profile->arch);
    g_free(profile->package);
    g_free(profile->version);
    g_ptr_array_unref(profile->machines);
    g_ptr_array_unref(profile->cpus);
    g_hash_table_unref(profile->types);
    g_hash_table_unref(profile->options);
    g_hash_table_unref(profile->qmp);
    g_hash_table_unref(profile->migration);
    if (profile->host_features)
        g_ptr_array_unref(profile->host_features);
    g_string_chunk_free(profile->strings);
    g_free(profile);
}

const char *profile_intern(struct profile *profile, const char *text)
{
    return text ? g_string_chunk_insert_const(profile->strings, text) : NULL;
}

GHashTable *profile_set_new(void)
{
    return g_hash_table_new(g_str_hash, g_str_equal);
}

void profile_set_version(struct profile *profile, unsigned major, unsigned minor, unsigned micro)
{
    profile->major = major;
    profile->minor = minor;
    profile->micro = micro;
    g_free(profile->version);
    profile->version = g_strdup_printf("%u.%u.%u", major, minor, micro);
}

struct profile_machine *profile_add_machine(struct profile *profile)
{
    struct profile_machine *machine = g_new0(struct profile_machine, 1);

    g_ptr_array_add(profile->machines, machine);
    return machine;
}

struct profile_cpu *profile_add_cpu(struct profile *profile)
{
    struct profile_cpu *cpu = g_new0(struct profile_cpu, 1);

    g_ptr_array_add(profile->cpus, cpu);
    return cpu;
}

void profile_add_type(struct profile *profile, const char *type)
{
    if (!g_hash_table_contains(profile->types, type))
        g_hash_table_insert(profile->types, (char *)profile_intern(profile, type), NULL);
}

static GHashTable *add_set(struct profile *profile, GHashTable *table, const char *name)
{
    GHashTable *set = g_hash_table_lookup(table, name);

    if (!set) {
        set = profile_set_new();
        g_hash_table_insert(table, (char *)profile_intern(profile, name), set);
    }
    return set;
}

GHashTable *profile_add_properties(struct profile *profile, const char *type)
{
    return add_set(profile, profile->types, type);
}

GHashTable *profile_add_option(struct profile *profile, const char *option)
{
    return add_set(profile, profile->options, option);
}

struct profile *profile_assumed(const char *arch)
{
    struct profile *profile = profile_new();

    profile->assumed = true;
    profile->arch = g_strdup(arch);
    profile->package = g_strdup("");
    profile->kvm = true;
    profile_set_version(profile, ASSUMED_MAJOR, ASSUMED_MINOR, 0);
    return profile;
}

bool profile_is_assumed(const struct profile *profile)
{
    return profile->assumed;
}

const char *profile_binary(const struct profile *profile)
{
    return profile->binary;
}

const char *profile_arch(const struct profile *profile)
{
    return profile->arch;
}

const char *profile_version(const struct profile *profile)
{
    return profile->version;
}

const char *profile_package(const struct profile *profile)
{
    return profile->package;
}

bool profile_at_least(const struct profile *profile, unsigned major, unsigned minor)
{
    return profile->major > major || (profile->major == major && profile->minor >= minor);
}

bool profile_has_kvm(const struct profile *profile)
{
    return profile->kvm;
}

/* What is known of a machine without asking: its RAM id has to be right, or -machine memory-backend=
 * changes the migration stream (QEMU: hw/i386/pc.c, hw/arm/virt.c, hw/i386/microvm.c). */
static void assume_machine(const struct profile *profile, const char *name, struct profile_machine *ret)
{
    bool x86 = g_str_equal(profile->arch, "x86_64") || g_str_equal(profile->arch, "i386");

    *ret = (struct profile_machine){
        .name = name  ? name
                : x86 ? "pc"
                      : "virt",
        .max_cpus = 255,
        .hotpluggable_cpus = true,
        .acpi = true,
        .is_default = !name,
    };
    if (g_str_has_prefix(ret->name, "microvm"))
        ret->default_ram_id = "microvm.ram";
    else if (g_str_has_prefix(ret->name, "virt"))
        ret->default_ram_id = "mach-virt.ram";
    else if (x86)
        ret->default_ram_id = "pc.ram";
    if (x86)
        ret->default_cpu = g_str_equal(profile->arch, "i386") ? "qemu32-i386-cpu" : "qemu64-x86_64-cpu";
}

bool profile_machine_resolve(const struct profile *profile, const char *name, struct profile_machine *ret)
{
    if (profile->assumed) {
        assume_machine(profile, name, ret);
        return true;
    }
    for (unsigned i = 0; i < profile->machines->len; i++) {
        const struct profile_machine *machine = profile->machines->pdata[i];

        if (name ? g_str_equal(machine->name, name) || g_strcmp0(machine->alias, name) == 0 : machine->is_default) {
            *ret = *machine;
            return true;
        }
    }
    return false;
}

bool profile_cpu_resolve(const struct profile *profile, const char *name, struct profile_cpu *ret)
{
    if (profile->assumed) {
        if (ret)
            *ret = (struct profile_cpu){.name = name, .migration_safe = true, .usable = true};
        return true;
    }
    for (unsigned i = 0; i < profile->cpus->len; i++) {
        const struct profile_cpu *cpu = profile->cpus->pdata[i];

        if (g_str_equal(cpu->name, name)) {
            if (ret)
                *ret = *cpu;
            return true;
        }
    }
    return false;
}

const char *const *profile_host_features(const struct profile *profile)
{
    return profile->host_features ? (const char *const *)profile->host_features->pdata : NULL;
}

/* Names that -device takes for a type, which QMP does not tell (QEMU: softmmu/qdev-monitor.c). */
static const struct {
    const char *name, *type;
} other_names[] = {
    {"ahci", "ich9-ahci"},
    {"lsi", "lsi53c895a"},
    {"virtio-iommu", "virtio-iommu-pci"},
};

bool profile_has_device(const struct profile *profile, const char *type)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(other_names); i++) {
        if (g_str_equal(other_names[i].name, type))
            type = other_names[i].type;
    }
    return profile->assumed || g_hash_table_contains(profile->types, type);
}

bool profile_has_object(const struct profile *profile, const char *type)
{
    return profile_has_device(profile, type);
}

bool profile_device_has(const struct profile *profile, const char *type, const char *property)
{
    void *properties;

    if (profile->assumed)
        return true;
    if (!g_hash_table_lookup_extended(profile->types, type, NULL, &properties))
        return false;
    return !properties || g_hash_table_contains(properties, property);
}

bool profile_has_qmp(const struct profile *profile, const char *path)
{
    return profile->assumed || g_hash_table_contains(profile->qmp, path);
}

bool profile_has_option(const struct profile *profile, const char *option, const char *parameter)
{
    GHashTable *parameters;

    if (profile->assumed)
        return true;
    parameters = g_hash_table_lookup(profile->options, option);
    return parameters && (!parameter || g_hash_table_contains(parameters, parameter));
}

bool profile_has_migration(const struct profile *profile, const char *capability)
{
    return profile->assumed || g_hash_table_contains(profile->migration, capability);
}
