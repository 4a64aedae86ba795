/* SPDX-License-Identifier: MIT */
/*
 * A table may name any action in any line that its types allow, so each action
 * and guard is called where nothing is as it expects: in a fresh context, with
 * an event that has no payload, and behind each other action.
 */
#include "scenario.h"

#include "client/certificate/certificate_private.h"
#include "client/enrollment/enrollment.h"
#include "client/enrollment/publication.h"
#include "client/order/acme_v1.h"
#include "client/order/acme_v2.h"
#include "client/order/authorization.h"
#include "sm_table.h"

/* One of each context. */
struct bench {
	struct scenario *s;
	struct acme_account account;
	struct acme_enrollment enrollment;
	struct acme_order_csr order_csr;
	struct acme_exchange exchange;
	struct acme_v1 v1;
	struct acme_v2 v2;
	struct acme_certificate *certificate;
	struct acme_startup startup;
	struct acme_standby standby;
	struct acme_storage storage;
	struct acme_installation installation;
	struct acme_issuance issuance;
	struct acme_backoff backoff;
	struct acme_told told;
	struct acme_foreign foreign;
};

static struct sm *
account(struct bench *b)
{
	return &b->account.sm.sm;
}

static struct sm *
connection(struct bench *b)
{
	return &b->account.ca.connections[0].sm.sm;
}

static struct sm *
exchange(struct bench *b)
{
	return acme_exchange_prepare_post(&b->exchange, &b->account.ca, NULL,
					  CA_URL "directory");
}

static struct sm *
exchange_without_url(struct bench *b)
{
	return acme_exchange_prepare_post(&b->exchange, &b->account.ca, NULL,
					  NULL);
}

static struct sm *
acme_v1(struct bench *b)
{
	return acme_v1_prepare(&b->v1, &b->enrollment, &b->order_csr);
}

static struct sm *
acme_v2(struct bench *b)
{
	return acme_v2_prepare(&b->v2, &b->enrollment, &b->order_csr);
}

static struct sm *
authorization(struct bench *b)
{
	acme_v2(b);
	CHECK_OK(acme_authorization_list_set(&b->v2.authorizations, 1, NULL));
	return acme_authorization_prepare(b->v2.authorizations.items,
					  &b->v2.authorizations, NULL,
					  ACME_AUTHORIZATION_RESPOND);
}

static struct sm *
csr(struct bench *b)
{
	return acme_order_csr_request(&b->order_csr);
}

static struct sm *
order_key(struct bench *b)
{
	return acme_order_csr_recall(&b->order_csr);
}

static void
act(struct sm *sm, unsigned int action, uint16_t item)
{
	/* What is told of a timer that ran out needs one. */
	struct sm_event event = { .id = sm->flow->timer_first, .item = item };

#if SM_TRACE >= 2
	sm->acting = (uint16_t)(action + 1);
#endif
	sm->flow->act(sm, action + 1, &event);
#if SM_TRACE >= 2
	sm->acting = 0;
#endif
}

/* One of an authorization's actions publishes, and its flow asks for that. */
static struct sm *
publication(struct bench *b)
{
	static const struct acme_challenge challenge = { .type = "http-01",
							 .token = "t" };
	struct sm *sm = authorization(b);
	struct acme_authorization *a = b->v2.authorizations.items;
	unsigned int i;

	for (i = 0; !b->enrollment.publications.first; i++) {
		CHECK(i < sm->flow->n_actions);
		a->name = "n0.example";
		a->chosen = &challenge;
		act(sm, i, 0);
	}
	return &b->enrollment.publications.first->sm.sm;
}

static struct sm *
certificate(struct bench *b)
{
	b->certificate = acme_certificate_new(b->s->config, &b->account,
					      &b->s->world.vhost.port);
	CHECK(b->certificate);
	return &b->certificate->sm.sm;
}

static struct sm *
startup(struct bench *b)
{
	return acme_startup_prepare(&b->startup, &b->enrollment);
}

static struct sm *
standby(struct bench *b)
{
	return acme_standby_prepare(&b->standby, &b->enrollment);
}

static struct sm *
storage(struct bench *b)
{
	return acme_storage_prepare(&b->storage, &b->enrollment);
}

static struct sm *
installation(struct bench *b)
{
	return acme_installation_prepare(&b->installation, &b->enrollment);
}

static struct sm *
issuance(struct bench *b)
{
	return acme_issuance_prepare(&b->issuance, &b->enrollment);
}

static struct sm *
backoff(struct bench *b)
{
	return acme_backoff_prepare(&b->backoff, &b->enrollment,
				    &b->account.sm.sm);
}

static struct sm *
reminder(struct bench *b)
{
	return acme_enrollment_remind(&b->enrollment, &b->told, ACME_LOG_WARN,
				      "no oil");
}

static struct sm *
foreign(struct bench *b)
{
	return acme_foreign_prepare(&b->foreign, &b->enrollment);
}

