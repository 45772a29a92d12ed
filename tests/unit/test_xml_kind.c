#include "xml/field.h"
#include "xml/kind.h"

#include <string.h>

/* A place large enough for the C type of any kind. */
struct value {
    uint64_t bytes[4];
};

enum colour { COLOUR_ABSENT, RED, GREEN, COLOUR_COUNT };
ENUM_NAMES(colour, COLOUR_COUNT, [RED] = "red", [GREEN] = "green");

#define SIZE_ROW(...)                                                                                                  \
    {                                                                                                                  \
        .kind = &kind_size, .unit = 1024, .unit_name = "KiB", __VA_ARGS__                                              \
    }

static const struct field string_row = {.kind = &kind_string}, empty_row = {.kind = &kind_string, .flags = EMPTY_OK},
                          short_row = {.kind = &kind_string, .min = 2, .max = 4}, path_row = {.kind = &kind_path},
                          token_row = {.kind = &kind_token}, alias_row = {.kind = &kind_nic_alias},
                          mac_row = {.kind = &kind_mac}, uuid_row = {.kind = &kind_uuid},
                          cpuset_row = {.kind = &kind_cpuset}, uint_row = {.kind = &kind_uint},
                          range_row = {.kind = &kind_uint, .min = 1, .max = 8}, hex_row = {.kind = &kind_hex},
                          slot_row = {.kind = &kind_hex, .max = 0x1f, .digits = 2}, octal_row = {.kind = &kind_octal},
                          int_row = {.kind = &kind_int},
                          port_row = {.kind = &kind_int, .min = (uint64_t)-1, .max = 65535, .word = "auto"},
                          size_row = SIZE_ROW(), least_row = SIZE_ROW(.min = 4096, .max = UINT64_C(1) << 30),
                          colour_row = {.kind = &kind_enum, .names = &colour_names}, flag_row = {.kind = &kind_flag};

struct sample {
    const struct field *row;
    const char *text, *companion;
    const char *written;  /* NULL: refused */
    const char *expected; /* what the refusal says */
};

