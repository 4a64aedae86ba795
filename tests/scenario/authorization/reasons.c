/* SPDX-License-Identifier: MIT */
/*
 * Why a name could not be proved: each reason is told, and what comes of it
 * (RFC 8555 §6.7.1, §7.5.1, §8.2), in both versions of ACME.
 */
#include "scenario.h"

#include "sim/ca_v1.h"

#define NOT_FOUND CA_PROBLEM("malformed", "no such authorization")

static void
offer_both(struct scenario *s)
{
	s->ca.types[0] = "http-01";
	s->ca.types[1] = s->ca.v1 ? "tls-sni-01" : "tls-alpn-01";
}

/* In ACME v1, too, in a world of its own. */
static void
both(struct scenario *s, void (*check)(struct scenario *s))
{
	static struct scenario other;

	check(s);
	scenario_set_up(&other);
	ca_speak_v1(&other.ca);
	check(&other);
	scenario_stop(&other);
	scenario_check(&other);
	scenario_tear_down(&other);
}

/* The same, in a world of its own. */
static void
both_alone(void (*check)(struct scenario *s))
{
	static struct scenario s;

	scenario_set_up(&s);
	both(&s, check);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

static const char *
first_request(const struct scenario *s)
{
	return s->ca.v1 ? "new-authz" : "newOrder";
}

/* How often ${words} are in the log. */
static unsigned int
logged(const struct scenario *s, const char *words)
{
	const char *at = acme_buf_str(&s->world.log);
	unsigned int n = 0;

	for (; (at = strstr(at, words)); at += strlen(words))
		n++;
	return n;
}

/* Can another type of challenge help? */

static const char *problem;

static void
other_type_is_tried(struct scenario *s)
{
	offer_both(s);
	s->ca.failing_type = "http-01";
	s->ca.challenge_error = problem;
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, first_request(s)), 2);
}

static void
no_other_type_is_tried(struct scenario *s)
{
	offer_both(s);
	s->ca.failing_type = "http-01";
	s->ca.challenge_error = problem;
	scenario_until_failed(s);
	CHECK_INT(ca_count(&s->ca, first_request(s)), 1);
	CHECK_SAID(s, "n0.example: http-01: ");
	CHECK_SAID(s, "no");
}

SCENARIO(problems_of_one_type_of_challenge)
{
	static const char *const problems[] = {
		CA_PROBLEM("connection", "no"),
		CA_PROBLEM("dns", "no"),
		CA_PROBLEM("incorrectResponse", "no"),
		CA_PROBLEM("malformed", "no"),
		CA_PROBLEM("serverInternal", "no"),
		CA_PROBLEM("tls", "no"),
		CA_PROBLEM("unauthorized", "no"),
		CA_PROBLEM("ofItsOwn", "no"),
	};
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(problems) / sizeof(*problems); i++) {
		problem = problems[i];
		both_alone(other_type_is_tried);
	}
}

SCENARIO(problems_of_all_types_of_challenges)
{
	static const char *const problems[] = {
		CA_PROBLEM("caa", "no"),
		CA_PROBLEM("rejectedIdentifier", "no"),
		CA_PROBLEM("unsupportedIdentifier", "no"),
		CA_PROBLEM("rateLimited", "no"),
		CA_PROBLEM("userActionRequired", "no"),
	};
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(problems) / sizeof(*problems); i++) {
		problem = problems[i];
		both_alone(no_other_type_is_tried);
	}
}

/* One name by what the other type may mend, one by what it can't. */
static void
one_is_hopeless(struct scenario *s)
{
	offer_both(s);
	scenario_names(s, 2);
	s->ca.challenge_error = CA_PROBLEM("connection", "refused");
	ca_script(&s->ca, (struct ca_line){ .resource = s->ca.v1 ? "new-authz"
								 : "authz",
					    .status = 403,
					    .body = CA_PROBLEM("caa", "no"),
					    .times = 1 });
	scenario_until_failed(s);
	CHECK_SAID(s, "caa: no");
	CHECK_INT(ca_count(&s->ca, "challenge"), 1);
	CHECK_LOG(s, "next attempt in 24 h");
}

SCENARIO(one_name_is_refused_and_one_may_be_mended)
{
	both(s, one_is_hopeless);
}

/* All are told */

