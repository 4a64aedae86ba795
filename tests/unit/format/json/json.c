/* SPDX-License-Identifier: MIT */
#include "format/json/json.h"

#include "json_text.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))
#define NAME60	"123456789012345678901234567890123456789012345678901234567890"

static struct acme_json *
must_parse(const char *text)
{
	struct acme_fault fault = { .err = ACME_OK };
	struct acme_json *json;
	enum acme_err err;

	json = json_text_parse(acme_span_str(text), &err, &fault);
	if (err)
		TEST_FAIL("%s: %s", text, fault.text);
	return json;
}

/* No prefix of a good text is good, and none is read past. */
static void
check_prefixes(const char *text)
{
	struct acme_json *json;
	enum acme_err err;
	size_t len;

	for (len = 0; len < strlen(text); len++) {
		json = json_text_parse(acme_span(text, len), &err, NULL);
		CHECK_FOR(text, err == ACME_ERR_SYNTAX && !json);
	}
}

#define BAD_CHAR "\xef\xbf\xbd" /* U+FFFD */

/* The text of member "a", unescaped. */
static const struct string_case {
	const char *name, *input, *want;
} strings[] = {
	{ "plain", "{\"a\":\"x\"}", "x" },
	{ "empty", "{\"a\":\"\"}", "" },
	{ "white space", " {\r\n\t\"a\" : \"x\" } \n", "x" },
	{ "escapes", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
	  "\"\\/\b\f\n\r\t" },
	{ "one byte", "{\"a\":\"\\u0041\"}", "A" },
	{ "two bytes", "{\"a\":\"\\u00e9\"}", "\xc3\xa9" },
	{ "three bytes", "{\"a\":\"\\u20AC\"}", "\xe2\x82\xac" },
	{ "four bytes", "{\"a\":\"\\uD83D\\uDE00!\"}", "\xf0\x9f\x98\x80!" },
	{ "UTF-8 as it is", "{\"a\":\"\xc3\xa9\xf0\x9f\x98\x80\"}",
	  "\xc3\xa9\xf0\x9f\x98\x80" },
	{ "others before and after", "{\"b\":{\"a\":1},\"a\":\"x\",\"c\":[]}",
	  "x" },
	{ "twice: the first", "{\"a\":\"x\",\"a\":\"y\"}", "x" },
	{ "name with a dot is no path", "{\"b.a\":1,\"b\":{},\"a\":\"x\"}",
	  "x" },
	{ "escaped name", "{\"\\u0061\":\"x\"}", "x" },
	{ "# in a string", "{\"a\":\"#,]\"}", "#,]" },
	{ "number", "{\"a\":-12.5e+3}", "-12.5e+3" },
	{ "zero", "{\"a\":0}", "0" },
	{ "small", "{\"a\":-0.0E-00}", "-0.0E-00" },
	{ "long", "{\"a\":123456789012345678901234567890}",
	  "123456789012345678901234567890" },
	{ "byte order mark", "\xef\xbb\xbf{\"a\":\"x\"}", "x" },
	{ "the last character", "{\"a\":\"\\uDBFF\\uDFFF\"}",
	  "\xf4\x8f\xbf\xbf" },
	{ "before and behind the surrogates",
	  "{\"a\":\"\\ud7ff\\ue000\\uDaBc\\udeF0\"}",
	  "\xed\x9f\xbf\xee\x80\x80\xf2\xbf\x8b\xb0" },
	{ "U+0000", "{\"a\\u0000\":1,\"a\":\"b\\u0000c\\u0000\"}",
	  "b\xef\xbf\xbd"
	  "c\xef\xbf\xbd" },
	{ "the first half of a pair", "{\"a\":\"\\ud800\"}", BAD_CHAR },
	{ "the second half", "{\"a\":\"x\\uDFFFy\"}", "x" BAD_CHAR "y" },
	{ "halves and others",
	  "{\"a\":\"\\uD83Dx\\uD83D\\n\\uD83D\\u0041\\uD83D\\u0000\\uD83D\\/"
	  "\"}",
	  BAD_CHAR "x" BAD_CHAR "\n" BAD_CHAR "A" BAD_CHAR BAD_CHAR BAD_CHAR
		   "/" },
	{ "the halves the other way round", "{\"a\":\"\\ude00\\ud83d\"}",
	  BAD_CHAR BAD_CHAR },
	{ "the first half twice", "{\"a\":\"\\ud83d\\ud83d\\ude00\"}",
	  BAD_CHAR "\xf0\x9f\x98\x80" },
	{ "the second half twice", "{\"a\":\"\\ud83d\\ude00\\ude00\"}",
	  "\xf0\x9f\x98\x80" BAD_CHAR },
	{ "half of a pair in another string",
	  "{\"\\ud83d\":\"\\ude00\",\"a\":\"\\ude00\"}", BAD_CHAR },
	{ "a backslash before a u", "{\"a\":\"\\\\u0041\"}", "\\u0041" },
	{ "long names, deep",
	  "{\"" NAME60 NAME60 "\":{\"" NAME60 NAME60
	  "\":[[[[[[[1]]]]]]]},\"a\":\"x\"}",
	  "x" },
	{ "deeper than anybody asks",
	  "{\"b\":[[[[[[[[[[[[[[[[[[[[\"y\",{\"a\":[true]},2]"
	  "]]]]]]]]]]]]]]]]]]],\"a\":\"x\"}",
	  "x" },
};

