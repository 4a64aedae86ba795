/* SPDX-License-Identifier: MIT */
/* The contexts of flows that run each other: unit_runs, unit_middle,
 * unit_part. */
#ifndef CHILDREN_H
#define CHILDREN_H

#include "unit_middle.flow.h"
#include "unit_part.flow.h"
#include "unit_runs.flow.h"
#include "world.h"

#define N_PARTS 5

struct part {
	struct unit_part_sm sm;
	unsigned int number;
	bool hasty;
};

struct middle {
	struct unit_middle_sm sm;
	struct part part;
};

struct runs {
	struct unit_runs_sm sm;
	struct part part, parts[N_PARTS];
	struct middle middle;
	unsigned int n_parts, n_called;
	bool hasty;
};

/* Who runs the others. */
extern struct runs runs;

/* Start over, with ${n_parts} for `each` to run. */
void children_start(unsigned int n_parts);

/* What the actions said when ${sm}, the root or a part had taken ${event}. */
const char *children_say(struct sm *sm, uint8_t event);
const char *children_tell(uint8_t event);
const char *children_part(unsigned int number, uint8_t event);

#endif
