/* SPDX-License-Identifier: MIT */
/*
 * What is no answer: too much, too early, too late, or not HTTP.
 */
#include "protocol/http/http_reader.h"

#include "protocol/bytes.h"
#include "test.h"

static struct acme_http_reader *
reader_for_get(void)
{
	struct acme_http_reader *reader = NULL;

	CHECK_OK(acme_http_reader_new(&reader));
	acme_http_reader_expect(reader, ACME_HTTP_GET);
	return reader;
}

static const struct {
	const char *name, *bytes;
	enum acme_err err;
	const char *words;
} bad[] = {
	{ "TLS alert", "\x15\x03\x01", ACME_ERR_SYNTAX, "HTTP response" },
	{ "SSH", "SSH-2.0-x\r\n", ACME_ERR_SYNTAX, "HTTP response" },
	{ "a coded body",
	  "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n"
	  "\r\n\x1f\x8b",
	  ACME_ERR_INVALID,
	  "the CA responded with Content-Encoding: gzip, which was not asked "
	  "for" },
	{ "a length over the limit",
	  "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n", ACME_ERR_LIMIT,
	  "1048577" },
	{ "a chunk over the limit",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
	  ACME_ERR_LIMIT, "chunk" },
	{ "length and chunks",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
	  "Content-Length: 1\r\n\r\n",
	  ACME_ERR_SYNTAX, "Content-Length" },
	{ "switching protocols", "HTTP/1.1 101 x\r\n\r\n", ACME_ERR_INVALID,
	  "protocol" },
};

static void
refuses_bad_answers(void)
{
	struct acme_http_response *response = NULL;
	struct acme_http_reader *reader;
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		reader = reader_for_get();
		CHECK_OK(acme_buf_add(acme_http_reader_in(reader),
				      acme_span_str(bad[i].bytes)));
		CHECK_FOR(bad[i].name,
			  acme_http_reader_go(reader, 0, &response, &fault) ==
				  bad[i].err);
		CHECK_FOR(fault.text, bytes_hold(fault.text, bad[i].words));
		CHECK(!response);
		acme_http_reader_free(reader);
	}
}

static void
limits_what_comes(void)
{
	struct acme_http_reader *reader = reader_for_get();
	struct acme_buf *in = acme_http_reader_in(reader);
	char *to = NULL;

	CHECK_ERR(acme_buf_reserve(in, ACME_HTTP_RESPONSE_MAX + 1, &to),
		  ACME_ERR_LIMIT);
	CHECK_OK(acme_buf_reserve(in, ACME_HTTP_RESPONSE_MAX, &to));
	acme_http_reader_free(reader);
}

/* The largest answer there may be, and a body of just that many bytes. */
static void
reads_the_largest_answer(void)
{
	static const char head[] = "HTTP/1.1 200 OK\r\n\r\n";
	struct acme_http_reader *reader = reader_for_get();
	struct acme_http_response *response = NULL;
	struct acme_buf *in = acme_http_reader_in(reader);
	size_t body_len = ACME_HTTP_RESPONSE_MAX - strlen(head);
	struct acme_fault fault;
	char *to = NULL;

	CHECK_OK(acme_buf_add(in, acme_span_str(head)));
	CHECK_OK(acme_buf_reserve(in, body_len, &to));
	memset(to, 'x', body_len);
	acme_buf_used(in, body_len);
	CHECK_OK(acme_http_reader_go(reader, 0, &response, &fault));
	CHECK(!response);
	CHECK_OK(acme_http_reader_eof(reader, 0, &response, &fault));
	CHECK_INT(response->body.len, body_len);
	acme_http_response_free(response);
	acme_http_reader_free(reader);
}

static void
refuses_what_nobody_asked_for(void)
{
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *response = NULL;
	struct acme_fault fault;

	CHECK_OK(acme_http_reader_new(&reader));
	CHECK(!acme_http_reader_begun(reader));
	CHECK_OK(acme_buf_add(acme_http_reader_in(reader), ACME_SPAN("HTTP")));
	CHECK_ERR(acme_http_reader_go(reader, 0, &response, &fault),
		  ACME_ERR_INVALID);
	CHECK(bytes_hold(fault.text, "sent 4 bytes that were not requested"));
	CHECK_ERR(acme_http_reader_eof(reader, 0, &response, &fault),
		  ACME_ERR_CLOSED);

	/* The same behind an answer that was given already. */
	acme_http_reader_expect(reader, ACME_HTTP_GET);
	CHECK(!acme_http_reader_begun(reader));
	CHECK_OK(acme_buf_add(acme_http_reader_in(reader),
			      ACME_SPAN("HTTP/1.1 204 \r\n\r\n")));
	CHECK_OK(acme_http_reader_go(reader, 0, &response, &fault));
	CHECK(response != NULL);
	acme_http_response_free(response);
	response = NULL;
	CHECK_OK(acme_buf_add(acme_http_reader_in(reader), ACME_SPAN("x")));
	CHECK_ERR(acme_http_reader_go(reader, 0, &response, &fault),
		  ACME_ERR_INVALID);
	CHECK(!response &&
	      bytes_hold(fault.text, "sent 1 bytes that were not requested"));
	acme_http_reader_free(reader);
}

/* Bytes that came just before the end count, whether or not go saw them. */
static void
reads_to_the_very_end(void)
{
	struct acme_http_reader *reader = reader_for_get();
	struct acme_http_response *response = NULL;
	struct acme_fault fault;

	CHECK_OK(acme_buf_add(acme_http_reader_in(reader),
			      ACME_SPAN("HTTP/1.1 200 OK\r\n\r\nall")));
	CHECK_OK(acme_http_reader_eof(reader, 0, &response, &fault));
	CHECK_STR(acme_buf_str(&response->body), "all");
	acme_http_response_free(response);
	acme_http_reader_free(reader);
	acme_http_reader_free(NULL);
	acme_http_response_free(NULL);
}

static const struct test tests[] = {
	TEST(refuses_bad_answers),	TEST(limits_what_comes),
	TEST(reads_the_largest_answer), TEST(refuses_what_nobody_asked_for),
	TEST(reads_to_the_very_end),
};

TEST_MAIN(tests)
