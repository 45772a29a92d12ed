/* team/rules.h - what makes two NICs a pair: rules across elements.
 *
 * libvirt checks the two halves one by one; a pair that does not fit starts there and works as two unrelated
 * NICs.
 */
#pragma once

#include "domain/rule.h"

/* Ends with an empty row. */
extern const struct rule team_rules[];
