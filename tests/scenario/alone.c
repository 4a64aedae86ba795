/* SPDX-License-Identifier: MIT */
/* See alone.h. */
#include "alone.h"

#include "crypto/data.h"
#include "sim/world_private.h"

#include <stdlib.h>

#define TEXT_MAX (1024 * 1024)
#define KEY	 "p256.pem" /* of each pair */

static struct world *
world_of(const struct alone *alone)
{
	return alone->vhost.world;
}

struct alone *
alone_new(struct scenario *s)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct alone *alone = calloc(1, sizeof(*alone));

	if (!alone)
		abort();
	alone_free(s->alone);
	s->alone = alone;
	alone->asked = alone->chain = alone->key = alone->state = text;
	alone->taken = text;
	alone->log_seen = s->world.log.len;
	world_vhost_init(&alone->vhost, &s->world);
	alone_port_init(&alone->vhost.port);
	CHECK_OK(acme_account_init(&alone->account, s->config,
				   &alone->vhost.port, &s->world.loop));
	sm_stop(&alone->account.sm.sm);
	CHECK_OK(acme_buf_add(&alone->account.thumbprint, ACME_SPAN("print")));
	acme_enrollment_init(&alone->enrollment, &alone->account, s->config,
			     &alone->vhost.port);
	return alone;
}

void
alone_start(struct alone *alone, struct sm *sm)
{
	alone->sm = sm;
	sm_start(sm, &world_of(alone)->loop);
	alone_settle(alone);
}

void
alone_free(struct alone *alone)
{
	if (!alone)
		return;
	if (alone->sm)
		sm_stop(alone->sm);
	if (alone->enrollment.config)
		acme_enrollment_clear(&alone->enrollment);
	acme_account_clear(&alone->account);
	world_vhost_clear(&alone->vhost);
	acme_buf_clear(&alone->asked);
	acme_buf_clear(&alone->chain);
	acme_buf_clear(&alone->key);
	acme_buf_clear(&alone->state);
	acme_buf_clear(&alone->taken);
	free(alone);
}

void
alone_settle(struct alone *alone)
{
	world_run(world_of(alone), 0);
}

static bool
has_news(const struct alone *alone)
{
	return alone->asked.len || world_of(alone)->log.len > alone->log_seen;
}

uint64_t
alone_wait_us(struct alone *alone)
{
	struct world *world = world_of(alone);
	uint64_t from_us = world->agenda.now_us;

	CHECK(!has_news(alone) && !alone->sm->over);
	while (!has_news(alone) && !alone->sm->over)
		CHECK(world_step(world));
	alone_settle(alone);
	return world->agenda.now_us - from_us;
}

/* Answers */

static struct sm_request *
last_request(struct alone *alone)
{
	struct sm_request *last;

	CHECK(alone->n_requests);
	last = &alone->requests[alone->n_requests - 1];
	CHECK(sm_request_wanted(last));
	return last;
}

void
alone_done(struct alone *alone, void *payload)
{
	sm_request_done(last_request(alone), payload);
	alone_settle(alone);
}

void
alone_failed(struct alone *alone, enum acme_err err, const char *text)
{
	struct acme_fault *fault = acme_fault_new(err, "%s", text);

	sm_request_failed(last_request(alone), fault);
	alone_settle(alone);
}

void
alone_give_lease(struct alone *alone, bool newly)
{
	struct acme_lease_acquired *grant = calloc(1, sizeof(*grant));

	if (!grant)
		abort();
	grant->newly = newly;
	alone_done(alone, grant);
}

struct acme_stored *
alone_stored(const char *chain)
{
	struct acme_stored *stored = acme_stored_new();

	CHECK(stored);
	stored->chain = stored->key.buf =
		(struct acme_buf)ACME_BUF_INIT(TEXT_MAX);
	data_add(&stored->chain, chain);
	data_add(&stored->key.buf, KEY);
	return stored;
}

void
alone_give_pair(struct alone *alone, const char *chain)
{
	alone_done(alone, alone_stored(chain));
}

/* What was seen */

bool
alone_was_given(const struct alone *alone, const char *chain)
{
	struct acme_stored *want = alone_stored(chain);
	bool same = acme_span_equal(acme_buf_span(&alone->chain),
				    acme_buf_span(&want->chain)) &&
		    acme_span_equal(acme_buf_span(&alone->key),
				    acme_buf_span(&want->key.buf));

	acme_stored_free(want);
	return same;
}

const char *
alone_take_asked(struct alone *alone)
{
	world_copy(&alone->taken, acme_buf_span(&alone->asked));
	acme_buf_clear(&alone->asked);
	return acme_buf_str(&alone->taken);
}

const char *
alone_take_log(struct alone *alone)
{
	const struct acme_buf *log = &world_of(alone)->log;
	const char *line = acme_buf_str(log) + alone->log_seen, *end;

	acme_buf_clear(&alone->taken);
	for (; *line; line = end) {
		line = strchr(line + strspn(line, " "), ' ') + 1;
		end = strchr(line, '\n') + 1;
		CHECK_OK(acme_buf_add(&alone->taken,
				      acme_span(line, (size_t)(end - line))));
	}
	alone->log_seen = log->len;
	return acme_buf_str(&alone->taken);
}

int
alone_exit(const struct alone *alone)
{
	CHECK(!has_news(alone));
	return alone->sm->over ? alone->sm->exit : -1;
}

const void *
alone_promised(const struct alone *alone)
{
	const struct sm *sm = alone->sm;

	CHECK(sm->over);
	return sm->flow->give ? sm->flow->give(sm->context, sm->exit) : NULL;
}

void
alone_stop(struct alone *alone)
{
	const unsigned int n = alone->n_requests;
	bool open[ALONE_REQUESTS_MAX];
	unsigned int i;

	CHECK(!has_news(alone) && !alone->sm->over);
	for (i = 0; i < n; i++)
		open[i] = alone->requests[i].by.sm;
	sm_stop(alone->sm);
	for (i = 0; i < n; i++)
		if (open[i])
			sm_request_failed(
				&alone->requests[i],
				acme_fault_new(ACME_ERR_SYSTEM, "late"));
	world_run(world_of(alone), DAY(1));
	CHECK(!has_news(alone));
	CHECK(!alone->account.key_queue.first);
}