static const struct sample samples[] = {
    {&string_row, "a b\tc\n\xc3\xa4", NULL, "a b\tc\n\xc3\xa4"},
    {&string_row, "", NULL, NULL, "some text"},
    {&empty_row, "", NULL, ""},
    {&string_row, "a\rb", NULL, NULL, "text without control characters"},
    {&short_row, "ab", NULL, "ab"},
    {&short_row, "a", NULL, NULL, "2 to 4 characters"},
    {&short_row, "abcde", NULL, NULL, "2 to 4 characters"},
    {&path_row, "/a/b c", NULL, "/a/b c"},
    {&path_row, "a/b", NULL, NULL, "an absolute path"},
    {&path_row, "", NULL, NULL, "an absolute path"},
    {&token_row, "pc-q35_2.0:a+", NULL, "pc-q35_2.0:a+"},
    {&token_row, "a b", NULL, NULL, "letters, digits and _ . : + - only"},
    {&token_row, "", NULL, NULL, "letters, digits and _ . : + - only"},
    {&alias_row, "ua-nic.1", NULL, "ua-nic.1"},
    {&mac_row, "52:54:00:AB:cD:0f", NULL, "52:54:00:ab:cd:0f"},
    {&mac_row, "2:4:0:b:d:f", NULL, "02:04:00:0b:0d:0f"},
    {&mac_row, "52-54-00-ab-cd-0f", NULL, NULL,
     "a MAC address, six pairs of hexadecimal digits such as 52:54:00:12:34:56"},
    {&mac_row, "52:54:00:ab:cd", NULL, NULL,
     "a MAC address, six pairs of hexadecimal digits such as 52:54:00:12:34:56"},
    {&mac_row, "52:54:00:ab:cd:0f:1", NULL, NULL,
     "a MAC address, six pairs of hexadecimal digits such as 52:54:00:12:34:56"},
    {&uuid_row, "45CCCD8C9A584DD88C4600004C2B3A57", NULL, "45cccd8c-9a58-4dd8-8c46-00004c2b3a57"},
    {&uuid_row, "45cccd8c-9a58-4dd8-8c46-00004c2b3a5", NULL, NULL, "a UUID of 32 hexadecimal digits"},
    {&uuid_row, "45cccd8c-9a58-4dd8-8c46-00004c2b3a577", NULL, NULL, "a UUID of 32 hexadecimal digits"},
    {&uuid_row, "45cccd8c-9a58-4dd8-8c46-00004c2b3a5g", NULL, NULL, "a UUID of 32 hexadecimal digits"},
    {&cpuset_row, "3", NULL, "3"},
    {&cpuset_row, "7,1-3,2,5,^2", NULL, "1,3,5,7"},
    {&cpuset_row, "0-16383", NULL, "0-16383"},
    {&cpuset_row, "1, 2", NULL, "1-2"},
    {&cpuset_row, "0-16384", NULL, NULL, "a set of numbers such as 0-3,^2,7"},
    {&cpuset_row, "3-1", NULL, NULL, "a set of numbers such as 0-3,^2,7"},
    {&cpuset_row, "1,", NULL, NULL, "a set of numbers such as 0-3,^2,7"},
    {&cpuset_row, "", NULL, NULL, "a set of numbers such as 0-3,^2,7"},
    {&cpuset_row, "1,^1", NULL, NULL, "a set of numbers such as 0-3,^2,7"},
    {&cpuset_row, "99999999999999999999", NULL, NULL, "a set of numbers such as 0-3,^2,7"},
    {&uint_row, "0", NULL, "0"},
    {&uint_row, " 0042\n", NULL, "42"},
    {&uint_row, "18446744073709551615", NULL, "18446744073709551615"},
    {&uint_row, "18446744073709551616", NULL, NULL, "a whole number"},
    {&uint_row, "-1", NULL, NULL, "a whole number"},
    {&uint_row, "0x10", NULL, NULL, "a whole number"},
    {&uint_row, "1 2", NULL, NULL, "a whole number"},
    {&uint_row, "", NULL, NULL, "a whole number"},
    {&range_row, "8", NULL, "8"},
    {&range_row, "0", NULL, NULL, "a whole number from 1 to 8"},
    {&range_row, "9", NULL, NULL, "a whole number from 1 to 8"},
    {&hex_row, "0xFF", NULL, "0xff"},
    {&hex_row, "16", NULL, "0x10"},
    {&hex_row, "0", NULL, "0x0"},
    {&hex_row, "0xffffffffffffffff", NULL, "0xffffffffffffffff"},
    {&hex_row, "ff", NULL, NULL, "a number (0x\xe2\x80\xa6 or decimal)"},
    {&hex_row, "0x", NULL, NULL, "a number (0x\xe2\x80\xa6 or decimal)"},
    {&slot_row, "0x1", NULL, "0x01"},
    {&slot_row, "0x20", NULL, NULL, "a number (0x\xe2\x80\xa6 or decimal) from 0 to 31"},
    {&octal_row, "0755", NULL, "0755"},
    {&octal_row, "0", NULL, "00"},
    {&octal_row, "8", NULL, NULL, "an octal number"},
    {&int_row, "-9223372036854775807", NULL, "-9223372036854775807"},
    {&int_row, "+5", NULL, "5"},
    {&int_row, "+-5", NULL, NULL, "a whole number, also a negative one"},
    {&int_row, "five", NULL, NULL, "a whole number, also a negative one"},
    {&port_row, "-1", NULL, "-1"},
    {&port_row, "auto", NULL, "auto"},
    {&port_row, "-2", NULL, NULL, "a whole number from -1 to 65535, or 'auto'"},
    {&size_row, "2", NULL, "2 KiB"},
    {&size_row, "2", "MiB", "2048 KiB"},
    {&size_row, "1000", "b", "1 KiB"},
    {&size_row, "1025", "bytes", "2 KiB"},
    {&size_row, "3", "KB", "3 KiB"},
    {&size_row, "1", "e", "1125899906842624 KiB"},
    {&size_row, "16", "EiB", NULL, "a size in bytes"},
    {&size_row, "18446744073709551615", "bytes", NULL, "a size in bytes"}, /* it could not be written rounded up */
    {&size_row, "18446744073709550592", "bytes", "18014398509481983 KiB"},
    {&size_row, "2", "stone", NULL, "a unit such as bytes, KB, KiB, MiB or GiB instead of 'stone'"},
    {&size_row, "2", "", NULL, "a unit such as bytes, KB, KiB, MiB or GiB instead of ''"},
    {&size_row, "-2", NULL, NULL, "a whole number"},
    {&least_row, "4", NULL, "4 KiB"},
    {&least_row, "3", NULL, NULL, "a size in bytes from 4096 to 1073741824"},
    {&least_row, "2", "GiB", NULL, "a size in bytes from 4096 to 1073741824"},
    {&colour_row, "green", NULL, "green"},
    {&colour_row, "Green", NULL, NULL, "one of red, green"},
    {&colour_row, "", NULL, NULL, "one of red, green"},
    {&flag_row, " \n", NULL, ""},
    {&flag_row, "x", NULL, NULL, "no text"},
};

