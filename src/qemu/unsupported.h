/* qemu/unsupported.h - what a document may say and the command line does not carry out.
 *
 * Tables let a document say more than the builder knows.  Every given row that stands in the builder's list
 * is a complaint of severity UNSUPPORTED with the element and its place, so that a machine never runs
 * without something its document asks for.  The list is sorted and may only shrink.
 */
#pragma once

#include "domain/domain.h"

void unsupported_check(const struct domain *domain, struct report *report);

/* The list: ELEMENT/ROW by the ids of tables ("disk/@rawio"), for the test of its order.  NULL-terminated. */
extern const char *const unsupported_rows[];
