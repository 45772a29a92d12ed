#include "xml/kind.h"

#include <string.h>

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
    .write = kind_text_write,
    .equal = kind_text_equal,
    .copy = kind_text_copy,
    .clear = kind_text_clear,
    .schema = cpuset_schema,
    .sample = cpuset_sample,
};
