#include "domain/security.h"

ENUM_NAMES(seclabel_type,
           SECLABEL_TYPE_COUNT, [SECLABEL_NONE] = "none", [SECLABEL_DYNAMIC] = "dynamic", [SECLABEL_STATIC] = "static");
ENUM_NAMES(launch_security_type, LAUNCH_SECURITY_COUNT, [LAUNCH_SEV] = "sev", [LAUNCH_SEV_SNP] = "sev-snp",
           [LAUNCH_S390_PV] = "s390-pv", [LAUNCH_TDX] = "tdx");
ENUM_NAMES(keywrap_cipher_name, KEYWRAP_CIPHER_COUNT, [KEYWRAP_AES] = "aes", [KEYWRAP_DEA] = "dea");

/* ---- <seclabel> ---- */

static const struct field seclabel_fields[] = {
    ATTR_ENUM("type", struct seclabel, type, seclabel_type, HOST_ONLY,
              .doc = "'dynamic': a label made for the guest, 'static': the one given here, 'none': no label."),
    ATTR(string, "model", struct seclabel, model, HOST_ONLY,
         .doc = "The host's security model: selinux, apparmor, dac."),
    ATTR_ENUM("relabel", struct seclabel, relabel, yes_no, HOST_ONLY,
              .doc = "Whether the guest's files get the label, too."),
    TEXT(string, "label", struct seclabel, label, HOST_ONLY, .doc = "The label of the QEMU process."),
    TEXT(string, "imagelabel", struct seclabel, imagelabel, HOST_ONLY | NOT_KEPT,
         .doc = "The label of the guest's files; libvirt notes it."),
    TEXT(string, "baselabel", struct seclabel, baselabel, HOST_ONLY, .doc = "From what a dynamic label is made."),
};
ELEMENT(seclabel_element, "seclabel", struct seclabel, seclabel_fields, "The security label of the QEMU process.");

/* ---- <launchSecurity> ---- */

static const struct field tdx_quote_service_fields[] = {
    ATTR(path, "path", struct tdx_quote_service, path, HOST_ONLY,
         .doc = "The service's socket; the usual one if not given."),
};
static ELEMENT(tdx_quote_service_element, "tdx-quote-service", struct tdx_quote_service, tdx_quote_service_fields,
               "The host's service that signs the guest's quotes.");

#define ANY_SEV BIT(LAUNCH_SEV) | BIT(LAUNCH_SEV_SNP)

static const struct field launch_security_fields[] = {
    ATTR_ENUM("type", struct launch_security, type, launch_security_type, GUEST_ABI | REQUIRED | DISCRIMINANT,
              .doc = "How the guest is protected from its host."),
    ATTR_ENUM("kernelHashes", struct launch_security, kernel_hashes, yes_no, GUEST_ABI, .only_if = ANY_SEV,
              .doc = "Whether a directly booted kernel is measured, too."),
    ATTR_ENUM("authorKey", struct launch_security, author_key, yes_no, GUEST_ABI, .only_if = BIT(LAUNCH_SEV_SNP),
              .doc = "Whether the ID block's authentication holds the author's key."),
    ATTR_ENUM("vcek", struct launch_security, vcek, yes_no, GUEST_ABI, .only_if = BIT(LAUNCH_SEV_SNP),
              .doc = "Whether attestation may be signed by the chip's own key."),
    TEXT(uint, "cbitpos", struct launch_security, cbitpos, GUEST_ABI, .only_if = ANY_SEV, .max = G_MAXUINT32,
         .doc = "The bit of an address that marks encrypted memory; the host's if not given."),
    TEXT(uint, "reducedPhysBits", struct launch_security, reduced_phys_bits, GUEST_ABI, .only_if = ANY_SEV,
         .max = G_MAXUINT32, .doc = "How many bits encryption takes from a physical address; the host's if not given."),
    TEXT(hex, "policy", struct launch_security, policy, GUEST_ABI | REQUIRED, .only_if = ANY_SEV, .digits = 4,
         .doc = "The guest's policy, a bit mask."),
    TEXT(hex, "policy", struct launch_security, policy, GUEST_ABI, .only_if = BIT(LAUNCH_TDX),
         .doc = "The guest's attributes, a bit mask."),
    UNSUPPORTED_CHILD("handle", .only_if = ANY_SEV, .doc = "A handle of the firmware, which no host needs any more."),
    TEXT(string, "dhCert", struct launch_security, dh_cert, GUEST_ABI, .only_if = BIT(LAUNCH_SEV),
         .doc = "The owner's Diffie-Hellman key, in base64."),
    TEXT(string, "session", struct launch_security, session, GUEST_ABI, .only_if = BIT(LAUNCH_SEV),
         .doc = "The session of owner and firmware, in base64."),
    TEXT(string, "guestVisibleWorkarounds", struct launch_security, guest_visible_workarounds, GUEST_ABI,
         .only_if = BIT(LAUNCH_SEV_SNP),
         .doc = "Workarounds of the hypervisor that the guest sees, 16 bytes in base64."),
    TEXT(string, "idBlock", struct launch_security, id_block, GUEST_ABI, .only_if = BIT(LAUNCH_SEV_SNP),
         .doc = "The guest's ID block, 96 bytes in base64."),
    TEXT(string, "idAuth", struct launch_security, id_auth, GUEST_ABI, .only_if = BIT(LAUNCH_SEV_SNP),
         .doc = "The ID block's authentication, in base64."),
    TEXT(string, "hostData", struct launch_security, host_data, GUEST_ABI, .only_if = BIT(LAUNCH_SEV_SNP),
         .doc = "What the host tells the guest, 32 bytes in base64."),
    TEXT(string, "mrConfigId", struct launch_security, mr_config_id, GUEST_ABI, .only_if = BIT(LAUNCH_TDX),
         .doc = "An id of the guest's configuration, 48 bytes in base64."),
    TEXT(string, "mrOwner", struct launch_security, mr_owner, GUEST_ABI, .only_if = BIT(LAUNCH_TDX),
         .doc = "An id of the guest's owner, 48 bytes in base64."),
    TEXT(string, "mrOwnerConfig", struct launch_security, mr_owner_config, GUEST_ABI, .only_if = BIT(LAUNCH_TDX),
         .doc = "An id of the owner's configuration, 48 bytes in base64."),
    CHILD("quoteGenerationService", struct launch_security, quote_service, tdx_quote_service, 0,
          .only_if = BIT(LAUNCH_TDX), .doc = "The host's service that signs the guest's quotes."),
};
ELEMENT(launch_security_element, "launch-security", struct launch_security, launch_security_fields,
        "Protection of the guest from its host.");

/* ---- <keywrap> ---- */

static const struct field keywrap_cipher_fields[] = {
    ATTR_ENUM("name", struct keywrap_cipher, name, keywrap_cipher_name, GUEST_ABI | REQUIRED, .doc = "The cipher."),
    ATTR_ENUM("state", struct keywrap_cipher, state, on_off, GUEST_ABI | REQUIRED,
              .doc = "Whether the guest can wrap its keys."),
};
static ELEMENT(keywrap_cipher_element, "keywrap-cipher", struct keywrap_cipher, keywrap_cipher_fields,
               "Wrapped keys of one cipher.");

static const struct field keywrap_fields[] = {
    LIST("cipher", struct keywrap, ciphers, keywrap_cipher, 0, .doc = "Wrapped keys of one cipher."),
};
ELEMENT(keywrap_element, "keywrap", struct keywrap, keywrap_fields, "Keys that the host wraps for the guest (s390x).");
