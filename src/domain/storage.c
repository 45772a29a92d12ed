#include "domain/storage.h"

ENUM_NAMES(storage_type, STORAGE_TYPE_COUNT, [STORAGE_FILE] = "file", [STORAGE_BLOCK] = "block", [STORAGE_DIR] = "dir",
           [STORAGE_NETWORK] = "network", [STORAGE_VOLUME] = "volume", [STORAGE_NVME] = "nvme",
           [STORAGE_VHOSTUSER] = "vhostuser", [STORAGE_VHOSTVDPA] = "vhostvdpa");
ENUM_NAMES(storage_format, STORAGE_FORMAT_COUNT, [STORAGE_FORMAT_NONE] = "none", [STORAGE_RAW] = "raw",
           [STORAGE_FORMAT_DIR] = "dir", [STORAGE_BOCHS] = "bochs", [STORAGE_CLOOP] = "cloop", [STORAGE_DMG] = "dmg",
           [STORAGE_ISO] = "iso", [STORAGE_VPC] = "vpc", [STORAGE_VDI] = "vdi", [STORAGE_FAT] = "fat",
           [STORAGE_VHD] = "vhd", [STORAGE_PLOOP] = "ploop", [STORAGE_COW] = "cow", [STORAGE_QCOW] = "qcow",
           [STORAGE_QCOW2] = "qcow2", [STORAGE_QED] = "qed", [STORAGE_VMDK] = "vmdk");
ENUM_NAMES(storage_protocol, STORAGE_PROTOCOL_COUNT, [STORAGE_NBD] = "nbd", [STORAGE_RBD] = "rbd",
           [STORAGE_SHEEPDOG] = "sheepdog", [STORAGE_GLUSTER] = "gluster", [STORAGE_ISCSI] = "iscsi",
           [STORAGE_HTTP] = "http", [STORAGE_HTTPS] = "https", [STORAGE_FTP] = "ftp", [STORAGE_FTPS] = "ftps",
           [STORAGE_TFTP] = "tftp", [STORAGE_SSH] = "ssh", [STORAGE_VXHS] = "vxhs", [STORAGE_NFS] = "nfs");
ENUM_NAMES(storage_transport,
           TRANSPORT_COUNT, [TRANSPORT_TCP] = "tcp", [TRANSPORT_UNIX] = "unix", [TRANSPORT_RDMA] = "rdma");
ENUM_NAMES(startup_policy, STARTUP_POLICY_COUNT, [STARTUP_MANDATORY] = "mandatory", [STARTUP_REQUISITE] = "requisite",
           [STARTUP_OPTIONAL] = "optional");
ENUM_NAMES(nvme_bus, NVME_BUS_COUNT, [NVME_PCI] = "pci");
ENUM_NAMES(reservations_mode, RESERVATIONS_MODE_COUNT, [RESERVATIONS_CLIENT] = "client");
ENUM_NAMES(slice_type, SLICE_TYPE_COUNT, [SLICE_STORAGE] = "storage");
ENUM_NAMES(volume_mode, VOLUME_MODE_COUNT, [VOLUME_HOST] = "host", [VOLUME_DIRECT] = "direct");
ENUM_NAMES(secret_type,
           SECRET_TYPE_COUNT, [SECRET_CEPH] = "ceph", [SECRET_ISCSI] = "iscsi", [SECRET_PASSPHRASE] = "passphrase",
           [SECRET_VOLUME] = "volume", [SECRET_TLS] = "tls", [SECRET_VTPM] = "vtpm");
ENUM_NAMES(encryption_format, ENCRYPTION_FORMAT_COUNT, [ENCRYPTION_DEFAULT] = "default", [ENCRYPTION_QCOW] = "qcow",
           [ENCRYPTION_LUKS] = "luks", [ENCRYPTION_LUKS2] = "luks2", [ENCRYPTION_LUKS_ANY] = "luks-any");
ENUM_NAMES(encryption_engine, ENCRYPTION_ENGINE_COUNT, [ENCRYPTION_QEMU] = "qemu", [ENCRYPTION_LIBRBD] = "librbd");

