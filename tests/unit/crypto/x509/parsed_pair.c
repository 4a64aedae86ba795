/* SPDX-License-Identifier: MIT */
/* Which texts are a chain and its key, and what is said of the others. */
#include "crypto/x509/parsed_pair.h"
#include "crypto/x509/parsed_pair_private.h"

#include "crypto/data.h"
#include "crypto/x509_write/challenge_cert.h"
#include "format/exact.h"

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
	  "certificate: " },
	{ "the same behind a good one",
	  { "leaf.crt", "leaf-critical.crt" },
	  "p256.pem",
	  0,
	  ACME_ERR_INVALID,
	  "certificate: " },
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
n_certs(const struct acme_parsed_pair *pair)
{
	const mbedtls_x509_crt *crt = &pair->chain;
	size_t n = 0;

	for (; crt; crt = crt->next)
		n++;
	return n;
}

static void
texts(void)
{
	struct acme_parsed_pair *const none = (struct acme_parsed_pair *)&cases;
	struct acme_parsed_pair *pair;
	struct acme_fault fault;
	struct acme_buf chain, key;
	enum acme_err err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		read_texts(&cases[i], &chain, &key);
		pair = none;
		fault = (struct acme_fault){ ACME_OK, "" };
		err = acme_parsed_pair_parse(acme_buf_span(&chain),
					     acme_buf_span(&key), &pair,
					     &fault);
		acme_buf_clear(&chain);
		acme_buf_clear(&key);
		if (err != cases[i].err ||
		    (err && !strstr(fault.text, cases[i].says)))
			TEST_FAIL("%s: %s, %s", cases[i].label,
				  acme_err_name(err), fault.text);
		CHECK_FOR(cases[i].label,
			  err ? pair == none
			      : n_certs(pair) == cases[i].n_certs);
		if (!err)
			acme_parsed_pair_unref(pair);
	}
}

/* In a copy that ends where it ends: how many certificates there are; 0: it
 * is refused, which is said.  What is read has the key. */
static size_t
n_read(struct acme_span text, struct acme_span key)
{
	struct acme_parsed_pair *const none = (struct acme_parsed_pair *)&cases;
	struct acme_secret pem = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_parsed_pair *pair = none;
	struct acme_span copy = exact_copy(text);
	struct acme_fault fault = { ACME_OK, "" };
	enum acme_err err = acme_parsed_pair_parse(copy, key, &pair, &fault);
	size_t n;

	exact_free(copy);
	CHECK_INT(fault.err, err);
	CHECK(!err == !fault.text[0]);
	CHECK(!err == (pair != none));
	if (err)
		return 0;
	n = n_certs(pair);
	CHECK_OK(acme_parsed_pair_key_pem(pair, &pem));
	CHECK(strstr(key.data, acme_buf_str(&pem.buf)));
	acme_secret_clear(&pem);
	acme_parsed_pair_unref(pair);
	return n;
}

/* Where the first block of ${text} ends. */
static size_t
end_of_one(const struct acme_buf *text)
{
	static const char end[] = "-----END CERTIFICATE-----";

	return (size_t)(strstr(text->data, end) - text->data) + strlen(end);
}

/* Each of its prefixes: refused before the first block is there as a whole,
 * and where the second has begun. */
static void
cut(void)
{
	const struct test_case good = { .chain = { "leaf.crt", "inter.crt" },
					.key = "p256.pem" };
	struct acme_buf chain, key;
	size_t i, n, one, two;

	read_texts(&good, &chain, &key);
	one = end_of_one(&chain);
	two = chain.len - 1; /* without the last line's end */
	for (i = 0; i <= chain.len; i++) {
		n = n_read(acme_span(chain.data, i), acme_buf_span(&key));
		CHECK(n <= (size_t)(i >= one) + (i >= two));
		CHECK(n || i < two);
		CHECK(n || i != one);
	}
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
}

