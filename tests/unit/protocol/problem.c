/* SPDX-License-Identifier: MIT */
/*
 * Problem documents: every type, with and without status, and what a CA may
 * send instead of one.
 */
#include "protocol/problem.h"

#include "format/json/json.h"
#include "protocol/bytes.h"
#include "protocol/reason.h"
#include "test.h"

static const struct {
	const char *word;
	enum acme_problem_type type;
} types[] = {
	{ "accountDoesNotExist", ACME_PROBLEM_ACCOUNT_DOES_NOT_EXIST },
	{ "alreadyReplaced", ACME_PROBLEM_ALREADY_REPLACED },
	{ "alreadyRevoked", ACME_PROBLEM_ALREADY_REVOKED },
	{ "badCSR", ACME_PROBLEM_BAD_CSR },
	{ "badNonce", ACME_PROBLEM_BAD_NONCE },
	{ "badPublicKey", ACME_PROBLEM_BAD_PUBLIC_KEY },
	{ "badRevocationReason", ACME_PROBLEM_BAD_REVOCATION_REASON },
	{ "badSignatureAlgorithm", ACME_PROBLEM_BAD_SIGNATURE_ALGORITHM },
	{ "caa", ACME_PROBLEM_CAA },
	{ "compound", ACME_PROBLEM_COMPOUND },
	{ "connection", ACME_PROBLEM_CONNECTION },
	{ "dns", ACME_PROBLEM_DNS },
	{ "externalAccountRequired", ACME_PROBLEM_EXTERNAL_ACCOUNT_REQUIRED },
	{ "incorrectResponse", ACME_PROBLEM_INCORRECT_RESPONSE },
	{ "invalidContact", ACME_PROBLEM_INVALID_CONTACT },
	{ "malformed", ACME_PROBLEM_MALFORMED },
	{ "orderNotReady", ACME_PROBLEM_ORDER_NOT_READY },
	{ "rateLimited", ACME_PROBLEM_RATE_LIMITED },
	{ "rejectedIdentifier", ACME_PROBLEM_REJECTED_IDENTIFIER },
	{ "serverInternal", ACME_PROBLEM_SERVER_INTERNAL },
	{ "tls", ACME_PROBLEM_TLS },
	{ "unauthorized", ACME_PROBLEM_UNAUTHORIZED },
	{ "unsupportedContact", ACME_PROBLEM_UNSUPPORTED_CONTACT },
	{ "unsupportedIdentifier", ACME_PROBLEM_UNSUPPORTED_IDENTIFIER },
	{ "userActionRequired", ACME_PROBLEM_USER_ACTION_REQUIRED },
	{ "comesLater", ACME_PROBLEM_OTHER },
	{ "BADNONCE", ACME_PROBLEM_OTHER },
	{ "badNonce2", ACME_PROBLEM_OTHER },
	{ "badNonc", ACME_PROBLEM_OTHER },
};

static void
check_type(const char *urn, const char *word, const char *status,
	   enum acme_problem_type type)
{
	struct acme_buf json = ACME_BUF_INIT(1024), text = ACME_BUF_INIT(1024);
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	char *copy;

	CHECK_OK(acme_buf_addf(&json,
			       "{\"detail\":\"so it is\",%s\"type\":\"%s%s\"}",
			       status, urn, word));
	CHECK_OK(acme_buf_addf(&text, "%s: so it is", word));
	copy = bytes_copy(acme_buf_span(&json));
	acme_problem_read(acme_span(copy, json.len), true, &problem);
	CHECK_FOR(word, problem.type == type);
	CHECK_SPAN(acme_buf_span(&problem.text), acme_buf_span(&text));
	acme_problem_clear(&problem);
	CHECK_INT(problem.type, ACME_PROBLEM_NONE);
	free(copy);
	acme_buf_clear(&json);
	acme_buf_clear(&text);
}

static void
knows_each_type(void)
{
	static const char *const urns[] = { "urn:ietf:params:acme:error:",
					    "urn:acme:error:" };
	static const char *const statuses[] = { "", "\"status\":403,",
						"\"status\":\"403\",",
						"\"status\":null," };
	size_t i, urn, status, n_known = 0;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		n_known += types[i].type != ACME_PROBLEM_OTHER;
		for (urn = 0; urn < 2; urn++)
			for (status = 0; status < 4; status++)
				check_type(urns[urn], types[i].word,
					   statuses[status], types[i].type);
	}
	CHECK_INT(n_known, ACME_PROBLEM__MAX - ACME_PROBLEM_OTHER - 1);
}

