#include "domain/rule_parts.h"

/* "the pci controller 3", newly made. */
static char *name_of(const struct controller *controller)
{
    const char *type = enum_name(&controller_type_names, controller->type);

    return controller->index.given
               ? g_strdup_printf("the %s controller %" G_GUINT64_FORMAT, type, controller->index.value)
               : g_strdup_printf("a %s controller", type);
}

/* USB 2 is a group of controllers with one index: a master and its companions. */
static bool may_share_index(const struct controller *controller)
{
    return controller->type == CONTROLLER_USB && controller->usb_model >= USB_ICH9_EHCI1 &&
           controller->usb_model <= USB_ICH9_UHCI3;
}

static void index_twice(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    const GPtrArray *all = domain->devices->controllers;

    for (unsigned i = 0; i < all->len && all->pdata[i] != controller; i++) {
        const struct controller *other = all->pdata[i];

        if (other->type != controller->type || !controller->index.given || !other->index.given ||
            other->index.value != controller->index.value)
            continue;
        if (may_share_index(controller) && may_share_index(other))
            continue;
        rule_error(rule, report, controller->info.where, "give each a number of its own, or leave them out",
                   "two %s controllers have the index %" G_GUINT64_FORMAT ", the other in line %u",
                   enum_name(&controller_type_names, controller->type), controller->index.value,
                   other->info.where.line);
    }
}

/* ---- PCI ---- */

static bool is_root(const struct controller *controller)
{
    return controller->type == CONTROLLER_PCI &&
           (controller->pci_model == PCI_ROOT || controller->pci_model == PCIE_ROOT);
}

static void root(const struct domain *domain, const void *device, const struct rule *rule,
                 const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    const char *model = enum_name(&pci_model_names, controller->pci_model);

    if (!is_root(controller))
        return;
    if (controller->index.given && controller->index.value != 0 && !controller->target_index.given)
        rule_error(rule, report, controller->info.where, "use model='pcie-expander-bus' for a further root",
                   "the controller %s has the index %" G_GUINT64_FORMAT ", expected 0", model, controller->index.value);
    if (controller->info.address)
        rule_error(rule, report, controller->info.address->where, "remove <address>",
                   "the controller %s has an address; it is where addresses begin", model);
}

/* Which numbers each model has. */
static const struct {
    const char *name;
    size_t offset; /* of a struct number */
    uint64_t models;
} target_numbers[] = {
    {"chassisNr", offsetof(struct controller, chassis_nr), BIT(PCI_BRIDGE)},
    {"chassis", offsetof(struct controller, chassis), BIT(PCIE_ROOT_PORT) | BIT(PCIE_SWITCH_DOWNSTREAM_PORT)},
    {"port", offsetof(struct controller, port), BIT(PCIE_ROOT_PORT) | BIT(PCIE_SWITCH_DOWNSTREAM_PORT)},
    {"busNr", offsetof(struct controller, bus_nr), BIT(PCI_EXPANDER_BUS) | BIT(PCIE_EXPANDER_BUS)},
    {"index", offsetof(struct controller, target_index), BIT(PCI_ROOT)},
    {"node", offsetof(struct controller, node), BIT(PCI_EXPANDER_BUS) | BIT(PCIE_EXPANDER_BUS) | BIT(PCI_ROOT)},
    {"memReserve", offsetof(struct controller, mem_reserve),
     BIT(PCIE_ROOT_PORT) | BIT(PCI_BRIDGE) | BIT(PCIE_TO_PCI_BRIDGE)},
};

#define HOTPLUG_MODELS (BIT(PCI_ROOT) | BIT(PCI_BRIDGE) | BIT(PCIE_ROOT_PORT) | BIT(PCIE_SWITCH_DOWNSTREAM_PORT))