static struct sm *(*const contexts[])(struct bench *b) = {
	account,   connection,	exchange,      exchange_without_url,
	acme_v1,   acme_v2,	authorization, csr,
	order_key, publication, certificate,   startup,
	standby,   storage,	installation,  issuance,
	backoff,   foreign,	reminder,
};

#define N_CONTEXTS (sizeof(contexts) / sizeof(*contexts))

static struct sm *
set_up(struct bench *b, struct scenario *s, struct sm *(*make)(struct bench *))
{
	struct acme_port *port = &s->world.vhost.port;
	struct sm *sm;

	*b = (struct bench){ .s = s };
	CHECK_OK(acme_account_init(&b->account, s->config, port,
				   &s->world.loop));
	acme_enrollment_init(&b->enrollment, &b->account, s->config, port);
	acme_order_csr_init(&b->order_csr, &b->enrollment);
	sm = make(b);
	if (!sm->loop)
		sm_start(sm, &s->world.loop);
	return sm;
}

/* A context that was not made is zero, and has no flow. */
static void
stop_certificate(struct bench *b)
{
	struct sm *const made[] = {
		&b->startup.sm.sm,
		&b->standby.sm.sm,
		&b->storage.sm.sm,
		&b->installation.sm.sm,
		&b->issuance.sm.sm,
		&b->backoff.sm.sm,
		&b->foreign.sm.sm,
		&b->enrollment.reminder.sm.sm,
		NULL,
	};
	struct sm *const *one;

	for (one = made; *one; one++)
		if ((*one)->flow)
			sm_stop(*one);
	if (b->issuance.sm.sm.flow)
		acme_issuance_end_order(&b->issuance);
	acme_certificate_free(b->certificate);
}

static void
tear_down(struct bench *b)
{
	stop_certificate(b);
	if (b->enrollment.publications.first)
		acme_publication_stop(b->enrollment.publications.first);
	acme_v1_clear(&b->v1);
	acme_v2_clear(&b->v2);
	acme_exchange_clear(&b->exchange);
	acme_order_csr_clear(&b->order_csr);
	acme_enrollment_clear(&b->enrollment);
	acme_account_clear(&b->account);
}

static void
look(struct sm *sm)
{
	const struct sm_flow *flow = sm->flow;
	struct sm_event event = { .id = flow->timer_first, .item = 7 };
	unsigned int i;

	for (i = 1; i <= flow->n_guards; i++)
		(void)flow->holds(sm->context, i, &event);
	for (i = 0; i < flow->n_timers; i++)
		if (!flow->time_ms[i])
			(void)flow->duration_us(sm, i);
	for (i = 0; flow->give && i < flow->n_exits; i++)
		(void)flow->give(sm->context, i);
}

/* What a state runs, made ready and no more. */
static void
run(struct sm *sm, unsigned int child)
{
	CHECK(sm->flow->prepare(sm->context, child, 0) ||
	      sm->flow->child[child].all_first);
}

SCENARIO(any_action_in_a_fresh_context)
{
	struct bench b;
	struct sm *sm;
	size_t i;
	unsigned int a, n = 1;

	for (i = 0; i < N_CONTEXTS; i++)
		for (a = 0; a < n; a++) {
			sm = set_up(&b, s, contexts[i]);
			n = sm->flow->n_actions;
			look(sm);
			act(sm, a, 7);
			look(sm);
			tear_down(&b);
		}
}

SCENARIO(any_action_behind_any_other)
{
	struct bench b;
	struct sm *sm;
	size_t i;
	unsigned int pair, n = 1;

	for (i = 0; i < N_CONTEXTS; i++, n = 1)
		for (pair = 0; pair < n * n; pair++) {
			sm = set_up(&b, s, contexts[i]);
			n = sm->flow->n_actions;
			act(sm, pair / n, 0);
			act(sm, pair % n, 0);
			look(sm);
			tear_down(&b);
		}
}

SCENARIO(any_run_in_a_fresh_context)
{
	struct bench b;
	struct sm *sm;
	size_t i;
	unsigned int child, n = 1;

	for (i = 0; i < N_CONTEXTS; i++, n = 1)
		for (child = 0; child < n; child++) {
			sm = set_up(&b, s, contexts[i]);
			n = sm->flow->n_children;
			if (n)
				run(sm, child);
			look(sm);
			tear_down(&b);
		}
}

/* A table may list them where it runs them. */
SCENARIO(authorizations_are_listed_while_they_run)
{
	struct bench b;
	struct sm *sm = set_up(&b, s, authorization);
	struct acme_authorization_list *list = &b.v2.authorizations;
	const struct acme_authorization *items = list->items;

	CHECK_ERR(acme_authorization_list_set(list, 2, NULL), ACME_ERR_INVALID);
	acme_authorization_list_set_names(list);
	CHECK(list->items == items && list->n == 1 && !sm->over);
	sm_stop(sm);
	CHECK_OK(acme_authorization_list_set(list, 2, NULL));
	CHECK_INT(list->n, 2);
	tear_down(&b);
}
