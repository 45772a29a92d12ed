#include "domain/sysinfo.h"

ENUM_NAMES(sysinfo_type, SYSINFO_TYPE_COUNT, [SYSINFO_SMBIOS] = "smbios", [SYSINFO_FWCFG] = "fwcfg");
ENUM_NAMES(sysinfo_bios_name, SYSINFO_BIOS_COUNT, [SYSINFO_BIOS_VENDOR] = "vendor", [SYSINFO_BIOS_VERSION] = "version",
           [SYSINFO_BIOS_DATE] = "date", [SYSINFO_BIOS_RELEASE] = "release");
ENUM_NAMES(sysinfo_system_name,
           SYSINFO_SYSTEM_COUNT, [SYSINFO_SYSTEM_MANUFACTURER] = "manufacturer", [SYSINFO_SYSTEM_PRODUCT] = "product",
           [SYSINFO_SYSTEM_VERSION] = "version", [SYSINFO_SYSTEM_SERIAL] = "serial", [SYSINFO_SYSTEM_UUID] = "uuid",
           [SYSINFO_SYSTEM_SKU] = "sku", [SYSINFO_SYSTEM_FAMILY] = "family");
ENUM_NAMES(sysinfo_board_name, SYSINFO_BOARD_COUNT, [SYSINFO_BOARD_MANUFACTURER] = "manufacturer",
           [SYSINFO_BOARD_PRODUCT] = "product", [SYSINFO_BOARD_VERSION] = "version", [SYSINFO_BOARD_SERIAL] = "serial",
           [SYSINFO_BOARD_ASSET] = "asset", [SYSINFO_BOARD_LOCATION] = "location");
ENUM_NAMES(
    sysinfo_chassis_name,
    SYSINFO_CHASSIS_COUNT, [SYSINFO_CHASSIS_MANUFACTURER] = "manufacturer", [SYSINFO_CHASSIS_VERSION] = "version",
    [SYSINFO_CHASSIS_SERIAL] = "serial", [SYSINFO_CHASSIS_ASSET] = "asset", [SYSINFO_CHASSIS_SKU] = "sku");

static const struct field sysinfo_bios_entry_fields[] = {
    ATTR_ENUM("name", struct sysinfo_bios_entry, name, sysinfo_bios_name, GUEST_ABI | REQUIRED, .doc = "What it says."),
    CONTENT(string, struct sysinfo_bios_entry, value, GUEST_ABI | EMPTY_OK,
            .doc = "The text; a date as month/day/year."),
};
static ELEMENT(sysinfo_bios_entry_element, "sysinfo-bios-entry", struct sysinfo_bios_entry, sysinfo_bios_entry_fields,
               "A text about the BIOS.");

static const struct field sysinfo_system_entry_fields[] = {
    ATTR_ENUM("name", struct sysinfo_system_entry, name, sysinfo_system_name, GUEST_ABI | REQUIRED,
              .doc = "What it says."),
    CONTENT(string, struct sysinfo_system_entry, value, GUEST_ABI | EMPTY_OK, .doc = "The text."),
};
static ELEMENT(sysinfo_system_entry_element, "sysinfo-system-entry", struct sysinfo_system_entry,
               sysinfo_system_entry_fields, "A text about the machine.");

static const struct field sysinfo_board_entry_fields[] = {
    ATTR_ENUM("name", struct sysinfo_board_entry, name, sysinfo_board_name, GUEST_ABI | REQUIRED,
              .doc = "What it says."),
    CONTENT(string, struct sysinfo_board_entry, value, GUEST_ABI | EMPTY_OK, .doc = "The text."),
};
static ELEMENT(sysinfo_board_entry_element, "sysinfo-board-entry", struct sysinfo_board_entry,
               sysinfo_board_entry_fields, "A text about a board.");

static const struct field sysinfo_chassis_entry_fields[] = {
    ATTR_ENUM("name", struct sysinfo_chassis_entry, name, sysinfo_chassis_name, GUEST_ABI | REQUIRED,
              .doc = "What it says."),
    CONTENT(string, struct sysinfo_chassis_entry, value, GUEST_ABI | EMPTY_OK, .doc = "The text."),
};
static ELEMENT(sysinfo_chassis_entry_element, "sysinfo-chassis-entry", struct sysinfo_chassis_entry,
               sysinfo_chassis_entry_fields, "A text about the chassis.");

