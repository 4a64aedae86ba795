/* SPDX-License-Identifier: MIT */
#include "format/http/http_message.h"

#include "format/http/http_fields.h"
#include "http_run.h"
#include "test.h"

#define N(list)	 (sizeof(list) / sizeof(*(list)))
#define CHUNKED	 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
#define LEN(len) "HTTP/1.1 200 OK\r\nContent-Length: " len "\r\n\r\n"

static const struct good {
	const char *name, *input;
	bool to_head;
	unsigned int status;
	const char *body;
	bool keep_alive;
	bool until_close;
	const char *rest; /* what follows and is not part of it */
} goods[] = {
	{ "length", LEN("5") "hello", false, 200, "hello", .keep_alive = true },
	{ "next one follows", LEN("5") "helloHTTP/1.1", false, 200, "hello",
	  .keep_alive = true, .rest = "HTTP/1.1" },
	{ "empty body", LEN("0"), false, 200, "", .keep_alive = true },
	{ "two lengths that agree",
	  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2, 2\r\n"
	  "\r\nok",
	  false, 200, "ok", .keep_alive = true },
	{ "HEAD", "HTTP/1.1 200 OK\r\nX: y\r\n\r\n", true, 200, "",
	  .keep_alive = true },
	{ "HEAD, nothing to come", LEN("0"), true, 200, "",
	  .keep_alive = true },
	{ "HEAD, and what a GET would bring", LEN("500"), true, 200, "",
	  .keep_alive = false },
	{ "HEAD, chunked", CHUNKED, true, 200, "", .keep_alive = false },
	{ "HEAD, with a body", LEN("4") "oops", true, 200, "", .rest = "oops" },
	{ "204", "HTTP/1.1 204 No Content\r\n\r\n", false, 204, "",
	  .keep_alive = true },
	{ "304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
	  false, 304, "", .keep_alive = true },
	{ "no reason", "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", false, 404,
	  "", .keep_alive = true },
	{ "no space either", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", false,
	  404, "", .keep_alive = true },
	{ "lone LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", false, 200,
	  "ok", .keep_alive = true },
	{ "spaces around values",
	  "HTTP/1.1 200 OK\r\nX:\r\nY: \t \r\nContent-Length:\t 2 \r\n\r\nok",
	  false, 200, "ok", .keep_alive = true },
	{ "Latin-1 in a value",
	  "HTTP/1.1 200 \xe9\r\nX: \xe9\r\nContent-Length: 0\r\n\r\n", false,
	  200, "", .keep_alive = true },
	{ "interim",
	  "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y\r\n\r\n"
	  "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok",
	  false, 201, "ok", .keep_alive = true },
	{ "close",
	  "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n"
	  "\r\nok",
	  false, 200, "ok", .keep_alive = false },
	{ "HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", false,
	  200, "ok", .keep_alive = false },
	{ "HTTP/1.0 kept",
	  "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"
	  "Content-Length: 2\r\n\r\nok",
	  false, 200, "ok", .keep_alive = true },
	{ "until close", "HTTP/1.1 200 OK\r\n\r\nto the end", false, 200,
	  "to the end", .until_close = true },
	{ "chunks", CHUNKED "5\r\nhello\r\n06\r\n world\r\n0\r\n\r\n", false,
	  200, "hello world", .keep_alive = true },
	{ "no chunk", CHUNKED "0\r\n\r\n", false, 200, "", .keep_alive = true },
	{ "hex, long chunk",
	  CHUNKED "1A\r\nabcdefghijklmnopqrstuvwxyz\r\n"
		  "00\r\n\r\nHTTP",
	  false, 200, "abcdefghijklmnopqrstuvwxyz", .keep_alive = true,
	  .rest = "HTTP" },
	{ "extensions", CHUNKED "2;a;b=c ; d=\"e;\\\"\"\r\nok\r\n0;x\r\n\r\n",
	  false, 200, "ok", .keep_alive = true },
	{ "blanks behind a size",
	  CHUNKED "2  \r\nok\r\n1;a=b \t\r\n!\r\n0 \r\n\r\n", false, 200, "ok!",
	  .keep_alive = true },
	{ "trailers", CHUNKED "2\r\nok\r\n0\r\nX: y\r\nZ:\r\n\r\n", false, 200,
	  "ok", .keep_alive = true },
	{ "trailers that end in LF", CHUNKED "2\r\nok\r\n0\r\nX: y\n\n", false,
	  200, "ok", .keep_alive = true },
	{ "trailers, folded",
	  CHUNKED "2\r\nok\r\n0\r\nX: y\r\n z\r\n\tu\r\n\r\n", false, 200, "ok",
	  .keep_alive = true },
	{ "folded",
	  "HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\t\r\nContent-Length:\r\n 2\r\n"
	  "\r\nok",
	  false, 200, "ok", .keep_alive = true },
	{ "folded, lone LF",
	  "HTTP/1.1 200 OK\nX:\n y\nContent-Length: 2,\n 2\n\nok", false, 200,
	  "ok", .keep_alive = true },
	{ "folded to the last line",
	  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n \r\n\r\nok", false, 200,
	  "ok", .keep_alive = true },
	{ "space before the colon",
	  "HTTP/1.1 200 OK\r\nContent-Length \t: 2\r\n\r\nok", false, 200, "ok",
	  .keep_alive = true },
	{ "control characters in a value that nobody needs",
	  "HTTP/1.1 200 \x01\r\nX: \x1b[2J\x7f\r\nContent-Length: 2\r\n\r\nok",
	  false, 200, "ok", .keep_alive = true },
	{ "CRLF as data", CHUNKED "4\r\n\r\n\r\n\r\n0\r\n\r\n", false, 200,
	  "\r\n\r\n", .keep_alive = true },
};

