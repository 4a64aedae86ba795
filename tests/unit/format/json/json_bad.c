/* SPDX-License-Identifier: MIT */
/*
 * What is not JSON, or is more than we take.
 */
#include "format/json/json.h"

#include "json_text.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))

static const struct bad_case {
	const char *name;
	struct acme_span input;
	enum acme_err err;
	const char *fault;
} bad_texts[] = {
#define BAD(name, text, err, fault)                            \
	{                                                      \
		name, { (text), sizeof(text) - 1 }, err, fault \
	}
	BAD("nothing", "", ACME_ERR_SYNTAX, "byte 0: it ends too early"),
	BAD("spaces", "  ", ACME_ERR_SYNTAX, "byte 2: it ends too early"),
	BAD("cut off", "{\"a\":1", ACME_ERR_SYNTAX, "byte 6: it ends"),
	BAD("text after the end", "{\"a\":1}x", ACME_ERR_SYNTAX, "byte 7"),
	BAD("NUL after the end", "{}\0", ACME_ERR_SYNTAX, "byte 2"),
	BAD("two", "{\"a\":1} {}", ACME_ERR_SYNTAX, "byte 8: what stands"),
	BAD("two scalars", "1 2", ACME_ERR_SYNTAX, "byte 2"),
	BAD("no value", "{\"a\":}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("no name", "{1}", ACME_ERR_SYNTAX, "byte 1"),
	BAD("a name without quotes", "{a:1}", ACME_ERR_SYNTAX, "byte 1"),
	BAD("single quotes", "{'a':1}", ACME_ERR_SYNTAX, "byte 1"),
	BAD("no colon", "{\"a\" 1}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("two colons", "{\"a\"::1}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("no comma", "{\"a\":1 \"b\":2}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("no comma in an array", "[1 2]", ACME_ERR_SYNTAX, "byte 3"),
	BAD("two commas", "[1,,2]", ACME_ERR_SYNTAX, "byte 3"),
	BAD("comma before }", "{\"a\":1,}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("comma before ]", "{\"a\":[1 , ]}", ACME_ERR_SYNTAX, "byte 10"),
	BAD("only a comma", "{\"a\":[,]}", ACME_ERR_SYNTAX, "byte 6"),
	BAD("} for ]", "{\"a\":[1}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("} for ], and ]", "{\"a\":[1}]}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("] for }", "{\"a\":{\"b\":1]}", ACME_ERR_SYNTAX, "byte 11"),
	BAD("] alone", "]", ACME_ERR_SYNTAX, "byte 0"),
	BAD("word", "{\"a\":yes}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("word begun", "{\"a\":tru}", ACME_ERR_SYNTAX, "byte 8"),
	BAD("word with more", "[nullx]", ACME_ERR_SYNTAX, "byte 5"),
	BAD("upper case", "[True]", ACME_ERR_SYNTAX, "byte 1"),
	BAD("comment", "{\"a\" # b\n:1}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("comment of C", "[1/**/]", ACME_ERR_SYNTAX, "byte 2"),
	BAD("form feed", "[\f1]", ACME_ERR_SYNTAX, "byte 1"),
	BAD("no-break space",
	    "[\xc2\xa0"
	    "1]",
	    ACME_ERR_SYNTAX, "byte 1"),
	BAD("byte order mark within",
	    "[\xef\xbb\xbf"
	    "1]",
	    ACME_ERR_SYNTAX, "byte 1"),
	BAD("two byte order marks", "\xef\xbb\xbf\xef\xbb\xbf{}",
	    ACME_ERR_SYNTAX, "byte 3"),
	BAD("half a byte order mark", "\xef\xbb{}", ACME_ERR_SYNTAX,
	    "not UTF-8"),
	BAD("line end in a string", "{\"a\":\"x\ny\"}", ACME_ERR_SYNTAX,
	    "byte 7: a control character"),
	BAD("NUL in a string", "{\"a\":\"x\0y\"}", ACME_ERR_SYNTAX,
	    "byte 7: a control character"),
	BAD("tab in a name", "{\"a\tb\":1}", ACME_ERR_SYNTAX,
	    "byte 3: a control character"),
	BAD("NUL after a backslash", "{\"a\":\"\\\0\"}", ACME_ERR_SYNTAX,
	    "byte 7: no escape"),
	BAD("NUL outside", "{\"a\":1\0}", ACME_ERR_SYNTAX, "byte 6"),
	BAD("escape", "{\"a\":\"\\x\"}", ACME_ERR_SYNTAX,
	    "byte 7: no escape of JSON"),
	BAD("hex", "{\"a\":\"\\u00g0\"}", ACME_ERR_SYNTAX, "byte 10"),
	BAD("three digits", "{\"a\":\"\\u00e\"}", ACME_ERR_SYNTAX, "byte 11"),
	BAD("half a pair, and three digits", "{\"a\":\"\\ud83d\\ude0\"}",
	    ACME_ERR_SYNTAX, "byte 17: no escape of JSON"),
	BAD("half a pair, and no escape", "{\"a\":\"\\ud83d\\x\"}",
	    ACME_ERR_SYNTAX, "byte 13: no escape of JSON"),
	BAD("surrogates as UTF-8", "{\"a\":\"\xed\xa0\xbd\xed\xb8\x80\"}",
	    ACME_ERR_SYNTAX, "not UTF-8"),
	BAD("Latin-1", "{\"a\":\"\xe9\"}", ACME_ERR_SYNTAX, "not UTF-8"),
	BAD("overlong", "{\"a\":\"\xc0\xaf\"}", ACME_ERR_SYNTAX, "not UTF-8"),
	BAD("leading zero", "[01]", ACME_ERR_SYNTAX, "byte 2"),
	BAD("leading zeros", "[-00]", ACME_ERR_SYNTAX, "byte 3"),
	BAD("exponent without digits", "[1e+]", ACME_ERR_SYNTAX, "byte 4"),
	BAD("exponent without anything", "[1E]", ACME_ERR_SYNTAX, "byte 3"),
	BAD("no digit before the point", "[.5]", ACME_ERR_SYNTAX, "byte 1"),
	BAD("no digit behind the point", "[5.]", ACME_ERR_SYNTAX, "byte 3"),
	BAD("two points", "[1.2.3]", ACME_ERR_SYNTAX, "byte 4"),
	BAD("plus", "[+1]", ACME_ERR_SYNTAX, "byte 1"),
	BAD("minus", "{\"a\":-}", ACME_ERR_SYNTAX, "byte 6"),
	BAD("two minuses", "[--1]", ACME_ERR_SYNTAX, "byte 2"),
	BAD("hexadecimal", "[0x1]", ACME_ERR_SYNTAX, "byte 2"),
	BAD("not a number", "[NaN]", ACME_ERR_SYNTAX, "byte 1"),
	BAD("infinite", "[-Infinity]", ACME_ERR_SYNTAX, "byte 2"),
};

static void
refuses(void)
{
	struct acme_fault fault;
	struct acme_json *json;
	enum acme_err err;
	size_t i;

	for (i = 0; i < N(bad_texts); i++) {
		json = json_text_parse(bad_texts[i].input, &err, &fault);
		if (err != bad_texts[i].err ||
		    !strstr(fault.text, bad_texts[i].fault))
			TEST_FAIL("%s: %s: %s", bad_texts[i].name,
				  acme_err_name(err), err ? fault.text : "");
		CHECK_FOR(bad_texts[i].name, !json);
	}
}

static void
keeps_to_its_limits(void)
{
	size_t len = ACME_JSON_MAX_LEN + 1;
	char *text = malloc(len);
	struct acme_json *json;
	enum acme_err err;

	memset(text, ' ', len);
	memcpy(text, "{}", 2);
	CHECK(!json_text_parse(acme_span(text, len), &err, NULL));
	CHECK_ERR(err, ACME_ERR_LIMIT);
	json = json_text_parse(acme_span(text, len - 1), &err, NULL);
	CHECK_OK(err);
	acme_json_free(json);
	memset(text, ',', len);
	CHECK(!json_text_parse(acme_span(text, ACME_JSON_MAX_VALUES), &err,
			       NULL));
	CHECK_ERR(err, ACME_ERR_LIMIT);
	free(text);
}

/* Brackets only: so many levels are read, and one more is not. */
static void
keeps_to_its_depth(void)
{
	static char text[2 * ACME_JSON_MAX_DEPTH + 2];
	const size_t n = ACME_JSON_MAX_DEPTH;
	struct acme_fault fault;
	struct acme_json *json;
	enum acme_err err;

	memset(text, '[', n);
	memset(text + n, ']', n);
	json = json_text_parse(acme_span(text, 2 * n), &err, &fault);
	CHECK_OK(err);
	acme_json_free(json);
	memset(text, '[', n + 1);
	memset(text + n + 1, ']', n + 1);
	CHECK(!json_text_parse(acme_span(text, 2 * n + 2), &err, &fault));
	CHECK_ERR(err, ACME_ERR_LIMIT);
	CHECK_STR(fault.text, "JSON, byte 512: nested deeper than 512 levels");
}

static const struct test tests[] = {
	TEST(refuses),
	TEST(keeps_to_its_depth),
	TEST(keeps_to_its_limits),
};

TEST_MAIN(tests)
