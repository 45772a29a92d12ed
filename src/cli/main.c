#include "cli/document.h"
#include "cli/machine.h"
#include "cli/verb.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static void print_verbs(void)
{
    printf("Usage: tandem VERB [OPTION…] [ARGUMENT…]\n\n"
           "Runs QEMU virtual machines from libvirt domain XML and keeps teamed NICs working.\n\nVerbs:\n");
    for (const struct verb *const *verb = verbs; *verb; verb++)
        if (!(*verb)->hidden)
            printf("  %-10s %s\n", (*verb)->name, (*verb)->summary);
    printf("\n'tandem VERB --help' tells more of a verb.\n\n"
           "Exit status: 0 done; 1 the input is wrong; 2 wrong usage; 3 the input is right and tandem\n"
           "does not support it (yet); 4 the host or QEMU cannot; 5 a time limit passed.\n");
}

static int usage_error(const char *format, ...) G_GNUC_PRINTF(1, 2);

static int usage_error(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fputs("tandem: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return TANDEM_ERROR_USAGE;
}

static GOptionContext *option_context(const struct verb *verb)
{
    g_autofree char *parameters = g_strdup_printf("%s - %s", verb->arguments, verb->summary);
    GOptionContext *context = g_option_context_new(parameters);

    if (verb->description)
        g_option_context_set_description(context, verb->description);
    if (verb->options)
        g_option_context_add_main_entries(context, verb->options, NULL);
    if (verb->takes_document)
        g_option_context_add_main_entries(context, document_option_entries, NULL);
    if (verb->takes_machine)
        g_option_context_add_main_entries(context, machine_option_entries, NULL);
    g_option_context_set_strict_posix(context, verb->passes_options);
    return context;
}

static int run_verb(const struct verb *verb, int argc, char **argv)
{
    GOptionContext *context = option_context(verb);
    g_autoptr(GError) error = NULL;
    g_autofree char *program = g_strdup_printf("tandem %s", verb->name);
    bool parsed;

    g_set_prgname(program);
    parsed = g_option_context_parse(context, &argc, &argv, &error);
    g_option_context_free(context);
    if (!parsed)
        return usage_error("%s; 'tandem %s --help' tells more", error->message, verb->name);
    if (argc > 1 && strcmp(argv[1], "--") == 0) {
        argv++;
        argc--;
    }
    if (argc - 1 < verb->least_arguments || (verb->most_arguments >= 0 && argc - 1 > verb->most_arguments))
        return usage_error("'%s' takes %s; 'tandem %s --help' tells more", verb->name,
                           *verb->arguments ? verb->arguments : "no arguments", verb->name);
    return verb->run(argv + 1);
}

int main(int argc, char **argv)
{
    const struct verb *verb;

    setlocale(LC_ALL, "");
    if (argc < 2) {
        print_verbs();
        return TANDEM_ERROR_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_verbs();
        return 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("tandem %s\n", TANDEM_VERSION);
        return 0;
    }
    verb = verb_find(argv[1]);
    if (!verb)
        return usage_error("there is no verb '%s'; 'tandem --help' lists them", argv[1]);
    return run_verb(verb, argc - 1, argv + 1);
}
