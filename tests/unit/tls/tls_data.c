/* SPDX-License-Identifier: MIT */
/*
 * After the handshake: plaintext both ways, limits, ends.
 */
#include "test.h"
#include "tls_pair.h"

#define MIB 1048576

static void
connect_pair(struct tls_pair *pair)
{
	tls_pair_init(pair, "chain.pem", "root.pem", "ca.test");
	CHECK_OK(tls_pair_handshake(pair));
	CHECK_INT(pair->server_rc, 0);
}

static char *
mib(void)
{
	char *bytes = malloc(MIB);
	size_t i;

	CHECK(bytes);
	for (i = 0; i < MIB; i++)
		bytes[i] = (char)(i * 31 + i / 4096);
	return bytes;
}

static void
carries_a_mebibyte_each_way(void)
{
	struct acme_buf got = ACME_BUF_INIT(2 * MIB);
	struct tls_pair pair;
	char *bytes = mib();

	connect_pair(&pair);
	CHECK_OK(acme_tls_write(pair.tls, acme_span(bytes, MIB), &pair.fault));
	tls_pair_to_server(&pair);
	CHECK_INT(tls_server_read(pair.server, &got),
		  MBEDTLS_ERR_SSL_WANT_READ);
	CHECK(acme_span_equal(acme_buf_span(&got), acme_span(bytes, MIB)));

	acme_buf_clear(&got);
	tls_server_write(pair.server, acme_span(bytes, MIB));
	tls_pair_to_client(&pair);
	CHECK_OK(acme_tls_read(pair.tls, &got, &pair.fault));
	CHECK(acme_span_equal(acme_buf_span(&got), acme_span(bytes, MIB)));
	acme_buf_clear(&got);
	free(bytes);
	tls_pair_clear(&pair);
}

static void
reads_byte_by_byte(void)
{
	struct acme_buf got = ACME_BUF_INIT(MIB);
	struct acme_buf *wire;
	struct tls_pair pair;
	size_t i;

	connect_pair(&pair);
	tls_server_write(pair.server, ACME_SPAN("first"));
	tls_server_write(pair.server, ACME_SPAN(", second"));
	wire = tls_server_to_send(pair.server);
	for (i = 0; i < wire->len; i++) {
		tls_pair_give(&pair, acme_span(wire->data + i, 1));
		CHECK_OK(acme_tls_read(pair.tls, &got, &pair.fault));
	}
	CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("first, second"));
	acme_buf_clear(&got);
	tls_pair_clear(&pair);
}

/* As TLS 1.3's ticket may; with 1.2 nothing comes, and nothing changes. */
static void
writes_after_a_ticket_that_came_alone(void)
{
	struct acme_buf got = ACME_BUF_INIT(MIB);
	struct tls_pair pair;

	connect_pair(&pair);
	tls_pair_to_client(&pair);
	CHECK_OK(acme_tls_read(pair.tls, &got, &pair.fault));
	CHECK_INT(got.len, 0);
	CHECK_OK(acme_tls_write(pair.tls, ACME_SPAN("request"), &pair.fault));
	tls_pair_to_server(&pair);
	CHECK_INT(tls_server_read(pair.server, &got),
		  MBEDTLS_ERR_SSL_WANT_READ);
	CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("request"));
	acme_buf_clear(&got);
	tls_pair_clear(&pair);
}

static void
loses_nothing_at_a_limit(void)
{
	struct acme_buf got = ACME_BUF_INIT(5);
	struct tls_pair pair;

	connect_pair(&pair);
	tls_server_write(pair.server, ACME_SPAN("12345678"));
	tls_pair_to_client(&pair);
	CHECK_ERR(acme_tls_read(pair.tls, &got, &pair.fault), ACME_ERR_LIMIT);
	CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("12345"));
	acme_buf_clear(&got);
	CHECK_OK(acme_tls_read(pair.tls, &got, &pair.fault));
	CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("678"));
	acme_buf_clear(&got);
	tls_pair_clear(&pair);
}

