/* SPDX-License-Identifier: MIT */
/* What an ACME v1 CA says went wrong is decided on as what RFC 8555's says. */
#include "scenario.h"

#include "sim/ca_v1.h"

#define WORDS "the CA's words"

/* Only the operator can mend it: once a day is enough. */
static void
mended_in_a_day(struct scenario *s)
{
	scenario_until_failed(s);
	CHECK_SAID(s, WORDS);
	CHECK_LOG(s, "next attempt in 24 h");
	s->ca.challenge_error = NULL;
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, DAY(1), DAY(1) + MIN(1));
}

SCENARIO(v1_caa_forbids_it_at_a_challenge)
{
	ca_speak_v1(&s->ca);
	s->ca.challenge_error = V1_PROBLEM("caa", WORDS);
	mended_in_a_day(s);
}

static void
refused(const char *resource, const char *problem,
	void (*check)(struct scenario *s))
{
	static struct scenario s;

	scenario_set_up(&s);
	ca_speak_v1(&s.ca);
	ca_next(&s.ca, resource, 403, NULL, problem);
	check(&s);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(v1_operators_problems)
{
	(void)s;
	refused("new-authz", V1_PROBLEM("caa", WORDS), mended_in_a_day);
	refused("new-authz", V1_PROBLEM("rejectedIdentifier", WORDS),
		mended_in_a_day);
	refused("new-authz", V1_PROBLEM("unsupportedIdentifier", WORDS),
		mended_in_a_day);
	refused("new-authz", V1_PROBLEM("userActionRequired", WORDS),
		mended_in_a_day);
	refused("challenge", V1_PROBLEM("rejectedIdentifier", WORDS),
		mended_in_a_day);
	refused("new-cert", V1_PROBLEM("badCSR", WORDS), mended_in_a_day);
	refused("new-cert", V1_PROBLEM("caa", WORDS), mended_in_a_day);
}

/* Told in the CA's words, and tried again by and by. */
static void
tried_again(struct scenario *s)
{
	scenario_until_failed(s);
	CHECK_SAID(s, WORDS);
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < MIN(3));
}

SCENARIO(v1_other_problems)
{
	static const char *const bodies[] = {
		V1_PROBLEM("badPublicKey", WORDS),
		V1_PROBLEM("connection", WORDS),
		V1_PROBLEM("dns", WORDS),
		V1_PROBLEM("dnssec", WORDS),
		V1_PROBLEM("invalidContact", WORDS),
		V1_PROBLEM("invalidEmail", WORDS),
		V1_PROBLEM("malformed", WORDS),
		V1_PROBLEM("tls", WORDS),
		V1_PROBLEM("unknownHost", WORDS),
		V1_PROBLEM("ofItsOwn", WORDS),
	};
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		refused("new-reg", bodies[i], tried_again);
		refused("new-authz", bodies[i], tried_again);
		refused("challenge", bodies[i], tried_again);
		refused("new-cert", bodies[i], tried_again);
	}
	refused("new-cert", V1_PROBLEM("unauthorized", WORDS), tried_again);
}

/* The same request again, with the nonce that came with the failure. */
static void
repeated_at_once(struct scenario *s)
{
	scenario_until_issued(s);
	CHECK(s->world.agenda.now_us < SEC(1));
}

SCENARIO(v1_bad_nonces)
{
	(void)s;
	refused("new-reg", V1_PROBLEM("badNonce", WORDS), repeated_at_once);
	refused("new-authz", V1_PROBLEM("badNonce", WORDS), repeated_at_once);
	refused("challenge", V1_PROBLEM("badNonce", WORDS), repeated_at_once);
	refused("new-cert", V1_PROBLEM("badNonce", WORDS), repeated_at_once);
}

/* The CA can't now: the request is repeated, and no failure is reported. */
static void
repeated_later(struct scenario *s)
{
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, MS(700), SEC(3));
	CHECK_LOG(s, WORDS "; trying again");
}

SCENARIO(v1_busy)
{
	static const char *const resources[] = { "new-reg", "new-authz",
						 "challenge", "new-cert" };
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(resources) / sizeof(*resources); i++)
		refused(resources[i], V1_PROBLEM("serverInternal", WORDS),
			repeated_later);
}

/* Its end is not said, so it is taken for long. */
static void
put_off(struct scenario *s)
{
	scenario_until_failed(s);
	CHECK_SAID(s, WORDS);
	scenario_until_issued(s);
	CHECK_TIME(s->world.agenda.now_us, HOUR(1), HOUR(2));
}

SCENARIO(v1_rate_limits)
{
	(void)s;
	refused("new-reg", V1_PROBLEM("rateLimited", WORDS), put_off);
	refused("new-authz", V1_PROBLEM("rateLimited", WORDS), put_off);
	refused("new-cert", V1_PROBLEM("rateLimited", WORDS), put_off);
}

SCENARIO(v1_server_is_down)
{
	ca_speak_v1(&s->ca);
	ca_next(&s->ca, "new-authz", 500, NULL,
		V1_PROBLEM("serverInternal", WORDS));
	ca_next(&s->ca, "authz", 503, NULL, NULL);
	scenario_until_issued(s);
	CHECK_LOG(s, WORDS "; trying again");
	CHECK_LOG(s, "the CA responded with HTTP status 503; trying again");
	CHECK_INT(ca_count(&s->ca, "new-authz"), 2);
}
