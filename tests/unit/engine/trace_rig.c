/* SPDX-License-Identifier: MIT */
/* It checks that what is written follows on what was. */
#include "trace_rig.h"

#if SM_TRACE
struct trace_rig rig;

static void
write_piece(struct sm_trace *trace, const struct sm_record *records,
	    unsigned int n)
{
	CHECK(records == trace->ring + rig.next_written % SM_TRACE_RECORDS);
	CHECK_INT(trace->n_written, rig.next_written);
	CHECK(rig.n_pieces < sizeof(rig.piece) / sizeof(*rig.piece));
	rig.piece[rig.n_pieces++] = n;
	rig.next_written += n;
}

void
trace_rig_start(void)
{
	world_init();
	rig = (struct trace_rig){ .kept = { .write = write_piece } };
	sm_trace_start(&rig.kept, &world.loop);
	unit_trace_sm_init(&rig.traced, NULL);
	sm_start(&rig.traced.sm, &world.loop);
	world_settle();
	CHECK_INT(rig.kept.n, TRACE_RIG_N_BEGIN);
	rig.n_pieces = 0;
}

void
trace_rig_record(unsigned int n)
{
	while (n--)
		sm_record(&rig.traced.sm, 0, SM_WHAT(0, 0, SM_STEP_IGNORED, 0));
}
#else
/* ISO C wants a translation unit to hold something. */
extern int trace_rig_is_not_built;
#endif