static void
names_each_type(void)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].type != ACME_PROBLEM_OTHER)
			CHECK_STR(acme_problem_name(types[i].type),
				  types[i].word);
	CHECK(!acme_problem_name(ACME_PROBLEM_NONE));
	CHECK(!acme_problem_name(ACME_PROBLEM_OTHER));
	CHECK(!acme_problem_name(ACME_PROBLEM__MAX));
}

#define URN	 "urn:ietf:params:acme:error:"
#define NO_WORDS "a problem without type and detail"

static const struct {
	const char *name, *json;
	enum acme_problem_type type;
	const char *text;
} documents[] = {
	{ "subproblems of RFC 8555 6.7.1",
	  "{\"type\":\"" URN "malformed\",\"detail\":\"2 are refused\","
	  "\"subproblems\":[{\"type\":\"" URN "malformed\",\"detail\":"
	  "\"Invalid underscore\",\"identifier\":{\"type\":\"dns\",\"value\":"
	  "\"_example.org\"}},{\"type\":\"" URN "rejectedIdentifier\","
	  "\"detail\":\"policy\",\"identifier\":{\"type\":\"dns\","
	  "\"value\":\"example.net\"}}]}",
	  ACME_PROBLEM_MALFORMED,
	  "malformed: 2 are refused [_example.org: malformed: Invalid "
	  "underscore] [example.net: rejectedIdentifier: policy]" },
	{ "a subproblem without identifier and detail",
	  "{\"type\":\"" URN "compound\",\"subproblems\":[{\"type\":\"" URN
	  "caa\"},{}]}",
	  ACME_PROBLEM_COMPOUND, "compound [caa] [" NO_WORDS "]" },
	{ "subproblems of the wrong types",
	  "{\"type\":\"" URN "compound\",\"detail\":\"d\",\"subproblems\":"
	  "[1,null,{\"type\":\"" URN
	  "dns\",\"identifier\":\"a\",\"detail\":{}}]}",
	  ACME_PROBLEM_COMPOUND,
	  "compound: d [" NO_WORDS "] [" NO_WORDS "] [dns]" },
	{ "subproblems that are a string",
	  "{\"type\":\"" URN "dns\",\"subproblems\":\"none\"}",
	  ACME_PROBLEM_DNS, "dns" },
	{ "no type", "{\"detail\":\"no\",\"status\":500}", ACME_PROBLEM_OTHER,
	  "no" },
	{ "title for want of a detail",
	  "{\"type\":\"about:blank\",\"title\":\"Bad Gateway\"}",
	  ACME_PROBLEM_OTHER, "about:blank: Bad Gateway" },
	{ "the word without its urn", "{\"type\":\"badNonce\"}",
	  ACME_PROBLEM_OTHER, "badNonce" },
	{ "another urn", "{\"type\":\"urn:example:error:badNonce\"}",
	  ACME_PROBLEM_OTHER, "urn:example:error:badNonce" },
	{ "the urn alone", "{\"type\":\"" URN "\",\"detail\":\"d\"}",
	  ACME_PROBLEM_OTHER, "d" },
	{ "type is a number", "{\"type\":5,\"detail\":\"d\"}",
	  ACME_PROBLEM_OTHER, "d" },
	{ "detail is null", "{\"type\":\"" URN "tls\",\"detail\":null}",
	  ACME_PROBLEM_TLS, "tls" },
	{ "lines become one",
	  "{\"type\":\"" URN "dns\",\"detail\":\"a\\r\\nb\\tc\"}",
	  ACME_PROBLEM_DNS, "dns: a b c" },
	{ "empty object", "{}", ACME_PROBLEM_OTHER, NO_WORDS },
	{ "controls",
	  "{\"type\":\"" URN "dns\",\"detail\":\"\\u202ea\\u009b\\u2028"
	  "\xe2\x80\x8b\xc3\xbc\xe8\xaa\x8d\"}",
	  ACME_PROBLEM_DNS,
	  "dns: \\u202ea\\u009b\\u2028\\u200b\xc3\xbc\xe8\xaa\x8d" },
	{ "controls in a subproblem's name",
	  "{\"type\":\"" URN "dns\",\"subproblems\":[{\"type\":\"x\\u001b\","
	  "\"identifier\":{\"value\":\"a\\u2066\"}}]}",
	  ACME_PROBLEM_DNS, "dns [a\\u2066: x\\u001b]" },
	{ "array", "[1]", ACME_PROBLEM_NONE, "[1]" },
	{ "string", "\"badNonce\"", ACME_PROBLEM_NONE, "badNonce" },
	{ "HTML", "<html>502</html>", ACME_PROBLEM_NONE, "502" },
	{ "nothing", "", ACME_PROBLEM_NONE, "" },
	{ "a type that a NUL would end",
	  "{\"type\":\"" URN "badNonce\\u0000x\",\"detail\":\"d\"}",
	  ACME_PROBLEM_OTHER, "badNonce\xef\xbf\xbdx: d" },
	{ "words that quote a NUL",
	  "{\"type\":\"" URN "unauthorized\",\"detail\":\"got 'P\\u0000G'\"}",
	  ACME_PROBLEM_UNAUTHORIZED, "unauthorized: got 'P\xef\xbf\xbdG'" },
};

