#include "xml/kind.h"

#include <string.h>

/* ---- strings ---- */

void kind_text_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    g_string_append(out, *(char *const *)at);
}

bool kind_text_equal(const void *a, const void *b)
{
    return g_strcmp0(*(char *const *)a, *(char *const *)b) == 0;
}

void kind_text_copy(void *to, const void *from)
{
    *(char **)to = g_strdup(*(char *const *)from);
}

void kind_text_clear(void *at)
{
    g_clear_pointer((char **)at, g_free);
}

static char *string_read(const struct field *field, const char *text, const char *companion, void *at)
{
    size_t length = strlen(text);

    if (length == 0 && !(field->flags & EMPTY_OK))
        return g_strdup("some text");
    if (field->max && (length < field->min || length > field->max))
        return g_strdup_printf("%" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " characters", field->min, field->max);
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' && *c != '\t' && *c != '\n')
            return g_strdup("text without control characters");
    *(char **)at = g_strdup(text);
    return NULL;
}

static void string_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='string'>");
    if (field->max)
        g_string_append_printf(out,
                               "<param name='minLength'>%" G_GUINT64_FORMAT
                               "</param><param name='maxLength'>%" G_GUINT64_FORMAT "</param>",
                               field->min, field->max);
    else if (!(field->flags & EMPTY_OK))
        g_string_append(out, "<param name='minLength'>1</param>");
    g_string_append(out, "</data>");
}

/* Length of a made-up string: within the row's limits, short, never 0. */
static unsigned sample_length(const struct field *field, GRand *dice)
{
    unsigned least = MAX(1, (unsigned)field->min),
             most = field->max ? MIN((unsigned)field->max, least + 12) : least + 12;

    return (unsigned)g_rand_int_range(dice, (gint32)least, (gint32)most + 1);
}

static char *sample_from(const char *alphabet, unsigned length, GRand *dice)
{
    char *text = g_malloc(length + 1);

    for (unsigned i = 0; i < length; i++)
        text[i] = alphabet[g_rand_int_range(dice, 0, (gint32)strlen(alphabet))];
    text[length] = '\0';
    return text;
}

static void string_sample(const struct field *field, void *at, GRand *dice)
{
    *(char **)at = sample_from("abcXYZ019-_<>&'\"/.;=,", sample_length(field, dice), dice);
}

const struct kind kind_string = {
    .id = "string",
    .read = string_read,
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = string_schema,
    .sample = string_sample,
};

static char *path_read(const struct field *field, const char *text, const char *companion, void *at)
{
    if (*text != '/')
        return g_strdup("an absolute path");
    return string_read(field, text, companion, at);
}

static void path_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='string'><param name='pattern'>/(.|\\n)*</param></data>");
}

static void path_sample(const struct field *field, void *at, GRand *dice)
{
    g_autofree char *tail = sample_from("abcXYZ019-_./,= ", sample_length(field, dice), dice);

    *(char **)at = g_strdup_printf("/x%sz", tail);
    if (field->max && strlen(*(char **)at) > field->max)
        (*(char **)at)[field->max] = '\0';
}

const struct kind kind_path = {
    .id = "path",
    .read = path_read,
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = path_schema,
    .sample = path_sample,
};

#define TOKEN_ALPHABET "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:+-"

static char *token_read(const struct field *field, const char *text, const char *companion, void *at)
{
    if (!*text || text[strspn(text, TOKEN_ALPHABET)] != '\0')
        return g_strdup("letters, digits and _ . : + - only");
    return string_read(field, text, companion, at);
}

static void token_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='string'><param name='pattern'>[A-Za-z0-9_.:+\\-]+</param></data>");
}

static void token_sample(const struct field *field, void *at, GRand *dice)
{
    *(char **)at = sample_from("abcdXYZ0189_.-", sample_length(field, dice), dice);
}

const struct kind kind_token = {
    .id = "token",
    .read = token_read,
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = token_schema,
    .sample = token_sample,
};

const struct kind kind_nic_alias = {
    .id = "NIC alias",
    .read = token_read,
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = token_schema,
    .sample = token_sample,
};

/* ---- MAC and UUID ---- */

static char *mac_read(const struct field *field, const char *text, const char *companion, void *at)
{
    GString *canonical = g_string_new(NULL);
    const char *c = text;

    /* libvirt takes one or two digits an octet */
    for (unsigned i = 0; i < 6; i++) {
        unsigned octet = 0, digits = 0;

        for (; digits < 2 && g_ascii_isxdigit(*c); c++, digits++)
            octet = octet * 16 + (unsigned)g_ascii_xdigit_value(*c);
        if (digits == 0 || *c != (i < 5 ? ':' : '\0')) {
            g_string_free(canonical, TRUE);
            return g_strdup("a MAC address, six pairs of hexadecimal digits such as 52:54:00:12:34:56");
        }
        c++;
        g_string_append_printf(canonical, i ? ":%02x" : "%02x", octet);
    }
    *(char **)at = g_string_free(canonical, FALSE);
    return NULL;
}

static void mac_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='string'><param "
                         "name='pattern'>[0-9A-Fa-f]{1,2}(:[0-9A-Fa-f]{1,2}){5}</param></data>");
}

static void mac_sample(const struct field *field, void *at, GRand *dice)
{
    unsigned bits = g_rand_int(dice);

    *(char **)at = g_strdup_printf("52:54:00:%02x:%02x:%02x", bits & 0xff, bits >> 8 & 0xff, bits >> 16 & 0xff);
}

const struct kind kind_mac = {
    .id = "MAC address",
    .read = mac_read,
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = mac_schema,
    .sample = mac_sample,
};

