/* Reading, checking and writing a document, against expat alone on the same bytes.
 *
 * All of it is measured in one run, alternating, in processor time; the shortest of several rounds
 * counts, since whatever else the machine does only adds.  Bare expat has no name spaces and no handlers:
 * that is the least that any program pays that uses it.
 */
#include "documents.h"
#include "domain/domain.h"
#include "domain/rule.h"

#include <expat.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 7
#define ROUND_SECONDS 0.02

struct document {
    char *text;
    size_t length;
};

/* ---- what is measured ---- */

static void parse_bare(const struct document *document)
{
    XML_Parser parser = XML_ParserCreate(NULL);

    if (XML_Parse(parser, document->text, (int)document->length, 1) != XML_STATUS_OK)
        g_error("expat cannot parse the document of the benchmark");
    XML_ParserFree(parser);
}

static struct domain *read_it(const struct document *document, struct report *report)
{
    struct domain *domain = domain_read(document->text, document->length, report);

    if (report_failures(report))
        g_error("the document of the benchmark is wrong: %s", report_text(report));
    return domain;
}

static void read_and_free(const struct document *document)
{
    g_autoptr(report_t) report = report_new("bench.xml");

    domain_free(read_it(document, report));
}

static void read_check_write(const struct document *document)
{
    g_autoptr(report_t) report = report_new("bench.xml");
    g_autoptr(domain_t) domain = read_it(document, report);
    g_autofree char *written = NULL;

    domain_rules(domain, &(struct rule_options){.purpose = PURPOSE_FORMAT}, report);
    written = domain_write(domain);
}

static void read_and_check(const struct document *document)
{
    g_autoptr(report_t) report = report_new("bench.xml");
    g_autoptr(domain_t) domain = read_it(document, report);

    domain_rules(domain, &(struct rule_options){.purpose = PURPOSE_FORMAT}, report);
}

static void (*const measured[])(const struct document *document) = {parse_bare, read_and_free, read_and_check,
                                                                    read_check_write};
enum { BARE, READ, READ_CHECK, ALL, MEASURED };

/* ---- measuring ---- */

static double processor_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Seconds of one call, over as many as fill a round. */
static double one_round(void (*call)(const struct document *document), const struct document *document)
{
    double start = processor_seconds(), passed;
    unsigned calls = 0;

    do {
        call(document);
        calls++;
        passed = processor_seconds() - start;
    } while (passed < ROUND_SECONDS);
    return passed / calls;
}

static void measure(const struct document *document, double best[MEASURED])
{
    for (unsigned i = 0; i < MEASURED; i++)
        best[i] = 1e9;
    for (unsigned round = 0; round < ROUNDS; round++)
        for (unsigned i = 0; i < MEASURED; i++)
            best[i] = MIN(best[i], one_round(measured[i], document));
}

/* The most memory that this process has had so far, in KiB; counts anew from now on. */
static long peak_memory(void)
{
    g_autofree char *status = NULL;
    const char *line;
    int fd;

    if (!g_file_get_contents("/proc/self/status", &status, NULL, NULL))
        return 0;
    line = strstr(status, "VmHWM:");
    fd = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC);
    if (fd >= 0 && write(fd, "5", 1) != 1)
        line = NULL;
    if (fd >= 0)
        close(fd);
    return line ? strtol(line + strlen("VmHWM:"), NULL, 10) : 0;
}

/* KiB that one reading, checking and writing takes more than there was before, in a process of its own. */
static long memory_of(void (*call)(const struct document *document), const struct document *document)
{
    int ends[2];
    long more = 0;
    pid_t child;

    if (pipe(ends) < 0 || (child = fork()) < 0)
        return 0;
    if (child == 0) {
        peak_memory();
        more = -peak_memory();
        call(document);
        more += peak_memory();
        _exit(write(ends[1], &more, sizeof(more)) != sizeof(more));
    }
    close(ends[1]);
    if (read(ends[0], &more, sizeof(more)) != sizeof(more))
        more = 0;
    close(ends[0]);
    waitpid(child, NULL, 0);
    return more;
}

/* ---- what is shown ---- */

static struct document document_of(unsigned devices)
{
    struct document document = {.text = bench_document(devices)};

    document.length = strlen(document.text);
    return document;
}

static void show_sizes(void)
{
    static const struct {
        const char *name;
        unsigned devices;
    } sizes[] = {{"small", 5}, {"usual", 20}, {"large", 300}};

    printf("%-6s %8s %8s | %9s %9s %9s %9s | %6s %6s | %8s %8s\n", "", "devices", "bytes", "expat us", "read us",
           "rules us", "write us", "read", "all", "expat KB", "all KB");
    for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++) {
        struct document document = document_of(sizes[i].devices);
        double best[MEASURED];

        measure(&document, best);
        printf("%-6s %8u %8zu | %9.1f %9.1f %9.1f %9.1f | %5.2fx %5.2fx | %8ld %8ld\n", sizes[i].name, sizes[i].devices,
               document.length, best[BARE] * 1e6, best[READ] * 1e6, (best[READ_CHECK] - best[READ]) * 1e6,
               (best[ALL] - best[READ_CHECK]) * 1e6, best[READ] / best[BARE], best[ALL] / best[BARE],
               memory_of(parse_bare, &document), memory_of(read_check_write, &document));
        g_free(document.text);
    }
}

/* Twice the devices should take twice the time: prints the time for each device and the exponent of growth. */
static void show_growth(void)
{
    static const unsigned steps[] = {125, 250, 500, 1000, 2000};
    double first = 0, last = 0;

    printf("\n%8s %9s %12s %12s %12s\n", "devices", "all us", "us/device", "expat us/d", "ratio");
    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        struct document document = document_of(steps[i]);
        double best[MEASURED];

        measure(&document, best);
        printf("%8u %9.0f %12.2f %12.2f %11.2fx\n", steps[i], best[ALL] * 1e6, best[ALL] * 1e6 / steps[i],
               best[BARE] * 1e6 / steps[i], best[ALL] / best[BARE]);
        last = best[ALL];
        if (i == 0)
            first = best[ALL];
        g_free(document.text);
    }
    printf("from %u to %u devices the time grows %.1f times (linear: %u times)\n", steps[0],
           steps[G_N_ELEMENTS(steps) - 1], last / first, steps[G_N_ELEMENTS(steps) - 1] / steps[0]);
}

int main(void)
{
    show_sizes();
    show_growth();
    return 0;
}
