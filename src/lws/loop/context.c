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
static struct acme_edge *edges;
static pthread_mutex_t edges_lock = PTHREAD_MUTEX_INITIALIZER;

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
acme_edge_log(void)
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
run(struct acme_edge *edge)
{
	struct acme_fault fault;

	acme_listeners_look(edge);
	acme_strangers_ask(edge);
	acme_vhosts_start(edge);
	if (!acme_net_start(edge, &fault)) {
		sm_loop_run(&edge->loop);
		return;
	}
	acme_log(ACME_LOG_ERR, "no certificates: %s; tried again in a minute",
		 fault.text);
	lws_sul_schedule(edge->context, 0, &edge->sul, at_time, RESTART_US);
}

static void
at_time(lws_sorted_usec_list_t *sul)
{
	run(lws_container_of(sul, struct acme_edge, sul));
}

static void
wake(void *world, uint64_t at_us)
{
	struct acme_edge *edge = world;
	uint64_t now = now_us(world);

	uint64_t in_us = at_us > now ? at_us - now : 1;

	if (at_us == SM_NEVER) {
		lws_sul_cancel(&edge->sul);
		acme_alarm_set(&edge->alarm, 0);
		return;
	}
	lws_sul_schedule(edge->context, 0, &edge->sul, at_time,
			 (lws_usec_t)in_us);
	/* What is due at once lws does not forget. */
	acme_alarm_set(&edge->alarm, at_us > now ? in_us : 0);
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

static struct acme_edge *
edge_new(struct lws_context *context)
{
	struct acme_edge *edge = calloc(1, sizeof(*edge));

	if (!edge)
		return NULL;
	acme_edge_log();
	edge->context = context;
	edge->host.world = edge;
	edge->host.now_us = now_us;
	edge->host.random = random_word;
	edge->host.wake = wake;
	edge->host.unexpected = unexpected;
#if SM_TRACE
	edge->host.trace = trace;
#endif
	edge->alarm.ring = run;
	sm_loop_init(&edge->loop, &edge->host);
	acme_worker_init(&edge->worker);
	acme_tls_answers_init(&edge->tls_answers);
	return edge;
}

struct acme_edge *
acme_edge_get(struct lws_context *context)
{
	struct acme_edge *edge;

	pthread_mutex_lock(&edges_lock);
	edge = edges;
	while (edge && edge->context != context)
		edge = edge->next;
	if (!edge) {
		edge = edge_new(context);
		if (edge) {
			edge->next = edges;
			edges = edge;
		}
	}
	pthread_mutex_unlock(&edges_lock);
	if (edge)
		edge->n_users++;
	return edge;
}

static void
forget(struct acme_edge *edge)
{
	struct acme_edge **link = &edges;

	pthread_mutex_lock(&edges_lock);
	while (*link != edge)
		link = &(*link)->next;
	*link = edge->next;
	pthread_mutex_unlock(&edges_lock);
}

void
acme_edge_put(struct acme_edge *edge)
{
	if (--edge->n_users)
		return;
	forget(edge);
	acme_strangers_forget(edge);
	acme_worker_stop(&edge->worker);
	acme_keeper_end(edge->keeper);
	acme_keeper_watch_clear(&edge->keeper_watch);
	acme_site_free_all(&edge->sites);
	lws_sul_cancel(&edge->sul);
	free(edge);
}

void
acme_edge_answer(const struct acme_asker *asker)
{
	struct sm_ask ask;

	sm_ask_init(&ask, asker);
	sm_ask_done(&ask, NULL);
}

void
acme_edge_fail(const struct acme_asker *asker, const struct acme_fault *fault)
{
	struct sm_ask ask;

	sm_ask_init(&ask, asker);
	sm_ask_failed(&ask,
		      fault ? acme_fault_new(fault->err, "%s", fault->text)
			    : NULL);
}

void
acme_answer_fetched(struct acme_answer *answer)
{
	if (!answer->told)
		sm_post(answer->sm, answer->fetched, NULL);
	answer->told = true;
}
