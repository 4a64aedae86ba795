/* SPDX-License-Identifier: MIT */
/*
 * Records of what was done: which of them are kept, told of and written, and in
 * which pieces.
 */
#include "trace_rig.h"

#if SM_TRACE
static void
each_step_is_a_record(void)
{
	const struct sm_record *r;

	trace_rig_start();
	CHECK_INT(rig.kept.ring[0].kind, SM_STEP_FLOW);
	CHECK(rig.kept.ring[0].when == unit_trace_flow.hash);
	CHECK_INT(rig.kept.ring[1].kind, SM_STEP_STARTED);
	CHECK_INT(rig.kept.ring[2].kind, SM_STEP_TAKEN);
	world.now_us += 5;
	unit_trace_post_go(&rig.traced);
	world_settle();
	CHECK_INT(rig.kept.n, TRACE_RIG_N_BEGIN + 1);
	r = &rig.kept.ring[TRACE_RIG_N_BEGIN];
	CHECK_INT(r->kind, SM_STEP_TAKEN);
	CHECK_INT(r->flow, 1);
	CHECK_INT(r->event, UNIT_TRACE_GO);
	CHECK_INT(r->as.at.from, 1);
	CHECK_INT(r->as.at.to, 1);
	CHECK(r->as.at.row != rig.kept.ring[2].as.at.row);
	CHECK(r->when == ((SECOND_US + 5) << 16 | rig.traced.sm.id));
}

static void
the_end_of_a_run_writes(void)
{
	trace_rig_start();
	unit_trace_post_go(&rig.traced);
	CHECK_INT(rig.n_pieces, 0);
	world_settle();
	CHECK_INT(rig.n_pieces, 1);
	CHECK_INT(rig.piece[0], 1);
	CHECK_INT(rig.kept.n_written, rig.kept.n);
}

static void
half_a_ring_is_written_in_a_run(void)
{
	const unsigned int half = SM_TRACE_RECORDS / 2;

	trace_rig_start();
	trace_rig_record(half - TRACE_RIG_N_BEGIN - 1);
	CHECK_INT(rig.n_pieces, 0);
	trace_rig_record(1);
	CHECK_INT(rig.n_pieces, 1);
	CHECK_INT(rig.piece[0], half - TRACE_RIG_N_BEGIN);
	trace_rig_record(half);
	CHECK_INT(rig.n_pieces, 2);
	CHECK_INT(rig.piece[1], half);
}

static void
around_the_end_two_pieces_are_written(void)
{
	trace_rig_start();
	trace_rig_record(SM_TRACE_RECORDS - TRACE_RIG_N_BEGIN - 10);
	sm_trace_write(&rig.kept);
	rig.n_pieces = 0;
	trace_rig_record(25);
	sm_trace_write(&rig.kept);
	CHECK_INT(rig.n_pieces, 2);
	CHECK_INT(rig.piece[0], 10);
	CHECK_INT(rig.piece[1], 15);
	rig.n_pieces = 0;
	sm_trace_write(&rig.kept);
	CHECK_INT(rig.n_pieces, 0);
}

/* The last one is in one piece, up to the end. */
static void
up_to_the_end_one_piece_is_written(void)
{
	trace_rig_start();
	trace_rig_record(SM_TRACE_RECORDS - TRACE_RIG_N_BEGIN - 10);
	sm_trace_write(&rig.kept);
	rig.n_pieces = 0;
	trace_rig_record(10);
	sm_trace_write(&rig.kept);
	CHECK_INT(rig.n_pieces, 1);
	CHECK_INT(rig.piece[0], 10);
}

static void
a_flow_too_many_has_no_records(void)
{
	static struct sm_flow flows[SM_TRACE_FLOWS];
	struct sm *sm = &rig.traced.sm;
	const struct sm_flow *own;
	unsigned int i;

	trace_rig_start();
	own = sm->flow;
	for (i = 1; i < SM_TRACE_FLOWS; i++) {
		sm->flow = &flows[i];
		sm_trace_begin(sm);
		CHECK_INT(rig.kept.n_flows, i + 1);
		CHECK_INT(rig.kept.n, TRACE_RIG_N_BEGIN + 2 * i);
		CHECK(sm->trace == &rig.kept);
	}
	sm->flow = &flows[0];
	sm_trace_begin(sm);
	trace_rig_record(1);
	CHECK(!sm->trace);
	CHECK_INT(rig.kept.n_flows, SM_TRACE_FLOWS);
	CHECK_INT(rig.kept.n, TRACE_RIG_N_BEGIN + 2 * (SM_TRACE_FLOWS - 1));
	/* One that has its number keeps it. */
	sm->flow = own;
	sm_trace_begin(sm);
	CHECK_INT(rig.kept.n, TRACE_RIG_N_BEGIN + 2 * (SM_TRACE_FLOWS - 1) + 1);
}

static unsigned int
n_told(void)
{
	unsigned int n = 0;

	while (sm_trace_tell(&rig.kept))
		n++;
	return n;
}

static void
the_last_ones_are_told_once(void)
{
	trace_rig_start();
	CHECK_INT(n_told(),
		  TRACE_RIG_N_BEGIN - 1); /* a flow is told of by number */
	CHECK_INT(n_told(), 0);
	trace_rig_record(SM_TRACE_TOLD);
	CHECK_INT(n_told(), SM_TRACE_TOLD);
	trace_rig_record(SM_TRACE_TOLD + 1);
	CHECK(sm_trace_tell(&rig.kept) ==
	      &rig.kept.ring[(rig.kept.n - SM_TRACE_TOLD) % SM_TRACE_RECORDS]);
	CHECK_INT(n_told(), SM_TRACE_TOLD - 1);
}

static const struct test tests[] = {
	TEST(each_step_is_a_record),
	TEST(the_end_of_a_run_writes),
	TEST(half_a_ring_is_written_in_a_run),
	TEST(around_the_end_two_pieces_are_written),
	TEST(up_to_the_end_one_piece_is_written),
	TEST(a_flow_too_many_has_no_records),
	TEST(the_last_ones_are_told_once),
};
#else
static void
nothing_is_kept(void)
{
	struct unit_trace_sm traced;

	world_init();
	unit_trace_sm_init(&traced, NULL);
	sm_start(&traced.sm, &world.loop);
	world_settle();
	unit_trace_post_end(&traced);
	world_settle();
	CHECK(traced.sm.over);
}

static const struct test tests[] = { TEST(nothing_is_kept) };
#endif

TEST_MAIN(tests)
