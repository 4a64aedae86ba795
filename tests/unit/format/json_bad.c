/* SPDX-License-Identifier: MIT */
/*
 * What is not JSON, or is more than we take; much of it LEJP would let pass.
 */
#include "format/json.h"

#include "json_text.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))

#define DEEP10 \
	"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{"
#define NAME60 "123456789012345678901234567890123456789012345678901234567890"

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
	BAD("text after the end", "{\"a\":1}x", ACME_ERR_SYNTAX,
	    "byte 7: text after the end"),
	BAD("two", "{\"a\":1} {}", ACME_ERR_SYNTAX, "byte 8: text after"),
	BAD("a string", "\"a\"", ACME_ERR_SYNTAX, "byte 0"),
	BAD("a number", "1", ACME_ERR_SYNTAX, "byte 0"),
	BAD("no value", "{\"a\":}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("no name", "{1}", ACME_ERR_SYNTAX, "byte 1"),
	BAD("no colon", "{\"a\" 1}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("no comma", "{\"a\":1 \"b\":2}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("comma before }", "{\"a\":1,}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("comma before ]", "{\"a\":[1 , ]}", ACME_ERR_SYNTAX,
	    "byte 10: comma before ']'"),
	BAD("only a comma", "{\"a\":[,]}", ACME_ERR_SYNTAX, "byte 6"),
	BAD("} for ]", "{\"a\":[1}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("} for ], and ]", "{\"a\":[1}]}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("] for }", "{\"a\":{\"b\":1]}", ACME_ERR_SYNTAX, "byte 11"),
	BAD("word", "{\"a\":yes}", ACME_ERR_SYNTAX, "byte 5"),
	BAD("word begun", "{\"a\":tru}", ACME_ERR_SYNTAX, "byte 8"),
	BAD("comment", "{\"a\" # b\n:1}", ACME_ERR_SYNTAX, "byte 5: comment"),
	BAD("comment after a number", "{\"a\":1#\n}", ACME_ERR_SYNTAX,
	    "byte 6: comment"),
	BAD("line end in a string", "{\"a\":\"x\ny\"}", ACME_ERR_SYNTAX,
	    "byte 7: control character"),
	BAD("NUL in a string", "{\"a\":\"x\0y\"}", ACME_ERR_SYNTAX,
	    "byte 7: control character"),
	BAD("NUL after a backslash", "{\"a\":\"\\\0\"}", ACME_ERR_SYNTAX,
	    "byte 7: control character"),
	BAD("NUL outside", "{\"a\":1\0}", ACME_ERR_SYNTAX, "byte 6"),
	BAD("escape", "{\"a\":\"\\x\"}", ACME_ERR_SYNTAX, "byte 7"),
	BAD("hex", "{\"a\":\"\\u00g0\"}", ACME_ERR_SYNTAX, "byte 10"),
	BAD("U+0000", "{\"a\":\"\\u0000\"}", ACME_ERR_SYNTAX,
	    "byte 12: U+0000"),
	BAD("U+0000 in a name", "{\"\\u0000\":1}", ACME_ERR_SYNTAX, "U+0000"),
	BAD("first half", "{\"a\":\"\\ud83d\"}", ACME_ERR_SYNTAX,
	    "half of a surrogate pair"),
	BAD("second half", "{\"a\":\"\\ude00\\ud83d\"}", ACME_ERR_SYNTAX,
	    "half of a surrogate pair"),
	BAD("half in a name", "{\"\\ud83d\":1}", ACME_ERR_SYNTAX, "half"),
	BAD("surrogates as UTF-8", "{\"a\":\"\xed\xa0\xbd\xed\xb8\x80\"}",
	    ACME_ERR_SYNTAX, "not UTF-8"),
	BAD("Latin-1", "{\"a\":\"\xe9\"}", ACME_ERR_SYNTAX, "not UTF-8"),
	BAD("overlong", "{\"a\":\"\xc0\xaf\"}", ACME_ERR_SYNTAX, "not UTF-8"),
	BAD("byte order mark", "\xef\xbb\xbf{}", ACME_ERR_SYNTAX, "byte 0"),
	BAD("21 digits", "{\"a\":123456789012345678901}", ACME_ERR_SYNTAX,
	    "byte 25"),
	BAD("minus", "{\"a\":-}", ACME_ERR_SYNTAX, "byte 6"),
	BAD("six arrays", "{\"a\":[[[[[[1]]]]]]}", ACME_ERR_LIMIT,
	    "byte 10: arrays nested too deep"),
	BAD("too deep", DEEP10 "\"a\":{\"a\":{\"a\":1", ACME_ERR_LIMIT,
	    "nesting limit"),
	BAD("long name", "{\"" NAME60 NAME60 NAME60 "\":1}", ACME_ERR_LIMIT,
	    "names that are too long"),
	BAD("long way", "{\"" NAME60 "\":{\"" NAME60 "\":[1]}}", ACME_ERR_LIMIT,
	    "names that are too long"),
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

static const struct test tests[] = {
	TEST(refuses),
	TEST(keeps_to_its_limits),
};

TEST_MAIN(tests)
