/* qemu/address_pci_plug.h - which devices are PCI devices, and what each is plugged into. */
#pragma once

#include "domain/devices.h"
#include "qemu/address_pci_bus.h"

/* What the device is plugged into; PCI_PLUG_NONE if it is no PCI device.  `express`: the machine has PCI
 * Express; on others all endpoints are conventional. */
enum pci_plug pci_device_plug(enum device_kind kind, const void *device, bool express);

/* What a plug is called in messages: "PCI Express device", "pcie-root-port". */
const char *pci_plug_name(enum pci_plug plug);

/* The bus behind a PCI controller. */
enum pci_bus_kind pci_controller_bus(const struct controller *controller);

/* The model of the controller that makes such a bus; absent: no controller does. */
enum pci_model pci_bus_model(enum pci_bus_kind kind);