/* Each of its bytes changed: without the leaf it is none; the other one may be
 * passed over. */
static void
damaged(void)
{
	const struct test_case good = { .chain = { "leaf.crt", "inter.crt" },
					.key = "p256.pem" };
	unsigned int n_refused = 0, n_taken = 0;
	struct acme_buf chain, key;
	size_t i, n, one;

	read_texts(&good, &chain, &key);
	one = end_of_one(&chain);
	for (i = 0; i < chain.len; i++) {
		chain.data[i] ^= 4;
		n = n_read(acme_buf_span(&chain), acme_buf_span(&key));
		chain.data[i] ^= 4;
		CHECK(n != 1 || i >= one);
		n_refused += !n;
		n_taken += n == 2;
	}
	/* Nobody verifies a signature here, and names are as they are. */
	CHECK(n_refused > chain.len / 4 && n_taken > chain.len / 4);
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
}

/* Its extension is critical, and mbedTLS does not know it. */
static void
of_a_challenge(void)
{
	struct acme_buf cert = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_parsed_pair *pair = NULL;

	CHECK_OK(acme_challenge_cert_make("a.example", ACME_SPAN("t.h"), &cert,
					  &key, NULL));
	CHECK_OK(acme_parsed_pair_parse(acme_buf_span(&cert),
					acme_buf_span(&key.buf), &pair, NULL));
	CHECK_INT(n_certs(pair), 1);
	acme_parsed_pair_unref(pair);
	acme_buf_clear(&cert);
	acme_secret_clear(&key);
}

static struct acme_parsed_pair *
read_good(const char *key_file)
{
	const struct test_case good = { .chain = { "leaf.crt" },
					.key = key_file };
	struct acme_parsed_pair *pair = NULL;
	struct acme_buf chain, key;

	read_texts(&good, &chain, &key);
	CHECK_OK(acme_parsed_pair_parse(acme_buf_span(&chain),
					acme_buf_span(&key), &pair, NULL));
	acme_buf_clear(&chain);
	acme_buf_clear(&key);
	return pair;
}

/* Whatever form it was read in, it is written in one. */
static void
key_of_it(void)
{
	struct acme_secret sec1 = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_secret pkcs8 = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_parsed_pair *a = read_good("p256.pem");
	struct acme_parsed_pair *b = read_good("p256-pkcs8.pem");

	CHECK_OK(acme_parsed_pair_key_pem(a, &sec1));
	CHECK_OK(acme_parsed_pair_key_pem(b, &pkcs8));
	CHECK(sec1.buf.len > 0);
	CHECK_SPAN(acme_buf_span(&sec1.buf), acme_buf_span(&pkcs8.buf));
	acme_parsed_pair_unref(a);
	acme_parsed_pair_unref(b);
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
	struct acme_parsed_pair *pair = NULL;
	struct acme_buf chain, key, pem = ACME_BUF_INIT(TEXT_MAX);

	read_texts(&odd, &chain, &key);
	CHECK_OK(acme_parsed_pair_parse(acme_buf_span(&chain),
					acme_buf_span(&key), &pair, NULL));
	CHECK_OK(acme_parsed_pair_chain_pem(pair, &pem));
	acme_parsed_pair_unref(pair);
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
	struct acme_parsed_pair *pair = read_good("p256.pem");
	struct acme_parsed_pair *same = acme_parsed_pair_ref(pair);

	CHECK(same == pair);
	acme_parsed_pair_unref(pair);
	CHECK_INT(n_certs(same), 1);
	CHECK_OK(acme_parsed_pair_key_pem(same, &pem));
	acme_parsed_pair_unref(same);
	acme_parsed_pair_unref(NULL);
	acme_secret_clear(&pem);
}

static const struct test tests[] = {
	TEST(texts),	 TEST(cut),	    TEST(damaged), TEST(of_a_challenge),
	TEST(key_of_it), TEST(chain_of_it), TEST(counted),
};

TEST_MAIN(tests)
