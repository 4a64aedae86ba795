/* SPDX-License-Identifier: MIT */
/*
 * CAs that are limited to names and uses, chains in other orders than the
 * usual, roots in odd files; tests/data/tls/make-limits.sh and make-weak.sh
 * made them.
 */
#include "test.h"
#include "tls_pair.h"

struct test_case {
	const char *chain, *name, *words; /* NULL: taken */
};

#define CHAIN(name) "limits/" name ".pem"
#define TAKES(chain)                   \
	{                              \
		chain, "ca.test", NULL \
	}
#define REFUSES(chain, words)           \
	{                               \
		chain, "ca.test", words \
	}

static void
check(const struct test_case *c, const char *root)
{
	struct tls_pair pair;
	enum acme_err err;

	tls_pair_init(&pair, c->chain, root, c->name);
	err = tls_pair_handshake(&pair);
	if (err != (c->words ? ACME_ERR_TLS : ACME_OK) ||
	    (c->words && !strstr(pair.fault.text, c->words)) ||
	    strstr(pair.fault.text, "\\u000a"))
		TEST_FAIL("%s for %s: %s", c->chain, c->name,
			  err ? pair.fault.text : "taken");
	tls_pair_clear(&pair);
}

static void
check_all(const struct test_case *cases, size_t n, const char *root)
{
	size_t i;

	for (i = 0; i < n; i++)
		check(&cases[i], root);
}

#define CHECK_ALL(cases, root) \
	check_all(cases, sizeof(cases) / sizeof(*(cases)), root)

#define BY_NAME                                                               \
	": certificate is refused: 'CA limited', which is above it, may not " \
	"sign for it (name constraints)"

static void
names_of_an_intermediate(void)
{
	static const struct test_case cases[] = {
		TAKES(CHAIN("permitted")),
		TAKES(CHAIN("permitted-above")),
		TAKES(CHAIN("permitted-two")),
		TAKES(CHAIN("excluded-other")),
		REFUSES(CHAIN("permitted-other"), "ca.test" BY_NAME),
		REFUSES(CHAIN("permitted-like"), BY_NAME),
		REFUSES(CHAIN("permitted-below"), BY_NAME),
		REFUSES(CHAIN("excluded"), BY_NAME),
		REFUSES(CHAIN("garbled"), BY_NAME),
		{ CHAIN("ip"), "127.0.0.1", NULL },
		{ CHAIN("ip"), "::1", BY_NAME },
		{ CHAIN("ip-excluded"), "127.0.0.1", BY_NAME },
		TAKES(CHAIN("mail-not-critical")),
		TAKES(CHAIN("directory")),
		REFUSES(CHAIN("directory-other"), BY_NAME),
		REFUSES(CHAIN("critical"),
			"ca.test: a certificate of its chain has a critical "
			"extension that mbedTLS does not know"),
	};

	CHECK_ALL(cases, "limits/root.pem");
}

static void
names_of_a_root(void)
{
	static const struct test_case cases[] = {
		TAKES(CHAIN("by-constrained")),
		{ CHAIN("by-constrained"), "other.test",
		  "'Root constrained', which is above it, may not sign" },
	};

	static const struct test_case by_mail[] = {
		TAKES(CHAIN("mail")),
		REFUSES(CHAIN("mail-there"),
			"'Root mailbox', which is above it, may not sign"),
	};
	static const struct test_case by_policies = TAKES(CHAIN("by-policies"));

	CHECK_ALL(cases, "limits/constrained.pem");
	CHECK_ALL(by_mail, "limits/mailbox.pem");
	check(&by_policies, "limits/policies.pem");
}

static void
policies(void)
{
	static const struct test_case cases[] = {
		TAKES(CHAIN("policy")),
		TAKES(CHAIN("policy-same")),
		REFUSES(CHAIN("policy-other"),
			"'Root explicit', which is above it, requires a "
			"certificate policy"),
		REFUSES(CHAIN("no-policy"),
			"'Root explicit', which is above it, requires a "
			"certificate policy"),
	};

	CHECK_ALL(cases, "limits/explicit.pem");
}

