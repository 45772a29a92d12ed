#include "domain/network.h"

#include <string.h>

#define NAT                                                                                                            \
    "<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0' ipv6='yes'>\n"                            \
    "  <name>default</name>\n"                                                                                         \
    "  <uuid>3e3fce45-4f53-4fa7-bb32-11f34168b82b</uuid>\n"                                                            \
    "  <forward mode='nat' dev='eth0'>\n"                                                                              \
    "    <nat>\n"                                                                                                      \
    "      <port start='500' end='1000'/>\n"                                                                           \
    "    </nat>\n"                                                                                                     \
    "    <interface dev='eth0'/>\n"                                                                                    \
    "  </forward>\n"                                                                                                   \
    "  <bridge name='virbr0' stp='on' delay='0' macTableManager='libvirt'/>\n"                                         \
    "  <mtu size='9000'/>\n"                                                                                           \
    "  <mac address='00:16:3e:5d:c7:9e'/>\n"                                                                           \
    "  <domain name='example.com' localOnly='yes'/>\n"                                                                 \
    "  <dns>\n"                                                                                                        \
    "    <host ip='192.168.122.1'>\n"                                                                                  \
    "      <hostname>gateway</hostname>\n"                                                                             \
    "    </host>\n"                                                                                                    \
    "  </dns>\n"                                                                                                       \
    "  <ip address='192.168.122.1' netmask='255.255.255.0'>\n"                                                         \
    "    <dhcp>\n"                                                                                                     \
    "      <range start='192.168.122.2' end='192.168.122.254'>\n"                                                      \
    "        <lease expiry='1' unit='hours'/>\n"                                                                       \
    "      </range>\n"                                                                                                 \
    "      <host mac='00:16:3e:77:e2:ed' name='a.example.com' ip='192.168.122.10'/>\n"                                 \
    "    </dhcp>\n"                                                                                                    \
    "  </ip>\n"                                                                                                        \
    "  <portgroup name='guests' default='yes'>\n"                                                                      \
    "    <vlan>\n"                                                                                                     \
    "      <tag id='42'/>\n"                                                                                           \
    "    </vlan>\n"                                                                                                    \
    "  </portgroup>\n"                                                                                                 \
    "  <portgroup name='servers'/>\n"                                                                                  \
    "  <dnsmasq:options>\n"                                                                                            \
    "    <dnsmasq:option value='log-queries'/>\n"                                                                      \
    "  </dnsmasq:options>\n"                                                                                           \
    "</network>\n"

static struct network *network_of(const char *text)
{
    g_autoptr(report_t) report = report_new("network.xml");
    struct network *network = network_read(text, strlen(text), report);
    g_autofree char *complaints = report_text(report);

    g_assert_cmpstr(complaints, ==, "");
    return network;
}

static void what_libvirt_writes_is_kept(void)
{
    g_autoptr(network_t) network = network_of(NAT);
    g_autofree char *text = network_write(network);

    g_assert_cmpstr(text, ==, NAT);
}

static void what_libvirt_notes_of_a_running_network_is_not_kept(void)
{
    g_autoptr(network_t) network = network_of(
        "<network connections='2'><name>vfs</name><forward mode='hostdev' managed='yes'>"
        "<address type='pci' domain='0' bus='3' slot='16' function='2' connections='1'/></forward></network>");
    g_autofree char *text = network_write(network);

    g_assert_cmpstr(text, ==,
                    "<network>\n"
                    "  <name>vfs</name>\n"
                    "  <forward mode='hostdev' managed='yes'>\n"
                    "    <address type='pci' domain='0x0000' bus='0x03' slot='0x10' function='0x2'/>\n"
                    "  </forward>\n"
                    "</network>\n");
}

static void a_nic_that_asks_for_no_port_group_has_the_default_one(void)
{
    g_autoptr(network_t) network = network_of(NAT);

    g_assert_cmpstr(network_portgroup(network, NULL)->name, ==, "guests");
    g_assert_cmpstr(network_portgroup(network, "servers")->name, ==, "servers");
    g_assert_null(network_portgroup(network, "printers"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/network/what-libvirt-writes-is-kept", what_libvirt_writes_is_kept);
    g_test_add_func("/network/what-libvirt-notes-is-not-kept", what_libvirt_notes_of_a_running_network_is_not_kept);
    g_test_add_func("/network/default-port-group", a_nic_that_asks_for_no_port_group_has_the_default_one);
    return g_test_run();
}
