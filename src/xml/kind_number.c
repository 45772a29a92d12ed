#include "xml/kind.h"

#include <string.h>

/* ---- numbers ---- */

static bool number_equal(const void *a, const void *b)
{
    const struct number *x = a, *y = b;

    return x->given == y->given && (!x->given || x->value == y->value);
}

static void number_copy(void *to, const void *from)
{
    *(struct number *)to = *(const struct number *)from;
}

static void number_clear(void *at)
{
    *(struct number *)at = (struct number){0};
}

static uint64_t number_max(const struct field *field)
{
    return field->max ? field->max : UINT64_MAX;
}

static char *number_expected(const struct field *field, const char *what)
{
    if (field->max)
        return g_strdup_printf("%s from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, what, field->min, field->max);
    if (field->min)
        return g_strdup_printf("%s of at least %" G_GUINT64_FORMAT, what, field->min);
    return g_strdup(what);
}

/* Reads an unsigned number that fills text, blanks around it aside. */
static bool parse_unsigned(const char *text, unsigned base, uint64_t *value)
{
    const char *digits;

    while (g_ascii_isspace(*text))
        text++;
    if (base == 16 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        text += 2;
    digits = text;
    for (*value = 0; *text; text++) {
        int digit = g_ascii_xdigit_value(*text);

        if (digit < 0 || (unsigned)digit >= base)
            break;
        if (*value > (UINT64_MAX - (unsigned)digit) / base)
            return false;
        *value = *value * base + (unsigned)digit;
    }
    if (text == digits)
        return false;
    while (g_ascii_isspace(*text))
        text++;
    return *text == '\0';
}

static void append_decimal(GString *out, uint64_t value)
{
    char digits[20];
    unsigned n = sizeof(digits);

    do
        digits[--n] = (char)('0' + value % 10);
    while (value /= 10);
    g_string_append_len(out, digits + n, (gssize)(sizeof(digits) - n));
}

static char *number_read(const struct field *field, const char *text, unsigned base, const char *what, void *at)
{
    uint64_t value;

    if (!parse_unsigned(text, base, &value) || value < field->min || value > number_max(field))
        return number_expected(field, what);
    *(struct number *)at = number(value);
    return NULL;
}

static uint64_t number_sample(const struct field *field, GRand *dice)
{
    uint64_t span = number_max(field) - field->min;

    return field->min + (span < 1000 ? g_rand_int(dice) % (span + 1) : g_rand_int(dice) % 1000);
}

static char *uint_read(const struct field *field, const char *text, const char *companion, void *at)
{
    return number_read(field, text, 10, "a whole number", at);
}

static void uint_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    append_decimal(out, ((const struct number *)at)->value);
}

static void uint_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='unsignedLong'>");
    if (field->min)
        g_string_append_printf(out, "<param name='minInclusive'>%" G_GUINT64_FORMAT "</param>", field->min);
    if (field->max)
        g_string_append_printf(out, "<param name='maxInclusive'>%" G_GUINT64_FORMAT "</param>", field->max);
    g_string_append(out, "</data>");
}

static void uint_sample(const struct field *field, void *at, GRand *dice)
{
    *(struct number *)at = number(number_sample(field, dice));
}

const struct kind kind_uint = {
    .id = "number",
    .read = uint_read,
    .write = uint_write,
    .equal = number_equal,
    .copy = number_copy,
    .clear = number_clear,
    .schema = uint_schema,
    .sample = uint_sample,
};

static char *hex_read(const struct field *field, const char *text, const char *companion, void *at)
{
    bool prefixed = strstr(text, "0x") || strstr(text, "0X");

    return number_read(field, text, prefixed ? 16 : 10, "a number (0x… or decimal)", at);
}

static void hex_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    uint64_t value = ((const struct number *)at)->value;
    char digits[16];
    unsigned n = 0;

    do
        digits[n++] = "0123456789abcdef"[value % 16];
    while (value /= 16);
    g_string_append(out, "0x");
    for (unsigned missing = n; missing < field->digits; missing++)
        g_string_append_c(out, '0');
    while (n > 0)
        g_string_append_c(out, digits[--n]);
}

