/* SPDX-License-Identifier: MIT */
/*
 * Chains: the good ones, and each way in which one can be bad.
 */
#include "crypto/x509/chain.h"

#include "crypto/data.h"

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
	const char *says;	     /* bad ones */
	const char *kept[FILES_MAX]; /* good ones; none: as it came */
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
	{ .label = "dates not looked at",
	  .files = { "leaf-old.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL },
	{ .label = "a CA that is limited, critically",
	  .files = { "leaf-constrained.crt", "constrained.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL },
	{ .label = "the leaf last",
	  .files = { "inter.crt", "leaf.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "upside down",
	  .files = { "root.crt", "inter.crt", "leaf.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt", "root.crt" } },
	{ .label = "upper part in another order",
	  .files = { "leaf.crt", "root.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt", "root.crt" } },
	{ .label = "a foreign one behind it",
	  .files = { "leaf.crt", "inter.crt", "inter-rsa.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "a foreign one before it",
	  .files = { "notca.crt", "leaf.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "of an issuer's name, and not the issuer",
	  .files = { "leaf.crt", "impostor.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "foreign ones that can't be read",
	  .files = { "foreign-ed448.crt", "leaf.crt", "foreign-critical.crt",
		     "inter.crt", "foreign-ed25519.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "a root that can't be read",
	  .files = { "leaf.crt", "inter.crt", "root-critical.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "two intermediates, of which one can't be read",
	  .files = { "leaf.crt", "inter-critical.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "more than ten",
	  .files = { "root2.crt", "inter-rsa.crt", "impostor.crt", "notca.crt",
		     "constrained.crt", "inter-cross.crt", "leaf.crt",
		     "leaf-old.crt", "leaf-ip.crt", "inter.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter-cross.crt", "root2.crt" } },
	{ .label = "leaf twice",
	  .files = { "leaf.crt", "leaf.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "intermediate twice",
	  .files = { "leaf.crt", "inter.crt", "inter.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt", "root.crt" } },
	{ .label = "eleven, and ten of them one",
	  .files = { "leaf.crt", "inter.crt", "root.crt", "root.crt",
		     "root.crt", "root.crt", "root.crt", "root.crt", "root.crt",
		     "root.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt", "root.crt" } },
	{ .label = "signed across, one root",
	  .files = { "leaf.crt", "inter-cross.crt", "inter.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter-cross.crt" } },
	{ .label = "signed across, the other",
	  .files = { "leaf.crt", "inter.crt", "inter-cross.crt", "root2.crt",
		     "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt", "root.crt" } },
	{ .label = "labels of OpenSSL's",
	  .files = { "leaf-trusted.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
	{ .label = "the oldest label",
	  .files = { "leaf-x509.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .kept = { "leaf.crt", "inter.crt" } },
};

static const struct test_case bad[] = {
	{ .label = "other key",
	  .files = { "leaf.crt", "inter.crt" },
	  .key = "p384.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "the first certificate is not for our key, and no other is" },
	{ .label = "other key of its type",
	  .files = { "leaf.crt" },
	  .key = "p256-short-x.pem",
	  .err = ACME_ERR_INVALID,
	  .says = "the first certificate is not for our key" },
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
	  .says = "for a name that is no DNS name, which was not" },
	{ .label = "a common name is no name",
	  .files = { "leaf-nosan.crt", "inter.crt" },
	  .key = "p256.pem",
	  .names = { "a.example" },
	  .err = ACME_ERR_INVALID,
	  .says = "not for a.example" },
	{ .label = "one left out",
	  .files = { "leaf.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "signed by none of the others" },
	{ .label = "same issuer's name, other key",
	  .files = { "leaf.crt", "impostor.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "signed by none of the others" },
	{ .label = "signed by what is no CA",
	  .files = { "leaf-notca.crt", "notca.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "signed by none of the others" },
	{ .label = "SHA-1",
	  .files = { "leaf-sha1.crt", "inter-rsa.crt" },
	  .key = "rsa2048.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate 1 is signed with an algorithm or key that is "
		  "too weak" },
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
	{ .label = "the intermediate can't be read",
	  .files = { "leaf.crt", "inter-critical.crt", "root.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "line 13: certificate: X509" },
	{ .label = "an upper part can't be read",
	  .files = { "leaf.crt", "inter.crt", "across-critical.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "certificate: X509" },
	{ .label = "a leaf alone, and a foreign one that can't be read",
	  .files = { "leaf.crt", "foreign-ed25519.crt" },
	  .key = "p256.pem",
	  .names = ALL,
	  .err = ACME_ERR_INVALID,
	  .says = "signed by none of the others" },
	{ .label = "too long a path",
	  .files = { "long.crt" },
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

static void
read_files(const char *const files[FILES_MAX], struct acme_buf *text)
{
	size_t i;

	for (i = 0; i < FILES_MAX && files[i]; i++)
		data_add(text, files[i]);
}

static enum acme_err
check(const struct test_case *c, struct acme_buf *chain,
      struct acme_cert_info *info, struct acme_fault *fault)
{
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_key *key = data_key(c->key);
	enum acme_err err;
	size_t n_names = 0;

	read_files(c->files, &text);
	while (n_names < NAMES_MAX && c->names[n_names])
		n_names++;
	err = acme_chain_issued(acme_buf_span(&text), key, c->names, n_names,
				chain, info, fault);
	acme_key_unref(key);
	acme_buf_clear(&text);
	return err;
}

static void
good_chains(void)
{
	struct acme_buf chain = ACME_BUF_INIT(TEXT_MAX);
	struct acme_buf want = ACME_BUF_INIT(TEXT_MAX);
	struct acme_fault fault = { ACME_OK, "" };
	struct acme_cert_info info;
	const char *const *kept;
	unsigned int n_files;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		if (check(&good[i], &chain, &info, &fault))
			TEST_FAIL("%s: %s", good[i].label, fault.text);
		kept = good[i].kept[0] ? good[i].kept : good[i].files;
		for (n_files = 0; kept[n_files]; n_files++)
			;
		read_files(kept, &want);
		if (!acme_span_equal(acme_buf_span(&chain),
				     acme_buf_span(&want)))
			TEST_FAIL("%s: %s", good[i].label,
				  acme_buf_str(&chain));
		CHECK_INT(info.n_certs, n_files);
		CHECK_FOR(good[i].label, strstr(info.issuer, "CA"));
		acme_buf_clear(&chain);
		acme_buf_clear(&want);
	}
}

static void
bad_chains(void)
{
	struct acme_cert_info info = data_no_info;
	struct acme_buf chain = ACME_BUF_INIT(TEXT_MAX);
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (check(&bad[i], &chain, &info, &fault) != bad[i].err ||
		    !strstr(fault.text, bad[i].says))
			TEST_FAIL("%s: \"%s\"", bad[i].label, fault.text);
		CHECK_FOR(bad[i].label, data_is_no_info(&info));
		CHECK_FOR(bad[i].label, !chain.len);
	}
}

/* What lies on disk is served as it is, and only its first one is looked at. */
static void
on_disk(void)
{
	static const struct {
		const char *files[FILES_MAX], *key, *says;
	} cases[] = {
		{ { "leaf.crt", "inter.crt" }, "p256.pem", NULL },
		{ { "leaf-trusted.crt", "notca.crt" }, "p256.pem", NULL },
		{ { "leaf-ip.crt", "p256.pem" }, "p256.pem", NULL },
		{ { "p256.pem", "leaf-x509.crt" }, "p256.pem", NULL },
		{ { "inter.crt", "leaf.crt" }, "p256.pem", "not for this key" },
		{ { "p256.pem" }, "p256.pem", "no CERTIFICATE" },
	};
	struct acme_buf text = ACME_BUF_INIT(TEXT_MAX);
	struct acme_cert_info info;
	struct acme_fault fault;
	struct acme_key *key;
	enum acme_err err;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fault.text[0] = '\0';
		read_files(cases[i].files, &text);
		key = data_key(cases[i].key);
		err = acme_chain_is_for(acme_buf_span(&text), key, &info,
					&fault);
		acme_key_unref(key);
		acme_buf_clear(&text);
		CHECK_INT(err, cases[i].says ? ACME_ERR_INVALID : ACME_OK);
		CHECK_FOR(fault.text,
			  !cases[i].says || strstr(fault.text, cases[i].says));
	}
}

static const struct test tests[] = {
	TEST(good_chains),
	TEST(bad_chains),
	TEST(on_disk),
};

TEST_MAIN(tests)
