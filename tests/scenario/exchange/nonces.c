/* SPDX-License-Identifier: MIT */
/* Where nonces come from (RFC 8555 6.5, 7.2), and what is wrong with them. */
#include "scenario.h"

SCENARIO(bad_nonce_is_repeated_at_once)
{
	ca_next(&s->ca, "newOrder", 400, NULL, CA_PROBLEM("badNonce", "old"));
	scenario_until_issued(s);
	CHECK_REQUESTS(s, "directory newNonce newAccount newOrder newOrder "
			  "authz challenge order finalize certificate");
	CHECK_TIME(scenario_gap_us(s, "newOrder"), MS(10), MS(10));
}

SCENARIO(nonces_expire)
{
	scenario_until_asked(s, "authz", 1);
	ca_forget_nonces(&s->ca);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "challenge"), 2);
}

SCENARIO(bad_nonces_are_bounded)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder",
				    .status = 400,
				    .body = CA_PROBLEM("badNonce", "old") });
	scenario_until_failed(s);
	CHECK_SAID(s, "badNonce: old");
	CHECK_INT(ca_count(&s->ca, "newOrder"), 21);
}

/* Each request then asks for its own, also the repeated one. */
SCENARIO(answers_without_nonces)
{
	s->ca.gives_no_nonces = true;
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newNonce"), s->ca.n_requests / 2);
}

/* Each brings one, and none is taken. */
SCENARIO(bad_nonces_without_new_ones_are_bounded)
{
	s->ca.gives_no_nonces = true;
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder",
				    .status = 400,
				    .body = CA_PROBLEM("badNonce", "old") });
	scenario_until_failed(s);
	CHECK_SAID(s, "newOrder: the CA rejects each nonce");
	CHECK_INT(ca_count(&s->ca, "newOrder"), 10);
}

/* RFC 8555 7.2: GET brings a nonce, too; it is remembered which of them. */
static void
takes_no_head(struct scenario *s, unsigned int status)
{
	s->ca.takes_no_head = true;
	ca_next(&s->ca, "newNonce", status, NULL, NULL);
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newNonce"), 2);
	CHECK_TIME(scenario_gap_us(s, "newNonce"), MS(10), MS(10));
	scenario_run(s, MIN(6)); /* nonces are too old now */
	s->world.wall_jump_s = (int64_t)80 * 86400;
	scenario_until_issued(s);
	CHECK_INT(ca_count(&s->ca, "newNonce"), 3);
}

SCENARIO(new_nonce_by_head_is_not_allowed)
{
	takes_no_head(s, 405);
}

SCENARIO(new_nonce_by_head_is_not_found)
{
	takes_no_head(s, 404);
}

SCENARIO(new_nonce_by_head_is_not_implemented)
{
	takes_no_head(s, 501);
}

/* By a server in front of the CA, which lets GET and POST alone pass. */
SCENARIO(new_nonce_by_head_is_forbidden)
{
	takes_no_head(s, 403);
}

SCENARIO(new_nonce_by_head_is_a_bad_request)
{
	takes_no_head(s, 400);
}

SCENARIO(new_nonce_by_head_brings_none)
{
	takes_no_head(s, 200);
}

/* The URL that was asked is told, and what it lacks; once. */
SCENARIO(new_nonce_brings_none)
{
	s->ca.takes_no_head = true;
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newNonce",
				    .status = 200,
				    .headers = "Replay-Nonce: n{o}nce\r\n" });
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "newNonce: the CA responded with HTTP status 200 "
			     "without a nonce "
			     "(Replay-Nonce, of letters of base64url)");
	CHECK_REQUESTS(s, "directory newNonce newNonce");
}

SCENARIO(new_nonce_is_refused)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newNonce", .status = 403 });
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "newNonce: the CA responded with HTTP status 403");
	CHECK_REQUESTS(s, "directory newNonce newNonce");
}

SCENARIO(new_nonce_is_busy)
{
	ca_next(&s->ca, "newNonce", 503, "Retry-After: 5\r\n", NULL);
	scenario_until_issued(s);
	CHECK_TIME(scenario_gap_us(s, "newNonce"), SEC(5) + MS(10),
		   SEC(5) + MS(10));
}

SCENARIO(new_nonce_is_not_answered)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newNonce",
					    .how = CA_NO_ANSWER,
					    .times = 1 });
	scenario_until_issued(s);
	CHECK_TIME(scenario_gap_us(s, "newNonce"), SEC(61), SEC(63));
}
