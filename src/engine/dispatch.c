/* SPDX-License-Identifier: MIT */
/*
 * An event finds its row, and the row is taken: children of the state that is
 * left are stopped, the ops run (exit, line, entry: flattened by the compiler),
 * and a choice is left at once by its own lines.
 */
#include "engine/engine.h"

static bool
term_holds(const struct sm *sm, uint8_t term, const struct sm_event *event)
{
	unsigned int number = term & ~(unsigned int)SM_TERM_NOT;
	const struct sm_flow *flow = sm->flow;
	bool holds;

	if (number <= flow->n_guards) {
		holds = flow->holds(sm->context, number, event);
	} else {
		number -= flow->n_guards + 1u;
		holds = sm->count[number] < flow->counter_max[number];
	}
	SM_DETAIL(sm, holds ? SM_STEP_GUARD_TRUE : SM_STEP_GUARD_FALSE,
		  (term & ~(unsigned int)SM_TERM_NOT) - 1, event->id);
	return holds != !!(term & SM_TERM_NOT);
}

static bool
guard_holds(const struct sm *sm, uint8_t guard, const struct sm_event *event)
{
	const uint8_t *term = sm->flow->terms + guard;

	for (; *term; term++)
		if (!term_holds(sm, *term, event))
			return false;
	return true;
}

/* What the state has for an event. */
static uint8_t
rows_for(const struct sm *sm, uint8_t event)
{
	const struct sm_flow *flow = sm->flow;
	const struct sm_cell *cell = flow->cell + flow->first[sm->state];

	while (cell->event != event && cell->event)
		cell++;
	return cell->rows;
}

/* The first of the rows that holds; NULL: none does. */
static const struct sm_row *
match(const struct sm *sm, const struct sm_row *row,
      const struct sm_event *event)
{
	while (row->guard && !guard_holds(sm, row->guard, event))
		if (row++->ops & SM_LAST)
			return NULL;
	return row;
}

static void
report(const struct sm *sm, enum sm_step_kind kind, unsigned int event)
{
	SM_REPORT(sm, kind, event);
}

/* An instance may be stopped where nothing waits for that. */
static SM_APART void
unexpected(const struct sm *sm, unsigned int event)
{
	const struct sm_host *host;

	if (event == SM_CANCEL)
		return;
	report(sm, SM_STEP_UNEXPECTED, event);
	host = sm->loop->host;
	host->unexpected(host->world, sm, (uint8_t)event);
}

static void
use(struct sm *sm, const struct sm_flow *flow, unsigned int counter)
{
	if (sm->count[counter] < flow->counter_max[counter])
		sm->count[counter]++;
}

/* An op that is no action: see sm_table.h for their order. */
static void
run_op(struct sm *sm, const struct sm_flow *flow, unsigned int op)
{
	unsigned int n_timers = flow->n_timers, n_counters = flow->n_counters;

	op -= flow->n_actions + 1u;
	if (op < n_timers)
		sm_timer_arm(sm, op);
	else if ((op -= n_timers) < n_timers)
		sm_timer_disarm(sm, op);
	else if ((op -= n_timers) < n_counters)
		use(sm, flow, op);
	else if ((op -= n_counters) < n_counters)
		sm->count[op] = 0;
	else
		sm_children_start(sm, op - n_counters);
}

static void
run_ops(struct sm *sm, const struct sm_flow *flow, const struct sm_row *row,
	struct sm_event *event)
{
	const uint8_t *op = flow->ops + (row->ops & (uint16_t)~SM_LAST);

	for (; *op; op++) {
		if (*op > flow->n_actions) {
			run_op(sm, flow, *op);
			continue;
		}
		SM_PROMISE(sm, *op);
		flow->act(sm, *op, event);
		SM_PROMISED(sm);
	}
}

static bool
in_choice(const struct sm *sm, const struct sm_flow *flow)
{
	return sm->state < flow->n_choices;
}

static void
leave(struct sm *sm)
{
	sm->generation++;
	if (sm->runs)
		sm_children_stop(sm);
}

static void
take(struct sm *sm, const struct sm_flow *flow, const struct sm_row *row,
     struct sm_event *event)
{
	uint8_t from = sm->state;

	if (row->target != SM_STAY) {
		if (!in_choice(sm, flow))
			leave(sm);
		sm->state = row->target; /* no action sees it */
	}
	SM_TAKEN(sm, row, from, event->id);
	run_ops(sm, flow, row, event);
}

/*
 * Take a row, and those of the choices that it leads to.  Their guards still
 * see the event; the compiler asks each choice for an else, so one of its rows
 * holds.  Registers are saved here, and for no event that has no row.
 */
static __attribute__((noinline)) void
follow(struct sm *sm, const struct sm_row *row, struct sm_event *event)
{
	const struct sm_flow *flow = sm->flow;

	while ((row = match(sm, row, event))) {
		take(sm, flow, row, event);
		if (!in_choice(sm, flow))
			return;
		row = flow->row + flow->cell[flow->first[sm->state]].rows - 1;
	}
	report(sm, SM_STEP_NO_GUARD_HELD, event->id);
}

/* An answer is dropped where the state that asked has been left. */
void
sm_dispatch(struct sm *sm, struct sm_event *event)
{
	uint8_t rows = rows_for(sm, event->id);

	if (event->generation && event->generation != sm->generation)
		report(sm, SM_STEP_DROPPED, event->id);
	else if (!rows)
		unexpected(sm, event->id);
	else if (rows == SM_IGNORED)
		report(sm, SM_STEP_IGNORED, event->id);
	else
		follow(sm, sm->flow->row + rows - 1, event);
}

void
sm_counter_set(struct sm *sm, unsigned int counter, unsigned int used)
{
	uint16_t max = sm->flow->counter_max[counter];

	sm->count[counter] = used < max ? (uint16_t)used : max;
}

void
sm_release(const struct sm_flow *flow, unsigned int event, void *payload)
{
	if (payload && flow->release)
		flow->release(payload, event);
}
