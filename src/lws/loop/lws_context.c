/* SPDX-License-Identifier: MIT */
/*
 * This is the host of the state machines, with lws's clock, a timer of its
 * event loop, and its log.  The client vhost and what belongs to it are there
 * before the machines run.
 */
#include "lws/loop/lws_context.h"
#include "base/log.h"
#include "client/payload.h"
#include "client/trace_log.h"
#include "crypto/random.h"
#include "lws/loop/lws_log.h"

#include <assert.h>
#include <inttypes.h>
#include <unistd.h>

/* The loop could not begin, as memory or descriptors were short, and so no flow
 * runs that could say when. */
#define RESTART_US (60 * (lws_usec_t)LWS_US_PER_SEC)

/* lws gives a plugin no place of its own in an lws context. */
static struct acme_lws_context *contexts;
static pthread_mutex_t contexts_lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t
now_us(void *world)
{
	(void)world;
	return (uint64_t)lws_now_usecs();
}

static uint32_t
random_word(void *world)
{
	unsigned char bytes[4] = { 0 };

	(void)world;
	/* Jitter only: zero is as good where the generator fails. */
	if (acme_random(NULL, bytes, sizeof(bytes)))
		return 0;
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	       (uint32_t)bytes[2] << 8 | bytes[3];
}

static void at_time(lws_sorted_usec_list_t *sul);

static void
run(struct acme_lws_context *lws)
{
	struct acme_fault fault;

	lws->callbacks->before_run(lws);
	if (!acme_lws_context_start(lws, &fault)) {
		sm_loop_run(&lws->loop);
		return;
	}
	acme_log(ACME_LOG_ERR, "lws-acme-client cannot start, trying again: %s",
		 fault.text);
	lws_sul_schedule(lws->context, 0, &lws->sul, at_time, RESTART_US);
}

static void
at_time(lws_sorted_usec_list_t *sul)
{
	run(lws_container_of(sul, struct acme_lws_context, sul));
}

static void
timer_expired(struct acme_timerfd *timerfd)
{
	run(lws_container_of(timerfd, struct acme_lws_context, timerfd));
}

static void
wake(void *world, uint64_t at_us)
{
	struct acme_lws_context *lws = world;
	uint64_t now = now_us(world);

	uint64_t in_us = at_us > now ? at_us - now : 1;

	if (at_us == SM_NEVER) {
		lws_sul_cancel(&lws->sul);
		acme_timerfd_set(&lws->timerfd, 0);
		return;
	}
	lws_sul_schedule(lws->context, 0, &lws->sul, at_time,
			 (lws_usec_t)in_us);
	/* What is due at once lws does not forget. */
	acme_timerfd_set(&lws->timerfd, at_us > now ? in_us : 0);
}

static void
unexpected(void *world, const struct sm *sm, uint8_t event)
{
	(void)world;
#if SM_TRACE == 1
	acme_log(ACME_LOG_WARN,
		 "%s #%u: unexpected event %u in state %u (tables %016" PRIx64
		 ")",
		 sm->flow->name, sm->id, event, sm->state, sm->flow->hash);
#elif SM_TRACE
	acme_log(ACME_LOG_WARN, "%s #%u: unexpected %s in %s", sm->flow->name,
		 sm->id, sm->flow->names->events[event],
		 sm->flow->names->states[sm->state]);
#else
	acme_log(ACME_LOG_WARN, "%s #%u: unexpected event %u in state %u",
		 sm->flow->name, sm->id, event, sm->state);
#endif
	acme_trace_log(sm->loop, ACME_LOG_NOTICE);
}

#if SM_TRACE >= 2
static void
trace(void *world, const struct sm_step *step)
{
	char text[256];

	(void)world;
	sm_step_text(step, text, sizeof(text));
	acme_log(sm_step_is_fault(step) ? ACME_LOG_ERR : ACME_LOG_INFO, "%s",
		 text);
	assert(!sm_step_is_fault(step)); /* C does not keep to the table */
}
#endif

/* The worker's pipe is readable. */
static int
finish_jobs(struct acme_fd_watch *wakeup, struct lws *wsi)
{
	struct acme_lws_context *lws =
		lws_container_of(wakeup, struct acme_lws_context, wakeup);
	char bytes[64];

	/* Emptied first: a byte that comes later wakes again. */
	while (read(lws_get_socket_fd(wsi), bytes, sizeof(bytes)) > 0)
		;
	acme_worker_finish(&lws->worker);
	return 0;
}