static void pci_target(const struct domain *domain, const void *device, const struct rule *rule,
                       const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    g_autofree char *name = name_of(controller);
    const char *model = enum_name(&pci_model_names, controller->pci_model);

    if (controller->type != CONTROLLER_PCI)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(target_numbers); i++) {
        const struct number *value = (const void *)((const char *)controller + target_numbers[i].offset);
        g_autofree char *models = rule_names(&pci_model_names, target_numbers[i].models);

        if (value->given && !(target_numbers[i].models & BIT(controller->pci_model)))
            rule_error(rule, report, controller->info.where, "remove it",
                       "%s has '%s' in <target> and the model '%s', expected %s", name, target_numbers[i].name, model,
                       models);
    }
    if (controller->hotplug && !(HOTPLUG_MODELS & BIT(controller->pci_model)))
        rule_error(rule, report, controller->info.where, "remove it",
                   "%s has 'hotplug' in <target> and the model '%s', into which nothing is plugged", name, model);
    if (controller->pcihole64.given && !is_root(controller))
        rule_error(rule, report, controller->info.where, "move it to the controller with index 0",
                   "%s has <pcihole64>, which only the root has", name);
}

/* Which hardware each model can be. */
static const uint64_t model_devices[PCI_MODEL_COUNT] = {
    [PCI_ROOT] = BIT(PCI_DEVICE_SPAPR_PCI_HOST_BRIDGE),
    [PCI_BRIDGE] = BIT(PCI_DEVICE_PCI_BRIDGE),
    [DMI_TO_PCI_BRIDGE] = BIT(PCI_DEVICE_I82801B11_BRIDGE),
    [PCIE_TO_PCI_BRIDGE] = BIT(PCI_DEVICE_PCIE_PCI_BRIDGE),
    [PCIE_ROOT_PORT] = BIT(PCI_DEVICE_PCIE_ROOT_PORT) | BIT(PCI_DEVICE_IOH3420),
    [PCIE_SWITCH_UPSTREAM_PORT] = BIT(PCI_DEVICE_X3130_UPSTREAM),
    [PCIE_SWITCH_DOWNSTREAM_PORT] = BIT(PCI_DEVICE_XIO3130_DOWNSTREAM),
    [PCI_EXPANDER_BUS] = BIT(PCI_DEVICE_PXB),
    [PCIE_EXPANDER_BUS] = BIT(PCI_DEVICE_PXB_PCIE),
};

static void pci_device(const struct domain *domain, const void *device, const struct rule *rule,
                       const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    g_autofree char *name = name_of(controller);
    g_autofree char *expected = rule_names(&pci_device_names, model_devices[controller->pci_model]);

    if (!controller->pci_device || (model_devices[controller->pci_model] & BIT(controller->pci_device)))
        return;
    rule_error(rule, report, controller->info.where, "remove <model>",
               "%s has the model '%s' and <model name='%s'/>, expected %s", name,
               enum_name(&pci_model_names, controller->pci_model), enum_name(&pci_device_names, controller->pci_device),
               *expected ? expected : "none");
}

static void expander(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    g_autofree char *name = name_of(controller);
    const GPtrArray *cells = domain->cpu && domain->cpu->numa ? domain->cpu->numa->cells : NULL;

    if (controller->node.given && (!cells || controller->node.value >= cells->len))
        rule_error(rule, report, controller->info.where, "add the node to <numa> in <cpu>",
                   "%s is at NUMA node %" G_GUINT64_FORMAT ", but the guest has %u, counted from 0", name,
                   controller->node.value, cells ? cells->len : 0);
}

/* ---- USB ---- */

static void usb_ports(const struct domain *domain, const void *device, const struct rule *rule,
                      const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    bool is_xhci = controller->usb_model == USB_NEC_XHCI || controller->usb_model == USB_QEMU_XHCI;
    g_autofree char *name = name_of(controller);

    if (controller->type != CONTROLLER_USB || !controller->ports.given || !controller->usb_model)
        return;
    if (!is_xhci)
        rule_error(rule, report, controller->info.where, "remove 'ports'",
                   "%s has 'ports' and the model '%s', expected nec-xhci or qemu-xhci", name,
                   enum_name(&usb_model_names, controller->usb_model));
    else if (controller->ports.value < 1 || controller->ports.value > 15)
        rule_error(rule, report, controller->info.where, NULL,
                   "%s has ports='%" G_GUINT64_FORMAT "', expected a number from 1 to 15", name,
                   controller->ports.value);
}

