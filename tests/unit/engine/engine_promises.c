/* SPDX-License-Identifier: MIT */
/*
 * What a table types and promises: payloads, requesters, sentences, named
 * guards, and what an exit gives.  Where the build traces, what C does against
 * a promise is a fault that names the line.
 */
#include "letter.h"
#include "sm_trace.h"
#include "test.h"
#include "unit_clerk.flow.h"
#include "unit_office.flow.h"
#include "world.h"

#include <string.h>

struct clerk {
	struct unit_clerk_sm sm;
	struct sm_requester asked;
	struct sm_request ask;
	struct letter draft, *result;
	bool tired, hurried;
	bool oversteps;
};

struct office {
	struct unit_office_sm sm;
	struct clerk clerk;
};

static struct office office;
static char faults[256];
unsigned int n_letters;

MEMBER_GUARD(clerk, tired)
MEMBER_GUARD(clerk, hurried)
NOTE_ACTION(clerk, tell_brief)
NOTE_ACTION(office, mourn)

void
letter_free(struct letter *letter)
{
	free(letter);
	n_letters--;
}

bool
clerk_short_one(const struct clerk *self, const struct letter *letter)
{
	(void)self;
	return letter->number < 10;
}

void
clerk_ask(struct clerk *self, const struct sm_requester *requester)
{
	self->asked = *requester;
	sm_request_init(&self->ask, requester);
}

void
clerk_write(struct clerk *self, const struct letter *letter)
{
	self->draft = *letter;
	self->result = &self->draft;
}

void
clerk_leave_blank(struct clerk *self)
{
	self->result = NULL;
}

void
clerk_drop(struct clerk *self, struct letter *letter)
{
	(void)self;
	world_note("dropped%u", letter->number);
	letter_free(letter);
}

/* Against its promise: nothing has asked for an answer yet. */
void
clerk_blurt(struct clerk *self)
{
	unit_clerk_post_failed(&self->sm, NULL);
}

/* Against its promise: it posts what another action raises. */
void
clerk_overstep(struct clerk *self)
{
	if (self->oversteps)
		unit_clerk_post_slow(&self->sm, letter_new(99));
}

void
clerk_note_timeout(struct clerk *self, const char *sentence)
{
	(void)self;
	world_note("[%s]", sentence);
}

struct letter *
clerk_give_letter(struct clerk *self)
{
	return self->result;
}

struct sm *
office_clerk(struct office *self)
{
	unit_clerk_sm_init(&self->clerk.sm, &self->clerk);
	return &self->clerk.sm.sm;
}

void
office_read(struct office *self, const struct letter *letter)
{
	(void)self;
	world_note("read%d", letter ? (int)letter->number : -1);
}

#if SM_TRACE >= 2
static void
trace(void *world_, const struct sm_step *step)
{
	(void)world_;
	if (sm_step_is_fault(step))
		sm_step_text(step, faults, sizeof(faults));
}
#endif

static void
start(void)
{
	world_init();
#if SM_TRACE >= 2
	world.host.trace = trace;
#endif
	faults[0] = '\0';
	n_letters = 0;
	office = (struct office){ 0 };
	unit_office_sm_init(&office.sm, &office);
	sm_start(&office.sm.sm, &world.loop);
	world_settle();
}

static void
stop(void)
{
	world_settle();
	sm_stop(&office.sm.sm);
	CHECK_INT(n_letters, 0);
}

static void
ask(void)
{
	unit_clerk_post_write(&office.clerk.sm);
	world_settle();
}

static void
the_requester_names_the_class(void)
{
	start();
	ask();
	CHECK(office.clerk.asked.sm == &office.clerk.sm.sm);
	CHECK_INT(office.clerk.asked.done, UNIT_CLERK_REPLY);
	CHECK_INT(office.clerk.asked.other, UNIT_CLERK_SLOW);
	CHECK_INT(office.clerk.asked.failed, UNIT_CLERK_FAILED);
	stop();
}

