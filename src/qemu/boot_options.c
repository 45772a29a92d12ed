#include "qemu/blockdev_source.h"

void builder_boot(struct builder *builder)
{
    const struct os *os = builder->domain->os;
    GString *list = g_string_new(NULL);

    if (os->bootmenu) {
        list_yes_no(list, "menu", os->bootmenu->enable);
        if (os->bootmenu->enable == YES)
            list_number(list, "splash-time", os->bootmenu->timeout);
    }
    if (os->bios && os->bios->reboot_timeout.given)
        list_format(list, "reboot-timeout", "%" G_GINT64_FORMAT, os->bios->reboot_timeout.value);
    list_bool(list, "strict", true);
    builder_list(builder, "-boot", list);
}

static void acpi_table(struct builder *builder, const struct acpi_table *table)
{
    GString *list = g_string_new(NULL);

    if (table->type == ACPI_TABLE_SLIC)
        list_text(list, "sig", "SLIC");
    else if (table->type == ACPI_TABLE_MSDM)
        list_text(list, "sig", "MSDM");
    else if (table->type == ACPI_TABLE_RAWSET)
        builder_unsupported(builder, table->where, "ACPI tables of type 'rawset' are for Xen, use 'raw'");
    list_text(list, "file", table->path);
    builder_list(builder, "-acpitable", list);
}

void builder_kernel(struct builder *builder)
{
    const struct os *os = builder->domain->os;
    const struct {
        const char *option, *value;
    } options[] = {
        {"-kernel", os->kernel}, {"-initrd", os->initrd}, {"-append", os->cmdline},
        {"-shim", os->shim},     {"-dtb", os->dtb},
    };

    if (os->shim && !profile_at_least(builder->profile, 10, 0))
        builder_lacks(builder, os->where, "option '-shim' (10.0 has it)");
    for (unsigned i = 0; i < G_N_ELEMENTS(options); i++) {
        if (options[i].value)
            builder_option(builder, options[i].option, g_strdup(options[i].value));
    }
    for (unsigned i = 0; i < os->acpi_tables->len; i++)
        acpi_table(builder, os->acpi_tables->pdata[i]);
}

/* ---- firmware ---- */

/* A firmware image as block nodes, of which -machine pflash0= or pflash1= names the upper one.  Takes the
 * properties of the lower one. */
static void flash_node(struct builder *builder, const char *name, struct json_object *props,
                       enum firmware_format format, bool read_only)
{
    g_autofree char *storage = g_strdup_printf("%s-storage", name), *node = g_strdup_printf("%s-format", name);

    props_text(props, "node-name", storage);
    props_bool(props, "auto-read-only", true);
    props_text(props, "discard", "unmap");
    builder_json(builder, "-blockdev", props);
    props = json_pair("node-name", node);
    props_bool(props, "read-only", read_only);
    props_text(props, "driver", format == FIRMWARE_QCOW2 ? "qcow2" : "raw");
    props_text(props, "file", storage);
    if (format == FIRMWARE_QCOW2)
        json_object_object_add(props, "backing", NULL);
    builder_json(builder, "-blockdev", props);
}

static struct json_object *file_props(const char *path)
{
    struct json_object *props = json_pair("driver", "file");

    props_text(props, "filename", path);
    return props;
}

/* The variables may be kept wherever a disk may be. */
static struct json_object *nvram_props(struct builder *builder, const struct nvram *nvram)
{
    struct blockdev blockdev = {
        .alias = "pflash1", .type = nvram->type, .source = &nvram->source, .where = nvram->where};
    struct blockdev_layer layer = {.type = nvram->type, .source = &nvram->source, .auth = nvram->source.auth};

    if (!nvram->type)
        return file_props(nvram->path);
    return blockdev_source(builder, &blockdev, &layer, "pflash1-storage");
}

bool builder_has_nvram(const struct builder *builder)
{
    const struct nvram *nvram = builder->domain->os->nvram;

    return nvram && (nvram->type || nvram->path);
}

void builder_flash(struct builder *builder)
{
    const struct os *os = builder->domain->os;
    struct json_object *props;

    if (!os->loader || os->loader->type != LOADER_PFLASH || !os->loader->path)
        return;
    flash_node(builder, "pflash0", file_props(os->loader->path), os->loader->format, os->loader->readonly == YES);
    if (!builder_has_nvram(builder))
        return;
    props = nvram_props(builder, os->nvram);
    if (props)
        flash_node(builder, "pflash1", props, os->nvram->format, false);
}

void builder_bios(struct builder *builder)
{
    const struct loader *loader = builder->domain->os->loader;

    if (loader && loader->path && loader->type != LOADER_PFLASH)
        builder_option(builder, "-bios", g_strdup(loader->path));
}
