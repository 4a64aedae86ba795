/* SPDX-License-Identifier: MIT */
/*
 * Who issued a certificate, and for whom, however little of it can be read.
 */
#include "crypto/x509/cert_outline.h"

#include "format/exact.h"
#include "test.h"

#define SPAN(bytes)                      \
	{                                \
		bytes, sizeof(bytes) - 1 \
	}
#define NO_SPAN         \
	{               \
		NULL, 0 \
	}

#define CN(word) "\x31\x0c\x30\x0a\x06\x03\x55\x04\x03\x0c\x03" word
#define O(word)	 "\x31\x0c\x30\x0a\x06\x03\x55\x04\x0a\x0c\x03" word

static const struct {
	const char *label;
	struct acme_span name;
	const char *word;
} names[] = {
	{ "common name", SPAN("\x30\x0e" CN("abc")), "abc" },
	{ "organization", SPAN("\x30\x0e" O("abc")), "abc" },
	{ "both", SPAN("\x30\x1c" CN("abc") O("def")), "abc" },
	{ "two of them", SPAN("\x30\x1c" CN("abc") CN("def")), "def" },
	{ "empty", SPAN("\x30\x00"), "" },
	{ "no list", SPAN("\x31\x0e" CN("abc")), "" },
	{ "list that is too long", SPAN("\x30\x0f" CN("abc")), "" },
	{ "no set", SPAN("\x30\x10\x05\x00" CN("abc")), "" },
	{ "set of something else", SPAN("\x30\x12\x31\x02\x05\x00" CN("abc")),
	  "" },
	{ "behind it", SPAN("\x30\x12" CN("abc") "\x31\x02\x05\x00"), "abc" },
	{ "no type", SPAN("\x30\x06\x31\x04\x30\x02\x05\x00"), "" },
	{ "no value", SPAN("\x30\x09\x31\x07\x30\x05\x06\x03\x55\x04\x03"),
	  "" },
	{ "value that is too long",
	  SPAN("\x30\x0b\x31\x09\x30\x07\x06\x03\x55\x04\x03\x0c\x01"), "" },
};

static void
words(void)
{
	struct acme_span name;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		name = exact_copy(names[i].name);
		CHECK_FOR(names[i].label,
			  acme_span_equal(acme_cert_outline_word(name),
					  acme_span_str(names[i].word)));
		exact_free(name);
	}
}

#define SERIAL_AND_SIGNATURE "\x02\x01\x01\x30\x00"
#define ISSUER		     "\x30\x02\x31\x00"
#define VALIDITY	     "\x30\x00"
#define SUBJECT		     "\x30\x03\x31\x01\x00"

static const struct {
	const char *label;
	struct acme_span der;
	bool good;
} certs[] = {
	{ "version 1",
	  SPAN("\x30\x12\x30\x10" SERIAL_AND_SIGNATURE ISSUER VALIDITY SUBJECT),
	  true },
	{ "version 3",
	  SPAN("\x30\x17\x30\x15\xa0\x03\x02\x01\x02" SERIAL_AND_SIGNATURE
		       ISSUER VALIDITY SUBJECT),
	  true },
	{ "nothing", NO_SPAN, false },
	{ "no certificate", SPAN("\x31\x00"), false },
	{ "nothing in it", SPAN("\x30\x00"), false },
	{ "nothing to be signed", SPAN("\x30\x02\x31\x00"), false },
	{ "no serial number", SPAN("\x30\x04\x30\x02\x30\x00"), false },
	{ "no kind of signature", SPAN("\x30\x05\x30\x03\x02\x01\x01"), false },
	{ "no issuer", SPAN("\x30\x07\x30\x05" SERIAL_AND_SIGNATURE), false },
	{ "no subject",
	  SPAN("\x30\x0d\x30\x0b" SERIAL_AND_SIGNATURE ISSUER VALIDITY),
	  false },
};

static void
outlines(void)
{
	struct acme_span der, issuer, subject;
	size_t i;

	for (i = 0; i < sizeof(certs) / sizeof(*certs); i++) {
		der = exact_copy(certs[i].der);
		CHECK_FOR(certs[i].label,
			  acme_cert_outline(der, &issuer, &subject) ==
				  certs[i].good);
		if (certs[i].good) {
			CHECK_SPAN(issuer, ACME_SPAN(ISSUER));
			CHECK_SPAN(subject, ACME_SPAN(SUBJECT));
		}
		exact_free(der);
	}
}

static const struct test tests[] = {
	TEST(words),
	TEST(outlines),
};

TEST_MAIN(tests)
