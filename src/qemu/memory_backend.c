#include "qemu/memory_backend.h"

#include "xml/kind.h"

enum { KIB = 1024, MIB = 1024 * 1024, HOST_PAGE = 4096 };

uint64_t memory_backend_round(uint64_t bytes)
{
    return (bytes + MIB - 1) / MIB * MIB;
}

/* ---- huge pages ---- */

struct pages {
    bool huge;
    uint64_t size; /* bytes; 0: the host's default */
};

/* The huge pages for a node: those that name it, else those that name none. */
static struct pages domain_pages(const struct domain *domain, struct number node)
{
    const struct memory_backing *backing = domain->memory_backing;
    const struct hugepage *general = NULL, *found = NULL;

    if (!backing || !backing->hugepages)
        return (struct pages){false, 0};
    if (backing->hugepages->pages->len == 0)
        return (struct pages){true, 0};
    for (unsigned i = 0; i < backing->hugepages->pages->len; i++) {
        const struct hugepage *page = backing->hugepages->pages->pdata[i];

        if (!page->nodeset)
            general = page;
        else if (node.given ? cpuset_contains(page->nodeset, (unsigned)node.value) : !domain->cpu || !domain->cpu->numa)
            found = page;
    }
    if (!found)
        found = general;
    return (struct pages){found, found ? found->size.value : 0};
}

static struct pages backend_pages(const struct builder *builder, const struct memory_backend *backend)
{
    struct pages pages;

    if (backend->path)
        return (struct pages){false, 0};
    pages = backend->page_size.given ? (struct pages){true, backend->page_size.value}
                                     : domain_pages(builder->domain, backend->node);
    if (pages.size == HOST_PAGE)
        pages.huge = false;
    return pages;
}

/* A directory of the host's huge pages; QEMU makes a file in it that has no name. */
static char *pages_directory(struct builder *builder, uint64_t size)
{
    g_autofree char *what = NULL, *directory = NULL;

    if (size == 0)
        what = g_strdup("hugepages");
    else if (size % (1024 * MIB) == 0)
        what = g_strdup_printf("hugepages%" G_GUINT64_FORMAT "G", size / (1024 * MIB));
    else
        what = g_strdup_printf("hugepages%" G_GUINT64_FORMAT "M", size / MIB);
    directory = builder_offer(builder, what, NULL, 0, (struct place){0, 0});
    return directory ? g_steal_pointer(&directory) : g_strdup_printf("/dev/%s/", what);
}

/* The size of the host's huge pages if the document does not say: 2 MiB nearly everywhere. */
static uint64_t usual_page_size(struct builder *builder)
{
    g_autofree char *text = builder_offer(builder, "hugepage-size", NULL, 0, (struct place){0, 0});

    return text ? g_ascii_strtoull(text, NULL, 10) : 2 * MIB;
}

/* ---- the host's NUMA nodes ---- */

struct binding {
    enum numa_mode mode;
    char *nodes; /* NULL: bound to none */
};
typedef struct binding binding_t;

