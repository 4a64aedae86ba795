/* SPDX-License-Identifier: MIT */
/* How long timers run, and in which order they run out. */
#include "test.h"
#include "unit_tick.flow.h"
#include "unit_timers.flow.h"
#include "world.h"

#define N_TICKS 1000

struct timers {
	struct unit_timers_sm sm;
	uint64_t wish_us, cap_us;
};

struct tick {
	struct unit_tick_sm sm;
	uint64_t delay_us;
};

static struct timers timers;
static struct tick ticks[N_TICKS];
static uint64_t last_us;
static unsigned int n_ticks;

NOTE_ACTION(timers, plain)
NOTE_ACTION(timers, grown)
NOTE_ACTION(timers, wished)
NOTE_ACTION(timers, fallen)
NOTE_ACTION(timers, capped)
NOTE_ACTION(timers, chanced)
NOTE_ACTION(timers, lasted)
NOTE_ACTION(timers, stopped)

uint64_t
timers_wish_us(const struct timers *self)
{
	return self->wish_us;
}

uint64_t
timers_cap_us(const struct timers *self)
{
	return self->cap_us;
}

uint64_t
tick_delay_us(const struct tick *self)
{
	return self->delay_us;
}

/* Each runs out when its time has come, and not before an earlier one. */
void
tick_tell(struct tick *self)
{
	CHECK(world.now_us == SECOND_US + self->delay_us);
	CHECK(self->delay_us >= last_us);
	last_us = self->delay_us;
	n_ticks++;
}

static void
start(void)
{
	world_init();
	timers = (struct timers){ 0 };
	unit_timers_sm_init(&timers.sm, &timers);
	sm_start(&timers.sm.sm, &world.loop);
	world_settle();
}

/* Enter a state, and see that its timer runs for ${want_us} exactly. */
static void
check_duration(uint8_t event, const char *word, uint64_t want_us)
{
	sm_post(&timers.sm.sm, event, NULL);
	world_settle();
	CHECK_STR(world_take_log(), "");
	CHECK_INT(world.wake_us - world.now_us, want_us);
	world_advance(want_us - 1);
	CHECK_STR(world_take_log(), "");
	world_advance(1);
	CHECK_STR(world_take_log(), word);
	CHECK(world.wake_us == SM_NEVER);
}

static void
a_constant(void)
{
	start();
	check_duration(UNIT_TIMERS_PLAIN, "plain", 30 * SECOND_US);
}

static void
it_grows_with_its_counter_up_to_max(void)
{
	static const uint64_t want_us[] = { 100000, 150000, 225000, 300000,
					    300000, 300000, 100000 };
	size_t i;

	start();
	for (i = 0; i < sizeof(want_us) / sizeof(*want_us); i++)
		check_duration(UNIT_TIMERS_GROW, "grown", want_us[i]);
}

static void
a_wish_is_kept_within_its_bounds(void)
{
	static const struct {
		uint64_t wish_us, want_us;
	} cases[] = {
		{ SM_UNKNOWN, 2 * SECOND_US },
		{ 0, 2 * SECOND_US },
		{ 1, 2 * SECOND_US },
		{ 2 * SECOND_US, 2 * SECOND_US },
		{ 17 * SECOND_US, 17 * SECOND_US },
		{ 61 * SECOND_US, 60 * SECOND_US },
		{ UINT64_MAX - 1, 60 * SECOND_US },
	};
	size_t i;

	start();
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		timers.wish_us = cases[i].wish_us;
		check_duration(UNIT_TIMERS_WISH, "wished", cases[i].want_us);
	}
}

static void
where_there_is_no_wish_else_counts(void)
{
	start();
	timers.wish_us = SM_UNKNOWN;
	check_duration(UNIT_TIMERS_ELSE, "fallen", 5 * SECOND_US);
	timers.wish_us = 0;
	check_duration(UNIT_TIMERS_ELSE, "fallen", 2 * SECOND_US);
	timers.wish_us = 1;
	check_duration(UNIT_TIMERS_ELSE, "fallen", 2 * SECOND_US);
	timers.wish_us = 9 * SECOND_US;
	check_duration(UNIT_TIMERS_ELSE, "fallen", 9 * SECOND_US);
}

static void
a_function_may_cap_it_down_to_min(void)
{
	start();
	timers.cap_us = SM_UNKNOWN;
	check_duration(UNIT_TIMERS_CAP, "capped", 8 * SECOND_US);
	timers.cap_us = 5 * SECOND_US;
	check_duration(UNIT_TIMERS_CAP, "capped", 5 * SECOND_US);
	timers.cap_us = 1;
	check_duration(UNIT_TIMERS_CAP, "capped", 3 * SECOND_US);
	timers.cap_us = 0;
	check_duration(UNIT_TIMERS_CAP, "capped", 3 * SECOND_US);
	timers.cap_us = 9 * SECOND_US;
	check_duration(UNIT_TIMERS_CAP, "capped", 8 * SECOND_US);
}

