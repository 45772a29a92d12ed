#include "domain/features.h"

ENUM_NAMES(hyperv_mode, HYPERV_MODE_COUNT, [HYPERV_CUSTOM] = "custom", [HYPERV_PASSTHROUGH] = "passthrough",
           [HYPERV_HOST_MODEL] = "host-model");
ENUM_NAMES(xen_passthrough_mode, XEN_PASSTHROUGH_COUNT, [XEN_SYNC_PT] = "sync_pt", [XEN_SHARE_PT] = "share_pt");
ENUM_NAMES(gic_version, GIC_VERSION_COUNT, [GIC_HOST] = "host", [GIC_2] = "2", [GIC_3] = "3");
ENUM_NAMES(ioapic_driver, IOAPIC_DRIVER_COUNT, [IOAPIC_KVM] = "kvm", [IOAPIC_QEMU] = "qemu");
ENUM_NAMES(hpt_resizing,
           HPT_RESIZING_COUNT, [HPT_ENABLED] = "enabled", [HPT_DISABLED] = "disabled", [HPT_REQUIRED] = "required");
ENUM_NAMES(cfpc, CFPC_COUNT, [CFPC_BROKEN] = "broken", [CFPC_WORKAROUND] = "workaround", [CFPC_FIXED] = "fixed");
ENUM_NAMES(ibs, IBS_COUNT, [IBS_BROKEN] = "broken", [IBS_WORKAROUND] = "workaround", [IBS_FIXED_IBS] = "fixed-ibs",
           [IBS_FIXED_CCD] = "fixed-ccd", [IBS_FIXED_NA] = "fixed-na");
ENUM_NAMES(unknown_msrs, UNKNOWN_MSRS_COUNT, [UNKNOWN_MSRS_IGNORE] = "ignore", [UNKNOWN_MSRS_FAULT] = "fault");
ENUM_NAMES(feature_aia_value, AIA_COUNT, [AIA_NONE] = "none", [AIA_APLIC] = "aplic", [AIA_APLIC_IMSIC] = "aplic-imsic");

/* <pmu state='on'/>: without the attribute it is on */
static const struct field feature_state_fields[] = {
    ATTR_ENUM("state", struct feature_state, state, on_off, GUEST_ABI,
              .doc = "Whether the guest has it; on if not given."),
};
static ELEMENT(feature_state_element, "feature-state", struct feature_state, feature_state_fields,
               "A feature that is on or off.");

/* <relaxed state='on'/>: the attribute has to be there */
static const struct field feature_switch_fields[] = {
    ATTR_ENUM("state", struct feature_state, state, on_off, GUEST_ABI | REQUIRED, .doc = "Whether the guest has it."),
};
static ELEMENT(feature_switch_element, "feature-switch", struct feature_state, feature_switch_fields,
               "A feature that is said to be on or off.");

/* CHILD of struct feature_state whose state has to be given. */
#define SWITCH(name_, type_, member_, flags_, ...)                                                                     \
    {                                                                                                                  \
        .name = (name_), .form = FORM_CHILD, .element = &feature_switch_element,                                       \
        PLACE(type_, member_, struct feature_state *), .flags = (flags_), __VA_ARGS__                                  \
    }

static const struct field feature_apic_fields[] = {
    ATTR_ENUM("eoi", struct feature_apic, eoi, on_off, GUEST_ABI,
              .doc = "Whether the guest may end an interrupt without leaving to the host (paravirtual EOI)."),
};
static ELEMENT(feature_apic_element, "apic", struct feature_apic, feature_apic_fields,
               "The interrupt controller of each processor.");

/* ---- <hyperv> ---- */

static const struct field hyperv_spinlocks_fields[] = {
    ATTR_ENUM("state", struct hyperv_spinlocks, state, on_off, GUEST_ABI | REQUIRED,
              .doc = "Whether the guest has it."),
    ATTR(uint, "retries", struct hyperv_spinlocks, retries, GUEST_ABI, .max = G_MAXUINT32,
         .doc = "How often a guest tries a lock before it tells the host, at least 4095."),
};
static ELEMENT(hyperv_spinlocks_element, "hyperv-spinlocks", struct hyperv_spinlocks, hyperv_spinlocks_fields,
               "A guest that waits long for a lock tells the host.");

static const struct field hyperv_stimer_fields[] = {
    ATTR_ENUM("state", struct hyperv_stimer, state, on_off, GUEST_ABI | REQUIRED, .doc = "Whether the guest has it."),
    SWITCH("direct", struct hyperv_stimer, direct, 0, .doc = "Timers that raise an interrupt directly."),
};
static ELEMENT(hyperv_stimer_element, "hyperv-stimer", struct hyperv_stimer, hyperv_stimer_fields,
               "Timers of Hyper-V.");

