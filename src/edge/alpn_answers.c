/* SPDX-License-Identifier: MIT */
/*
 * An answer that is withdrawn while its certificate is being made is freed
 * when the worker has done with it.
 */
#include "edge/alpn_answers.h"
#include "client/payload.h"
#include "crypto/challenge_cert.h"
#include "crypto/key.h"
#include "edge/edge.h"

#include <stdlib.h>

struct acme_alpn_answer {
	struct acme_job job; /* first */
	struct acme_alpn_answer *next;
	struct sm_ask ask;
	struct acme_answer *answer; /* NULL: withdrawn */
	bool in_worker;
	/* The worker's own. */
	char *identifier, *key_authorization;
	struct acme_server_tls_pair *pair;
	enum acme_err err;
	struct acme_fault fault;
};

static void
answer_free(struct acme_alpn_answer *a)
{
	sm_ask_drop(&a->ask);
	free(a->identifier);
	free(a->key_authorization);
	acme_server_tls_free(a->pair);
	free(a);
}

static struct acme_alpn_answer *
find_name(const struct acme_alpn_answers *answers, struct acme_span name)
{
	struct acme_alpn_answer *a = answers->first;

	while (a &&
	       (a->in_worker || !a->pair ||
		!acme_span_equal_nocase(acme_span_str(a->identifier), name)))
		a = a->next;
	return a;
}

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, struct acme_span name)
{
	const struct acme_alpn_answer *a =
		find_name((struct acme_alpn_answers *)self, name);

	return a ? a->pair : NULL;
}

static void
seen(struct acme_server_tls_challenges *self, struct acme_span name)
{
	const struct acme_alpn_answer *a =
		find_name((struct acme_alpn_answers *)self, name);

	if (a)
		acme_answer_fetched(a->answer);
}

void
acme_alpn_answers_init(struct acme_alpn_answers *answers)
{
	*answers = (struct acme_alpn_answers){ .challenges.find = find,
					       .challenges.seen = seen };
}

static void
run(struct acme_job *job)
{
	struct acme_alpn_answer *a = (struct acme_alpn_answer *)job;
	struct acme_buf cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	a->err = acme_challenge_cert_make(a->identifier,
					  acme_span_str(a->key_authorization),
					  &cert, &key, &a->fault);
	if (!a->err)
		a->err = acme_server_tls_parse(acme_buf_span(&cert),
					       acme_buf_span(&key.buf),
					       &a->pair, &a->fault);
	acme_buf_clear(&cert);
	acme_secret_clear(&key);
}

static void
finish(struct acme_job *job)
{
	struct acme_alpn_answer *a = (struct acme_alpn_answer *)job;

	a->in_worker = false;
	if (!a->answer)
		answer_free(a);
	else if (a->err)
		sm_ask_failed(&a->ask,
			      acme_fault_new(a->err, "%s", a->fault.text));
	else
		sm_ask_done(&a->ask, NULL);
}

static struct acme_alpn_answer *
answer_new(struct acme_answer *answer)
{
	struct acme_alpn_answer *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->job.run = run;
	a->job.finish = finish;
	a->answer = answer;
	a->in_worker = true;
	a->identifier = acme_span_dup(acme_span_str(answer->identifier));
	a->key_authorization =
		acme_span_dup(acme_span_str(answer->key_authorization));
	if (a->identifier && a->key_authorization)
		return a;
	answer_free(a);
	return NULL;
}

void
acme_alpn_answers_publish(struct acme_edge *edge, struct acme_answer *answer,
			  const struct acme_asker *asker)
{
	struct acme_alpn_answer *a = answer_new(answer);

	if (!a) {
		acme_edge_fail(asker, NULL);
		return;
	}
	sm_ask_init(&a->ask, asker->sm, asker->done, asker->failed);
	a->next = edge->alpn_answers.first;
	edge->alpn_answers.first = a;
	acme_worker_add(&edge->worker, &a->job);
}

void
acme_alpn_answers_withdraw(struct acme_edge *edge,
			   const struct acme_answer *answer)
{
	struct acme_alpn_answer **link = &edge->alpn_answers.first, *a;

	while (*link && (*link)->answer != answer)
		link = &(*link)->next;
	a = *link;
	if (!a)
		return;
	*link = a->next;
	a->answer = NULL;
	if (!a->in_worker)
		answer_free(a);
}
