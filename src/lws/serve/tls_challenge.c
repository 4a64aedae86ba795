/* SPDX-License-Identifier: MIT */
/*
 * An answer that is withdrawn while its certificate is being made is freed
 * when the worker has done with it.
 */
#include "lws/serve/tls_challenge.h"
#include "client/payload.h"
#include "crypto/challenge_cert.h"
#include "crypto/key.h"
#include "lws/loop/context.h"

#include <stdlib.h>

struct acme_tls_answer {
	struct acme_job job; /* first */
	struct acme_tls_answer *next;
	struct sm_ask ask;
	struct acme_answer *answer; /* NULL: withdrawn */
	bool in_worker;
	enum acme_challenge_type type;
	/* The worker's own. */
	char *name; /* that the CA asks for */
	char *key_authorization;
	struct acme_server_tls_pair *pair;
	enum acme_err err;
	struct acme_fault fault;
};

static void
answer_free(struct acme_tls_answer *a)
{
	sm_ask_drop(&a->ask);
	free(a->name);
	free(a->key_authorization);
	acme_server_tls_free(a->pair);
	free(a);
}

static struct acme_tls_answer *
find_live(const struct acme_tls_answers *answers, enum acme_challenge_type type,
	  struct acme_span name)
{
	struct acme_tls_answer *a = answers->first;

	while (a && (a->in_worker || !a->pair || a->type != type ||
		     !acme_span_equal_nocase(acme_span_str(a->name), name)))
		a = a->next;
	return a;
}

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	const struct acme_tls_answer *a =
		find_live((struct acme_tls_answers *)self, type, name);

	return a ? a->pair : NULL;
}

static void
seen(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	const struct acme_tls_answer *a =
		find_live((struct acme_tls_answers *)self, type, name);

	if (a)
		acme_answer_fetched(a->answer);
}

void
acme_tls_answers_init(struct acme_tls_answers *answers)
{
	*answers = (struct acme_tls_answers){ .challenges.find = find,
					      .challenges.seen = seen };
}

/* Only tls-alpn-01 wants the key authorization in it, too. */
static struct acme_span
digested(const struct acme_tls_answer *a)
{
	return acme_span_str(a->type == ACME_CHALLENGE_TLS_ALPN_01
				     ? a->key_authorization
				     : NULL);
}

static void
run(struct acme_job *job)
{
	struct acme_tls_answer *a = (struct acme_tls_answer *)job;
	struct acme_buf cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	a->err = acme_challenge_cert_make(a->name, digested(a), &cert, &key,
					  &a->fault);
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
	struct acme_tls_answer *a = (struct acme_tls_answer *)job;

	a->in_worker = false;
	if (!a->answer)
		answer_free(a);
	else if (a->err)
		sm_ask_failed(&a->ask,
			      acme_fault_new(a->err, "%s", a->fault.text));
	else
		sm_ask_done(&a->ask, NULL);
}

/* On the heap; NULL: memory is short. */
static char *
name_of(const struct acme_answer *answer)
{
	char sni[ACME_CHALLENGE_SNI_NAME_MAX];

	if (answer->type == ACME_CHALLENGE_TLS_ALPN_01)
		return acme_span_dup(acme_span_str(answer->identifier));
	if (acme_challenge_sni_name(acme_span_str(answer->key_authorization),
				    sni))
		return NULL;
	return acme_span_dup(acme_span_str(sni));
}

static struct acme_tls_answer *
answer_new(struct acme_answer *answer)
{
	struct acme_tls_answer *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->job.run = run;
	a->job.finish = finish;
	a->answer = answer;
	a->in_worker = true;
	a->type = answer->type;
	a->name = name_of(answer);
	a->key_authorization =
		acme_span_dup(acme_span_str(answer->key_authorization));
	if (a->name && a->key_authorization)
		return a;
	answer_free(a);
	return NULL;
}

void
acme_tls_answers_publish(struct acme_edge *edge, struct acme_answer *answer,
			 const struct acme_asker *asker)
{
	struct acme_tls_answer *a = answer_new(answer);

	if (!a) {
		acme_edge_fail(asker, NULL);
		return;
	}
	sm_ask_init(&a->ask, asker);
	a->next = edge->tls_answers.first;
	edge->tls_answers.first = a;
	acme_worker_add(&edge->worker, &a->job);
}

void
acme_tls_answers_withdraw(struct acme_edge *edge,
			  const struct acme_answer *answer)
{
	struct acme_tls_answer **link = &edge->tls_answers.first, *a;

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
