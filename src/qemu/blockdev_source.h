/* qemu/blockdev_source.h - the node that says where bytes are: a file, a device, a server. */
#pragma once

#include "qemu/blockdev.h"

/* One layer of a chain. */
struct blockdev_layer {
    enum storage_type type;
    enum storage_format format;
    const struct storage_source *source;
    const struct storage_auth *auth;
    const struct storage_encryption *encryption;
    bool read_only;
};

/* The properties of the storage node, without its name; NULL after a complaint.  `node` is the name it
 * will have, after which secrets are called. */
struct json_object *blockdev_source(struct builder *builder, const struct blockdev *blockdev,
                                    const struct blockdev_layer *layer, const char *node);

/* Appends a secret and gives its id, newly made: NODE-SUFFIX. */
char *blockdev_secret(struct builder *builder, const struct secret_reference *secret, const char *node,
                      const char *suffix, struct place where);
