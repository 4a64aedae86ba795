/* SPDX-License-Identifier: MIT */
/*
 * The table of RFC 3629 §4 as ranges of the second byte; all later bytes are
 * tails.
 */
#include "format/utf8.h"

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
