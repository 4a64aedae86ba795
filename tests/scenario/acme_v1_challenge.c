/* SPDX-License-Identifier: MIT */
/* Which challenge of a CA of ACME v1 is answered. */
#include "scenario.h"

#include "sim/ca_v1.h"

/* As Boulder offered them: tls-sni-01 first. */
static void
offer_both(struct scenario *s)
{
	ca_speak_v1(&s->ca);
	s->ca.types[0] = "tls-sni-01";
	s->ca.types[1] = "http-01";
}

static const char *
answered_type(const struct scenario *s)
{
	return s->ca.types[s->ca.orders->next->authzs[0].type];
}

SCENARIO(v1_http_where_it_can_be_answered)
{
	offer_both(s);
	scenario_until_issued(s);
	CHECK_STR(answered_type(s), "http-01");
}

SCENARIO(v1_tls_sni_where_http_cannot_be_answered)
{
	offer_both(s);
	s->world.cannot_publish[ACME_CHALLENGE_HTTP_01] = true;
	scenario_until_issued(s);
	CHECK_STR(answered_type(s), "tls-sni-01");
	CHECK_REQUESTS(s, "directory new-reg reg new-authz challenge authz "
			  "new-cert issuer-cert");
}

SCENARIO(v1_tls_alpn_before_tls_sni)
{
	offer_both(s);
	s->ca.types[1] = "tls-alpn-01";
	scenario_until_issued(s);
	CHECK_STR(answered_type(s), "tls-alpn-01");
}

SCENARIO(v1_tls_sni_that_is_named)
{
	offer_both(s);
	s->config->challenge = ACME_CHALLENGE_TLS_SNI_01;
	scenario_until_issued(s);
	CHECK_STR(answered_type(s), "tls-sni-01");
}

SCENARIO(v1_tls_sni_that_fails)
{
	offer_both(s);
	s->world.cannot_publish[ACME_CHALLENGE_HTTP_01] = true;
	s->ca.challenge_error =
		V1_PROBLEM("unauthorized", "Incorrect validation certificate");
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: tls-sni-01: unauthorized: Incorrect");
	s->ca.challenge_error = NULL;
	scenario_until_issued(s);
}