static void
uses(void)
{
	static const struct test_case cases[] = {
		TAKES(CHAIN("usage-server")),
		TAKES(CHAIN("usage-any")),
		REFUSES(CHAIN("usage-client"),
			"ca.test: certificate is refused: 'CA limited', which "
			"is above it, is not for TLS servers (extended key "
			"usage)"),
	};
	static const struct test_case of_root =
		REFUSES(CHAIN("by-mailer"),
			"'Root mailer', which is above it, is not for TLS");

	CHECK_ALL(cases, "limits/root.pem");
	check(&of_root, "limits/mailer.pem");
}

#define WEAK(name)   "weak/" name ".pem"
#define IS_REFUSED   "ca.test: certificate is refused: "
#define ONE_IS_ABOVE "ca.test: a certificate of its chain is refused: "
#define BY_ITS_HASH  "The certificate is signed with an unacceptable hash."
#define BY_A_KEY                                                             \
	"The certificate is signed with an unacceptable key (eg bad curve, " \
	"RSA too short)."

/* A root's own signature proves nothing, and is nobody's to judge. */
static void
weak_digests_and_keys(void)
{
	static const struct test_case cases[] = {
		TAKES(WEAK("good")),
		REFUSES(WEAK("sha1"), IS_REFUSED BY_ITS_HASH),
		REFUSES(WEAK("sha1-above"), ONE_IS_ABOVE BY_ITS_HASH),
		REFUSES(WEAK("short"), IS_REFUSED BY_A_KEY),
	};
	static const struct test_case by_sha1 = TAKES(WEAK("good"));

	CHECK_ALL(cases, "weak/root.pem");
	check(&by_sha1, "weak/sha1-root.pem");
}

static void
uses_of_the_key(void)
{
	static const struct test_case cases[] = {
		REFUSES(WEAK("usage"),
			IS_REFUSED "its key usage is not for TLS handshakes"),
		REFUSES(WEAK("extended"), IS_REFUSED
			"its extended key usage is not for TLS servers"),
		REFUSES(WEAK("no-signer"),
			"ca.test: certificate is not trusted: no root known "
			"for its issuer 'CA no-signer'"),
	};

	CHECK_ALL(cases, "weak/root.pem");
}

static void
common_name_alone(void)
{
	static const struct test_case alone =
		REFUSES(CHAIN("no-san"),
			"ca.test: certificate is for another name (no name)");

	check(&alone, "limits/root.pem");
}

static void
orders(void)
{
	static const struct test_case cases[] = {
		TAKES(CHAIN("upside-down")),
		TAKES(CHAIN("across-first")),
		REFUSES(CHAIN("across-only"),
			"ca.test: certificate is not trusted: no root known "
			"for its issuer 'CA low'"),
	};
	static const struct test_case of_another =
		REFUSES(CHAIN("upside-down"), "certificate is not trusted");

	CHECK_ALL(cases, "limits/root.pem");
	check(&of_another, "other-root.pem");
}

static void
roots_in_odd_files(void)
{
	static const char *const roots[] = {
		"limits/marked.crt",
		"limits/oldest-label.crt",
		"limits/trusted.crt",
	};
	static const struct test_case taken = TAKES(CHAIN("permitted"));
	size_t i;

	for (i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		check(&taken, roots[i]);
}

/* Its certificate is for RSA's ways of signing too: it is the cipher. */
static void
no_static_rsa(void)
{
	static const int ciphers[] = { MBEDTLS_TLS_RSA_WITH_AES_128_CBC_SHA,
				       MBEDTLS_TLS_RSA_WITH_AES_128_GCM_SHA256,
				       0 };
	struct tls_pair pair;

	tls_pair_init(&pair, "limits/rsa.pem", "limits/root.pem", "ca.test");
	mbedtls_ssl_conf_ciphersuites(tls_server_config(pair.server), ciphers);
	CHECK_ERR(tls_pair_handshake(&pair), ACME_ERR_TLS);
	CHECK(strstr(pair.fault.text, "alert handshake_failure: no cipher"));
	tls_pair_clear(&pair);
	tls_pair_init(&pair, "limits/rsa.pem", "limits/root.pem", "ca.test");
	CHECK_OK(tls_pair_handshake(&pair));
	tls_pair_clear(&pair);
}

static const struct test tests[] = {
	TEST(names_of_an_intermediate),
	TEST(names_of_a_root),
	TEST(policies),
	TEST(uses),
	TEST(weak_digests_and_keys),
	TEST(uses_of_the_key),
	TEST(common_name_alone),
	TEST(orders),
	TEST(roots_in_odd_files),
	TEST(no_static_rsa),
};

TEST_MAIN(tests)
