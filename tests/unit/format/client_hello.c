/* SPDX-License-Identifier: MIT */
/*
 * Hellos in one record and in many, each prefix of them, and what only looks
 * like one.  Each input stands at the end of its own memory.
 */
#include "format/client_hello.h"

#include "exact.h"
#include "test.h"

#define HEAD	 5
#define NAME	 0u  /* server_name */
#define ALPN	 16u /* application_layer_protocol_negotiation */
#define VERSIONS 43u

/* Version, random, no session, one suite, no compression; two extensions. */
#define RANDOM "0123456789abcdef0123456789abcdef"
static const char message[] = "\1\0\0\x42\3\3" RANDOM "\0\0\2\x13\1\1\0"
			      "\0\x17\0\0\0\6\0\4\0\0\1a\0\x10\0\5\0\3\2h2"
			      "\0\x0d\0\0";
#define MESSAGE_LEN (sizeof(message) - 1)

/* The message in records of ${size} bytes of it. */
static size_t
in_records(struct acme_span of, size_t size, char *out)
{
	size_t at, n, len = 0;

	for (at = 0; at < of.len; at += n) {
		n = of.len - at < size ? of.len - at : size;
		memcpy(out + len, "\x16\3\1", 3);
		out[len + 3] = (char)(n >> 8);
		out[len + 4] = (char)n;
		memcpy(out + len + HEAD, of.data + at, n);
		len += HEAD + n;
	}
	return len;
}

static enum acme_client_hello
find(struct acme_span bytes, struct acme_buf *joined, size_t *len)
{
	struct acme_span exact = exact_copy(bytes);
	enum acme_client_hello found;

	found = acme_client_hello_find(exact, joined, len);
	exact_free(exact);
	return found;
}

static void
one_split(size_t size)
{
	struct acme_buf joined = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	char wire[MESSAGE_LEN * (HEAD + 1)];
	size_t all = in_records(acme_span(message, MESSAGE_LEN), size, wire);
	size_t n, len = 0;

	for (n = 0; n < all; n++) {
		CHECK_INT(find(acme_span(wire, n), &joined, &len),
			  ACME_CLIENT_HELLO_PARTIAL);
		CHECK(len > n && len <= all);
	}
	CHECK_INT(find(acme_span(wire, all), &joined, &len),
		  ACME_CLIENT_HELLO_WHOLE);
	CHECK_INT(len, all);
	CHECK_SPAN(acme_buf_span(&joined), acme_span(message, MESSAGE_LEN));
	acme_buf_clear(&joined);
}

static void
every_split(void)
{
	size_t size;

	for (size = 1; size <= MESSAGE_LEN; size++)
		one_split(size);
}

static void
something_behind(void)
{
	struct acme_buf joined = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	char wire[MESSAGE_LEN * 2];
	size_t len = 0,
	       all = in_records(acme_span(message, MESSAGE_LEN), 999, wire);

	wire[all] = 23; /* a record of early data */
	CHECK_INT(find(acme_span(wire, all + 1), &joined, &len),
		  ACME_CLIENT_HELLO_WHOLE);
	CHECK_INT(len, all);
	acme_buf_clear(&joined);
}

#define ROW(text, verdict)                             \
	{                                              \
		{ text, sizeof(text) - 1 }, (verdict), \
	}

static const struct {
	struct acme_span bytes;
	enum acme_client_hello want;
} rows[] = {
	ROW("GET / HTTP/1.1\r\n", ACME_CLIENT_HELLO_NOT_TLS),
	ROW("\x80", ACME_CLIENT_HELLO_NOT_TLS),
	ROW("\x15\3\1\0\2\1\0", ACME_CLIENT_HELLO_NOT_TLS), /* an alert */
	ROW("\x16\2\1\0\5", ACME_CLIENT_HELLO_BAD),
	ROW("\x16\3\1\0\0", ACME_CLIENT_HELLO_BAD),	  /* empty */
	ROW("\x16\3\1\x40\1", ACME_CLIENT_HELLO_BAD),	  /* 16385 */
	ROW("\x16\3\1\x40\0", ACME_CLIENT_HELLO_PARTIAL), /* 16384 */
	ROW("\x16\3\1\0\4\2", ACME_CLIENT_HELLO_BAD),	  /* a ServerHello */
	ROW("\x16\3\1\0\4\1\0\x40\0", ACME_CLIENT_HELLO_BAD), /* too long */
	ROW("\x16\3\1\0\4\1\0\0\0", ACME_CLIENT_HELLO_WHOLE),
	ROW("\x16\3\1\0\5\1\0\0\0\1", ACME_CLIENT_HELLO_BAD), /* two in one */
	ROW("\x16\3\1\0\5\1\0\0\0", ACME_CLIENT_HELLO_BAD),
	ROW("\x16\3\1\0\1\1\x17", ACME_CLIENT_HELLO_BAD), /* not its record */
};

static void
others(void)
{
	struct acme_buf joined = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	char label[16];
	size_t i, len;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(label, sizeof(label), "row %zu", i);
		CHECK_FOR(label,
			  find(rows[i].bytes, &joined, &len) == rows[i].want);
	}
	acme_buf_clear(&joined);
}

