#include "qemu/address_usb_ports.h"

struct usb_node;

struct usb_port {
    bool taken;
    struct usb_owner owner;
    struct usb_node *hub; /* NULL: what is there is no hub */
};

/* A bus or a hub. */
struct usb_node {
    unsigned n_ports;
    struct usb_port ports[]; /* port 1 is the first */
};

struct usb_tree {
    GPtrArray *buses; /* struct usb_node *, NULL for a number without controller */
};

static struct usb_node *node_new(unsigned n_ports)
{
    struct usb_node *node = g_malloc0(sizeof(*node) + n_ports * sizeof(node->ports[0]));

    node->n_ports = n_ports;
    return node;
}

static void node_free(struct usb_node *node)
{
    if (!node)
        return;
    for (unsigned i = 0; i < node->n_ports; i++)
        node_free(node->ports[i].hub);
    g_free(node);
}

struct usb_tree *usb_tree_new(void)
{
    struct usb_tree *tree = g_new0(struct usb_tree, 1);

    tree->buses = g_ptr_array_new();
    return tree;
}

void usb_tree_free(struct usb_tree *tree)
{
    if (!tree)
        return;
    for (unsigned i = 0; i < tree->buses->len; i++)
        node_free(tree->buses->pdata[i]);
    g_ptr_array_unref(tree->buses);
    g_free(tree);
}

bool usb_tree_has_bus(const struct usb_tree *tree, unsigned bus)
{
    return bus < tree->buses->len && tree->buses->pdata[bus];
}

void usb_tree_add_bus(struct usb_tree *tree, unsigned bus, unsigned ports)
{
    if (usb_tree_has_bus(tree, bus))
        return;
    if (bus >= tree->buses->len)
        g_ptr_array_set_size(tree->buses, (gint)bus + 1);
    tree->buses->pdata[bus] = node_new(ports);
}

static unsigned free_ports(const struct usb_node *node)
{
    unsigned count = 0;

    for (unsigned i = 0; node && i < node->n_ports; i++)
        count += node->ports[i].taken ? free_ports(node->ports[i].hub) : 1;
    return count;
}

unsigned usb_tree_free_ports(const struct usb_tree *tree)
{
    unsigned count = 0;

    for (unsigned i = 0; i < tree->buses->len; i++)
        count += free_ports(tree->buses->pdata[i]);
    return count;
}

/* Splits "1.3" into numbers; their amount, 0 if it is no path. */
static unsigned split_path(const char *path, unsigned numbers[USB_DEPTH])
{
    for (unsigned depth = 0; depth < USB_DEPTH; depth++) {
        char *end;
        guint64 value = g_ascii_isdigit(*path) ? g_ascii_strtoull(path, &end, 10) : 0;

        if (value == 0 || value > G_MAXUINT8)
            return 0;
        numbers[depth] = (unsigned)value;
        if (*end == '\0')
            return depth + 1;
        if (*end != '.')
            return 0;
        path = end + 1;
    }
    return 0;
}

enum usb_take usb_tree_take(struct usb_tree *tree, unsigned bus, const char *path, struct usb_owner owner, bool is_hub,
                            struct usb_owner *occupant)
{
    unsigned numbers[USB_DEPTH], depth = split_path(path, numbers);
    struct usb_node *node = tree->buses->pdata[bus];
    struct usb_port *port = NULL;

    if (depth == 0)
        return USB_NO_PORT;
    for (unsigned i = 0; i < depth; i++) {
        if (port && !port->hub)
            return USB_NO_HUB;
        node = port ? port->hub : node;
        if (numbers[i] > node->n_ports)
            return USB_NO_PORT;
        port = &node->ports[numbers[i] - 1];
    }
    if (port->taken) {
        *occupant = port->owner;
        return USB_OCCUPIED;
    }
    *port = (struct usb_port){.taken = true, .owner = owner, .hub = is_hub ? node_new(USB_HUB_PORTS) : NULL};
    return USB_TAKEN;
}

/* Appends the numbers that lead to a free port. */
static bool find_in(const struct usb_node *node, unsigned depth, GString *path)
{
    gsize length = path->len;

    if (!node || depth == USB_DEPTH)
        return false;
    for (unsigned i = 0; i < node->n_ports; i++)
        if (!node->ports[i].taken) {
            g_string_append_printf(path, "%u", i + 1);
            return true;
        }
    for (unsigned i = 0; i < node->n_ports; i++) {
        g_string_append_printf(path, "%u.", i + 1);
        if (find_in(node->ports[i].hub, depth + 1, path))
            return true;
        g_string_truncate(path, length);
    }
    return false;
}

char *usb_tree_find(const struct usb_tree *tree, unsigned bus)
{
    GString *path = g_string_new(NULL);
    bool found = usb_tree_has_bus(tree, bus) && find_in(tree->buses->pdata[bus], 0, path);

    return g_string_free(path, !found);
}

char *usb_tree_find_any(const struct usb_tree *tree, unsigned *bus)
{
    for (unsigned i = 0; i < tree->buses->len; i++) {
        char *path = usb_tree_find(tree, i);

        if (path) {
            *bus = i;
            return path;
        }
    }
    return NULL;
}