/* ---- secrets ---- */

static const struct field secret_reference_fields[] = {
    ATTR_ENUM("type", struct secret_reference, type, secret_type, HOST_ONLY | REQUIRED,
              .doc = "What the secret is for."),
    ATTR(uuid, "uuid", struct secret_reference, uuid, HOST_ONLY, .doc = "The secret's UUID; either this or 'usage'."),
    ATTR(string, "usage", struct secret_reference, usage, HOST_ONLY,
         .doc = "The name under which the secret is known."),
};
ELEMENT(secret_reference_element, "secret", struct secret_reference, secret_reference_fields, "Names a secret.");

static const struct field storage_auth_fields[] = {
    ATTR(string, "username", struct storage_auth, username, HOST_ONLY | REQUIRED, .doc = "The user's name."),
    CHILD("secret", struct storage_auth, secret, secret_reference, HOST_ONLY, .doc = "The password."),
};
ELEMENT(storage_auth_element, "storage-auth", struct storage_auth, storage_auth_fields,
        "Who asks a server for the data.");

static const struct field cipher_fields[] = {
    ATTR(string, "name", struct storage_encryption, cipher_name, HOST_ONLY | REQUIRED, .doc = "The cipher."),
    ATTR(uint, "size", struct storage_encryption, cipher_size, HOST_ONLY | REQUIRED, .max = G_MAXUINT32,
         .doc = "The key's size in bits."),
    ATTR(string, "mode", struct storage_encryption, cipher_mode, HOST_ONLY, .doc = "The cipher's mode."),
    ATTR(string, "hash", struct storage_encryption, cipher_hash, HOST_ONLY, .doc = "The hash of the pass phrase."),
};
static ELEMENT(cipher_element, "encryption-cipher", struct storage_encryption, cipher_fields,
               "The cipher with which an image is made.");

static const struct field ivgen_fields[] = {
    ATTR(string, "name", struct storage_encryption, ivgen_name, HOST_ONLY | REQUIRED, .doc = "The algorithm."),
    ATTR(string, "hash", struct storage_encryption, ivgen_hash, HOST_ONLY, .doc = "The hash."),
};
static ELEMENT(ivgen_element, "encryption-ivgen", struct storage_encryption, ivgen_fields,
               "How initialization vectors are made.");

static const struct field storage_encryption_fields[] = {
    ATTR_ENUM("format", struct storage_encryption, format, encryption_format, HOST_ONLY | REQUIRED,
              .doc = "How the data is encrypted."),
    ATTR_ENUM("engine", struct storage_encryption, engine, encryption_engine, HOST_ONLY, .doc = "Who decrypts."),
    LIST("secret", struct storage_encryption, secrets, secret_reference, HOST_ONLY, .doc = "The key."),
    INLINE("cipher", cipher, 0, .doc = "The cipher with which an image is made."),
    INLINE("ivgen", ivgen, 0, .doc = "How initialization vectors are made."),
};
ELEMENT(storage_encryption_element, "storage-encryption", struct storage_encryption, storage_encryption_fields,
        "How the data is encrypted, and with which key.");

/* ---- parts of <source> ---- */

static const struct field storage_host_fields[] = {
    ATTR_ENUM("transport", struct storage_host, transport, storage_transport, HOST_ONLY,
              .doc = "How the server is reached; 'tcp' if not given."),
    ATTR(string, "name", struct storage_host, name, HOST_ONLY, .doc = "The server's name or address."),
    ATTR(uint, "port", struct storage_host, port, HOST_ONLY, .max = 65535,
         .doc = "The server's port; the protocol's own if not given."),
    ATTR(path, "socket", struct storage_host, socket, HOST_ONLY, .doc = "The socket, for transport 'unix'."),
};
ELEMENT(storage_host_element, "storage-host", struct storage_host, storage_host_fields, "A server that has the data.");

static const struct field snapshot_fields[] = {
    ATTR(string, "name", struct storage_source, snapshot, HOST_ONLY | REQUIRED, .doc = "The snapshot's name."),
};
static ELEMENT(snapshot_element, "storage-snapshot", struct storage_source, snapshot_fields,
               "A snapshot inside of the source, which is used instead of its newest state.");

