/* SPDX-License-Identifier: MIT */
/*
 * What a table promises is checked where the build traces: an action posts only
 * what it raises, an answer comes only once an action that raises it ran, and
 * an exit gives what it promises.  A fault is reported with the line that was
 * taken last.
 */
#include "engine/engine.h"

#if SM_TRACE >= 2
static bool
raises(const struct sm_flow *flow, unsigned int action, unsigned int event)
{
	const uint8_t *raised = flow->names->raises[action];

	while (*raised && *raised != event)
		raised++;
	return *raised;
}

static bool
is_answer(const struct sm_flow *flow, unsigned int event)
{
	unsigned int action;

	for (action = 0; action < flow->n_actions; action++)
		if (raises(flow, action, event))
			return true;
	return false;
}

static void
report(const struct sm *sm, enum sm_step_kind kind, uint8_t to, uint8_t event)
{
	const struct sm_host *host = sm->loop->host;
	struct sm_step step = { .sm = sm,
				.kind = kind,
				.row = sm->row,
				.action = sm->acting,
				.from = sm->state,
				.to = to,
				.event = event };

	SM_RECORD(sm, kind, SM_AT(sm->row, sm->state, to), event);
	if (host->trace)
		host->trace(host->world, &step);
}

void
sm_promise(struct sm *sm, uint8_t action)
{
	const uint8_t *raised = sm->flow->names->raises[action - 1];

	sm->acting = action;
	for (; *raised; raised++)
		sm->promised[*raised / 32] |= UINT32_C(1) << *raised % 32;
}

void
sm_check_promise(struct sm *sm, unsigned int event)
{
	bool promised = sm->promised[event / 32] >> event % 32 & 1;

	if (!sm->loop)
		return;
	if (sm->acting)
		promised = raises(sm->flow, sm->acting - 1u, event);
	else if (!promised)
		promised = !is_answer(sm->flow, event);
	if (!promised)
		report(sm, SM_STEP_UNPROMISED, sm->state, (uint8_t)event);
}

void
sm_check_exit(struct sm *sm)
{
	const struct sm_flow *flow = sm->flow;

	if (flow->names->gives[sm->exit] && !flow->give(sm->context, sm->exit))
		report(sm, SM_STEP_UNKEPT, (uint8_t)(flow->n_states + sm->exit),
		       SM_EVENT_ENTER);
}
#else
/* ISO C wants a translation unit to hold something. */
extern int sm_promise_is_not_built;
#endif
