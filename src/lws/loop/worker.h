/* SPDX-License-Identifier: MIT */
/*
 * One thread for the slow work of all vhosts, so that the server's loop is
 * never held up.  Jobs run one after the other.
 *
 * A pipe is written to when jobs are done, and lws polls it like any file:
 * unlike lws_cancel_service() that is allowed while the lws context is being
 * destroyed, and does not call every protocol of every vhost.
 */
#ifndef ACME_LWS_LOOP_WORKER_H
#define ACME_LWS_LOOP_WORKER_H

#include "client/port.h"

#include <pthread.h>

struct acme_job_queue {
	struct acme_job *first, *last;
};

struct acme_worker {
	pthread_t thread;
	pthread_mutex_t lock; /* of the queues and `stopping` */
	pthread_cond_t wanted;
	struct acme_job_queue todo, done;
	int wakeup; /* the pipe's end that the thread writes to; -1: none */
	bool started, stopping;
};

void acme_worker_init(struct acme_worker *worker);

/*
 * ${wakeup} is readable when there is something to finish; it is the caller's
 * to read and to close.
 */
enum acme_err acme_worker_start(struct acme_worker *worker, int *wakeup,
				struct acme_fault *fault) ACME_MUST_CHECK;

/* Allowed before the start. */
void acme_worker_add(struct acme_worker *worker, struct acme_job *job);

/* finish() what is done; on the loop's thread. */
void acme_worker_finish(struct acme_worker *worker);

/*
 * Wait for the job that runs, and finish() all: also those that have not run,
 * because by now nobody waits for their answers.
 */
void acme_worker_stop(struct acme_worker *worker);

#endif
