/* SPDX-License-Identifier: MIT */
/*
 * What a CA may send that is wrong, or only odd: a clear line in the log, and
 * what was served is served on.  Chains and problems have files of their own.
 */
#include "failing.h"

#define ORDER(members) "{\"status\":\"pending\"," members "}"
#define FINALIZE       "\"finalize\":\"" CA_URL "f\""

SCENARIO(orders_that_are_wrong)
{
	(void)s;
	renewal_fails_by_body(
		"newOrder", "{\"status\":\"pen",
		CA_URL "newOrder: order: JSON, byte 14: it ends too early");
	renewal_fails_by_body("newOrder", "[]",
			      CA_URL
			      "newOrder: order: it is not a JSON object");
	renewal_fails_by_body(
		"newOrder", "{\"status\":7}",
		CA_URL "newOrder: order: member 'status' is of type number, "
		       "not string");
	renewal_fails_by_body(
		"newOrder", ORDER(FINALIZE ",\"authorizations\":[7]"),
		CA_URL "newOrder: order: member 'authorizations' holds a "
		       "number, not a URL");
	renewal_fails_by_body(
		"newOrder", ORDER(FINALIZE ",\"authorizations\":{}"),
		CA_URL "newOrder: order: member 'authorizations' is of type "
		       "object, not array");
	renewal_fails_by_body("newOrder", "{\"status\":\"ready\"}",
			      CA_URL
			      "newOrder: order: member 'finalize' is missing");
	renewal_fails_by_body(
		"newOrder",
		"{\"status\":\"ready\",\"finalize\":\"http://ca.test/f\"}",
		CA_URL "newOrder: order: member 'finalize': URL "
		       "'http://ca.test/f' is not https");
}

SCENARIO(other_json_that_is_wrong)
{
	(void)s;
	renewal_fails_by_body(
		"authz", "{\"status\":\"pending\"}",
		CA_URL "authz/2/0: authorization: member 'identifier' is "
		       "missing");
	renewal_fails_by_body(
		"order", "<html>welcome</html>",
		CA_URL
		"order/2: order: JSON, byte 0: what stands there is not JSON");
	renewal_fails_by_body(
		"finalize", "{",
		CA_URL "finalize/2: order: JSON, byte 1: it ends too early");
	renewal_fails_by_body(
		"certificate", "no PEM",
		"issued certificate: chain: there is no certificate in it");
}

#define AUTHZ(challenges)                                              \
	"{\"status\":\"pending\",\"x\":{\"y\":[1,{}]},\"challenges\":" \
	"[" challenges                                                 \
	"],\"identifier\":{\"z\":null,\"value\":\"n0.example\","       \
	"\"type\":\"dns\"}}"

#define WE_CAN "this server can respond to http-01, tls-alpn-01, tls-sni-01"

SCENARIO(challenges_that_are_wrong)
{
	(void)s;
	renewal_fails_by_body(
		"authz",
		AUTHZ("{\"type\":\"http-01\",\"url\":\"" CA_URL
		      "c\",\"token\":\"../../etc/passwd\"}"),
		CA_URL "authz/2/0: authorization: challenge http-01: the "
		       "token '../../etc/passwd' is not base64url, and "
		       "could not safely be part of a path");
	renewal_fails_by_body(
		"authz",
		AUTHZ("{\"type\":\"http-01\",\"url\":\"" CA_URL
		      "c\",\"token\":\"t\\ud800\"}"),
		CA_URL "authz/2/0: authorization: challenge http-01: the "
		       "token 't\xef\xbf\xbd' is not base64url, and "
		       "could not safely be part of a path");
	renewal_fails_by_body(
		"authz",
		AUTHZ("{\"type\":\"http-01\",\"url\":\"" CA_URL "c\"}"),
		"n0.example: the CA offers http-01 (without a token), "
		"and " WE_CAN);
	renewal_fails_by_body(
		"authz",
		AUTHZ("{\"type\":\"moon-01\",\"url\":\"" CA_URL "c\"}"),
		"n0.example: the CA offers moon-01, and " WE_CAN);
	renewal_fails_by_body(
		"authz", AUTHZ(""),
		"n0.example: the CA offers no challenge, and " WE_CAN);
	renewal_fails_by_body(
		"authz", AUTHZ("{\"type\":\"moon-01\"}"),
		"n0.example: the CA offers no challenge, and " WE_CAN);
}