static void
each_challenge_is_logged(struct scenario *s)
{
	scenario_names(s, 3);
	s->ca.challenge_error = CA_PROBLEM("dns", "no such name");
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: http-01: dns: no such name");
	CHECK_SAID(s, "n1.example: http-01: dns: no such name");
	CHECK_SAID(s, "n2.example: http-01: dns: no such name");
	CHECK_INT(logged(s, "n1.example: http-01: dns: no such name"), 2);
}

SCENARIO(each_challenge_that_failed_is_logged)
{
	both(s, each_challenge_is_logged);
}

static void
each_refusal_is_logged(struct scenario *s)
{
	scenario_names(s, 3);
	ca_script(&s->ca,
		  (struct ca_line){
			  .resource = s->ca.v1 ? "new-authz" : "authz",
			  .status = 403,
			  .body = CA_PROBLEM("rejectedIdentifier", "no"),
			  .times = 2 });
	scenario_until_failed(s);
	CHECK_INT(logged(s, "rejectedIdentifier: no"), 4);
	CHECK_LOG(s, "rejectedIdentifier: no; ");
	CHECK_LOG(s, "next attempt in 24 h");
	CHECK_INT(ca_count(&s->ca, "challenge"), 1);
}

SCENARIO(each_name_that_is_refused_is_logged)
{
	both(s, each_refusal_is_logged);
}

/* §6.7.1: in one answer. */
SCENARIO(each_subproblem_is_logged)
{
	ca_next(&s->ca, "newOrder", 403, NULL,
		"{\"type\":\"urn:ietf:params:acme:error:rejectedIdentifier\","
		"\"detail\":\"two are refused\",\"subproblems\":["
		"{\"type\":\"urn:ietf:params:acme:error:rejectedIdentifier\","
		"\"detail\":\"by policy\",\"identifier\":{\"type\":\"dns\","
		"\"value\":\"a.example\"}},"
		"{\"type\":\"urn:ietf:params:acme:error:caa\","
		"\"detail\":\"by a record\",\"identifier\":{\"type\":\"dns\","
		"\"value\":\"b.example\"}}]}");
	scenario_until_failed(s);
	CHECK_SAID(s, "two are refused [a.example: rejectedIdentifier: by "
		      "policy] [b.example: caa: by a record]");
}

/* A new order begins without the reasons of the one that was lost. */
SCENARIO(one_name_is_refused_and_the_order_is_gone)
{
	scenario_names(s, 2);
	ca_next(&s->ca, "authz", 403, NULL, CA_PROBLEM("unauthorized", "no"));
	ca_next(&s->ca, "authz", 404, NULL, NULL);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

/* The answer to a challenge's request is lost */

static void
lose_answer(struct scenario *s)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "challenge",
					    .how = CA_HANG_UP_AFTER,
					    .times = 1 });
}

static void
lost_and_failed(struct scenario *s)
{
	s->ca.challenge_error = CA_PROBLEM("connection", "refused");
	lose_answer(s);
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: http-01: connection: refused");
	CHECK_INT(ca_count(&s->ca, "challenge"), 2);
}

SCENARIO(challenge_fails_and_the_response_is_lost)
{
	both(s, lost_and_failed);
}

static void
lost_and_other_type(struct scenario *s)
{
	offer_both(s);
	s->ca.failing_type = "http-01";
	s->ca.challenge_error = CA_PROBLEM("unauthorized", "not here");
	lose_answer(s);
	scenario_until_issued(s);
	CHECK_LOG(s, "n0.example: http-01: unauthorized: not here");
	CHECK_INT(ca_count(&s->ca, first_request(s)), 2);
}

SCENARIO(challenge_fails_the_response_is_lost_and_the_other_is_tried)
{
	both(s, lost_and_other_type);
}

static void
lost_and_valid(struct scenario *s)
{
	lose_answer(s);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 2);
	CHECK_INT(ca_count(&s->ca, first_request(s)), 1);
}

SCENARIO(challenge_is_valid_and_the_response_is_lost)
{
	both(s, lost_and_valid);
}

/* Some CAs take no second answer while they look. */
static void
lost_and_processing(struct scenario *s)
{
	s->ca.validate_us = SEC(20);
	lose_answer(s);
	ca_next(&s->ca, "challenge", 400, NULL,
		CA_PROBLEM("malformed", "it is processing"));
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 2);
	CHECK_INT(ca_count(&s->ca, first_request(s)), 1);
}

