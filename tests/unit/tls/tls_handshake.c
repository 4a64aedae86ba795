/* SPDX-License-Identifier: MIT */
/*
 * Which peers are taken, which are refused and with what words, and that the
 * split of the bytes decides nothing.
 */
#include "test.h"
#include "tls_pair.h"

static void
takes_good_peers(void)
{
	static const struct {
		const char *label, *chain, *name, *sni;
	} cases[] = {
		{ "name", "good.pem", "ca.test", "ca.test" },
		{ "letters", "good.pem", "ACME.ca.test", "ACME.ca.test" },
		{ "intermediate", "chain.pem", "ca.test", "ca.test" },
		{ "ipv4", "ip.pem", "127.0.0.1", "" },
		{ "ipv6", "ip.pem", "::1", "" },
		{ "ipv6, long", "ip.pem", "0:0:0:0:0:0:0:1", "" },
		{ "name beside ips", "ip.pem", "ca.test", "ca.test" },
	};
	static const size_t steps[] = { 0, 1, 7 };
	struct tls_pair pair;
	size_t i;

	for (i = 0; i < 3 * sizeof(cases) / sizeof(*cases); i++) {
		tls_pair_init(&pair, cases[i / 3].chain, "root.pem",
			      cases[i / 3].name);
		pair.step = steps[i % 3];
		CHECK_FOR(cases[i / 3].label, !tls_pair_handshake(&pair));
		CHECK_INT(pair.server_rc, 0);
		CHECK_STR(tls_server_alpn(pair.server), "http/1.1");
		CHECK_STR(tls_server_sni(pair.server), cases[i / 3].sni);
		CHECK(acme_tls_peer_leaf(pair.tls).len > 0);
		tls_pair_clear(&pair);
	}
}

static const struct {
	const char *chain, *root, *name, *words;
} refusals[] = {
	{ "expired.pem", "root.pem", "ca.test",
	  "ca.test: certificate expired at 2001-01-01 00:00:00 UTC" },
	{ "good.pem", "root.pem", "other.test",
	  "other.test: certificate is for another name (ca.test, "
	  "acme.ca.test)" },
	{ "good.pem", "other-root.pem", "ca.test",
	  "ca.test: certificate is not trusted: no root known for its "
	  "issuer 'Test Root' (ca-file may name one)" },
	{ "chain.pem", "other-root.pem", "ca.test",
	  "ca.test: certificate is not trusted: no root known for its "
	  "issuer 'Test Intermediate' (ca-file may name one)" },
	{ "self-signed.pem", "root.pem", "ca.test",
	  "ca.test: certificate is not trusted: no root known for its "
	  "issuer 'leaf' (ca-file may name one)" },
	{ "ip.pem", "root.pem", "127.0.0.2",
	  "127.0.0.2: certificate is for another name (127.0.0.1, "
	  "::1, ca.test)" },
	{ "ip.pem", "root.pem", "::2",
	  "::2: certificate is for another name (127.0.0.1, ::1, "
	  "ca.test)" },
	{ "ip-as-dns.pem", "root.pem", "127.0.0.1",
	  "127.0.0.1: certificate is for another name (127.0.0.1, "
	  "abcd)" },
	{ "ip-as-dns.pem", "root.pem", "97.98.99.100",
	  "97.98.99.100: certificate is for another name (127.0.0.1, "
	  "abcd)" },
	{ "names.pem", "root.pem", "ca.test",
	  "ca.test: certificate is for another name (another kind of name, "
	  "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz.test, ...)" },
	{ "good.pem", "root.pem", "127.0.0.1",
	  "127.0.0.1: certificate is for another name (ca.test, "
	  "acme.ca.test)" },
	{ "good.pem", "other-root.pem", "other.test",
	  "other.test: certificate is for another name (ca.test, "
	  "acme.ca.test)" },
};

static void
refuses_with_words(void)
{
	struct tls_pair pair;
	size_t i;

	for (i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		tls_pair_init(&pair, refusals[i].chain, refusals[i].root,
			      refusals[i].name);
		CHECK_FOR(refusals[i].words,
			  tls_pair_handshake(&pair) == ACME_ERR_TLS);
		CHECK_INT(pair.fault.err, ACME_ERR_TLS);
		CHECK_STR(pair.fault.text, refusals[i].words);
		/* It is told: by an alert, which ends its handshake. */
		CHECK(pair.server_ended);
		CHECK(!acme_tls_session_take(pair.tls));
		tls_pair_clear(&pair);
	}
}

static void
refuses_old_tls(void)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	struct tls_pair pair;

	tls_pair_init(&pair, "good.pem", "root.pem", "ca.test");
	mbedtls_ssl_conf_max_version(tls_server_config(pair.server),
				     MBEDTLS_SSL_MAJOR_VERSION_3,
				     MBEDTLS_SSL_MINOR_VERSION_2);
	CHECK_ERR(tls_pair_handshake(&pair), ACME_ERR_TLS);
	CHECK_STR(pair.fault.text,
		  "ca.test: peer does not support TLS 1.2 or later");
	tls_pair_clear(&pair);
#endif
}

