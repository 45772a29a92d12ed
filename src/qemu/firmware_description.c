#include "qemu/firmware.h"

#include "base/json.h"
#include "xml/kind.h"

#include <string.h>

#define MAX_DEPTH 16

static void target_free(gpointer data)
{
    struct firmware_target *target = data;

    g_ptr_array_unref(target->machines);
    g_free(target);
}

void firmware_description_free(struct firmware_description *description)
{
    if (!description)
        return;
    g_free(description->name);
    g_free(description->executable);
    g_free(description->nvram_template);
    g_ptr_array_unref(description->targets);
    g_free(description);
}

typedef struct firmware_description firmware_description_t;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(firmware_description_t, firmware_description_free)

static void read_interfaces(struct json_object *array, struct firmware_description *description)
{
    for (size_t i = 0; i < json_object_array_length(array); i++) {
        const char *name = json_object_get_string(json_object_array_get_idx(array, i));

        description->is_bios |= g_strcmp0(name, "bios") == 0;
        description->is_uefi |= g_strcmp0(name, "uefi") == 0;
    }
}

static void read_features(struct json_object *array, struct firmware_description *description)
{
    static const struct {
        const char *name;
        enum firmware_ability ability;
    } abilities[] = {
        {"acpi-s3", FIRMWARE_ACPI_S3},
        {"acpi-s4", FIRMWARE_ACPI_S4},
        {"amd-sev", FIRMWARE_AMD_SEV},
        {"amd-sev-es", FIRMWARE_AMD_SEV_ES},
        {"amd-sev-snp", FIRMWARE_AMD_SEV_SNP},
        {"intel-tdx", FIRMWARE_INTEL_TDX},
        {"requires-smm", FIRMWARE_REQUIRES_SMM},
        {"secure-boot", FIRMWARE_HAS_SECURE_BOOT},
        {"enrolled-keys", FIRMWARE_HAS_ENROLLED_KEYS},
    };

    for (size_t i = 0; i < json_object_array_length(array); i++) {
        const char *name = json_object_get_string(json_object_array_get_idx(array, i));

        for (unsigned j = 0; j < G_N_ELEMENTS(abilities); j++)
            if (g_strcmp0(name, abilities[j].name) == 0)
                description->features |= abilities[j].ability;
    }
}

/* QEMU's name of an architecture, which is not always libvirt's. */
static enum arch arch_of(const char *name)
{
    if (g_strcmp0(name, "i386") == 0)
        return ARCH_I686;
    return g_strcmp0(name, "arm") == 0 ? ARCH_ARMV7L : (enum arch)enum_value(&arch_names, name);
}

static bool read_target(struct json_object *object, struct firmware_description *description, GError **error)
{
    struct json_object *machines;
    struct firmware_target *target;
    const char *arch;

    if (!json_get_string(object, "architecture", true, &arch, error) ||
        !json_get(object, "machines", json_type_array, true, &machines, error))
        return false;
    target = g_new0(struct firmware_target, 1);
    target->arch = arch_of(arch);
    target->machines = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < json_object_array_length(machines); i++)
        g_ptr_array_add(target->machines, g_strdup(json_object_get_string(json_object_array_get_idx(machines, i))));
    g_ptr_array_add(description->targets, target);
    return true;
}

static bool read_targets(struct json_object *array, struct firmware_description *description, GError **error)
{
    for (size_t i = 0; i < json_object_array_length(array); i++) {
        struct json_object *target = json_object_array_get_idx(array, i);

        if (!json_object_is_type(target, json_type_object))
            return fail(error, TANDEM_ERROR_INPUT, "'targets' holds what is no object");
        if (!read_target(target, description, error))
            return false;
    }
    return true;
}

static bool read_file(struct json_object *flash, const char *member, char **filename, enum firmware_format *format,
                      GError **error)
{
    struct json_object *file;
    const char *name, *format_name;

    if (!json_get(flash, member, json_type_object, true, &file, error) ||
        !json_get_string(file, "filename", true, &name, error) ||
        !json_get_string(file, "format", true, &format_name, error))
        return false;
    *format = (enum firmware_format)enum_value(&firmware_format_names, format_name);
    if (!*format)
        return fail(error, TANDEM_ERROR_UNSUPPORTED, "'%s' has the format '%s', expected raw or qcow2", member,
                    format_name);
    *filename = g_strdup(name);
    return true;
}

static bool read_flash(struct json_object *mapping, struct firmware_description *description, GError **error)
{
    static const char *const modes[] = {"split", "combined", "stateless"};
    unsigned mode = FIRMWARE_SPLIT; /* older descriptions do not say it */

    description->mapping = FIRMWARE_FLASH;
    if (!json_get_enum(mapping, "mode", false, modes, G_N_ELEMENTS(modes), &mode, error) ||
        !read_file(mapping, "executable", &description->executable, &description->executable_format, error))
        return false;
    description->mode = (enum firmware_flash_mode)mode;
    return description->mode != FIRMWARE_SPLIT ||
           read_file(mapping, "nvram-template", &description->nvram_template, &description->template_format, error);
}

static bool read_mapping(struct json_object *mapping, struct firmware_description *description, GError **error)
{
    const char *device, *filename;

    if (!json_get_string(mapping, "device", true, &device, error))
        return false;
    if (strcmp(device, "flash") == 0)
        return read_flash(mapping, description, error);
    if (strcmp(device, "memory") != 0)
        return true; /* a kernel; nothing asks for it */
    if (!json_get_string(mapping, "filename", true, &filename, error))
        return false;
    description->mapping = FIRMWARE_MEMORY;
    description->executable = g_strdup(filename);
    description->executable_format = FIRMWARE_RAW;
    return true;
}

struct firmware_description *firmware_description_read(const char *name, const char *text, size_t length,
                                                       GError **error)
{
    g_autoptr(json_object) object = json_parse(text, length, MAX_DEPTH, error);
    g_autoptr(firmware_description_t) description = g_new0(struct firmware_description, 1);
    struct json_object *interfaces, *mapping, *targets, *features;

    description->name = g_strdup(name);
    description->targets = g_ptr_array_new_with_free_func(target_free);
    if (!object || !json_get(object, "interface-types", json_type_array, true, &interfaces, error) ||
        !json_get(object, "mapping", json_type_object, true, &mapping, error) ||
        !json_get(object, "targets", json_type_array, true, &targets, error) ||
        !json_get(object, "features", json_type_array, true, &features, error) ||
        !read_mapping(mapping, description, error) || !read_targets(targets, description, error)) {
        g_prefix_error(error, "firmware description '%s': ", name);
        return NULL;
    }
    read_interfaces(interfaces, description);
    read_features(features, description);
    return g_steal_pointer(&description);
}
