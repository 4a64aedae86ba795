/* SPDX-License-Identifier: MIT */
/*
 * What the vhosts of one lws context share: the loop of the state machines,
 * the worker, the connections to CAs, and the challenge answers.
 */
#ifndef ACME_LWS_LOOP_CONTEXT_H
#define ACME_LWS_LOOP_CONTEXT_H

#include "lws/connect/tls_client_cache.h"
#include "lws/loop/timerfd.h"
#include "lws/loop/worker.h"
#include "lws/privsep/log_watch.h"
#include "lws/serve/tls_challenge.h"
#include "lws/vhosts/listeners.h"

#include <libwebsockets.h>

struct acme_account;
struct acme_vhost;

struct acme_edge {
	struct acme_edge *next; /* in this process */
	struct lws_context *context;
	unsigned int n_users; /* vhosts, the internal one included */
	struct sm_host host;
	struct sm_loop loop;
	lws_sorted_usec_list_t sul; /* when the loop is to run */
	struct acme_alarm alarm;    /* then too */
	struct acme_worker worker;
	struct acme_keeper *keeper; /* of files that are root's; or NULL */
	struct acme_keeper_watch keeper_watch;
	int bell; /* of the worker, and its connection */
	struct lws *bell_wsi;
	struct lws_vhost *vhost; /* internal, for what is not a server's */
	struct acme_site *sites;
	struct acme_vhost *vhosts;	 /* that have certificates */
	struct acme_account *accounts;	 /* shared by certificates */
	struct acme_listener *listeners; /* in the order of lws's own list */
	struct acme_listener
		*told_last;	      /* of those that lws told of; or NULL */
	bool knows_strangers;	      /* lws was asked for them */
	size_t n_callers;	      /* lws with mbedTLS: of all ports */
	struct acme_callers *callers; /* and each port's */
	struct acme_validator *validators; /* and of them */
	struct acme_answer *answers;	   /* of http-01, published */
	struct acme_tls_answers tls_answers;
};

/* From now on what is logged comes to lws's log. */
void acme_edge_log(void);

/* The context's, counted and made where need be; NULL: memory. */
struct acme_edge *acme_edge_get(struct lws_context *context);

/* The last one frees it: no certificate and no stream may be left. */
void acme_edge_put(struct acme_edge *edge);

/* Answer at once, by an event as all answers come. */
void acme_edge_answer(const struct acme_asker *asker);

/* As acme_edge_answer(), that it failed; ${fault} NULL: memory. */
void acme_edge_fail(const struct acme_asker *asker,
		    const struct acme_fault *fault);

/* Tell who published it of the first visitor: a flood of visitors must not
 * become a flood of events. */
void acme_answer_fetched(struct acme_answer *answer);

#endif