static char *uuid_read(const struct field *field, const char *text, const char *companion, void *at)
{
    char digits[33];
    unsigned n = 0;

    for (const char *c = text; *c; c++) {
        if (*c == '-' || g_ascii_isspace(*c))
            continue;
        if (!g_ascii_isxdigit(*c) || n == 32) {
            n = 0;
            break;
        }
        digits[n++] = g_ascii_tolower(*c);
    }
    if (n != 32)
        return g_strdup("a UUID of 32 hexadecimal digits");
    digits[n] = '\0';
    *(char **)at =
        g_strdup_printf("%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12, digits + 16, digits + 20);
    return NULL;
}

static void uuid_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='string'><param name='pattern'>([0-9A-Fa-f]\\s*-?\\s*){32}</param></data>");
}

static void uuid_sample(const struct field *field, void *at, GRand *dice)
{
    *(char **)at = g_strdup_printf("%08x-%04x-4%03x-8%03x-%012x", g_rand_int(dice), g_rand_int(dice) & 0xffff,
                                   g_rand_int(dice) & 0xfff, g_rand_int(dice) & 0xfff, g_rand_int(dice));
}

const struct kind kind_uuid = {
    .id = "UUID",
    .read = uuid_read,
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = uuid_schema,
    .sample = uuid_sample,
};

/* ---- USB ports ---- */

#define USB_PORT_DEPTH 4 /* as many as libvirt allows, which is one less than the USB standard */

static char *usb_port_read(const struct field *field, const char *text, const char *companion, void *at)
{
    GString *canonical = g_string_new(NULL);
    const char *c = text;

    for (unsigned depth = 0; depth < USB_PORT_DEPTH; depth++, c++) {
        char *end;
        guint64 port = g_ascii_isdigit(*c) ? g_ascii_strtoull(c, &end, 10) : 0;

        if (port < 1 || port > 255)
            break;
        g_string_append_printf(canonical, depth ? ".%u" : "%u", (unsigned)port);
        c = end;
        if (*c == '\0') {
            *(char **)at = g_string_free(canonical, FALSE);
            return NULL;
        }
        if (*c != '.')
            break;
    }
    g_string_free(canonical, TRUE);
    return g_strdup_printf("up to %u port numbers with dots between them, such as 1.2", USB_PORT_DEPTH);
}

static void usb_port_schema(const struct field *field, GString *out)
{
    g_string_append_printf(out,
                           "<data type='string'><param name='pattern'>[0-9]{1,3}(\\.[0-9]{1,3}){0,%u}</param></data>",
                           USB_PORT_DEPTH - 1);
}

static void usb_port_sample(const struct field *field, void *at, GRand *dice)
{
    *(char **)at = g_strdup_printf("%d.%d", g_rand_int_range(dice, 1, 9), g_rand_int_range(dice, 1, 9));
}

const struct kind kind_usb_port = {
    .id = "USB port",
    .read = usb_port_read,
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = usb_port_schema,
    .sample = usb_port_sample,
};

/* ---- enums and flags ---- */

static char *enum_read(const struct field *field, const char *text, const char *companion, void *at)
{
    unsigned value = enum_value(field->names, text);
    GString *expected;

    if (value) {
        memcpy(at, &value, sizeof(value));
        return NULL;
    }
    expected = g_string_new("one of ");
    for (value = 1; value < field->names->count; value++)
        g_string_append_printf(expected, value > 1 ? ", %s" : "%s", field->names->names[value]);
    return g_string_free(expected, FALSE);
}

static unsigned enum_at(const void *at)
{
    unsigned value;

    memcpy(&value, at, sizeof(value));
    return value;
}

static void enum_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    g_string_append(out, enum_name(field->names, enum_at(at)));
}

static bool enum_equal(const void *a, const void *b)
{
    return enum_at(a) == enum_at(b);
}

static void enum_copy(void *to, const void *from)
{
    memcpy(to, from, sizeof(unsigned));
}

static void enum_clear(void *at)
{
    memset(at, 0, sizeof(unsigned));
}

static void enum_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<choice>");
    for (unsigned value = 1; value < field->names->count; value++)
        if (!(field->names->unsupported & BIT(value)))
            g_string_append_printf(out, "<value>%s</value>", field->names->names[value]);
    g_string_append(out, "</choice>");
}

static void enum_sample(const struct field *field, void *at, GRand *dice)
{
    unsigned value;

    do
        value = (unsigned)g_rand_int_range(dice, 1, (gint32)field->names->count);
    while (field->names->unsupported & BIT(value));
    memcpy(at, &value, sizeof(value));
}

const struct kind kind_enum = {
    .id = "choice",
    .read = enum_read,
    .write = enum_write,
    .equal = enum_equal,
    .copy = enum_copy,
    .clear = enum_clear,
    .schema = enum_schema,
    .sample = enum_sample,
};

static char *flag_read(const struct field *field, const char *text, const char *companion, void *at)
{
    if (text[strspn(text, " \t\r\n")] != '\0')
        return g_strdup("no text");
    *(bool *)at = true;
    return NULL;
}

static void flag_write(const struct field *field, const void *at, GString *out, const char **companion)
{
}

static bool flag_equal(const void *a, const void *b)
{
    return *(const bool *)a == *(const bool *)b;
}

static void flag_copy(void *to, const void *from)
{
    *(bool *)to = *(const bool *)from;
}

static void flag_clear(void *at)
{
    *(bool *)at = false;
}

static void flag_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<empty/>");
}

static void flag_sample(const struct field *field, void *at, GRand *dice)
{
    *(bool *)at = true;
}

const struct kind kind_flag = {
    .id = "flag",
    .read = flag_read,
    .write = flag_write,
    .equal = flag_equal,
    .copy = flag_copy,
    .clear = flag_clear,
    .schema = flag_schema,
    .sample = flag_sample,
};
