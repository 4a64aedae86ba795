/* SPDX-License-Identifier: MIT */
/*
 * Key pairs: types, generation, PEM, counting.
 */
#include "crypto/key/key.h"

#include "crypto/data.h"

static void
type_names(void)
{
	static const char *const names[] = { "p256", "p384", "rsa2048",
					     "rsa3072", "rsa4096" };
	static const char *const bad[] = { "", "P256", "p25", "p2566", "rsa" };
	enum acme_key_type type = ACME_KEY__MAX;
	size_t i;

	for (i = 0; i < ACME_KEY__MAX; i++) {
		CHECK_FOR(names[i],
			  acme_key_type_parse(acme_span_str(names[i]), &type));
		CHECK_INT(type, i);
		CHECK_STR(acme_key_type_name(type), names[i]);
	}
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CHECK_FOR(bad[i],
			  !acme_key_type_parse(acme_span_str(bad[i]), &type));
		CHECK_INT(type, ACME_KEY_RSA4096);
	}
	CHECK_STR(acme_key_type_name(ACME_KEY__MAX), "unknown");
}

static void
generate_and_pem(void)
{
	/* The larger RSA keys take too long to be made in a test. */
	static const enum acme_key_type types[] = { ACME_KEY_P256,
						    ACME_KEY_P384,
						    ACME_KEY_RSA2048 };
	struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_key *key, *again, *other;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		key = again = NULL;
		CHECK_OK(acme_key_generate(types[i], &key, NULL));
		CHECK_INT(acme_key_type(key), types[i]);
		CHECK_OK(acme_key_to_pem(key, &pem));
		CHECK_OK(acme_key_from_pem(acme_buf_span(&pem.buf), &again,
					   NULL));
		CHECK_INT(acme_key_type(again), types[i]);
		CHECK(data_same_key(key, again));
		acme_key_unref(key);
		acme_key_unref(again);
		acme_secret_clear(&pem);
	}
	CHECK_OK(acme_key_generate(ACME_KEY_P256, &key, NULL));
	CHECK_OK(acme_key_generate(ACME_KEY_P256, &other, NULL));
	CHECK(!data_same_key(key, other));
	acme_key_unref(key);
	acme_key_unref(other);
}

static void
pem_of_others(void)
{
	static const struct {
		const char *file, *twin;
		enum acme_key_type type;
	} cases[] = {
		{ "p256.pem", "p256-pkcs8.pem", ACME_KEY_P256 },
		{ "p384.pem", "p384.jwk", ACME_KEY_P384 },
		{ "rsa2048.pem", "rsa2048-pkcs8.pem", ACME_KEY_RSA2048 },
		{ "rsa3072.pem", "rsa3072.jwk", ACME_KEY_RSA3072 },
		{ "rsa4096.pem", "rsa4096.jwk", ACME_KEY_RSA4096 },
	};
	struct acme_key *key, *twin;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		key = data_key(cases[i].file);
		twin = data_key(cases[i].twin);
		CHECK_INT(acme_key_type(key), cases[i].type);
		CHECK_INT(acme_key_type(twin), cases[i].type);
		CHECK_FOR(cases[i].file, data_same_key(key, twin));
		acme_key_unref(key);
		acme_key_unref(twin);
	}
}

/* As OpenSSL writes it, letter by letter. */
static void
pem_is_openssls(void)
{
	static const char *const files[] = { "p384.pem", "rsa2048.pem",
					     "rsa3072.pem", "rsa4096.pem" };
	struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_buf want = ACME_BUF_INIT(1 << 20);
	struct acme_key *key;
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		key = data_key(files[i]);
		data_add(&want, files[i]);
		CHECK_OK(acme_key_to_pem(key, &pem));
		CHECK_SPAN(acme_buf_span(&pem.buf), acme_buf_span(&want));
		acme_key_unref(key);
		acme_secret_clear(&pem);
		acme_buf_clear(&want);
	}
}

