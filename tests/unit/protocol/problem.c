/* SPDX-License-Identifier: MIT */
/*
 * Problem documents: every type, with and without status, and what a CA may
 * send instead of one.
 */
#include "protocol/problem.h"

#include "format/json.h"
#include "protocol/bytes.h"
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
	acme_problem_read(acme_span(copy, json.len), &problem);
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

#define URN	   "urn:ietf:params:acme:error:"
#define UNREADABLE "a problem document that can't be read"
#define NO_WORDS   "a problem without type and detail"

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
	  ACME_PROBLEM_DNS, "dns: a  b c" },
	{ "empty object", "{}", ACME_PROBLEM_OTHER, NO_WORDS },
	{ "array", "[1]", ACME_PROBLEM_OTHER, UNREADABLE },
	{ "string", "\"badNonce\"", ACME_PROBLEM_OTHER, UNREADABLE },
	{ "HTML", "<html>502</html>", ACME_PROBLEM_OTHER, UNREADABLE },
	{ "nothing", "", ACME_PROBLEM_OTHER, UNREADABLE },
	{ "an escaped NUL",
	  "{\"type\":\"" URN "badNonce\\u0000x\",\"detail\":\"d\"}",
	  ACME_PROBLEM_OTHER, UNREADABLE },
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
		acme_problem_read(acme_span(copy, len), &problem);
		free(copy);
		CHECK_STR(acme_buf_str(&problem.text), documents[i].text);
		CHECK_FOR(documents[i].name, problem.type == documents[i].type);
		acme_problem_clear(&problem);
	}
}

static void
check_cut(struct acme_span json)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };

	acme_problem_read(json, &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_OTHER);
	CHECK_STR(acme_buf_str(&problem.text), UNREADABLE);
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
	acme_problem_read(acme_buf_span(&json), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_RATE_LIMITED);
	CHECK(problem.text.len <= ACME_PROBLEM_TEXT_MAX);
	CHECK(problem.text.len >= ACME_PROBLEM_TEXT_MAX - 1);
	CHECK((unsigned char)problem.text.data[problem.text.len - 1] == 0xa9);
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

static void
finds_only_acme_in_plain_json(void)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };

	acme_problem_find(ACME_SPAN("{\"error\":\"no\"}"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_NONE);
	acme_problem_find(ACME_SPAN("{\"type\":\"about:blank\"}"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_NONE);
	acme_problem_find(ACME_SPAN("oops"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_NONE);
	acme_problem_find(ACME_SPAN("{\"type\":\"" URN "badNonce\"}"),
			  &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_BAD_NONCE);
	CHECK_STR(acme_buf_str(&problem.text), "badNonce");
	acme_problem_clear(&problem);
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
	acme_problem_clear(&problem);
	acme_problem_read_value(acme_json_member(root, "a"), &problem);
	CHECK_INT(problem.type, ACME_PROBLEM_CAA);
	acme_problem_clear(&problem);
	acme_json_free(json);
}

static const struct test tests[] = {
	TEST(knows_each_type),
	TEST(reads_documents),
	TEST(reads_no_half_document),
	TEST(cuts_long_text),
	TEST(finds_only_acme_in_plain_json),
	TEST(reads_members),
};

TEST_MAIN(tests)