static const struct field hyperv_vendor_id_fields[] = {
    ATTR_ENUM("state", struct hyperv_vendor_id, state, on_off, GUEST_ABI | REQUIRED,
              .doc = "Whether the guest sees the text."),
    ATTR(string, "value", struct hyperv_vendor_id, value, GUEST_ABI, .min = 1, .max = 12,
         .doc = "The text, without a comma."),
};
static ELEMENT(hyperv_vendor_id_element, "hyperv-vendor-id", struct hyperv_vendor_id, hyperv_vendor_id_fields,
               "By which name the hypervisor introduces itself.");

static const struct field hyperv_tlbflush_fields[] = {
    ATTR_ENUM("state", struct hyperv_tlbflush, state, on_off, GUEST_ABI | REQUIRED, .doc = "Whether the guest has it."),
    SWITCH("direct", struct hyperv_tlbflush, direct, 0, .doc = "For nested guests, without asking their host."),
    SWITCH("extended", struct hyperv_tlbflush, extended, 0, .doc = "Also for ranges of addresses."),
};
static ELEMENT(hyperv_tlbflush_element, "hyperv-tlbflush", struct hyperv_tlbflush, hyperv_tlbflush_fields,
               "Lets the host flush the TLBs of several processors.");

static const struct field hyperv_fields[] = {
    ATTR_ENUM("mode", struct hyperv, mode, hyperv_mode, GUEST_ABI | DISCRIMINANT, .initial = HYPERV_CUSTOM,
              .doc = "'custom': what is listed; 'passthrough': all that the host has; 'host-model': all that QEMU "
                     "names, now and after a migration."),
    SWITCH("relaxed", struct hyperv, relaxed, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "The guest forgives late timers."),
    SWITCH("vapic", struct hyperv, vapic, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "A faster way to the interrupt controller."),
    CHILD("spinlocks", struct hyperv, spinlocks, hyperv_spinlocks, 0,
          .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
          .doc = "A guest that waits long for a lock tells the host."),
    SWITCH("vpindex", struct hyperv, vpindex, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "Numbers of virtual processors."),
    SWITCH("runtime", struct hyperv, runtime, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "Processor time spent on behalf of the guest."),
    SWITCH("synic", struct hyperv, synic, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "The synthetic interrupt controller."),
    CHILD("stimer", struct hyperv, stimer, hyperv_stimer, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
          .doc = "Timers of Hyper-V."),
    SWITCH("reset", struct hyperv, reset, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "A register by which the guest resets the machine."),
    CHILD("vendor_id", struct hyperv, vendor_id, hyperv_vendor_id, 0,
          .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
          .doc = "By which name the hypervisor introduces itself."),
    SWITCH("frequencies", struct hyperv, frequencies, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "Registers that tell the frequencies of clocks."),
    SWITCH("reenlightenment", struct hyperv, reenlightenment, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "The guest is told when a migration changed the frequency of its TSC."),
    CHILD("tlbflush", struct hyperv, tlbflush, hyperv_tlbflush, 0,
          .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
          .doc = "Lets the host flush the TLBs of several processors."),
    SWITCH("ipi", struct hyperv, ipi, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "Interrupts between processors by one call."),
    SWITCH("evmcs", struct hyperv, evmcs, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "A faster way to run nested guests (Intel)."),
    SWITCH("avic", struct hyperv, avic, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "Keeps the interrupt controller that hardware virtualises in use."),
    SWITCH("emsr_bitmap", struct hyperv, emsr_bitmap, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "Fewer changes of nested guests' MSR bitmaps to look at."),
    SWITCH("xmm_input", struct hyperv, xmm_input, 0, .only_if = BIT(HYPERV_CUSTOM) | BIT(HYPERV_HOST_MODEL),
           .doc = "Calls whose arguments are in XMM registers."),
};
static ELEMENT(hyperv_element, "hyperv", struct hyperv, hyperv_fields, "What Windows expects of a hypervisor.");

/* ---- <kvm>, <xen> ---- */

static const struct field kvm_dirty_ring_fields[] = {
    ATTR_ENUM("state", struct kvm_dirty_ring, state, on_off, HOST_ONLY | REQUIRED, .doc = "Whether KVM keeps it."),
    ATTR(uint, "size", struct kvm_dirty_ring, size, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "Entries for each processor: a power of two from 1024 to 65536."),
};
static ELEMENT(kvm_dirty_ring_element, "kvm-dirty-ring", struct kvm_dirty_ring, kvm_dirty_ring_fields,
               "Pages that the guest wrote to, kept in a ring instead of a bitmap.");

