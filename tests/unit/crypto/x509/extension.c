/* SPDX-License-Identifier: MIT */
/*
 * An extension that is found, and lists in which none can be.
 */
#include "crypto/x509/extension.h"

#include "test.h"

#define SPAN(bytes)                      \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}
#define OTHER	      "\x30\x09\x06\x03\x55\x1d\x0f\x04\x02\x30\x00"
#define OID	      "\x06\x03\x55\x1d\x1e" /* of name constraints */
#define NOT_EVEN_TYPE "\x30\x02\x05\x00"

static const struct {
	const char *label;
	struct acme_span list;
	struct acme_span value; /* no data: it is not found */
	bool critical;
} cases[] = {
	{ "no list", SPAN(""), { 0 }, false },
	{ "another thing", SPAN("\x31\x00"), { 0 }, false },
	{ "longer than all", SPAN("\x30\x01"), { 0 }, false },
	{ "empty", SPAN("\x30\x00"), { 0 }, false },
	{ "one that is none", SPAN("\x30\x02\x05\x00"), { 0 }, false },
	{ "one without a type", SPAN("\x30\x04" NOT_EVEN_TYPE), { 0 }, false },
	{ "another one", SPAN("\x30\x0b" OTHER), { 0 }, false },
	{ "it", SPAN("\x30\x0b\x30\x09" OID "\x04\x02\x30\x00"),
	  SPAN("\x30\x00"), false },
	{ "it, critical",
	  SPAN("\x30\x0e\x30\x0c" OID "\x01\x01\xff\x04\x02\x30\x00"),
	  SPAN("\x30\x00"), true },
	{ "it, second",
	  SPAN("\x30\x16" OTHER "\x30\x09" OID "\x04\x02\x31\x00"),
	  SPAN("\x31\x00"), false },
	{ "behind one without a type",
	  SPAN("\x30\x0f" NOT_EVEN_TYPE "\x30\x09" OID "\x04\x02\x30\x00"),
	  SPAN("\x30\x00"), false },
	{ "behind one that is none",
	  SPAN("\x30\x0d\x05\x00\x30\x09" OID "\x04\x02\x30\x00"),
	  { 0 },
	  false },
	{ "without a value", SPAN("\x30\x07\x30\x05" OID), { 0 }, false },
	{ "with a value that is none",
	  SPAN("\x30\x0b\x30\x09" OID "\x03\x02\x30\x00"),
	  { 0 },
	  false },
};

static void
find(void)
{
	struct acme_span found;
	mbedtls_x509_crt crt;
	bool critical;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		mbedtls_x509_crt_init(&crt);
		crt.v3_ext.p = (unsigned char *)cases[i].list.data;
		crt.v3_ext.len = cases[i].list.len;
		critical = false;
		found = acme_extension_find(&crt, ACME_OID_NAME_CONSTRAINTS,
					    &critical);
		CHECK_FOR(cases[i].label, !found.data == !cases[i].value.data);
		CHECK_FOR(cases[i].label,
			  acme_span_equal(found, cases[i].value));
		CHECK_FOR(cases[i].label, critical == cases[i].critical);
	}
}

static const struct test tests[] = { TEST(find) };

TEST_MAIN(tests)
