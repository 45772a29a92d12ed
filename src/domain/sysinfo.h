/* domain/sysinfo.h - texts that the guest finds in its SMBIOS tables or in fw_cfg: <sysinfo>. */
#pragma once

#include "xml/field.h"

enum sysinfo_type { SYSINFO_TYPE_ABSENT, SYSINFO_SMBIOS, SYSINFO_FWCFG, SYSINFO_TYPE_COUNT };
extern const struct enum_names sysinfo_type_names;

/* The names of the entries in each table. */
enum sysinfo_bios_name {
    SYSINFO_BIOS_ABSENT,
    SYSINFO_BIOS_VENDOR,
    SYSINFO_BIOS_VERSION,
    SYSINFO_BIOS_DATE,
    SYSINFO_BIOS_RELEASE,
    SYSINFO_BIOS_COUNT,
};
extern const struct enum_names sysinfo_bios_name_names;

enum sysinfo_system_name {
    SYSINFO_SYSTEM_ABSENT,
    SYSINFO_SYSTEM_MANUFACTURER,
    SYSINFO_SYSTEM_PRODUCT,
    SYSINFO_SYSTEM_VERSION,
    SYSINFO_SYSTEM_SERIAL,
    SYSINFO_SYSTEM_UUID,
    SYSINFO_SYSTEM_SKU,
    SYSINFO_SYSTEM_FAMILY,
    SYSINFO_SYSTEM_COUNT,
};
extern const struct enum_names sysinfo_system_name_names;

enum sysinfo_board_name {
    SYSINFO_BOARD_ABSENT,
    SYSINFO_BOARD_MANUFACTURER,
    SYSINFO_BOARD_PRODUCT,
    SYSINFO_BOARD_VERSION,
    SYSINFO_BOARD_SERIAL,
    SYSINFO_BOARD_ASSET,
    SYSINFO_BOARD_LOCATION,
    SYSINFO_BOARD_COUNT,
};
extern const struct enum_names sysinfo_board_name_names;

enum sysinfo_chassis_name {
    SYSINFO_CHASSIS_ABSENT,
    SYSINFO_CHASSIS_MANUFACTURER,
    SYSINFO_CHASSIS_VERSION,
    SYSINFO_CHASSIS_SERIAL,
    SYSINFO_CHASSIS_ASSET,
    SYSINFO_CHASSIS_SKU,
    SYSINFO_CHASSIS_COUNT,
};
extern const struct enum_names sysinfo_chassis_name_names;

struct sysinfo_bios_entry {
    struct place where;
    enum sysinfo_bios_name name;
    char *value;
};

struct sysinfo_system_entry {
    struct place where;
    enum sysinfo_system_name name;
    char *value;
};

struct sysinfo_board_entry {
    struct place where;
    enum sysinfo_board_name name;
    char *value;
};

struct sysinfo_chassis_entry {
    struct place where;
    enum sysinfo_chassis_name name;
    char *value;
};

struct sysinfo_board {
    struct place where;
    GPtrArray *entries; /* struct sysinfo_board_entry * */
};

struct sysinfo_oem_string {
    struct place where;
    char *value;
};

/* An entry of fw_cfg: text or the content of a file. */
struct fwcfg_entry {
    struct place where;
    char *name; /* "opt/…" */
    char *file;
    char *value;
};

struct sysinfo {
    struct place where;
    enum sysinfo_type type;
    GPtrArray *bios;        /* struct sysinfo_bios_entry * */
    GPtrArray *system;      /* struct sysinfo_system_entry * */
    GPtrArray *boards;      /* struct sysinfo_board * */
    GPtrArray *chassis;     /* struct sysinfo_chassis_entry * */
    GPtrArray *oem_strings; /* struct sysinfo_oem_string * */
    GPtrArray *fwcfg;       /* struct fwcfg_entry *; type fwcfg only */
};

extern const struct element sysinfo_element;
