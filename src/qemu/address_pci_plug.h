/* qemu/address_pci_plug.h - which devices are PCI devices, and what each is plugged into. */
#pragma once

#include "domain/devices.h"
#include "qemu/address_pci_bus.h"

/* What the device is plugged into; PCI_PLUG_NONE if it is no PCI device.  `express`: the machine has PCI
 * Express; on others all endpoints are conventional. */
enum pci_plug pci_device_plug(enum device_kind kind, const void *device, bool express);

/* The bus behind a PCI controller. */
enum pci_bus_kind pci_controller_bus(const struct controller *controller);

/* The model of the controller that makes such a bus. */
enum pci_model pci_bus_model(enum pci_bus_kind kind);
