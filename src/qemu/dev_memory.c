#include "qemu/dev_chardev.h"
#include "qemu/dev_common.h"
#include "qemu/memory_backend.h"

/* A module of memory has to be as large as a multiple of what the guest plugs in at a time. */
enum { MODULE_STEP = 2 * 1024 * 1024 };

static uint64_t module_size(const struct memdev *memory)
{
    return (memory->size.value + MODULE_STEP - 1) / MODULE_STEP * MODULE_STEP;
}

uint64_t builder_plugged_memory(const struct builder *builder)
{
    const GPtrArray *memories = builder->domain->devices->memories;
    uint64_t total = 0;

    for (unsigned i = 0; i < memories->len; i++)
        total += ((const struct memdev *)memories->pdata[i])->size.value;
    return total;
}

bool builder_has_nvdimm(const struct builder *builder)
{
    const GPtrArray *memories = builder->domain->devices->memories;

    for (unsigned i = 0; i < memories->len; i++) {
        if (((const struct memdev *)memories->pdata[i])->model == MEMDEV_NVDIMM)
            return true;
    }
    return false;
}

/* ---- modules ---- */

static void add_module_backend(struct builder *builder, const struct memdev *memory, const char *id)
{
    struct memory_backend backend = {
        .id = id,
        .size = module_size(memory),
        .node = memory->node,
        .access = memory->access,
        .discard = memory->discard,
        .path = memory->path,
        .host_nodes = memory->nodemask,
        .page_size = memory->pagesize,
        .align = memory->alignsize,
        .no_reserve = memory->model == MEMDEV_VIRTIO_MEM,
        .pmem = memory->pmem,
        .persistent = memory->model == MEMDEV_VIRTIO_PMEM,
    };

    memory_backend_add(builder, &backend);
}

static struct json_object *module_new(struct builder *builder, const struct memdev *memory)
{
    switch (memory->model) {
    case MEMDEV_DIMM:
        return device_new("pc-dimm");
    case MEMDEV_NVDIMM:
        return device_new("nvdimm");
    case MEMDEV_VIRTIO_PMEM:
        return virtio_new("virtio-pmem", &memory->info, VIRTIO);
    case MEMDEV_VIRTIO_MEM:
        return virtio_new("virtio-mem", &memory->info, VIRTIO);
    default:
        builder_unsupported(builder, memory->info.where, "memory of model '%s' is not supported yet",
                            enum_name(&memdev_model_names, memory->model));
        return NULL;
    }
}

/* virtio-mem takes from the back end what it is asked for; huge pages are taken at once or not at all. */
static bool wants_prealloc(const struct builder *builder, const struct memdev *memory)
{
    const struct memory_backing *backing = builder->domain->memory_backing;

    return memory->model == MEMDEV_VIRTIO_MEM &&
           (memory->pagesize.given || (backing && (backing->hugepages || backing->allocation == MEMORY_IMMEDIATE)));
}

static void add_module(struct builder *builder, const struct memdev *memory)
{
    struct json_object *props = module_new(builder, memory);
    g_autofree char *id = g_strdup_printf("mem%s", memory->info.alias);

    if (!props)
        return;
    add_module_backend(builder, memory, id);
    if (memory->model != MEMDEV_VIRTIO_PMEM)
        props_number(props, "node", memory->node);
    props_number(props, "label-size", memory->label_size);
    props_number(props, "block-size", memory->block);
    props_number(props, "requested-size", memory->requested);
    props_true(props, "unarmed", memory->readonly);
    props_text(props, "memdev", id);
    props_true(props, "prealloc", wants_prealloc(builder, memory));
    props_number(props, "memaddr", memory->base);
    props_yes_no(props, "dynamic-memslots", memory->dynamic_memslots);
    props_text(props, "id", memory->info.alias);
    device_address(builder, props, &memory->info);
    builder_device(builder, props, memory->info.alias);
}

