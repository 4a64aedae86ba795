/* SPDX-License-Identifier: MIT */
/*
 * Requests and answers: one in time is an event, a late one is dropped, and
 * one that outlives its requester touches nothing of it.
 */
#include "letter.h"
#include "test.h"
#include "unit_asks.flow.h"
#include "world.h"

struct asks {
	struct unit_asks_sm sm;
	struct sm_request *next_ask; /* what the next request is put into */
	/* How the next one fails at once; NULL: it is asked. */
	void (*fail)(struct sm *sm, uint8_t id, void *payload);
};

unsigned int n_letters;

void
letter_free(struct letter *letter)
{
	free(letter);
	n_letters--;
}

void
asks_ask(struct asks *self, const struct sm_requester *requester)
{
	CHECK(requester->sm == &self->sm.sm);
	CHECK_INT(requester->done, UNIT_ASKS_REPLY);
	CHECK_INT(requester->failed, UNIT_ASKS_FAILED);
	if (self->fail)
		self->fail(requester->sm, requester->failed, letter_new(3));
	else
		sm_request_init(self->next_ask, requester);
	self->fail = NULL;
}

void
asks_read(struct asks *self, const struct letter *letter)
{
	(void)self;
	world_note("read%u", letter->number);
}

void
asks_failed(struct asks *self, const struct letter *letter)
{
	(void)self;
	world_note("failed%u", letter->number);
}

static struct asks *
start(void)
{
	struct asks *self = calloc(1, sizeof(*self));

	CHECK(self);
	world_init();
	n_letters = 0;
	unit_asks_sm_init(&self->sm, self);
	sm_start(&self->sm.sm, &world.loop);
	world_settle();
	return self;
}

static void
ask(struct asks *self, struct sm_request *request)
{
	self->next_ask = request;
	unit_asks_post_go(&self->sm);
	world_settle();
}

static void
stop(struct asks *self)
{
	sm_stop(&self->sm.sm);
	free(self);
	CHECK_INT(n_letters, 0);
}

static void
an_answer_in_time_is_an_event(void)
{
	struct asks *self = start();
	struct sm_request request;

	ask(self, &request);
	CHECK(sm_request_wanted(&request));
	sm_request_done(&request, letter_new(1));
	CHECK(!sm_request_wanted(&request));
	world_settle();
	CHECK_STR(world_take_log(), "read1");
	ask(self, &request);
	sm_request_failed(&request, letter_new(2));
	world_settle();
	CHECK_STR(world_take_log(), "failed2");
	stop(self);
}

static void
a_second_answer_is_dropped(void)
{
	struct asks *self = start();
	struct sm_request request;

	ask(self, &request);
	sm_request_done(&request, letter_new(1));
	sm_request_failed(&request, letter_new(2));
	world_settle();
	CHECK_STR(world_take_log(), "read1");
	stop(self);
}

static void
an_answer_after_its_state_is_dropped(void)
{
	struct asks *self = start();
	struct sm_request first, second;

	ask(self, &first);
	unit_asks_post_leave(&self->sm);
	world_settle();
	CHECK(!sm_request_wanted(&first));
	ask(self, &second);
	sm_request_done(&first, letter_new(1));
	world_settle();
	CHECK_STR(world_take_log(), "");
	CHECK_INT(n_letters, 0);
	sm_request_done(&second, letter_new(2));
	world_settle();
	CHECK_STR(world_take_log(), "read2");
	stop(self);
}

static void
an_answer_that_waits_while_its_state_is_left_is_dropped(void)
{
	struct asks *self = start();
	struct sm_request request;

	ask(self, &request);
	unit_asks_post_leave(&self->sm);
	sm_request_done(&request, letter_new(1));
	world_settle();
	CHECK_STR(world_take_log(), "");
	stop(self);
}

/* It fails at once, its state is left, and another request is asked, all
 * before that failure has its turn. */
static struct asks *
ask_again_after_failing_by(void (*fail)(struct sm *sm, uint8_t id,
					void *payload),
			   struct sm_request *request)
{
	struct asks *self = start();

