/* domain/storage.h - where the bytes of a disk come from: <source>, and the files below it.
 *
 * One struct and one table for the source of a disk, of its mirror, of each backing file and data
 * file.  Which members count is decided by the storage type, which is an attribute of the element around
 * <source>: disk->type, mirror->type, backing_store->type.
 */
#pragma once

#include "domain/device.h"

enum storage_type {
    STORAGE_TYPE_ABSENT,
    STORAGE_FILE,
    STORAGE_BLOCK,
    STORAGE_DIR,
    STORAGE_NETWORK,
    STORAGE_VOLUME,
    STORAGE_NVME,
    STORAGE_VHOSTUSER,
    STORAGE_VHOSTVDPA,
    STORAGE_TYPE_COUNT,
};
extern const struct enum_names storage_type_names;

/* "none" is libvirt's word for "do not say". */
enum storage_format {
    STORAGE_FORMAT_ABSENT,
    STORAGE_FORMAT_NONE,
    STORAGE_RAW,
    STORAGE_FORMAT_DIR,
    STORAGE_BOCHS,
    STORAGE_CLOOP,
    STORAGE_DMG,
    STORAGE_ISO,
    STORAGE_VPC,
    STORAGE_VDI,
    STORAGE_FAT,
    STORAGE_VHD,
    STORAGE_PLOOP,
    STORAGE_COW,
    STORAGE_QCOW,
    STORAGE_QCOW2,
    STORAGE_QED,
    STORAGE_VMDK,
    STORAGE_FORMAT_COUNT,
};
extern const struct enum_names storage_format_names;

enum storage_protocol {
    STORAGE_PROTOCOL_ABSENT,
    STORAGE_NBD,
    STORAGE_RBD,
    STORAGE_SHEEPDOG,
    STORAGE_GLUSTER,
    STORAGE_ISCSI,
    STORAGE_HTTP,
    STORAGE_HTTPS,
    STORAGE_FTP,
    STORAGE_FTPS,
    STORAGE_TFTP,
    STORAGE_SSH,
    STORAGE_VXHS,
    STORAGE_NFS,
    STORAGE_PROTOCOL_COUNT,
};
extern const struct enum_names storage_protocol_names;

enum storage_transport { TRANSPORT_ABSENT, TRANSPORT_TCP, TRANSPORT_UNIX, TRANSPORT_RDMA, TRANSPORT_COUNT };
extern const struct enum_names storage_transport_names;

/* What to do when the source is missing at the start. */
enum startup_policy {
    STARTUP_POLICY_ABSENT,
    STARTUP_MANDATORY,
    STARTUP_REQUISITE,
    STARTUP_OPTIONAL,
    STARTUP_POLICY_COUNT,
};
extern const struct enum_names startup_policy_names;

enum nvme_bus { NVME_BUS_ABSENT, NVME_PCI, NVME_BUS_COUNT };
extern const struct enum_names nvme_bus_names;

enum volume_mode { VOLUME_MODE_ABSENT, VOLUME_HOST, VOLUME_DIRECT, VOLUME_MODE_COUNT };
extern const struct enum_names volume_mode_names;

struct storage_host {
    struct place where;
    char *name;
    struct number port;
    enum storage_transport transport;
    char *socket; /* transport unix */
};
extern const struct element storage_host_element;

/* Which secret: by UUID or by the name of its use. */
enum secret_type {
    SECRET_TYPE_ABSENT,
    SECRET_CEPH,
    SECRET_ISCSI,
    SECRET_PASSPHRASE,
    SECRET_VOLUME,
    SECRET_TLS,
    SECRET_VTPM,
    SECRET_TYPE_COUNT,
};
extern const struct enum_names secret_type_names;

struct secret_reference {
    struct place where;
    enum secret_type type;
    char *uuid, *usage;
};
extern const struct element secret_reference_element;

struct storage_auth {
    struct place where;
    char *username;
    struct secret_reference *secret;
};
extern const struct element storage_auth_element;

enum encryption_format {
    ENCRYPTION_FORMAT_ABSENT,
    ENCRYPTION_DEFAULT,
    ENCRYPTION_QCOW,
    ENCRYPTION_LUKS,
    ENCRYPTION_LUKS2,
    ENCRYPTION_LUKS_ANY,
    ENCRYPTION_FORMAT_COUNT,
};
extern const struct enum_names encryption_format_names;

