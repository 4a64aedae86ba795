/* SPDX-License-Identifier: MIT */
/*
 * Directories as CAs serve them, and what they may lack.
 */
#include "protocol/v2/directory.h"

#include "protocol/bytes.h"
#include "test.h"

#define NONCE	"\"newNonce\":\"https://ca.example/nonce\""
#define ACCOUNT "\"newAccount\":\"https://ca.example/account\""
#define ORDER	"\"newOrder\":\"https://ca.example/order\""
#define REG	"\"new-reg\":\"https://ca.example/reg\""
#define AUTHZ	"\"new-authz\":\"https://ca.example/authz\""
#define CERT	"\"new-cert\":\"https://ca.example/cert\""
#define V1	REG "," AUTHZ "," CERT
/* Pebble's terms; Boulder's key that means nothing. */
#define META                                                           \
	"\"meta\":{\"termsOfService\":\"data:text/plain,Do%20what\","  \
	"\"externalAccountRequired\":true,\"profiles\":{\"a\":\"b\"}," \
	"\"caaIdentities\":[\"ca.example\"],\"website\":null}"
#define RANDOM "\"qA3_x\":\"https://help.example/\""
#define URLS   NONCE "," ACCOUNT "," ORDER

static void
check_full(struct acme_span json)
{
	struct acme_directory directory = { .new_nonce = NULL };
	struct acme_fault fault = { .err = ACME_OK };

	if (acme_directory_read(json, &directory, &fault))
		TEST_FAIL("%s", fault.text);
	CHECK_STR(directory.new_nonce, "https://ca.example/nonce");
	CHECK_STR(directory.new_account, "https://ca.example/account");
	CHECK_STR(directory.new_order, "https://ca.example/order");
	CHECK(!directory.new_reg);
	CHECK_STR(directory.terms_of_service, "data:text/plain,Do%20what");
	CHECK(directory.external_account_required);
	acme_directory_clear(&directory);
	CHECK(!directory.new_nonce && !directory.external_account_required);
}

static void
reads_members_in_any_order(void)
{
	static const char *const members[] = { NONCE, ACCOUNT, ORDER, META,
					       RANDOM };

	bytes_shuffle(members, 5, check_full);
}

static const struct {
	const char *name, *json;
	bool v1;
} good[] = {
	{ "no meta", "{" URLS "}", false },
	{ "nulls", "{" URLS ",\"new-reg\":null,\"meta\":null}", false },
	{ "nulls in meta",
	  "{" URLS ",\"meta\":{\"termsOfService\":null,"
	  "\"externalAccountRequired\":null}}",
	  false },
	{ "meta that is none", "{" URLS ",\"meta\":\"none\"}", false },
	{ "meta of other types",
	  "{" URLS ",\"meta\":{\"termsOfService\":{},"
	  "\"externalAccountRequired\":\"no\",\"website\":7}}",
	  false },
	{ "what is not used may be anything",
	  "{" URLS ",\"new-reg\":\"http://a/\",\"new-authz\":7,"
	  "\"revokeCert\":\"\",\"keyChange\":\"/k\",\"renewalInfo\":[]}",
	  false },
	{ "v1", "{" V1 "}", true },
	{ "v1, nulls",
	  "{" V1 ",\"newNonce\":null,\"newAccount\":null,\"newOrder\":null}",
	  true },
};

static void
reads_what_is_enough(void)
{
	struct acme_directory directory = { .new_nonce = NULL };
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		CHECK_FOR(good[i].name,
			  !acme_directory_read(acme_span_str(good[i].json),
					       &directory, &fault));
		CHECK_FOR(good[i].name, good[i].v1 == !directory.new_order);
		CHECK_FOR(good[i].name, good[i].v1 == !!directory.new_reg);
		CHECK_FOR(good[i].name, !directory.terms_of_service);
		CHECK_FOR(good[i].name, !directory.external_account_required);
		acme_directory_clear(&directory);
	}
}

static const struct {
	const char *json, *words;
} bad[] = {
	{ "{}", "directory: member 'newNonce' is missing" },
	{ "{" REG "," CERT "}", "member 'new-authz' is missing" },
	{ "{" REG "," AUTHZ "}", "member 'new-cert' is missing" },
	{ "{" ACCOUNT "," ORDER "}", "member 'newNonce' is missing" },
	{ "{" NONCE "," ORDER "}", "member 'newAccount' is missing" },
	{ "{" NONCE "," ACCOUNT "}", "member 'newOrder' is missing" },
	{ "{" NONCE "," REG "}", "member 'newAccount' is missing" },
	{ "{" NONCE "," ACCOUNT ",\"newOrder\":null}",
	  "'newOrder' is missing" },
	{ "{" NONCE "," ACCOUNT ",\"newOrder\":1}", "'newOrder'" },
	{ "{" NONCE "," ACCOUNT ",\"newOrder\":[\"https://a/\"]}",
	  "'newOrder'" },
	{ "{" NONCE "," ACCOUNT ",\"newOrder\":\"http://ca.example/order\"}",
	  "'newOrder': URL 'http://ca.example/order'" },
	{ "{" NONCE "," ACCOUNT ",\"newOrder\":\"/order\"}", "'newOrder'" },
	{ "{" NONCE "," ACCOUNT ",\"newOrder\":\"\"}",
	  "'newOrder' is missing" },
	{ "{" NONCE "," ACCOUNT ",\"newOrder\":\"https://a/\\r\\nX: y\"}",
	  "'newOrder'" },
	{ "{\"new-reg\":\"http://ca.example/reg\"}", "'new-reg'" },
	{ "{\"new-reg\":\"\"," AUTHZ "," CERT "}", "'new-reg' is missing" },
	{ "[" NONCE "]", "directory: " },
	{ "[]", "directory: it is not a JSON object" },
	{ "<html>", "directory: " },
};

static void
names_what_is_wrong(void)
{
	struct acme_directory directory = { .new_nonce = NULL };
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		memset(&fault, 0, sizeof(fault));
		CHECK_FOR(bad[i].json,
			  acme_directory_read(acme_span_str(bad[i].json),
					      &directory, &fault));
		if (!bytes_hold(fault.text, bad[i].words))
			TEST_FAIL("'%s' has no \"%s\"", fault.text,
				  bad[i].words);
		CHECK_FOR(bad[i].json, !directory.new_nonce &&
					       !directory.new_account &&
					       !directory.new_order);
	}
}

static void
check_cut(struct acme_span json)
{
	struct acme_directory directory = { .new_nonce = NULL };
	struct acme_fault fault;

	CHECK_ERR(acme_directory_read(json, &directory, &fault),
		  ACME_ERR_SYNTAX);
	CHECK(bytes_hold(fault.text, "directory: "));
	CHECK(!directory.new_nonce && !directory.terms_of_service);
}

static void
reads_no_half_object(void)
{
	bytes_cut("{" URLS "," META "," RANDOM "}", check_cut);
}

static const struct test tests[] = {
	TEST(reads_members_in_any_order),
	TEST(reads_what_is_enough),
	TEST(names_what_is_wrong),
	TEST(reads_no_half_object),
};

TEST_MAIN(tests)
