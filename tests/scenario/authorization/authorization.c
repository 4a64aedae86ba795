/* SPDX-License-Identifier: MIT */
/* Authorizations and their challenges (RFC 8555 §7.5, §8). */
#include "scenario.h"
#include "sim/ca_v1.h"

SCENARIO(authorization_is_refused)
{
	ca_next(&s->ca, "authz", 403, NULL, CA_PROBLEM("unauthorized", "no"));
	scenario_until_failed(s);
	CHECK_SAID(s, "unauthorized: no");
	CHECK_LOG(s, CA_URL "authz/1/0: unauthorized: no");
}

SCENARIO(authorization_is_delayed)
{
	ca_next(&s->ca, "authz", 429, "Retry-After: 3600\r\n", NULL);
	scenario_until_failed(s);
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(s->world.agenda.now_us, HOUR(1), HOUR(1) + SEC(1));
}

SCENARIO(authorization_is_expired)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "authz",
					    .object = "expired",
					    .times = 1 });
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: its authorization is expired");
}

SCENARIO(authorization_is_no_json)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "authz",
					    .body = "[]",
					    .times = 1 });
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "authz/1/0: authorization: ");
}

SCENARIO(no_challenge_that_is_known)
{
	s->ca.types[0] = "dns-01";
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: the CA offers dns-01, and this "
		      "server can respond to http-01, tls-alpn-01, "
		      "tls-sni-01");
}

SCENARIO(no_vhost_for_challenges)
{
	s->world.cannot_publish[ACME_CHALLENGE_HTTP_01] = true;
	s->world.cannot_publish[ACME_CHALLENGE_TLS_ALPN_01] = true;
	s->world.cannot_publish[ACME_CHALLENGE_TLS_SNI_01] = true;
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: the CA offers http-01, and this "
		      "server can respond to none");
}

SCENARIO(response_cannot_be_published)
{
	world_fail(&s->world, WORLD_PUBLISH, ACME_ERR_SYSTEM, 1);
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: publishing: system");
	CHECK_INT(ca_count(&s->ca, "challenge"), 0);
}

SCENARIO(challenge_is_refused)
{
	ca_next(&s->ca, "challenge", 400, NULL, CA_PROBLEM("malformed", "no"));
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: " CA_URL "challenge/1/0/0: malformed: no");
}

SCENARIO(challenge_is_delayed)
{
	ca_next(&s->ca, "challenge", 429, "Retry-After: 3600\r\n", NULL);
	scenario_until_failed(s);
	scenario_until(s, ACME_PROGRESS_STARTED);
	CHECK_TIME(s->world.agenda.now_us, HOUR(1), HOUR(1) + SEC(1));
}

/* The order turns invalid; the authorization says why. */
SCENARIO(challenge_fails)
{
	s->ca.challenge_error = CA_PROBLEM("connection", "timed out");
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: http-01: connection: timed out");
	CHECK_INT(ca_count(&s->ca, "authz"), 2);
}

/* §8.2: a CA may try again, and says what it met so far. */
SCENARIO(challenge_fails_and_stays_open)
{
	s->ca.challenge_error = CA_PROBLEM("dns", "no such name");
	s->ca.tries_again = true;
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: http-01: dns: no such name");
	CHECK_LOG(s, "asking the CA to validate it again");
	CHECK_INT(ca_count(&s->ca, "challenge"), 5);
	CHECK_INT(s->ca.n_deactivated, 1);
	CHECK_TIME(s->world.agenda.now_us, MIN(2), MIN(3));
}

/* What kept the CA from it goes away. */
SCENARIO(challenge_fails_and_is_mended)
{
	s->ca.challenge_error = CA_PROBLEM("connection", "refused");
	s->ca.tries_again = true;
	scenario_until_asked(s, "challenge", 3);
	s->ca.challenge_error = NULL;
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 1);
	CHECK_INT(s->ca.n_deactivated, 0);
}

SCENARIO(authorization_is_lost)
{
	ca_next(&s->ca, "authz", 404, NULL, NULL);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(authorizations_are_lost_again_and_again)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "authz",
					    .status = 404,
					    .times = 2 });
	scenario_until_failed(s);
	CHECK_SAID(s,
		   CA_URL "authz/2/0: the CA responded with HTTP status 404");
}

SCENARIO(account_is_lost_at_an_authorization)
{
	ca_next(&s->ca, "authz", 400, NULL,
		CA_PROBLEM("accountDoesNotExist", "who?"));
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 2);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(account_is_lost_at_each_authorization)
{
	ca_script(&s->ca,
		  (struct ca_line){
			  .resource = "authz",
			  .status = 400,
			  .body = CA_PROBLEM("accountDoesNotExist", "who?") });
	scenario_until_failed(s);
	CHECK_SAID(s, "who?");
	CHECK_INT(ca_count(&s->ca, "newAccount"), 2);
}

/* One of three fails: all that is known of it is said. */
SCENARIO(one_name_of_three_fails)
{
	scenario_names(s, 3);
	scenario_until_asked(s, "challenge", 3);
	ca_script(&s->ca, (struct ca_line){ .resource = "order",
					    .object = "invalid",
					    .times = 1 });
	s->ca.orders->authzs[1].error = CA_PROBLEM("caa", "forbidden");
	s->ca.never_decides = true;
	scenario_until_failed(s);
	CHECK_SAID(s, "n1.example: http-01: caa: forbidden");
}

/* What the CA forgets just then is made again at once. */
SCENARIO(account_is_lost_at_a_challenge)
{
	ca_next(&s->ca, "challenge", 400, NULL,
		CA_PROBLEM("accountDoesNotExist", "who?"));
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 2);
	CHECK_INT(s->ca.n_orders, 2);
	CHECK(s->world.agenda.now_us < SEC(10));
}

SCENARIO(challenge_is_lost)
{
	ca_next(&s->ca, "challenge", 404, NULL, NULL);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newAccount"), 1);
	CHECK_INT(s->ca.n_orders, 2);
}

#define INVALID_NAME                                                       \
	"{\"status\":\"invalid\",\"identifier\":{\"type\":\"dns\","        \
	"\"value\":\"n1.example\"},\"challenges\":[{\"type\":\"http-01\"," \
	"\"url\":\"" CA_URL "c\",\"uri\":\"" CA_URL                        \
	"c\",\"token\":\"t\",\"error\":" CA_PROBLEM("dns", "no address") "}]}"

/* One name is refused, and then the challenge of another one fails. */
static void
refusal_counts_more(struct scenario *s)
{
	const char *resource = s->ca.v1 ? "new-authz" : "authz";

	scenario_names(s, 2);
	ca_next(&s->ca, resource, 403, NULL, CA_PROBLEM("caa", "no"));
	ca_next(&s->ca, resource, s->ca.v1 ? 201 : 200,
		"Location: " CA_URL "authz/9\r\n", INVALID_NAME);
	scenario_until_failed(s);
	CHECK_SAID(s, "caa: no");
	CHECK_SAID(s, "n1.example: http-01: dns: no address");
	CHECK_LOG(s, "next attempt in 24 h");
}

SCENARIO(name_that_is_refused_counts_more_than_one_that_failed)
{
	refusal_counts_more(s);
}

SCENARIO(v1_name_that_is_refused_counts_more_than_one_that_failed)
{
	ca_speak_v1(&s->ca);
	refusal_counts_more(s);
}
