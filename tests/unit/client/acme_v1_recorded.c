/* SPDX-License-Identifier: MIT */
/*
 * Every answer that a real CA of ACME v1 gave, through the reader and the
 * parsers, up to the guards that decide which line an exchange takes.
 */
#include "client/exchange.h"
#include "crypto/cert.h"
#include "protocol/objects.h"

#include "test.h"

#define FILE_MAX 65536

enum {
	NAME,
	METHOD,
	STATUS,
	OUTCOME,
	PROBLEM,
	OBJECT,
	OBJECT_STATUS,
	LOCATION,
	UP,
	TERMS,
	N_COLUMNS
};

/* A file of tests/data/acme-v1 into ${buf}. */
static void
read_file(const char *name, struct acme_buf *buf)
{
	char path[1024], *room = NULL;
	FILE *file;

	snprintf(path, sizeof(path), TEST_DATA "/acme-v1/%s", name);
	file = fopen(path, "rb");
	CHECK_FOR(path, file != NULL);
	CHECK_OK(acme_buf_reserve(buf, FILE_MAX, &room));
	acme_buf_used(buf, fread(room, 1, FILE_MAX, file));
	fclose(file);
	CHECK_FOR(path, buf->len > 0);
}

/* As long as before: the CA stood behind a server that did its TLS. */
static void
make_https(struct acme_buf *buf)
{
	static const char from[] = "http://127.0.0.1:17";
	size_t i, len = sizeof(from) - 1;

	for (i = 0; i + len + 3 <= buf->len; i++)
		if (!memcmp(buf->data + i, from, len))
			memcpy(buf->data + i, "https://127.0.0.1:1740",
			       len + 3);
}

static struct acme_http_answer *
answer_of(const char *name, enum acme_http_method method)
{
	struct acme_buf bytes = ACME_BUF_INIT(FILE_MAX);
	struct acme_http_reader *reader = NULL;
	struct acme_http_answer *answer = NULL;
	struct acme_fault fault;
	char file[256];

	snprintf(file, sizeof(file), "%s.http", name);
	read_file(file, &bytes);
	make_https(&bytes);
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

/* The lines of GET and POST in exchange.flow, from the top. */
static const char *
outcome(struct acme_http_answer *answer)
{
	const struct acme_exchange x = { .ca = NULL };
	const struct sm_event event = { .id = EXCHANGE_ANSWER,
					.payload = answer };

	if (acme_exchange_success(&x, &event))
		return "ok";
	if (acme_exchange_bad_nonce(&x, &event))
		return "badNonce";
	return acme_exchange_busy(&x, &event) ? "busy" : "problem";
}

static void
check_same(const char *name, const struct acme_buf *got, const char *want)
{
	struct acme_buf url = ACME_BUF_INIT(FILE_MAX);

	CHECK_OK(acme_buf_add(&url, acme_span_str(want)));
	make_https(&url);
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
	struct acme_buf pem = ACME_BUF_INIT(FILE_MAX);
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
check_object(char **row, const struct acme_http_answer *answer)
{
	struct acme_span body = acme_buf_span(&answer->body);

	if (!strcmp(row[OBJECT], "directory"))
		check_directory(row[NAME], body);
	else if (!strcmp(row[OBJECT], "authz"))
		check_authz(row[NAME], body, row[OBJECT_STATUS]);
	else if (!strcmp(row[OBJECT], "cert"))
		check_cert(row[NAME], body);
}

static void
check_row(char **row)
{
	enum acme_http_method method =
		!strcmp(row[METHOD], "HEAD")  ? ACME_HTTP_HEAD
		: !strcmp(row[METHOD], "GET") ? ACME_HTTP_GET
					      : ACME_HTTP_POST;
	struct acme_http_answer *answer = answer_of(row[NAME], method);
	const char *text = acme_buf_str(&answer->problem.text);

	CHECK_INT(answer->status, atoi(row[STATUS]));
	CHECK_STR(outcome(answer), row[OUTCOME]);
	if (!strcmp(row[PROBLEM], "-"))
		CHECK_FOR(row[NAME], answer->problem.type == ACME_PROBLEM_NONE);
	else
		CHECK_FOR(row[NAME],
			  !strncmp(text, row[PROBLEM], strlen(row[PROBLEM])));
	check_same(row[NAME], &answer->location, row[LOCATION]);
	check_same(row[NAME], &answer->link_up, row[UP]);
	check_same(row[NAME], &answer->link_terms, row[TERMS]);
	check_object(row, answer);
	acme_http_answer_free(answer);
}

static void
replays_every_answer(void)
{
	struct acme_buf table = ACME_BUF_INIT(FILE_MAX);
	char *row[N_COLUMNS], *at;
	unsigned int i, n_rows = 0;

	read_file("answers.tsv", &table);
	for (at = table.data; *at; n_rows++) {
		for (i = 0; i < N_COLUMNS; i++) {
			row[i] = at;
			at += strcspn(at, "\t\n");
			CHECK(*at == (i + 1 < N_COLUMNS ? '\t' : '\n'));
			*at++ = '\0';
		}
		check_row(row);
	}
	CHECK_INT(n_rows, 128);
	acme_buf_clear(&table);
}

static const struct test tests[] = {
	TEST(replays_every_answer),
};

TEST_MAIN(tests)
