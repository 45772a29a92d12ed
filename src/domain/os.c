#include "domain/os.h"

ENUM_NAMES_PARTLY(os_type, OS_TYPE_COUNT,
                  BIT(OS_XEN) | BIT(OS_LINUX) | BIT(OS_EXE) | BIT(OS_UML) | BIT(OS_XENPVH), [OS_HVM] = "hvm",
                  [OS_XEN] = "xen", [OS_LINUX] = "linux", [OS_EXE] = "exe", [OS_UML] = "uml", [OS_XENPVH] = "xenpvh");
ENUM_NAMES(
    arch,
    ARCH_COUNT, [ARCH_AARCH64] = "aarch64", [ARCH_ALPHA] = "alpha", [ARCH_ARMV6L] = "armv6l", [ARCH_ARMV7L] = "armv7l",
    [ARCH_ARMV7B] = "armv7b", [ARCH_CRIS] = "cris", [ARCH_I686] = "i686", [ARCH_IA64] = "ia64", [ARCH_LM32] = "lm32",
    [ARCH_LOONGARCH64] = "loongarch64", [ARCH_M68K] = "m68k", [ARCH_MICROBLAZE] = "microblaze",
    [ARCH_MICROBLAZEEL] = "microblazeel", [ARCH_MIPS] = "mips", [ARCH_MIPSEL] = "mipsel", [ARCH_MIPS64] = "mips64",
    [ARCH_MIPS64EL] = "mips64el", [ARCH_OPENRISC] = "openrisc", [ARCH_PARISC] = "parisc", [ARCH_PARISC64] = "parisc64",
    [ARCH_PPC] = "ppc", [ARCH_PPC64] = "ppc64", [ARCH_PPC64LE] = "ppc64le", [ARCH_PPCEMB] = "ppcemb",
    [ARCH_RISCV32] = "riscv32", [ARCH_RISCV64] = "riscv64", [ARCH_S390] = "s390", [ARCH_S390X] = "s390x",
    [ARCH_SH4] = "sh4", [ARCH_SH4EB] = "sh4eb", [ARCH_SPARC] = "sparc", [ARCH_SPARC64] = "sparc64",
    [ARCH_UNICORE32] = "unicore32", [ARCH_X86_64] = "x86_64", [ARCH_XTENSA] = "xtensa", [ARCH_XTENSAEB] = "xtensaeb");
ENUM_NAMES(firmware, FIRMWARE_COUNT, [FIRMWARE_BIOS] = "bios", [FIRMWARE_EFI] = "efi");
ENUM_NAMES(firmware_feature_name,
           FIRMWARE_FEATURE_COUNT, [FIRMWARE_ENROLLED_KEYS] = "enrolled-keys", [FIRMWARE_SECURE_BOOT] = "secure-boot");
ENUM_NAMES(loader_type, LOADER_TYPE_COUNT, [LOADER_ROM] = "rom", [LOADER_PFLASH] = "pflash");
ENUM_NAMES(firmware_format, FIRMWARE_FORMAT_COUNT, [FIRMWARE_RAW] = "raw", [FIRMWARE_QCOW2] = "qcow2");
ENUM_NAMES(boot_device,
           BOOT_DEVICE_COUNT, [BOOT_FD] = "fd", [BOOT_HD] = "hd", [BOOT_CDROM] = "cdrom", [BOOT_NETWORK] = "network");
ENUM_NAMES(smbios_mode, SMBIOS_MODE_COUNT, [SMBIOS_NONE] = "none", [SMBIOS_EMULATE] = "emulate", [SMBIOS_HOST] = "host",
           [SMBIOS_SYSINFO] = "sysinfo");
ENUM_NAMES(acpi_table_type, ACPI_TABLE_TYPE_COUNT, [ACPI_TABLE_RAW] = "raw", [ACPI_TABLE_RAWSET] = "rawset",
           [ACPI_TABLE_SLIC] = "slic", [ACPI_TABLE_MSDM] = "msdm");

static const struct field os_type_fields[] = {
    ATTR_ENUM("arch", struct os, arch, arch, GUEST_ABI,
              .doc = "The processor architecture; that of the emulator if not given."),
    ATTR(token, "machine", struct os, machine, GUEST_ABI,
         .doc = "The machine type, such as pc, q35 or a version of them such "
                "as pc-q35-7.2."),
    CONTENT_ENUM(struct os, type, os_type, GUEST_ABI | REQUIRED,
                 .doc = "'hvm': a machine with firmware and devices, which is "
                        "the only kind that tandem runs."),
};
static ELEMENT(os_type_element, "os-type", struct os, os_type_fields, "The machine.");

