/* SPDX-License-Identifier: MIT */
/*
 * This makes the certificates that respond to challenges by TLS.  A response
 * that is withdrawn while its certificate is being made is freed when the
 * worker has done with it.
 */
#include "lws/serve/tls_challenge.h"
#include "client/payload.h"
#include "crypto/key/key.h"
#include "crypto/x509_write/challenge_cert.h"
#include "lws/loop/lws_context.h"
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
challenge_free(struct acme_tls_challenge *c)
{
	sm_request_drop(&c->request);
	free(c->name);
	free(c->key_authorization);
	acme_server_tls_free(c->pair);
	free(c);
}

static struct acme_tls_challenge *
find_live(const struct acme_tls_challenges *responses,
	  enum acme_challenge_type type, struct acme_span name)
{
	struct acme_tls_challenge *c = responses->first;

	while (c && (c->in_worker || !c->pair || c->type != type ||
		     !acme_span_equal_nocase(acme_span_str(c->name), name)))
		c = c->next;
	return c;
}

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	const struct acme_tls_challenge *c =
		find_live((struct acme_tls_challenges *)self, type, name);

	return c ? c->pair : NULL;
}

static void
seen(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	const struct acme_tls_challenge *c =
		find_live((struct acme_tls_challenges *)self, type, name);

	if (c)
		acme_challenge_response_fetched(c->response);
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
digested(const struct acme_tls_challenge *c)
{
	return acme_span_str(c->type == ACME_CHALLENGE_TLS_ALPN_01
				     ? c->key_authorization
				     : NULL);
}

static void
run(struct acme_job *job)
{
	struct acme_tls_challenge *c = (struct acme_tls_challenge *)job;
	struct acme_buf cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);

	c->err = acme_challenge_cert_make(c->name, digested(c), &cert, &key,
					  &c->fault);
	if (!c->err)
		c->err = acme_server_tls_parse(acme_buf_span(&cert),
					       acme_buf_span(&key.buf),
					       &c->pair, &c->fault);
	acme_buf_clear(&cert);
	acme_secret_clear(&key);
}

static void
finish(struct acme_job *job)
{
	struct acme_tls_challenge *c = (struct acme_tls_challenge *)job;

	c->in_worker = false;
	if (!c->response)
		challenge_free(c);
	else if (c->err)
		sm_request_failed(&c->request,
				  acme_fault_new(c->err, "%s", c->fault.text));
	else
		sm_request_done(&c->request, NULL);
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
challenge_new(struct acme_challenge_response *response)
{
	struct acme_tls_challenge *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	c->job.run = run;
	c->job.finish = finish;
	c->response = response;
	c->in_worker = true;
	c->type = response->type;
	c->name = name_of(response);
	c->key_authorization =
		acme_span_dup(acme_span_str(response->key_authorization));
	if (c->name && c->key_authorization)
		return c;
	challenge_free(c);
	return NULL;
}

void
acme_tls_challenges_publish(struct acme_tls_challenges *responses,
			    struct acme_challenge_response *response,
			    const struct sm_requester *requester)
{
	struct acme_tls_challenge *c = challenge_new(response);

	if (!c) {
		acme_lws_failed(requester, NULL);
		return;
	}
	sm_request_init(&c->request, requester);
	c->next = responses->first;
	responses->first = c;
	acme_worker_add(responses->worker, &c->job);
}

void
acme_tls_challenges_withdraw(struct acme_tls_challenges *responses,
			     const struct acme_challenge_response *response)
{
	struct acme_tls_challenge **link = &responses->first, *c;

	while (*link && (*link)->response != response)
		link = &(*link)->next;
	c = *link;
	if (!c)
		return;
	*link = c->next;
	c->response = NULL;
	if (!c->in_worker)
		challenge_free(c);
}
