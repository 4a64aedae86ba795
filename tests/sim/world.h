/* SPDX-License-Identifier: MIT */
/*
 * A world for the ACME client: struct acme_port and struct sm_host over a
 * virtual clock, with everything in memory.  What each request is answered,
 * and when, can be told in advance; what the ACME client did is written down.
 *
 *   vhost.c      its vhosts: what each has, and what is planned
 *   world.c      the clock, the loop and the log; what the engine did
 *   streams.c    connections to one server (the model CA)
 *   worker.c     jobs, and a random generator that fails
 *   requests.c  what is answered about the store, publishing, installing,
 *                probing
 *   records.c    the store's functions
 *   lease.c      which vhost has the lease
 *   publish.c    answers to challenges
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include "agenda.h"
#include "base/log.h"
#include "client/port.h"
#include "steps.h"
#include "streams.h"

#define WORLD_EPOCH_S 1767225600 /* the wall clock's start: 2026-01-01 */

/* What the ACME client asks for. */
enum world_request {
	WORLD_RESOLVE,
	WORLD_CONNECT,
	WORLD_SECURE,
	WORLD_WORK,
	WORLD_GET_ACCOUNT_KEY,
	WORLD_GET_PAIR,
	WORLD_PUT_ACCOUNT_KEY,
	WORLD_PUT_NEW_KEY,
	WORLD_GET_NEW_KEY,
	WORLD_PUT_STATE,
	WORLD_GET_STATE,
	WORLD_TRY_PATHS,
	WORLD_COMMIT,
	WORLD_PUBLISH,
	WORLD_INSTALL,
	WORLD_PROBE,
	WORLD_LEASE,
	WORLD_OWNER,
	WORLD__MAX
};

/* How a request is answered; zero: well, and at once. */
struct world_plan {
	enum acme_err err;  /* the failure that is told */
	uint64_t delay_us;  /* AGENDA_NEVER: no answer */
	unsigned int first; /* so many are answered well and at once before */
	unsigned int times; /* then well and at once again; 0: always */
};

struct world_report {
	enum acme_progress progress;
	char *text;
	uint64_t at_us;
};

/* The other end of streams. */
struct world_server {
	void *self;
	void (*accepted)(void *self, struct acme_stream *stream);
	void (*received)(void *self, struct acme_stream *stream,
			 struct acme_span bytes);
	void (*closed)(void *self, struct acme_stream *stream);
};

/* A vhost of the server: the port of one certificate. */
struct world_vhost {
	struct acme_port port; /* first: what the ACME client is given */
	struct world *world;
	struct world_plan plan[WORLD__MAX];
	struct world_vhost *files; /* whose files it has: its own */
	const struct world_vhost *holder, *next; /* of those with its files */
	bool is_past;
	/* The state is that of the certificate put last. */
	struct acme_buf pair_key, pair_chain, new_key, state;
	struct acme_buf steps; /* reported between milestones, a line each */
	char state_tag[32];    /* which is that */
	struct acme_buf installed, installed_key; /* what is served, */
	struct acme_buf other; /* or this instead, if not empty */
	unsigned int n_installed;
	const char *kept_by; /* the other ACME client that keeps the files */
	struct world_report *reports;
	size_t n_reports;
};

struct world {
	struct world_vhost vhost; /* the first; its port is the account's */
	struct sm_host host;
	struct sm_loop loop;
	struct agenda agenda;
	uint64_t wake_us;
	int64_t wall_jump_s; /* added to the wall clock */
	uint32_t dice;	     /* the next random number comes of it */

	struct world_server server;
	struct acme_stream *streams; /* that are not closed */
	unsigned int n_streams, max_streams, n_opened, n_unexpected;
	/* Addresses before the good one, and lines of the log. */
	unsigned int n_refusing, n_silent, n_lines[ACME_LOG__MAX];
	uint64_t byte_delay_us; /* of each piece from the server */
	size_t piece_len;	/* what comes is cut to this; 0: not cut */

	struct acme_buf account_key, log; /* the log: lines */
	bool cannot_publish[ACME_CHALLENGE__MAX];
	struct acme_challenge_response *responses; /* that are published */

	struct steps steps;
};

void world_init(struct world *world, uint32_t seed);

/* After all that the ACME client has in it was freed. */
void world_clear(struct world *world);

/* Another vhost. */
void world_vhost_init(struct world_vhost *vhost, struct world *world);
void world_vhost_clear(struct world_vhost *vhost);

/* Its process ends: the lease goes. */
void world_vhost_end(struct world_vhost *vhost);

/* Let the next thing happen, however far away; false: nothing will. */
bool world_step(struct world *world);

/* Let happen what happens in so much time; the clock stands there then. */
void world_run(struct world *world, uint64_t us);

/* What all is like from now on, or the next ${times} times: for the first
 * vhost and the account. */
void world_fail(struct world *world, enum world_request request,
		enum acme_err err, unsigned int times);
void world_delay(struct world *world, enum world_request request,
		 uint64_t delay_us, unsigned int times);

/* Nothing is planned any more: all goes well, for the first vhost. */
void world_mend(struct world *world);

/* From now on, each run has the same keys. */
void world_random_repeats(void);

/* For the thumbprint and the text of a key. */
void world_memory_is_short(bool is_short);

/* The key authorization behind a token, as a validator gets it, who is seen
 * doing so; NULL: none is published. */
const char *world_fetch(struct world *world, const char *type,
			const char *identifier, const char *token);

#endif
