/* SPDX-License-Identifier: MIT */
/*
 * Which characters are shown is a table of Unicode's ranges: Cc, Zl, Zp, the
 * bidi controls, Default_Ignorable_Code_Point and the noncharacters.
 */
#include "base/printable.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>

#define ESCAPE_MAX 10 /* \U000e0001 */

static const struct range {
	uint32_t first, last;
} hidden[] = {
	{ 0x0000, 0x001f },   { 0x007f, 0x009f },   { 0x00ad, 0x00ad },
	{ 0x034f, 0x034f },   { 0x061c, 0x061c },   { 0x115f, 0x1160 },
	{ 0x17b4, 0x17b5 },   { 0x180b, 0x180f },   { 0x200b, 0x200f },
	{ 0x2028, 0x202e },   { 0x2060, 0x206f },   { 0x3164, 0x3164 },
	{ 0xfdd0, 0xfdef },   { 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },   { 0xfff0, 0xfffb },   { 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
};

static bool
is_hidden(uint32_t code_point)
{
	size_t i;

	if ((code_point & 0xfffe) == 0xfffe)
		return true; /* the last two of each plane */
	for (i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		if (code_point >= hidden[i].first &&
		    code_point <= hidden[i].last)
			return true;
	return false;
}

/* What stands for the first character of ${text}, which has ${len} bytes. */
static struct acme_span
shown(struct acme_span text, size_t *len, char escape[ESCAPE_MAX + 1])
{
	uint32_t code_point;
	int n;

	*len = acme_utf8_first(text, &code_point);
	if (*len && !is_hidden(code_point))
		return acme_span(text.data, *len);
	if (!*len)
		n = snprintf(escape, ESCAPE_MAX + 1, "\\x%02x",
			     (unsigned int)(unsigned char)text.data[0]);
	else
		n = snprintf(escape, ESCAPE_MAX + 1,
			     code_point > 0xffff ? "\\U%08x" : "\\u%04x",
			     (unsigned int)code_point);
	*len += !*len;
	return acme_span(escape, (size_t)n);
}

bool
acme_printable(struct acme_span text, char *to, size_t size)
{
	size_t i, n, len = 0, last = 0, dots;
	bool fits = true;
	char escape[ESCAPE_MAX + 1];
	struct acme_span piece;

	assert(size);
	dots = size > 3 ? 3 : size - 1;
	for (i = 0; i < text.len && fits; i += n) {
		piece = shown(acme_span(text.data + i, text.len - i), &n,
			      escape);
		fits = piece.len <= size - 1 - len;
		if (fits)
			memcpy(to + len, piece.data, piece.len);
		else
			memcpy(to + last, "...", dots);
		len = fits ? len + piece.len : last + dots;
		if (fits && len <= size - 1 - dots)
			last = len;
	}
	to[len] = '\0';
	return fits;
}

void
acme_printable_vformat(char *to, size_t size, const char *fmt, va_list args)
{
	/* A character more than fits, so that no half of one is ever shown. */
	char raw[ACME_PRINTABLE_MAX + 1 + 4];

	assert(size <= ACME_PRINTABLE_MAX + 1);
	vsnprintf(raw, sizeof(raw), fmt, args);
	acme_printable(acme_span_str(raw), to, size);
}

void
acme_printable_format(char *to, size_t size, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	acme_printable_vformat(to, size, fmt, args);
	va_end(args);
}
