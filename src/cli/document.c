#include "cli/document.h"

#include "host/firmware_files.h"
#include "qemu/probe.h"
#include "vm/firmware.h"
#include "vm/nvram.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char *profile_file;
static char *networks_directory;
static char **firmware_directories_given;
static char *nvram_directory;
static gboolean lab;

const GOptionEntry document_option_entries[] = {
    {"profile", 0, 0, G_OPTION_ARG_FILENAME, &profile_file,
     "The abilities of QEMU, as 'tandem probe' printed them, instead of asking the QEMU of this host", "FILE"},
    {"networks", 0, 0, G_OPTION_ARG_FILENAME, &networks_directory, "Where the <network> documents are", "DIR"},
    {"firmware", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &firmware_directories_given,
     "Where descriptions of firmware are, instead of this host's; can be repeated, a later one counts more", "DIR"},
    {"nvram", 0, 0, G_OPTION_ARG_FILENAME, &nvram_directory,
     "Where the variables of firmware are kept that the document gives no file", "DIR"},
    {"lab", 0, 0, G_OPTION_ARG_NONE, &lab, "Let an emulated NIC stand for an assigned one as transient NIC", NULL},
    {0},
};

const char *document_networks_directory(void)
{
    return networks_directory;
}

static bool read_standard_input(char **ret_text, gsize *ret_length, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char buffer[65536];
    ssize_t n;

    while ((n = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0)
        g_string_append_len(text, buffer, n);
    if (n < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot read standard input: %s", g_strerror(errno));
    *ret_length = text->len;
    *ret_text = g_string_free(g_steal_pointer(&text), FALSE);
    return true;
}

static void begin(struct document *document, const char *name, const struct rule_options *options)
{
    document->file = g_strdup(name);
    document->report = report_new(name);
    document->options = *options;
}

static bool read_text(struct document *document, const char *text, size_t length)
{
    document->domain = prepare_read(text, length, &document->options, document->report);
    return document->domain && report_failures(document->report) == 0;
}

bool document_read_text(struct document *document, const char *name, const char *text, size_t length,
                        const struct rule_options *options)
{
    begin(document, name, options);
    return read_text(document, text, length);
}

bool document_read_file(struct document *document, const char *file, enum purpose purpose)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    gsize length = 0;
    bool is_input = strcmp(file, "-") == 0;

    begin(document, is_input ? "standard input" : file, &(struct rule_options){.lab = lab, .purpose = purpose});
    if (!(is_input ? read_standard_input(&text, &length, &error) : g_file_get_contents(file, &text, &length, &error))) {
        complain(document->report, SEVERITY_ERROR, "file.read", (struct place){0}, NULL, "%s", error->message);
        return false;
    }
    return read_text(document, text, length);
}

/* The profile a document is completed for.  The QEMU that is asked is the one in PATH, never the
 * <emulator> of the document: looking at a document must not run what it names. */
static struct profile *find_profile(const struct document *document, GError **error)
{
    const char *arch = domain_arch(document->domain);
    g_autofree char *name = probe_binary_name(arch), *binary = NULL;

    if (profile_file)
        return profile_read_file(profile_file, error);
    binary = g_find_program_in_path(name);
    if (binary)
        return probe_binary(binary, error);
    fprintf(stderr,
            "tandem: there is no %s in PATH; '%s' is completed for a QEMU that has everything (see --profile)\n", name,
            document->file);
    return profile_assumed(arch);
}

/* The host's firmware, looked for only if the domain can have some of it. */
static GPtrArray *find_firmware(const struct document *document, GError **error)
{
    g_auto(GStrv) usual = firmware_directories();

    if (!firmware_is_wanted(document->domain))
        return g_ptr_array_new();
    return firmware_load((const char *const *)(firmware_directories_given ?: usual), document->report, error);
}

/* The networks of this host; looked for only if a NIC is on one. */
static struct networks *find_networks(const struct document *document, GError **error)
{
    const char *given[] = {networks_directory, NULL};
    g_auto(GStrv) usual = networks_directories();

    if (!networks_are_wanted(document->domain))
        return networks_read((const char *[]){NULL}, error);
    return networks_read(networks_directory ? given : (const char *const *)usual, error);
}

bool document_complete(struct document *document, GError **error)
{
    g_autofree char *directory = nvram_directory ? g_strdup(nvram_directory) : nvram_default_directory();
    g_autoptr(GPtrArray) descriptions = find_firmware(document, error);
    g_autoptr(networks_t) networks = descriptions ? find_networks(document, error) : NULL;
    struct firmware_choice choice = {descriptions, directory};

    if (!descriptions || !networks)
        return false;
    document->profile = find_profile(document, error);
    return document->profile && prepare_complete(document->domain, document->profile, &choice, networks,
                                                 &document->options, document->report);
}

void document_clear(struct document *document)
{
    g_clear_pointer(&document->file, g_free);
    g_clear_pointer(&document->report, report_free);
    g_clear_pointer(&document->domain, domain_free);
    g_clear_pointer(&document->profile, profile_free);
}

struct document_reports document_reports_begin(bool as_json)
{
    return (struct document_reports){.array = as_json ? json_object_new_array() : NULL};
}

int document_report(struct document *document, struct document_reports *reports)
{
    report_sort(document->report);
    if (reports->array) {
        struct json_object *list = report_json(document->report);

        for (size_t i = 0; i < json_object_array_length(list); i++)
            json_object_array_add(reports->array, json_object_get(json_object_array_get_idx(list, i)));
        json_object_put(list);
    } else {
        g_autofree char *text = report_text(document->report);

        fputs(text, stderr);
    }
    return report_exit_status(document->report);
}

void document_reports_end(struct document_reports *reports)
{
    if (!reports->array)
        return;
    puts(json_object_to_json_string_ext(reports->array, JSON_C_TO_STRING_PRETTY));
    json_object_put(reports->array);
    reports->array = NULL;
}

int document_worse_status(int a, int b)
{
    if (a == 0 || b == 0)
        return a + b;
    return MIN(a, b);
}
