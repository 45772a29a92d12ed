#include "qemu/machine.h"

/* How machine names begin; the first that fits counts. */
static const struct {
    const char *name; /* the whole name */
    const char *prefix;
    enum board board;
} machine_names[] = {
    {"q35", "pc-q35-", BOARD_Q35},    {"pc", "pc-i440fx-", BOARD_PC}, {NULL, "pc-0.", BOARD_PC},
    {NULL, "pc-1.", BOARD_PC},        {NULL, "rhel", BOARD_PC},       {"isapc", NULL, BOARD_ISAPC},
    {"microvm", NULL, BOARD_MICROVM},
};

static enum board x86_board(const char *machine)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(machine_names); i++) {
        const char *name = machine_names[i].name, *prefix = machine_names[i].prefix;

        if ((name && g_str_equal(machine, name)) || (prefix && g_str_has_prefix(machine, prefix)))
            return machine_names[i].board;
    }
    return BOARD_OTHER;
}

enum board domain_board(const struct domain *domain)
{
    const char *machine = domain->os ? domain->os->machine : NULL;

    if (!machine)
        return BOARD_OTHER;
    if (domain_is_x86(domain))
        return x86_board(machine);
    if (g_str_equal(machine, "virt") || g_str_has_prefix(machine, "virt-"))
        return BOARD_VIRT;
    return BOARD_OTHER;
}

bool board_has_conventional_pci(enum board board)
{
    return board == BOARD_PC;
}

bool board_has_pci_express(enum board board)
{
    return board == BOARD_Q35 || board == BOARD_VIRT;
}

bool board_has_pci(enum board board)
{
    return board_has_conventional_pci(board) || board_has_pci_express(board);
}

bool board_has_ps2(enum board board)
{
    return board == BOARD_PC || board == BOARD_Q35 || board == BOARD_ISAPC;
}
