/* SPDX-License-Identifier: MIT */
/*
 * Answers: what is kept of them, byte by byte and in every split, and which
 * ends of a connection make one whole.
 */
#include "protocol/http/http_reader.h"

#include "protocol/bytes.h"
#include "test.h"

#define NOW_S 1700000000 /* Tue, 14 Nov 2023 22:13:20 GMT */

struct sample {
	const char *name;
	enum acme_http_method method;
	const char *bytes;
	bool by_eof; /* whole only when the peer closes */
	unsigned int status;
	const char *body, *nonce, *location, *content_type, *up, *terms;
	int64_t retry_after_s; /* -1: none */
	bool keep_alive;
	enum acme_problem_type problem;
	const char *text;
};

#define NOTHING "", "", "", "", "", ""
#define NONE	ACME_PROBLEM_NONE, ""

static const struct sample samples[] = {
	{ "204", ACME_HTTP_GET,
	  "HTTP/1.1 204 No Content\r\nReplay-Nonce: abc-_9\r\n\r\n", false, 204,
	  "", "abc-_9", "", "", "", "", -1, true, NONE },
	{ "HEAD, with the length of a GET: a body may follow", ACME_HTTP_HEAD,
	  "HTTP/1.1 200 OK\r\nreplay-nonce:\tn1 \r\nContent-Length: 99\r\n"
	  "Content-Type: application/problem+json\r\n\r\n",
	  false, 200, "", "n1", "", "application/problem+json", "", "", -1,
	  false, NONE },
	{ "identity is no coding", ACME_HTTP_GET,
	  "HTTP/1.1 200 OK\r\nContent-Encoding: Identity\r\n"
	  "Content-Length: 3\r\n\r\nabc",
	  false, 200, "abc", "", "", "", "", "", -1, true, NONE },
	{ "nothing, but coded", ACME_HTTP_HEAD,
	  "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", false, 200,
	  NOTHING, -1, true, NONE },
	{ "a coded reason", ACME_HTTP_GET,
	  "HTTP/1.1 429 Busy\r\nContent-Encoding: gzip\r\nRetry-After: 7\r\n"
	  "Content-Length: 3\r\n\r\nabc",
	  false, 429, "abc", "", "", "", "", "", 7, true, ACME_PROBLEM_NONE,
	  "Content-Encoding: gzip, which was not asked for" },
	{ "a coded redirect", ACME_HTTP_GET,
	  "HTTP/1.1 301 Moved\r\nContent-Encoding: gzip\r\nLocation: /d\r\n"
	  "Content-Length: 3\r\n\r\nabc",
	  false, 301, "abc", "", "/d", "", "", "", -1, true, ACME_PROBLEM_NONE,
	  "Content-Encoding: gzip, which was not asked for" },
	{ "1xx before", ACME_HTTP_POST,
	  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n"
	  "Replay-Nonce: early\r\nLink: </x>;rel=up\r\n\r\n"
	  "HTTP/1.1 201 Created\r\nLocation: https://ca.example/acct/1\r\n"
	  "Content-Length: 2\r\n\r\n{}",
	  false, 201, "{}", "", "https://ca.example/acct/1", "", "", "", -1,
	  true, NONE },
	{ "chunked", ACME_HTTP_POST,
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
	  "Content-Type: Application/JSON; charset=utf-8\r\n\r\n"
	  "5;a=b\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nTrailer: x\r\n\r\n",
	  false, 200, "{\"a\":1}", "", "", "application/json", "", "", -1, true,
	  NONE },
	{ "length, and close", ACME_HTTP_POST,
	  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
	  "abc",
	  false, 200, "abc", "", "", "", "", "", -1, false, NONE },
	{ "until the end", ACME_HTTP_GET, "HTTP/1.1 200 OK\r\n\r\nabc", true,
	  200, "abc", "", "", "", "", "", -1, false, NONE },
	{ "until the end, empty", ACME_HTTP_GET, "HTTP/1.0 200 OK\r\n\r\n",
	  true, 200, NOTHING, -1, false, NONE },
	{ "badNonce", ACME_HTTP_POST,
	  "HTTP/1.1 400 Bad Request\r\nReplay-Nonce: again\r\n"
	  "Content-Type: application/problem+json; charset=utf-8\r\n"
	  "Content-Length: 65\r\n\r\n"
	  "{\"type\":\"urn:ietf:params:acme:error:badNonce\",\"detail\":"
	  "\"stale\"}  ",
	  false, 400,
	  "{\"type\":\"urn:ietf:params:acme:error:badNonce\",\"detail\":"
	  "\"stale\"}  ",
	  "again", "", "application/problem+json", "", "", -1, true,
	  ACME_PROBLEM_BAD_NONCE, "badNonce: stale" },
	{ "a problem that is called JSON", ACME_HTTP_POST,
	  "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\n"
	  "Content-Length: 27\r\n\r\n{\"type\":\"urn:acme:error:x\"}",
	  false, 403, "{\"type\":\"urn:acme:error:x\"}", "", "",
	  "application/json", "", "", -1, true, ACME_PROBLEM_OTHER, "x" },
	{ "JSON with a type, but no error", ACME_HTTP_POST,
	  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	  "Content-Length: 27\r\n\r\n{\"type\":\"urn:acme:error:x\"}",
	  false, 200, "{\"type\":\"urn:acme:error:x\"}", "", "",
	  "application/json", "", "", -1, true, NONE },
	{ "HTML of a proxy", ACME_HTTP_POST,
	  "HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\nRetry-After: 30\r\n"
	  "Content-Length: 4\r\n\r\nbusy",
	  false, 503, "busy", "", "", "text/html", "", "", 30, true,
	  ACME_PROBLEM_NONE, "busy" },
	{ "Retry-After, a date", ACME_HTTP_POST,
	  "HTTP/1.1 429 \r\nContent-Length: 0\r\n"
	  "Retry-After: Tue, 14 Nov 2023 22:14:20 GMT\r\n\r\n",
	  false, 429, NOTHING, 60, true, NONE },
	{ "Retry-After, past", ACME_HTTP_POST,
	  "HTTP/1.1 429 \r\nContent-Length: 0\r\n"
	  "Retry-After: Tue, 14 Nov 2023 22:12:20 GMT\r\n\r\n",
	  false, 429, NOTHING, 0, true, NONE },
	{ "Retry-After, nonsense", ACME_HTTP_POST,
	  "HTTP/1.1 429 \r\nContent-Length: 0\r\nRetry-After: soon\r\n\r\n",
	  false, 429, NOTHING, -1, true, NONE },
	{ "a nonce that is none", ACME_HTTP_POST,
	  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nReplay-Nonce: a=b\r\n\r\n",
	  false, 200, NOTHING, -1, true, NONE },
	{ "links, joined and repeated, the first of each counts",
	  ACME_HTTP_POST,
	  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
	  "Link: <https://a.example/dir>;rel=\"index\", "
	  "<https://a.example/issuer>; rel=\"up\"\r\n"
	  "Link: <https://a.example/tos>;rel=\"terms-of-service\"\r\n"
	  "Link: <https://a.example/other>;rel=up\r\n\r\n",
	  false, 200, "", "", "", "", "https://a.example/issuer",
	  "https://a.example/tos", -1, true, NONE },
	{ "a broken link beside a good one", ACME_HTTP_POST,
	  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nLink: oops\r\n"
	  "Link: <https://a.example/issuer>;rel=up\r\n\r\n",
	  false, 200, "", "", "", "", "https://a.example/issuer", "", -1, true,
	  NONE },
};

