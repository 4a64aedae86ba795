/* SPDX-License-Identifier: MIT */
/* A flow that runs one other: how that ends, and how it is stopped. */
#include "children.h"
#include "test.h"

static void
each_exit_of_a_call_is_an_event(void)
{
	children_start(0);
	CHECK_STR(children_tell(UNIT_RUNS_CALL), "enter7");
	CHECK_STR(children_say(&runs.part.sm.sm, UNIT_PART_FINISH),
		  "leave7 called_ok");
	CHECK_INT(runs.n_called, 1);
	CHECK_STR(children_tell(UNIT_RUNS_CALL), "enter7");
	CHECK_STR(children_say(&runs.part.sm.sm, UNIT_PART_FAIL),
		  "leave7 called_failed");
	CHECK_INT(runs.n_called, 2);
	CHECK(runs.sm.sm.children.next == &runs.sm.sm.children);
}

static void
a_call_starts_with_fresh_counters(void)
{
	children_start(0);
	children_tell(UNIT_RUNS_CALL);
	CHECK_STR(children_say(&runs.part.sm.sm, UNIT_PART_TRY), "tried7");
	CHECK_STR(children_say(&runs.part.sm.sm, UNIT_PART_TRY), "tried_out7");
	CHECK_STR(children_tell(UNIT_RUNS_CALL), "leave7 cancelled7 enter7");
	CHECK_STR(children_say(&runs.part.sm.sm, UNIT_PART_TRY), "tried7");
}

static void
a_call_may_end_before_it_waits(void)
{
	children_start(0);
	runs.hasty = true;
	CHECK_STR(children_tell(UNIT_RUNS_CALL), "called_ok");
}

static void
leaving_stops_what_is_run(void)
{
	children_start(3);
	children_tell(UNIT_RUNS_CALL);
	CHECK_STR(children_tell(UNIT_RUNS_LEAVE), "leave7 cancelled7 left");
	CHECK_STR(children_say(&runs.part.sm.sm, UNIT_PART_FINISH), "");
	children_tell(UNIT_RUNS_CALL);
	children_say(&runs.part.sm.sm, UNIT_PART_SHUT);
	world_take_log();
	CHECK_STR(children_tell(UNIT_RUNS_LEAVE), "leave7 left");
	CHECK_INT(world.n_unexpected, 0);
}

/* Two ends wait to be told, and the first leaves the state. */
static void
an_end_that_comes_too_late_is_dropped(void)
{
	children_start(3);
	children_tell(UNIT_RUNS_FIRST);
	unit_part_post_fail(&runs.parts[2].sm);
	unit_part_post_fail(&runs.parts[0].sm);
	world_settle();
	CHECK_STR(world_take_log(),
		  "leave2 leave0 leave1 cancelled1 any_failed2");
	CHECK_STR(children_tell(UNIT_RUNS_CALL), "enter7");
	CHECK_STR(children_say(&runs.part.sm.sm, UNIT_PART_FAIL),
		  "leave7 called_failed");
}

static void
what_a_stopped_child_was_to_take_is_dropped(void)
{
	children_start(0);
	children_tell(UNIT_RUNS_CALL);
	unit_runs_post_leave(&runs.sm);
	unit_part_post_finish(&runs.part.sm);
	world_settle();
	CHECK_STR(world_take_log(), "leave7 cancelled7 left");
}

static void
the_deepest_is_stopped_first(void)
{
	children_start(0);
	CHECK_STR(children_tell(UNIT_RUNS_DEEP), "enter_middle enter9");
	CHECK_STR(children_tell(UNIT_RUNS_LEAVE),
		  "leave9 cancelled9 middle_cancelled leave_middle left");
	children_tell(UNIT_RUNS_DEEP);
	sm_stop(&runs.sm.sm);
	CHECK_STR(world_take_log(), "leave9 cancelled9 middle_cancelled "
				    "leave_middle");
	world_settle();
	CHECK(world.wake_us == SM_NEVER);
}

static void
an_end_goes_up_level_by_level(void)
{
	children_start(0);
	children_tell(UNIT_RUNS_DEEP);
	CHECK_STR(children_say(&runs.middle.part.sm.sm, UNIT_PART_FAIL),
		  "leave9 leave_middle nested");
}

static const struct test tests[] = {
	TEST(each_exit_of_a_call_is_an_event),
	TEST(a_call_starts_with_fresh_counters),
	TEST(a_call_may_end_before_it_waits),
	TEST(leaving_stops_what_is_run),
	TEST(an_end_that_comes_too_late_is_dropped),
	TEST(what_a_stopped_child_was_to_take_is_dropped),
	TEST(the_deepest_is_stopped_first),
	TEST(an_end_goes_up_level_by_level),
};

TEST_MAIN(tests)
