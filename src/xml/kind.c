#include "xml/kind.h"

#include <ctype.h>
#include <string.h>

/* ---- strings ---- */

static void string_write(const struct field *field, const void *at, GString *out, const char **companion)
{
    g_string_append(out, *(char *const *)at);
}

static bool string_equal(const void *a, const void *b)
{
    return g_strcmp0(*(char *const *)a, *(char *const *)b) == 0;
}

static void string_copy(void *to, const void *from)
{
    *(char **)to = g_strdup(*(char *const *)from);
}

static void string_clear(void *at)
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
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
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
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
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
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
    .schema = token_schema,
    .sample = token_sample,
};

const struct kind kind_nic_alias = {
    .id = "NIC alias",
    .read = token_read,
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
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
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
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
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
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
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
    .schema = usb_port_schema,
    .sample = usb_port_sample,
};

/* ---- sets of processors or nodes ---- */

#define CPUSET_MAX 16384

/* Reads a decimal number at *text and moves on; false if there is none or it is too large. */
static bool cpuset_number(const char **text, unsigned *number)
{
    char *end;
    guint64 value;

    if (!g_ascii_isdigit(**text))
        return false;
    value = g_ascii_strtoull(*text, &end, 10);
    *text = end;
    *number = (unsigned)value;
    return value < CPUSET_MAX;
}

static char *cpuset_format(const guint8 *bits)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < CPUSET_MAX; i++) {
        unsigned first = i;

        if (!bits[i])
            continue;
        while (i + 1 < CPUSET_MAX && bits[i + 1])
            i++;
        g_string_append_printf(out, out->len ? ",%u" : "%u", first);
        if (i > first)
            g_string_append_printf(out, "-%u", i);
    }
    return g_string_free(out, out->len == 0);
}

char *cpuset_canonical(const char *text)
{
    g_autofree guint8 *bits = g_malloc0(CPUSET_MAX);

    while (true) {
        bool remove = *text == '^';
        unsigned first, last;

        text += remove;
        if (!cpuset_number(&text, &first))
            return NULL;
        last = first;
        if (*text == '-') {
            text++;
            if (remove || !cpuset_number(&text, &last) || last < first)
                return NULL;
        }
        memset(bits + first, !remove, last - first + 1);
        text += strspn(text, " \t\n");
        if (*text == '\0')
            return cpuset_format(bits);
        if (*text++ != ',')
            return NULL;
        text += strspn(text, " \t\n");
    }
}

void cpuset_foreach(const char *cpuset, void (*visit)(unsigned number, void *data), void *data)
{
    while (cpuset && *cpuset) {
        unsigned first, last;

        if (!cpuset_number(&cpuset, &first))
            return;
        last = first;
        if (*cpuset == '-') {
            cpuset++;
            if (!cpuset_number(&cpuset, &last))
                return;
        }
        for (unsigned i = first; i <= last; i++)
            visit(i, data);
        cpuset += *cpuset == ',';
    }
}

static void cpuset_count_one(unsigned number, void *data)
{
    ++*(unsigned *)data;
}

unsigned cpuset_count(const char *cpuset)
{
    unsigned count = 0;

    cpuset_foreach(cpuset, cpuset_count_one, &count);
    return count;
}

struct cpuset_search {
    unsigned number;
    bool found;
};

static void cpuset_match(unsigned number, void *data)
{
    struct cpuset_search *search = data;

    search->found |= number == search->number;
}

bool cpuset_contains(const char *cpuset, unsigned number)
{
    struct cpuset_search search = {.number = number};

    cpuset_foreach(cpuset, cpuset_match, &search);
    return search.found;
}

static void cpuset_note(unsigned number, void *data)
{
    *(unsigned *)data = number;
}

unsigned cpuset_last(const char *cpuset)
{
    unsigned last = 0;

    cpuset_foreach(cpuset, cpuset_note, &last);
    return last;
}

struct cpuset_overlap {
    const char *other;
    bool found;
};

static void cpuset_look_up(unsigned number, void *data)
{
    struct cpuset_overlap *overlap = data;

    if (!overlap->found)
        overlap->found = cpuset_contains(overlap->other, number);
}

bool cpuset_intersects(const char *a, const char *b)
{
    struct cpuset_overlap overlap = {.other = b};

    cpuset_foreach(a, cpuset_look_up, &overlap);
    return overlap.found;
}

static char *cpuset_read(const struct field *field, const char *text, const char *companion, void *at)
{
    char *canonical = cpuset_canonical(text);

    if (!canonical)
        return g_strdup("a set of numbers such as 0-3,^2,7");
    *(char **)at = canonical;
    return NULL;
}

static void cpuset_schema(const struct field *field, GString *out)
{
    g_string_append(out, "<data type='string'><param name='pattern'>"
                         "([0-9]+(-[0-9]+)?|\\^[0-9]+)(\\s*,\\s*([0-9]+(-[0-9]+)?|\\^[0-9]+))*</param></data>");
}

static void cpuset_sample(const struct field *field, void *at, GRand *dice)
{
    unsigned first = (unsigned)g_rand_int_range(dice, 0, 8);

    *(char **)at = g_strdup_printf("%u,%u-%u", first, first + 2, first + 3 + (unsigned)g_rand_int_range(dice, 0, 3));
}

const struct kind kind_cpuset = {
    .id = "set of numbers",
    .read = cpuset_read,
    .write = string_write,
    .equal = string_equal,
    .copy = string_copy,
    .clear = string_clear,
    .schema = cpuset_schema,
    .sample = cpuset_sample,
};

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