static void
check_fields(const struct acme_http_response *got, const struct sample *want)
{
	CHECK_INT(got->status, want->status);
	CHECK_STR(acme_buf_str(&got->body), want->body);
	CHECK_STR(acme_buf_str(&got->nonce), want->nonce);
	CHECK_STR(acme_buf_str(&got->location), want->location);
	CHECK_STR(acme_buf_str(&got->content_type), want->content_type);
	CHECK_STR(acme_buf_str(&got->link_up), want->up);
	CHECK_STR(acme_buf_str(&got->link_terms), want->terms);
	CHECK_INT(got->retry_after.given, want->retry_after_s >= 0);
	if (got->retry_after.given)
		CHECK_INT(got->retry_after.s, want->retry_after_s);
	CHECK_INT(got->keep_alive, want->keep_alive);
	CHECK_INT(got->problem.type, want->problem);
	CHECK_STR(acme_buf_str(&got->problem.text), want->text);
}

/* Give the bytes; true: now there is an answer. */
static void
feed(struct acme_http_reader *reader, struct acme_span bytes,
     struct acme_http_response **response)
{
	struct acme_fault fault = { .err = ACME_OK };

	CHECK(!*response);
	CHECK_OK(acme_buf_add(acme_http_reader_in(reader), bytes));
	if (acme_http_reader_go(reader, NOW_S, response, &fault))
		TEST_FAIL("%s", fault.text);
}

static void
check_whole(struct acme_http_reader *reader, const struct sample *sample,
	    struct acme_http_response *response)
{
	struct acme_fault fault = { .err = ACME_OK };

