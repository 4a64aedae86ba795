/* SPDX-License-Identifier: MIT */
/*
 * Authorizations and their challenges: those that are known, and those that
 * were made later.
 */
#include "protocol/v2/authz.h"

#include "protocol/bytes.h"
#include "test.h"

#define STATUS(word) "\"status\":\"" word "\""
#define NAME	     "\"identifier\":{\"type\":\"dns\",\"value\":\"a.example\"}"
#define TOKEN	     "\"token\":\"evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA\""
#define HTTP_01                                                     \
	"{\"type\":\"http-01\",\"url\":\"https://ca.example/c/1\"," \
	"\"status\":\"pending\"," TOKEN ",\"error\":{\"type\":"     \
	"\"urn:ietf:params:acme:error:connection\",\"detail\":\"refused\"}}"
#define DNS_01 \
	"{\"type\":\"dns-01\",\"url\":\"https://ca.example/c/2\"," TOKEN "}"
#define CHALLENGES "\"challenges\":[" HTTP_01 "," DNS_01 "]"

static void
check_full(struct acme_span json)
{
	struct acme_authz authz = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault = { .err = ACME_OK };

	if (acme_authz_read(json, &authz, &fault))
		TEST_FAIL("%s", fault.text);
	CHECK_INT(authz.status, ACME_STATUS_PENDING);
	CHECK_STR(authz.identifier, "a.example");
	CHECK(authz.wildcard);
	CHECK_INT(authz.n_challenges, 2);
	CHECK_STR(authz.challenges[0].type, "http-01");
	CHECK_STR(authz.challenges[0].url, "https://ca.example/c/1");
	CHECK_STR(authz.challenges[0].token,
		  "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA");
	CHECK_INT(authz.challenges[0].status, ACME_STATUS_PENDING);
	CHECK_STR(acme_buf_str(&authz.challenges[0].error.text),
		  "connection: refused");
	CHECK_STR(authz.challenges[1].type, "dns-01");
	CHECK_INT(authz.challenges[1].status, ACME_STATUS_UNKNOWN);
	CHECK_INT(authz.challenges[1].error.type, ACME_PROBLEM_NONE);
	acme_authz_clear(&authz);
	CHECK(!authz.identifier && !authz.challenges && !authz.n_challenges);
}

static void
reads_members_in_any_order(void)
{
	static const char *const members[] = {
		STATUS("pending"), NAME, CHALLENGES, "\"wildcard\":true",
		"\"expires\":\"2026-12-01T00:00:00Z\""
	};

	bytes_shuffle(members, 5, check_full);
}

/* The challenges of an authorization, and those that are kept of them, as
 * "type token" with a comma between. */
static const struct {
	const char *name, *challenges, *kept;
} offers[] = {
	{ "none", "", "" },
	{ "a type that was made later",
	  "{\"type\":\"dns-persist-01\",\"url\":\"https://ca.example/c/3\","
	  "\"issuer-domain-names\":[\"ca.example\"]}," HTTP_01,
	  "dns-persist-01 NULL,"
	  "http-01 evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA," },
	{ "one with a token of another kind",
	  "{\"type\":\"later-01\",\"url\":\"https://ca.example/c\","
	  "\"token\":{\"a\":1}},{\"type\":\"later-02\","
	  "\"url\":\"https://ca.example/c\",\"token\":\"../x\"}",
	  "later-01 NULL,later-02 NULL," },
	{ "no token, and null",
	  "{\"type\":\"http-01\",\"url\":\"https://ca.example/c\"},"
	  "{\"type\":\"dns-01\",\"url\":\"https://ca.example/c\","
	  "\"token\":null,\"status\":null,\"error\":null}",
	  "http-01 NULL,dns-01 NULL," },
	{ "no url",
	  "{\"type\":\"http-01\"," TOKEN "},{\"type\":\"http-01\","
	  "\"url\":null},{\"type\":\"http-01\",\"url\":7}",
	  "" },
	{ "no type",
	  "{\"url\":\"https://ca.example/c\"},{\"url\":"
	  "\"https://ca.example/c\",\"type\":[]},{\"type\":\"\",\"url\":"
	  "\"https://ca.example/c\"}",
	  "" },
	{ "no objects", "null,1,\"http-01\",[" HTTP_01 "],{}", "" },
	{ "an unknown status",
	  "{\"type\":\"tls-alpn-01\",\"url\":\"https://ca.example/c\","
	  "\"status\":\"on-hold\",\"token\":\"t\"}",
	  "tls-alpn-01 t," },
	{ "odd ones beside one that can be answered",
	  "{\"type\":\"tls-alpn-01\",\"url\":\"https://ca.example/c\","
	  "\"token\":\"../x\"},{\"type\":\"http-01\",\"url\":\"http://a/\"},"
	  "{\"type\":\"dns-01\",\"url\":\"https://ca.example/c\",\"token\":[],"
	  "\"status\":7},{\"type\":\"moon-01\",\"url\":\"ftp://a/\"}," HTTP_01,
	  "dns-01 NULL,"
	  "http-01 evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA," },
	{ "a status that is none",
	  "{\"type\":\"tls-alpn-01\",\"url\":\"https://ca.example/c\","
	  "\"status\":{},\"token\":\"t\",\"error\":7,\"validated\":[]}",
	  "tls-alpn-01 t," },
};

static void
check_kept(const char *label, const struct acme_authz *authz, const char *want)
{
	struct acme_buf kept = ACME_BUF_INIT(1024);
	const struct acme_challenge *challenge;
	size_t i;

	for (i = 0; i < authz->n_challenges; i++) {
		challenge = authz->challenges + i;
		CHECK_OK(acme_buf_addf(&kept, "%s %s,", challenge->type,
				       challenge->token ? challenge->token
							: "NULL"));
		CHECK_FOR(label, challenge->url);
	}
	CHECK_STR(acme_buf_str(&kept), want);
	acme_buf_clear(&kept);
}

