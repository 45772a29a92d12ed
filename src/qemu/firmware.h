/* qemu/firmware.h - which firmware a machine gets.
 *
 * Distributions describe the firmware they install in JSON files (docs/interop/firmware.json of QEMU): what
 * kind it is, for which machines, with which features, and its files.  <os firmware='efi'> asks for the first
 * description, in the order of their names, that fits the domain; a <loader> that names a described file is
 * completed from it.  Pure: who looks the files up (host/firmware_files.h) hands their text over.
 */
#pragma once

#include "domain/domain.h"

enum firmware_mapping { FIRMWARE_MAPPING_OTHER, FIRMWARE_FLASH, FIRMWARE_MEMORY };
enum firmware_flash_mode { FIRMWARE_SPLIT, FIRMWARE_COMBINED, FIRMWARE_STATELESS };

/* What it can do; the bits of firmware->features. */
enum firmware_ability {
    FIRMWARE_ACPI_S3 = 1 << 0,
    FIRMWARE_ACPI_S4 = 1 << 1,
    FIRMWARE_AMD_SEV = 1 << 2,
    FIRMWARE_AMD_SEV_ES = 1 << 3,
    FIRMWARE_AMD_SEV_SNP = 1 << 4,
    FIRMWARE_INTEL_TDX = 1 << 5,
    FIRMWARE_HAS_ENROLLED_KEYS = 1 << 6,
    FIRMWARE_REQUIRES_SMM = 1 << 7,
    FIRMWARE_HAS_SECURE_BOOT = 1 << 8,
};

struct firmware_target {
    enum arch arch;
    GPtrArray *machines; /* char *: patterns such as "pc-q35-*" */
};

struct firmware_description {
    char *name; /* of its file, for messages */
    bool is_bios, is_uefi;
    enum firmware_mapping mapping;
    enum firmware_flash_mode mode;
    char *executable, *nvram_template;
    enum firmware_format executable_format, template_format;
    unsigned features;
    GPtrArray *targets; /* struct firmware_target * */
};

/* Reads a description.  What it says beyond what tandem looks at is passed over, as its specification asks.
 * Free with firmware_description_free. */
struct firmware_description *firmware_description_read(const char *name, const char *text, size_t length,
                                                       GError **error);
void firmware_description_free(struct firmware_description *description);

/* Whether anything in the domain depends on descriptions: it asks for firmware, or names a file of flash memory. */
bool firmware_is_wanted(const struct domain *domain);

/* What a selection is made from; borrowed. */
struct firmware_choice {
    const GPtrArray *descriptions; /* struct firmware_description *, most wanted first */
    const char *nvram_directory;   /* where variables are kept that have no file yet */
};

/* Completes <loader>, <nvram>, the features of the firmware and <smm>.  A domain that asks for firmware which
 * is not there stays as it is; with purpose ARGV or RUN that is complained of as "firmware.none". */
struct rule_options;
void firmware_select(struct domain *domain, const struct firmware_choice *choice, const struct rule_options *options,
                     struct report *report);
