/* SPDX-License-Identifier: MIT */
/*
 * This writes keys as JSON Web Keys (RFC 7517; RFC 7518 §6), and their
 * thumbprints (RFC 7638).  Private and public form are written by the same
 * functions.
 */
#include "crypto/key/key.h"

#include "crypto/key/key_private.h"
#include "crypto/key/key_rsa.h"
#include "format/base64url.h"
#include "format/json/json_write.h"

#include <mbedtls/md.h>
#include <mbedtls/platform_util.h>

#define NUMBER_MAX     512 /* bytes: RSA-4096's n */
#define NUMBER_TEXT    1024
#define PUBLIC_JWK_MAX 1024
#define SHA256_LEN     32

/* ${len}: padded to it on the left; 0: as many bytes as it has. */
static void
write_number(struct acme_json_write *write, const char *name,
	     const mbedtls_mpi *number, size_t len)
{
	struct acme_secret text = ACME_SECRET_INIT(NUMBER_TEXT);
	unsigned char bytes[NUMBER_MAX];
	enum acme_err err = ACME_ERR_CRYPTO;

	if (!len)
		len = mbedtls_mpi_size(number);
	if (len <= sizeof(bytes) &&
	    !mbedtls_mpi_write_binary(number, bytes, len))
		err = acme_base64url_encode(acme_span(bytes, len), &text.buf);
	acme_json_write_string(write, name, acme_buf_span(&text.buf));
	if (err && !write->err)
		write->err = err;
	mbedtls_platform_zeroize(bytes, sizeof(bytes));
	acme_secret_clear(&text);
}

static void
write_ec(struct acme_json_write *write, const struct acme_key *key,
	 bool with_private)
{
	const mbedtls_ecp_keypair *ec = mbedtls_pk_ec(key->pk);
	const mbedtls_ecp_point *point = &ec->MBEDTLS_PRIVATE(Q);
	size_t len = acme_key_coordinate_len(key);

	acme_json_write_string(write, "crv",
			       key->type == ACME_KEY_P384 ? ACME_SPAN("P-384")
							  : ACME_SPAN("P-256"));
	acme_json_write_string(write, "kty", ACME_SPAN("EC"));
	write_number(write, "x", &point->MBEDTLS_PRIVATE(X), len);
	write_number(write, "y", &point->MBEDTLS_PRIVATE(Y), len);
	if (with_private)
		write_number(write, "d", &ec->MBEDTLS_PRIVATE(d), len);
}

static void
write_rsa(struct acme_json_write *write, const struct acme_key *key,
	  bool with_private)
{
	struct acme_key_rsa rsa;
	unsigned int i;

	acme_key_rsa_init(&rsa);
	if (acme_key_rsa_export(mbedtls_pk_rsa(key->pk), &rsa))
		write->err = ACME_ERR_CRYPTO;
	write_number(write, "e", &rsa.part[ACME_KEY_RSA_E], 0);
	acme_json_write_string(write, "kty", ACME_SPAN("RSA"));
	write_number(write, "n", &rsa.part[ACME_KEY_RSA_N], 0);
	for (i = ACME_KEY_RSA_D; with_private && i < ACME_KEY_RSA__MAX; i++)
		write_number(write, acme_key_rsa_names[i], &rsa.part[i], 0);
	acme_key_rsa_clear(&rsa);
}

/* The public members come first, in the order of RFC 7638. */
static enum acme_err
write_jwk(const struct acme_key *key, bool with_private, struct acme_buf *jwk)
{
	struct acme_json_write write;

	acme_json_write_init(&write, jwk);
	acme_json_write_object(&write, NULL);
	if (mbedtls_pk_get_type(&key->pk) == MBEDTLS_PK_RSA)
		write_rsa(&write, key, with_private);
	else
		write_ec(&write, key, with_private);
	acme_json_write_object_end(&write);
	return acme_json_write_finish(&write);
}

enum acme_err
acme_key_to_jwk(const struct acme_key *key, struct acme_secret *jwk)
{
	return write_jwk(key, true, &jwk->buf);
}

enum acme_err
acme_key_public_jwk(const struct acme_key *key, struct acme_buf *jwk)
{
	return write_jwk(key, false, jwk);
}

enum acme_err
acme_key_thumbprint(const struct acme_key *key, struct acme_buf *thumbprint)
{
	struct acme_buf jwk = ACME_BUF_INIT(PUBLIC_JWK_MAX);
	unsigned char hash[SHA256_LEN];
	enum acme_err err;

	err = acme_key_public_jwk(key, &jwk);
	if (!err &&
	    mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
		       acme_span_bytes(acme_buf_span(&jwk)), jwk.len, hash))
		err = ACME_ERR_CRYPTO;
	if (!err)
		err = acme_base64url_encode(acme_span(hash, sizeof(hash)),
					    thumbprint);
	acme_buf_clear(&jwk);
	return err;
}