enum encryption_engine { ENCRYPTION_ENGINE_ABSENT, ENCRYPTION_QEMU, ENCRYPTION_LIBRBD, ENCRYPTION_ENGINE_COUNT };
extern const struct enum_names encryption_engine_names;

struct storage_encryption {
    struct place where;
    enum encryption_format format;
    enum encryption_engine engine;
    GPtrArray *secrets; /* struct secret_reference * */
    char *cipher_name, *cipher_mode, *cipher_hash, *ivgen_name, *ivgen_hash;
    struct number cipher_size; /* bits */
};
extern const struct element storage_encryption_element;

enum slice_type { SLICE_TYPE_ABSENT, SLICE_STORAGE, SLICE_TYPE_COUNT };
extern const struct enum_names slice_type_names;

struct storage_slice {
    struct place where;
    enum slice_type type;
    struct number offset, size;
};

struct storage_slices {
    struct place where;
    GPtrArray *slices; /* struct storage_slice * */
};

struct http_cookie {
    struct place where;
    char *name, *value;
};

struct http_cookies {
    struct place where;
    GPtrArray *cookies; /* struct http_cookie * */
};

/* QEMU is the client of the program that does reservations. */
enum reservations_mode { RESERVATIONS_MODE_ABSENT, RESERVATIONS_CLIENT, RESERVATIONS_MODE_COUNT };
extern const struct enum_names reservations_mode_names;

/* SCSI persistent reservations, done by a program of the host that listens on the socket. */
struct reservations {
    struct place where;
    enum yes_no managed;
    enum yes_no enabled; /* an old word for managed */
    enum socket_type socket_type;
    enum reservations_mode socket_mode;
    char *socket_path;
    struct reconnect *reconnect;
};

struct data_store;

struct storage_source {
    struct place where;
    char *file, *dev, *dir;               /* file; block and vhostvdpa; dir */
    char *fdgroup;                        /* file, block */
    char *pool, *volume;                  /* volume */
    enum volume_mode volume_mode;         /* volume */
    enum storage_protocol protocol;       /* network */
    char *name, *query;                   /* network */
    enum yes_no tls;                      /* network */
    char *tls_hostname;                   /* network */
    GPtrArray *hosts;                     /* network: struct storage_host * */
    char *snapshot, *config;              /* network, rbd */
    char *initiator_iqn;                  /* network, iscsi */
    char *nfs_user, *nfs_group;           /* network, nfs: a name or "+ID" */
    char *ssh_user, *agentsock, *keyfile; /* network, ssh */
    char *known_hosts;                    /* network, ssh */
    enum yes_no ssl_verify;               /* network, https and ftps */
    struct http_cookies *cookies;         /* network, http and https */
    struct number readahead;              /* network, http and the like; bytes */
    struct number timeout;                /* network, http and the like; seconds */
    enum nvme_bus nvme_bus;               /* nvme */
    enum yes_no nvme_managed;             /* nvme */
    struct number nvme_namespace;         /* nvme */
    struct pci_address *nvme_address;     /* nvme */
    enum socket_type vhost_type;          /* vhostuser */
    char *vhost_path;                     /* vhostuser: the socket */
    struct reconnect *reconnect;          /* network (nbd), vhostuser */
    struct storage_auth *auth;            /* network, volume */
    struct storage_encryption *encryption;
    struct reservations *reservations;
    struct storage_slices *slices;
    struct data_store *data_store;
    enum startup_policy startup_policy;
    struct number index;
    GPtrArray *seclabels; /* struct device_seclabel * */
};
/* Its rows hang on the storage type of the element around it. */
extern const struct element storage_source_element;

/* Where qcow2 keeps data that is not in its own file. */
struct data_store {
    struct place where;
    enum storage_type type;
    enum storage_format format;
    struct storage_source source;
};
extern const struct element data_store_element;

/* What is read where the file above has nothing; an empty one ends the chain. */
struct backing_store {
    struct place where;
    enum storage_type type; /* not given: the end of the chain */
    struct number index;
    enum storage_format format;
    struct number metadata_cache_max_size; /* bytes */
    struct storage_source source;
    struct backing_store *backing_store;
};
extern const struct element backing_store_element;

/* Whether anything says where the bytes are; an empty drive has nothing. */
bool storage_source_is_empty(enum storage_type type, const struct storage_source *source);