static void
tells_an_alert(void)
{
	static const int ciphers[] = { MBEDTLS_TLS_RSA_WITH_AES_128_CBC_SHA,
				       0 };
	struct tls_pair pair;

	/* The server's key is EC: it has no cipher to agree on. */
	tls_pair_init(&pair, "good.pem", "root.pem", "ca.test");
	mbedtls_ssl_conf_ciphersuites(tls_server_config(pair.server), ciphers);
	CHECK_ERR(tls_pair_handshake(&pair), ACME_ERR_TLS);
	CHECK_STR(pair.fault.text,
		  "ca.test: peer refused: alert handshake_failure: no cipher, "
		  "or a certificate of ours is wanted");
	tls_pair_clear(&pair);
}

/* One that has no words of ours, before anything else. */
static void
tells_an_alert_by_its_number(void)
{
	struct tls_pair pair;
	bool done = false;

	tls_pair_init(&pair, "good.pem", "root.pem", "ca.test");
	CHECK_OK(acme_tls_handshake(pair.tls, &done, &pair.fault));
	tls_pair_give(&pair, ACME_SPAN("\x15\x03\x03\x00\x02\x02\x2b"));
	CHECK_ERR(acme_tls_handshake(pair.tls, &done, &pair.fault),
		  ACME_ERR_TLS);
	CHECK_STR(pair.fault.text, "ca.test: peer refused: alert 43");
	CHECK(!done);
	tls_pair_clear(&pair);
}

/* Of a record the first five bytes are looked at, however they come. */
static void
refuses_pieces(const char *bytes, size_t step, const char *words)
{
	struct acme_span left = acme_span_str(bytes);
	enum acme_err err = ACME_OK;
	struct tls_pair pair;
	bool done = false;
	size_t n;

	tls_pair_init(&pair, "good.pem", "root.pem", "ca.test");
	CHECK_OK(acme_tls_handshake(pair.tls, &done, &pair.fault));
	for (; !err && left.len; left.data += n, left.len -= n) {
		n = step < left.len ? step : left.len;
		tls_pair_give(&pair, acme_span(left.data, n));
		err = acme_tls_handshake(pair.tls, &done, &pair.fault);
	}
	CHECK_ERR(err, ACME_ERR_TLS);
	CHECK_STR(pair.fault.text, words);
	CHECK(!done);
	tls_pair_clear(&pair);
}

static void
refuses_what_is_not_tls(void)
{
	static const struct {
		const char *bytes, *words;
	} cases[] = {
		{ "HTTP/1.1 400 Bad Request\r\n\r\n",
		  "ca.test: peer does not speak TLS, but plain HTTP" },
		{ "SSH-2.0-OpenSSH_9.2\r\n",
		  "ca.test: peer does not speak TLS" },
		{ "\x16\x02garbage", "ca.test: peer does not speak TLS" },
	};
	size_t i, step;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		for (step = 1; step <= 8; step++)
			refuses_pieces(cases[i].bytes, step, cases[i].words);
}

static void
says_that_the_peer_closed(void)
{
	struct tls_pair pair;
	size_t cut, end = 1;

	/* The first round, uncut, tells how many bytes there are. */
	for (cut = 0; cut < end; cut += 100) {
		tls_pair_init(&pair, "chain.pem", "root.pem", "ca.test");
		pair.cut_after = cut;
		if (!cut) {
			CHECK_OK(tls_pair_handshake(&pair));
			end = pair.n_to_client;
			CHECK(end > 1000);
		} else {
			CHECK_ERR(tls_pair_handshake(&pair), ACME_ERR_CLOSED);
			CHECK_STR(pair.fault.text,
				  "ca.test: peer closed the connection in the "
				  "TLS handshake");
		}
		tls_pair_clear(&pair);
	}
}

static void
keeps_the_trust_alive(void)
{
	struct tls_pair pair;

	tls_pair_init(&pair, "good.pem", "root.pem", "ca.test");
	acme_trust_unref(pair.trust);
	pair.trust = NULL;
	CHECK_OK(tls_pair_handshake(&pair));
	tls_pair_clear(&pair);
}

static void
needs_roots_and_a_name(void)
{
	struct tls_pair pair;
	struct acme_tls *tls = NULL;
	char name[257];

	tls_pair_init(&pair, "good.pem", "root.pem", "ca.test");
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	CHECK_ERR(acme_tls_new("ca.test", NULL, NULL, &tls, &pair.fault),
		  ACME_ERR_INVALID);
	CHECK_ERR(acme_tls_new("", pair.trust, NULL, &tls, &pair.fault),
		  ACME_ERR_INVALID);
	CHECK_ERR(acme_tls_new(name, pair.trust, NULL, &tls, &pair.fault),
		  ACME_ERR_INVALID);
	CHECK(!tls);
	tls_pair_clear(&pair);
}

static const struct test tests[] = {
	TEST(takes_good_peers),
	TEST(refuses_with_words),
	TEST(refuses_old_tls),
	TEST(tells_an_alert),
	TEST(tells_an_alert_by_its_number),
	TEST(refuses_what_is_not_tls),
	TEST(says_that_the_peer_closed),
	TEST(keeps_the_trust_alive),
	TEST(needs_roots_and_a_name),
};

TEST_MAIN(tests)
