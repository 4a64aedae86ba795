/* SPDX-License-Identifier: MIT */
/*
 * This makes the certificates that answer challenges by TLS.  An answer that
 * is withdrawn while its certificate is being made is freed when the worker
 * has done with it.
 */
#include "lws/serve/tls_challenge.h"
#include "client/payload.h"
#include "crypto/key/key.h"
#include "crypto/x509_write/challenge_cert.h"
#include "lws/loop/context.h"
#include "lws/serve/challenge_response.h"

#include <stdlib.h>

struct acme_tls_challenge {
	struct acme_job job; /* first */
	struct acme_tls_challenge *next;
	struct sm_request request;
	struct acme_challenge_response *response; /* NULL: withdrawn */
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
answer_free(struct acme_tls_challenge *a)
{
	sm_request_drop(&a->request);
	free(a->name);
	free(a->key_authorization);
	acme_server_tls_free(a->pair);
	free(a);
}

static struct acme_tls_challenge *
find_live(const struct acme_tls_challenges *responses,
	  enum acme_challenge_type type, struct acme_span name)
{
	struct acme_tls_challenge *a = responses->first;

	while (a && (a->in_worker || !a->pair || a->type != type ||
		     !acme_span_equal_nocase(acme_span_str(a->name), name)))
		a = a->next;
	return a;
}

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	const struct acme_tls_challenge *a =
		find_live((struct acme_tls_challenges *)self, type, name);

	return a ? a->pair : NULL;
}

static void
seen(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	const struct acme_tls_challenge *a =
		find_live((struct acme_tls_challenges *)self, type, name);

	if (a)
		acme_challenge_response_fetched(a->response);
}

void
acme_tls_challenges_init(struct acme_tls_challenges *responses,
			 struct acme_worker *worker)
{
	*responses = (struct acme_tls_challenges){ .challenges.find = find,
						   .challenges.seen = seen,
						   .worker = worker };
}

/* Only tls-alpn-01 wants the key authorization in it, too. */
static struct acme_span
digested(const struct acme_tls_challenge *a)
{
	return acme_span_str(a->type == ACME_CHALLENGE_TLS_ALPN_01
				     ? a->key_authorization
				     : NULL);
}

static void
run(struct acme_job *job)
{
	struct acme_tls_challenge *a = (struct acme_tls_challenge *)job;
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
	struct acme_tls_challenge *a = (struct acme_tls_challenge *)job;

	a->in_worker = false;
	if (!a->response)
		answer_free(a);
	else if (a->err)
		sm_request_failed(&a->request,
				  acme_fault_new(a->err, "%s", a->fault.text));
	else
		sm_request_done(&a->request, NULL);
}

/* On the heap; NULL: memory is short. */
static char *
name_of(const struct acme_challenge_response *response)
{
	char sni[ACME_CHALLENGE_SNI_NAME_MAX];

	if (response->type == ACME_CHALLENGE_TLS_ALPN_01)
		return acme_span_dup(acme_span_str(response->identifier));
	if (acme_challenge_sni_name(acme_span_str(response->key_authorization),
				    sni))
		return NULL;
	return acme_span_dup(acme_span_str(sni));
}

static struct acme_tls_challenge *
answer_new(struct acme_challenge_response *response)
{
	struct acme_tls_challenge *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	a->job.run = run;
	a->job.finish = finish;
	a->response = response;
	a->in_worker = true;
	a->type = response->type;
	a->name = name_of(response);
	a->key_authorization =
		acme_span_dup(acme_span_str(response->key_authorization));
	if (a->name && a->key_authorization)
		return a;
	answer_free(a);
	return NULL;
}

void
acme_tls_challenges_publish(struct acme_tls_challenges *responses,
			    struct acme_challenge_response *response,
			    const struct sm_requester *requester)
{
	struct acme_tls_challenge *a = answer_new(response);

	if (!a) {
		acme_lws_failed(requester, NULL);
		return;
	}
	sm_request_init(&a->request, requester);
	a->next = responses->first;
	responses->first = a;
	acme_worker_add(responses->worker, &a->job);
}

void
acme_tls_challenges_withdraw(struct acme_tls_challenges *responses,
			     const struct acme_challenge_response *response)
{
	struct acme_tls_challenge **link = &responses->first, *a;

	while (*link && (*link)->response != response)
		link = &(*link)->next;
	a = *link;
	if (!a)
		return;
	*link = a->next;
	a->response = NULL;
	if (!a->in_worker)
		answer_free(a);
}