static const struct field config_fields[] = {
    ATTR(path, "file", struct storage_source, config, HOST_ONLY | REQUIRED, .doc = "The file."),
};
static ELEMENT(config_element, "storage-config", struct storage_source, config_fields,
               "A configuration file of the client.");

static const struct field iqn_fields[] = {
    ATTR(string, "name", struct storage_source, initiator_iqn, HOST_ONLY | REQUIRED, .doc = "The initiator's IQN."),
};
static ELEMENT(iqn_element, "storage-iqn", struct storage_source, iqn_fields, "The initiator's IQN.");

static const struct field initiator_fields[] = {
    INLINE("iqn", iqn, 0, .doc = "The initiator's IQN."),
};
static ELEMENT(initiator_element, "storage-initiator", struct storage_source, initiator_fields,
               "Who the iSCSI client says it is.");

static const struct field ssl_fields[] = {
    ATTR_ENUM("verify", struct storage_source, ssl_verify, yes_no, HOST_ONLY | REQUIRED,
              .doc = "Whether the server's certificate is checked."),
};
static ELEMENT(ssl_element, "storage-ssl", struct storage_source, ssl_fields, "How the server is checked.");

static const struct field http_cookie_fields[] = {
    ATTR(string, "name", struct http_cookie, name, HOST_ONLY | REQUIRED, .doc = "The cookie's name."),
    CONTENT(string, struct http_cookie, value, HOST_ONLY | EMPTY_OK, .doc = "The cookie's value."),
};
static ELEMENT(http_cookie_element, "storage-cookie", struct http_cookie, http_cookie_fields,
               "A cookie that is sent to the server.");

static const struct field http_cookies_fields[] = {
    LIST("cookie", struct http_cookies, cookies, http_cookie, HOST_ONLY, .doc = "A cookie that is sent to the server."),
};
static ELEMENT(http_cookies_element, "storage-cookies", struct http_cookies, http_cookies_fields,
               "The cookies that are sent to the server.");

static const struct field readahead_fields[] = {
    ATTR(uint, "size", struct storage_source, readahead, HOST_ONLY | REQUIRED, .min = 1, .doc = "Bytes."),
};
static ELEMENT(readahead_element, "storage-readahead", struct storage_source, readahead_fields,
               "How much is read ahead.");

static const struct field timeout_fields[] = {
    ATTR(uint, "seconds", struct storage_source, timeout, HOST_ONLY | REQUIRED, .min = 1, .doc = "Seconds."),
};
static ELEMENT(timeout_element, "storage-timeout", struct storage_source, timeout_fields,
               "How long an answer may take.");

static const struct field known_hosts_fields[] = {
    ATTR(path, "path", struct storage_source, known_hosts, HOST_ONLY | REQUIRED, .doc = "The file."),
};
static ELEMENT(known_hosts_element, "storage-known-hosts", struct storage_source, known_hosts_fields,
               "Which servers SSH trusts.");

static const struct field identity_fields[] = {
    ATTR(string, "user", struct storage_source, nfs_user, HOST_ONLY, .doc = "NFS: the user, a name or +ID."),
    ATTR(string, "group", struct storage_source, nfs_group, HOST_ONLY, .doc = "NFS: the group, a name or +ID."),
    ATTR(string, "username", struct storage_source, ssh_user, HOST_ONLY, .doc = "SSH: the user's name."),
    ATTR(path, "keyfile", struct storage_source, keyfile, HOST_ONLY, .doc = "SSH: the file with the private key."),
    ATTR(path, "agentsock", struct storage_source, agentsock, HOST_ONLY, .doc = "SSH: the agent's socket."),
};
static ELEMENT(identity_element, "storage-identity", struct storage_source, identity_fields,
               "As whom the server is asked.");

