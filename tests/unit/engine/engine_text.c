/* SPDX-License-Identifier: MIT */
/*
 * What the engine did, as text: every step where the build traces, and not a
 * word where it does not.
 */
#include "sm_trace.h"
#include "test.h"
#include "unit_text.flow.h"
#include "world.h"

#include <string.h>

struct text {
	struct unit_text_sm sm;
	struct sm_request ask;
	bool ready;
};

static struct text text;
static char lines[1024];

MEMBER_GUARD(text, ready)

void
text_ask(struct text *self, const struct sm_requester *requester)
{
	sm_request_init(&self->ask, requester);
}

static void
trace(void *world_, const struct sm_step *step)
{
	size_t len = strlen(lines);

	(void)world_;
	(void)step;
#if SM_TRACE >= 2
	sm_step_text(step, lines + len, sizeof(lines) - len);
	len = strlen(lines);
	snprintf(lines + len, sizeof(lines) - len, "\n");
#else
	snprintf(lines + len, sizeof(lines) - len, "a step");
#endif
}

static void
play(void)
{
	world_init();
	world.host.trace = trace;
	lines[0] = '\0';
	text = (struct text){ 0 };
	unit_text_sm_init(&text.sm, &text);
	sm_start(&text.sm.sm, &world.loop);
	unit_text_post_quiet(&text.sm);
	unit_text_post_strange(&text.sm);
	unit_text_post_go(&text.sm);
	world_settle();
	text.ready = true;
	unit_text_post_go(&text.sm);
	sm_request_done(&text.ask, NULL);
	unit_text_post_go(&text.sm);
	world_settle();
}

static void
every_step_is_a_line(void)
{
	static const char want[] = "unit_text.flow:4 #1 (start) --ENTER--> A\n"
				   "unit_text.flow #1 A: QUIET ignored\n"
				   "unit_text.flow #1 A: STRANGE unexpected\n"
				   "unit_text.flow:15 #1 A --GO-- A\n"
				   "unit_text.flow:14 #1 A --GO [ready]--> B\n"
				   "unit_text.flow #1 B: LATE came too late\n"
				   "unit_text.flow:20 #1 B --GO--> done\n";

	play();
	CHECK_STR(lines, SM_TRACE >= 2 ? want : "");
	CHECK_INT(world.n_unexpected, 1);
}

static const struct test tests[] = {
	TEST(every_step_is_a_line),
};

TEST_MAIN(tests)
