/* SPDX-License-Identifier: MIT */
/*
 * Orders in each status, and which members each status needs.
 */
#include "protocol/v2/order.h"

#include "protocol/bytes.h"
#include "test.h"

#define STATUS(word) "\"status\":\"" word "\""
#define AUTHZS                                                \
	"\"authorizations\":[\"https://ca.example/authz/1\"," \
	"\"https://ca.example/authz/2\"]"
#define FINALIZE "\"finalize\":\"https://ca.example/finalize/1\""
#define CERT	 "\"certificate\":\"https://ca.example/cert/1\""
#define NAMES	 "\"identifiers\":[{\"type\":\"dns\",\"value\":\"a.example\"}]"
#define ERROR                                                     \
	"\"error\":{\"type\":\"urn:ietf:params:acme:error:caa\"," \
	"\"detail\":\"recheck\"}"

static void
check_full(struct acme_span json)
{
	struct acme_order order = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault = { .err = ACME_OK };

	if (acme_order_read(json, &order, &fault))
		TEST_FAIL("%s", fault.text);
	CHECK_INT(order.status, ACME_STATUS_INVALID);
	CHECK_INT(order.n_authorizations, 2);
	CHECK_STR(order.authorizations[0], "https://ca.example/authz/1");
	CHECK_STR(order.authorizations[1], "https://ca.example/authz/2");
	CHECK_INT(order.n_identifiers, 1);
	CHECK_STR(order.identifiers[0], "a.example");
	CHECK_STR(order.finalize, "https://ca.example/finalize/1");
	CHECK_STR(order.certificate, "https://ca.example/cert/1");
	CHECK_INT(order.error.type, ACME_PROBLEM_CAA);
	CHECK_STR(acme_buf_str(&order.error.text), "caa: recheck");
	acme_order_clear(&order);
	CHECK(!order.authorizations && !order.n_authorizations &&
	      !order.finalize && !order.certificate);
	CHECK_INT(order.error.type, ACME_PROBLEM_NONE);
}

static void
reads_members_in_any_order(void)
{
	static const char *const members[] = {
		STATUS("invalid"), AUTHZS, FINALIZE, CERT, NAMES, ERROR
	};

	bytes_shuffle(members, 6, check_full);
}

static const struct {
	const char *json;
	enum acme_status status;
	size_t n_authorizations;
} good[] = {
	{ "{" STATUS("pending") "," AUTHZS "," FINALIZE "}",
	  ACME_STATUS_PENDING, 2 },
	{ "{" STATUS("pending") ",\"authorizations\":[]," FINALIZE "}",
	  ACME_STATUS_PENDING, 0 },
	{ "{" STATUS("ready") "," FINALIZE "}", ACME_STATUS_READY, 0 },
	{ "{" STATUS("ready") ",\"authorizations\":null," FINALIZE
			      ",\"certificate\":null,\"error\":null}",
	  ACME_STATUS_READY, 0 },
	{ "{" STATUS("processing") "}", ACME_STATUS_PROCESSING, 0 },
	{ "{" STATUS("processing") ",\"finalize\":null}",
	  ACME_STATUS_PROCESSING, 0 },
	{ "{" STATUS("processing") ",\"finalize\":false,\"certificate\":\"\","
				   "\"authorizations\":\"none\"}",
	  ACME_STATUS_PROCESSING, 0 },
	{ "{" STATUS("pending") ",\"authorizations\":[]," FINALIZE
				",\"certificate\":\"\",\"expires\":7}",
	  ACME_STATUS_PENDING, 0 },
	{ "{" STATUS("ready") "," FINALIZE ",\"certificate\":\"http://a/\","
			      "\"authorizations\":[\"https://a/\",7,\"/x\"]}",
	  ACME_STATUS_READY, 1 },
	{ "{" STATUS("valid") ",\"finalize\":\"\",\"certificate\":\"\"}",
	  ACME_STATUS_VALID, 0 },
	{ "{" STATUS("invalid") ",\"finalize\":[],\"certificate\":{},"
				"\"authorizations\":{}}",
	  ACME_STATUS_INVALID, 0 },
	{ "{" STATUS("valid") "," CERT "}", ACME_STATUS_VALID, 0 },
	{ "{" STATUS("valid") "," CERT ",\"notAfter\":\"\\ud83d\"}",
	  ACME_STATUS_VALID, 0 },
	{ "{" STATUS("invalid") "}", ACME_STATUS_INVALID, 0 },
	{ "{" STATUS("deactivated") "}", ACME_STATUS_DEACTIVATED, 0 },
	{ "{" STATUS("expired") "}", ACME_STATUS_EXPIRED, 0 },
	{ "{" STATUS("revoked") "}", ACME_STATUS_REVOKED, 0 },
	{ "{" STATUS("on-hold") "," AUTHZS "}", ACME_STATUS_UNKNOWN, 2 },
	{ "{" STATUS("Pending") "}", ACME_STATUS_UNKNOWN, 0 },
	{ "{" STATUS("") "}", ACME_STATUS_UNKNOWN, 0 },
};

