/* SPDX-License-Identifier: MIT */
/*
 * Rows of a table: which is taken, what is left and entered in which order,
 * and what happens to timers meanwhile.
 */
#include "test.h"
#include "unit_lines.flow.h"
#include "world.h"

struct lines {
	struct unit_lines_sm sm;
	bool red, blue;
	unsigned int n_ended, exit;
};

/* What CHOOSE carries. */
struct pick {
	int unused;
};

static struct lines lines;
static struct pick pick;

MEMBER_GUARD(lines, red)
MEMBER_GUARD(lines, blue)
NOTE_ACTION(lines, both)
NOTE_ACTION(lines, red_only)
NOTE_ACTION(lines, neither)
NOTE_ACTION(lines, blue_only)
NOTE_ACTION(lines, spent)
NOTE_ACTION(lines, spent_out)
NOTE_ACTION(lines, ended)
NOTE_ACTION(lines, enter_hold)
NOTE_ACTION(lines, leave_hold)
NOTE_ACTION(lines, stay)
NOTE_ACTION(lines, again)
NOTE_ACTION(lines, held)
NOTE_ACTION(lines, enter_p)
NOTE_ACTION(lines, leave_p)
NOTE_ACTION(lines, enter_q)
NOTE_ACTION(lines, leave_q)
NOTE_ACTION(lines, enter_a)
NOTE_ACTION(lines, leave_a)
NOTE_ACTION(lines, enter_b)
NOTE_ACTION(lines, top)
NOTE_ACTION(lines, p_timeout)
NOTE_ACTION(lines, a_timeout)
NOTE_ACTION(lines, branch)
NOTE_ACTION(lines, otherwise)

void
pick_free(struct pick *given)
{
	CHECK(given == &pick);
}

/* A choice behind a choice still sees the event that led there. */
bool
lines_chosen(const struct lines *self, const struct pick *given)
{
	(void)self;
	return given == &pick;
}

static void
on_ended(void *context, unsigned int exit)
{
	struct lines *self = context;

	self->n_ended++;
	self->exit = exit;
}

static void
start(bool red, bool blue)
{
	world_init();
	lines = (struct lines){ .red = red, .blue = blue };
	unit_lines_sm_init(&lines.sm, &lines);
	lines.sm.sm.ended = on_ended;
	sm_start(&lines.sm.sm, &world.loop);
	world_settle();
}

/* Post an event and let it be dispatched: what did the actions say? */
static const char *
say(uint8_t event)
{
	sm_post(&lines.sm.sm, event, event == UNIT_LINES_CHOOSE ? &pick : NULL);
	world_settle();
	return world_take_log();
}

