#include "qemu/unsupported.h"

#include "xml/visit.h"

#include <stdlib.h>
#include <string.h>

/* Sorted.  Rows that only a processor or hypervisor has which tandem does not run (s390, POWER, Xen) are
 * of the machine. */
const struct unsupported_row unsupported_rows[] = {
    {"bandwidth/inbound", true},
    {"bandwidth/outbound", true},
    {"chardev-endpoint/seclabel", true},
    {"coalesce-frames/@max", true},
    {"cpu/@deprecated_features", false},
    {"cpu/vendor", true},
    {"device-boot/@loadparm", false},
    {"devices/lease", true},
    {"devices/nvram", false},
    {"disk-backenddomain/@name", false},
    {"disk/@rawio", true},
    {"disk/@sgio", true},
    {"domain-vcpu/@cpuset", true},
    {"domain/blkiotune", true},
    {"domain/cputune", true},
    {"domain/keywrap", false},
    {"domain/memtune", true},
    {"domain/on_lockfailure", true},
    {"domain/perf", true},
    {"domain/seclabel", true},
    {"features/aia", false},
    {"features/ccf-assist", false},
    {"features/cfpc", false},
    {"features/hap", false},
    {"features/hpt", false},
    {"features/htm", false},
    {"features/ibs", false},
    {"features/msrs", false},
    {"features/nested-hv", false},
    {"features/privnet", false},
    {"features/sbbc", false},
    {"features/viridian", false},
    {"features/xen", false},
    {"fibrechannel/@appid", true},
    {"filesystem/space_hard_limit", false},
    {"filesystem/space_soft_limit", false},
    {"hostdev-source/@writeFiltering", false},
    {"hostdev/@rawio", true},
    {"hostdev/@sgio", true},
    {"hostdev/ip", false},
    {"hostdev/route", false},
    {"interface-backend/@fqdn", true},
    {"interface-backend/@hostname", true},
    {"interface-backend/@logFile", true},
    {"interface-backend/@tap", true},
    {"interface-backend/@vhost", true},
    {"interface-backenddomain/@name", false},
    {"interface-downscript/@path", true},
    {"interface-guest-name/@dev", false},
    {"interface-port/@isolated", true},
    {"interface-script/@path", true},
    {"interface-source/ip", true},
    {"interface-source/route", true},
    {"interface-target/@managed", true},
    {"interface/@trustGuestRxFilters", true},
    {"interface/filterref", true},
    {"interface/route", false},
    {"interface/virtualport", true},
    {"interface/vlan", true},
    {"qemu-capabilities/qemu:add", true},
    {"qemu-capabilities/qemu:del", true},
    {"resource/partition", true},
    {"storage-source/@fdgroup", true},
    {"storage-source/@startupPolicy", true},
    {"storage-source/seclabel", true},
    {"timer-catchup/@limit", true},
    {"timer-catchup/@slew", true},
    {"timer-catchup/@threshold", true},
    {"video-acceleration/@accel2d", true},
    {"video-driver/@vgaconf", false},
    {"zpci/@fid", false},
    {"zpci/@uid", false},
};
const unsigned n_unsupported_rows = G_N_ELEMENTS(unsupported_rows);

/* As strcmp(ELEMENT/STEP, row) without putting the name together, which most rows of a document are not worth. */
static int compare_row(const void *key, const void *entry)
{
    const struct visited *visited = key;
    const char *row = ((const struct unsupported_row *)entry)->row;
    size_t length = strlen(visited->element->id);
    int order = strncmp(visited->element->id, row, length);

    if (order != 0)
        return order;
    if (row[length] != '/')
        return '/' - row[length];
    return field_step_compare(visited->field, row + length + 1);
}

struct checking {
    bool to_run;
    struct report *report;
};

static void check_row(const struct visited *visited, void *data)
{
    struct checking *checking = data;
    const struct unsupported_row *row =
        bsearch(visited, unsupported_rows, n_unsupported_rows, sizeof(unsupported_rows[0]), compare_row);

    if (!row)
        return;
    if (row->host && !checking->to_run)
        complain(checking->report, SEVERITY_WARNING, "argv.host", visited->where, NULL,
                 "%s is not a matter of QEMU's command line; 'tandem run' does not do it yet", visited->path);
    else
        complain(checking->report, SEVERITY_UNSUPPORTED, row->host ? "run.unsupported" : "argv.unsupported",
                 visited->where, "leave it out if the machine can do without", "%s is not supported yet",
                 visited->path);
}

/* ---- values that count, where the row alone does not ---- */

static void check_values(const struct domain *domain, const struct checking *checking)
{
    if (!checking->to_run)
        return;
    if (domain->vcpu_placement == VCPU_PLACEMENT_AUTO)
        complain(checking->report, SEVERITY_UNSUPPORTED, "run.unsupported", domain->where,
                 "name the processors with cpuset=", "vcpu placement 'auto' is not supported yet");
    if (domain->cpu && domain->cpu->check == CPU_CHECK_FULL)
        complain(checking->report, SEVERITY_UNSUPPORTED, "run.unsupported", domain->cpu->where, "use check='partial'",
                 "check='full' of the processor is not supported yet");
    if (domain->numatune && domain->numatune->memory && domain->numatune->memory->mode == NUMA_RESTRICTIVE)
        complain(checking->report, SEVERITY_UNSUPPORTED, "run.unsupported", domain->numatune->memory->where,
                 "use mode='strict'", "numatune mode 'restrictive' is not supported yet");
}

void unsupported_check(const struct domain *domain, bool to_run, struct report *report)
{
    struct checking checking = {to_run, report};

    document_visit(&domain_document, domain, check_row, &checking);
    check_values(domain, &checking);
}
