/* SPDX-License-Identifier: MIT */
/*
 * The part of an lws context that knows no vhost: the loop of the state
 * machines, the worker, and the client vhost.  Who puts more into it
 * (lws/plugin/lifecycle.c) is called when it starts and ends.
 */
#ifndef ACME_LWS_LOOP_LWS_CONTEXT_H
#define ACME_LWS_LOOP_LWS_CONTEXT_H

#include "lws/loop/client_vhost.h"
#include "lws/loop/timerfd.h"
#include "lws/loop/worker.h"
#include "sm_trace.h"

#include <libwebsockets.h>

struct acme_lws_context;

struct acme_lws_context_callbacks {
	/* The state machines run next, as they do each time lws is served. */
	void (*before_run)(struct acme_lws_context *lws);
	/* The client vhost and the worker are there; each time, as before. */
	enum acme_err (*start)(struct acme_lws_context *lws,
			       struct acme_fault *fault);
	/* It has no user any more: stop it, and free it. */
	void (*end)(struct acme_lws_context *lws);
};

struct acme_lws_context {
	struct acme_lws_context *next; /* in this process */
	struct lws_context *context;
	const struct acme_lws_context_callbacks *callbacks;
	unsigned int n_users; /* vhosts, the client vhost included */
	struct sm_host host;
	struct sm_loop loop;
#if SM_TRACE
	struct sm_trace trace;
	int trace_fd; /* -1: no file */
#endif
	lws_sorted_usec_list_t sul;  /* when the loop is to run */
	struct acme_timerfd timerfd; /* then too */
	struct acme_client_vhost client_vhost;
	struct acme_worker worker;
	struct acme_fd_watch wakeup; /* of the worker's pipe */
	int wakeup_fd;
	struct lws *wakeup_wsi;
};

/* ${lws}, zero before, is the lws context's from now on, and has one user. */
void acme_lws_context_begin(struct acme_lws_context *lws,
			    struct lws_context *context,
			    const struct acme_lws_context_callbacks *callbacks);

/* The lws context's, with one user more; NULL: it has none. */
struct acme_lws_context *acme_lws_context_find(struct lws_context *context);

/* The last one ends it: no certificate and no stream may be left. */
void acme_lws_context_put(struct acme_lws_context *lws);

/* Make the client vhost and start the worker, where they are not there;
 * outside of lws's own initialisation. */
enum acme_err acme_lws_context_start(struct acme_lws_context *lws,
				     struct acme_fault *fault) ACME_MUST_CHECK;

/* In its end(): the worker has finished all, and nothing runs any more. */
void acme_lws_context_stop(struct acme_lws_context *lws);

/* Answer at once, by an event as all answers come. */
void acme_lws_done(const struct sm_requester *requester);

/* As acme_lws_done(), that it failed; ${fault} NULL: memory. */
void acme_lws_failed(const struct sm_requester *requester,
		     const struct acme_fault *fault);

#endif
