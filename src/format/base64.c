/* SPDX-License-Identifier: MIT */
/*
 * One decoder reads both alphabets (RFC 4648).  It accepts the canonical form
 * only: padding where the form has it, and no bit left over that says
 * something.
 */
#include "format/base64.h"

/* What has been read of a text. */
struct decoder {
	enum acme_base64_form form;
	unsigned long bits;
	size_t n_letters;
	size_t n_padding;
	char *out;
	size_t out_len;
};

/* 0 to 63, or -1. */
static int
letter_value(enum acme_base64_form form, char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == (form == ACME_BASE64_URL ? '-' : '+'))
		return 62;
	if (c == (form == ACME_BASE64_URL ? '_' : '/'))
		return 63;
	return -1;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
take(struct decoder *decoder, char c)
{
	int value = letter_value(decoder->form, c);
	size_t n_unused;

	if (value < 0 && decoder->form == ACME_BASE64_PEM) {
		decoder->n_padding += c == '=';
		return c == '=' || is_space(c);
	}
	if (value < 0 || decoder->n_padding)
		return false;
	decoder->bits = (decoder->bits << 6 | (unsigned long)value) & 0xffffff;
	if (decoder->n_letters++ % 4 == 0)
		return true;
	n_unused = (4 - decoder->n_letters % 4) * 2 % 8;
	decoder->out[decoder->out_len++] =
		(char)(decoder->bits >> n_unused & 0xff);
	return true;
}

/* Is the end one that an encoder writes? */
static bool
ends_well(const struct decoder *decoder)
{
	static const unsigned long unused_bits[4] = { 0, 0x3f, 0x0f, 0x03 };
	size_t rest = decoder->n_letters % 4;
	size_t padding = rest ? 4 - rest : 0;

	if (rest == 1 || (decoder->bits & unused_bits[rest]))
		return false;
	if (decoder->form == ACME_BASE64_URL)
		return true;
	return decoder->n_padding == padding;
}

enum acme_err
acme_base64_decode(enum acme_base64_form form, struct acme_span text,
		   struct acme_buf *bytes, struct acme_fault *fault)
{
	struct decoder decoder = { .form = form };
	size_t i, max_len = text.len / 4 * 3 + text.len % 4 * 3 / 4;
	enum acme_err err;
	bool canonical;

	err = acme_buf_reserve(bytes, max_len, &decoder.out);
	if (err)
		return acme_fault_set(
			fault, err,
			err == ACME_ERR_MEMORY
				? "base64: out of memory"
				: "base64: more bytes than are allowed");
	for (i = 0; i < text.len; i++)
		if (!take(&decoder, text.data[i]))
			break;
	canonical = i == text.len && ends_well(&decoder);
	/* With 0 this puts the NUL back behind what was there before. */
	acme_buf_used(bytes, canonical ? decoder.out_len : 0);
	if (canonical)
		return ACME_OK;
	return acme_fault_set(fault, ACME_ERR_SYNTAX,
			      i < text.len
				      ? "base64: byte %zu is not allowed there"
				      : "base64: it is cut off at byte %zu",
			      i);
}
