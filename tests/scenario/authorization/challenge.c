/* SPDX-License-Identifier: MIT */
/* Which challenge is answered, and which one after that has failed. */
#include "scenario.h"

#define ERROR CA_PROBLEM("connection", "refused")

/* A CA as they are: it offers both. */
static void
offer_both(struct scenario *s)
{
	s->ca.types[0] = "tls-alpn-01";
	s->ca.types[1] = "http-01";
}

static void
fail(struct scenario *s, const char *type)
{
	offer_both(s);
	s->ca.challenge_error = ERROR;
	s->ca.failing_type = type;
}

/* The challenge of the n-th order's (from 1) first name. */
static const char *
type_of(const struct scenario *s, unsigned int n)
{
	const struct ca_order *order;

	for (order = s->ca.orders; order; order = order->next)
		if (order->number == n)
			return s->ca.types[order->authzs[0].type];
	return "none";
}

SCENARIO(http_where_a_vhost_answers_it)
{
	offer_both(s);
	scenario_until_issued(s);
	CHECK_STR(type_of(s, 1), "http-01");
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
}

SCENARIO(port_443_alone)
{
	offer_both(s);
	s->world.cannot_publish[ACME_CHALLENGE_HTTP_01] = true;
	scenario_until_issued(s);
	CHECK_STR(type_of(s, 1), "tls-alpn-01");
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder authz "
			  "challenge order finalize certificate");
	CHECK_LOG(s, "; its names were validated by tls-alpn-01\n");
}

SCENARIO(port_443_alone_and_a_hundred_names)
{
	offer_both(s);
	s->world.cannot_publish[ACME_CHALLENGE_HTTP_01] = true;
	scenario_names(s, 100);
	s->ca.n_validations = 5;
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
}

SCENARIO(operator_wants_tls_alpn)
{
	offer_both(s);
	s->config->challenge = ACME_CHALLENGE_TLS_ALPN_01;
	scenario_until_issued(s);
	CHECK_STR(type_of(s, 1), "tls-alpn-01");
}

/* Somebody else may bring the CA's clients: the port need not know. */
SCENARIO(operator_wants_http_on_port_443_alone)
{
	offer_both(s);
	s->config->challenge = ACME_CHALLENGE_HTTP_01;
	s->world.cannot_publish[ACME_CHALLENGE_HTTP_01] = true;
	scenario_until_issued(s);
	CHECK_STR(type_of(s, 1), "http-01");
}

/* A new order, and at once; the old answers are served for a while. */
SCENARIO(http_fails_and_tls_alpn_is_tried)
{
	fail(s, "http-01");
	scenario_until_issued(s);
	CHECK_STR(type_of(s, 1), "http-01");
	CHECK_STR(type_of(s, 2), "tls-alpn-01");
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder authz "
			  "challenge order authz newOrder authz challenge "
			  "order finalize certificate");
	CHECK_LOG(s, "n0.example: http-01: connection: refused");
	CHECK_LOG(s, "n0.example: a challenge failed, trying another type");
	CHECK_INT(s->world.vhost.n_reports, 2); /* started, issued */
	CHECK_LOG(s, "; its names were validated by tls-alpn-01\n");
}

SCENARIO(both_fail)
{
	fail(s, NULL);
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	CHECK_SAID(s, "n0.example: tls-alpn-01: connection: refused");
	CHECK_LOG(s, "n0.example: http-01: connection: refused");
}

/* The backoff is over, and both are as good as they were. */
SCENARIO(both_fail_and_the_first_is_tried_again)
{
	fail(s, NULL);
	scenario_until_failed(s);
	s->ca.challenge_error = NULL;
	scenario_until_issued(s);
	CHECK_STR(type_of(s, 3), "http-01");
	CHECK_INT(ca_count(&s->ca, "newOrder"), 3);
}

SCENARIO(tls_alpn_fails_and_http_is_not_answered_here)
{
	fail(s, NULL);
	s->world.cannot_publish[ACME_CHALLENGE_HTTP_01] = true;
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
	CHECK_SAID(s, "n0.example: tls-alpn-01: connection: refused");
}

SCENARIO(operator_wants_http_alone)
{
	fail(s, "http-01");
	s->config->challenge = ACME_CHALLENGE_HTTP_01;
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 1);
	CHECK_SAID(s, "n0.example: http-01: connection: refused");
}

/* §8.2: it stays pending with an error; asking the CA to validate it again for
 * some minutes, then the other way is tried. */
SCENARIO(http_fails_and_stays_open_and_tls_alpn_is_tried)
{
	fail(s, "http-01");
	s->ca.tries_again = true;
	scenario_until_issued(s);
	CHECK_STR(type_of(s, 2), "tls-alpn-01");
	CHECK_TIME(s->world.agenda.now_us, MIN(2), MIN(3));
}

/* Of three names one fails: the next order is for all three. */
SCENARIO(one_of_three_fails_and_all_are_tried)
{
	fail(s, "http-01");
	scenario_names(s, 3);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newOrder"), 2);
	CHECK_LOG(s, "3 names");
}

/* The answers of the first order may be fetched late: that is no news. */
SCENARIO(late_validators_of_the_first_order)
{
	fail(s, "http-01");
	scenario_until_asked(s, "newOrder", 2);
	CHECK(world_fetch(&s->world, "http-01", "n0.example",
			  "token-1-0-other"));
	scenario_until_issued(s);
}
