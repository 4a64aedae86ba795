/* SPDX-License-Identifier: MIT */
#include "format/url.h"

#include "exact.h"
#include "test.h"

#include <stdlib.h>

#define N(list) (sizeof(list) / sizeof(*(list)))

static const struct good {
	const char *text;
	bool https;
	const char *authority, *host, *bare;
	uint16_t port;
	const char *target;
} goods[] = {
	{ "https://ca.example/dir", true, "ca.example", "ca.example",
	  "ca.example", 443, "/dir" },
	{ "https://ca.example", true, "ca.example", "ca.example", "ca.example",
	  443, "" },
	{ "https://ca.example:14000/a/b?c=d/?&e=%2f", true, "ca.example:14000",
	  "ca.example", "ca.example", 14000, "/a/b?c=d/?&e=%2f" },
	{ "https://ca.example:/", true, "ca.example:", "ca.example",
	  "ca.example", 443, "/" },
	{ "HTTPS://CA.Example/", true, "CA.Example", "CA.Example", "CA.Example",
	  443, "/" },
	{ "http://127.0.0.1:17400/acme//x", false, "127.0.0.1:17400",
	  "127.0.0.1", "127.0.0.1", 17400, "/acme//x" },
	{ "http://localhost/", false, "localhost", "localhost", "localhost", 80,
	  "/" },
	{ "https://[2001:db8::1]:8443/x@y:z", true, "[2001:db8::1]:8443",
	  "[2001:db8::1]", "2001:db8::1", 8443, "/x@y:z" },
	{ "https://[::1]/", true, "[::1]", "[::1]", "::1", 443, "/" },
	{ "https://a:65535/", true, "a:65535", "a", "a", 65535, "/" },
	{ "https://a:00443/", true, "a:00443", "a", "a", 443, "/" },
};

static void
splits(void)
{
	struct acme_span copy;
	struct acme_fault fault;
	struct acme_url url;
	size_t i;

	for (i = 0; i < N(goods); i++) {
		copy = exact_copy(acme_span_str(goods[i].text));
		CHECK_FOR(goods[i].text,
			  !acme_url_parse(copy, false, &url, &fault));
		CHECK_FOR(goods[i].text, url.https == goods[i].https);
		CHECK_SPAN(url.authority, acme_span_str(goods[i].authority));
		CHECK_SPAN(url.host, acme_span_str(goods[i].host));
		CHECK_SPAN(acme_url_host_bare(&url),
			   acme_span_str(goods[i].bare));
		CHECK_SPAN(url.target, acme_span_str(goods[i].target));
		CHECK_INT(url.port, goods[i].port);
		CHECK_INT(acme_url_parse(copy, true, &url, NULL),
			  goods[i].https ? ACME_OK : ACME_ERR_INVALID);
		exact_free(copy);
	}
}

static const struct {
	const char *text, *fault;
} bads[] = {
	{ "https://", "byte 8" },
	{ "https:///x", "byte 8" },
	{ "https://user@a/", "byte 12" },
	{ "https://user:pw@a/", "byte 13" },
	{ "https://a/#x", "byte 10" },
	{ "https://a?x", "byte 9" },
	{ "https://a/ b", "byte 10" },
	{ "https://a/\xc3\xa9", "byte 10" },
	{ "https://a/%2", "byte 12" },
	{ "https://a/%zz", "byte 11" },
	{ "https://a/x\r\ny", "byte 11" },
	{ "https://a/\"", "byte 10" },
	{ "https://a:0/", "no such port" },
	{ "https://a:65536/", "no such port" },
	{ "https://a:99999999999999999999/", "no such port" },
	{ "https://a:x/", "byte 10" },
	{ "https://[::1/", "byte 12" },
	{ "https://[]/", "byte 9" },
	{ "https://[fe80::1%25eth0]/", "byte 16" },
	{ "https://\xe9/", "byte 8" },
};

static void
refuses(void)
{
	struct acme_fault fault;
	struct acme_span copy;
	struct acme_url url;
	size_t i;

	for (i = 0; i < N(bads); i++) {
		copy = exact_copy(acme_span_str(bads[i].text));
		CHECK_FOR(bads[i].text,
			  acme_url_parse(copy, true, &url, &fault) ==
				  ACME_ERR_SYNTAX);
		if (!strstr(fault.text, bads[i].fault))
			TEST_FAIL("%s", fault.text);
		exact_free(copy);
	}
}

