/* SPDX-License-Identifier: MIT */
/*
 * MB/s of each parser of outside bytes, with inputs such as a CA sends them;
 * prints a line a parser: MB/s, bytes of one input, name.
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "format/http/field.h"
#include "format/http/http_chunked.h"
#include "format/http/http_head.h"
#include "format/http/link.h"
#include "format/json/json.h"
#include "format/pem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_NAMES	  100
#define N_BLOCKS  3
#define N_LINES	  30
#define N_CHUNKS  16
#define CHUNK_LEN 1024
#define ROUND_S	  0.2
#define N_ROUNDS  5 /* the best counts: the machine may be busy */
#define NOW_S	  1700000000

static struct acme_buf input = ACME_BUF_INIT(1 << 20);
static struct acme_buf scratch = ACME_BUF_INIT(1 << 20);

static void
must(bool ok)
{
	if (!ok) {
		fputs("parsers_bench: an input was not read\n", stderr);
		exit(EXIT_FAILURE);
	}
}

static void
add(const char *text)
{
	must(!acme_buf_add(&input, acme_span_str(text)));
}

static void
make_head(void)
{
	add("HTTP/1.1 201 Created\r\nServer: nginx\r\n"
	    "Date: Tue, 14 Nov 2023 22:13:20 GMT\r\n"
	    "Content-Type: application/json\r\nContent-Length: 1234\r\n"
	    "Connection: keep-alive\r\nBoulder-Requester: 1234567890\r\n"
	    "Cache-Control: public, max-age=0, no-cache\r\n"
	    "Link: <https://ca.example/directory>;rel=\"index\"\r\n"
	    "Location: https://ca.example/acme/order/1234567890/98765\r\n"
	    "Replay-Nonce: oRT4bxyz0123456789abcdefghijklmnopqrstuvw\r\n"
	    "X-Frame-Options: DENY\r\n"
	    "Strict-Transport-Security: max-age=604800\r\n\r\n");
}

static void
parse_head(void)
{
	struct acme_http_head head;
	bool complete = false;

	acme_http_head_init(&head, 0);
	must(!acme_http_head_parse(&head, input.data, input.len, &complete,
				   NULL) &&
	     complete);
}

static void
make_chunks(void)
{
	char chunk[CHUNK_LEN + 1];
	int i;

	memset(chunk, 'x', CHUNK_LEN);
	chunk[CHUNK_LEN] = '\0';
	for (i = 0; i < N_CHUNKS; i++) {
		add("400\r\n");
		add(chunk);
		add("\r\n");
	}
	add("0\r\n\r\n");
}

/* Decoded in place, so each round has a copy. */
static void
parse_chunks(void)
{
	struct acme_http_chunked chunked;
	bool complete = false;

	acme_buf_drop(&scratch, scratch.len);
	must(!acme_buf_add(&scratch, acme_buf_span(&input)));
	acme_http_chunked_init(&chunked, 0);
	must(!acme_http_chunked_parse(&chunked, (char *)scratch.data,
				      scratch.len, 1 << 20, &complete, NULL) &&
	     complete && chunked.end == N_CHUNKS * CHUNK_LEN);
}

static void
make_json(void)
{
	char line[128];
	int i;

	add("{\"status\":\"pending\",\"expires\":\"2026-01-01T00:00:00Z\","
	    "\"identifiers\":[");
	for (i = 0; i < N_NAMES; i++) {
		snprintf(line, sizeof(line),
			 "%s{\"type\":\"dns\",\"value\":\"n%d.example.test\"}",
			 i ? "," : "", i);
		add(line);
	}
	add("],\"authorizations\":[");
	for (i = 0; i < N_NAMES; i++) {
		snprintf(line, sizeof(line),
			 "%s\"https://ca.example/acme/authz/1234567890/%d\"",
			 i ? "," : "", i);
		add(line);
	}
	add("],\"finalize\":\"https://ca.example/acme/finalize/1\"}");
}

static void
parse_json(void)
{
	struct acme_json *json = NULL;

	must(!acme_json_parse(acme_buf_span(&input), &json, NULL));
	acme_json_free(json);
}

static void
make_pem(void)
{
	int block, line;

	for (block = 0; block < N_BLOCKS; block++) {
		add("-----BEGIN CERTIFICATE-----\n");
		for (line = 0; line < N_LINES; line++)
			add("MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa"
			    "MQswCQYDVQQGEwJJ\n");
		add("-----END CERTIFICATE-----\n");
	}
}

static void
parse_pem(void)
{
	struct acme_pem_block block;
	struct acme_pem pem;
	bool found = true;
	int n = 0;

	acme_buf_drop(&scratch, scratch.len);
	acme_pem_init(&pem, acme_buf_span(&input));
	while (found) {
		must(!acme_pem_next(&pem, &block, &found, NULL));
		if (!found)
			break;
		must(!acme_pem_decode(&block, &scratch, NULL));
		n++;
	}
	must(n == N_BLOCKS);
}

#define DATE  "Tue, 14 Nov 2023 23:13:20 GMT"
#define NONCE "oRT4bxyz0123456789abcdefghijklmnopqrstuvw"
#define TYPE  "application/problem+json; charset=utf-8"
#define LINKS                                                           \
	"<https://ca.example/1>;rel=\"index\", <https://ca.example/2>;" \
	"rel=\"alternate\""

static void
make_fields(void)
{
	add(DATE NONCE TYPE LINKS);
}

static void
parse_fields(void)
{
	struct acme_span links = ACME_SPAN(LINKS);
	struct acme_link link;
	int64_t after_s = 0;
	bool found = true;

	must(!acme_field_retry_after(ACME_SPAN(DATE), NOW_S, &after_s, NULL) &&
	     after_s == 3600);
	must(acme_field_is_nonce(ACME_SPAN(NONCE)));
	must(acme_field_is_media_type(ACME_SPAN(TYPE),
				      "application/problem+json"));
	while (found)
		must(!acme_link_next(&links, &link, &found, NULL));
}

static double
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
round_mb_per_s(void (*parse)(void))
{
	double since = now_s(), taken;
	unsigned long n = 0;

	do {
		parse();
		n++;
		taken = now_s() - since;
	} while (taken < ROUND_S);
	return (double)n * (double)input.len / taken / 1e6;
}

static void
measure(const char *name, void (*make)(void), void (*parse)(void))
{
	double best = 0, found;
	int i;

	acme_buf_clear(&input);
	make();
	for (i = 0; i < N_ROUNDS; i++) {
		found = round_mb_per_s(parse);
		if (found > best)
			best = found;
	}
	printf("%.1f %zu %s\n", best, input.len, name);
}

int
main(void)
{
	measure("HTTP head", make_head, parse_head);
	measure("chunked body", make_chunks, parse_chunks);
	measure("JSON", make_json, parse_json);
	measure("PEM with its base64", make_pem, parse_pem);
	measure("field values", make_fields, parse_fields);
	acme_buf_clear(&input);
	acme_buf_clear(&scratch);
	return EXIT_SUCCESS;
}
