/* SPDX-License-Identifier: MIT */
/*
 * Answers that a real CA of ACME v1 gave, byte by byte through the reader,
 * and on into the directory that they hold.  All of them are replayed in
 * tests/unit/client.
 */
#include "protocol/http/http_reader.h"
#include "protocol/v2/directory.h"

#include "protocol/bytes.h"
#include "test.h"

/* Read the file in pieces of ${step} bytes. */
static struct acme_http_response *
read_file(const char *name, enum acme_http_method method, size_t step)
{
	struct acme_span file = bytes_file(name);
	struct acme_http_reader *reader = NULL;
	struct acme_http_response *answer = NULL;
	struct acme_fault fault;
	size_t at, len;

	CHECK_OK(acme_http_reader_new(&reader));
	acme_http_reader_expect(reader, method);
	for (at = 0; at < file.len; at += len) {
		CHECK_FOR(name, !answer);
		len = file.len - at < step ? file.len - at : step;
		CHECK_OK(acme_buf_add(acme_http_reader_in(reader),
				      acme_span(file.data + at, len)));
		if (acme_http_reader_go(reader, 0, &answer, &fault))
			TEST_FAIL("%s: %s", name, fault.text);
	}
	CHECK_FOR(name, answer);
	acme_http_reader_free(reader);
	free((void *)file.data);
	return answer;
}

static const struct {
	const char *name;
	enum acme_http_method method;
	unsigned int status;
	size_t body_len;
	const char *nonce, *content_type, *location, *up, *terms;
	enum acme_problem_type problem;
	const char *text;
} files[] = {
	{ "v1-head-new-reg.http", ACME_HTTP_HEAD, 405, 0,
	  "bSvW_VrjRi5ixAIz4iim6op3GwyvGhYk2ODBXlPtvIk",
	  "application/problem+json", "", "", "", ACME_PROBLEM_NONE, "" },
	{ "v1-new-reg.http", ACME_HTTP_POST, 201, 371,
	  "8dvqYpriFYsNBC_3LmJSQTEYOU9cV6C4Ifgyv_wg6Yw", "application/json",
	  "http://127.0.0.1:17400/acme/reg/2", "",
	  "http://127.0.0.1:17400/terms/v1", ACME_PROBLEM_NONE, "" },
	{ "v1-new-cert.http", ACME_HTTP_POST, 201, 1096,
	  "5Z8MTh7D-RZ4LOmawvg9NsyPFMrvKIkbbXyFYKNUhlI",
	  "application/pkix-cert",
	  "http://127.0.0.1:17400/acme/cert/"
	  "ff1ad6ea41b71bf60ccf668c178271bb65bf",
	  "http://127.0.0.1:17400/acme/issuer-cert", "", ACME_PROBLEM_NONE,
	  "" },
	{ "v1-not-found.http", ACME_HTTP_GET, 404, 19, "", "text/plain", "", "",
	  "", ACME_PROBLEM_NONE, "404 page not found" },
	{ "v1-bad-nonce.http", ACME_HTTP_POST, 400, 149,
	  "yNUV89OHW6gSuZoW9IaM8dTdzuls6TGv4--QHAFr-Qk",
	  "application/problem+json", "", "", "", ACME_PROBLEM_BAD_NONCE,
	  "badNonce: JWS has invalid anti-replay nonce "
	  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
	{ "v1-rate-limited.http", ACME_HTTP_POST, 429, 197,
	  "CUFLBP6nJWGjWUej_FRiGfXbWxG83vSZkUPnA0DDXb8",
	  "application/problem+json", "", "", "", ACME_PROBLEM_RATE_LIMITED,
	  "rateLimited: Error creating new cert :: too many certificates "
	  "already issued for: lim.it: see "
	  "https://letsencrypt.org/docs/rate-limits/" },
	{ "v1-server-internal.http", ACME_HTTP_POST, 500, 102,
	  "30AkZGd-yD-ZMWQAhxSOAbp7lyHbyxrV38CtZAlYox0",
	  "application/problem+json", "", "", "", ACME_PROBLEM_SERVER_INTERNAL,
	  "serverInternal: Error creating new authz" },
};

static void
check_file(size_t i, const struct acme_http_response *answer)
{
	CHECK_INT(answer->status, files[i].status);
	CHECK_INT(answer->body.len, files[i].body_len);
	CHECK_STR(acme_buf_str(&answer->nonce), files[i].nonce);
	CHECK_STR(acme_buf_str(&answer->content_type), files[i].content_type);
	CHECK_STR(acme_buf_str(&answer->location), files[i].location);
	CHECK_STR(acme_buf_str(&answer->link_up), files[i].up);
	CHECK_STR(acme_buf_str(&answer->link_terms), files[i].terms);
	CHECK_INT(answer->problem.type, files[i].problem);
	CHECK_STR(acme_buf_str(&answer->problem.text), files[i].text);
	CHECK(!answer->retry_after.given);
}

static void
reads_answers(void)
{
	struct acme_http_response *answer;
	size_t i, step;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		for (step = 1; step < 4096; step = step * 3 + 1) {
			answer =
				read_file(files[i].name, files[i].method, step);
			check_file(i, answer);
			acme_http_response_free(answer);
		}
}

static void
reads_the_directory(void)
{
	struct acme_http_response *answer =
		read_file("v1-directory.http", ACME_HTTP_GET, 1);
	struct acme_directory directory = { .new_nonce = NULL };
	struct acme_fault fault;

	CHECK_OK(acme_directory_read(acme_buf_span(&answer->body), &directory,
				     &fault));
	CHECK_STR(directory.new_reg, "https://acme.le.wtf/acme/new-reg");
	CHECK(!directory.new_nonce && !directory.new_order);
	acme_directory_clear(&directory);
	acme_http_response_free(answer);
}

/* This CA knew nothing of the TLS before it: its URLs are http. */
static void
refuses_http_in_the_directory(void)
{
	struct acme_http_response *answer =
		read_file("v1-directory-http.http", ACME_HTTP_GET, 1);
	struct acme_directory directory = { .new_nonce = NULL };
	struct acme_fault fault;

	CHECK_ERR(acme_directory_read(acme_buf_span(&answer->body), &directory,
				      &fault),
		  ACME_ERR_INVALID);
	CHECK_STR(fault.text,
		  "directory: member 'new-reg': URL "
		  "'http://127.0.0.1:17400/acme/new-reg' is not https");
	CHECK(!directory.new_reg);
	acme_http_response_free(answer);
}

static const struct test tests[] = {
	TEST(reads_answers),
	TEST(reads_the_directory),
	TEST(refuses_http_in_the_directory),
};

TEST_MAIN(tests)
