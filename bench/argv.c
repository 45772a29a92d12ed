/* From a document to its command line in one process, against expat alone on the same bytes.
 *
 *     bench_argv PROFILE        PROFILE: what `tandem probe` printed
 *
 * Measured in processor time, alternating; the shortest of several rounds counts.  bench/argv.py adds whole processes.
 */
#include "qemu/argv.h"
#include "documents.h"
#include "vm/prepare.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS 7
#define ROUND_SECONDS 0.02

struct work {
    const char *text;
    size_t length;
    const struct profile *profile;
};

static void parse_bare(const struct work *work)
{
    XML_Parser parser = XML_ParserCreate(NULL);

    if (XML_Parse(parser, work->text, (int)work->length, 1) != XML_STATUS_OK)
        g_error("expat cannot parse the document of the benchmark");
    XML_ParserFree(parser);
}

static void convert(const struct work *work)
{
    static const struct rule_options options = {.purpose = PURPOSE_ARGV};
    g_autoptr(report_t) report = report_new("bench.xml");
    g_autoptr(domain_t) domain = prepare_read(work->text, work->length, &options, report);
    g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) firmware = g_ptr_array_new();
    const struct firmware_choice choice = {firmware, "/nonexistent"};

    if (!domain || !prepare_complete(domain, work->profile, &choice, NULL, &options, report) ||
        !argv_build(domain, work->profile, NULL, argv, NULL, report))
        g_error("the document of the benchmark has no command line: %s", report_text(report));
}

static double processor_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double one_round(void (*call)(const struct work *work), const struct work *work)
{
    double start = processor_seconds(), passed;
    unsigned calls = 0;

    do {
        call(work);
        calls++;
        passed = processor_seconds() - start;
    } while (passed < ROUND_SECONDS);
    return passed / calls;
}

/* That many SCSI disks: of devices on PCI a machine has no room for a thousand. */
static char *growth_document(unsigned devices)
{
    GString *text = g_string_new("<domain type='qemu'><name>growth</name><memory>262144</memory><os>"
                                 "<type arch='x86_64' machine='q35'>hvm</type></os><devices>"
                                 "<controller type='scsi' model='virtio-scsi'/>");

    for (unsigned i = 0; i < devices; i++)
        g_string_append_printf(text,
                               "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
                               "<source file='/srv/%u.qcow2'/><target dev='sd%c%c%c' bus='scsi'/>"
                               "<address type='drive' controller='0' bus='0' target='%u' unit='%u'/></disk>",
                               i, 'a' + i / 676 % 26, 'a' + i / 26 % 26, 'a' + i % 26, i % 256, i / 256);
    g_string_append(text, "</devices></domain>");
    return g_string_free(text, FALSE);
}

/* Prints a row; gives the seconds of one conversion. */
static double show(const char *name, unsigned devices, char *(*document)(unsigned devices),
                   const struct profile *profile)
{
    g_autofree char *text = document(devices);
    struct work work = {text, strlen(text), profile};
    double bare = 1e9, ours = 1e9;

    for (unsigned i = 0; i < ROUNDS; i++) {
        bare = MIN(bare, one_round(parse_bare, &work));
        ours = MIN(ours, one_round(convert, &work));
    }
    printf("%-6s %8u %8zu | %9.1f %9.1f %12.0f | %6.2fx %10.2f\n", name, devices, work.length, bare * 1e6, ours * 1e6,
           1 / ours, ours / bare, ours * 1e6 / devices);
    return ours;
}

int main(int argc, char **argv)
{
    static const unsigned steps[] = {125, 250, 500, 1000};
    g_autoptr(GError) error = NULL;
    g_autoptr(profile_t) profile = argc == 2 ? profile_read_file(argv[1], &error) : NULL;
    double first = 0, last = 0;

    if (!profile) {
        fprintf(stderr, "bench_argv: %s\n", error ? error->message : "expected PROFILE");
        return 2;
    }
    printf("%-6s %8s %8s | %9s %9s %12s | %7s %10s\n", "", "devices", "bytes", "expat us", "argv us", "a second",
           "ratio", "us/device");
    show("small", 5, bench_document, profile);
    show("usual", 20, bench_document, profile);
    show("large", 200, bench_document, profile);
    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        last = show("growth", steps[i], growth_document, profile);
        if (i == 0)
            first = last;
    }
    printf("from %u to %u devices the time grows %.1f times (linear: %u times)\n", steps[0],
           steps[G_N_ELEMENTS(steps) - 1], last / first, steps[G_N_ELEMENTS(steps) - 1] / steps[0]);
    return 0;
}