static void
reads_strings(void)
{
	const struct acme_json_value *member;
	struct acme_json *json;
	size_t i;

	for (i = 0; i < N(strings); i++) {
		json = must_parse(strings[i].input);
		member = acme_json_member(acme_json_root(json), "a");
		CHECK_FOR(strings[i].name,
			  acme_span_equal(acme_json_text(member),
					  acme_span_str(strings[i].want)));
		acme_json_free(json);
	}
	for (i = 0; i < N(strings); i++)
		if (!strchr(strings[i].input, ' '))
			check_prefixes(strings[i].input);
}

static void
reads_long_strings(void)
{
	static const size_t lens[] = { 253, 254, 255, 508, 509, 20000 };
	struct acme_json *json;
	struct acme_span got;
	char *text;
	size_t i;

	for (i = 0; i < N(lens); i++) {
		text = calloc(1, lens[i] + 32);
		strcpy(text, "{\"a\":\"");
		memset(text + 6, 'x', lens[i]);
		/* a pair whose halves may stand in two pieces */
		strcpy(text + 6 + lens[i] - 12, "\\ud83d\\ude00");
		strcat(text, "\",\"b\":1}");
		json = must_parse(text);
		CHECK_OK(acme_json_string(acme_json_root(json), "a", &got,
					  NULL));
		CHECK_INT(got.len, lens[i] - 12 + 4);
		CHECK_SPAN(acme_span(got.data + got.len - 4, 4),
			   ACME_SPAN("\xf0\x9f\x98\x80"));
		acme_json_free(json);
		free(text);
	}
}

static void
reads_empty_and_nested(void)
{
	const struct acme_json_value *value;
	struct acme_json *json;

	json = must_parse(" { } ");
	CHECK(acme_json_is(acme_json_root(json), ACME_JSON_OBJECT));
	CHECK_INT(acme_json_n_items(acme_json_root(json)), 0);
	acme_json_free(json);

	json = must_parse("[[],{},[[1,2],null]]");
	value = acme_json_first(acme_json_root(json));
	CHECK(acme_json_is(value, ACME_JSON_ARRAY));
	value = acme_json_next(value);
	CHECK(acme_json_is(value, ACME_JSON_OBJECT));
	value = acme_json_next(value);
	CHECK_INT(acme_json_n_items(value), 2);
	CHECK(!acme_json_next(value));
	value = acme_json_next(acme_json_first(acme_json_first(value)));
	CHECK_SPAN(acme_json_text(value), ACME_SPAN("2"));
	acme_json_free(json);
	check_prefixes("[[],{},[[1,2],null]]");
}

/* What a server that is no CA may say (RFC 8259 §2: any value). */
static void
reads_scalars(void)
{
	struct acme_json *json = must_parse(" \"the end\\n\" ");

	CHECK(acme_json_is(acme_json_root(json), ACME_JSON_STRING));
	CHECK_SPAN(acme_json_text(acme_json_root(json)),
		   ACME_SPAN("the end\n"));
	acme_json_free(json);
	json = must_parse("-1e5");
	CHECK_SPAN(acme_json_text(acme_json_root(json)), ACME_SPAN("-1e5"));
	acme_json_free(json);
	json = must_parse("null");
	CHECK(acme_json_is(acme_json_root(json), ACME_JSON_NULL));
	acme_json_free(json);
	check_prefixes("true");
	check_prefixes("\"a\\u00e9\\ud83d\\ude00\"");
}

