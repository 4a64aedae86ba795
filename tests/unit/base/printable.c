/* SPDX-License-Identifier: MIT */
#include "base/printable.h"

#include "base/utf8.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))

static const struct printable_case {
	const char *name, *input, *want;
} cases[] = {
	{ "ASCII", "a \"b\" \\u0041 ~", "a \"b\" \\u0041 ~" },
	{ "German", "für Größe", "für Größe" },
	{ "Japanese", "認証に失敗しました", "認証に失敗しました" },
	{ "Hebrew stays, without controls", "שלום", "שלום" },
	{ "past the first plane", "😀", "😀" },
	{ "the last character", "\xf4\x8f\xbf\xbd", "\xf4\x8f\xbf\xbd" },
	{ "line ends", "a\r\nb\tc", "a\\u000d\\u000ab\\u0009c" },
	{ "terminal", "\x1b[2J\x07", "\\u001b[2J\\u0007" },
	{ "DEL", "\x7f", "\\u007f" },
	{ "C1: CSI", "\xc2\x9b[2J", "\\u009b[2J" },
	{ "C1: first and last", "\xc2\x80\xc2\x9f\xc2\xa0",
	  "\\u0080\\u009f\xc2\xa0" },
	{ "bidi override",
	  "\xe2\x80\xae"
	  "gpj.exe",
	  "\\u202egpj.exe" },
	{ "bidi embeddings", "\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad",
	  "\\u202a\\u202b\\u202c\\u202d" },
	{ "bidi isolates", "\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9",
	  "\\u2066\\u2067\\u2068\\u2069" },
	{ "bidi marks", "\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c",
	  "\\u200e\\u200f\\u061c" },
	{ "separators",
	  "a\xe2\x80\xa8"
	  "b\xe2\x80\xa9",
	  "a\\u2028b\\u2029" },
	{ "zero width", "\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d\xe2\x81\xa0",
	  "\\u200b\\u200c\\u200d\\u2060" },
	{ "byte order mark", "\xef\xbb\xbfx", "\\ufeffx" },
	{ "soft hyphen", "a\xc2\xad", "a\\u00ad" },
	{ "tags", "\xf3\xa0\x80\x81", "\\U000e0001" },
	{ "noncharacters", "\xef\xb7\x90\xef\xbf\xbe\xf4\x8f\xbf\xbf",
	  "\\ufdd0\\ufffe\\U0010ffff" },
	{ "beside the noncharacters", "\xef\xb7\x8f\xef\xb7\xb0\xef\xbf\xbd",
	  "\xef\xb7\x8f\xef\xb7\xb0\xef\xbf\xbd" },
	{ "Latin-1", "f\xfcr", "f\\xfcr" },
	{ "overlong", "\xc0\xaf\xe0\x80\xaf", "\\xc0\\xaf\\xe0\\x80\\xaf" },
	{ "surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "past U+10FFFF", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "cut off", "a\xe2\x80", "a\\xe2\\x80" },
	{ "tail alone", "\x80 b", "\\x80 b" },
};

static void
writes_out_what_a_log_must_not_show(void)
{
	char got[200], again[200];
	size_t i;

	for (i = 0; i < N(cases); i++) {
		if (!acme_printable(acme_span_str(cases[i].input), got,
				    sizeof(got)) ||
		    strcmp(got, cases[i].want))
			TEST_FAIL("%s: '%s', not '%s'", cases[i].name, got,
				  cases[i].want);
		acme_printable(acme_span_str(got), again, sizeof(again));
		CHECK_FOR(cases[i].name, !strcmp(got, again));
	}
	acme_printable(acme_span("a\0b", 3), got, sizeof(got));
	CHECK_STR(got, "a\\u0000b");
}

/* At each size: within it, no half of a character or of an escape. */
static void
cuts_between_characters(void)
{
	const struct acme_span text = ACME_SPAN("aü認😀\n\xff\xe2\x80\xae"
						"z");
	static const char whole[] = "aü認😀\\u000a\\xff\\u202ez";
	char got[64];
	size_t size, len;

	for (size = 1; size <= sizeof(whole); size++) {
		memset(got, 'X', sizeof(got));
		CHECK(acme_printable(text, got, size) ==
		      (size == sizeof(whole)));
		len = strlen(got);
		CHECK(len < size);
		CHECK(got[size] == 'X');
		CHECK(acme_utf8_is_valid(acme_span(got, len)));
		if (size == sizeof(whole))
			break;
		CHECK(size < 4 || !strcmp(got + len - 3, "..."));
		CHECK(len < 3 || !memcmp(got, whole, len - 3));
		CHECK(len < 4 || got[len - 4] != '\\');
	}
	CHECK_STR(got, whole);
}

static void
formats(void)
{
	char got[ACME_PRINTABLE_MAX + 1], text[2 * ACME_PRINTABLE_MAX + 1];
	size_t i;

	acme_printable_format(got, sizeof(got), "%s: %d", "a\xe2\x80\xae", 7);
	CHECK_STR(got, "a\\u202e: 7");
	for (i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "認", 3);
	text[i] = '\0';
	acme_printable_format(got, sizeof(got), "%s", text);
	CHECK_INT(strlen(got), 999); /* 332 characters, and the dots */
	CHECK_STR(got + 993, "認...");
	CHECK(acme_utf8_is_valid(acme_span_str(got)));
}

static const struct test tests[] = {
	TEST(writes_out_what_a_log_must_not_show),
	TEST(cuts_between_characters),
	TEST(formats),
};

TEST_MAIN(tests)
