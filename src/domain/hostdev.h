/* domain/hostdev.h - devices of the host that are given to the guest: <hostdev>. */
#pragma once

#include "domain/disk.h"
#include "domain/netparts.h"
#include "domain/teaming.h"

enum hostdev_mode { HOSTDEV_MODE_ABSENT, HOSTDEV_SUBSYSTEM, HOSTDEV_CAPABILITIES, HOSTDEV_MODE_COUNT };
extern const struct enum_names hostdev_mode_names;

enum hostdev_type {
    HOSTDEV_TYPE_ABSENT,
    HOSTDEV_USB,
    HOSTDEV_PCI,
    HOSTDEV_SCSI,
    HOSTDEV_SCSI_HOST,
    HOSTDEV_MDEV,
    HOSTDEV_STORAGE, /* mode capabilities, containers */
    HOSTDEV_MISC,
    HOSTDEV_NET,
    HOSTDEV_TYPE_COUNT,
};
extern const struct enum_names hostdev_type_names;

enum hostdev_driver {
    HOSTDEV_DRIVER_ABSENT,
    HOSTDEV_DRIVER_KVM,
    HOSTDEV_DRIVER_VFIO,
    HOSTDEV_DRIVER_XEN,
    HOSTDEV_DRIVER_COUNT,
};
extern const struct enum_names hostdev_driver_names;

/* The model of a mediated device or of a SCSI host. */
enum hostdev_model {
    HOSTDEV_MODEL_ABSENT,
    HOSTDEV_VFIO_PCI,
    HOSTDEV_VFIO_CCW,
    HOSTDEV_VFIO_AP,
    HOSTDEV_VIRTIO,
    HOSTDEV_VIRTIO_TRANSITIONAL,
    HOSTDEV_VIRTIO_NON_TRANSITIONAL,
    HOSTDEV_MODEL_COUNT,
};
extern const struct enum_names hostdev_model_names;

enum scsi_protocol { SCSI_PROTOCOL_ABSENT, SCSI_ADAPTER, SCSI_ISCSI, SCSI_VHOST, SCSI_PROTOCOL_COUNT };
extern const struct enum_names scsi_protocol_names;

/* Whether a USB device is reset for the guest. */
enum guest_reset {
    GUEST_RESET_ABSENT,
    GUEST_RESET_OFF,
    GUEST_RESET_UNINITIALIZED,
    GUEST_RESET_ON,
    GUEST_RESET_COUNT,
};
extern const struct enum_names guest_reset_names;

/* <address …/> in <source>: which numbers count is said by the hostdev's type. */
struct hostdev_address {
    struct place where;
    struct number domain, bus, slot, function; /* pci; bus: usb and scsi too */
    enum on_off multifunction;                 /* pci: means nothing here */
    struct number device;                      /* usb */
    char *usb_port;                            /* usb: "1.2" */
    struct number target, unit;                /* scsi */
    char *uuid;                                /* mdev */
};

struct hostdev_source {
    struct place where;
    enum startup_policy startup_policy;  /* usb */
    enum guest_reset guest_reset;        /* usb */
    enum yes_no missing;                 /* usb: was not there at the start */
    enum yes_no write_filtering;         /* pci */
    struct number vendor_id, product_id; /* usb */
    struct hostdev_address address;
    enum scsi_protocol protocol;         /* scsi, scsi_host */
    char *adapter;                       /* scsi: "scsi_host0" */
    char *iscsi_name;                    /* scsi with iscsi */
    GPtrArray *hosts;                    /* scsi with iscsi: struct storage_host * */
    struct storage_auth *auth;           /* scsi with iscsi */
    char *initiator_iqn;                 /* scsi with iscsi */
    char *wwpn;                          /* scsi_host */
    char *block, *character, *interface; /* storage, misc, net */
};

struct hostdev {
    struct device_info info;
    enum hostdev_mode mode; /* not given = subsystem */
    enum hostdev_type type;
    enum yes_no managed;
    enum hostdev_model model;   /* mdev, scsi_host */
    enum on_off display, ramfb; /* mdev, pci */
    enum sgio sgio;             /* scsi */
    enum yes_no rawio;          /* scsi */
    enum hostdev_driver driver;
    char *driver_model; /* pci: the VFIO variant driver */
    enum yes_no iommufd;
    struct hostdev_source source;
    GPtrArray *ips, *routes; /* net: struct nic_ip *, struct route * */
    bool readonly, shareable;
    struct teaming *teaming;
};
extern const struct element hostdev_element;