/* Value and unit, NULL if it is not given. */
static char *written(const struct field *row, const struct value *value)
{
    static const struct value none;
    const char *companion = NULL;
    GString *text;

    if (row->kind->equal(value, &none))
        return NULL;
    text = g_string_new(NULL);
    row->kind->write(row, value, text, &companion);
    if (companion)
        g_string_append_printf(text, " %s", companion);
    return g_string_free(text, FALSE);
}

static void each_kind_takes_what_it_should_and_writes_it_in_one_way(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(samples); i++) {
        const struct sample *sample = &samples[i];
        struct value value = {0};
        g_autofree char *refusal = sample->row->kind->read(sample->row, sample->text, sample->companion, &value);
        g_autofree char *text = written(sample->row, &value);

        g_test_message("%s '%s'", sample->row->kind->id, sample->text);
        g_assert_cmpstr(refusal, ==, sample->expected);
        g_assert_cmpstr(text, ==, sample->written);
        sample->row->kind->clear(&value);
    }
}

static void copies_are_equal_and_share_nothing(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(samples); i++) {
        const struct kind *kind = samples[i].row->kind;
        struct value value = {0}, copy = {0}, none = {0};

        if (!samples[i].written)
            continue;
        g_assert_null(kind->read(samples[i].row, samples[i].text, samples[i].companion, &value));
        kind->copy(&copy, &value);
        g_assert_true(kind->equal(&value, &copy));
        g_assert_false(kind->equal(&value, &none));
        kind->clear(&value);
        g_assert_true(kind->equal(&value, &none));
        g_assert_false(kind->equal(&copy, &none));
        kind->clear(&copy);
    }
}

static void made_up_values_are_read_as_they_are_written(void)
{
    static const struct field narrow[] = {
        {.kind = &kind_string, .min = 1, .max = 1},
        {.kind = &kind_path, .max = 5},
        {.kind = &kind_token, .min = 3, .max = 3},
        {.kind = &kind_uint, .min = UINT64_MAX - 1, .max = UINT64_MAX},
        {.kind = &kind_uint, .max = 1},
        {.kind = &kind_int, .min = (uint64_t)-3, .max = (uint64_t)-1},
        {.kind = &kind_int, .min = (uint64_t)INT64_MIN + 1, .max = INT64_MAX},
        SIZE_ROW(.min = 2048, .max = 3072),
        {.kind = &kind_usb_port},
    };
    GRand *dice = g_rand_new_with_seed(g_test_rand_int());

    for (unsigned i = 0; i < 1000 * (G_N_ELEMENTS(samples) + G_N_ELEMENTS(narrow)); i++) {
        unsigned n = i % (G_N_ELEMENTS(samples) + G_N_ELEMENTS(narrow));
        const struct field *row = n < G_N_ELEMENTS(samples) ? samples[n].row : &narrow[n - G_N_ELEMENTS(samples)];
        struct value value = {0}, again = {0};
        const char *companion = NULL;
        g_autoptr(GString) text = g_string_new(NULL);
        g_autofree char *refusal = NULL;

        row->kind->sample(row, &value, dice);
        row->kind->write(row, &value, text, &companion);
        refusal = row->kind->read(row, text->str, companion, &again);
        if (refusal)
            g_error("a made-up %s '%s' is refused, expected %s", row->kind->id, text->str, refusal);
        g_assert_true(row->kind->equal(&value, &again));
        row->kind->clear(&value);
        row->kind->clear(&again);
    }
    g_rand_free(dice);
}

static void note(unsigned number, void *data)
{
    g_string_append_printf(data, "%u ", number);
}

static void cpusets_can_be_asked(void)
{
    g_autoptr(GString) seen = g_string_new(NULL);

    cpuset_foreach("0-2,7", note, seen);
    g_assert_cmpstr(seen->str, ==, "0 1 2 7 ");
    g_assert_cmpuint(cpuset_count("0-2,7"), ==, 4);
    g_assert_cmpuint(cpuset_count(NULL), ==, 0);
    g_assert_cmpuint(cpuset_last("0-2,7"), ==, 7);
    g_assert_true(cpuset_contains("0-2,7", 2));
    g_assert_false(cpuset_contains("0-2,7", 3));
    g_assert_true(cpuset_intersects("0-2,7", "6-8"));
    g_assert_false(cpuset_intersects("0-2,7", "3-6"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/xml/kind/each-kind-takes-what-it-should-and-writes-it-in-one-way",
                    each_kind_takes_what_it_should_and_writes_it_in_one_way);
    g_test_add_func("/xml/kind/copies-are-equal-and-share-nothing", copies_are_equal_and_share_nothing);
    g_test_add_func("/xml/kind/made-up-values-are-read-as-they-are-written",
                    made_up_values_are_read_as_they_are_written);
    g_test_add_func("/xml/kind/cpusets-can-be-asked", cpusets_can_be_asked);
    return g_test_run();
}
