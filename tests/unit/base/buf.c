/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include "test.h"

static void
grows_to_its_limit_and_no_further(void)
{
	struct acme_buf buf = ACME_BUF_INIT(200);
	size_t i;

	CHECK_STR(acme_buf_str(&buf), "");
	for (i = 0; i < 20; i++)
		CHECK_OK(acme_buf_addf(&buf, "%09d,", (int)i));
	CHECK_INT(buf.len, 200);
	CHECK_ERR(acme_buf_add(&buf, ACME_SPAN("x")), ACME_ERR_LIMIT);
	CHECK_ERR(acme_buf_addf(&buf, "x"), ACME_ERR_LIMIT);
	CHECK_OK(acme_buf_add(&buf, acme_span(NULL, 0)));
	CHECK_INT(buf.len, 200);
	CHECK_INT(buf.data[200], '\0');
	CHECK(!strncmp(buf.data + 190, "000000019,", 10));
	acme_buf_clear(&buf);
	CHECK(!buf.data && !buf.len && buf.limit == 200);
	CHECK_OK(acme_buf_add(&buf, ACME_SPAN("again")));
	acme_buf_clear(&buf);
}

static void
refuses_a_length_that_wraps(void)
{
	struct acme_buf buf = ACME_BUF_INIT(100);
	char *to = NULL;

	CHECK_OK(acme_buf_add(&buf, ACME_SPAN("abc")));
	CHECK_ERR(acme_buf_reserve(&buf, (size_t)-1, &to), ACME_ERR_LIMIT);
	CHECK_ERR(acme_buf_reserve(&buf, (size_t)-3, &to), ACME_ERR_LIMIT);
	CHECK(!to);
	CHECK_STR(acme_buf_str(&buf), "abc");
	acme_buf_clear(&buf);
}

static void
drops_from_its_front(void)
{
	struct acme_buf buf = ACME_BUF_INIT(100);

	acme_buf_drop(&buf, 0);
	CHECK_OK(acme_buf_add(&buf, ACME_SPAN("abcdef")));
	acme_buf_drop(&buf, 2);
	CHECK_STR(acme_buf_str(&buf), "cdef");
	acme_buf_drop(&buf, 4);
	CHECK_STR(acme_buf_str(&buf), "");
	acme_buf_clear(&buf);
}

static void
is_written_into(void)
{
	struct acme_buf buf = ACME_BUF_INIT(10);
	char *to = NULL;

	CHECK_OK(acme_buf_reserve(&buf, 10, &to));
	memset(to, 'x', 10);
	acme_buf_used(&buf, 4);
	CHECK_STR(acme_buf_str(&buf), "xxxx");
	CHECK_SPAN(acme_buf_span(&buf), ACME_SPAN("xxxx"));
	acme_buf_clear(&buf);
}

static void
keeps_a_secret_through_growth(void)
{
	struct acme_secret secret = ACME_SECRET_INIT(1000);
	size_t i;

	for (i = 0; i < 100; i++)
		CHECK_OK(acme_buf_add(&secret.buf, ACME_SPAN("0123456789")));
	CHECK_INT(secret.buf.len, 1000);
	CHECK(!memcmp(secret.buf.data + 990, "0123456789", 10));
	acme_secret_clear(&secret);
	CHECK(!secret.buf.data && secret.buf.secret);
}

static void
duplicates_a_span(void)
{
	char *copy = acme_span_dup(acme_span("abc", 2));
	char *empty = acme_span_dup(acme_span(NULL, 0));

	CHECK_STR(copy, "ab");
	CHECK_STR(empty, "");
	free(copy);
	free(empty);
}

static const struct test tests[] = {
	TEST(grows_to_its_limit_and_no_further),
	TEST(refuses_a_length_that_wraps),
	TEST(drops_from_its_front),
	TEST(is_written_into),
	TEST(keeps_a_secret_through_growth),
	TEST(duplicates_a_span),
};

TEST_MAIN(tests)
