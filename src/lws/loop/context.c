/* SPDX-License-Identifier: MIT */
/*
 * The host of the state machines: lws's clock, a timer of its event loop, and
 * its log.
 */
#include "lws/loop/context.h"
#include "base/log.h"
#include "client/payload.h"
#include "crypto/random.h"
#include "lws/loop/client_vhost.h"
#include "lws/plugin/vhost.h"
#include "lws/privsep/privsep.h"
#include "lws/vhosts/vhost_discovery.h"
#include "sm_trace.h"

#include <assert.h>
#include <stdlib.h>

#define RESTART_US (60 * (lws_usec_t)LWS_US_PER_SEC)

/* Bytes: lws cuts a line at 255, and since 4.3 the date is among them. */
#if LWS_LIBRARY_VERSION_NUMBER >= 4003000
#define PIECE_MAX 215
#else
#define PIECE_MAX 250
#endif

/* lws gives a plugin no place of its own in a context. */
static struct acme_lws_context *contexts;
static pthread_mutex_t contexts_lock = PTHREAD_MUTEX_INITIALIZER;

/* Of what lws would cut off: so many bytes that end with a word, or else with
 * a character. */
static int
piece_of(const char *line)
{
	int n = PIECE_MAX;

	if (strlen(line) <= PIECE_MAX)
		return PIECE_MAX;
	while (n > PIECE_MAX / 2 && line[n] != ' ')
		n--;
	if (line[n] == ' ')
		return n;
	for (n = PIECE_MAX; ((unsigned char)line[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

static void
log_line(enum acme_log_level level, const char *line)
{
	static const int levels[] = {
		[ACME_LOG_ERR] = LLL_ERR,
		[ACME_LOG_WARN] = LLL_WARN,
		[ACME_LOG_NOTICE] = LLL_NOTICE,
		[ACME_LOG_INFO] = LLL_INFO,
	};

	const char *indent = "";

	while (*line) {
		int n = piece_of(line);

		_lws_log(levels[level], "%s%.*s\n", indent, n, line);
		line += strnlen(line, (size_t)n);
		indent = "   ";
	}
}

void
acme_lws_log(void)
{
	acme_log_to(log_line);
}

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

	acme_listeners_look(lws);
	acme_vhost_discovery_ask(lws);
	acme_vhosts_start(lws);
	if (!acme_client_vhost_start(lws, &fault)) {
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
#if SM_TRACE
	acme_log(ACME_LOG_WARN, "%s #%u: unexpected %s in %s", sm->flow->name,
		 sm->id, sm->flow->names->events[event],
		 sm->flow->names->states[sm->state]);
#else
	acme_log(ACME_LOG_WARN, "%s #%u: unexpected event %u in state %u",
		 sm->flow->name, sm->id, event, sm->state);
#endif
}

#if SM_TRACE
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

static struct acme_lws_context *
context_new(struct lws_context *context)
{
	struct acme_lws_context *lws = calloc(1, sizeof(*lws));

	if (!lws)
		return NULL;
	acme_lws_log();
	lws->context = context;
	lws->host.world = lws;
	lws->host.now_us = now_us;
	lws->host.random = random_word;
	lws->host.wake = wake;
	lws->host.unexpected = unexpected;
#if SM_TRACE
	lws->host.trace = trace;
#endif
	lws->timerfd.on_expiry = run;
	sm_loop_init(&lws->loop, &lws->host);
	acme_worker_init(&lws->worker);
	acme_tls_challenges_init(&lws->tls_challenges);
	return lws;
}

struct acme_lws_context *
acme_lws_context_get(struct lws_context *context)
{
	struct acme_lws_context *lws;

	pthread_mutex_lock(&contexts_lock);
	lws = contexts;
	while (lws && lws->context != context)
		lws = lws->next;
	if (!lws) {
		lws = context_new(context);
		if (lws) {
			lws->next = contexts;
			contexts = lws;
		}
	}
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
	acme_vhost_discovery_forget(lws);
	acme_worker_stop(&lws->worker);
	acme_privsep_end(lws->privsep);
	acme_privsep_log_clear(&lws->privsep_log);
	acme_tls_client_cache_free_all(&lws->caches);
	lws_sul_cancel(&lws->sul);
	free(lws);
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

void
acme_challenge_response_fetched(struct acme_challenge_response *response)
{
	if (!response->notified)
		sm_post(response->sm, response->fetched, NULL);
	response->notified = true;
}
