#include "domain/devices.h"

static const struct field devices_fields[] = {
    TEXT(path, "emulator", struct devices, emulator, HOST_ONLY, .doc = "QEMU's binary; looked for if not given."),
    LIST("disk", struct devices, disks, disk, 0, .doc = "A disk or drive."),
    LIST("controller", struct devices, controllers, controller, 0, .doc = "What devices are plugged into."),
    LIST("lease", struct devices, leases, lease, HOST_ONLY, .doc = "A lease of a lock manager."),
    LIST("filesystem", struct devices, filesystems, filesystem, 0, .doc = "A folder of the host."),
    LIST("interface", struct devices, interfaces, iface, 0, .doc = "A NIC."),
    LIST("smartcard", struct devices, smartcards, smartcard, 0, .doc = "A smart card reader."),
    LIST("serial", struct devices, serials, serial, 0, .doc = "A serial port."),
    LIST("parallel", struct devices, parallels, parallel, 0, .doc = "A parallel port."),
    LIST("console", struct devices, consoles, console, 0, .doc = "A console."),
    LIST("channel", struct devices, channels, channel, 0, .doc = "A private line between guest and host."),
    LIST("input", struct devices, inputs, input, 0, .doc = "A keyboard, mouse or tablet."),
    LIST("tpm", struct devices, tpms, tpm, 0, .doc = "A trusted platform module."),
    LIST("graphics", struct devices, graphics, graphics, HOST_ONLY, .doc = "How a person sees the guest's screen."),
    LIST("sound", struct devices, sounds, sound, 0, .doc = "A sound card."),
    LIST("audio", struct devices, audios, audio, HOST_ONLY, .doc = "Where the guest's sound goes."),
    LIST("video", struct devices, videos, video, 0, .doc = "A graphics card."),
    LIST("hostdev", struct devices, hostdevs, hostdev, 0, .doc = "A device of the host."),
    LIST("redirdev", struct devices, redirdevs, redirdev, 0, .doc = "A USB device that a client hands on."),
    CHILD("redirfilter", struct devices, redirfilter, redirfilter, HOST_ONLY,
          .doc = "Which USB devices of a client are let through."),
    LIST("hub", struct devices, hubs, hub, 0, .doc = "A USB hub."),
    LIST("watchdog", struct devices, watchdogs, watchdog, 0, .doc = "What acts when the guest hangs."),
    CHILD("memballoon", struct devices, memballoon, memballoon, 0, .doc = "How the host takes memory back."),
    LIST("rng", struct devices, rngs, rng, 0, .doc = "Random numbers for the guest."),
    CHILD("nvram", struct devices, nvram, nvram_device, 0, .doc = "The NVRAM of a pSeries machine."),
    LIST("panic", struct devices, panics, panic, 0, .doc = "How the guest tells that its kernel panicked."),
    LIST("shmem", struct devices, shmems, shmem, 0, .doc = "Memory that several guests share."),
    LIST("memory", struct devices, memories, memdev, 0, .doc = "A memory module."),
    LIST("crypto", struct devices, cryptos, crypto, 0, .doc = "Encryption that the host does."),
    LIST("iommu", struct devices, iommus, iommu, 0, .doc = "The guest's IOMMU."),
    CHILD("vsock", struct devices, vsock, vsock, 0, .doc = "Sockets between guest and host."),
    CHILD("pstore", struct devices, pstore, pstore, 0, .doc = "A small store that outlives a crash."),
};
ELEMENT(devices_element, "devices", struct devices, devices_fields, "All devices of the machine.");

/* Where the devices of a kind are. */
struct device_place {
    const char *name;
    size_t offset;
    bool single; /* a pointer to the device instead of a list */
};