static const struct field feature_kvm_fields[] = {
    SWITCH("hidden", struct feature_kvm, hidden, 0, .doc = "Whether the guest cannot tell that it runs on KVM."),
    SWITCH("hint-dedicated", struct feature_kvm, hint_dedicated, 0,
           .doc = "Whether the guest may assume that its processors are its own."),
    SWITCH("poll-control", struct feature_kvm, poll_control, 0,
           .doc = "Whether the guest may poll before it halts, and tell the host not to."),
    SWITCH("pv-ipi", struct feature_kvm, pv_ipi, 0, .doc = "Whether interrupts between processors are one call."),
    CHILD("dirty-ring", struct feature_kvm, dirty_ring, kvm_dirty_ring, 0,
          .doc = "Pages that the guest wrote to, kept in a ring."),
};
static ELEMENT(feature_kvm_element, "kvm", struct feature_kvm, feature_kvm_fields, "What KVM offers its guest.");

static const struct field xen_passthrough_fields[] = {
    ATTR_ENUM("state", struct xen_passthrough, state, on_off, GUEST_ABI | REQUIRED, .doc = "Whether it is allowed."),
    ATTR_ENUM("mode", struct xen_passthrough, mode, xen_passthrough_mode, HOST_ONLY,
              .doc = "Whether the IOMMU has tables of its own."),
};
static ELEMENT(xen_passthrough_element, "xen-passthrough", struct xen_passthrough, xen_passthrough_fields,
               "Devices of the host in a Xen guest.");

static const struct field feature_xen_fields[] = {
    SWITCH("e820_host", struct feature_xen, e820_host, 0, .doc = "Whether the guest sees the host's memory map."),
    CHILD("passthrough", struct feature_xen, passthrough, xen_passthrough, 0, .doc = "Devices of the host."),
};
static ELEMENT(feature_xen_element, "xen", struct feature_xen, feature_xen_fields, "What Xen offers its guest.");

/* ---- the others ---- */

static const struct field feature_gic_fields[] = {
    ATTR_ENUM("version", struct feature_gic, version, gic_version, GUEST_ABI,
              .doc = "Its version; the best that the host has if not given."),
};
static ELEMENT(feature_gic_element, "gic", struct feature_gic, feature_gic_fields, "The interrupt controller of ARM.");

static const struct field feature_smm_fields[] = {
    ATTR_ENUM("state", struct feature_smm, state, on_off, GUEST_ABI,
              .doc = "Whether the guest has it; on if not given."),
    TEXT(size, "tseg", struct feature_smm, tseg, GUEST_ABI, IN_MIB, .max = INT64_MAX,
         .doc = "Size of the memory that only this mode sees (q35)."),
};
static ELEMENT(feature_smm_element, "smm", struct feature_smm, feature_smm_fields, "The System Management Mode.");

static const struct field feature_ioapic_fields[] = {
    ATTR_ENUM("driver", struct feature_ioapic, driver, ioapic_driver, GUEST_ABI,
              .doc = "Who emulates it: KVM in the kernel, or QEMU, as interrupt remapping needs it."),
};
static ELEMENT(feature_ioapic_element, "ioapic", struct feature_ioapic, feature_ioapic_fields,
               "The interrupt controller of devices.");

static const struct field feature_hpt_fields[] = {
    ATTR_ENUM("resizing", struct feature_hpt, resizing, hpt_resizing, GUEST_ABI,
              .doc = "Whether the guest may, may not or must be able to resize it."),
    TEXT(size, "maxpagesize", struct feature_hpt, maxpagesize, GUEST_ABI, IN_KIB, .max = INT64_MAX,
         .doc = "The largest page the guest may use."),
};
static ELEMENT(feature_hpt_element, "hpt", struct feature_hpt, feature_hpt_fields,
               "The page table of POWER (pseries).");

static const struct field feature_cfpc_fields[] = {
    ATTR_ENUM("value", struct feature_cfpc, value, cfpc, GUEST_ABI | REQUIRED, .doc = "What the guest is told."),
};
static ELEMENT(feature_cfpc_element, "cfpc", struct feature_cfpc, feature_cfpc_fields,
               "A weakness of the processor that the guest is told of (pseries).");

static const struct field feature_ibs_fields[] = {
    ATTR_ENUM("value", struct feature_ibs, value, ibs, GUEST_ABI | REQUIRED, .doc = "What the guest is told."),
};
static ELEMENT(feature_ibs_element, "ibs", struct feature_ibs, feature_ibs_fields,
               "Speculation over indirect branches, as the guest is told (pseries).");

static const struct field feature_msrs_fields[] = {
    ATTR_ENUM("unknown", struct feature_msrs, unknown, unknown_msrs, GUEST_ABI | REQUIRED,
              .doc = "Whether access to an unknown register is ignored or a fault."),
};
static ELEMENT(feature_msrs_element, "msrs", struct feature_msrs, feature_msrs_fields, "Model-specific registers.");

