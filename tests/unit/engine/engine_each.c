/* SPDX-License-Identifier: MIT */
/* A flow that runs many others, so many at a time. */
#include "children.h"
#include "test.h"

static void
no_more_than_limit_run_at_a_time(void)
{
	children_start(4);
	CHECK_STR(children_tell(UNIT_RUNS_EACH), "enter0 enter1");
	CHECK_STR(children_part(1, UNIT_PART_FINISH), "leave1 any_ok1 enter2");
	CHECK_STR(children_part(2, UNIT_PART_FINISH), "leave2 any_ok2 enter3");
	CHECK_STR(children_part(3, UNIT_PART_FINISH), "leave3 any_ok3");
	CHECK_STR(children_part(0, UNIT_PART_FINISH), "leave0 any_ok0 all_ok");
}

static void
all_may_end_alike_or_mixed(void)
{
	children_start(2);
	children_tell(UNIT_RUNS_EACH);
	children_part(0, UNIT_PART_FAIL);
	CHECK_STR(children_part(1, UNIT_PART_FAIL),
		  "leave1 any_failed1 all_failed");
	children_tell(UNIT_RUNS_EACH);
	children_part(0, UNIT_PART_FAIL);
	CHECK_STR(children_part(1, UNIT_PART_FINISH), "leave1 any_ok1 mixed");
	children_tell(UNIT_RUNS_EACH);
	children_part(1, UNIT_PART_FINISH);
	CHECK_STR(children_part(0, UNIT_PART_FAIL), "leave0 any_failed0 mixed");
}

static void
none_at_all_counts_as_the_first_exit(void)
{
	children_start(0);
	CHECK_STR(children_tell(UNIT_RUNS_EACH), "all_ok");
	runs.n_parts = 1;
	children_tell(UNIT_RUNS_EACH);
	CHECK_STR(children_part(0, UNIT_PART_FAIL),
		  "leave0 any_failed0 all_failed");
	runs.n_parts = 0; /* whatever the last of an earlier time had */
	CHECK_STR(children_tell(UNIT_RUNS_EACH), "all_ok");
}

static void
all_may_end_before_they_wait(void)
{
	children_start(5);
	runs.hasty = true;
	CHECK_STR(children_tell(UNIT_RUNS_EACH),
		  "any_ok0 any_ok1 any_ok2 any_ok3 any_ok4 all_ok");
}

static void
ends_without_a_line_are_passed_over(void)
{
	children_start(3);
	CHECK_STR(children_tell(UNIT_RUNS_FIRST), "enter0 enter1 enter2");
	CHECK_STR(children_part(1, UNIT_PART_FINISH), "leave1");
	CHECK_STR(children_part(0, UNIT_PART_FINISH), "leave0");
	CHECK_STR(children_part(2, UNIT_PART_FINISH), "leave2 all_ok");
	CHECK_INT(world.n_unexpected, 0);
}

static void
one_that_fails_ends_them_all(void)
{
	children_start(3);
	children_tell(UNIT_RUNS_FIRST);
	CHECK_STR(children_part(1, UNIT_PART_FAIL),
		  "leave1 leave2 cancelled2 leave0 cancelled0 any_failed1");
	CHECK(runs.sm.sm.children.next == &runs.sm.sm.children);
	CHECK_STR(children_tell(UNIT_RUNS_FIRST), "enter0 enter1 enter2");
}

static void
one_that_has_not_begun_may_be_stopped(void)
{
	children_start(3);
	unit_runs_post_first(&runs.sm);
	unit_runs_post_leave(&runs.sm);
	world_settle();
	CHECK_STR(world_take_log(), "left");
	CHECK_STR(children_tell(UNIT_RUNS_CALL), "enter7");
}

static const struct test tests[] = {
	TEST(no_more_than_limit_run_at_a_time),
	TEST(all_may_end_alike_or_mixed),
	TEST(none_at_all_counts_as_the_first_exit),
	TEST(all_may_end_before_they_wait),
	TEST(ends_without_a_line_are_passed_over),
	TEST(one_that_fails_ends_them_all),
	TEST(one_that_has_not_begun_may_be_stopped),
};

TEST_MAIN(tests)