static void
check_good(const struct good *good, struct run *run, const char *how)
{
	struct acme_http_message *message = &run->message;
	char label[100];

	snprintf(label, sizeof(label), "%s, %s", good->name, how);
	if (run->err)
		TEST_FAIL("%s: %s", label, run->fault.text);
	CHECK_FOR(label, run->complete == !good->until_close);
	CHECK_FOR(label, !acme_http_message_eof(message, &run->fault));
	CHECK_FOR(label, message->head.status == good->status);
	CHECK_FOR(label, message->keep_alive == good->keep_alive);
	CHECK_FOR(label, message->used + strlen(good->rest ? good->rest : "") ==
				 run->response.len);
	CHECK_FOR(label, acme_span_equal(acme_http_message_body(message,
								&run->response),
					 acme_span_str(good->body)));
	end(run);
}

static void
reads_in_one_go_and_bytewise(void)
{
	struct run run;
	const char *c;
	size_t i;

	for (i = 0; i < N(goods); i++) {
		begin(&run, goods[i].to_head);
		feed(&run, acme_span_str(goods[i].input));
		check_good(&goods[i], &run, "in one go");
		begin(&run, goods[i].to_head);
		for (c = goods[i].input; *c; c++)
			feed(&run, acme_span(c, 1));
		check_good(&goods[i], &run, "bytewise");
	}
}

static void
reads_every_split(void)
{
	size_t i, at, len;
	struct run run;

	for (i = 0; i < N(goods); i++) {
		len = strlen(goods[i].input);
		for (at = 1; at < len; at++) {
			begin(&run, goods[i].to_head);
			feed(&run, acme_span(goods[i].input, at));
			feed(&run, acme_span(goods[i].input + at, len - at));
			check_good(&goods[i], &run, "in two");
		}
	}
}

/* A response that is cut off is not complete, and its end is noticed. */
static void
no_prefix_is_complete(void)
{
	size_t i, at, len;
	struct run run;

	for (i = 0; i < N(goods); i++) {
		len = strlen(goods[i].input);
		len -= strlen(goods[i].rest ? goods[i].rest : "");
		for (at = 0; at < len && !goods[i].until_close; at++) {
			begin(&run, goods[i].to_head);
			feed(&run, acme_span(goods[i].input, at));
			CHECK_FOR(goods[i].name, !run.err && !run.complete);
			CHECK_FOR(goods[i].name,
				  acme_http_message_eof(&run.message,
							&run.fault) ==
					  ACME_ERR_CLOSED);
			CHECK(strstr(run.fault.text, "cut off"));
			end(&run);
		}
	}
}

static const struct {
	const char *input, *says;
} cuts[] = {
	{ "", "cut off at byte 0, in its head" },
	{ "HTTP/1.1 200", "cut off at byte 12, in its head" },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
	  "cut off at byte 52, in its chunks" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
	  "cut off after 3 of 5 bytes of its body" },
};

static void
says_where_it_is_cut_off(void)
{
	struct run run;
	size_t i;

	for (i = 0; i < N(cuts); i++) {
		begin(&run, false);
		feed(&run, acme_span_str(cuts[i].input));
		CHECK_OK(run.err);
		CHECK_ERR(acme_http_message_eof(&run.message, &run.fault),
			  ACME_ERR_CLOSED);
		if (!strstr(run.fault.text, cuts[i].says))
			TEST_FAIL("row %zu: %s", i, run.fault.text);
		end(&run);
	}
}

