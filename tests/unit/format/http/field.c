/* SPDX-License-Identifier: MIT */
#include "format/http/field.h"

#include "format/exact.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))
#define NOW_S	1794182400 /* Mon, 09 Nov 2026 00:00:00 GMT */

static const struct {
	const char *value;
	enum acme_err err;
	int64_t want;
} retry_afters[] = {
	{ "0", ACME_OK, 0 },
	{ "120", ACME_OK, 120 },
	{ "007", ACME_OK, 7 },
	{ "2147483647", ACME_OK, INT32_MAX },
	{ "2147483648", ACME_OK, INT32_MAX },
	{ "99999999999999999999999999", ACME_OK, INT32_MAX },
	{ "Mon, 09 Nov 2026 00:01:30 GMT", ACME_OK, 90 },
	{ "Monday, 09-Nov-26 00:01:30 GMT", ACME_OK, 90 },
	{ "Mon Nov  9 00:01:30 2026", ACME_OK, 90 },
	{ "Sun, 08 Nov 2026 23:59:59 GMT", ACME_OK, 0 },
	{ "Fri, 31 Dec 9999 23:59:59 GMT", ACME_OK, INT32_MAX },
	{ "", ACME_ERR_SYNTAX, 0 },
	{ "-1", ACME_ERR_SYNTAX, 0 },
	{ "+1", ACME_ERR_SYNTAX, 0 },
	{ "1.5", ACME_ERR_SYNTAX, 0 },
	{ "1 s", ACME_ERR_SYNTAX, 0 },
	{ "soon", ACME_ERR_SYNTAX, 0 },
};

static void
reads_retry_after(void)
{
	struct acme_span copy;
	enum acme_err err;
	int64_t got;
	size_t i;

	for (i = 0; i < N(retry_afters); i++) {
		got = 0;
		copy = exact_copy(acme_span_str(retry_afters[i].value));
		err = acme_field_retry_after(copy, NOW_S, &got, NULL);
		CHECK_FOR(retry_afters[i].value, err == retry_afters[i].err);
		CHECK_FOR(retry_afters[i].value, got == retry_afters[i].want);
		exact_free(copy);
	}
	/* A clock that is nonsense must not make the sum so. */
	CHECK_OK(acme_field_retry_after(
		ACME_SPAN("Mon, 09 Nov 2026 00:00:00 GMT"), INT64_MIN, &got,
		NULL));
	CHECK_INT(got, NOW_S);
	CHECK_OK(acme_field_retry_after(
		ACME_SPAN("Sun, 06 Nov 1994 08:49:37 GMT"), INT64_MAX, &got,
		NULL));
	CHECK_INT(got, 0);
}

static const struct {
	const char *value;
	enum acme_err err;
	uint64_t want;
} lengths[] = {
	{ "0", ACME_OK, 0 },
	{ "42", ACME_OK, 42 },
	{ "042", ACME_OK, 42 },
	{ "42, 42,42", ACME_OK, 42 },
	{ "18446744073709551615", ACME_OK, UINT64_MAX },
	{ "18446744073709551616", ACME_ERR_SYNTAX, 0 },
	{ "42, 43", ACME_ERR_SYNTAX, 0 },
	{ "42,", ACME_ERR_SYNTAX, 0 },
	{ "4 2", ACME_ERR_SYNTAX, 0 },
	{ "", ACME_ERR_SYNTAX, 0 },
	{ "-1", ACME_ERR_SYNTAX, 0 },
	{ "1e3", ACME_ERR_SYNTAX, 0 },
};

static void
reads_content_length(void)
{
	struct acme_span copy;
	enum acme_err err;
	uint64_t got;
	size_t i;

	for (i = 0; i < N(lengths); i++) {
		got = 0;
		copy = exact_copy(acme_span_str(lengths[i].value));
		err = acme_field_content_length(copy, &got, NULL);
		CHECK_FOR(lengths[i].value, err == lengths[i].err);
		CHECK_FOR(lengths[i].value, got == lengths[i].want);
		exact_free(copy);
	}
}

static bool
has_close(struct acme_span value)
{
	return acme_field_has_token(value, "close");
}

static bool
is_json(struct acme_span value)
{
	return acme_field_is_media_type(value, "application/json");
}

/* Predicates: what each says to a value. */
static const struct {
	bool (*is)(struct acme_span value);
	const char *value;
	bool want;
} predicates[] = {
	{ has_close, "close", true },
	{ has_close, "Close", true },
	{ has_close, "keep-alive, close", true },
	{ has_close, ", close ,", true },
	{ has_close, "closed", false },
	{ has_close, "x-close", false },
	{ has_close, "", false },
	{ has_close, "close x", false },
	{ has_close, "close;", false },
	{ acme_field_is_chunked, "chunked", true },
	{ acme_field_is_chunked, "Chunked", true },
	{ acme_field_is_chunked, "gzip, chunked", false },
	{ acme_field_is_chunked, "", false },
	{ is_json, "application/json", true },
	{ is_json, "Application/JSON", true },
	{ is_json, "application/json; charset=utf-8", true },
	{ is_json, "application/json ;a=\"b;\\\"c\" ; d=e;", true },
	{ is_json, "application/jsonp", false },
	{ is_json, "application/json, text/plain", false },
	{ is_json, "application/json; charset", false },
	{ is_json, "application", false },
	{ is_json, "", false },
	{ acme_field_is_nonce, "bSvW_VrjRi5ixAIz4iim6op3GwyvGh-", true },
	{ acme_field_is_nonce, "", false },
	{ acme_field_is_nonce, "abc=", false },
	{ acme_field_is_nonce, "abc/d", false },
	{ acme_field_is_nonce, "abc\"d", false },
	{ acme_field_is_nonce, "a bc", false },
	{ acme_field_is_nonce, "abc\xe9", false },
};

static void
knows_values(void)
{
	struct acme_span copy;
	size_t i;

	for (i = 0; i < N(predicates); i++) {
		copy = exact_copy(acme_span_str(predicates[i].value));
		CHECK_FOR(predicates[i].value,
			  predicates[i].is(copy) == predicates[i].want);
		exact_free(copy);
	}
}

static const struct test tests[] = {
	TEST(reads_retry_after),
	TEST(reads_content_length),
	TEST(knows_values),
};

TEST_MAIN(tests)
