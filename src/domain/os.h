/* domain/os.h - what the machine is and what it boots: <os>.
 *
 * <nvram> holds a path, or has a source of any storage type as a disk has.
 */
#pragma once

#include "domain/storage.h"

enum os_type {
    OS_TYPE_ABSENT,
    OS_HVM,
    OS_XEN,
    OS_LINUX,
    OS_EXE,
    OS_UML,
    OS_XENPVH,
    OS_TYPE_COUNT,
};
extern const struct enum_names os_type_names;

enum arch {
    ARCH_ABSENT,
    ARCH_AARCH64,
    ARCH_ALPHA,
    ARCH_ARMV6L,
    ARCH_ARMV7L,
    ARCH_ARMV7B,
    ARCH_CRIS,
    ARCH_I686,
    ARCH_IA64,
    ARCH_LM32,
    ARCH_LOONGARCH64,
    ARCH_M68K,
    ARCH_MICROBLAZE,
    ARCH_MICROBLAZEEL,
    ARCH_MIPS,
    ARCH_MIPSEL,
    ARCH_MIPS64,
    ARCH_MIPS64EL,
    ARCH_OPENRISC,
    ARCH_PARISC,
    ARCH_PARISC64,
    ARCH_PPC,
    ARCH_PPC64,
    ARCH_PPC64LE,
    ARCH_PPCEMB,
    ARCH_RISCV32,
    ARCH_RISCV64,
    ARCH_S390,
    ARCH_S390X,
    ARCH_SH4,
    ARCH_SH4EB,
    ARCH_SPARC,
    ARCH_SPARC64,
    ARCH_UNICORE32,
    ARCH_X86_64,
    ARCH_XTENSA,
    ARCH_XTENSAEB,
    ARCH_COUNT,
};
extern const struct enum_names arch_names;

enum firmware { FIRMWARE_ABSENT, FIRMWARE_BIOS, FIRMWARE_EFI, FIRMWARE_COUNT };
extern const struct enum_names firmware_names;

enum firmware_feature_name {
    FIRMWARE_FEATURE_ABSENT,
    FIRMWARE_ENROLLED_KEYS,
    FIRMWARE_SECURE_BOOT,
    FIRMWARE_FEATURE_COUNT,
};
extern const struct enum_names firmware_feature_name_names;

enum loader_type { LOADER_TYPE_ABSENT, LOADER_ROM, LOADER_PFLASH, LOADER_TYPE_COUNT };
extern const struct enum_names loader_type_names;

enum firmware_format { FIRMWARE_FORMAT_ABSENT, FIRMWARE_RAW, FIRMWARE_QCOW2, FIRMWARE_FORMAT_COUNT };
extern const struct enum_names firmware_format_names;

enum boot_device { BOOT_ABSENT, BOOT_FD, BOOT_HD, BOOT_CDROM, BOOT_NETWORK, BOOT_DEVICE_COUNT };
extern const struct enum_names boot_device_names;

enum smbios_mode {
    SMBIOS_MODE_ABSENT,
    SMBIOS_NONE,
    SMBIOS_EMULATE,
    SMBIOS_HOST,
    SMBIOS_SYSINFO,
    SMBIOS_MODE_COUNT,
};
extern const struct enum_names smbios_mode_names;

struct firmware_feature {
    struct place where;
    enum yes_no enabled;
    enum firmware_feature_name name;
};

struct os_firmware {
    struct place where;
    GPtrArray *features; /* struct firmware_feature * */
};

struct loader {
    struct place where;
    enum yes_no readonly, secure, stateless;
    enum loader_type type;
    enum firmware_format format;
    char *path;
};

struct nvram {
    struct place where;
    char *template_path;
    enum firmware_format template_format, format;
    enum storage_type type;       /* not given: the text of the element is a path */
    char *path;                   /* without type */
    struct storage_source source; /* with type */
};

struct os_boot {
    struct place where;
    enum boot_device device;
};

struct bootmenu {
    struct place where;
    enum yes_no enable;
    struct number timeout; /* milliseconds */
};

struct os_bios {
    struct place where;
    enum yes_no useserial;
    struct integer reboot_timeout; /* milliseconds; -1: do not reboot */
};

enum acpi_table_type {
    ACPI_TABLE_ABSENT,
    ACPI_TABLE_RAW,
    ACPI_TABLE_RAWSET,
    ACPI_TABLE_SLIC,
    ACPI_TABLE_MSDM,
    ACPI_TABLE_TYPE_COUNT
};
extern const struct enum_names acpi_table_type_names;

struct acpi_table {
    struct place where;
    enum acpi_table_type type;
    char *path;
};

struct os {
    struct place where;
    enum firmware firmware; /* not given = the machine's own, or what <loader> says */
    enum os_type type;
    enum arch arch;
    char *machine;
    struct os_firmware *firmware_features;
    struct loader *loader;
    struct nvram *nvram;
    char *kernel, *initrd, *cmdline, *dtb, *shim;
    GPtrArray *acpi_tables; /* struct acpi_table * */
    GPtrArray *boots;       /* struct os_boot *, in order of trial */
    struct bootmenu *bootmenu;
    struct os_bios *bios;
    enum smbios_mode smbios_mode;
};

extern const struct element os_element, os_firmware_element, loader_element, nvram_element;
