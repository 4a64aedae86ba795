/* SPDX-License-Identifier: MIT */
/*
 * Chains: the good ones, and each way in which one can be bad.
 */
#include "crypto/chain.h"

#include "data.h"

#define FILES_MAX 12
#define NAMES_MAX 4
#define TEXT_MAX  (1 << 20)

/* Of leaf.crt: DNS:a.example, DNS:B.example, DNS:*.c.example */
#define ALL                                             \
	{                                               \
		"b.EXAMPLE", "a.example", "*.C.example" \
	}

struct test_case {
	const char *label;
	const char *files[FILES_MAX];
	const char *key;
	const char *names[NAMES_MAX];
	enum acme_err err;
	const char *says;
};

static const struct test_case good[] = {
	{ .label = "usual",
	  .files = { "leaf.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL },
	{ .label = "with its root",
	  .files = { "leaf.crt", "inter.crt", "root.crt" },
	  .key = "p256.jwk",
	  .names = ALL },
	{ .label = "a leaf alone",
	  .files = { "leaf.crt" },
	  .key = "p256.pem",
	  .names = ALL },
	{ .label = "a name twice in the order",
	  .files = { "leaf.crt" },
	  .key = "p256.pem",
	  .names = { "a.example", "b.example", "A.example", "*.c.example" } },
	{ .label = "RSA",
	  .files = { "leaf-rsa.crt", "inter-rsa.crt", "root.crt" },
	  .key = "rsa2048.pem",
	  .names = ALL },
	{ .label = "names not looked at",
	  .files = { "leaf-ip.crt", "inter.crt" },
	  .key = "p256.pem" },
	{ .label = "dates not looked at",
	  .files = { "leaf-old.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL },
};

static const struct test_case bad[] = {
	{ .label = "other key",
	  .files = { "leaf.crt", "inter.crt" },
	  .key = "p384.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "not for our key" },
	{ .label = "other key of its type",
	  .files = { "leaf.crt", "inter.crt" },
	  .key = "p256-short-x.pem",
	  .err = ACME_ERR_INVALID,
	  .says = "not for our key" },
	{ .label = "name missing",
	  .files = { "leaf.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = { "a.example", "b.example", "*.c.example", "d.example" },
	  .err = ACME_ERR_INVALID,
	  .says = "not for d.example" },
	{ .label = "a wildcard is no match for its names",
	  .files = { "leaf.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = { "a.example", "b.example", "x.c.example" },
	  .err = ACME_ERR_INVALID,
	  .says = "not for x.c.example" },
	{ .label = "name too many",
	  .files = { "leaf.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = { "a.example", "*.c.example" },
	  .err = ACME_ERR_INVALID,
	  .says = "also for B.example" },
	{ .label = "an address too many",
	  .files = { "leaf-ip.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = { "a.example" },
	  .err = ACME_ERR_INVALID,
	  .says = "what is no DNS name" },
	{ .label = "no alternative name",
	  .files = { "leaf-nosan.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = { "a.example" },
	  .err = ACME_ERR_INVALID,
	  .says = "not for a.example" },
	{ .label = "wrong order",
	  .files = { "inter.crt", "leaf.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "not for our key" },
	{ .label = "upper part in wrong order",
	  .files = { "leaf.crt", "root.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 1 is not signed by certificate 2" },
	{ .label = "one left out",
	  .files = { "leaf.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 1 is not signed by certificate 2" },
	{ .label = "not related",
	  .files = { "leaf.crt", "inter.crt", "inter-rsa.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 2 is not signed by certificate 3" },
	{ .label = "same issuer's name, other key",
	  .files = { "leaf.crt", "impostor.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 1 is not signed by certificate 2" },
	{ .label = "signed by what is no CA",
	  .files = { "leaf-notca.crt", "notca.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 1 is not signed by certificate 2" },
	{ .label = "leaf twice",
	  .files = { "leaf.crt", "leaf.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 1 is there again as 2" },
	{ .label = "root twice",
	  .files = { "leaf.crt", "inter.crt", "root.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 3 is there again as 4" },
	{ .label = "SHA-1",
	  .files = { "leaf-sha1.crt", "inter-rsa.crt" },
	  .key = "rsa2048.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "too weak" },
	{ .label = "unknown critical extension",
	  .files = { "leaf-critical.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = { "a.example" },
	  .err = ACME_ERR_INVALID,
	  .says = "line 1: certificate: X509" },
	{ .label = "serial number too long",
	  .files = { "leaf-longserial.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "serial number" },
	{ .label = "a key in it",
	  .files = { "leaf.crt", "p384.pem", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "no CERTIFICATE" },
	{ .label = "too many",
	  .files = { "leaf.crt", "inter.crt", "root.crt", "root.crt",
		     "root.crt", "root.crt", "root.crt", "root.crt", "root.crt",
		     "root.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_LIMIT,
	  .says = "more than 10 certificates" },
	{ .label = "empty",
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "no certificate in it" },
};

static enum acme_err
check(const struct test_case *c, struct acme_cert_info *info,
      struct acme_fault *fault)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_key *key = data_key(c->key);
	enum acme_err err;
	size_t i, n_names = 0;

	for (i = 0; i < FILES_MAX && c->files[i]; i++)
		data_add(&text, c->files[i]);
	while (n_names < NAMES_MAX && c->names[n_names])
		n_names++;
	err = acme_chain_check(acme_buf_span(&text), key, c->names, n_names,
			       info, fault);
	acme_key_unref(key);
	acme_buf_clear(&text);
	return err;
}

static void
good_chains(void)
{
	struct acme_cert_info info;
	struct acme_fault fault = { ACME_OK, "" };
	unsigned int n_files;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		if (check(&good[i], &info, &fault))
			TEST_FAIL("%s: %s", good[i].label, fault.text);
		for (n_files = 0; good[i].files[n_files]; n_files++)
			;
		CHECK_INT(info.n_certs, n_files);
		CHECK_FOR(good[i].label, strstr(info.issuer, "CA"));
	}
}

static void
bad_chains(void)
{
	struct acme_cert_info info = data_no_info;
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (check(&bad[i], &info, &fault) != bad[i].err ||
		    !strstr(fault.text, bad[i].says))
			TEST_FAIL("%s: \"%s\"", bad[i].label, fault.text);
		CHECK_FOR(bad[i].label, data_is_no_info(&info));
	}
}

/* One letter of a signature or a body changed: never a good chain. */
static void
damaged(void)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_key *key = data_key("p256.pem");
	struct acme_cert_info info;
	size_t at;
	char was;

	data_add(&text, "leaf.crt");
	data_add(&text, "inter.crt");
	for (at = 0; at + 100 < text.len / 2; at += 7) {
		was = text.data[at];
		text.data[at] = was == 'A' ? 'B' : 'A';
		CHECK(acme_chain_check(acme_buf_span(&text), key, NULL, 0,
				       &info, NULL) != ACME_OK);
		text.data[at] = was;
	}
	CHECK_OK(acme_chain_check(acme_buf_span(&text), key, NULL, 0, &info,
				  NULL));
	acme_key_unref(key);
	acme_buf_clear(&text);
}

static const struct test tests[] = {
	TEST(good_chains),
	TEST(bad_chains),
	TEST(damaged),
};

TEST_MAIN(tests)
