/* SPDX-License-Identifier: MIT */
/*
 * What a CA may send that is wrong, or only odd: a clear line in the log, and
 * what was served is served on.
 */
#include "scenario.h"

#include <stdlib.h>

/* A certificate is served, and falls due. */
static void
fall_due(struct scenario *s)
{
	scenario_until_issued(s);
	scenario_run(s, HOUR(2)); /* the directory is forgotten */
	s->world.wall_jump_s = (int64_t)80 * 86400;
}

/* The renewal fails with these words; the next one works. */
static void
fails(struct scenario *s, const char *words)
{
	scenario_until_failed(s);
	CHECK_SAID(s, words);
	CHECK_LOG(s, words);
	CHECK_INT(s->world.vhost.n_installed, 1);
	CHECK_SPAN(acme_buf_span(&s->world.vhost.installed),
		   acme_buf_span(&s->world.vhost.pair_chain));
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
}

/* The next answer about ${resource} is ${body}. */
static void
body_fails(const char *resource, const char *body, const char *words)
{
	static struct scenario s;

	scenario_set_up(&s);
	fall_due(&s);
	ca_script(&s.ca, (struct ca_line){ .resource = resource,
					   .body = body,
					   .times = 1 });
	fails(&s, words);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

SCENARIO(json_that_is_wrong)
{
	(void)s;
	body_fails("newOrder", "{\"status\":\"pen", "order: ");
	body_fails("newOrder", "[]", "order: ");
	body_fails("newOrder", "{\"status\":7}", "status");
	body_fails("newOrder",
		   "{\"status\":\"pending\",\"finalize\":\"" CA_URL
		   "f\",\"authorizations\":[7]}",
		   "holds a number, not a URL");
	body_fails("newOrder", "{\"status\":\"ready\"}", "finalize");
	body_fails("newOrder",
		   "{\"status\":\"ready\",\"finalize\":\"http://ca.test/f\"}",
		   "finalize");
	body_fails("authz", "{\"status\":\"pending\"}", "identifier");
	body_fails("certificate", "no PEM", "there is no certificate in it");
}

#define AUTHZ(challenges)                                              \
	"{\"status\":\"pending\",\"x\":{\"y\":[1,{}]},\"challenges\":" \
	"[" challenges                                                 \
	"],\"identifier\":{\"z\":null,\"value\":\"n0.example\","       \
	"\"type\":\"dns\"}}"

SCENARIO(challenges_that_are_wrong)
{
	(void)s;
	body_fails("authz",
		   AUTHZ("{\"type\":\"http-01\",\"url\":\"" CA_URL
			 "c\",\"token\":\"../../etc/passwd\"}"),
		   "the token '../../etc/passwd' is not base64url");
	body_fails("authz",
		   AUTHZ("{\"type\":\"http-01\",\"url\":\"" CA_URL "c\"}"),
		   "n0.example: the CA offers http-01, and ");
	body_fails("authz", AUTHZ(""), "the CA offers no challenge");
	body_fails("authz", AUTHZ("{\"type\":\"moon-01\"}"),
		   "the CA offers no challenge");
}

/* Unknown types, no token, no URL: skipped, and the right one is found.
 * Members come in any order, with others between them. */
SCENARIO(challenges_that_are_odd)
{
	fall_due(s);
	ca_script(&s->ca,
		  (struct ca_line){
			  .resource = "authz",
			  .body = AUTHZ(
				  "{\"type\":\"dns-persist-01\",\"url\":"
				  "\"" CA_URL "c\",\"names\":[\"a\"]},"
				  "{\"type\":\"moon-01\"},{\"url\":\"x\"},{},"
				  "{\"token\":\"token-2-0\",\"new\":[],"
				  "\"url\":\"" CA_URL "challenge/2/0\","
				  "\"type\":\"http-01\"}"),
			  .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(s->world.vhost.n_installed, 2);
}

SCENARIO(directory_that_is_none)
{
	(void)s;
	body_fails("directory", "<html>welcome</html>", CA_URL "directory: ");
	body_fails("directory", "{\"hello\":\"world\"}", CA_URL "directory: ");
	body_fails("directory", "{\"newNonce\":\"http://ca.test/n\"}",
		   "newNonce");
}

SCENARIO(header_lines_too_long)
{
	static char header[70000];

	fall_due(s);
	memset(header, 'x', sizeof(header) - 1);
	memcpy(header, "X-Long: ", 8);
	memcpy(header + sizeof(header) - 3, "\r\n", 2);
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .headers = header,
					    .times = 7 });
	fails(s, "longer");
}

/* The chain that the CA delivers next, made of its own words. */
static void
chain_fails(void (*spoil)(struct scenario *s, struct acme_buf *chain),
	    const char *words)
{
	static struct acme_buf chain = ACME_BUF_INIT(1024 * 1024);
	static struct scenario s;

	scenario_set_up(&s);
	fall_due(&s);
	s.ca.sign_us = SEC(1);
	scenario_until_asked(&s, "finalize", 2);
	spoil(&s, &chain);
	ca_script(&s.ca, (struct ca_line){ .resource = "certificate",
					   .body = acme_buf_str(&chain),
					   .times = 1 });
	fails(&s, words);
	acme_buf_clear(&chain);
	scenario_stop(&s);
	scenario_check(&s);
	scenario_tear_down(&s);
}

static void
out_of_order(struct scenario *s, struct acme_buf *chain)
{
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.own)));
	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
}

static void
too_long(struct scenario *s, struct acme_buf *chain)
{
	unsigned int i;

	CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.orders->chain)));
	for (i = 0; i < 12; i++)
		CHECK_OK(acme_buf_add(chain, acme_buf_span(&s->ca.own)));
}

static void
cut(struct scenario *s, struct acme_buf *chain)
{
	struct acme_span all = acme_buf_span(&s->ca.orders->chain);

	CHECK_OK(acme_buf_add(chain, acme_span(all.data, all.len - 40)));
}

SCENARIO(chains_that_are_wrong)
{
	(void)s;
	chain_fails(out_of_order, "key");
	chain_fails(too_long, "more than 10");
	chain_fails(cut, "line ");
}

SCENARIO(chain_for_another_key)
{
	fall_due(s);
	s->ca.wrong_chains = 1;
	fails(s, "key");
}

/* The CA sorts names as it likes (RFC 8555 7.4 asks for no order). */
SCENARIO(names_of_the_certificate_in_another_order)
{
	char *first;

	scenario_names(s, 3);
	scenario_until_asked(s, "challenge", 3);
	first = s->ca.orders->authzs[0].name;
	s->ca.orders->authzs[0].name = s->ca.orders->authzs[2].name;
	s->ca.orders->authzs[2].name = first;
	s->ca.orders->authzs[0].status = "valid";
	s->ca.orders->authzs[1].status = "valid";
	s->ca.orders->authzs[2].status = "valid";
	s->ca.orders->status = "ready";
	scenario_until_issued(s);
	CHECK_LOG(s, "3 names");
}

/* In such a state at once, and for good: said, and gone on with later. */
SCENARIO(orders_done_at_once)
{
	fall_due(s);
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .object = "valid",
					    .times = 1 });
	fails(s, "in a state (valid) that has no place here");
}