SCENARIO(challenge_is_looked_at_and_the_response_is_lost)
{
	both(s, lost_and_processing);
}

static void
refused_and_unseen(struct scenario *s)
{
	scenario_until_asked(s, "challenge", 1);
	scenario_stop(s);
	scenario_forget_requests(s);
	ca_next(&s->ca, "challenge", 403, NULL, CA_PROBLEM("tls", "no"));
	scenario_until_asked(s, "challenge", 1);
	ca_next(&s->ca, "authz", 403, NULL, CA_PROBLEM("tls", "nor that"));
	scenario_until_failed(s);
	CHECK_SAID(s, "/0/0: tls: no");
}

SCENARIO(challenge_is_refused_and_the_reason_cannot_be_read)
{
	both(s, refused_and_unseen);
}

/* Looks that bring problems */

static void
hide(struct scenario *s, unsigned int times)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "authz",
					    .status = 404,
					    .body = NOT_FOUND,
					    .times = times });
}

static void
always_hidden(struct scenario *s)
{
	s->ca.never_decides = true;
	scenario_until_asked(s, "challenge", 1);
	hide(s, 0);
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(1), MIN(2));
	CHECK_SAID(s, "n0.example: " CA_URL "authz/1/0: malformed: no such");
	CHECK_INT(logged(s, "no such authorization; checking it again"), 1);
}

SCENARIO(each_look_brings_a_problem)
{
	both(s, always_hidden);
}

static void
hidden_for_a_while(struct scenario *s)
{
	s->ca.validate_us = SEC(45);
	scenario_until_asked(s, "challenge", 1);
	hide(s, 3);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, first_request(s)), 1);
	CHECK_INT(s->world.vhost.n_reports, 2); /* started, issued */
}

SCENARIO(looks_bring_problems_for_a_while)
{
	both(s, hidden_for_a_while);
}

/* The reason comes late, and decides as ever. */
SCENARIO(reason_of_an_invalid_order_comes_late)
{
	offer_both(s);
	s->ca.failing_type = "http-01";
	s->ca.challenge_error = CA_PROBLEM("connection", "refused");
	scenario_until_asked(s, "challenge", 1);
	hide(s, 2);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 2);
}

SCENARIO(reason_of_an_invalid_order_never_comes)
{
	s->ca.challenge_error = CA_PROBLEM("connection", "refused");
	scenario_until_asked(s, "challenge", 1);
	hide(s, 0);
	scenario_until_failed(s);
	CHECK_SAID(s, "n0.example: " CA_URL "authz/1/0: malformed: no such");
	CHECK(s->world.agenda.now_us < MIN(1));
}

static void
look_is_delayed(struct scenario *s)
{
	s->ca.never_decides = true;
	scenario_until_asked(s, "challenge", 1);
	ca_next(&s->ca, "authz", 503, "Retry-After: 3600\r\n", NULL);
	scenario_until_failed(s);
	s->ca.never_decides = false;
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, HOUR(1), HOUR(1) + MIN(2));
}

SCENARIO(look_at_an_authorization_is_delayed)
{
	both(s, look_is_delayed);
}

/* The CA does not decide */

/* It lost the answer: the next one it looks at. */
static void
lost_by_the_ca(struct scenario *s)
{
	scenario_names(s, 2);
	s->ca.never_decides = true;
	scenario_until_asked(s, "challenge", 3);
	s->ca.never_decides = false;
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 4);
	CHECK_INT(ca_count(&s->ca, first_request(s)), s->ca.v1 ? 2 : 1);
	CHECK_TIME(s->world.agenda.now_us, MIN(1), MIN(1) + SEC(20));
	CHECK_INT(logged(s,
			 "n1.example: the CA has not validated its challenge "
			 "http-01; asking the CA to validate it again"),
		  1);
}

SCENARIO(ca_loses_the_answers)
{
	both(s, lost_by_the_ca);
}

static void
never_decided(struct scenario *s)
{
	s->ca.never_decides = true;
	scenario_until_failed(s);
	CHECK_TIME(s->world.agenda.now_us, MIN(30), MIN(30) + SEC(1));
	CHECK_SAID(
		s,
		"in time; n0.example: the CA has not validated its challenge");
	CHECK_INT(logged(s, "asking the CA to validate it again"), 1);
}

SCENARIO(ca_never_decides)
{
	both(s, never_decided);
}