static void
reads_documents(void)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	size_t i, len;
	char *copy;

	for (i = 0; i < sizeof(documents) / sizeof(*documents); i++) {
		len = strlen(documents[i].json);
		copy = bytes_copy(acme_span(documents[i].json, len));
		acme_problem_read(acme_span(copy, len), true, &problem);
		free(copy);
		CHECK_STR(acme_buf_str(&problem.text), documents[i].text);
		CHECK_FOR(documents[i].name, problem.type == documents[i].type);
		acme_problem_clear(&problem);
	}
}

static void
check_cut(struct acme_span json)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_OTHER };

	acme_problem_clear(&problem);
	acme_problem_read(json, true, &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_NONE);
	CHECK(problem.text.len <= ACME_REASON_MAX);
	CHECK(!problem.text.len || problem.text.data[0] == '{');
	acme_problem_clear(&problem);
}

static void
reads_no_half_document(void)
{
	bytes_cut(documents[0].json, check_cut);
}

/* ${n} letters of two bytes each: a cut never halves one. */
static void
check_long(unsigned int n)
{
	struct acme_buf json = ACME_BUF_INIT(65536);
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	unsigned int i;

	CHECK_OK(acme_buf_addf(&json, "{\"type\":\"%srateLimited\",", URN));
	CHECK_OK(acme_buf_addf(&json, "\"detail\":\"%.*s", (int)(n % 2), "x"));
	for (i = 0; i < n; i++)
		CHECK_OK(acme_buf_add(&json, ACME_SPAN("\xc3\xa9")));
	CHECK_OK(acme_buf_add(&json, ACME_SPAN("\"}")));
	acme_problem_read(acme_buf_span(&json), true, &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_RATE_LIMITED);
	CHECK(problem.text.len <= ACME_PROBLEM_TEXT_MAX);
	CHECK(problem.text.len >= ACME_PROBLEM_TEXT_MAX - 40);
	CHECK_STR(problem.text.data + problem.text.len - 5, "\xc3\xa9...");
	CHECK_INT(strlen(problem.text.data), problem.text.len);
	acme_problem_clear(&problem);
	acme_buf_clear(&json);
}

static void
cuts_long_text(void)
{
	check_long(2000);
	check_long(2001);
}

