/* SPDX-License-Identifier: MIT */
/*
 * This looks for the fields of a head that was read: each question looks
 * through its lines, so that there may be any number of fields that nobody asks
 * for.
 */
#include "format/http/http_fields.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* ${line} without the white space around it. */
static struct acme_span
trim(struct acme_span line)
{
	while (line.len && is_space(line.data[line.len - 1]))
		line.len--;
	while (line.len && is_space(*line.data)) {
		line.data++;
		line.len--;
	}
	return line;
}

/* Each line of a head has an end, and each but the last, empty one a colon. */
bool
acme_http_next_field(const struct acme_http_head *head,
		     const struct acme_buf *response, const char *name,
		     size_t *from, struct acme_span *value)
{
	const char *line, *colon, *end = NULL;
	struct acme_span found;

	if (!*from)
		*from = head->fields_at;
	for (; *from < head->at; *from = (size_t)(end + 1 - response->data)) {
		line = response->data + *from;
		end = memchr(line, '\n', head->at - *from);
		colon = memchr(line, ':', (size_t)(end - line));
		if (!colon)
			continue;
		found = trim(acme_span(line, (size_t)(colon - line)));
		if (!acme_span_equal_nocase(found, acme_span_str(name)))
			continue;
		*from = (size_t)(end + 1 - response->data);
		*value = trim(acme_span(colon + 1, (size_t)(end - colon - 1)));
		return true;
	}
	return false;
}

struct acme_span
acme_http_field(const struct acme_http_head *head,
		const struct acme_buf *response, const char *name)
{
	struct acme_span value = { NULL, 0 };
	size_t from = 0;

	acme_http_next_field(head, response, name, &from, &value);
	return value;
}
