/* SPDX-License-Identifier: MIT */
/* The model CA as such: see ca.h. */
#include "ca_private.h"
#include "ca_v1.h"
#include "test.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

void
ca_add(struct acme_buf *buf, const char *fmt, ...)
{
	char *text = NULL;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0 || acme_buf_reserve(buf, (size_t)len + 1, &text))
		abort();
	va_start(args, fmt);
	vsnprintf(text, (size_t)len + 1, fmt, args);
	va_end(args);
	acme_buf_used(buf, (size_t)len);
}

static const struct ca well = {
	.answer_us = MS(10),
	.fetch_us = MS(20),
	.n_validations = 1,
	.types = { "http-01" },
	.terms = "terms/1",
	.host = "ca.test",
	.lifetime_s = (int64_t)90 * 86400,
	.wrong = ACME_BUF_INIT(CA_TEXT_MAX),
	.own = ACME_BUF_INIT(CA_TEXT_MAX),
};

void
ca_init(struct ca *ca, struct world *world)
{
	*ca = well;
	ca->world = world;
	ca_http_init(ca);
	ca_issue_init(ca);
}

void
ca_clear(struct ca *ca)
{
	ca_orders_free(ca);
	free(ca->requests);
	free(ca->nonce_used);
	acme_buf_clear(&ca->wrong);
	acme_buf_clear(&ca->own);
	mbedtls_pk_free(&ca->key);
}

void
ca_mend(struct ca *ca)
{
	const struct ca was = *ca;
	/* What it is like stands between these two in the struct. */
	const size_t from = offsetof(struct ca, answer_us),
		     to = offsetof(struct ca, requests);

	memcpy((char *)ca + from, (const char *)&well + from, to - from);
	memset(ca->lines, 0, sizeof(ca->lines));
	ca->host = was.host;
	ca->takes_no_head = was.takes_no_head;
	if (was.v1)
		ca_speak_v1(ca);
	else if (strcmp(was.host, well.host) != 0)
		ca->directory = was.directory;
}

void
ca_script(struct ca *ca, struct ca_line line)
{
	size_t i, n = sizeof(ca->lines) / sizeof(*ca->lines);

	for (i = 0; i < n; i++)
		if (!ca->lines[i].resource) {
			ca->lines[i] = line;
			return;
		}
	abort();
}

void
ca_next(struct ca *ca, const char *resource, unsigned int status,
	const char *headers, const char *body)
{
	ca_script(ca, (struct ca_line){ .resource = resource,
					.status = status,
					.headers = headers,
					.body = body,
					.times = 1 });
}

void
ca_forget_account(struct ca *ca)
{
	ca->account[0] = '\0';
}

void
ca_forget_nonces(struct ca *ca)
{
	ca->first_nonce = ca->n_nonces;
}

static const struct ca_request *
find_request(const struct ca *ca, const char *resource, unsigned int n)
{
	size_t i;

	for (i = 0; i < ca->n_requests; i++)
		if (!strcmp(ca->requests[i].resource, resource) && !n--)
			return &ca->requests[i];
	return NULL;
}

const struct ca_request *
ca_request(const struct ca *ca, const char *resource, unsigned int n)
{
	const struct ca_request *found = find_request(ca, resource, n);

	CHECK(found);
	return found;
}

unsigned int
ca_count(const struct ca *ca, const char *resource)
{
	unsigned int n = 0;

	while (find_request(ca, resource, n))
		n++;
	return n;
}
