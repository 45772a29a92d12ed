/* domain/features.h - what the machine can do beyond its type: <features>.
 *
 * A feature without attributes is a bool; one with only state='on|off' is a struct feature_state *
 * (NULL = not mentioned); others have a struct of their own.
 */
#pragma once

#include "xml/field.h"

struct feature_state {
    struct place where;
    enum on_off state;
};

struct feature_apic {
    struct place where;
    enum on_off eoi;
};

/* ---- <hyperv> ---- */

enum hyperv_mode { HYPERV_MODE_ABSENT, HYPERV_CUSTOM, HYPERV_PASSTHROUGH, HYPERV_HOST_MODEL, HYPERV_MODE_COUNT };
extern const struct enum_names hyperv_mode_names;

struct hyperv_spinlocks {
    struct place where;
    enum on_off state;
    struct number retries;
};

struct hyperv_stimer {
    struct place where;
    enum on_off state;
    struct feature_state *direct;
};

struct hyperv_vendor_id {
    struct place where;
    enum on_off state;
    char *value;
};

struct hyperv_tlbflush {
    struct place where;
    enum on_off state;
    struct feature_state *direct, *extended;
};

struct hyperv {
    struct place where;
    enum hyperv_mode mode;
    struct feature_state *relaxed, *vapic, *vpindex, *runtime, *synic, *reset, *frequencies, *reenlightenment, *ipi,
        *evmcs, *avic, *emsr_bitmap, *xmm_input;
    struct hyperv_spinlocks *spinlocks;
    struct hyperv_stimer *stimer;
    struct hyperv_vendor_id *vendor_id;
    struct hyperv_tlbflush *tlbflush;
};

/* ---- <kvm>, <xen> ---- */

struct kvm_dirty_ring {
    struct place where;
    enum on_off state;
    struct number size; /* entries */
};

struct feature_kvm {
    struct place where;
    struct feature_state *hidden, *hint_dedicated, *poll_control, *pv_ipi;
    struct kvm_dirty_ring *dirty_ring;
};

enum xen_passthrough_mode { XEN_PASSTHROUGH_ABSENT, XEN_SYNC_PT, XEN_SHARE_PT, XEN_PASSTHROUGH_COUNT };
extern const struct enum_names xen_passthrough_mode_names;

struct xen_passthrough {
    struct place where;
    enum on_off state;
    enum xen_passthrough_mode mode;
};

struct feature_xen {
    struct place where;
    struct feature_state *e820_host;
    struct xen_passthrough *passthrough;
};

/* ---- the others ---- */

enum gic_version { GIC_VERSION_ABSENT, GIC_HOST, GIC_2, GIC_3, GIC_VERSION_COUNT };
extern const struct enum_names gic_version_names;

struct feature_gic {
    struct place where;
    enum gic_version version;
};

struct feature_smm {
    struct place where;
    enum on_off state;
    struct number tseg; /* bytes */
};

enum ioapic_driver { IOAPIC_DRIVER_ABSENT, IOAPIC_KVM, IOAPIC_QEMU, IOAPIC_DRIVER_COUNT };
extern const struct enum_names ioapic_driver_names;

struct feature_ioapic {
    struct place where;
    enum ioapic_driver driver;
};

enum hpt_resizing { HPT_RESIZING_ABSENT, HPT_ENABLED, HPT_DISABLED, HPT_REQUIRED, HPT_RESIZING_COUNT };
extern const struct enum_names hpt_resizing_names;

struct feature_hpt {
    struct place where;
    enum hpt_resizing resizing;
    struct number maxpagesize; /* bytes */
};

/* What a POWER guest is told of a weakness of the processor. */
enum cfpc { CFPC_ABSENT, CFPC_BROKEN, CFPC_WORKAROUND, CFPC_FIXED, CFPC_COUNT };
extern const struct enum_names cfpc_names;
enum ibs { IBS_ABSENT, IBS_BROKEN, IBS_WORKAROUND, IBS_FIXED_IBS, IBS_FIXED_CCD, IBS_FIXED_NA, IBS_COUNT };
extern const struct enum_names ibs_names;

struct feature_cfpc {
    struct place where;
    enum cfpc value;
};

struct feature_ibs {
    struct place where;
    enum ibs value;
};

enum unknown_msrs { UNKNOWN_MSRS_ABSENT, UNKNOWN_MSRS_IGNORE, UNKNOWN_MSRS_FAULT, UNKNOWN_MSRS_COUNT };
extern const struct enum_names unknown_msrs_names;

struct feature_msrs {
    struct place where;
    enum unknown_msrs unknown;
};

struct feature_async_teardown {
    struct place where;
    enum yes_no enabled;
};

struct feature_tcg {
    struct place where;
    struct number tb_cache; /* bytes */
};

enum feature_aia_value { AIA_ABSENT, AIA_NONE, AIA_APLIC, AIA_APLIC_IMSIC, AIA_COUNT };
extern const struct enum_names feature_aia_value_names;

struct feature_aia {
    struct place where;
    enum feature_aia_value value;
};

struct features {
    struct place where;
    bool acpi, pae;
    struct feature_apic *apic;
    struct feature_state *hap;
    bool viridian, privnet;
    struct hyperv *hyperv;
    struct feature_kvm *kvm;
    struct feature_state *pvspinlock;
    struct feature_state *pmu;
    struct feature_state *vmport;
    struct feature_gic *gic;
    struct feature_smm *smm;
    struct feature_ioapic *ioapic;
    struct feature_hpt *hpt;
    struct feature_state *vmcoreinfo;
    struct feature_state *htm;
    struct feature_state *nested_hv;
    struct feature_msrs *msrs;
    struct feature_state *ccf_assist;
    struct feature_xen *xen;
    struct feature_cfpc *cfpc;
    struct feature_cfpc *sbbc;
    struct feature_ibs *ibs;
    struct feature_tcg *tcg;
    struct feature_async_teardown *async_teardown;
    struct feature_state *ras;
    struct feature_state *ps2;
    struct feature_aia *aia;
};

extern const struct element features_element;