/* The numbers up to the row's greatest that RELAX NG can say: as many digits as it has, the first not above
 * its first. */
static void hex_schema(const struct field *field, GString *out)
{
    uint64_t most = number_max(field);
    unsigned later = 0; /* digits after the first */

    while (most >= 16) {
        most /= 16;
        later++;
    }
    g_string_append(out, "<choice><data type='string'><param name='pattern'>0[xX]0*");
    if (later)
        g_string_append_printf(out, "([0-9a-fA-F]{1,%u}|", later);
    if (most < 10)
        g_string_append_printf(out, "[0-%c]", (char)('0' + most));
    else
        g_string_append_printf(out, "[0-9a-%cA-%c]", (char)('a' + most - 10), (char)('A' + most - 10));
    if (later)
        g_string_append_printf(out, "[0-9a-fA-F]{%u})", later);
    g_string_append(out, "</param></data>");
    uint_schema(field, out);
    g_string_append(out, "</choice>");
}

const struct kind kind_hex = {
    .id = "hexadecimal number",
    .read = hex_read,
    .write = hex_write,
    .equal = number_equal,
    .copy = number_copy,
    .clear = number_clear,
    .schema = hex_schema,
    .sample = uint_sample,
};

static char *octal_read(const struct field *field, const char *text, const char *companion, void *at)
{
    return number_read(field, text, 8, "an octal number", at);
}

static void octal_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    g_string_append_printf(out, "0%" G_GINT64_MODIFIER "o", ((const struct number *)at)->value);
}

static void octal_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='string'><param name='pattern'>[0-7]+</param></data>");
}

const struct kind kind_octal = {
    .id = "octal number",
    .read = octal_read,
    .write = octal_write,
    .equal = number_equal,
    .copy = number_copy,
    .clear = number_clear,
    .schema = octal_schema,
    .sample = uint_sample,
};

static char *int_expected(const struct field *field)
{
    GString *expected = g_string_new("a whole number");

    if (field->max)
        g_string_append_printf(expected, " from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, (int64_t)field->min,
                               (int64_t)field->max);
    else
        g_string_append(expected, ", also a negative one");
    if (field->word)
        g_string_append_printf(expected, ", or '%s'", field->word);
    return g_string_free(expected, FALSE);
}

static char *int_read(const struct field *field, const char *text, const char *companion, void *at)
{
    g_autofree char *stripped = g_strstrip(g_strdup(text));
    int64_t least = field->max ? (int64_t)field->min : -INT64_MAX, most = field->max ? (int64_t)field->max : INT64_MAX;
    gint64 value;

    if (field->word && strcmp(stripped, field->word) == 0)
        value = INTEGER_WORD;
    else if (!g_ascii_string_to_signed(stripped + (*stripped == '+' && stripped[1] != '-'), 10, least, most, &value,
                                       NULL))
        return int_expected(field);
    *(struct integer *)at = integer(value);
    return NULL;
}

static void int_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    int64_t value = ((const struct integer *)at)->value;

    if (field->word && value == INTEGER_WORD)
        g_string_append(out, field->word);
    else
        g_string_append_printf(out, "%" G_GINT64_FORMAT, value);
}

static bool int_equal(const void *a, const void *b)
{
    const struct integer *x = a, *y = b;

    return x->given == y->given && (!x->given || x->value == y->value);
}

static void int_copy(void *to, const void *from)
{
    *(struct integer *)to = *(const struct integer *)from;
}

static void int_clear(void *at)
{
    *(struct integer *)at = (struct integer){0};
}

