/* SPDX-License-Identifier: MIT */
/*
 * A flow that no other one runs, in the world of a scenario: the scenario makes
 * its context, answers each request that it puts to its port, and sees how it
 * ends.
 */
#ifndef SCENARIO_ALONE_H
#define SCENARIO_ALONE_H

#include "client/enrollment/enrollment.h"
#include "scenario.h"

#define ALONE_REQUESTS_MAX 64

/* Of leaf.crt in tests/data/crypto. */
#define ALONE_SERIAL "ffee0102030405060708090a0b0c0d0e0f"

struct alone {
	struct world_vhost vhost;    /* first: its port is the flow's */
	struct acme_account account; /* its flow does not run */
	struct acme_enrollment enrollment;
	struct sm *sm; /* the flow; NULL: it was not started */
	struct sm_request requests[ALONE_REQUESTS_MAX];
	unsigned int n_requests;
	struct acme_buf asked;		   /* what was not looked at yet */
	struct acme_buf chain, key, state; /* that the port was given last */
	struct acme_buf taken;
	size_t log_seen; /* bytes of the world's log */
};

/* All but the flow, in place of the one before.  It ends with the scenario. */
struct alone *alone_new(struct scenario *s);

/* Start the flow, which was made ready with the enrollment. */
void alone_start(struct alone *alone, struct sm *sm);

/* Stop the flow and free all; NULL is allowed. */
void alone_free(struct alone *alone);

/* For alone.c: the functions of the port that ask the scenario. */
void alone_port_init(struct acme_port *port);

/* Let happen what happens now. */
void alone_settle(struct alone *alone);

/* Time passes until the flow asks or says something, or ends: how much. */
uint64_t alone_wait_us(struct alone *alone);

/* Answer what was asked last. */
void alone_done(struct alone *alone, void *payload);
void alone_failed(struct alone *alone, enum acme_err err, const char *text);
void alone_give_lease(struct alone *alone, bool newly);
void alone_give_pair(struct alone *alone, const char *chain);

/* What a store has of ${chain}, a file of tests/data/crypto. */
struct acme_stored *alone_stored(const char *chain);

/* Was the port given that pair last? */
bool alone_was_given(const struct alone *alone, const char *chain);

/* The functions of the port that were called since the last look: "ask_lease
 * store_get". */
const char *alone_take_asked(struct alone *alone);

/* The lines of the log since the last look, without their times. */
const char *alone_take_log(struct alone *alone);

/* How it has ended; -1: it has not.  All that it asked and said was seen. */
int alone_exit(const struct alone *alone);

/* What its exit gives to who called it; NULL: nothing. */
const void *alone_promised(const struct alone *alone);

/* It is stopped, its requests are answered, and a day passes: nothing may come
 * of them. */
void alone_stop(struct alone *alone);

#endif