static void binding_clear(struct binding *binding)
{
    g_free(binding->nodes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(binding_t, binding_clear)

static const struct memnode *memnode_of(const struct numatune *tune, struct number node)
{
    for (unsigned i = 0; tune && node.given && i < tune->memnodes->len; i++) {
        const struct memnode *memnode = tune->memnodes->pdata[i];

        if (memnode->cellid.value == node.value)
            return memnode;
    }
    return NULL;
}

/* Nodes that are to be chosen by whoever knows the host's load. */
static char *advised_nodes(struct builder *builder, struct place where)
{
    return builder_need_text(builder, "numa-nodes", NULL, "0", where);
}

static struct binding backend_binding(struct builder *builder, const struct memory_backend *backend)
{
    const struct numatune *tune = builder->domain->numatune;
    const struct memnode *memnode = memnode_of(tune, backend->node);
    const struct numatune_memory *memory = tune ? tune->memory : NULL;
    struct binding binding = {NUMA_STRICT, g_strdup(backend->host_nodes)};

    if (memnode) {
        binding.mode = memnode->mode;
        if (!binding.nodes)
            binding.nodes = g_strdup(memnode->nodeset);
    } else if (memory && !binding.nodes) {
        binding.mode = memory->mode;
        binding.nodes = memory->nodeset ? g_strdup(memory->nodeset) : advised_nodes(builder, memory->where);
    }
    if (!binding.mode)
        binding.mode = NUMA_STRICT;
    return binding;
}

static const char *policy(enum numa_mode mode)
{
    switch (mode) {
    case NUMA_PREFERRED:
        return "preferred";
    case NUMA_INTERLEAVE:
        return "interleave";
    case NUMA_RESTRICTIVE:
        return NULL;
    default:
        return "bind";
    }
}

/* ---- the object ---- */

/* The guest's node that the memory belongs to; what it says holds for modules that are plugged into it, too. */
static const struct numa_cell *cell_of(const struct builder *builder, const struct memory_backend *backend)
{
    const struct cpu_numa *numa = builder_guest_numa(builder);

    for (unsigned i = 0; numa && backend->node.given && i < numa->cells->len; i++) {
        const struct numa_cell *cell = numa->cells->pdata[i];

        if (cell->id.value == backend->node.value)
            return cell;
    }
    return NULL;
}

static enum memory_access backend_access(const struct builder *builder, const struct memory_backend *backend)
{
    const struct memory_backing *backing = builder->domain->memory_backing;
    const struct numa_cell *cell = cell_of(builder, backend);

    if (backend->access)
        return backend->access;
    if (cell && cell->mem_access)
        return cell->mem_access;
    return backing ? backing->access : MEMORY_ACCESS_ABSENT;
}

static enum yes_no backend_discard(const struct builder *builder, const struct memory_backend *backend)
{
    const struct memory_backing *backing = builder->domain->memory_backing;
    const struct numa_cell *cell = cell_of(builder, backend);

    if (backend->discard)
        return backend->discard;
    if (cell && cell->discard)
        return cell->discard;
    return backing && backing->discard ? YES : YES_NO_ABSENT;
}

static void file_props(struct builder *builder, const struct memory_backend *backend, struct pages pages,
                       struct json_object *props)
{
    g_autofree char *path = NULL;

    if (backend->path)
        path = g_strdup(backend->path);
    else if (pages.huge)
        path = pages_directory(builder, pages.size);
    else
        path = builder_run_path(builder, backend->id);
    props_text(props, "mem-path", path);
    if (!backend->path)
        props_yes_no(props, "discard-data", backend_discard(builder, backend));
}

static struct json_object *new_backend(struct builder *builder, const struct memory_backend *backend,
                                       struct pages pages)
{
    const struct memory_backing *backing = builder->domain->memory_backing;
    enum memory_source source = backing ? backing->source : MEMORY_SOURCE_ABSENT;
    enum memory_access access = backend->persistent ? MEMORY_SHARED : backend_access(builder, backend);
    struct json_object *props = json_object_new_object();
    bool plain = false;

    if (!backend->path && source == MEMORY_MEMFD) {
        props_text(props, "qom-type", "memory-backend-memfd");
        props_text(props, "id", backend->id);
        if (pages.huge) {
            props_bool(props, "hugetlb", true);
            props_uint(props, "hugetlbsize", pages.size ? pages.size : usual_page_size(builder));
        }
    } else if (pages.huge || backend->path || access || source == MEMORY_FILE) {
        props_text(props, "qom-type", "memory-backend-file");
        props_text(props, "id", backend->id);
        file_props(builder, backend, pages, props);
    } else {
        props_text(props, "qom-type", "memory-backend-ram");
        props_text(props, "id", backend->id);
        plain = true;
    }
    if (!plain && access)
        props_bool(props, "share", access == MEMORY_SHARED);
    /* Without it the name of the RAM block would not be the one that -m alone gives, and a migration from
     * or to such a machine would fail (QEMU: docs/system, -machine memory-backend). */
    if (!plain && backend->whole)
        props_bool(props, "x-use-canonical-path-for-ramblock-id", false);
    return props;
}

static bool wants_prealloc(const struct builder *builder, const struct memory_backend *backend, struct pages pages)
{
    const struct memory_backing *backing = builder->domain->memory_backing;

    if (backend->no_reserve)
        return false;
    if (backing && backing->allocation == MEMORY_IMMEDIATE)
        return true;
    return pages.huge || (backend->path && !backend->pmem && !backend->persistent);
}

/* Memory that is filled at the start has to be filled from the nodes it is bound to. */
static void add_thread_context(struct builder *builder, struct json_object *backend, const char *id, const char *nodes)
{
    g_autofree char *name = g_strdup_printf("tc-%s", id);
    struct json_object *props = json_pair("qom-type", "thread-context");

    props_text(props, "id", name);
    props_set(props, "node-affinity", nodes);
    builder_json(builder, "-object", props);
    props_text(backend, "prealloc-context", name);
}

void memory_backend_add(struct builder *builder, const struct memory_backend *backend)
{
    const struct memory_backing *backing = builder->domain->memory_backing;
    struct pages pages = backend_pages(builder, backend);
    g_auto(binding_t) binding = backend_binding(builder, backend);
    struct json_object *props = new_backend(builder, backend, pages);
    bool prealloc = wants_prealloc(builder, backend, pages);

    props_true(props, "prealloc", prealloc);
    if (prealloc && backing)
        props_number(props, "prealloc-threads", backing->allocation_threads);
    if (backend->no_reserve)
        props_bool(props, "reserve", false);
    props_uint(props, "size", backend->size);
    props_number(props, "align", backend->align);
    props_true(props, "pmem", backend->pmem);
    if (binding.nodes && policy(binding.mode)) {
        props_set(props, "host-nodes", binding.nodes);
        props_text(props, "policy", policy(binding.mode));
        if (prealloc && profile_has_object(builder->profile, "thread-context"))
            add_thread_context(builder, props, backend->id, binding.nodes);
    }
    builder_json(builder, "-object", props);
}
