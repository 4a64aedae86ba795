/* SPDX-License-Identifier: MIT */
/*
 * A buffer grows here, up to its limit.  All growth is in acme_buf_reserve(),
 * so that a secret is wiped in one place when it moves.
 */
#define _DEFAULT_SOURCE /* explicit_bzero() */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define CAP_MIN 64

static void
release(struct acme_buf *buf)
{
	if (buf->data && buf->secret)
		explicit_bzero(buf->data, buf->cap + 1);
	free(buf->data);
}

void
acme_buf_clear(struct acme_buf *buf)
{
	release(buf);
	buf->data = NULL;
	buf->len = 0;
	buf->cap = 0;
}

void
acme_secret_clear(struct acme_secret *secret)
{
	acme_buf_clear(&secret->buf);
}

static size_t
grown(const struct acme_buf *buf, size_t need)
{
	size_t cap = buf->cap ? buf->cap : CAP_MIN;

	while (cap < need)
		cap = cap > buf->limit / 2 ? buf->limit : cap * 2;
	return cap < buf->limit ? cap : buf->limit;
}

enum acme_err
acme_buf_reserve(struct acme_buf *buf, size_t len, char **out)
{
	size_t cap;
	char *data;

	if (len > buf->limit - buf->len)
		return ACME_ERR_LIMIT;
	if (!buf->data || len > buf->cap - buf->len) {
		cap = grown(buf, buf->len + len);
		data = malloc(cap + 1);
		if (!data)
			return ACME_ERR_MEMORY;
		if (buf->data)
			memcpy(data, buf->data, buf->len);
		data[buf->len] = '\0';
		release(buf);
		buf->data = data;
		buf->cap = cap;
	}
	*out = buf->data + buf->len;
	return ACME_OK;
}

void
acme_buf_used(struct acme_buf *buf, size_t len)
{
	assert(len <= buf->cap - buf->len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

enum acme_err
acme_buf_add(struct acme_buf *buf, struct acme_span span)
{
	enum acme_err err;
	char *to;

	err = acme_buf_reserve(buf, span.len, &to);
	if (err)
		return err;
	if (span.len)
		memcpy(to, span.data, span.len);
	acme_buf_used(buf, span.len);
	return ACME_OK;
}

enum acme_err
acme_buf_addf(struct acme_buf *buf, const char *fmt, ...)
{
	enum acme_err err;
	va_list args, again;
	char *to;
	int len;

	va_start(args, fmt);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	err = len < 0 ? ACME_ERR_INVALID
		      : acme_buf_reserve(buf, (size_t)len, &to);
	if (!err) {
		vsnprintf(to, (size_t)len + 1, fmt, again);
		acme_buf_used(buf, (size_t)len);
	}
	va_end(again);
	return err;
}

void
acme_buf_drop(struct acme_buf *buf, size_t len)
{
	assert(len <= buf->len);
	if (!len)
		return;
	memmove(buf->data, buf->data + len, buf->len - len + 1);
	buf->len -= len;
}

const char *
acme_buf_str(const struct acme_buf *buf)
{
	return buf->data ? buf->data : "";
}

char *
acme_span_dup(struct acme_span span)
{
	char *copy = malloc(span.len + 1);

	if (!copy)
		return NULL;
	if (span.len)
		memcpy(copy, span.data, span.len);
	copy[span.len] = '\0';
	return copy;
}
