/* qemu/address_usb_ports.h - USB ports as a tree: buses, hubs on their ports, hubs on those.
 *
 * Knows no domain.  A port is named by its bus and a path, "1.3" is port 3 of the hub on port 1.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum {
    USB_HUB_PORTS = 8,
    USB_DEPTH = 4, /* numbers in a path */
};

struct usb_tree;
typedef struct usb_tree usb_tree_t;

/* Who is on a port; not owned. */
struct usb_owner {
    unsigned kind;
    const void *device;
};

struct usb_tree *usb_tree_new(void);
void usb_tree_free(struct usb_tree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(usb_tree_t, usb_tree_free)

/* Adds a bus with so many ports; a bus that is there already is left as it is. */
void usb_tree_add_bus(struct usb_tree *tree, unsigned bus, unsigned ports);
bool usb_tree_has_bus(const struct usb_tree *tree, unsigned bus);
unsigned usb_tree_free_ports(const struct usb_tree *tree);

enum usb_take {
    USB_TAKEN, /* done */
    USB_OCCUPIED,
    USB_NO_PORT, /* the bus or the hub has no port of this number, or the path is none */
    USB_NO_HUB,  /* what the path leads through is no hub */
};

/* Takes a port of a bus that exists; is_hub: devices can then be put on its own ports.  *occupant is set for
 * USB_OCCUPIED. */
enum usb_take usb_tree_take(struct usb_tree *tree, unsigned bus, const char *path, struct usb_owner owner, bool is_hub,
                            struct usb_owner *occupant);

/* The path of the first free port of the bus: its own ports first, then those of its hubs.  NULL if there is
 * none; newly made. */
char *usb_tree_find(const struct usb_tree *tree, unsigned bus);
/* The same for all buses; sets *bus. */
char *usb_tree_find_any(const struct usb_tree *tree, unsigned *bus);
