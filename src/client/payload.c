/* SPDX-License-Identifier: MIT */
/* Payloads are made by who posts them, and freed by the engine. */
#include "client/payload.h"

#include "sm.h"

#include <stdio.h>
#include <stdlib.h>

void
acme_text_free(struct acme_text *text)
{
	if (!text)
		return;
	acme_buf_clear(&text->buf);
	free(text);
}

void
acme_key_box_free(struct acme_key_box *box)
{
	if (!box)
		return;
	acme_key_unref(box->key);
	free(box);
}

void
acme_stored_free(struct acme_stored *stored)
{
	if (!stored)
		return;
	acme_secret_clear(&stored->key);
	acme_buf_clear(&stored->chain);
	free(stored->path);
	free(stored);
}

void
acme_cert_info_free(struct acme_cert_info *info)
{
	free(info);
}

void
acme_issued_free(struct acme_issued *issued)
{
	if (!issued)
		return;
	acme_buf_clear(&issued->chain);
	free(issued);
}

void
acme_fault_free(struct acme_fault *fault)
{
	free(fault);
}

void
acme_lease_acquired_free(struct acme_lease_acquired *acquired)
{
	free(acquired);
}

void
acme_failure_free(struct acme_failure *failure)
{
	free(failure);
}

struct acme_text *
acme_text_new(size_t limit)
{
	struct acme_text *text = calloc(1, sizeof(*text));

	if (text)
		text->buf.limit = limit;
	return text;
}

struct acme_stored *
acme_stored_new(void)
{
	struct acme_stored *stored = calloc(1, sizeof(*stored));

	if (!stored)
		return NULL;
	stored->key.buf.limit = ACME_KEY_TEXT_MAX;
	stored->key.buf.secret = true;
	stored->chain.limit = ACME_CHAIN_TEXT_MAX;
	return stored;
}

struct acme_issued *
acme_issued_new(void)
{
	struct acme_issued *issued = calloc(1, sizeof(*issued));

	if (issued)
		issued->chain.limit = ACME_CHAIN_TEXT_MAX;
	return issued;
}

struct acme_fault *
acme_fault_new(enum acme_err err, const char *fmt, ...)
{
	struct acme_fault *fault = calloc(1, sizeof(*fault));
	char text[ACME_FAULT_TEXT_MAX];
	va_list args;

	if (!fault)
		return NULL;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	acme_fault_set(fault, err, "%s", text);
	return fault;
}

struct acme_failure *
acme_failure_new(const struct acme_failure *failure)
{
	struct acme_failure *copy = malloc(sizeof(*copy));

	if (copy)
		*copy = *failure;
	return copy;
}

enum acme_err
acme_fault_class(const struct acme_fault *fault)
{
	return fault ? fault->err : ACME_ERR_MEMORY;
}

void
acme_fault_copy(struct acme_fault *to, const struct acme_fault *fault)
{
	if (fault)
		*to = *fault;
	else
		acme_fault_set(to, ACME_ERR_MEMORY, "out of memory");
}

struct acme_failure *
acme_failure_or_null(struct acme_failure *failure)
{
	return failure->fault.text[0] ? failure : NULL;
}

struct acme_fault *
acme_fault_or_null(struct acme_fault *fault)
{
	return fault->text[0] ? fault : NULL;
}

uint64_t
acme_positive_us(int64_t s)
{
	return s > 0 ? (uint64_t)s * 1000000 : 0;
}

uint64_t
acme_retry_after_us(const struct acme_retry_after *retry_after)
{
	return retry_after->given ? retry_after->s * 1000000 : SM_UNKNOWN;
}

const struct acme_retry_after *
acme_retry_after_later(const struct acme_retry_after *a,
		       const struct acme_retry_after *b)
{
	if (!a->given || !b->given)
		return a->given ? a : b;
	return a->s > b->s ? a : b;
}