static void
the_first_row_whose_guard_holds(void)
{
	static const struct {
		bool red, blue;
		const char *want;
	} cases[] = {
		{ true, true, "both" },
		{ true, false, "red_only" },
		{ false, false, "neither" },
		{ false, true, "blue_only" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		start(cases[i].red, cases[i].blue);
		CHECK_STR(say(UNIT_LINES_PICK), cases[i].want);
	}
}

static void
a_counter_is_used_up_and_reset(void)
{
	start(false, false);
	CHECK_STR(say(UNIT_LINES_SPEND), "spent");
	CHECK_STR(say(UNIT_LINES_SPEND), "spent");
	CHECK_STR(say(UNIT_LINES_SPEND), "spent_out");
	CHECK_INT(lines.sm.count[UNIT_LINES_COUNTER_TRIES], 2);
	CHECK_STR(say(UNIT_LINES_CLEAR), "");
	CHECK_STR(say(UNIT_LINES_SPEND), "spent");
}

static void
a_counter_is_set_to_its_max_at_most(void)
{
	start(false, false);
	sm_counter_set(&lines.sm.sm, UNIT_LINES_COUNTER_TRIES, 900);
	CHECK_INT(lines.sm.count[UNIT_LINES_COUNTER_TRIES], 2);
	CHECK_STR(say(UNIT_LINES_SPEND), "spent_out");
	sm_counter_set(&lines.sm.sm, UNIT_LINES_COUNTER_TRIES, 1);
	CHECK_STR(say(UNIT_LINES_SPEND), "spent");
	CHECK_STR(say(UNIT_LINES_SPEND), "spent_out");
}

static void
unexpected_is_told_and_ignored_is_not(void)
{
	start(false, false);
	CHECK_STR(say(UNIT_LINES_QUIET), "");
	CHECK_INT(world.n_unexpected, 0);
	CHECK_STR(say(UNIT_LINES_STAY), "");
	CHECK_INT(world.n_unexpected, 1);
	CHECK_INT(world.unexpected, UNIT_LINES_STAY);
}

static void
a_choice_is_left_at_once(void)
{
	start(true, true);
	CHECK_STR(say(UNIT_LINES_CHOOSE),
		  "branch branch enter_p enter_q enter_a");
	start(false, true);
	CHECK_STR(say(UNIT_LINES_CHOOSE), "otherwise");
	CHECK_STR(say(UNIT_LINES_PICK), "blue_only");
	start(true, false);
	CHECK_STR(say(UNIT_LINES_CHOOSE), "branch otherwise");
	CHECK_INT(lines.n_ended, 1);
}

static void
an_internal_line_leaves_the_timer_alone(void)
{
	start(false, false);
	CHECK_STR(say(UNIT_LINES_HOLD), "enter_hold");
	world_advance(6 * SECOND_US);
	CHECK_STR(say(UNIT_LINES_STAY), "stay");
	world_advance(4 * SECOND_US - 1);
	CHECK_STR(world_take_log(), "");
	world_advance(1);
	CHECK_STR(world_take_log(), "leave_hold held");
	world_advance(100 * SECOND_US);
	CHECK_STR(world_take_log(), "");
}

static void
a_line_to_the_same_state_arms_the_timer_anew(void)
{
	start(false, false);
	CHECK_STR(say(UNIT_LINES_HOLD), "enter_hold");
	world_advance(6 * SECOND_US);
	CHECK_STR(say(UNIT_LINES_AGAIN), "leave_hold again enter_hold");
	world_advance(10 * SECOND_US - 1);
	CHECK_STR(world_take_log(), "");
	world_advance(1);
	CHECK_STR(world_take_log(), "leave_hold held");
}

static void
states_are_left_inside_out_and_entered_outside_in(void)
{
	start(false, false);
	CHECK_STR(say(UNIT_LINES_DEEP), "enter_p enter_q enter_a");
	CHECK_STR(say(UNIT_LINES_OUT), "leave_a leave_q enter_b");
	CHECK_STR(say(UNIT_LINES_IN), "enter_q enter_a");
	/* A target is entered, also by a line of the parent that holds it. */
	CHECK_STR(say(UNIT_LINES_IN), "leave_a enter_a");
	CHECK_STR(say(UNIT_LINES_TOP),
		  "leave_a leave_q leave_p top enter_p enter_q enter_a");
	CHECK_STR(say(UNIT_LINES_END), "leave_a leave_q leave_p ended");
	CHECK_INT(lines.n_ended, 1);
	CHECK_INT(lines.exit, UNIT_LINES_EXIT_DONE);
}

static void
own_lines_stand_before_the_parents(void)
{
	start(false, false);
	say(UNIT_LINES_DEEP);
	say(UNIT_LINES_OUT);
	CHECK_STR(say(UNIT_LINES_TOP), "stay");
}

static void
a_parents_timer_runs_across_its_children(void)
{
	start(false, false);
	say(UNIT_LINES_DEEP);
	world_advance(4 * SECOND_US);
	CHECK_STR(world_take_log(),
		  "leave_a leave_q a_timeout enter_q enter_a");
	world_advance(3 * SECOND_US);
	CHECK_STR(say(UNIT_LINES_OUT), "leave_a leave_q enter_b");
	world_advance(3 * SECOND_US - 1);
	CHECK_STR(world_take_log(), "");
	world_advance(1);
	CHECK_STR(world_take_log(), "leave_p p_timeout");
}

static void
entering_a_parent_again_arms_its_timer_anew(void)
{
	start(false, false);
	say(UNIT_LINES_DEEP);
	say(UNIT_LINES_OUT);
	say(UNIT_LINES_IN);
	world_advance(3 * SECOND_US);
	say(UNIT_LINES_TOP);
	say(UNIT_LINES_OUT);
	world_take_log();
	world_advance(10 * SECOND_US - 1);
	CHECK_STR(world_take_log(), "");
	world_advance(1);
	CHECK_STR(world_take_log(), "leave_p p_timeout");
}

static void
an_ended_flow_takes_nothing(void)
{
	start(false, false);
	CHECK_STR(say(UNIT_LINES_END), "ended");
	CHECK_STR(say(UNIT_LINES_PICK), "");
	CHECK_INT(lines.n_ended, 1);
	CHECK_INT(world.n_unexpected, 0);
	CHECK(world.wake_us == SM_NEVER);
	sm_stop(&lines.sm.sm);
	CHECK_INT(lines.n_ended, 1);
}

static void
a_stopped_flow_runs_the_exits_of_its_states(void)
{
	start(false, false);
	say(UNIT_LINES_DEEP);
	sm_stop(&lines.sm.sm);
	CHECK_STR(world_take_log(), "leave_a leave_q leave_p");
	CHECK_INT(lines.n_ended, 0);
	world_advance(100 * SECOND_US);
	CHECK_STR(world_take_log(), "");
}

static const struct test tests[] = {
	TEST(the_first_row_whose_guard_holds),
	TEST(a_counter_is_used_up_and_reset),
	TEST(a_counter_is_set_to_its_max_at_most),
	TEST(unexpected_is_told_and_ignored_is_not),
	TEST(a_choice_is_left_at_once),
	TEST(an_internal_line_leaves_the_timer_alone),
	TEST(a_line_to_the_same_state_arms_the_timer_anew),
	TEST(states_are_left_inside_out_and_entered_outside_in),
	TEST(own_lines_stand_before_the_parents),
	TEST(a_parents_timer_runs_across_its_children),
	TEST(entering_a_parent_again_arms_its_timer_anew),
	TEST(an_ended_flow_takes_nothing),
	TEST(a_stopped_flow_runs_the_exits_of_its_states),
};

TEST_MAIN(tests)
