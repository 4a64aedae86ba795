/* SPDX-License-Identifier: MIT */
/*
 * Problem documents of each type (RFC 8555 §6.7, RFC 9773 §7.4), with a status
 * in them and without: told in the CA's words, with the place where they came.
 */
#include "failing.h"

#define WORDS "the CA's words"
#define URN   "urn:ietf:params:acme:error:"

/* ${times}: so many are needed until an attempt is given up. */
static const struct {
	const char *type;
	unsigned int status, times;
} problems[] = {
	{ "accountDoesNotExist", 400, 2 },
	{ "alreadyReplaced", 409, 1 },
	{ "alreadyRevoked", 400, 1 },
	{ "badCSR", 400, 1 },
	{ "badNonce", 400, 21 },
	{ "badPublicKey", 400, 1 },
	{ "badRevocationReason", 400, 1 },
	{ "badSignatureAlgorithm", 400, 1 },
	{ "caa", 403, 1 },
	{ "compound", 403, 1 },
	{ "connection", 400, 1 },
	{ "dns", 400, 1 },
	{ "externalAccountRequired", 403, 1 },
	{ "incorrectResponse", 400, 1 },
	{ "invalidContact", 400, 1 },
	{ "malformed", 400, 1 },
	{ "orderNotReady", 403, 1 },
	{ "ofTheFuture", 418, 1 },
	{ "rateLimited", 429, 1 },
	{ "rejectedIdentifier", 400, 1 },
	{ "serverInternal", 500, 7 },
	{ "serverInternal", 400, 7 },
	{ "tls", 400, 1 },
	{ "unauthorized", 403, 2 },
	{ "unsupportedContact", 400, 1 },
	{ "unsupportedIdentifier", 400, 1 },
	{ "userActionRequired", 403, 1 },
};

static void
each_problem(bool with_status)
{
	char body[256], member[32] = "", sentence[256];
	size_t i;

	for (i = 0; i < sizeof(problems) / sizeof(*problems); i++) {
		if (with_status)
			snprintf(member, sizeof(member), "\"status\":%u,",
				 problems[i].status);
		snprintf(body, sizeof(body),
			 "{%s\"x\":[{}],\"detail\":\"" WORDS
			 "\",\"type\":\"" URN "%s\"}",
			 member, problems[i].type);
		snprintf(sentence, sizeof(sentence),
			 CA_URL "newOrder: %s: " WORDS, problems[i].type);
		renewal_fails_by((struct ca_line){ .resource = "newOrder",
						   .status = problems[i].status,
						   .body = body,
						   .times = problems[i].times },
				 sentence);
	}
}

SCENARIO(problems_with_status)
{
	(void)s;
	each_problem(true);
}

SCENARIO(problems_without_status)
{
	(void)s;
	each_problem(false);
}

/* At each step of an order, the place is the one where it came. */
SCENARIO(problems_at_each_step)
{
	static const struct {
		const char *resource, *sentence;
	} steps[] = {
		{ "newOrder", CA_URL "newOrder: tls: " WORDS },
		{ "authz", CA_URL "authz/2/0: tls: " WORDS },
		{ "challenge",
		  "n0.example: " CA_URL "challenge/2/0/0: tls: " WORDS },
		{ "order", CA_URL "order/2: tls: " WORDS },
		{ "finalize", CA_URL "finalize/2: tls: " WORDS },
		{ "certificate", CA_URL "certificate/2: tls: " WORDS },
	};
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		renewal_fails_by(
			(struct ca_line){ .resource = steps[i].resource,
					  .status = 403,
					  .body = CA_PROBLEM("tls", WORDS) },
			steps[i].sentence);
}

#define ERROR_400(len) "HTTP/1.1 400 Bad\r\nContent-Length: " len "\r\n"

/* Whatever the reason comes as, its start is told. */
SCENARIO(reasons_by_other_names)
{
	static const struct {
		const char *raw, *sentence;
	} reasons[] = {
		{ ERROR_400("24") "Content-Type: application/json\r\n\r\n"
				  "\"the contract has ended\"",
		  "the CA responded with HTTP status 400: the contract has "
		  "ended" },
		{ ERROR_400("23") "Content-Type: text/plain\r\n\r\n"
				  "the contract\nhas ended\n",
		  "the CA responded with HTTP status 400: the contract has "
		  "ended" },
		{ ERROR_400("90") "\r\n{\"type\":\"" URN "rejectedIdentifier\","
				  "\"detail\":\"the contract has ended\"}",
		  "rejectedIdentifier: the contract has ended" },
		{ ERROR_400("48") "Content-Type: text/html\r\n\r\n"
				  "<html><title>Bad\xe2\x80\xae</title>"
				  "<body>x</body></html>",
		  "the CA responded with HTTP status 400: Bad\\u202e" },
		{ ERROR_400("0") "\r\n",
		  "the CA responded with HTTP status 400" },
		{ ERROR_400("2") "Content-Encoding: gzip\r\n\r\n\x1f\x8b",
		  "the CA responded with HTTP status 400: Content-Encoding: "
		  "gzip, which was not "
		  "asked for" },
	};
	char sentence[200];
	size_t i;

	(void)s;
	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		snprintf(sentence, sizeof(sentence), CA_URL "newOrder: %s",
			 reasons[i].sentence);
		renewal_fails_by((struct ca_line){ .resource = "newOrder",
						   .raw = acme_span_str(
							   reasons[i].raw) },
				 sentence);
	}
}

/* An HTML page of a proxy, or nothing. */
SCENARIO(errors_that_are_no_problems)
{
	(void)s;
	renewal_fails_by(
		(struct ca_line){ .resource = "newOrder",
				  .status = 403,
				  .body = "<html>go away</html>" },
		CA_URL
		"newOrder: the CA responded with HTTP status 403: go away");
	renewal_fails_by(
		(struct ca_line){ .resource = "newOrder",
				  .status = 403,
				  .body = "{\"type\":7" },
		CA_URL
		"newOrder: the CA responded with HTTP status 403: {\"type\":7");
	renewal_fails_by((struct ca_line){ .resource = "newOrder",
					   .status = 403,
					   .body = "{}" },
			 CA_URL "newOrder: a problem without type and detail");
}

/* A line of the log is one line, whatever the CA says, and long words of its
 * are there to their end. */
SCENARIO(problems_of_many_words)
{
	static const char long_words[] =
		"too many certificates (5) already issued for this exact set "
		"of identifiers in the last 168h0m0s, retry after 2026-01-02 "
		"03:04:05 UTC: see https://ca.test/docs/rate-limits/"
		"#new-certificates-per-exact-set-of-identifiers, or ask";
	static char body[1024], sentence[1024];

	(void)s;
	snprintf(body, sizeof(body),
		 "{\"type\":\"" URN "malformed\",\"detail\":\"%s\"}",
		 long_words);
	snprintf(sentence, sizeof(sentence), CA_URL "newOrder: malformed: %s",
		 long_words);
	renewal_fails_by((struct ca_line){ .resource = "newOrder",
					   .status = 400,
					   .body = body },
			 sentence);
	renewal_fails_by(
		(struct ca_line){ .resource = "newOrder",
				  .status = 400,
				  .body = CA_PROBLEM("dns", "a\\nb\\u001bc") },
		CA_URL "newOrder: dns: a b\\u001bc");
}