static void int_schema(const struct field *field, GString *out)
{
    if (field->word)
        g_string_append_printf(out, "<choice><value>%s</value>", field->word);
    g_string_append(out, "<data type='long'>");
    if (field->max)
        g_string_append_printf(out,
                               "<param name='minInclusive'>%" G_GINT64_FORMAT
                               "</param><param name='maxInclusive'>%" G_GINT64_FORMAT "</param>",
                               (int64_t)field->min, (int64_t)field->max);
    g_string_append(out, "</data>");
    if (field->word)
        g_string_append(out, "</choice>");
}

static void int_sample(const struct field *field, void *at, GRand *dice)
{
    int64_t least = field->max ? (int64_t)field->min : -1000;
    uint64_t span = field->max ? field->max - field->min : 2000; /* unsigned: it may be wider than an int64_t */

    if (field->word && g_rand_int_range(dice, 0, 4) == 0)
        *(struct integer *)at = integer(INTEGER_WORD);
    else
        *(struct integer *)at = integer(least + (int64_t)(g_rand_int(dice) % (MIN(span, 2000) + 1)));
}

const struct kind kind_int = {
    .id = "signed number",
    .read = int_read,
    .write = int_write,
    .equal = int_equal,
    .copy = int_copy,
    .clear = int_clear,
    .schema = int_schema,
    .sample = int_sample,
};

/* ---- sizes: libvirt's units, powers of 1024 for KiB (or k, K), powers of 1000 for KB ---- */

uint64_t size_unit_bytes(const char *unit)
{
    static const char prefixes[] = "kmgtpe";
    const char *prefix;
    uint64_t base, bytes = 1;

    if (g_ascii_strcasecmp(unit, "b") == 0 || g_ascii_strcasecmp(unit, "byte") == 0 ||
        g_ascii_strcasecmp(unit, "bytes") == 0)
        return 1;
    if (!*unit || !(prefix = strchr(prefixes, g_ascii_tolower(*unit))))
        return 0;
    if (unit[1] == '\0' || g_ascii_strcasecmp(unit + 1, "ib") == 0)
        base = 1024;
    else if (g_ascii_strcasecmp(unit + 1, "b") == 0)
        base = 1000;
    else
        return 0;
    for (const char *p = prefixes; p <= prefix; p++)
        bytes *= base;
    return bytes;
}

/* What is rounded up to the unit when it is written has to be read again. */
static uint64_t size_max(const struct field *field)
{
    return number_max(field) / field->unit * field->unit;
}

static char *size_read(const struct field *field, const char *text, const char *companion, void *at)
{
    uint64_t scale = companion ? size_unit_bytes(companion) : field->unit, value, most = size_max(field);

    if (!scale)
        return g_strdup_printf("a unit such as bytes, KB, KiB, MiB or GiB instead of '%s'",
                               strlen(companion) <= 20 ? companion : "…");
    if (!parse_unsigned(text, 10, &value))
        return g_strdup("a whole number");
    if (value > most / scale || value * scale < field->min)
        return number_expected(field, "a size in bytes");
    *(struct number *)at = number(value * scale);
    return NULL;
}

/* Sizes are rounded up to the unit in which they are written: a guest never gets less than it asked for. */
static void size_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    uint64_t value = ((const struct number *)at)->value;

    *companion = field->unit_name;
    append_decimal(out, value / field->unit + (value % field->unit != 0));
}

static void size_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='unsignedLong'/>");
}

static void size_sample(const struct field *field, void *at, GRand *dice)
{
    uint64_t least = field->min / field->unit + (field->min % field->unit != 0);
    uint64_t span = size_max(field) / field->unit - least;

    *(struct number *)at = number((least + g_rand_int(dice) % (MIN(span, 4096) + 1)) * field->unit);
}

const struct kind kind_size = {
    .id = "size",
    .companion = "unit",
    .companion_schema = "<data type='string'><param name='pattern'>"
                        "[bB]|[bB][yY][tT][eE][sS]?|[kKmMgGtTpPeE]([iI]?[bB])?</param></data>",
    .read = size_read,
    .write = size_write,
    .equal = number_equal,
    .copy = number_copy,
    .clear = number_clear,
    .schema = size_schema,
    .sample = size_sample,
};
