#include "domain/tpm.h"

ENUM_NAMES(tpm_model, TPM_MODEL_COUNT, [TPM_TIS] = "tpm-tis", [TPM_CRB] = "tpm-crb", [TPM_SPAPR] = "tpm-spapr",
           [TPM_SPAPR_PROXY] = "spapr-tpm-proxy");
ENUM_NAMES(
    tpm_backend,
    TPM_BACKEND_COUNT, [TPM_PASSTHROUGH] = "passthrough", [TPM_EMULATOR] = "emulator", [TPM_EXTERNAL] = "external");
ENUM_NAMES(tpm_version, TPM_VERSION_COUNT, [TPM_1_2] = "1.2", [TPM_2_0] = "2.0");
ENUM_NAMES(tpm_source_type,
           TPM_SOURCE_COUNT, [TPM_SOURCE_FILE] = "file", [TPM_SOURCE_DIR] = "dir", [TPM_SOURCE_UNIX] = "unix");
ENUM_NAMES(tpm_source_mode, TPM_SOURCE_MODE_COUNT, [TPM_CONNECT] = "connect");

#define EMULATOR_ONLY .only_if = BIT(TPM_EMULATOR)

static const struct field tpm_banks_fields[] = {
    TEXT(flag, "sha1", struct tpm_banks, sha1, GUEST_ABI, .doc = "SHA-1 is active."),
    TEXT(flag, "sha256", struct tpm_banks, sha256, GUEST_ABI, .doc = "SHA-256 is active."),
    TEXT(flag, "sha384", struct tpm_banks, sha384, GUEST_ABI, .doc = "SHA-384 is active."),
    TEXT(flag, "sha512", struct tpm_banks, sha512, GUEST_ABI, .doc = "SHA-512 is active."),
};
static ELEMENT(tpm_banks_element, "tpm-banks", struct tpm_banks, tpm_banks_fields, "The active banks of registers.");

static const struct field tpm_profile_fields[] = {
    ATTR(string, "source", struct tpm_profile, source, HOST_ONLY, .doc = "Where the profile comes from."),
    ATTR(string, "name", struct tpm_profile, name, HOST_ONLY, .doc = "The profile's name."),
    ATTR(string, "removeDisabled", struct tpm_profile, remove_disabled, HOST_ONLY,
         .doc = "Whether disabled algorithms are removed."),
};
static ELEMENT(tpm_profile_element, "tpm-profile", struct tpm_profile, tpm_profile_fields,
               "Which abilities a new TPM has.");

static const struct field tpm_device_fields[] = {
    ATTR(path, "path", struct tpm, device_path, HOST_ONLY | REQUIRED,
         .doc = "Its path; /dev/tpm0 if there is no <device>."),
};
static ELEMENT(tpm_device_element, "tpm-device", struct tpm, tpm_device_fields, "The host's TPM.");

static const struct field tpm_source_fields[] = {
    ATTR_ENUM("type", struct tpm, source_type, tpm_source_type, HOST_ONLY | REQUIRED,
              .doc = "'file' or 'dir' for an emulator's state, 'unix' for the socket of an external one."),
    ATTR(path, "path", struct tpm, source_path, HOST_ONLY | REQUIRED, .doc = "The path."),
    ATTR_ENUM("mode", struct tpm, source_mode, tpm_source_mode, HOST_ONLY, .doc = "QEMU's side of a socket."),
};
static ELEMENT(tpm_source_element, "tpm-source", struct tpm, tpm_source_fields, "The emulator's state, or its socket.");

static const struct field tpm_encryption_fields[] = {
    ATTR(uuid, "secret", struct tpm, encryption_secret, HOST_ONLY | REQUIRED, .doc = "The UUID of the secret."),
};
static ELEMENT(tpm_encryption_element, "tpm-encryption", struct tpm, tpm_encryption_fields,
               "How the emulator's state is encrypted.");

static const struct field tpm_backend_fields[] = {
    ATTR_ENUM("type", struct tpm, backend, tpm_backend, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "What the TPM is made of."),
    ATTR_ENUM("version", struct tpm, version, tpm_version, GUEST_ABI, .doc = "The version of the specification."),
    ATTR_ENUM("persistent_state", struct tpm, persistent_state, yes_no, HOST_ONLY, EMULATOR_ONLY,
              .doc = "Whether the state is kept when the guest is no longer defined."),
    ATTR(uint, "debug", struct tpm, debug, HOST_ONLY, EMULATOR_ONLY, .max = G_MAXUINT32,
         .doc = "How much the emulator writes to its log."),
    INLINE("device", tpm_device, 0, .only_if = BIT(TPM_PASSTHROUGH), .doc = "The host's TPM."),
    INLINE("encryption", tpm_encryption, 0, EMULATOR_ONLY, .doc = "How the emulator's state is encrypted."),
    INLINE("source", tpm_source, 0, EMULATOR_ONLY, .doc = "Where the emulator keeps its state."),
    INLINE("source", tpm_source, REQUIRED, .only_if = BIT(TPM_EXTERNAL), .doc = "The emulator's socket."),
    CHILD("active_pcr_banks", struct tpm, active_pcr_banks, tpm_banks, 0, EMULATOR_ONLY,
          .doc = "The active banks of registers."),
    CHILD("profile", struct tpm, profile, tpm_profile, HOST_ONLY, EMULATOR_ONLY,
          .doc = "Which abilities a new TPM has."),
};
static ELEMENT(tpm_backend_element, "tpm-backend", struct tpm, tpm_backend_fields,
               "What the TPM is made of on the host.");

static const struct field tpm_fields[] = {
    ATTR_ENUM("model", struct tpm, model, tpm_model, GUEST_ABI, .doc = "The interface that the guest sees."),
    INLINE("backend", tpm_backend, REQUIRED, .doc = "What the TPM is made of on the host."),
    DEVICE_ALIAS(struct tpm),
    DEVICE_ACPI(struct tpm),
    DEVICE_ADDRESS(struct tpm),
};
ELEMENT(tpm_element, "tpm", struct tpm, tpm_fields, "A trusted platform module.");
