/* SPDX-License-Identifier: MIT */
/*
 * An order's own error (RFC 8555 §7.1.3) beside what its authorizations say:
 * both are told, and the one that says more decides.
 */
#include "scenario.h"

/* A challenge fails by one reason, and its order by another one. */
static void
order_tells(struct scenario *s, const char *challenge, const char *body)
{
	s->ca.challenge_error = challenge;
	scenario_until_asked(s, "challenge", 1);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "order", .body = body });
	scenario_until_failed(s);
}

#define INVALID(type, detail) \
	"{\"status\":\"invalid\",\"error\":" CA_PROBLEM(type, detail) "}"

SCENARIO(challenge_says_more_than_its_order)
{
	order_tells(s, CA_PROBLEM("caa", "forbidden"),
		    INVALID("unauthorized", "1 name is not proved"));
	CHECK_SAID(s, "n0.example: http-01: caa: forbidden; " CA_URL
		      "order/1: unauthorized: 1 name is not proved");
	CHECK_LOG(s, "a CAA record in the DNS forbids this CA");
	CHECK_LOG(s, "next attempt in 24 h");
}

SCENARIO(challenge_decides_whatever_its_order_says)
{
	order_tells(s, CA_PROBLEM("connection", "refused"),
		    INVALID("userActionRequired", "there are new terms"));
	CHECK_SAID(s, "connection: refused; " CA_URL
		      "order/1: userActionRequired: there are new terms");
	CHECK(!strstr(acme_buf_str(&s->world.log), "next attempt in 24 h"));
}

SCENARIO(order_says_more_than_its_challenge)
{
	order_tells(s, CA_PROBLEM("ofItsOwn", "no"),
		    INVALID("caa", "forbidden"));
	CHECK_SAID(s, "n0.example: http-01: ");
	CHECK_SAID(s, CA_URL "order/1: caa: forbidden");
	CHECK_LOG(s, "a CAA record in the DNS forbids this CA");
}

/* Of the challenge nothing is to be seen. */
SCENARIO(order_says_why_and_its_authorization_is_not_there)
{
	s->ca.challenge_error = CA_PROBLEM("connection", "refused");
	scenario_until_asked(s, "challenge", 1);
	ca_script(&s->ca, (struct ca_line){ .resource = "authz",
					    .status = 404,
					    .body = CA_PROBLEM(
						    "malformed",
						    "no such authorization") });
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "order",
				    .body = INVALID("caa", "forbidden") });
	scenario_until_failed(s);
	CHECK_SAID(s, "malformed: no such authorization; " CA_URL
		      "order/1: caa: forbidden");
	CHECK_LOG(s, "a CAA record in the DNS forbids this CA");
}

/* As Pebble has it. */
SCENARIO(order_repeats_what_its_challenge_says)
{
	order_tells(s, CA_PROBLEM("connection", "refused"),
		    INVALID("connection", "refused"));
	CHECK_STR(scenario_said(s), "n0.example: http-01: connection: refused");
	CHECK_LOG(s, "n0.example: no new certificate: http-01: connection: "
		     "refused; next attempt in ");
}
