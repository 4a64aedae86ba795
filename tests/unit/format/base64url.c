/* SPDX-License-Identifier: MIT */
#include "format/base64url.h"

#include "exact.h"
#include "format/base64.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))

/* RFC 4648 §10 without padding, and the letters that differ. */
static const struct pair {
	const char *name;
	struct acme_span bytes;
	const char *text;
} pairs[] = {
	{ "nothing", { "", 0 }, "" },
	{ "f", { "f", 1 }, "Zg" },
	{ "fo", { "fo", 2 }, "Zm8" },
	{ "foo", { "foo", 3 }, "Zm9v" },
	{ "foob", { "foob", 4 }, "Zm9vYg" },
	{ "fooba", { "fooba", 5 }, "Zm9vYmE" },
	{ "foobar", { "foobar", 6 }, "Zm9vYmFy" },
	{ "- and _", { "\xfb\xff\xbf", 3 }, "-_-_" },
	{ "zeros", { "\0\0\0\0", 4 }, "AAAAAA" },
};

static void
encodes_and_decodes(void)
{
	struct acme_buf out = ACME_BUF_INIT(64);
	struct acme_span copy;
	size_t i;

	for (i = 0; i < N(pairs); i++) {
		copy = exact_copy(pairs[i].bytes);
		CHECK_OK(acme_base64url_encode(copy, &out));
		CHECK_STR(acme_buf_str(&out), pairs[i].text);
		exact_free(copy);
		acme_buf_clear(&out);
		out.limit = pairs[i].bytes.len;
		copy = exact_copy(acme_span_str(pairs[i].text));
		CHECK_OK(acme_base64url_decode(copy, &out, NULL));
		CHECK_SPAN(acme_buf_span(&out), pairs[i].bytes);
		exact_free(copy);
		acme_buf_clear(&out);
		out.limit = 64;
	}
}

static const struct bad {
	const char *name, *text;
} bad_texts[] = {
	{ "padding", "Zg==" },	     { "one letter", "Z" },
	{ "five letters", "Zm9vY" }, { "plus", "+_-_" },
	{ "slash", "/_-_" },	     { "line end", "Zm9v\n" },
	{ "space", "Zm 9v" },	     { "bits left over in two", "Zh" },
	{ "in three", "Zm9" },	     { "high byte", "Zm9\xe9" },
};

static void
refuses_what_is_not_canonical(void)
{
	struct acme_buf out = ACME_BUF_INIT(64);
	struct acme_fault fault;
	struct acme_span copy;
	size_t i;

	CHECK_OK(acme_buf_add(&out, ACME_SPAN("kept")));
	for (i = 0; i < N(bad_texts); i++) {
		copy = exact_copy(acme_span_str(bad_texts[i].text));
		CHECK_FOR(bad_texts[i].name,
			  acme_base64url_decode(copy, &out, &fault) ==
				  ACME_ERR_SYNTAX);
		CHECK_STR(acme_buf_str(&out), "kept");
		exact_free(copy);
	}
	CHECK(strstr(fault.text, "byte 3") != NULL);
	acme_buf_clear(&out);
}

static void
keeps_to_the_limit(void)
{
	struct acme_buf out = ACME_BUF_INIT(3);

	CHECK_ERR(acme_base64url_encode(ACME_SPAN("foo"), &out),
		  ACME_ERR_LIMIT);
	CHECK_ERR(acme_base64url_decode(ACME_SPAN("Zm9vYg"), &out, NULL),
		  ACME_ERR_LIMIT);
	CHECK_INT(out.len, 0);
	CHECK_OK(acme_base64url_decode(ACME_SPAN("Zm9v"), &out, NULL));
	acme_buf_clear(&out);
}

static const struct form {
	const char *text, *bytes; /* NULL: refused */
} pem_forms[] = {
	{ "Zg==", "f" },     { "Zm8=\n", "fo" }, { "Zm\r\n9v\n", "foo" },
	{ "Zg=\n=\n", "f" }, { "Zg", NULL },	 { "Zg=", NULL },
	{ "Zg===", NULL },   { "Zm9v=", NULL },	 { "Zg==Zg==", NULL },
	{ "Zm8-", NULL },    { "====", NULL },	 { "", "" },
};

static void
decodes_padded_base64(void)
{
	struct acme_buf out = ACME_BUF_INIT(64);
	enum acme_err err;
	size_t i;

	for (i = 0; i < N(pem_forms); i++) {
		err = acme_base64_decode(ACME_BASE64_PEM,
					 acme_span_str(pem_forms[i].text), &out,
					 NULL);
		CHECK_FOR(pem_forms[i].text,
			  err == (pem_forms[i].bytes ? ACME_OK
						     : ACME_ERR_SYNTAX));
		if (!err)
			CHECK_STR(acme_buf_str(&out), pem_forms[i].bytes);
		acme_buf_clear(&out);
	}
}

static const struct test tests[] = {
	TEST(encodes_and_decodes),
	TEST(refuses_what_is_not_canonical),
	TEST(keeps_to_the_limit),
	TEST(decodes_padded_base64),
};

TEST_MAIN(tests)
