#include "domain/rule.h"
#include "qemu/firmware.h"

#include <string.h>

/* ---- a host's firmware ---- */

static struct firmware_description *flash(const char *name, const char *format, const char *features)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strdup_printf(
        "{\"description\": \"-\", \"interface-types\": [\"uefi\"], \"tags\": [], \"mapping\": {\"device\": \"flash\","
        " \"executable\": {\"filename\": \"/fw/%s_CODE.%s\", \"format\": \"%s\"},"
        " \"nvram-template\": {\"filename\": \"/fw/%s_VARS.%s\", \"format\": \"%s\"}},"
        " \"targets\": [{\"architecture\": \"x86_64\", \"machines\": [\"pc-q35-*\"]}], \"features\": [%s]}",
        name, format, format, name, format, format, features);
    struct firmware_description *description = firmware_description_read(name, text, strlen(text), &error);

    g_assert_no_error(error);
    return description;
}

static GPtrArray *host(void)
{
    GPtrArray *descriptions = g_ptr_array_new_with_free_func((GDestroyNotify)firmware_description_free);

    g_ptr_array_add(descriptions, flash("new", "qcow2", "\"acpi-s3\""));
    g_ptr_array_add(descriptions,
                    flash("secure", "raw", "\"secure-boot\", \"requires-smm\", \"enrolled-keys\", \"acpi-s3\""));
    g_ptr_array_add(descriptions, flash("plain", "raw", "\"acpi-s3\", \"amd-sev\""));
    return descriptions;
}

/* ---- a domain ---- */

static struct domain *domain_of(const char *os, const char *rest)
{
    g_autofree char *text =
        g_strdup_printf("<domain type='kvm'><name>web</name><memory unit='MiB'>256</memory>%s%s</domain>", os, rest);
    g_autoptr(report_t) report = report_new("in.xml");
    struct domain *domain = domain_read(text, strlen(text), report);

    g_assert_cmpuint(report_failures(report), ==, 0);
    return domain;
}

#define TYPE "<type arch='x86_64' machine='pc-q35-7.2'>hvm</type>"
#define AUTO(inner) "<os firmware='efi'>" TYPE inner "</os>"
#define MANUAL(inner) "<os>" TYPE inner "</os>"
#define ACPI "<features><acpi/></features>"

static char *select_firmware(struct domain *domain, enum purpose purpose)
{
    g_autoptr(GPtrArray) descriptions = host();
    g_autoptr(report_t) report = report_new("in.xml");
    struct firmware_choice choice = {descriptions, "/state/nvram"};

    firmware_select(domain, &choice, &(struct rule_options){.purpose = purpose}, report);
    return report_text(report);
}

static void the_first_that_fits_is_taken(void)
{
    g_autoptr(domain_t) domain = domain_of(AUTO(""), ACPI);
    g_autofree char *complaints = select_firmware(domain, PURPOSE_RUN);

    g_assert_cmpstr(complaints, ==, "");
    g_assert_cmpstr(domain->os->loader->path, ==, "/fw/secure_CODE.raw");
    g_assert_cmpint(domain->os->loader->type, ==, LOADER_PFLASH);
    g_assert_cmpint(domain->os->loader->readonly, ==, YES);
    g_assert_cmpstr(domain->os->nvram->template_path, ==, "/fw/secure_VARS.raw");
    g_assert_cmpstr(domain->os->nvram->path, ==, "/state/nvram/web_VARS.fd");
}

static void secure_boot_switches_smm_on(void)
{
    g_autoptr(domain_t) domain = domain_of(AUTO("<loader secure='yes'/>"), ACPI);
    g_autofree char *complaints = select_firmware(domain, PURPOSE_RUN);

    g_assert_cmpint(domain->os->loader->secure, ==, YES);
    g_assert_cmpint(domain->features->smm->state, ==, ON);
    g_assert_cmpuint(domain->os->firmware_features->features->len, ==, 2);
}

static void firmware_that_needs_smm_is_not_taken_without_it(void)
{
    g_autoptr(domain_t) domain = domain_of(AUTO(""), "<features><acpi/><smm state='off'/></features>");
    g_autofree char *complaints = select_firmware(domain, PURPOSE_RUN);

    g_assert_cmpstr(domain->os->loader->path, ==, "/fw/plain_CODE.raw");
    g_assert_cmpint(domain->features->smm->state, ==, OFF);
}