static const struct field storage_slice_fields[] = {
    ATTR_ENUM("type", struct storage_slice, type, slice_type, HOST_ONLY | REQUIRED,
              .doc = "What is sliced: the raw source, below its format."),
    ATTR(uint, "offset", struct storage_slice, offset, HOST_ONLY | REQUIRED, .doc = "The first byte."),
    ATTR(uint, "size", struct storage_slice, size, HOST_ONLY | REQUIRED, .min = 1, .doc = "Bytes."),
};
static ELEMENT(storage_slice_element, "storage-slice", struct storage_slice, storage_slice_fields,
               "A part of the source that is used instead of all.");

static const struct field storage_slices_fields[] = {
    LIST("slice", struct storage_slices, slices, storage_slice, HOST_ONLY, .doc = "The part that is used."),
};
static ELEMENT(storage_slices_element, "storage-slices", struct storage_slices, storage_slices_fields,
               "Which part of the source is used.");

static const struct field reservations_source_fields[] = {
    ATTR_ENUM("type", struct reservations, socket_type, socket_type, HOST_ONLY | REQUIRED,
              .doc = "The sort of socket."),
    ATTR(path, "path", struct reservations, socket_path, HOST_ONLY | REQUIRED, .doc = "The socket."),
    ATTR_ENUM("mode", struct reservations, socket_mode, reservations_mode, HOST_ONLY | REQUIRED, .doc = "QEMU's side."),
    CHILD("reconnect", struct reservations, reconnect, reconnect, HOST_ONLY,
          .doc = "What follows when the connection is lost."),
};
static ELEMENT(reservations_source_element, "reservations-source", struct reservations, reservations_source_fields,
               "The socket of the program that does reservations.");

static const struct field reservations_fields[] = {
    ATTR_ENUM("managed", struct reservations, managed, yes_no, HOST_ONLY,
              .doc = "Whether the program is started together with the domain."),
    ATTR_ENUM("enabled", struct reservations, enabled, yes_no, NOT_KEPT, .doc = "An older word, without effect today."),
    INLINE("source", reservations_source, 0, .doc = "The socket of the program that does reservations."),
};
static ELEMENT(reservations_element, "reservations", struct reservations, reservations_fields,
               "Lets the guest use SCSI persistent reservations.");

/* ---- <source> ---- */

#define FILE_ONLY .only_if = BIT(STORAGE_FILE)
#define NETWORK_ONLY .only_if = BIT(STORAGE_NETWORK)
#define NVME_ONLY .only_if = BIT(STORAGE_NVME)

