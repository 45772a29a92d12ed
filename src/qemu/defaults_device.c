#include "qemu/defaults_parts.h"

#include "xml/own.h"

#include <string.h>

enum { SHMEM_SIZE = 4 * 1024 * 1024 };

/* ---- NICs ---- */

static bool mac_taken(const GPtrArray *nics, const char *mac)
{
    for (unsigned i = 0; i < nics->len; i++)
        if (g_strcmp0(((const struct iface *)nics->pdata[i])->mac, mac) == 0)
            return true;
    return false;
}

/* A MAC in QEMU's range, out of the domain's UUID and the NIC's number: the same for each reading. */
static char *make_mac(const struct domain *domain, unsigned nic)
{
    for (unsigned attempt = 0;; attempt++) {
        g_autofree char *seed = g_strdup_printf("%s nic %u %u", domain->uuid, nic, attempt);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA1, seed, -1);
        g_autofree char *mac = g_strdup_printf("52:54:00:%.2s:%.2s:%.2s", sum, sum + 2, sum + 4);

        if (!mac_taken(domain->devices->interfaces, mac))
            return g_steal_pointer(&mac);
    }
}

static bool names(const struct iface *transient, const struct iface *persistent)
{
    return transient->teaming && transient->teaming->type == TEAMING_TRANSIENT && persistent->info.alias &&
           g_strcmp0(transient->teaming->persistent_alias, persistent->info.alias) == 0;
}

/* The MAC of the other half of a pair, NULL if none is known: a guest pairs NICs with equal MACs. */
static const char *partner_mac(const struct domain *domain, const struct iface *nic)
{
    const GPtrArray *nics = domain->devices->interfaces;

    for (unsigned i = 0; i < nics->len; i++) {
        const struct iface *other = nics->pdata[i];

        if (other->mac && (names(nic, other) || names(other, nic)))
            return other->mac;
    }
    return NULL;
}

static const char *nic_model(enum board board, const struct profile *profile)
{
    if (board == BOARD_VIRT || board == BOARD_MICROVM)
        return "virtio";
    if (profile_has_device(profile, "rtl8139"))
        return "rtl8139";
    return profile_has_device(profile, "e1000") ? "e1000" : "virtio";
}

/* What speaks virtio itself and is handed through to the guest. */
static bool is_virtio_back_end(enum iface_type type)
{
    return type == IFACE_VDPA || type == IFACE_VHOSTUSER;
}

/* An assigned NIC is driven by the guest alone. */
static void assigned_nic(struct iface *nic, struct report *report)
{
    if (nic->queues.given)
        complain(report, SEVERITY_WARNING, "defaults.ignored", nic->info.where, "leave it out",
                 "queues='%u' of the assigned <interface> '%s' is left out: the guest's driver decides",
                 (unsigned)nic->queues.value, nic->mac);
    nic->queues = (struct number){0};
    if (nic->filterref)
        complain(report, SEVERITY_WARNING, "defaults.ignored", nic->filterref->where, "leave it out",
                 "<filterref> of the assigned <interface> '%s' is left out: its packets do not pass the host",
                 nic->mac);
    element_clear(&iface_element, nic, "filterref");
}

static void one_nic(struct domain *domain, unsigned i, const struct profile *profile, struct report *report)
{
    struct iface *nic = domain->devices->interfaces->pdata[i];

    if (!nic->mac)
        nic->mac = g_strdup(partner_mac(domain, nic));
    if (!nic->mac)
        nic->mac = make_mac(domain, i);
    if (nic->coalesce_rx_frames.value == 0) /* no limit, as if nothing were said */
        nic->coalesce_rx_frames = (struct number){0};
    if (nic->type == IFACE_HOSTDEV)
        assigned_nic(nic, report);
    if (nic->model || nic->type == IFACE_HOSTDEV)
        return;
    nic->model = g_strdup(is_virtio_back_end(nic->type) ? "virtio" : nic_model(domain_board(domain), profile));
}

/* ---- input ---- */

static enum input_bus bus_of_input(const struct input *input, enum board board)
{
    switch (input->type) {
    case INPUT_MOUSE:
    case INPUT_KEYBOARD:
        return board_has_ps2(board) ? INPUT_BUS_PS2 : INPUT_BUS_USB;
    case INPUT_TABLET:
        return INPUT_BUS_USB;
    case INPUT_PASSTHROUGH:
        return INPUT_BUS_VIRTIO;
    default:
        return INPUT_BUS_ABSENT;
    }
}

static void add_ps2(GPtrArray *inputs, enum input_type type)
{
    struct input *added;

    for (unsigned i = 0; i < inputs->len; i++) {
        const struct input *input = inputs->pdata[i];

        if (input->type == type && input->bus == INPUT_BUS_PS2)
            return;
    }
    added = element_new(&input_element);
    added->type = type;
    added->bus = INPUT_BUS_PS2;
    g_ptr_array_add(inputs, added);
}

static void inputs(struct domain *domain)
{
    GPtrArray *list = domain->devices->inputs;
    const struct feature_state *ps2 = domain->features ? domain->features->ps2 : NULL;
    enum board board = domain_board(domain);

    for (unsigned i = 0; i < list->len; i++) {
        struct input *input = list->pdata[i];

        if (!input->bus)
            input->bus = bus_of_input(input, board);
    }
    if (!board_has_ps2(board) || (ps2 && ps2->state == OFF))
        return;
    add_ps2(list, INPUT_MOUSE);
    add_ps2(list, INPUT_KEYBOARD);
}

