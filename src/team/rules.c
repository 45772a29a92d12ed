#include "team/rules.h"

const struct rule team_rules[] = {{NULL, NULL}};
