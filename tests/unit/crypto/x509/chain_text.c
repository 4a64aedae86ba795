/* SPDX-License-Identifier: MIT */
/*
 * Chains in texts that are longer, fuller or other than they should be.
 */
#include "crypto/x509/chain.h"

#include "crypto/data.h"

#define TEXT_MAX (1 << 20)

static enum acme_err
issued(struct acme_span text, struct acme_buf *chain, struct acme_fault *fault)
{
	static const char *const names[] = { "a.example", "b.example",
					     "*.c.example" };
	struct acme_key *key = data_key("p256.pem");
	struct acme_cert_info info;
	enum acme_err err;

	err = acme_chain_issued(text, key, names, 3, chain, &info, fault);
	acme_key_unref(key);
	return err;
}

/* A CA's remarks and line ends are not stored. */
static void
text_around(void)
{
	struct acme_buf plain = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf chain = ACME_BUF_INIT(TEXT_MAX);
	struct acme_fault fault = { ACME_OK, "" };
	size_t i;

	data_add(&plain, "leaf.crt");
	data_add(&plain, "inter.crt");
	CHECK_OK(acme_buf_add(&text, ACME_SPAN("\xef\xbb\xbfsubject=x\r\n")));
	for (i = 0; i < plain.len; i++) {
		if (plain.data[i] == '\n')
			CHECK_OK(acme_buf_add(&text, ACME_SPAN(" \r")));
		CHECK_OK(acme_buf_add(&text, acme_span(&plain.data[i], 1)));
	}
	while (text.len < 2 * ACME_CHAIN_TEXT_MAX)
		CHECK_OK(acme_buf_add(&text, ACME_SPAN("issuer=\x1b[2J\n")));
	if (issued(acme_buf_span(&text), &chain, &fault))
		TEST_FAIL("%s", fault.text);
	CHECK_STR(fault.text, ""); /* of what went well nothing is said */
	CHECK_SPAN(acme_buf_span(&chain), acme_buf_span(&plain));
	acme_buf_clear(&plain);
	acme_buf_clear(&text);
	acme_buf_clear(&chain);
}

/* As many as are wanted, each with another signature. */
static void
add_crowd(struct acme_buf *text, unsigned int n)
{
	struct acme_buf one = ACME_BUF_INIT(TEXT_MAX);
	unsigned int i;
	char *end;

	data_add(&one, "root2.crt");
	end = strstr(one.data, "\n-----END") - 12;
	for (i = 0; i < n; i++) {
		end[0] = (char)('a' + i % 26);
		end[1] = (char)('a' + i / 26);
		CHECK_OK(acme_buf_add(text, acme_buf_span(&one)));
	}
	acme_buf_clear(&one);
}

/* Only so many are looked at, and the leaf is said to come first. */
static void
crowds(void)
{
	struct acme_buf plain = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf chain = ACME_BUF_INIT(TEXT_MAX);
	struct acme_fault fault;

	data_add(&plain, "leaf.crt");
	data_add(&plain, "inter.crt");
	CHECK_OK(acme_buf_add(&text, acme_buf_span(&plain)));
	add_crowd(&text, 100);
	if (issued(acme_buf_span(&text), &chain, &fault))
		TEST_FAIL("%s", fault.text);
	CHECK_SPAN(acme_buf_span(&chain), acme_buf_span(&plain));
	acme_buf_clear(&chain);
	acme_buf_clear(&text);
	add_crowd(&text, 100);
	CHECK_OK(acme_buf_add(&text, acme_buf_span(&plain)));
	CHECK_ERR(issued(acme_buf_span(&text), &chain, &fault), ACME_ERR_LIMIT);
	CHECK(strstr(fault.text, "more than 64 certificates"));
	acme_buf_clear(&plain);
	acme_buf_clear(&text);
	acme_buf_clear(&chain);
}

/* One letter of a signature or a body changed: never a good chain. */
static void
damaged(void)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf chain = ACME_BUF_INIT(TEXT_MAX);
	size_t at;
	char was;

	data_add(&text, "leaf.crt");
	data_add(&text, "inter.crt");
	for (at = 0; at + 100 < text.len / 2; at += 7) {
		was = text.data[at];
		text.data[at] = was == 'A' ? 'B' : 'A';
		CHECK(issued(acme_buf_span(&text), &chain, NULL) != ACME_OK);
		CHECK_INT(chain.len, 0);
		text.data[at] = was;
	}
	CHECK_OK(issued(acme_buf_span(&text), &chain, NULL));
	acme_buf_clear(&text);
	acme_buf_clear(&chain);
}

static const struct test tests[] = {
	TEST(text_around),
	TEST(crowds),
	TEST(damaged),
};

TEST_MAIN(tests)
