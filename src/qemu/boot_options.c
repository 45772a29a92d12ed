#include "qemu/builder.h"

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

    for (unsigned i = 0; i < G_N_ELEMENTS(options); i++) {
        if (options[i].value)
            builder_option(builder, options[i].option, g_strdup(options[i].value));
    }
    for (unsigned i = 0; i < os->acpi_tables->len; i++)
        acpi_table(builder, os->acpi_tables->pdata[i]);
}

/* ---- firmware ---- */

/* A firmware image as a block node that -machine pflash0= or pflash1= names. */
static void flash_node(struct builder *builder, const char *name, const char *path, enum firmware_format format,
                       bool read_only)
{
    g_autofree char *storage = g_strdup_printf("%s-storage", name), *node = g_strdup_printf("%s-format", name);
    struct json_object *props = json_pair("driver", "file");

    props_text(props, "filename", path);
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

void builder_flash(struct builder *builder)
{
    const struct os *os = builder->domain->os;

    if (!os->loader || os->loader->type != LOADER_PFLASH || !os->loader->path)
        return;
    flash_node(builder, "pflash0", os->loader->path, os->loader->format, os->loader->readonly == YES);
    if (os->nvram && os->nvram->path)
        flash_node(builder, "pflash1", os->nvram->path, os->nvram->format, false);
}

void builder_bios(struct builder *builder)
{
    const struct loader *loader = builder->domain->os->loader;

    if (loader && loader->path && loader->type != LOADER_PFLASH)
        builder_option(builder, "-bios", g_strdup(loader->path));
}