void builder_memory_devices(struct builder *builder)
{
    const GPtrArray *memories = builder->domain->devices->memories;

    for (unsigned i = 0; i < memories->len; i++)
        add_module(builder, memories->pdata[i]);
}

/* ---- memory shared between guests ---- */

enum { SHMEM_USUAL_SIZE = 4 * 1024 * 1024 };

static void add_plain_shmem(struct builder *builder, const struct shmem *shmem)
{
    struct json_object *memory = json_pair("qom-type", "memory-backend-file");
    struct json_object *props = device_new("ivshmem-plain");
    g_autofree char *id = g_strdup_printf("shmmem-%s", shmem->info.alias);

    props_text(memory, "id", id);
    props_format(memory, "mem-path", "/dev/shm/%s", shmem->name);
    props_uint(memory, "size", shmem->size.given ? shmem->size.value : SHMEM_USUAL_SIZE);
    props_bool(memory, "share", true);
    builder_json(builder, "-object", memory);
    props_text(props, "id", shmem->info.alias);
    props_text(props, "memdev", id);
    if (shmem->role)
        props_text(props, "master", shmem->role == SHMEM_MASTER ? "on" : "off");
    device_address(builder, props, &shmem->info);
    builder_device(builder, props, shmem->info.alias);
}

static void add_doorbell(struct builder *builder, const struct shmem *shmem)
{
    struct json_object *props = device_new("ivshmem-doorbell");
    g_autofree char *chardev = g_strdup_printf("char%s", shmem->info.alias), *usual = NULL;
    const char *path = shmem->server->path;

    if (!path)
        path = usual = g_strdup_printf("/var/lib/libvirt/shmem-%s-sock", shmem->name);
    chardev_client(builder, chardev, path, NULL);
    props_text(props, "id", shmem->info.alias);
    props_text(props, "chardev", chardev);
    if (shmem->msi) {
        props_number(props, "vectors", shmem->msi->vectors);
        props_on_off(props, "ioeventfd", shmem->msi->ioeventfd);
    }
    if (shmem->role)
        props_text(props, "master", shmem->role == SHMEM_MASTER ? "on" : "off");
    device_address(builder, props, &shmem->info);
    builder_device(builder, props, shmem->info.alias);
}

void builder_shmems(struct builder *builder)
{
    const GPtrArray *shmems = builder->domain->devices->shmems;

    for (unsigned i = 0; i < shmems->len; i++) {
        const struct shmem *shmem = shmems->pdata[i];

        if (!shmem->info.address || shmem->info.address->type != ADDRESS_PCI)
            builder_wrong(builder, shmem->info.where, "shared memory '%s' is a PCI device and has no PCI address",
                          shmem->name);
        if (shmem->model == SHMEM_IVSHMEM_PLAIN && !shmem->server)
            add_plain_shmem(builder, shmem);
        else if (shmem->model == SHMEM_IVSHMEM_DOORBELL && shmem->server)
            add_doorbell(builder, shmem);
        else
            builder_unsupported(builder, shmem->info.where,
                                "QEMU has no device '%s' any more; use 'ivshmem-plain' or 'ivshmem-doorbell'",
                                shmem->model ? enum_name(&shmem_model_names, shmem->model) : "ivshmem");
    }
}

/* ---- a store that outlives a crash ---- */

void builder_pstore(struct builder *builder)
{
    const struct pstore *pstore = builder->domain->devices->pstore;
    struct json_object *memory, *props;
    g_autofree char *id = NULL;

    if (!pstore)
        return;
    id = g_strdup_printf("mem%s", pstore->info.alias);
    memory = json_pair("qom-type", "memory-backend-file");
    props_text(memory, "id", id);
    props_text(memory, "mem-path", pstore->path);
    props_number(memory, "size", pstore->size);
    props_bool(memory, "share", true);
    builder_json(builder, "-object", memory);
    props = device_new("acpi-erst");
    props_text(props, "id", pstore->info.alias);
    props_text(props, "memdev", id);
    device_address(builder, props, &pstore->info);
    builder_device(builder, props, pstore->info.alias);
}