static void
limits_the_body(void)
{
	char head[64];
	struct run run;
	int more;

	for (more = 0; more < 2; more++) {
		begin(&run, false);
		snprintf(head, sizeof(head),
			 "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n",
			 ACME_HTTP_MESSAGE_MAX_LEN + more);
		feed(&run, acme_span_str(head));
		CHECK_ERR(run.err, more ? ACME_ERR_LIMIT : ACME_OK);
		end(&run);
	}
}

static void
finds_fields(void)
{
	struct acme_span value;
	struct run run;
	size_t from = 0;

	begin(&run, true);
	feed(&run, ACME_SPAN("HTTP/1.1 200 OK\r\nlink: <a>\r\nX: \r\n"
			     "LINK: <b>;rel=up \r\n\r\n"));
	CHECK(run.complete);
	CHECK(acme_http_next_field(&run.message.head, &run.response, "Link",
				   &from, &value));
	CHECK_SPAN(value, ACME_SPAN("<a>"));
	CHECK(acme_http_next_field(&run.message.head, &run.response, "Link",
				   &from, &value));
	CHECK_SPAN(value, ACME_SPAN("<b>;rel=up"));
	CHECK(!acme_http_next_field(&run.message.head, &run.response, "Link",
				    &from, &value));
	value = acme_http_field(&run.message.head, &run.response, "x");
	CHECK_INT(value.len, 0);
	value = acme_http_field(&run.message.head, &run.response, "Lin");
	CHECK(!value.data);
	end(&run);
}

/* RFC 9112 §5.2: spaces, and so the value is one line. */
static void
unfolds_fields(void)
{
	struct acme_span value;
	struct run run;
	size_t from = 0;

	begin(&run, true);
	feed(&run, ACME_SPAN("HTTP/1.1 200 OK\r\nLink: <a>;\r\n\trel=up,\n"
			     "  <b>\r\nLink :\r\n \r\n <c>\r\n \r\n\r\n"));
	CHECK(run.complete);
	CHECK(acme_http_next_field(&run.message.head, &run.response, "Link",
				   &from, &value));
	CHECK_SPAN(value, ACME_SPAN("<a>;  \trel=up,   <b>"));
	CHECK(acme_http_next_field(&run.message.head, &run.response, "link",
				   &from, &value));
	CHECK_SPAN(value, ACME_SPAN("<c>"));
	CHECK(!acme_http_next_field(&run.message.head, &run.response, "link",
				    &from, &value));
	end(&run);
}

/* As many as the head's bytes have room for; the last is found as the first. */
static void
skips_fields_that_nobody_needs(void)
{
	struct run run;
	int i;

	begin(&run, true);
	feed(&run, ACME_SPAN("HTTP/1.1 200 OK\r\nFirst: 1\r\n"));
	for (i = 0; i < 3000; i++)
		feed(&run, ACME_SPAN("X: y:z\r\n"));
	feed(&run, ACME_SPAN("Last: 2\r\n\r\n"));
	CHECK_OK(run.err);
	CHECK(run.complete);
	CHECK_SPAN(acme_http_field(&run.message.head, &run.response, "first"),
		   ACME_SPAN("1"));
	CHECK_SPAN(acme_http_field(&run.message.head, &run.response, "x"),
		   ACME_SPAN("y:z"));
	CHECK_SPAN(acme_http_field(&run.message.head, &run.response, "last"),
		   ACME_SPAN("2"));
	end(&run);
}

/* Those of an interim head are not the answer's. */
static void
forgets_interim_fields(void)
{
	struct run run;

	begin(&run, true);
	feed(&run, ACME_SPAN("HTTP/1.1 103 Early\r\nX: early\r\n\r\n"
			     "HTTP/1.1 200 OK\r\nY: late\r\n\r\n"));
	CHECK(run.complete);
	CHECK(!acme_http_field(&run.message.head, &run.response, "X").len);
	CHECK_SPAN(acme_http_field(&run.message.head, &run.response, "Y"),
		   ACME_SPAN("late"));
	end(&run);
}

static const struct test tests[] = {
	TEST(reads_in_one_go_and_bytewise),
	TEST(reads_every_split),
	TEST(no_prefix_is_complete),
	TEST(says_where_it_is_cut_off),
	TEST(limits_the_body),
	TEST(finds_fields),
	TEST(unfolds_fields),
	TEST(skips_fields_that_nobody_needs),
	TEST(forgets_interim_fields),
};

TEST_MAIN(tests)