static void qcow2_is_taken_only_when_it_is_asked_for(void)
{
    g_autoptr(domain_t) domain = domain_of(AUTO("<loader format='qcow2'/>"), ACPI);
    g_autofree char *complaints = select_firmware(domain, PURPOSE_RUN);

    g_assert_cmpstr(domain->os->loader->path, ==, "/fw/new_CODE.qcow2");
    g_assert_cmpstr(domain->os->nvram->path, ==, "/state/nvram/web_VARS.qcow2");
}

static void a_named_file_is_completed_by_its_description(void)
{
    g_autoptr(domain_t) domain =
        domain_of(MANUAL("<loader type='pflash' readonly='yes'>/fw/plain_CODE.raw</loader>"), ACPI);
    g_autofree char *complaints = select_firmware(domain, PURPOSE_RUN);

    g_assert_cmpint(domain->os->firmware, ==, FIRMWARE_EFI);
    g_assert_cmpstr(domain->os->nvram->template_path, ==, "/fw/plain_VARS.raw");
}

static void a_file_that_nobody_describes_keeps_its_own_variables(void)
{
    g_autoptr(domain_t) domain =
        domain_of(MANUAL("<loader type='pflash' readonly='yes'>/my/CODE.fd</loader><nvram>/my/VARS.fd</nvram>"), ACPI);
    g_autofree char *complaints = select_firmware(domain, PURPOSE_RUN);

    g_assert_cmpstr(complaints, ==, "");
    g_assert_cmpint(domain->os->firmware, ==, FIRMWARE_ABSENT);
    g_assert_cmpint(domain->os->loader->format, ==, FIRMWARE_RAW);
    g_assert_cmpstr(domain->os->nvram->path, ==, "/my/VARS.fd");
    g_assert_null(domain->os->nvram->template_path);
}

static void a_host_without_fitting_firmware_is_told_of_when_it_matters(void)
{
    g_autoptr(domain_t) domain = domain_of(AUTO("<loader readonly='no'/>"), ACPI);
    g_autofree char *formatting = select_firmware(domain, PURPOSE_FORMAT);
    g_autofree char *running = select_firmware(domain, PURPOSE_RUN);

    g_assert_cmpstr(formatting, ==, "");
    g_assert_cmpstr(running, ==,
                    "in.xml:1:67: error: no 'efi' firmware of this host fits the domain [firmware.none]\n"
                    "    hint: install firmware with its description (Debian: ovmf), or name its file in <loader>\n");
    g_assert_null(domain->os->nvram);
}

static void what_was_completed_stays_as_it_is(void)
{
    g_autoptr(domain_t) domain = domain_of(AUTO(""), ACPI);
    g_autofree char *first = select_firmware(domain, PURPOSE_RUN), *once = domain_write(domain);
    g_autofree char *second = select_firmware(domain, PURPOSE_RUN), *twice = domain_write(domain);

    g_assert_cmpstr(once, ==, twice);
}

static void a_broken_description_says_what_is_wrong(void)
{
    const char *text = "{\"interface-types\": [\"uefi\"], \"mapping\": {\"device\": \"flash\"}, \"targets\": [],"
                       " \"features\": []}";
    g_autoptr(GError) error = NULL;

    g_assert_null(firmware_description_read("60-x.json", text, strlen(text), &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_INPUT);
    g_assert_nonnull(strstr(error->message, "60-x.json"));
    g_assert_nonnull(strstr(error->message, "executable"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/firmware/the-first-that-fits-is-taken", the_first_that_fits_is_taken);
    g_test_add_func("/firmware/secure-boot-switches-smm-on", secure_boot_switches_smm_on);
    g_test_add_func("/firmware/that-needs-smm-is-not-taken-without-it",
                    firmware_that_needs_smm_is_not_taken_without_it);
    g_test_add_func("/firmware/qcow2-only-when-asked-for", qcow2_is_taken_only_when_it_is_asked_for);
    g_test_add_func("/firmware/a-named-file-is-completed", a_named_file_is_completed_by_its_description);
    g_test_add_func("/firmware/a-file-that-nobody-describes", a_file_that_nobody_describes_keeps_its_own_variables);
    g_test_add_func("/firmware/none-fits", a_host_without_fitting_firmware_is_told_of_when_it_matters);
    g_test_add_func("/firmware/complete-stays-as-it-is", what_was_completed_stays_as_it_is);
    g_test_add_func("/firmware/a-broken-description", a_broken_description_says_what_is_wrong);
    return g_test_run();
}
