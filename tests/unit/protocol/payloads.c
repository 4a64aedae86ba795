/* SPDX-License-Identifier: MIT */
/*
 * The payloads of newAccount, newOrder and finalize, and those of ACME v1,
 * byte by byte.
 */
#include "protocol/v1.h"
#include "protocol/v2/finalize.h"
#include "protocol/v2/new_account.h"
#include "protocol/v2/new_order.h"

#include "test.h"

static const struct {
	const char *email, *json;
} accounts[] = {
	{ NULL, "{\"termsOfServiceAgreed\":true}" },
	{ "admin@a.example", "{\"termsOfServiceAgreed\":true,"
			     "\"contact\":[\"mailto:admin@a.example\"]}" },
	{ "\"a\\b\"@a.example",
	  "{\"termsOfServiceAgreed\":true,"
	  "\"contact\":[\"mailto:\\\"a\\\\b\\\"@a.example\"]}" },
	{ "J\xc3\xb6rg@a.example",
	  "{\"termsOfServiceAgreed\":true,"
	  "\"contact\":[\"mailto:J\xc3\xb6rg@a.example\"]}" },
};

static void
writes_accounts(void)
{
	struct acme_buf json = ACME_BUF_INIT(256);
	size_t i;

	for (i = 0; i < sizeof(accounts) / sizeof(*accounts); i++) {
		CHECK_OK(acme_new_account_write(accounts[i].email, &json));
		CHECK_STR(acme_buf_str(&json), accounts[i].json);
		acme_buf_clear(&json);
	}
}

static void
writes_orders(void)
{
	static const char *const names[] = { "a.example", "*.b.example" };
	struct acme_buf json = ACME_BUF_INIT(256);

	CHECK_OK(acme_new_order_write(names, 1, &json));
	CHECK_STR(acme_buf_str(&json), "{\"identifiers\":[{\"type\":\"dns\","
				       "\"value\":\"a.example\"}]}");
	acme_buf_clear(&json);
	CHECK_OK(acme_new_order_write(names, 2, &json));
	CHECK_STR(acme_buf_str(&json),
		  "{\"identifiers\":[{\"type\":\"dns\",\"value\":"
		  "\"a.example\"},{\"type\":\"dns\",\"value\":"
		  "\"*.b.example\"}]}");
	acme_buf_clear(&json);
}

static void
writes_finalize(void)
{
	struct acme_buf json = ACME_BUF_INIT(256);

	CHECK_OK(acme_finalize_write(ACME_SPAN("\x30\x03\x02\xff\xfe"), &json));
	CHECK_STR(acme_buf_str(&json), "{\"csr\":\"MAMC__4\"}");
	acme_buf_clear(&json);
}

/* Nothing is left of what did not fit, or is not UTF-8. */
static void
writes_all_or_nothing(void)
{
	static const char *const names[] = { "a.example", "b\xff.example" };
	struct acme_buf json = ACME_BUF_INIT(24);

	CHECK_OK(acme_buf_add(&json, ACME_SPAN("before")));
	CHECK_ERR(acme_new_account_write("a@a.example", &json), ACME_ERR_LIMIT);
	CHECK_ERR(acme_new_order_write(names, 1, &json), ACME_ERR_LIMIT);
	CHECK_ERR(acme_finalize_write(ACME_SPAN("0123456789"), &json),
		  ACME_ERR_LIMIT);
	json.limit = 256;
	CHECK_ERR(acme_new_account_write("\xff@a.example", &json),
		  ACME_ERR_SYNTAX);
	CHECK_ERR(acme_new_order_write(names, 2, &json), ACME_ERR_SYNTAX);
	CHECK_STR(acme_buf_str(&json), "before");
	acme_buf_clear(&json);
}

static void
writes_v1(void)
{
	struct acme_buf json = ACME_BUF_INIT(1024);

	CHECK_OK(acme_v1_new_reg_write("a@a.example", &json));
	CHECK_OK(acme_v1_new_reg_write(NULL, &json));
	CHECK_OK(acme_v1_reg_write("https://ca/terms", &json));
	CHECK_OK(acme_v1_reg_write(NULL, &json));
	CHECK_OK(acme_v1_new_authz_write("a.example", &json));
	CHECK_OK(acme_v1_challenge_write("http-01", "t.k", &json));
	CHECK_OK(acme_v1_new_cert_write(ACME_SPAN("\x30\x82"), &json));
	CHECK_STR(acme_buf_str(&json),
		  "{\"resource\":\"new-reg\","
		  "\"contact\":[\"mailto:a@a.example\"]}"
		  "{\"resource\":\"new-reg\"}"
		  "{\"resource\":\"reg\",\"agreement\":\"https://ca/terms\"}"
		  "{\"resource\":\"reg\"}"
		  "{\"resource\":\"new-authz\",\"identifier\":"
		  "{\"type\":\"dns\",\"value\":\"a.example\"}}"
		  "{\"resource\":\"challenge\",\"type\":\"http-01\","
		  "\"keyAuthorization\":\"t.k\"}"
		  "{\"resource\":\"new-cert\",\"csr\":\"MII\"}");
	acme_buf_clear(&json);
}

static const struct test tests[] = {
	TEST(writes_accounts),	     TEST(writes_orders), TEST(writes_finalize),
	TEST(writes_all_or_nothing), TEST(writes_v1),
};

TEST_MAIN(tests)
