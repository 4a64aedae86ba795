/* SPDX-License-Identifier: MIT */
/*
 * Sessions: resumed where nothing else would be verified, and only there.
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime() */
#include "test.h"
#include "tls_pair.h"

#include <time.h>

#define LEAF_ENDS_S 4102444800 /* that of chain.pem: 2100-01-01 */

static time_t now_s; /* 0: the system's */

/* In place of the system's, for mbedTLS too. */
time_t
time(time_t *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (now_s)
		now.tv_sec = now_s;
	if (out)
		*out = now.tv_sec;
	return now.tv_sec;
}

static void
connect_pair(struct tls_pair *pair)
{
	tls_pair_init(pair, "chain.pem", "root.pem", "ca.test");
	CHECK_OK(tls_pair_handshake(pair));
	CHECK_INT(pair->server_rc, 0);
}

/* At the end of a connection; TLS 1.3 has sent its ticket by then. */
static struct acme_tls_session *
take_session(struct tls_pair *pair)
{
	struct acme_buf plaintext = ACME_BUF_INIT(64);
	struct acme_tls_session *session;

	tls_server_write(pair->server, ACME_SPAN("answer"));
	tls_pair_to_client(pair);
	CHECK_OK(acme_tls_read(pair->tls, &plaintext, &pair->fault));
	CHECK_SPAN(acme_buf_span(&plaintext), ACME_SPAN("answer"));
	acme_buf_clear(&plaintext);
	session = acme_tls_session_take(pair->tls);
	CHECK(session);
	return session;
}

static void
use_session(struct tls_pair *pair, const char *name,
	    const struct acme_tls_session *session, bool resumed)
{
	tls_pair_again(pair, name, session);
	CHECK_OK(tls_pair_handshake(pair));
	CHECK_INT(pair->server_rc, 0);
	CHECK_INT(tls_server_is_resumed(pair->server), resumed);
}

static void
resumes_the_same_name(void)
{
	struct acme_tls_session *first, *second;
	struct tls_pair pair;

	connect_pair(&pair);
	CHECK(!tls_server_is_resumed(pair.server));
	first = take_session(&pair);
	use_session(&pair, "ca.test", first, true);
	/* A resumed one can be resumed in its turn. */
	second = take_session(&pair);
	use_session(&pair, "ca.test", second, true);
	acme_tls_session_free(first);
	acme_tls_session_free(second);
	tls_pair_clear(&pair);
}

static void
resumes_for_no_other_name(void)
{
	struct acme_tls_session *session;
	struct tls_pair pair;

	tls_pair_init(&pair, "good.pem", "root.pem", "ca.test");
	CHECK_OK(tls_pair_handshake(&pair));
	session = take_session(&pair);
	use_session(&pair, "acme.ca.test", session, false);
	tls_pair_again(&pair, "other.test", session);
	CHECK_ERR(tls_pair_handshake(&pair), ACME_ERR_TLS);
	acme_tls_session_free(session);
	tls_pair_clear(&pair);
}

/* 255 bytes (RFC 1035 §2.3.4), and all of them count. */
static void
resumes_the_longest_name(void)
{
	static const char tail[] = ".test";
	struct acme_tls_session *session;
	struct tls_pair pair;
	char name[256];

	memset(name, 'a', sizeof(name));
	memcpy(name + sizeof(name) - sizeof(tail), tail, sizeof(tail));
	tls_pair_init(&pair, "weak/wide.pem", "weak/root.pem", name);
	CHECK_OK(tls_pair_handshake(&pair));
	CHECK_STR(tls_server_sni(pair.server), name);
	session = take_session(&pair);
	use_session(&pair, name, session, true);
	name[sizeof(name) - sizeof(tail) - 1] = 'b';
	use_session(&pair, name, session, false);
	acme_tls_session_free(session);
	tls_pair_clear(&pair);
}

static void
set_trust(struct tls_pair *pair, const char *path)
{
	struct acme_trust *trust = NULL;

	CHECK_OK(acme_trust_load(path, &trust, &pair->fault));
	acme_trust_unref(pair->trust);
	pair->trust = trust;
}

static void
resumes_for_no_other_roots(void)
{
	struct acme_tls_session *session;
	struct tls_pair pair;

	connect_pair(&pair);
	session = take_session(&pair);
	/* The same roots, loaded again: the file is let go in between. */
	set_trust(&pair, TEST_DATA "/tls/root.pem");
	use_session(&pair, "ca.test", session, true);
	set_trust(&pair, TEST_DATA "/tls/other-root.pem");
	tls_pair_again(&pair, "ca.test", session);
	CHECK_ERR(tls_pair_handshake(&pair), ACME_ERR_TLS);
	CHECK(!tls_server_is_resumed(pair.server));
	acme_tls_session_free(session);
	tls_pair_clear(&pair);
}

/* The ticket would be good for an hour, and the leaf is not. */
static void
resumes_nothing_after_the_leaf(void)
{
	struct acme_tls_session *session;
	struct tls_pair pair;

	now_s = LEAF_ENDS_S - 20;
	connect_pair(&pair);
	session = take_session(&pair);
	now_s = LEAF_ENDS_S - 10;
	use_session(&pair, "ca.test", session, true);
	now_s = LEAF_ENDS_S + 10;
	tls_pair_again(&pair, "ca.test", session);
	CHECK_ERR(tls_pair_handshake(&pair), ACME_ERR_TLS);
	CHECK_STR(pair.fault.text, "ca.test: a certificate of its chain "
				   "expired at 2100-01-01 00:00:00 UTC");
	now_s = 0;
	acme_tls_session_free(session);
	tls_pair_clear(&pair);
}

static const struct test tests[] = {
	TEST(resumes_the_same_name),	      TEST(resumes_for_no_other_name),
	TEST(resumes_the_longest_name),	      TEST(resumes_for_no_other_roots),
	TEST(resumes_nothing_after_the_leaf),
};

TEST_MAIN(tests)
