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

struct acme_account_entry;
struct acme_vhost;

struct acme_lws_context {
	struct acme_lws_context *next; /* in this process */
	struct lws_context *context;
	unsigned int n_users; /* vhosts, the internal one included */
	struct sm_host host;
	struct sm_loop loop;
	lws_sorted_usec_list_t sul;  /* when the loop is to run */
	struct acme_timerfd timerfd; /* then too */
	struct acme_worker worker;
	struct acme_privsep *privsep; /* of files that are root's; or NULL */
	struct acme_privsep_log privsep_log;
	int wakeup; /* of the worker, and its connection */
	struct lws *wakeup_wsi;
	struct lws_vhost *vhost; /* internal, for what is not a server's */
	struct acme_tls_client_cache *caches;
	struct acme_vhost *vhosts;	     /* that have certificates */
	struct acme_account_entry *accounts; /* shared by certificates */
	struct acme_listener *listeners; /* in the order of lws's own list */
	struct acme_listener
		*told_last;	      /* of those that lws told of; or NULL */
	bool knows_foreign;	      /* lws was asked for them */
	size_t n_preread;	      /* lws with mbedTLS: of all ports */
	struct acme_preread *preread; /* and each port's */
	struct acme_validator *validators;	   /* and of them */
	struct acme_challenge_response *responses; /* of http-01, published */
	struct acme_tls_challenges tls_challenges;
};

/* From now on what is logged comes to lws's log. */
void acme_lws_log(void);

/* The context's, counted and made where need be; NULL: memory. */
struct acme_lws_context *acme_lws_context_get(struct lws_context *context);

/* The last one frees it: no certificate and no stream may be left. */
void acme_lws_context_put(struct acme_lws_context *lws);

/* Answer at once, by an event as all answers come. */
void acme_lws_done(const struct sm_requester *requester);

/* As acme_lws_done(), that it failed; ${fault} NULL: memory. */
void acme_lws_failed(const struct sm_requester *requester,
		     const struct acme_fault *fault);

/* Tell who published it of the first client: a flood of clients must not
 * become a flood of events. */
void acme_challenge_response_fetched(struct acme_challenge_response *response);

#endif
