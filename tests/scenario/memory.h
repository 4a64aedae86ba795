/* SPDX-License-Identifier: MIT */
/* A scenario in which an allocation may fail. */
#ifndef SCENARIO_MEMORY_H
#define SCENARIO_MEMORY_H

#include "scenario.h"

/* Run the scenario ${name} as far as it goes, and look at what must be so all
 * the same; exit()'s argument. */
int scenario_run_short(const char *name, void (*run)(struct scenario *s));

#endif
