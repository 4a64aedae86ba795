/* SPDX-License-Identifier: MIT */
/*
 * What is not an HTTP/1.1 response, or is more than we take.
 */
#include "format/http/http_message.h"

#include "http_run.h"
#include "test.h"

#define N(list)	 (sizeof(list) / sizeof(*(list)))
#define CHUNKED	 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define LEN(len) "HTTP/1.1 200 OK\r\nContent-Length: " len "\r\n\r\n"

static const struct bad {
	const char *name, *input;
	enum acme_err err;
	const char *fault;
} bads[] = {
	{ "no HTTP", "SSH-2.0-x\r\n", ACME_ERR_SYNTAX,
	  "byte 0: no HTTP/1.x status line" },
	{ "HTTP/2", "HTTP/2 200\r\n", ACME_ERR_SYNTAX, "byte 5" },
	{ "status of two digits", "HTTP/1.1 20 OK\r\n", ACME_ERR_SYNTAX,
	  "byte 11" },
	{ "status of four", "HTTP/1.1 2000 OK\r\n", ACME_ERR_SYNTAX,
	  "byte 12" },
	{ "status 099", "HTTP/1.1 099 OK\r\n", ACME_ERR_SYNTAX, "byte 9" },
	{ "space before the first field", "HTTP/1.1 200 OK\r\n X: y\r\n\r\n",
	  ACME_ERR_SYNTAX, "byte 17: a space where a field's name" },
	{ "space in a name", "HTTP/1.1 200 OK\r\nX y: z\r\n\r\n",
	  ACME_ERR_SYNTAX, "byte 19" },
	{ "no name", "HTTP/1.1 200 OK\r\n: y\r\n\r\n", ACME_ERR_SYNTAX,
	  "byte 17" },
	{ "no colon", "HTTP/1.1 200 OK\r\nXyz\r\n\r\n", ACME_ERR_SYNTAX,
	  "byte 20" },
	{ "lone CR", "HTTP/1.1 200 OK\r\nX: y\rz\r\n\r\n", ACME_ERR_SYNTAX,
	  "byte 22" },
	{ "control character in a name", "HTTP/1.1 200 OK\r\nX\x01: y\r\n\r\n",
	  ACME_ERR_SYNTAX, "byte 18" },
	{ "lengths that differ",
	  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
	  ACME_ERR_SYNTAX, "Content-Length is 2 and 3" },
	{ "lengths that differ in a list", LEN("2, 3"), ACME_ERR_SYNTAX,
	  "Content-Length '2, 3'" },
	{ "negative length", LEN("-1"), ACME_ERR_SYNTAX, "'-1'" },
	{ "no length", LEN(""), ACME_ERR_SYNTAX, "''" },
	{ "hex length", LEN("0x10"), ACME_ERR_SYNTAX, "'0x10'" },
	{ "length past 64 bits", LEN("18446744073709551616"), ACME_ERR_SYNTAX,
	  "Content-Length" },
	{ "length past the limit", LEN("1048577"), ACME_ERR_LIMIT, "1048577" },
	{ "length and chunked",
	  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
	  "Transfer-Encoding: chunked\r\n\r\n",
	  ACME_ERR_SYNTAX, "both Transfer-Encoding and Content-Length" },
	{ "gzip", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
	  ACME_ERR_INVALID, "gzip, chunked" },
	{ "chunked twice",
	  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
	  "Transfer-Encoding: chunked\r\n\r\n",
	  ACME_ERR_INVALID, "Transfer-Encoding" },
	{ "chunked in HTTP/1.0",
	  "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
	  ACME_ERR_SYNTAX, "HTTP/1.0" },
	{ "101", "HTTP/1.1 101 Switching\r\n\r\n", ACME_ERR_INVALID,
	  "switches" },
	{ "no chunk size", CHUNKED "\r\n", ACME_ERR_SYNTAX, "byte 47" },
	{ "chunk size not hex", CHUNKED "xyz\r\n", ACME_ERR_SYNTAX, "byte 47" },
	{ "negative chunk size", CHUNKED "-1\r\n", ACME_ERR_SYNTAX, "byte 47" },
	{ "chunk too long", CHUNKED "1000000\r\n", ACME_ERR_LIMIT,
	  "a chunk longer than 1048576" },
	{ "chunk size past 64 bits", CHUNKED "ffffffffffffffffff\r\n",
	  ACME_ERR_LIMIT, "a chunk longer" },
	{ "chunk longer than said", CHUNKED "2\r\nokay\r\n", ACME_ERR_SYNTAX,
	  "byte 52" },
	{ "a chunk's size ends in LF", CHUNKED "2\nok\r\n0\r\n\r\n",
	  ACME_ERR_SYNTAX, "byte 48: a byte that a chunk's frame" },
	{ "a chunk ends in LF", CHUNKED "2\r\nok\n0\r\n\r\n", ACME_ERR_SYNTAX,
	  "byte 52" },
	{ "the last chunk's size ends in LF", CHUNKED "2\r\nok\r\n0\n\r\n",
	  ACME_ERR_SYNTAX, "byte 55" },
	{ "an extension ends in LF", CHUNKED "2;a=b\nok\r\n0\r\n\r\n",
	  ACME_ERR_SYNTAX, "byte 52" },
	{ "blanks before a size", CHUNKED " 2\r\nok\r\n", ACME_ERR_SYNTAX,
	  "byte 47" },
	{ "blanks in a size", CHUNKED "1 0\r\n", ACME_ERR_SYNTAX, "byte 49" },
	{ "blanks and LF behind a size", CHUNKED "2 \nok\r\n", ACME_ERR_SYNTAX,
	  "byte 49" },
	{ "bad trailer", CHUNKED "0\r\nX y\r\n\r\n", ACME_ERR_SYNTAX,
	  "byte 52" },
};

