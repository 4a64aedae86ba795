/* SPDX-License-Identifier: MIT */
/* Which texts are a chain and its key, and what is said of the others. */
#include "crypto/x509/identity_private.h"

#include "crypto/data.h"
#include "crypto/x509_write/challenge_cert.h"

#define FILES_MAX 3
#define TEXT_MAX  (1 << 20)

struct test_case {
	const char *label;
	const char *chain[FILES_MAX];
	const char *key;
	size_t n_certs; /* 0: refused, */
	enum acme_err err;
	const char *says; /* with these words */
};

static const struct test_case cases[] = {
	{ "EC", { "leaf.crt", "inter.crt" }, "p256.pem", 2, ACME_OK, NULL },
	{ "RSA",
	  { "leaf-rsa.crt", "inter-rsa.crt", "root.crt" },
	  "rsa2048.pem",
	  3,
	  ACME_OK,
	  NULL },
	{ "a curve that is none of the key types",
	  { "leaf-p521.crt" },
	  "p521.pem",
	  1,
	  ACME_OK,
	  NULL },
	{ "a leaf alone", { "leaf.crt" }, "p256-pkcs8.pem", 1, ACME_OK, NULL },
	{ "other blocks between",
	  { "p384.pem", "leaf.crt", "rsa2048.pem" },
	  "p256.pem",
	  1,
	  ACME_OK,
	  NULL },
	{ "labels of OpenSSL's",
	  { "leaf-trusted.crt", "leaf-x509.crt" },
	  "p256.pem",
	  2,
	  ACME_OK,
	  NULL },
	{ "a CA that is limited, critically",
	  { "leaf-constrained.crt", "constrained.crt" },
	  "p256.pem",
	  2,
	  ACME_OK,
	  NULL },
	{ "expired", { "leaf-old.crt" }, "p256.pem", 1, ACME_OK, NULL },
	{ "out of order",
	  { "inter.crt", "leaf.crt" },
	  "p256.pem",
	  0,
	  ACME_ERR_INVALID,
	  "the key is not the certificate's" },
	{ "a key of another type",
	  { "leaf.crt" },
	  "rsa2048.pem",
	  0,
	  ACME_ERR_INVALID,
	  "the key is not the certificate's" },
	{ "another key of its type",
	  { "leaf.crt" },
	  "p256-short-x.pem",
	  0,
	  ACME_ERR_INVALID,
	  "the key is not the certificate's" },
	{ "no certificate",
	  { "p256.pem" },
	  "p256.pem",
	  0,
	  ACME_ERR_INVALID,
	  "there is no certificate in the chain" },
	{ "no text",
	  { NULL },
	  "p256.pem",
	  0,
	  ACME_ERR_INVALID,
	  "there is no certificate in the chain" },
	{ "no key",
	  { "leaf.crt" },
	  "leaf.crt",
	  0,
	  ACME_ERR_INVALID,
	  "no PRIVATE KEY" },
	{ "a key that is encrypted",
	  { "leaf.crt" },
	  "encrypted.pem",
	  0,
	  ACME_ERR_INVALID,
	  "encrypted" },
	{ "a critical extension that nobody knows",
	  { "leaf-critical.crt" },
	  "p256.pem",
	  0,
	  ACME_ERR_INVALID,
	  "certificate" },
};

static void
read_texts(const struct test_case *c, struct acme_buf *chain,
	   struct acme_buf *key)
{
	size_t i;

	*chain = *key = (struct acme_buf)ACME_BUF_INIT(TEXT_MAX);
	for (i = 0; i < FILES_MAX && c->chain[i]; i++)
		data_add(chain, c->chain[i]);
	data_add(key, c->key);
}

static size_t
n_certs(const struct acme_identity *identity)
{
	const mbedtls_x509_crt *crt = &identity->chain;
	size_t n = 0;

	for (; crt; crt = crt->next)
		n++;
	return n;
}

static void
texts(void)
{
	struct acme_identity *const none = (struct acme_identity *)&cases;
	struct acme_identity *identity;
	struct acme_fault fault;
	struct acme_buf chain, key;
	enum acme_err err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		read_texts(&cases[i], &chain, &key);
		identity = none;
		fault = (struct acme_fault){ ACME_OK, "" };
		err = acme_identity_parse(acme_buf_span(&chain),
					  acme_buf_span(&key), &identity,
					  &fault);
		acme_buf_clear(&chain);
		acme_buf_clear(&key);
		if (err != cases[i].err ||
		    (err && !strstr(fault.text, cases[i].says)))
			TEST_FAIL("%s: %s, %s", cases[i].label,
				  acme_err_name(err), fault.text);
		CHECK_FOR(cases[i].label,
			  err ? identity == none
			      : n_certs(identity) == cases[i].n_certs);
		if (!err)
			acme_identity_unref(identity);
	}
}

