/* SPDX-License-Identifier: MIT */
/*
 * One place puts commas and names (begin_value), one escapes (add_quoted).
 */
#include "format/json/json_write.h"

#include "base/utf8.h"

#include <assert.h>
#include <inttypes.h>

void
acme_json_write_init(struct acme_json_write *write, struct acme_buf *buf)
{
	*write = (struct acme_json_write){ .buf = buf, .start = buf->len };
}

static void
add(struct acme_json_write *write, struct acme_span span)
{
	if (!write->err)
		write->err = acme_buf_add(write->buf, span);
}

/* A letter after the backslash, or 0 (RFC 8259 §7). */
static char
short_escape(char c)
{
	switch (c) {
	case '"':
	case '\\':
		return c;
	case '\b':
		return 'b';
	case '\f':
		return 'f';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return 0;
	}
}

static void
add_escaped(struct acme_json_write *write, char c)
{
	if (write->err)
		return;
	if (short_escape(c))
		write->err = acme_buf_addf(write->buf, "\\%c", short_escape(c));
	else
		write->err =
			acme_buf_addf(write->buf, "\\u%04x", (unsigned int)c);
}

static bool
needs_escape(char c)
{
	return (unsigned char)c < ' ' || c == '"' || c == '\\';
}

static void
add_quoted(struct acme_json_write *write, struct acme_span string)
{
	size_t i, done = 0;

	if (!write->err && !acme_utf8_is_valid(string))
		write->err = ACME_ERR_SYNTAX;
	add(write, ACME_SPAN("\""));
	for (i = 0; i < string.len; i++) {
		if (!needs_escape(string.data[i]))
			continue;
		add(write, acme_span(string.data + done, i - done));
		add_escaped(write, string.data[i]);
		done = i + 1;
	}
	if (string.len > done)
		add(write, acme_span(string.data + done, string.len - done));
	add(write, ACME_SPAN("\""));
}

static void
begin_value(struct acme_json_write *write, const char *name)
{
	if (write->comma)
		add(write, ACME_SPAN(","));
	write->comma = true;
	if (!name)
		return;
	add_quoted(write, acme_span_str(name));
	add(write, ACME_SPAN(":"));
}

static void
open_with(struct acme_json_write *write, const char *name,
	  struct acme_span bracket)
{
	begin_value(write, name);
	add(write, bracket);
	write->comma = false;
	write->depth++;
}

static void
close_with(struct acme_json_write *write, struct acme_span bracket)
{
	assert(write->depth);
	add(write, bracket);
	write->comma = true;
	write->depth--;
}

void
acme_json_write_object(struct acme_json_write *write, const char *name)
{
	open_with(write, name, ACME_SPAN("{"));
}

void
acme_json_write_object_end(struct acme_json_write *write)
{
	close_with(write, ACME_SPAN("}"));
}

void
acme_json_write_array(struct acme_json_write *write, const char *name)
{
	open_with(write, name, ACME_SPAN("["));
}

void
acme_json_write_array_end(struct acme_json_write *write)
{
	close_with(write, ACME_SPAN("]"));
}

void
acme_json_write_string(struct acme_json_write *write, const char *name,
		       struct acme_span string)
{
	begin_value(write, name);
	add_quoted(write, string);
}

void
acme_json_write_bool(struct acme_json_write *write, const char *name,
		     bool truth)
{
	acme_json_write_raw(write, name,
			    truth ? ACME_SPAN("true") : ACME_SPAN("false"));
}

void
acme_json_write_integer(struct acme_json_write *write, const char *name,
			int64_t integer)
{
	begin_value(write, name);
	if (!write->err)
		write->err = acme_buf_addf(write->buf, "%" PRId64, integer);
}

void
acme_json_write_raw(struct acme_json_write *write, const char *name,
		    struct acme_span json)
{
	begin_value(write, name);
	add(write, json);
}

enum acme_err
acme_json_write_finish(struct acme_json_write *write)
{
	assert(!write->depth);
	if (write->err && write->buf->data) {
		write->buf->len = write->start;
		write->buf->data[write->start] = '\0';
	}
	return write->err;
}
