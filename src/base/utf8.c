/* SPDX-License-Identifier: MIT */
/*
 * This knows UTF-8 by the table of RFC 3629 §4, as ranges of the second byte;
 * all later bytes are tails.
 */
#include "base/utf8.h"

/* A first byte's range, the second's range, and the length in bytes. */
struct form {
	unsigned char first_lo, first_hi, second_lo, second_hi, len;
};

static const struct form forms[] = {
	{ 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
	{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static const struct form *
form_of(unsigned char first)
{
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (first >= forms[i].first_lo && first <= forms[i].first_hi)
			return &forms[i];
	return NULL;
}

/* The length of the character that ${bytes} begin with; 0: it is none. */
static size_t
char_len(const unsigned char *bytes, size_t len)
{
	const struct form *form = form_of(bytes[0]);
	size_t i;

	if (!form || form->len > len)
		return 0;
	if (form->len > 1 &&
	    (bytes[1] < form->second_lo || bytes[1] > form->second_hi))
		return 0;
	for (i = 2; i < form->len; i++)
		if (bytes[i] < 0x80 || bytes[i] > 0xbf)
			return 0;
	return form->len;
}

size_t
acme_utf8_first(struct acme_span text, uint32_t *code_point)
{
	const unsigned char *bytes = acme_span_bytes(text);
	size_t i, len = text.len ? char_len(bytes, text.len) : 0;

	if (!len)
		return 0;
	*code_point = len == 1 ? bytes[0] : bytes[0] & (0x7fu >> len);
	for (i = 1; i < len; i++)
		*code_point = *code_point << 6 | (bytes[i] & 0x3f);
	return len;
}

bool
acme_utf8_is_valid(struct acme_span text)
{
	const unsigned char *bytes = acme_span_bytes(text);
	size_t i, len;

	for (i = 0; i < text.len; i += len) {
		len = char_len(bytes + i, text.len - i);
		if (!len)
			return false;
	}
	return true;
}

size_t
acme_utf8_write(uint32_t code_point, char to[ACME_UTF8_MAX])
{
	static const unsigned char leads[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t i, len = code_point < 0x80      ? 1
			: code_point < 0x800   ? 2
			: code_point < 0x10000 ? 3
					       : 4;

	for (i = len - 1; i; i--) {
		to[i] = (char)(0x80 | (code_point & 0x3f));
		code_point >>= 6;
	}
	to[0] = (char)(leads[len] | code_point);
	return len;
}

struct acme_span
acme_utf8_unmarked(struct acme_span text)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t len = sizeof(mark) - 1;

	if (text.len < len || memcmp(text.data, mark, len))
		return text;
	return acme_span(text.data + len, text.len - len);
}
