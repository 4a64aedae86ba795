/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out at each allocation in turn: an error, nothing lost,
 * nothing half filled.
 */
#include "protocol/http/http.h"
#include "protocol/v2/objects.h"

#include "memory/short_memory.h"
#include "test.h"

#include <string.h>

/* Run ${attempt} with ever more memory, until it succeeds; it must fail with
 * a reason until then, and more than once. */
static void with_ever_more(enum acme_err (*attempt)(struct acme_fault *fault))
{
	struct acme_fault fault;
	enum acme_err err = ACME_ERR_MEMORY;
	size_t n;

	for (n = 0; err; n++) {
		fault = (struct acme_fault){ .err = ACME_OK };
		memory_lasts(n);
		err = attempt(&fault);
		memory_is_enough();
		CHECK(!err || err == ACME_ERR_MEMORY);
		CHECK(!err || fault.err == ACME_ERR_MEMORY);
		CHECK(!err || strstr(fault.text, "memory") ||
		      strstr(fault.text, "no room"));
		CHECK(n < 1000);
	}
	CHECK(n > 2);
}

/* The error of a function that is given no fault. */
static enum acme_err
untold(enum acme_err err, struct acme_fault *fault)
{
	return err ? acme_fault_set(fault, err, "no memory") : ACME_OK;
}

static enum acme_err
try_directory(struct acme_fault *fault)
{
	struct acme_directory directory = { .new_nonce = NULL };
	enum acme_err err = acme_directory_read(
		ACME_SPAN("{\"newNonce\":\"https://a.example/n\","
			  "\"newAccount\":\"https://a.example/a\","
			  "\"newOrder\":\"https://a.example/o\","
			  "\"meta\":{\"termsOfService\":\"t\"}}"),
		&directory, fault);

	CHECK(!err == !!directory.new_order);
	CHECK(!err == !!directory.new_nonce);
	acme_directory_clear(&directory);
	return err;
}

static enum acme_err
try_order(struct acme_fault *fault)
{
	struct acme_order order = { .status = ACME_STATUS_UNKNOWN };
	enum acme_err err = acme_order_read(
		ACME_SPAN("{\"status\":\"pending\",\"authorizations\":"
			  "[\"https://a.example/1\",\"https://a.example/2\"],"
			  "\"finalize\":\"https://a.example/f\"}"),
		&order, fault);

	CHECK(order.n_authorizations == (err ? 0U : 2U));
	CHECK(!err == !!order.finalize);
	acme_order_clear(&order);
	return err;
}

static enum acme_err
try_authz(struct acme_fault *fault)
{
	struct acme_authz authz = { .status = ACME_STATUS_UNKNOWN };
	enum acme_err err = acme_authz_read(
		ACME_SPAN("{\"status\":\"pending\",\"identifier\":{\"value\":"
			  "\"a.example\"},\"challenges\":[{\"type\":"
			  "\"http-01\",\"url\":\"https://a.example/c\","
			  "\"token\":\"t\"},{\"type\":\"dns-01\",\"url\":"
			  "\"https://a.example/d\",\"token\":\"t\"}]}"),
		&authz, fault);

	CHECK(authz.n_challenges == (err ? 0U : 2U));
	CHECK(!err == !!authz.identifier);
	acme_authz_clear(&authz);
	return err;
}

static enum acme_err
try_answer(struct acme_fault *fault)
{
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *answer = NULL;
	enum acme_err err = acme_http_reader_new(&reader);

	if (err)
		return untold(err, fault);
	acme_http_reader_expect(reader, ACME_HTTP_POST);
	err = acme_buf_add(
		acme_http_reader_in(reader),
		ACME_SPAN("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
			  "Content-Type: application/json\r\n"
			  "Location: https://a.example/o/1\r\n"
			  "Link: <https://a.example/t>;rel=terms-of-service,"
			  "<https://a.example/i>;rel=up\r\n"
			  "Replay-Nonce: n\r\n\r\n{}"));
	err = untold(err, fault);
	if (!err)
		err = acme_http_reader_go(reader, 0, &answer, fault);
	CHECK(!err == !!answer);
	acme_http_response_free(answer);
	acme_http_reader_free(reader);
	return err;
}

static enum acme_err
try_request(struct acme_fault *fault)
{
	struct acme_buf out = ACME_BUF_INIT(4096);
	enum acme_err err = acme_http_request(ACME_HTTP_POST,
					      ACME_SPAN("https://a.example/"),
					      ACME_SPAN("{}"), &out, fault);

	CHECK(!err == !!out.len);
	acme_buf_clear(&out);
	return err;
}

static enum acme_err
try_payloads(struct acme_fault *fault)
{
	static const char *const names[] = { "a.example" };
	struct acme_buf json = ACME_BUF_INIT(4096);
	enum acme_err err = acme_new_account_write("a@a.example", &json);

	if (!err)
		err = acme_new_order_write(names, 1, &json);
	if (!err)
		err = acme_finalize_write(ACME_SPAN("csr"), &json);
	acme_buf_clear(&json);
	return untold(err, fault);
}

static void
survives_in_directories(void)
{
	with_ever_more(try_directory);
}

static void
survives_in_orders(void)
{
	with_ever_more(try_order);
}

static void
survives_in_authorizations(void)
{
	with_ever_more(try_authz);
}

static void
survives_in_answers(void)
{
	with_ever_more(try_answer);
}

static void
survives_in_requests(void)
{
	with_ever_more(try_request);
}

static void
survives_in_payloads(void)
{
	with_ever_more(try_payloads);
}

/* The type decides, so it is kept; the words are what memory allows. */
static void
keeps_the_type_of_a_problem(void)
{
	struct acme_problem problem = { .type = ACME_PROBLEM_NONE };
	size_t n;

	for (n = 0; problem.type != ACME_PROBLEM_DNS || problem.text.len < 9;
	     n++) {
		acme_problem_clear(&problem);
		memory_lasts(n);
		acme_problem_read(ACME_SPAN("{\"type\":\"urn:acme:error:dns\","
					    "\"detail\":\"gone\"}"),
				  true, &problem);
		memory_is_enough();
		CHECK(problem.type == ACME_PROBLEM_DNS ||
		      problem.type == ACME_PROBLEM_NONE);
		CHECK(n < 100);
	}
	CHECK_STR(acme_buf_str(&problem.text), "dns: gone");
	acme_problem_clear(&problem);
}

static const struct test tests[] = {
	TEST(survives_in_directories),	   TEST(survives_in_orders),
	TEST(survives_in_authorizations),  TEST(survives_in_answers),
	TEST(survives_in_requests),	   TEST(survives_in_payloads),
	TEST(keeps_the_type_of_a_problem),
};

TEST_MAIN(tests)
