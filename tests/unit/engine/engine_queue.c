/* SPDX-License-Identifier: MIT */
/*
 * Events in the ring: each payload is released exactly once, a full ring is
 * told, and the loop is fair and bounded.
 */
#include "letter.h"
#include "test.h"
#include "unit_queue.flow.h"
#include "world.h"

struct queue {
	struct unit_queue_sm sm;
	const char *name;
	struct letter *kept;
	bool flip;
	unsigned int n_spins;
};

static struct queue queue;
unsigned int n_letters;

NOTE_ACTION(queue, overflowed)

void
letter_free(struct letter *letter)
{
	free(letter);
	n_letters--;
}

/* Not pure, as no guard may be: so both rows of ODD say no. */
bool
queue_flips(const struct queue *self)
{
	struct queue *me = self->sm.sm.context;

	me->flip = !me->flip;
	return !me->flip;
}

void
queue_read(struct queue *self, const struct letter *letter)
{
	(void)self;
	world_note("read%u", letter->number);
}

void
queue_keep(struct queue *self, struct letter *letter)
{
	self->kept = letter;
}

void
queue_spin(struct queue *self)
{
	self->n_spins++;
	world_note("%s", self->name);
	unit_queue_post_spun(&self->sm);
}

void
queue_reenter(struct queue *self)
{
	unit_queue_post_echo(&self->sm, letter_new(9));
	sm_loop_run(&world.loop);
	world_note("reentered");
}

static void
prepare(void)
{
	world_init();
	n_letters = 0;
	queue = (struct queue){ .name = "queue" };
	unit_queue_sm_init(&queue.sm, &queue);
}

static void
start(void)
{
	prepare();
	sm_start(&queue.sm.sm, &world.loop);
	world_settle();
}

static void
a_payload_is_released_after_its_dispatch(void)
{
	start();
	unit_queue_post_letter(&queue.sm, letter_new(1));
	CHECK_INT(n_letters, 1);
	world_settle();
	CHECK_STR(world_take_log(), "read1");
	CHECK_INT(n_letters, 0);
}

static void
a_payload_that_is_taken_is_the_actions(void)
{
	start();
	unit_queue_post_keep(&queue.sm, letter_new(2));
	world_settle();
	CHECK_INT(n_letters, 1);
	CHECK_INT(queue.kept->number, 2);
	letter_free(queue.kept);
}

static void
a_missing_payload_is_allowed(void)
{
	start();
	unit_queue_post_keep(&queue.sm, NULL);
	unit_queue_post_junk(&queue.sm, NULL);
	world_settle();
	CHECK(!queue.kept);
}

static void
what_nobody_takes_is_released(void)
{
	start();
	unit_queue_post_junk(&queue.sm, letter_new(1));
	world_settle();
	CHECK_INT(n_letters, 0);
	unit_queue_post_odd(&queue.sm, letter_new(2));
	world_settle();
	CHECK(!queue.flip);
	CHECK_INT(n_letters, 0);
	CHECK_INT(world.n_unexpected, 0);
	unit_queue_post_strange(&queue.sm, NULL);
	unit_queue_post_letter(&queue.sm, letter_new(3));
	world_settle();
	CHECK_INT(n_letters, 0);
	CHECK_INT(world.n_unexpected, 1);
}

static void
a_full_ring_is_told_once_it_is_empty(void)
{
	start();
	unit_queue_post_letter(&queue.sm, letter_new(1));
	unit_queue_post_letter(&queue.sm, letter_new(2));
	unit_queue_post_letter(&queue.sm, letter_new(3));
	unit_queue_post_letter(&queue.sm, letter_new(4));
	CHECK_INT(n_letters, 2);
	world_settle();
	CHECK_STR(world_take_log(), "read1 read2 overflowed");
	CHECK_INT(n_letters, 0);
	unit_queue_post_letter(&queue.sm, letter_new(5));
	world_settle();
	CHECK_STR(world_take_log(), "read5");
}

static void
the_ring_goes_round(void)
{
	unsigned int i;

	start();
	for (i = 0; i < 5; i++) {
		unit_queue_post_junk(&queue.sm, letter_new(0));
		unit_queue_post_letter(&queue.sm, letter_new(i));
		world_settle();
	}
	CHECK_STR(world_take_log(), "read0 read1 read2 read3 read4");
	CHECK_INT(n_letters, 0);
}

static void
what_comes_before_or_after_its_life_is_released(void)
{
	prepare();
	unit_queue_post_letter(&queue.sm, letter_new(1));
	CHECK_INT(n_letters, 0);
	start();
	unit_queue_post_end(&queue.sm);
	unit_queue_post_letter(&queue.sm, letter_new(2));
	CHECK_INT(n_letters, 1);
	world_settle();
	CHECK_INT(n_letters, 0);
	unit_queue_post_letter(&queue.sm, letter_new(3));
	CHECK_INT(n_letters, 0);
	CHECK_STR(world_take_log(), "");
}

static void
stopping_releases_what_waits(void)
{
	start();
	unit_queue_post_letter(&queue.sm, letter_new(1));
	unit_queue_post_letter(&queue.sm, letter_new(2));
	sm_stop(&queue.sm.sm);
	CHECK_INT(n_letters, 0);
	world_settle();
	CHECK_STR(world_take_log(), "");
	sm_stop(&queue.sm.sm);
}

static void
a_busy_flow_starves_neither_others_nor_the_host(void)
{
	struct queue other = { .name = "other" };
	unsigned int n_runs;

	start();
	unit_queue_sm_init(&other.sm, &other);
	sm_start(&other.sm.sm, &world.loop);
	world_settle();
	unit_queue_post_spin(&queue.sm);
	unit_queue_post_spin(&other.sm);
	for (n_runs = 0; n_runs < 3; n_runs++) {
		CHECK_INT(world.wake_us, 0);
		sm_loop_run(&world.loop);
	}
	CHECK(queue.n_spins >= 3 && queue.n_spins < 1000);
	CHECK(queue.n_spins - other.n_spins <= 1);
	sm_stop(&queue.sm.sm);
	sm_stop(&other.sm.sm);
	world_settle();
	CHECK(world.wake_us == SM_NEVER);
}

static void
running_the_loop_from_an_action_does_nothing(void)
{
	start();
	unit_queue_post_reenter(&queue.sm);
	world_settle();
	CHECK_STR(world_take_log(), "reentered read9");
	CHECK_INT(n_letters, 0);
}

static const struct test tests[] = {
	TEST(a_payload_is_released_after_its_dispatch),
	TEST(a_payload_that_is_taken_is_the_actions),
	TEST(a_missing_payload_is_allowed),
	TEST(what_nobody_takes_is_released),
	TEST(a_full_ring_is_told_once_it_is_empty),
	TEST(the_ring_goes_round),
	TEST(what_comes_before_or_after_its_life_is_released),
	TEST(stopping_releases_what_waits),
	TEST(a_busy_flow_starves_neither_others_nor_the_host),
	TEST(running_the_loop_from_an_action_does_nothing),
};

TEST_MAIN(tests)