static const struct field sysinfo_oem_string_fields[] = {
    CONTENT(string, struct sysinfo_oem_string, value, GUEST_ABI | REQUIRED, .doc = "The text."),
};
static ELEMENT(sysinfo_oem_string_element, "sysinfo-oem-string", struct sysinfo_oem_string, sysinfo_oem_string_fields,
               "A text for whoever looks for it.");

static const struct field sysinfo_bios_fields[] = {
    LIST("entry", struct sysinfo, bios, sysinfo_bios_entry, 0, .doc = "A text about the BIOS."),
};
static ELEMENT(sysinfo_bios_element, "sysinfo-bios", struct sysinfo, sysinfo_bios_fields, "Texts about the BIOS.");

static const struct field sysinfo_system_fields[] = {
    LIST("entry", struct sysinfo, system, sysinfo_system_entry, 0, .doc = "A text about the machine."),
};
static ELEMENT(sysinfo_system_element, "sysinfo-system", struct sysinfo, sysinfo_system_fields,
               "Texts about the machine.");

static const struct field sysinfo_board_fields[] = {
    LIST("entry", struct sysinfo_board, entries, sysinfo_board_entry, 0, .doc = "A text about the board."),
};
static ELEMENT(sysinfo_board_element, "sysinfo-board", struct sysinfo_board, sysinfo_board_fields,
               "Texts about a board.");

static const struct field sysinfo_chassis_fields[] = {
    LIST("entry", struct sysinfo, chassis, sysinfo_chassis_entry, 0, .doc = "A text about the chassis."),
};
static ELEMENT(sysinfo_chassis_element, "sysinfo-chassis", struct sysinfo, sysinfo_chassis_fields,
               "Texts about the chassis.");

static const struct field sysinfo_oem_strings_fields[] = {
    LIST("entry", struct sysinfo, oem_strings, sysinfo_oem_string, 0, .doc = "A text for whoever looks for it."),
};
static ELEMENT(sysinfo_oem_strings_element, "sysinfo-oem-strings", struct sysinfo, sysinfo_oem_strings_fields,
               "Texts without a fixed meaning.");

static const struct field fwcfg_entry_fields[] = {
    ATTR(string, "name", struct fwcfg_entry, name, GUEST_ABI | REQUIRED,
         .doc = "Name of the entry; it should begin with 'opt/'."),
    ATTR(string, "file", struct fwcfg_entry, file, HOST_ONLY, .doc = "The file that is the entry's content."),
    CONTENT(string, struct fwcfg_entry, value, GUEST_ABI, .doc = "The text that is the entry's content."),
};
static ELEMENT(fwcfg_entry_element, "fwcfg-entry", struct fwcfg_entry, fwcfg_entry_fields,
               "An entry of fw_cfg: a text or the content of a file.");

static const struct field sysinfo_fields[] = {
    ATTR_ENUM("type", struct sysinfo, type, sysinfo_type, GUEST_ABI | REQUIRED | DISCRIMINANT,
              .doc = "Where the guest finds it: in its SMBIOS tables or in QEMU's fw_cfg."),
    INLINE("bios", sysinfo_bios, 0, .only_if = BIT(SYSINFO_SMBIOS), .doc = "Texts about the BIOS (table 0)."),
    INLINE("system", sysinfo_system, 0, .only_if = BIT(SYSINFO_SMBIOS), .doc = "Texts about the machine (table 1)."),
    LIST("baseBoard", struct sysinfo, boards, sysinfo_board, 0, .only_if = BIT(SYSINFO_SMBIOS),
         .doc = "Texts about a board (table 2)."),
    INLINE("chassis", sysinfo_chassis, 0, .only_if = BIT(SYSINFO_SMBIOS), .doc = "Texts about the chassis (table 3)."),
    INLINE("oemStrings", sysinfo_oem_strings, 0, .only_if = BIT(SYSINFO_SMBIOS),
           .doc = "Texts without a fixed meaning (table 11)."),
    LIST("entry", struct sysinfo, fwcfg, fwcfg_entry, 0, .only_if = BIT(SYSINFO_FWCFG), .doc = "An entry of fw_cfg."),
};
ELEMENT(sysinfo_element, "sysinfo", struct sysinfo, sysinfo_fields, "Texts that the host hands to the guest.");
