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
	CHECK_LOG(s, "; its names were validated by tls-sni-01\n");
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

/* Where the CA can't come to port 80, it can to 443. */
SCENARIO(v1_http_fails_and_tls_sni_is_tried)
{
	offer_both(s);
	s->ca.failing_type = "http-01";
	s->ca.challenge_error = V1_PROBLEM("connection", "refused");
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory new-reg reg new-authz challenge authz "
			  "new-authz challenge authz new-cert issuer-cert");
	CHECK_LOG(s, "n0.example: http-01: connection: refused");
	CHECK_LOG(s, "trying another type");
	CHECK_STR(answered_type(s), "tls-sni-01");
}

/* Once: what the second one fails for is reported. */
SCENARIO(v1_both_ways_fail)
{
	offer_both(s);
	s->ca.challenge_error = V1_PROBLEM("connection", "refused");
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: tls-sni-01: connection: refused");
	CHECK_INT(ca_count(&s->ca, "new-authz"), 2);
}

SCENARIO(v1_http_that_is_named_is_the_only_way)
{
	offer_both(s);
	s->config->challenge = ACME_CHALLENGE_HTTP_01;
	s->ca.challenge_error = V1_PROBLEM("connection", "refused");
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: http-01: connection: refused");
	CHECK_INT(ca_count(&s->ca, "new-authz"), 1);
}

/* What one way failed for is not what the second attempt's end is told for. */
SCENARIO(v1_problem_of_the_first_way_is_forgotten)
{
	offer_both(s);
	s->ca.failing_type = "http-01";
	s->ca.challenge_error = V1_PROBLEM("connection", "only there");
	ca_next(&s->ca, "new-cert", 400, NULL, V1_PROBLEM("malformed", "no"));
	scenario_until_failed(s);
	CHECK_SAID(s, "malformed: no");
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < MIN(3));
}

#define LOOKED(status, challenges)                             \
	"{\"status\":\"" status "\",\"identifier\":{\"type\":" \
	"\"dns\",\"value\":\"n0.example\"},\"challenges\":[" challenges "]}"

/* A name that is valid is asked for no more. */
SCENARIO(v1_one_of_two_names_is_late)
{
	ca_speak_v1(&s->ca);
	scenario_names(s, 2);
	ca_next(&s->ca, "authz", 200, NULL, LOOKED("pending", ""));
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "authz"), 3);
}

SCENARIO(v1_one_of_two_names_fails)
{
	offer_both(s);
	scenario_names(s, 2);
	ca_next(&s->ca, "authz", 200, NULL,
		LOOKED("invalid", "{\"type\":\"http-01\",\"uri\":\"" CA_URL
				  "c\",\"token\":\"t\",\"error\":" V1_PROBLEM(
					  "dns", "no A record") "}"));
	scenario_until_issued(s);
	CHECK_LOG(s, "n0.example: http-01: dns: no A record");
	CHECK_INT(ca_count(&s->ca, "new-authz"), 3);
	CHECK_INT(ca_count(&s->ca, "challenge"), 3);
	CHECK_INT(ca_count(&s->ca, "authz"), 3);
}
