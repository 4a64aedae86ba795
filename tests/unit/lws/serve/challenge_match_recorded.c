/* SPDX-License-Identifier: MIT */
/* Two ClientHellos of a real validator of tls-sni-01: one that it was content
 * with, one that it was not.  tests/data/acme-v1/README.md has their story. */
#include "crypto/x509/cert.h"
#include "crypto/x509_write/challenge_cert.h"
#include "format/client_hello.h"
#include "lws/serve/challenge_match.h"

#include "test.h"
#include "v1_recorded.h"

#define KEY_AUTHORIZATION                              \
	"Y5Hh_pAlxUeEIlxe2RvNTrpsf5AeoDLw_zhLfAvUK9U." \
	"qhw1FL35svS7c9mPyUnGvS3eBGTq3FMMfZRvEg8L7KU"

#define EXTENSION_SERVER_NAME 0
#define EXTENSION_PROTOCOLS   16

/* The one challenge that is live. */
static char live[ACME_CHALLENGE_SNI_NAME_MAX];
static char pair; /* known by its address */

static struct acme_server_tls_pair *
find(struct acme_server_tls_challenges *self, enum acme_challenge_type type,
     struct acme_span name)
{
	(void)self;
	return type == ACME_CHALLENGE_TLS_SNI_01 &&
			       acme_span_equal(name, acme_span_str(live))
		       ? (struct acme_server_tls_pair *)(void *)&pair
		       : NULL;
}

static enum acme_hello_is
judge(const char *file)
{
	struct acme_server_tls_challenges challenges = { .find = find };
	struct acme_buf bytes = ACME_BUF_INIT(V1_FILE_MAX);
	struct acme_buf message = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	struct acme_hello hello = { .pair = NULL };
	size_t len = 0;

	v1_file(file, &bytes);
	CHECK_INT(acme_client_hello_find(acme_buf_span(&bytes), &message, &len),
		  ACME_CLIENT_HELLO_WHOLE);
	CHECK_INT(len, bytes.len);
	hello.server_name = acme_client_hello_extension(acme_buf_span(&message),
							EXTENSION_SERVER_NAME);
	hello.protocols = acme_client_hello_extension(acme_buf_span(&message),
						      EXTENSION_PROTOCOLS);
	CHECK(hello.server_name.len && !hello.protocols.len);
	acme_challenge_match(&hello, &challenges);
	acme_buf_clear(&bytes);
	acme_buf_clear(&message);
	return hello.is;
}

static void
is_the_challenges(void)
{
	CHECK_OK(acme_challenge_sni_name(ACME_SPAN(KEY_AUTHORIZATION), live));
	CHECK_INT(judge("021-va-tls-sni-01.clienthello.bin"),
		  ACME_HELLO_CHALLENGE);
	CHECK_INT(judge("037-va-tls-sni-01-wrong-cert.clienthello.bin"),
		  ACME_HELLO_ORDINARY);
}

static void
is_ordinary_without_a_challenge(void)
{
	live[0] = '\0';
	CHECK_INT(judge("021-va-tls-sni-01.clienthello.bin"),
		  ACME_HELLO_ORDINARY);
}

static void
check_names(struct acme_span cert, const char *want)
{
	struct acme_buf names = ACME_BUF_INIT(1024);
	struct acme_fault fault;

	CHECK_OK(acme_cert_names_read(cert, &names, &fault));
	CHECK_STR(acme_buf_str(&names), want);
	acme_buf_clear(&names);
}

static void
check_recorded_names(const char *file, const char *want)
{
	struct acme_buf cert = ACME_BUF_INIT(V1_FILE_MAX);

	v1_file(file, &cert);
	check_names(acme_buf_span(&cert), want);
	acme_buf_clear(&cert);
}

/* What it looks at is the same in the certificate that it accepted. */
static void
gets_what_it_accepted(void)
{
	struct acme_secret key = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_buf ours = ACME_BUF_INIT(ACME_CHALLENGE_CERT_MAX);
	struct acme_fault fault;

	CHECK_OK(acme_challenge_sni_name(ACME_SPAN(KEY_AUTHORIZATION), live));
	CHECK_OK(acme_challenge_cert_make(live, ACME_SPAN(""), &ours, &key,
					  &fault));
	check_names(acme_buf_span(&ours), live);
	check_recorded_names("021-va-tls-sni-01.cert.der", live);
	check_recorded_names("037-va-tls-sni-01-wrong-cert.cert.der",
			     "wrong.example.com");
	acme_buf_clear(&ours);
	acme_secret_clear(&key);
}

static const struct test tests[] = {
	TEST(is_the_challenges),
	TEST(is_ordinary_without_a_challenge),
	TEST(gets_what_it_accepted),
};

TEST_MAIN(tests)
