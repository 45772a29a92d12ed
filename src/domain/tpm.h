/* domain/tpm.h - the guest's trusted platform module: <tpm>. */
#pragma once

#include "domain/device.h"

enum tpm_model {
    TPM_MODEL_ABSENT,
    TPM_TIS,
    TPM_CRB,
    TPM_SPAPR,
    TPM_SPAPR_PROXY,
    TPM_MODEL_COUNT,
};
extern const struct enum_names tpm_model_names;

enum tpm_backend { TPM_BACKEND_ABSENT, TPM_PASSTHROUGH, TPM_EMULATOR, TPM_EXTERNAL, TPM_BACKEND_COUNT };
extern const struct enum_names tpm_backend_names;

enum tpm_version { TPM_VERSION_ABSENT, TPM_1_2, TPM_2_0, TPM_VERSION_COUNT };
extern const struct enum_names tpm_version_names;

enum tpm_source_type { TPM_SOURCE_ABSENT, TPM_SOURCE_FILE, TPM_SOURCE_DIR, TPM_SOURCE_UNIX, TPM_SOURCE_COUNT };
extern const struct enum_names tpm_source_type_names;

enum tpm_source_mode { TPM_SOURCE_MODE_ABSENT, TPM_CONNECT, TPM_SOURCE_MODE_COUNT };
extern const struct enum_names tpm_source_mode_names;

struct tpm_profile {
    struct place where;
    char *source, *name, *remove_disabled;
};

struct tpm_banks {
    struct place where;
    bool sha1, sha256, sha384, sha512;
};

struct tpm {
    struct device_info info;
    enum tpm_model model;
    /* <backend> */
    enum tpm_backend backend;
    enum tpm_version version;         /* emulator */
    enum yes_no persistent_state;     /* emulator */
    struct number debug;              /* emulator */
    char *device_path;                /* passthrough */
    enum tpm_source_type source_type; /* external: unix; emulator: file or dir */
    char *source_path;
    enum tpm_source_mode source_mode;   /* external */
    char *encryption_secret;            /* emulator: UUID */
    struct tpm_banks *active_pcr_banks; /* emulator */
    struct tpm_profile *profile;        /* emulator */
};
extern const struct element tpm_element;