#define REFUSED CA_PROBLEM("connection", "refused")

/* As Caddy does (§8.2): said, told again a few times, and given up. */
SCENARIO(pending_challenge_with_an_error)
{
	renewal_falls_due(s);
	s->ca.challenge_error = REFUSED;
	s->ca.tries_again = true;
	scenario_forget_requests(s);
	renewal_fails_alone(s, "n0.example: http-01: connection: refused");
	CHECK_LOG(s, "n0.example: http-01: connection: refused; asking the CA "
		     "to validate it again");
	CHECK_INT(ca_count(&s->ca, "challenge"), 5);
	CHECK_INT(s->ca.n_deactivated, 1);
	s->ca.challenge_error = NULL;
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
}

SCENARIO(challenge_that_failed)
{
	renewal_falls_due(s);
	s->ca.challenge_error = REFUSED;
	renewal_fails_alone(s, "n0.example: http-01: connection: refused");
	s->ca.challenge_error = NULL;
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
}

/* Unknown types, no token, no URL: skipped, and the right one is found.
 * Members come in any order, with others between them, and what is no text in
 * them (RFC 8259 §8.2). */
SCENARIO(challenges_that_are_odd)
{
	renewal_falls_due(s);
	ca_script(&s->ca,
		  (struct ca_line){
			  .resource = "authz",
			  .body = AUTHZ(
				  "{\"type\":\"dns-persist-01\",\"url\":"
				  "\"" CA_URL "c\",\"names\":[\"a\"]},"
				  "{\"type\":\"moon-01\"},{\"url\":\"x\"},{},"
				  "{\"type\":\"\\ud800\",\"\\udfff\":1},"
				  "{\"token\":\"token-2-0\",\"new\":[],"
				  "\"url\":\"" CA_URL "challenge/2/0\","
				  "\"type\":\"http-01\"}"),
			  .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
	CHECK_INT(s->ca.n_orders, 2);
}

#define NO_DIRECTORY                                                     \
	CA_URL "directory: this is no ACME directory (is directory-url " \
	       "right?): directory: "

SCENARIO(directory_that_is_none)
{
	(void)s;
	renewal_fails_by_body("directory", "<html>welcome</html>",
			      NO_DIRECTORY
			      "JSON, byte 0: what stands there is not JSON");
	renewal_fails_by_body("directory", "{\"hello\":\"world\"}",
			      NO_DIRECTORY "member 'newNonce' is missing");
	renewal_fails_by_body(
		"directory", "{\"newNonce\":\"http://ca.test/n\"}",
		NO_DIRECTORY "member 'newNonce': URL 'http://ca.test/n' is "
			     "not https");
	renewal_fails_by(
		(struct ca_line){ .resource = "directory", .status = 404 },
		CA_URL "directory: the CA responded with HTTP status 404");
}

SCENARIO(header_lines_too_long)
{
	static char header[70000];

	(void)s;
	memset(header, 'x', sizeof(header) - 1);
	memcpy(header, "X-Long: ", 8);
	memcpy(header + sizeof(header) - 3, "\r\n", 2);
	renewal_fails_by(
		(struct ca_line){
			.resource = "newOrder", .headers = header, .times = 7 },
		CA_URL "newOrder: HTTP response: its head is longer than "
		       "32768 bytes");
}

/* Seven times, as each may be an accident of the network. */
SCENARIO(ca_with_a_wrong_certificate)
{
	renewal_falls_due(s);
	world_fail(&s->world, WORLD_SECURE, ACME_ERR_TLS, 7);
	renewal_fails(s, CA_URL "directory: ca.test: tls");
}

/* In such a state at once, with nothing ordered before: said, and tried again
 * later. */
SCENARIO(orders_done_at_once)
{
	(void)s;
	renewal_fails_by(
		(struct ca_line){ .resource = "newOrder", .object = "valid" },
		CA_URL "newOrder: the order is valid, and can't be that at "
		       "this step");
	renewal_fails_by((struct ca_line){ .resource = "newOrder",
					   .object = "processing" },
			 CA_URL
			 "newOrder: the order is processing, and can't be "
			 "that at this step");
	renewal_fails_by(
		(struct ca_line){ .resource = "newOrder", .object = "on-hold" },
		CA_URL "newOrder: the order is on-hold, and can't be that "
		       "at this step");
}