/* ---- firmware ---- */

static const struct field firmware_feature_fields[] = {
    ATTR_ENUM("enabled", struct firmware_feature, enabled, yes_no, GUEST_ABI | REQUIRED,
              .doc = "Whether the firmware must have it, or must not."),
    ATTR_ENUM("name", struct firmware_feature, name, firmware_feature_name, GUEST_ABI | REQUIRED,
              .doc = "The feature."),
};
static ELEMENT(firmware_feature_element, "firmware-feature", struct firmware_feature, firmware_feature_fields,
               "A feature by which firmware is chosen.");

static const struct field os_firmware_fields[] = {
    LIST("feature", struct os_firmware, features, firmware_feature, 0,
         .doc = "A feature the firmware must have or not."),
};
ELEMENT(os_firmware_element, "os-firmware", struct os_firmware, os_firmware_fields,
        "What is asked of the firmware that is chosen for the machine.");

static const struct field loader_fields[] = {
    ATTR_ENUM("readonly", struct loader, readonly, yes_no, HOST_ONLY, .doc = "Whether QEMU only reads the file."),
    ATTR_ENUM("type", struct loader, type, loader_type, GUEST_ABI,
              .doc = "How the guest sees it: 'rom', or 'pflash', flash memory "
                     "that keeps variables apart."),
    ATTR_ENUM("secure", struct loader, secure, yes_no, GUEST_ABI,
              .doc = "Whether the firmware does Secure Boot, so that its "
                     "variables need protection by SMM."),
    ATTR_ENUM("stateless", struct loader, stateless, yes_no, GUEST_ABI,
              .doc = "Whether the firmware keeps no variables at all."),
    ATTR_ENUM("format", struct loader, format, firmware_format, HOST_ONLY,
              .doc = "Format of the file; raw if not given."),
    CONTENT(path, struct loader, path, HOST_ONLY, .doc = "The firmware's file."),
};
ELEMENT(loader_element, "loader", struct loader, loader_fields, "The firmware.");

static const struct field nvram_fields[] = {
    ATTR(path, "template", struct nvram, template_path, HOST_ONLY,
         .doc = "The file that is copied when the guest has no variables yet."),
    ATTR_ENUM("templateFormat", struct nvram, template_format, firmware_format, HOST_ONLY,
              .doc = "Format of the template."),
    ATTR_ENUM("format", struct nvram, format, firmware_format, HOST_ONLY,
              .doc = "Format of the variable store; raw if not given."),
    ATTR_ENUM("type", struct nvram, type, storage_type, HOST_ONLY | DISCRIMINANT,
              .doc = "Of what type <source> is; if not given, the element's "
                     "text is a path."),
    CONTENT(path, struct nvram, path, HOST_ONLY, .only_if = BIT(STORAGE_TYPE_ABSENT),
            .doc = "The file that keeps the firmware's variables."),
    EMBED("source", struct nvram, source, storage_source, 0,
          .only_if = BIT(STORAGE_FILE) | BIT(STORAGE_BLOCK) | BIT(STORAGE_DIR) | BIT(STORAGE_NETWORK) |
                     BIT(STORAGE_VOLUME) | BIT(STORAGE_NVME) | BIT(STORAGE_VHOSTUSER) | BIT(STORAGE_VHOSTVDPA),
          .doc = "Where the firmware's variables are kept."),
};
ELEMENT(nvram_element, "os-nvram", struct nvram, nvram_fields, "Where the firmware keeps its variables.");

/* ---- what the firmware does ---- */

static const struct field acpi_table_fields[] = {
    ATTR_ENUM("type", struct acpi_table, type, acpi_table_type, GUEST_ABI | REQUIRED,
              .doc = "'raw': one table with its header; 'rawset': several; "
                     "'slic', 'msdm': a licence of the named kind."),
    CONTENT(path, struct acpi_table, path, HOST_ONLY | REQUIRED, .doc = "The file with the table."),
};
static ELEMENT(acpi_table_element, "acpi-table", struct acpi_table, acpi_table_fields, "An ACPI table from a file.");

static const struct field os_acpi_fields[] = {
    LIST("table", struct os, acpi_tables, acpi_table, 0, .doc = "An ACPI table from a file."),
};
static ELEMENT(os_acpi_element, "os-acpi", struct os, os_acpi_fields, "ACPI tables besides the machine's own.");

