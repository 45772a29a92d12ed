/* domain/memdev.h - memory modules that the guest sees one by one: <memory> in <devices>. */
#pragma once

#include "domain/device.h"
#include "domain/memory.h"

enum memdev_model {
    MEMDEV_MODEL_ABSENT,
    MEMDEV_DIMM,
    MEMDEV_NVDIMM,
    MEMDEV_VIRTIO_PMEM,
    MEMDEV_VIRTIO_MEM,
    MEMDEV_SGX_EPC,
    MEMDEV_MODEL_COUNT,
};
extern const struct enum_names memdev_model_names;

struct memdev {
    struct device_info info;
    enum memdev_model model;
    enum memory_access access;
    enum yes_no discard;
    char *uuid; /* nvdimm on pSeries */
    /* <source> */
    struct number pagesize, alignsize; /* bytes */
    char *nodemask;                    /* host nodes */
    char *path;                        /* nvdimm, virtio-pmem */
    bool pmem;                         /* nvdimm */
    /* <target> */
    struct number size; /* bytes */
    struct number node;
    struct number block, requested, current; /* virtio-mem; bytes */
    struct number label_size;                /* nvdimm; bytes */
    bool readonly;                           /* nvdimm */
    enum yes_no dynamic_memslots;            /* virtio-mem */
    struct number base;                      /* virtio-mem, virtio-pmem: the guest's address */
};
extern const struct element memdev_element;