/* RFC 3986 §5.4, and what CAs send. */
static const struct {
	const char *base, *reference, *url;
} references[] = {
	{ "http://a/b/c/d;p?q", "g", "http://a/b/c/g" },
	{ "http://a/b/c/d;p?q", "./g", "http://a/b/c/g" },
	{ "http://a/b/c/d;p?q", "g/", "http://a/b/c/g/" },
	{ "http://a/b/c/d;p?q", "/g", "http://a/g" },
	{ "http://a/b/c/d;p?q", "//g", "http://g" },
	{ "http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y" },
	{ "http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y" },
	{ "http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q" },
	{ "http://a/b/c/d;p?q", "g?y#s", "http://a/b/c/g?y" },
	{ "http://a/b/c/d;p?q", ";x", "http://a/b/c/;x" },
	{ "http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q" },
	{ "http://a/b/c/d;p?q", ".", "http://a/b/c/" },
	{ "http://a/b/c/d;p?q", "..", "http://a/b/" },
	{ "http://a/b/c/d;p?q", "../g", "http://a/b/g" },
	{ "http://a/b/c/d;p?q", "../..", "http://a/" },
	{ "http://a/b/c/d;p?q", "../../../g", "http://a/g" },
	{ "http://a/b/c/d;p?q", "/../g", "http://a/g" },
	{ "http://a/b/c/d;p?q", "..g", "http://a/b/c/..g" },
	{ "http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/" },
	{ "http://a/b/c/d;p?q", "g/../h", "http://a/b/c/h" },
	{ "http://a/b/c/d;p?q", "g?y/../x", "http://a/b/c/g?y/../x" },
	{ "https://ca.example", "dir", "https://ca.example/dir" },
	{ "https://ca.example:1/x", "/y:z", "https://ca.example:1/y:z" },
	{ "https://ca.example/x", "https://b.example/y#z",
	  "https://b.example/y" },
	{ "https://ca.example/x", "http://b.example", "http://b.example" },
	{ "https://ca.example/x", "//b.example:8/y", "https://b.example:8/y" },
	{ "https://[::1]:8/x", "y", "https://[::1]:8/y" },
};

static void
resolves(void)
{
	struct acme_span copy;
	struct acme_fault fault;
	char *url = NULL;
	size_t i;

	for (i = 0; i < N(references); i++) {
		copy = exact_copy(acme_span_str(references[i].reference));
		CHECK_FOR(references[i].reference,
			  !acme_url_resolve(references[i].base, copy, &url,
					    &fault));
		CHECK_STR(url, references[i].url);
		free(url);
		exact_free(copy);
	}
}

static void
resolves_to_no_url(void)
{
	static const char *const bad[] = { "ftp://a/b",	 "http:b", "//",
					   "mailto:a@b", "a b",	   "/\x01" };
	char *url = NULL;
	size_t i;

	for (i = 0; i < N(bad); i++)
		CHECK_FOR(bad[i],
			  acme_url_resolve("https://a/b", acme_span_str(bad[i]),
					   &url, NULL) == ACME_ERR_SYNTAX);
	CHECK(!url);
}

/* Not even the scheme is right; told to who wants https only. */
static void
wants_https(void)
{
	static const char *const texts[] = { "",	   "https",
					     "https:/",	   "ftp://a/",
					     "//a/",	   "/a",
					     "http://a/",  "mailto:a@b",
					     "HTTPS:a",	   "https:\\\\a/x",
					     " https://a/" };
	struct acme_fault fault;
	struct acme_span copy;
	struct acme_url url;
	size_t i;

	for (i = 0; i < N(texts); i++) {
		copy = exact_copy(acme_span_str(texts[i]));
		CHECK_FOR(texts[i], acme_url_parse(copy, true, &url, &fault) ==
					    ACME_ERR_INVALID);
		CHECK_FOR(texts[i], strstr(fault.text, "' is not https"));
		exact_free(copy);
	}
}

static void
keeps_to_its_limit(void)
{
	static char text[ACME_URL_MAX_LEN + 2];
	struct acme_fault fault;
	struct acme_url url;

	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, "https://a/", 10);
	CHECK_OK(acme_url_parse(acme_span(text, ACME_URL_MAX_LEN), true, &url,
				&fault));
	CHECK_ERR(acme_url_parse(acme_span_str(text), true, &url, &fault),
		  ACME_ERR_LIMIT);
	CHECK(strstr(fault.text, "...' is longer than 4096 bytes"));
	text[ACME_URL_MAX_LEN - 1] = ' ';
	CHECK_ERR(acme_url_parse(acme_span(text, ACME_URL_MAX_LEN), true, &url,
				 &fault),
		  ACME_ERR_SYNTAX);
	CHECK(strstr(fault.text, "byte 4095 is not allowed there"));
}

static const struct test tests[] = {
	TEST(splits),	   TEST(refuses),
	TEST(wants_https), TEST(keeps_to_its_limit),
	TEST(resolves),	   TEST(resolves_to_no_url),
};

TEST_MAIN(tests)
