/* SPDX-License-Identifier: MIT */
/*
 * Objects of RFC 8555 as JSON: §7.1.1, §7.1.3 and §6.7.1.
 */
#include "format/json/json.h"

#include "base/buf.h"
#include "test.h"

static const char directory[] =
	"{\n"
	"  \"aX3bQ9\": \"https://community.example/t/adding-random-entries\",\n"
	"  \"meta\": {\n"
	"    \"caaIdentities\": [\"ca.example\"],\n"
	"    \"externalAccountRequired\": false,\n"
	"    \"profiles\": {\"short.lived\": \"6 days\"},\n"
	"    \"termsOfService\": \"https://ca.example/terms\"\n"
	"  },\n"
	"  \"newNonce\": \"https://ca.example/acme/new-nonce\",\n"
	"  \"newOrder\": \"https://ca.example/acme/new-order\"\n"
	"}\n";

static const char order[] =
	"{\"status\":\"pending\",\"expires\":\"2026-01-05T14:09:07.99Z\","
	"\"identifiers\":[{\"type\":\"dns\",\"value\":\"www.example.org\"},"
	"{\"value\":\"example.org\",\"type\":\"dns\"}],"
	"\"authorizations\":[\"https://ca.example/acme/authz/PAniVnsZcis\","
	"\"https://ca.example/acme/authz/r4HqLzrSrpI\"],"
	"\"finalize\":\"https:\\/\\/ca.example\\/acme\\/finalize\"}";

static const char problem[] =
	"{\"type\":\"urn:ietf:params:acme:error:malformed\","
	"\"detail\":\"Some of the identifiers requested were rejected\","
	"\"status\":403,"
	"\"subproblems\":[{\"type\":\"urn:ietf:params:acme:error:malformed\","
	"\"detail\":\"Invalid underscore in DNS name \\\"_example.org\\\"\","
	"\"identifier\":{\"type\":\"dns\",\"value\":\"_example.org\"}},"
	"{\"type\":\"urn:ietf:params:acme:error:rejectedIdentifier\","
	"\"detail\":\"This CA will not issue for \\\"example.net\\\"\","
	"\"identifier\":{\"type\":\"dns\",\"value\":\"example.net\"}}]}";

static struct acme_json *
parse(const char *text)
{
	struct acme_fault fault = { .err = ACME_OK };
	struct acme_json *json = NULL;

	if (acme_json_parse(acme_span_str(text), &json, &fault))
		TEST_FAIL("%s", fault.text);
	return json;
}

static void
check_string(const struct acme_json_value *object, const char *name,
	     const char *want)
{
	struct acme_span got;

	CHECK_OK(acme_json_string(object, name, &got, NULL));
	CHECK_SPAN(got, acme_span_str(want));
}

static void
reads_a_directory(void)
{
	struct acme_json *json = parse(directory);
	const struct acme_json_value *root = acme_json_root(json), *meta;
	bool required = true;

	check_string(root, "newOrder", "https://ca.example/acme/new-order");
	meta = acme_json_member(root, "meta");
	check_string(meta, "termsOfService", "https://ca.example/terms");
	CHECK_OK(acme_json_bool(meta, "externalAccountRequired", &required,
				NULL));
	CHECK(!required);
	check_string(acme_json_member(meta, "profiles"), "short.lived",
		     "6 days");
	CHECK_SPAN(acme_json_name(acme_json_first(root)), ACME_SPAN("aX3bQ9"));
	CHECK(!acme_json_member(root, "renewalInfo"));
	acme_json_free(json);
}

static void
reads_an_order(void)
{
	struct acme_json *json = parse(order);
	const struct acme_json_value *root = acme_json_root(json), *list, *item;

	check_string(root, "finalize", "https://ca.example/acme/finalize");
	CHECK_OK(acme_json_array(root, "identifiers", &list, NULL));
	CHECK_INT(acme_json_n_items(list), 2);
	item = acme_json_next(acme_json_first(list));
	check_string(item, "type", "dns");
	check_string(item, "value", "example.org");
	CHECK_OK(acme_json_array(root, "authorizations", &list, NULL));
	item = acme_json_first(list);
	CHECK(acme_json_is(item, ACME_JSON_STRING));
	CHECK_SPAN(acme_json_text(item),
		   ACME_SPAN("https://ca.example/acme/authz/PAniVnsZcis"));
	CHECK(!acme_json_next(acme_json_next(item)));
	acme_json_free(json);
}

static void
reads_a_problem(void)
{
	struct acme_json *json = parse(problem);
	const struct acme_json_value *root = acme_json_root(json), *list, *item;
	int64_t status = 0;

	CHECK_OK(acme_json_integer(root, "status", &status, NULL));
	CHECK_INT(status, 403);
	CHECK_OK(acme_json_array(root, "subproblems", &list, NULL));
	item = acme_json_first(list);
	check_string(item, "detail",
		     "Invalid underscore in DNS name \"_example.org\"");
	item = acme_json_next(item);
	check_string(acme_json_member(item, "identifier"), "value",
		     "example.net");
	acme_json_free(json);
}

/* An order of many names. */
static void
reads_a_hundred_of_each(void)
{
	struct acme_buf text = ACME_BUF_INIT(100000);
	const struct acme_json_value *item;
	struct acme_json *json;
	size_t i;

	CHECK_OK(acme_buf_addf(&text, "{\"identifiers\":["));
	for (i = 0; i < 100; i++)
		CHECK_OK(acme_buf_addf(
			&text, "%s{\"type\":\"dns\",\"value\":\"n%zu\"}",
			i ? "," : "", i));
	CHECK_OK(acme_buf_addf(&text, "]}"));
	json = parse(acme_buf_str(&text));
	item = acme_json_first(
		acme_json_member(acme_json_root(json), "identifiers"));
	for (i = 0; item; item = acme_json_next(item))
		i++;
	CHECK_INT(i, 100);
	acme_json_free(json);
	acme_buf_clear(&text);
}

static const struct test tests[] = {
	TEST(reads_a_directory),
	TEST(reads_an_order),
	TEST(reads_a_problem),
	TEST(reads_a_hundred_of_each),
};

TEST_MAIN(tests)
