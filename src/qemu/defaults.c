#include "qemu/defaults.h"

#include "qemu/address.h"
#include "qemu/alias.h"
#include "qemu/defaults_parts.h"

#include "xml/own.h"

void domain_defaults(struct domain *domain, const struct profile *profile, struct report *report)
{
    if (!domain->devices)
        domain->devices = element_new(&devices_element);
    alias_drop_given(domain->devices);
    defaults_machine(domain, profile, report);
    defaults_domain(domain);
    defaults_tuning(domain);
    defaults_cpu(domain, profile);
    defaults_disks(domain->devices);
    address_drives(domain->devices, report); /* the controllers that are added depend on it */
    defaults_chardevs(domain);
    defaults_controllers(domain, profile);
    defaults_devices(domain, profile, report);
    defaults_display(domain, profile);
}