static void usb_none(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    const GPtrArray *all = domain->devices->controllers;

    if (controller->type != CONTROLLER_USB || controller->usb_model != USB_NONE)
        return;
    for (unsigned i = 0; i < all->len; i++) {
        const struct controller *other = all->pdata[i];

        if (other != controller && other->type == CONTROLLER_USB)
            rule_error(rule, report, other->info.where, "remove one of them",
                       "there is a USB controller, but in line %u USB is switched off by model='none'",
                       controller->info.where.line);
    }
    for (unsigned i = 0; i < domain->devices->hubs->len; i++)
        rule_error(rule, report, ((const struct hub *)domain->devices->hubs->pdata[i])->info.where,
                   "remove one of them", "there is a USB hub, but in line %u USB is switched off by model='none'",
                   controller->info.where.line);
}

/* ---- SCSI and virtio ---- */

static void not_in_qemu(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    const char *type = enum_name(&controller_type_names, controller->type);

    if (controller->type == CONTROLLER_XENBUS || controller->type == CONTROLLER_ISA)
        rule_error(rule, report, controller->info.where, "remove it",
                   "there is a controller of type '%s', which no QEMU machine has", type);
    if (controller->type == CONTROLLER_SCSI && controller->scsi_model == SCSI_BUSLOGIC)
        rule_error(rule, report, controller->info.where, "use model='virtio-scsi' or model='lsilogic'",
                   "there is a SCSI controller 'buslogic', which QEMU does not have");
}

static bool may_be_virtio_scsi(const struct controller *controller)
{
    return controller->type == CONTROLLER_SCSI &&
           (controller_is_virtio(controller) || !controller->scsi_model || controller->scsi_model == SCSI_AUTO);
}

static void virtio_only(const struct domain *domain, const void *device, const struct rule *rule,
                        const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    g_autofree char *name = name_of(controller);
    const struct {
        const char *what;
        bool given;
    } scsi_parts[] = {
        {"'queues'", controller->queues.given},           {"'cmd_per_lun'", controller->cmd_per_lun.given},
        {"'max_sectors'", controller->max_sectors.given}, {"'ioeventfd'", controller->ioeventfd != 0},
        {"'iothread'", controller->iothread.given},       {"<iothreads>", controller->iothreads != NULL},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(scsi_parts); i++)
        if (scsi_parts[i].given && !may_be_virtio_scsi(controller))
            rule_error(rule, report, controller->info.where, "remove it",
                       "%s has %s in <driver>, which only virtio-scsi controllers have", name, scsi_parts[i].what);
    if (!may_be_virtio_scsi(controller) && !controller_is_virtio(controller))
        rule_no_virtio_options(rule, report, controller->info.where, &controller->virtio, name);
}

static void iothread(const struct domain *domain, const void *device, const struct rule *rule,
                     const struct rule_options *options, struct report *report)
{
    const struct controller *controller = device;
    g_autofree char *name = name_of(controller);

    if (controller->iothread.given && controller->iothreads)
        rule_error(rule, report, controller->info.where, "keep one of them",
                   "%s has 'iothread' in <driver> and <iothreads>", name);
    if (controller->iothread.given && !rule_has_iothread(domain, controller->iothread.value))
        rule_error(rule, report, controller->info.where, "raise <iothreads>, or add it to <iothreadids>",
                   "%s has iothread='%" G_GUINT64_FORMAT "', but the domain has no such I/O thread", name,
                   controller->iothread.value);
    if (controller->iothreads)
        rule_iothreads(domain, controller->iothreads, controller->queues, rule, report);
}

const struct rule controller_rules[] = {
    {"controller.index", .kind = DEVICE_CONTROLLER, .check_device = index_twice},
    {"controller.root", .kind = DEVICE_CONTROLLER, .check_device = root},
    {"controller.target", .kind = DEVICE_CONTROLLER, .check_device = pci_target},
    {"controller.model-name", .kind = DEVICE_CONTROLLER, .check_device = pci_device},
    {"controller.node", .kind = DEVICE_CONTROLLER, .check_device = expander},
    {"controller.usb-ports", .kind = DEVICE_CONTROLLER, .check_device = usb_ports},
    {"controller.usb-none", .kind = DEVICE_CONTROLLER, .check_device = usb_none},
    {"controller.not-in-qemu", .kind = DEVICE_CONTROLLER, .check_device = not_in_qemu},
    {"controller.virtio-only", .kind = DEVICE_CONTROLLER, .check_device = virtio_only},
    {"controller.iothread", .kind = DEVICE_CONTROLLER, .check_device = iothread},
    {NULL},
};
