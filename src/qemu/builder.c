#include "qemu/builder.h"

#include "domain/devices.h"

void builder_option(struct builder *builder, const char *option, char *value)
{
    g_ptr_array_add(builder->argv, g_strdup(option));
    if (value)
        g_ptr_array_add(builder->argv, value);
}

void builder_list(struct builder *builder, const char *option, GString *list)
{
    builder_option(builder, option, g_string_free(list, FALSE));
}

void builder_json(struct builder *builder, const char *option, struct json_object *props)
{
    builder_option(builder, option, props_finish(props));
}

void builder_object(struct builder *builder, struct json_object *props, struct place where)
{
    const char *type = json_peek_string(props, "qom-type");
    g_autofree char *what = g_strdup_printf("object '%s'", type);

    if (!profile_has_object(builder->profile, type))
        builder_lacks(builder, where, what);
    builder_json(builder, "-object", props);
}

/* ---- <qemu:override> ---- */

static struct json_object *override_value(const struct qemu_property *property)
{
    switch (property->type) {
    case QEMU_PROPERTY_UNSIGNED:
        return json_object_new_uint64(g_ascii_strtoull(property->value, NULL, 10));
    case QEMU_PROPERTY_SIGNED:
        return json_object_new_int64(g_ascii_strtoll(property->value, NULL, 10));
    case QEMU_PROPERTY_BOOL:
        return json_object_new_boolean(g_str_equal(property->value, "true"));
    default:
        return json_object_new_string(property->value ? property->value : "");
    }
}

static void apply_override(struct json_object *props, const struct qemu_device_override *device)
{
    for (unsigned i = 0; i < device->properties->len; i++) {
        const struct qemu_property *property = device->properties->pdata[i];

        if (property->type == QEMU_PROPERTY_REMOVE)
            json_object_object_del(props, property->name);
        else
            json_object_object_add(props, property->name, override_value(property));
    }
}

/* A device that this QEMU does not know is said here, where its place in the document is still known. */
static void check_driver(struct builder *builder, const char *driver, const char *alias)
{
    const struct device_info *info;
    g_autofree char *what = NULL;

    if (!driver || profile_has_device(builder->profile, driver))
        return;
    info = alias ? devices_find_alias(builder->domain->devices, alias, NULL) : NULL;
    what = g_strdup_printf("device '%s'", driver);
    builder_lacks(builder, info ? info->where : builder->domain->where, what);
}

void builder_device(struct builder *builder, struct json_object *props, const char *alias)
{
    const struct qemu_override *override = builder->domain->qemu_override;

    check_driver(builder, json_peek_string(props, "driver"), alias);

    for (unsigned i = 0; override && alias && i < override->devices->len; i++) {
        const struct qemu_device_override *device = override->devices->pdata[i];

        if (g_strcmp0(device->alias, alias) == 0)
            apply_override(props, device);
    }
    builder_json(builder, "-device", props);
}

/* ---- what the host contributes ---- */

static char *need_key(const char *what, const char *alias)
{
    return alias ? g_strdup_printf("%s:%s", what, alias) : g_strdup(what);
}

static void note_need(struct builder *builder, const char *key, unsigned n_fds, bool optional, const char *stand_in,
                      struct place where)
{
    struct resource_need *need;

    for (unsigned i = 0; builder->needs && i < builder->needs->len; i++) {
        need = builder->needs->pdata[i];
        if (g_str_equal(need->key, key))
            return;
    }
    if (!builder->needs)
        return;
    need = g_new0(struct resource_need, 1);
    *need = (struct resource_need){g_strdup(key), n_fds, optional, g_strdup(stand_in), where};
    g_ptr_array_add(builder->needs, need);
}

/* "{tap:net0}"; of several descriptors "{tap/net0/0}:{tap/net0/1}", since ':' stands between them. */
static char *placeholder(const char *key, unsigned n_fds)
{
    g_autofree char *name = g_strdelimit(g_strdup(key), ":", '/');
    GString *text;

    if (n_fds <= 1)
        return resource_placeholder(key);
    text = g_string_new(NULL);
    for (unsigned i = 0; i < n_fds; i++)
        g_string_append_printf(text, "%s{%s/%u}", i > 0 ? ":" : "", name, i);
    return g_string_free(text, FALSE);
}

static char *need(struct builder *builder, const char *key, unsigned n_fds, char *stand_in, struct place where)
{
    const char *text = resources_get(builder->resources, key);

    if (!text) {
        note_need(builder, key, n_fds, false, stand_in, where);
        return stand_in;
    }
    g_free(stand_in);
    return g_strdup(text);
}

char *builder_need(struct builder *builder, const char *what, const char *alias, unsigned n_fds, struct place where)
{
    g_autofree char *key = need_key(what, alias);

    return need(builder, key, n_fds, placeholder(key, n_fds), where);
}

char *builder_need_text(struct builder *builder, const char *what, const char *alias, const char *stand_in,
                        struct place where)
{
    g_autofree char *key = need_key(what, alias);

    return need(builder, key, 0, g_strdup(stand_in), where);
}

/* A path in the machine's own directory stands in. */
char *builder_need_socket(struct builder *builder, const char *what, const char *alias, struct place where)
{
    g_autofree char *key = need_key(what, alias), *name = g_strdup_printf("%s-%s.sock", alias, what);

    return need(builder, key, 0, builder_run_path(builder, name), where);
}

char *builder_need_file(struct builder *builder, const char *what, const char *name, struct place where)
{
    g_autofree char *key = need_key(what, name), *file = g_strdup_printf("%s-%s", what, name);

    return need(builder, key, 0, builder_run_path(builder, file), where);
}

char *builder_offer(struct builder *builder, const char *what, const char *alias, unsigned n_fds, struct place where)
{
    g_autofree char *key = need_key(what, alias);
    const char *text = resources_get(builder->resources, key);

    if (!text)
        note_need(builder, key, n_fds, true, NULL, where);
    return g_strdup(text);
}

char *builder_run_path(struct builder *builder, const char *name)
{
    const char *directory = resources_get(builder->resources, "rundir");
    g_autofree char *usual = g_build_filename("/run/tandem", builder->domain->name, NULL);

    if (!directory)
        note_need(builder, "rundir", 0, true, usual, (struct place){0, 0});
    return g_build_filename(directory ? directory : usual, name, NULL);
}

/* ---- complaints ---- */

static void complain_about(struct builder *builder, enum severity severity, const char *rule, struct place where,
                           const char *hint, const char *format, va_list arguments)
{
    g_autofree char *message = g_strdup_vprintf(format, arguments);

    complain(builder->report, severity, rule, where, hint, "%s", message);
}

void builder_unsupported(struct builder *builder, struct place where, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    complain_about(builder, SEVERITY_UNSUPPORTED, "argv.unsupported", where, NULL, format, arguments);
    va_end(arguments);
}

void builder_lacks(struct builder *builder, struct place where, const char *what)
{
    complain(builder->report, SEVERITY_UNSUPPORTED, "argv.qemu-lacks", where,
             "use a newer QEMU, or leave it out of the document", "QEMU %s has no %s",
             profile_version(builder->profile), what);
}

void builder_wrong(struct builder *builder, struct place where, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    complain_about(builder, SEVERITY_ERROR, "argv.impossible", where, NULL, format, arguments);
    va_end(arguments);
}