static void
an_exit_gives_what_it_promises(void)
{
	start();
	ask();
	sm_request_done(&office.clerk.ask, letter_new(42));
	world_settle();
	CHECK_STR(world_take_log(), "read42");
	CHECK_STR(faults, "");
	stop();
	start();
	ask();
	sm_request_other(&office.clerk.ask, letter_new(43));
	world_settle();
	CHECK_STR(world_take_log(), "read43");
	stop();
}

static void
what_is_taken_is_the_actions(void)
{
	start();
	ask();
	sm_request_failed(&office.clerk.ask, letter_new(7));
	world_settle();
	CHECK_STR(world_take_log(), "dropped7");
	CHECK_INT(n_letters, 0);
	stop();
}

static void
a_timer_tells_its_own_sentence(void)
{
	start();
	ask();
	world_advance(3 * SECOND_US);
	CHECK_STR(world_take_log(), "[the post office is slow]");
	world_advance(9 * SECOND_US);
	CHECK_STR(world_take_log(), "[the clerk slept] mourn");
	stop();
}

static void
a_named_guard_holds_in_any_of_its_ways(void)
{
	static const struct {
		unsigned int number;
		bool tired, hurried, brief;
	} rows[] = { { 5, false, false, true },
		     { 5, true, false, false },
		     { 5, true, true, true },
		     { 15, false, false, false },
		     { 15, false, true, true } };
	unsigned int i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		start();
		ask();
		office.clerk.tired = rows[i].tired;
		office.clerk.hurried = rows[i].hurried;
		sm_request_done(&office.clerk.ask, letter_new(rows[i].number));
		world_settle();
		CHECK(!strcmp(world_take_log(), "tell_brief") == rows[i].brief);
		stop();
	}
}

static void
an_exit_without_its_promise_is_a_fault(void)
{
	start();
	unit_clerk_post_break(&office.clerk.sm);
	world_settle();
	CHECK_STR(world_take_log(), "read-1");
	CHECK_STR(faults, SM_TRACE >= 2
				  ? "unit_clerk.flow:20 #2 written ends the "
				    "flow without what it promises"
				  : "");
	stop();
}

static void
an_event_that_nobody_raised_is_a_fault(void)
{
	start();
	unit_clerk_post_lose(&office.clerk.sm);
	world_settle();
	CHECK_STR(faults, SM_TRACE
				  ? "unit_clerk.flow:21 #2 WAIT: FAILED is not "
				    "raised by blurt"
				  : "");
	start();
	unit_clerk_post_reply(&office.clerk.sm, NULL);
	CHECK_STR(faults, SM_TRACE >= 2
				  ? "unit_clerk.flow:4 #2 WAIT: REPLY is not "
				    "raised by any action that ran"
				  : "");
	stop();
}

static void
an_action_posts_only_what_it_raises_itself(void)
{
	start();
	office.clerk.oversteps = true;
	ask();
	CHECK_STR(faults, SM_TRACE >= 2
				  ? "unit_clerk.flow:19 #2 ASKED: SLOW is not "
				    "raised by overstep"
				  : "");
	stop();
}

static void
an_event_before_the_start_is_released(void)
{
	n_letters = 0;
	office = (struct office){ 0 };
	unit_clerk_sm_init(&office.clerk.sm, &office.clerk);
	unit_clerk_post_reply(&office.clerk.sm, letter_new(1));
	CHECK_INT(n_letters, 0);
}

static const struct test tests[] = {
	TEST(the_requester_names_the_class),
	TEST(an_exit_gives_what_it_promises),
	TEST(what_is_taken_is_the_actions),
	TEST(a_timer_tells_its_own_sentence),
	TEST(a_named_guard_holds_in_any_of_its_ways),
	TEST(an_exit_without_its_promise_is_a_fault),
	TEST(an_event_that_nobody_raised_is_a_fault),
	TEST(an_action_posts_only_what_it_raises_itself),
	TEST(an_event_before_the_start_is_released),
};

TEST_MAIN(tests)