	CHECK_FOR(sample->name, !response == sample->by_eof);
	if (!response && acme_http_reader_eof(reader, NOW_S, &response, &fault))
		TEST_FAIL("%s: %s", sample->name, fault.text);
	CHECK_FOR(sample->name, response);
	check_fields(response, sample);
	acme_http_response_free(response);
}

/* One reader for all, as on a connection that is kept alive. */
static void
reads_each_split(void)
{
	const struct sample *sample = samples;
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *response;
	size_t split, len;

	CHECK_OK(acme_http_reader_new(&reader));
	for (; sample < samples + sizeof(samples) / sizeof(*samples);
	     sample++) {
		len = strlen(sample->bytes);
		for (split = 0; split < len; split++) {
			response = NULL;
			acme_http_reader_expect(reader, sample->method);
			feed(reader, acme_span(sample->bytes, split),
			     &response);
			CHECK_INT(acme_http_reader_begun(reader), split > 0);
			feed(reader,
			     acme_span(sample->bytes + split, len - split),
			     &response);
			check_whole(reader, sample, response);
		}
	}
	acme_http_reader_free(reader);
}

static void
reads_byte_by_byte(void)
{
	const struct sample *sample = samples;
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *response;
	size_t i;

	CHECK_OK(acme_http_reader_new(&reader));
	for (; sample < samples + sizeof(samples) / sizeof(*samples);
	     sample++) {
		response = NULL;
		acme_http_reader_expect(reader, sample->method);
		for (i = 0; i < strlen(sample->bytes); i++)
			feed(reader, acme_span(sample->bytes + i, 1),
			     &response);
		check_whole(reader, sample, response);
	}
	acme_http_reader_free(reader);
}

/* Where the head is whole and the body's end is the connection's, it can't
 * be told that there should have been more. */
static bool
ends_with_connection(const struct sample *sample, size_t len)
{
	const char *end = strstr(sample->bytes, "\r\n\r\n");

	return sample->by_eof && len >= (size_t)(end - sample->bytes) + 4;
}

static void
check_cut(const struct sample *sample, size_t len)
{
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *response = NULL;
	struct acme_fault fault = { .err = ACME_OK };
	enum acme_err err;

	CHECK_OK(acme_http_reader_new(&reader));
	acme_http_reader_expect(reader, sample->method);
	feed(reader, acme_span(sample->bytes, len), &response);
	CHECK_FOR(sample->name, !response);
	err = acme_http_reader_eof(reader, NOW_S, &response, &fault);
	if (ends_with_connection(sample, len)) {
		CHECK_OK(err);
	} else {
		CHECK_ERR(err, ACME_ERR_CLOSED);
		CHECK_FOR(sample->name, !response && fault.text[0]);
	}
	acme_http_response_free(response);
	acme_http_reader_free(reader);
}

static void
reads_no_half_answer(void)
{
	const struct sample *sample = samples;
	size_t len;

	for (; sample < samples + sizeof(samples) / sizeof(*samples); sample++)
		for (len = 0; len < strlen(sample->bytes); len++)
			check_cut(sample, len);
}

static const struct {
	const char *name;
	enum acme_http_method method;
	const char *bytes, *body;
} longer[] = {
	{ "bytes behind a length", ACME_HTTP_GET,
	  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", "a" },
	{ "a second answer behind no body", ACME_HTTP_GET,
	  "HTTP/1.1 204 \r\n\r\nHTTP/1.1 204 \r\n\r\n", "" },
	{ "bytes behind chunks", ACME_HTTP_POST,
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
	  "0\r\n\r\nxyz",
	  "a" },
	{ "HEAD with a body", ACME_HTTP_HEAD,
	  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "" },
	{ "HEAD with a body that nothing announced", ACME_HTTP_HEAD,
	  "HTTP/1.1 200 OK\r\n\r\nabc", "" },
};

/* The answer is whole, and its connection of no more use. */
static void
takes_an_answer_with_bytes_behind_it(void)
{
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *response;
	size_t i;

	CHECK_OK(acme_http_reader_new(&reader));
	for (i = 0; i < sizeof(longer) / sizeof(*longer); i++) {
		response = NULL;
		acme_http_reader_expect(reader, longer[i].method);
		feed(reader, acme_span_str(longer[i].bytes), &response);
		CHECK_FOR(longer[i].name, response && !response->keep_alive);
		CHECK_STR(acme_buf_str(&response->body), longer[i].body);
		acme_http_response_free(response);
	}
	acme_http_reader_free(reader);
}

static const struct test tests[] = {
	TEST(takes_an_answer_with_bytes_behind_it),
	TEST(reads_each_split),
	TEST(reads_byte_by_byte),
	TEST(reads_no_half_answer),
};

TEST_MAIN(tests)