static void
keeps_what_can_be_chosen(void)
{
	struct acme_authz authz = { .status = ACME_STATUS_UNKNOWN };
	struct acme_buf json = ACME_BUF_INIT(4096);
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(offers) / sizeof(*offers); i++) {
		CHECK_OK(acme_buf_addf(&json, "{%s,%s,\"challenges\":[%s]}",
				       STATUS("pending"), NAME,
				       offers[i].challenges));
		if (acme_authz_read(acme_buf_span(&json), &authz, &fault))
			TEST_FAIL("%s: %s", offers[i].name, fault.text);
		check_kept(offers[i].name, &authz, offers[i].kept);
		acme_authz_clear(&authz);
		acme_buf_clear(&json);
	}
}

static void
tolerates_what_is_not_needed(void)
{
	struct acme_authz authz = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault;

	CHECK_OK(acme_authz_read(
		ACME_SPAN("{" STATUS(
			"valid") ",\"identifier\":{\"type\":"
				 "null,\"value\":\"a.example\"},"
				 "\"wildcard\":null,\"challenges\":null}"),
		&authz, &fault));
	CHECK_STR(authz.identifier, "a.example");
	CHECK(!authz.wildcard);
	CHECK_INT(authz.n_challenges, 0);
	acme_authz_clear(&authz);
	CHECK_OK(acme_authz_read(
		ACME_SPAN("{" STATUS(
			"valid") "," NAME ",\"challenges\":\"no\","
				 "\"wildcard\":\"True\",\"expires\":7}"),
		&authz, &fault));
	CHECK(authz.wildcard && !authz.n_challenges);
	acme_authz_clear(&authz);
	CHECK_OK(acme_authz_read(
		ACME_SPAN("{" STATUS("invalid") "," NAME ",\"wildcard\":[],"
						"\"challenges\":[{\"type\":"
						"\"http-01\",\"url\":"
						"\"http://a/\"}]}"),
		&authz, &fault));
	CHECK(!authz.wildcard && !authz.n_challenges);
	acme_authz_clear(&authz);
}

#define ONE(members) \
	"{" STATUS("pending") "," NAME ",\"challenges\":[{" members "}]}"
#define URL "\"url\":\"https://ca.example/c\""

static const struct {
	const char *json, *words;
} bad[] = {
	{ "{" NAME "," CHALLENGES "}", "authorization: member 'status'" },
	{ "{\"status\":{}," NAME "," CHALLENGES "}", "member 'status'" },
	{ "{" STATUS("pending") "," CHALLENGES "}",
	  "authorization: member 'identifier' is missing" },
	{ "{" STATUS("valid") ",\"identifier\":{\"type\":\"dns\"}}",
	  "identifier: member 'value' is missing" },
	{ "{" STATUS("valid") ",\"identifier\":\"a.example\"}",
	  "identifier: member 'value'" },
	{ "{" STATUS("valid") ",\"identifier\":{\"value\":7}}",
	  "identifier: member 'value'" },
	{ "{" STATUS("pending") "," NAME "}", "'challenges' is missing" },
	{ "{" STATUS("pending") "," NAME ",\"challenges\":{}}",
	  "member 'challenges'" },
	{ ONE("\"type\":\"http-01\"," URL ",\"token\":\"../../etc\""),
	  "challenge http-01: the token '../../etc' is not base64url" },
	{ ONE("\"type\":\"http-01\"," URL ",\"token\":\"../a\"},{\"type\":"
	      "\"tls-alpn-01\"," URL "},{\"type\":\"dns-01\"," URL
	      ",\"token\":\"abc\""),
	  "challenge http-01: the token '../a' is not base64url" },
	{ ONE("\"type\":\"tls-alpn-01\"," URL ",\"token\":\"\""),
	  "the token '' is not base64url" },
	{ ONE("\"type\":\"http-01\"," URL ",\"token\":\"a b\""), "'a b'" },
	{ ONE("\"type\":\"http-01\"," URL ",\"token\":\"a\\nb\""),
	  "'a\\u000ab'" },
	{ ONE("\"type\":\"http-01\"," URL ",\"token\":5"), "member 'token'" },
	{ ONE("\"type\":\"http-01\",\"url\":\"http://ca.example/c\""),
	  "challenge http-01: member 'url': URL 'http://ca.example/c'" },
};

static void
names_what_is_wrong(void)
{
	struct acme_authz authz = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		memset(&fault, 0, sizeof(fault));
		CHECK_FOR(bad[i].json,
			  acme_authz_read(acme_span_str(bad[i].json), &authz,
					  &fault) == ACME_ERR_INVALID);
		if (!bytes_hold(fault.text, bad[i].words))
			TEST_FAIL("'%s' has no \"%s\"", fault.text,
				  bad[i].words);
		CHECK_FOR(bad[i].json, !authz.identifier && !authz.challenges &&
					       !authz.n_challenges);
	}
}

static void
check_cut(struct acme_span json)
{
	struct acme_authz authz = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault;

	CHECK_ERR(acme_authz_read(json, &authz, &fault), ACME_ERR_SYNTAX);
	CHECK(!authz.identifier && !authz.challenges);
}

static void
reads_no_half_object(void)
{
	bytes_cut("{" STATUS("pending") "," NAME "," CHALLENGES "}", check_cut);
}

static const struct test tests[] = {
	TEST(reads_members_in_any_order),   TEST(keeps_what_can_be_chosen),
	TEST(tolerates_what_is_not_needed), TEST(names_what_is_wrong),
	TEST(reads_no_half_object),
};

TEST_MAIN(tests)
