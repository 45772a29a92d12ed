#include "documents.h"

static const char head[] =
    "<domain type='kvm'>\n"
    "  <name>web-17</name>\n"
    "  <uuid>0f3c8a7e-62c5-4d1f-9f0e-5b6b1c3d2a10</uuid>\n"
    "  <title>Web server 17</title>\n"
    "  <metadata>\n"
    "    <libosinfo:libosinfo xmlns:libosinfo=\"http://libosinfo.org/xmlns/libvirt/domain/1.0\">\n"
    "      <libosinfo:os id=\"http://debian.org/debian/12\"/>\n"
    "    </libosinfo:libosinfo>\n"
    "  </metadata>\n"
    "  <memory unit='KiB'>4194304</memory>\n"
    "  <currentMemory unit='KiB'>4194304</currentMemory>\n"
    "  <vcpu placement='static'>4</vcpu>\n"
    "  <os>\n"
    "    <type arch='x86_64' machine='q35'>hvm</type>\n"
    "    <boot dev='hd'/>\n"
    "  </os>\n"
    "  <features>\n"
    "    <acpi/>\n"
    "    <apic/>\n"
    "  </features>\n"
    "  <cpu mode='host-model' check='partial'/>\n"
    "  <clock offset='utc'>\n"
    "    <timer name='rtc' tickpolicy='catchup'/>\n"
    "    <timer name='pit' tickpolicy='delay'/>\n"
    "    <timer name='hpet' present='no'/>\n"
    "  </clock>\n"
    "  <on_poweroff>destroy</on_poweroff>\n"
    "  <on_reboot>restart</on_reboot>\n"
    "  <on_crash>destroy</on_crash>\n"
    "  <pm>\n"
    "    <suspend-to-mem enabled='no'/>\n"
    "    <suspend-to-disk enabled='no'/>\n"
    "  </pm>\n"
    "  <devices>\n"
    "    <emulator>/usr/bin/qemu-system-x86_64</emulator>\n";

/* Five devices that nearly every machine has. */
static const char common[] = "    <serial type='pty'>\n"
                             "      <target type='isa-serial' port='0'/>\n"
                             "    </serial>\n"
                             "    <channel type='unix'>\n"
                             "      <target type='virtio' name='org.qemu.guest_agent.0'/>\n"
                             "    </channel>\n"
                             "    <input type='tablet' bus='usb'/>\n"
                             "    <memballoon model='virtio'/>\n"
                             "    <rng model='virtio'>\n"
                             "      <backend model='random'>/dev/urandom</backend>\n"
                             "    </rng>\n";

static void add_disk(GString *text, unsigned n)
{
    g_string_append_printf(text,
                           "    <disk type='file' device='disk'>\n"
                           "      <driver name='qemu' type='qcow2' cache='none' io='native' discard='unmap'/>\n"
                           "      <source file='/var/lib/machines/web-17-%u.qcow2'/>\n"
                           "      <target dev='sd%c%c%c' bus='scsi'/>\n"
                           "      <serial>disk-%u</serial>\n"
                           "      <address type='drive' controller='%u' bus='0' target='0' unit='%u'/>\n"
                           "    </disk>\n",
                           n, 'a' + n / 676 % 26, 'a' + n / 26 % 26, 'a' + n % 26, n, n / 7, n % 7);
}

static void add_nic(GString *text, unsigned n)
{
    g_string_append_printf(text,
                           "    <interface type='bridge'>\n"
                           "      <mac address='52:54:00:%02x:%02x:%02x'/>\n"
                           "      <source bridge='br%u'/>\n"
                           "      <model type='virtio'/>\n"
                           "      <driver name='vhost' queues='4'/>\n"
                           "      <mtu size='1500'/>\n"
                           "      <address type='pci' domain='0x0000' bus='0x%02x' slot='0x00' function='0x0'/>\n"
                           "    </interface>\n",
                           n >> 16 & 0xff, n >> 8 & 0xff, n & 0xff, n % 4, 1 + n % 250);
}

static void add_port(GString *text, unsigned n)
{
    g_string_append_printf(text,
                           "    <controller type='pci' index='%u' model='pcie-root-port'>\n"
                           "      <model name='pcie-root-port'/>\n"
                           "      <target chassis='%u' port='0x%x'/>\n"
                           "      <address type='pci' domain='0x0000' bus='0x00' slot='0x%02x' function='0x%x'/>\n"
                           "    </controller>\n",
                           n + 1, 1 + n % 250, n % 250, 1 + n / 8 % 30, n % 8);
}

static void add_channel(GString *text, unsigned n)
{
    g_string_append_printf(text,
                           "    <channel type='unix'>\n"
                           "      <source mode='bind' path='/run/web-17/channel-%u'/>\n"
                           "      <target type='virtio' name='org.example.channel.%u'/>\n"
                           "      <address type='virtio-serial' controller='0' bus='0' port='%u'/>\n"
                           "    </channel>\n",
                           n, n, 2 + n);
}

char *bench_document(unsigned devices)
{
    static void (*const add[])(GString * text, unsigned n) = {add_disk, add_nic, add_port, add_channel};
    GString *text = g_string_new(head);

    /* one kind after the other, as programs write them */
    for (unsigned kind = 0; kind < G_N_ELEMENTS(add); kind++)
        for (unsigned n = 0; 5 + kind + n * G_N_ELEMENTS(add) < devices; n++)
            add[kind](text, n);
    g_string_append(text, common);
    g_string_append(text, "  </devices>\n</domain>\n");
    return g_string_free(text, FALSE);
}
