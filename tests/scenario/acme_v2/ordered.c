/* SPDX-License-Identifier: MIT */
/*
 * What the CA says that an order or an authorization is for is compared with
 * what was ordered (RFC 8555 §7.1.3, §7.1.4).
 */
#include "scenario.h"

#include "sim/ca_v1.h"

#include <stdlib.h>

#define NAME(name) "{\"type\":\"dns\",\"value\":\"" name "\"}"
#define URL(n)	   "\"" CA_URL "authz/1/" n "\""

#define ORDER(identifiers, authorizations)                              \
	"{\"status\":\"pending\",\"finalize\":\"" CA_URL "finalize/1\"" \
	",\"identifiers\":[" identifiers                                \
	"],\"authorizations\":[" authorizations "]}"

#define CHALLENGE                                                 \
	"{\"type\":\"http-01\",\"token\":\"t\",\"url\":\"" CA_URL \
	"challenge/1/0/0\"}"

#define AUTHZ(members, identifier)                                      \
	"{\"status\":\"pending\"," members "\"identifier\":" identifier \
	",\"challenges\":[" CHALLENGE "]}"

/* The answer to newOrder is this one, and the attempt ends there. */
static void
order_refused(struct scenario *s, const char *body, const char *words)
{
	ca_next(&s->ca, "newOrder", 201, "Location: " CA_URL "order/1\r\n",
		body);
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "newOrder: order: ");
	CHECK_SAID(s, words);
	CHECK_INT(ca_count(&s->ca, "authz"), 0);
	scenario_until_issued(s);
}

SCENARIO(order_for_another_name)
{
	order_refused(s, ORDER(NAME("other.example"), URL("0")),
		      "it is for 'other.example', which was not ordered");
}

SCENARIO(order_for_one_name_more)
{
	order_refused(s,
		      ORDER(NAME("n0.example") "," NAME("b.example"), URL("0")),
		      "it is for 'b.example', which was not ordered");
}

SCENARIO(order_for_one_name_less)
{
	scenario_names(s, 2);
	order_refused(s, ORDER(NAME("n0.example"), URL("0")),
		      "'n1.example' was ordered, and is not in it");
}

SCENARIO(order_for_an_address)
{
	order_refused(
		s, ORDER("{\"type\":\"ip\",\"value\":\"192.0.2.1\"}", URL("0")),
		"its type is 'ip', and only 'dns' was asked for");
}

SCENARIO(order_with_more_authorizations_than_names)
{
	order_refused(s, ORDER(NAME("n0.example"), URL("0") "," URL("1")),
		      "it has 2 authorizations for 1 name");
}

/* As many as fit into an answer: none of them is asked for. */
SCENARIO(order_with_thousands_of_authorizations)
{
	static char body[900000];
	size_t at = (size_t)snprintf(
		body, sizeof(body), "%s",
		"{\"status\":\"pending\",\"finalize\":\"" CA_URL
		"finalize/1\",\"authorizations\":[" URL("0"));
	unsigned int i;

	for (i = 1; i < 25000; i++)
		at += (size_t)snprintf(body + at, sizeof(body) - at,
				       ",\"" CA_URL "authz/1/%u\"", i);
	snprintf(body + at, sizeof(body) - at, "]}");
	scenario_names(s, 3);
	order_refused(s, body, "it has 25000 authorizations for 3 names");
}

/* Case means nothing in a name, and some CAs do not repeat them. */
SCENARIO(order_in_capitals)
{
	s->ca.capitals = true;
	scenario_names(s, 3);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 1);
}

/* Nor does a final dot. */
SCENARIO(order_with_final_dots)
{
	s->ca.capitals = true;
	s->ca.dots = true;
	scenario_names(s, 3);
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 1);
}

SCENARIO(order_of_a_type_in_capitals)
{
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder",
				    .body = ORDER("{\"type\":\"DNS\",\"value\":"
						  "\"n0.example\"}",
						  URL("0")),
				    .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 1);
}