static const struct field feature_async_teardown_fields[] = {
    ATTR_ENUM("enabled", struct feature_async_teardown, enabled, yes_no, HOST_ONLY, .doc = "Whether it is done."),
};
static ELEMENT(feature_async_teardown_element, "async-teardown", struct feature_async_teardown,
               feature_async_teardown_fields, "Frees the guest's memory after QEMU has ended.");

static const struct field feature_tcg_fields[] = {
    TEXT(size, "tb-cache", struct feature_tcg, tb_cache, HOST_ONLY, IN_KIB, .max = INT64_MAX,
         .doc = "Size of the cache of translated code."),
};
static ELEMENT(feature_tcg_element, "tcg", struct feature_tcg, feature_tcg_fields, "How TCG emulates processors.");

static const struct field feature_aia_fields[] = {
    ATTR_ENUM("value", struct feature_aia, value, feature_aia_value, GUEST_ABI | REQUIRED,
              .doc = "What there is of it."),
};
static ELEMENT(feature_aia_element, "aia", struct feature_aia, feature_aia_fields,
               "The advanced interrupt architecture of RISC-V.");

/* ---- <features> ---- */

static const struct field features_fields[] = {
    TEXT(flag, "acpi", struct features, acpi, GUEST_ABI,
         .doc = "Firmware tables that tell the guest what the machine has."),
    CHILD("apic", struct features, apic, feature_apic, 0, .doc = "The interrupt controller of each processor."),
    TEXT(flag, "pae", struct features, pae, GUEST_ABI, .doc = "Physical addresses of more than 32 bits."),
    CHILD("hap", struct features, hap, feature_state, 0, .doc = "Paging done by hardware."),
    TEXT(flag, "viridian", struct features, viridian, GUEST_ABI, .doc = "What Windows expects of a hypervisor (Xen)."),
    TEXT(flag, "privnet", struct features, privnet, HOST_ONLY, .doc = "A network name space of its own (LXC)."),
    CHILD("hyperv", struct features, hyperv, hyperv, 0, .doc = "What Windows expects of a hypervisor."),
    CHILD("kvm", struct features, kvm, feature_kvm, 0, .doc = "What KVM offers its guest."),
    CHILD("pvspinlock", struct features, pvspinlock, feature_state, 0,
          .doc = "A guest that waits long for a lock gives the processor away."),
    UNSUPPORTED_CHILD("capabilities", .doc = "Linux capabilities of a container (LXC)."),
    CHILD("pmu", struct features, pmu, feature_state, 0, .doc = "The performance counters of processors."),
    CHILD("vmport", struct features, vmport, feature_state, 0,
          .doc = "The port by which VMware's tools find their host."),
    CHILD("gic", struct features, gic, feature_gic, 0, .doc = "The interrupt controller of ARM."),
    CHILD("smm", struct features, smm, feature_smm, 0, .doc = "The System Management Mode."),
    CHILD("ioapic", struct features, ioapic, feature_ioapic, 0, .doc = "The interrupt controller of devices."),
    CHILD("hpt", struct features, hpt, feature_hpt, 0, .doc = "The page table of POWER (pseries)."),
    CHILD("vmcoreinfo", struct features, vmcoreinfo, feature_state, 0,
          .doc = "A device by which the guest says where to find what a dump needs."),
    SWITCH("htm", struct features, htm, 0, .doc = "Transactional memory (pseries)."),
    SWITCH("nested-hv", struct features, nested_hv, 0, .doc = "Guests of the guest (pseries)."),
    CHILD("msrs", struct features, msrs, feature_msrs, 0, .doc = "Model-specific registers."),
    SWITCH("ccf-assist", struct features, ccf_assist, 0, .doc = "Help with flushing the count cache (pseries)."),
    CHILD("xen", struct features, xen, feature_xen, 0, .doc = "What Xen offers its guest."),
    CHILD("cfpc", struct features, cfpc, feature_cfpc, 0, .doc = "Whether the cache has to be flushed (pseries)."),
    CHILD("sbbc", struct features, sbbc, feature_cfpc, 0, .doc = "Speculation past bounds checks (pseries)."),
    CHILD("ibs", struct features, ibs, feature_ibs, 0, .doc = "Speculation over indirect branches (pseries)."),
    CHILD("tcg", struct features, tcg, feature_tcg, 0, .doc = "How TCG emulates processors."),
    CHILD("async-teardown", struct features, async_teardown, feature_async_teardown, 0,
          .doc = "Frees the guest's memory after QEMU has ended."),
    SWITCH("ras", struct features, ras, 0, .doc = "The guest is told of memory errors (ARM)."),
    SWITCH("ps2", struct features, ps2, 0, .doc = "The controller of PS/2 keyboard and mouse."),
    CHILD("aia", struct features, aia, feature_aia, 0, .doc = "The advanced interrupt architecture of RISC-V."),
};
ELEMENT(features_element, "features", struct features, features_fields, "What the machine can do beyond its type.");
