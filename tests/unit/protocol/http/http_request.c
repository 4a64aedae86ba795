/* SPDX-License-Identifier: MIT */
/*
 * Requests, byte by byte.
 */
#include "protocol/http/http_request.h"

#include "protocol/bytes.h"
#include "test.h"

#include <ctype.h>

/* The library knows its version; '@' stands for it. */
static void
check_request(const char *label, struct acme_buf *got, const char *want)
{
	const char *at = strchr(want, '@');
	size_t before = (size_t)(at - want);
	const char *version = acme_buf_str(got) + before;
	const char *rest = version;

	CHECK_FOR(label, at != NULL && got->len > before);
	CHECK_SPAN(acme_span(got->data, before), acme_span(want, before));
	while (isdigit((unsigned char)*rest) || *rest == '.')
		rest++;
	CHECK_FOR(label, rest > version);
	CHECK_STR(rest, at + 1);
}

#define COMMON                                                           \
	"User-Agent: lws-acme-client/@\r\nAccept-Encoding: identity\r\n" \
	"Accept-Language: en\r\n"

static const struct {
	const char *name;
	enum acme_http_method method;
	const char *url, *body, *want;
} requests[] = {
	{ "get", ACME_HTTP_GET, "https://ca.example/acme/directory?a=1&b", "",
	  "GET /acme/directory?a=1&b HTTP/1.1\r\nHost: ca.example\r\n" COMMON
	  "\r\n" },
	{ "no path", ACME_HTTP_GET, "https://ca.example", "",
	  "GET / HTTP/1.1\r\nHost: ca.example\r\n" COMMON "\r\n" },
	{ "head, port", ACME_HTTP_HEAD, "https://ca.example:14000/nonce", "",
	  "HEAD /nonce HTTP/1.1\r\nHost: ca.example:14000\r\n" COMMON "\r\n" },
	{ "IPv6", ACME_HTTP_GET, "https://[2001:db8::1]/dir", "",
	  "GET /dir HTTP/1.1\r\nHost: [2001:db8::1]\r\n" COMMON "\r\n" },
	{ "IPv6, port", ACME_HTTP_GET, "https://[::1]:14000/dir", "",
	  "GET /dir HTTP/1.1\r\nHost: [::1]:14000\r\n" COMMON "\r\n" },
	{ "port 443, written: the signed url has it, too", ACME_HTTP_GET,
	  "https://ca.example:443/d", "",
	  "GET /d HTTP/1.1\r\nHost: ca.example:443\r\n" COMMON "\r\n" },
	{ "post", ACME_HTTP_POST, "https://ca.example/order", "{\"a\":1}",
	  "POST /order HTTP/1.1\r\nHost: ca.example\r\n" COMMON
	  "Content-Type: application/jose+json\r\n"
	  "Content-Length: 7\r\n\r\n{\"a\":1}" },
	{ "post without a body", ACME_HTTP_POST, "https://ca.example/order", "",
	  "POST /order HTTP/1.1\r\nHost: ca.example\r\n" COMMON
	  "Content-Type: application/jose+json\r\n"
	  "Content-Length: 0\r\n\r\n" },
};

static void
writes_requests(void)
{
	size_t i;

	for (i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		struct acme_buf out = ACME_BUF_INIT(1024);
		struct acme_fault fault;

		CHECK_OK(acme_http_request(
			requests[i].method, acme_span_str(requests[i].url),
			acme_span_str(requests[i].body), &out, &fault));
		check_request(requests[i].name, &out, requests[i].want);
		acme_buf_clear(&out);
	}
}

/* A NUL may be in it. */
#define URL(literal)                         \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

static const struct {
	const char *name;
	struct acme_span url;
} bad_urls[] = {
	{ "http", URL("http://ca.example/dir") },
	{ "relative", URL("/dir") },
	{ "empty", URL("") },
	{ "CRLF in the path", URL("https://ca.example/a\r\nX: y") },
	{ "LF in the query", URL("https://ca.example/a?b\nX: y") },
	{ "CR in the host", URL("https://ca.example\r/a") },
	{ "space", URL("https://ca.example/a b") },
	{ "NUL", URL("https://ca.example/a\0b") },
	{ "tab in the port", URL("https://ca.example:1\t/a") },
	{ "user", URL("https://me@ca.example/a") },
};

static void
refuses_urls(void)
{
	struct acme_buf out = ACME_BUF_INIT(1024);
	struct acme_fault fault;
	size_t i;

	CHECK_OK(acme_buf_add(&out, ACME_SPAN("before")));
	for (i = 0; i < sizeof(bad_urls) / sizeof(*bad_urls); i++) {
		char *url = bytes_copy(bad_urls[i].url);

		memset(&fault, 0, sizeof(fault));
		CHECK_FOR(bad_urls[i].name,
			  acme_http_request(ACME_HTTP_GET,
					    acme_span(url, bad_urls[i].url.len),
					    ACME_SPAN(""), &out, &fault));
		CHECK_FOR(bad_urls[i].name, fault.text[0]);
		CHECK_STR(acme_buf_str(&out), "before");
		free(url);
	}
	acme_buf_clear(&out);
}

/* A request that does not fit leaves nothing of itself, at any limit. */
static void
adds_all_or_nothing(void)
{
	struct acme_span url = ACME_SPAN("https://ca.example/order");
	struct acme_buf out = ACME_BUF_INIT(0);
	struct acme_fault fault;

	while (acme_http_request(ACME_HTTP_POST, url, ACME_SPAN("{}"), &out,
				 &fault)) {
		CHECK_ERR(fault.err, ACME_ERR_LIMIT);
		CHECK_INT(out.len, 0);
		CHECK(out.limit++ < 1024);
	}
	CHECK_INT(out.len, out.limit);
	acme_buf_clear(&out);
}

static void
limits_the_url(void)
{
	struct acme_buf url = ACME_BUF_INIT(16384), out = ACME_BUF_INIT(65536);
	struct acme_fault fault;

	CHECK_OK(acme_buf_addf(&url, "https://ca.example/%09000d", 0));
	CHECK_ERR(acme_http_request(ACME_HTTP_GET, acme_buf_span(&url),
				    ACME_SPAN(""), &out, &fault),
		  ACME_ERR_LIMIT);
	CHECK_INT(out.len, 0);
	acme_buf_clear(&url);
	acme_buf_clear(&out);
}

static const struct test tests[] = {
	TEST(writes_requests),
	TEST(refuses_urls),
	TEST(adds_all_or_nothing),
	TEST(limits_the_url),
};

TEST_MAIN(tests)
