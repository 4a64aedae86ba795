/* SPDX-License-Identifier: MIT */
/*
 * Every answer that a real CA of ACME v1 gave, through the reader and the
 * parsers; scenario.v1_replays_every_recorded_answer has what comes of it.
 */
#include "crypto/x509/cert.h"
#include "protocol/http/http.h"
#include "protocol/v2/objects.h"

#include "test.h"
#include "v1_recorded.h"

static struct acme_http_response *
answer_of(const char *name, enum acme_http_method method)
{
	struct acme_buf bytes = ACME_BUF_INIT(V1_FILE_MAX);
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *answer = NULL;
	struct acme_fault fault;

	v1_answer(name, &bytes);
	CHECK_OK(acme_http_reader_new(&reader));
	acme_http_reader_expect(reader, method);
	CHECK_OK(acme_buf_add(acme_http_reader_in(reader),
			      acme_buf_span(&bytes)));
	if (acme_http_reader_go(reader, 0, &answer, &fault))
		TEST_FAIL("%s: %s", name, fault.text);
	CHECK_FOR(name, answer);
	acme_http_reader_free(reader);
	acme_buf_clear(&bytes);
	return answer;
}

static void
check_same(const char *name, const struct acme_buf *got, const char *want)
{
	struct acme_buf url = ACME_BUF_INIT(V1_FILE_MAX);

	CHECK_OK(acme_buf_add(&url, acme_span_str(want)));
	v1_make_https(&url);
	if (strcmp(want, "-") != 0 &&
	    strcmp(acme_buf_str(got), acme_buf_str(&url)) != 0)
		TEST_FAIL("%s: '%s', not '%s'", name, acme_buf_str(got),
			  acme_buf_str(&url));
	CHECK_FOR(name, strcmp(want, "-") != 0 || !got->len);
	acme_buf_clear(&url);
}

static void
check_directory(const char *name, struct acme_span body)
{
	struct acme_directory directory = { .new_nonce = NULL };
	struct acme_fault fault;

	if (acme_directory_read(body, &directory, &fault))
		TEST_FAIL("%s: %s", name, fault.text);
	CHECK_FOR(name, directory.new_reg && directory.new_authz);
	CHECK_FOR(name, directory.new_cert && !directory.new_order);
	acme_directory_clear(&directory);
}

static void
check_authz(const char *name, struct acme_span body, const char *status)
{
	struct acme_authz authz = { .status = ACME_STATUS_UNKNOWN };
	struct acme_fault fault;
	size_t i;

	if (acme_authz_read(body, &authz, &fault))
		TEST_FAIL("%s: %s", name, fault.text);
	CHECK_STR(acme_status_name(authz.status), status);
	CHECK_FOR(name, authz.n_challenges >= 3);
	for (i = 0; i < authz.n_challenges; i++)
		CHECK_FOR(name, authz.challenges[i].url != NULL);
	acme_authz_clear(&authz);
}

static void
check_cert(const char *name, struct acme_span body)
{
	struct acme_buf pem = ACME_BUF_INIT(V1_FILE_MAX);
	struct acme_cert_info info;
	struct acme_fault fault;

	CHECK_OK(acme_cert_to_pem(body, &pem));
	if (acme_cert_info_read(acme_buf_span(&pem), &info, &fault))
		TEST_FAIL("%s: %s", name, fault.text);
	CHECK_FOR(name, info.n_certs == 1 && info.serial[0]);
	acme_buf_clear(&pem);
}

/* What the client does not read of registrations and challenges is not here. */
static void
check_object(char **row, const struct acme_http_response *answer)
{
	struct acme_span body = acme_buf_span(&answer->body);

	if (!strcmp(row[V1_OBJECT], "directory"))
		check_directory(row[V1_NAME], body);
	else if (!strcmp(row[V1_OBJECT], "authz"))
		check_authz(row[V1_NAME], body, row[V1_OBJECT_STATUS]);
	else if (!strcmp(row[V1_OBJECT], "cert"))
		check_cert(row[V1_NAME], body);
}

static void
check_row(char **row)
{
	enum acme_http_method method =
		!strcmp(row[V1_METHOD], "HEAD")	 ? ACME_HTTP_HEAD
		: !strcmp(row[V1_METHOD], "GET") ? ACME_HTTP_GET
						 : ACME_HTTP_POST;
	struct acme_http_response *answer = answer_of(row[V1_NAME], method);
	const char *text = acme_buf_str(&answer->problem.text);

	CHECK_INT(answer->status, atoi(row[V1_STATUS]));
	if (!strcmp(row[V1_PROBLEM], "-"))
		CHECK_FOR(row[V1_NAME],
			  answer->problem.type == ACME_PROBLEM_NONE);
	else
		CHECK_FOR(row[V1_NAME], !strncmp(text, row[V1_PROBLEM],
						 strlen(row[V1_PROBLEM])));
	check_same(row[V1_NAME], &answer->location, row[V1_LOCATION]);
	check_same(row[V1_NAME], &answer->link_up, row[V1_UP]);
	check_same(row[V1_NAME], &answer->link_terms, row[V1_TERMS]);
	check_object(row, answer);
	acme_http_response_free(answer);
}

static void
replays_every_answer(void)
{
	CHECK_INT(v1_each_row(check_row), 128);
}

static const struct test tests[] = {
	TEST(replays_every_answer),
};

TEST_MAIN(tests)