static const struct field os_boot_fields[] = {
    ATTR_ENUM("dev", struct os_boot, device, boot_device, GUEST_ABI | REQUIRED, .doc = "The sort of device."),
};
static ELEMENT(os_boot_element, "os-boot", struct os_boot, os_boot_fields, "A sort of device to boot from.");

static const struct field bootmenu_fields[] = {
    ATTR_ENUM("enable", struct bootmenu, enable, yes_no, GUEST_ABI, .doc = "Whether the firmware shows a menu."),
    ATTR(uint, "timeout", struct bootmenu, timeout, GUEST_ABI, .max = G_MAXUINT16,
         .doc = "Milliseconds before the firmware goes on by itself."),
};
static ELEMENT(bootmenu_element, "bootmenu", struct bootmenu, bootmenu_fields, "The firmware's boot menu.");

static const struct field os_bios_fields[] = {
    ATTR_ENUM("useserial", struct os_bios, useserial, yes_no, GUEST_ABI,
              .doc = "Whether the firmware's screen is shown on the first serial port."),
    ATTR(int, "rebootTimeout", struct os_bios, reboot_timeout, GUEST_ABI, .min = -1, .max = G_MAXUINT16,
         .doc = "Milliseconds before the firmware tries again when nothing "
                "boots; -1: it does not."),
};
static ELEMENT(os_bios_element, "bios", struct os_bios, os_bios_fields, "What the BIOS does.");

static const struct field os_smbios_fields[] = {
    ATTR_ENUM("mode", struct os, smbios_mode, smbios_mode, GUEST_ABI | REQUIRED,
              .doc = "'emulate': QEMU's own texts, 'host': the host's, "
                     "'sysinfo': those of <sysinfo>."),
};
static ELEMENT(os_smbios_element, "os-smbios", struct os, os_smbios_fields,
               "Where the texts of the SMBIOS tables come from.");

/* ---- <os> ---- */

static const struct field os_fields[] = {
    ATTR_ENUM("firmware", struct os, firmware, firmware, HOST_ONLY,
              .doc = "Chooses firmware of this kind from what the host has."),
    INLINE("type", os_type, REQUIRED, .doc = "The machine."),
    CHILD("firmware", struct os, firmware_features, os_firmware, 0, .doc = "What is asked of the firmware."),
    UNSUPPORTED_CHILD("init", .doc = "The first program of a container (LXC)."),
    UNSUPPORTED_CHILD("initarg", .doc = "An argument of a container's first program (LXC)."),
    UNSUPPORTED_CHILD("initenv", .doc = "An environment variable of a container's first program (LXC)."),
    UNSUPPORTED_CHILD("initdir", .doc = "The working directory of a container's first program (LXC)."),
    UNSUPPORTED_CHILD("inituser", .doc = "The user of a container's first program (LXC)."),
    UNSUPPORTED_CHILD("initgroup", .doc = "The group of a container's first program (LXC)."),
    CHILD("loader", struct os, loader, loader, 0, .doc = "The firmware."),
    CHILD("nvram", struct os, nvram, nvram, 0, .doc = "Where the firmware keeps its variables."),
    TEXT(path, "kernel", struct os, kernel, HOST_ONLY, .doc = "A kernel that is booted directly."),
    TEXT(path, "initrd", struct os, initrd, HOST_ONLY, .doc = "The initial RAM disk of the kernel."),
    TEXT(string, "cmdline", struct os, cmdline, GUEST_ABI | EMPTY_OK, .doc = "The command line of the kernel."),
    TEXT(path, "dtb", struct os, dtb, HOST_ONLY, .doc = "A device tree for the kernel."),
    TEXT(path, "shim", struct os, shim, HOST_ONLY, .doc = "A first-stage loader that verifies the kernel."),
    UNSUPPORTED_CHILD("root", .doc = "The root device of a paravirtual guest (Xen)."),
    INLINE("acpi", os_acpi, 0, .doc = "ACPI tables besides the machine's own."),
    LIST("boot", struct os, boots, os_boot, 0, .doc = "A sort of device to boot from, in order of trial."),
    CHILD("bootmenu", struct os, bootmenu, bootmenu, 0, .doc = "The firmware's boot menu."),
    CHILD("bios", struct os, bios, os_bios, 0, .doc = "What the BIOS does."),
    INLINE("smbios", os_smbios, 0, .doc = "Where the texts of the SMBIOS tables come from."),
};
ELEMENT(os_element, "os", struct os, os_fields, "What the machine is and what it boots.");
