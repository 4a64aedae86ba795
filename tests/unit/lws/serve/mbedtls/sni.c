/* SPDX-License-Identifier: MIT */
/* What lws with mbedTLS would make of a hello's names. */
#include "lws/serve/mbedtls/sni.h"

#include "base/buf.h"
#include "format/client_hello.h"

#include "test.h"

#define HOST  "\0" /* types of a name */
#define OTHER "\1"
#define NEXT  "\0\x17\0\0" /* extended_master_secret */

static struct acme_buf message = ACME_BUF_INIT(ACME_CLIENT_HELLO_MAX);

static void
number(size_t n, size_t octets)
{
	char byte;

	while (octets--) {
		byte = (char)(n >> 8 * octets);
		CHECK_OK(acme_buf_add(&message, acme_span(&byte, 1)));
	}
}

/* A ClientHello whose extensions are server_name with ${list}, and ${rest}. */
static void
hello(struct acme_span list, struct acme_span rest)
{
	static const char head[4 + 34]; /* type, length, version, random */
	size_t body = 2 + list.len;

	acme_buf_clear(&message);
	CHECK_OK(acme_buf_add(&message, acme_span(head, sizeof(head))));
	number(0, 1);
	number(2, 2);
	number(0xc02f, 2);
	number(1, 1);
	number(0, 1);
	number(4 + body + rest.len, 2);
	number(0, 2);
	number(body, 2);
	number(list.len, 2);
	CHECK_OK(acme_buf_add(&message, list));
	CHECK_OK(acme_buf_add(&message, rest));
}

static void
check_text(struct acme_span list, struct acme_span rest, struct acme_span want)
{
	struct acme_span text;

	hello(list, rest);
	CHECK(acme_sni_text(acme_buf_span(&message), &text));
	CHECK_SPAN(text, want);
	acme_buf_clear(&message);
}

static void
text(void)
{
	const struct acme_span none = acme_span(NULL, 0);

	check_text(ACME_SPAN(HOST "\0\3abc"), none, ACME_SPAN("abc"));
	check_text(ACME_SPAN(HOST "\0\3abc"), ACME_SPAN(NEXT),
		   ACME_SPAN("abc"));
	check_text(ACME_SPAN(OTHER "\0\2xx" HOST "\0\3abc" HOST "\0\1d"), none,
		   ACME_SPAN("abc"));
	check_text(ACME_SPAN(HOST "\0\6abc:44"), none, ACME_SPAN("abc"));
	/* Where the name does not end it, lws does not stop. */
	check_text(ACME_SPAN(HOST "\0\1a"), ACME_SPAN("bc\0\0"),
		   ACME_SPAN("abc"));
	check_text(ACME_SPAN(HOST "\0\0"), ACME_SPAN("bc\0\0"),
		   ACME_SPAN("bc"));
	check_text(ACME_SPAN(HOST "\0\5ab\0cd"), none, ACME_SPAN("ab"));
}

static void
check_none(struct acme_span list)
{
	struct acme_span unused;

	hello(list, ACME_SPAN(NEXT));
	CHECK(!acme_sni_text(acme_buf_span(&message), &unused));
	acme_buf_clear(&message);
}

static void
no_text(void)
{
	check_none(acme_span(NULL, 0));
	check_none(ACME_SPAN(OTHER "\0\3abc"));
	check_none(ACME_SPAN(OTHER "\0\4abc"));
	check_none(ACME_SPAN(HOST "\0"));
}

static void
fits(void)
{
	static const struct {
		const char *name, *text;
		enum acme_sni_fit fit;
	} cases[] = {
		{ "a.example", "a.example", ACME_SNI_SAME },
		{ "a.example", "a.exam", ACME_SNI_SAME },
		{ "a.example", "a", ACME_SNI_SAME },
		{ "a.example", "", ACME_SNI_SAME },
		{ "a.example", "A", ACME_SNI_NOT },
		{ "a.example", "www.a.example", ACME_SNI_PARENT },
		{ "a.example", "x.y.a.example", ACME_SNI_PARENT },
		{ "a.example", ".a.example", ACME_SNI_NOT },
		{ "a.example", "wwwa.example", ACME_SNI_NOT },
		{ "a.example", "a.examples", ACME_SNI_NOT },
		{ "a.example", "b.example", ACME_SNI_NOT },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		CHECK_FOR(cases[i].text,
			  acme_sni_fits(cases[i].name,
					acme_span_str(cases[i].text)) ==
				  cases[i].fit);
}

static const struct test tests[] = {
	TEST(text),
	TEST(no_text),
	TEST(fits),
};

TEST_MAIN(tests)
