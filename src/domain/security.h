/* domain/security.h - labels of the QEMU process, encrypted guests, wrapped keys:
 * <seclabel>, <launchSecurity>, <keywrap>. */
#pragma once

#include "xml/field.h"

enum seclabel_type {
    SECLABEL_TYPE_ABSENT,
    SECLABEL_NONE,
    SECLABEL_DYNAMIC,
    SECLABEL_STATIC,
    SECLABEL_TYPE_COUNT,
};
extern const struct enum_names seclabel_type_names;

struct seclabel {
    struct place where;
    enum seclabel_type type;
    char *model; /* "selinux", "apparmor", "dac", "none" */
    enum yes_no relabel;
    char *label, *imagelabel, *baselabel;
};

enum launch_security_type {
    LAUNCH_SECURITY_ABSENT,
    LAUNCH_SEV,
    LAUNCH_SEV_SNP,
    LAUNCH_S390_PV,
    LAUNCH_TDX,
    LAUNCH_SECURITY_COUNT,
};
extern const struct enum_names launch_security_type_names;

struct launch_security {
    struct place where;
    enum launch_security_type type;
    enum yes_no kernel_hashes;
    struct number cbitpos, reduced_phys_bits; /* not given: the host's */
    struct number policy;
    char *dh_cert, *session;                                          /* sev */
    enum yes_no author_key, vcek;                                     /* sev-snp */
    char *guest_visible_workarounds, *id_block, *id_auth, *host_data; /* sev-snp */
    char *mr_config_id, *mr_owner, *mr_owner_config;                  /* tdx */
    struct tdx_quote_service *quote_service;                          /* tdx */
};

struct tdx_quote_service {
    struct place where;
    char *path;
};

enum keywrap_cipher_name { KEYWRAP_CIPHER_ABSENT, KEYWRAP_AES, KEYWRAP_DEA, KEYWRAP_CIPHER_COUNT };
extern const struct enum_names keywrap_cipher_name_names;

struct keywrap_cipher {
    struct place where;
    enum keywrap_cipher_name name;
    enum on_off state;
};

struct keywrap {
    struct place where;
    GPtrArray *ciphers; /* struct keywrap_cipher * */
};

extern const struct element seclabel_element, launch_security_element, keywrap_element;
