/* domain/devices.h - all devices of a domain: <devices>.
 *
 * A list holds pointers to the struct of its device, in the order of the document.  Every device whose
 * struct begins with `struct device_info info` is a device of the guest and is met by devices_foreach; leases,
 * graphics, audio back ends and filters of redirected devices are things of the host.
 */
#pragma once

#include "domain/audio.h"
#include "domain/chardev.h"
#include "domain/controller.h"
#include "domain/crypto.h"
#include "domain/disk.h"
#include "domain/filesystem.h"
#include "domain/graphics.h"
#include "domain/hostdev.h"
#include "domain/iface.h"
#include "domain/input.h"
#include "domain/iommu.h"
#include "domain/lease.h"
#include "domain/memballoon.h"
#include "domain/memdev.h"
#include "domain/nvram_device.h"
#include "domain/panic.h"
#include "domain/pstore.h"
#include "domain/rng.h"
#include "domain/shmem.h"
#include "domain/smartcard.h"
#include "domain/sound.h"
#include "domain/tpm.h"
#include "domain/usbdev.h"
#include "domain/video.h"
#include "domain/vsock.h"
#include "domain/watchdog.h"

struct devices {
    struct place where;
    char *emulator;
    GPtrArray *disks;       /* struct disk * */
    GPtrArray *controllers; /* struct controller * */
    GPtrArray *leases;      /* struct lease * */
    GPtrArray *filesystems; /* struct filesystem * */
    GPtrArray *interfaces;  /* struct iface * */
    GPtrArray *smartcards;  /* struct smartcard * */
    GPtrArray *serials;     /* struct serial * */
    GPtrArray *parallels;   /* struct parallel * */
    GPtrArray *consoles;    /* struct console * */
    GPtrArray *channels;    /* struct channel * */
    GPtrArray *inputs;      /* struct input * */
    GPtrArray *tpms;        /* struct tpm * */
    GPtrArray *graphics;    /* struct graphics * */
    GPtrArray *sounds;      /* struct sound * */
    GPtrArray *audios;      /* struct audio * */
    GPtrArray *videos;      /* struct video * */
    GPtrArray *hostdevs;    /* struct hostdev * */
    GPtrArray *redirdevs;   /* struct redirdev * */
    struct redirfilter *redirfilter;
    GPtrArray *hubs;      /* struct hub * */
    GPtrArray *watchdogs; /* struct watchdog * */
    struct memballoon *memballoon;
    GPtrArray *rngs; /* struct rng * */
    struct nvram_device *nvram;
    GPtrArray *panics;   /* struct panic * */
    GPtrArray *shmems;   /* struct shmem * */
    GPtrArray *memories; /* struct memdev * */
    GPtrArray *cryptos;  /* struct crypto * */
    GPtrArray *iommus;   /* struct iommu *; all but QEMU's newest machines take one */
    struct vsock *vsock;
    struct pstore *pstore;
};
extern const struct element devices_element;

enum device_kind {
    DEVICE_DISK = 1,
    DEVICE_CONTROLLER,
    DEVICE_FILESYSTEM,
    DEVICE_INTERFACE,
    DEVICE_SMARTCARD,
    DEVICE_SERIAL,
    DEVICE_PARALLEL,
    DEVICE_CONSOLE,
    DEVICE_CHANNEL,
    DEVICE_INPUT,
    DEVICE_TPM,
    DEVICE_SOUND,
    DEVICE_VIDEO,
    DEVICE_HOSTDEV,
    DEVICE_REDIRDEV,
    DEVICE_HUB,
    DEVICE_WATCHDOG,
    DEVICE_MEMBALLOON,
    DEVICE_RNG,
    DEVICE_NVRAM,
    DEVICE_PANIC,
    DEVICE_SHMEM,
    DEVICE_MEMORY,
    DEVICE_CRYPTO,
    DEVICE_IOMMU,
    DEVICE_VSOCK,
    DEVICE_PSTORE,
    DEVICE_KIND_COUNT,
};

/* "disk", "controller", …: the name of the kind's element. */
const char *device_kind_name(enum device_kind kind);

/* Called with a pointer to the device, which is also a pointer to its struct device_info. */
typedef void (*device_function)(enum device_kind kind, void *device, void *data);

/* Calls visit for each device of the guest, kind by kind in the order above, each kind in the order of the
 * document.  devices may be NULL. */
void devices_foreach(const struct devices *devices, device_function visit, void *data);

/* The device with this alias, NULL if there is none; kind may be NULL. */
struct device_info *devices_find_alias(const struct devices *devices, const char *alias, enum device_kind *kind);
