/* SPDX-License-Identifier: MIT */
/*
 * This keeps what the engine did as records, the last ones in a ring.  A record
 * has numbers only, and of a payload nothing, so that no secret comes into it.
 */
#include "engine/engine.h"

#if SM_TRACE

/* What stands in the ring is given away with each so many records. */
#define WRITTEN_TOGETHER (SM_TRACE_RECORDS / 2)

void
sm_trace_start(struct sm_trace *trace, struct sm_loop *loop)
{
	loop->trace = trace;
	SM_TRACE_TURN(loop, loop->host->now_us(loop->host->world));
}

/* In one piece, or in two around the ring's end. */
void
sm_trace_write(struct sm_trace *trace)
{
	uint32_t at, n;

	while (trace->n_written != trace->n) {
		at = trace->n_written % SM_TRACE_RECORDS;
		n = trace->n - trace->n_written;
		if (n > SM_TRACE_RECORDS - at)
			n = SM_TRACE_RECORDS - at;
		if (trace->write)
			trace->write(trace, trace->ring + at, n);
		trace->n_written += n;
	}
}

/* To be called behind each record: there is room for one more. */
static inline void
make_room(struct sm_trace *trace)
{
	if (trace->n % WRITTEN_TOGETHER == 0)
		sm_trace_write(trace);
}

/* Which tables a number means. */
struct sm_record
sm_trace_flow(const struct sm_trace *trace, unsigned int number)
{
	return (struct sm_record){ .when = trace->flow[number - 1]->hash,
				   .flow = (uint8_t)number,
				   .kind = SM_STEP_FLOW };
}

/* The number of the instance's flow; 0: there are too many. */
static uint8_t
number_of(struct sm_trace *trace, const struct sm_flow *flow)
{
	unsigned int i = 0;

	while (i < trace->n_flows && trace->flow[i] != flow)
		i++;
	if (i == SM_TRACE_FLOWS)
		return 0;
	if (i == trace->n_flows) {
		trace->flow[trace->n_flows++] = flow;
		trace->ring[trace->n++ % SM_TRACE_RECORDS] =
			sm_trace_flow(trace, i + 1);
		make_room(trace);
	}
	return (uint8_t)(i + 1);
}

void
sm_trace_begin(struct sm *sm)
{
	struct sm_trace *trace = sm->loop->trace;
	uint8_t number = trace ? number_of(trace, sm->flow) : 0;

	sm->trace = number ? trace : NULL;
	sm->traced_as = SM_WHAT(number, 0, 0, sm->item & 0xffu);
	SM_RECORD(sm, SM_STEP_STARTED,
		  SM_AT(sm->parent ? sm->parent->id : 0, 0, 0), 0);
}

/*
 * Called for each event: few instructions, and no division.  What calls another
 * function stands last, so that no register is saved.
 */
static inline void
keep(const struct sm *sm, uint32_t as, uint32_t what)
{
	struct sm_trace *trace = sm->trace;
	struct sm_record *record;

	if (!trace)
		return;
	record = &trace->ring[trace->n++ % SM_TRACE_RECORDS];
	record->when = trace->now | sm->id;
	record->as.ms = as;
	record->what = what | sm->traced_as;
	make_room(trace);
}

void
sm_record(const struct sm *sm, uint32_t as, uint32_t what)
{
	keep(sm, as, what);
}

/* From here on, so that who dispatches an event does nothing for the trace. */
void
sm_record_taken(const struct sm *sm, const struct sm_row *row,
		unsigned int from, unsigned int event)
{
	keep(sm, SM_AT(row - sm->flow->row, from, row->target),
	     SM_WHAT(0, event, SM_STEP_TAKEN, 0));
}

void
sm_record_not_taken(const struct sm *sm, uint32_t what)
{
	keep(sm, SM_AT_STATE(sm->state), what);
}

const struct sm_record *
sm_trace_tell(struct sm_trace *trace)
{
	const struct sm_record *record;

	if (trace->n - trace->n_told > SM_TRACE_TOLD)
		trace->n_told = trace->n - SM_TRACE_TOLD;
	while (trace->n_told != trace->n) {
		record = &trace->ring[trace->n_told++ % SM_TRACE_RECORDS];
		if (record->kind != SM_STEP_FLOW)
			return record;
	}
	return NULL;
}
#else
/* ISO C wants a translation unit to hold something. */
extern int sm_trace_is_not_built;
#endif