SCENARIO(order_without_identifiers)
{
	ca_script(&s->ca, (struct ca_line){ .resource = "newOrder",
					    .body = ORDER("", URL("0")),
					    .times = 1 });
	scenario_until_issued(s);
	CHECK_INT(s->ca.n_orders, 1);
}

/* No proof is served for it, and the CA is not told to look. */
static void
authz_refused(struct scenario *s, const char *body, const char *words)
{
	const char *resource = s->ca.v1 ? "new-authz" : "authz";

	ca_next(&s->ca, resource, 200,
		s->ca.v1 ? "Location: " CA_URL "authz/1/0\r\n" : NULL, body);
	scenario_until_failed(s);
	CHECK_SAID(s, CA_URL "authz/1/0: authorization: ");
	CHECK_SAID(s, words);
	CHECK_INT(ca_count(&s->ca, "challenge"), 0);
	CHECK(!world_fetch(&s->world, "http-01", "other.example", "t"));
	CHECK(!world_fetch(&s->world, "http-01", "n0.example", "t"));
	scenario_until_issued(s);
}

SCENARIO(authorization_for_another_name)
{
	authz_refused(s, AUTHZ("", NAME("other.example")),
		      "it is for 'other.example', which was not ordered");
}

SCENARIO(authorization_for_a_name_below)
{
	authz_refused(s, AUTHZ("", NAME("a.n0.example")),
		      "it is for 'a.n0.example', which was not ordered");
}

SCENARIO(authorization_for_a_wildcard)
{
	authz_refused(s, AUTHZ("\"wildcard\":true,", NAME("n0.example")),
		      "it is for '*.n0.example', which was not ordered");
}

SCENARIO(authorization_for_an_address)
{
	authz_refused(s,
		      AUTHZ("", "{\"type\":\"ip\",\"value\":\"n0.example\"}"),
		      "its type is 'ip', and only 'dns' was asked for");
}

SCENARIO(v1_authorization_for_another_name)
{
	ca_speak_v1(&s->ca);
	authz_refused(s, AUTHZ("", NAME("other.example")),
		      "it is for 'other.example', which was not ordered");
}

/* It was ordered, and is not the one that was asked for. */
SCENARIO(v1_authorization_for_the_other)
{
	ca_speak_v1(&s->ca);
	scenario_names(s, 2);
	ca_next(&s->ca, "new-authz", 201, "Location: " CA_URL "authz/1/0\r\n",
		AUTHZ("", NAME("n1.example")));
	scenario_until_failed(s);
	CHECK_SAID(s, "it is for 'n1.example', which was not ordered");
}

SCENARIO(two_authorizations_for_one_name)
{
	scenario_names(s, 2);
	ca_script(&s->ca,
		  (struct ca_line){ .resource = "newOrder",
				    .body = ORDER(NAME("n0.example") "," NAME(
							  "n1.example"),
						  URL("0") "," URL("0")),
				    .times = 1 });
	scenario_until_failed(s);
	CHECK_SAID(s, "it is for 'n0.example', as another one of the order is");
	scenario_until_issued(s);
}

#define LABEL "a-name-that-is-as-long-as-the-parts-of-a-name-may-be"

/* There are CAs that make the first one the common name, of 64 bytes. */
static void
first_is_long(struct scenario *s)
{
	struct acme_config *config = s->config;

	scenario_names(s, 3);
	free(config->names[0]);
	config->names[0] = acme_span_dup(ACME_SPAN(LABEL "." LABEL ".example"));
	acme_config_lead(config);
	free((char *)(uintptr_t)config->subject.common_name);
	config->subject.common_name =
		acme_span_dup(acme_span_str(config->names[0]));
	s->ca.first_is_cn = true;
	scenario_until_issued(s);
	CHECK_LOG(s, "3 names");
}

SCENARIO(first_name_is_too_long_for_a_common_name)
{
	first_is_long(s);
	CHECK_STR(s->ca.orders->authzs[0].name, "n1.example");
	CHECK_STR(s->ca.orders->authzs[1].name, LABEL "." LABEL ".example");
}

SCENARIO(v1_first_name_is_too_long_for_a_common_name)
{
	ca_speak_v1(&s->ca);
	first_is_long(s);
}
