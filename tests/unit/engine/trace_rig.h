/* SPDX-License-Identifier: MIT */
/* An instance whose steps are kept, and what is written of them. */
#ifndef TRACE_RIG_H
#define TRACE_RIG_H

#include "engine/engine.h"
#include "test.h"
#include "unit_trace.flow.h"
#include "world.h"

#if SM_TRACE
#define TRACE_RIG_N_BEGIN \
	3 /* records: the flow, the instance, its first state */

struct trace_rig {
	struct unit_trace_sm traced;
	struct sm_trace kept;
	unsigned int n_pieces, piece[8]; /* what was written at a time */
	uint32_t next_written;
};

extern struct trace_rig rig;

/* It has begun; that is written, and counted no more. */
void trace_rig_start(void);

/* So many steps more. */
void trace_rig_record(unsigned int n);
#endif

#endif
