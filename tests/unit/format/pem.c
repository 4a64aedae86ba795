/* SPDX-License-Identifier: MIT */
#include "format/pem.h"

#include "exact.h"
#include "test.h"

#define N(list)	     (sizeof(list) / sizeof(*(list)))
#define BEGIN(label) "-----BEGIN " label "-----\n"
#define END(label)   "-----END " label "-----\n"
#define FOO	     BEGIN("FOO") "Zm9v\n" END("FOO")

/* ${want}: for each block its label, line and bytes; then "!" for an error. */
static const struct text {
	const char *name, *input, *want, *fault;
	bool whole; /* no proper prefix ends well, but for nothing found */
} texts[] = {
	{ "nothing", "", "", NULL, false },
	{ "no block", "hello\n--\n------\n", "", NULL, false },
	{ "one", FOO, "FOO 1 foo|", NULL, true },
	{ "CRLF", "-----BEGIN FOO-----\r\nZm9v\r\n-----END FOO-----\r\n",
	  "FOO 1 foo|", NULL, true },
	{ "byte order mark", "\xef\xbb\xbf" FOO, "FOO 1 foo|", NULL, false },
	{ "byte order mark and text", "\xef\xbb\xbfx\n" FOO, "FOO 2 foo|", NULL,
	  false },
	{ "two files put together", FOO "\xef\xbb\xbf" FOO,
	  "FOO 1 foo|FOO 4 foo|", NULL, false },
	{ "half a mark", "\xef\xbb" FOO, "!", "line 3: END without BEGIN",
	  false },
	{ "no line end at the end", BEGIN("FOO") "Zm9v\n-----END FOO-----",
	  "FOO 1 foo|", NULL, true },
	{ "white space at the ends of lines",
	  "-----BEGIN FOO----- \t\nZm9v \n-----END FOO-----\t\n", "FOO 1 foo|",
	  NULL, true },
	{ "label of words", BEGIN("X509 A-B") "Zg==\n" END("X509 A-B"),
	  "X509 A-B 1 f|", NULL, true },
	{ "several lines", BEGIN("FOO") "Zm\n9\nvYm\nFy\n" END("FOO"),
	  "FOO 1 foobar|", NULL, true },
	{ "text around",
	  "subject=x\n-----\n" FOO "\nissuer=y\n" FOO "end\xff\n",
	  "FOO 3 foo|FOO 8 foo|", NULL, false },
	{ "two", FOO BEGIN("B") "Zg==\n" END("B"), "FOO 1 foo|B 4 f|", NULL,
	  false },
	{ "no END", "x\n" BEGIN("FOO") "Zm9v\n", "!",
	  "line 2: a block that has no END", false },
	{ "BEGIN cut off", "-----BEGIN FO", "!", "line 1: a block that has no",
	  false },
	{ "malformed END", BEGIN("FOO") "Zm9v\n-----END FOO----\n", "!",
	  "line 3: a malformed END line", false },
	{ "other END", BEGIN("FOO") "Zm9v\n" END("BAR"), "!",
	  "line 3: the END label is not that of BEGIN in line 1, FOO", false },
	{ "second is bad", FOO BEGIN("FOO") "Zm9v\n" END("FO"), "FOO 1 foo|!",
	  "line 6: the END label", false },
	{ "END alone", "x\n" END("FOO"), "!", "line 2: END without BEGIN",
	  false },
	{ "not base64", BEGIN("FOO") "Zm9v\nZm_v\n" END("FOO"), "!",
	  "line 3: not base64", false },
	{ "blank line", BEGIN("FOO") "Zm9v\n\n" END("FOO"), "!",
	  "line 3: not base64", false },
	{ "header", BEGIN("FOO") "Proc-Type: 4\n\nZm9v\n" END("FOO"), "!",
	  "line 2: not base64", false },
	{ "no body", BEGIN("FOO") END("FOO"), "!", "line 2: not base64",
	  false },
	{ "no label", "-----BEGIN -----\nZm9v\n", "!",
	  "line 1: a malformed BEGIN line", false },
	{ "four hyphens", "-----BEGIN FOO----\nZm9v\n", "!",
	  "line 1: a malformed BEGIN line", false },
	{ "text after BEGIN", "-----BEGIN FOO-----x\nZm9v\n", "!", "line 1",
	  false },
	{ "bits left over", BEGIN("FOO") "Zm9\n" END("FOO"), "!",
	  "PEM, block of line 1: base64", false },
	{ "padding within", BEGIN("FOO") "Zg==\nZg==\n" END("FOO"), "!",
	  "PEM, block of line 1: base64: byte 5", false },
	{ "long label",
	  BEGIN("12345678901234567890123456789012345678901234567890123456789"
		"012345") "Zm9v\n" END("1234567890123456789012345678901234567"
				       "8901234567890123456789012345"),
	  "!", "label longer than 64", false },
};