	self->fail = fail;
	self->next_ask = request;
	unit_asks_post_go(&self->sm);
	unit_asks_post_leave(&self->sm);
	unit_asks_post_go(&self->sm);
	world_settle();
	return self;
}

static void
an_answer_known_at_once_is_dropped_after_its_state(void)
{
	struct sm_request request;
	struct asks *self = ask_again_after_failing_by(sm_answer, &request);

	CHECK_STR(world_take_log(), "");
	CHECK_INT(n_letters, 0);
	CHECK(sm_request_wanted(&request));
	self->fail = sm_answer;
	unit_asks_post_go(&self->sm);
	world_settle();
	CHECK_STR(world_take_log(), "failed3");
	stop(self);
}

/* So no answer is posted: it is taken for that of a later request. */
static void
what_is_posted_is_never_dropped(void)
{
	struct sm_request request;
	struct asks *self = ask_again_after_failing_by(sm_post, &request);

	CHECK_STR(world_take_log(), "failed3");
	CHECK(!sm_request_wanted(&request));
	stop(self);
}

static void
an_internal_line_keeps_earlier_requests(void)
{
	struct asks *self = start();
	struct sm_request first, second;

	ask(self, &first);
	ask(self, &second);
	CHECK(sm_request_wanted(&first) && sm_request_wanted(&second));
	sm_request_drop(&second);
	sm_request_done(&first, letter_new(1));
	world_settle();
	CHECK_STR(world_take_log(), "read1");
	stop(self);
}

static void
a_request_put_anew_drops_what_was_open(void)
{
	struct asks *self = start();
	struct sm_request request;

	ask(self, &request);
	ask(self, &request); /* in the same state */
	unit_asks_post_leave(&self->sm);
	world_settle();
	ask(self, &request); /* after a timeout, say */
	sm_request_done(&request, letter_new(1));
	world_settle();
	CHECK_STR(world_take_log(), "read1");
	stop(self);
}

static void
a_request_may_be_dropped_at_any_time(void)
{
	struct asks *self = start();
	struct sm_request request;

	ask(self, &request);
	sm_request_drop(&request);
	sm_request_drop(&request);
	CHECK(!sm_request_wanted(&request));
	sm_request_done(&request, letter_new(1));
	world_settle();
	CHECK_STR(world_take_log(), "");
	CHECK_INT(n_letters, 0);
	world_advance(10 * SECOND_US);
	stop(self);
}

/* The requester's memory is gone: a sanitizer sees what touches it. */
static void
an_answer_outlives_its_requester(void)
{
	struct sm_request stopped[3], ended[2];
	struct asks *self = start();
	unsigned int i;

	for (i = 0; i < 3; i++)
		ask(self, &stopped[i]);
	sm_request_drop(&stopped[1]);
	stop(self);
	self = start();
	for (i = 0; i < 2; i++)
		ask(self, &ended[i]);
	unit_asks_post_end(&self->sm);
	world_settle();
	free(self);
	for (i = 0; i < 3; i++) {
		CHECK(!sm_request_wanted(&stopped[i]));
		sm_request_done(&stopped[i], letter_new(i));
	}
	sm_request_failed(&ended[0], letter_new(9));
	sm_request_drop(&ended[1]);
	CHECK_INT(n_letters, 0);
}

static const struct test tests[] = {
	TEST(an_answer_in_time_is_an_event),
	TEST(a_second_answer_is_dropped),
	TEST(an_answer_after_its_state_is_dropped),
	TEST(an_answer_that_waits_while_its_state_is_left_is_dropped),
	TEST(an_answer_known_at_once_is_dropped_after_its_state),
	TEST(what_is_posted_is_never_dropped),
	TEST(an_internal_line_keeps_earlier_requests),
	TEST(a_request_put_anew_drops_what_was_open),
	TEST(a_request_may_be_dropped_at_any_time),
	TEST(an_answer_outlives_its_requester),
};

TEST_MAIN(tests)
