/* SPDX-License-Identifier: MIT */
/* Actions that say that they ran, and children that are there from the
 * start. */
#include "children.h"

#include "test.h"

struct runs runs;

MEMBER_GUARD(part, hasty)
NOTE_ACTION(middle, enter_middle)
NOTE_ACTION(middle, leave_middle)
NOTE_ACTION(middle, middle_cancelled)
NOTE_ACTION(runs, called_ok)
NOTE_ACTION(runs, called_failed)
NOTE_ACTION(runs, all_ok)
NOTE_ACTION(runs, all_failed)
NOTE_ACTION(runs, mixed)
NOTE_ACTION(runs, left)
NOTE_ACTION(runs, nested)

#define PART_ACTION(name)                             \
	void part_##name(struct part *self)           \
	{                                             \
		world_note(#name "%u", self->number); \
	}

PART_ACTION(enter)
PART_ACTION(leave)
PART_ACTION(tried)
PART_ACTION(tried_out)
PART_ACTION(cancelled)

void
runs_any_ok(struct runs *self, unsigned int item)
{
	(void)self;
	world_note("any_ok%u", item);
}

void
runs_any_failed(struct runs *self, unsigned int item)
{
	(void)self;
	world_note("any_failed%u", item);
}

static struct sm *
prepare(struct part *part, unsigned int number, bool hasty)
{
	part->number = number;
	part->hasty = hasty;
	unit_part_sm_init(&part->sm, part);
	return &part->sm.sm;
}

struct sm *
runs_part(struct runs *self)
{
	self->n_called++;
	return prepare(&self->part, 7, self->hasty);
}

struct sm *
runs_parts(struct runs *self, unsigned int item)
{
	CHECK(item < N_PARTS);
	return prepare(&self->parts[item], item, self->hasty);
}

unsigned int
runs_n_parts(const struct runs *self)
{
	return self->n_parts;
}

struct sm *
middle_part(struct middle *self)
{
	return prepare(&self->part, 9, false);
}

struct sm *
runs_middle(struct runs *self)
{
	unit_middle_sm_init(&self->middle.sm, &self->middle);
	return &self->middle.sm.sm;
}

void
children_start(unsigned int n_parts)
{
	world_init();
	runs = (struct runs){ .n_parts = n_parts };
	unit_runs_sm_init(&runs.sm, &runs);
	sm_start(&runs.sm.sm, &world.loop);
	world_settle();
}

const char *
children_say(struct sm *sm, uint8_t event)
{
	sm_post(sm, event, NULL);
	world_settle();
	return world_take_log();
}

const char *
children_tell(uint8_t event)
{
	return children_say(&runs.sm.sm, event);
}

const char *
children_part(unsigned int number, uint8_t event)
{
	return children_say(&runs.parts[number].sm.sm, event);
}