static void
bad_files(void)
{
	static const struct {
		const char *file, *says;
	} cases[] = {
		{ "p521.pem", "secp521r1 is not supported" },
		{ "rsa1024.pem", "RSA of 1024 bits is not supported" },
		{ "encrypted.pem", "encrypted" },
		{ "ed25519.pem", "reading it" },
		{ "mismatch.pem", "do not belong together" },
		{ "leaf.crt", "no PRIVATE KEY" },
	};
	char untouched;
	struct acme_key *key = (struct acme_key *)&untouched;
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK_ERR(data_read_key(cases[i].file, &key, &fault),
			  ACME_ERR_INVALID);
		CHECK_INT(fault.err, ACME_ERR_INVALID);
		if (!strstr(fault.text, cases[i].says))
			TEST_FAIL("%s: \"%s\"", cases[i].file, fault.text);
		CHECK_FOR(cases[i].file, key == (struct acme_key *)&untouched);
	}
}

static void
bad_text(void)
{
#define BEGIN "-----BEGIN PRIVATE KEY-----\n"
#define END   "-----END PRIVATE KEY-----\n"
	static const struct {
		const char *pem;
		enum acme_err err;
	} cases[] = {
		{ "", ACME_ERR_INVALID },
		{ "no key\n", ACME_ERR_INVALID },
		{ BEGIN END, ACME_ERR_SYNTAX },
		{ BEGIN "MAA=\n" END, ACME_ERR_INVALID },
		{ BEGIN "M*A=\n" END, ACME_ERR_SYNTAX },
		{ BEGIN "MAA=\n", ACME_ERR_SYNTAX },
	};
	struct acme_key *key = NULL;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CHECK_ERR(acme_key_from_pem(acme_span_str(cases[i].pem), &key,
					    NULL),
			  cases[i].err);
		CHECK_FOR(cases[i].pem, !key);
	}
}

static void
text_around_a_key(void)
{
	struct acme_buf text = ACME_BUF_INIT(1 << 20);
	struct acme_key *key = NULL, *want = data_key("p384.pem");

	CHECK_OK(acme_buf_add(&text, ACME_SPAN("My key.\r\n")));
	data_add(&text, "leaf.crt");
	data_add(&text, "p384.pem");
	data_add(&text, "p256.pem");
	CHECK_OK(acme_key_from_pem(acme_buf_span(&text), &key, NULL));
	CHECK(data_same_key(key, want));
	acme_key_unref(key);
	acme_key_unref(want);
	acme_buf_clear(&text);
}

static void
limits(void)
{
	struct acme_secret pem = ACME_SECRET_INIT(64);
	struct acme_buf text = ACME_BUF_INIT(1 << 20);
	struct acme_key *key = data_key("p256.pem");
	size_t i;

	CHECK_OK(acme_buf_add(&pem.buf, ACME_SPAN("before")));
	CHECK_ERR(acme_key_to_pem(key, &pem), ACME_ERR_LIMIT);
	CHECK_ERR(acme_key_to_jwk(key, &pem), ACME_ERR_LIMIT);
	CHECK_ERR(acme_key_public_jwk(key, &pem.buf), ACME_ERR_LIMIT);
	CHECK_SPAN(acme_buf_span(&pem.buf), ACME_SPAN("before"));
	acme_secret_clear(&pem);
	acme_key_unref(key);

	key = NULL;
	CHECK_OK(acme_buf_add(&text,
			      ACME_SPAN("-----BEGIN PRIVATE KEY-----\n")));
	for (i = 0; i <= ACME_KEY_TEXT_MAX / 3; i++)
		CHECK_OK(acme_buf_add(&text, ACME_SPAN("AAAA\n")));
	CHECK_OK(acme_buf_add(&text, ACME_SPAN("-----END PRIVATE KEY-----\n")));
	CHECK_ERR(acme_key_from_pem(acme_buf_span(&text), &key, NULL),
		  ACME_ERR_LIMIT);
	CHECK(!key);
	acme_buf_clear(&text);
}

static void
counting(void)
{
	struct acme_key *key = data_key("p256.pem");

	CHECK(acme_key_ref(key) == key);
	acme_key_unref(key);
	CHECK_INT(acme_key_type(key), ACME_KEY_P256);
	acme_key_unref(key);
	acme_key_unref(NULL);
}

static const struct test tests[] = {
	TEST(type_names),	 TEST(generate_and_pem), TEST(pem_of_others),
	TEST(pem_is_openssls),	 TEST(bad_files),	 TEST(bad_text),
	TEST(text_around_a_key), TEST(limits),		 TEST(counting),
};

TEST_MAIN(tests)
