/* SPDX-License-Identifier: MIT */
/*
 * The state-machine framework: instances of flows, and the loop that runs
 * them.  A flow is written in a table (statemachine/README.md), compiled by
 * gen/flowc into constant C tables (sm_table.h), and walked by the engine.
 *
 * One thread runs a loop and everything in it.  Nothing here allocates, and
 * nothing here knows a socket, a file or a clock: see sm_host.h.
 */
#ifndef SM_H
#define SM_H

#include "sm_host.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0: nothing, .text and .rodata as if it did not exist; 1: records in a ring,
 * by number; 2: everything, by name. */
#ifndef SM_TRACE
#define SM_TRACE 0
#endif

struct sm_flow;
struct sm_loop;

/* What a guard or an action is told: the event that is being dispatched. */
struct sm_event {
	void *payload;	     /* of the type that the flow declares, or NULL */
	uint32_t generation; /* of the state that asked; 0: asked by nobody */
	uint16_t item;	     /* which child of an `each` it is about, from 0 */
	uint8_t id;	     /* FLOW_EVENT of the generated header */
};

/* A place in a list, or its head: a ring of links. */
struct sm_link {
	struct sm_link *next, *prev;
};

struct sm_loop {
	const struct sm_host *host;
	struct sm_link ready; /* have events to dispatch */
	struct sm_link timed; /* have a deadline, soonest first */
	uint16_t last_id;
	bool running;
#if SM_TRACE
	struct sm_trace *trace; /* NULL: no record is kept (sm_trace.h) */
#endif
};

void sm_loop_init(struct sm_loop *loop, const struct sm_host *host);

/*
 * Dispatch what is queued and what is due, and tell the host when to call
 * again.  It dispatches a bounded number of events, so that a busy loop does
 * not starve its host.  A call from inside an action returns at once.
 */
void sm_loop_run(struct sm_loop *loop);

/* Who makes a request, and the events that answer it; its flow names them. */
struct sm_requester {
	struct sm *sm;
	uint8_t done, failed;
	uint8_t other; /* where there are three */
};

/*
 * What is asked of the world, answered once or never.  The requester embeds it
 * in the job.  An answer counts only while the state that asked is not left;
 * later it is dropped.  It outlives its requester without touching it.
 */
struct sm_request {
	struct sm_requester by;	    /* sm is NULL: nobody waits any more */
	const struct sm_flow *flow; /* of the requester, for its payload */
	struct sm_request *next;    /* of what the requester asked */
	uint32_t generation;
};

/* What the requester still waits for with this ${request} is dropped. */
void sm_request_init(struct sm_request *request,
		     const struct sm_requester *requester);

/* The payload is the engine's now; where the answer is late, it is released. */
void sm_request_done(struct sm_request *request, void *payload);

void sm_request_failed(struct sm_request *request, void *payload);

/* The third answer, of a requester that has one. */
void sm_request_other(struct sm_request *request, void *payload);

/* No answer will come; allowed twice, and after an answer. */
void sm_request_drop(struct sm_request *request);

/* Is anybody waiting for the answer? */
bool sm_request_wanted(const struct sm_request *request);

/*
 * An instance of a flow.  A generated struct FLOW_sm embeds it.  What is used
 * most stands first, where code reaches it by short instructions.
 */
struct sm {
	struct sm_link ready; /* its place in the loop's queue */
	const struct sm_flow *flow;
	struct sm_loop *loop; /* NULL: not started, or over */
	void *context;
	struct sm_event *ring;
	uint16_t *count;     /* FLOW_COUNTER each: how often it was used */
	uint64_t *deadline;  /* FLOW_TIMER each; 0: not armed */
	uint64_t due_us;     /* the soonest of them */
	uint32_t generation; /* raised whenever a state is left */
	uint8_t state, exit;
	uint8_t ring_head, ring_tail; /* counted on for ever: modulo its size */
	uint8_t pending;	      /* to be told beside what is posted */
	uint8_t runs; /* 1 + sm_child that its state runs, or 0 */
	uint8_t all;  /* what all ended with; then the event that tells it */
	bool over;
	uint16_t item;		       /* which child of an `each` it is */
	uint16_t id;		       /* for traces */
	unsigned int n_begun, n_ended; /* of those that it runs */
	struct sm_request *requests;
	struct sm_link sibling;	 /* its place among its parent's */
	struct sm_link children; /* that it runs, the last begun first */
	struct sm *parent;	 /* who runs it */
	struct sm_link timed;	 /* its place in the loop's list */
	/* The flow has ended with ${exit}; the instance may be freed here. */
	void (*ended)(void *context, unsigned int exit);
#if SM_TRACE
	struct sm_trace *trace; /* which keeps records of it, or NULL */
	uint32_t traced_as;	/* in them: its flow and item */
#endif
#if SM_TRACE >= 2
	uint32_t promised[8]; /* a bit an event: an action that raises it ran */
	uint16_t row;	      /* taken last */
	uint16_t acting;      /* 1 + the action that runs, or 0 */
#endif
};

/*
 * Run ${sm}, which its flow's generated FLOW_sm_init() has prepared, on
 * ${loop}.  Its first entry action runs in sm_loop_run().
 */
void sm_start(struct sm *sm, struct sm_loop *loop);

/*
 * End it at once, its children first: each takes its CANCEL line, or the exit
 * actions of its states where it has none.  `ended` is not called.  Not to be
 * called from an action.  Allowed on one that has ended or never started.
 */
void sm_stop(struct sm *sm);

/*
 * Queue event ${id}.  The payload is the engine's now, and released after its
 * dispatch; an instance that has ended releases it at once.
 */
void sm_post(struct sm *sm, uint8_t id, void *payload);

/*
 * For an action that knows the answer at once, as it can't even ask: the event
 * is queued, and dropped like any answer where that state is left before.
 */
void sm_answer(struct sm *sm, uint8_t id, void *payload);

/*
 * Say how often ${counter}, a FLOW_COUNTER, was used, in an earlier run for
 * instance.  Past its max it is used up.
 */
void sm_counter_set(struct sm *sm, unsigned int counter, unsigned int used);

/* How long until ${timer}, a FLOW_TIMER, runs out; SM_NEVER:
 * it is not armed. */
uint64_t sm_timer_remaining_us(const struct sm *sm, unsigned int timer);

/* How long until the first of its timers runs out; SM_NEVER: none is armed. */
uint64_t sm_remaining_us(const struct sm *sm);

/* The monotonic clock of the host that it runs in. */
uint64_t sm_now_us(const struct sm *sm);

/* Take the payload out of an event, so that it is not released. */
void *sm_event_take(struct sm_event *event);

#endif
