/* SPDX-License-Identifier: MIT */
/*
 * This reads and writes keys as PEM (RFC 7468): SEC 1, PKCS #1 and PKCS #8 are
 * read, the first two are written.  Writing does without
 * mbedtls_pk_write_key_pem(), which frees the text without wiping it.
 */
#include "crypto/key/key.h"

#include "crypto/key/key_private.h"
#include "format/pem.h"

#include <mbedtls/base64.h>
#include <mbedtls/platform_util.h>

#define DER_MAX	   6144 /* RSA-8192 takes 4,700 bytes */
#define LINE_BYTES 48	/* 64 letters (RFC 7468 §2) */
#define LINE_SIZE  65	/* with a NUL */

static bool
holds_key(struct acme_span label)
{
	return acme_span_equal(label, ACME_SPAN("PRIVATE KEY")) ||
	       acme_span_equal(label, ACME_SPAN("EC PRIVATE KEY")) ||
	       acme_span_equal(label, ACME_SPAN("RSA PRIVATE KEY"));
}

/* The first block with a key; others, as "EC PARAMETERS", are passed over. */
static enum acme_err
find_key(struct acme_span text, struct acme_pem_block *block,
	 struct acme_fault *fault)
{
	struct acme_pem pem;
	enum acme_err err;
	bool found;

	acme_pem_init(&pem, text);
	for (;;) {
		err = acme_pem_next(&pem, block, &found, fault);
		if (err || (found && holds_key(block->label)))
			return err;
		if (!found)
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "key: there is no PRIVATE KEY "
					      "in the PEM text");
		if (acme_span_equal(block->label,
				    ACME_SPAN("ENCRYPTED PRIVATE KEY")))
			return acme_fault_set(fault, ACME_ERR_INVALID,
					      "key: line %u: it is encrypted, "
					      "which is not supported",
					      block->line);
	}
}

static enum acme_err
read_key(struct acme_span pem,
	 enum acme_err (*take)(mbedtls_pk_context *, struct acme_key **,
			       struct acme_fault *),
	 struct acme_key **key, struct acme_fault *fault)
{
	struct acme_secret der = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	struct acme_pem_block block;
	mbedtls_pk_context pk;
	enum acme_err err;
	int rc;

	mbedtls_pk_init(&pk);
	err = find_key(pem, &block, fault);
	if (err)
		goto out;
	err = acme_pem_decode(&block, &der.buf, fault);
	if (err)
		goto out;
	rc = acme_compat_parse_key(&pk, acme_buf_span(&der.buf));
	err = rc ? acme_compat_fault(fault, ACME_ERR_INVALID, rc,
				     "key: reading it")
		 : take(&pk, key, fault);
out:
	mbedtls_pk_free(&pk);
	acme_secret_clear(&der);
	return err;
}

enum acme_err
acme_key_from_pem(struct acme_span pem, struct acme_key **key,
		  struct acme_fault *fault)
{
	return read_key(pem, acme_key_take, key, fault);
}

enum acme_err
acme_key_from_pem_any(struct acme_span pem, struct acme_key **key,
		      struct acme_fault *fault)
{
	return read_key(pem, acme_key_take_any, key, fault);
}

static enum acme_err
write_lines(struct acme_span der, struct acme_buf *text)
{
	unsigned char line[LINE_SIZE];
	enum acme_err err = ACME_OK;
	size_t n, len;

	for (; !err && der.len; der.data += n, der.len -= n) {
		n = der.len < LINE_BYTES ? der.len : LINE_BYTES;
		if (mbedtls_base64_encode(line, sizeof(line), &len,
					  acme_span_bytes(der), n))
			err = ACME_ERR_CRYPTO;
		if (!err)
			err = acme_buf_add(text, acme_span(line, len));
		if (!err)
			err = acme_buf_add(text, ACME_SPAN("\n"));
	}
	mbedtls_platform_zeroize(line, sizeof(line));
	return err;
}

static enum acme_err
write_block(const char *label, struct acme_span der, struct acme_buf *text)
{
	enum acme_err err;

	err = acme_buf_addf(text, "-----BEGIN %s-----\n", label);
	if (!err)
		err = write_lines(der, text);
	if (!err)
		err = acme_buf_addf(text, "-----END %s-----\n", label);
	return err;
}

enum acme_err
acme_key_to_pem(const struct acme_key *key, struct acme_secret *pem)
{
	struct acme_secret text = ACME_SECRET_INIT(ACME_KEY_TEXT_MAX);
	bool rsa = mbedtls_pk_get_type(&key->pk) == MBEDTLS_PK_RSA;
	enum acme_err err = ACME_ERR_CRYPTO;
	unsigned char der[DER_MAX];
	int len;

	len = mbedtls_pk_write_key_der(acme_key_pk(key), der, sizeof(der));
	if (len > 0)
		err = write_block(
			rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY",
			acme_span(der + sizeof(der) - len, (size_t)len),
			&text.buf);
	if (!err)
		err = acme_buf_add(&pem->buf, acme_buf_span(&text.buf));
	mbedtls_platform_zeroize(der, sizeof(der));
	acme_secret_clear(&text);
	return err;
}
