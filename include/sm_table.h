/* SPDX-License-Identifier: MIT */
/*
 * The form of a compiled flow: what gen/flowc writes and the engine walks.
 * Data only.  Nobody but generated code and the engine needs this header.
 *
 * A flow's events are numbered: SM_EVENT_ENTER, SM_CANCEL, SM_OVERFLOW, those that it
 * declares, its timers, and the ends of the flows that it runs.
 * Its states: 0 is the way in (a choice with one line), then choices, states
 * and parents in the order of the table.  An exit is a target from n_states.
 */
#ifndef SM_TABLE_H
#define SM_TABLE_H

#include "sm.h"

enum {
	SM_EVENT_ENTER, /* choose at once: what a choice's lines wait for */
	SM_CANCEL,   /* the parent leaves the state that runs this instance */
	SM_OVERFLOW, /* events were lost, as the ring was full */
	SM_EVENT_FIRST
};

#define SM_STAY	   0xff /* target of an internal line */
#define SM_IGNORED 0xff /* cell of an event that is expected and does nothing */
#define SM_LAST	   0x8000 /* in sm_row.ops: the last row of its run */

/* Rows of a cell stand together (a run), tried in order. */
struct sm_row {
	uint8_t guard;	/* first term in sm_flow.terms; 0: none, always true */
	uint8_t target; /* a state, n_states + exit, or SM_STAY */
	uint16_t ops;	/* first op in sm_flow.ops, and SM_LAST */
};

/* A guard is a list of terms, all of which must hold; 0 ends it. */
#define SM_TERM_NOT 0x80 /* the rest: 1 + guard, or 1 + n_guards + counter */

enum sm_op_code {
	SM_OP_END,
	SM_OP_ACT,    /* arg: action */
	SM_OP_ARM,    /* arg: timer */
	SM_OP_DISARM, /* arg: timer */
	SM_OP_USE,    /* arg: counter */
	SM_OP_RESET,  /* arg: counter */
	SM_OP_RUN,    /* arg: sm_child, to be started */
};

struct sm_op {
	uint8_t code, arg;
};

/*
 * hint(context), clamped to [hint_min, hint_max], unless it gives SM_UNKNOWN;
 * else base * factor ^ counter, at most max, at most cap(context), at least
 * min, and jitter per cent more or less.
 */
struct sm_timer {
	uint64_t (*hint_us)(const void *context); /* or NULL */
	uint64_t (*cap_us)(const void *context);  /* or NULL */
	uint64_t hint_min_us, hint_max_us;
	uint64_t base_us, min_us, max_us; /* max 0: none */
	uint16_t factor_percent;	  /* 150: times 1.5 */
	uint8_t counter;		  /* its use is the exponent */
	uint8_t jitter_percent;
};

/* A `call` (count is NULL) or an `each`. */
struct sm_child {
	unsigned int (*count)(const void *context);
	struct sm *(*prepare)(void *context, unsigned int item);
	uint16_t limit;	   /* so many at a time */
	uint8_t any_first; /* event: one ended with exit 0; exit 1; ... */
	uint8_t all_first; /* event: all ended, each with exit 0; ...; mixed */
	uint8_t n_exits;   /* of the child's flow */
};

#if SM_TRACE
/* Words for people: a name a number, and the line behind each row. */
struct sm_names {
	const char *file;
	const char *const *states; /* then the exits */
	const char *const *events;
	const char *const *actions;
	const char *const
		*guards;       /* a text a row: "[bad_nonce & nonces.left]" */
	const uint16_t *lines; /* a line a row, from 1 */
	const uint8_t *const *raises; /* an action each: events, then 0 */
};
#endif

struct sm_flow {
	const char *name;
	/* [state * n_events + event]: 0, a run, or SM_IGNORED */
	const uint8_t *cell;
	const uint16_t *run; /* [run]: its first row; run 0 is not used */
	const struct sm_row *row;
	const uint8_t *terms; /* terms[0] is not used */
	const struct sm_op *ops;
	bool (*const *guard)(const void *context, const struct sm_event *event);
	void (*const *action)(struct sm *sm, struct sm_event *event);
	void (*const *release)(void *payload); /* an event each, or NULL */
	void *(*const *give)(void *context);   /* an exit each, or NULL */
	const struct sm_timer *timer;
	const struct sm_child *child;
	const uint8_t *state_child; /* a state each: 1 + sm_child, or 0 */
	const uint16_t *leave_ops;  /* a state each: that leave it for good */
	const uint16_t *counter_max;
	uint8_t n_states, n_exits, n_events, n_guards, n_actions, n_timers,
		n_counters, n_ring;
	uint8_t timer_first; /* the event of timer 0 */
#if SM_TRACE
	const struct sm_names *names;
#endif
};

#endif
