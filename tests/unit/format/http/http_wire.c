/* SPDX-License-Identifier: MIT */
/*
 * Answers that a real CA gave, from tests/data/wire/: see the README there.
 */
#include "format/http/http_fields.h"
#include "format/http/http_message.h"

#include "http_run.h"
#include "test.h"

#define N(list) (sizeof(list) / sizeof(*(list)))

static const struct wire {
	const char *file;
	unsigned int status;
	bool to_head;
	const char *field, *value; /* one of its fields */
	const char *body_begins;
} wires[] = {
	{ "001-directory.http", 200, false, "Content-Type", "application/json",
	  "{\n" },
	{ "002-head-directory.http", 200, true, "Content-Length", "458", "" },
	{ "003-head-new-reg.http", 405, true, "Allow", "POST", "" },
	{ "004-new-reg.http", 201, false, "location",
	  "http://127.0.0.1:17400/acme/reg/1", "{\n  \"id\": 1," },
	{ "056-bad-nonce.http", 400, false, "content-type",
	  "application/problem+json",
	  "{\n  \"type\": \"urn:acme:error:badNonce\"," },
	{ "083-get-unknown.http", 404, false, "Content-Type",
	  "text/plain; charset=utf-8", "404 page not found" },
};

/* The bytes between the two marks, with CRLF in the head again. */
static void
read_wire(const char *file, struct acme_buf *bytes)
{
	char path[300], line[4096];
	bool in_response = false, in_head = true;
	FILE *in;

	snprintf(path, sizeof(path), "%s/wire/%s", TEST_DATA, file);
	in = fopen(path, "rb");
	CHECK_FOR(path, in != NULL);
	while (fgets(line, sizeof(line), in)) {
		if (!strncmp(line, "=== ", 4)) {
			in_response = !strcmp(line, "=== RESPONSE ===\n");
			continue;
		}
		if (!in_response)
			continue;
		if (in_head)
			line[strcspn(line, "\n")] = '\0';
		CHECK_OK(acme_buf_addf(bytes, "%s%s", line,
				       in_head ? "\r\n" : ""));
		in_head = in_head && *line;
	}
	fclose(in);
}

static void
check_wire(const struct wire *wire, struct acme_span bytes, size_t step)
{
	struct acme_span body;
	struct run run;
	size_t at;

	begin(&run, wire->to_head);
	for (at = 0; at < bytes.len && !run.complete; at += step)
		feed(&run,
		     acme_span(bytes.data + at,
			       bytes.len - at < step ? bytes.len - at : step));
	if (run.err)
		TEST_FAIL("%s: %s", wire->file, run.fault.text);
	/* Those to HEAD have the length of a GET, so that more may follow. */
	CHECK_FOR(wire->file, run.complete);
	CHECK_FOR(wire->file, run.message.keep_alive == !wire->to_head);
	CHECK_INT(run.message.head.status, wire->status);
	CHECK_SPAN(
		acme_http_field(&run.message.head, &run.response, wire->field),
		acme_span_str(wire->value));
	body = acme_http_message_body(&run.message, &run.response);
	CHECK_FOR(wire->file, body.len >= strlen(wire->body_begins));
	CHECK_SPAN(acme_span(body.data, strlen(wire->body_begins)),
		   acme_span_str(wire->body_begins));
	end(&run);
}

static void
reads_recorded_answers(void)
{
	struct acme_buf bytes = ACME_BUF_INIT(65536);
	size_t i;

	for (i = 0; i < N(wires); i++) {
		read_wire(wires[i].file, &bytes);
		check_wire(&wires[i], acme_buf_span(&bytes), 65536);
		check_wire(&wires[i], acme_buf_span(&bytes), 1);
		check_wire(&wires[i], acme_buf_span(&bytes), 7);
		acme_buf_clear(&bytes);
	}
}

static const struct test tests[] = {
	TEST(reads_recorded_answers),
};

TEST_MAIN(tests)