static void
refuses(void)
{
	struct run run;
	const char *c;
	size_t i;

	for (i = 0; i < N(bads); i++) {
		begin(&run, false);
		feed(&run, acme_span_str(bads[i].input));
		if (run.err != bads[i].err ||
		    !strstr(run.fault.text, bads[i].fault))
			TEST_FAIL("%s: %s: %s", bads[i].name,
				  acme_err_name(run.err), run.fault.text);
		end(&run);
		begin(&run, false);
		for (c = bads[i].input; *c; c++)
			feed(&run, acme_span(c, 1));
		CHECK_FOR(bads[i].name, run.err == bads[i].err);
		CHECK_FOR(bads[i].name, strstr(run.fault.text, bads[i].fault));
		end(&run);
	}
}

static void
limits_the_head(void)
{
	const char line[] = "X: 0123456789012345678901234567890\r\n";
	const char start[] = "HTTP/1.1 200 OK\r\n";
	struct run run;
	size_t i;

	begin(&run, true);
	feed(&run, acme_span_str(start));
	for (i = strlen(start); i <= ACME_HTTP_HEAD_MAX_LEN;
	     i += strlen(line)) {
		CHECK_OK(run.err);
		feed(&run, acme_span_str(line));
	}
	CHECK_ERR(run.err, ACME_ERR_LIMIT);
	CHECK(strstr(run.fault.text, "longer than 32768"));
	end(&run);

	begin(&run, true);
	feed(&run, acme_span_str(start));
	feed(&run, ACME_SPAN("X: "));
	for (i = sizeof(start) + 2; i < ACME_HTTP_HEAD_MAX_LEN; i++)
		feed(&run, ACME_SPAN("x"));
	CHECK_OK(run.err);
	feed(&run, ACME_SPAN("x"));
	CHECK_ERR(run.err, ACME_ERR_LIMIT);
	CHECK(strstr(run.fault.text, "longer than 32768"));
	end(&run);
}

static const struct test tests[] = {
	TEST(refuses),
	TEST(limits_the_head),
};

TEST_MAIN(tests)
