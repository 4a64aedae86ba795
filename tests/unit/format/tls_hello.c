/* SPDX-License-Identifier: MIT */
/* Each input stands at the end of its own memory, for a sanitizer to see. */
#include "format/tls_hello.h"

#include "exact.h"
#include "test.h"

#define ACME   \
	"\x0a" \
	"acme-tls/1"
#define BYTES(text)                    \
	{                              \
		text, sizeof(text) - 1 \
	}

static const struct {
	struct acme_span extension;
	bool want;
} offers[] = {
	{ BYTES("\0\x0b" ACME), true },
	{ BYTES("\0\x0e" ACME "\2h2"), false },
	{ BYTES("\0\x0e\2h2" ACME), false },
	{ BYTES("\0\x16" ACME ACME), false },
	{ BYTES("\0\x03\2h2"), false },
	{ BYTES("\0\x0b\x0a"
		"acme-tls/2"),
	  false },
	{ BYTES("\0\x0b\x0a"
		"ACME-TLS/1"),
	  false },
	{ BYTES("\0\x0c\x0b"
		"acme-tls/1\0"),
	  false },
	{ BYTES(""), false },
	{ BYTES("\0"), false },
	{ BYTES("\0\0"), false },
	{ BYTES("\0\1\0"), false },
	{ BYTES("\0\2\0\0"), false },
	{ BYTES("\0\x0a" ACME), false },
	{ BYTES("\0\x0c" ACME), false },
	{ BYTES("\0\x0b" ACME "\0"), false },
	{ BYTES("\0\x0b\x0b"
		"acme-tls/1"),
	  false },
	{ BYTES("\0\x0b\xff"
		"acme-tls/1"),
	  false },
	{ BYTES("\0\x0b\x09"
		"acme-tls/1"),
	  false },
	{ BYTES("\xff\xff" ACME), false },
	{ BYTES("\x0b" ACME), false },
};

static void
alpn(void)
{
	char label[16];
	size_t i;

	for (i = 0; i < sizeof(offers) / sizeof(*offers); i++) {
		struct acme_span copy = exact_copy(offers[i].extension);

		snprintf(label, sizeof(label), "row %zu", i);
		CHECK_FOR(label, acme_tls_hello_offers_only(
					 copy, ACME_SPAN("acme-tls/1")) ==
					 offers[i].want);
		exact_free(copy);
	}
}

/* ${want} NULL: refused. */
static const struct {
	struct acme_span extension;
	const char *want;
} names[] = {
	{ BYTES("\0\6\0\0\3a.b"), "a.b" },
	{ BYTES("\0\4\0\0\1a"), "a" },
	{ BYTES(""), NULL },
	{ BYTES("\0"), NULL },
	{ BYTES("\0\0"), NULL },
	{ BYTES("\0\1\0"), NULL },
	{ BYTES("\0\2\0\0"), NULL },
	{ BYTES("\0\3\0\0\0"), NULL },
	{ BYTES("\0\6\1\0\3a.b"), NULL },
	{ BYTES("\0\6\0\0\4a.b"), NULL },
	{ BYTES("\0\6\0\0\2a.b"), NULL },
	{ BYTES("\0\6\0\xff\xff"
		"a.b"),
	  NULL },
	{ BYTES("\0\7\0\0\3a.b"), NULL },
	{ BYTES("\0\5\0\0\3a.b"), NULL },
	{ BYTES("\0\6\0\0\3a.b\0"), NULL },
	{ BYTES("\0\x0c\0\0\3a.b\0\0\3c.d"), NULL },
	{ BYTES("\xff\xff\0\0\3a.b"), NULL },
};

static void
server_name(void)
{
	struct acme_span name;
	char label[16];
	bool good;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct acme_span copy = exact_copy(names[i].extension);

		snprintf(label, sizeof(label), "row %zu", i);
		name = ACME_SPAN("untouched");
		good = acme_tls_hello_server_name(copy, &name);
		CHECK_FOR(label, good == (names[i].want != NULL));
		CHECK_FOR(label,
			  acme_span_equal(name,
					  good ? acme_span_str(names[i].want)
					       : ACME_SPAN("untouched")));
		exact_free(copy);
	}
}

static const struct test tests[] = { TEST(alpn), TEST(server_name) };

TEST_MAIN(tests)
