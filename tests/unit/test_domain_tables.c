#include "domain/domain.h"
#include "domain/network.h"
#include "xml/check.h"

static void have_no_fault(gconstpointer type)
{
    g_autoptr(GPtrArray) faults = check_tables(type);

    for (unsigned i = 0; i < faults->len; i++)
        g_test_message("%s", (char *)faults->pdata[i]);
    g_assert_cmpuint(faults->len, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/domain/tables/of-a-domain-have-no-fault", &domain_document, have_no_fault);
    g_test_add_data_func("/domain/tables/of-a-network-have-no-fault", &network_document, have_no_fault);
    return g_test_run();
}
