#include "qemu/address_pci_bus.h"

static const struct pci_owner somebody = {.part = "somebody"};

static struct pci_spot place_next(struct pci_buses *buses, enum pci_plug plug)
{
    struct pci_spot spot;

    while (!pci_spot_find(buses, plug, &spot))
        g_assert_true(pci_buses_extend(buses, plug));
    pci_spot_take(buses, spot, plug, somebody);
    return spot;
}

static void assert_spot(struct pci_spot spot, unsigned bus, unsigned slot, unsigned function)
{
    g_assert_cmpuint(spot.bus, ==, bus);
    g_assert_cmpuint(spot.slot, ==, slot);
    g_assert_cmpuint(spot.function, ==, function);
}

static void an_endpoint_gets_the_first_slot_that_is_wholly_free(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_ROOT);
    pci_spot_take(buses, (struct pci_spot){0, 1, 2}, PCI_PLUG_CONVENTIONAL, somebody);
    assert_spot(place_next(buses, PCI_PLUG_CONVENTIONAL), 0, 2, 0);
    assert_spot(place_next(buses, PCI_PLUG_CONVENTIONAL), 0, 3, 0);
}

static void root_ports_share_a_slot_function_by_function(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_EXPRESS_ROOT);
    for (unsigned i = 0; i < PCI_FUNCTIONS; i++)
        assert_spot(place_next(buses, PCI_PLUG_ROOT_PORT), 0, 1, i);
    assert_spot(place_next(buses, PCI_PLUG_ROOT_PORT), 0, 2, 0);
    g_assert_cmphex(pci_slot_functions(buses, 0, 1), ==, 0xff);
}

static void a_root_port_does_not_join_an_endpoint(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_EXPRESS_ROOT);
    pci_spot_take(buses, (struct pci_spot){0, 1, 0}, PCI_PLUG_EXPRESS, somebody);
    assert_spot(place_next(buses, PCI_PLUG_ROOT_PORT), 0, 2, 0);
}

static void an_express_endpoint_never_goes_to_the_root_by_itself(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_EXPRESS_ROOT);
    g_assert_true(pci_bus_takes(buses, 0, PCI_PLUG_EXPRESS));
    assert_spot(place_next(buses, PCI_PLUG_EXPRESS), 1, 0, 0);
    g_assert_cmpint(pci_bus_kind(buses, 1), ==, PCI_BUS_ROOT_PORT);
    assert_spot(place_next(buses, PCI_PLUG_INTEGRATED), 0, 1, 0);
}

static void conventional_devices_on_pci_express_share_a_bridge_behind_a_root_port(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_EXPRESS_ROOT);
    assert_spot(place_next(buses, PCI_PLUG_CONVENTIONAL), 2, 1, 0);
    assert_spot(place_next(buses, PCI_PLUG_CONVENTIONAL), 2, 2, 0);
    g_assert_cmpint(pci_bus_kind(buses, 1), ==, PCI_BUS_ROOT_PORT);
    g_assert_cmpint(pci_bus_kind(buses, 2), ==, PCI_BUS_EXPRESS_TO_PCI_BRIDGE);
}

static void a_free_root_port_is_used_for_the_bridge(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_EXPRESS_ROOT);
    pci_bus_set(buses, 1, PCI_BUS_ROOT_PORT);
    assert_spot(place_next(buses, PCI_PLUG_CONVENTIONAL), 2, 1, 0);
    g_assert_cmpuint(pci_buses_count(buses), ==, 3);
}

static void a_full_bus_is_followed_by_a_bridge(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_ROOT);
    for (unsigned slot = 1; slot < PCI_SLOTS; slot++)
        assert_spot(place_next(buses, PCI_PLUG_CONVENTIONAL), 0, slot, 0);
    assert_spot(place_next(buses, PCI_PLUG_CONVENTIONAL), 1, 1, 0);
    g_assert_cmpint(pci_bus_kind(buses, 1), ==, PCI_BUS_BRIDGE);
}

static void there_are_no_more_than_256_buses(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();
    struct pci_spot spot;

    pci_bus_set(buses, 0, PCI_BUS_EXPRESS_ROOT);
    for (unsigned i = 1; i < PCI_BUSES; i++)
        g_assert_true(pci_buses_extend(buses, PCI_PLUG_EXPRESS));
    g_assert_false(pci_buses_extend(buses, PCI_PLUG_EXPRESS));
    g_assert_false(pci_spot_find(buses, PCI_PLUG_EXPANDER, &spot));
    g_assert_false(pci_buses_extend(buses, PCI_PLUG_EXPANDER));
}

static void what_is_plugged_out_gets_a_port_that_allows_it(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();

    pci_bus_set(buses, 0, PCI_BUS_EXPRESS_ROOT);
    pci_bus_set(buses, 1, PCI_BUS_FIXED_ROOT_PORT);
    assert_spot(place_next(buses, PCI_PLUG_REMOVABLE), 2, 0, 0);
    assert_spot(place_next(buses, PCI_PLUG_EXPRESS), 1, 0, 0);
}

static void the_owner_of_a_spot_is_known(void)
{
    g_autoptr(pci_buses_t) buses = pci_buses_new();
    struct pci_spot spot = {0, 4, 1};

    pci_bus_set(buses, 0, PCI_BUS_ROOT);
    g_assert_null(pci_spot_owner(buses, spot));
    pci_spot_take(buses, spot, PCI_PLUG_CONVENTIONAL, somebody);
    g_assert_cmpstr(pci_spot_owner(buses, spot)->part, ==, "somebody");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pci-bus/an-endpoint-gets-the-first-slot-that-is-wholly-free",
                    an_endpoint_gets_the_first_slot_that_is_wholly_free);
    g_test_add_func("/pci-bus/root-ports-share-a-slot-function-by-function",
                    root_ports_share_a_slot_function_by_function);
    g_test_add_func("/pci-bus/a-root-port-does-not-join-an-endpoint", a_root_port_does_not_join_an_endpoint);
    g_test_add_func("/pci-bus/an-express-endpoint-never-goes-to-the-root-by-itself",
                    an_express_endpoint_never_goes_to_the_root_by_itself);
    g_test_add_func("/pci-bus/conventional-devices-on-pci-express-share-a-bridge-behind-a-root-port",
                    conventional_devices_on_pci_express_share_a_bridge_behind_a_root_port);
    g_test_add_func("/pci-bus/a-free-root-port-is-used-for-the-bridge", a_free_root_port_is_used_for_the_bridge);
    g_test_add_func("/pci-bus/a-full-bus-is-followed-by-a-bridge", a_full_bus_is_followed_by_a_bridge);
    g_test_add_func("/pci-bus/there-are-no-more-than-256-buses", there_are_no_more_than_256_buses);
    g_test_add_func("/pci-bus/what-is-plugged-out-gets-a-port-that-allows-it",
                    what_is_plugged_out_gets_a_port_that_allows_it);
    g_test_add_func("/pci-bus/the-owner-of-a-spot-is-known", the_owner_of_a_spot_is_known);
    return g_test_run();
}