/* Each of its bytes changed, and each of its prefixes: read, or refused. */
static void
damaged(void)
{
	const struct test_case good = { .chain = { "leaf.crt", "inter.crt" },
					.key = "p256.pem" };
	struct acme_identity *identity;
	struct acme_buf chain, key;
	size_t i;
	char kept;

	read_texts(&good, &chain, &key);
	for (i = 0; i < chain.len; i++) {
		kept = chain.data[i];
		chain.data[i] = (char)(kept ^ 4);
		if (!acme_identity_parse(acme_buf_span(&chain),
					 acme_buf_span(&key), &identity, NULL))
			acme_identity_unref(identity);
		chain.data[i] = kept;
		if (!acme_identity_parse(acme_span(chain.data, i),
					 acme_buf_span(&key), &identity, NULL))
			acme_identity_unref(identity);
	}
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
}

/* Its extension is critical, and mbedTLS does not know it. */
static void
of_a_challenge(void)
{
	struct acme_buf cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_identity *identity = NULL;

	CHECK_OK(acme_challenge_cert_make("a.example", ACME_SPAN("t.h"), &cert,
					  &key, NULL));
	CHECK_OK(acme_identity_parse(acme_buf_span(&cert),
				     acme_buf_span(&key.buf), &identity, NULL));
	CHECK_INT(n_certs(identity), 1);
	acme_identity_unref(identity);
	acme_buf_clear(&cert);
	acme_secret_clear(&key);
}

static struct acme_identity *
read_good(const char *key_file)
{
	const struct test_case good = { .chain = { "leaf.crt" },
					.key = key_file };
	struct acme_identity *identity = NULL;
	struct acme_buf chain, key;

	read_texts(&good, &chain, &key);
	CHECK_OK(acme_identity_parse(acme_buf_span(&chain), acme_buf_span(&key),
				     &identity, NULL));
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
	return identity;
}

/* Whatever form it was read in, it is written in one. */
static void
key_of_it(void)
{
	struct acme_secret sec1 = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_secret pkcs8 = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_identity *a = read_good("p256.pem");
	struct acme_identity *b = read_good("p256-pkcs8.pem");

	CHECK_OK(acme_identity_key_pem(a, &sec1));
	CHECK_OK(acme_identity_key_pem(b, &pkcs8));
	CHECK(sec1.buf.len > 0);
	CHECK_SPAN(acme_buf_span(&sec1.buf), acme_buf_span(&pkcs8.buf));
	acme_identity_unref(a);
	acme_identity_unref(b);
	acme_secret_clear(&sec1);
	acme_secret_clear(&pkcs8);
}

/* Under the one label, without what was around it. */
static void
chain_of_it(void)
{
	const struct test_case odd = {
		.chain = { "p384.pem", "leaf-trusted.crt", "leaf-x509.crt" },
		.key = "p256.pem"
	};
	struct acme_identity *identity = NULL;
	struct acme_buf chain, key, pem = ACME_BUF_INIT(TEXT_MAX);

	read_texts(&odd, &chain, &key);
	CHECK_OK(acme_identity_parse(acme_buf_span(&chain), acme_buf_span(&key),
				     &identity, NULL));
	CHECK_OK(acme_identity_chain_pem(identity, &pem));
	acme_identity_unref(identity);
	acme_buf_clear(&chain);
	data_add(&chain, "leaf.crt");
	CHECK(pem.len > chain.len);
	CHECK_SPAN(acme_span(pem.data, chain.len), acme_buf_span(&chain));
	CHECK_SPAN(acme_span(pem.data + chain.len, pem.len - chain.len),
		   acme_buf_span(&chain));
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
	acme_buf_clear(&pem);
}

/* It is there until the last one has done with it. */
static void
counted(void)
{
	struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_identity *identity = read_good("p256.pem");
	struct acme_identity *same = acme_identity_ref(identity);

	CHECK(same == identity);
	acme_identity_unref(identity);
	CHECK_INT(n_certs(same), 1);
	CHECK_OK(acme_identity_key_pem(same, &pem));
	acme_identity_unref(same);
	acme_identity_unref(NULL);
	acme_secret_clear(&pem);
}

static const struct test tests[] = {
	TEST(texts),	 TEST(damaged),	    TEST(of_a_challenge),
	TEST(key_of_it), TEST(chain_of_it), TEST(counted),
};

TEST_MAIN(tests)