static void
reads_each_status(void)
{
	struct acme_order order = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault = { .err = ACME_OK };
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		CHECK_FOR(good[i].json,
			  !acme_order_read(acme_span_str(good[i].json), &order,
					   &fault));
		CHECK_FOR(good[i].json, order.status == good[i].status);
		CHECK_FOR(good[i].json,
			  order.n_authorizations == good[i].n_authorizations);
		CHECK_INT(order.error.type, ACME_PROBLEM_NONE);
		acme_order_clear(&order);
	}
}

static const struct {
	const char *json, *words;
} bad[] = {
	{ "{}", "order: member 'status' is missing" },
	{ "{\"status\":1}", "order: member 'status'" },
	{ "{\"status\":null}", "order: member 'status'" },
	{ "{" STATUS("pending") "," AUTHZS "}", "'finalize' is missing" },
	{ "{" STATUS("pending") "," FINALIZE "}",
	  "'authorizations' is missing" },
	{ "{" STATUS("pending") ",\"authorizations\":null," FINALIZE "}",
	  "'authorizations' is missing" },
	{ "{" STATUS("ready") "," AUTHZS "}", "'finalize' is missing" },
	{ "{" STATUS("ready") ",\"finalize\":\"\"}", "'finalize' is missing" },
	{ "{" STATUS("ready") ",\"finalize\":null}", "'finalize' is missing" },
	{ "{" STATUS("valid") ",\"certificate\":7}", "'certificate'" },
	{ "{" STATUS(
		  "valid") ",\"certificate\":\"https://ca.example/\\ud83d\"}",
	  "member 'certificate': URL 'https://ca.example/" },
	{ "{" STATUS("valid") ",\"certificate\":\"http://a.example/c\"}",
	  "member 'certificate': URL 'http://a.example/c'" },
	{ "{" STATUS("ready") ",\"finalize\":\"ftp://a.example/\"}",
	  "'finalize'" },
	{ "{" STATUS("pending") ",\"authorizations\":{}," FINALIZE "}",
	  "'authorizations'" },
	{ "{" STATUS("pending") ",\"authorizations\":\"https://a.example/"
				"\"," FINALIZE "}",
	  "'authorizations'" },
	{ "{" STATUS("pending") ",\"authorizations\":[\"https://a.example/\","
				"null]," FINALIZE "}",
	  "member 'authorizations' holds a null" },
	{ "{" STATUS("pending") ",\"authorizations\":[\"https://a.example/\","
				"\"http://a.example/\"]," FINALIZE "}",
	  "member 'authorizations': URL 'http://a.example/'" },
	{ "[{" STATUS("processing") "}]", "order: it is not a JSON object" },
};

static void
names_what_is_wrong(void)
{
	struct acme_order order = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		memset(&fault, 0, sizeof(fault));
		CHECK_FOR(bad[i].json,
			  acme_order_read(acme_span_str(bad[i].json), &order,
					  &fault) == fault.err &&
				  fault.err);
		if (!bytes_hold(fault.text, bad[i].words))
			TEST_FAIL("'%s' has no \"%s\"", fault.text,
				  bad[i].words);
		CHECK_FOR(bad[i].json, !order.authorizations &&
					       !order.n_authorizations &&
					       !order.finalize);
		CHECK_INT(order.status, ACME_STATUS_UNKNOWN);
	}
}

static void
check_cut(struct acme_span json)
{
	struct acme_order order = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault;

	CHECK_ERR(acme_order_read(json, &order, &fault), ACME_ERR_SYNTAX);
	CHECK(!order.authorizations && !order.finalize);
}

static void
reads_no_half_object(void)
{
	bytes_cut("{" STATUS("valid") "," AUTHZS "," FINALIZE "," CERT "," ERROR
				      "}",
		  check_cut);
}

static void
names_each_status(void)
{
	CHECK_STR(acme_status_name(ACME_STATUS_PENDING), "pending");
	CHECK_STR(acme_status_name(ACME_STATUS_REVOKED), "revoked");
	CHECK_STR(acme_status_name(ACME_STATUS_UNKNOWN), "unknown");
	CHECK_STR(acme_status_name(ACME_STATUS__MAX), "unknown");
}

static const struct test tests[] = {
	TEST(reads_members_in_any_order), TEST(reads_each_status),
	TEST(names_what_is_wrong),	  TEST(reads_no_half_object),
	TEST(names_each_status),
};

TEST_MAIN(tests)