/* ---- devices that the machine has by itself ---- */

static void memballoon(struct domain *domain)
{
    if (domain->devices->memballoon || !board_has_pci(domain_board(domain)))
        return;
    domain->devices->memballoon = element_new(&memballoon_element);
    domain->devices->memballoon->model = MEMBALLOON_VIRTIO;
}

/* The watchdog of q35 acts as the others do: QEMU has one action for all. */
static void itco_watchdog(struct domain *domain)
{
    GPtrArray *list = domain->devices->watchdogs;
    struct watchdog *itco;

    for (unsigned i = 0; i < list->len; i++) {
        struct watchdog *watchdog = list->pdata[i];

        if (!watchdog->action)
            watchdog->action = WATCHDOG_RESET;
        if (watchdog->model == WATCHDOG_ITCO)
            return;
    }
    if (domain_board(domain) != BOARD_Q35)
        return;
    itco = element_new(&watchdog_element);
    itco->model = WATCHDOG_ITCO;
    itco->action = list->len > 0 ? ((const struct watchdog *)list->pdata[0])->action : WATCHDOG_RESET;
    g_ptr_array_add(list, itco);
}

/* ---- one device of each other kind ---- */

static void one_hostdev(struct hostdev *hostdev)
{
    if (!hostdev->mode)
        hostdev->mode = HOSTDEV_SUBSYSTEM;
    if (hostdev->mode == HOSTDEV_SUBSYSTEM && !hostdev->managed)
        hostdev->managed = NO;
    if (hostdev->type == HOSTDEV_SCSI)
        hostdev->source.iscsi_name = defaults_iscsi_name(hostdev->source.iscsi_name);
}

static void one_filesystem(struct filesystem *filesystem)
{
    if (!filesystem->type)
        filesystem->type = FILESYSTEM_MOUNT;
    if (!filesystem->access && !filesystem->socket) /* otherwise it is for the daemon behind the socket */
        filesystem->access = FILESYSTEM_PASSTHROUGH;
}

static void one_shmem(struct shmem *shmem)
{
    if (!shmem->size.given && shmem->model != SHMEM_IVSHMEM_DOORBELL)
        shmem->size = number(SHMEM_SIZE);
}

static void one_rng(struct rng *rng)
{
    if (rng->backend == RNG_RANDOM && !rng->file)
        rng->file = g_strdup("/dev/random");
}

static void one_panic(struct panic *panic, enum board board)
{
    if (!panic->model)
        panic->model = board == BOARD_VIRT ? PANIC_PVPANIC : PANIC_ISA;
}

static void one_tpm(struct tpm *tpm, enum board board)
{
    if (!tpm->model)
        tpm->model = TPM_TIS;
    if (tpm->backend == TPM_EMULATOR && !tpm->version)
        tpm->version = tpm->model == TPM_TIS && board != BOARD_VIRT ? TPM_1_2 : TPM_2_0;
}

static void one_sound(struct sound *sound)
{
    if (sound->model == SOUND_VIRTIO && !sound->streams.given)
        sound->streams = number(2);
}

/* The release of a USB device has two digits behind the dot: "9.4" is 9.40. */
static void redirection_filter(struct redirfilter *filter)
{
    for (unsigned i = 0; filter && i < filter->usbdevs->len; i++) {
        struct redirfilter_usbdev *usbdev = filter->usbdevs->pdata[i];
        const char *dot = usbdev->version ? strchr(usbdev->version, '.') : NULL;

        if (dot && strlen(dot) == 2) {
            char *version = g_strconcat(usbdev->version, "0", NULL);

            g_free(usbdev->version);
            usbdev->version = version;
        }
    }
}

static void each_device(struct domain *domain, const struct profile *profile, struct report *report)
{
    struct devices *devices = domain->devices;
    enum board board = domain_board(domain);

    for (unsigned i = 0; i < devices->interfaces->len; i++)
        one_nic(domain, i, profile, report);
    for (unsigned i = 0; i < devices->hostdevs->len; i++)
        one_hostdev(devices->hostdevs->pdata[i]);
    for (unsigned i = 0; i < devices->filesystems->len; i++)
        one_filesystem(devices->filesystems->pdata[i]);
    for (unsigned i = 0; i < devices->shmems->len; i++)
        one_shmem(devices->shmems->pdata[i]);
    for (unsigned i = 0; i < devices->rngs->len; i++)
        one_rng(devices->rngs->pdata[i]);
    for (unsigned i = 0; i < devices->panics->len; i++)
        one_panic(devices->panics->pdata[i], board);
    for (unsigned i = 0; i < devices->tpms->len; i++)
        one_tpm(devices->tpms->pdata[i], board);
    for (unsigned i = 0; i < devices->sounds->len; i++)
        one_sound(devices->sounds->pdata[i]);
    if (devices->vsock && !devices->vsock->model)
        devices->vsock->model = VIRTIO;
    redirection_filter(devices->redirfilter);
}

static void emulator(struct devices *devices, const struct profile *profile)
{
    if (devices->emulator)
        return;
    if (profile_binary(profile))
        devices->emulator = g_strdup(profile_binary(profile));
    else
        devices->emulator = g_strdup_printf("/usr/bin/qemu-system-%s", profile_arch(profile));
}

void defaults_devices(struct domain *domain, const struct profile *profile, struct report *report)
{
    emulator(domain->devices, profile);
    each_device(domain, profile, report);
    inputs(domain);
    itco_watchdog(domain);
    memballoon(domain);
}