/* How long it runs with the dice at ${dice}. */
static uint64_t
duration_us(uint8_t event, uint32_t dice)
{
	uint64_t us;

	start();
	world.dice = dice;
	sm_post(&timers.sm.sm, event, NULL);
	world_settle();
	us = world.wake_us - world.now_us;
	sm_stop(&timers.sm.sm);
	return us;
}

/* From ${least_us} to ${most_us}, and near to both ends. */
static void
check_jitter(uint8_t event, uint64_t least_us, uint64_t most_us)
{
	uint64_t lowest = UINT64_MAX, highest = 0, us;
	uint32_t dice = 0, i;

	for (i = 0; i <= 0x100; i++, dice += 0xffffff) {
		us = duration_us(event, dice);
		CHECK(us >= least_us && us <= most_us);
		lowest = us < lowest ? us : lowest;
		highest = us > highest ? us : highest;
	}
	CHECK(lowest < least_us + (most_us - least_us) / 50);
	CHECK(highest > most_us - (most_us - least_us) / 50);
}

static void
jitter_goes_both_ways(void)
{
	check_jitter(UNIT_TIMERS_CHANCE, 7500000, 12500000);
}

/* 2 * 72 min are more microseconds than 32 bits hold. */
static void
jitter_of_hours_goes_both_ways_too(void)
{
	uint64_t hour_us = 3600 * SECOND_US;

	check_jitter(UNIT_TIMERS_LONG, hour_us * 48 / 10, hour_us * 72 / 10);
}

static uint64_t
remaining_us(enum unit_timers_timer timer)
{
	return sm_timer_remaining_us(&timers.sm.sm, timer);
}

static void
what_remains_of_a_timer(void)
{
	start();
	CHECK(remaining_us(UNIT_TIMERS_TIMER_T_CAP) == SM_NEVER);
	unit_timers_post_cap(&timers.sm);
	world_settle();
	CHECK_INT(remaining_us(UNIT_TIMERS_TIMER_T_CAP), 3 * SECOND_US);
	CHECK(remaining_us(UNIT_TIMERS_TIMER_T_PLAIN) == SM_NEVER);
	world_advance(SECOND_US);
	CHECK_INT(remaining_us(UNIT_TIMERS_TIMER_T_CAP), 2 * SECOND_US);
	world.now_us += 3 * SECOND_US; /* passed, and not dispatched yet */
	CHECK_INT(remaining_us(UNIT_TIMERS_TIMER_T_CAP), 0);
	world_settle();
	CHECK(remaining_us(UNIT_TIMERS_TIMER_T_CAP) == SM_NEVER);
}

static void
leaving_cancels(void)
{
	start();
	unit_timers_post_plain(&timers.sm);
	unit_timers_post_stop(&timers.sm);
	world_settle();
	CHECK_STR(world_take_log(), "stopped");
	CHECK(world.wake_us == SM_NEVER);
}

/* It ran out, but an event that came before is dispatched first. */
static void
an_overtaken_expiry_is_dropped(void)
{
	start();
	unit_timers_post_plain(&timers.sm);
	world_settle();
	world.now_us += 30 * SECOND_US;
	unit_timers_post_stop(&timers.sm);
	world_settle();
	CHECK_STR(world_take_log(), "stopped");
	CHECK_INT(world.n_unexpected, 0);
	unit_timers_post_plain(&timers.sm);
	world_settle();
	world.now_us += 30 * SECOND_US;
	unit_timers_post_plain(&timers.sm);
	world_settle();
	CHECK_STR(world_take_log(), "");
	CHECK_INT(world.wake_us - world.now_us, 30 * SECOND_US);
}

static void
thousand_timers_run_out_in_order(void)
{
	size_t i;

	world_init();
	last_us = 0;
	n_ticks = 0;
	for (i = 0; i < N_TICKS; i++) {
		ticks[i] = (struct tick){
			.delay_us = (1 + i * 7919 % 331) * SECOND_US,
		};
		unit_tick_sm_init(&ticks[i].sm, &ticks[i]);
		sm_start(&ticks[i].sm.sm, &world.loop);
	}
	world_settle();
	CHECK_INT(n_ticks, 0);
	world_advance(1000 * SECOND_US);
	CHECK_INT(n_ticks, N_TICKS);
	CHECK(world.wake_us == SM_NEVER);
	CHECK(world.loop.timed.next == &world.loop.timed);
}

static const struct test tests[] = {
	TEST(a_constant),
	TEST(it_grows_with_its_counter_up_to_max),
	TEST(a_wish_is_kept_within_its_bounds),
	TEST(where_there_is_no_wish_else_counts),
	TEST(a_function_may_cap_it_down_to_min),
	TEST(jitter_goes_both_ways),
	TEST(jitter_of_hours_goes_both_ways_too),
	TEST(what_remains_of_a_timer),
	TEST(leaving_cancels),
	TEST(an_overtaken_expiry_is_dropped),
	TEST(thousand_timers_run_out_in_order),
};

TEST_MAIN(tests)