static void
limits_what_waits_to_be_sent(void)
{
	struct tls_pair pair;
	char *bytes = mib();
	size_t len;
	int i;

	connect_pair(&pair);
	for (i = 0; i < 3; i++)
		CHECK_OK(acme_tls_write(pair.tls, acme_span(bytes, MIB),
					&pair.fault));
	len = acme_tls_to_send(pair.tls)->len;
	CHECK_ERR(acme_tls_write(pair.tls, acme_span(bytes, MIB), &pair.fault),
		  ACME_ERR_LIMIT);
	CHECK_INT(acme_tls_to_send(pair.tls)->len, len);
	free(bytes);
	tls_pair_clear(&pair);
}

static void
tells_a_goodbye_from_a_cut(void)
{
	struct acme_buf got = ACME_BUF_INIT(MIB);
	struct tls_pair pair;

	connect_pair(&pair);
	tls_server_write(pair.server, ACME_SPAN("the end"));
	tls_server_goodbye(pair.server);
	tls_pair_to_client(&pair);
	CHECK_ERR(acme_tls_read(pair.tls, &got, &pair.fault), ACME_ERR_CLOSED);
	CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("the end"));
	tls_pair_clear(&pair);

	acme_buf_clear(&got);
	connect_pair(&pair);
	tls_server_write(pair.server, ACME_SPAN("the e"));
	tls_pair_to_client(&pair);
	acme_tls_receive_end(pair.tls);
	CHECK_ERR(acme_tls_read(pair.tls, &got, &pair.fault), ACME_ERR_TLS);
	CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("the e"));
	CHECK_STR(pair.fault.text, "ca.test: connection was cut");
	acme_buf_clear(&got);
	tls_pair_clear(&pair);
}

static void
says_goodbye(void)
{
	struct acme_buf got = ACME_BUF_INIT(MIB);
	struct tls_pair pair;

	connect_pair(&pair);
	acme_tls_goodbye(pair.tls);
	tls_pair_to_server(&pair);
	CHECK_INT(tls_server_read(pair.server, &got),
		  MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY);
	tls_pair_clear(&pair);
}

static void
refuses_a_changed_record(void)
{
	struct acme_buf got = ACME_BUF_INIT(MIB);
	struct tls_pair pair;
	struct acme_buf *wire;

	connect_pair(&pair);
	tls_server_write(pair.server, ACME_SPAN("authentic"));
	wire = tls_server_to_send(pair.server);
	wire->data[wire->len - 1] ^= 1;
	tls_pair_to_client(&pair);
	CHECK_ERR(acme_tls_read(pair.tls, &got, &pair.fault), ACME_ERR_TLS);
	CHECK_INT(got.len, 0);
	/* RFC 8446 §6.2: what failed is not resumed. */
	CHECK(!acme_tls_session_take(pair.tls));
	acme_buf_clear(&got);
	tls_pair_clear(&pair);
}

static void
passes_over_a_hello_request(void)
{
#if MBEDTLS_VERSION_NUMBER < 0x03000000
	struct acme_buf got = ACME_BUF_INIT(MIB);
	struct tls_pair pair;

	connect_pair(&pair);
	tls_server_write(pair.server, ACME_SPAN("before, "));
	tls_server_ask_again(pair.server);
	tls_server_write(pair.server, ACME_SPAN("after"));
	tls_pair_to_client(&pair);
	CHECK_OK(acme_tls_read(pair.tls, &got, &pair.fault));
	CHECK_SPAN(acme_buf_span(&got), ACME_SPAN("before, after"));
	acme_buf_clear(&got);
	tls_pair_clear(&pair);
#endif
}

static const struct test tests[] = {
	TEST(carries_a_mebibyte_each_way),
	TEST(reads_byte_by_byte),
	TEST(writes_after_a_ticket_that_came_alone),
	TEST(loses_nothing_at_a_limit),
	TEST(limits_what_waits_to_be_sent),
	TEST(tells_a_goodbye_from_a_cut),
	TEST(says_goodbye),
	TEST(refuses_a_changed_record),
	TEST(passes_over_a_hello_request),
};

TEST_MAIN(tests)