/* A byte a record is six bytes for one: it does not go on for ever. */
static void
endless(void)
{
	struct acme_buf joined = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	static char long_one[ACME_CLIENT_HELLO_MAX] = "\1\0\x3f\xfc";
	static char wire[sizeof(long_one) * (HEAD + 1)];
	size_t len = 0;

	CHECK_INT(in_records(acme_span(long_one, sizeof(long_one)), 1, wire),
		  sizeof(wire));
	CHECK_INT(find(acme_span(wire, ACME_CLIENT_HELLO_RECORDS_MAX - 10),
		       &joined, &len),
		  ACME_CLIENT_HELLO_PARTIAL);
	CHECK_INT(find(acme_span(wire, ACME_CLIENT_HELLO_RECORDS_MAX), &joined,
		       &len),
		  ACME_CLIENT_HELLO_BAD);
	acme_buf_clear(&joined);
}

/* Of four bytes, or five, and of one byte: the next head ends at the limit, or
 * a byte behind it. */
static void
ends_at_the_limit(void)
{
	struct acme_buf joined = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);
	static char long_one[ACME_CLIENT_HELLO_MAX] = "\1\0\x3f\xfc";
	static char wire[ACME_CLIENT_HELLO_RECORDS_MAX];
	const size_t n_of_one = 5459;
	size_t first, at, len = 0;

	for (first = 4; first <= 5; first++) {
		at = in_records(acme_span(long_one, first), first, wire);
		at += in_records(acme_span(long_one + first, n_of_one), 1,
				 wire + at);
		CHECK_INT(find(acme_span(wire, at), &joined, &len),
			  first == 4 ? ACME_CLIENT_HELLO_PARTIAL
				     : ACME_CLIENT_HELLO_BAD);
		CHECK_INT(len, ACME_CLIENT_HELLO_RECORDS_MAX + first - 4);
	}
	acme_buf_clear(&joined);
}

static struct acme_span
extension(size_t message_len, unsigned int type)
{
	struct acme_span exact = exact_copy(acme_span(message, message_len));
	struct acme_span body;

	body = acme_client_hello_extension(exact, type);
	body.data = body.len ? message + (body.data - exact.data) : NULL;
	exact_free(exact);
	return body;
}

static void
extensions(void)
{
	size_t n;

	CHECK_SPAN(extension(MESSAGE_LEN, NAME), ACME_SPAN("\0\4\0\0\1a"));
	CHECK_SPAN(extension(MESSAGE_LEN, ALPN), ACME_SPAN("\0\3\2h2"));
	CHECK_INT(extension(MESSAGE_LEN, VERSIONS).len, 0);
	for (n = 0; n < MESSAGE_LEN; n++)
		CHECK_INT(extension(n, ALPN).len, 0);
}

static bool
has_twice(struct acme_span of, unsigned int type)
{
	struct acme_span exact = exact_copy(of);
	bool twice = acme_client_hello_has_twice(exact, type);

	exact_free(exact);
	return twice;
}

/* With another name instead of the protocols. */
static void
the_same_twice(void)
{
	char changed[MESSAGE_LEN];
	struct acme_span once = acme_span(message, MESSAGE_LEN);
	size_t n, at = (size_t)(extension(MESSAGE_LEN, ALPN).data - message);

	memcpy(changed, message, MESSAGE_LEN);
	changed[at - 3] = NAME;
	CHECK(!has_twice(once, NAME) && !has_twice(once, ALPN));
	CHECK(!has_twice(once, VERSIONS));
	CHECK(has_twice(acme_span(changed, MESSAGE_LEN), NAME));
	CHECK(!has_twice(acme_span(changed, MESSAGE_LEN), ALPN));
	for (n = 0; n < MESSAGE_LEN; n++)
		CHECK(!has_twice(acme_span(changed, n), NAME));
}

static size_t
n_suites(size_t message_len)
{
	struct acme_span exact = exact_copy(acme_span(message, message_len));
	size_t len = acme_client_hello_suites(exact).len;

	exact_free(exact);
	return len / 2;
}

static void
version_and_suites(void)
{
	struct acme_span all = acme_span(message, MESSAGE_LEN);
	size_t n, end;

	CHECK_INT(acme_client_hello_version(all), 0x0303);
	CHECK_INT(acme_client_hello_version(acme_span(message, 5)), 0);
	CHECK_SPAN(acme_client_hello_suites(all), ACME_SPAN("\x13\1"));
	end = (size_t)(acme_client_hello_suites(all).data + 2 - message);
	for (n = 0; n < MESSAGE_LEN; n++)
		CHECK_INT(n_suites(n), n >= end);
}

static const struct test tests[] = {
	TEST(every_split),    TEST(something_behind),	TEST(others),
	TEST(endless),	      TEST(ends_at_the_limit),	TEST(extensions),
	TEST(the_same_twice), TEST(version_and_suites),
};

TEST_MAIN(tests)
