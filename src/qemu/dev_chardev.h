/* qemu/dev_chardev.h - the host's side of everything that speaks in characters: -chardev. */
#pragma once

#include "domain/chardev.h"
#include "qemu/builder.h"

/* Appends the backend for a device and gives its id, "char" and the alias, newly made.  `name` is what a
 * SPICE or D-Bus channel is called by if the document does not say; NULL if there is nothing to call. */
char *chardev_add(struct builder *builder, const struct chardev_source *source, const char *alias, const char *name,
                  struct place where);

/* Appends a connection to a UNIX socket, with the id that is given; reconnect may be NULL. */
void chardev_client(struct builder *builder, const char *id, const char *path, const struct reconnect *reconnect);
