/* SPDX-License-Identifier: MIT */
/*
 * The probe: it shows which leaf is served, whatever it is worth.
 */
#include "test.h"
#include "tls_pair.h"

#include <mbedtls/x509_crt.h>

static void
check_leaf(const struct tls_pair *pair, const char *path)
{
	mbedtls_x509_crt crt;

	mbedtls_x509_crt_init(&crt);
	CHECK_INT(mbedtls_x509_crt_parse_file(&crt, path), 0);
	CHECK(acme_span_equal(acme_tls_peer_leaf(pair->tls),
			      acme_span(crt.raw.p, crt.raw.len)));
	mbedtls_x509_crt_free(&crt);
}

static void
probe_shows_any_leaf(void)
{
	static const struct {
		const char *chain, *path;
	} cases[] = {
		{ "expired.pem", TEST_DATA "/tls/expired.pem" },
		{ "self-signed.pem", TEST_DATA "/tls/self-signed.pem" },
		{ "chain.pem", TEST_DATA "/tls/chain.pem" },
	};
	struct tls_pair pair;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		tls_pair_init(&pair, cases[i].chain, NULL, "www.test");
		CHECK_INT(acme_tls_peer_leaf(pair.tls).len, 0);
		CHECK_OK(tls_pair_handshake(&pair));
		CHECK_STR(tls_server_sni(pair.server), "www.test");
		check_leaf(&pair, cases[i].path);
		CHECK(!acme_tls_session_take(pair.tls));
		tls_pair_clear(&pair);
	}
}

static void
probe_shows_the_leaf_to_a_refused_client(void)
{
	struct acme_buf got = ACME_BUF_INIT(4096);
	mbedtls_x509_crt roots;
	enum acme_err err;
	struct tls_pair pair;

	tls_pair_init(&pair, "good.pem", NULL, "ca.test");
	mbedtls_x509_crt_init(&roots);
	CHECK_INT(
		mbedtls_x509_crt_parse_file(&roots, TEST_DATA "/tls/root.pem"),
		0);
	mbedtls_ssl_conf_ca_chain(tls_server_config(pair.server), &roots, NULL);
	mbedtls_ssl_conf_authmode(tls_server_config(pair.server),
				  MBEDTLS_SSL_VERIFY_REQUIRED);
	/* TLS 1.2 refuses in the handshake, 1.3 in what follows it. */
	err = tls_pair_handshake(&pair);
	if (!err) {
		tls_pair_to_client(&pair);
		err = acme_tls_read(pair.tls, &got, &pair.fault);
	}
	CHECK(err == ACME_ERR_TLS || err == ACME_ERR_CLOSED);
	CHECK(pair.server_rc);
	check_leaf(&pair, TEST_DATA "/tls/good.pem");
	tls_pair_clear(&pair);
	mbedtls_x509_crt_free(&roots);
	acme_buf_clear(&got);
}

static const struct test tests[] = {
	TEST(probe_shows_any_leaf),
	TEST(probe_shows_the_leaf_to_a_refused_client),
};

TEST_MAIN(tests)