static void
nothing(struct acme_fd_watch *wakeup)
{
	(void)wakeup;
}

static enum acme_err
start_worker(struct acme_lws_context *lws, struct acme_fault *fault)
{
	enum acme_err err = ACME_OK;

	if (!lws->worker.started)
		err = acme_worker_start(&lws->worker, &lws->wakeup_fd, fault);
	if (err || lws->wakeup_wsi)
		return err;
	lws->wakeup_wsi = acme_client_vhost_adopt(lws->client_vhost.vhost,
						  LWS_ADOPT_RAW_FILE_DESC,
						  lws->wakeup_fd, &lws->wakeup);
	if (!lws->wakeup_wsi)
		return acme_fault_set(
			fault, ACME_ERR_SYSTEM,
			"cannot register the worker's wakeup pipe with lws");
	return ACME_OK;
}

enum acme_err
acme_lws_context_start(struct acme_lws_context *lws, struct acme_fault *fault)
{
	enum acme_err err;

	err = acme_client_vhost_start(&lws->client_vhost, lws->context, fault);
	if (!err)
		err = start_worker(lws, fault);
	if (!err)
		err = lws->callbacks->start(lws, fault);
	return err ? err
		   : acme_timerfd_start(&lws->timerfd, lws->client_vhost.vhost,
					fault);
}

static void
client_vhost_began(struct acme_client_vhost *client_vhost)
{
	lws_container_of(client_vhost, struct acme_lws_context, client_vhost)
		->n_users++;
}

static void
client_vhost_ended(struct acme_client_vhost *client_vhost)
{
	acme_lws_context_put(lws_container_of(
		client_vhost, struct acme_lws_context, client_vhost));
}

static void
init(struct acme_lws_context *lws, struct lws_context *context,
     const struct acme_lws_context_callbacks *callbacks)
{
	lws->context = context;
	lws->callbacks = callbacks;
	lws->host.world = lws;
	lws->host.now_us = now_us;
	lws->host.random = random_word;
	lws->host.wake = wake;
	lws->host.unexpected = unexpected;
#if SM_TRACE >= 2
	lws->host.trace = trace;
#endif
	lws->timerfd.on_expiry = timer_expired;
	lws->wakeup.on_readable = finish_jobs;
	lws->wakeup.closed = nothing;
	lws->client_vhost.began = client_vhost_began;
	lws->client_vhost.ended = client_vhost_ended;
	sm_loop_init(&lws->loop, &lws->host);
#if SM_TRACE
	lws->trace_fd = -1;
	sm_trace_start(&lws->trace, &lws->loop);
#endif
	acme_worker_init(&lws->worker);
}

void
acme_lws_context_begin(struct acme_lws_context *lws,
		       struct lws_context *context,
		       const struct acme_lws_context_callbacks *callbacks)
{
	acme_lws_log();
	init(lws, context, callbacks);
	lws->n_users = 1;
	pthread_mutex_lock(&contexts_lock);
	lws->next = contexts;
	contexts = lws;
	pthread_mutex_unlock(&contexts_lock);
}

struct acme_lws_context *
acme_lws_context_find(struct lws_context *context)
{
	struct acme_lws_context *lws;

	pthread_mutex_lock(&contexts_lock);
	lws = contexts;
	while (lws && lws->context != context)
		lws = lws->next;
	pthread_mutex_unlock(&contexts_lock);
	if (lws)
		lws->n_users++;
	return lws;
}

static void
forget(struct acme_lws_context *lws)
{
	struct acme_lws_context **link = &contexts;

	pthread_mutex_lock(&contexts_lock);
	while (*link != lws)
		link = &(*link)->next;
	*link = lws->next;
	pthread_mutex_unlock(&contexts_lock);
}

void
acme_lws_context_put(struct acme_lws_context *lws)
{
	if (--lws->n_users)
		return;
	forget(lws);
	lws->callbacks->end(lws);
}

void
acme_lws_context_stop(struct acme_lws_context *lws)
{
	acme_worker_stop(&lws->worker);
	lws_sul_cancel(&lws->sul);
}

void
acme_lws_done(const struct sm_requester *requester)
{
	struct sm_request request;

	sm_request_init(&request, requester);
	sm_request_done(&request, NULL);
}

void
acme_lws_failed(const struct sm_requester *requester,
		const struct acme_fault *fault)
{
	struct sm_request request;

	sm_request_init(&request, requester);
	sm_request_failed(&request,
			  fault ? acme_fault_new(fault->err, "%s", fault->text)
				: NULL);
}