static const struct device_place places[DEVICE_KIND_COUNT] = {
    [DEVICE_DISK] = {"disk", offsetof(struct devices, disks)},
    [DEVICE_CONTROLLER] = {"controller", offsetof(struct devices, controllers)},
    [DEVICE_FILESYSTEM] = {"filesystem", offsetof(struct devices, filesystems)},
    [DEVICE_INTERFACE] = {"interface", offsetof(struct devices, interfaces)},
    [DEVICE_SMARTCARD] = {"smartcard", offsetof(struct devices, smartcards)},
    [DEVICE_SERIAL] = {"serial", offsetof(struct devices, serials)},
    [DEVICE_PARALLEL] = {"parallel", offsetof(struct devices, parallels)},
    [DEVICE_CONSOLE] = {"console", offsetof(struct devices, consoles)},
    [DEVICE_CHANNEL] = {"channel", offsetof(struct devices, channels)},
    [DEVICE_INPUT] = {"input", offsetof(struct devices, inputs)},
    [DEVICE_TPM] = {"tpm", offsetof(struct devices, tpms)},
    [DEVICE_SOUND] = {"sound", offsetof(struct devices, sounds)},
    [DEVICE_VIDEO] = {"video", offsetof(struct devices, videos)},
    [DEVICE_HOSTDEV] = {"hostdev", offsetof(struct devices, hostdevs)},
    [DEVICE_REDIRDEV] = {"redirdev", offsetof(struct devices, redirdevs)},
    [DEVICE_HUB] = {"hub", offsetof(struct devices, hubs)},
    [DEVICE_WATCHDOG] = {"watchdog", offsetof(struct devices, watchdogs)},
    [DEVICE_MEMBALLOON] = {"memballoon", offsetof(struct devices, memballoon), .single = true},
    [DEVICE_RNG] = {"rng", offsetof(struct devices, rngs)},
    [DEVICE_NVRAM] = {"nvram", offsetof(struct devices, nvram), .single = true},
    [DEVICE_PANIC] = {"panic", offsetof(struct devices, panics)},
    [DEVICE_SHMEM] = {"shmem", offsetof(struct devices, shmems)},
    [DEVICE_MEMORY] = {"memory", offsetof(struct devices, memories)},
    [DEVICE_CRYPTO] = {"crypto", offsetof(struct devices, cryptos)},
    [DEVICE_IOMMU] = {"iommu", offsetof(struct devices, iommus)},
    [DEVICE_VSOCK] = {"vsock", offsetof(struct devices, vsock), .single = true},
    [DEVICE_PSTORE] = {"pstore", offsetof(struct devices, pstore), .single = true},
};

const char *device_kind_name(enum device_kind kind)
{
    return places[kind].name;
}

static void visit_kind(const struct devices *devices, enum device_kind kind, device_function visit, void *data)
{
    const void *at = (const char *)devices + places[kind].offset;

    if (places[kind].single) {
        void *device = *(void *const *)at;

        if (device)
            visit(kind, device, data);
        return;
    }
    for (unsigned i = 0; i < (*(GPtrArray *const *)at)->len; i++)
        visit(kind, (*(GPtrArray *const *)at)->pdata[i], data);
}

void devices_foreach(const struct devices *devices, device_function visit, void *data)
{
    for (enum device_kind kind = DEVICE_DISK; devices && kind < DEVICE_KIND_COUNT; kind++)
        visit_kind(devices, kind, visit, data);
}

struct alias_search {
    const char *alias;
    struct device_info *found;
    enum device_kind kind;
};

static void match_alias(enum device_kind kind, void *device, void *data)
{
    struct alias_search *search = data;
    struct device_info *info = device;

    if (search->found || g_strcmp0(info->alias, search->alias) != 0)
        return;
    search->found = info;
    search->kind = kind;
}

struct device_info *devices_find_alias(const struct devices *devices, const char *alias, enum device_kind *kind)
{
    struct alias_search search = {.alias = alias};

    if (!alias)
        return NULL;
    devices_foreach(devices, match_alias, &search);
    if (kind)
        *kind = search.kind;
    return search.found;
}
