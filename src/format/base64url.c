/* SPDX-License-Identifier: MIT */
/* This is the encoder; the decoder is in base64.c. */
#include "format/base64url.h"

#include "format/base64.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz"
			      "0123456789-_";

/* 1 to 3 bytes as 2 to 4 letters; returns how many. */
static size_t
encode_group(const unsigned char *bytes, size_t len, char *out)
{
	unsigned long bits = 0;
	size_t i;

	for (i = 0; i < 3; i++)
		bits = bits << 8 | (i < len ? bytes[i] : 0);
	for (i = 0; i < len + 1; i++)
		out[i] = letters[bits >> (18 - 6 * i) & 0x3f];
	return len + 1;
}

enum acme_err
acme_base64url_encode(struct acme_span bytes, struct acme_buf *text)
{
	size_t i, len = bytes.len / 3 * 4 + (bytes.len % 3 * 4 + 2) / 3;
	enum acme_err err;
	char *out;

	if (bytes.len > text->limit)
		return ACME_ERR_LIMIT;
	err = acme_buf_reserve(text, len, &out);
	if (err)
		return err;
	for (i = 0; i < bytes.len; i += 3)
		out += encode_group(acme_span_bytes(bytes) + i,
				    bytes.len - i < 3 ? bytes.len - i : 3, out);
	acme_buf_used(text, len);
	return ACME_OK;
}

enum acme_err
acme_base64url_decode(struct acme_span text, struct acme_buf *bytes,
		      struct acme_fault *fault)
{
	return acme_base64_decode(ACME_BASE64_URL, text, bytes, fault);
}
