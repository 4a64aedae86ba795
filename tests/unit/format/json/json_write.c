/* SPDX-License-Identifier: MIT */
#include "format/json/json_write.h"

#include "format/json/json.h"
#include "test.h"

static void
writes_an_object(void)
{
	struct acme_buf buf = ACME_BUF_INIT(500);
	struct acme_json_write write;

	acme_json_write_init(&write, &buf);
	acme_json_write_object(&write, NULL);
	acme_json_write_bool(&write, "termsOfServiceAgreed", true);
	acme_json_write_array(&write, "contact");
	acme_json_write_string(&write, NULL, ACME_SPAN("mailto:a@b"));
	acme_json_write_string(&write, NULL, ACME_SPAN(""));
	acme_json_write_array_end(&write);
	acme_json_write_object(&write, "empty");
	acme_json_write_object_end(&write);
	acme_json_write_array(&write, "none");
	acme_json_write_array_end(&write);
	acme_json_write_integer(&write, "n", INT64_MIN);
	acme_json_write_raw(&write, "raw", ACME_SPAN("{\"x\":null}"));
	acme_json_write_bool(&write, "last", false);
	acme_json_write_object_end(&write);
	CHECK_OK(acme_json_write_finish(&write));
	CHECK_STR(acme_buf_str(&buf),
		  "{\"termsOfServiceAgreed\":true,"
		  "\"contact\":[\"mailto:a@b\",\"\"],\"empty\":{},"
		  "\"none\":[],\"n\":-9223372036854775808,"
		  "\"raw\":{\"x\":null},\"last\":false}");
	acme_buf_clear(&buf);
}

/* Every character that can be in a string comes back as it was. */
static void
escapes_so_that_it_reads_back(void)
{
	struct acme_buf buf = ACME_BUF_INIT(2000);
	struct acme_json_write write;
	struct acme_json *json = NULL;
	struct acme_span got;
	char text[131] = "";
	size_t i;

	for (i = 1; i < 128; i++)
		text[i - 1] = (char)i;
	strcat(text, "\xc3\xa9");
	acme_json_write_init(&write, &buf);
	acme_json_write_object(&write, NULL);
	acme_json_write_string(&write, "a\"\n", acme_span_str(text));
	acme_json_write_string(&write, "b", ACME_SPAN("\b\f\n\r\t\"\\/\x1f"));
	acme_json_write_object_end(&write);
	CHECK_OK(acme_json_write_finish(&write));
	CHECK(strstr(acme_buf_str(&buf),
		     "\"b\":\"\\b\\f\\n\\r\\t\\\"\\\\/\\u001f\"}") != NULL);
	CHECK_OK(acme_json_parse(acme_buf_span(&buf), &json, NULL));
	CHECK_OK(acme_json_string(acme_json_root(json), "a\"\n", &got, NULL));
	CHECK_SPAN(got, acme_span_str(text));
	acme_json_free(json);
	acme_buf_clear(&buf);
}

static enum acme_err
write_one(struct acme_buf *buf, struct acme_span string)
{
	struct acme_json_write write;

	acme_json_write_init(&write, buf);
	acme_json_write_array(&write, NULL);
	acme_json_write_string(&write, NULL, string);
	acme_json_write_bool(&write, NULL, true);
	acme_json_write_array_end(&write);
	return acme_json_write_finish(&write);
}

static void
takes_back_what_failed(void)
{
	struct acme_buf buf = ACME_BUF_INIT(12);

	CHECK_ERR(write_one(&buf, ACME_SPAN("123456789")), ACME_ERR_LIMIT);
	CHECK_STR(acme_buf_str(&buf), "");
	CHECK_OK(acme_buf_add(&buf, ACME_SPAN("x")));
	CHECK_ERR(write_one(&buf, ACME_SPAN("12345")), ACME_ERR_LIMIT);
	CHECK_STR(acme_buf_str(&buf), "x");
	CHECK_ERR(write_one(&buf, ACME_SPAN("\xff")), ACME_ERR_SYNTAX);
	CHECK_STR(acme_buf_str(&buf), "x");
	CHECK_OK(write_one(&buf, ACME_SPAN("12")));
	CHECK_STR(acme_buf_str(&buf), "x[\"12\",true]");
	acme_buf_clear(&buf);
}

static const struct test tests[] = {
	TEST(writes_an_object),
	TEST(escapes_so_that_it_reads_back),
	TEST(takes_back_what_failed),
};

TEST_MAIN(tests)
