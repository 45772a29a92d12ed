/* domain/shmem.h - memory that several guests share: <shmem>. */
#pragma once

#include "domain/device.h"

enum shmem_model { SHMEM_MODEL_ABSENT, SHMEM_IVSHMEM, SHMEM_IVSHMEM_PLAIN, SHMEM_IVSHMEM_DOORBELL, SHMEM_MODEL_COUNT };
extern const struct enum_names shmem_model_names;

enum shmem_role { SHMEM_ROLE_ABSENT, SHMEM_MASTER, SHMEM_PEER, SHMEM_ROLE_COUNT };
extern const struct enum_names shmem_role_names;

struct shmem_server {
    struct place where;
    char *path;
};

struct shmem_msi {
    struct place where;
    struct number vectors;
    enum on_off ioeventfd;
};

struct shmem {
    struct device_info info;
    char *name;
    enum shmem_role role;
    enum shmem_model model;
    struct number size; /* bytes */
    struct shmem_server *server;
    struct shmem_msi *msi;
};
extern const struct element shmem_element;