/* Sixteen levels are kept; the seventeenth is there, and empty. */
static void
keeps_what_is_not_too_deep(void)
{
	struct acme_json *json = must_parse(
		"[[[[[[[[[[[[[[[[[1,[2]]]]]]]]]]]]]]],\"in 3\"],\"in 2\"]]");
	const struct acme_json_value *value = acme_json_root(json);
	int depth;

	for (depth = 0; acme_json_first(value); depth++)
		value = acme_json_first(value);
	CHECK_INT(depth, 16);
	CHECK(acme_json_is(value, ACME_JSON_ARRAY));
	acme_json_free(json);
}

static const struct integer_case {
	const char *input;
	bool ok;
	int64_t want;
} integers[] = {
	{ "{\"a\":0}", true, 0 },
	{ "{\"a\":-0}", true, 0 },
	{ "{\"a\":42 }", true, 42 },
	{ "{\"a\":-42}", true, -42 },
	{ "{\"a\":9223372036854775807}", true, INT64_MAX },
	{ "{\"a\":9223372036854775808}", false, 0 },
	{ "{\"a\":-9223372036854775808}", true, INT64_MIN },
	{ "{\"a\":-9223372036854775809}", false, 0 },
	{ "{\"a\":99999999999999999999}", false, 0 },
	{ "{\"a\":1.5}", false, 0 },
	{ "{\"a\":1e3}", false, 0 },
	{ "{\"a\":\"1\"}", false, 0 },
	{ "{\"b\":1}", false, 0 },
};

static void
reads_integers(void)
{
	struct acme_json *json;
	enum acme_err err;
	int64_t got;
	size_t i;

	for (i = 0; i < N(integers); i++) {
		got = 7;
		json = must_parse(integers[i].input);
		err = acme_json_integer(acme_json_root(json), "a", &got, NULL);
		CHECK_FOR(integers[i].input,
			  err == (integers[i].ok ? ACME_OK : ACME_ERR_INVALID));
		CHECK_FOR(integers[i].input,
			  got == (integers[i].ok ? integers[i].want : 7));
		acme_json_free(json);
	}
}

static void
tells_what_is_wrong(void)
{
	struct acme_json *json = must_parse("{\"a\":[true,1],\"b\":false}");
	const struct acme_json_value *root = acme_json_root(json), *array;
	struct acme_fault fault;
	struct acme_span span;
	bool truth = true;

	CHECK_ERR(acme_json_string(root, "x", &span, &fault), ACME_ERR_INVALID);
	CHECK_STR(fault.text, "member 'x' is missing");
	CHECK_ERR(acme_json_string(root, "a", &span, &fault), ACME_ERR_INVALID);
	CHECK_STR(fault.text, "member 'a' is of type array, not string");
	CHECK_OK(acme_json_array(root, "a", &array, &fault));
	CHECK_ERR(acme_json_bool(array, "b", &truth, &fault), ACME_ERR_INVALID);
	CHECK_STR(fault.text,
		  "array stands where an object with 'b' should be");
	CHECK_OK(acme_json_bool(root, "b", &truth, &fault));
	CHECK(!truth);
	CHECK(!acme_json_member(NULL, "a") && !acme_json_first(NULL));
	CHECK(!acme_json_next(NULL) && !acme_json_n_items(NULL));
	CHECK_INT(acme_json_text(NULL).len, 0);
	CHECK_INT(acme_json_name(NULL).len, 0);
	CHECK_STR(acme_json_type_name(acme_json_first(array)), "boolean");
	CHECK_INT(acme_json_name(acme_json_first(array)).len, 0);
	acme_json_free(json);
}

static const struct test tests[] = {
	TEST(reads_strings),	      TEST(reads_long_strings),
	TEST(reads_empty_and_nested), TEST(reads_integers),
	TEST(reads_scalars),	      TEST(keeps_what_is_not_too_deep),
	TEST(tells_what_is_wrong),
};

TEST_MAIN(tests)