static const struct field storage_source_fields[] = {
    ATTR(string, "file", struct storage_source, file, HOST_ONLY, FILE_ONLY, .doc = "The file's path."),
    ATTR(string, "dev", struct storage_source, dev, HOST_ONLY, .only_if = BIT(STORAGE_BLOCK) | BIT(STORAGE_VHOSTVDPA),
         .doc = "The path of the block device, or of the vhost-vdpa character device."),
    ATTR(string, "fdgroup", struct storage_source, fdgroup, HOST_ONLY,
         .only_if = BIT(STORAGE_FILE) | BIT(STORAGE_BLOCK),
         .doc = "The name of open files that are handed over instead of the path."),
    ATTR(string, "dir", struct storage_source, dir, HOST_ONLY, .only_if = BIT(STORAGE_DIR),
         .doc = "The folder that is shown as a FAT file system."),
    ATTR(string, "pool", struct storage_source, pool, HOST_ONLY | REQUIRED, .only_if = BIT(STORAGE_VOLUME),
         .doc = "The storage pool."),
    ATTR(string, "volume", struct storage_source, volume, HOST_ONLY | REQUIRED, .only_if = BIT(STORAGE_VOLUME),
         .doc = "The volume of the pool."),
    ATTR_ENUM("mode", struct storage_source, volume_mode, volume_mode, HOST_ONLY, .only_if = BIT(STORAGE_VOLUME),
              .doc = "Whether an iSCSI volume is reached through the host's block device or by QEMU itself."),
    ATTR_ENUM("protocol", struct storage_source, protocol, storage_protocol, HOST_ONLY | REQUIRED, NETWORK_ONLY,
              .doc = "The protocol that the server speaks."),
    ATTR(string, "name", struct storage_source, name, HOST_ONLY, NETWORK_ONLY,
         .doc = "What the server calls the data."),
    ATTR(string, "query", struct storage_source, query, HOST_ONLY, NETWORK_ONLY, .doc = "The query part of the URL."),
    ATTR_ENUM("tls", struct storage_source, tls, yes_no, HOST_ONLY, NETWORK_ONLY,
              .doc = "Whether traffic is encrypted."),
    ATTR(string, "tlsHostname", struct storage_source, tls_hostname, HOST_ONLY, NETWORK_ONLY,
         .doc = "The name that has to stand in the server's certificate (NBD)."),
    ATTR_ENUM("type", struct storage_source, nvme_bus, nvme_bus, HOST_ONLY | REQUIRED, NVME_ONLY,
              .doc = "What the device is plugged into."),
    ATTR_ENUM("managed", struct storage_source, nvme_managed, yes_no, HOST_ONLY, NVME_ONLY,
              .doc = "Whether the device is taken from its driver for the guest, and given back."),
    ATTR(uint, "namespace", struct storage_source, nvme_namespace, HOST_ONLY | REQUIRED, NVME_ONLY, .min = 1,
         .max = G_MAXUINT32, .doc = "The namespace of the device."),
    ATTR_ENUM("type", struct storage_source, vhost_type, socket_type, HOST_ONLY | REQUIRED,
              .only_if = BIT(STORAGE_VHOSTUSER), .doc = "The sort of socket."),
    ATTR(path, "path", struct storage_source, vhost_path, HOST_ONLY | REQUIRED, .only_if = BIT(STORAGE_VHOSTUSER),
         .doc = "The socket of the program that has the data."),
    ATTR_ENUM("startupPolicy", struct storage_source, startup_policy, startup_policy, HOST_ONLY,
              .doc = "What to do when the source is missing at the start."),
    ATTR(uint, "index", struct storage_source, index, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The number of the source in the chain."),

    LIST("host", struct storage_source, hosts, storage_host, HOST_ONLY, NETWORK_ONLY,
         .doc = "A server that has the data."),
    INLINE("snapshot", snapshot, 0, NETWORK_ONLY, .doc = "A snapshot inside of the source (RBD)."),
    INLINE("config", config, 0, NETWORK_ONLY, .doc = "A configuration file of the client (RBD)."),
    INLINE("initiator", initiator, 0, NETWORK_ONLY, .doc = "Who the iSCSI client says it is."),
    INLINE("ssl", ssl, 0, NETWORK_ONLY, .doc = "How the server is checked (HTTPS, FTPS)."),
    CHILD("cookies", struct storage_source, cookies, http_cookies, HOST_ONLY, NETWORK_ONLY,
          .doc = "The cookies that are sent to the server (HTTP, HTTPS)."),
    INLINE("readahead", readahead, 0, NETWORK_ONLY, .doc = "How much is read ahead (HTTP, FTP and the like)."),
    INLINE("timeout", timeout, 0, NETWORK_ONLY, .doc = "How long an answer may take (HTTP, FTP and the like)."),
    INLINE("knownHosts", known_hosts, 0, NETWORK_ONLY, .doc = "Which servers SSH trusts."),
    INLINE("identity", identity, 0, NETWORK_ONLY, .doc = "As whom the server is asked (NFS, SSH)."),
    CHILD("address", struct storage_source, nvme_address, pci_address, HOST_ONLY | REQUIRED, NVME_ONLY,
          .doc = "The NVMe device."),
    CHILD("reconnect", struct storage_source, reconnect, reconnect, HOST_ONLY,
          .only_if = BIT(STORAGE_NETWORK) | BIT(STORAGE_VHOSTUSER), .doc = "What follows when the connection is lost."),
    LIST("seclabel", struct storage_source, seclabels, device_seclabel, HOST_ONLY, .doc = "How the file is labelled."),
    CHILD("slices", struct storage_source, slices, storage_slices, HOST_ONLY,
          .doc = "Which part of the source is used."),
    CHILD("auth", struct storage_source, auth, storage_auth, HOST_ONLY,
          .only_if = BIT(STORAGE_NETWORK) | BIT(STORAGE_VOLUME), .doc = "Who asks the server."),
    CHILD("encryption", struct storage_source, encryption, storage_encryption, HOST_ONLY,
          .doc = "How the data is encrypted."),
    CHILD("reservations", struct storage_source, reservations, reservations, HOST_ONLY,
          .doc = "Lets the guest use SCSI persistent reservations."),
    CHILD("dataStore", struct storage_source, data_store, data_store, HOST_ONLY,
          .doc = "The file where qcow2 keeps the data."),
};
ELEMENT(storage_source_element, "storage-source", struct storage_source, storage_source_fields,
        "Where the bytes come from.");

/* ---- chains ---- */

static const struct field data_store_format_fields[] = {
    ATTR_ENUM("type", struct data_store, format, storage_format, HOST_ONLY | REQUIRED, .doc = "The format, 'raw'."),
};
static ELEMENT(data_store_format_element, "data-store-format", struct data_store, data_store_format_fields,
               "The format of a data file.");

static const struct field data_store_fields[] = {
    ATTR_ENUM("type", struct data_store, type, storage_type, HOST_ONLY | REQUIRED | DISCRIMINANT,
              .doc = "What sort of source it is."),
    INLINE("format", data_store_format, 0, .doc = "The format of the file."),
    EMBED("source", struct data_store, source, storage_source, 0, .doc = "Where the bytes come from."),
};
ELEMENT(data_store_element, "data-store", struct data_store, data_store_fields,
        "Where qcow2 keeps data that is not in its own file.");

static const struct field backing_cache_fields[] = {
    TEXT(size, "max_size", struct backing_store, metadata_cache_max_size, HOST_ONLY, .unit = 1, .unit_name = "bytes",
         .doc = "The most memory of the cache."),
};
static ELEMENT(backing_cache_element, "backing-store-cache", struct backing_store, backing_cache_fields,
               "The cache of qcow2's tables.");

static const struct field backing_format_fields[] = {
    ATTR_ENUM("type", struct backing_store, format, storage_format, HOST_ONLY | REQUIRED, .doc = "The format."),
    INLINE("metadata_cache", backing_cache, 0, .doc = "The cache of qcow2's tables."),
};
static ELEMENT(backing_format_element, "backing-store-format", struct backing_store, backing_format_fields,
               "The format of a backing file.");

static const struct field backing_store_fields[] = {
    ATTR_ENUM("type", struct backing_store, type, storage_type, HOST_ONLY | DISCRIMINANT,
              .doc = "What sort of source it is; an element without it ends the chain."),
    ATTR(uint, "index", struct backing_store, index, HOST_ONLY, .max = G_MAXUINT32,
         .doc = "The number of the source in the chain."),
    INLINE("format", backing_format, 0, .doc = "The format of the file."),
    EMBED("source", struct backing_store, source, storage_source, 0, .doc = "Where the bytes come from."),
    CHILD("backingStore", struct backing_store, backing_store, backing_store, HOST_ONLY,
          .doc = "What is read where this file has nothing."),
};
ELEMENT(backing_store_element, "backing-store", struct backing_store, backing_store_fields,
        "What is read where the file above has nothing.");

bool storage_source_is_empty(enum storage_type type, const struct storage_source *source)
{
    switch (type) {
    case STORAGE_NETWORK:
        return source->protocol == STORAGE_PROTOCOL_ABSENT;
    case STORAGE_VOLUME:
        return !source->volume;
    case STORAGE_NVME:
        return !source->nvme_address;
    case STORAGE_VHOSTUSER:
        return !source->vhost_path;
    case STORAGE_DIR:
        return !source->dir;
    case STORAGE_BLOCK:
    case STORAGE_VHOSTVDPA:
        return !source->dev;
    case STORAGE_FILE:
    case STORAGE_TYPE_ABSENT:
    case STORAGE_TYPE_COUNT:
        return !source->file;
    }
    return true;
}
