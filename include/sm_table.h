/* SPDX-License-Identifier: MIT */
/*
 * The form of a compiled flow: what gen/flowc writes and the engine walks.
 * Nobody but generated code and the engine needs this header.
 *
 * A flow's events are numbered: SM_EVENT_ENTER, SM_CANCEL, SM_OVERFLOW, those
 * that it declares, its timers, and the ends of the flows that it runs.
 * Its states: 0 is the way in (a choice with one line), then its choices, then
 * the states without children, each in the order of the table.  An exit is a
 * target from n_states.
 *
 * What a number stands for is said once for each flow: its C functions are
 * called by number, so that the tables hold no pointer to any of them.
 */
#ifndef SM_TABLE_H
#define SM_TABLE_H

#include "sm.h"

#define SM_VERSION_MAJOR 0
#define SM_VERSION_MINOR 1
#define SM_VERSION_PATCH 0

/*
 * A table, the C that runs it and the engine are of one version and one trace
 * level, as their structs differ else.  So the functions by which they find one
 * another have both in their names, and a linker refuses any others:
 * "undefined reference to `sm_init_of_version_0_1_0_with_SM_TRACE_2'".
 */
#define SM_LINK_NAME(name_)                                      \
	SM_LINK_NAME_(name_, SM_VERSION_MAJOR, SM_VERSION_MINOR, \
		      SM_VERSION_PATCH, SM_TRACE)
#define SM_LINK_NAME_(name_, major_, minor_, patch_, trace_) \
	SM_LINK_NAME__(name_, major_, minor_, patch_, trace_)
#define SM_LINK_NAME__(name_, major_, minor_, patch_, trace_) \
	name_##_of_version_##major_##_##minor_##_##patch_##_with_SM_TRACE_##trace_

/* What a generated header asks: is it of the version of these headers? */
#define SM_VERSION_IS(major_, minor_, patch_)                            \
	(SM_VERSION_MAJOR == (major_) && SM_VERSION_MINOR == (minor_) && \
	 SM_VERSION_PATCH == (patch_))

enum {
	SM_EVENT_ENTER, /* choose at once: what a choice's lines wait for */
	SM_CANCEL,   /* the parent leaves the state that runs this instance */
	SM_OVERFLOW, /* events were lost, as the ring was full */
	SM_EVENT_FIRST
};

#define SM_STAY	   0xff /* target of an internal line */
#define SM_IGNORED 0xff /* rows of an event that is expected and does nothing */
#define SM_LAST	   0x8000 /* in sm_row.ops: the last row of its cell */

/*
 * A state's cells stand together, its own before those of the states around
 * it; the one of SM_EVENT_ENTER ends them, and takes all the rest.  A choice
 * has that one alone.
 */
struct sm_cell {
	uint8_t event;
	uint8_t rows; /* 1 + the first of its rows, 0: none, or SM_IGNORED */
};

/* The rows of a cell stand together, tried in order. */
struct sm_row {
	uint8_t guard;	/* first term in sm_flow.terms; 0: none, always true */
	uint8_t target; /* a state, n_states + exit, or SM_STAY */
	uint16_t ops;	/* first op in sm_flow.ops, and SM_LAST */
};

/* A guard is a list of terms, all of which must hold; 0 ends it. */
#define SM_TERM_NOT 0x80 /* the rest: 1 + guard, or 1 + n_guards + counter */

/*
 * What is done, in order, is a list of ops; 0 ends it.  An op is 1 + action,
 * or, counted on from there: a timer to arm, a timer to disarm, a counter to
 * use, a counter to reset, a sm_child to start.
 */

/* A `call`, or an `each`, which has all_first. */
struct sm_child {
	uint16_t limit;	   /* so many at a time */
	uint8_t any_first; /* event: one ended with exit 0; exit 1; ... */
	uint8_t all_first; /* event: all ended, each with exit 0; ...; mixed */
	uint8_t n_exits;   /* of the child's flow */
};

#if SM_TRACE >= 2
/* Words for people: a name a number, and the line behind each row. */
struct sm_names {
	const char *file;
	const char *const *states; /* then the exits */
	const char *const *events;
	const char *const *actions;
	/* A text a row: "[bad_nonce & nonces.left]". */
	const char *const *guards;
	/* Guards, then counters: "nonces.left". */
	const char *const *conditions;
	const uint16_t *lines;	      /* a line a row, from 1 */
	const uint8_t *const *raises; /* an action each: events, then 0 */
	const bool *gives;	      /* an exit each: does it promise? */
};
#endif

struct sm_flow {
	uint8_t n_choices, n_states, n_exits, n_guards, n_actions, n_timers,
		n_counters, n_children;
	uint8_t timer_first;   /* the event of timer 0 */
	uint8_t ring_mask;     /* its size, a power of two, less 1 */
	const uint16_t *first; /* a state each: its first cell */
	const struct sm_cell *cell;
	const struct sm_row *row;
	const uint8_t *terms;	 /* terms[0] is 0 */
	const uint8_t *ops;	 /* ops[0] is 0 */
	const uint32_t *time_ms; /* a timer each; 0: duration_us() says it */
	const struct sm_child *child;
	const uint16_t *counter_max;
	/* The context's functions, by number from 1; NULL: none. */
	void (*act)(struct sm *sm, unsigned int action, struct sm_event *event);
	bool (*holds)(const void *context, unsigned int guard,
		      const struct sm_event *event);
	/* By timer: the formula of one that is no constant; NULL: none. */
	uint64_t (*duration_us)(const struct sm *sm, unsigned int timer);
	/* By sm_child, event and exit, as they are numbered; NULL: none. */
	struct sm *(*prepare)(void *context, unsigned int child,
			      unsigned int item); /* NULL: no more */
	void (*release)(void *payload, unsigned int event);
	void *(*give)(void *context, unsigned int exit);
	const char *name;
#if SM_TRACE
	uint64_t hash; /* of all that flowc says of it: `flowc map` */
#endif
#if SM_TRACE >= 2
	const struct sm_names *names;
#endif
};

/*
 * For the formulas of timers.  SM_UNKNOWN is the greatest: a bound that can't
 * say bounds nothing.
 */
static inline uint64_t
sm_at_most_us(uint64_t us, uint64_t max_us)
{
	return us < max_us ? us : max_us;
}

static inline uint64_t
sm_at_least_us(uint64_t us, uint64_t min_us)
{
	return us > min_us ? us : min_us;
}

/* ${us} * factor ^ exponent, where 150 per cent are times 1.5. */
uint64_t sm_grown_us(uint64_t us, unsigned int factor_percent,
		     unsigned int exponent, uint64_t max_us);

/* Up to ${percent} more or less, as the host's random numbers say. */
uint64_t sm_jittered_us(const struct sm *sm, uint64_t us, unsigned int percent);

/* For FLOW_sm_init(), which has given the instance its memory. */
#define sm_init SM_LINK_NAME(sm_init)
void sm_init(struct sm *sm, const struct sm_flow *flow, void *context);

#endif