static enum acme_err
describe(struct acme_span text, struct acme_buf *got, struct acme_fault *fault)
{
	struct acme_buf der = ACME_BUF_INIT(100);
	struct acme_pem_block block;
	enum acme_err err;
	struct acme_pem pem;
	bool found = true;

	acme_pem_init(&pem, text);
	while (!(err = acme_pem_next(&pem, &block, &found, fault)) && found) {
		err = acme_pem_decode(&block, &der, fault);
		if (err)
			break;
		CHECK(block.whole.data[0] == '-');
		CHECK(block.whole.data + block.whole.len == text.data + pem.at);
		CHECK_OK(acme_buf_addf(got, "%.*s %u %s|", (int)block.label.len,
				       block.label.data, block.line,
				       acme_buf_str(&der)));
		acme_buf_clear(&der);
	}
	acme_buf_clear(&der);
	if (err)
		CHECK_OK(acme_buf_add(got, ACME_SPAN("!")));
	return err;
}

static void
reads_blocks(void)
{
	struct acme_buf got = ACME_BUF_INIT(300);
	struct acme_fault fault;
	struct acme_span copy;
	enum acme_err err;
	size_t i;

	for (i = 0; i < N(texts); i++) {
		copy = exact_copy(acme_span_str(texts[i].input));
		err = describe(copy, &got, &fault);
		if (!acme_span_equal(acme_buf_span(&got),
				     acme_span_str(texts[i].want)))
			TEST_FAIL("%s: %s %s", texts[i].name,
				  acme_buf_str(&got), err ? fault.text : "");
		CHECK_FOR(texts[i].name, !err == !texts[i].fault);
		if (err && !strstr(fault.text, texts[i].fault))
			TEST_FAIL("%s: %s", texts[i].name, fault.text);
		exact_free(copy);
		acme_buf_clear(&got);
	}
}

/* A block that is cut off is an error as soon as BEGIN can be seen. */
static void
no_prefix_is_a_block(void)
{
	struct acme_buf got = ACME_BUF_INIT(300);
	const char *end, *input;
	struct acme_span copy;
	enum acme_err err;
	size_t i, len;

	for (i = 0; i < N(texts); i++) {
		input = texts[i].input;
		end = texts[i].whole ? strstr(input, "-----END") : input;
		end = texts[i].whole ? strchr(end + 8, '-') + 4 : input;
		for (len = 0; len <= (size_t)(end - input); len++) {
			copy = exact_copy(acme_span(input, len));
			err = describe(copy, &got, NULL);
			CHECK_FOR(texts[i].name, !err == (len < 10));
			CHECK_STR(acme_buf_str(&got), err ? "!" : "");
			exact_free(copy);
			acme_buf_clear(&got);
		}
	}
}

static const struct test tests[] = {
	TEST(reads_blocks),
	TEST(no_prefix_is_a_block),
};

TEST_MAIN(tests)
