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
	unsigned int index = (term & ~(unsigned int)SM_TERM_NOT) - 1;
	const struct sm_flow *flow = sm->flow;
	bool holds;

	if (index < flow->n_guards) {
		holds = flow->guard[index](sm->context, event);
	} else {
		index -= flow->n_guards;
		holds = sm->count[index] < flow->counter_max[index];
	}
	return holds != !!(term & SM_TERM_NOT);
}

static bool
guard_holds(const struct sm *sm, uint8_t guard, const struct sm_event *event)
{
	const uint8_t *term = sm->flow->terms + guard;

	if (!guard)
		return true;
	for (; *term; term++)
		if (!term_holds(sm, *term, event))
			return false;
	return true;
}

static uint8_t
cell(const struct sm *sm, uint8_t event)
{
	return sm->flow->cell[sm->state * sm->flow->n_events + event];
}

void
sm_report(const struct sm *sm, enum sm_step_kind kind, uint8_t event)
{
	const struct sm_host *host = sm->loop->host;

	if (kind == SM_STEP_UNEXPECTED)
		host->unexpected(host->world, sm, event);
	SM_REPORT(sm, kind, 0, sm->state, sm->state, event);
}

/*
 * The row that takes event ${id} (SM_EVENT_ENTER in a choice, whose guards still see
 * the event that led there).  NULL: none, and that was reported.
 */
const struct sm_row *
sm_match(struct sm *sm, uint8_t id, const struct sm_event *event)
{
	const struct sm_flow *flow = sm->flow;
	const struct sm_row *row;
	uint8_t run = cell(sm, id);

	if (run == SM_IGNORED) {
		sm_report(sm, SM_STEP_IGNORED, id);
		return NULL;
	}
	if (!run) {
		sm_report(sm, SM_STEP_UNEXPECTED, id);
		return NULL;
	}
	for (row = flow->row + flow->run[run];; row++) {
		if (guard_holds(sm, row->guard, event))
			return row;
		if (row->ops & SM_LAST)
			break;
	}
	sm_report(sm, SM_STEP_REFUSED, id);
	return NULL;
}

static void
use(struct sm *sm, uint8_t counter)
{
	if (sm->count[counter] < sm->flow->counter_max[counter])
		sm->count[counter]++;
}

void
sm_run_ops(struct sm *sm, uint16_t first, struct sm_event *event)
{
	const struct sm_op *op = sm->flow->ops + first;

	for (; op->code != SM_OP_END; op++) {
		switch ((enum sm_op_code)op->code) {
		case SM_OP_ACT:
			SM_PROMISE(sm, op->arg);
			sm->flow->action[op->arg](sm, event);
			SM_PROMISED(sm);
			break;
		case SM_OP_ARM:
			sm_timer_arm(sm, op->arg);
			break;
		case SM_OP_DISARM:
			sm_timer_disarm(sm, op->arg);
			break;
		case SM_OP_USE:
			use(sm, op->arg);
			break;
		case SM_OP_RESET:
			sm->count[op->arg] = 0;
			break;
		case SM_OP_RUN:
			sm_children_start(sm, &sm->flow->child[op->arg]);
			break;
		case SM_OP_END:
			break;
		}
	}
}

static void
take(struct sm *sm, const struct sm_row *row, struct sm_event *event)
{
	const struct sm_flow *flow = sm->flow;
	uint8_t from = sm->state;

	if (row->target != SM_STAY && !cell(sm, SM_EVENT_ENTER)) {
		sm->generation++;
		sm_children_stop(sm);
	}
	/* An action sees no state, but a trace and a child that ends do. */
	if (row->target < flow->n_states)
		sm->state = row->target;
	SM_TAKEN(sm, row, from, event->id);
	sm_run_ops(sm, row->ops & (uint16_t)~SM_LAST, event);
	if (row->target != SM_STAY && row->target >= flow->n_states) {
		sm->over = true;
		sm->exit = (uint8_t)(row->target - flow->n_states);
		SM_CHECK_GIFT(sm);
	}
}

void
sm_dispatch(struct sm *sm, struct sm_event *event)
{
	const struct sm_row *row = sm_match(sm, event->id, event);

	while (row) {
		take(sm, row, event);
		if (sm->over || row->target == SM_STAY ||
		    !cell(sm, SM_EVENT_ENTER))
			return;
		/* The compiler asks each choice for an else: one row holds. */
		row = sm_match(sm, SM_EVENT_ENTER, event);
	}
}

void
sm_release(const struct sm_flow *flow, struct sm_event *event)
{
	if (event->payload && flow->release[event->id])
		flow->release[event->id](event->payload);
	event->payload = NULL;
}
