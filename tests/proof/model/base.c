/* SPDX-License-Identifier: MIT */
/*
 * What stands in a proof for base/fault.c and base/buf.c.  They do what the
 * headers promise, and look closer: a fault's words can be read where they are
 * quoted, and a buffer has not one byte more than was asked for.
 */
#include "proof.h"

/* One conversion of a format, behind its '%'; its argument is taken. */
static void
check_argument(const char *conversion, va_list *args)
{
	const char *text;
	int len;

	if (conversion[0] == '.') {
		len = va_arg(*args, int);
		text = va_arg(*args, const char *);
		__CPROVER_assert(len >= 0, "a quoted length is none below 0");
		__CPROVER_assert(!len || __CPROVER_r_ok(text, (size_t)len),
				 "quoted bytes can be read");
	} else if (conversion[0] == 's') {
		text = va_arg(*args, const char *);
		__CPROVER_assert(__CPROVER_r_ok(text, 1),
				 "a quoted string can be read");
	} else if (conversion[0] == 'z' || conversion[0] == 'l') {
		(void)va_arg(*args, size_t);
	} else {
		(void)va_arg(*args, int);
	}
}

static void
check_quoted(const char *fmt, va_list *args)
{
	for (; *fmt; fmt++)
		if (*fmt == '%')
			check_argument(fmt + 1, args);
}

static enum acme_err
record(struct acme_fault *fault, enum acme_err err)
{
	if (fault) {
		fault->err = err;
		fault->text[0] = '\0';
	}
	return err;
}

enum acme_err
acme_fault_set(struct acme_fault *fault, enum acme_err err, const char *fmt,
	       ...)
{
	va_list args;

	va_start(args, fmt);
	check_quoted(fmt, &args);
	va_end(args);
	return record(fault, err);
}

enum acme_err
acme_fault_in(struct acme_fault *fault, enum acme_err err, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	check_quoted(fmt, &args);
	va_end(args);
	return record(fault, err);
}

void
acme_buf_clear(struct acme_buf *buf)
{
	free(buf->data);
	buf->data = NULL;
	buf->len = 0;
	buf->cap = 0;
}

void
acme_secret_clear(struct acme_secret *secret)
{
	acme_buf_clear(&secret->buf);
}

enum acme_err
acme_buf_reserve(struct acme_buf *buf, size_t len, char **out)
{
	char *data;

	if (len > buf->limit - buf->len)
		return ACME_ERR_LIMIT;
	data = malloc(buf->len + len + 1);
	if (!data)
		return ACME_ERR_MEMORY;
	if (buf->len)
		memcpy(data, buf->data, buf->len);
	data[buf->len] = '\0';
	free(buf->data);
	buf->data = data;
	buf->cap = buf->len + len;
	*out = data + buf->len;
	return ACME_OK;
}

void
acme_buf_used(struct acme_buf *buf, size_t len)
{
	__CPROVER_assert(len <= buf->cap - buf->len, "no more was written");
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

/* CBMC has none of its own.  Any of such bytes; the last is never missed, as
 * lines have an end. */
void *
memchr(const void *bytes, int c, size_t len)
{
	const unsigned char *at = bytes;
	size_t i = nondet_size();

	__CPROVER_assert(!len || __CPROVER_r_ok(bytes, len),
			 "what is looked through can be read");
	if (!len || (at[len - 1] != (unsigned char)c && nondet_bool()))
		return NULL;
	__CPROVER_assume(i < len && at[i] == (unsigned char)c);
	return (void *)(at + i);
}
