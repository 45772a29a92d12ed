/* qemu/unsupported.h - what a document may say and nobody carries out (yet).
 *
 * Tables let a document say more than the command line builder and whoever starts the machine know.  Two
 * sorted lists, which may only shrink, name those rows:
 *   - of the machine itself: no command line is built, since the guest would miss something;
 *   - of the host around it (limits, labels, filters): the command line is right without, so it is shown with a
 *     warning, but the machine is not run.
 * So no machine ever runs without something its document asks for.
 */
#pragma once

#include "domain/domain.h"

/* A row is TABLE/STEP: the id of the table and "@name" for an attribute, "name" for a child. */
struct unsupported_row {
    const char *row;
    bool host; /* it is of the host around the machine */
};
extern const struct unsupported_row unsupported_rows[];
extern const unsigned n_unsupported_rows;

/* Complains of every given row on the list: UNSUPPORTED, or with to_run false a warning for those of the host. */
void unsupported_check(const struct domain *domain, bool to_run, struct report *report);