/* Bodies of errors that are not called problem documents. */
static const struct {
	const char *name, *body;
	enum acme_problem_type type;
	const char *text;
} bodies[] = {
	{ "ACME's, by another name",
	  "{\"type\":\"" URN "rejectedIdentifier\",\"detail\":\"no\"}",
	  ACME_PROBLEM_REJECTED_IDENTIFIER, "rejectedIdentifier: no" },
	{ "ACME's, with a byte order mark",
	  "\xef\xbb\xbf{\"type\":\"" URN "badNonce\"}", ACME_PROBLEM_BAD_NONCE,
	  "badNonce" },
	{ "another's", "{\"type\":\"about:blank\",\"detail\":\"down\"}",
	  ACME_PROBLEM_NONE, "down" },
	{ "a title", "{\"status\":503,\"title\":\"Unavailable\"}",
	  ACME_PROBLEM_NONE, "Unavailable" },
	{ "a message", "{\"code\":7,\"message\":\"not\\n today\"}",
	  ACME_PROBLEM_NONE, "not today" },
	{ "an error", "{\"error\":\"no\"}", ACME_PROBLEM_NONE, "no" },
	{ "no words that are known", "{\"code\": 7,\n \"x\": []}",
	  ACME_PROBLEM_NONE, "{\"code\": 7, \"x\": []}" },
	{ "a JSON text", " \"the contract \\u00e9\\u202e\" ", ACME_PROBLEM_NONE,
	  "the contract \xc3\xa9\\u202e" },
	{ "a number", "42", ACME_PROBLEM_NONE, "42" },
	{ "plain text", "the contract\r\n\thas ended\n", ACME_PROBLEM_NONE,
	  "the contract has ended" },
	{ "Latin-1 and controls", "\x1b[2Jf\xfcr\x07", ACME_PROBLEM_NONE,
	  "\\u001b[2Jf\\xfcr\\u0007" },
	{ "JSON that is none", "{\"detail\":\"no\",}", ACME_PROBLEM_NONE,
	  "{\"detail\":\"no\",}" },
	{ "a proxy's page",
	  "<!DOCTYPE html>\n<html><head><TITLE lang=en>502 Bad\nGateway</TITLE>"
	  "<style>p{}</style></head><body>x</body></html>",
	  ACME_PROBLEM_NONE, "502 Bad Gateway" },
	{ "a page without a title",
	  "<html><body><h1>403</h1>\n<p>not <b>here</b>, go", ACME_PROBLEM_NONE,
	  "403 not here , go" },
	{ "an empty title", "<title> </title><p>busy</p>", ACME_PROBLEM_NONE,
	  "busy" },
	{ "a title that is cut", "<title>502 Ba", ACME_PROBLEM_NONE, "502 Ba" },
	{ "a tag that is cut", "<html>busy<tit", ACME_PROBLEM_NONE, "busy" },
	{ "tags only", "<html></html>", ACME_PROBLEM_NONE, "" },
	{ "a page in a JSON text", "\"<p>no</p>\"", ACME_PROBLEM_NONE, "no" },
	{ "white space", " \r\n", ACME_PROBLEM_NONE, "" },
};

static void
reads_other_bodies(void)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	size_t i, len;
	char *copy;

	for (i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
		len = strlen(bodies[i].body);
		copy = bytes_copy(acme_span(bodies[i].body, len));
		acme_problem_read(acme_span(copy, len), false, &problem);
		free(copy);
		if (strcmp(acme_buf_str(&problem.text), bodies[i].text))
			TEST_FAIL("%s: '%s'", bodies[i].name,
				  acme_buf_str(&problem.text));
		CHECK_FOR(bodies[i].name, problem.type == bodies[i].type);
		acme_problem_clear(&problem);
	}
}

/* Of a page without end, its start. */
static void
keeps_the_start_of_a_body(void)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	struct acme_buf body = ACME_BUF_INIT(65536);
	int i;

	for (i = 0; i < 5000; i++)
		CHECK_OK(acme_buf_add(&body, ACME_SPAN("\xe8\xaa\x8d ")));
	acme_problem_read(acme_buf_span(&body), false, &problem);
	CHECK(problem.text.len <= ACME_REASON_MAX);
	CHECK(problem.text.len > ACME_REASON_MAX - 8);
	CHECK_STR(problem.text.data + problem.text.len - 3, "...");
	acme_problem_clear(&problem);
	acme_buf_clear(&body);
}

static void
reads_members(void)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	struct acme_json *json = NULL;
	const struct acme_json_value *root;

	CHECK_OK(acme_json_parse(ACME_SPAN("{\"a\":{\"type\":\"" URN
					   "caa\"},\"b\":null,"
					   "\"c\":\"broken\"}"),
				 &json, NULL));
	root = acme_json_root(json);
	acme_problem_read_value(acme_json_member(root, "b"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_NONE);
	acme_problem_read_value(acme_json_member(root, "x"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_NONE);
	acme_problem_read_value(acme_json_member(root, "c"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_OTHER);
	CHECK_STR(acme_buf_str(&problem.text), "broken");
	acme_problem_clear(&problem);
	acme_problem_read_value(acme_json_member(root, "a"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_CAA);
	acme_problem_clear(&problem);
	acme_json_free(json);
}

static const struct test tests[] = {
	TEST(knows_each_type),
	TEST(names_each_type),
	TEST(reads_documents),
	TEST(reads_no_half_document),
	TEST(cuts_long_text),
	TEST(reads_other_bodies),
	TEST(keeps_the_start_of_a_body),
	TEST(reads_members),
};

TEST_MAIN(tests)
