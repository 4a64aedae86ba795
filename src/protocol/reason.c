/* SPDX-License-Identifier: MIT */
/*
 * A text whose limit is reached is closed by "...", and takes no more.
 */
#include "protocol/reason.h"

#include "base/printable.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

void
acme_reason_add(struct acme_buf *text, struct acme_span words)
{
	char shown[ACME_PRINTABLE_MAX + 1];
	size_t space = text->limit - text->len;
	bool whole;

	if (space > ACME_PRINTABLE_MAX)
		space = ACME_PRINTABLE_MAX;
	whole = acme_printable(words, shown, space + 1);
	if (!acme_buf_add(text, acme_span_str(shown)) && !whole)
		text->limit = text->len;
}

/* A line under way, as it came, and a bit longer than any text. */
struct line {
	char data[ACME_PRINTABLE_MAX + 8];
	size_t len;
};

/* Take the next word off ${words}; empty: there is none. */
static struct acme_span
next_word(struct acme_span *words)
{
	struct acme_span word;

	while (words->len && is_space(*words->data)) {
		words->data++;
		words->len--;
	}
	word = acme_span(words->data, 0);
	while (word.len < words->len && !is_space(word.data[word.len]))
		word.len++;
	*words = acme_span(words->data + word.len, words->len - word.len);
	return word;
}

static void
line_add(struct line *line, struct acme_span words)
{
	size_t space = sizeof(line->data) - line->len;

	words.len = words.len < space ? words.len : space;
	memcpy(line->data + line->len, words.data, words.len);
	line->len += words.len;
}

/* Words are parted by a space, also from those before. */
static void
line_add_words(struct line *line, struct acme_span words)
{
	struct acme_span word = next_word(&words);

	for (; word.len; word = next_word(&words)) {
		if (line->len)
			line_add(line, ACME_SPAN(" "));
		line_add(line, word);
	}
}

void
acme_reason_add_line(struct acme_buf *text, struct acme_span words)
{
	struct line line = { .len = 0 };

	line_add_words(&line, words);
	acme_reason_add(text, acme_span(line.data, line.len));
}

/* Where ${what} (without case) begins in ${html}; NULL: nowhere. */
static const char *
find(struct acme_span html, const char *what)
{
	struct acme_span wanted = acme_span_str(what);
	size_t i;

	for (i = 0; i + wanted.len <= html.len; i++)
		if (acme_span_equal_nocase(acme_span(html.data + i, wanted.len),
					   wanted))
			return html.data + i;
	return NULL;
}

/* From ${at}, which points into ${html}, to its end. */
static struct acme_span
rest_at(struct acme_span html, const char *at)
{
	return acme_span(at, html.len - (size_t)(at - html.data));
}

/* Empty where there is none. */
static struct acme_span
title_of(struct acme_span html)
{
	const char *from = find(html, "<title"), *to;
	struct acme_span rest;

	from = from ? memchr(from, '>', rest_at(html, from).len) : NULL;
	if (!from)
		return acme_span(NULL, 0);
	rest = rest_at(html, from + 1);
	to = memchr(rest.data, '<', rest.len);
	return to ? acme_span(rest.data, (size_t)(to - rest.data)) : rest;
}

static void
line_add_outside_tags(struct line *line, struct acme_span html)
{
	const char *tag;

	while (html.len) {
		tag = memchr(html.data, '<', html.len);
		line_add_words(line, tag ? acme_span(html.data,
						     (size_t)(tag - html.data))
					 : html);
		tag = tag ? memchr(tag, '>', rest_at(html, tag).len) : NULL;
		if (!tag)
			break;
		html = rest_at(html, tag + 1);
	}
}

void
acme_reason_add_body(struct acme_buf *text, struct acme_span body)
{
	struct acme_span rest = body, first = next_word(&rest);
	struct line line = { .len = 0 };

	if (text->limit - text->len > ACME_REASON_MAX)
		text->limit = text->len + ACME_REASON_MAX;
	if (!first.len || *first.data != '<') {
		line_add_words(&line, body);
	} else {
		line_add_words(&line, title_of(body));
		if (!line.len)
			line_add_outside_tags(&line, body);
	}
	acme_reason_add(text, acme_span(line.data, line.len));
}
