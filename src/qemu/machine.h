/* qemu/machine.h - what a machine type is, as far as defaults and addresses depend on it.
 *
 * A machine type is a board, with a version behind its name ("pc-q35-9.2").  What a guest sees depends on
 * the board; the version only matters to QEMU.
 */
#pragma once

#include "domain/domain.h"

enum board {
    BOARD_OTHER,   /* nothing is known of it: it gets no default devices */
    BOARD_PC,      /* i440FX, conventional PCI */
    BOARD_Q35,     /* PCI Express */
    BOARD_ISAPC,   /* no PCI at all */
    BOARD_MICROVM, /* virtio-mmio */
    BOARD_VIRT,    /* Arm's, PCI Express and virtio-mmio */
};

/* The board behind <os><type machine='…'>; BOARD_OTHER while none is given. */
enum board domain_board(const struct domain *domain);

/* Whether the machine's first bus is conventional PCI, PCI Express, either of both. */
bool board_has_conventional_pci(enum board board);
bool board_has_pci_express(enum board board);
bool board_has_pci(enum board board);

/* Whether a controller for PS/2 is on the board. */
bool board_has_ps2(enum board board);
